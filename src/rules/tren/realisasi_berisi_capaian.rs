//! R02: a column of realisasi holds a capaian.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::deret;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::target::target_mustahil::{is_share, may_exceed};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::figure::read_text;
use crate::table::{Content, Convention};

/// R02.
pub const RULE: Rule = Rule {
    code: "R02",
    name: "realisasi_berisi_capaian",
    title: "Kolom realisasi berisi capaian",
    severity: Severity::Error,
    basis: "PermenPANRB 53/2014 (perbandingan dengan tahun sebelumnya)",
    doc: include_str!("realisasi_berisi_capaian.md"),
    check: Check::Dokumen(check),
};

/// `111% (819 Orang)`: a percentage with the count it stands for.
static BOTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*([\d.,]+)\s*%\s*\(\s*([\d.,]+)\s*\p{L}[\p{L} /]*\)\s*$").expect("a valid pattern")
});

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let years = deret::years(table);
    for row in 0..table.rows.len() {
        let indikator = years.first().and_then(|&first| table.column_beside(Role::Indikator, first));
        if indikator.is_none_or(|column| may_exceed(table.rows[row].entries[column].text())) {
            continue;
        }
        for &column in &years {
            let spot = Spot { row, column };
            let others: Vec<Spot> =
                years.iter().filter(|&&other| other != column).map(|&column| Spot { row, column }).collect();
            let shown = figures::text(dokumen, findings, spot);
            let Some(found) = BOTH.captures(&shown) else {
                beyond_hundred(dokumen, spot, &others, findings);
                continue;
            };
            // A share of a whole is a realisasi with its count beside; more than all of it is none.
            let Content::Figure(share) = read_text(&found[1], Convention::Comma) else {
                continue;
            };
            if share.value <= Decimal::ONE_HUNDRED {
                continue;
            }
            let (percent, count) = (found[1].to_string(), found[2].to_string());
            findings
                .at(
                    dokumen,
                    spot,
                    format!("realisasi tertulis {shown}: {percent}% adalah capaian, realisasinya {count}"),
                )
                .written(shown)
                .expected(count)
                .see_spots(dokumen, &others, "realisasi tahun lain");
        }
    }
}

/// More than all of a whole is no realisasi either.
fn beyond_hundred(dokumen: &Dokumen, spot: Spot, others: &[Spot], findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let entries = &table.rows[spot.row];
    let name = table.indikator_beside(entries, spot.column);
    let unit = table.entry(entries, Role::Satuan).map_or("", |entry| entry.text());
    let Some(figure) = entries.entries[spot.column].figure().filter(|figure| figure.upper.is_none()) else {
        return;
    };
    if is_share(name, unit, figure) && figure.value > Decimal::ONE_HUNDRED {
        let shown = figures::number(figure.value, figure.decimals.min(2));
        let message = format!("realisasi {shown} melebihi 100, padahal indikatornya persentase dari keseluruhan");
        findings
            .at(dokumen, spot, message)
            .severity(Severity::Review)
            .written(shown)
            .expected("0 sampai 100")
            .see_spots(dokumen, others, "realisasi tahun lain");
    }
}
