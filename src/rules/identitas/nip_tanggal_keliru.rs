//! I02: the dates inside a NIP are no dates.

use crate::finding::Severity;
use crate::laporan::{Laporan, Nip, NipFault};
use crate::rules::{Check, Findings, Rule};

/// I02.
pub const RULE: Rule = Rule {
    code: "I02",
    name: "nip_tanggal_keliru",
    title: "Tanggal lahir atau TMT pada NIP tidak sah",
    severity: Severity::Error,
    basis: "Peraturan Kepala BKN 22/2007",
    doc: include_str!("nip_tanggal_keliru.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for pejabat in &laporan.pejabat {
        let fault = match Nip::parse(&pejabat.nip) {
            Err(NipFault::Birth) => "delapan angka pertama bukan tanggal lahir yang sah".to_string(),
            Err(NipFault::Appointment) => "angka ke-9 sampai ke-14 bukan bulan pengangkatan yang sah".to_string(),
            Err(NipFault::Age(age)) => format!("usia saat diangkat {age} tahun"),
            Err(NipFault::Gender(_) | NipFault::Length(_)) | Ok(_) => continue,
        };
        findings
            .add(pejabat.sheet, pejabat.cell, &pejabat.nip, format!("NIP {}: {fault}", pejabat.nip))
            .written(pejabat.nip.to_string());
    }
}
