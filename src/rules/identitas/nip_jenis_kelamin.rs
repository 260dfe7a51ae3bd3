//! I03: the gender digit of a NIP is neither 1 nor 2, or contradicts the title.

use crate::finding::Severity;
use crate::laporan::{Laporan, Nip, NipFault, titles};
use crate::rules::{Check, Findings, Rule};

/// I03.
pub const RULE: Rule = Rule {
    code: "I03",
    name: "nip_jenis_kelamin",
    title: "Angka jenis kelamin pada NIP tidak cocok",
    severity: Severity::Review,
    basis: "Peraturan Kepala BKN 22/2007",
    doc: include_str!("nip_jenis_kelamin.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for pejabat in &laporan.pejabat {
        let title = pejabat.nama.as_ref().and_then(|(_, nama)| gender_of_title(nama));
        let message = match (Nip::parse(&pejabat.nip), title) {
            (Err(NipFault::Gender(digit)), _) => {
                format!("angka ke-15 NIP {} adalah {digit}, seharusnya 1 atau 2", pejabat.nip)
            }
            (Ok(nip), Some(gender)) if nip.gender != gender => {
                format!("angka ke-15 NIP {} adalah {}, tidak cocok dengan sapaan pada nama", pejabat.nip, nip.gender)
            }
            _ => continue,
        };
        let draft = findings.add(pejabat.sheet, pejabat.cell, &pejabat.nip, message).written(pejabat.nip.to_string());
        if let Some((cell, _)) = &pejabat.nama {
            draft.see(pejabat.sheet, *cell, "nama");
        }
    }
}

/// Hj., Ny. and Ibu are women, H. is a man; the H. of a degree or between two names is neither.
fn gender_of_title(nama: &str) -> Option<u8> {
    titles(nama).iter().find_map(|title| match title.as_str() {
        "HJ" | "NY" | "IBU" => Some(2),
        "H" => Some(1),
        _ => None,
    })
}
