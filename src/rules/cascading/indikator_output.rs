//! C10: the head of an agency is measured by an output.

use std::sync::LazyLock;

use regex::Regex;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::jabatan::{Jenjang, begins_as_jabatan};
use crate::profile::{Role, Shape};
use crate::rules::rumus::kosakata::{Kind, listed};
use crate::rules::{Check, Findings, Rule};
use crate::table::Table;

/// C10.
pub const RULE: Rule = Rule {
    code: "C10",
    name: "indikator_output",
    title: "Indikator kepala perangkat daerah bersifat keluaran",
    severity: Severity::Advice,
    basis: "PermenPANRB 89/2021 (penjenjangan kinerja)",
    doc: include_str!("indikator_output.md"),
    check: Check::Dokumen(check),
};

static ESELON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(eselon ii|pimpinan tinggi pratama)|eselon (?:iii|iv)|administrator|pengawas)\b")
        .expect("a valid pattern")
});

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.column(Role::Indikator) else {
        return;
    };
    if table.shape != Shape::Indikator || !is_of_head(table) {
        return;
    }
    let is_output = |row: &usize| {
        let entry = &table.rows[*row].entries[column];
        let items = listed(entry.text());
        // A condition may make the count an outcome: "Jumlah desa yang mandiri".
        !entry.continues && items.len() == 1 && items[0].kind == Kind::Count && items[0].outcome().is_none()
    };
    let outputs: Vec<Spot> = (0..table.rows.len()).filter(is_output).map(|row| Spot { row, column }).collect();
    let Some(&first) = outputs.first() else {
        return;
    };
    let message = match outputs.len() {
        1 => "indikator kepala perangkat daerah menghitung keluaran («Jumlah …»), bukan hasil".to_string(),
        several => format!("{several} indikator kepala perangkat daerah menghitung keluaran («Jumlah …»), bukan hasil"),
    };
    findings
        .at(dokumen, first, message)
        .advice("ukur hasil yang dirasakan, misalnya persentase atau indeks; keluaran adalah ukuran eselon di bawahnya")
        .see_spots(dokumen, &outputs, "indikator serupa");
}

/// The line nearest above the table that names an office names the head of an agency.
fn is_of_head(table: &Table) -> bool {
    table.title.iter().rev().find_map(|line| heads(&line.text)).unwrap_or(false)
}

/// Whether an office is that of a head; `None` for a line that names none.
fn heads(line: &str) -> Option<bool> {
    if let Some(eselon) = ESELON.captures(line) {
        return Some(eselon.get(1).is_some());
    }
    begins_as_jabatan(line).then(|| Jenjang::of(line) == Some(Jenjang::KepalaPerangkat))
}
