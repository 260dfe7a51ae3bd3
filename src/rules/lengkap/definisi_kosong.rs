//! L03: an IKU has no definition or no formula.

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::{Check, Findings, Rule};

/// L03.
pub const RULE: Rule = Rule {
    code: "L03",
    name: "definisi_kosong",
    title: "Definisi atau rumus IKU belum ada",
    severity: Severity::Missing,
    basis: "PER/09/M.PAN/5/2007 (indikator kinerja utama)",
    doc: include_str!("definisi_kosong.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let (Some(indikator), Some(column)) = (table.column(Role::Indikator), table.column(Role::Penjelasan)) else {
        return;
    };
    if table.jenis != "iku" {
        return;
    }
    let with_formula = table.rows.iter().filter(|row| has_formula(row.entries[column].text())).count();
    for (row, entries) in table.rows.iter().enumerate() {
        let entry = &entries.entries[column];
        if entries.entries[indikator].is_blank() || entry.continues {
            continue;
        }
        let spot = Spot { row, column };
        if entry.is_blank() {
            findings
                .at(dokumen, spot, "penjelasan dan rumus indikator belum diisi")
                .written("kosong")
                .cause(Cause::SelKosong, "sel ini belum diisi");
        } else if !has_formula(entry.text()) && with_formula * 2 > table.rows.len() {
            findings
                .at(dokumen, spot, "penjelasan indikator tidak memuat cara perhitungan")
                .advice("tambahkan rumus atau sumber nilainya");
        }
    }
}

/// A text with the parts "makna" and "alasan" must have its formula too; any other text is the formula.
fn has_formula(text: &str) -> bool {
    const FORMULA: [&str; 8] = ["rumus", "perhitungan", "formula", "dihitung", "dibagi", "∑", "σ", "x 100"];
    let lower = text.to_lowercase();
    let is_structured = ["makna", "alasan", "penjelasan"].iter().any(|part| lower.contains(part));
    !is_structured && !lower.is_empty() || FORMULA.iter().any(|word| lower.contains(word)) || tells_how(&lower)
}

/// "Cara menghitung", "cara pengukuran": how, with a form of hitung or ukur.
fn tells_how(lower: &str) -> bool {
    let own = words(lower);
    let is_of_measure = |word: &str| word.contains("hitung") || word.contains("ukur");
    own.windows(2).any(|pair| matches!(pair[0].as_str(), "cara" | "metode" | "teknik") && is_of_measure(&pair[1]))
}
