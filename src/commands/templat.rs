//! `cermat templat`: an empty form of a kind.

use std::path::PathBuf;

use super::{Outcome, print, write};
use crate::cli;
use crate::error::{Error, Result};

/// A form that can be had empty: identifier, name, bytes.
type Templat = (&'static str, &'static str, &'static [u8]);

macro_rules! templat {
    ($id:literal, $nama:literal) => {
        ($id, $nama, include_bytes!(concat!("../../workbooks/templat/", $id, ".xlsx")))
    };
}

/// All forms.
const TEMPLAT: [Templat; 14] = [
    templat!("dpa", "DPA: program, kegiatan, sub kegiatan"),
    templat!("realisasi_keuangan_fisik", "Laporan realisasi keuangan dan fisik, 15 kolom"),
    templat!("realisasi_anggaran", "Alokasi dan realisasi anggaran tiap bidang"),
    templat!("realisasi_anggaran_perubahan", "Realisasi anggaran sebelum dan sesudah perubahan"),
    templat!("efisiensi", "Perbandingan pencapaian kinerja dan anggaran tiap sasaran"),
    templat!("pk", "Perjanjian Kinerja"),
    templat!("tahapan_pk", "Tahapan capaian Perjanjian Kinerja triwulan"),
    templat!("iku", "Definisi Indikator Kinerja Utama"),
    templat!("capaian_iku", "Capaian Indikator Kinerja Utama dan skala nilainya"),
    templat!("renstra_tc25", "Renstra T-C.25: tujuan dan sasaran jangka menengah"),
    templat!("renstra_tc28", "Renstra T-C.28: indikator kinerja menurut tujuan dan sasaran RPJMD"),
    templat!("rkt", "Rencana Kinerja Tahunan"),
    templat!("pegawai", "Pegawai menurut pangkat dan golongan"),
    templat!("sarpras", "Sarana dan prasarana"),
];

/// Writes the form, or lists the forms there are.
pub fn run(asked: &cli::Templat) -> Result<Outcome> {
    let Some(jenis) = &asked.jenis else {
        let lines: Vec<String> = TEMPLAT.iter().map(|(id, nama, _)| format!("{id:<30}{nama}\n")).collect();
        print(&lines.concat());
        return Ok(Outcome::Clean);
    };
    let wanted = jenis.trim().to_lowercase();
    let Some((id, _, bytes)) = TEMPLAT.iter().find(|(id, ..)| *id == wanted) else {
        let known: Vec<&str> = TEMPLAT.iter().map(|(id, ..)| *id).collect();
        let known = known.join(", ");
        return Err(Error::config(
            "templat",
            format!("jenis formulir «{jenis}» tidak dikenal; yang ada: {known}"),
            format!("there is no form «{jenis}»; there are: {known}"),
        ));
    };
    let folder = asked.hasil.clone().unwrap_or_else(|| PathBuf::from("."));
    let path = folder.join(format!("{id}.xlsx"));
    if path.exists() {
        return Err(Error::config(
            path,
            "berkas ini sudah ada dan tidak ditimpa; pilih folder lain dengan --hasil",
            "this file is there already and is not replaced; name another folder with --hasil",
        ));
    }
    write::prepare(&folder)?;
    write::atomically(&path, bytes)?;
    print(&format!("{}\n", path.display()));
    Ok(Outcome::Clean)
}
