//! W04: a Perjanjian Kinerja is signed more than a month after the DPA.

use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::laporan::kumpulan::{Kumpulan, Pihak, Sumber, Tabel, Tahap};
use crate::profile::jabatan::Jenjang;
use crate::rules::{Check, KumpulanFindings, Rule};

/// W04.
pub const RULE: Rule = Rule {
    code: "W04",
    name: "pk_terlambat",
    title: "Perjanjian Kinerja ditandatangani lebih dari satu bulan sesudah DPA",
    severity: Severity::Review,
    basis: "PermenPANRB 53/2014 (Perjanjian Kinerja paling lambat satu bulan setelah dokumen anggaran disahkan)",
    doc: include_str!("pk_terlambat.md"),
    check: Check::Kumpulan(check),
};

/// Only months are read: two apart are more than one month in any case.
const MOST_MONTHS: i32 = 1;

/// The table of a perjanjian, and the DPA it came too long after, with the DPA's workbook.
type Terlambat<'a> = (&'a Tabel, (usize, &'a Tabel));

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    let mut late: BTreeMap<usize, Vec<Terlambat<'_>>> = BTreeMap::new();
    for (petikan, _, table) in kumpulan.tables().filter(|(_, _, table)| table.sumber == Sumber::Pk) {
        let rank = kumpulan.pemilik(petikan, table).and_then(Pihak::jenjang);
        let budget = budget(kumpulan, table);
        if let (Some(rank), Some(budget), Some(own)) = (rank, budget, month(table))
            // The perjanjian of others may follow an appointment during the year.
            && rank < Jenjang::Pelaksana
            && month(budget.1).is_some_and(|budget| own - budget > MOST_MONTHS)
        {
            late.entry(petikan).or_default().push((table, budget));
        }
    }
    for (petikan, tables) in late {
        let (table, (budget, dpa)) = tables[0];
        let (Some(cell), Some(place)) = (table.tanggal, dpa.tanggal) else {
            continue;
        };
        let message = format!("Perjanjian Kinerja bertanggal {}, DPA {}", words(table), words(dpa));
        let mut draft = findings
            .add(petikan, table, cell, &kumpulan.petikan[petikan].1.berkas, message)
            .written(&words(table))
            .see_cell(budget, dpa, place, "tanggal DPA");
        for (other, _) in &tables[1..] {
            if let Some(cell) = other.tanggal.filter(|other_cell| (other.sheet, *other_cell) != (table.sheet, cell)) {
                draft = draft.see_cell(petikan, other, cell, "juga terlambat");
            }
        }
    }
}

/// The DPA of the same year and stage that is dated.
fn budget<'a>(kumpulan: &Kumpulan<'a>, pk: &Tabel) -> Option<(usize, &'a Tabel)> {
    let stage = |table: &Tabel| table.tahap.unwrap_or(Tahap::Murni);
    let fits = |table: &Tabel| {
        table.sumber == Sumber::Dpa
            && table.tanggal.is_some()
            && table.tahun.is_some()
            && (table.tahun, stage(table)) == (pk.tahun, stage(pk))
    };
    let mut found = kumpulan.tables().filter(|(_, _, table)| fits(table)).map(|(at, _, table)| (at, table));
    found.next().filter(|first| found.all(|other| other.1.ditandatangani == first.1.ditandatangani))
}

/// Months since year 0.
fn month(table: &Tabel) -> Option<i32> {
    table.ditandatangani.map(|(year, month)| i32::from(year) * 12 + i32::from(month))
}

fn words(table: &Tabel) -> String {
    table.ditandatangani.map_or(String::new(), |(year, month)| format!("{month:02}-{year}"))
}
