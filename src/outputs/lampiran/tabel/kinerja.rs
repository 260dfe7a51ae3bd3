//! Tables of performance: scale, capaian, its calculation, comparison over the years, kemajuan, efisiensi, analysis.

use rust_decimal::prelude::ToPrimitive as _;

use super::susun::{Cara, susun};
use super::{Jenis, tambahan};
use crate::laporan::arithmetic::agrees;
use crate::outputs::lampiran::hitung::{Pakai, Rumus, selesaikan};
use crate::outputs::lampiran::model::{Bab, Baris, Bentuk, Grafik, Kolom, Lembar, Sel, Tabel};
use crate::outputs::lampiran::sumber::{Asal, Sumber, TITIK};
use crate::profile::{Role, Shape};
use crate::rules::band;
use crate::table::RowKind;
use rust_decimal::Decimal;

/// Classes of a capaian: lower bound, whether it belongs to the class, label; uppermost first.
pub type Kelas = Vec<(f64, bool, String)>;

/// Permendagri 86/2017: skala nilai peringkat kinerja, read by its lower bounds.
const PERMENDAGRI_86_2017: [(f64, &str); 5] =
    [(91.0, "Sangat Tinggi"), (76.0, "Tinggi"), (66.0, "Sedang"), (51.0, "Rendah"), (0.0, "Sangat Rendah")];

/// The scale of the report.
pub const SKALA: Jenis = Jenis {
    id: "skala",
    bab: Bab::Tiga,
    nama: "Skala nilai peringkat kinerja",
    butuh: "tabel skala nilai (rentang dan kategori)",
    buat: |sumber, jenis| salin(sumber, jenis, &["skala"], "Skala Nilai", &|_| Cara::default()),
};

/// Capaian of the year with kategori.
pub const CAPAIAN: Jenis = Jenis {
    id: "capaian",
    bab: Bab::Tiga,
    nama: "Capaian indikator kinerja",
    butuh: "tabel capaian: indikator, target, realisasi",
    buat: |sumber, jenis| {
        let single = sumber.tabel(&["capaian_iku"]).filter(|asal| !is_series(*asal));
        single
            .map(|asal| {
                let mut tabel = capaian(sumber, asal);
                tabel.grafik = chart_of_capaian(&tabel, asal);
                jenis.lembar(asal, format!("Capaian {}", asal.table.sheet_name), jenis.judul(sumber, asal), tabel)
            })
            .collect()
    },
};

/// Numerator and denominator of each indikator.
pub const PERHITUNGAN: Jenis = Jenis {
    id: "perhitungan",
    bab: Bab::Tiga,
    nama: "Perhitungan indikator kinerja",
    butuh: "tabel perhitungan indikator",
    buat: |sumber, jenis| salin(sumber, jenis, &["perhitungan_indikator"], "Perhitungan", &|_| Cara::default()),
};

/// Realisasi of several years.
pub const PERBANDINGAN: Jenis = Jenis {
    id: "perbandingan",
    bab: Bab::Tiga,
    nama: "Perbandingan realisasi dengan tahun-tahun sebelumnya",
    butuh: "tabel realisasi dua tahun atau lebih",
    buat: |sumber, jenis| {
        let both = sumber.tabel(&["perbandingan_tahun", "capaian_iku"]);
        let series = both.filter(|asal| asal.table.jenis == "perbandingan_tahun" || is_series(*asal));
        series
            .map(|asal| {
                let count = |role| asal.table.columns.iter().filter(|column| column.role == Some(role)).count();
                let is_long = [Role::RealisasiTahun, Role::RealisasiKinerja].into_iter().any(|role| count(role) >= 2);
                let tren = [(Role::Tren, "Naik / Turun / Tetap", &[][..])];
                let tambah = if is_long { tambahan(asal, &tren) } else { Vec::new() };
                let tabel = susun(asal, &Cara { tambah, ..Cara::default() });
                jenis.lembar(asal, format!("Antartahun {}", asal.table.sheet_name), jenis.judul(sumber, asal), tabel)
            })
            .collect()
    },
};

/// Realisasi against the end of the Renstra.
pub const KEMAJUAN: Jenis = Jenis {
    id: "kemajuan",
    bab: Bab::Tiga,
    nama: "Tingkat kemajuan terhadap target akhir Renstra",
    butuh: "tabel dengan realisasi dan target akhir Renstra",
    buat: |sumber, jenis| {
        salin(sumber, jenis, &["kemajuan"], "Tingkat Kemajuan", &|_| Cara { is_bernomor: true, ..Cara::default() })
    },
};

