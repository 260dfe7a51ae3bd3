//! F16: a percentage is calculated from percentages instead of amounts.

use super::typed;
use crate::finding::{Cause, Severity};
use crate::formula::{Parsed, Reference};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};

/// F16.
pub const RULE: Rule = Rule {
    code: "F16",
    name: "persen_dari_persen",
    title: "Persentase dihitung dari persentase, bukan dari jumlahnya",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("persen_dari_persen.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let is_percent = |column: &usize| table.columns[*column].role.is_some_and(Role::is_percent);
    for column in (0..table.columns.len()).filter(is_percent) {
        let of_percent = |spot: &Spot| {
            let parsed = findings.laporan().formulas.get(table.sheet, dokumen.cell(*spot));
            parsed.is_some_and(|parsed| divides_percentages(parsed, dokumen))
        };
        let spots: Vec<Spot> = (0..table.rows.len()).map(|row| Spot { row, column }).filter(of_percent).collect();
        let Some(&first) = spots.first() else {
            continue;
        };
        let message = match spots.len() {
            1 => "persentase ini dihitung dari dua persentase".to_string(),
            count => format!("{count} persentase pada kolom ini dihitung dari dua persentase"),
        };
        let formula = typed(findings, dokumen, first);
        let draft = findings
            .at(dokumen, first, message)
            .cause(Cause::RumusMenyimpang, "rumusnya merujuk kolom persentase")
            .advice("bagilah jumlahnya, misalnya realisasi dengan pagu")
            .see_spots(dokumen, &spots, "rumus yang sama");
        if let Some(formula) = formula {
            draft.written(formula);
        }
    }
}

/// One cell over another, both in columns of percentages.
fn divides_percentages(parsed: Parsed<'_>, dokumen: &Dokumen) -> bool {
    let table = &dokumen.table;
    let references: Vec<Reference> = parsed.references().collect();
    let [numerator, denominator] = references.as_slice() else {
        return false;
    };
    let is_percent = |reference: &Reference| {
        let cell = reference.range.start;
        reference.sheet == table.sheet
            && reference.range.end == cell
            && table.rows.binary_search_by_key(&cell.row, |row| row.row).is_ok()
            && table.columns.iter().any(|column| column.col == cell.col && column.role.is_some_and(Role::is_percent))
    };
    parsed.shape.matches('/').count() == 1 && is_percent(numerator) && is_percent(denominator)
}
