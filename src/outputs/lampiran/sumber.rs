//! The checked workbooks of one agency, as the builders look at them.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::model::{Penanda, Tercetak};
use super::penilaian::Penilaian;
use crate::grid::CellRef;
use crate::laporan::Pejabat;
use crate::outputs::text::one_line;
use crate::pipeline::Checked;
use crate::profile::jabatan::{self, Jenjang};
use crate::profile::{Penandatangan, Pengesahan, Role, words};
use crate::table::{Content, Entry, Figure, Table};

/// What people must still write.
pub const TITIK: &str = "……";

/// The documents of one agency.
pub struct Sumber<'a> {
    /// As titles name it.
    pub instansi: String,
    /// The unit alone, e.g. "Dinas Sosial".
    pub unit: String,
    /// The year most workbooks name.
    pub tahun: Option<u16>,
    /// Its workbooks.
    pub buku: Vec<Buku<'a>>,
}

/// A workbook with what its findings say of its cells.
pub struct Buku<'a> {
    /// The workbook.
    pub checked: &'a Checked,
    /// What its findings say of its cells.
    pub penilaian: Penilaian,
}

/// A table of a workbook.
#[derive(Clone, Copy)]
pub struct Asal<'a> {
    /// Its workbook.
    pub buku: &'a Buku<'a>,
    /// The table.
    pub table: &'a Table,
}

static BERNOMOR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:tabel|lampiran)\s+[\w.\-]{1,8}\s*:?$").expect("a valid pattern"));

impl<'a> Buku<'a> {
    /// Takes a checked workbook.
    pub fn new(checked: &'a Checked) -> Self {
        Self { checked, penilaian: Penilaian::of(&checked.findings) }
    }
}

