//! Pairs of columns: kinerja (K, Target) and rupiah (Rp) under one header, as in the evaluation of a Renja or RKPD and in
//! the program of a Renstra, year by year.
//!
//! The own header of such a column tells only which half of the pair it is. What the pair is stands above: it is told by
//! its words, and by its place among the other pairs where the words fit two.

use super::{Column, Half};
use crate::profile::{Role, words, year, year_ordinal};

/// Which half of a pair an own header names.
pub fn half(own: &[String]) -> Option<Half> {
    let own: Vec<&str> = own.iter().map(String::as_str).filter(|word| year(word).is_none()).collect();
    let money: &[&str] = match own.as_slice() {
        ["k" | "kinerja" | "target"] | ["target", "kinerja" | "tahunan" | "capaian" | "fisik"] => {
            return Some(Half::Kinerja);
        }
        ["rp", ..] if own.len() <= 2 => return Some(Half::Anggaran),
        ["target", money @ ..] | [money @ .., "rp"] | money => money,
    };
    let is_money = matches!(
        money,
        ["rp" | "anggaran" | "keuangan" | "pagu" | "dana" | "pendanaan"]
            | ["pagu", "anggaran" | "indikatif" | "dana"]
            | ["kebutuhan", "dana" | "anggaran"]
            | ["alokasi", "anggaran" | "dana"]
    );
    is_money.then_some(Half::Anggaran)
}

/// What a pair of columns holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pair {
    /// Target and pagu at the end of the Renstra.
    Akhir,
    /// Realisasi up to last year.
    SdLalu,
    /// Target and pagu of the year.
    Tahun,
    /// Target and pagu of one of several years.
    TahunRencana,
    /// Realisasi of one triwulan.
    Triwulan,
    /// Realisasi of the year.
    Setahun,
    /// Realisasi up to this year.
    SdIni,
    /// Realisasi of the year against its target and pagu.
    Capaian,
    /// Realisasi up to this year against the end of the Renstra.
    Kemajuan,
}

impl Pair {
    /// What a pair is by the words above it and the pairs left of it.
    fn tell(words: &[String], seen: &[Pair]) -> Option<Self> {
        let has = |word: &str| words.iter().any(|own| own == word);
        let of_years = has("renstra") || has("rpjmd") || has("rpd") || has("akhir") && has("periode");
        let of_year = has("renja") || has("rkpd") || has("rkt") || has("berjalan") || has("dpa");
        let is_seen = |pair: Pair| seen.contains(&pair);
        let either = |years: Pair, year: Pair, else_years: bool| {
            let is_years = if of_years == of_year { else_years } else { of_years };
            Some(if is_years { years } else { year })
        };
        let is_level =
            has("tingkat") || matches!(words.first().map(String::as_str), Some("capaian" | "persentase" | "%"));
        match () {
            () if is_level => either(Pair::Kemajuan, Pair::Capaian, is_seen(Pair::SdIni)),
            () if has("triwulan") || has("tw") => {
                let is_up_to = has("sampai") || words.windows(2).any(|two| two == ["s", "d"]);
                (has("realisasi") && !is_up_to).then_some(Pair::Triwulan)
            }
            () if has("realisasi") && (has("lalu") || !is_seen(Pair::Tahun) && is_seen(Pair::Akhir)) => {
                Some(Pair::SdLalu)
            }
            () if has("realisasi") => either(Pair::SdIni, Pair::Setahun, is_seen(Pair::Setahun)),
            () if has("kondisi") && has("akhir") => Some(Pair::Akhir),
            () if has("target") || has("pagu") => either(Pair::Akhir, Pair::Tahun, false),
            () => None,
        }
    }

