//! A source table set anew: its own columns and headers, with live formulas where roles tell how a column is calculated.

use std::collections::HashMap;

use super::rumus::{self, Letak};
use crate::outputs::lampiran::model::{Baris, Bentuk, Isi, Kolom, Sel, Tabel};
use crate::outputs::lampiran::sumber::{Asal, decimals, is_single};
use crate::outputs::text::one_line;
use crate::profile::{Role, Shape};
use crate::table::{Content, Entry, Figure, Level, Row, RowKind};

/// How a table is set.
#[derive(Default)]
pub struct Cara {
    /// Deepest level kept; all rows when there is none.
    pub sampai: Option<Level>,
    /// Columns calculated beside those the source has, with their headers.
    pub tambah: Vec<(Role, String)>,
    /// Only columns of these roles; all when empty.
    pub hanya: Vec<Role>,
    /// A row of column numbers even when the source has none.
    pub is_bernomor: bool,
    /// Classes of a capaian for the column kategori, see [`crate::outputs::lampiran::hitung::Rumus::Kelas`].
    pub kelas: Vec<(f64, bool, String)>,
    /// Efficiency is serapan by capaian.
    pub is_efisiensi_terbalik: bool,
}

/// A column that will be printed.
pub struct Rancang {
    /// Its column in the source.
    pub asal: Option<usize>,
    /// What it means.
    pub role: Option<Role>,
    /// Header texts.
    pub judul: Vec<String>,
}

/// Sets a source table anew.
pub fn susun(asal: Asal<'_>, cara: &Cara) -> Tabel {
    let columns = rancang(asal, cara);
    let rows = rows_kept(asal, cara);
    let at_of: HashMap<usize, usize> = rows.iter().enumerate().map(|(at, &source)| (source, at)).collect();
    let letak = Letak { asal, columns: &columns, rows: &rows, at_of: &at_of, cara };
    let mut baris: Vec<Baris> = rows.iter().map(|&source| baris(&letak, source)).collect();
    merge_down(asal, &columns, &rows, &mut baris);
    baris.extend(jumlah(&letak, &baris));
    let mut tabel =
        Tabel { kolom: columns.iter().map(|column| kolom(asal, column)).collect(), baris, ..Tabel::default() };
    rumus::pasang(&letak, &mut tabel);
    if cara.is_bernomor || asal.table.number_row.is_some() {
        tabel.nomor = rumus::nomor(&letak, &tabel);
    }
    tabel
}

fn rancang(asal: Asal<'_>, cara: &Cara) -> Vec<Rancang> {
    let table = asal.table;
    let holds =
        |column: usize| table.rows.iter().any(|row| !row.entries[column].is_blank() && !row.entries[column].continues);
    let is_wanted = |role: Option<Role>| cara.hanya.is_empty() || role.is_some_and(|role| cara.hanya.contains(&role));
    let mut columns: Vec<Rancang> = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        // A merged header over several physical columns leaves some of them without content.
        let is_used = holds(at) || column.role.is_some_and(|role| role != Role::Nomor);
        if !is_used
            || repeats_left(asal, at)
            || !is_wanted(column.role)
            || column.path.is_empty() && column.role.is_none()
        {
            continue;
        }
        columns.push(Rancang {
            asal: Some(at),
            role: column.role,
            judul: column.path.iter().map(|text| one_line(text)).collect(),
        });
    }
    if !cara.hanya.is_empty() {
        keep_last(&mut columns, Role::Persen);
        keep_last(&mut columns, Role::Fisik);
    }
    for (role, judul) in &cara.tambah {
        if !columns.iter().any(|column| column.role == Some(*role)) {
            columns.push(Rancang { asal: None, role: Some(*role), judul: vec![judul.clone()] });
        }
    }
    columns
}

/// Of the percentages of parts and whole only that of the whole belongs to the columns that are left.
fn keep_last(columns: &mut Vec<Rancang>, role: Role) {
    let last = columns.iter().rposition(|column| column.role == Some(role));
    let mut at = 0;
    columns.retain(|column| {
        at += 1;
        column.role != Some(role) || Some(at - 1) == last
    });
}

