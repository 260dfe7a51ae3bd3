//! I14: one person has two NIP in the documents of an agency.

use std::collections::BTreeMap;

use super::is_person;
use crate::finding::Severity;
use crate::laporan::kumpulan::SebutanNip;
use crate::laporan::{nip_digits, plain_name};
use crate::rules::{Check, KumpulanFindings, Rule};

/// I14.
pub const RULE: Rule = Rule {
    code: "I14",
    name: "nip_antardokumen",
    title: "Satu nama dengan dua NIP di dokumen yang berlainan",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("nip_antardokumen.md"),
    check: Check::Kumpulan(check),
};

/// Digits of a NIP.
const DIGITS: usize = 18;
/// NIP that differ in more digits are those of two persons of one name.
const MOST_DIFFERENT: usize = 4;

/// Where a person is named, with the index of the extract.
type Sebut<'a> = (usize, &'a SebutanNip);

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    let mut persons: BTreeMap<String, BTreeMap<String, Vec<Sebut<'_>>>> = BTreeMap::new();
    for (petikan, (_, own)) in kumpulan.petikan.iter().enumerate() {
        for sebutan in own.nip.iter().filter(|sebutan| is_person(&sebutan.nama)) {
            let (name, digits) = (plain_name(&sebutan.nama), nip_digits(&sebutan.nip));
            if !name.is_empty() && digits.len() == DIGITS {
                persons.entry(name).or_default().entry(digits).or_default().push((petikan, sebutan));
            }
        }
    }
    for known in persons.into_values().filter(|known| known.len() > 1) {
        // The one written most often; of equals the one written first.
        let order = |list: &[Sebut<'_>]| (std::cmp::Reverse(list.len()), list[0].0, list[0].1.place.sheet);
        let Some((usual, of_usual)) = known.iter().min_by_key(|(_, list)| order(list)) else {
            continue;
        };
        let (other, right) = of_usual[0];
        for (own, list) in known.iter().filter(|(own, _)| is_slip(own, usual) && own != &usual) {
            // Where one sheet has both, I04 tells.
            let sheet = |(petikan, own): &Sebut<'_>| (*petikan, own.place.sheet);
            let is_elsewhere = |own: &&Sebut<'_>| !of_usual.iter().any(|other| sheet(other) == sheet(own));
            let Some(&(petikan, first)) = list.iter().find(is_elsewhere) else {
                continue;
            };
            let severity = if of_usual.len() > list.len() { RULE.severity } else { Severity::Review };
            let place = if other == petikan {
                format!("lembar {}", right.place.sheet_name)
            } else {
                kumpulan.petikan[other].1.berkas.to_string()
            };
            let message = format!("NIP {} tertulis {}, pada {place} {}", first.nama, first.nip, right.nip);
            let mut draft = findings
                .place(petikan, &first.place, own, message)
                .severity(severity)
                .written(&first.nip)
                .expected(&right.nip)
                .see_place(other, right.place.clone(), format!("NIP yang tertulis di {} tempat", of_usual.len()));
            for (petikan, same) in list.iter().filter(|(at, same)| (*at, &same.place) != (petikan, &first.place)) {
                draft = draft.see_place(*petikan, same.place.clone(), "NIP yang sama dengan sel ini");
            }
        }
    }
}

/// Two NIP that differ in few digits.
pub fn is_slip(first: &str, second: &str) -> bool {
    first.bytes().zip(second.bytes()).filter(|(one, other)| one != other).count() <= MOST_DIFFERENT
}
