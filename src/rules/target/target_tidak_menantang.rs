//! T11: the target is no better than what was reached the year before.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::kumpulan::{Anggota, Angka, Golongan, Kumpulan, Pokok, Sumber};
use crate::profile::{Polaritas, Role};
use crate::rules::{Check, KumpulanFindings, Rule};

/// T11.
pub const RULE: Rule = Rule {
    code: "T11",
    name: "target_tidak_menantang",
    title: "Target tidak lebih baik daripada realisasi tahun sebelumnya",
    severity: Severity::Advice,
    basis: "PermenPANRB 88/2021 (kriteria target: menantang dan realistis)",
    doc: include_str!("target_tidak_menantang.md"),
    check: Check::Kumpulan(check),
};

/// A target with what was reached the year before.
type Pair<'a> = ((&'a Anggota, &'a Angka), (&'a Anggota, &'a Angka));

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    let mut tables: BTreeMap<(usize, usize), Vec<Pair<'_>>> = BTreeMap::new();
    for pokok in kumpulan.pokok.iter().filter(|pokok| pokok.golongan == Golongan::Indikator) {
        for own in pokok.anggota.iter().filter(|own| is_plan(kumpulan, own)) {
            if let Some(pair) = low(kumpulan, pokok, own) {
                tables.entry((own.petikan, own.tabel)).or_default().push(pair);
            }
        }
    }
    for rows in tables.into_values() {
        let ((own, target), (before, reached)) = rows[0];
        let message = format!("target {}, realisasi tahun sebelumnya {}", target.tertulis, reached.tertulis);
        let message = match rows.len() - 1 {
            0 => message,
            more => format!("{message}; {more} target lain di tabel ini juga tidak lebih baik"),
        };
        let mut draft = findings
            .at(own, target, message)
            .advice("tetapkan target yang lebih menantang, atau jelaskan mengapa realisasinya tidak akan bertahan")
            .see(before, reached);
        for ((other, angka), _) in &rows[1..] {
            draft = draft.see(other, angka);
        }
    }
}

/// The Perjanjian Kinerja of the agency sets the year's targets.
fn is_plan(kumpulan: &Kumpulan<'_>, own: &Anggota) -> bool {
    let table = kumpulan.tabel(own);
    table.sumber == Sumber::Pk && own.yakin.is_sure() && kumpulan.is_of_agency(own.petikan, table)
}

/// The row's target, where less was promised than was reached already.
fn low<'a>(kumpulan: &'a Kumpulan<'a>, pokok: &'a Pokok, own: &'a Anggota) -> Option<Pair<'a>> {
    let butir = kumpulan.butir(own);
    let polaritas = butir.polaritas?;
    let target = butir.angka.iter().find(|angka| angka.is_target() && angka.is_number())?;
    let before = target.tahun?.checked_sub(1);
    let reached: Vec<(&Anggota, &Angka)> = pokok
        .anggota
        .iter()
        .filter(|other| other.yakin.is_sure())
        .flat_map(|other| kumpulan.butir(other).angka.iter().map(move |angka| (other, angka)))
        .filter(|(_, angka)| {
            angka.role == Role::RealisasiKinerja
                && angka.is_number()
                && angka.tahun == before
                && angka.periode.is_none()
        })
        .collect();
    let &first = reached.first()?;
    let is_low = |(_, angka): &(&Anggota, &Angka)| match polaritas {
        Polaritas::Naik => target.nilai < angka.nilai && target.nilai < Decimal::ONE_HUNDRED,
        Polaritas::Turun => target.nilai > angka.nilai,
    };
    reached.iter().all(is_low).then_some(((own, target), first))
}
