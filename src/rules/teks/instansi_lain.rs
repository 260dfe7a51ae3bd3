//! X06: an indikator or name mentions another agency than the workbook's.

use crate::finding::{Cause, Severity};
use crate::laporan::Laporan;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::Level;

/// X06.
pub const RULE: Rule = Rule {
    code: "X06",
    name: "instansi_lain",
    title: "Nama perangkat daerah lain tertinggal",
    severity: Severity::Error,
    basis: "reviu (PermenPANRB 53/2014)",
    doc: include_str!("instansi_lain.md"),
    check: Check::Laporan(check),
};

/// First words of the names of perangkat daerah, after the urusan of UU 23/2014.
const URUSAN: [&str; 34] = [
    "pendidikan",
    "kesehatan",
    "pekerjaan",
    "perumahan",
    "sosial",
    "tenaga",
    "transmigrasi",
    "pemberdayaan",
    "pangan",
    "ketahanan",
    "pertanahan",
    "lingkungan",
    "kependudukan",
    "pengendalian",
    "perhubungan",
    "komunikasi",
    "koperasi",
    "penanaman",
    "kepemudaan",
    "pemuda",
    "kebudayaan",
    "perpustakaan",
    "kearsipan",
    "kelautan",
    "perikanan",
    "pariwisata",
    "pertanian",
    "perkebunan",
    "peternakan",
    "kehutanan",
    "energi",
    "perdagangan",
    "perindustrian",
    "pemadam",
];

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let titles = laporan.dokumen.iter().flat_map(|dokumen| dokumen.table.title.iter().map(|line| &line.text));
    let own: Vec<String> = titles.flat_map(|text| dinas(text)).map(|(urusan, _)| urusan).collect();
    if own.is_empty() {
        return;
    }
    for dokumen in &laporan.dokumen {
        let table = &dokumen.table;
        for (column, found) in table.columns.iter().enumerate() {
            if !matches!(
                found.role,
                Some(Role::Indikator | Role::Sasaran | Role::Uraian | Role::Program | Role::Kegiatan)
            ) {
                continue;
            }
            for (row, entries) in table.rows.iter().enumerate() {
                let entry = &entries.entries[column];
                if entry.continues || matches!(entries.level, Level::Belanja(_)) {
                    continue;
                }
                if let Some((_, name)) = dinas(entry.text()).into_iter().find(|(urusan, _)| !own.contains(urusan)) {
                    findings
                        .at(
                            dokumen,
                            Spot { row, column },
                            format!("menyebut {name}, bukan perangkat daerah dokumen ini"),
                        )
                        .written(name)
                        .cause(Cause::SalinanBasi, "teks tersalin dari dokumen perangkat daerah lain");
                }
            }
        }
    }
}

/// What is for duty: perjalanan dinas, rumah dinas.
fn is_for_duty(word: &str) -> bool {
    const OBJECTS: [&str; 7] = ["perjalanan", "pakaian", "seragam", "kendaraan", "mobil", "rumah", "nota"];
    OBJECTS.contains(&word.to_lowercase().as_str())
}

/// The perangkat daerah a text names: the first word of the urusan, and the name.
fn dinas(text: &str) -> Vec<(String, String)> {
    let own: Vec<&str> = text.split_whitespace().collect();
    let names = own.windows(2).enumerate().filter_map(|(at, pair)| {
        let urusan = pair[1].trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        let is_name = !at.checked_sub(1).is_some_and(|before| is_for_duty(own[before]))
            && pair[0].eq_ignore_ascii_case("dinas")
            && URUSAN.contains(&urusan.as_str())
            && pair[1].starts_with(char::is_uppercase);
        let capital = |word: &&&str| word.starts_with(char::is_uppercase) || matches!(**word, "dan" | "serta");
        is_name.then(|| (urusan, own[at..].iter().take_while(capital).take(6).copied().collect::<Vec<_>>().join(" ")))
    });
    names.collect()
}
