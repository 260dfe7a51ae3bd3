//! C13: the name of a program or kegiatan differs from that of the DPA.

use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::grid::CellRef;
use crate::laporan::kumpulan::{Anggota, Golongan, Kumpulan, Pokok, Sumber};
use crate::rules::{Check, KumpulanFindings, Rule};

/// C13.
pub const RULE: Rule = Rule {
    code: "C13",
    name: "nama_kegiatan_berbeda",
    title: "Nama program atau kegiatan berbeda dari dokumen anggaran",
    severity: Severity::Advice,
    basis: "Permendagri 90/2019 (nomenklatur)",
    doc: include_str!("nama_kegiatan_berbeda.md"),
    check: Check::Kumpulan(check),
};

/// A cell, its name, and the name it should have.
type Name = (CellRef, String, String);

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    let mut told: BTreeMap<(usize, usize), Vec<Name>> = BTreeMap::new();
    for pokok in kumpulan.pokok.iter().filter(|pokok| pokok.golongan == Golongan::Anggaran && pokok.anggota.len() > 1) {
        let Some(usual) = usual(kumpulan, pokok) else {
            continue;
        };
        let right = &kumpulan.butir(usual).nama;
        for own in &pokok.anggota {
            let butir = kumpulan.butir(own);
            if butir.nama.kata != right.kata && butir.kode.is_none() {
                let row = (butir.cell, butir.nama.tertulis.clone(), right.tertulis.clone());
                told.entry((own.petikan, own.tabel)).or_default().push(row);
            }
        }
    }
    for ((petikan, tabel), mut rows) in told {
        rows.sort();
        let table = &kumpulan.petikan[petikan].1.tabel[tabel];
        let (cell, written, usual) = &rows[0];
        let message = match rows.len() - 1 {
            0 => format!("tertulis «{written}», di dokumen lain «{usual}»"),
            more => {
                format!("tertulis «{written}», di dokumen lain «{usual}»; {more} nama lain di tabel ini juga berbeda")
            }
        };
        let mut draft = findings.add(petikan, table, *cell, usual, message).written(written).expected(usual);
        for (cell, written, usual) in &rows[1..] {
            draft = draft.see_cell(petikan, table, *cell, format!("«{written}», di dokumen lain «{usual}»"));
        }
    }
}

/// The row that has the name right: that of the DPA, else the one most tables write. `None` when the DPA has two
/// names for it, or no name stands in more tables than the others.
fn usual<'a>(kumpulan: &Kumpulan<'_>, pokok: &'a Pokok) -> Option<&'a Anggota> {
    let name = |own: &Anggota| &kumpulan.butir(own).nama.kata;
    let mut own = pokok.anggota.iter().filter(|own| kumpulan.tabel(own).sumber == Sumber::Dpa);
    if let Some(first) = own.next() {
        return own.all(|other| name(other) == name(first)).then_some(first);
    }
    let count = |own: &Anggota| pokok.anggota.iter().filter(|other| name(other) == name(own)).count();
    pokok.anggota.iter().find(|own| count(own) * 2 > pokok.anggota.len())
}
