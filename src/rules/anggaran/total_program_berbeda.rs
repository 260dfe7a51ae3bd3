//! A04: a program has another pagu or realisasi than in the other tables of the agency.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::kumpulan::{Anggota, Golongan, Kumpulan, Lingkup, Selisih};
use crate::profile::Role;
use crate::rules::{Check, Compared, KumpulanFindings, Rule};

/// A04.
pub const RULE: Rule = Rule {
    code: "A04",
    name: "total_program_berbeda",
    title: "Pagu atau realisasi program berbeda antartabel",
    severity: Severity::Error,
    basis: "reviu (PermenPANRB 53/2014: keandalan data)",
    doc: include_str!("total_program_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    // Rows of which the pagu is known to be wrong.
    let pagu = kumpulan.selisih(Golongan::Anggaran, Lingkup::Program, Role::Pagu);
    let wrong: Vec<&Anggota> =
        pagu.iter().filter(|selisih| selisih.lain.len() > 1).map(|selisih| selisih.anggota).collect();
    for (role, words) in [(Role::Pagu, "pagu program"), (Role::Realisasi, "realisasi program")] {
        let below = kumpulan.selisih(Golongan::Anggaran, Lingkup::Rincian, role);
        let compared = Compared { golongan: Golongan::Anggaran, lingkup: Lingkup::Program, role, words };
        findings.judged(&compared, |selisih| {
            let selisih = match selisih.lain.as_slice() {
                // One against one: the row that is wrong anyway.
                &[(other, angka)] if wrong.iter().any(|known| std::ptr::eq(*known, other)) => {
                    Selisih { anggota: other, angka, lain: vec![(selisih.anggota, selisih.angka)], is_sure: false }
                }
                _ => selisih,
            };
            (!follows(kumpulan, &selisih, &below)).then_some(selisih)
        });
    }
}

/// The program differs by just what rows below it differ, which are told themselves.
fn follows(kumpulan: &Kumpulan<'_>, selisih: &Selisih<'_>, below: &[Selisih<'_>]) -> bool {
    let gap = |selisih: &Selisih<'_>| {
        selisih.lain.first().map_or(Decimal::ZERO, |(_, usual)| selisih.angka.nilai - usual.nilai)
    };
    let own = below.iter().filter(|other| {
        let is_same_column = (other.anggota.petikan, other.anggota.tabel, other.angka.cell.col)
            == (selisih.anggota.petikan, selisih.anggota.tabel, selisih.angka.cell.col);
        is_same_column && is_under(kumpulan, other.anggota, selisih.anggota.butir)
    });
    let gaps: Vec<Decimal> = own.map(gap).collect();
    !gaps.is_empty() && gaps.iter().sum::<Decimal>() == gap(selisih)
}

fn is_under(kumpulan: &Kumpulan<'_>, anggota: &Anggota, program: usize) -> bool {
    let rows = &kumpulan.tabel(anggota).butir;
    std::iter::successors(rows[anggota.butir].induk, |&at| rows[at].induk).any(|at| at == program)
}
