//! I12: an official is past the age of retirement on the day of the document.

use crate::finding::Severity;
use crate::laporan::{Laporan, Nip, Pejabat};
use crate::profile::jabatan::without_acting;
use crate::profile::words;
use crate::rules::{Check, Findings, Rule};

/// I12.
pub const RULE: Rule = Rule {
    code: "I12",
    name: "lewat_pensiun",
    title: "Pejabat melewati batas usia pensiun pada tanggal dokumen",
    severity: Severity::Advice,
    basis: "UU 20/2023 (ASN), Pasal 55",
    doc: include_str!("lewat_pensiun.md"),
    check: Check::Laporan(check),
};

/// Age of retirement (UU 20/2023): high office 60, administrative office 58.
const HIGH: u16 = 60;
const ADMINISTRATIVE: u16 = 58;

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let mut told: Vec<&str> = Vec::new();
    for pejabat in &laporan.pejabat {
        let (Ok(nip), Some(limit), Some((year, month))) =
            (Nip::parse(&pejabat.nip), limit(pejabat), day(laporan, pejabat.sheet))
        else {
            continue;
        };
        // Retirement begins with the month after the birthday.
        let retires = u32::from(nip.born.0 + limit) * 12 + u32::from(nip.born.1);
        let months = u32::from(year) * 12 + u32::from(month);
        if months <= retires || told.contains(&pejabat.nip.as_ref()) {
            continue;
        }
        told.push(&pejabat.nip);
        let age = (months - u32::from(nip.born.0) * 12 - u32::from(nip.born.1)) / 12;
        let nama = pejabat.nama.as_ref().map_or("pejabat", |(_, nama)| nama.as_ref());
        let draft = findings
            .add(
                pejabat.sheet,
                pejabat.cell,
                &pejabat.nip,
                format!("menurut NIP-nya {nama} berusia {age} tahun pada tanggal dokumen, melewati batas usia pensiun {limit} tahun"),
            )
            .written(pejabat.nip.to_string())
            .advice("cocokkan NIP, atau pastikan masa tugasnya memang diperpanjang");
        if let Some((cell, _)) = &pejabat.jabatan {
            draft.see(pejabat.sheet, *cell, "jabatan");
        }
    }
}

/// The limit of the jabatan; functional offices have several, so they say nothing.
fn limit(pejabat: &Pejabat) -> Option<u16> {
    let (_, jabatan) = pejabat.jabatan.as_ref()?;
    let own = words(jabatan);
    match without_acting(&own).as_slice() {
        ["inspektur", "pembantu", ..] => Some(ADMINISTRATIVE),
        ["kepala", "dinas" | "badan", ..] | ["sekretaris", "daerah", ..] | ["inspektur", ..] | ["asisten", ..] => {
            Some(HIGH)
        }
        ["kepala", "bidang" | "bagian" | "seksi" | "sub" | "subbag" | "subbagian" | "subbidang" | "subseksi", ..]
        | ["kabid" | "kabag" | "kasi" | "kasubag" | "kasubbag" | "irban" | "camat" | "lurah", ..]
        | ["sekretaris", "dinas" | "badan" | "camat" | "kecamatan" | "lurah", ..] => Some(ADMINISTRATIVE),
        _ => None,
    }
}

/// Year and month of a sheet's signature, else January of the workbook's year.
fn day(laporan: &Laporan, sheet: usize) -> Option<(u16, u8)> {
    let signed = laporan.konteks.signed.iter().filter(|mention| mention.sheet == sheet).map(|mention| mention.value);
    signed.min().or_else(|| laporan.konteks.tahun.map(|year| (year, 1)))
}
