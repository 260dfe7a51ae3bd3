//! Tables of money: the DPA, realisasi per program, kegiatan and sub kegiatan, per bidang, per sasaran, per jenis belanja.

use rust_decimal::Decimal;

use super::susun::{Cara, susun};
use super::{Jenis, tambahan};
use crate::outputs::lampiran::hitung::Rumus;
use crate::outputs::lampiran::model::{Bab, Baris, Bentuk, Grafik, Isi, Kolom, Lembar, Sel, Tabel};
use crate::outputs::lampiran::sumber::{Asal, Sumber};
use crate::profile::{Role, words};
use crate::table::{Level, Row, RowKind, Table};

/// Tabel 2.6: program, kegiatan, sub kegiatan with indikator, target and pagu.
pub const PROGRAM_KEGIATAN: Jenis = Jenis {
    id: "program_kegiatan",
    bab: Bab::Dua,
    nama: "Program, kegiatan, dan sub kegiatan dengan indikator, target, dan anggaran",
    butuh: "DPA dengan kolom uraian dan anggaran",
    buat: |sumber, jenis| {
        let dpa = sumber.tabel(&["dpa"]).filter(|asal| has_levels(*asal));
        // A list of accounts belongs to the DPA itself, not to the report.
        let dpa = dpa.filter(|asal| !is_accounts(*asal));
        dpa.map(|asal| {
            let tabel = susun(asal, &Cara { sampai: Some(Level::SubKegiatan), is_bernomor: true, ..Cara::default() });
            jenis.lembar(asal, "Program Kegiatan".into(), jenis.judul(sumber, asal), tabel)
        })
        .collect()
    },
};

/// Tabel 3.7: realisasi with program, kegiatan and sub kegiatan.
pub const REALISASI: Jenis = Jenis {
    id: "anggaran_kegiatan",
    bab: Bab::Tiga,
    nama: "Realisasi anggaran per program, kegiatan, dan sub kegiatan",
    butuh: "laporan realisasi anggaran, atau laporan realisasi keuangan dan fisik",
    buat: |sumber, jenis| {
        let whole: Vec<Asal<'_>> = trees(sumber).collect();
        let sheet = |asal: &Asal<'_>| {
            let cara = Cara {
                sampai: Some(Level::SubKegiatan),
                tambah: money_columns(*asal),
                hanya: TOTAL_COLUMNS.to_vec(),
                is_bernomor: true,
                ..Cara::default()
            };
            jenis.lembar(*asal, "Realisasi Kegiatan".into(), jenis.judul(sumber, *asal), susun(*asal, &cara))
        };
        whole.iter().map(sheet).collect()
    },
};

/// Realisasi of the programs alone, with a chart of serapan.
pub const PER_PROGRAM: Jenis = Jenis {
    id: "anggaran_program",
    bab: Bab::Tiga,
    nama: "Realisasi anggaran per program",
    butuh: "laporan realisasi anggaran, atau laporan realisasi keuangan dan fisik, dengan baris program",
    buat: |sumber, jenis| {
        let mut trees: Vec<Asal<'_>> = trees(sumber).collect();
        // One of them is enough: the one that knows the pagu before and after the change.
        trees.sort_by_key(|asal| asal.table.column(Role::PaguSebelum).is_none());
        let Some(&asal) = trees.first() else {
            return Vec::new();
        };
        let cara = Cara {
            sampai: Some(Level::Program),
            tambah: money_columns(asal),
            hanya: TOTAL_COLUMNS.to_vec(),
            is_bernomor: true,
            ..Cara::default()
        };
        let mut tabel = susun(asal, &cara);
        tabel.grafik = chart_of_serapan(&tabel, "Serapan anggaran per program (%)");
        let judul = jenis.judul_baru(sumber, jenis.nama);
        vec![jenis.lembar(asal, "Realisasi Program".into(), judul, tabel)]
    },
};

/// Tabel 3.33–3.36: realisasi of each bidang.
pub const PER_BIDANG: Jenis = Jenis {
    id: "anggaran_bidang",
    bab: Bab::Tiga,
    nama: "Alokasi dan realisasi anggaran per bidang",
    butuh: "laporan realisasi anggaran yang judulnya menyebut bidang atau sekretariat",
    buat: |sumber, jenis| {
        let sheet = |asal: Asal<'_>| {
            let cara = Cara { tambah: money_columns(asal), ..Cara::default() };
            let nama = asal.table.sheet_name.to_string();
            jenis.lembar(asal, nama, jenis.judul(sumber, asal), susun(asal, &cara))
        };
        of_bidang(sumber).map(sheet).collect()
    },
};

