//! What the outputs need of a report once its grids are gone.

use rust_decimal::Decimal;

use super::{Bahan, Checked};
use crate::bahasa::{Bahasa, Pesan};
use crate::finding::Finding;
use crate::grid::{Book, CellRef, Grid, column_letters, single_spaced};
use crate::laporan::kumpulan::{Anggota, Butir, Kumpulan, Petikan, Sumber};
use crate::laporan::{Dokumen, Laporan};
use crate::profile::{Role, Shape};
use crate::table::{Level, RowKind};

/// A recognised table, for `kenali` and the summary.
#[derive(Debug, Clone)]
pub struct TableSummary {
    /// The sheet's name.
    pub lembar: String,
    /// Identifier of its kind.
    pub jenis: String,
    /// What people call the kind.
    pub nama: String,
    /// Header rows from one, e.g. "4–5".
    pub kepala: String,
    /// Row of column numbers from one.
    pub nomor: Option<u32>,
    /// First and last row from one.
    pub baris: (u32, u32),
    /// Number of rows that are entries.
    pub jumlah: usize,
    /// Column letters, header and role of each column.
    pub kolom: Vec<(String, String, Option<String>)>,
    /// How many rows each level has, uppermost first.
    pub jenjang: Vec<(String, usize)>,
}

/// An indikator's capaian.
#[derive(Debug, Clone)]
pub struct CapaianRow {
    /// The sheet's name.
    pub lembar: String,
    /// Cell of the indikator.
    pub sel: CellRef,
    /// The sasaran it stands under.
    pub sasaran: String,
    /// The indikator.
    pub indikator: String,
    /// Satuan.
    pub satuan: String,
    /// Target as a number, if it is one.
    pub target: Option<Decimal>,
    /// Realisasi.
    pub realisasi: Option<Decimal>,
    /// Capaian as printed, in percent.
    pub capaian: Option<Decimal>,
    /// Kategori as printed.
    pub kategori: String,
}

/// A program's budget.
#[derive(Debug, Clone)]
pub struct AnggaranRow {
    /// The sheet's name.
    pub lembar: String,
    /// Cell of the name.
    pub sel: CellRef,
    /// The program, or "JUMLAH" for a total.
    pub program: String,
    /// Pagu in rupiah.
    pub pagu: Option<Decimal>,
    /// Realisasi in rupiah.
    pub realisasi: Option<Decimal>,
    /// Whether it is a total.
    pub is_total: bool,
}

/// The cells around a finding, with the one that is meant marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Column letters of the cells shown.
    pub letters: Vec<String>,
    /// Texts of the cells shown.
    pub texts: Vec<String>,
    /// Which of them is meant.
    pub marked: usize,
    /// Headers of the columns shown; empty outside a recognised table.
    pub heads: Vec<String>,
    /// The rows before: number from one, and the texts of the same columns. Empty where the sheet is not at hand.
    pub above: Vec<(u32, Vec<String>)>,
    /// The rows after.
    pub below: Vec<(u32, Vec<String>)>,
}

/// Makes the summary of a report.
pub fn summarise(laporan: &Laporan, findings: Vec<Finding>) -> Checked {
    let snippets = findings.iter().enumerate().map(|(index, finding)| {
        let (sheet, at) = (finding.place.sheet, finding.place.range.start);
        let snippet = snippet(&laporan.book.grids[sheet], at);
        if index < WITH_ROWS { with_rows(snippet, laporan, sheet, at) } else { snippet.1 }
    });
    let snippets = snippets.collect();
    let strange = laporan.strange.iter().map(|(sheet, reason)| {
        let name = &laporan.book.grids[*sheet].name;
        Pesan::new(format!("lembar {name}: {reason}"), format!("sheet {name}: {}", reason.text(Bahasa::En)))
    });
    Checked {
        nama: laporan.book.name.clone(),
        format: laporan.book.format,
        jenis: laporan.jenis().into_iter().map(str::to_string).collect(),
        tahun: laporan.konteks.tahun,
        pejabat: super::pejabat::by_sheet(laporan),
        findings,
        snippets,
        tables: laporan.dokumen.iter().map(table_summary).collect(),
        komentar: komentar(&laporan.book),
        notes: strange.chain(laporan.book.notes.iter().cloned()).collect(),
        capaian: laporan.dokumen.iter().flat_map(capaian_rows).collect(),
        anggaran: laporan.dokumen.iter().flat_map(anggaran_rows).collect(),
        petikan: Petikan::read(laporan),
        bahan: Bahan::read(laporan),
    }
}

