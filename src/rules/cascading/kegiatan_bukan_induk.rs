//! C14: the name of a kegiatan is not that of the kegiatan its sub kegiatan belong to.

use crate::finding::Severity;
use crate::laporan::kumpulan::{Anggota, Butir, Golongan, Kumpulan, Sumber, Tabel};
use crate::rules::{Check, KumpulanFindings, Rule};
use crate::table::Level;

/// C14.
pub const RULE: Rule = Rule {
    code: "C14",
    name: "kegiatan_bukan_induk",
    title: "Nama kegiatan bukan nama kegiatan dari sub kegiatannya",
    severity: Severity::Review,
    basis: "Permendagri 90/2019 (nomenklatur)",
    doc: include_str!("kegiatan_bukan_induk.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for (petikan, tabel, table) in kumpulan.tables().filter(|(_, _, table)| table.sumber != Sumber::Dpa) {
        for (at, butir) in table.butir.iter().enumerate() {
            if butir.golongan != Golongan::Anggaran || butir.level != Level::Kegiatan {
                continue;
            }
            let is_in_budget = kumpulan
                .pokok_of(petikan, tabel, at)
                .is_none_or(|(pokok, _)| pokok.anggota.iter().any(|own| kumpulan.tabel(own).sumber == Sumber::Dpa));
            let Some((induk, child)) = parent_in_budget(kumpulan, (petikan, tabel, at)).filter(|_| !is_in_budget)
            else {
                continue;
            };
            let right = &kumpulan.butir(&induk).nama.tertulis;
            let message =
                format!("tertulis «{}», pada DPA sub kegiatannya berada di bawah «{right}»", butir.nama.tertulis);
            let (dpa, place) = (kumpulan.tabel(&induk), kumpulan.butir(&induk).cell);
            let sub = &table.butir[child];
            findings
                .add(petikan, table, butir.cell, right, message)
                .written(&butir.nama.tertulis)
                .expected(right)
                .see_cell(induk.petikan, dpa, place, "kegiatan pada DPA")
                .see_cell(petikan, table, sub.cell, "sub kegiatan yang menunjukkannya");
        }
    }
}

/// The one kegiatan of the DPA that all sub kegiatan below a row belong to, with the first of these.
fn parent_in_budget(kumpulan: &Kumpulan<'_>, (petikan, tabel, at): (usize, usize, usize)) -> Option<(Anggota, usize)> {
    let table = kumpulan.petikan[petikan].1.tabel.get(tabel)?;
    let mut found: Option<(Anggota, usize)> = None;
    for (child, _) in children(table, at) {
        let (pokok, own) = kumpulan.pokok_of(petikan, tabel, child)?;
        let known = pokok.anggota.iter().find(|own| kumpulan.tabel(own).sumber == Sumber::Dpa)?;
        let induk = kumpulan.butir(known).induk.filter(|_| own.yakin.is_sure() && known.yakin.is_sure())?;
        let induk = Anggota { butir: induk, ..known.clone() };
        let is_same = |(first, _): &(Anggota, usize)| {
            (first.petikan, first.tabel, first.butir) == (induk.petikan, induk.tabel, induk.butir)
        };
        if kumpulan.butir(&induk).level != Level::Kegiatan || !found.as_ref().is_none_or(is_same) {
            return None;
        }
        found.get_or_insert((induk, child));
    }
    found
}

fn children(table: &Tabel, at: usize) -> impl Iterator<Item = (usize, &Butir)> {
    table.butir.iter().enumerate().filter(move |(_, butir)| butir.induk == Some(at))
}