/// The totals of all bidang.
pub const REKAP_BIDANG: Jenis = Jenis {
    id: "rekap_bidang",
    bab: Bab::Tiga,
    nama: "Rekapitulasi realisasi anggaran per bidang",
    butuh: "laporan realisasi anggaran dari dua bidang atau lebih",
    buat: |sumber, jenis| {
        let bidang: Vec<Asal<'_>> = of_bidang(sumber).collect();
        let rows: Vec<(String, Sel, Sel)> = bidang.iter().filter_map(|asal| rekap_row(*asal)).collect();
        if rows.len() < 2 {
            return Vec::new();
        }
        let kolom = vec![
            Kolom::new("No", 5.0),
            Kolom::new("Bidang", 40.0),
            Kolom::new("Anggaran (Rp)", 17.0),
            Kolom::new("Realisasi (Rp)", 17.0),
            Kolom::new("Realisasi (%)", 10.0),
            Kolom::new("Sisa Anggaran (Rp)", 17.0),
        ];
        let count = rows.len();
        let mut baris: Vec<Baris> = Vec::new();
        for (at, (nama, pagu, realisasi)) in rows.into_iter().enumerate() {
            let own = vec![Sel::tengah((at + 1).to_string()), Sel::teks(nama), pagu, realisasi];
            baris.push(Baris::new([own, percent_and_rest(at)].concat()));
        }
        let sum =
            |column: usize| Sel::rumus(Rumus::Jumlah((0..count).map(|row| (row, column)).collect()), Bentuk::Rupiah);
        let label = vec![Sel { lebar: 2, ..Sel::tengah("JUMLAH") }, Sel { lebar: 0, ..Sel::kosong() }, sum(2), sum(3)];
        baris.push(Baris::jumlah([label, percent_and_rest(count)].concat()));
        let nomor = ["1", "2", "3", "4", "5=4/3*100", "6=3-4"].map(String::from).to_vec();
        let mut tabel = Tabel { kolom, nomor, baris, ..Tabel::default() };
        tabel.grafik = chart_of_serapan_at(&tabel, 1, 4, "Serapan anggaran per bidang (%)");
        vec![jenis.lembar(bidang[0], "Rekap Bidang".into(), jenis.judul_baru(sumber, jenis.nama), tabel)]
    },
};

/// Pagu and realisasi of what supports a sasaran.
pub const PER_SASARAN: Jenis = Jenis {
    id: "anggaran_sasaran",
    bab: Bab::Tiga,
    nama: "Pagu dan realisasi anggaran per sasaran",
    butuh: "tabel realisasi anggaran dengan kolom sasaran",
    buat: |sumber, jenis| {
        let with_sasaran =
            sumber.tabel(&["realisasi_anggaran"]).filter(|asal| asal.table.column(Role::Sasaran).is_some());
        with_sasaran
            .map(|asal| {
                let cara = Cara { tambah: money_columns(asal), ..Cara::default() };
                let nama = format!("Anggaran {}", asal.table.sheet_name);
                jenis.lembar(asal, nama, jenis.judul(sumber, asal), susun(asal, &cara))
            })
            .collect()
    },
};

/// Realisasi by kelompok belanja.
pub const JENIS_BELANJA: Jenis = Jenis {
    id: "jenis_belanja",
    bab: Bab::Tiga,
    nama: "Realisasi anggaran per jenis belanja",
    butuh: "laporan realisasi dengan kolom belanja operasi dan belanja modal, atau baris jenis belanja",
    buat: |sumber, jenis| {
        let own = sumber.tabel(&["realisasi_anggaran"]).filter(|asal| is_list_of_belanja(*asal));
        let own: Vec<Lembar> = own
            .map(|asal| {
                let cara = Cara { tambah: money_columns(asal), is_bernomor: true, ..Cara::default() };
                jenis.lembar(asal, "Jenis Belanja".into(), jenis.judul(sumber, asal), susun(asal, &cara))
            })
            .collect();
        if !own.is_empty() {
            return own;
        }
        let split = sumber
            .tabel(&["realisasi_keuangan_fisik", "realisasi_anggaran"])
            .find_map(|asal| Some((asal, operasi_modal(asal)?)));
        split
            .map(|(asal, tabel)| {
                jenis.lembar(asal, "Jenis Belanja".into(), jenis.judul_baru(sumber, jenis.nama), tabel)
            })
            .into_iter()
            .collect()
    },
};