/// Lembar, sel and text of each comment that stands in a workbook.
fn komentar(book: &Book) -> Vec<(String, CellRef, String)> {
    let of = |grid: &Grid| -> Vec<(String, CellRef, String)> {
        grid.comments.iter().map(|(&cell, text)| (grid.name.to_string(), cell, text.to_string())).collect()
    };
    book.grids.iter().flat_map(of).collect()
}

fn table_summary(dokumen: &Dokumen) -> TableSummary {
    let table = &dokumen.table;
    let mut jenjang: Vec<(Level, usize)> = Vec::new();
    for row in table.rows.iter().filter(|row| row.kind == RowKind::Data && row.level != Level::None) {
        match jenjang.iter_mut().find(|(level, _)| *level == row.level) {
            Some((_, count)) => *count += 1,
            None => jenjang.push((row.level, 1)),
        }
    }
    jenjang.sort();
    TableSummary {
        lembar: table.sheet_name.to_string(),
        jenis: table.jenis.clone(),
        nama: table.nama.clone(),
        kepala: if table.first_row == table.header_end {
            format!("{}", table.first_row + 1)
        } else {
            format!("{}–{}", table.first_row + 1, table.header_end + 1)
        },
        nomor: table.number_row.map(|row| row + 1),
        baris: (table.rows.first().map_or(0, |row| row.row + 1), table.rows.last().map_or(0, |row| row.row + 1)),
        jumlah: table.rows.len(),
        kolom: table
            .columns
            .iter()
            .map(|column| {
                let path: Vec<String> = column.path.iter().map(|text| single_spaced(text).into_owned()).collect();
                (column_letters(column.col), path.join(" › "), column.role.map(Role::words))
            })
            .collect(),
        jenjang: jenjang.into_iter().map(|(level, count)| (level.words().to_string(), count)).collect(),
    }
}

fn capaian_rows(dokumen: &Dokumen) -> Vec<CapaianRow> {
    let table = &dokumen.table;
    let (Some(indikator), Some(_)) = (table.column(Role::Indikator), table.column(Role::RealisasiKinerja)) else {
        return Vec::new();
    };
    if table.shape != Shape::Indikator {
        return Vec::new();
    }
    let mut sasaran = String::new();
    let mut rows = Vec::new();
    for row in table.rows.iter().filter(|row| row.kind == RowKind::Data) {
        let text = |role| table.entry(row, role).map_or("", |entry| entry.text()).to_string();
        let value = |role| table.entry(row, role).and_then(|entry| entry.figure()).map(|figure| figure.value);
        let own = text(Role::Sasaran);
        if !own.is_empty() {
            sasaran = own;
        }
        let entry = &row.entries[indikator];
        if entry.is_blank() || entry.continues {
            continue;
        }
        rows.push(CapaianRow {
            lembar: table.sheet_name.to_string(),
            sel: entry.cell,
            sasaran: sasaran.clone(),
            indikator: entry.text().to_string(),
            satuan: text(Role::Satuan),
            target: value(Role::Target),
            realisasi: value(Role::RealisasiKinerja),
            capaian: value(Role::Capaian),
            kategori: text(Role::Kategori),
        });
    }
    rows
}

