//! What a blank form has beside its look: open cells in a protected sheet, checks of what is typed,
//! notes at the headings.
//!
//! The sheet is protected without a password: whoever needs another row or heading lifts the protection.

use cermat::grid::{Cell, CellRange, CellRef, Grid, Value};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Format, Note, ProtectionOptions, Worksheet, XlsxError,
};

use super::{Layout, TableBlock, plain_text};

/// What people type in a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Isian {
    Rupiah,
    Persen,
    Target,
    Satuan,
    Lain,
}

/// Words of a heading, what its column takes, what its note says; the first that fits counts.
const KOLOM: [(&[&str], Isian, &str); 18] = [
    (&["FISIK"], Isian::Persen, "Kemajuan fisik dalam persen, 0 sampai 100. Tulis angkanya saja, tanpa tanda %."),
    (
        &["REALISASI CAPAIAN"],
        Isian::Lain,
        "Kiri: triwulan yang dilaporkan. Kanan: realisasi kumulatif sampai triwulan itu, dengan satuan targetnya.",
    ),
    (
        &["(RP)", "ANGGARAN", "PAGU", "BELANJA"],
        Isian::Rupiah,
        "Dalam rupiah penuh, tanpa titik pemisah dan tanpa «Rp»; pemisah tampil sendiri.",
    ),
    (&["(%)"], Isian::Persen, "Dalam persen, angkanya saja."),
    (
        &["SATUAN"],
        Isian::Satuan,
        "Satuan target: pilih dari daftar atau ketik sendiri. Satuan yang sama ditulis dengan cara yang sama.",
    ),
    (
        &["TARGET", "202", "203"],
        Isian::Target,
        "Satu target: angka, atau rentang pendek seperti 90-100%. Satuannya di kolom satuan bila ada.",
    ),
    (
        &["KODE"],
        Isian::Lain,
        "Kode menurut nomenklatur perangkat daerah, misalnya 2.15.02.2.01.0004. Kode anak berawalan kode induknya.",
    ),
    (&["ALASAN"], Isian::Lain, "Mengapa indikator ini menggambarkan sasarannya."),
    (
        &["FORMULASI", "PENJELASAN", "DEFINISI"],
        Isian::Lain,
        "Rumus: pembilang / penyebut x 100%, dengan kata yang sama seperti pada indikatornya.",
    ),
    (&["SUMBER DATA"], Isian::Lain, "Dokumen atau aplikasi asal angkanya."),
    (&["PENANGGUNG JAWAB"], Isian::Lain, "Bidang yang menyediakan datanya."),
    (
        &["INDIKATOR"],
        Isian::Lain,
        "Satu indikator sebaris. Sebut apa yang diukur: persentase, jumlah, nilai, atau indeks.",
    ),
    (
        &["SASARAN"],
        Isian::Lain,
        "Tulis sekali pada baris indikator pertamanya; baris indikator berikutnya dikosongkan.",
    ),
    (&["TUJUAN"], Isian::Lain, "Tulis sekali pada baris pertamanya; baris berikutnya dikosongkan."),
    (
        &["PROGRAM", "KEGIATAN", "URAIAN"],
        Isian::Lain,
        "Nama menurut nomenklatur, diawali Program, Kegiatan, atau Sub Kegiatan.",
    ),
    (&["KETERANGAN"], Isian::Lain, "Penjelasan bila perlu, misalnya sumber dana atau cara menghitung."),
    (&["KATEGORI"], Isian::Lain, "Menurut skala nilai peringkat kinerja."),
    (&["NO"], Isian::Lain, "Nomor urut."),
];

const SATUAN: [&str; 16] = [
    "%", "Orang", "Dokumen", "Laporan", "Unit", "Paket", "Kegiatan", "Bulan", "Hari", "Kali", "Nilai", "Indeks",
    "Keluarga", "Lembaga", "Desa", "Predikat",
];
const TRIWULAN: [&str; 4] = ["Triwulan I", "Triwulan II", "Triwulan III", "Triwulan IV"];

/// Whether people write into a cell: neither a heading nor a formula nor a fixed label.
pub fn is_open(layout: &Layout, at: CellRef, cell: Option<&Cell>, grid: &Grid) -> bool {
    if cell.is_some_and(|cell| cell.formula.is_some()) {
        return false;
    }
    let text = grid.shown(at);
    match layout.table_at(at) {
        // A year or a blank inside a heading is filled in.
        Some(block) if at.row < block.body => text.contains("....") || text.len() == 4 && text.starts_with("20"),
        Some(_) => true,
        None => !is_label(grid, at, &text),
    }
}

/// A colon, what stands before it, a sentence.
fn is_label(grid: &Grid, at: CellRef, text: &str) -> bool {
    text == ":" || text.chars().count() > 80 || grid.shown(CellRef::new(at.row, at.col + 1)) == ":"
}

