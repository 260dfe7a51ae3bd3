//! T12: a target is missing or has no number.

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::{Content, RowKind, Table};

/// T12.
pub const RULE: Rule = Rule {
    code: "T12",
    name: "target_kosong",
    title: "Target kosong atau tanpa angka",
    severity: Severity::Missing,
    basis: "LKE PermenPANRB 88/2021 (target terukur)",
    doc: include_str!("target_kosong.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(target) = table.column(Role::Target) else {
        return;
    };
    let Some(indikator) = table.column_beside(Role::Indikator, target) else {
        return;
    };
    let named: Vec<usize> = (0..table.rows.len())
        .filter(|&row| table.rows[row].kind != RowKind::Average && !is_label(table, row, indikator))
        .filter(|&row| !table.rows[row].entries[indikator].is_blank() && !table.rows[row].entries[target].continues)
        .collect();
    let missing: Vec<usize> = named
        .iter()
        .copied()
        .filter(|&row| matches!(table.rows[row].entries[target].content, Content::Blank | Content::Dash))
        .collect();
    if !missing.is_empty() && missing.len() * 2 <= named.len() {
        let spots: Vec<Spot> = missing.iter().map(|&row| Spot { row, column: target }).collect();
        let message = match missing.len() {
            1 => "target belum diisi padahal indikatornya ada".to_string(),
            count => format!("target belum diisi pada {count} indikator"),
        };
        findings
            .at(dokumen, spots[0], message)
            .written("kosong")
            .cause(Cause::SelKosong, "sel ini belum diisi")
            .see_spots(dokumen, &spots, "target belum diisi");
    }
    for &row in &named {
        let text = table.rows[row].entries[target].text();
        if is_unit(text) {
            findings
                .at(dokumen, Spot { row, column: target }, format!("target hanya berisi satuan \"{text}\" tanpa angka"))
                .severity(Severity::Error)
                .written(text)
                .advice("tulis angkanya di depan satuan");
        }
    }
}

/// The words of a total reach over the column of the indikator.
fn is_label(table: &Table, row: usize, indikator: usize) -> bool {
    let row = &table.rows[row];
    row.kind == RowKind::Total && row.entries[indikator].cell.col != table.columns[indikator].col
}

/// A unit word alone.
fn is_unit(text: &str) -> bool {
    const UNITS: [&str; 24] = [
        "dokumen",
        "laporan",
        "orang",
        "kegiatan",
        "bulan",
        "unit",
        "buah",
        "paket",
        "kali",
        "kk",
        "lembaga",
        "persen",
        "%",
        "kelompok",
        "lembar",
        "tahun",
        "desa",
        "lokasi",
        "sertifikat",
        "kasus",
        "jenis",
        "berkas",
        "surat",
        "poin",
    ];
    UNITS.contains(&text.trim().to_lowercase().as_str())
}
