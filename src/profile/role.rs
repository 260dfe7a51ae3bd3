//! Roles: what a column of a form means.

use serde::Deserialize;

/// What a column means, whatever its header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Running number.
    Nomor,
    /// Code of a program, kegiatan, sub kegiatan or account.
    Kode,
    /// Name of the row.
    Uraian,
    /// Program beside an indikator.
    Program,
    /// Kegiatan beside an indikator.
    Kegiatan,
    /// Tujuan.
    Tujuan,
    /// Sasaran.
    Sasaran,
    /// Indikator.
    Indikator,
    /// Aspek (kuantitas, kualitas, waktu).
    Aspek,
    /// Satuan of the target.
    Satuan,
    /// Target of the year.
    Target,
    /// Target of the year in the header.
    TargetTahun,
    /// Target at the end of the Renstra.
    TargetAkhir,
    /// Condition at the start of the period.
    KondisiAwal,
    /// Condition at the end of the period.
    KondisiAkhir,
    /// Realisasi of an indikator.
    RealisasiKinerja,
    /// Realisasi of the year in the header.
    RealisasiTahun,
    /// Numerator of an indikator.
    Pembilang,
    /// Denominator of an indikator.
    Penyebut,
    /// Capaian in percent.
    Capaian,
    /// Realisasi against the final target in percent.
    Kemajuan,
    /// Kategori of a capaian.
    Kategori,
    /// Band of a scale.
    Rentang,
    /// Naik, turun or tetap.
    Tren,
    /// Menunjang or tidak menunjang.
    Penunjang,
    /// Triwulan, semester or month.
    Periode,
    /// Remark.
    Keterangan,
    /// Definition and formula of an indikator.
    Penjelasan,
    /// Unit in charge.
    PenanggungJawab,
    /// Source of the data.
    SumberData,
    /// Source of the funds.
    SumberDana,
    /// Volume or koefisien.
    Volume,
    /// Unit price.
    Harga,
    /// Value added tax.
    Ppn,
    /// A count, or volume times price.
    Jumlah,
    /// Value in rupiah, e.g. of an asset.
    Nilai,
    /// Golongan.
    Golongan,
    /// Pagu in all.
    Pagu,
    /// Pagu before the change.
    PaguSebelum,
    /// Pagu after the change.
    PaguSesudah,
    /// Pagu after less before.
    Selisih,
    /// Pagu belanja operasi.
    PaguOperasi,
    /// Pagu belanja modal.
    PaguModal,
    /// Realisasi in rupiah in all.
    Realisasi,
    /// Realisasi belanja operasi.
    RealisasiOperasi,
    /// Realisasi belanja modal.
    RealisasiModal,
    /// Realisasi up to last month.
    RealisasiLalu,
    /// Realisasi of this month.
    RealisasiIni,
    /// Realisasi in percent of the pagu.
    Persen,
    /// Physical progress in percent.
    Fisik,
    /// Pagu less realisasi.
    Sisa,
    /// Degree of efficiency.
    Efisiensi,
    /// Pagu up to the end of the Renstra.
    PaguAkhir,
    /// Realisasi in rupiah up to last year.
    RealisasiSdLalu,
    /// Realisasi in rupiah of one triwulan.
    RealisasiTriwulan,
    /// Realisasi in rupiah up to this year.
    RealisasiSdIni,
    /// Realisasi up to this year in percent of the pagu up to the end of the Renstra.
    SerapanAkhir,
    /// Realisasi of an indikator up to last year.
    KinerjaSdLalu,
    /// Realisasi of an indikator in one triwulan.
    KinerjaTriwulan,
    /// Realisasi of an indikator up to this year.
    KinerjaSdIni,
    /// The name of a column that no rule asks about. It is known in headers; a column never has it.
    Lain,
}

