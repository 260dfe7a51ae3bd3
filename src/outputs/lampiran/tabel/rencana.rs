//! Tables of planning: staff, tujuan and sasaran, Renstra, IKU, RKT, PK of the agency, rencana aksi, sarana prasarana.

use std::collections::BTreeSet;

use super::Jenis;
use super::kinerja::salin;
use super::pihak::is_kepala;
use super::pk::is_pejabat;
use super::susun::{Cara, susun};
use crate::outputs::lampiran::model::{Bab, Balok, Kolom, Lembar, Sel};
use crate::outputs::lampiran::sumber::{Asal, Sumber};
use crate::profile::{Role, words};

/// Staff by bidang, education, pangkat.
pub const PEGAWAI: Jenis = Jenis {
    id: "pegawai",
    bab: Bab::Satu,
    nama: "Jumlah pegawai",
    butuh: "tabel jumlah pegawai",
    buat: |sumber, jenis| rekap(sumber, jenis, false),
};

/// Tujuan, sasaran, indikator.
pub const TUJUAN: Jenis = Jenis {
    id: "tujuan_sasaran",
    bab: Bab::Dua,
    nama: "Tujuan, sasaran, indikator, dan target tiap tahun",
    butuh: "tabel tujuan dan sasaran, atau T-C.25",
    buat: |sumber, jenis| {
        let kinds: [&[&str]; 2] = [&["tujuan_sasaran"], &["renstra_tc25"]];
        let made = kinds.map(|asal| salin(sumber, jenis, asal, "Tujuan Sasaran", &|_| Cara::default()));
        made.into_iter().find(|sheets| !sheets.is_empty()).unwrap_or_default()
    },
};

/// The RKT as Bab II quotes it; the signed one stands in the Lampiran.
pub const RKT_DIKUTIP: Jenis = Jenis {
    id: "rkt_bab2",
    bab: Bab::Dua,
    nama: "Rencana Kinerja Tahunan",
    butuh: "tabel RKT: sasaran, indikator, target",
    buat: |sumber, jenis| salin(sumber, jenis, &["rkt"], "RKT Bab II", &bernomor),
};

/// IKU with definition.
pub const IKU: Jenis = Jenis {
    id: "iku",
    bab: Bab::Dua,
    nama: "Indikator Kinerja Utama",
    butuh: "tabel IKU: indikator, penjelasan atau formulasi, sumber data",
    buat: |sumber, jenis| salin(sumber, jenis, &["iku"], "IKU", &|_| Cara::default()),
};

/// The PK of the agency in Bab II.
pub const PK: Jenis = Jenis {
    id: "pk_awal",
    bab: Bab::Dua,
    nama: "Perjanjian Kinerja",
    butuh: "tabel Perjanjian Kinerja perangkat daerah: sasaran, indikator, target",
    buat: |sumber, jenis| pk(sumber, jenis, false),
};

/// The PK after the change.
pub const PK_PERUBAHAN: Jenis = Jenis {
    id: "pk_perubahan",
    bab: Bab::Dua,
    nama: "Perjanjian Kinerja Perubahan",
    butuh: "tabel Perjanjian Kinerja yang judul atau kepala kolomnya menyebut perubahan",
    buat: |sumber, jenis| pk(sumber, jenis, true),
};

/// Renstra T-C.25.
pub const TC25: Jenis = Jenis {
    id: "tc25",
    bab: Bab::Lampiran,
    nama: "Renstra T-C.25: tujuan dan sasaran jangka menengah",
    butuh: "tabel T-C.25",
    buat: |sumber, jenis| {
        bertanda(sumber, salin(sumber, jenis, &["renstra_tc25"], "T-C.25", &bernomor), &["renstra_tc25"])
    },
};

/// Renstra T-C.28.
pub const TC28: Jenis = Jenis {
    id: "tc28",
    bab: Bab::Lampiran,
    nama: "Renstra T-C.28: indikator yang mengacu pada tujuan dan sasaran RPJMD",
    butuh: "tabel T-C.28",
    buat: |sumber, jenis| {
        bertanda(sumber, salin(sumber, jenis, &["renstra_tc28"], "T-C.28", &bernomor), &["renstra_tc28"])
    },
};

/// Rencana Kinerja Tahunan.
pub const RKT: Jenis = Jenis {
    id: "rkt",
    bab: Bab::Lampiran,
    nama: "Rencana Kinerja Tahunan",
    butuh: "tabel RKT: sasaran, indikator, target",
    buat: |sumber, jenis| bertanda(sumber, salin(sumber, jenis, &["rkt"], "RKT", &bernomor), &["rkt"]),
};

