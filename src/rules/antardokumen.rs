//! Collecting findings between tables and documents, and how a figure that stands alone is told.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Rule;
use crate::finding::{Cause, Finding, Place, Related, Severity, fingerprint};
use crate::grid::CellRef;
use crate::laporan::arithmetic::digit_hint;
use crate::laporan::kumpulan::{Anggota, Angka, Golongan, Kumpulan, Lingkup, Selisih, Tabel};
use crate::profile::Role;

/// Other cells told with a finding.
const MOST_RELATED: usize = 12;

/// Differences in one column or row that are one finding.
const LEAST_SERIES: usize = 3;

/// A finding between documents.
pub struct Lintas {
    /// Index of its workbook in the run.
    pub berkas: usize,
    /// The finding.
    pub finding: Finding,
    /// What the other documents write.
    pub usual: String,
}

/// The findings of one rule on the documents of an agency, with the workbook each belongs to.
pub struct KumpulanFindings<'a> {
    rule: &'static Rule,
    kumpulan: &'a Kumpulan<'a>,
    list: Vec<Lintas>,
}

/// Which figures are compared.
pub struct Compared {
    /// Kegiatan or indikator.
    pub golongan: Golongan,
    /// Which rows.
    pub lingkup: Lingkup,
    /// Which figure.
    pub role: Role,
    /// The figure in a sentence.
    pub words: &'static str,
}

/// A finding just added, to be told more about.
pub struct LintasDraft<'d, 'a> {
    kumpulan: &'a Kumpulan<'a>,
    finding: &'d mut Finding,
}

impl<'a> KumpulanFindings<'a> {
    /// No findings yet.
    pub fn new(rule: &'static Rule, kumpulan: &'a Kumpulan<'a>) -> Self {
        Self { rule, kumpulan, list: Vec::new() }
    }

    /// The documents.
    pub fn kumpulan(&self) -> &'a Kumpulan<'a> {
        self.kumpulan
    }

    /// The findings with their fingerprints, each of its subject and of what is written at the end.
    pub fn finish(mut self) -> Vec<Lintas> {
        for Lintas { finding, .. } in &mut self.list {
            finding.fingerprint =
                fingerprint(finding.rule, &finding.fingerprint, finding.written.as_deref().unwrap_or(""));
        }
        self.list
    }

    /// Adds a finding at a figure.
    pub fn at(&mut self, anggota: &Anggota, angka: &Angka, message: impl Into<String>) -> LintasDraft<'_, 'a> {
        let subject = self.kumpulan.butir(anggota).nama.tertulis.clone();
        self.add(anggota.petikan, self.kumpulan.tabel(anggota), angka.cell, &subject, message).written(&angka.tertulis)
    }

    /// Adds a finding at a cell of a table; `subject` names it in words, for the fingerprint.
    pub fn add(
        &mut self,
        petikan: usize,
        tabel: &Tabel,
        cell: CellRef,
        subject: &str,
        message: impl Into<String>,
    ) -> LintasDraft<'_, 'a> {
        let subject = format!("{}\u{1f}{subject}", tabel.jenis);
        self.push(petikan, tabel.place(cell), &subject, message.into())
    }

    /// Adds a finding at a place outside tables; `subject` names it in words, for the fingerprint.
    pub fn place(&mut self, petikan: usize, place: &Place, subject: &str, message: String) -> LintasDraft<'_, 'a> {
        self.push(petikan, place.clone(), subject, message)
    }

    /// Adds a finding at a cell that names an official.
    pub fn person(
        &mut self,
        petikan: usize,
        (sheet, sheet_name, cell): (usize, &Arc<str>, CellRef),
        subject: &str,
        message: impl Into<String>,
    ) -> LintasDraft<'_, 'a> {
        let place = Place { sheet, sheet_name: sheet_name.clone(), range: cell.into() };
        self.push(petikan, place, subject, message.into())
    }

    fn push(&mut self, petikan: usize, place: Place, subject: &str, message: String) -> LintasDraft<'_, 'a> {
        let (berkas, own) = self.kumpulan.petikan[petikan];
        let finding = self.rule.finding(own.berkas.clone(), place, message, subject.to_string());
        self.list.push(Lintas { berkas, finding, usual: String::new() });
        let finding = &mut self.list.last_mut().expect("a finding was just pushed").finding;
        LintasDraft { kumpulan: self.kumpulan, finding }
    }

