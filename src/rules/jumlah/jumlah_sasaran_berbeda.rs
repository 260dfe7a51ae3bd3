//! J12: the budget per sasaran does not add up to that of the agency.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::kumpulan::{Angka, Kumpulan, Sumber, Tabel};
use crate::profile::Role;
use crate::rules::{Check, KumpulanFindings, Rule};

/// J12.
pub const RULE: Rule = Rule {
    code: "J12",
    name: "jumlah_sasaran_berbeda",
    title: "Jumlah anggaran per sasaran tidak sama dengan anggaran perangkat daerah",
    severity: Severity::Review,
    basis: "PermenPANRB 88/2021 (informasi keuangan per sasaran)",
    doc: include_str!("jumlah_sasaran_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for (petikan, _, table) in kumpulan.tables() {
        let is_per_sasaran =
            table.sumber == Sumber::Pengukuran && table.butir.iter().any(|butir| butir.sasaran.is_some());
        let totals = table.jumlah.iter().filter(|angka| is_per_sasaran && angka.role == Role::Pagu);
        for total in totals {
            let known: Vec<(usize, &Tabel, &Angka)> = budgets(kumpulan, total).collect();
            let Some(&(other, tabel, nearest)) =
                known.iter().min_by_key(|(_, _, angka)| (angka.nilai - total.nilai).abs())
            else {
                continue;
            };
            // Far from every total of the agency it is the budget of something else.
            let gap = (nearest.nilai - total.nilai).abs();
            if gap.is_zero() || gap * Decimal::TEN > nearest.nilai {
                continue;
            }
            let message = format!(
                "jumlah anggaran per sasaran {}, anggaran perangkat daerah {}",
                total.tertulis, nearest.tertulis
            );
            findings
                .add(petikan, table, total.cell, "jumlah", message)
                .written(&total.tertulis)
                .expected(&nearest.tertulis)
                .advice("cari kegiatan yang belum dipetakan ke sasaran, atau yang terhitung dua kali")
                .see_cell(other, tabel, nearest.cell, nearest.tertulis.clone());
        }
    }
}

/// Totals of the whole agency's budget in the same year.
fn budgets<'a>(kumpulan: &'a Kumpulan<'a>, total: &Angka) -> impl Iterator<Item = (usize, &'a Tabel, &'a Angka)> {
    let tahun = total.tahun;
    let tables = kumpulan.tables().filter(|(_, _, table)| matches!(table.sumber, Sumber::Dpa | Sumber::Realisasi));
    tables
        .flat_map(|(petikan, _, table)| table.jumlah.iter().map(move |angka| (petikan, table, angka)))
        .filter(move |(_, _, angka)| angka.role == Role::Pagu && angka.tahun == tahun)
}