impl Role {
    /// All roles with the names profiles use.
    pub const ALL: [(Role, &'static str); 61] = [
        (Role::Nomor, "nomor"),
        (Role::Kode, "kode"),
        (Role::Uraian, "uraian"),
        (Role::Program, "program"),
        (Role::Kegiatan, "kegiatan"),
        (Role::Tujuan, "tujuan"),
        (Role::Sasaran, "sasaran"),
        (Role::Indikator, "indikator"),
        (Role::Aspek, "aspek"),
        (Role::Satuan, "satuan"),
        (Role::Target, "target"),
        (Role::TargetTahun, "target_tahun"),
        (Role::TargetAkhir, "target_akhir"),
        (Role::KondisiAwal, "kondisi_awal"),
        (Role::KondisiAkhir, "kondisi_akhir"),
        (Role::RealisasiKinerja, "realisasi_kinerja"),
        (Role::RealisasiTahun, "realisasi_tahun"),
        (Role::Pembilang, "pembilang"),
        (Role::Penyebut, "penyebut"),
        (Role::Capaian, "capaian"),
        (Role::Kemajuan, "kemajuan"),
        (Role::Kategori, "kategori"),
        (Role::Rentang, "rentang"),
        (Role::Tren, "tren"),
        (Role::Penunjang, "penunjang"),
        (Role::Periode, "periode"),
        (Role::Keterangan, "keterangan"),
        (Role::Penjelasan, "penjelasan"),
        (Role::PenanggungJawab, "penanggung_jawab"),
        (Role::SumberData, "sumber_data"),
        (Role::SumberDana, "sumber_dana"),
        (Role::Volume, "volume"),
        (Role::Harga, "harga"),
        (Role::Ppn, "ppn"),
        (Role::Jumlah, "jumlah"),
        (Role::Nilai, "nilai"),
        (Role::Golongan, "golongan"),
        (Role::Pagu, "pagu"),
        (Role::PaguSebelum, "pagu_sebelum"),
        (Role::PaguSesudah, "pagu_sesudah"),
        (Role::Selisih, "selisih"),
        (Role::PaguOperasi, "pagu_operasi"),
        (Role::PaguModal, "pagu_modal"),
        (Role::Realisasi, "realisasi"),
        (Role::RealisasiOperasi, "realisasi_operasi"),
        (Role::RealisasiModal, "realisasi_modal"),
        (Role::RealisasiLalu, "realisasi_lalu"),
        (Role::RealisasiIni, "realisasi_ini"),
        (Role::Persen, "persen"),
        (Role::Fisik, "fisik"),
        (Role::Sisa, "sisa"),
        (Role::Efisiensi, "efisiensi"),
        (Role::PaguAkhir, "pagu_akhir"),
        (Role::RealisasiSdLalu, "realisasi_sd_tahun_lalu"),
        (Role::RealisasiTriwulan, "realisasi_triwulan"),
        (Role::RealisasiSdIni, "realisasi_sd_tahun_ini"),
        (Role::SerapanAkhir, "serapan_akhir"),
        (Role::KinerjaSdLalu, "kinerja_sd_tahun_lalu"),
        (Role::KinerjaTriwulan, "kinerja_triwulan"),
        (Role::KinerjaSdIni, "kinerja_sd_tahun_ini"),
        (Role::Lain, "lain"),
    ];

    /// The role of a name such as `pagu_operasi`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|&(_, known)| known == name).map(|(role, _)| role)
    }

    /// The name profiles and `kenali` use.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|&(role, _)| role == self).map_or("", |(_, name)| name)
    }

    /// The name in a sentence, e.g. "pagu operasi".
    pub fn words(self) -> String {
        self.name().replace('_', " ")
    }

    /// The column holds rupiah.
    pub fn is_money(self) -> bool {
        matches!(
            self,
            Role::Pagu
                | Role::PaguSebelum
                | Role::PaguSesudah
                | Role::PaguOperasi
                | Role::PaguModal
                | Role::Realisasi
                | Role::RealisasiOperasi
                | Role::RealisasiModal
                | Role::RealisasiLalu
                | Role::RealisasiIni
                | Role::Sisa
                | Role::Selisih
                | Role::Nilai
                | Role::PaguAkhir
                | Role::RealisasiSdLalu
                | Role::RealisasiTriwulan
                | Role::RealisasiSdIni
        )
    }

    /// The column holds numbers (or words in their place, such as a predikat).
    pub fn is_numeric(self) -> bool {
        self.is_money()
            || matches!(
                self,
                Role::Target
                    | Role::TargetTahun
                    | Role::TargetAkhir
                    | Role::KondisiAwal
                    | Role::KondisiAkhir
                    | Role::RealisasiKinerja
                    | Role::RealisasiTahun
                    | Role::Pembilang
                    | Role::Penyebut
                    | Role::Capaian
                    | Role::Kemajuan
                    | Role::Volume
                    | Role::Harga
                    | Role::Ppn
                    | Role::Jumlah
                    | Role::Persen
                    | Role::Fisik
                    | Role::Efisiensi
                    | Role::SerapanAkhir
                    | Role::KinerjaSdLalu
                    | Role::KinerjaTriwulan
                    | Role::KinerjaSdIni
            )
    }

    /// Amounts that totals add up by their nature: money, and the sums of a recapitulation.
    pub fn is_amount(self) -> bool {
        self.is_money() || self == Role::Jumlah
    }

    /// A parent's figure is the sum of its children's.
    pub fn is_additive(self) -> bool {
        self.is_amount() || matches!(self, Role::Target | Role::RealisasiKinerja)
    }

    /// The column holds percentages by its role.
    pub fn is_percent(self) -> bool {
        matches!(self, Role::Capaian | Role::Kemajuan | Role::Persen | Role::Fisik | Role::SerapanAkhir)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_roles_are_one_to_one() {
        for (role, name) in Role::ALL {
            assert_eq!(Role::from_name(name), Some(role));
            assert_eq!(role.name(), name);
        }
    }
}
