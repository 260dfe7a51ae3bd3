//! Collecting findings between tables and documents, and how a figure that stands alone is told.

use std::collections::BTreeMap;

use super::Rule;
use crate::finding::{Entered, Finding, Related, Severity, fingerprint};
use crate::laporan::arithmetic::digit_hint;
use crate::laporan::kumpulan::{Anggota, Angka, Golongan, Kumpulan, Selisih};
use crate::profile::Role;

/// Other cells told with a finding.
const MOST_RELATED: usize = 12;

/// Differences in one column that are one finding.
const LEAST_COLUMN: usize = 3;

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

impl<'a> KumpulanFindings<'a> {
    /// No findings yet.
    pub fn new(rule: &'static Rule, kumpulan: &'a Kumpulan<'a>) -> Self {
        Self { rule, kumpulan, list: Vec::new() }
    }

    /// The findings.
    pub fn finish(self) -> Vec<Lintas> {
        self.list
    }

    /// Tells every figure of a role that stands alone against other tables; `words` names it in the sentence.
    pub fn differences(&mut self, golongan: Golongan, role: Role, words: &str) {
        let mut columns: BTreeMap<(usize, usize, u32), Vec<Selisih<'_>>> = BTreeMap::new();
        for selisih in self.kumpulan.selisih(golongan, role) {
            let key = (selisih.anggota.petikan, selisih.anggota.tabel, selisih.angka.cell.col);
            columns.entry(key).or_default().push(selisih);
        }
        for column in columns.values() {
            // Many in one column have one cause, e.g. the column of another year.
            if column.len() >= LEAST_COLUMN {
                self.difference(&column[0], words, &column[1..]);
            } else {
                column.iter().for_each(|selisih| self.difference(selisih, words, &[]));
            }
        }
    }

    fn difference(&mut self, selisih: &Selisih<'_>, words: &str, same: &[Selisih<'_>]) {
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
        let butir = kumpulan.butir(anggota);
        let message = format!("{words} tertulis {}, {tables} {}", angka.tertulis, usual.tertulis);
        let message = match same.len() {
            0 => message,
            more => format!("{message}; {more} baris lain di kolom ini juga berbeda"),
        };
        let subject = format!("{}\u{1f}{}\u{1f}{words}", kumpulan.tabel(anggota).jenis, butir.nama.tertulis);
        let hint = digit_hint(angka.nilai, usual.nilai).filter(|_| selisih.lain.len() > 1);
        let related = selisih.lain.iter().take(MOST_RELATED).map(|(other, angka)| self.related(other, angka));
        let rows = same.iter().take(MOST_RELATED).map(|selisih| self.related(selisih.anggota, selisih.angka));
        let finding = Finding {
            rule: self.rule.code,
            severity: if selisih.is_sure { self.rule.severity } else { Severity::Review },
            book: kumpulan.petikan[anggota.petikan].1.berkas.clone(),
            place: kumpulan.tabel(anggota).place(angka.cell),
            message,
            written: Some(angka.tertulis.clone()),
            expected: Some(usual.tertulis.clone()).filter(|_| selisih.lain.len() > 1),
            cause: hint.as_ref().map(|hint| hint.cause),
            guess: hint.map(|hint| hint.words),
            advice: None,
            basis: self.rule.basis,
            related: related.chain(rows).collect(),
            fingerprint: fingerprint(self.rule.code, &subject, &angka.tertulis),
            entered: Entered::default(),
        };
        let (berkas, usual) = (kumpulan.petikan[anggota.petikan].0, usual.tertulis.clone());
        self.list.push(Lintas { berkas, finding, usual });
    }

    fn related(&self, anggota: &Anggota, angka: &Angka) -> Related {
        let nama = &self.kumpulan.butir(anggota).nama.tertulis;
        let note = format!("{} untuk «{nama}» ({})", angka.tertulis, anggota.yakin.words());
        Related {
            book: self.kumpulan.petikan[anggota.petikan].1.berkas.clone(),
            place: self.kumpulan.tabel(anggota).place(angka.cell),
            note,
        }
    }
}
