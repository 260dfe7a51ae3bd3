//! Words for figures: Indonesian notation, and how a mismatch is told.

use rust_decimal::Decimal;

use super::collect::{Draft, Findings};
use crate::finding::Cause;
use crate::grid::indonesian;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Mismatch, Relation, Spot};
use crate::profile::{Role, words};
use crate::table::{Level, RowKind};

/// `1234567.5` → `1.234.567,5`; rounded to the decimals given.
pub fn number(value: Decimal, decimals: u32) -> String {
    indonesian(value, decimals, true)
}

/// The decimals a cell's figures are told with: those printed, at least two for a percentage that has some.
pub fn decimals(dokumen: &Dokumen, spot: Spot, expected: Decimal) -> u32 {
    let column = &dokumen.table.columns[spot.column];
    let entry = &dokumen.table.rows[spot.row].entries[spot.column];
    let printed = entry.figure().map(|figure| figure.decimals.min(4));
    let needed = expected.round_dp(2).normalize().scale();
    match printed {
        Some(printed) => printed,
        None if column.role.is_some_and(Role::is_money) => 0,
        None => needed,
    }
}

/// What a cell of a table shows.
pub fn text(dokumen: &Dokumen, findings: &Findings<'_>, spot: Spot) -> String {
    findings.laporan().book.grids[dokumen.table.sheet].shown(dokumen.cell(spot))
}

/// What a cell shows, for "tertulis": the figure, or "kosong" and the like.
pub fn shown(dokumen: &Dokumen, findings: &Findings<'_>, spot: Spot) -> String {
    Some(text(dokumen, findings, spot)).filter(|text| !text.is_empty()).unwrap_or_else(|| "kosong".into())
}

/// The row in a sentence: "kegiatan", "jumlah", "program".
pub fn row_words(dokumen: &Dokumen, row: usize) -> &'static str {
    let row = &dokumen.table.rows[row];
    // What stands above programs may as well be a sasaran.
    let says_urusan = || words(dokumen.table.row_name(row)).iter().any(|word| word == "urusan");
    match row.kind {
        RowKind::Total => "jumlah",
        RowKind::Average => "rata-rata",
        _ if row.level == Level::Urusan && !says_urusan() => Level::Item.words(),
        _ => row.level.words(),
    }
}

/// The column in a sentence: its role's words, or its header.
pub fn column_words(dokumen: &Dokumen, column: usize) -> String {
    match dokumen.table.columns[column].role {
        Some(Role::Persen) => "persentase".into(),
        Some(Role::RealisasiKinerja) => "realisasi".into(),
        Some(Role::Jumlah) => "jumlah".into(),
        Some(Role::PaguSebelum) => "pagu sebelum perubahan".into(),
        Some(Role::PaguSesudah) => "pagu sesudah perubahan".into(),
        Some(Role::PaguAkhir) => "pagu akhir Renstra".into(),
        Some(Role::RealisasiSdLalu) => "realisasi s.d. tahun lalu".into(),
        Some(Role::RealisasiSdIni) => "realisasi s.d. tahun ini".into(),
        Some(Role::KinerjaSdLalu) => "realisasi kinerja s.d. tahun lalu".into(),
        Some(Role::KinerjaSdIni) => "realisasi kinerja s.d. tahun ini".into(),
        Some(Role::SerapanAkhir) => "tingkat capaian anggaran".into(),
        // A period that figures are of, not a column that names one.
        None | Some(Role::Periode) => dokumen.table.columns[column].spoken(),
        Some(role) => role.words(),
    }
}

/// The mismatches of some relations.
pub fn of<'a>(dokumen: &'a Dokumen, relations: &'a [Relation]) -> impl Iterator<Item = &'a Mismatch> + 'a {
    dokumen.arithmetic.mismatches.iter().filter(|mismatch| relations.contains(&mismatch.relation))
}