    /// Tells every figure that stands alone against other tables, as far as it is wanted.
    pub fn differences(&mut self, compared: &Compared, wanted: impl Fn(&Selisih<'_>) -> bool) {
        self.judged(compared, |selisih| wanted(&selisih).then_some(selisih));
    }

    /// The same, where the rule may point at the other figure instead.
    pub fn judged(&mut self, compared: &Compared, judge: impl Fn(Selisih<'a>) -> Option<Selisih<'a>>) {
        let mut columns: BTreeMap<(usize, usize, u32), Vec<Selisih<'a>>> = BTreeMap::new();
        let Compared { golongan, lingkup, role, words } = *compared;
        for selisih in self.kumpulan.selisih(golongan, lingkup, role) {
            if let Some(selisih) = judge(selisih) {
                let key = (selisih.anggota.petikan, selisih.anggota.tabel, selisih.angka.cell.col);
                columns.entry(key).or_default().push(selisih);
            }
        }
        let mut rows: BTreeMap<(usize, usize, usize), Vec<Selisih<'a>>> = BTreeMap::new();
        for column in columns.into_values() {
            // Many in one column have one cause, e.g. the column of another year.
            if column.len() >= LEAST_SERIES {
                self.difference(&column[0], words, (&column[1..], "baris lain di kolom ini"));
                continue;
            }
            for selisih in column {
                let key = (selisih.anggota.petikan, selisih.anggota.tabel, selisih.anggota.butir);
                rows.entry(key).or_default().push(selisih);
            }
        }
        for row in rows.values() {
            // So have many in one row, e.g. the series of another indikator.
            if row.len() >= LEAST_SERIES {
                self.difference(&row[0], words, (&row[1..], "kolom lain di baris ini"));
            } else {
                row.iter().for_each(|selisih| self.difference(selisih, words, (&[], "")));
            }
        }
    }

    /// One finding for a figure and those that differ with it, which stand as `place` says.
    fn difference(&mut self, selisih: &Selisih<'_>, words: &str, (same, place): (&[Selisih<'_>], &str)) {
        let kumpulan = self.kumpulan;
        let (anggota, angka) = (selisih.anggota, selisih.angka);
        let Some(&(other, usual)) = selisih.lain.first() else {
            return;
        };
        let tables = match selisih.lain.len() {
            1 if anggota.petikan == other.petikan => "di tabel lain".to_string(),
            1 => format!("pada {}", kumpulan.petikan[other.petikan].1.berkas),
            count => format!("di {count} tabel lain"),
        };
        let message = format!("{words} tertulis {}, {tables} {}", angka.tertulis, usual.tertulis);
        let message = match same.len() {
            0 => message,
            more => format!("{message}; {more} {place} juga berbeda"),
        };
        let hint = digit_hint(angka.nilai, usual.nilai).filter(|_| selisih.lain.len() > 1);
        let severity = if selisih.is_sure { self.rule.severity } else { Severity::Review.max(self.rule.severity) };
        let mut draft = self.at(anggota, angka, message).severity(severity);
        draft.finding.fingerprint.push_str(&format!("\u{1f}{words}"));
        if selisih.lain.len() > 1 {
            draft = draft.expected(&usual.tertulis);
        }
        draft.finding.cause = hint.as_ref().map(|hint| hint.cause);
        draft.finding.guess = hint.map(|hint| hint.words);
        for (other, angka) in selisih.lain.iter().take(MOST_RELATED) {
            draft = draft.see(other, angka);
        }
        for selisih in same.iter().take(MOST_RELATED) {
            draft = draft.see(selisih.anggota, selisih.angka);
        }
        let usual = usual.tertulis.clone();
        if let Some(last) = self.list.last_mut() {
            last.usual = usual;
        }
    }
}

impl LintasDraft<'_, '_> {
    /// What is written.
    pub fn written(self, text: &str) -> Self {
        self.finding.written = Some(text.to_string());
        self
    }

    /// What was expected.
    pub fn expected(self, text: &str) -> Self {
        self.finding.expected = Some(text.to_string());
        self
    }

    /// Another level than the rule's own.
    pub fn severity(self, severity: Severity) -> Self {
        self.finding.severity = severity;
        self
    }

    /// The cause, when it is known.
    pub fn cause(self, cause: Cause, words: impl Into<String>) -> Self {
        self.finding.cause = Some(cause);
        self.finding.guess = Some(words.into());
        self
    }

    /// What to do.
    pub fn advice(self, text: impl Into<String>) -> Self {
        self.finding.advice = Some(text.into());
        self
    }

    /// A figure that takes part, with how surely it is linked.
    pub fn see(self, anggota: &Anggota, angka: &Angka) -> Self {
        let nama = &self.kumpulan.butir(anggota).nama.tertulis;
        let note = format!("{} untuk «{nama}» ({})", angka.tertulis, anggota.yakin.words());
        let tabel = self.kumpulan.tabel(anggota);
        self.see_cell(anggota.petikan, tabel, angka.cell, note)
    }

    /// A cell of a table that takes part; no more than a dozen are told.
    pub fn see_cell(self, petikan: usize, tabel: &Tabel, cell: CellRef, note: impl Into<String>) -> Self {
        self.see_place(petikan, tabel.place(cell), note)
    }

    /// A place that takes part; no more than a dozen are told.
    pub fn see_place(self, petikan: usize, place: Place, note: impl Into<String>) -> Self {
        if self.finding.related.len() < 2 * MOST_RELATED {
            let book = self.kumpulan.petikan[petikan].1.berkas.clone();
            self.finding.related.push(Related { book, place, note: note.into() });
        }
        self
    }
}
