//! C06: a kegiatan of the DPA for which nobody answers, or which two officials of one rank promise as a whole.

use std::collections::BTreeSet;

use super::rantai::{is_same_person, is_under};
use crate::finding::Severity;
use crate::laporan::kumpulan::{Anggota, Angka, Golongan, Kumpulan, Pihak, Pokok, Sumber, Tabel};
use crate::profile::jabatan::{Jenjang, without_acting};
use crate::profile::{Role, words};
use crate::rules::{Check, KumpulanFindings, Rule};
use crate::table::Level;

/// C06.
pub const RULE: Rule = Rule {
    code: "C06",
    name: "kepemilikan_kegiatan",
    title: "Kegiatan tanpa penanggung jawab, atau dengan dua penanggung jawab setingkat",
    severity: Severity::Review,
    basis: "PermenPANRB 53/2014 (Perjanjian Kinerja berjenjang)",
    doc: include_str!("kepemilikan_kegiatan.md"),
    check: Check::Kumpulan(check),
};

/// Kegiatan that must have an owner before one without is missed.
const LEAST_OWNED: usize = 4;

/// A row in the perjanjian of an official.
struct Pemilik<'a> {
    anggota: &'a Anggota,
    pihak: &'a Pihak,
    /// `None` where the jabatan does not tell.
    rank: Option<Jenjang>,
    pagu: Option<&'a Angka>,
}

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    let mut owned = 0;
    let mut orphaned: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
    for pokok in kumpulan.pokok.iter().filter(|pokok| is_kegiatan(pokok)) {
        let owners = owners(kumpulan, pokok);
        twice(findings, &owners);
        let of_budget = pokok.anggota.iter().filter(|own| kumpulan.tabel(own).sumber == Sumber::Dpa);
        let first = of_budget.map(|own| (own.petikan, own.tabel, own.butir)).min();
        match first {
            Some(_) if !owners.is_empty() => owned += 1,
            Some(first) if !is_mentioned(kumpulan, first) => _ = orphaned.insert(first),
            _ => {}
        }
    }
    // Nearly all have an owner: the perjanjian of the sections are there.
    if owned < LEAST_OWNED || orphaned.len() * 5 > owned {
        return;
    }
    for (petikan, tabel, at) in orphaned {
        let table = &kumpulan.petikan[petikan].1.tabel[tabel];
        let butir = &table.butir[at];
        let message = format!("«{}» tidak ada dalam Perjanjian Kinerja pejabat mana pun", butir.nama.tertulis);
        findings
            .add(petikan, table, butir.cell, &butir.nama.tertulis, message)
            .written(&butir.nama.tertulis)
            .advice("tetapkan pejabat yang bertanggung jawab atas kegiatan itu");
    }
}

/// A perjanjian names the kegiatan together with others in one cell or in a spelling of its own, or one of its sub
/// kegiatan.
fn is_mentioned(kumpulan: &Kumpulan<'_>, (petikan, tabel, at): (usize, usize, usize)) -> bool {
    let table = &kumpulan.petikan[petikan].1.tabel[tabel];
    let nama = &table.butir[at].nama;
    let promised = |other: &Tabel| other.sumber == Sumber::Pk;
    let is_named = kumpulan
        .tables()
        .filter(|(_, _, other)| promised(other))
        .flat_map(|(_, _, other)| &other.butir)
        .any(|butir| butir.nama.mirip(nama) >= LEAST_ALIKE || butir.nama.kunci().contains(nama.kunci().as_str()));
    let mut below = (0..table.butir.len()).filter(|&child| table.butir[child].induk == Some(at));
    is_named
        || below.any(|child| {
            let pokok = kumpulan.pokok_of(petikan, tabel, child);
            pokok.is_some_and(|(pokok, _)| pokok.anggota.iter().any(|own| promised(kumpulan.tabel(own))))
        })
}

/// Names as alike as this may be one name.
const LEAST_ALIKE: u8 = 70;

fn is_kegiatan(pokok: &Pokok) -> bool {
    pokok.golongan == Golongan::Anggaran && pokok.level == Level::Kegiatan
}

/// Rows of a kegiatan in perjanjian of officials below the head of the agency.
fn owners<'a>(kumpulan: &'a Kumpulan<'a>, pokok: &'a Pokok) -> Vec<Pemilik<'a>> {
    let of = |anggota: &'a Anggota| {
        let table = kumpulan.tabel(anggota);
        let pihak = kumpulan.pemilik(anggota.petikan, table).filter(|_| table.sumber == Sumber::Pk)?;
        let rank = pihak.jenjang();
        if rank.is_some_and(|own| own <= Jenjang::KepalaPerangkat) {
            return None;
        }
        let pagu = kumpulan.butir(anggota).angka.iter().find(|angka| angka.role == Role::Pagu);
        Some(Pemilik { anggota, pihak, rank, pagu })
    };
    pokok.anggota.iter().filter_map(of).collect()
}

/// Each kelurahan has a kegiatan of this name.
fn is_lurah(pihak: &Pihak) -> bool {
    without_acting(&words(&pihak.jabatan)).first() == Some(&"lurah")
}

/// Two heads of bidang, or of sections, with the same amount for one kegiatan; functional officials share work.
fn twice(findings: &mut KumpulanFindings<'_>, owners: &[Pemilik<'_>]) {
    for (at, first) in owners.iter().enumerate() {
        let is_other = |second: &&Pemilik<'_>| {
            let is_pair = second.rank == first.rank && first.rank.is_some_and(|own| own < Jenjang::Pelaksana);
            let is_whole = |first: &Angka, second: &Angka| {
                (first.nilai, first.tahun, first.tahap) == (second.nilai, second.tahun, second.tahap)
            };
            is_pair
                && !(is_lurah(first.pihak) && is_lurah(second.pihak))
                && first.anggota.yakin.is_sure()
                && second.anggota.yakin.is_sure()
                && !is_same_person(&first.pihak.nama, &second.pihak.nama)
                && !is_under(first.pihak, second.pihak)
                && !is_under(second.pihak, first.pihak)
                && first.pagu.zip(second.pagu).is_some_and(|(first, second)| is_whole(first, second))
        };
        let Some((second, angka)) =
            owners[at + 1..].iter().find(is_other).and_then(|second| Some((second, second.pagu?)))
        else {
            continue;
        };
        let message =
            format!("kegiatan ini beserta seluruh pagunya juga ada dalam Perjanjian Kinerja {}", first.pihak.jabatan);
        let mut draft = findings.at(second.anggota, angka, message);
        if let Some(pagu) = first.pagu {
            draft = draft.see(first.anggota, pagu);
        }
        draft.advice("tetapkan satu penanggung jawab, atau bagi pagunya");
    }
}
