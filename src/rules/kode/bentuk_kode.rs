//! D01: a code has another shape than the codes of its level.

use std::collections::{BTreeMap, HashSet};

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::{Level, Table};

/// D01.
pub const RULE: Rule = Rule {
    code: "D01",
    name: "bentuk_kode",
    title: "Bentuk kode berbeda dari kode lain yang setingkat",
    severity: Severity::Error,
    basis: "Permendagri 90/2019 dan pemutakhirannya (kodefikasi dan nomenklatur)",
    doc: include_str!("bentuk_kode.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.columns.iter().rposition(|column| column.role == Some(Role::Kode)) else {
        return;
    };
    for (level, codes) in codes(table) {
        let known = beginnings(&codes);
        let Some((usual, count)) = usual(&codes, &known) else {
            continue;
        };
        let odd: Vec<&(usize, String)> = codes.iter().filter(|(_, code)| !fits(code, &usual, &known)).collect();
        // Without a clear majority the list may follow two editions throughout.
        let (Some(&&(row, ref code)), true) = (odd.first(), count >= 2 && odd.len() * 2 <= count) else {
            continue;
        };
        let is_edition =
            level == Level::SubKegiatan && odd.iter().all(|(_, code)| only_last_differs(&shape(code), &usual));
        let (severity, message) = if is_edition { edition(code, &usual) } else { strange(level, code, &usual) };
        let spots: Vec<Spot> = odd.iter().map(|&&(row, _)| Spot { row, column }).collect();
        findings
            .at(dokumen, Spot { row, column }, message)
            .severity(severity)
            .written(code.clone())
            .advice("tulis kode menurut kodefikasi yang berlaku pada tahun anggaran")
            .see_spots(dokumen, &spots, "kode dengan bentuk lain");
    }
}

/// The rows of each level whose codes have one shape, with their codes.
fn codes(table: &Table) -> BTreeMap<Level, Vec<(usize, String)>> {
    let mut levels: BTreeMap<Level, Vec<(usize, String)>> = BTreeMap::new();
    for (row, entries) in table.rows.iter().enumerate() {
        if !matches!(entries.level, Level::Program | Level::Kegiatan | Level::SubKegiatan | Level::Belanja(6)) {
            continue;
        }
        // A placeholder for urusan has a shape of its own.
        let code = entries.code.as_deref().filter(|code| !code.contains(['x', 'X']));
        if let Some(code) = code.map(|code| code.trim_matches('.').to_string()) {
            levels.entry(entries.level).or_default().push((row, code));
        }
    }
    levels
}

/// Sub kegiatan of another edition of the nomenclature, whose numbers are longer or shorter.
fn edition(code: &str, usual: &[usize]) -> (Severity, String) {
    let digits = |shape: &[usize]| shape.last().copied().unwrap_or(0);
    let (own, others) = (digits(&shape(code)), digits(usual));
    let message = format!(
        "kode sub kegiatan {code} berakhir dengan {own} angka, kode lainnya {others} angka: dua edisi kodefikasi bercampur"
    );
    (Severity::Review, message)
}

fn strange(level: Level, code: &str, usual: &[usize]) -> (Severity, String) {
    let (level, usual) = (level.words(), pattern(usual));
    (Severity::Error, format!("kode {level} {code} tidak berbentuk seperti kode {level} lainnya, {usual}"))
}

/// The shape most codes have, with how many those are; of equals the one met first.
fn usual(codes: &[(usize, String)], known: &HashSet<&str>) -> Option<(Vec<usize>, usize)> {
    let mut shapes: Vec<Vec<usize>> = Vec::new();
    for (_, code) in codes {
        let own = shape(code);
        if !shapes.contains(&own) {
            shapes.push(own);
        }
    }
    let counted = shapes.into_iter().map(|shape| {
        let count = codes.iter().filter(|(_, code)| fits(code, &shape, known)).count();
        (shape, count)
    });
    counted.rev().max_by_key(|(_, count)| *count)
}

/// The codes and those they stand under: `1.01.99.2`, `1.01.99` and so on.
fn beginnings(codes: &[(usize, String)]) -> HashSet<&str> {
    let of = |code: &'_ str| code.match_indices('.').map(|(at, _)| at).chain([code.len()]).collect::<Vec<_>>();
    codes.iter().flat_map(|(_, code)| of(code).into_iter().map(move |end| &code[..end])).collect()
}

/// Each segment has its digits, or a number that needs more of them and follows the one before it: `1.01.100` stands
/// among codes like `1.01.99`.
fn fits(code: &str, shape: &[usize], known: &HashSet<&str>) -> bool {
    let segments: Vec<&str> = code.split('.').collect();
    let is_counted_on = |at: usize| {
        let Some(before) = segments[at].parse::<u32>().ok().and_then(|number| number.checked_sub(1)) else {
            return false;
        };
        let before = format!("{before:0width$}", width = shape[at]);
        let mut other = segments[..=at].to_vec();
        other[at] = &before;
        !segments[at].starts_with('0') && known.contains(other.join(".").as_str())
    };
    segments.len() == shape.len()
        && (0..shape.len()).all(|at| {
            let digits = segments[at].len();
            digits == shape[at] || digits > shape[at] && is_counted_on(at)
        })
}

/// Digits of each segment.
fn shape(code: &str) -> Vec<usize> {
    code.split('.').map(str::len).collect()
}

fn only_last_differs(own: &[usize], usual: &[usize]) -> bool {
    own.len() == usual.len() && own.split_last().map(|(_, rest)| rest) == usual.split_last().map(|(_, rest)| rest)
}

fn pattern(shape: &[usize]) -> String {
    shape.iter().map(|&digits| "9".repeat(digits)).collect::<Vec<_>>().join(".")
}
