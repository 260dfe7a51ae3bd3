//! Column roles: from the header's words, then from the neighbours and from what stands below.

use std::collections::BTreeSet;
use std::ops::Range;

use super::header::HeaderBlock;
use super::rows::Body;
use super::{Column, Content, Convention, RowKind, counts, figure, money, number_row, pairs};
use crate::grid::{Grid, Value};
use crate::profile::{Profiles, Role, words, year, year_ordinal};

/// The columns of a header block with their roles.
pub fn resolve(grid: &Grid, block: &HeaderBlock, body: &Body, profiles: &Profiles) -> Vec<Column> {
    let labels = block
        .number_row
        .and_then(|row| number_row::labels(grid, row, block.first_col, block.last_col))
        .unwrap_or_default();
    let mut columns: Vec<Column> = (block.first_col..=block.last_col)
        .map(|col| {
            let (path, header_cell) = block.path(grid, col);
            let label = labels.iter().find(|label| label.col == col);
            Column {
                col,
                role: None,
                half: None,
                year: None,
                path,
                header_cell,
                label: label.map(|label| label.number.clone()),
                formula: label.and_then(|label| number_row::formula(label, &labels)),
                configured: None,
                convention: Convention::Comma,
            }
        })
        .collect();
    name(&mut columns, profiles);
    leave_out_units(&mut columns);
    let samples = Sample::of_columns(grid, body, block.first_col, block.last_col);
    pairs::resolve(&mut columns);
    split_columns(&mut columns, &samples);
    money::realisasi_of_pagu(&mut columns);
    lone_year(&mut columns);
    yearly_targets(&mut columns);
    number_is_code(&mut columns, &samples);
    money::resolve(&mut columns);
    counts::name_rows(&mut columns, &samples);
    for (column, sample) in columns.iter_mut().zip(&samples) {
        column.convention = sample.convention();
    }
    columns
}

/// Gives the columns the roles and years their headers tell.
fn name(columns: &mut [Column], profiles: &Profiles) {
    let mut paths: Vec<Vec<Vec<String>>> =
        columns.iter().map(|column| column.path.iter().map(|text| words(text)).collect()).collect();
    for (column, path) in columns.iter_mut().zip(&paths) {
        column.year = year_of(path);
    }
    count_years(&mut paths);
    for (column, path) in columns.iter_mut().zip(&paths) {
        column.role = role_of(path, profiles).filter(|&role| role != Role::Lain);
    }
}

/// "Kode SKPD" and "Nama SKPD" beside the code and the name of each row say whose all the rows are.
fn leave_out_units(columns: &mut [Column]) {
    const UNITS: [&str; 3] = ["skpd", "opd", "unit"];
    let of_unit = |column: &Column| {
        let own = column.path.last().map(|own| words(own)).unwrap_or_default();
        own.iter().any(|word| UNITS.contains(&word.as_str()))
    };
    for role in [Role::Kode, Role::Uraian] {
        if columns.iter().any(|column| column.role == Some(role) && !of_unit(column)) {
            let units = columns.iter_mut().filter(|column| column.role == Some(role) && of_unit(column));
            units.for_each(|column| column.role = None);
        }
    }
}

/// So many counted years are those of a plan; "Tahun -1" beside "Tahun +1" are those before and after.
const LEAST_COUNTED: u16 = 3;

/// "Tahun ke-1" to "Tahun ke-5" are years as good as those with a name: patterns take the `#` for one.
fn count_years(paths: &mut [Vec<Vec<String>>]) {
    let ordinal = |path: &Vec<Vec<String>>| {
        let (own, above) = path.split_last()?;
        year_ordinal(own, above.last().map_or(&[], Vec::as_slice))
    };
    let counted: Vec<Option<u16>> = paths.iter().map(ordinal).collect();
    if !(1..=LEAST_COUNTED).all(|year| counted.contains(&Some(year))) {
        return;
    }
    for (path, _) in paths.iter_mut().zip(counted).filter(|(_, ordinal)| ordinal.is_some()) {
        if let Some(own) = path.last_mut() {
            *own = vec!["#".to_string()];
        }
    }
}

