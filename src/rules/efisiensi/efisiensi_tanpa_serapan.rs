//! E04: an efficiency is printed where its divisor is nothing.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{Content, RowKind};

/// E04.
pub const RULE: Rule = Rule {
    code: "E04",
    name: "efisiensi_tanpa_serapan",
    title: "Efisiensi ditulis padahal capaian atau serapannya tidak ada",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("efisiensi_tanpa_serapan.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let (Some(efisiensi), Some(capaian), Some(serapan)) =
        (table.column(Role::Efisiensi), table.column(Role::Capaian), table.column(Role::Persen))
    else {
        return;
    };
    let is_nothing = |row: usize, column: usize| {
        let entry = &table.rows[row].entries[column];
        match &entry.content {
            Content::Blank => !entry.continues,
            Content::Dash => true,
            Content::Figure(figure) => figure.value.is_zero(),
            _ => false,
        }
    };
    let spots: Vec<Spot> = (0..table.rows.len())
        .filter(|&row| table.rows[row].kind == RowKind::Data && !table.row_name(&table.rows[row]).is_empty())
        .filter(|&row| table.rows[row].entries[efisiensi].figure().is_some())
        .filter(|&row| is_nothing(row, capaian) || is_nothing(row, serapan))
        .map(|row| Spot { row, column: efisiensi })
        .collect();
    // One cell stands for the column: who writes 0,00 for nothing does so everywhere.
    let Some((&first, others)) = spots.split_first() else {
        return;
    };
    let shown = figures::text(dokumen, findings, first);
    let missing = if is_nothing(first.row, serapan) { "serapannya" } else { "capaiannya" };
    let more = if others.is_empty() { String::new() } else { format!(", begitu juga {} baris lain", others.len()) };
    findings
        .at(dokumen, first, format!("efisiensi tertulis {shown} padahal {missing} nol atau kosong{more}"))
        .written(shown)
        .expected("n/a")
        .advice("tulis n/a: tanpa capaian atau serapan, efisiensi tidak dapat dihitung")
        .see_spots(dokumen, others, "capaian atau serapannya juga nol atau kosong");
}
