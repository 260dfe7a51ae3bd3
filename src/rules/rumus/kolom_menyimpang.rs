//! F08: a column as a whole, or a row of it, does not follow the formula that the form declares or implies.

use crate::finding::{Cause, Severity};
use crate::grid::CellRange;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Relation, Spot};
use crate::rules::{Check, Findings, Rule, figures};

/// F08.
pub const RULE: Rule = Rule {
    code: "F08",
    name: "kolom_menyimpang",
    title: "Kolom tidak dihitung menurut rumus formulirnya",
    severity: Severity::Error,
    basis: "rumus pada formulir itu sendiri",
    doc: include_str!("kolom_menyimpang.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for deviation in &dokumen.arithmetic.deviations {
        let table = &dokumen.table;
        let (Some(first), Some(last)) = (deviation.rows.first(), deviation.rows.last()) else {
            continue;
        };
        let cell = |row: usize| dokumen.cell(Spot { row, column: deviation.column });
        let header = dokumen.header(deviation.column);
        let message = format!("{} baris kolom {header} tidak mengikuti {}", deviation.rows.len(), deviation.formula);
        let range = CellRange::new(cell(*first), cell(*last));
        let draft = findings
            .add(table.sheet, range, &format!("{} {header}", table.jenis), message)
            .expected(deviation.formula.clone());
        if let Some(actual) = &deviation.actual {
            draft.cause(Cause::VarianRumus, format!("angkanya cocok dengan {actual}"));
        }
    }
    for mismatch in figures::of(dokumen, &[Relation::Declared]) {
        figures::report(findings, dokumen, mismatch);
    }
}
