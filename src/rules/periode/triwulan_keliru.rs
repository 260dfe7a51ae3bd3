//! W02: a row names another triwulan than the sheet's title.

use crate::finding::{Cause, Severity};
use crate::laporan::arithmetic::Spot;
use crate::laporan::{Dokumen, triwulan_of};
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};

/// W02.
pub const RULE: Rule = Rule {
    code: "W02",
    name: "triwulan_keliru",
    title: "Triwulan pada baris bukan triwulan laporan",
    severity: Severity::Error,
    basis: "rencana aksi dan pengukuran triwulanan (PermenPANRB 53/2014)",
    doc: include_str!("triwulan_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(&expected) = findings.laporan().konteks.triwulan.get(&table.sheet) else {
        return;
    };
    let Some(column) = table.column(Role::Periode) else {
        return;
    };
    for (row, entries) in table.rows.iter().enumerate() {
        let entry = &entries.entries[column];
        if let Some(written) = triwulan_of(entry.text()).filter(|written| *written != expected && !entry.continues) {
            let message = format!(
                "tertulis triwulan {}, judul menyebut triwulan {}",
                ROMAN[usize::from(written)],
                ROMAN[usize::from(expected)]
            );
            findings
                .at(dokumen, Spot { row, column }, message)
                .written(entry.text())
                .expected(format!("Triwulan {}", ROMAN[usize::from(expected)]))
                .cause(Cause::SalinanBasi, "teks tersalin dari laporan triwulan lain");
        }
    }
}

const ROMAN: [&str; 5] = ["", "I", "II", "III", "IV"];
