//! Merged cells higher than a page end with it and begin anew on the next: a printer would cut them anywhere.

use super::tinggi;
use crate::outputs::lampiran::baris_tinggi;
use crate::outputs::lampiran::model::{Sel, Tabel};

/// Rows that stay with a signature.
const BERSAMA: usize = 3;

/// The table with its merged cells parted where a page is full. The first group has the first of the rooms, pages after
/// a break the second; `ekor` is the height of what stays with the last rows.
pub fn penggal(mut tabel: Tabel, rooms: (f64, f64), ekor: f64) -> Tabel {
    let groups = tabel.kelompok();
    for (index, &group) in groups.iter().enumerate() {
        let room = if index == 0 { rooms.0 } else { rooms.1 };
        let ekor = if index + 1 == groups.len() { ekor } else { 0.0 };
        for cut in cuts(&tabel, group, (room, rooms.1), ekor) {
            part(&mut tabel, cut);
        }
    }
    tabel
}

/// Rows of a group that begin a page.
fn cuts(tabel: &Tabel, (start, end): (usize, usize), rooms: (f64, f64), ekor: f64) -> Vec<usize> {
    let height = |row: usize| tinggi(baris_tinggi(tabel, &tabel.baris[row]));
    if (start..=end).map(height).sum::<f64>() + ekor <= rooms.0 {
        return Vec::new();
    }
    let mut cuts = Vec::new();
    let (mut room, mut used, mut first) = (rooms.0, 0.0, start);
    for row in start..=end {
        if used + height(row) > room && row > first {
            cuts.push(row);
            (room, used, first) = (rooms.1, 0.0, row);
        }
        used += height(row);
    }
    if used + ekor > room && end + 1 - first > BERSAMA {
        cuts.push(end + 1 - BERSAMA);
    }
    cuts
}

/// Every cell that covers this row from above ends before it; the rest of it is a cell of its own.
fn part(tabel: &mut Tabel, row: usize) {
    for column in 0..tabel.kolom.len() {
        if tabel.baris[row].sel[column].gabung > 0 {
            continue;
        }
        let Some(anchor) = (0..row).rev().find(|&above| tabel.baris[above].sel[column].gabung > 0) else {
            continue;
        };
        let own = &mut tabel.baris[anchor].sel[column];
        let above = (row - anchor) as u32;
        let rest = Sel { gabung: own.gabung.saturating_sub(above).max(1), bentuk: own.bentuk.clone(), ..Sel::kosong() };
        own.gabung = above;
        tabel.baris[row].sel[column] = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::lampiran::model::{Baris, Kolom};

    #[test]
    fn a_merged_cell_higher_than_a_page_is_parted() {
        let row = |at: u32| {
            Baris::new(vec![
                Sel { gabung: if at == 0 { 10 } else { 0 }, ..Sel::teks("sasaran") },
                Sel::teks("kegiatan"),
            ])
        };
        let kolom = vec![Kolom::new("Sasaran", 20.0), Kolom::new("Kegiatan", 20.0)];
        let tabel = Tabel { kolom, baris: (0..10).map(row).collect(), ..Tabel::default() };
        let heights = |count: usize| tinggi(1) * count as f64;
        let spans = |tabel: &Tabel| tabel.baris.iter().map(|row| row.sel[0].gabung).filter(|&span| span > 0).collect();
        let parted: Vec<u32> = spans(&penggal(tabel.clone(), (heights(6), heights(8)), 0.0));
        assert_eq!(parted, [6, 4]);
        let signed: Vec<u32> = spans(&penggal(tabel.clone(), (heights(12), heights(12)), heights(4)));
        assert_eq!(signed, [7, 3]);
        let whole: Vec<u32> = spans(&penggal(tabel, (heights(20), heights(20)), heights(4)));
        assert_eq!(whole, [10]);
    }
}
