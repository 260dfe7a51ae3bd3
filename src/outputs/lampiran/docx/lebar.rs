//! Widths of a table's columns on the page: their shares of it, but wide enough for the words of their headers
//! and for their figures.

use crate::outputs::lampiran::angka::tampil;
use crate::outputs::lampiran::model::{Hasil, Isi, Sel, Tabel};
use crate::outputs::lampiran::ukuran;

/// Type of the tables, in half points.
pub const HURUF: u32 = 17;
/// Between a cell's text and its left or right side, in twentieths of a point.
pub const SELA: u32 = 60;

/// The widths of the columns in twentieths of a point, together not more than `room`. Where not all words fit, every
/// column keeps its share.
pub fn lebar(tabel: &Tabel, room: u32) -> Vec<u32> {
    let room = f64::from(room);
    let least: Vec<f64> = (0..tabel.kolom.len()).map(|at| least(tabel, at)).collect();
    let all_fit = least.iter().sum::<f64>() <= room;
    // Columns that get what their words take; the others share what is left.
    let mut held = vec![false; least.len()];
    loop {
        let left = room - (0..least.len()).filter(|&at| held[at]).map(|at| least[at]).sum::<f64>();
        let shares: f64 = (0..least.len()).filter(|&at| !held[at]).map(|at| tabel.kolom[at].lebar).sum();
        let width = |at: usize| if held[at] { least[at] } else { tabel.kolom[at].lebar / shares.max(1.0) * left };
        match (0..least.len()).find(|&at| all_fit && width(at) < least[at]) {
            Some(short) => held[short] = true,
            None => return (0..least.len()).map(|at| width(at) as u32).collect(),
        }
    }
}

/// What the longest word of a column's header and its largest figure take.
fn least(tabel: &Tabel, at: usize) -> f64 {
    let header = tabel.kolom[at].judul.last().map_or(0.0, |judul| ukuran::kata(judul, true));
    let own = tabel.baris.iter().filter_map(|baris| baris.sel.get(at)).filter(|sel| sel.lebar == 1);
    let largest = own.filter_map(|sel| Some((size(sel)?, sel))).max_by(|a, b| a.0.total_cmp(&b.0));
    let figure = largest.map_or(0.0, |(_, sel)| ukuran::kata(&tampil(sel), true));
    header.max(figure) * f64::from(HURUF * 10) + f64::from(2 * SELA)
}

/// How large the number of a cell is.
fn size(sel: &Sel) -> Option<f64> {
    match &sel.isi {
        Isi::Angka(number) | Isi::Rumus(_, Hasil::Angka(number)) => Some(number.abs()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::lampiran::model::Kolom;

    fn tabel(kolom: [(&str, f64); 3]) -> Tabel {
        let kolom = kolom.into_iter().map(|(judul, lebar)| Kolom::new(judul, lebar)).collect();
        Tabel { kolom, ..Tabel::default() }
    }

    #[test]
    fn a_word_of_a_header_is_not_broken() {
        let widths = lebar(&tabel([("Sasaran", 60.0), ("PERSENTASE CAPAIAN", 9.0), ("Uraian", 60.0)]), 10_000);
        assert!(widths[1] > 1_200 && widths[0] == widths[2], "{widths:?}");
        assert!((9_990..=10_000).contains(&widths.iter().sum::<u32>()), "{widths:?}");
    }

    #[test]
    fn columns_keep_their_shares_where_all_fit_or_not_all_can() {
        let wide = tabel([("Sasaran", 20.0), ("Capaian", 20.0), ("Uraian", 40.0)]);
        assert_eq!(lebar(&wide, 8_000), [2_000, 2_000, 4_000]);
        let narrow = tabel([("PERTANGGUNGJAWABAN", 10.0), ("PENYELENGGARAAN", 10.0), ("PERSENTASE", 20.0)]);
        assert_eq!(lebar(&narrow, 4_000), [1_000, 1_000, 2_000]);
    }
}
