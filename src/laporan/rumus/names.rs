//! Links of formulas to rows of other sheets, and whether these bear the same name.

use std::collections::HashMap;
use std::sync::OnceLock;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rust_decimal::Decimal;

use super::{Class, Fault, Member};
use crate::profile::{Role, plain};
use crate::table::{Row, Table};

/// Names and codes of the rows of every table; only tables that link to others ask for them.
#[derive(Debug)]
pub struct RowNames<'a> {
    tables: &'a [Table],
    collected: OnceLock<Collected>,
}

/// The names, by sheet and row and the other way round.
#[derive(Debug, Default)]
struct Collected {
    by_row: HashMap<(usize, u32), Vec<String>>,
    by_name: HashMap<(usize, String), Vec<u32>>,
}

impl Collected {
    fn of(tables: &[Table]) -> Self {
        let mut names = Self::default();
        for table in tables {
            let named = table.rows.par_iter().map(|row| (row, row_names(table, row)));
            for (row, own) in named.collect::<Vec<_>>() {
                for name in own {
                    names.by_name.entry((table.sheet, name.clone())).or_default().push(row.row);
                    names.by_row.entry((table.sheet, row.row)).or_default().push(name);
                }
            }
        }
        names
    }
}

impl<'a> RowNames<'a> {
    /// The names of all tables of a workbook.
    pub fn of(tables: &'a [Table]) -> Self {
        Self { tables, collected: OnceLock::new() }
    }

    fn collected(&self) -> &Collected {
        self.collected.get_or_init(|| Collected::of(self.tables))
    }

    /// The one row of a sheet that bears one of some names.
    fn row_of(&self, own: &[String], sheet: usize) -> Option<u32> {
        own.iter().find_map(|name| match self.collected().by_name.get(&(sheet, name.clone()))?.as_slice() {
            &[row] => Some(row),
            _ => None,
        })
    }

    /// The figure in a column of another sheet, in the row of the same name.
    pub(super) fn value_of_row(&self, table: &Table, member: &Member<'_>, sheet: usize, col: u32) -> Option<Decimal> {
        let own = row_names(table, &table.rows[member.spot.row]);
        let row = self.row_of(&own, sheet)?;
        let figure = |table: &Table| {
            let entries = &table.rows[table.rows.binary_search_by_key(&row, |row| row.row).ok()?].entries;
            let column = table.columns.iter().position(|column| column.col == col)?;
            let is_numeric = table.columns[column].role.is_some_and(Role::is_numeric);
            Some(entries[column].figure().filter(|_| is_numeric)?.value)
        };
        self.tables.iter().filter(|table| table.sheet == sheet).find_map(figure)
    }

    /// Two links of a column are too few to tell by their number, but not when one leads to the row of its own name.
    pub(super) fn few_links(&self, table: &Table, members: &[Member<'_>]) -> Option<(Class, usize)> {
        let links: Vec<&Member<'_>> = members.iter().filter(|member| member.class.is_some()).collect();
        let [first, second] = links.as_slice() else {
            return None;
        };
        let Some(Class::Link(sheet, col)) = first.class.as_ref().filter(|_| first.class == second.class) else {
            return None;
        };
        let is_own = |member: &&Member<'_>| self.is_own_row(table, member, *sheet) == Some(true);
        links.iter().any(is_own).then_some((Class::Link(*sheet, *col), links.len()))
    }

    /// Whether a link leads to the row of its own name; `None` when it leads to none with a name.
    fn is_own_row(&self, table: &Table, member: &Member<'_>, sheet: usize) -> Option<bool> {
        let target = member.parsed?.references().next()?.range.start;
        let linked = self.collected().by_row.get(&(sheet, target.row))?;
        let own = row_names(table, &table.rows[member.spot.row]);
        Some(own.iter().any(|name| linked.contains(name)))
    }

    /// A link to the row of another name, although the row of the own name is there.
    pub(super) fn other_row(&self, table: &Table, member: &Member<'_>, sheet: usize, col: u32) -> Option<Fault> {
        if self.is_own_row(table, member, sheet)? {
            return None;
        }
        let target = member.parsed?.references().next()?.range.start;
        let right = self.row_of(&row_names(table, &table.rows[member.spot.row]), sheet)?;
        (right != target.row && target.col == col).then_some(Fault::OtherRow(target))
    }
}

/// The names of a row: program, kegiatan, uraian, indikator and code.
fn row_names(table: &Table, row: &Row) -> Vec<String> {
    const NAMING: [Role; 5] = [Role::Uraian, Role::Program, Role::Kegiatan, Role::Indikator, Role::Kode];
    let named = table
        .columns
        .iter()
        .zip(&row.entries)
        .filter(|(column, entry)| column.role.is_some_and(|role| NAMING.contains(&role)) && !entry.continues);
    named.map(|(_, entry)| plain(entry.text())).filter(|name| name.len() > 3).collect()
}
