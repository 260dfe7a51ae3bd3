//! A10: the months or triwulan of an anggaran kas don't add up to the pagu.

use super::bagian::{Penjumlahan, all_words, own_words};
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::profile::{Role, month, words};
use crate::rules::{Check, Findings, Rule};
use crate::table::Table;

/// A10.
pub const RULE: Rule = Rule {
    code: "A10",
    name: "anggaran_kas_keliru",
    title: "Anggaran kas bulanan atau triwulan tidak berjumlah pagunya",
    severity: Severity::Error,
    basis: "Permendagri 77/2020 (rencana penarikan dana pada DPA)",
    doc: include_str!("anggaran_kas_keliru.md"),
    check: Check::Dokumen(check),
};

const QUARTERS: [&str; 4] = ["i", "ii", "iii", "iv"];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let pagu = [Role::PaguSesudah, Role::Pagu, Role::PaguSebelum].into_iter().find_map(|role| table.column(role));
    let Some(pagu) = pagu.or_else(|| table.column(Role::Jumlah)) else {
        return;
    };
    let mut told: Vec<usize> = Vec::new();
    for (parts, said) in [(months(table), "jumlah dua belas bulan"), (quarters(table), "jumlah empat triwulan")] {
        let penjumlahan = Penjumlahan { parts, whole: pagu };
        if penjumlahan.parts.is_empty() || is_spent(table, &penjumlahan) {
            continue;
        }
        for found in penjumlahan.failing(table) {
            if !told.contains(&found.row) {
                penjumlahan.report(findings, dokumen, &found, said);
                told.push(found.row);
            }
        }
    }
}

/// What was spent in each month: the title says so, or a column of what was spent adds the parts up.
fn is_spent(table: &Table, penjumlahan: &Penjumlahan) -> bool {
    let titles: Vec<String> = table.title.iter().flat_map(|line| words(&line.text)).collect();
    let has = |wanted: &[&str]| titles.iter().any(|word| wanted.contains(&word.as_str()));
    let has_remainder = table.column(Role::Sisa).is_some() || table.column(Role::Persen).is_some();
    let tells_spent = |column: &usize| {
        let is_whole = |word: &String| matches!(word.as_str(), "jumlah" | "total");
        table.columns[*column].role == Some(Role::Realisasi)
            || all_words(table, *column).iter().any(|word| word == "realisasi")
            || has_remainder && own_words(table, *column).first().is_some_and(is_whole)
    };
    let others = (0..table.columns.len()).filter(|column| *column != penjumlahan.whole);
    has(&["realisasi"]) && !has(&["kas", "rencana", "penarikan"])
        || others.filter(tells_spent).any(|whole| penjumlahan.with_whole(whole).holds_mostly(table))
}

/// Targets and realisasi of a triwulan are no plan of cash.
fn is_plan(table: &Table, column: usize) -> bool {
    let words = all_words(table, column);
    !words.iter().any(|word| matches!(word.as_str(), "realisasi" | "kinerja" | "target" | "capaian" | "fisik"))
}

fn months(table: &Table) -> Vec<usize> {
    let is_month = |&column: &usize| {
        let own = own_words(table, column);
        own.len() <= 2 && own.first().is_some_and(|word| month(word).is_some()) && is_plan(table, column)
    };
    let found: Vec<usize> = (0..table.columns.len()).filter(is_month).collect();
    if found.len() == 12 { found } else { Vec::new() }
}

fn quarters(table: &Table) -> Vec<usize> {
    let is_quarter = |&column: &usize| {
        let own = own_words(table, column);
        matches!(own.first().map(String::as_str), Some("triwulan" | "tw"))
            && own.get(1).is_some_and(|word| QUARTERS.contains(&word.as_str()))
            && is_plan(table, column)
    };
    let found: Vec<usize> = (0..table.columns.len()).filter(is_quarter).collect();
    if found.len() == 4 { found } else { Vec::new() }
}
