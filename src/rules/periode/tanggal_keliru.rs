//! W03: a report is signed before the period it reports on ends.

use crate::finding::{Cause, Severity};
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule};

/// W03.
pub const RULE: Rule = Rule {
    code: "W03",
    name: "tanggal_keliru",
    title: "Tanggal tanda tangan mendahului masa yang dilaporkan",
    severity: Severity::Error,
    basis: "reviu format (PermenPANRB 53/2014)",
    doc: include_str!("tanggal_keliru.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for mention in &laporan.konteks.signed {
        let Some(&(year, month)) = laporan.konteks.per.get(&mention.sheet) else {
            continue;
        };
        if mention.value < (year, month) {
            findings
                .add(
                    mention.sheet,
                    mention.cell,
                    &mention.text,
                    format!("ditandatangani sebelum masa laporan berakhir ({month:02}-{year})"),
                )
                .written(mention.text.trim())
                .expected(format!("tanggal setelah {month:02}-{year}"))
                .cause(Cause::SalinanBasi, "tanggal tersalin dari dokumen lama");
        }
    }
}
