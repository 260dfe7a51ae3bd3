//! Levels of a budget tree: program ⊃ kegiatan ⊃ sub kegiatan ⊃ kelompok ⊃ rincian belanja.
//!
//! A form tells a row's level by its code, by the first words of its name, or only by indent and
//! bold type. Rows that tell by words teach what indents mean; the others follow.

use std::collections::HashMap;

use super::{Row, RowKind, Table, nesting};
use crate::grid::Grid;
use crate::profile::{Role, Shape, words};

/// A row's level; the deeper, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not part of a tree.
    None,
    /// Urusan or bidang urusan.
    Urusan,
    /// A row of a list that names no level.
    Item,
    /// Program.
    Program,
    /// Kegiatan.
    Kegiatan,
    /// Sub kegiatan.
    SubKegiatan,
    /// An account of a given depth in its code, or a kelompok (2) and its rincian (6).
    Belanja(u8),
}

impl Level {
    /// The level in a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Level::None | Level::Item => "baris",
            Level::Urusan => "urusan",
            Level::Program => "program",
            Level::Kegiatan => "kegiatan",
            Level::SubKegiatan => "sub kegiatan",
            Level::Belanja(..=3) => "kelompok belanja",
            Level::Belanja(4..=6) => "rincian belanja",
            Level::Belanja(_) => "rincian perhitungan",
        }
    }
}

/// Level of a kelompok belanja in a form without account codes.
const KELOMPOK: Level = Level::Belanja(2);
/// Level of a rincian belanja in a form without account codes.
const RINCIAN: Level = Level::Belanja(6);

/// Gives every row of a budget tree its level, parent and children.
pub fn assign(grid: &Grid, table: &mut Table) {
    if table.shape != Shape::Anggaran {
        return;
    }
    let clues: Vec<Clue> = table.rows.iter().map(|row| clue(grid, table, row)).collect();
    let promised = promised(table);
    set(&mut table.rows, &levels(&clues, promised.first().copied().unwrap_or(Level::Item)));
    if clues.iter().all(|clue| clue.told.is_none() && clue.belanja.is_none()) {
        believe_looks(table, &clues, &promised);
    }
}

/// Where nothing tells a level, looks do, if the sums of money agree.
fn believe_looks(table: &mut Table, clues: &[Clue], promised: &[Level]) {
    let looks: Vec<Option<Look>> = clues.iter().map(|clue| clue.is_data.then_some(clue.look)).collect();
    let Some(levels) = nesting::by_look(&looks, promised) else {
        return;
    };
    let flat: Vec<Level> = table.rows.iter().map(|row| row.level).collect();
    let is_money = |at: &usize| table.columns[*at].role.is_some_and(Role::is_money);
    let money: Vec<usize> = (0..table.columns.len()).filter(is_money).collect();
    set(&mut table.rows, &levels);
    if !nesting::sums_hold(&table.rows, &money) {
        set(&mut table.rows, &flat);
    }
}

/// Gives rows their levels, and with them their parents and children.
fn set(rows: &mut [Row], levels: &[Level]) {
    for (row, &level) in rows.iter_mut().zip(levels) {
        (row.level, row.parent) = (level, None);
        row.children.clear();
    }
    link(rows);
}

/// What a row tells about its level.
#[derive(Debug, Clone)]
struct Clue {
    /// From its code or the first words of its name.
    told: Option<Level>,
    /// Indent, bold, upper case: rows that look alike are of one level.
    look: Look,
    is_data: bool,
    belanja: Option<Level>,
    /// Its running number.
    number: Option<u32>,
    /// It has a code.
    has_code: bool,
}

/// Indent, bold, upper case.
pub type Look = (u32, bool, bool);

