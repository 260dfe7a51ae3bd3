//! Levels of a budget tree: program ⊃ kegiatan ⊃ sub kegiatan ⊃ kelompok ⊃ rincian belanja.
//!
//! A form tells a row's level by its code, by the first words of its name, or only by indent and
//! bold type. Rows that tell by words teach what indents mean; the others follow.

use std::collections::{BTreeMap, HashMap};

use super::{Row, RowKind, Table, nesting, outline};
use crate::grid::{Grid, ReadOnce, Value};
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
    let mut names = ReadOnce::new(Told::of);
    let codes = Codes::learn(table, &mut names);
    let clues: Vec<Clue> =
        table.rows.iter().map(|row| clue(grid, table, row, &codes, names.of(table.row_name(row)))).collect();
    let promised = promised(table);
    set(&mut table.rows, &levels(&clues, promised.first().copied().unwrap_or(Level::Item)));
    if !clues.iter().any(|clue| clue.has_code) {
        believe_sums(grid, table, &clues, &promised);
    }
}

/// Where no code tells a level and the sums of money disagree with what words tell, numbers or looks do with which they
/// agree.
fn believe_sums(grid: &Grid, table: &mut Table, clues: &[Clue], promised: &[Level]) {
    let is_money = |at: &usize| table.columns[*at].role.is_some_and(Role::is_money);
    let money: Vec<usize> = (0..table.columns.len()).filter(is_money).collect();
    if nesting::sums_hold(&table.rows, &money) {
        return;
    }
    let told: Vec<Level> = table.rows.iter().map(|row| row.level).collect();
    let number = |(row, clue): (&Row, &Clue)| outline_number(grid, table, row).filter(|_| clue.is_data);
    let numbers: Vec<Option<String>> = table.rows.iter().zip(clues).map(number).collect();
    let looks: Vec<Option<Look>> = clues.iter().map(|clue| clue.is_data.then_some(clue.look)).collect();
    for depths in outline::depths(&numbers).into_iter().chain(nesting::by_look(&looks)) {
        let Some(levels) = levels_of_depths(clues, &depths, promised) else {
            continue;
        };
        set(&mut table.rows, &levels);
        if nesting::sums_hold(&table.rows, &money) {
            return;
        }
    }
    set(&mut table.rows, &told);
}

/// Levels from the uppermost to the deepest.
const DOWN: [Level; 8] = [
    Level::Urusan,
    Level::Program,
    Level::Kegiatan,
    Level::SubKegiatan,
    RINCIAN,
    Level::Belanja(7),
    Level::Belanja(8),
    Level::Belanja(9),
];

/// The levels of rows at these depths: as the rows tell that name theirs, else from the first that the header promises.
/// `None` where rows tell otherwise.
fn levels_of_depths(clues: &[Clue], depths: &[usize], promised: &[Level]) -> Option<Vec<Level>> {
    let rows = || clues.iter().zip(depths).filter(|(clue, _)| clue.is_data);
    let told = || rows().filter_map(|(clue, &depth)| Some((clue.told?, depth)));
    let place = |level: Level| DOWN.iter().position(|&known| known == level);
    let top = match told().next() {
        Some((level, depth)) => place(level)?.checked_sub(depth)?,
        None => place(promised.first().copied().unwrap_or(Level::Program))?,
    };
    let level = |depth: usize| DOWN.get(top + depth).copied();
    let agrees = told().all(|(told, depth)| level(depth) == Some(told));
    let levels: Option<Vec<Level>> = clues
        .iter()
        .zip(depths)
        .map(|(clue, &depth)| if clue.is_data { level(depth) } else { Some(Level::None) })
        .collect();
    levels.filter(|_| agrees)
}

/// Gives rows their levels, and with them their parents and children.
fn set(rows: &mut [Row], levels: &[Level]) {
    for (row, &level) in rows.iter_mut().zip(levels) {
        (row.level, row.parent) = (level, None);
        row.children.clear();
    }
    link(rows);
}

/// What the words of a name tell.
#[derive(Debug, Clone, Copy)]
struct Told {
    level: Option<Level>,
    belanja: Option<Level>,
}