/// Columns of a budget table that the report shows.
const TOTAL_COLUMNS: [Role; 16] = [
    Role::Nomor,
    Role::Kode,
    Role::Uraian,
    Role::Program,
    Role::Kegiatan,
    Role::Pagu,
    Role::PaguSebelum,
    Role::PaguSesudah,
    Role::Selisih,
    Role::Realisasi,
    Role::Persen,
    Role::Fisik,
    Role::Sisa,
    Role::SumberDana,
    Role::Keterangan,
    Role::Sasaran,
];

fn money_columns(asal: Asal<'_>) -> Vec<(Role, String)> {
    let pagu = asal.kolom(&[Role::Pagu, Role::PaguSesudah, Role::PaguSebelum]);
    if pagu.is_none() {
        return Vec::new();
    }
    tambahan(
        asal,
        &[(Role::Persen, "Realisasi (%)", &[Role::Realisasi]), (Role::Sisa, "Sisa Anggaran (Rp)", &[Role::Realisasi])],
    )
}

fn has_levels(asal: Asal<'_>) -> bool {
    let told = |level: Level| matches!(level, Level::Program | Level::Kegiatan | Level::SubKegiatan);
    asal.table.rows.iter().filter(|row| told(row.level)).count() >= 2
}

/// More accounts than kegiatan.
fn is_accounts(asal: Asal<'_>) -> bool {
    let rows = || asal.table.rows.iter();
    let accounts = rows().filter(|row| matches!(row.level, Level::Belanja(_))).count();
    accounts * 2 > rows().count()
}

/// Tables of realisasi with the whole tree.
fn trees<'a>(sumber: &'a Sumber<'a>) -> impl Iterator<Item = Asal<'a>> {
    let both = sumber.tabel(&["realisasi_anggaran", "realisasi_keuangan_fisik"]);
    both.filter(|asal| has_levels(*asal) && asal.table.column(Role::Sasaran).is_none() && !is_bidang(*asal))
}

fn is_bidang(asal: Asal<'_>) -> bool {
    let own = words(&asal.judul_kecil());
    asal.table.jenis == "realisasi_anggaran"
        && own.iter().any(|word| matches!(word.as_str(), "bidang" | "sekretariat" | "uptd" | "upt"))
        && !own.iter().any(|word| word.starts_with("rekap"))
}

fn of_bidang<'a>(sumber: &'a Sumber<'a>) -> impl Iterator<Item = Asal<'a>> {
    sumber.tabel(&["realisasi_anggaran"]).filter(|asal| is_bidang(*asal) && asal.table.column(Role::Sasaran).is_none())
}

/// Name, pagu and realisasi of a bidang: its closing row, else the sum of its uppermost rows.
fn rekap_row(asal: Asal<'_>) -> Option<(String, Sel, Sel)> {
    let (pagu, realisasi) = (asal.kolom(&[Role::Pagu, Role::PaguSesudah])?, asal.kolom(&[Role::Realisasi])?);
    let tabel = susun(asal, &Cara::default());
    let (_, last) = tabel.baris.iter().enumerate().next_back()?;
    let place = |source: usize| {
        let role = asal.table.columns[source].role;
        let headers = tabel.kolom.iter().position(|kolom| {
            kolom.judul.last()
                == asal.table.columns[source].path.last().map(|text| crate::outputs::text::one_line(text)).as_ref()
        });
        headers.filter(|_| role.is_some())
    };
    if !last.is_jumlah {
        return None;
    }
    let mut settled = tabel.clone();
    crate::outputs::lampiran::hitung::selesaikan(&mut settled, crate::outputs::lampiran::hitung::Pakai::Cetak);
    let row = settled.baris.last()?;
    let figure = |source: usize| Some(Sel::angka(row.sel[place(source)?].nilai()?, Bentuk::Rupiah));
    Some((asal.table.sheet_name.to_string(), figure(pagu)?, figure(realisasi)?))
}

/// The cells "% of" and "rest" for columns pagu 2 and realisasi 3.
fn percent_and_rest(row: usize) -> Vec<Sel> {
    vec![
        Sel::rumus(Rumus::Bagi((row, 3), (row, 2), 100), Bentuk::Desimal(2)),
        Sel::rumus(Rumus::Kurang((row, 2), (row, 3)), Bentuk::Rupiah),
    ]
}