/// A column under the header of the one on its left that says the same in every row: cells merged across both.
fn repeats_left(asal: Asal<'_>, at: usize) -> bool {
    let table = asal.table;
    let Some(left) = at.checked_sub(1).filter(|&left| table.columns[left].path == table.columns[at].path) else {
        return false;
    };
    let says = |row: &Row, column: usize| asal.tulisan(&row.entries[column]);
    let is_text = table.columns[at].role.is_none_or(|role| !role.is_numeric());
    is_text && table.rows.iter().all(|row| says(row, at).is_empty() || says(row, at) == says(row, left))
}

fn rows_kept(asal: Asal<'_>, cara: &Cara) -> Vec<usize> {
    let is_kept = |row: &Row| row.kind == RowKind::Data && cara.sampai.is_none_or(|deepest| row.level <= deepest);
    asal.table.rows.iter().enumerate().filter(|(_, row)| is_kept(row)).map(|(at, _)| at).collect()
}

fn kolom(asal: Asal<'_>, column: &Rancang) -> Kolom {
    let longest = || {
        let length = |at: usize| move |row: &Row| asal.tulisan(&row.entries[at]).chars().count();
        column.asal.and_then(|at| asal.table.rows.iter().map(length(at)).max()).unwrap_or(0) as f64
    };
    // The longest word of the own header stands on one line.
    let words = column.judul.last().map_or("", String::as_str).split([' ', '/', '-']);
    let word = words.map(|word| word.chars().count()).max().unwrap_or(0);
    let lebar = lebar(column.role, longest).max((word as f64 * 1.2 + 1.5).min(17.0));
    Kolom { judul: column.judul.clone(), lebar, petak: 1 }
}

/// Characters a column of a role wants; `longest` counts those of its longest text.
fn lebar(role: Option<Role>, longest: impl Fn() -> f64) -> f64 {
    let Some(role) = role else {
        return (longest() + 2.0).clamp(9.0, 24.0);
    };
    match role {
        Role::Nomor => (longest() + 2.0).clamp(4.5, 7.0),
        Role::Kode => (longest() + 2.0).clamp(9.0, 19.0),
        Role::Uraian => 40.0,
        Role::Sasaran | Role::Tujuan | Role::Indikator | Role::Program | Role::Kegiatan => 26.0,
        Role::Penjelasan => 38.0,
        Role::Keterangan | Role::SumberData | Role::PenanggungJawab => (longest() + 2.0).clamp(12.0, 24.0),
        Role::Persen | Role::Fisik => 9.0,
        _ if role.is_money() || role == Role::Jumlah => 16.5,
        _ if role.is_numeric() => (longest() + 2.0).clamp(10.0, 15.0),
        _ => (longest() + 2.0).clamp(10.0, 18.0),
    }
}

fn baris(letak: &Letak<'_>, source: usize) -> Baris {
    let row = &letak.asal.table.rows[source];
    let mut sel: Vec<Sel> = letak.columns.iter().map(|column| sel(letak.asal, column, row)).collect();
    align_percent(letak.columns, &mut sel);
    keep_dashes(letak, row, &mut sel);
    let level = row.level;
    if let Some(name) = letak.asal.table.name_column().filter(|_| letak.asal.table.shape == Shape::Anggaran)
        && let Some(place) = letak.columns.iter().position(|column| column.asal == Some(name))
    {
        sel[place].inden = inden(level);
    }
    let is_tebal = matches!(level, Level::Urusan | Level::Program);
    Baris { sel, is_tebal, is_jumlah: false }
}

const fn inden(level: Level) -> u8 {
    match level {
        Level::Kegiatan => 1,
        Level::SubKegiatan => 2,
        Level::Belanja(..=3) => 3,
        Level::Belanja(_) => 4,
        _ => 0,
    }
}

