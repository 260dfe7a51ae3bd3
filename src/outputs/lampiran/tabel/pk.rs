//! Perjanjian Kinerja per official: the statement, the identity, the tables, two signatures; and tahapan triwulan.

use super::Jenis;
use super::susun::{Cara, susun};
use crate::grid::CellRef;
use crate::laporan::{Pejabat, Sebutan};
use crate::outputs::lampiran::model::{Bab, Balok, Lembar, Penanda, Tabel};
use crate::outputs::lampiran::sumber::{Asal, Buku, Sumber, TITIK, penanda};
use crate::outputs::text::one_line;

/// The PK set of each official.
pub const PEJABAT: Jenis = Jenis {
    id: "pk_pejabat",
    bab: Bab::Lampiran,
    nama: "Perjanjian Kinerja tiap pejabat",
    butuh: "lembar Perjanjian Kinerja dengan nama, NIP, dan jabatan",
    buat: |sumber, jenis| {
        let mut sheets: Vec<Lembar> = Vec::new();
        for buku in &sumber.buku {
            let tables = || buku.checked.bahan.tabel.iter().filter(|table| table.jenis == "pk");
            let mut done: Vec<usize> = Vec::new();
            for table in tables() {
                if !done.contains(&table.sheet) && is_pejabat(Asal { buku, table }) {
                    done.push(table.sheet);
                    sheets.push(set(sumber, buku, table.sheet, jenis));
                }
            }
        }
        sheets
    },
};

/// Tahapan capaian triwulan of each level.
pub const TAHAPAN: Jenis = Jenis {
    id: "tahapan",
    bab: Bab::Lampiran,
    nama: "Tahapan capaian Perjanjian Kinerja triwulan",
    butuh: "tabel tahapan capaian: sasaran, indikator, target, realisasi, keterangan",
    buat: |sumber, jenis| {
        sumber
            .tabel(&["tahapan_pk"])
            .map(|asal| {
                let tabel = susun(asal, &Cara { is_bernomor: true, ..Cara::default() });
                let nama = format!("Tahapan {}", asal.table.sheet_name);
                let mut lembar = jenis.lembar(asal, nama, jenis.judul(sumber, asal), tabel);
                lembar.keterangan = format!("{} – {}", lembar.keterangan, asal.table.sheet_name);
                let date = date_below(sumber, asal.buku, asal.table.sheet);
                let below = signers(asal);
                lembar.balok.push(match below.as_slice() {
                    [left, right] => Balok::TandaTangan(vec![
                        penanda(vec!["Pihak Kedua,".into()], Some(left), TITIK),
                        penanda(vec![date, "Pihak Pertama,".into()], Some(right), TITIK),
                    ]),
                    [only] => Balok::TandaTangan(vec![penanda(vec![date], Some(only), TITIK)]),
                    _ => Balok::TandaTangan(vec![sumber.kepala(Some(asal))]),
                });
                lembar
            })
            .collect()
    },
};

/// A PK of a person: the sheet names somebody with an NIP.
pub fn is_pejabat(asal: Asal<'_>) -> bool {
    asal.buku.checked.bahan.pejabat.iter().any(|pejabat| pejabat.sheet == asal.table.sheet)
}

/// Officials who sign below a table: the leftmost and the rightmost.
fn signers<'a>(asal: Asal<'a>) -> Vec<&'a Pejabat> {
    let last = asal.table.rows.last().map_or(0, |row| row.row);
    let all = asal.buku.checked.bahan.pejabat.iter();
    let mut below: Vec<&Pejabat> =
        all.filter(|pejabat| pejabat.sheet == asal.table.sheet && pejabat.cell.row > last).collect();
    below.sort_by_key(|pejabat| (pejabat.cell.col, pejabat.cell.row));
    if below.len() > 2 {
        below = vec![below[0], below[below.len() - 1]];
    }
    below
}

/// The last place and date on a sheet.
fn date_below(sumber: &Sumber<'_>, buku: &Buku<'_>, sheet: usize) -> String {
    let own = buku.checked.bahan.bertanggal.iter().filter(|(at, ..)| *at == sheet);
    own.max_by_key(|(_, cell, _)| cell.row).map_or_else(|| sumber.tempat_tanggal(), |(_, _, text)| one_line(text))
}

