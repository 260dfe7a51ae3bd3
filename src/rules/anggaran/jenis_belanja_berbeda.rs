//! A06: a table of kinds of belanja gives another amount than the total of the realisasi report.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::arithmetic::{Spot, digit_hint};
use crate::laporan::{Dokumen, Laporan};
use crate::profile::{Role, plain};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{RowKind, Table};

/// A06.
pub const RULE: Rule = Rule {
    code: "A06",
    name: "jenis_belanja_berbeda",
    title: "Rincian jenis belanja berbeda dari jumlah pada laporan realisasinya",
    severity: Severity::Error,
    basis: "Permendagri 77/2020 (laporan realisasi anggaran)",
    doc: include_str!("jenis_belanja_berbeda.md"),
    check: Check::Laporan(check),
};

/// A kind of belanja with the columns of a report that hold it.
const KINDS: [(&str, Role, Role); 2] = [
    ("belanja operasi", Role::PaguOperasi, Role::RealisasiOperasi),
    ("belanja modal", Role::PaguModal, Role::RealisasiModal),
];

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    // Where several reports differ, none of them is the measure.
    let reports: Vec<(&Dokumen, usize)> =
        laporan.dokumen.iter().filter_map(|dokumen| Some((dokumen, total_row(&dokumen.table)?))).collect();
    let &[(report, total)] = reports.as_slice() else {
        return;
    };
    for dokumen in laporan.dokumen.iter().filter(|dokumen| is_list_of_kinds(&dokumen.table)) {
        for (row, entries) in dokumen.table.rows.iter().enumerate() {
            let name = plain(dokumen.table.row_name(entries));
            let Some(&(_, pagu, realisasi)) = KINDS.iter().find(|(kind, _, _)| *kind == name) else {
                continue;
            };
            let pagu_here =
                [Role::Pagu, Role::PaguSesudah].into_iter().find(|&role| dokumen.table.column(role).is_some());
            for (here, there) in [(pagu_here, pagu), (Some(Role::Realisasi), realisasi)] {
                let column = here.and_then(|role| dokumen.table.column(role));
                if let (Some(column), Some(known)) = (column, report.table.column(there)) {
                    let (spot, known) = (Spot { row, column }, Spot { row: total, column: known });
                    compare(dokumen, spot, report, known, findings);
                }
            }
        }
    }
}

/// The last total of a report with belanja operasi and belanja modal side by side.
fn total_row(table: &Table) -> Option<usize> {
    table.column(Role::PaguOperasi)?;
    table.column(Role::PaguModal)?;
    (0..table.rows.len()).rev().find(|&row| table.rows[row].kind == RowKind::Total)
}

/// Each kind once: no list of rincian below sub kegiatan.
fn is_list_of_kinds(table: &Table) -> bool {
    let count = |kind: &str| table.rows.iter().filter(|row| plain(table.row_name(row)) == kind).count();
    table.column(Role::PaguOperasi).is_none() && KINDS.iter().all(|(kind, _, _)| count(kind) == 1)
}

fn compare(dokumen: &Dokumen, spot: Spot, report: &Dokumen, known: Spot, findings: &mut Findings<'_>) {
    let value = |dokumen: &Dokumen, spot: Spot| {
        dokumen.table.rows[spot.row].entries[spot.column].figure().map(|figure| figure.value)
    };
    let (Some(written), Some(expected)) = (value(dokumen, spot), value(report, known)) else {
        return;
    };
    if (written - expected).abs() < Decimal::ONE {
        return;
    }
    let hint = digit_hint(written, expected);
    let [written, expected] = [written, expected].map(|value| figures::number(value, 0));
    let column = figures::column_words(dokumen, spot.column);
    let name = dokumen.table.row_name(&dokumen.table.rows[spot.row]);
    findings
        .at(dokumen, spot, format!("{column} {name} tertulis {written}, pada laporan realisasi {expected}"))
        .written(written)
        .expected(expected)
        .hint(hint.as_ref())
        .see(report.table.sheet, report.cell(known), "jumlah pada laporan realisasi");
}