impl<'a> Sumber<'a> {
    /// All tables of these kinds.
    pub fn tabel(&'a self, jenis: &'a [&'a str]) -> impl Iterator<Item = Asal<'a>> {
        let all = self.buku.iter().flat_map(|buku| buku.checked.bahan.tabel.iter().map(move |table| (buku, table)));
        all.filter(|(_, table)| jenis.contains(&table.jenis.as_str())).map(|(buku, table)| Asal { buku, table })
    }

    /// The year in words, or dots.
    pub fn tahun(&self) -> String {
        self.tahun.map_or(TITIK.into(), |tahun| tahun.to_string())
    }

    /// What `cermat.toml` lays down for the signatures.
    pub fn pengesahan(&self) -> Option<&Pengesahan> {
        let tables = self.buku.iter().flat_map(|buku| &buku.checked.bahan.tabel);
        tables.map(|table| &table.ketentuan.pengesahan).find(|own| **own != Pengesahan::default())
    }

    /// Place and date as laid down, else dots.
    pub fn tempat_tanggal(&self) -> String {
        let known = |field: fn(&Pengesahan) -> Option<&String>| {
            self.pengesahan().and_then(field).map_or(TITIK, String::as_str).to_string()
        };
        format!("{}, {}", known(|own| own.tempat.as_ref()), known(|own| own.tanggal.as_ref()))
    }

    /// The signature of the head of the agency: from the sheet itself, from `cermat.toml`, else from any workbook.
    pub fn kepala(&self, asal: Option<Asal<'_>>) -> Penanda {
        let own = asal.and_then(|asal| {
            let sheet = asal.table.sheet;
            let bahan = &asal.buku.checked.bahan;
            let last = asal.table.rows.last().map_or(0, |row| row.row);
            let below = bahan.pejabat.iter().filter(|pejabat| pejabat.sheet == sheet && pejabat.cell.row > last);
            let signed = bahan.bertanggal.iter().find(|(at, cell, _)| *at == sheet && cell.row > last);
            let date = signed.map(|(_, _, text)| one_line(text));
            below.max_by_key(|pejabat| (pejabat.cell.col, pejabat.cell.row)).map(|pejabat| (pejabat, date))
        });
        let laid_down = self.pengesahan().and_then(|pengesahan| pengesahan.kepala.as_ref());
        if let (None, Some(kepala)) = (&own, laid_down) {
            return dari_ketentuan(self.tempat_tanggal(), kepala, &jabatan::kepala(&self.unit));
        }
        let head = self.pejabat_kepala();
        let (pejabat, date) = match own {
            Some((pejabat, date)) => (Some(pejabat), date),
            None => (head, None),
        };
        let date = date.unwrap_or_else(|| self.tempat_tanggal());
        let mut penanda = penanda(vec![date], pejabat, &jabatan::kepala(&self.unit));
        // A jabatan set on two lines is known by its second one only.
        if let Some(jabatan) = penanda.atas.last_mut().filter(|text| !names_jabatan(text)) {
            let known = head.filter(|head| {
                head.nama.as_ref().map(|(_, nama)| nama)
                    == pejabat.and_then(|own| own.nama.as_ref().map(|(_, nama)| nama))
            });
            *jabatan = known
                .and_then(|head| head.jabatan.as_ref())
                .map_or(jabatan::kepala(&self.unit), |(_, text)| one_line(text));
        }
        penanda
    }

    fn pejabat_kepala(&self) -> Option<&Pejabat> {
        let all = self.buku.iter().flat_map(|buku| &buku.checked.bahan.pejabat);
        let heads = all.filter(|pejabat| {
            pejabat.jabatan.as_ref().is_some_and(|(_, text)| Jenjang::of(text) == Some(Jenjang::KepalaPerangkat))
        });
        // The one who is named with most.
        heads.max_by_key(|pejabat| {
            (
                usize::from(pejabat.nama.is_some()) + usize::from(pejabat.pangkat.is_some()),
                std::cmp::Reverse(pejabat.cell),
            )
        })
    }
}

/// A line of a signature says which office its official holds.
fn names_jabatan(text: &str) -> bool {
    let is_named = |word: &str| matches!(word, "wali" | "pengguna" | "pejabat" | "penanggung");
    words(text).iter().any(|word| jabatan::is_holder(word) || is_named(word))
}

/// A signature as `cermat.toml` lays it down.
pub fn dari_ketentuan(date: String, orang: &Penandatangan, jabatan: &str) -> Penanda {
    let known = |field: &Option<String>| field.clone().unwrap_or_else(|| TITIK.into());
    let pangkat = orang.pangkat.clone().unwrap_or_else(|| format!("Pangkat {TITIK}"));
    Penanda {
        atas: vec![date, orang.jabatan.clone().unwrap_or_else(|| jabatan.into())],
        nama: known(&orang.nama),
        bawah: vec![pangkat, format!("NIP. {}", known(&orang.nip))],
    }
}

/// A signature of an official; what is not known stays dotted.
pub fn penanda(atas: Vec<String>, pejabat: Option<&Pejabat>, jabatan: &str) -> Penanda {
    let known = |field: Option<&(CellRef, std::sync::Arc<str>)>| field.map(|(_, text)| one_line(text));
    let mut atas = atas;
    atas.push(known(pejabat.and_then(|pejabat| pejabat.jabatan.as_ref())).unwrap_or_else(|| jabatan.into()));
    let bawah = match pejabat {
        // What the source does not print of a known person is not asked for.
        Some(known_one) => {
            let pangkat = known(known_one.pangkat.as_ref());
            pangkat.into_iter().chain([format!("NIP. {}", known_one.nip)]).collect()
        }
        None => vec![format!("Pangkat {TITIK}"), format!("NIP. {TITIK}")],
    };
    let nama = known(pejabat.and_then(|pejabat| pejabat.nama.as_ref())).unwrap_or_else(|| TITIK.into());
    Penanda { atas, nama, bawah }
}

impl<'a> Asal<'a> {
    /// Workbook and sheet.
    pub fn sumber(&self) -> String {
        format!("{}, lembar {}", self.buku.checked.nama, self.table.sheet_name)
    }

    /// The title lines, each once.
    pub fn judul(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for line in &self.table.title {
            let text = one_line(&line.text);
            if text.chars().count() <= 160 && !lines.contains(&text) {
                lines.push(text);
            }
        }
        // The report numbers its tables anew.
        if lines.len() > 1 {
            lines.retain(|line| !BERNOMOR.is_match(line));
        }
        lines
    }

    /// The title in lower case, to look for words.
    pub fn judul_kecil(&self) -> String {
        format!("{} {}", self.judul().join(" "), self.table.sheet_name).to_lowercase()
    }

    /// The first column of one of these roles.
    pub fn kolom(&self, roles: &[Role]) -> Option<usize> {
        roles.iter().find_map(|&role| self.table.column(role))
    }

    /// A figure as the source prints it.
    pub fn tercetak(&self, entry: &Entry) -> Option<Tercetak> {
        let figure = entry.figure().filter(|figure| is_single(figure))?;
        Some(Tercetak { nilai: figure.value, desimal: decimals(figure), ..self.tanpa_angka(entry) })
    }

    /// A dash, which stands for nothing.
    pub fn tanpa_angka(&self, entry: &Entry) -> Tercetak {
        Tercetak {
            nilai: Decimal::ZERO,
            desimal: 0,
            longgar: Decimal::ZERO,
            penilaian: self.buku.penilaian.at(self.table.sheet, entry.cell),
            tempat: format!("{} {}", self.table.sheet_name, entry.cell),
        }
    }

    /// A cell as it is read: words, or a figure in its own spelling.
    pub fn tulisan(&self, entry: &Entry) -> String {
        match &entry.content {
            Content::Blank => String::new(),
            Content::Dash => "-".into(),
            Content::Text(text) => tidy(text),
            Content::Unreadable(unreadable) => tidy(&unreadable.text),
            Content::Error(_) => TITIK.into(),
            Content::Figure(figure) => match self.buku.checked.bahan.tulisan.get(&(self.table.sheet, entry.cell)) {
                Some(text) => tidy(text),
                None => {
                    let text = crate::rules::number(figure.value, decimals(figure));
                    // A running number or a year is not grouped.
                    if figure.decimals == 0 && figure.value.abs() < Decimal::from(10_000) {
                        text.replace('.', "")
                    } else {
                        text
                    }
                }
            },
        }
    }
}

/// One number, neither a range nor a pair.
pub fn is_single(figure: &Figure) -> bool {
    figure.upper.is_none() && figure.second.is_none()
}

/// Decimals printed, without those that only a stored number has.
pub fn decimals(figure: &Figure) -> u32 {
    if figure.is_text {
        figure.decimals
    } else {
        figure.decimals.min(4).min(figure.value.normalize().scale().max(figure.decimals.min(2)))
    }
}

/// Lines kept, spaces in them tidied.
fn tidy(text: &str) -> String {
    text.lines().map(one_line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
