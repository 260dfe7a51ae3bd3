//! C05: superior and subordinate report different realisasi of the same thing.

use rust_decimal::Decimal;

use super::rantai::{is_under, owner, pairs};
use crate::finding::Severity;
use crate::laporan::kumpulan::{Anggota, Angka, Butir, Golongan, Kumpulan, agrees};
use crate::profile::Role;
use crate::rules::figures::number;
use crate::rules::{Check, KumpulanFindings, Rule};

/// C05.
pub const RULE: Rule = Rule {
    code: "C05",
    name: "realisasi_atasan_berbeda",
    title: "Realisasi atasan dan bawahan berbeda untuk hal yang sama",
    severity: Severity::Error,
    basis: "reviu (PermenPANRB 53/2014: keandalan data)",
    doc: include_str!("realisasi_atasan_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for pair in pairs(kumpulan) {
        let (Some(above), Some(below)) =
            (realisasi(kumpulan.butir(pair.atasan)), realisasi(kumpulan.butir(pair.bawahan)))
        else {
            continue;
        };
        if above.is_percent != below.is_percent || agrees(above, below) || is_share(pair.pokok.anggota.len(), above) {
            continue;
        }
        let jabatan = owner(kumpulan, pair.bawahan).map_or("", |pihak| &pihak.jabatan);
        let message = format!("realisasi {}, pada {jabatan} {}", above.tertulis, below.tertulis);
        let is_sure = pair.atasan.yakin.is_sure() && pair.bawahan.yakin.is_sure();
        findings
            .at(pair.atasan, above, message)
            .severity(if is_sure { RULE.severity } else { Severity::Review })
            .see(pair.bawahan, below);
    }
    for (above, own, below, count) in unmet(kumpulan) {
        let share = count.0.nilai / count.1.nilai * Decimal::ONE_HUNDRED;
        let message = format!(
            "realisasi {} sudah memenuhi target, tetapi bawahan baru {} dari {} ({} %) untuk kegiatan yang sama",
            own.tertulis,
            count.0.tertulis,
            count.1.tertulis,
            number(share, 2)
        );
        findings.at(&above, own, message).severity(Severity::Review).see(&below, count.0).see(&below, count.1);
    }
}

/// A count of which several subordinates each have a part.
fn is_share(rows: usize, above: &Angka) -> bool {
    rows > 2 && !above.is_percent
}

fn realisasi(butir: &Butir) -> Option<&Angka> {
    butir.angka.iter().find(|angka| angka.role == Role::RealisasiKinerja && angka.is_number())
}

fn target(butir: &Butir) -> Option<&Angka> {
    butir.angka.iter().find(|angka| angka.role == Role::Target && angka.is_number())
}

/// A row of a superior, its figure, the row of a subordinate, and that one's realisasi and target.
type Unmet<'a> = (Anggota, &'a Angka, Anggota, (&'a Angka, &'a Angka));

/// A superior whose percentage is reached although the one kegiatan behind it is not, as the subordinate counts it.
fn unmet<'a>(kumpulan: &'a Kumpulan<'a>) -> Vec<Unmet<'a>> {
    let mut found = Vec::new();
    for pokok in kumpulan.pokok.iter().filter(|pokok| pokok.golongan == Golongan::Anggaran) {
        let rows: Vec<(&Anggota, Anggota)> =
            pokok.anggota.iter().filter_map(|own| Some((own, only_indikator(kumpulan, own)?))).collect();
        for (kegiatan, above) in &rows {
            let own = kumpulan.butir(above);
            let reached = target(own).zip(realisasi(own)).filter(|(target, reached)| {
                target.is_percent && target.nilai > Decimal::ZERO && reached.nilai >= target.nilai
            });
            let Some((_, reached)) = reached else {
                continue;
            };
            for (other, below) in &rows {
                let is_below = owner(kumpulan, other)
                    .zip(owner(kumpulan, kegiatan))
                    .is_some_and(|(low, high)| is_under(low, high));
                let row = kumpulan.butir(below);
                let count = realisasi(row).zip(target(row)).filter(|(done, aim)| {
                    !done.is_percent && !aim.is_percent && done.nilai > Decimal::ZERO && done.nilai < aim.nilai
                });
                let is_same_time = kumpulan.tabel(above).periode == kumpulan.tabel(below).periode;
                // Half of the year's count in its middle is no contradiction.
                let is_near =
                    count.is_some_and(|(done, aim)| done.nilai * Decimal::from(4) > aim.nilai * Decimal::from(3));
                if let Some(count) = count.filter(|_| is_below && is_same_time && is_near) {
                    found.push((above.clone(), reached, below.clone(), count));
                }
            }
        }
    }
    found
}

/// The indikator a kegiatan stands beside, when it has this kegiatan alone.
fn only_indikator(kumpulan: &Kumpulan<'_>, kegiatan: &Anggota) -> Option<Anggota> {
    let table = kumpulan.tabel(kegiatan);
    let indikator = table.butir[kegiatan.butir].beside?;
    let beside = table
        .butir
        .iter()
        .filter(|butir| butir.beside == Some(indikator) && butir.level == table.butir[kegiatan.butir].level);
    (beside.count() == 1).then(|| Anggota { butir: indikator, ..kegiatan.clone() })
}
