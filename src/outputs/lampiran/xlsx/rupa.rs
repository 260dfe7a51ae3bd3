//! The cell formats of the workbook.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::outputs::lampiran::angka;
use crate::outputs::lampiran::model::{Baris, Bentuk, Isi, Sel};

/// Formats that are the same on every sheet.
pub struct Rupa {
    pub judul: Format,
    pub alinea: Format,
    pub teks: Format,
    pub kepala: Format,
    pub nomor: Format,
    pub catatan: Format,
    pub label: Format,
    pub tanda: Format,
    pub tanda_nama: Format,
}

impl Default for Rupa {
    fn default() -> Self {
        let plain = Format::new().set_font_name("Arial").set_font_size(10);
        let centred =
            plain.clone().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap();
        let framed = framed().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        Self {
            judul: centred.clone().set_bold().set_font_size(11),
            alinea: plain.clone().set_text_wrap().set_align(FormatAlign::Justify).set_align(FormatAlign::Top),
            teks: plain.clone().set_text_wrap().set_align(FormatAlign::Top),
            kepala: framed.clone().set_bold().set_background_color("#D9E1F2"),
            nomor: framed.set_italic().set_font_size(8),
            label: plain.clone().set_font_size(8).set_italic(),
            catatan: plain.set_font_size(8).set_italic().set_text_wrap().set_align(FormatAlign::Top),
            tanda: centred.clone(),
            tanda_nama: centred.set_bold().set_underline(FormatUnderline::Single),
        }
    }
}

fn framed() -> Format {
    Format::new().set_font_name("Arial").set_font_size(9).set_border(FormatBorder::Thin).set_text_wrap()
}

impl Rupa {
    /// The format of a cell of a table.
    pub fn sel(&self, sel: &Sel, baris: &Baris) -> Format {
        let mut format = framed().set_align(FormatAlign::Top);
        let is_number = !matches!(sel.isi, Isi::Teks(_));
        format = match sel.bentuk {
            Bentuk::Teks => format,
            Bentuk::Tengah => format.set_align(FormatAlign::Center),
            _ if is_number => format.set_align(FormatAlign::Right),
            _ => format.set_align(FormatAlign::Center),
        };
        let code = angka::format(&sel.bentuk, sel.catatan);
        if !code.is_empty() {
            format = format.set_num_format(code);
        }
        if sel.inden > 0 {
            // Without a side of its own a text is not indented everywhere.
            format = format.set_align(FormatAlign::Left).set_indent(sel.inden);
        }
        if baris.is_tebal {
            format = format.set_bold();
        }
        if baris.is_jumlah {
            format = format.set_background_color("#F2F2F2");
        }
        format
    }
}
