//! C01: the superior a document names can't be one, or has another jabatan in the own document.

use super::jabatan_berbeda::{are_both_held, is_same};
use super::rantai::is_same_person;
use crate::finding::Severity;
use crate::laporan::kumpulan::{Atasan, Pihak};
use crate::profile::jabatan::{Jenjang, without_acting};
use crate::profile::words;
use crate::rules::{Check, KumpulanFindings, Rule};

/// C01.
pub const RULE: Rule = Rule {
    code: "C01",
    name: "atasan_keliru",
    title: "Pihak Kedua bukan atasan Pihak Pertama",
    severity: Severity::Error,
    basis: "PermenPANRB 53/2014 (Perjanjian Kinerja berjenjang)",
    doc: include_str!("atasan_keliru.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    let all: Vec<(usize, &Pihak)> = kumpulan
        .petikan
        .iter()
        .enumerate()
        .flat_map(|(at, (_, petikan))| petikan.pihak.iter().map(move |pihak| (at, pihak)))
        .collect();
    for &(at, pihak) in &all {
        let Some(atasan) = &pihak.atasan else {
            continue;
        };
        let fault = fault(pihak, atasan).or_else(|| {
            let circle = all.iter().find(|(_, other)| {
                is_same_person(&other.nama, &atasan.nama)
                    && other.atasan.as_ref().is_some_and(|above| is_same_person(&above.nama, &pihak.nama))
            });
            // A circle is told once, at the one of lower rank.
            circle.filter(|(_, other)| other.jenjang() <= pihak.jenjang()).map(|(_, other)| {
                (Severity::Error, format!("{} dan {} saling disebut sebagai atasan", pihak.nama, other.nama))
            })
        });
        let is_own = |other: usize, named: &Pihak| other != at && is_same_person(&named.nama, &atasan.nama);
        let documents: Vec<&Pihak> =
            all.iter().filter(|(other, named)| is_own(*other, named)).map(|(_, named)| *named).collect();
        // An official who moved has documents in both offices.
        let is_known = documents
            .iter()
            .any(|own| is_same(&own.jabatan, &atasan.jabatan) || are_both_held(&own.jabatan, &atasan.jabatan));
        let own = documents.first().filter(|_| atasan.jenjang().is_some() && !is_known);
        let (severity, message) = match (fault, own) {
            (Some(fault), _) => fault,
            (None, Some(own)) => {
                let message = format!(
                    "jabatan atasan {} tertulis {}, pada dokumennya sendiri {}",
                    atasan.nama, atasan.jabatan, own.jabatan
                );
                (Severity::Review, message)
            }
            _ => continue,
        };
        findings
            .person(at, (pihak.sheet, &pihak.sheet_name, atasan.cell), &pihak.nama, message)
            .severity(severity)
            .written(&atasan.jabatan);
    }
}

/// What the document alone shows.
fn fault(pihak: &Pihak, atasan: &Atasan) -> Option<(Severity, String)> {
    if is_same_person(&pihak.nama, &atasan.nama) {
        return Some((Severity::Error, format!("{} tertulis sebagai atasannya sendiri", pihak.nama)));
    }
    let (own, above) = (pihak.jenjang()?, atasan.jenjang()?);
    let words =
        |relation: &str| format!("{} {relation} {}, yang ditulis sebagai atasannya", pihak.jabatan, atasan.jabatan);
    if above > own {
        return Some((Severity::Error, words("lebih tinggi daripada")));
    }
    // Functional officials may lead others; sections and divisions do not lead their equals.
    if above == own && own < Jenjang::Pelaksana && !leads_equals(&pihak.jabatan, &atasan.jabatan) {
        return Some((Severity::Error, words("setingkat dengan")));
    }
    (own == Jenjang::Bidang && above == Jenjang::KepalaDaerah)
        .then(|| (Severity::Review, words("dua tingkat di bawah")))
}

/// A kepala dinas leads the direktur of its rumah sakit (PP 72/2019), the sekretaris daerah the kepala pelaksana of the
/// BPBD, whose head he is (Permendagri 46/2008).
fn leads_equals(bawahan: &str, atasan: &str) -> bool {
    let (below, above) = (words(bawahan), words(atasan));
    let is_sekda =
        |own: &[String]| matches!(without_acting(own).as_slice(), ["sekda", ..] | ["sekretaris", "daerah", ..]);
    without_acting(&below).first() == Some(&"direktur") || is_sekda(&above) && !is_sekda(&below)
}
