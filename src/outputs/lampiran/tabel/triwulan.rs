//! Capaian triwulan by triwulan, put together from the reports of the year.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive as _;

use super::Jenis;
use super::kinerja::is_series;
use crate::laporan::triwulan_in;
use crate::outputs::lampiran::hitung::Rumus;
use crate::outputs::lampiran::model::{Bab, Balok, Baris, Bentuk, Grafik, Kolom, Lembar, Sel, Tabel};
use crate::outputs::lampiran::sumber::{Asal, decimals, is_single};
use crate::profile::{Polaritas, Role, words};
use crate::table::{Entry, RowKind};

/// Bars of more indikator than this can't be told apart on a page.
const PALING_BANYAK: usize = 20;

/// Realisasi up to each triwulan against the target of the year.
pub const PER_TRIWULAN: Jenis = Jenis {
    id: "capaian_triwulan",
    bab: Bab::Tiga,
    nama: "Capaian kinerja per triwulan",
    butuh: "tabel capaian, atau tahapan capaian, yang menyebut triwulannya",
    buat: |sumber, jenis| {
        // The agency's own report comes before those of its officials.
        let kinds: [&[&str]; 2] = [&["capaian_iku"], &["tahapan_pk"]];
        let found = kinds.into_iter().find_map(|kinds| {
            let tables: Vec<Asal<'_>> = sumber.tabel(kinds).filter(|asal| !is_series(*asal)).collect();
            let rows = kumpulkan(&tables);
            (!rows.is_empty()).then(|| (tables[0], rows))
        });
        let Some((asal, rows)) = found else {
            return Vec::new();
        };
        let judul = jenis.judul_baru(sumber, jenis.nama);
        vec![Lembar {
            jenis: jenis.id,
            bab: jenis.bab,
            nama: "Capaian Triwulan".into(),
            keterangan: jenis.nama.into(),
            sumber: format!("{} dan laporan triwulan lainnya", asal.sumber()),
            balok: vec![Balok::Judul(judul), Balok::Tabel(tabel(&rows))],
        }]
    },
};

/// An indikator with what the reports say of it.
struct Ukuran {
    nama: String,
    satuan: String,
    target: Sel,
    is_turun: bool,
    realisasi: BTreeMap<u8, Sel>,
}