/// The number format of an empty cell: that of its column, else what its heading asks for.
pub fn number_format(layout: &Layout, at: CellRef, grid: &Grid) -> Option<String> {
    let block = layout.table_at(at).filter(|block| at.row >= block.body)?;
    let own = (block.body..=block.range.end.row)
        .filter_map(|row| grid.cell(CellRef::new(row, at.col)))
        .map(|cell| grid.style(cell).format.code.clone())
        .find(|code| !code.is_empty());
    own.or_else(|| match isian(grid, block, at.col).0 {
        Isian::Rupiah => Some("#,##0".into()),
        Isian::Persen => Some("0.00".into()),
        _ => None,
    })
}

/// Opens the cells between the blocks, checks what is typed, explains the columns, protects the rest.
pub fn lengkapi(grid: &Grid, layout: &Layout, columns: usize, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let open = Format::new().set_font_name("Arial").set_font_size(10).set_unlocked();
    for col in 0..columns {
        sheet.set_column_format(col as u16, &open)?;
    }
    for block in &layout.tables {
        for col in block.range.start.col..=block.range.end.col {
            column(grid, block, col, sheet)?;
        }
    }
    let options = ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        ..ProtectionOptions::default()
    };
    sheet.protect_with_options(&options);
    Ok(())
}

fn column(grid: &Grid, block: &TableBlock, col: u32, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let cells = |row: u32| CellRef::new(row, col);
    let body = || block.body..=block.range.end.row;
    let is_formula = |row: &u32| grid.cell(cells(*row)).is_some_and(|cell| cell.formula.is_some());
    let (isian, note) = isian(grid, block, col);
    let calculated = body().filter(is_formula).count();
    let is_calculated = calculated > 0 && calculated == body().count();
    let note = match note {
        _ if is_calculated => Some("Terisi sendiri dari rumus; tidak perlu diketik."),
        note => note,
    };
    let head = (block.range.start.row..block.body).rev().map(cells).map(|at| grid.anchor(at));
    let head = head.into_iter().find(|&at| at.col == col && is_heading(&grid.shown(at)));
    if let (Some(at), Some(note)) = (head, note) {
        let note = Note::new(note).set_author("cermat").add_author_prefix(false).set_width(220).set_height(90);
        sheet.insert_note(at.row, at.col as u16, &note)?;
    }
    for (first, last) in runs(body().filter(|row| !is_formula(row) && !is_covered(grid, cells(*row)))) {
        if let Some(rule) = validation(grid, isian, cells(first))? {
            sheet.add_data_validation(first, col as u16, last, col as u16, &rule)?;
        }
    }
    Ok(())
}

/// Words, neither a column number nor nothing.
fn is_heading(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) || text.len() == 4 && text.starts_with("20")
}

/// What the headings above a column ask for, the lowest before the others.
fn isian(grid: &Grid, block: &TableBlock, col: u32) -> (Isian, Option<&'static str>) {
    let heads = (block.range.start.row..block.body).rev().map(|row| {
        let at = grid.anchor(CellRef::new(row, col));
        grid.cell(at).map_or(String::new(), |cell| plain_text(&cell.value).to_uppercase())
    });
    for head in heads.filter(|head| is_heading(head)) {
        let found = KOLOM.iter().find(|(words, ..)| words.iter().any(|word| head.contains(word)));
        if let Some((_, isian, note)) = found {
            return (*isian, Some(note));
        }
    }
    (Isian::Lain, None)
}

fn validation(grid: &Grid, isian: Isian, first: CellRef) -> Result<Option<DataValidation>, XlsxError> {
    let rule = DataValidation::new();
    let is_period = grid.shown(first).starts_with("Triwulan");
    Ok(Some(match isian {
        Isian::Rupiah => rule
            .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
            .set_error_title("Bukan jumlah rupiah")?
            .set_error_message("Ketik angka saja, 0 atau lebih, tanpa «Rp» dan tanpa titik pemisah.")?,
        Isian::Persen => rule
            .allow_decimal_number(DataValidationRule::Between(0.0, 100.0))
            .set_error_title("Bukan persentase")?
            .set_error_message("Ketik angka 0 sampai 100, tanpa tanda %.")?,
        Isian::Target => rule
            .allow_text_length(DataValidationRule::LessThanOrEqualTo(40))
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title("Target terlalu panjang")?
            .set_error_message("Satu target saja: angka, atau rentang pendek seperti 90-100%.")?,
        Isian::Satuan => rule.allow_list_strings(&SATUAN)?.show_error_message(false),
        Isian::Lain if is_period => rule.allow_list_strings(&TRIWULAN)?.show_error_message(false),
        Isian::Lain => return Ok(None),
    }))
}

fn is_covered(grid: &Grid, at: CellRef) -> bool {
    let is_jumlah = || {
        let row = grid.row(at.row).iter();
        row.into_iter().any(|cell| matches!(&cell.value, Value::Text(text) if text.starts_with("JUMLAH")))
    };
    grid.merge_at(at).is_some_and(|merge: CellRange| merge.start != at) || is_jumlah()
}

/// Rows that follow each other.
fn runs(rows: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == row => *end = row,
            _ => runs.push((row, row)),
        }
    }
    runs
}
