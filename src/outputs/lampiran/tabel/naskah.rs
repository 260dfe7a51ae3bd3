//! The 15-column realisasi, and sheets that people fill: prestasi and the statement of the review.

use super::Jenis;
use super::kinerja::salin;
use super::rencana::bertanda;
use super::susun::Cara;
use crate::outputs::lampiran::model::{Bab, Balok, Baris, Kolom, Lembar, Sel, Tabel};
use crate::outputs::lampiran::sumber::{TITIK, dari_ketentuan};

/// Laporan realisasi keuangan dan fisik with its own formulas.
pub const LRK: Jenis = Jenis {
    id: "lrk_fisik",
    bab: Bab::Lampiran,
    nama: "Laporan realisasi keuangan dan fisik",
    butuh: "laporan realisasi keuangan dan fisik",
    buat: |sumber, jenis| {
        let cara = |_: super::Asal<'_>| Cara { is_bernomor: true, ..Cara::default() };
        let own = ["realisasi_keuangan_fisik"];
        bertanda(sumber, salin(sumber, jenis, &own, "LRK Fisik", &cara), &own)
    },
};

/// An empty table of awards.
pub const PRESTASI: Jenis = Jenis {
    id: "prestasi",
    bab: Bab::Tiga,
    nama: "Prestasi dan penghargaan",
    butuh: "sekurangnya satu buku kerja",
    buat: |sumber, jenis| {
        let kolom = vec![
            Kolom::new("No", 5.0),
            Kolom::new("Kejuaraan / Penghargaan", 36.0),
            Kolom::new("Tingkat", 18.0),
            Kolom::new("Prestasi", 22.0),
            Kolom::new("Keterangan", 22.0),
        ];
        let row = |number: usize| {
            let blank = (0..4).map(|_| Sel::tengah(TITIK));
            Baris::new(std::iter::once(Sel::tengah(number.to_string())).chain(blank).collect())
        };
        let tabel = Tabel { kolom, baris: (1..=5).map(row).collect(), ..Tabel::default() };
        vec![Lembar {
            jenis: jenis.id,
            bab: jenis.bab,
            nama: "Prestasi".into(),
            keterangan: jenis.nama.into(),
            sumber: "bingkai kosong untuk diisi".into(),
            balok: vec![Balok::Judul(jenis.judul_baru(sumber, jenis.nama)), Balok::Tabel(tabel)],
        }]
    },
};

/// Pernyataan telah direviu (PermenPANRB 53/2014, Lampiran III).
pub const REVIU: Jenis = Jenis {
    id: "reviu",
    bab: Bab::Lampiran,
    nama: "Pernyataan telah direviu",
    butuh: "sekurangnya satu buku kerja",
    buat: |sumber, jenis| {
        let (instansi, tahun) = (&sumber.instansi, sumber.tahun());
        let text = [
            format!("Kami telah mereviu Laporan Kinerja {instansi} untuk Tahun Anggaran {tahun} sesuai Pedoman Reviu atas Laporan Kinerja. Substansi informasi yang dimuat dalam Laporan Kinerja menjadi tanggung jawab manajemen {instansi}."),
            "Reviu bertujuan untuk memberikan keyakinan terbatas bahwa Laporan Kinerja telah disajikan secara akurat, andal, dan valid.".into(),
            "Berdasarkan reviu kami, tidak terdapat kondisi atau hal-hal yang menimbulkan perbedaan dalam meyakini keandalan informasi yang disajikan di dalam Laporan Kinerja ini.".into(),
        ];
        let inspektur = sumber.pengesahan().and_then(|pengesahan| pengesahan.inspektur.clone());
        let tanda = dari_ketentuan(sumber.tempat_tanggal(), &inspektur.unwrap_or_default(), "Inspektur");
        let judul = vec!["PERNYATAAN TELAH DIREVIU".into(), instansi.to_uppercase(), format!("TAHUN ANGGARAN {tahun}")];
        let mut balok = vec![Balok::Judul(judul)];
        balok.extend(text.map(Balok::Alinea));
        balok.push(Balok::TandaTangan(vec![tanda]));
        vec![Lembar {
            jenis: jenis.id,
            bab: jenis.bab,
            nama: "Telah Direviu".into(),
            keterangan: jenis.nama.into(),
            sumber: "naskah untuk ditandatangani APIP".into(),
            balok,
        }]
    },
};