fn anggaran_rows(dokumen: &Dokumen) -> Vec<AnggaranRow> {
    let table = &dokumen.table;
    let pagu = [Role::Pagu, Role::PaguSesudah, Role::PaguSebelum].into_iter().find_map(|role| table.column(role));
    let (Some(pagu), Some(realisasi), Some(name)) = (pagu, table.column(Role::Realisasi), table.name_column()) else {
        return Vec::new();
    };
    if table.shape != Shape::Anggaran {
        return Vec::new();
    }
    let value = |row: &crate::table::Row, column: usize| row.entries[column].figure().map(|figure| figure.value);
    let wanted = |row: &&crate::table::Row| row.level == Level::Program || row.kind == RowKind::Total;
    let rows = table.rows.iter().filter(wanted).map(|row| AnggaranRow {
        lembar: table.sheet_name.to_string(),
        sel: row.entries[name].cell,
        program: table.row_name(row).to_string(),
        pagu: value(row, pagu),
        realisasi: value(row, realisasi),
        is_total: row.kind == RowKind::Total,
    });
    rows.filter(|row| row.pagu.is_some() || row.realisasi.is_some()).collect()
}

/// Cells shown on each side of the marked one.
const AROUND: u32 = 4;

/// Columns on the sheet, and the row as texts.
fn snippet(grid: &Grid, at: CellRef) -> (Vec<u32>, Snippet) {
    let first = at.col.saturating_sub(AROUND);
    let columns: Vec<u32> = (first..=at.col + AROUND)
        .filter(|&col| col == at.col || !grid.shown(CellRef::new(at.row, col)).is_empty())
        .collect();
    let names: Vec<u32> = (0..first).filter(|&col| !grid.shown(CellRef::new(at.row, col)).is_empty()).take(1).collect();
    let columns: Vec<u32> = names.into_iter().chain(columns).collect();
    let snippet = Snippet {
        letters: columns.iter().map(|&col| column_letters(col)).collect(),
        texts: columns.iter().map(|&col| one_line(grid, at.row, col)).collect(),
        marked: columns.iter().position(|&col| col == at.col).unwrap_or(0),
        ..Snippet::default()
    };
    (columns, snippet)
}

fn one_line(grid: &Grid, row: u32, col: u32) -> String {
    single_spaced(&grid.shown(CellRef::new(row, col))).into_owned()
}

/// Findings of a workbook that get the rows around them; outputs show no more pictures than that.
const WITH_ROWS: usize = 500;
/// Rows shown on each side, and how far away they may be.
const ROWS: (usize, u32) = (2, 4);

/// Adds the header of each column and the rows nearby that hold something in these columns.
fn with_rows((columns, mut snippet): (Vec<u32>, Snippet), laporan: &Laporan, sheet: usize, at: CellRef) -> Snippet {
    let grid = &laporan.book.grids[sheet];
    let within = |dokumen: &&Dokumen| {
        let rows = &dokumen.table.rows;
        dokumen.table.sheet == sheet
            && rows.first().is_some_and(|row| row.row <= at.row)
            && rows.last().is_some_and(|row| row.row >= at.row)
    };
    let table = laporan.dokumen.iter().find(within).map(|dokumen| &dokumen.table);
    if let Some(table) = table {
        let head = |&col: &u32| {
            let column = table.columns.iter().find(|column| column.col == col);
            let text = column.and_then(|column| column.path.last()).map_or("", String::as_str);
            single_spaced(text).into_owned()
        };
        snippet.heads = columns.iter().map(head).collect();
    }
    let first = table.map_or(0, |table| table.header_end + 1);
    let texts = |row: u32| {
        let texts: Vec<String> = columns.iter().map(|&col| one_line(grid, row, col)).collect();
        texts.iter().any(|text| !text.is_empty()).then_some((row + 1, texts))
    };
    let above = (at.row.saturating_sub(ROWS.1).max(first)..at.row).rev().filter_map(texts);
    snippet.above = above.take(ROWS.0).collect();
    snippet.above.reverse();
    snippet.below = (at.row + 1..=at.row.saturating_add(ROWS.1)).filter_map(texts).take(ROWS.0).collect();
    snippet
}