fn set(sumber: &Sumber<'_>, buku: &Buku<'_>, sheet: usize, jenis: &Jenis) -> Lembar {
    let bahan = &buku.checked.bahan;
    let tables: Vec<Asal<'_>> = bahan
        .tabel
        .iter()
        .filter(|table| table.sheet == sheet && matches!(table.jenis.as_str(), "pk" | "pk_anggaran"))
        .map(|table| Asal { buku, table })
        .collect();
    let first_row = tables.first().map_or(0, |asal| asal.table.first_row);
    let sheet_name = tables.first().map_or(String::new(), |asal| asal.table.sheet_name.to_string());
    // Parties are named above the tables, the first party first.
    let parties: Vec<&Sebutan> =
        bahan.sebutan.iter().filter(|sebutan| sebutan.sheet == sheet && sebutan.cell.row < first_row).collect();
    let own = bahan.pejabat.iter().filter(|pejabat| pejabat.sheet == sheet);
    let identity = own
        .clone()
        .filter(|pejabat| pejabat.cell.row < first_row && pejabat.jabatan.is_some())
        .max_by_key(|pejabat| pejabat.cell.row);
    let pertama = Pihak::new(parties.first().copied(), identity, own.clone());
    let kedua =
        Pihak::new(parties.iter().copied().find(|party| Some(&*party.nama) != pertama.nama.as_deref()), None, own);
    let date = date_below(sumber, buku, sheet);
    let signatures = || {
        Balok::TandaTangan(vec![kedua.tanda("Pihak Kedua,", None), pertama.tanda("Pihak Pertama,", Some(date.clone()))])
    };
    let tahun = sumber.tahun();
    let mut balok = vec![Balok::Judul(vec![
        format!("PERNYATAAN PERJANJIAN KINERJA TAHUN {tahun}"),
        sumber.instansi.to_uppercase(),
    ])];
    balok.extend(statement(&pertama, &kedua));
    balok.push(signatures());
    balok.push(Balok::Halaman);
    balok.push(Balok::Judul(vec![
        format!("LAMPIRAN PERJANJIAN KINERJA TAHUN {tahun}"),
        pertama.jabatan.clone().unwrap_or_else(|| TITIK.into()).to_uppercase(),
    ]));
    balok.push(Balok::Identitas(pertama.identitas(&sumber.unit, &tahun)));
    let tabel: Vec<Tabel> = tables.iter().map(|asal| susun(*asal, &Cara::default())).collect();
    balok.extend(shared_grid(tabel).into_iter().map(Balok::Tabel));
    balok.push(signatures());
    let nama = pertama.nama.clone().unwrap_or_else(|| sheet_name.clone());
    Lembar {
        jenis: jenis.id,
        bab: jenis.bab,
        nama: format!("PK {sheet_name}"),
        keterangan: format!("Perjanjian Kinerja {nama}, {}", pertama.jabatan.as_deref().unwrap_or(TITIK)),
        sumber: format!("{}, lembar {sheet_name}", buku.checked.nama),
        balok,
    }
}

/// A party as far as it is known.
#[derive(Default)]
struct Pihak {
    nama: Option<String>,
    jabatan: Option<String>,
    nip: Option<String>,
    pangkat: Option<String>,
}