/// The frame of the rencana aksi: targets of the year, quarters to fill.
pub const RENCANA_AKSI: Jenis = Jenis {
    id: "rencana_aksi",
    bab: Bab::Lampiran,
    nama: "Rencana aksi pencapaian kinerja",
    butuh: "RKT atau Perjanjian Kinerja: sasaran, indikator, target",
    buat: |sumber, jenis| {
        let Some(asal) = sumber.tabel(&["rkt"]).chain(sumber.tabel(&["pk"])).next() else {
            return Vec::new();
        };
        const COLUMNS: [Role; 5] = [Role::Nomor, Role::Sasaran, Role::Indikator, Role::Target, Role::Satuan];
        let mut tabel = susun(asal, &Cara { hanya: COLUMNS.to_vec(), ..Cara::default() });
        let extra = [
            (["Target Triwulan", "I"], 8.0),
            (["Target Triwulan", "II"], 8.0),
            (["Target Triwulan", "III"], 8.0),
            (["Target Triwulan", "IV"], 8.0),
            (["Program / Kegiatan", ""], 26.0),
            (["Penanggung Jawab", ""], 18.0),
        ];
        for (judul, lebar) in extra {
            let judul = judul.iter().filter(|text| !text.is_empty()).map(ToString::to_string).collect();
            tabel.kolom.push(Kolom { judul, lebar, petak: 1 });
            tabel.baris.iter_mut().for_each(|row| row.sel.push(Sel::kosong()));
        }
        tabel.nomor.clear();
        let mut lembar = jenis.lembar(asal, "Rencana Aksi".into(), jenis.judul_baru(sumber, jenis.nama), tabel);
        lembar.balok.push(Balok::TandaTangan(vec![sumber.kepala(None)]));
        vec![lembar]
    },
};

/// Sarana and prasarana.
pub const SARPRAS: Jenis = Jenis {
    id: "sarpras",
    bab: Bab::Lampiran,
    nama: "Sarana dan prasarana",
    butuh: "tabel sarana dan prasarana",
    buat: |sumber, jenis| bertanda(sumber, rekap(sumber, jenis, true), &["rekap_jumlah"]),
};

fn bernomor(_: Asal<'_>) -> Cara {
    Cara { is_bernomor: true, ..Cara::default() }
}

/// Each sheet ends with the signature of the head.
pub fn bertanda(sumber: &Sumber<'_>, mut sheets: Vec<Lembar>, jenis: &[&str]) -> Vec<Lembar> {
    for lembar in &mut sheets {
        let own = sumber.tabel(jenis).find(|asal| asal.sumber() == lembar.sumber);
        lembar.balok.push(Balok::TandaTangan(vec![sumber.kepala(own)]));
    }
    sheets
}

/// Words of counts of staff; an agency may be called after "pendidikan" and "tenaga".
const KATA_PEGAWAI: [&str; 14] = [
    "pegawai",
    "kepegawaian",
    "pns",
    "pppk",
    "p3k",
    "asn",
    "aparatur",
    "sdm",
    "golongan",
    "pangkat",
    "jabatan",
    "eselon",
    "personil",
    "personel",
];

/// Counts of goods, or those of staff; what else is counted has no place in the report.
fn rekap(sumber: &Sumber<'_>, jenis: &Jenis, is_sarana: bool) -> Vec<Lembar> {
    let of_sarana = |asal: &Asal<'_>| {
        words(&asal.judul_kecil()).iter().any(|word| matches!(word.as_str(), "sarana" | "prasarana" | "sarpras"))
    };
    let of_pegawai =
        |asal: &Asal<'_>| title_and_headers(*asal).iter().any(|word| KATA_PEGAWAI.contains(&word.as_str()));
    let is_wanted = |asal: &Asal<'_>| if is_sarana { of_sarana(asal) } else { !of_sarana(asal) && of_pegawai(asal) };
    let own = sumber.tabel(&["rekap_jumlah"]).filter(|asal| is_wanted(asal));
    own.map(|asal| {
        jenis.lembar(asal, asal.table.sheet_name.to_string(), jenis.judul(sumber, asal), susun(asal, &Cara::default()))
    })
    .collect()
}

/// Tables of PK of the agency, each once: those of its head, and those on sheets where nobody signs as a party.
fn pk(sumber: &Sumber<'_>, jenis: &Jenis, is_perubahan: bool) -> Vec<Lembar> {
    let is_own = |asal: Asal<'_>| !is_pejabat(asal) || is_kepala(asal.buku, asal.table.sheet);
    let mut told: BTreeSet<Vec<String>> = BTreeSet::new();
    let own = sumber.tabel(&["pk"]).filter(|asal| is_own(*asal) && is_changed(*asal) == is_perubahan);
    own.filter(|asal| told.insert(content(*asal)))
        .map(|asal| {
            let nama = if is_perubahan { "PK Perubahan" } else { "PK" };
            // Above that of an official the whole statement may stand.
            let judul = match is_pejabat(asal) {
                true => jenis.judul_baru(sumber, jenis.nama),
                false => jenis.judul(sumber, asal),
            };
            jenis.lembar(asal, nama.into(), judul, susun(asal, &Cara::default()))
        })
        .collect()
}

/// Its title or its headers speak of the change of the budget.
fn is_changed(asal: Asal<'_>) -> bool {
    title_and_headers(asal).iter().any(|word| word == "perubahan")
}

fn title_and_headers(asal: Asal<'_>) -> Vec<String> {
    let headers = asal.table.columns.iter().flat_map(|column| &column.path);
    let all: Vec<String> = headers.cloned().chain([asal.judul_kecil()]).collect();
    words(&all.join(" "))
}

/// What the rows of a table say.
fn content(asal: Asal<'_>) -> Vec<String> {
    let entries = asal.table.rows.iter().flat_map(|row| &row.entries);
    entries.map(|entry| asal.tulisan(entry)).collect()
}
