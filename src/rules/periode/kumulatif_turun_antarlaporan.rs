//! W10: a cumulative figure is lower than in the report of an earlier triwulan.

use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::laporan::kumpulan::{Anggota, Angka};
use crate::profile::Role;
use crate::rules::{Check, KumpulanFindings, Rule};

/// W10.
pub const RULE: Rule = Rule {
    code: "W10",
    name: "kumulatif_turun_antarlaporan",
    title: "Realisasi kumulatif lebih kecil dari laporan triwulan sebelumnya",
    severity: Severity::Error,
    basis: "praktik rencana aksi",
    doc: include_str!("kumulatif_turun_antarlaporan.md"),
    check: Check::Kumpulan(check),
};

/// Rows that must not fall before one that falls is told.
const LEAST_RISING: usize = 3;

/// A figure with its row, in a later and an earlier triwulan.
type Step<'a> = ((&'a Anggota, &'a Angka), (&'a Anggota, &'a Angka));

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    // Steps by the later column: figures that add up over the year never fall, others may.
    let mut steps: BTreeMap<(usize, usize, u32), Vec<Step<'_>>> = BTreeMap::new();
    for pokok in &kumpulan.pokok {
        let figures: Vec<(&Anggota, &Angka)> = pokok
            .anggota
            .iter()
            .flat_map(|own| kumpulan.butir(own).angka.iter().map(move |angka| (own, angka)))
            .filter(|(own, angka)| {
                let is_dated = angka.periode.is_some() && angka.tahun.is_some();
                kumpulan.butir(own).is_leaf && angka.role == Role::Realisasi && is_dated
            })
            .collect();
        for &(own, angka) in &figures {
            let before =
                figures.iter().filter(|(_, known)| known.tahun == angka.tahun && known.periode < angka.periode);
            if let Some(&before) = before.max_by_key(|(_, known)| known.periode) {
                let key = (own.petikan, own.tabel, angka.cell.col);
                steps.entry(key).or_default().push(((own, angka), before));
            }
        }
    }
    for steps in steps.values() {
        let (falling, rising): (Vec<_>, Vec<_>) =
            steps.iter().partition(|(later, before)| later.1.nilai < before.1.nilai);
        if rising.len() < LEAST_RISING || falling.len() * 3 > rising.len() {
            continue;
        }
        for (later, before) in falling {
            let message = format!(
                "realisasi sampai triwulan {} tertulis {}, lebih kecil dari triwulan {} ({})",
                later.1.periode.unwrap_or_default(),
                later.1.tertulis,
                before.1.periode.unwrap_or_default(),
                before.1.tertulis
            );
            let is_sure = later.0.yakin.is_sure() && before.0.yakin.is_sure();
            findings
                .at(later.0, later.1, message)
                .severity(if is_sure { Severity::Error } else { Severity::Review })
                .see(before.0, before.1);
        }
    }
}