/// Gives counted years the years of the period that the title names, where there are as many.
pub fn date_counted(columns: &mut [Column], title: &[String]) {
    let Some(period) = title.iter().rev().find_map(|line| period_of(line)) else {
        return;
    };
    let counted: BTreeSet<u16> = columns.iter().filter_map(Column::ordinal).collect();
    if counted.len() < usize::from(LEAST_COUNTED) || !counted.iter().copied().eq(1..=period.len() as u16) {
        return;
    }
    for column in columns.iter_mut().filter(|column| column.year.is_none()) {
        column.year = column.ordinal().map(|ordinal| period.start + ordinal - 1);
    }
}

/// "Tahun 2021-2026", "2021 s.d. 2026".
fn period_of(line: &str) -> Option<Range<u16>> {
    let own = words(line);
    let own: Vec<&str> = own
        .iter()
        .map(String::as_str)
        .filter(|word| !matches!(*word, "s" | "d" | "sd" | "sampai" | "dengan"))
        .collect();
    let mut periods = own.windows(2).filter_map(|pair| Some(year(pair[0])?..year(pair[1])? + 1));
    periods.find(|period| period.len() > 1)
}

/// The role of a header path; an own header that only names a unit, such as "(Rp)", leaves it to the one above.
fn role_of(path: &[Vec<String>], profiles: &Profiles) -> Option<Role> {
    let found = profiles.role_of(path).filter(|&(_, score)| score >= 0.9).map(|(role, _)| role);
    let (own, above) = path.split_last()?;
    let is_unit = own.iter().all(|word| matches!(word.as_str(), "rp" | "rupiah" | "dalam" | "ribu" | "juta" | "000"));
    found.or_else(|| if is_unit { role_of(above, profiles) } else { None })
}

/// The last year named in a header path; the own header wins.
fn year_of(path: &[Vec<String>]) -> Option<u16> {
    let years = |words: &Vec<String>| words.iter().rev().find_map(|word| year(word));
    path.iter().rev().find_map(years)
}

/// What stands in a column.
#[derive(Debug, Default)]
pub struct Sample {
    numbers: usize,
    texts: usize,
    text_length: usize,
    figures_in_text: usize,
    enumerations: usize,
    accounts: usize,
    periods: usize,
    proved_comma: usize,
    proved_dot: usize,
}

impl Sample {
    /// The samples of the columns from one to another.
    fn of_columns(grid: &Grid, body: &Body, first: u32, last: u32) -> Vec<Self> {
        let mut samples: Vec<Self> = (first..=last).map(|_| Self::default()).collect();
        let data = body.rows.iter().filter(|(_, kind)| *kind == RowKind::Data);
        for cell in data.flat_map(|&(row, _)| grid.row(row)) {
            let is_own = (first..=last).contains(&cell.at.col) && grid.anchor(cell.at) == cell.at;
            if let Some(sample) = is_own.then(|| &mut samples[(cell.at.col - first) as usize]) {
                sample.add(&cell.value);
            }
        }
        samples
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Number(_) => self.numbers += 1,
            Value::Text(text) if !text.trim().is_empty() => self.add_text(text.trim()),
            _ => {}
        }
    }

    fn add_text(&mut self, text: &str) {
        self.texts += 1;
        self.text_length += text.chars().count();
        self.periods += usize::from(names_period(text));
        self.accounts += usize::from(
            text.matches('.').count() >= 2 && text.split('.').all(|segment| segment.parse::<u32>().is_ok()),
        );
        self.enumerations += usize::from(
            text.len() <= 5 && text.trim_end_matches(['.', ')']).chars().all(|c| c.is_ascii_digit() || c == '.'),
        );
        if figure::begins_with_word(text) {
            return;
        }
        if let Content::Figure(figure) = figure::read_text(text, Convention::Comma) {
            self.figures_in_text += 1;
            match figure.convention {
                Some(Convention::Comma) => self.proved_comma += 1,
                Some(Convention::Dot) => self.proved_dot += 1,
                None => {}
            }
        }
    }

    /// The convention most texts prove; the Indonesian rule when they prove nothing.
    fn convention(&self) -> Convention {
        if self.proved_dot > self.proved_comma { Convention::Dot } else { Convention::Comma }
    }

    fn is_empty(&self) -> bool {
        self.numbers + self.texts == 0
    }

    /// More of it is words than figures.
    pub fn is_words(&self) -> bool {
        self.texts - self.figures_in_text > self.figures()
    }

    fn figures(&self) -> usize {
        self.numbers + self.figures_in_text
    }
}

