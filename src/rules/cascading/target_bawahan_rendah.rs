//! C04: a subordinate aims lower than the superior for the same indikator.

use super::rantai::{owner, pairs};
use crate::finding::Severity;
use crate::laporan::kumpulan::{Anggota, Angka, Kumpulan};
use crate::profile::Role;
use crate::rules::{Check, KumpulanFindings, Rule};

/// C04.
pub const RULE: Rule = Rule {
    code: "C04",
    name: "target_bawahan_rendah",
    title: "Target bawahan lebih rendah daripada target atasan",
    severity: Severity::Review,
    basis: "PermenPANRB 89/2021 (penjenjangan kinerja)",
    doc: include_str!("target_bawahan_rendah.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for pair in pairs(kumpulan) {
        let (Some(above), Some(below)) = (target(kumpulan, pair.atasan), target(kumpulan, pair.bawahan)) else {
            continue;
        };
        // Several subordinates may share a count; a percentage they can't.
        if !above.is_percent || !below.is_percent || below.nilai >= above.nilai {
            continue;
        }
        let jabatan = owner(kumpulan, pair.atasan).map_or("", |pihak| &pihak.jabatan);
        let message = format!("target {}, target {jabatan} {}", below.tertulis, above.tertulis);
        findings.at(pair.bawahan, below, message).see(pair.atasan, above);
    }
}

fn target<'a>(kumpulan: &Kumpulan<'a>, anggota: &Anggota) -> Option<&'a Angka> {
    kumpulan.butir(anggota).angka.iter().find(|angka| angka.role == Role::Target)
}