    fn role(self, half: Half) -> Role {
        let (kinerja, anggaran) = match self {
            Pair::Akhir => (Role::TargetAkhir, Role::PaguAkhir),
            Pair::SdLalu => (Role::KinerjaSdLalu, Role::RealisasiSdLalu),
            Pair::Tahun => (Role::Target, Role::Pagu),
            Pair::TahunRencana => (Role::TargetTahun, Role::Pagu),
            Pair::Triwulan => (Role::KinerjaTriwulan, Role::RealisasiTriwulan),
            Pair::Setahun => (Role::RealisasiKinerja, Role::Realisasi),
            Pair::SdIni => (Role::KinerjaSdIni, Role::RealisasiSdIni),
            Pair::Capaian => (Role::Capaian, Role::Persen),
            Pair::Kemajuan => (Role::Kemajuan, Role::SerapanAkhir),
        };
        if half == Half::Kinerja { kinerja } else { anggaran }
    }
}

/// Columns next to each other under one header.
type Group = std::ops::Range<usize>;

/// Pairs that make a form of pairs.
const LEAST_PAIRS: usize = 3;

/// Gives the columns of pairs their halves, roles and numbers.
pub fn resolve(columns: &mut [Column]) {
    let groups = groups(columns);
    let is_short_plan = is_plan_of_two(columns, &groups);
    if groups.len() < LEAST_PAIRS && !is_short_plan {
        return;
    }
    let years: Vec<u16> = groups.iter().filter_map(|group| plan_year(&columns[group.start])).collect();
    let has_years = (years.len() >= LEAST_PAIRS || is_short_plan) && years.is_sorted_by(|a, b| a < b);
    // The years of a target, of a realisasi and of their ratio, one group of pairs behind the other.
    let repeats = years.len() >= LEAST_PAIRS && years.iter().enumerate().any(|(at, year)| years[..at].contains(year));
    let mut seen: Vec<Pair> = Vec::new();
    for group in groups {
        let first = &columns[group.start];
        let pair = if (has_years || repeats) && plan_year(first).is_some() {
            has_years.then_some(Pair::TahunRencana)
        } else {
            let above: Vec<String> = above(first).iter().flat_map(|text| words(text)).collect();
            Pair::tell(&above, &seen).filter(|pair| *pair == Pair::Triwulan || !seen.contains(pair))
        };
        seen.extend(pair);
        assign(&mut columns[group], pair);
    }
}

/// Two years side by side under one header that speaks of a target make a plan as well.
fn is_plan_of_two(columns: &[Column], groups: &[Group]) -> bool {
    let of_year: Vec<&Column> =
        groups.iter().map(|group| &columns[group.start]).filter(|first| plan_year(first).is_some()).collect();
    let [first, second] = of_year.as_slice() else {
        return false;
    };
    let outer = |column: &Column| above(column).split_last().map_or(Vec::new(), |(_, outer)| outer.to_vec());
    let says = |word: &str| outer(first).iter().any(|text| words(text).iter().any(|own| own == word));
    outer(first) == outer(second) && says("target") && !says("realisasi") && !says("capaian")
}

/// The columns of one pair. What a pair of "Target" and "Rp" is that nothing tells is left to its words.
fn assign(columns: &mut [Column], pair: Option<Pair>) {
    let says_target = |column: &Column| {
        let begins = column.path.last().is_some_and(|own| words(own).first().is_some_and(|word| word == "target"));
        begins && own_half(column) == Some(Half::Kinerja)
    };
    if pair.is_none() && columns.iter().any(says_target) {
        return;
    }
    let label = columns.iter().find_map(|column| column.label.clone());
    let formula = columns.iter().find_map(|column| column.formula.clone());
    for column in columns {
        column.half = own_half(column);
        column.role = column.half.and_then(|half| Some(pair?.role(half)));
        if column.half.is_some() && column.label.is_none() {
            column.label = label.clone();
            column.formula = formula.clone();
        }
    }
}

/// The year of a pair of a plan: the header right above names or counts it, and no realisasi.
fn plan_year(column: &Column) -> Option<u16> {
    let (own, above) = above(column).split_last()?;
    let own = words(own);
    if let Some(ordinal) = year_ordinal(&own, &above.last().map(|text| words(text)).unwrap_or_default()) {
        return Some(ordinal);
    }
    let mut years = own.iter().filter_map(|word| year(word));
    let year = years.next().filter(|_| years.next().is_none())?;
    (own.len() <= 3 && !own.iter().any(|word| word == "realisasi")).then_some(year)
}

