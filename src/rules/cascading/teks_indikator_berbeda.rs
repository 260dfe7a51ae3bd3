//! C12: the words of an indikator or sasaran differ between documents.

use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::grid::CellRef;
use crate::laporan::kumpulan::{Anggota, Golongan, Kumpulan, Nama, Sumber, Tabel, agrees};
use crate::profile::Role;
use crate::rules::{Check, KumpulanFindings, Rule};
use crate::table::Level;

/// C12.
pub const RULE: Rule = Rule {
    code: "C12",
    name: "teks_indikator_berbeda",
    title: "Bunyi sasaran atau indikator berbeda antardokumen",
    severity: Severity::Review,
    basis: "PermenPANRB 53/2014 (reviu: kesesuaian dengan Perjanjian Kinerja)",
    doc: include_str!("teks_indikator_berbeda.md"),
    check: Check::Kumpulan(check),
};

/// A text with the table it stands in.
#[derive(Clone, Copy)]
struct Teks<'a> {
    petikan: usize,
    tabel: usize,
    cell: CellRef,
    nama: &'a Nama,
}

/// A text that differs from the usual one, and how grave the difference is.
struct Bunyi<'a> {
    own: Teks<'a>,
    usual: Teks<'a>,
    severity: Severity,
}

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    let mut told: BTreeMap<(usize, usize), Vec<Bunyi<'_>>> = BTreeMap::new();
    for texts in indikator(kumpulan).into_iter().chain(sasaran(kumpulan)).chain(of_programs(kumpulan)) {
        for (odd, usual) in odd_ones(&texts) {
            let beda = odd.nama.beda(usual.nama);
            // "Sasaran 3" and "Sasaran 4" are two things.
            if beda.lebih.iter().chain(&beda.kurang).any(|word| word.contains(|c: char| c.is_ascii_digit())) {
                continue;
            }
            // One word for another may be another thing; a word more or less is a matter of style.
            let severity =
                if beda.lebih.is_empty() || beda.kurang.is_empty() { Severity::Advice } else { Severity::Review };
            told.entry((odd.petikan, odd.tabel)).or_default().push(Bunyi { own: odd, usual, severity });
        }
    }
    for bunyi in strangers(kumpulan) {
        told.entry((bunyi.own.petikan, bunyi.own.tabel)).or_default().push(bunyi);
    }
    for ((petikan, tabel), mut rows) in told {
        rows.sort_by_key(|row| (row.severity, row.own.cell));
        rows.dedup_by_key(|row| row.own.cell);
        let table = &kumpulan.petikan[petikan].1.tabel[tabel];
        let first = &rows[0];
        let (written, usual) = (&first.own.nama.tertulis, &first.usual.nama.tertulis);
        let message = match rows.len() - 1 {
            0 => format!("tertulis «{written}», di dokumen lain «{usual}»"),
            more => {
                format!("tertulis «{written}», di dokumen lain «{usual}»; {more} bunyi lain di tabel ini juga berbeda")
            }
        };
        let mut draft = findings
            .add(petikan, table, first.own.cell, usual, message)
            .severity(first.severity)
            .written(written)
            .advice("pakai satu bunyi di semua dokumen");
        let there = &kumpulan.petikan[first.usual.petikan].1.tabel[first.usual.tabel];
        draft = draft.see_cell(first.usual.petikan, there, first.usual.cell, "bunyi di dokumen lain");
        for Bunyi { own, usual, .. } in &rows[1..] {
            let note = format!("«{}», di dokumen lain «{}»", own.nama.tertulis, usual.nama.tertulis);
            draft = draft.see_cell(petikan, table, own.cell, note);
        }
    }
}

/// Documents that set the words: an official's own indikator may be narrower.
fn sets_words(kumpulan: &Kumpulan<'_>, anggota: &Anggota) -> bool {
    let tabel = kumpulan.tabel(anggota);
    tabel.sumber != Sumber::Lain && kumpulan.is_of_agency(anggota.petikan, tabel)
}

fn indikator<'a>(kumpulan: &'a Kumpulan<'a>) -> Vec<Vec<Teks<'a>>> {
    let of = |anggota: &Anggota| {
        let butir = kumpulan.butir(anggota);
        Teks { petikan: anggota.petikan, tabel: anggota.tabel, cell: butir.cell, nama: &butir.nama }
    };
    let things = kumpulan.pokok.iter().filter(|pokok| pokok.golongan == Golongan::Indikator && pokok.anggota.len() > 1);
    things.map(|pokok| pokok.anggota.iter().filter(|own| sets_words(kumpulan, own)).map(of).collect()).collect()
}

/// Rows two tables must have in common before the one left over in each is the same.
const LEAST_COMMON: usize = 3;

