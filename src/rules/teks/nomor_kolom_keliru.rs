//! X13: the row of column numbers skips or repeats.

use crate::finding::Severity;
use crate::grid::CellRef;
use crate::laporan::Dokumen;
use crate::rules::{Check, Findings, Rule};
use crate::table::{Column, Half};

/// X13.
pub const RULE: Rule = Rule {
    code: "X13",
    name: "nomor_kolom_keliru",
    title: "Baris nomor kolom melompat atau berulang",
    severity: Severity::Advice,
    basis: "reviu format",
    doc: include_str!("nomor_kolom_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(row) = table.number_row else {
        return;
    };
    // Kinerja and rupiah may share one number.
    let is_shared = |column: &Column| {
        let same = |other: &Column| other.half == Some(Half::Kinerja) && other.label == column.label;
        column.half == Some(Half::Anggaran) && table.columns.iter().any(same)
    };
    let own = table.columns.iter().filter(|column| !is_shared(column));
    let labels = own.filter_map(|column| Some((column.col, column.label.as_deref()?)));
    let mut labels: Vec<(u32, Option<u32>)> = labels.map(|(col, label)| (col, label.parse().ok())).collect();
    labels.sort_by_key(|&(col, _)| col);
    // "5a" and "5b" number otherwise.
    let numbers: Option<Vec<u32>> = labels.iter().map(|&(_, number)| number).collect();
    let Some(numbers) = numbers.filter(|numbers| numbers.len() >= 3) else {
        return;
    };
    for at in 1..numbers.len() {
        let (last, own) = (numbers[at - 1], numbers[at]);
        if own == last + 1 {
            continue;
        }
        // After one wrong number the count goes on where it should have been.
        let goes_on = at + 1 < numbers.len() && numbers[at + 1] == last + 2;
        let cell = CellRef::new(row, labels[at].0);
        let message = if own > last {
            format!("nomor kolom melompat dari {last} ke {own}")
        } else {
            format!("nomor kolom {own} berdiri sesudah {last}")
        };
        findings
            .add(table.sheet, cell, &format!("{}\u{1f}{}", table.jenis, message), message.clone())
            .written(own.to_string())
            .expected((last + 1).to_string())
            .advice(if goes_on { "perbaiki nomor kolom ini" } else { "urutkan kembali nomor kolom sejak kolom ini" });
        return;
    }
}
