//! I10: "Plt." is written wrongly, or a word of a jabatan stands twice.

use std::sync::LazyLock;

use regex::Regex;

use crate::finding::Severity;
use crate::grid::{CellRef, single_spaced};
use crate::laporan::Laporan;
use crate::profile::jabatan::STRUKTURAL;
use crate::rules::{Check, Findings, Rule};

/// I10.
pub const RULE: Rule = Rule {
    code: "I10",
    name: "pelaksana_tugas",
    title: "Plt., Plh., atau jabatan ditulis keliru",
    severity: Severity::Review,
    basis: "tata naskah dinas (Plt., Plh., Pj.)",
    doc: include_str!("pelaksana_tugas.md"),
    check: Check::Laporan(check),
};

static ACTING: LazyLock<Regex> = LazyLock::new(|| pattern(r"(p[a-z]{1,3})(\.?)( ?)"));
static OFFICER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:p[a-z]{1,3}\.? ?)?"));

/// A line that begins with an office, and what stands before it.
fn pattern(before: &str) -> Regex {
    let office = STRUKTURAL.join("|");
    Regex::new(&format!(r"(?i)^{before}(?:{office}|wali kota)\b")).expect("a valid pattern")
}

/// Right abbreviations: pelaksana tugas, pelaksana harian, penjabat, penjabat sementara.
const RIGHT: [&str; 4] = ["Plt", "Plh", "Pj", "Pjs"];

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let mut faults: Vec<(usize, CellRef, String, Fault)> = Vec::new();
    let is_faulty = |text: &str| text.len() <= 150 && fault(&single_spaced(text)).is_some();
    for (sheet, cell, text) in laporan.texts.filter(is_faulty) {
        let line = single_spaced(text);
        if let Some(fault) = fault(&line) {
            faults.push((sheet, cell, line.into_owned(), fault));
        }
    }
    for (at, (sheet, cell, line, fault)) in faults.iter().enumerate() {
        if faults[..at].iter().any(|(_, _, _, earlier)| earlier == fault) {
            continue;
        }
        let again =
            faults[at + 1..].iter().filter(|(_, _, _, other)| other == fault).map(|(sheet, cell, ..)| (*sheet, *cell));
        let draft = findings.add(*sheet, *cell, line, fault.message.clone()).severity(fault.severity);
        draft.written(line.clone()).expected(fault.expected.clone()).see_cells(again, "tertulis sama");
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Fault {
    severity: Severity,
    message: String,
    expected: String,
}

/// What is wrong with a jabatan, if the line is one.
fn fault(line: &str) -> Option<Fault> {
    if let Some(found) = ACTING.captures(line) {
        let (written, dot) = (&found[1], &found[2]);
        let capital = RIGHT.into_iter().find(|right| right.eq_ignore_ascii_case(written));
        let rest = line[found[1].len() + found[2].len()..].trim_start();
        return match capital {
            // "Pt." for "Plt.": one letter is missing or other.
            None if !dot.is_empty() => Some(Fault {
                severity: Severity::Review,
                message: format!("«{written}.» bukan singkatan jabatan; mungkin Plt. (pelaksana tugas)"),
                expected: format!("Plt. {rest}"),
            }),
            Some(right) if dot.is_empty() || found[3].is_empty() || !is_cased(written, right, rest) => Some(Fault {
                severity: Severity::Advice,
                message: format!("«{written}{dot}» lazim ditulis {right}."),
                expected: format!("{right}. {rest}"),
            }),
            _ => None,
        };
    }
    // Reduplication ("pulau-pulau") carries a hyphen.
    let own: Vec<&str> = OFFICER.is_match(line).then(|| line.split(' ').collect())?;
    let is_twice = |at: &usize| own[*at].len() >= 3 && own[*at].eq_ignore_ascii_case(own[at + 1]);
    let at = (0..own.len().saturating_sub(1)).find(|at| is_twice(at) && !is_place(&own, *at))?;
    let twice = &own[at..at + 2];
    let doubled = format!("{} {}", twice[0], twice[1]);
    Some(Fault {
        severity: Severity::Review,
        message: format!("kata {} pada jabatan tertulis dua kali", twice[0]),
        expected: line.replacen(&doubled, twice[0], 1),
    })
}

/// The doubled word is the whole name of a place at the end of a jabatan: "Bupati Fak Fak", "Kota Pare Pare".
fn is_place(own: &[&str], at: usize) -> bool {
    const PLACES: [&str; 10] =
        ["kabupaten", "kab.", "kota", "bupati", "walikota", "camat", "kecamatan", "distrik", "lurah", "kelurahan"];
    let is_named = at > 0 && PLACES.iter().any(|place| place.eq_ignore_ascii_case(own[at - 1]));
    is_named && at + 2 == own.len()
}

/// "Plt." in any line, "PLT." in one of capitals.
fn is_cased(written: &str, right: &str, rest: &str) -> bool {
    written == right || written == right.to_uppercase() && !rest.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_wrong_abbreviations_are_told() {
        for line in [
            "Plt. Kepala Bidang Pelayaran",
            "PLT. KEPALA BIDANG PELAYARAN",
            "Pj. Bupati Tirta",
            "Kepala Dinas",
            "Plh. Kepala Seksi",
            "Kepala Dinas Sosial Kabupaten Fak Fak",
            "Bupati Fak Fak",
        ] {
            assert_eq!(fault(line), None, "{line}");
        }
        let of = |line: &str| fault(line).map(|fault| (fault.severity, fault.expected));
        assert_eq!(of("Pt. Kepala Bidang"), Some((Severity::Review, "Plt. Kepala Bidang".into())));
        assert_eq!(of("Plt Kepala Bidang"), Some((Severity::Advice, "Plt. Kepala Bidang".into())));
        assert_eq!(of("Kepala Kepala Bidang"), Some((Severity::Review, "Kepala Bidang".into())));
        assert_eq!(of("Bupati Tirta Tirta Kencana").map(|(_, expected)| expected), Some("Bupati Tirta Kencana".into()));
        assert_eq!(of("PT Kepala Gading"), None);
    }
}