/// The groups of columns that have both halves.
fn groups(columns: &[Column]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut start = 0;
    while start < columns.len() {
        let end = (start + 1..columns.len()).find(|&next| above(&columns[next]) != above(&columns[start]));
        let end = end.unwrap_or(columns.len());
        let has = |wanted| columns[start..end].iter().any(|column| own_half(column) == Some(wanted));
        if !above(&columns[start]).is_empty() && has(Half::Kinerja) && has(Half::Anggaran) {
            groups.push(start..end);
        }
        start = end;
    }
    groups
}

fn above(column: &Column) -> &[String] {
    column.path.split_last().map_or(&[], |(_, above)| above)
}

fn own_half(column: &Column) -> Option<Half> {
    half(&words(column.path.last()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_told_by_the_words_of_many_offices() {
        let half = |header: &str| half(&words(header));
        for header in ["K", "Target", "Target 2025", "Target Kinerja", "Target Tahunan"] {
            assert_eq!(half(header), Some(Half::Kinerja), "{header}");
        }
        for header in ["Rp", "Rp (000)", "Anggaran (Rp)", "Pagu Indikatif", "Target (Rp)", "Kebutuhan Dana", "Pagu"] {
            assert_eq!(half(header), Some(Half::Anggaran), "{header}");
        }
        for header in ["", "2025", "Realisasi", "Sisa Anggaran", "Realisasi Anggaran (Rp)"] {
            assert_eq!(half(header), None, "{header}");
        }
    }

    fn column(path: &[&str], label: &str) -> Column {
        Column {
            col: 0,
            role: None,
            path: path.iter().map(ToString::to_string).collect(),
            header_cell: crate::grid::CellRef::new(0, 0),
            half: None,
            year: None,
            label: Some(label.to_string()),
            formula: None,
            configured: None,
            convention: crate::table::Convention::Comma,
        }
    }

    fn pairs_below(groups: &[(&str, &str)]) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for (above, year) in groups {
            for own in ["K", "Rp"] {
                columns.push(column(&[above, year, own], &(columns.len() + 1).to_string()));
            }
        }
        resolve(&mut columns);
        columns
    }

    #[test]
    fn counted_years_of_a_plan_are_told_and_each_column_keeps_its_number() {
        let above = "Target Kinerja Program dan Kerangka Pendanaan";
        let columns = pairs_below(&[(above, "Tahun-1"), (above, "Tahun-2"), (above, "Tahun-3")]);
        let roles: Vec<Option<Role>> = columns.iter().map(|column| column.role).collect();
        assert_eq!(roles, [Some(Role::TargetTahun), Some(Role::Pagu)].repeat(3));
        let labels: Vec<&str> = columns.iter().filter_map(|column| column.label.as_deref()).collect();
        assert_eq!(labels, ["1", "2", "3", "4", "5", "6"]);
    }

    #[test]
    fn two_years_under_one_target_are_a_plan() {
        let roles = |above: &str| {
            let columns = pairs_below(&[(above, "Tahun 2022"), (above, "Tahun 2023")]);
            columns.iter().map(|column| column.role).collect::<Vec<_>>()
        };
        let plan = [Some(Role::TargetTahun), Some(Role::Pagu)].repeat(2);
        assert_eq!(roles("Target Kinerja Program dan Kerangka Pendanaan"), plan);
        assert_eq!(roles("Realisasi"), [None; 4]);
    }

    #[test]
    fn years_that_come_again_are_no_plan() {
        let (target, realisasi) = ("Target Tahun ke-", "Realisasi Capaian Tahun ke-");
        let columns = pairs_below(&[(target, "1"), (target, "2"), (realisasi, "1"), (realisasi, "2")]);
        assert!(columns.iter().all(|column| column.role.is_none()));
    }
}
