//! C02: the indikator a program has in the DPA stands in no Perjanjian Kinerja, though the program does.

use super::rantai::is_same_person;
use crate::finding::Severity;
use crate::laporan::kumpulan::{Anggota, Golongan, Kumpulan, Nama, Pihak, Sumber, Tabel};
use crate::rules::{Check, KumpulanFindings, Rule};
use crate::table::Level;

/// C02.
pub const RULE: Rule = Rule {
    code: "C02",
    name: "indikator_program_hilang",
    title: "Indikator program pada DPA tidak ada dalam Perjanjian Kinerja",
    severity: Severity::Review,
    basis: "PermenPANRB 89/2021 (penjenjangan kinerja); PermenPANRB 88/2021 (keselarasan DPA dan PK)",
    doc: include_str!("indikator_program_hilang.md"),
    check: Check::Kumpulan(check),
};

/// Programs whose indikator must stand in the perjanjian before another's is missed.
const LEAST_FOUND: usize = 3;
/// Names as alike as this are one indikator.
pub const LEAST_ALIKE: u8 = 85;

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    let all = promised(kumpulan, |_, _| true);
    for (petikan, tabel, table) in kumpulan.tables().filter(|(_, _, table)| table.sumber == Sumber::Dpa) {
        let mut found = 0;
        let mut missed = Vec::new();
        for (at, butir) in table.butir.iter().enumerate().filter(|(_, butir)| butir.level == Level::Program) {
            let Some((nama, cell)) = &butir.indikator else {
                continue;
            };
            let Some((pokok, _)) = kumpulan.pokok_of(petikan, tabel, at) else {
                continue;
            };
            // A perjanjian may list the kegiatan below a program instead of the program.
            if all.iter().any(|other| is_same(nama, other)) {
                found += 1;
            } else if pokok.anggota.iter().any(|own| is_promised(kumpulan, own)) {
                missed.push((nama, *cell, butir));
            }
        }
        // Where most programs have other indikator, the two documents are not meant to be the same.
        let (Some((nama, cell, program)), true) = (missed.first(), found >= LEAST_FOUND && missed.len() <= 2 * found)
        else {
            continue;
        };
        let more = match missed.len() - 1 {
            0 => String::new(),
            more => format!("; {more} indikator program lain juga tidak ada"),
        };
        let message = format!(
            "indikator «{}» dari «{}» tidak ada dalam Perjanjian Kinerja mana pun{more}",
            nama.tertulis, program.nama.tertulis
        );
        let mut draft = findings
            .add(petikan, table, *cell, &program.nama.tertulis, message)
            .written(&nama.tertulis)
            .advice("pakai satu indikator untuk program itu di DPA dan Perjanjian Kinerja");
        for (nama, cell, _) in &missed[1..] {
            draft = draft.see_cell(petikan, table, *cell, format!("«{}» juga tidak ada", nama.tertulis));
        }
    }
}

/// A program stands on the list of an official whose perjanjian has indikator, too.
fn is_promised(kumpulan: &Kumpulan<'_>, program: &Anggota) -> bool {
    let table = kumpulan.tabel(program);
    let owner = kumpulan.pemilik(program.petikan, table).filter(|_| table.sumber == Sumber::Pk);
    owner.is_some_and(|owner| !indikator_of(kumpulan, owner).is_empty())
}

/// The indikator of those perjanjian whose workbook and table are meant.
fn promised<'a>(kumpulan: &Kumpulan<'a>, is_meant: impl Fn(usize, &Tabel) -> bool) -> Vec<&'a Nama> {
    let tables = kumpulan.tables().filter(|(at, _, table)| table.sumber == Sumber::Pk && is_meant(*at, table));
    let rows = tables.flat_map(|(_, _, table)| &table.butir).filter(|butir| butir.golongan == Golongan::Indikator);
    rows.map(|butir| &butir.nama).collect()
}

/// The indikator in the perjanjian of an official.
pub fn indikator_of<'a>(kumpulan: &'a Kumpulan<'a>, pihak: &Pihak) -> Vec<&'a Nama> {
    let is_own =
        |at, table: &Tabel| kumpulan.pemilik(at, table).is_some_and(|other| is_same_person(&other.nama, &pihak.nama));
    promised(kumpulan, is_own)
}

/// Two names of one indikator.
pub fn is_same(first: &Nama, second: &Nama) -> bool {
    first.mirip(second) >= LEAST_ALIKE || first.beda(second) == Default::default()
}
