//! X09: nothing is written as 0, as a dash and as "n/a" in one column.

use super::kata;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::rules::lazim::usual;
use crate::rules::{Check, Findings, Rule};
use crate::table::{Content, RowKind};

/// X09.
pub const RULE: Rule = Rule {
    code: "X09",
    name: "kosong_campur",
    title: "Nol, tanda hubung, dan «n/a» dipakai campur dalam satu kolom",
    severity: Severity::Advice,
    basis: "praktik",
    doc: include_str!("kosong_campur.md"),
    check: Check::Dokumen(check),
};

/// Words for "nothing".
const WORDS: [&str; 7] = ["n/a", "na", "n.a", "n.a.", "nihil", "tidak ada", "tad"];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let grid = &findings.laporan().book.grids[table.sheet];
    let mut told: Vec<(Spot, String)> = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    for column in table.numeric_columns() {
        let typed = table.rows.iter().enumerate().filter(|(_, row)| {
            row.kind == RowKind::Data && !row.entries[column].is_formula && !row.entries[column].continues
        });
        let signs: Vec<(Spot, String)> = typed
            .filter_map(|(row, entries)| {
                let spot = Spot { row, column };
                // An accounting format shows a stored zero as a dash.
                let is_dashed =
                    || grid.cell(dokumen.cell(spot)).is_some_and(|cell| grid.style(cell).format.code.contains("\"-\""));
                let sign = match &entries.entries[column].content {
                    Content::Dash => {
                        let shown = grid.shown(entries.entries[column].cell).to_lowercase();
                        if WORDS.contains(&shown.as_str()) { shown } else { "-".to_string() }
                    }
                    Content::Figure(figure) if figure.value.is_zero() && !is_dashed() => "0".to_string(),
                    Content::Text(text) if WORDS.contains(&text.to_lowercase().as_str()) => text.to_lowercase(),
                    _ => return None,
                };
                Some((spot, sign))
            })
            .collect();
        let usual = usual(signs.iter().map(|(_, sign)| sign)).map(|(sign, _)| sign.clone());
        let others: Vec<&(Spot, String)> = signs.iter().filter(|(_, sign)| Some(sign) != usual.as_ref()).collect();
        if others.is_empty() {
            continue;
        }
        columns.push(dokumen.header(column));
        told.extend(others.into_iter().cloned());
    }
    let Some((first, sign)) = told.first().cloned() else {
        return;
    };
    let columns = kata::listed(columns, 4);
    let spots: Vec<Spot> = told.iter().map(|(spot, _)| *spot).collect();
    findings
        .at(dokumen, first, format!("nilai kosong ditulis dengan tanda yang berbeda-beda pada kolom {columns}"))
        .written(sign)
        .advice("pilih satu tanda untuk «tidak ada» dan pakai di seluruh kolom; 0 hanya untuk hasil yang memang nol")
        .see_spots(dokumen, &spots, "tanda yang lebih jarang di kolomnya");
}
