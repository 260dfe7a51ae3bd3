//! I05: two persons carry one NIP.

use super::{is_person, plain_name};
use crate::finding::{Cause, Severity};
use crate::laporan::{Laporan, Nip, Pejabat, nip_digits};
use crate::rules::{Check, Findings, Rule};

/// I05.
pub const RULE: Rule = Rule {
    code: "I05",
    name: "nip_ganda",
    title: "Satu NIP dipakai dua orang",
    severity: Severity::Error,
    basis: "Peraturan Kepala BKN 22/2007",
    doc: include_str!("nip_ganda.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let named: Vec<(&Pejabat, &str, String)> = laporan
        .pejabat
        .iter()
        .filter(|pejabat| Nip::parse(&pejabat.nip).is_ok())
        .filter_map(|pejabat| {
            let (_, nama) = pejabat.nama.as_ref().filter(|(_, nama)| is_person(nama))?;
            Some((pejabat, nama.as_ref(), nip_digits(&pejabat.nip)))
        })
        .collect();
    let mut told: Vec<(&str, String)> = Vec::new();
    for (pejabat, nama, digits) in &named {
        let of_nip = || named.iter().filter(|(_, _, other)| other == digits);
        let count = |nama: &str| of_nip().filter(|(_, other, _)| !are_different(other, nama)).count();
        // The person it is written for more often, else the first, keeps it.
        let owner = of_nip().rev().max_by_key(|(_, other, _)| count(other));
        let Some((owner, owner_nama, _)) = owner.filter(|(_, owner, _)| are_different(owner, nama)) else {
            continue;
        };
        if told.iter().any(|(known, nip)| nip == digits && !are_different(known, nama)) {
            continue;
        }
        told.push((nama, digits.clone()));
        let draft = findings
            .add(
                pejabat.sheet,
                pejabat.cell,
                &format!("{}\u{1f}{}", plain_name(nama), digits),
                format!("NIP {} milik {nama} juga dipakai {owner_nama}", pejabat.nip),
            )
            .written(pejabat.nip.to_string())
            .cause(Cause::SalinanBasi, "NIP tersalin dari orang lain")
            .advice("cocokkan NIP dengan surat keputusan kepegawaian")
            .see(owner.sheet, owner.cell, "NIP yang sama dengan nama lain");
        let right = laporan.pejabat.iter().find(|other| {
            other.nama.as_ref().is_some_and(|(_, own)| !are_different(own, nama))
                && nip_digits(&other.nip) != *digits
                && Nip::parse(&other.nip).is_ok()
        });
        if let Some(right) = right {
            draft.expected(right.nip.to_string()).see(right.sheet, right.cell, "NIP orang ini di tempat lain");
        }
    }
}

/// No word of one name is a word, a short form or a slip of a word of the other.
fn are_different(first: &str, second: &str) -> bool {
    let (first, second) = (plain_name(first), plain_name(second));
    let akin = |own: &str, other: &str| {
        own.starts_with(other) || other.starts_with(own) || strsim::normalized_levenshtein(own, other) >= 0.7
    };
    !first.split(' ').any(|own| second.split(' ').any(|other| akin(own, other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_and_slips_are_one_person() {
        assert!(!are_different("MUHAMMAD ILHAM SAPUTRA, S.STP", "M. ILHAM SAPUTRA, S.STP"));
        assert!(!are_different("SURYANTO", "SURIYANTO, S.E."));
        assert!(are_different("SRI WAHYUNI, S.T.", "BUDI SANTOSA"));
    }
}
