//! U08: one indikator has different units in different tables.

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
        let named: Vec<(&Anggota, String)> =
            sure.filter_map(|anggota| Some((anggota, usual(&kumpulan.butir(anggota).satuan.as_ref()?.0)?))).collect();
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
fn odd_one<'a>(named: &[(&'a Anggota, String)]) -> Option<(&'a Anggota, &'a Anggota)> {
    let count = |unit: &String| named.iter().filter(|(_, other)| other == unit).count();
    let (odd, unit) = named.iter().rev().min_by_key(|(_, unit)| count(unit))?;
    let (other, _) = named.iter().filter(|(_, other)| other != unit).max_by_key(|(_, other)| count(other))?;
    Some((odd, other))
}

fn place(kumpulan: &Kumpulan<'_>, anggota: &Anggota) -> String {
    format!("{} ({})", kumpulan.tabel(anggota).sheet_name, kumpulan.petikan[anggota.petikan].1.berkas)
}

/// A unit in one spelling; `None` for what is no plain unit.
fn usual(text: &str) -> Option<String> {
    let own = words(text);
    match own.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] if text.trim() == "%" => Some("persen".into()),
        ["persen" | "persentase" | "presentase" | "prosentase"] => Some("persen".into()),
        // "Nilai" and "Indeks" are used for one another.
        ["nilai" | "indeks" | "skor" | "angka" | "poin"] => Some("nilai".into()),
        ["orang" | "jiwa"] => Some("orang".into()),
        &[one] => Some(one.to_string()),
        _ => None,
    }
}
