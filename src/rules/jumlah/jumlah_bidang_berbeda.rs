//! J11: the tables of the bidang do not add up to the total of the agency.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::kumpulan::{Angka, Butir, Kumpulan, Sumber, Tabel};
use crate::profile::{Role, words};
use crate::rules::figures::number;
use crate::rules::{Check, KumpulanFindings, Rule};
use crate::table::Level;

/// J11.
pub const RULE: Rule = Rule {
    code: "J11",
    name: "jumlah_bidang_berbeda",
    title: "Jumlah tabel per bidang tidak sama dengan jumlah perangkat daerah",
    severity: Severity::Error,
    basis: "PermenPANRB 53/2014 (reviu: keandalan data)",
    doc: include_str!("jumlah_bidang_berbeda.md"),
    check: Check::Kumpulan(check),
};

/// Tables that are parts of one whole.
const LEAST_PARTS: usize = 3;

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for petikan in 0..kumpulan.petikan.len() {
        for parts in parts(kumpulan, petikan).into_values().filter(|parts| parts.len() >= LEAST_PARTS) {
            for role in [Role::Pagu, Role::Realisasi] {
                compare(findings, petikan, &parts, role);
            }
        }
    }
}

/// Tables of one shape, year and triwulan in a workbook that have totals of their own.
fn parts<'a>(kumpulan: &'a Kumpulan<'a>, petikan: usize) -> BTreeMap<(Option<u16>, Option<u8>), Vec<&'a Tabel>> {
    let mut parts: BTreeMap<(Option<u16>, Option<u8>), Vec<&Tabel>> = BTreeMap::new();
    for table in &kumpulan.petikan[petikan].1.tabel {
        if table.sumber == Sumber::Realisasi && !table.jumlah.is_empty() && lists_kegiatan(table) {
            parts.entry((table.tahun, table.periode)).or_default().push(table);
        }
    }
    // One kegiatan in two tables: they are no parts of one whole.
    parts.retain(|_, tables| {
        let mut codes: Vec<String> = tables
            .iter()
            .flat_map(|table| table.butir.iter().filter(|butir| butir.is_leaf).map(|butir| butir.nama.kunci()))
            .collect();
        let all = codes.len();
        codes.sort();
        codes.dedup();
        codes.len() * 10 >= all * 9
    });
    parts
}

fn compare(findings: &mut KumpulanFindings<'_>, petikan: usize, parts: &[&Tabel], role: Role) {
    let kumpulan = findings.kumpulan();
    let of = |table: &&Tabel| table.jumlah.iter().find(|angka| angka.role == role).cloned();
    let totals: Vec<Angka> = parts.iter().filter_map(of).collect();
    let sum: Decimal = totals.iter().map(|angka| angka.nilai).sum();
    // The whole stands in a row or total of a table of its own.
    let first = parts[0];
    let wholes = kumpulan.tables().filter(|(_, _, table)| {
        (table.tahun, table.periode) == (first.tahun, first.periode)
            && !parts.iter().any(|part| std::ptr::eq(*part, *table))
    });
    let figures: Vec<(usize, &Tabel, &Angka)> = wholes
        .flat_map(|(at, _, table)| {
            let rows =
                table.butir.iter().filter(|butir| is_whole(table, &butir.nama.kata)).flat_map(|butir| &butir.angka);
            table.jumlah.iter().chain(rows).map(move |angka| (at, table, angka))
        })
        .filter(|(_, _, angka)| angka.role == role)
        .collect();
    if totals.len() != parts.len() || figures.iter().any(|(_, _, angka)| angka.nilai == sum) {
        return;
    }
    let nearest = figures.into_iter().min_by_key(|(_, _, angka)| (angka.nilai - sum).abs());
    let Some((at, table, whole)) =
        nearest.filter(|(_, _, whole)| (whole.nilai - sum).abs() * Decimal::from(5) < whole.nilai)
    else {
        return;
    };
    let sebutan = if role == Role::Pagu { "anggaran" } else { "realisasi" };
    if let Some((row, part, total)) = odd_row(table, parts, &totals) {
        let expected = &total.tertulis;
        let message = format!("{sebutan} tertulis {}, jumlah tabel {} {expected}", row.tertulis, part.sheet_name);
        let note = format!("{expected} pada {}", part.sheet_name);
        findings
            .add(at, table, row.cell, sebutan, message)
            .written(&row.tertulis)
            .expected(expected)
            .see_cell(petikan, part, total.cell, note)
            .see_cell(at, table, whole.cell, "ikut keliru karena sel ini");
        return;
    }
    let message = format!(
        "{sebutan} perangkat daerah {}, jumlah {} tabel bidang {}",
        whole.tertulis,
        parts.len(),
        number(sum, 0)
    );
    let mut draft =
        findings.add(at, table, whole.cell, sebutan, message).written(&whole.tertulis).expected(&number(sum, 0));
    for (part, total) in parts.iter().zip(&totals) {
        draft = draft.see_cell(petikan, part, total.cell, format!("{} pada {}", total.tertulis, part.sheet_name));
    }
}

/// The one row of the overview that names a part and does not have its total, all others having theirs.
fn odd_row<'a>(
    table: &'a Tabel,
    parts: &[&'a Tabel],
    totals: &'a [Angka],
) -> Option<(&'a Angka, &'a Tabel, &'a Angka)> {
    let mut odd = Vec::new();
    for (part, total) in parts.iter().zip(totals) {
        let title = words(&format!("{} {}", part.sheet_name, part.judul));
        let is_named =
            |butir: &&Butir| !butir.nama.kata.is_empty() && butir.nama.kata.iter().all(|kata| title.contains(kata));
        let mut named = table.butir.iter().filter(is_named);
        let (Some(row), None) = (named.next(), named.next()) else {
            return None;
        };
        let own = row.angka.iter().find(|angka| angka.role == total.role)?;
        if own.nilai != total.nilai {
            odd.push((own, *part, total));
        }
    }
    if odd.len() == 1 { odd.pop() } else { None }
}

/// A table of an overview names no program and no kegiatan.
fn lists_kegiatan(table: &Tabel) -> bool {
    table.butir.iter().any(|butir| butir.level != Level::Item)
}

/// A row that speaks of the whole budget.
fn is_whole(table: &Tabel, kata: &[String]) -> bool {
    let is_overview = ["ikhtisar", "rekapitulasi", "rekap", "ringkasan"].iter().any(|word| table.judul.contains(word));
    is_overview && kata.iter().any(|word| matches!(word.as_str(), "apbd" | "total" | "jumlah" | "seluruh" | "belanja"))
}
