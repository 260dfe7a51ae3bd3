//! U08: one indikator has different units in different tables.

use super::golongan::same_unit;
use crate::finding::Severity;
use crate::laporan::kumpulan::{Anggota, Golongan, Kumpulan};
use crate::profile::words;
use crate::rules::{Check, KumpulanFindings, Rule};

/// U08.
pub const RULE: Rule = Rule {
    code: "U08",
    name: "satuan_berbeda",
    title: "Satuan indikator berbeda antardokumen",
    severity: Severity::Review,
    basis: "praktik reviu",
    doc: include_str!("satuan_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for pokok in kumpulan.pokok.iter().filter(|pokok| pokok.golongan == Golongan::Indikator) {
        let sure = pokok.anggota.iter().filter(|anggota| anggota.yakin.is_sure());
        let named: Vec<(&Anggota, &str)> = sure
            .filter_map(|anggota| Some((anggota, kumpulan.butir(anggota).satuan.as_ref()?.0.as_str())))
            .filter(|(_, unit)| is_plain(unit))
            .collect();
        let Some((odd, other)) = odd_one(&named) else {
            continue;
        };
        let (Some((written, cell)), Some((expected, other_cell))) =
            (&kumpulan.butir(odd).satuan, &kumpulan.butir(other).satuan)
        else {
            continue;
        };
        let message = format!("satuan tertulis {written}, pada {} {expected}", place(kumpulan, other));
        let (own, tabel) = (kumpulan.butir(odd), kumpulan.tabel(odd));
        findings.add(odd.petikan, tabel, *cell, &own.nama.tertulis, message).written(written).see_cell(
            other.petikan,
            kumpulan.tabel(other),
            *other_cell,
            expected,
        );
    }
}

/// The unit that fewest tables write, and one that most write; the later table when they are even.
fn odd_one<'a>(named: &[(&'a Anggota, &str)]) -> Option<(&'a Anggota, &'a Anggota)> {
    let count = |unit: &str| named.iter().filter(|(_, other)| same_unit(other, unit)).count();
    let (odd, unit) = named.iter().rev().min_by_key(|(_, unit)| count(unit))?;
    let (other, _) = named.iter().filter(|(_, other)| !same_unit(other, unit)).max_by_key(|(_, other)| count(other))?;
    Some((odd, other))
}

fn place(kumpulan: &Kumpulan<'_>, anggota: &Anggota) -> String {
    format!("{} ({})", kumpulan.tabel(anggota).sheet_name, kumpulan.petikan[anggota.petikan].1.berkas)
}

/// One word; more of them explain or list units.
fn is_plain(unit: &str) -> bool {
    words(unit).len() == 1
}
