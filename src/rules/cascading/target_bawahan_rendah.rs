//! C04: a subordinate aims lower than the superior for the same indikator, or higher where less is better.

use super::rantai::{owner, pairs};
use crate::finding::Severity;
use crate::laporan::kumpulan::{Anggota, Angka, Kumpulan};
use crate::profile::{Polaritas, words};
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
        let own = kumpulan.butir(pair.bawahan);
        let is_weaker = match own.polaritas {
            Some(Polaritas::Turun) => below.nilai > above.nilai,
            Some(Polaritas::Naik) | None => below.nilai < above.nilai,
        };
        // Several subordinates may share a count; a percentage or a rate they can't.
        let is_whole = above.is_percent && below.is_percent || own.polaritas.is_some() && is_rate(&own.nama.tertulis);
        if !is_whole || !is_weaker {
            continue;
        }
        let jabatan = owner(kumpulan, pair.atasan).map_or("", |pihak| &pihak.jabatan);
        let message = format!("target {}, target {jabatan} {}", below.tertulis, above.tertulis);
        findings.at(pair.bawahan, below, message).see(pair.atasan, above);
    }
}

/// What the name measures is no amount that could be divided.
fn is_rate(nama: &str) -> bool {
    const RATES: [&str; 10] =
        ["angka", "indeks", "nilai", "prevalensi", "rasio", "tingkat", "rata", "usia", "umur", "laju"];
    words(nama).first().is_some_and(|word| RATES.contains(&word.as_str()))
}

fn target<'a>(kumpulan: &Kumpulan<'a>, anggota: &Anggota) -> Option<&'a Angka> {
    kumpulan.butir(anggota).angka.iter().find(|angka| angka.is_target() && angka.is_number())
}