impl Told {
    fn of(name: &str) -> Self {
        Self { level: level_of_name(name), belanja: belanja_level(name) }
    }
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

fn clue(grid: &Grid, table: &Table, row: &Row, codes: &Codes, told: Told) -> Clue {
    let column = table.name_column();
    let entry = column.and_then(|column| row.entries.get(column));
    let name = entry.map_or("", |entry| entry.text());
    let style = entry.and_then(|entry| grid.cell(entry.cell)).map(|cell| grid.style(cell));
    let upper = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
    let leading = match entry.map(|entry| grid.value(entry.cell)) {
        Some(Value::Text(text)) => text.chars().take_while(|c| c.is_whitespace()).count() as u32,
        _ => 0,
    };
    let by_code = code(row, name).and_then(|code| codes.level(code, name));
    let number = number(grid, table, row);
    Clue {
        has_code: by_code.is_some(),
        told: by_code.or(told.level).or_else(|| by_column(table, row)),
        look: (style.map_or(0, |style| style.indent) * 8 + leading, style.is_some_and(|style| style.bold), upper),
        is_data: row.kind == RowKind::Data && !name.is_empty(),
        belanja: told.belanja,
        number: number.as_deref().and_then(|text| outline::bare(text).parse().ok()),
    }
}

/// What the column of running numbers shows.
fn number(grid: &Grid, table: &Table, row: &Row) -> Option<String> {
    table.column(Role::Nomor).map(|column| grid.shown(row.entries[column].cell))
}

/// The running number of a row in any style, in its column or before its name.
fn outline_number(grid: &Grid, table: &Table, row: &Row) -> Option<String> {
    let own = number(grid, table, row).map(|text| outline::bare(&text).to_string());
    own.filter(|number| !number.is_empty()).or_else(|| outline::leading(table.row_name(row)).map(str::to_string))
}

/// A table with columns Program and Kegiatan side by side tells the level by the filled one.
fn by_column(table: &Table, row: &Row) -> Option<Level> {
    if table.column(Role::Uraian).is_some() {
        return None;
    }
    let filled = |role| table.entry(row, role).is_some_and(|entry| !entry.is_blank() && !entry.continues);
    if filled(Role::Kegiatan) { Some(Level::Kegiatan) } else { filled(Role::Program).then_some(Level::Program) }
}

/// What the codes of a table tell of levels.
enum Codes {
    /// The level codes have since Permendagri 90/2019.
    Usual,
    /// None: they number the rows.
    Nothing,
    /// Another one for each number of segments: a form older than 2021, or codes cut on the left.
    ByLength(BTreeMap<usize, Level>),
}

impl Codes {
    fn learn<'a>(table: &'a Table, names: &mut ReadOnce<'a, Told>) -> Self {
        let mut lengths: BTreeMap<usize, Vec<Option<Level>>> = BTreeMap::new();
        let mut is_tree = false;
        for row in &table.rows {
            let name = table.row_name(row);
            let Some(code) = code(row, name) else { continue };
            let segments = segments(code);
            let named = names.of(name).level;
            let is_account = is_account(&segments, name);
            is_tree |= segments.len() > 2
                || named == Some(Level::Urusan)
                || is_account && (segments.len() > 1 || is_of_accounts(name));
            if !is_account && !is_unit_code(code) {
                lengths.entry(segments.len()).or_default().push(named);
            }
        }
        match by_names(&lengths) {
            Some(levels) => Self::ByLength(levels),
            None if is_tree => Self::Usual,
            None => Self::Nothing,
        }
    }

    fn level(&self, code: &str, name: &str) -> Option<Level> {
        match self {
            Self::Nothing => None,
            Self::ByLength(levels) if !is_account(&segments(code), name) && !is_unit_code(code) => {
                levels.get(&segments(code).len()).copied()
            }
            Self::Usual | Self::ByLength(_) => level_of_code(code, name),
        }
    }
}

/// The levels of codes by their numbers of segments, where most names of one number tell another level than such codes
/// usually have: from there a level deeper with each longer code. What names of the other numbers tell must agree.
fn by_names(lengths: &BTreeMap<usize, Vec<Option<Level>>>) -> Option<BTreeMap<usize, Level>> {
    let down = &DOWN[..4];
    let told: Vec<Option<Level>> = lengths.values().map(|named| told_by_most(named)).collect();
    let is_unusual = |(length, told): (&usize, &Option<Level>)| told.is_some() && *told != usual_level(*length);
    let anchor = lengths.keys().zip(&told).position(is_unusual)?;
    let depth = down.iter().position(|&level| told[anchor] == Some(level))?;
    let level = |at: usize| down.get((depth + at).saturating_sub(anchor)).copied();
    let agrees = told.iter().enumerate().all(|(at, told)| told.is_none() || *told == level(at));
    agrees.then(|| lengths.keys().enumerate().filter_map(|(at, &length)| Some((length, level(at)?))).collect())
}