/// The only indikator of a table that no other document knows, where the Renstra has just one that this table lacks,
/// with the same target.
fn strangers<'a>(kumpulan: &'a Kumpulan<'a>) -> Vec<Bunyi<'a>> {
    let indikator = |table: &Tabel| -> Vec<usize> {
        (0..table.butir.len()).filter(|&at| table.butir[at].golongan == Golongan::Indikator).collect()
    };
    let is_known = |place: (usize, usize), (petikan, tabel, at): (usize, usize, usize)| {
        kumpulan
            .pokok_of(petikan, tabel, at)
            .is_some_and(|(pokok, _)| pokok.anggota.iter().any(|own| (own.petikan, own.tabel) == place))
    };
    let mut found = Vec::new();
    for (petikan, tabel, table) in kumpulan.tables() {
        let is_judged = matches!(table.sumber, Sumber::Rkt | Sumber::Pk | Sumber::Pengukuran);
        if !is_judged || !kumpulan.is_of_agency(petikan, table) {
            continue;
        }
        let rows = indikator(table);
        let forms = kumpulan.tables().filter(|(_, _, other)| other.sumber == Sumber::Renstra);
        for (other, renstra, plan) in forms {
            let unknown: Vec<usize> =
                rows.iter().copied().filter(|&at| !is_known((other, renstra), (petikan, tabel, at))).collect();
            let lacking: Vec<usize> =
                indikator(plan).into_iter().filter(|&at| !is_known((petikan, tabel), (other, renstra, at))).collect();
            let (&[own], &[planned]) = (unknown.as_slice(), lacking.as_slice()) else {
                continue;
            };
            let (own, planned) = (&table.butir[own], &plan.butir[planned]);
            let has_same_target = own.angka_of(Role::Target, table.tahun).is_some_and(|target| {
                planned.angka_of(Role::TargetTahun, target.tahun).is_some_and(|other| agrees(target, other))
            });
            if has_same_target && rows.len() > LEAST_COMMON {
                let own = Teks { petikan, tabel, cell: own.cell, nama: &own.nama };
                let usual = Teks { petikan: other, tabel: renstra, cell: planned.cell, nama: &planned.nama };
                found.push(Bunyi { own, usual, severity: Severity::Review });
                break;
            }
        }
    }
    found
}

/// The sasaran that stand beside the same indikator.
fn sasaran<'a>(kumpulan: &'a Kumpulan<'a>) -> Vec<Vec<Teks<'a>>> {
    let of = |anggota: &Anggota| {
        let (nama, cell) = kumpulan.butir(anggota).sasaran.as_ref()?;
        Some(Teks { petikan: anggota.petikan, tabel: anggota.tabel, cell: *cell, nama })
    };
    let things = kumpulan.pokok.iter().filter(|pokok| pokok.golongan == Golongan::Indikator && pokok.anggota.len() > 1);
    let texts = things
        .map(|pokok| pokok.anggota.iter().filter(|own| sets_words(kumpulan, own)).filter_map(of).collect::<Vec<_>>());
    // Sasaran that have nothing in common are two sasaran for one indikator, not two wordings.
    texts.filter(|texts| texts.windows(2).all(|pair| pair[0].nama.mirip(pair[1].nama) >= 70)).collect()
}

/// The indikator of a program in the DPA and in the tables that measure it.
fn of_programs<'a>(kumpulan: &'a Kumpulan<'a>) -> Vec<Vec<Teks<'a>>> {
    let of = |anggota: &Anggota| {
        let (nama, cell) = kumpulan.butir(anggota).indikator.as_ref()?;
        Some(Teks { petikan: anggota.petikan, tabel: anggota.tabel, cell: *cell, nama })
    };
    let things = kumpulan.pokok.iter().filter(|pokok| pokok.level == Level::Program && pokok.anggota.len() > 1);
    things.map(|pokok| pokok.anggota.iter().filter_map(of).collect()).collect()
}

/// Texts that fewer tables have than the usual one, each with the usual.
fn odd_ones<'a>(texts: &[Teks<'a>]) -> Vec<(Teks<'a>, Teks<'a>)> {
    let is_same = |first: &Nama, second: &Nama| first.beda(second) == Default::default();
    let count = |own: &Teks<'_>| texts.iter().filter(|other| is_same(own.nama, other.nama)).count();
    // The earlier table sets the words when they are even.
    let Some(usual) = texts.iter().rev().max_by_key(|own| count(own)) else {
        return Vec::new();
    };
    let odd = texts.iter().filter(|own| !is_same(own.nama, usual.nama));
    odd.map(|own| (*own, *usual)).collect()
}
