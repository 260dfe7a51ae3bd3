//! W05: a yearly performance report is dated after the end of February.

use crate::finding::Severity;
use crate::laporan::Laporan;
use crate::profile::words;
use crate::rules::{Check, Findings, Rule};

/// W05.
pub const RULE: Rule = Rule {
    code: "W05",
    name: "laporan_terlambat",
    title: "Laporan kinerja bertanggal sesudah akhir Februari",
    severity: Severity::Review,
    basis: "Perpres 29/2014 (laporan kinerja perangkat daerah paling lambat dua bulan setelah tahun anggaran berakhir)",
    doc: include_str!("laporan_terlambat.md"),
    check: Check::Laporan(check),
};

/// The last month in which the report of the year before is in time.
const LAST_MONTH: u8 = 2;

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let Some(year) = laporan.konteks.tahun else {
        return;
    };
    let mut reports: Vec<usize> = laporan.texts.filter(is_report).map(|(sheet, ..)| sheet).collect();
    reports.dedup();
    // A report on a triwulan has a date of its own.
    let is_yearly = |sheet: &usize| !laporan.konteks.triwulan.contains_key(sheet);
    for mention in laporan.konteks.signed.iter().filter(|mention| reports.contains(&mention.sheet)) {
        if !is_yearly(&mention.sheet) || mention.value <= (year + 1, LAST_MONTH) {
            continue;
        }
        let written = mention.text.trim().to_string();
        findings
            .add(
                mention.sheet,
                mention.cell,
                "tanggal laporan kinerja",
                format!("laporan kinerja tahun {year} bertanggal «{written}», batasnya akhir Februari {}", year + 1),
            )
            .written(written);
    }
}

/// A heading that names the yearly report.
fn is_report(text: &str) -> bool {
    const LONGEST: usize = 120;
    if text.len() > LONGEST || !text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(['l', 'L']) {
        return false;
    }
    let own = words(text);
    let begins = |prefix: &[&str]| prefix.iter().zip(&own).filter(|(word, own)| *word == own).count() == prefix.len();
    begins(&["laporan", "kinerja"])
        || begins(&["lkjip"])
        || begins(&["lakip"])
        || begins(&["laporan", "akuntabilitas", "kinerja"])
}