/// The level that half of the names tell or more.
fn told_by_most(named: &[Option<Level>]) -> Option<Level> {
    let mut counts: BTreeMap<Level, usize> = BTreeMap::new();
    named.iter().flatten().for_each(|&level| *counts.entry(level).or_default() += 1);
    let (level, count) = counts.into_iter().max_by_key(|&(_, count)| count)?;
    (count * 2 >= named.len()).then_some(level)
}

/// The code of a row, which may stand before its name: "3.25.01.2.01 - Perencanaan". A number of an outline, "1.2.3", has
/// no segment of two digits where a code has its bidang urusan.
fn code<'a>(row: &'a Row, name: &'a str) -> Option<&'a str> {
    row.code.as_deref().or_else(|| {
        let first = name.split_whitespace().next()?;
        let is_code = |segments: &[&str]| {
            segments.len() > 2
                && (segments[1].len() == 2 || is_account(segments, ""))
                && segments.iter().all(|segment| segment.chars().all(|c| c.is_ascii_digit()))
        };
        is_code(&segments(first)).then_some(first)
    })
}

fn segments(code: &str) -> Vec<&str> {
    code.split('.').filter(|segment| !segment.is_empty()).collect()
}

/// `1.06.01` program, `1.06.01.2.01` kegiatan, `1.06.01.2.01.0001` sub kegiatan; `5.1.…` is an account.
fn level_of_code(code: &str, name: &str) -> Option<Level> {
    let segments = segments(code);
    match segments.len() {
        depth @ 1..=8 if is_account(&segments, name) => Some(Level::Belanja(depth as u8)),
        // A perangkat daerah stands above its programs.
        _ if is_unit_code(code) => Some(Level::Urusan),
        length => usual_level(length),
    }
}

fn usual_level(segments: usize) -> Option<Level> {
    match segments {
        1 | 2 => Some(Level::Urusan),
        3 => Some(Level::Program),
        4 | 5 => Some(Level::Kegiatan),
        6 => Some(Level::SubKegiatan),
        _ => None,
    }
}

/// The code of a perangkat daerah names three bidang urusan and a number, that of a unit one more: `1.06.0.00.0.00.01`,
/// `1.06.2.08.0.00.01.0000`.
pub fn is_unit_code(code: &str) -> bool {
    const DIGITS: [usize; 7] = [1, 2, 1, 2, 1, 2, 2];
    let segments = segments(code);
    matches!(segments.len(), 7 | 8) && segments.iter().zip(DIGITS).all(|(segment, digits)| segment.len() == digits)
}

/// Pendapatan, belanja and pembiayaan begin with 4, 5 and 6, and so do urusan: 4.01 sekretariat daerah, 5.01
/// perencanaan, 6.01 inspektorat. Bidang urusan have two digits, kinds of accounts one.
fn is_account(segments: &[&str], name: &str) -> bool {
    matches!(segments.first(), Some(&("4" | "5" | "6")))
        && match segments.get(1) {
            Some(second) => second.len() == 1 || belanja_level(name).is_some(),
            None => level_of_name(name).is_none(),
        }
}