fn names_period(text: &str) -> bool {
    let begins = |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    ["triwulan", "semester", "tw "].into_iter().any(begins)
}

/// Several physical columns under one header: `target | satuan`, `1.1 | indikator`, `TW II | realisasi`.
fn split_columns(columns: &mut [Column], samples: &[Sample]) {
    let mut start = 0;
    while start < columns.len() {
        let end = (start + 1..columns.len())
            .find(|&next| !same_header(&columns[start], &columns[next]))
            .unwrap_or(columns.len());
        if end - start > 1 {
            split_group(&mut columns[start..end], &samples[start..end]);
        }
        start = end;
    }
}

/// The header cell is the same one (merged), or the later column has no header at all.
fn same_header(first: &Column, later: &Column) -> bool {
    later.header_cell == first.header_cell && !first.path.is_empty() || later.path.is_empty()
}

fn split_group(columns: &mut [Column], samples: &[Sample]) {
    let Some(role) = columns[0].role else {
        return;
    };
    // A code in several narrow columns, a segment each.
    if role == Role::Kode {
        columns.iter_mut().for_each(|column| column.role = Some(Role::Kode));
        return;
    }
    let weight = |sample: &Sample| {
        if role.is_numeric() {
            sample.figures() * 100
        } else {
            sample.text_length.saturating_sub(sample.enumerations * 5)
        }
    };
    let main = (0..columns.len()).rev().max_by_key(|&at| weight(&samples[at])).unwrap_or(0);
    let label = columns.iter().find_map(|column| column.label.clone());
    let formula = columns.iter().find_map(|column| column.formula.clone());
    for (at, (column, sample)) in columns.iter_mut().zip(samples).enumerate() {
        let is_main = at == main;
        column.label = label.clone().filter(|_| is_main);
        column.formula = formula.clone().filter(|_| is_main);
        column.role = if is_main {
            Some(role)
        } else if sample.is_empty() {
            None
        } else if sample.periods * 2 > sample.texts && sample.periods > 0 {
            Some(Role::Periode)
        } else if sample.enumerations * 2 > sample.texts + sample.numbers {
            Some(Role::Nomor)
        } else if role.is_numeric() && sample.texts > sample.numbers {
            Some(Role::Satuan)
        } else {
            None
        };
    }
}

/// The "Nomor Urut" of a Perda is the account, where no other column is.
fn number_is_code(columns: &mut [Column], samples: &[Sample]) {
    if columns.iter().any(|column| column.role == Some(Role::Kode)) {
        return;
    }
    let mut numbers = columns.iter_mut().zip(samples).filter(|(column, _)| column.role == Some(Role::Nomor));
    let says_urut = |column: &Column| column.path.iter().any(|text| words(text).iter().any(|word| word == "urut"));
    if let Some((column, _)) = numbers.find(|(column, sample)| says_urut(column) && sample.accounts >= 2) {
        column.role = Some(Role::Kode);
    }
}

/// "Realisasi 2025" alone is the realisasi of the year; two of them make a series.
fn lone_year(columns: &mut [Column]) {
    let mut of_year = columns.iter_mut().filter(|column| column.role == Some(Role::RealisasiTahun));
    if let (Some(only), None) = (of_year.next(), of_year.next()) {
        only.role = Some(Role::RealisasiKinerja);
    }
}

