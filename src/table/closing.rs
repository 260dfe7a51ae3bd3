//! Lines below a table that are none of its rows: notes, signatures, legends.

use std::sync::LazyLock;

use regex::Regex;

use super::rows::{Filled, TELLING};
use crate::profile::{MONTHS, jabatan, words};

static PLACE_AND_DATE: LazyLock<Regex> = LazyLock::new(|| {
    let months = MONTHS.map(|(name, _)| name).join("|");
    Regex::new(&format!(r"(?i)^[\p{{L}} .]{{3,40}},\s*(\.{{2,}}|…+|\d{{1,2}})?\s*({months})?\s*(\d{{4}}|\.{{2,}})\s*$"))
        .expect("a valid pattern")
});

/// A source or a remark.
pub fn is_note(cells: &Filled) -> bool {
    cells.count <= 2
        && cells.lines.first().is_some_and(|line| {
            let own = words(&line.text);
            let first = own.first().map(String::as_str);
            matches!(first, Some("sumber" | "catatan" | "faktor" | "tindak")) && line.text.contains(':')
                || is_remark(&own)
                || first == Some("sumber") && own.len() > 2
        })
}

/// What helped, what hindered and what follows, below an evaluation.
fn is_remark(own: &[String]) -> bool {
    let first: Vec<&str> = own.iter().take(2).map(String::as_str).collect();
    matches!(first.as_slice(), ["faktor", "pendorong" | "pendukung" | "penghambat" | "penentu"] | ["tindak", "lanjut"])
}

/// A signature block or a legend: place and date, "Mengetahui", parties, "NIP", "Keterangan".
pub fn is_closing(cells: &Filled) -> bool {
    cells.count <= TELLING
        && cells.lines.iter().any(|line| {
            let own = words(&line.text);
            let own: Vec<&str> = own.iter().map(String::as_str).collect();
            let signs = matches!(
                own.as_slice(),
                ["mengetahui" | "menyetujui" | "disetujui" | "nip" | "telp", ..]
                    | ["pihak", "kedua" | "pertama", ..]
                    | ["ditetapkan", "di", ..]
            );
            signs && cells.count <= 2 && !line.text.contains("egiatan")
                || matches!(own.as_slice(), ["keterangan" | "catatan"])
                || PLACE_AND_DATE.is_match(line.text.trim())
        })
}

/// The jabatan of one who signs. A row of the table may begin like that, too: a list of jabatan, a part for each bidang.
pub fn names_office(cells: &Filled) -> bool {
    cells.count <= 2
        && cells.lines.iter().any(|line| !line.text.contains("egiatan") && jabatan::signs(&words(&line.text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::CellRef;
    use crate::table::Line;

    fn row(texts: &[&str]) -> Filled {
        let line = |text: &&str| Line { cell: CellRef::new(0, 0), text: (*text).into() };
        Filled { count: texts.len(), lines: texts.iter().map(line).collect() }
    }

    #[test]
    fn whoever_heads_an_office_signs() {
        for jabatan in [
            "Kepala Dinas Perhubungan",
            "CAMAT SUKA MAJU,",
            "Plt. Inspektur Daerah",
            "Direktur RSUD",
            "Sekretaris DPRD",
            "a.n. Bupati",
            "Kepala Pelaksana BPBD",
            "Kuasa Pengguna Anggaran",
        ] {
            assert!(names_office(&row(&[jabatan])), "{jabatan}");
        }
        for other in ["Kegiatan Kepala Dinas", "Kepala keluarga miskin", "Program Sekretariat"] {
            assert!(!names_office(&row(&[other])), "{other}");
        }
        assert!(!names_office(&row(&["1", "Camat", "Eselon III"])), "a row of a list");
    }
}