/// A source cell set anew.
pub fn sel(asal: Asal<'_>, column: &Rancang, row: &Row) -> Sel {
    let Some(entry) = column.asal.map(|at| &row.entries[at]) else {
        return Sel::kosong();
    };
    let role = column.role;
    let is_numeric = role.is_some_and(Role::is_numeric);
    match &entry.content {
        Content::Figure(figure) if is_numeric && is_single(figure) => match bentuk(role, figure) {
            Some(bentuk) => {
                let number = crate::outputs::lampiran::hitung::stored(figure.value, &bentuk);
                Sel { tercetak: asal.tercetak(entry), ..Sel::angka(number, bentuk) }
            }
            None => Sel::tengah(asal.tulisan(entry)),
        },
        Content::Dash if role.is_some_and(Role::is_money) => {
            Sel { tercetak: Some(asal.tanpa_angka(entry)), ..Sel::angka(0.0, Bentuk::Rupiah) }
        }
        Content::Blank if is_numeric && !entry.continues => Sel { is_kosong: true, ..Sel::tengah("") },
        // A figure in a column without a known role is still a figure.
        Content::Figure(figure) if role.is_none() && is_single(figure) && !figure.is_text => {
            let bentuk =
                if figure.percent { Bentuk::Persen(figure.decimals) } else { Bentuk::Desimal(decimals(figure)) };
            Sel::angka(crate::outputs::lampiran::hitung::stored(figure.value, &bentuk), bentuk)
        }
        _ if is_centred(role) => Sel::tengah(text_of(asal, entry)),
        _ => Sel::teks(text_of(asal, entry)),
    }
}

/// A cell merged from above is covered; its words stand in the first one.
fn text_of(asal: Asal<'_>, entry: &Entry) -> String {
    if entry.continues { String::new() } else { asal.tulisan(entry) }
}

fn is_centred(role: Option<Role>) -> bool {
    role.is_some_and(Role::is_numeric)
        || matches!(
            role,
            Some(
                Role::Nomor
                    | Role::Satuan
                    | Role::Kategori
                    | Role::Tren
                    | Role::Penunjang
                    | Role::Periode
                    | Role::Golongan
                    | Role::Aspek
            )
        )
}

/// How a figure of a role is shown; `None` when only its own spelling will do.
fn bentuk(role: Option<Role>, figure: &Figure) -> Option<Bentuk> {
    let digits = decimals(figure);
    if let Some(unit) = &figure.unit {
        let is_short = unit.chars().count() <= 20 && !unit.contains(['\n', '(', '/', '"']);
        return (is_short && !figure.percent).then(|| Bentuk::Satuan(digits, unit.to_string()));
    }
    let is_whole = figure.value.fract().is_zero();
    Some(match role {
        _ if figure.percent => Bentuk::Persen(digits),
        Some(role) if role.is_money() && is_whole => Bentuk::Rupiah,
        Some(role) if role.is_money() => Bentuk::Desimal(2),
        Some(Role::Persen | Role::Capaian | Role::Kemajuan | Role::Efisiensi) if !is_whole => {
            Bentuk::Desimal(digits.max(2))
        }
        _ => Bentuk::Desimal(digits),
    })
}

/// A heading with dashes for all its money has no sums of its own.
fn keep_dashes(letak: &Letak<'_>, row: &Row, sel: &mut [Sel]) {
    let is_money = |at: &usize| letak.columns[*at].role.is_some_and(Role::is_money);
    let has_amount = (0..sel.len()).filter(is_money).any(|at| sel[at].nilai().is_some_and(|number| number != 0.0));
    if has_amount || !row.children.is_empty() {
        return;
    }
    for at in (0..sel.len()).filter(is_money) {
        let content = letak.columns[at].asal.map(|source| &row.entries[source].content);
        if content == Some(&Content::Dash) {
            sel[at] = Sel { gabung: sel[at].gabung, ..Sel::tengah("-") };
        }
    }
}