fn clue(grid: &Grid, table: &Table, row: &Row) -> Clue {
    let column = table.name_column();
    let entry = column.and_then(|column| row.entries.get(column));
    let name = entry.map_or("", |entry| entry.text());
    let style = entry.and_then(|entry| grid.cell(entry.cell)).map(|cell| grid.style(cell));
    let upper = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
    let leading = name.chars().take_while(|c| c.is_whitespace()).count() as u32;
    let by_code = row.code.as_deref().and_then(|code| level_of_code(code, name));
    let number = table.column(Role::Nomor).map(|column| grid.shown(row.entries[column].cell));
    Clue {
        has_code: by_code.is_some(),
        told: by_code.or_else(|| level_of_name(name)).or_else(|| by_column(table, row)),
        look: (style.map_or(0, |style| style.indent) * 8 + leading, style.is_some_and(|style| style.bold), upper),
        is_data: row.kind == RowKind::Data && !name.is_empty(),
        belanja: belanja_level(name),
        number: number.and_then(|text| text.trim_matches(['.', ')', '(', ' ']).parse().ok()),
    }
}

/// A table with columns Program and Kegiatan side by side tells the level by the filled one.
fn by_column(table: &Table, row: &Row) -> Option<Level> {
    if table.column(Role::Uraian).is_some() {
        return None;
    }
    let filled = |role| table.entry(row, role).is_some_and(|entry| !entry.is_blank() && !entry.continues);
    if filled(Role::Kegiatan) { Some(Level::Kegiatan) } else { filled(Role::Program).then_some(Level::Program) }
}

/// `1.06.01` program, `1.06.01.2.01` kegiatan, `1.06.01.2.01.0001` sub kegiatan; `5.1.…` is an account.
fn level_of_code(code: &str, name: &str) -> Option<Level> {
    let segments: Vec<&str> = code.trim_matches('.').split('.').filter(|segment| !segment.is_empty()).collect();
    match segments.len() {
        depth @ 1..=8 if is_account(&segments, name) => Some(Level::Belanja(depth as u8)),
        1 | 2 => Some(Level::Urusan),
        3 => Some(Level::Program),
        4 | 5 => Some(Level::Kegiatan),
        6 => Some(Level::SubKegiatan),
        _ => None,
    }
}

/// Pendapatan, belanja and pembiayaan begin with 4, 5 and 6, and so do urusan: 4.01 sekretariat daerah, 5.01
/// perencanaan, 6.01 inspektorat. Bidang urusan have two digits, kinds of accounts one.
fn is_account(segments: &[&str], name: &str) -> bool {
    matches!(segments.first(), Some(&("4" | "5" | "6")))
        && match segments.get(1) {
            Some(second) => second.len() == 1 || belanja_level(name).is_some(),
            None => level_of_name(name) != Some(Level::Urusan),
        }
}

/// The level the first words of a name tell.
pub fn level_of_name(name: &str) -> Option<Level> {
    let own = words(name);
    let own: Vec<&str> = own
        .iter()
        .map(String::as_str)
        .skip_while(|word| word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit()) || word.len() == 1)
        .collect();
    match own.as_slice() {
        ["program", ..] => Some(Level::Program),
        ["sub", "kegiatan", ..] | ["subkegiatan", ..] | ["sub", _, _, ..] => Some(Level::SubKegiatan),
        ["kegiatan", _, ..] => Some(Level::Kegiatan),
        ["urusan", ..] | ["unsur", ..] | ["bidang", "urusan", ..] => Some(Level::Urusan),
        _ => None,
    }
}

/// A kelompok belanja by its name in the chart of accounts, a rincian by its first word.
fn belanja_level(name: &str) -> Option<Level> {
    let own = words(name);
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let group = matches!(
        own.as_slice(),
        ["belanja", "pegawai" | "hibah" | "subsidi" | "bunga" | "operasi" | "modal"]
            | ["belanja", "barang", "jasa"]
            | ["belanja", "barang", "dan", "jasa"]
            | ["belanja", "bantuan", "sosial"]
            | ["belanja", "tidak", "terduga"]
            | ["belanja", "modal", "peralatan", "dan", "mesin"]
            | ["belanja", "modal", "gedung", "dan", "bangunan"]
            | ["belanja", "modal", "tanah"]
            | ["belanja", "modal", "aset", "tetap", "lainnya"]
            | ["belanja", "modal", "jalan", ..]
    );
    match own.first() {
        Some(_) if group => Some(KELOMPOK),
        Some(&"belanja" | &"honorarium" | &"tambahan") => Some(RINCIAN),
        _ => None,
    }
}

