//! F16: a percentage is calculated from percentages instead of amounts.

use super::{by_column, typed};
use crate::finding::{Cause, Severity};
use crate::formula::{Parsed, Reference};
use crate::laporan::Dokumen;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::Table;

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
    let is_percent = |column: usize| table.columns[column].role.is_some_and(Role::is_percent);
    let spots = by_column(findings, dokumen, |parsed| divides_percentages(parsed, table));
    for (_, spots) in spots.into_iter().filter(|&(column, _)| is_percent(column)) {
        let first = spots[0];
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
fn divides_percentages(parsed: &Parsed<'_>, table: &Table) -> bool {
    if parsed.shape.matches('/').count() != 1 {
        return false;
    }
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
    is_percent(numerator) && is_percent(denominator)
}
