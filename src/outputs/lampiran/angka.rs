//! Numbers as Indonesian print has them, and the spreadsheet's number formats for them.

use super::hitung::shown;
use super::model::{Bentuk, Hasil, Isi, Sel};
use crate::grid::decimal_from_f64;
use crate::rules::number as desimal;

/// The mark of a note, e.g. `²⁾`.
pub fn tanda(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect::<String>();
    format!("{digits}⁾")
}

/// A cell as it is read on paper, with the mark of its note.
pub fn tampil(sel: &Sel) -> String {
    let text = match &sel.isi {
        Isi::Kosong | Isi::Rumus(_, Hasil::Kosong) => String::new(),
        Isi::Teks(text) | Isi::Rumus(_, Hasil::Teks(text)) => text.clone(),
        Isi::Angka(number) | Isi::Rumus(_, Hasil::Angka(number)) => number_text(*number, &sel.bentuk),
    };
    match sel.catatan {
        Some(number) => format!("{text} {}", tanda(number)),
        None => text,
    }
}

fn number_text(number: f64, bentuk: &Bentuk) -> String {
    let Some(value) = decimal_from_f64(number).map(|value| shown(value, bentuk)) else {
        return number.to_string();
    };
    match bentuk {
        Bentuk::Teks | Bentuk::Tengah => value.normalize().to_string().replace('.', ","),
        Bentuk::Rupiah if value.is_zero() => "-".into(),
        Bentuk::Rupiah => desimal(value, 0),
        Bentuk::Desimal(decimals) => desimal(value, *decimals),
        Bentuk::Persen(decimals) => format!("{}%", desimal(value, *decimals)),
        Bentuk::Satuan(decimals, unit) => format!("{} {unit}", desimal(value, *decimals)),
    }
}

/// The spreadsheet's number format of a cell. Separators follow the reader's own settings.
pub fn format(bentuk: &Bentuk, catatan: Option<usize>) -> String {
    let digits = |decimals: u32| match decimals {
        0 => "#,##0".to_string(),
        _ => format!("#,##0.{}", "0".repeat(decimals as usize)),
    };
    let mark = catatan.map_or(String::new(), |number| format!("\" {}\"", tanda(number)));
    match bentuk {
        Bentuk::Teks | Bentuk::Tengah => String::new(),
        Bentuk::Rupiah => format!("#,##0{mark};-#,##0{mark};\"-\"{mark}"),
        Bentuk::Desimal(decimals) => format!("{}{mark}", digits(*decimals)),
        Bentuk::Persen(decimals) => format!("{}%{mark}", digits(*decimals).replace("#,##0", "0")),
        Bentuk::Satuan(decimals, unit) => {
            format!("{}\" {}\"{mark}", digits(*decimals), unit.replace(['"', '\\'], "'"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_behind_the_number() {
        assert_eq!(tanda(12), "¹²⁾");
        assert_eq!(format(&Bentuk::Satuan(0, "Dokumen".into()), Some(2)), "#,##0\" Dokumen\"\" ²⁾\"");
    }
}
