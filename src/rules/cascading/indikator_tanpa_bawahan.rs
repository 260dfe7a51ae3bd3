//! C03: an indikator of the head of the agency for which no subordinate answers.

use std::collections::HashSet;

use super::indikator_program_hilang::{indikator_of, is_same};
use super::rantai::is_under;
use crate::finding::Severity;
use crate::laporan::kumpulan::{Golongan, Kumpulan, Nama, Pihak, Sumber};
use crate::profile::jabatan::Jenjang;
use crate::rules::{Check, KumpulanFindings, Rule};
use crate::table::Level;

/// C03.
pub const RULE: Rule = Rule {
    code: "C03",
    name: "indikator_tanpa_bawahan",
    title: "Indikator kepala perangkat daerah tanpa penanggung jawab di bawahnya",
    severity: Severity::Review,
    basis: "PermenPANRB 89/2021 (penjenjangan kinerja)",
    doc: include_str!("indikator_tanpa_bawahan.md"),
    check: Check::Kumpulan(check),
};

/// Indikator that subordinates share with the head before another is missed.
const LEAST_SHARED: usize = 3;

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for (petikan, tabel, table) in kumpulan.tables().filter(|(_, _, table)| table.sumber == Sumber::Pk) {
        let Some(head) =
            kumpulan.pemilik(petikan, table).filter(|pihak| pihak.jenjang() == Some(Jenjang::KepalaPerangkat))
        else {
            continue;
        };
        let below = subordinates(kumpulan, head);
        if !answer_for_all(kumpulan, petikan, head, &below) {
            continue;
        }
        let promised: Vec<&Nama> = below.iter().flat_map(|pihak| indikator_of(kumpulan, pihak)).collect();
        let rows = table.butir.iter().enumerate().filter(|(_, butir)| butir.golongan == Golongan::Indikator);
        let (shared, missed): (Vec<_>, Vec<_>) = rows.partition(|(at, butir)| {
            promised.iter().any(|other| is_same(&butir.nama, other))
                || kumpulan.pokok_of(petikan, tabel, *at).is_some_and(|(pokok, _)| {
                    let owners =
                        pokok.anggota.iter().filter_map(|own| kumpulan.pemilik(own.petikan, kumpulan.tabel(own)));
                    owners.into_iter().any(|owner| is_under(owner, head))
                })
        });
        // Subordinates may measure all of it by indikator of their own.
        if shared.len() < LEAST_SHARED || missed.len() * 2 > shared.len() {
            continue;
        }
        for (_, butir) in missed {
            let message = format!(
                "indikator «{}» tidak ada dalam Perjanjian Kinerja {} pejabat di bawah {}",
                butir.nama.tertulis,
                below.len(),
                head.jabatan
            );
            findings
                .add(petikan, table, butir.cell, &butir.nama.tertulis, message)
                .written(&butir.nama.tertulis)
                .advice("tetapkan pejabat yang bertanggung jawab atas indikator itu");
        }
    }
}

/// Officials directly below the head whose perjanjian are there, each once.
fn subordinates<'a>(kumpulan: &Kumpulan<'a>, head: &Pihak) -> Vec<&'a Pihak> {
    let mut found: Vec<&'a Pihak> = Vec::new();
    let owners = kumpulan.tables().filter(|(_, _, table)| table.sumber == Sumber::Pk);
    for owner in owners.filter_map(|(at, _, table)| kumpulan.pemilik(at, table)) {
        if is_under(owner, head) && !found.iter().any(|known| known.nama == owner.nama) {
            found.push(owner);
        }
    }
    found
}

/// Every program of the head stands on the list of a subordinate, so that no subordinate's perjanjian is missing.
fn answer_for_all(kumpulan: &Kumpulan<'_>, petikan: usize, head: &Pihak, below: &[&Pihak]) -> bool {
    let mut programs = HashSet::new();
    let mut answered = HashSet::new();
    for (pokok, found) in kumpulan.pokok.iter().enumerate().filter(|(_, pokok)| pokok.level == Level::Program) {
        for own in &found.anggota {
            let table = kumpulan.tabel(own);
            let Some(owner) = kumpulan.pemilik(own.petikan, table).filter(|_| table.sumber == Sumber::Pk) else {
                continue;
            };
            if own.petikan == petikan && owner.nama == head.nama {
                programs.insert(pokok);
            }
            if below.iter().any(|pihak| pihak.nama == owner.nama) {
                answered.insert(pokok);
            }
        }
    }
    programs.len() >= 2 && programs.is_subset(&answered)
}
