//! A07: an amount stands beside another name than in the other documents.

use rust_decimal::Decimal;

use crate::finding::{Cause, Severity};
use crate::laporan::kumpulan::{Anggota, Angka, Butir, Golongan, Kumpulan, Sumber, Tabel};
use crate::profile::Role;
use crate::rules::{Check, KumpulanFindings, Rule};
use crate::table::Level;

/// A07.
pub const RULE: Rule = Rule {
    code: "A07",
    name: "nama_pagu_tertukar",
    title: "Pagu melekat pada nama kegiatan yang lain",
    severity: Severity::Error,
    basis: "DPA; praktik reviu",
    doc: include_str!("nama_pagu_tertukar.md"),
    check: Check::Kumpulan(check),
};

/// Smaller amounts are the same by chance.
const LEAST_AMOUNT: i64 = 1_000_000;
/// Rows of the table whose pagu is that of the same name elsewhere.
const LEAST_AGREEING: usize = 2;
/// Names as alike as this are one name in two spellings.
const MOST_ALIKE: u8 = 60;

/// A row whose amount belongs to another name.
pub struct Tertukar<'a> {
    anggota: &'a Anggota,
    /// The amount.
    pub angka: &'a Angka,
    /// Where the same name has another amount.
    own: Option<(&'a Anggota, &'a Angka)>,
    /// Where the amount has another name.
    other: (&'a Anggota, &'a Angka),
}

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for found in find(kumpulan) {
        let (nama, other) = (kumpulan.butir(found.anggota), kumpulan.butir(found.other.0));
        let message = format!(
            "pagu {} diberi nama «{}», pada {} pagu itu milik «{}»",
            found.angka.tertulis,
            nama.nama.tertulis,
            kumpulan.petikan[found.other.0.petikan].1.berkas,
            other.nama.tertulis
        );
        let is_sure = found.anggota.yakin.is_sure() && found.own.is_some_and(|(own, _)| own.yakin.is_sure());
        let draft = findings
            .at(found.anggota, found.angka, message)
            .severity(if is_sure { Severity::Error } else { Severity::Review })
            .cause(Cause::SalinanBasi, "nama dan pagu berasal dari dua baris yang berbeda")
            .see(found.other.0, found.other.1);
        if let Some((own, angka)) = found.own {
            draft.expected(&angka.tertulis).see(own, angka);
        }
    }
}

/// Rows whose amount is that of exactly one other kegiatan, which the table does not list.
pub fn find<'a>(kumpulan: &'a Kumpulan<'a>) -> Vec<Tertukar<'a>> {
    let mut found = Vec::new();
    // Every amount with the kegiatan it belongs to.
    let mut amounts: std::collections::HashMap<(Level, Option<u16>, Decimal), Vec<usize>> = Default::default();
    for (at, pokok) in kumpulan.pokok.iter().enumerate().filter(|(_, pokok)| pokok.golongan == Golongan::Anggaran) {
        for (_, angka) in pagu_of(kumpulan, &pokok.anggota) {
            let known = amounts.entry((pokok.level, angka.tahun, angka.nilai)).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
    }
    // The DPA sets the names.
    for (petikan, tabel, table) in kumpulan.tables().filter(|(_, _, table)| table.sumber != Sumber::Dpa) {
        let rows: Vec<(usize, &'a Angka)> =
            (0..table.butir.len()).filter_map(|at| Some((at, pagu(&table.butir[at])?))).collect();
        let agreeing = rows.iter().filter(|(at, angka)| is_known(kumpulan, (petikan, tabel, *at), angka));
        if agreeing.clone().count() < LEAST_AGREEING || agreeing.count() * 2 < rows.len() {
            continue;
        }
        for (at, angka) in rows {
            let wrong = wrong_name(kumpulan, (petikan, tabel, at), table, angka, &amounts);
            found.extend(wrong);
        }
    }
    found
}

type Amounts = std::collections::HashMap<(Level, Option<u16>, Decimal), Vec<usize>>;

fn wrong_name<'a>(
    kumpulan: &'a Kumpulan<'a>,
    (petikan, tabel, at): (usize, usize, usize),
    table: &'a Tabel,
    angka: &'a Angka,
    amounts: &Amounts,
) -> Option<Tertukar<'a>> {
    let butir = &table.butir[at];
    if !butir.is_leaf || angka.nilai < Decimal::from(LEAST_AMOUNT) || is_known(kumpulan, (petikan, tabel, at), angka) {
        return None;
    }
    let (pokok, anggota) = kumpulan.pokok_of(petikan, tabel, at)?;
    let same: Vec<usize> = amounts
        .get(&(pokok.level, angka.tahun, angka.nilai))?
        .iter()
        .copied()
        .filter(|&other| !std::ptr::eq(&kumpulan.pokok[other], pokok))
        .collect();
    let &[other] = same.as_slice() else {
        return None;
    };
    let other = &kumpulan.pokok[other];
    let is_listed = other.anggota.iter().any(|own| (own.petikan, own.tabel) == (petikan, tabel));
    let (named, of_other) = pagu_of(kumpulan, &other.anggota).find(|(_, other)| other.nilai == angka.nilai)?;
    if is_listed || kumpulan.butir(named).nama.mirip(&butir.nama) >= MOST_ALIKE {
        return None;
    }
    let own = pagu_of(kumpulan, &pokok.anggota).find(|(own, _)| (own.petikan, own.tabel) != (petikan, tabel));
    Some(Tertukar { anggota, angka, own, other: (named, of_other) })
}

/// The same name has the same amount in another table.
fn is_known(kumpulan: &Kumpulan<'_>, (petikan, tabel, at): (usize, usize, usize), angka: &Angka) -> bool {
    kumpulan.pokok_of(petikan, tabel, at).is_some_and(|(pokok, _)| {
        let others = pokok.anggota.iter().filter(|own| (own.petikan, own.tabel) != (petikan, tabel));
        let mut figures = others.flat_map(|own| &kumpulan.butir(own).angka);
        figures.any(|other| other.role == Role::Pagu && other.nilai == angka.nilai)
    })
}

fn pagu(butir: &Butir) -> Option<&Angka> {
    let mut own = butir.angka.iter().filter(|angka| angka.role == Role::Pagu);
    // A table with a pagu before and one after the change is the reference, not what is judged.
    own.next().filter(|_| own.next().is_none() && butir.golongan == Golongan::Anggaran)
}

fn pagu_of<'a>(kumpulan: &'a Kumpulan<'a>, anggota: &'a [Anggota]) -> impl Iterator<Item = (&'a Anggota, &'a Angka)> {
    anggota.iter().flat_map(move |own| {
        kumpulan.butir(own).angka.iter().filter(|angka| angka.role == Role::Pagu).map(move |angka| (own, angka))
    })
}