/// All rows are jenis belanja.
fn is_list_of_belanja(asal: Asal<'_>) -> bool {
    let mut data = asal.table.rows.iter().filter(|row| row.kind == RowKind::Data).peekable();
    data.peek().is_some()
        && data.all(|row| words(asal.table.row_name(row)).first().is_some_and(|word| word == "belanja"))
}

/// Belanja operasi and belanja modal of the whole budget, from the closing row or the programs.
fn operasi_modal(asal: Asal<'_>) -> Option<Tabel> {
    let table = asal.table;
    let columns = [Role::PaguOperasi, Role::RealisasiOperasi, Role::PaguModal, Role::RealisasiModal];
    let at: Vec<usize> = columns.iter().filter_map(|&role| table.column(role)).collect();
    let roots = || table.rows.iter().filter(|row| row.kind == RowKind::Data && row.parent.is_none());
    if at.len() < 4 || roots().next().is_none() {
        return None;
    }
    let sum = |column: usize| {
        let closing = table.rows.iter().rev().find(|row| row.kind == RowKind::Total);
        let printed = closing.and_then(|row| row.entries[column].figure()).map(|figure| figure.value);
        let parts = || roots().map(|row| amount(table, row, column)).sum();
        let total: Decimal = printed.filter(|value| !value.is_zero()).unwrap_or_else(parts);
        Sel::angka(rust_decimal::prelude::ToPrimitive::to_f64(&total).unwrap_or(0.0), Bentuk::Rupiah)
    };
    let row = |number: usize, nama: &str, pagu: usize, realisasi: usize| {
        let own = vec![Sel::tengah(number.to_string()), Sel::teks(nama), sum(pagu), sum(realisasi)];
        Baris::new([own, percent_and_rest(number - 1)].concat())
    };
    let total = |column: usize| Sel::rumus(Rumus::Jumlah(vec![(0, column), (1, column)]), Bentuk::Rupiah);
    let label = vec![Sel { lebar: 2, ..Sel::tengah("JUMLAH") }, Sel { lebar: 0, ..Sel::kosong() }, total(2), total(3)];
    let baris = vec![
        row(1, "Belanja Operasi", at[0], at[1]),
        row(2, "Belanja Modal", at[2], at[3]),
        Baris::jumlah([label, percent_and_rest(2)].concat()),
    ];
    let kolom = vec![
        Kolom::new("No", 5.0),
        Kolom::new("Uraian", 36.0),
        Kolom::new("Anggaran (Rp)", 17.0),
        Kolom::new("Realisasi (Rp)", 17.0),
        Kolom::new("Realisasi (%)", 10.0),
        Kolom::new("Sisa Anggaran (Rp)", 17.0),
    ];
    let nomor = ["1", "2", "3", "4", "5=4/3*100", "6=3-4"].map(String::from).to_vec();
    Some(Tabel { kolom, nomor, baris, ..Tabel::default() })
}

/// The amount of a row; one that is blank or nothing has that of its children.
fn amount(table: &Table, row: &Row, column: usize) -> Decimal {
    let own = row.entries[column].figure().map_or(Decimal::ZERO, |figure| figure.value);
    let below = || row.children.iter().map(|&child| amount(table, &table.rows[child], column)).sum();
    if own.is_zero() { below() } else { own }
}

/// A chart of the column of percentages.
fn chart_of_serapan(tabel: &Tabel, judul: &str) -> Option<Grafik> {
    let is_percent = |sel: &Sel| matches!(sel.isi, Isi::Rumus(Rumus::Bagi(..), _));
    let is_name = |sel: &Sel| matches!(&sel.isi, Isi::Teks(text) if text.chars().count() > 6 && text.contains(' '));
    let row = tabel.baris.iter().find(|row| row.sel.iter().any(is_percent))?;
    let (name, value) = (row.sel.iter().position(is_name)?, row.sel.iter().position(is_percent)?);
    chart_of_serapan_at(tabel, name, value, judul)
}

fn chart_of_serapan_at(tabel: &Tabel, nama: usize, nilai: usize, judul: &str) -> Option<Grafik> {
    let baris: Vec<usize> = (0..tabel.baris.len())
        .filter(|&row| {
            !tabel.baris[row].is_jumlah && !matches!(tabel.baris[row].sel[nilai].isi, Isi::Kosong | Isi::Teks(_))
        })
        .collect();
    (baris.len() > 1).then(|| Grafik {
        judul: judul.into(),
        baris,
        nama,
        nilai: vec![(nilai, "Serapan (%)".into())],
        is_bertarget: true,
    })
}
