//! I11: a signature block has no NIP, or no place and date.

use super::blok::{self, Blok};
use super::{is_person, plain_name};
use crate::finding::Severity;
use crate::grid::{CellRef, Grid};
use crate::laporan::{Laporan, without_comma};
use crate::profile::jabatan::begins_as_jabatan;
use crate::profile::words;
use crate::rules::{Check, Findings, Rule};

/// I11.
pub const RULE: Rule = Rule {
    code: "I11",
    name: "blok_tanda_tangan",
    title: "Blok tanda tangan belum lengkap",
    severity: Severity::Missing,
    basis: "PermenPANRB 53/2014 (format perjanjian kinerja)",
    doc: include_str!("blok_tanda_tangan.md"),
    check: Check::Laporan(check),
};

/// Words of an office that no civil servant holds by rank: its holder signs without NIP.
const WITHOUT_NIP: [&str; 12] = [
    "bupati", "walikota", "wali", "gubernur", "menteri", "presiden", "ketua", "dprd", "desa", "direktur", "pj",
    "penjabat",
];

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    without_nip(laporan, findings);
    let parties: Vec<(usize, CellRef)> = blok::parties(laporan).collect();
    for own in parties.chunk_by(|one, next| one.0 == next.0) {
        let sheet = own[0].0;
        if let Some(cell) = undated(&laporan.book.grids[sheet], own) {
            findings
                .add(sheet, cell, "tempat dan tanggal", "blok tanda tangan belum memuat tempat dan tanggal")
                .advice("tulis tempat dan tanggal di atas jabatan, misalnya «Ibukota, 20 Januari 2025»");
        }
    }
}

fn without_nip(laporan: &Laporan, findings: &mut Findings<'_>) {
    let blocks = blok::read(laporan);
    let bare = blocks.iter().filter(|blok| !blok.has_nip && is_person(&blok.nama.1));
    let bare: Vec<(&Blok, String, String)> = bare
        .filter_map(|blok| {
            let jabatan = jabatan(laporan, blok).filter(|jabatan| carries_nip(jabatan))?;
            Some((blok, plain_name(&blok.nama.1), jabatan))
        })
        .collect();
    // Some forms sign with the name alone throughout.
    if bare.len() > blocks.iter().filter(|blok| blok.has_nip).count() {
        return;
    }
    for (at, (blok, name, jabatan)) in bare.iter().enumerate() {
        if bare[..at].iter().any(|(_, earlier, _)| earlier == name) {
            continue;
        }
        let again = bare[at + 1..].iter().filter(|(_, other, _)| other == name);
        let again: Vec<(usize, CellRef)> = again.map(|(other, ..)| (other.sheet, other.nama.0)).collect();
        let nama = &blok.nama.1;
        findings
            .add(blok.sheet, blok.nama.0, nama, format!("blok tanda tangan {nama} ({jabatan}) belum memuat NIP"))
            .written(nama.clone())
            .advice("tulis pangkat dan NIP di bawah nama")
            .see_cells(again, "nama yang sama tanpa NIP");
    }
}

/// The jabatan over the signature, else the one the workbook gives this person.
fn jabatan(laporan: &Laporan, blok: &Blok) -> Option<String> {
    let named = || {
        let of_person = laporan.sebutan.iter().find(|sebutan| plain_name(&sebutan.nama) == plain_name(&blok.nama.1))?;
        Some(of_person.jabatan.to_string())
    };
    let own = blok.jabatan.clone().filter(|jabatan| !words(jabatan).is_empty()).or_else(named)?;
    Some(without_comma(&own))
}

/// A jabatan that only civil servants and PPPK hold.
fn carries_nip(jabatan: &str) -> bool {
    let is_exempt = |word: &String| WITHOUT_NIP.contains(&word.as_str());
    begins_as_jabatan(jabatan) && !words(jabatan).iter().any(is_exempt)
}

/// Two parties side by side with neither place nor date above them: the cell of the second.
fn undated(grid: &Grid, parties: &[(usize, CellRef)]) -> Option<CellRef> {
    const ABOVE: u32 = 8;
    parties.windows(2).filter(|pair| pair[0].1.row == pair[1].1.row).map(|pair| pair[1].1).find(|party| {
        let above = party.row.saturating_sub(ABOVE)..=party.row + 1;
        let is_dated = |text: &str| {
            let lower = text.to_lowercase();
            lower.contains("tanggal")
                || lower.contains("tempat")
                || text.contains("...")
                || text.contains('…')
                || text.contains("__")
                || names_a_year(text)
        };
        !above.into_iter().flat_map(|row| grid.row(row)).any(|cell| is_dated(&grid.shown(cell.at)))
    })
}

fn names_a_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")))
}
