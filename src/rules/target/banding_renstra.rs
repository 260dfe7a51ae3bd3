//! The columns of a table held against what the Renstra sets, row by row.

use std::collections::BTreeMap;

use crate::finding::{Cause, Severity};
use crate::laporan::arithmetic::digit_hint;
use crate::laporan::kumpulan::{Anggota, Angka, Kumpulan, Pokok, agrees};
use crate::rules::KumpulanFindings;

/// Rows of one column that differ and are one finding.
const LEAST_COLUMN: usize = 3;

/// A row whose target is not that of the Renstra.
pub struct Baris<'a> {
    /// The row.
    pub anggota: &'a Anggota,
    /// Its target.
    pub angka: &'a Angka,
    /// The row of the Renstra.
    pub rencana: (&'a Anggota, &'a Angka),
    /// The year whose target of the Renstra stands here.
    pub tahun_lain: Option<u16>,
}

/// A column of targets.
#[derive(Default)]
pub struct Kolom<'a> {
    /// Rows whose target is that of the Renstra.
    pub sama: usize,
    /// The others.
    pub beda: Vec<Baris<'a>>,
}

/// The columns of a table, with the figures that are `wanted` held against those `planned`.
pub fn columns<'a>(
    kumpulan: &'a Kumpulan<'a>,
    (petikan, tabel): (usize, usize),
    wanted: impl Fn(&Angka) -> bool,
    planned: impl Fn(&'a Pokok, &Angka) -> Option<(&'a Anggota, &'a Angka)>,
) -> BTreeMap<u32, Kolom<'a>> {
    let mut columns: BTreeMap<u32, Kolom<'a>> = BTreeMap::new();
    let table = &kumpulan.petikan[petikan].1.tabel[tabel];
    for (at, butir) in table.butir.iter().enumerate() {
        let Some((pokok, anggota)) = kumpulan.pokok_of(petikan, tabel, at) else {
            continue;
        };
        for angka in butir.angka.iter().filter(|angka| wanted(angka)) {
            let Some(rencana) = planned(pokok, angka) else {
                continue;
            };
            let column = columns.entry(angka.cell.col).or_default();
            if agrees(angka, rencana.1) {
                column.sama += 1;
                continue;
            }
            let is_of =
                |tahun: &u16| kumpulan.target_renstra(pokok, *tahun).is_some_and(|(_, other)| agrees(angka, other));
            let around = angka.tahun.map_or([0, 0], |tahun| [tahun.saturating_sub(1), tahun.saturating_add(1)]);
            column.beda.push(Baris { anggota, angka, rencana, tahun_lain: around.into_iter().find(is_of) });
        }
    }
    columns
}

/// Tells rows that differ: many of a column as one finding. `words` names the target in a sentence.
pub fn tell(findings: &mut KumpulanFindings<'_>, words: &str, rows: &[Baris<'_>], severity: Severity, advice: &str) {
    if rows.len() >= LEAST_COLUMN {
        tell_one(findings, words, &rows[0], &rows[1..], (severity, advice));
    } else {
        rows.iter().for_each(|row| tell_one(findings, words, row, &[], (severity, advice)));
    }
}

fn tell_one(
    findings: &mut KumpulanFindings<'_>,
    words: &str,
    row: &Baris<'_>,
    same: &[Baris<'_>],
    (severity, advice): (Severity, &str),
) {
    let tahun = row.rencana.1.tahun.map_or(String::new(), |tahun| format!(" tahun {tahun}"));
    let (own, planned) = (&row.angka.tertulis, &row.rencana.1.tertulis);
    let message = format!("{words} tertulis {own}, target Renstra{tahun} {planned}");
    let message = match same.len() {
        0 => message,
        more => format!("{message}; {more} baris lain di kolom ini juga berbeda"),
    };
    let is_sure = row.anggota.yakin.is_sure() && row.rencana.0.yakin.is_sure();
    let severity = if is_sure { severity } else { Severity::Review.max(severity) };
    let hint = digit_hint(row.angka.nilai, row.rencana.1.nilai);
    let mut draft = findings.at(row.anggota, row.angka, message).severity(severity).expected(planned);
    if let Some(tahun) = row.tahun_lain {
        draft = draft.cause(Cause::SalinanBasi, format!("sama dengan target Renstra tahun {tahun}"));
    } else if let Some(hint) = hint.filter(|_| same.is_empty()) {
        draft = draft.cause(hint.cause, hint.words);
    }
    if !advice.is_empty() {
        draft = draft.advice(advice);
    }
    draft = draft.see(row.rencana.0, row.rencana.1);
    for other in same {
        draft = draft.see(other.anggota, other.angka);
    }
}
