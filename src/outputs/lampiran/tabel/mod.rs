//! The kinds of table, in the order of the LKjIP, and what each is made from.

mod anggaran;
mod kinerja;
mod naskah;
mod pihak;
mod pk;
mod rencana;
mod rumus;
mod susun;
mod triwulan;

use super::model::{Bab, Balok, Lembar, Tabel};
use super::sumber::{Asal, Sumber};
use crate::profile::Role;

/// A kind of table.
pub struct Jenis {
    /// Identifier, as users type it.
    pub id: &'static str,
    /// Where it stands.
    pub bab: Bab,
    /// What people call it.
    pub nama: &'static str,
    /// The inputs it needs, said when they are not there.
    pub butuh: &'static str,
    /// Makes its sheets; none when the inputs are not there.
    pub buat: fn(&Sumber<'_>, &Jenis) -> Vec<Lembar>,
}

/// All kinds.
pub const JENIS: &[Jenis] = &[
    rencana::PEGAWAI,
    rencana::TUJUAN,
    rencana::IKU,
    rencana::RKT_DIKUTIP,
    rencana::PK,
    rencana::PK_PERUBAHAN,
    anggaran::PROGRAM_KEGIATAN,
    kinerja::SKALA,
    kinerja::CAPAIAN,
    kinerja::PERHITUNGAN,
    kinerja::RATA_RATA,
    triwulan::PER_TRIWULAN,
    kinerja::PERBANDINGAN,
    kinerja::KEMAJUAN,
    kinerja::ANALISIS,
    kinerja::PENUNJANG,
    anggaran::PER_SASARAN,
    anggaran::REALISASI,
    anggaran::PER_PROGRAM,
    anggaran::PER_BIDANG,
    anggaran::REKAP_BIDANG,
    anggaran::JENIS_BELANJA,
    kinerja::EFISIENSI,
    naskah::PRESTASI,
    pk::PEJABAT,
    pk::TAHAPAN,
    rencana::RKT,
    rencana::TC25,
    rencana::TC28,
    rencana::RENCANA_AKSI,
    naskah::LRK,
    rencana::SARPRAS,
    naskah::REVIU,
];

impl Jenis {
    /// A sheet of this kind with one table on it.
    fn lembar(&self, asal: Asal<'_>, nama: String, judul: Vec<String>, tabel: Tabel) -> Lembar {
        let keterangan = judul.first().cloned().unwrap_or_else(|| self.nama.into());
        Lembar {
            jenis: self.id,
            bab: self.bab,
            nama,
            keterangan,
            sumber: asal.sumber(),
            balok: vec![Balok::Judul(judul), Balok::Tabel(tabel)],
        }
    }

    /// The source's own title; the kind's name with agency and year when it has none.
    fn judul(&self, sumber: &Sumber<'_>, asal: Asal<'_>) -> Vec<String> {
        let own = asal.judul();
        if own.is_empty() { self.judul_baru(sumber, self.nama) } else { own }
    }

    /// A title of our own.
    fn judul_baru(&self, sumber: &Sumber<'_>, nama: &str) -> Vec<String> {
        vec![nama.to_string(), sumber.instansi.clone(), format!("Tahun {}", sumber.tahun())]
    }
}

/// Columns that are worth adding when the source lacks them, as far as their operands are there.
fn tambahan(asal: Asal<'_>, wanted: &[(Role, &str, &[Role])]) -> Vec<(Role, String)> {
    let has = |role: &Role| asal.table.column(*role).is_some();
    let fitting = wanted.iter().filter(|(role, _, needed)| !has(role) && needed.iter().all(has));
    fitting.map(|(role, judul, _)| (*role, (*judul).to_string())).collect()
}
