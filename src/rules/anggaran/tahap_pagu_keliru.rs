//! A01: a document that says it is before or after the change of the budget carries the pagu of the other stage.

use crate::finding::{Cause, Severity};
use crate::laporan::kumpulan::{Anggota, Angka, Kumpulan, Sumber, Tahap};
use crate::profile::Role;
use crate::rules::{Check, KumpulanFindings, Rule};

/// A01.
pub const RULE: Rule = Rule {
    code: "A01",
    name: "tahap_pagu_keliru",
    title: "Pagu dokumen berasal dari tahap anggaran yang lain",
    severity: Severity::Error,
    basis: "PermenPANRB 53/2014 (Perjanjian Kinerja disusun menurut DPA)",
    doc: include_str!("tahap_pagu_keliru.md"),
    check: Check::Kumpulan(check),
};

/// Rows that tell the stages apart and carry the other one.
const LEAST_ROWS: usize = 2;

/// A table that carries the pagu of the other stage.
pub struct TahapLain<'a> {
    /// Index of its extract.
    pub petikan: usize,
    /// Its index there.
    pub tabel: usize,
    own: Tahap,
    /// Rows with their pagu and the one of the right stage.
    rows: Vec<(&'a Anggota, &'a Angka, &'a Angka)>,
}

fn check(findings: &mut KumpulanFindings<'_>) {
    for found in find(findings.kumpulan()) {
        let (anggota, angka, expected) = found.rows[0];
        let message = format!(
            "dokumen ini {}, tetapi {} pagunya pagu {}",
            found.own.words(),
            found.rows.len(),
            other(found.own).words()
        );
        let mut draft = findings
            .at(anggota, angka, message)
            .expected(&expected.tertulis)
            .cause(Cause::SalinanBasi, "pagu tersalin dari dokumen tahap yang lain");
        for (anggota, angka, _) in &found.rows[1..] {
            draft = draft.see(anggota, angka);
        }
    }
}

const fn other(tahap: Tahap) -> Tahap {
    match tahap {
        Tahap::Murni => Tahap::Perubahan,
        Tahap::Pergeseran | Tahap::Perubahan => Tahap::Murni,
    }
}

/// Tables that say their stage and carry the other one wherever the two differ.
pub fn find<'a>(kumpulan: &'a Kumpulan<'a>) -> Vec<TahapLain<'a>> {
    let mut found = Vec::new();
    for (petikan, tabel, table) in kumpulan.tables() {
        let is_judged = |tahap: &Tahap| *tahap != Tahap::Pergeseran && matches!(table.sumber, Sumber::Pk | Sumber::Dpa);
        let Some(own) = table.tahap.filter(is_judged) else {
            continue;
        };
        let mut rows: Vec<(&Anggota, &Angka, &Angka)> = Vec::new();
        let mut right = 0;
        for at in 0..table.butir.len() {
            let pagu = table.butir[at].angka.iter().find(|angka| angka.role == Role::Pagu);
            let Some((angka, (pokok, anggota))) = pagu.zip(kumpulan.pokok_of(petikan, tabel, at)) else {
                continue;
            };
            let known = |tahap| of_stage(kumpulan, &pokok.anggota, (petikan, tabel), angka.tahun, tahap);
            match known(own).zip(known(other(own))) {
                Some((own, other)) if own.nilai != other.nilai && other.nilai == angka.nilai => {
                    rows.push((anggota, angka, own));
                }
                Some((own, other)) if own.nilai != other.nilai && own.nilai == angka.nilai => right += 1,
                _ => {}
            }
        }
        if rows.len() >= LEAST_ROWS && right == 0 {
            found.push(TahapLain { petikan, tabel, own, rows });
        }
    }
    found
}

/// The pagu of a stage in a table that has it in a column or document of its own.
fn of_stage<'a>(
    kumpulan: &Kumpulan<'a>,
    anggota: &[Anggota],
    table: (usize, usize),
    tahun: Option<u16>,
    tahap: Tahap,
) -> Option<&'a Angka> {
    let others = anggota.iter().filter(|own| {
        (own.petikan, own.tabel) != table && matches!(kumpulan.tabel(own).sumber, Sumber::Dpa | Sumber::Realisasi)
    });
    let mut figures = others.flat_map(|own| &kumpulan.butir(own).angka);
    figures.find(|angka| angka.role == Role::Pagu && angka.tahun == tahun && angka.tahap == Some(tahap))
}