/// Adds the finding of a mismatch: "<column> <row> tertulis X, <formula> Y".
pub fn report<'f, 'l>(findings: &'f mut Findings<'l>, dokumen: &Dokumen, mismatch: &Mismatch) -> Draft<'f, 'l> {
    let decimals = decimals(dokumen, mismatch.spot, mismatch.expected);
    let expected = number(mismatch.expected, decimals);
    let shown = shown(dokumen, findings, mismatch.spot);
    let written = match mismatch.written {
        Some(written) if shown != "kosong" && shown != "-" => number(written, decimals),
        _ => shown,
    };
    let column = column_words(dokumen, mismatch.spot.column);
    let row = match row_words(dokumen, mismatch.spot.row) {
        "baris" => String::new(),
        row if row == column => String::new(),
        row @ ("jumlah" | "rata-rata") => format!(" pada baris {row}"),
        row => format!(" {row}"),
    };
    let message = if mismatch.is_target {
        // "jumlah 3 kegiatan 1.000", but "pagu − realisasi menghasilkan 1.000".
        let gives = if has_operator(&mismatch.formula) { " menghasilkan" } else { "" };
        format!("{column}{row} tertulis {written}, {}{gives} {expected}", mismatch.formula)
    } else {
        format!("{column}{row} tertulis {written}, seharusnya {expected} agar {} cocok", mismatch.formula)
    };
    let note = if mismatch.is_target { "ikut dihitung" } else { "angka yang terkait" };
    let mut draft = findings
        .at(dokumen, mismatch.spot, message)
        .written(written)
        .expected(expected)
        .hint(mismatch.hint.as_ref())
        .see_spots(dokumen, &mismatch.parts, note);
    if !mismatch.consequences.is_empty() {
        draft = draft.see_spots(dokumen, &mismatch.consequences, "ikut keliru atau kosong karena sel ini");
    }
    draft
}

fn has_operator(formula: &str) -> bool {
    formula.contains(['=', '×', '÷', '−', '+', '/'])
}

/// Nothing, a dash or a zero stands where a figure should.
pub fn is_empty(mismatch: &Mismatch) -> bool {
    mismatch.written.is_none_or(|written| written.is_zero())
}

/// The calculated cell itself is wrong, and something is written in it.
pub fn is_plain(mismatch: &Mismatch) -> bool {
    mismatch.is_target && !is_empty(mismatch)
}

/// The digits tell that two were swapped, or a zero lost.
pub fn is_swapped(mismatch: &Mismatch) -> bool {
    has_cause(mismatch, &[Cause::DigitTertukar, Cause::DesimalGeser, Cause::TandaTerbalik])
}

/// The figure stands in a neighbouring row, where it is right.
pub fn is_copied(mismatch: &Mismatch) -> bool {
    has_cause(mismatch, &[Cause::SalinanBasi])
}

fn has_cause(mismatch: &Mismatch, causes: &[Cause]) -> bool {
    mismatch.hint.as_ref().is_some_and(|hint| causes.contains(&hint.cause))
}

/// Mismatches of one row that have one cause: all columns of a total, unless digits single one out.
pub fn by_row<'a>(_dokumen: &Dokumen, mismatches: Vec<&'a Mismatch>) -> Vec<Vec<&'a Mismatch>> {
    let mut groups: Vec<Vec<&Mismatch>> = Vec::new();
    for mismatch in mismatches {
        let joins = |group: &&mut Vec<&Mismatch>| {
            group.iter().all(|other| other.spot.row == mismatch.spot.row && !is_swapped(other)) && !is_swapped(mismatch)
        };
        match groups.iter_mut().find(joins) {
            Some(group) => group.push(mismatch),
            None => groups.push(vec![mismatch]),
        }
    }
    groups
}

/// One finding for a group: at its most important column, the others as related cells.
pub fn report_group(findings: &mut Findings<'_>, dokumen: &Dokumen, group: &[&Mismatch]) {
    const ORDER: [Role; 7] = [
        Role::Pagu,
        Role::PaguSesudah,
        Role::Realisasi,
        Role::PaguModal,
        Role::RealisasiModal,
        Role::PaguOperasi,
        Role::RealisasiOperasi,
    ];
    let rank = |mismatch: &&&Mismatch| {
        let role = dokumen.table.columns[mismatch.spot.column].role;
        ORDER.iter().position(|&known| Some(known) == role).unwrap_or(ORDER.len())
    };
    let Some(main) = group.iter().min_by_key(rank) else {
        return;
    };
    let others: Vec<Spot> = group.iter().map(|mismatch| mismatch.spot).filter(|&spot| spot != main.spot).collect();
    report(findings, dokumen, main).see_spots(dokumen, &others, "kolom lain dengan sebab yang sama");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indonesian_notation() {
        assert_eq!(number(Decimal::from(490_451_028), 0), "490.451.028");
        assert_eq!(number(Decimal::new(-123_456, 2), 2), "-1.234,56");
        assert_eq!(number(Decimal::new(5, 1), 2), "0,50");
    }
}
