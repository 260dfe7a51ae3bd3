//! Perjanjian Kinerja per official: the statement, the identity, the tables, two signatures; and tahapan triwulan.

use super::Jenis;
use super::pihak::{self, Pihak, para_pihak, signers};
use super::susun::{Cara, susun};
use crate::outputs::lampiran::model::{Bab, Balok, Lembar, Tabel};
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
                if done.contains(&table.sheet) {
                    continue;
                }
                done.push(table.sheet);
                let parties = para_pihak(buku, table.sheet);
                if is_pejabat(Asal { buku, table }) || parties[0].nama.is_some() {
                    sheets.push(set(sumber, Asal { buku, table }, &parties, jenis));
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
                let last = asal.table.rows.last().map_or(0, |row| row.row);
                let below = signers(asal.buku, asal.table.sheet, last);
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

/// The last place and date on a sheet.
fn date_below(sumber: &Sumber<'_>, buku: &Buku<'_>, sheet: usize) -> String {
    let own = buku.checked.bahan.bertanggal.iter().filter(|(at, ..)| *at == sheet);
    own.max_by_key(|(_, cell, _)| cell.row).map_or_else(|| sumber.tempat_tanggal(), |(_, _, text)| one_line(text))
}

/// The set of the sheet a table stands on.
fn set(sumber: &Sumber<'_>, asal: Asal<'_>, [pertama, kedua]: &[Pihak; 2], jenis: &Jenis) -> Lembar {
    let (buku, sheet, sheet_name) = (asal.buku, asal.table.sheet, &asal.table.sheet_name);
    let date = date_below(sumber, buku, sheet);
    let signatures = || {
        Balok::TandaTangan(vec![kedua.tanda("Pihak Kedua,", None), pertama.tanda("Pihak Pertama,", Some(date.clone()))])
    };
    let tahun = sumber.tahun();
    let mut balok = vec![Balok::Judul(vec![
        format!("PERNYATAAN PERJANJIAN KINERJA TAHUN {tahun}"),
        sumber.instansi.to_uppercase(),
    ])];
    balok.extend(statement(pertama, kedua));
    balok.push(signatures());
    balok.push(Balok::Halaman);
    balok.push(Balok::Judul(vec![
        format!("LAMPIRAN PERJANJIAN KINERJA TAHUN {tahun}"),
        pertama.jabatan.clone().unwrap_or_else(|| TITIK.into()).to_uppercase(),
    ]));
    balok.push(Balok::Identitas(pertama.identitas(&sumber.unit, &tahun)));
    let tables = pihak::tables(buku, sheet).map(|table| Asal { buku, table });
    let tabel: Vec<Tabel> = tables.map(|asal| susun(asal, &Cara::default())).collect();
    balok.extend(shared_grid(tabel).into_iter().map(Balok::Tabel));
    balok.push(signatures());
    let nama = pertama.nama.clone().unwrap_or_else(|| sheet_name.to_string());
    Lembar {
        jenis: jenis.id,
        bab: jenis.bab,
        nama: format!("PK {sheet_name}"),
        keterangan: format!("Perjanjian Kinerja {nama}, {}", pertama.jabatan.as_deref().unwrap_or(TITIK)),
        sumber: format!("{}, lembar {sheet_name}", buku.checked.nama),
        balok,
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