/// The row of a finding between documents: the name and the figures, for the grid is gone.
pub fn snippet_of(petikan: &Petikan, finding: &Finding) -> Snippet {
    let at = finding.place.range.start;
    let rows = petikan.tabel.iter().filter(|tabel| tabel.sheet == finding.place.sheet).flat_map(|tabel| &tabel.butir);
    let is_own = |butir: &&Butir| butir.cell == at || butir.angka.iter().any(|angka| angka.cell == at);
    let mut cells: Vec<(u32, String)> = Vec::new();
    for butir in rows.filter(is_own).take(1) {
        cells.push((butir.cell.col, butir.nama.tertulis.clone()));
        cells.extend(butir.angka.iter().map(|angka| (angka.cell.col, angka.tertulis.clone())));
    }
    if !cells.iter().any(|&(col, _)| col == at.col) {
        cells.push((at.col, finding.written.clone().unwrap_or_default()));
    }
    cells.sort();
    cells.dedup_by_key(|cell| cell.0);
    Snippet {
        letters: cells.iter().map(|&(col, _)| column_letters(col)).collect(),
        marked: cells.iter().position(|&(col, _)| col == at.col).unwrap_or(0),
        texts: cells.into_iter().map(|(_, text)| text).collect(),
        ..Snippet::default()
    }
}

/// The links of one agency's documents, in lines.
pub fn link_lines(kumpulan: &Kumpulan<'_>, nama_berkas: impl Fn(usize) -> String) -> Vec<String> {
    let nama = kumpulan.instansi.as_ref().map_or("perangkat daerah tidak disebut".to_string(), ToString::to_string);
    let berkas: Vec<&str> = kumpulan.petikan.iter().map(|(_, petikan)| &*petikan.berkas).collect();
    let linked = kumpulan.pokok.iter().filter(|pokok| pokok.anggota.len() > 1);
    let mut lines = vec![format!(
        "{nama}: {}; {} kegiatan atau indikator dipertautkan antartabel",
        berkas.join(", "),
        linked.clone().count()
    )];
    let place = |anggota: &Anggota| {
        let (berkas, tabel) = (&kumpulan.petikan[anggota.petikan].1.berkas, kumpulan.tabel(anggota));
        let butir = kumpulan.butir(anggota);
        format!("«{}» ({berkas}, {} {})", butir.nama.tertulis, tabel.sheet_name, butir.cell)
    };
    for versi in &kumpulan.versi {
        lines.push(format!(
            "{} tidak dibandingkan: {} memuat dokumen yang sama dan dipakai karena {}",
            nama_berkas(versi.lama),
            nama_berkas(versi.baru),
            versi.alasan
        ));
    }
    lines.extend(kumpulan.petikan.iter().flat_map(|(_, petikan)| document_lines(petikan)));
    for pokok in linked {
        let weak = pokok.anggota[1..].iter().filter(|anggota| !anggota.yakin.is_sure());
        lines.extend(weak.map(|anggota| {
            format!("{}: {} dengan {}", anggota.yakin.words(), place(anggota), place(&pokok.anggota[0]))
        }));
    }
    lines
}

/// What documents a workbook holds, by year and stage, and the officials they belong to.
fn document_lines(petikan: &Petikan) -> Vec<String> {
    let mut documents: Vec<String> = Vec::new();
    for tabel in petikan.tabel.iter().filter(|tabel| tabel.sumber != Sumber::Lain) {
        let mut words = vec![tabel.sumber.words().to_string()];
        words.extend(tabel.tahap.map(|tahap| tahap.words().to_string()));
        words.extend(tabel.periode.map(|periode| format!("triwulan {periode}")));
        words.extend(tabel.tahun.map(|tahun| tahun.to_string()));
        let words = words.join(" ");
        if !documents.contains(&words) {
            documents.push(words);
        }
    }
    let mut lines = Vec::new();
    if !documents.is_empty() {
        lines.push(format!("{}: {}", petikan.berkas, documents.join("; ")));
    }
    lines.extend(petikan.pihak.iter().map(|pihak| {
        let atasan = pihak
            .atasan
            .as_ref()
            .map_or("atasan tidak disebut".into(), |atasan| format!("atasan {} ({})", atasan.nama, atasan.jabatan));
        format!("{}, {}: {} ({}), {atasan}", petikan.berkas, pihak.sheet_name, pihak.nama, pihak.jabatan)
    }));
    lines
}
