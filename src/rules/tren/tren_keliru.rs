//! R01: "naik", "turun" or "tetap" contradicts the figures beside it.

use std::cmp::Ordering;

use super::deret;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Polaritas, Role, words};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::Figure;

/// R01.
pub const RULE: Rule = Rule {
    code: "R01",
    name: "tren_keliru",
    title: "Naik, turun, atau tetap tidak sesuai dengan angkanya",
    severity: Severity::Error,
    basis: "PermenPANRB 53/2014 (perbandingan dengan tahun sebelumnya)",
    doc: include_str!("tren_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.column(Role::Tren) else {
        return;
    };
    for deret in deret::all(table) {
        let [.., (before_spot, before), (last_spot, last)] = deret.as_slice() else {
            continue;
        };
        let entries = &table.rows[last_spot.row].entries;
        let label = entries[column].text();
        let own = words(label);
        let Some(said) = own.first().and_then(|word| direction(word)).filter(|_| own.len() <= 2) else {
            continue;
        };
        let is = last.cmp(before);
        let printed = |spot: &Spot| entries[spot.column].figure().map(Figure::printed);
        if said == is || said == printed(last_spot).cmp(&printed(before_spot)) {
            continue;
        }
        let indikator = table.column_beside(Role::Indikator, last_spot.column);
        let polaritas = indikator.and_then(|at| table.ketentuan.polaritas_of(entries[at].text()));
        // Of an indikator that should fall, "naik" may mean that the performance did.
        let is_doubtful = polaritas == Some(Polaritas::Turun) && said == is.reverse();
        let expected = match is {
            Ordering::Greater => "naik",
            Ordering::Less => "turun",
            Ordering::Equal => "tetap",
        };
        let [first, second] = [*before, *last].map(|value| figures::number(value, value.normalize().scale().min(2)));
        findings
            .at(
                dokumen,
                Spot { row: last_spot.row, column },
                format!("tertulis {label}, padahal realisasi {first} menjadi {second}"),
            )
            .severity(if is_doubtful { Severity::Review } else { Severity::Error })
            .written(label)
            .expected(expected)
            .see_spots(dokumen, &[*before_spot, *last_spot], "realisasi");
    }
}

fn direction(word: &str) -> Option<Ordering> {
    match word {
        "naik" | "meningkat" => Some(Ordering::Greater),
        "turun" | "menurun" => Some(Ordering::Less),
        "tetap" | "sama" | "stabil" => Some(Ordering::Equal),
        _ => None,
    }
}