/// "Target 2021" to "Target 2026" side by side are those of a plan, unless a realisasi stands among them.
fn yearly_targets(columns: &mut [Column]) {
    let is_target = |column: &&Column| column.role == Some(Role::Target);
    let is_done = |column: &Column| matches!(column.role, Some(Role::RealisasiKinerja | Role::RealisasiTahun));
    let Some(start) = columns.iter().position(|column| is_target(&column)) else {
        return;
    };
    let count = columns[start..].iter().take_while(is_target).count();
    let years: Vec<u16> = columns[start..start + count].iter().filter_map(|column| column.year).collect();
    let is_series = years.len() == count && years.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let is_only = columns.iter().filter(is_target).count() == count && !columns.iter().any(is_done);
    if count >= usize::from(LEAST_COUNTED) && is_series && is_only {
        columns[start..start + count].iter_mut().for_each(|column| column.role = Some(Role::TargetTahun));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::parse_markdown;
    use crate::table::find;

    /// Header and role of each column of the first table, those without a role left out.
    fn roles(columns: usize, rows: &str) -> Vec<(String, Role)> {
        let letters: Vec<char> = ('A'..='Z').take(columns).collect();
        let head: String = letters.iter().map(|letter| format!(" {letter} |")).collect();
        let text = format!("|   |{head}\n|---|{}\n{rows}", "---|".repeat(columns));
        let book = parse_markdown("uji", &text).expect("a readable workbook");
        let found = find(&book.grids[0], 0, Profiles::built_in());
        let columns = found.tables.into_iter().next().expect("a table").columns;
        columns.into_iter().filter_map(|column| Some((column.path.join(" > "), column.role?))).collect()
    }

    fn of(roles: &[(String, Role)]) -> Vec<Role> {
        roles.iter().map(|(_, role)| *role).collect()
    }

    #[test]
    fn realisasi_of_the_year_with_a_pagu_is_money() {
        let found = roles(
            6,
            "| 1 | No | Uraian | Anggaran 2024 | Realisasi 2024 | (%) | Realisasi 2023 |\n\
             | 2 | 1 | Belanja Pegawai | 800000 | 780000 | 97.5 | 770000 |",
        );
        assert_eq!(of(&found), [Role::Nomor, Role::Uraian, Role::Pagu, Role::Realisasi, Role::Persen]);
    }

    #[test]
    fn a_percentage_of_something_else_is_no_capaian() {
        let found = roles(
            6,
            "| 1 | Indikator | Target | Realisasi | Sumbangan (%) | Deviasi (%) | % |\n\
             | 2 | Nilai SAKIP | 75 | 76.5 | 10 | 2 | 102 |",
        );
        assert_eq!(of(&found), [Role::Indikator, Role::Target, Role::RealisasiKinerja, Role::Capaian]);
        assert_eq!(found[3].0, "%");
    }

    #[test]
    fn capaian_before_the_target_is_that_of_another_year() {
        let found = roles(
            5,
            "| 1 | Indikator | Capaian Tahun 2023 | Target 2024 | Realisasi 2024 | % Capaian 2024 |\n\
             | 2 | Nilai SAKIP | 74 | 80 | 82 | 102.5 |",
        );
        assert_eq!(of(&found), [Role::Indikator, Role::Target, Role::RealisasiKinerja, Role::Capaian]);
        assert_eq!(found[3].0, "% Capaian 2024");
    }

    #[test]
    fn capaian_of_the_last_target_alone_is_a_kemajuan() {
        for (target, last) in [("Target Jangka Menengah", Role::Kemajuan), ("Target 2024", Role::Capaian)] {
            let found = roles(
                4,
                &format!(
                    "| 1 | Indikator | {target} | Realisasi 2024 | Capaian (%) |\n| 2 | Nilai SAKIP | 75 | 60 | 80 |"
                ),
            );
            assert_eq!(found[3].1, last, "{target}");
        }
    }

    #[test]
    fn penyerapan_beside_a_capaian_is_a_share_unless_a_pagu_stands_there() {
        for (beside, wanted) in [("Capaian Kinerja (%)", Role::Persen), ("Pagu Anggaran", Role::Realisasi)] {
            let found = roles(
                4,
                &format!("| 1 | Sasaran | {beside} | Penyerapan Anggaran | Efisiensi |\n| 2 | Layanan | 98 | 90 | 8 |"),
            );
            assert_eq!(found[2].1, wanted, "{beside}");
        }
    }

    #[test]
    fn years_of_a_capaian_beside_those_of_the_realisasi_are_capaian() {
        let found = roles(
            5,
            "| 1 | Indikator | Realisasi | | Capaian | |\n| 2 | | 2023 | 2024 | 2023 | 2024 |\n\
             | 3 | Nilai SAKIP | 74 | 82 | 98.67 | 102.5 |\n\nGabung: B1:C1, D1:E1, A1:A2",
        );
        let years = [Role::RealisasiTahun, Role::RealisasiTahun, Role::Capaian, Role::Capaian];
        assert_eq!(of(&found)[1..], years);
    }

    #[test]
    fn counted_years_are_years() {
        for years in
            ["1 | 2 | 3", "I | II | III", "Tahun 1 | Tahun 2 | Tahun 3", "Tahun ke-1 | Tahun ke-2 | Tahun ke-3"]
        {
            let found = roles(
                5,
                &format!(
                    "| 1 | No | Indikator Sasaran | Target Kinerja pada Tahun ke- | | |\n| 2 | | | {years} |\n\
                     | 3 | 1 | Nilai SAKIP | 60 | 65 | 70 |\n\nGabung: C1:E1, A1:A2, B1:B2"
                ),
            );
            let wanted = [Role::Indikator, Role::TargetTahun, Role::TargetTahun, Role::TargetTahun];
            assert_eq!(of(&found)[1..], wanted, "{years}");
        }
    }

    #[test]
    fn counted_years_are_those_of_the_period_in_the_title() {
        let years = |title: &str| {
            let text = format!(
                "|   | A | B | C | D | E |\n|---|---|---|---|---|---|\n| 1 | {title} | | | | |\n\
                 | 3 | No | Indikator Sasaran | Target Kinerja pada Tahun ke- | | |\n| 4 | | | 1 | 2 | 3 |\n\
                 | 5 | 1 | Nilai SAKIP | 60 | 65 | 70 |\n\nGabung: C3:E3, A3:A4, B3:B4"
            );
            let book = parse_markdown("uji", &text).expect("a readable workbook");
            let found = find(&book.grids[0], 0, Profiles::built_in());
            let columns = found.tables.into_iter().next().expect("a table").columns;
            columns[2..].iter().map(|column| column.year).collect::<Vec<_>>()
        };
        let named = [Some(2021), Some(2022), Some(2023)];
        assert_eq!(years("Tujuan dan Sasaran Tahun 2021-2023"), named);
        assert_eq!(years("Tujuan dan Sasaran Tahun 2021 s.d. 2023"), named);
        assert_eq!(years("Tujuan dan Sasaran Tahun 2021-2026"), [None; 3]);
    }

    #[test]
    fn targets_of_years_in_one_header_row_are_a_plan() {
        for header in ["Target", "Target Kinerja Tahun"] {
            let found = roles(
                5,
                &format!(
                    "| 1 | Sasaran | Indikator Sasaran | {header} 2021 | {header} 2022 | {header} 2023 |\n\
                     | 2 | Akuntabilitas | Nilai SAKIP | 60 | 65 | 70 |"
                ),
            );
            assert_eq!(of(&found)[2..], [Role::TargetTahun; 3], "{header}");
        }
    }

    #[test]
    fn the_years_before_and_after_are_not_counted() {
        let found = roles(
            5,
            "| 1 | Kode | Uraian | Jumlah | | |\n| 2 | | | Tahun -1 | Belanja Operasi | Tahun +1 |\n\
             | 3 | 1.02 | Kesehatan | 395 | 300 | 407 |\n\nGabung: A1:A2, B1:B2, C1:E1",
        );
        assert_eq!(of(&found), [Role::Kode, Role::Uraian, Role::PaguOperasi]);
    }

    #[test]
    fn a_report_of_a_triwulan_with_columns_for_its_problems_is_read() {
        for [tw, problem, cure] in [
            ["TW II", "Kendala", "Tindak Lanjut"],
            ["s.d. TW II", "Hambatan", "Solusi"],
            ["Triwulan II", "Faktor Penghambat", "Rencana Tindak Lanjut"],
        ] {
            let found = roles(
                9,
                &format!(
                    "| 1 | No | Indikator Kinerja | Satuan | Target Tahunan | Target {tw} | Realisasi {tw} | Capaian {tw} (%) | {problem} | {cure} |\n\
                     | 2 | 1 | Persentase situs yang dilestarikan | % | 62 | 30 | 31 | 103.33 | Dana | Promosi |"
                ),
            );
            let wanted = [Role::Target, Role::Target, Role::RealisasiKinerja, Role::Capaian];
            assert_eq!(of(&found)[3..], wanted, "{tw}");
        }
    }

    #[test]
    fn nomor_urut_with_accounts_is_their_code() {
        let found = roles(
            4,
            "| 1 | Nomor Urut | Uraian | Anggaran | Realisasi |\n| 2 | 5.1 | Belanja Operasi | 500 | 400 |\n\
             | 3 | 5.1.01 | Belanja Pegawai | 300 | 200 |\n| 4 | 5.1.02 | Belanja Barang | 200 | 200 |",
        );
        assert_eq!(found[0].1, Role::Kode);
    }
}
