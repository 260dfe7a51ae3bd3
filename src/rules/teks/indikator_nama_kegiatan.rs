//! X14: the name of a kegiatan or sub kegiatan stands where an indikator should.

use std::collections::{HashMap, HashSet};

use crate::finding::{Cause, Severity};
use crate::grid::{CellRef, single_spaced};
use crate::laporan::Laporan;
use crate::profile::{Role, Shape, words};
use crate::rules::{Check, Findings, Rule};
use crate::table::RowKind;

/// X14.
pub const RULE: Rule = Rule {
    code: "X14",
    name: "indikator_nama_kegiatan",
    title: "Nama kegiatan atau sub kegiatan berdiri di kolom indikator",
    severity: Severity::Advice,
    basis: "kriteria SMART (PermenPANRB 88/2021)",
    doc: include_str!("indikator_nama_kegiatan.md"),
    check: Check::Laporan(check),
};

/// Shorter names may be an indikator's by accident.
const LEAST_WORDS: usize = 4;

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let names = names(laporan);
    let mut found: Vec<(usize, CellRef, String, (usize, CellRef))> = Vec::new();
    for dokumen in &laporan.dokumen {
        let table = &dokumen.table;
        let Some(column) = table
            .column(Role::Indikator)
            .filter(|&column| table.name_column() != Some(column) || table.shape == Shape::Indikator)
        else {
            continue;
        };
        for row in table.rows.iter().filter(|row| row.kind == RowKind::Data && !row.entries[column].continues) {
            let entry = &row.entries[column];
            let own = bare(entry.text());
            // The name must stand elsewhere than beside the indikator, where a form may repeat it.
            if let Some(&named) =
                names.get(&own).filter(|(sheet, cell)| *sheet != table.sheet || cell.row != entry.cell.row)
            {
                let text = single_spaced(entry.text());
                found.push((table.sheet, entry.cell, text.into_owned(), named));
            }
        }
    }
    let Some((sheet, cell, text, (other_sheet, other))) = found.first() else {
        return;
    };
    let message = match found.len() {
        1 => "indikator adalah nama kegiatan, bukan ukuran keberhasilannya".to_string(),
        several => format!("{several} indikator adalah nama kegiatan, bukan ukuran keberhasilannya"),
    };
    findings
        .add(*sheet, *cell, text, message)
        .written(text.clone())
        .cause(Cause::SalinanBasi, "nama kegiatan tersalin ke kolom indikator")
        .advice("tulis ukurannya, misalnya jumlah atau persentase keluarannya")
        .see(*other_sheet, *other, "kegiatan yang bernama sama")
        .see_cells(found[1..].iter().map(|(sheet, cell, ..)| (*sheet, *cell)), "indikator serupa");
}

/// The names of program, kegiatan and sub kegiatan with the first cell of each.
fn names(laporan: &Laporan) -> HashMap<Vec<String>, (usize, CellRef)> {
    let mut names = HashMap::new();
    for table in laporan.dokumen.iter().map(|dokumen| &dokumen.table).filter(|table| table.shape == Shape::Anggaran) {
        let columns = [Role::Uraian, Role::Program, Role::Kegiatan].into_iter().filter_map(|role| table.column(role));
        let mut seen: HashSet<&str> = HashSet::new();
        for column in columns {
            for row in table.rows.iter().filter(|row| row.kind == RowKind::Data) {
                let entry = &row.entries[column];
                // The first cell of a name is its place.
                if !seen.insert(entry.text()) {
                    continue;
                }
                let name = bare(entry.text());
                if name.len() >= LEAST_WORDS {
                    names.entry(name).or_insert((table.sheet, entry.cell));
                }
            }
        }
    }
    names
}

/// The words of a name without number, bullet and level.
fn bare(text: &str) -> Vec<String> {
    let own = words(text);
    let rest = own.iter().skip_while(|word| word.chars().count() <= 1 || word.chars().all(|c| c.is_ascii_digit()));
    rest.skip_while(|word| matches!(word.as_str(), "program" | "kegiatan" | "sub" | "subkegiatan")).cloned().collect()
}