/// The indikator of all tables in their order; the first report of a triwulan counts.
fn kumpulkan(tables: &[Asal<'_>]) -> Vec<Ukuran> {
    let mut rows: Vec<Ukuran> = Vec::new();
    let mut at_of: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for asal in tables {
        let columns = [&[Role::Indikator][..], &[Role::Target, Role::TargetTahun], &[Role::RealisasiKinerja]];
        let [Some(indikator), Some(target), Some(realisasi)] = columns.map(|roles| asal.kolom(roles)) else {
            continue;
        };
        let of_title = triwulan(&asal.judul_kecil());
        for row in asal.table.rows.iter().filter(|row| row.kind == RowKind::Data) {
            let said = |role| asal.table.column(role).map_or(String::new(), |at| asal.tulisan(&row.entries[at]));
            let (nama, Some(triwulan)) =
                (asal.tulisan(&row.entries[indikator]), triwulan(&said(Role::Periode)).or(of_title))
            else {
                continue;
            };
            let Some(value) = angka(&row.entries[realisasi]).filter(|_| !nama.is_empty()) else {
                continue;
            };
            let at = *at_of.entry(words(&nama)).or_insert_with(|| {
                let unit = row.entries[target].figure().and_then(|figure| figure.unit.as_deref().map(str::to_string));
                rows.push(Ukuran {
                    is_turun: asal.table.ketentuan.polaritas_of(&nama) == Some(Polaritas::Turun),
                    satuan: Some(said(Role::Satuan)).filter(|text| !text.is_empty()).or(unit).unwrap_or_default(),
                    target: angka(&row.entries[target])
                        .unwrap_or_else(|| Sel::tengah(asal.tulisan(&row.entries[target]))),
                    realisasi: BTreeMap::new(),
                    nama,
                });
                rows.len() - 1
            });
            rows[at].realisasi.entry(triwulan).or_insert(value);
        }
    }
    rows
}

/// The triwulan a text names last: what it tells of comes after what it compares with.
fn triwulan(text: &str) -> Option<u8> {
    triwulan_in(text).last()
}

/// One number, as it is shown.
fn angka(entry: &Entry) -> Option<Sel> {
    let figure = entry.figure().filter(|figure| is_single(figure))?;
    Some(Sel::angka(figure.value.to_f64()?, Bentuk::Desimal(decimals(figure))))
}

fn tabel(rows: &[Ukuran]) -> Tabel {
    let mut known: Vec<u8> = rows.iter().flat_map(|row| row.realisasi.keys().copied()).collect();
    known.sort_unstable();
    known.dedup();
    let mut kolom = vec![
        Kolom::new("No", 5.0),
        Kolom::new("Indikator Kinerja", 38.0),
        Kolom::new("Satuan", 12.0),
        Kolom::new("Target", 11.0),
    ];
    for group in ["Realisasi", "Capaian (%)"] {
        kolom.extend(known.iter().map(|&triwulan| Kolom {
            judul: vec![group.into(), format!("Triwulan {}", ROMAWI[usize::from(triwulan - 1)])],
            lebar: 11.0,
            petak: 1,
        }));
    }
    let first = 4;
    let mut baris = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut sel = vec![
            Sel::tengah((at + 1).to_string()),
            Sel::teks(row.nama.clone()),
            Sel::tengah(row.satuan.clone()),
            row.target.clone(),
        ];
        sel.extend(known.iter().map(|triwulan| row.realisasi.get(triwulan).cloned().unwrap_or_else(Sel::kosong)));
        for (offset, triwulan) in known.iter().enumerate() {
            let is_known =
                row.realisasi.contains_key(triwulan) && row.target.nilai().is_some_and(|target| target != 0.0);
            let (realisasi, target) = ((at, first + offset), (at, 3));
            sel.push(match (is_known, row.is_turun) {
                (false, _) => Sel::kosong(),
                (true, true) => Sel::rumus(Rumus::Negatif(realisasi, target, 100), Bentuk::Desimal(2)),
                (true, false) => Sel::rumus(Rumus::Bagi(realisasi, target, 100), Bentuk::Desimal(2)),
            });
        }
        baris.push(Baris::new(sel));
    }
    let capaian = first + known.len();
    let shown: Vec<usize> =
        (0..rows.len()).filter(|&row| baris[row].sel[capaian..].iter().any(is_formula)).take(PALING_BANYAK).collect();
    let judul = match rows.len() > PALING_BANYAK {
        true => format!("Capaian per triwulan terhadap target tahunan ({PALING_BANYAK} indikator pertama)"),
        false => "Capaian per triwulan terhadap target tahunan".into(),
    };
    let series = known.iter().enumerate();
    let series = series.map(|(at, triwulan)| (capaian + at, format!("Triwulan {}", ROMAWI[usize::from(triwulan - 1)])));
    let grafik = Grafik { judul, baris: shown, nama: 1, nilai: series.collect(), is_bertarget: true };
    let grafik = (!grafik.baris.is_empty()).then_some(grafik);
    let catatan = vec!["Capaian = realisasi sampai triwulan itu dibagi target tahunan.".into()];
    Tabel { kolom, baris, catatan, grafik, ..Tabel::default() }
}

const ROMAWI: [&str; 4] = ["I", "II", "III", "IV"];

const fn is_formula(sel: &Sel) -> bool {
    matches!(sel.isi, crate::outputs::lampiran::model::Isi::Rumus(..))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_triwulan_named_counts() {
        assert_eq!(triwulan("Tahapan capaian triwulan IV tahun 2025"), Some(4));
        assert_eq!(triwulan("perubahan dari triwulan I ke TW. 3"), Some(3));
        assert_eq!(triwulan("triwulan in general"), None);
    }
}
