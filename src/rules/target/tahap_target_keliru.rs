//! T03: a Perjanjian Kinerja of the start of the year carries the targets after the change.

use crate::finding::{Cause, Severity};
use crate::laporan::kumpulan::{Anggota, Angka, Golongan, Kumpulan, Sumber, Tahap, agrees};
use crate::rules::{Check, KumpulanFindings, Rule};

/// T03.
pub const RULE: Rule = Rule {
    code: "T03",
    name: "tahap_target_keliru",
    title: "Perjanjian Kinerja awal tahun memuat target perubahan",
    severity: Severity::Error,
    basis: "PermenPANRB 53/2014 (Perjanjian Kinerja dan perubahannya)",
    doc: include_str!("tahap_target_keliru.md"),
    check: Check::Kumpulan(check),
};

/// Rows that tell the stages apart and carry the later one.
const LEAST_ROWS: usize = 3;

/// A Perjanjian Kinerja is signed within a month of the DPA, a change hardly before the middle of the year.
const LAST_MONTH: u8 = 6;

/// A table whose targets are those after the change.
pub struct Terlambat<'a> {
    /// Index of its extract.
    pub petikan: usize,
    /// Its index there.
    pub tabel: usize,
    rows: Vec<Row<'a>>,
}

/// A target after the change, with the one before it and where the later one stands.
struct Row<'a> {
    own: (&'a Anggota, &'a Angka),
    before: (&'a Anggota, &'a Angka),
    after: (&'a Anggota, &'a Angka),
}

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for found in find(kumpulan) {
        let table = &kumpulan.petikan[found.petikan].1.tabel[found.tabel];
        let first = &found.rows[0];
        let is_early =
            table.ditandatangani.is_some_and(|(year, month)| table.tahun == Some(year) && month <= LAST_MONTH);
        let other = kumpulan.tabel(first.after.0);
        let message = format!(
            "target Perjanjian Kinerja awal tahun tertulis {}, sebelum perubahan {}; {} target di tabel ini adalah target sesudah perubahan ({})",
            first.own.1.tertulis,
            first.before.1.tertulis,
            found.rows.len(),
            other.sumber.words()
        );
        let is_sure = found.rows.iter().filter(|row| row.own.0.yakin.is_sure() && row.after.0.yakin.is_sure()).count()
            >= LEAST_ROWS;
        let mut draft = findings
            .at(first.own.0, first.own.1, message)
            .severity(if is_early && is_sure { RULE.severity } else { Severity::Review })
            .expected(&first.before.1.tertulis)
            .cause(Cause::SalinanBasi, "target tersalin dari dokumen perubahan")
            .advice("beri dokumen ini judul dan tanggal perubahan, atau kembalikan target awal tahun")
            .see(first.before.0, first.before.1)
            .see(first.after.0, first.after.1);
        for row in &found.rows[1..] {
            draft = draft.see(row.own.0, row.own.1);
        }
    }
}

/// Tables of the agency's Perjanjian Kinerja that are not said to be changed, but are.
pub fn find<'a>(kumpulan: &'a Kumpulan<'a>) -> Vec<Terlambat<'a>> {
    let mut found = Vec::new();
    for (petikan, tabel, table) in kumpulan.tables() {
        let is_first = table.sumber == Sumber::Pk && table.tahap != Some(Tahap::Perubahan);
        let is_late = table.ditandatangani.is_some_and(|(year, month)| table.tahun == Some(year) && month > LAST_MONTH);
        if !is_first || is_late || !kumpulan.is_of_agency(petikan, table) {
            continue;
        }
        let mut rows = Vec::new();
        let mut kept = 0;
        for at in 0..table.butir.len() {
            match stages(kumpulan, (petikan, tabel, at)) {
                Some(row) if agrees(row.own.1, row.after.1) => rows.push(row),
                Some(_) => kept += 1,
                None => {}
            }
        }
        if rows.len() >= LEAST_ROWS && kept == 0 {
            found.push(Terlambat { petikan, tabel, rows });
        }
    }
    found
}

/// A row whose target is another before than after the change.
fn stages<'a>(kumpulan: &'a Kumpulan<'a>, (petikan, tabel, at): (usize, usize, usize)) -> Option<Row<'a>> {
    let (pokok, anggota) =
        kumpulan.pokok_of(petikan, tabel, at).filter(|(pokok, _)| pokok.golongan == Golongan::Indikator)?;
    let angka = kumpulan.butir(anggota).angka.iter().find(|angka| angka.is_target())?;
    let tahun = angka.tahun?;
    let changed = kumpulan.target_of_stage(pokok, tahun, Tahap::Perubahan);
    let &after = changed.first().filter(|first| changed.iter().all(|other| agrees(first.1, other.1)))?;
    let first = kumpulan.target_of_stage(pokok, tahun, Tahap::Murni);
    let before = first.first().copied().or_else(|| kumpulan.target_renstra(pokok, tahun))?;
    (!agrees(before.1, after.1)).then_some(Row { own: (anggota, angka), before, after })
}
