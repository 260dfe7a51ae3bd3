//! I13: pangkat and golongan are put together in several ways.

use super::pangkat;
use crate::finding::Severity;
use crate::grid::CellRef;
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule};

/// I13.
pub const RULE: Rule = Rule {
    code: "I13",
    name: "pangkat_beragam",
    title: "Pangkat dan golongan ditulis dengan cara berbeda-beda",
    severity: Severity::Advice,
    basis: "praktik (tata naskah dinas)",
    doc: include_str!("pangkat_beragam.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let written = laporan.pejabat.iter().filter_map(|pejabat| {
        let (cell, text) = pejabat.pangkat.as_ref()?;
        Some((pejabat.sheet, *cell, text.as_ref(), pangkat::notation(text)?))
    });
    let written: Vec<(usize, CellRef, &str, String)> = written.collect();
    let count = |notation: &str| written.iter().filter(|(.., other)| other == notation).count();
    let Some((_, _, example, usual)) = written.iter().rev().max_by_key(|(.., notation)| count(notation)) else {
        return;
    };
    let odd: Vec<&(usize, CellRef, &str, String)> = written.iter().filter(|(.., notation)| notation != usual).collect();
    let Some((sheet, cell, text, _)) = odd.first() else {
        return;
    };
    // Where no way is usual there is nothing to follow.
    if odd.len() * 3 > written.len() {
        return;
    }
    findings
        .add(*sheet, *cell, text, format!("pangkat tertulis {text}, tempat lain menulisnya seperti {example}"))
        .written(text.trim())
        .see_cells(odd[1..].iter().map(|(sheet, cell, ..)| (*sheet, *cell)), "penulisan yang lebih jarang");
}
