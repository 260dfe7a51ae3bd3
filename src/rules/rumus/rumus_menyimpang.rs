//! F01: a formula calculates something else than its neighbours.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::rumus::Fault;
use crate::rules::{Check, Findings, Rule};

/// F01.
pub const RULE: Rule = Rule {
    code: "F01",
    name: "rumus_menyimpang",
    title: "Rumus berbeda dari rumus baris lain",
    severity: Severity::Error,
    basis: "praktik; PermenPANRB 88/2021 (informasi kinerja dapat diandalkan)",
    doc: include_str!("rumus_menyimpang.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for fault in super::unexplained(dokumen) {
        let message = match fault.fault {
            Fault::Deviates => "rumusnya berbeda dari rumus baris-baris yang setingkat",
            Fault::Inverted => "rumusnya terbalik dibandingkan baris-baris yang setingkat",
            Fault::OtherRow(_) => "rumusnya merujuk baris yang namanya lain",
            _ => continue,
        };
        super::report(findings, dokumen, fault, message);
    }
}
