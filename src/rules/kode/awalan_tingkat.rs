//! D03: a name lacks the word that tells its level, which the others of the level have.

use crate::finding::Severity;
use crate::grid::single_spaced;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::words;
use crate::rules::{Check, Findings, Rule};
use crate::table::{Level, RowKind};

/// D03.
pub const RULE: Rule = Rule {
    code: "D03",
    name: "awalan_tingkat",
    title: "Nama tanpa awalan Program, Kegiatan, atau Sub Kegiatan",
    severity: Severity::Advice,
    basis: "Permendagri 90/2019 (nomenklatur)",
    doc: include_str!("awalan_tingkat.md"),
    check: Check::Dokumen(check),
};

const LEVELS: [(Level, &[&str]); 3] =
    [(Level::Program, &["program"]), (Level::Kegiatan, &["kegiatan"]), (Level::SubKegiatan, &["sub", "kegiatan"])];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.name_column() else {
        return;
    };
    for (level, prefix) in LEVELS {
        let rows = (0..table.rows.len()).filter(|&row| {
            let row = &table.rows[row];
            row.level == level && row.kind == RowKind::Data && !row.entries[column].is_blank()
        });
        let rows: Vec<usize> = rows.collect();
        let (with, without): (Vec<usize>, Vec<usize>) =
            rows.iter().partition(|&&row| has_prefix(table.row_name(&table.rows[row]), prefix));
        // Where the code or the indent tells the level, no name needs the word.
        let (Some(&first), true) = (without.first(), with.len() >= 3 && without.len() * 2 <= with.len()) else {
            continue;
        };
        let name = single_spaced(table.row_name(&table.rows[first]));
        let message = match without.len() {
            1 => format!("nama {} tidak diawali «{}» seperti yang lain", level.words(), title(prefix)),
            several => format!("{several} nama {} tidak diawali «{}» seperti yang lain", level.words(), title(prefix)),
        };
        let spots: Vec<Spot> = without.iter().map(|&row| Spot { row, column }).collect();
        findings
            .at(dokumen, Spot { row: first, column }, message)
            .expected(format!("{} {}", title(prefix), bare(&name)))
            .written(name)
            .see_spots(dokumen, &spots, "nama tanpa awalan");
    }
}

fn has_prefix(name: &str, prefix: &[&str]) -> bool {
    let own = words(name);
    let own: Vec<&str> = own
        .iter()
        .map(String::as_str)
        .skip_while(|word| word.chars().count() == 1 || word.chars().all(|c| c.is_ascii_digit()))
        .collect();
    own.starts_with(prefix) || own.first() == Some(&prefix.concat().as_str())
}

/// "Sub Penyediaan Alat" without its half prefix.
fn bare(name: &str) -> &str {
    name.strip_prefix("Sub ").unwrap_or(name)
}

fn title(prefix: &[&str]) -> String {
    let capital = |word: &&str| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    };
    prefix.iter().map(capital).collect::<Vec<String>>().join(" ")
}