/// The mean capaian of each sasaran.
pub const RATA_RATA: Jenis = Jenis {
    id: "rata_rata",
    bab: Bab::Tiga,
    nama: "Rata-rata capaian per sasaran",
    butuh: "tabel capaian dengan kolom sasaran",
    buat: |sumber, jenis| {
        let Some(asal) = utama(sumber).filter(|asal| asal.table.column(Role::Sasaran).is_some()) else {
            return Vec::new();
        };
        let Some(tabel) = rata_rata(asal) else {
            return Vec::new();
        };
        let mut tabel = tabel;
        tabel.grafik = chart_of_sasaran(&tabel);
        vec![jenis.lembar(asal, "Rata-rata Sasaran".into(), jenis.judul_baru(sumber, jenis.nama), tabel)]
    },
};

/// The frame of the analysis, which people must write.
pub const ANALISIS: Jenis = Jenis {
    id: "analisis",
    bab: Bab::Tiga,
    nama: "Analisis keberhasilan atau kegagalan dan solusi yang dilakukan",
    butuh: "tabel capaian: indikator, target, realisasi",
    buat: |sumber, jenis| {
        let Some(asal) = utama(sumber) else {
            return Vec::new();
        };
        const COLUMNS: [Role; 7] = [
            Role::Nomor,
            Role::Sasaran,
            Role::Indikator,
            Role::Satuan,
            Role::Target,
            Role::RealisasiKinerja,
            Role::Capaian,
        ];
        let tambah = tambahan(asal, &[(Role::Capaian, "Capaian (%)", &[Role::Target, Role::RealisasiKinerja])]);
        let mut tabel = susun(asal, &Cara { hanya: COLUMNS.to_vec(), tambah, ..Cara::default() });
        for judul in ["Faktor pendorong", "Faktor penghambat", "Solusi yang dilakukan"] {
            tabel.kolom.push(Kolom::new(judul, 22.0));
            for row in &mut tabel.baris {
                row.sel.push(Sel::teks(TITIK));
            }
        }
        tabel.nomor.clear();
        vec![jenis.lembar(asal, "Analisis".into(), jenis.judul_baru(sumber, jenis.nama), tabel)]
    },
};

/// Programs that support the sasaran or do not.
pub const PENUNJANG: Jenis = Jenis {
    id: "penunjang",
    bab: Bab::Tiga,
    nama: "Analisis program dan kegiatan yang menunjang keberhasilan atau kegagalan",
    butuh: "tabel program/kegiatan dengan kolom menunjang/tidak menunjang",
    buat: |sumber, jenis| salin(sumber, jenis, &["penunjang"], "Penunjang", &|_| Cara::default()),
};

/// Capaian against serapan, in the direction of `[kolom.efisiensi]` in `cermat.toml`, else in that of the table's
/// own rows, so that a table is recalculated as its findings are; else capaian by serapan.
pub const EFISIENSI: Jenis =
    Jenis {
        id: "efisiensi",
        bab: Bab::Tiga,
        nama: "Efisiensi penggunaan sumber daya",
        butuh: "tabel efisiensi: capaian kinerja dan serapan anggaran per sasaran atau program",
        buat: |sumber, jenis| {
            let all = || sumber.tabel(&["efisiensi"]).filter(|asal| asal.table.column(Role::Capaian).is_some());
            all()
                .map(|asal| {
                    let is_terbalik = is_terbalik(asal);
                    let cara = Cara { is_bernomor: true, is_efisiensi_terbalik: is_terbalik, ..Cara::default() };
                    let mut tabel = susun(asal, &cara);
                    tabel.catatan.push(
                match is_terbalik {
                    true => "Tingkat efisiensi = serapan anggaran dibagi capaian kinerja; efisien bila kurang dari 1.",
                    false => "Tingkat efisiensi = capaian kinerja dibagi serapan anggaran; efisien bila 1 atau lebih.",
                }
                .into(),
            );
                    jenis.lembar(asal, format!("Efisiensi {}", asal.table.sheet_name), jenis.judul(sumber, asal), tabel)
                })
                .collect()
        },
    };

