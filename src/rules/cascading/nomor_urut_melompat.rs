//! C08: running numbers skip.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::RowKind;

/// C08.
pub const RULE: Rule = Rule {
    code: "C08",
    name: "nomor_urut_melompat",
    title: "Nomor urut melompat atau berulang",
    severity: Severity::Review,
    basis: "reviu format",
    doc: include_str!("nomor_urut_melompat.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.column(Role::Nomor) else {
        return;
    };
    let mut previous: Option<u32> = None;
    for (row, entries) in table.rows.iter().enumerate() {
        let entry = &entries.entries[column];
        if entry.continues || entries.kind != RowKind::Data {
            continue;
        }
        let shown = findings.laporan().book.grids[table.sheet].shown(entry.cell);
        let Some(number) = plain_number(&shown) else {
            continue;
        };
        let expected = previous.map(|previous| previous + 1);
        previous = Some(number);
        match expected {
            Some(expected) if number > expected => {
                findings
                    .at(dokumen, Spot { row, column }, format!("nomor urut melompat dari {} ke {number}", expected - 1))
                    .written(shown)
                    .expected(expected.to_string())
                    .advice("periksa apakah ada baris yang terhapus, lalu urutkan kembali nomornya");
            }
            None if number > 1 => {
                findings
                    .at(dokumen, Spot { row, column }, format!("nomor urut dimulai dari {number}"))
                    .severity(Severity::Advice)
                    .written(shown)
                    .expected("1");
            }
            _ => {}
        }
    }
}

/// "3", "3." or "(3)"; a number with levels such as "1.2" is no running number.
fn plain_number(text: &str) -> Option<u32> {
    text.trim().trim_start_matches('(').trim_end_matches(['.', ')', ' ']).parse().ok()
}
