//! D06: a code stands twice, or one name twice with different amounts.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
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
    let rows: Vec<usize> = (0..table.rows.len())
        .filter(|&row| table.rows[row].kind == RowKind::Data && table.rows[row].level != Level::None)
        .collect();
    let repeated = repeated_codes(dokumen, &rows, findings);
    shown_again(dokumen, &repeated, findings);
    let alone: Vec<usize> = rows.into_iter().filter(|row| !repeated.contains_key(row)).collect();
    twin_names(dokumen, &alone, findings);
}

/// Tells codes that another row has under another name. Returned are the rows that repeat code and name, with the first
/// that has them: one sub kegiatan shown by unit or by source of its money.
fn repeated_codes(dokumen: &Dokumen, rows: &[usize], findings: &mut Findings<'_>) -> BTreeMap<usize, usize> {
    let table = &dokumen.table;
    let column = table.columns.iter().rposition(|column| column.role == Some(Role::Kode)).unwrap_or(0);
    let name = |row: usize| plain(table.row_name(&table.rows[row]));
    let mut codes: HashMap<(Option<usize>, Arc<str>), usize> = HashMap::new();
    let mut repeated = BTreeMap::new();
    for &row in rows {
        let Some(code) = table.rows[row].code.clone() else {
            continue;
        };
        let parent = matches!(table.rows[row].level, Level::Belanja(_)).then_some(table.rows[row].parent).flatten();
        let first = match codes.entry((parent, code.clone())) {
            Entry::Vacant(free) => {
                free.insert(row);
                continue;
            }
            Entry::Occupied(first) => *first.get(),
        };
        // An account stands once below a sub kegiatan, whatever its name.
        if parent.is_none() && name(first) == name(row) && !name(row).is_empty() {
            repeated.insert(row, first);
            continue;
        }
        let message = format!("kode {code} sudah dipakai pada baris {}", table.rows[first].row + 1);
        findings
            .at(dokumen, Spot { row, column }, message)
            .severity(Severity::Error)
            .written(&*code)
            .cause(Cause::KodeGanda, "kode baris lain tersalin")
            .see_spots(dokumen, &[Spot { row: first, column }], "kode yang sama");
    }
    repeated
}

/// One finding for all rows that repeat the code and the name of another row of their parent.
fn shown_again(dokumen: &Dokumen, repeated: &BTreeMap<usize, usize>, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let column = table.columns.iter().rposition(|column| column.role == Some(Role::Kode)).unwrap_or(0);
    let is_beside = |&(&row, &first): &(&usize, &usize)| table.rows[row].parent == table.rows[first].parent;
    let beside: Vec<(usize, usize)> = repeated.iter().filter(is_beside).map(|(&row, &first)| (row, first)).collect();
    let Some((&(row, first), others)) = beside.split_first() else {
        return;
    };
    let Some(code) = code(dokumen, row) else {
        return;
    };
    let mut message = format!("kode {code} dan namanya sudah ada pada baris {}", table.rows[first].row + 1);
    if !others.is_empty() {
        message += &format!("; demikian pula {} baris lain", others.len());
    }
    let see: Vec<Spot> =
        std::iter::once(first).chain(others.iter().map(|&(row, _)| row)).map(|row| Spot { row, column }).collect();
    findings
        .at(dokumen, Spot { row, column }, message)
        .written(code)
        .advice("gabungkan baris-baris itu, atau tulis apa yang membedakannya, misalnya sumber dana")
        .see_spots(dokumen, &see, "kode dan nama yang sama");
}

fn code(dokumen: &Dokumen, row: usize) -> Option<&str> {
    dokumen.table.rows[row].code.as_deref()
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
