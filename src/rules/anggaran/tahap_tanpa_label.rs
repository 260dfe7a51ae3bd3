//! A12: two columns of pagu whose headers don't say which is before and which after the change.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};

/// A12.
pub const RULE: Rule = Rule {
    code: "A12",
    name: "tahap_tanpa_label",
    title: "Dua kolom pagu tanpa keterangan murni atau perubahan",
    severity: Severity::Missing,
    basis: "praktik",
    doc: include_str!("tahap_tanpa_label.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let of_pagu: Vec<usize> = table.columns_of(Role::Pagu).collect();
    let &[first, second] = of_pagu.as_slice() else {
        return;
    };
    let header = |column: usize| table.columns[column].path.join(" ").to_lowercase();
    if table.columns[first].year != table.columns[second].year || header(first) != header(second) {
        return;
    }
    let value = |row: usize, column: usize| table.rows[row].entries[column].figure().map(|figure| figure.value);
    let both = |&row: &usize| value(row, first).is_some() && value(row, second).is_some();
    let rows: Vec<usize> = (0..table.rows.len()).filter(both).collect();
    let differing = rows.iter().filter(|&&row| value(row, first) != value(row, second)).count();
    if rows.len() >= 2 && differing > 0 {
        let shown = dokumen.header(second);
        findings
            .add(
                table.sheet,
                table.columns[second].header_cell,
                &format!("{} {shown}", table.jenis),
                format!(
                    "dua kolom bernama {shown} dengan angka berbeda: sebutkan mana yang murni dan mana yang perubahan"
                ),
            )
            .written(shown)
            .see(table.sheet, table.columns[first].header_cell, "kolom dengan nama yang sama");
    }
}
