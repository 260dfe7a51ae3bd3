//! U10: a target has no unit where the others have one.

use super::persentase_bertarget_bilangan::{targets, unit};
use crate::finding::{Cause, Severity};
use crate::grid::CellRef;
use crate::laporan::arithmetic::Spot;
use crate::laporan::{Dokumen, Laporan};
use crate::profile::{Role, words};
use crate::rules::rumus::kosakata::{Kind, listed};
use crate::rules::{Check, Findings, Rule};
use crate::table::{RowKind, Table};

/// U10.
pub const RULE: Rule = Rule {
    code: "U10",
    name: "satuan_target_kosong",
    title: "Target tanpa satuan",
    severity: Severity::Missing,
    basis: "kriteria SMART (PermenPANRB 88/2021)",
    doc: include_str!("satuan_target_kosong.md"),
    check: Check::Laporan(check),
};

/// Targets of a table with and without a unit.
struct Targets {
    column: usize,
    with: usize,
    bare: Vec<usize>,
}

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let read: Vec<(&Dokumen, Targets)> =
        laporan.dokumen.iter().filter_map(|dokumen| Some((dokumen, read(&dokumen.table)?))).collect();
    for (dokumen, targets) in &read {
        let is_slip = targets.with >= 3 && targets.bare.len() * 3 <= targets.with;
        // A form that gives no unit at all is told where the others of its kind do.
        let alike = || {
            read.iter().filter(|(other, of)| other.table.jenis == dokumen.table.jenis && of.with + of.bare.len() >= 2)
        };
        let complete = alike().filter(|(_, of)| of.bare.is_empty()).count();
        let is_odd =
            targets.with == 0 && targets.bare.len() >= 2 && complete >= 3 && complete * 3 >= alike().count() * 2;
        let Some(&row) = targets.bare.first().filter(|_| is_slip || is_odd) else {
            continue;
        };
        let cell = |row: usize| dokumen.cell(Spot { row, column: targets.column });
        let message = match targets.bare.len() {
            1 => "target ditulis tanpa satuan, target lainnya bersatuan".to_string(),
            several if is_slip => format!("{several} target ditulis tanpa satuan, target lainnya bersatuan"),
            several => format!("{several} target ditulis tanpa satuan, tabel serupa di buku ini bersatuan"),
        };
        let others: Vec<(usize, CellRef)> =
            targets.bare[1..].iter().map(|&row| (dokumen.table.sheet, cell(row))).collect();
        findings
            .at(dokumen, Spot { row, column: targets.column }, message)
            .cause(Cause::SelKosong, "satuan belum ditulis")
            .advice("tulis satuannya di belakang angka atau pada kolom satuan")
            .see_cells(others, "target tanpa satuan");
    }
}

fn read(table: &Table) -> Option<Targets> {
    let &column = targets(table).first()?;
    let indikator = table.column_beside(Role::Indikator, column)?;
    // "Target (%)" gives the unit to the whole column.
    let has_unit_in_header = table.columns[column]
        .path
        .iter()
        .any(|text| text.contains('%') || words(text).iter().any(|word| word == "satuan"));
    if has_unit_in_header {
        return None;
    }
    let mut found = Targets { column, with: 0, bare: Vec::new() };
    for (row, entries) in table.rows.iter().enumerate() {
        let (name, target) = (&entries.entries[indikator], &entries.entries[column]);
        let Some(figure) =
            target.figure().filter(|_| entries.kind == RowKind::Data && !name.continues && !name.is_blank())
        else {
            continue;
        };
        if figure.percent || figure.rupiah || unit(table, entries, column).is_some() {
            found.with += 1;
        } else if needs_unit(name.text()) {
            found.bare.push(row);
        }
    }
    Some(found)
}

/// An index, a value or a predikat is told by its figure alone.
fn needs_unit(indikator: &str) -> bool {
    const PURE: [&str; 13] = [
        "indeks",
        "nilai",
        "skor",
        "opini",
        "predikat",
        "rasio",
        "angka",
        "tingkat",
        "peringkat",
        "kategori",
        "index",
        "ikm",
        "akip",
    ];
    let items = listed(indikator);
    items.len() == 1
        && items[0].kind != Kind::Level
        && !items[0].words.iter().take(3).any(|word| PURE.contains(&word.as_str()))
}
