//! D06: a code stands twice, or one name twice with different amounts.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, Shape, plain};
use crate::rules::{Check, Findings, Rule};
use crate::table::{Level, RowKind};

/// D06.
pub const RULE: Rule = Rule {
    code: "D06",
    name: "kode_ganda",
    title: "Kode ganda, atau nama yang sama dua kali dengan pagu berbeda",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("kode_ganda.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    if table.shape != Shape::Anggaran {
        return;
    }
    let mut codes: HashMap<(Option<usize>, Arc<str>), usize> = HashMap::new();
    let rows: Vec<usize> = (0..table.rows.len())
        .filter(|&row| table.rows[row].kind == RowKind::Data && table.rows[row].level != Level::None)
        .collect();
    for &row in &rows {
        let Some(code) = table.rows[row].code.clone() else {
            continue;
        };
        let parent = matches!(table.rows[row].level, Level::Belanja(_)).then_some(table.rows[row].parent).flatten();
        let column = table.columns.iter().rposition(|column| column.role == Some(Role::Kode)).unwrap_or(0);
        match codes.entry((parent, code.clone())) {
            Entry::Vacant(free) => {
                free.insert(row);
            }
            Entry::Occupied(first) => {
                let first = *first.get();
                let message = format!("kode {code} sudah dipakai pada baris {}", table.rows[first].row + 1);
                findings
                    .at(dokumen, Spot { row, column }, message)
                    .severity(Severity::Error)
                    .written(&*code)
                    .cause(Cause::KodeGanda, "kode baris lain tersalin")
                    .see_spots(dokumen, &[Spot { row: first, column }], "kode yang sama");
            }
        }
    }
    twin_names(dokumen, &rows, findings);
}

/// Two program, kegiatan or sub kegiatan of one parent with one name and different amounts.
fn twin_names(dokumen: &Dokumen, rows: &[usize], findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.name_column() else {
        return;
    };
    let names: Vec<String> = rows.iter().map(|&row| plain(table.row_name(&table.rows[row]))).collect();
    // Only rows whose names begin alike are compared: a list may have tens of thousands.
    let key = |at: usize| {
        let row = &table.rows[rows[at]];
        (row.level, row.parent, beginning(&names[at]))
    };
    let mut alike: HashMap<_, Vec<usize>> = HashMap::new();
    for at in 0..rows.len() {
        alike.entry(key(at)).or_default().push(at);
    }
    for (at, &first) in rows.iter().enumerate() {
        let level = table.rows[first].level;
        if matches!(level, Level::Belanja(_)) || names[at].is_empty() {
            continue;
        }
        let later = &alike[&key(at)];
        let later = &later[later.partition_point(|&other| other <= at)..];
        let twin = later
            .iter()
            .take(MOST_COMPARED)
            .map(|&other| (other, rows[other]))
            .find(|&(other, row)| is_same(&names[at], &names[other]) && amounts_differ(dokumen, first, row));
        let twin = twin.map(|(_, row)| row);
        if let Some(twin) = twin {
            let message = format!(
                "nama {} ini sama dengan baris {} tetapi angkanya berbeda",
                level.words(),
                table.rows[twin].row + 1
            );
            findings
                .at(dokumen, Spot { row: first, column }, message)
                .cause(Cause::SalinanBasi, "nama baris tetangga tersalin")
                .see_spots(dokumen, &[Spot { row: twin, column }], "nama yang sama");
        }
    }
}

/// Rows of one beginning that a row is compared with.
const MOST_COMPARED: usize = 1_000;

/// A name cut off is longer than this many bytes.
const CUT_FROM: usize = 40;

/// What equal and cut off names have in common.
fn beginning(name: &str) -> &str {
    let end = (0..=CUT_FROM.min(name.len())).rev().find(|&at| name.is_char_boundary(at)).unwrap_or(0);
    &name[..end]
}

/// Equal, or one is the other cut off near its end.
fn is_same(first: &str, second: &str) -> bool {
    let (short, long) = if first.len() <= second.len() { (first, second) } else { (second, first) };
    first == second || short.len() > CUT_FROM && short.len() * 10 >= long.len() * 9 && long.starts_with(short)
}

fn amounts_differ(dokumen: &Dokumen, first: usize, second: usize) -> bool {
    let table = &dokumen.table;
    let money = table.columns.iter().position(|column| column.role.is_some_and(Role::is_money));
    money.is_some_and(|column| {
        let value = |row: usize| table.rows[row].entries[column].figure().map(|figure| figure.value);
        value(first) != value(second)
    })
}