/// Told levels, then belanja by name, then running numbers, then the look of rows that told theirs.
fn levels(clues: &[Clue], base: Level) -> Vec<Level> {
    let looks = Looks::learn(clues);
    let is_coded = clues.iter().filter(|clue| clue.has_code).count() >= 2;
    let has_group = clues.iter().any(|clue| clue.belanja == Some(KELOMPOK) && clue.told.is_none());
    let mut lists = Lists::default();
    let mut levels = Vec::with_capacity(clues.len());
    let mut previous = Level::None;
    for clue in clues {
        let looked = looks.level(clue.look);
        let level = if !clue.is_data {
            Level::None
        } else if let Some(level) = clue.told {
            level
        } else if is_coded && matches!(previous, Level::Belanja(_)) {
            // Below an account without a code of its own: a group of items, then the items.
            Level::Belanja(7 + (clue.look.0 / 8).min(8) as u8)
        } else if let Some(level) = clue.number.and_then(|number| lists.level(number)) {
            level
        } else if let Some(level) = clue.belanja {
            match looked {
                Some(RINCIAN) if level == KELOMPOK => RINCIAN,
                // "Belanja Tidak Langsung" in the type of a program stands beside the programs.
                Some(looked) if level == RINCIAN && !matches!(looked, Level::Belanja(_)) => looked,
                _ => level,
            }
        } else if let Some(level) = looked.filter(|level| has_group || !matches!(level, Level::Belanja(_))) {
            level
        } else {
            below(previous, base)
        };
        if clue.is_data {
            lists.add(level, clue.number);
            previous = if clue.told.is_some() || clue.belanja == Some(KELOMPOK) { level } else { previous };
        }
        levels.push(level);
    }
    levels
}

/// What looks mean, learnt from the rows that tell their level.
struct Looks(HashMap<Look, HashMap<Level, usize>>);

impl Looks {
    fn learn(clues: &[Clue]) -> Self {
        let mut looks: HashMap<Look, HashMap<Level, usize>> = HashMap::new();
        for clue in clues.iter().filter(|clue| clue.is_data) {
            if let Some(level) = clue.told.or(clue.belanja) {
                *looks.entry(clue.look).or_default().entry(level).or_default() += 1;
            }
        }
        Self(looks)
    }

    /// The level rows of this look mostly have; else the one between shallower and deeper indents.
    fn level(&self, look: Look) -> Option<Level> {
        if let Some(level) = self.0.get(&look).and_then(majority) {
            return Some(level);
        }
        let at = |wanted: fn(u32, u32) -> bool| {
            let known = self.0.iter().filter(move |((indent, _, _), _)| wanted(*indent, look.0));
            known.filter_map(|(_, levels)| majority(levels)).filter(|level| *level > Level::Urusan)
        };
        let above = at(|indent, own| indent < own).max();
        let beneath = at(|indent, own| indent > own).min();
        match (above, beneath) {
            (Some(Level::Program), Some(Level::SubKegiatan) | None) | (None, Some(Level::SubKegiatan)) => {
                Some(Level::Kegiatan)
            }
            (Some(Level::Kegiatan), Some(Level::Belanja(_)) | None) => Some(Level::SubKegiatan),
            (None, Some(Level::Kegiatan)) => Some(Level::Program),
            _ => None,
        }
    }
}

fn majority(levels: &HashMap<Level, usize>) -> Option<Level> {
    let (level, count) = levels.iter().max_by_key(|&(level, count)| (*count, *level))?;
    (*count * 4 >= levels.values().sum::<usize>() * 3).then_some(*level)
}

/// Running numbers: 3 follows 2 in the same list, whatever its words look like.
#[derive(Default)]
struct Lists(Vec<(Level, u32)>);

impl Lists {
    /// The level of the innermost open list that the number continues.
    fn level(&self, number: u32) -> Option<Level> {
        self.0.iter().rev().find(|&&(_, last)| number == last + 1).map(|&(level, _)| level)
    }