impl Pihak {
    fn new<'a>(named: Option<&Sebutan>, identity: Option<&Pejabat>, all: impl Iterator<Item = &'a Pejabat>) -> Self {
        let text = |field: Option<&(CellRef, std::sync::Arc<str>)>| field.map(|(_, text)| one_line(text));
        let of = |pejabat: &Pejabat| Self {
            nama: text(pejabat.nama.as_ref()),
            jabatan: text(pejabat.jabatan.as_ref()),
            nip: Some(pejabat.nip.to_string()),
            pangkat: text(pejabat.pangkat.as_ref()),
        };
        let named = named.map(|named| (one_line(&named.nama), one_line(&named.jabatan)));
        let mut own = identity.map(of).unwrap_or_default();
        let Some((nama, jabatan)) = named else {
            return own;
        };
        own.nama = Some(nama.clone());
        own.jabatan = Some(jabatan);
        for pejabat in all.filter(|pejabat| pejabat.nama.as_ref().is_some_and(|(_, known)| one_line(known) == nama)) {
            own.nip = own.nip.or_else(|| Some(pejabat.nip.to_string()));
            own.pangkat = own.pangkat.or_else(|| text(pejabat.pangkat.as_ref()));
        }
        own
    }

    fn known(field: Option<&String>) -> String {
        field.cloned().unwrap_or_else(|| TITIK.into())
    }

    fn identitas(&self, unit: &str, tahun: &str) -> Vec<(String, String)> {
        vec![
            ("Nama".into(), Self::known(self.nama.as_ref())),
            ("NIP".into(), Self::known(self.nip.as_ref())),
            ("Pangkat/Gol. Ruang".into(), Self::known(self.pangkat.as_ref())),
            ("Jabatan".into(), Self::known(self.jabatan.as_ref())),
            ("Perangkat Daerah".into(), unit.into()),
            ("Tahun Anggaran".into(), tahun.into()),
        ]
    }

    /// A head of a region has neither pangkat nor NIP.
    fn tanda(&self, pihak: &str, date: Option<String>) -> Penanda {
        let jabatan = Self::known(self.jabatan.as_ref());
        let is_elected = ["bupati", "wali", "gubernur"].iter().any(|word| jabatan.to_lowercase().contains(word));
        let bawah = match (&self.nip, is_elected) {
            (None, true) => Vec::new(),
            (Some(nip), _) => self.pangkat.iter().cloned().chain([format!("NIP. {nip}")]).collect(),
            (None, false) => vec![format!("Pangkat {TITIK}"), format!("NIP. {TITIK}")],
        };
        let mut atas: Vec<String> = date.into_iter().collect();
        atas.extend([pihak.to_string(), jabatan]);
        Penanda { atas, nama: Self::known(self.nama.as_ref()), bawah }
    }
}

fn statement(pertama: &Pihak, kedua: &Pihak) -> Vec<Balok> {
    let who = |pihak: &Pihak| {
        Balok::Identitas(vec![
            ("Nama".into(), Pihak::known(pihak.nama.as_ref())),
            ("Jabatan".into(), Pihak::known(pihak.jabatan.as_ref())),
        ])
    };
    let text = |text: &str| Balok::Alinea(text.into());
    vec![
        text(
            "Dalam rangka mewujudkan manajemen pemerintahan yang efektif, transparan, dan akuntabel serta berorientasi pada hasil, kami yang bertanda tangan di bawah ini:",
        ),
        who(pertama),
        text("selanjutnya disebut Pihak Pertama,"),
        who(kedua),
        text("selaku atasan Pihak Pertama, selanjutnya disebut Pihak Kedua."),
        text(
            "Pihak Pertama berjanji akan mewujudkan target kinerja yang seharusnya sesuai lampiran perjanjian ini, dalam rangka mencapai target kinerja jangka menengah seperti yang telah ditetapkan dalam dokumen perencanaan. Keberhasilan dan kegagalan pencapaian target kinerja tersebut menjadi tanggung jawab Pihak Pertama.",
        ),
        text(
            "Pihak Kedua akan melakukan supervisi yang diperlukan serta akan melakukan evaluasi terhadap capaian kinerja dari perjanjian ini dan mengambil tindakan yang diperlukan dalam rangka pemberian penghargaan dan sanksi.",
        ),
    ]
}

/// Tables of one sheet share its columns: the second column is parted, so that the labels of the identity end in it, and
/// the widest column of tables with fewer takes the rest.
fn shared_grid(mut tables: Vec<Tabel>) -> Vec<Tabel> {
    let most = tables.iter().map(|tabel| tabel.kolom.len()).max().unwrap_or(0);
    for tabel in &mut tables {
        let missing = most - tabel.kolom.len();
        if let Some(second) = tabel.kolom.get_mut(1) {
            second.petak += 1;
        }
        let widest = tabel.kolom.iter_mut().max_by(|a, b| a.lebar.total_cmp(&b.lebar));
        if let Some(widest) = widest.filter(|_| missing > 0) {
            widest.petak += missing as u16;
        }
    }
    tables
}