/// Source tables of these kinds, each set anew.
pub fn salin(
    sumber: &Sumber<'_>,
    jenis: &Jenis,
    asal: &[&str],
    nama: &str,
    cara: &dyn Fn(Asal<'_>) -> Cara,
) -> Vec<Lembar> {
    let all: Vec<Asal<'_>> = sumber.tabel(asal).collect();
    let sheet = |asal: &Asal<'_>| {
        let nama = if all.len() > 1 { format!("{nama} {}", asal.table.sheet_name) } else { nama.to_string() };
        jenis.lembar(*asal, nama, jenis.judul(sumber, *asal), susun(*asal, &cara(*asal)))
    };
    all.iter().map(sheet).collect()
}

/// Several years side by side.
pub fn is_series(asal: Asal<'_>) -> bool {
    asal.table.columns.iter().filter(|column| column.role == Some(Role::RealisasiKinerja)).count() > 1
}

/// The table of capaian of the year: the one with sasaran and kategori before others.
fn utama<'a>(sumber: &'a Sumber<'a>) -> Option<Asal<'a>> {
    let single = sumber.tabel(&["capaian_iku"]).filter(|asal| !is_series(*asal));
    // Of several equally good ones the first counts.
    single.reduce(|best, next| if rank(next) > rank(best) { next } else { best })
}

fn rank(asal: Asal<'_>) -> usize {
    let has = |role| usize::from(asal.table.column(role).is_some());
    4 * has(Role::Sasaran) + 2 * has(Role::Kategori) + has(Role::SumberData)
}

/// The table of capaian with what can be calculated beside it.
fn capaian(sumber: &Sumber<'_>, asal: Asal<'_>) -> Tabel {
    let kelas = kelas(sumber);
    let both: &[Role] = &[Role::Target, Role::RealisasiKinerja];
    let tambah = tambahan(asal, &[(Role::Capaian, "Capaian (%)", both), (Role::Kategori, "Kategori", both)]);
    let mut tabel = susun(asal, &Cara { tambah, kelas, ..Cara::default() });
    if asal.table.column(Role::Kategori).is_none() {
        let basis = if has_scale(sumber) { "skala nilai pada laporan ini" } else { "skala Permendagri 86/2017" };
        tabel.catatan.push(format!("Kategori menurut {basis}."));
    }
    tabel
}

fn has_scale(sumber: &Sumber<'_>) -> bool {
    sumber.tabel(&["skala"]).next().is_some()
}

/// The scale of the report, else that of the regulation.
fn kelas(sumber: &Sumber<'_>) -> Kelas {
    let printed = sumber.tabel(&["skala"]).find(|asal| asal.table.shape == Shape::Skala);
    let mut classes: Kelas = printed.map_or(Vec::new(), |asal| {
        let (Some(rentang), Some(kategori)) = (asal.table.column(Role::Rentang), asal.table.column(Role::Kategori))
        else {
            return Vec::new();
        };
        let rows = asal.table.rows.iter().filter_map(|row| {
            let text = asal.tulisan(&row.entries[rentang]);
            let (low, _) = band(&text)?;
            let label = asal.tulisan(&row.entries[kategori]);
            (!label.is_empty()).then(|| (low.to_f64().unwrap_or(0.0), !text.trim_start().starts_with('>'), label))
        });
        rows.collect()
    });
    if classes.len() < 2 {
        classes = PERMENDAGRI_86_2017.iter().map(|&(bound, word)| (bound, true, word.to_string())).collect();
    }
    classes.sort_by(|a, b| b.0.total_cmp(&a.0));
    classes
}

/// A column chart of capaian against 100.
fn chart_of_capaian(tabel: &Tabel, asal: Asal<'_>) -> Option<Grafik> {
    let header = |role: Role| {
        let column = asal.table.column(role)?;
        let own = asal.table.columns[column].path.last().map(|text| crate::outputs::text::one_line(text))?;
        tabel.kolom.iter().rposition(|kolom| kolom.judul.last() == Some(&own))
    };
    let nama = header(Role::Indikator)?;
    let nilai =
        header(Role::Capaian).or_else(|| tabel.kolom.iter().position(|kolom| kolom.judul == ["Capaian (%)"]))?;
    let baris: Vec<usize> = (0..tabel.baris.len()).filter(|&row| !tabel.baris[row].is_jumlah).collect();
    (baris.len() > 1).then(|| Grafik {
        judul: "Capaian kinerja terhadap target (100 = target tercapai)".into(),
        baris,
        nama,
        nilai: vec![(nilai, "Capaian (%)".into())],
        is_bertarget: true,
    })
}

