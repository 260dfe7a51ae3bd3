//! Collecting findings between tables and documents, and how a figure that stands alone is told.

use super::Rule;
use crate::finding::{Finding, Related, Severity, fingerprint};
use crate::laporan::arithmetic::digit_hint;
use crate::laporan::kumpulan::{Anggota, Angka, Golongan, Kumpulan, Selisih};
use crate::profile::Role;

/// Other cells told with a finding.
const MOST_RELATED: usize = 12;

/// The findings of one rule on the documents of an agency, with the workbook each belongs to.
pub struct KumpulanFindings<'a> {
    rule: &'static Rule,
    kumpulan: &'a Kumpulan<'a>,
    list: Vec<(usize, Finding)>,
}

impl<'a> KumpulanFindings<'a> {
    /// No findings yet.
    pub fn new(rule: &'static Rule, kumpulan: &'a Kumpulan<'a>) -> Self {
        Self { rule, kumpulan, list: Vec::new() }
    }

    /// The findings, each with the index of its workbook in the run.
    pub fn finish(self) -> Vec<(usize, Finding)> {
        self.list
    }

    /// Tells every figure of a role that stands alone against other tables; `words` names it in the sentence.
    pub fn differences(&mut self, golongan: Golongan, role: Role, words: &str) {
        for selisih in self.kumpulan.selisih(golongan, role) {
            self.difference(&selisih, words);
        }
    }

    fn difference(&mut self, selisih: &Selisih<'_>, words: &str) {
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
        let subject = format!("{}\u{1f}{}\u{1f}{words}", kumpulan.tabel(anggota).jenis, butir.nama.tertulis);
        let hint = digit_hint(angka.nilai, usual.nilai).filter(|_| selisih.lain.len() > 1);
        let related = selisih.lain.iter().take(MOST_RELATED).map(|(other, angka)| self.related(other, angka));
        let finding = Finding {
            rule: self.rule.code,
            severity: if selisih.is_sure { self.rule.severity } else { Severity::Review },
            place: kumpulan.tabel(anggota).place(angka.cell),
            message,
            written: Some(angka.tertulis.clone()),
            expected: Some(usual.tertulis.clone()).filter(|_| selisih.lain.len() > 1),
            cause: hint.as_ref().map(|hint| hint.cause),
            guess: hint.map(|hint| hint.words),
            advice: None,
            basis: self.rule.basis,
            related: related.collect(),
            fingerprint: fingerprint(self.rule.code, &subject, &angka.tertulis),
        };
        self.list.push((kumpulan.petikan[anggota.petikan].0, finding));
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
