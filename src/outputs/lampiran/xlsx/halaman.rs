//! The page: F4, its direction, the scale that fits the width, and breaks that keep together what belongs together.
//!
//! Excel ignores manual breaks on sheets that it fits to pages by itself; so the scale is worked out here.

use rust_xlsxwriter::Worksheet;

use super::Outcome;

/// F4 as Excel numbers it (Folio, 8.5 × 13 in).
pub const PAPER_F4: u8 = 14;
/// Its short and long side in points.
const SIDES: (f64, f64) = (612.0, 936.0);
/// Margins in inches: left and right, top, bottom.
const MARGINS: (f64, f64, f64) = (0.25, 0.6, 0.7);
/// Programs measure columns by the digits of the type they have. Where Arial is missing and a wide one such as DejaVu
/// Sans stands for it, columns are wider by this.
const WIDEST_TYPE: f64 = 1.21;
/// Rows of a page that are filled; the rest is for programs that measure them otherwise.
const FILLED: f64 = 0.96;

/// Pages of a sheet while its rows are written.
#[derive(Clone)]
pub struct Halaman {
    is_melintang: bool,
    /// Scale in percent.
    skala: f64,
    /// Height of a page in points of the sheet.
    tinggi: f64,
    /// Height of each row and whether it stays with the next one.
    rows: Vec<(f64, bool)>,
    /// Rows that begin a page in any case.
    forced: Vec<u32>,
    repeated: Option<(u32, u32)>,
}

impl Halaman {
    /// Pages as wide as columns of these widths.
    pub fn new(is_melintang: bool, widths: &[f64]) -> Self {
        let (width, height) = if is_melintang { (SIDES.1, SIDES.0) } else { SIDES };
        let room = (width - MARGINS.0 * 144.0, height - (MARGINS.1 + MARGINS.2) * 72.0);
        let wide: f64 = widths.iter().map(|width| (width * 7.0 + 5.0) * 0.75).sum();
        let skala = (room.0 / WIDEST_TYPE / wide * 100.0).floor().clamp(30.0, 100.0);
        let tinggi = room.1 / skala * 100.0 * FILLED;
        Self { is_melintang, skala, tinggi, rows: Vec::new(), forced: Vec::new(), repeated: None }
    }

    /// A row of this height; a bound one stays with the next.
    pub fn baris(&mut self, height: f64, is_bound: bool) {
        self.rows.push((height, is_bound));
    }

    /// The next row begins a page.
    pub fn baru(&mut self) {
        self.forced.push(self.rows.len() as u32);
    }

    /// The last three rows stay with what follows.
    pub fn lekat(&mut self) {
        for row in self.rows.iter_mut().rev().take(3) {
            row.1 = true;
        }
    }

    /// These rows are repeated on every page.
    pub fn ulang(&mut self, first: u32, last: u32) {
        self.repeated = Some((first, last));
    }

    /// Height of the rows from this one on.
    pub fn heights(&self, from: u32) -> Vec<f64> {
        self.rows[from as usize..].iter().map(|(height, _)| *height).collect()
    }

    /// Room on a page: below the last rows, as far as these stay with what comes, and below rows of these heights.
    pub fn rooms(&self, kepala: &[f64]) -> (f64, f64) {
        let bound = self.rows.iter().rev().take_while(|(_, is_bound)| *is_bound);
        (self.tinggi - bound.map(|(height, _)| height).sum::<f64>(), self.tinggi - kepala.iter().sum::<f64>())
    }

    /// Whether rows of these heights, kept together, begin a page.
    pub fn would_begin(&mut self, block: &[f64]) -> bool {
        let first = self.rows.len();
        self.rows.extend(block.iter().map(|&height| (height, true)));
        // What stands above a row that begins a page in any case is settled.
        let settled = self.forced.last().map_or(0, |&row| row as usize);
        let begins = self.breaks_from(settled, self.tinggi).contains(&(first as u32));
        self.rows.truncate(first);
        begins
    }