/// Target against realisasi of each sasaran, both in percent of the target.
fn chart_of_sasaran(tabel: &Tabel) -> Option<Grafik> {
    let baris: Vec<usize> = (0..tabel.baris.len()).filter(|&row| tabel.baris[row].sel[1].gabung > 0).collect();
    (baris.len() > 1).then(|| Grafik {
        judul: "Target dan realisasi per sasaran (target = 100)".into(),
        baris,
        nama: 1,
        nilai: vec![(4, "Realisasi terhadap target (%)".into())],
        is_bertarget: true,
    })
}

fn rata_rata(asal: Asal<'_>) -> Option<Tabel> {
    let mut source =
        susun(asal, &Cara { hanya: vec![Role::Sasaran, Role::Indikator, Role::Capaian], ..Cara::default() });
    selesaikan(&mut source, Pakai::Cetak);
    if source.kolom.len() < 3 {
        // Without a column of capaian in the source it comes from target and realisasi.
        return None;
    }
    let mut tabel = Tabel {
        kolom: vec![
            Kolom::new("No", 5.0),
            Kolom::new("Sasaran", 34.0),
            Kolom::new("Indikator Kinerja", 38.0),
            Kolom::new("Capaian (%)", 11.0),
            Kolom::new("Rata-rata Capaian (%)", 12.0),
        ],
        ..Tabel::default()
    };
    let mut number = 0;
    let groups = source.kelompok();
    for (first, last) in groups {
        let rows: Vec<usize> = (first..=last).filter(|&row| source.baris[row].sel[2].nilai().is_some()).collect();
        if rows.is_empty() {
            continue;
        }
        number += 1;
        let begin = tabel.baris.len();
        let span = rows.len() as u32;
        for (at, &row) in rows.iter().enumerate() {
            let own = &source.baris[row].sel;
            let gabung = if at == 0 { span } else { 0 };
            let value =
                own[2].nilai().unwrap_or(0.0) * if matches!(own[2].bentuk, Bentuk::Persen(_)) { 100.0 } else { 1.0 };
            let cells: Vec<(usize, usize)> = (begin..begin + rows.len()).map(|row| (row, 3)).collect();
            let merged = |sel: Sel| if at == 0 { Sel { gabung, ..sel } } else { Sel { gabung, ..Sel::kosong() } };
            tabel.baris.push(Baris::new(vec![
                merged(Sel::tengah(number.to_string())),
                merged(Sel { gabung: 1, ..source.baris[first].sel[0].clone() }),
                Sel { gabung: 1, ..own[1].clone() },
                Sel::angka(value, Bentuk::Desimal(2)),
                merged(Sel::rumus(Rumus::Rata(cells), Bentuk::Desimal(2))),
            ]));
        }
    }
    (!tabel.baris.is_empty()).then_some(tabel)
}

/// Efficiency is serapan by capaian: as laid down, else as most rows print it.
fn is_terbalik(asal: Asal<'_>) -> bool {
    let columns = asal.table.columns.iter();
    let laid_down = columns.filter(|column| column.role == Some(Role::Efisiensi)).find_map(|column| {
        column
            .configured
            .as_ref()
            .map(|formula| formula.expr.columns().first().is_some_and(|name| *name == Role::Persen.name()))
    });
    laid_down.unwrap_or_else(|| {
        let (upright, inverted) = directions(asal);
        inverted > upright
    })
}

/// Rows that print capaian by serapan, and rows that print serapan by capaian.
fn directions(asal: Asal<'_>) -> (usize, usize) {
    let columns = [Role::Capaian, Role::Persen, Role::Efisiensi].map(|role| asal.table.column(role));
    let [Some(capaian), Some(persen), Some(efisiensi)] = columns else {
        return (0, 0);
    };
    let mut counts = (0, 0);
    for row in asal.table.rows.iter().filter(|row| row.kind == RowKind::Data) {
        let figure = |at: usize| row.entries[at].figure().map(|figure| (figure.value, figure.decimals));
        let (Some((capaian, _)), Some((persen, _)), Some((printed, decimals))) =
            (figure(capaian), figure(persen), figure(efisiensi))
        else {
            continue;
        };
        let fits = |value: Option<Decimal>| {
            value.is_some_and(|value| {
                [Decimal::ONE, Decimal::ONE_HUNDRED]
                    .iter()
                    .any(|factor| agrees(printed, value * factor, decimals, Decimal::new(1, 2)))
            })
        };
        counts.0 += usize::from(fits(capaian.checked_div(persen)));
        counts.1 += usize::from(fits(persen.checked_div(capaian)));
    }
    counts
}