    fn add(&mut self, level: Level, number: Option<u32>) {
        self.0.retain(|&(known, _)| known < level || known == level && number.is_none());
        if let Some(number) = number {
            self.0.push((level, number));
        }
    }
}

/// The level of an unmarked row under a row that told its own; `base` at the top.
fn below(level: Level, base: Level) -> Level {
    match level {
        Level::None | Level::Urusan | Level::Item => base,
        Level::Program => Level::Kegiatan,
        Level::Kegiatan => Level::SubKegiatan,
        Level::SubKegiatan | Level::Belanja(_) => RINCIAN,
    }
}

/// The levels a table's name column promises: "Kegiatan/Sub Kegiatan" begins with kegiatan.
fn promised(table: &Table) -> Vec<Level> {
    let header = table.name_column().map(|column| words(&table.columns[column].path.join(" "))).unwrap_or_default();
    let mut levels = Vec::new();
    let mut before = "";
    for word in &header {
        let level = match word.as_str() {
            "program" => Some(Level::Program),
            "kegiatan" if before == "sub" => Some(Level::SubKegiatan),
            "kegiatan" => Some(Level::Kegiatan),
            "subkegiatan" => Some(Level::SubKegiatan),
            _ => None,
        };
        levels.extend(level.filter(|level| !levels.contains(level)));
        before = word;
    }
    levels
}

/// Parents by a stack of open levels; totals and averages stand outside the tree.
fn link(rows: &mut [Row]) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..rows.len() {
        if rows[index].kind == RowKind::Total {
            open.clear();
            continue;
        }
        if rows[index].kind != RowKind::Data || rows[index].level == Level::None {
            continue;
        }
        while open.last().is_some_and(|&last| rows[last].level >= rows[index].level) {
            open.pop();
        }
        if let Some(&parent) = open.last() {
            rows[index].parent = Some(parent);
            rows[parent].children.push(index);
        }
        open.push(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_generations_have_levels() {
        let level = |code| level_of_code(code, "");
        assert_eq!(level("1.06.01"), Some(Level::Program));
        assert_eq!(level("1.06.01.2.01"), Some(Level::Kegiatan));
        assert_eq!(level("1.06.01.2.01.0001"), Some(Level::SubKegiatan));
        assert_eq!(level("5.1.02.01.01.0024"), Some(Level::Belanja(6)));
    }

    #[test]
    fn urusan_that_begin_like_accounts_are_none() {
        for (code, name, level) in [
            ("5", "UNSUR PENUNJANG URUSAN PEMERINTAHAN", Level::Urusan),
            ("5.01", "PERENCANAAN", Level::Urusan),
            ("4.01.02", "PROGRAM PEMERINTAHAN DAN KESEJAHTERAAN RAKYAT", Level::Program),
            ("6.01.02.2.01", "Penyelenggaraan Pengawasan Internal", Level::Kegiatan),
            ("5.02.02.2.03.0007", "Penatausahaan Pembiayaan Daerah", Level::SubKegiatan),
            ("5", "BELANJA DAERAH", Level::Belanja(1)),
            ("5.02.02.05", "Belanja Modal Alat Kantor", Level::Belanja(4)),
        ] {
            assert_eq!(level_of_code(code, name), Some(level), "{code} {name}");
        }
    }

    #[test]
    fn names_tell_levels_also_when_cut_or_numbered() {
        assert_eq!(level_of_name("1. Kegiatan Pendampingan Usaha"), Some(Level::Kegiatan));
        assert_eq!(level_of_name("▪ Sub Kegiatan Penyediaan Jasa"), Some(Level::SubKegiatan));
        assert_eq!(level_of_name("Sub Penyediaan Jasa Komunikasi"), Some(Level::SubKegiatan));
        assert_eq!(level_of_name("Pengembangan Potensi"), None);
        assert_eq!(level_of_name("Kegiatan"), None);
        assert_eq!(level_of_name("PROGRAM"), Some(Level::Program));
    }
}