/// "97,50%" beside 95,3 means 95,3%: target and realisasi of a row are stored alike.
fn align_percent(columns: &[Rancang], sel: &mut [Sel]) {
    const KINERJA: [Role; 5] =
        [Role::Target, Role::TargetTahun, Role::TargetAkhir, Role::RealisasiKinerja, Role::RealisasiTahun];
    let own: Vec<usize> =
        (0..sel.len()).filter(|&at| columns[at].role.is_some_and(|role| KINERJA.contains(&role))).collect();
    let is_percent = own.iter().any(|&at| matches!(sel[at].bentuk, Bentuk::Persen(_)));
    if !is_percent {
        return;
    }
    for at in own {
        if let (Isi::Angka(number), Bentuk::Desimal(decimals)) = (&mut sel[at].isi, &sel[at].bentuk) {
            *number = sel[at].tercetak.as_ref().map_or(*number / 100.0, |tercetak| {
                crate::outputs::lampiran::hitung::stored(tercetak.nilai, &Bentuk::Persen(0))
            });
            sel[at].bentuk = Bentuk::Persen(*decimals);
        }
    }
}

/// Cells merged in the source, and those left blank below a sasaran, become one.
fn merge_down(asal: Asal<'_>, columns: &[Rancang], rows: &[usize], baris: &mut [Baris]) {
    let is_indikator = asal.table.shape == Shape::Indikator;
    for (place, column) in columns.iter().enumerate() {
        let Some(source) = column.asal else {
            continue;
        };
        let is_group = is_indikator && matches!(column.role, Some(Role::Nomor | Role::Sasaran | Role::Tujuan));
        let mut anchor: Option<usize> = None;
        for (at, &row) in rows.iter().enumerate() {
            let entry = &asal.table.rows[row].entries[source];
            let is_joined =
                entry.continues || is_group && entry.is_blank() && belongs_above(asal, rows, at, columns, place);
            match anchor {
                Some(first) if is_joined && rows[at - 1] + 1 == row => {
                    baris[first].sel[place].gabung += 1;
                    baris[at].sel[place].gabung = 0;
                }
                _ => anchor = Some(at),
            }
        }
    }
}

/// A blank cell belongs to the sasaran above when nothing left of it begins anew.
fn belongs_above(asal: Asal<'_>, rows: &[usize], at: usize, columns: &[Rancang], place: usize) -> bool {
    let row = &asal.table.rows[rows[at]];
    let group = |column: &&Rancang| matches!(column.role, Some(Role::Sasaran | Role::Tujuan));
    let begins = |column: &Rancang| {
        column.asal.is_some_and(|source| !row.entries[source].is_blank() && !row.entries[source].continues)
    };
    let left = columns[..place].iter().filter(group).any(begins);
    let own_number = columns[place].role != Some(Role::Nomor)
        && columns[..place].iter().filter(|column| column.role == Some(Role::Nomor)).any(begins);
    let next_begins =
        columns[place].role == Some(Role::Nomor) && columns[place + 1..].iter().take(1).filter(group).any(begins);
    let is_own_label = columns[place].role == Some(Role::Nomor)
        && columns.get(place + 1).is_some_and(|next| !matches!(next.role, Some(Role::Sasaran | Role::Tujuan)));
    !left && !own_number && !next_begins && !is_own_label
}

/// The closing row: that of the source, or one of our own below a budget of several rows.
fn jumlah(letak: &Letak<'_>, baris: &[Baris]) -> Option<Baris> {
    let table = letak.asal.table;
    let printed = table.rows.iter().rev().find(|row| row.kind == RowKind::Total);
    let has_money = letak.columns.iter().any(|column| column.role.is_some_and(Role::is_amount));
    let first_number = letak.columns.iter().position(|column| column.role.is_some_and(Role::is_numeric))?;
    if !has_money || first_number == 0 || printed.is_none() && (table.shape != Shape::Anggaran || baris.len() < 2) {
        return None;
    }
    let mut sel: Vec<Sel> = match printed {
        Some(row) => letak.columns.iter().map(|column| self::sel(letak.asal, column, row)).collect(),
        None => letak.columns.iter().map(|_| Sel::kosong()).collect(),
    };
    for cell in &mut sel[..first_number] {
        *cell = Sel { lebar: 0, ..Sel::kosong() };
    }
    sel[0] = Sel { lebar: first_number as u16, ..Sel::tengah("JUMLAH") };
    Some(Baris::jumlah(sel))
}