    /// Whether rows of these heights would end on the page on which they begin.
    pub fn is_on_one_page(&self, heights: &[f64]) -> bool {
        let mut halaman = self.clone();
        let first = halaman.rows.len();
        halaman.rows.extend(heights.iter().map(|&height| (height, false)));
        let settled = halaman.forced.last().map_or(0, |&row| row as usize);
        halaman.breaks_from(settled, halaman.tinggi).iter().all(|&row| row as usize <= first)
    }

    /// Sets paper, scale and breaks.
    pub fn pasang(self, sheet: &mut Worksheet) -> Outcome<()> {
        sheet.set_paper_size(PAPER_F4).set_print_scale(self.skala as u16).set_screen_gridlines(false);
        if self.is_melintang {
            sheet.set_landscape();
        }
        sheet.set_margins(MARGINS.0, MARGINS.0, MARGINS.1, MARGINS.2, 0.3, 0.3);
        sheet.set_footer("&L&8&A&R&8Halaman &P dari &N").set_print_center_horizontally(true);
        let breaks = self.breaks(self.tinggi);
        if !breaks.is_empty() {
            sheet.set_page_breaks(&breaks)?;
        }
        Ok(())
    }

    /// First rows of all pages but the first, on pages of this height.
    fn breaks(&self, height: f64) -> Vec<u32> {
        self.breaks_from(0, height)
    }

    /// The same from a row on that begins a page.
    fn breaks_from(&self, mut row: usize, height: f64) -> Vec<u32> {
        let repeated: f64 = self.repeated.map_or(0.0, |(first, last)| {
            self.rows[first as usize..=last as usize].iter().map(|(height, _)| height).sum()
        });
        let mut breaks = Vec::new();
        let mut used = 0.0;
        while row < self.rows.len() {
            let end = self.bound(row);
            let block: f64 = self.rows[row..=end].iter().map(|(height, _)| height).sum();
            if self.forced.contains(&(row as u32)) && row > 0 {
                breaks.push(row as u32);
                used = 0.0;
            } else if used + block > height && used > repeated {
                breaks.push(row as u32);
                used = repeated;
            }
            used += block;
            // A block higher than a page is broken by the printer where it must.
            while used > height {
                used -= height - repeated;
            }
            row = end + 1;
        }
        breaks
    }

    /// The last row that stays with this one.
    fn bound(&self, row: usize) -> usize {
        let next_forced = self.forced.iter().map(|&at| at as usize).find(|&at| at > row).unwrap_or(self.rows.len());
        let free = (row..self.rows.len()).find(|&at| !self.rows[at].1 || at + 1 == next_forced);
        free.unwrap_or(self.rows.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_end_on_the_page_they_begin_on_or_do_not() {
        let mut halaman = Halaman::new(false, &[80.0]);
        let (room, _) = halaman.rooms(&[]);
        halaman.baris(room * 0.4, false);
        assert!(halaman.is_on_one_page(&[room * 0.2, room * 0.2]));
        assert!(!halaman.is_on_one_page(&[room * 0.3, room * 0.3, room * 0.3]));
    }

    #[test]
    fn bound_rows_begin_a_page_together() {
        let mut halaman = Halaman::new(false, &[80.0]);
        for row in 0..12 {
            halaman.baris(10.0, (8..11).contains(&row));
        }
        assert_eq!(halaman.breaks(100.0), [8]);
        halaman.ulang(0, 1);
        assert_eq!(halaman.breaks(50.0), [5, 8]);
        halaman.baru();
        halaman.baris(10.0, false);
        assert_eq!(halaman.breaks(200.0), [12]);
    }

    #[test]
    fn a_block_that_does_not_fit_would_begin_a_page() {
        let mut halaman = Halaman::new(false, &[80.0]);
        for _ in 0..3 {
            halaman.baris(halaman.tinggi / 4.0, false);
        }
        let half = halaman.tinggi / 8.0;
        assert!(!halaman.would_begin(&[half, half]) && halaman.would_begin(&[half, half, half]));
    }
}
