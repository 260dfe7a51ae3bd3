//! L02: an indikator has no analysis where the others have theirs.

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::words;
use crate::rules::{Check, Findings, Rule};
use crate::table::RowKind;

/// L02.
pub const RULE: Rule = Rule {
    code: "L02",
    name: "analisis_kosong",
    title: "Faktor, kendala, atau tindak lanjut belum diisi",
    severity: Severity::Missing,
    basis: "PermenPANRB 53/2014 Lampiran II (analisis keberhasilan dan kegagalan)",
    doc: include_str!("analisis_kosong.md"),
    check: Check::Dokumen(check),
};

/// Header words of columns that explain every indikator; a problem may well be absent.
const ANALYSIS: [&str; 8] =
    ["faktor", "penghambat", "pendorong", "pendukung", "upaya", "lanjut", "rekomendasi", "penyebab"];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(name) = table.name_column() else {
        return;
    };
    for (column, of) in table.columns.iter().enumerate() {
        let is_analysis =
            of.path.last().is_some_and(|text| words(text).iter().any(|word| ANALYSIS.contains(&word.as_str())));
        if !is_analysis || column == name {
            continue;
        }
        let rows: Vec<usize> = (0..table.rows.len())
            .filter(|&row| {
                let entries = &table.rows[row];
                entries.kind == RowKind::Data
                    && !entries.entries[name].is_blank()
                    && !entries.entries[name].continues
                    && !entries.entries[column].continues
            })
            .collect();
        let blank: Vec<usize> =
            rows.iter().copied().filter(|&row| table.rows[row].entries[column].is_blank()).collect();
        // A form still to be filled is no omission.
        let (Some(&first), true) = (blank.first(), rows.len() >= 4 && blank.len() * 4 <= rows.len()) else {
            continue;
        };
        let header = dokumen.header(column);
        let message = match blank.len() {
            1 => format!("kolom {header} belum diisi, baris lainnya terisi"),
            several => format!("kolom {header} belum diisi pada {several} baris, baris lainnya terisi"),
        };
        let spots: Vec<Spot> = blank.iter().map(|&row| Spot { row, column }).collect();
        findings
            .at(dokumen, Spot { row: first, column }, message)
            .written("kosong")
            .cause(Cause::SelKosong, "sel ini belum diisi")
            .see_spots(dokumen, &spots, "sel yang belum diisi");
    }
}
