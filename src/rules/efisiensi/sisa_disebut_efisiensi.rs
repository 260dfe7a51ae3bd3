//! E05: what is left of the budget is called efficiency.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::finding::{Cause, Severity};
use crate::laporan::arithmetic::{Spot, agrees};
use crate::laporan::{Dokumen, Laporan};
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::figure::read_text;
use crate::table::{Content, Convention, RowKind};

/// E05.
pub const RULE: Rule = Rule {
    code: "E05",
    name: "sisa_disebut_efisiensi",
    title: "Sisa anggaran disebut efisiensi",
    severity: Severity::Review,
    basis: "LKE PermenPANRB 88/2021 (efisiensi sumber daya)",
    doc: include_str!("sisa_disebut_efisiensi.md"),
    check: Check::Laporan(check),
};

const ADVICE: &str = "efisiensi membandingkan capaian dengan serapan; sisa anggaran saja belum menunjukkan efisiensi";

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    laporan.dokumen.iter().for_each(|dokumen| column(dokumen, findings));
    sentences(laporan, findings);
}

/// A column of efficiency that holds the remainder, in rupiah or in percent.
fn column(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.column(Role::Efisiensi) else {
        return;
    };
    let value = |row: usize, role: Role| {
        table.column(role).and_then(|column| table.rows[row].entries[column].figure()).map(|figure| figure.value)
    };
    let is_rest = |row: usize| {
        let figure = table.rows[row].entries[column].figure()?;
        let pagu = value(row, Role::Pagu).or_else(|| value(row, Role::PaguSesudah));
        let rupiah = pagu.zip(value(row, Role::Realisasi)).map(|(pagu, realisasi)| pagu - realisasi);
        let percent = value(row, Role::Persen).map(|used| Decimal::ONE_HUNDRED - used);
        let is =
            |rest: Decimal| !rest.is_zero() && agrees(figure.value, rest, figure.decimals.min(2), Decimal::new(1, 2));
        Some(rupiah.is_some_and(is) || percent.is_some_and(is))
    };
    let rows: Vec<usize> = (0..table.rows.len()).filter(|&row| table.rows[row].kind == RowKind::Data).collect();
    let filled = rows.iter().filter(|&&row| is_rest(row).is_some()).count();
    let rests: Vec<Spot> =
        rows.iter().filter(|&&row| is_rest(row) == Some(true)).map(|&row| Spot { row, column }).collect();
    if rests.len() >= 3 && rests.len() * 2 > filled {
        let message = format!("kolom {} berisi sisa anggaran, bukan efisiensi", dokumen.header(column));
        findings
            .add(table.sheet, table.columns[column].header_cell, &dokumen.header(column), message)
            .cause(Cause::VarianRumus, "angkanya cocok dengan pagu dikurangi realisasi")
            .advice(ADVICE)
            .see_spots(dokumen, &rests, "sama dengan sisa anggaran");
    }
}

static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\befisiensi\b[^.;%]{0,80}?(\d{1,2}(?:[.,]\d+)?)\s*(?:%|persen)").expect("a valid pattern")
});

/// A sentence that gives the remainder in percent of a total as efficiency.
fn sentences(laporan: &Laporan, findings: &mut Findings<'_>) {
    let totals: Vec<(&Dokumen, Spot, Decimal)> = laporan.dokumen.iter().flat_map(total_percentages).collect();
    for (sheet, cell, text) in laporan.texts.filter(|text| text.len() > 30 && SENTENCE.is_match(text)) {
        let Some(found) = SENTENCE.captures(text) else {
            continue;
        };
        let Content::Figure(figure) = read_text(&found[1], Convention::Comma) else {
            continue;
        };
        let rest = totals.iter().find(|(_, _, used)| {
            figure.decimals > 0 && agrees(figure.value, Decimal::ONE_HUNDRED - used, figure.decimals, Decimal::ZERO)
        });
        if let Some(&(dokumen, spot, used)) = rest {
            let used = figures::number(used, 2);
            let message = format!("{}% disebut efisiensi, padahal itu sisa anggaran (serapan {used}%)", &found[1]);
            findings.add(sheet, cell, text, message).written(format!("{}%", &found[1])).advice(ADVICE).see(
                dokumen.table.sheet,
                dokumen.cell(spot),
                "serapan",
            );
        }
    }
}

fn total_percentages(dokumen: &Dokumen) -> Vec<(&Dokumen, Spot, Decimal)> {
    let table = &dokumen.table;
    let columns = table.columns_of(Role::Persen);
    let totals = |column: usize| {
        let rows = table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Total);
        rows.filter_map(move |(row, entries)| {
            Some((dokumen, Spot { row, column }, entries.entries[column].figure()?.value))
        })
    };
    columns.flat_map(totals).collect()
}
