//! The same kegiatan and indikator in all documents of an agency: their pagu, target and realisasi
//! side by side, with the figures that differ coloured.

use rust_xlsxwriter::{Format, Workbook};

use super::sheet::{Content, Looks, Outcome, fill, head, row, table};
use crate::finding::Severity;
use crate::laporan::kumpulan::{Petikan, Tahap};
use crate::outputs::Run;
use crate::pipeline::{self, Bandingan, Baris, Sel};

/// The sheets: one for indikator and one for kegiatan, for each agency with several documents.
pub fn sheets(workbook: &mut Workbook, run: &Run, looks: &Looks) -> Outcome<()> {
    let petikan: Vec<&Petikan> = run.books.iter().map(|book| &book.checked.petikan).collect();
    // A comparison that can't be made is told with the findings; the rest of the summary stands.
    let list = pipeline::compare(&petikan).unwrap_or_default();
    for is_pagu in [false, true] {
        for (number, bandingan) in (1..).zip(list.iter().filter(|bandingan| bandingan.is_pagu == is_pagu)) {
            let name = if is_pagu { "Banding pagu" } else { "Banding indikator" };
            let name = if number == 1 { name.to_string() } else { format!("{name} {number}") };
            write(workbook, &name, run, bandingan, looks)?;
        }
    }
    Ok(())
}

fn write(workbook: &mut Workbook, name: &str, run: &Run, bandingan: &Bandingan, looks: &Looks) -> Outcome<()> {
    let sheet = workbook.add_worksheet().set_name(name)?;
    let titles: Vec<String> = bandingan
        .kolom
        .iter()
        .map(|kolom| {
            let nama = run.books.get(kolom.berkas).map_or("", |book| &book.checked.nama);
            match kolom.tahap {
                Some(Tahap::Murni) => format!("{nama} (sebelum perubahan)"),
                Some(Tahap::Pergeseran) => format!("{nama} (sesudah pergeseran)"),
                Some(Tahap::Perubahan) => format!("{nama} (sesudah perubahan)"),
                None => nama.to_string(),
            }
        })
        .collect();
    let has_codes = bandingan.baris.iter().any(|baris| baris.kode.is_some());
    let mut columns = vec![("No", 5.0)];
    columns.extend(has_codes.then_some(("Kode", 18.0)));
    columns.extend(if bandingan.is_pagu {
        [("Program, kegiatan, sub kegiatan", 46.0), ("Jenjang", 14.0)]
    } else {
        [("Indikator", 50.0), ("Angka", 20.0)]
    });
    columns.extend(titles.iter().map(|title| (title.as_str(), 20.0)));
    let of = if bandingan.is_pagu { "Pagu (Rp)" } else { "Target dan realisasi indikator" };
    let agency = bandingan.instansi.as_ref().map(|instansi| format!(", {instansi}")).unwrap_or_default();
    let title = format!("{of} tiap dokumen{agency}");
    let note = "Yang berwarna berbeda dari dokumen lain; dua angka dalam satu sel berarti dokumen itu memuat keduanya. \
                Yang hanya ada di satu dokumen tidak dimuat";
    let first = head(sheet, &title, note, &columns, looks)?;
    let formats = Formats::new(looks);
    let mut at = first;
    for baris in &bandingan.baris {
        let texts: Vec<String> = baris.sel.iter().map(both).collect();
        let mut cells = vec![(Content::Number(f64::from(at - first + 1)), &looks.centre)];
        if has_codes {
            cells.push((Content::Text(baris.kode.as_deref().unwrap_or("")), &looks.text));
        }
        cells.extend([(Content::Text(&baris.nama), &looks.text), (Content::Text(&baris.keterangan), &looks.text)]);
        cells.extend(baris.sel.iter().zip(&texts).map(|(sel, text)| formats.cell(sel, text, decimals(baris))));
        row(sheet, at, &columns, &cells)?;
        at += 1;
    }
    table(sheet, &columns, at)
}

/// Figures of one cell that differ, as they are written.
fn both(sel: &Sel) -> String {
    sel.angka.iter().map(|(_, written)| written.as_str()).collect::<Vec<_>>().join(" / ")
}

/// Decimals that the figures of a row need, two at most.
fn decimals(baris: &Baris) -> usize {
    let all = baris.sel.iter().flat_map(|sel| &sel.angka);
    all.map(|(value, _)| value.normalize().scale().min(2) as usize).max().unwrap_or(0)
}

/// Formats of figures that agree and that differ, by decimals.
struct Formats {
    same: [Format; 3],
    different: [Format; 3],
    same_text: Format,
    different_text: Format,
}

impl Formats {
    fn new(looks: &Looks) -> Self {
        let number = |code: &str| looks.number.clone().set_num_format(code);
        let same = ["#,##0", "#,##0.0", "#,##0.00"].map(number);
        let coloured = |format: &Format| format.clone().set_background_color(fill(Severity::Review));
        Self {
            different: [coloured(&same[0]), coloured(&same[1]), coloured(&same[2])],
            same,
            different_text: coloured(&looks.text),
            same_text: looks.text.clone(),
        }
    }

    fn cell<'a>(&'a self, sel: &Sel, text: &'a str, decimals: usize) -> (Content<'a>, &'a Format) {
        let (numbers, texts) =
            if sel.is_different { (&self.different, &self.different_text) } else { (&self.same, &self.same_text) };
        match sel.angka.as_slice() {
            [] => (Content::Blank, &self.same_text),
            [(value, _)] => (Content::decimal(Some(*value)), &numbers[decimals]),
            _ => (Content::Text(text), texts),
        }
    }
}
