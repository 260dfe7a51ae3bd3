//! W09: a trend compares a triwulan with whole years.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};

/// W09.
pub const RULE: Rule = Rule {
    code: "W09",
    name: "banding_triwulan",
    title: "Realisasi triwulan dibandingkan dengan realisasi setahun penuh",
    severity: Severity::Review,
    basis: "praktik (analisis capaian kinerja)",
    doc: include_str!("banding_triwulan.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    const WHOLE_YEAR: u8 = 4;
    let table = &dokumen.table;
    let (Some(trend), Some(&triwulan)) =
        (table.column(Role::Tren), findings.laporan().konteks.triwulan.get(&table.sheet))
    else {
        return;
    };
    let years: Vec<usize> = table.columns_of(Role::RealisasiTahun).collect();
    // Headers that name the same triwulan of the years before compare like with like.
    let tells_triwulan =
        |&at: &usize| table.columns[at].path.iter().any(|text| crate::laporan::triwulan_of(text).is_some());
    let is_judged = table.rows.iter().any(|row| !row.entries[trend].is_blank());
    if triwulan >= WHOLE_YEAR || years.len() < 2 || !is_judged || years[..years.len() - 1].iter().any(tells_triwulan) {
        return;
    }
    findings
        .add(
            table.sheet,
            table.columns[trend].header_cell,
            "tren triwulan",
            format!("naik/turun membandingkan realisasi triwulan {triwulan} dengan realisasi setahun penuh"),
        )
        .advice("bandingkan dengan triwulan yang sama tahun lalu, atau nyatakan trennya belum dapat disimpulkan");
}