/// The first word of an account that holds others.
fn is_of_accounts(name: &str) -> bool {
    matches!(words(name).first().map(String::as_str), Some("belanja" | "pendapatan" | "penerimaan" | "pembiayaan"))
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
        ["sub", "jumlah" | "total", ..] => None,
        ["program", ..] => Some(Level::Program),
        ["sub", "kegiatan", ..] | ["subkegiatan", ..] | ["sub", _, _, ..] => Some(Level::SubKegiatan),
        ["kegiatan", _, ..] => Some(Level::Kegiatan),
        // "Urusan Umum dan Kepegawaian" is work of the secretariat.
        ["urusan", "umum" | "kepegawaian" | "keuangan", ..] => None,
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
    let headings = headings(clues);
    let mut lists = Lists::default();
    let mut levels = Vec::with_capacity(clues.len());
    let mut previous = Level::None;
    for clue in clues {
        let looked = looks.level(clue.look);
        let level = if !clue.is_data {
            Level::None
        } else if let Some(level) = clue.told {
            level
        } else if headings == Some(clue.look) {
            Level::Item
        } else if is_coded && matches!(previous, Level::Belanja(_)) {
            // Below an account without a code of its own: a group of items, then the items.
            Level::Belanja(7 + (clue.look.0 / 8).min(8) as u8)
        } else if is_coded && previous == Level::SubKegiatan && clue.belanja.is_none() {
            // A package or a fund, whatever its type: what stands above a sub kegiatan has a code.
            RINCIAN
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

/// The look, bold or in capitals, of rows without a code that part the coded ones: bidang or kelurahan, each above rows of the uppermost
/// level that codes tell. No other row looks so.
fn headings(clues: &[Clue]) -> Option<Look> {
    let data: Vec<&Clue> = clues.iter().filter(|clue| clue.is_data).collect();
    let coded = data.iter().filter(|clue| clue.has_code).filter_map(|clue| clue.told);
    let uppermost = coded.filter(|level| *level > Level::Urusan).min().filter(|level| *level <= Level::SubKegiatan)?;
    let is_untold = |clue: &Clue| clue.told.is_none() && clue.belanja.is_none();
    let look = data.first().filter(|clue| is_untold(clue))?.look;
    let (_, is_bold, is_upper) = look;
    let parts = |(at, clue): (usize, &&Clue)| {
        clue.look != look || is_untold(clue) && data.get(at + 1).is_some_and(|next| next.told == Some(uppermost))
    };
    let is_repeated = data.iter().filter(|clue| clue.look == look).count() > 1;
    ((is_bold || is_upper) && is_repeated && data.iter().enumerate().all(parts)).then_some(look)
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
        self.0.iter().rev().find(|&&(_, last)| last.checked_add(1) == Some(number)).map(|&(level, _)| level)
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
    fn codes_of_perangkat_daerah_stand_above_their_programs() {
        for code in ["1.06.0.00.0.00.01", "3.25.0.00.0.00.01.0000", "5.01.5.05.0.00.02.0000", "1.02.2.14.0.00.01"] {
            assert_eq!(level_of_code(code, "Dinas Sosial"), Some(Level::Urusan), "{code}");
        }
        assert_eq!(level_of_code("1.02.1.02.01.01.01", "Penyediaan jasa surat menyurat"), None);
        assert_eq!(level_of_code("5.1.02.01.01.0024.001", ""), Some(Level::Belanja(7)));
    }

    #[test]
    fn names_are_believed_before_the_length_of_codes() {
        let lengths = |told: &[(usize, &[Option<Level>])]| {
            by_names(&told.iter().map(|&(length, named)| (length, named.to_vec())).collect())
        };
        let (program, kegiatan) = (Some(Level::Program), Some(Level::Kegiatan));
        let levels = lengths(&[(5, &[None]), (6, &[program, program]), (7, &[None, None, None])]).expect("old codes");
        let levels: Vec<(usize, Level)> = levels.into_iter().collect();
        assert_eq!(levels, [(5, Level::Urusan), (6, Level::Program), (7, Level::Kegiatan)]);
        assert!(lengths(&[(1, &[program, program])]).is_some(), "numbered programs");
        assert_eq!(lengths(&[(3, &[program]), (6, &[kegiatan, None, None])]), None, "a sub kegiatan named so");
        assert_eq!(lengths(&[(3, &[program]), (5, &[kegiatan]), (6, &[kegiatan])]), None, "contradiction");
    }

    #[test]
    fn names_tell_levels_also_when_cut_or_numbered() {
        assert_eq!(level_of_name("1. Kegiatan Pendampingan Usaha"), Some(Level::Kegiatan));
        assert_eq!(level_of_name("▪ Sub Kegiatan Penyediaan Jasa"), Some(Level::SubKegiatan));
        assert_eq!(level_of_name("Sub Penyediaan Jasa Komunikasi"), Some(Level::SubKegiatan));
        assert_eq!(level_of_name("Pengembangan Potensi"), None);
        assert_eq!(level_of_name("Kegiatan"), None);
        assert_eq!(level_of_name("Sub Jumlah A"), None);
        assert_eq!(level_of_name("PROGRAM"), Some(Level::Program));
        assert_eq!(level_of_name("Urusan Umum dan Kepegawaian"), None);
    }
}
