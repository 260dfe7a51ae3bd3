//! C07: one person has two jabatan in a workbook; the rarer one is pointed at.

use crate::finding::{Cause, Severity};
use crate::grid::CellRef;
use crate::laporan::{Laporan, Sebutan, without_comma};
use crate::profile::jabatan::{Jenjang, begins_as_jabatan, is_acting, is_held_for_a_time, is_part_in_budget};
use crate::profile::words;
use crate::rules::identitas::{is_person, plain_name};
use crate::rules::{Check, Findings, Rule};

/// C07.
pub const RULE: Rule = Rule {
    code: "C07",
    name: "jabatan_berbeda",
    title: "Jabatan seseorang berbeda di dalam satu berkas",
    severity: Severity::Error,
    basis: "PermenPANRB 53/2014 (Perjanjian Kinerja)",
    doc: include_str!("jabatan_berbeda.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let named: Vec<(String, &Sebutan)> = laporan
        .sebutan
        .iter()
        .filter(|sebutan| is_own_office(&sebutan.jabatan) && is_person(&sebutan.nama))
        .map(|sebutan| (plain_name(&sebutan.nama), sebutan))
        .collect();
    let mut reported: Vec<(usize, CellRef)> = Vec::new();
    for (name, sebutan) in &named {
        let of_person = named.iter().filter(|(other, _)| other == name && !name.is_empty()).map(|(_, other)| *other);
        let of_person: Vec<&Sebutan> =
            of_person.filter(|other| !are_both_held(&other.jabatan, &sebutan.jabatan)).collect();
        let agreeing = |jabatan: &str| of_person.iter().filter(|other| is_same(&other.jabatan, jabatan)).count();
        let own = agreeing(&sebutan.jabatan);
        let usual = of_person.iter().copied().rev().max_by_key(|other| agreeing(&other.jabatan));
        let Some(usual) =
            usual.filter(|usual| agreeing(&usual.jabatan) > own && !is_same(&usual.jabatan, &sebutan.jabatan))
        else {
            continue;
        };
        if reported.contains(&(sebutan.sheet, sebutan.cell)) {
            continue;
        }
        reported.push((sebutan.sheet, sebutan.cell));
        let (written, expected) = (without_comma(&sebutan.jabatan), without_comma(&usual.jabatan));
        findings
            .add(
                sebutan.sheet,
                sebutan.cell,
                &sebutan.jabatan,
                format!("jabatan {} tertulis {written}, di tempat lain {expected}", without_comma(&sebutan.nama)),
            )
            .written(written)
            .expected(expected)
            .cause(Cause::SalinanBasi, "jabatan tersalin dari dokumen orang lain")
            .see(usual.sheet, usual.cell, "jabatan yang lebih sering ditulis");
    }
    for (stated, signed) in contradicted(&named) {
        if [stated, signed].iter().any(|own| reported.contains(&(own.sheet, own.cell))) {
            continue;
        }
        let (nama, written) = (without_comma(&stated.nama), without_comma(&stated.jabatan));
        let message =
            format!("jabatan {nama} tertulis {written}, pada tanda tangan {}", without_comma(&signed.jabatan));
        findings
            .add(stated.sheet, stated.cell, &stated.jabatan, message)
            .severity(Severity::Review)
            .written(written)
            .see(signed.sheet, signed.cell, "jabatan pada tanda tangan");
    }
}

/// Where a sheet states the jabatan of a person, and that person signs it with another.
fn contradicted<'a>(named: &[(String, &'a Sebutan)]) -> Vec<(&'a Sebutan, &'a Sebutan)> {
    // A signature has the jabatan above the name, the lines of an identity below it.
    let is_signature = |sebutan: &Sebutan| sebutan.cell.row < sebutan.nama_cell.row;
    let mut found: Vec<(&Sebutan, &Sebutan)> = Vec::new();
    for (name, stated) in named.iter().filter(|(_, own)| !is_signature(own) && is_jabatan(&own.jabatan)) {
        let on_sheet = named.iter().filter(|(other, own)| other == name && own.sheet == stated.sheet);
        let mut signed = on_sheet.map(|(_, own)| *own).filter(|own| is_signature(own) && is_jabatan(&own.jabatan));
        let is_other =
            |own: &&Sebutan| !is_same(&own.jabatan, &stated.jabatan) && !are_both_held(&own.jabatan, &stated.jabatan);
        found.extend(signed.next().filter(is_other).map(|signed| (*stated, signed)));
    }
    found
}

fn is_jabatan(text: &str) -> bool {
    begins_as_jabatan(text) || Jenjang::of(text).is_some()
}

/// "Pihak Kedua" is no jabatan, and Pengguna Anggaran comes with one.
fn is_own_office(jabatan: &str) -> bool {
    let own = words(jabatan);
    own.first().is_some_and(|word| !matches!(word.as_str(), "pihak" | "mengetahui" | "nip" | "menyetujui"))
        && !is_part_in_budget(&own)
        && !jabatan.contains(|c: char| c.is_ascii_digit())
}

/// Who acts for another keeps the own office: a sekretaris may be Plt. Kepala Dinas.
pub fn are_both_held(first: &str, second: &str) -> bool {
    is_held_for_a_time(first) != is_held_for_a_time(second) && !is_same(first, second)
}

/// One spelling of the other: nearly the same letters, or the one is the other with the office added.
pub fn is_same(first: &str, second: &str) -> bool {
    let (first, second) = (normal(first), normal(second));
    strsim::jaro_winkler(&first, &second) >= 0.93
        || first.starts_with(&second)
        || second.starts_with(&first)
        || contains_all(&first, &second)
        || contains_all(&second, &first)
}

fn contains_all(long: &str, short: &str) -> bool {
    short.split(' ').all(|word| long.split(' ').any(|other| strsim::normalized_levenshtein(other, word) >= 0.8))
}

fn normal(jabatan: &str) -> String {
    let own = words(jabatan);
    let own = own.iter().map(|word| match word.as_str() {
        "kabid" => "kepala bidang",
        "kasubag" | "kasubbag" => "kepala sub bagian",
        "kasi" => "kepala seksi",
        "kab" => "kabupaten",
        acting if is_acting(acting) => "",
        other => other,
    });
    own.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
