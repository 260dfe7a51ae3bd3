//! Signature blocks: what stands under "Pihak Kedua," or a line of place and date.

use crate::grid::{CellRef, Grid};
use crate::laporan::{Laporan, is_party, looks_like_pangkat, nip_digits};

/// A signature block.
pub struct Blok {
    /// Index of the sheet.
    pub sheet: usize,
    /// The name, with its cell.
    pub nama: (CellRef, String),
    /// The jabatan over the space for signing.
    pub jabatan: Option<String>,
    /// A NIP stands under the name.
    pub has_nip: bool,
}

/// Rows between the beginning of a block and its end.
const MOST_ROWS: u32 = 14;

/// Blank rows left for signing.
const SPACE: u32 = 3;

/// The blocks of a workbook, each once.
pub fn read(laporan: &Laporan) -> Vec<Blok> {
    let mut found: Vec<Blok> = Vec::new();
    let dated = laporan.konteks.signed.iter().map(|mention| (mention.sheet, mention.cell));
    for (sheet, anchor) in parties(laporan).chain(dated) {
        if let Some(blok) = below(&laporan.book.grids[sheet], sheet, anchor)
            && !found.iter().any(|known| known.sheet == sheet && known.nama.0 == blok.nama.0)
        {
            found.push(blok);
        }
    }
    found.sort_by_key(|blok| (blok.sheet, blok.nama.0));
    found
}

/// The cells of a workbook that name a party, with their sheets.
pub fn parties(laporan: &Laporan) -> impl Iterator<Item = (usize, CellRef)> {
    laporan.texts.filter(|text| is_party(text.trim())).map(|(sheet, at, _)| (sheet, at))
}

/// The block under an anchor: lines of jabatan, room for signing, name, pangkat, NIP.
fn below(grid: &Grid, sheet: usize, anchor: CellRef) -> Option<Blok> {
    let lines = (anchor.row + 1..=anchor.row + MOST_ROWS)
        .map(|row| (row, grid.shown(CellRef::new(row, anchor.col))))
        .filter(|(_, text)| !text.is_empty() && !is_party(text));
    let lines: Vec<(u32, String)> = lines.collect();
    let before = |at: usize| if at == 0 { anchor.row } else { lines[at - 1].0 };
    let at = (0..lines.len()).find(|&at| lines[at].0 > before(at) + SPACE)?;
    let (row, nama) = lines[at].clone();
    let jabatan: Vec<&str> = lines[..at].iter().map(|(_, text)| text.as_str()).collect();
    let after = lines[at + 1..].iter().take_while(|(below, _)| below - row <= 3);
    let has_nip = after.clone().any(|(_, text)| is_nip(text));
    let is_whole = after.clone().all(|(_, text)| is_nip(text) || looks_like_pangkat(text) || text.contains('('));
    // Other lines under the name: the block is of another shape.
    (has_nip || is_whole).then(|| Blok {
        sheet,
        nama: (CellRef::new(row, anchor.col), nama),
        jabatan: (!jabatan.is_empty()).then(|| jabatan.join(" ")),
        has_nip,
    })
}

fn is_nip(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.starts_with("nip") || lower.starts_with("ni ") || nip_digits(text).len() >= 9
}
