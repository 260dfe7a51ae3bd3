//! Rules: each checks one thing and adds Findings. One file each, listed once, here.
//!
//! A rule is named for the fault. Its `.md` beside it is its explanation and its test. Numbers that
//! regulations set are data. Rules never see files, packages or outputs.

mod anggaran;
mod antardokumen;
mod cascading;
mod collect;
mod efisiensi;
pub(crate) mod figures;
mod fold;
mod identitas;
mod jumlah;
mod kategori;
mod kekurangan;
mod kode;
mod lazim;
mod lengkap;
mod pencilan;
mod perhitungan;
mod periode;
mod persen;
mod rumus;
mod satuan;
mod target;
mod teks;
mod tren;

pub use antardokumen::{Compared, KumpulanFindings, Lintas};
pub use collect::{Draft, Findings};
pub use figures::number;
pub use fold::explained_total;
pub use kategori::skala::band;
pub use kekurangan::Kekurangan;
pub use satuan::persentase_bertarget_bilangan::counts_whole;

use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::{Entered, Finding, Place, Severity, tell_apart, wording};
use crate::laporan::kumpulan::{Kumpulan, Petikan};
use crate::laporan::{Dokumen, Laporan};

/// A rule.
pub struct Rule {
    /// Its identity, never reused, e.g. `J01`.
    pub code: &'static str,
    /// Its name: the fault.
    pub name: &'static str,
    /// What it checks, in one line for lists.
    pub title: &'static str,
    /// How grave its findings are unless it says otherwise.
    pub severity: Severity,
    /// Legal or documentary basis; "praktik" where there is none.
    pub basis: &'static str,
    /// Explanation and test.
    pub doc: &'static str,
    /// The check itself.
    pub check: Check,
}

impl Rule {
    /// A finding of this rule that tells nothing but its message yet.
    fn finding(&self, book: Arc<str>, place: Place, message: String, fingerprint: String) -> Finding {
        Finding {
            rule: self.code,
            severity: self.severity,
            book,
            place,
            message,
            written: None,
            expected: None,
            cause: None,
            guess: None,
            advice: None,
            basis: self.basis,
            related: Vec::new(),
            fingerprint,
            entered: Entered::default(),
        }
    }
}

/// What a rule looks at.
pub enum Check {
    /// A whole workbook.
    Laporan(fn(&Laporan, &mut Findings<'_>)),
    /// One table.
    Dokumen(fn(&Dokumen, &mut Findings<'_>)),
    /// All documents of an agency.
    Kumpulan(fn(&mut KumpulanFindings<'_>)),
}

/// All rules, by code.
pub const RULES: &[&Rule] = &[
    &anggaran::tahap_pagu_keliru::RULE,
    &anggaran::pagu_berbeda::RULE,
    &anggaran::realisasi_berbeda::RULE,
    &anggaran::total_program_berbeda::RULE,
    &anggaran::jenis_belanja_berbeda::RULE,
    &anggaran::nama_pagu_tertukar::RULE,
    &anggaran::sasaran_tanpa_anggaran::RULE,
    &anggaran::rincian_keliru::RULE,
    &anggaran::anggaran_kas_keliru::RULE,
    &anggaran::prognosis_keliru::RULE,
    &anggaran::tahap_tanpa_label::RULE,
    &cascading::atasan_keliru::RULE,
    &cascading::indikator_program_hilang::RULE,
    &cascading::indikator_tanpa_bawahan::RULE,
    &cascading::target_bawahan_rendah::RULE,
    &cascading::realisasi_atasan_berbeda::RULE,
    &cascading::kepemilikan_kegiatan::RULE,
    &cascading::jabatan_berbeda::RULE,
    &cascading::nomor_urut_melompat::RULE,
    &cascading::target_seragam::RULE,
    &cascading::indikator_output::RULE,
    &cascading::teks_indikator_berbeda::RULE,
    &cascading::nama_kegiatan_berbeda::RULE,
    &cascading::kegiatan_bukan_induk::RULE,
    &kode::bentuk_kode::RULE,
    &kode::kode_bukan_anak::RULE,
    &kode::awalan_tingkat::RULE,
    &kode::kewenangan_campur::RULE,
    &kode::jenis_belanja::RULE,
    &kode::kode_ganda::RULE,
    &efisiensi::arah_rumus_berbeda::RULE,
    &efisiensi::efisiensi_keliru::RULE,
    &efisiensi::efisien_tanpa_capaian::RULE,
    &efisiensi::efisiensi_tanpa_serapan::RULE,
    &efisiensi::sisa_disebut_efisiensi::RULE,
    &efisiensi::nilai_efisiensi_mustahil::RULE,
    &rumus::rumus_menyimpang::RULE,
    &rumus::jenis_angka_campur::RULE,
    &rumus::rentang_jumlah_keliru::RULE,
    &rumus::galat_rumus::RULE,
    &rumus::rumus_melingkar::RULE,
    &rumus::angka_menimpa_rumus::RULE,
    &rumus::konstanta_dalam_rumus::RULE,
    &rumus::kolom_menyimpang::RULE,
    &rumus::nilai_simpan_basi::RULE,
    &rumus::tautan_mati::RULE,
    &rumus::baris_tersembunyi::RULE,
    &rumus::sel_bantu::RULE,
    &rumus::rumus_iku_keliru::RULE,
    &rumus::rumus_sebagai_teks::RULE,
    &rumus::rata_rata_persen::RULE,
    &rumus::persen_dari_persen::RULE,
    &identitas::nip_bukan_18_angka::RULE,
    &identitas::nip_tanggal_keliru::RULE,
    &identitas::nip_jenis_kelamin::RULE,
    &identitas::nip_berbeda::RULE,
    &identitas::nip_ganda::RULE,
    &identitas::nip_pengelompokan::RULE,
    &identitas::pangkat_golongan::RULE,
    &identitas::pppk_berpangkat::RULE,
    &identitas::ejaan_nama::RULE,
    &identitas::pelaksana_tugas::RULE,
    &identitas::blok_tanda_tangan::RULE,
    &identitas::lewat_pensiun::RULE,
    &identitas::pangkat_beragam::RULE,
    &identitas::nip_antardokumen::RULE,
    &jumlah::jumlah_anak::RULE,
    &jumlah::jumlah_total::RULE,
    &jumlah::selisih_menutup::RULE,
    &jumlah::induk_hilang::RULE,
    &jumlah::jumlah_mendatar::RULE,
    &jumlah::subtotal_kosong::RULE,
    &jumlah::jumlah_rincian::RULE,
    &jumlah::induk_ikut_dijumlah::RULE,
    &jumlah::digit_tertukar::RULE,
    &jumlah::komponen_pembilang::RULE,
    &jumlah::jumlah_bidang_berbeda::RULE,
    &jumlah::jumlah_sasaran_berbeda::RULE,
    &kategori::kategori_keliru::RULE,
    &kategori::skala_bercelah::RULE,
    &kategori::kategori_asing::RULE,
    &kategori::ketercapaian_keliru::RULE,
    &kategori::rata_rata_keliru::RULE,
    &lengkap::analisis_kosong::RULE,
    &lengkap::definisi_kosong::RULE,
    &lengkap::alasan_serapan_kosong::RULE,
    &pencilan::nilai_pencilan::RULE,
    &pencilan::capaian_ekstrem::RULE,
    &pencilan::perubahan_besar::RULE,
    &pencilan::fisik_seragam::RULE,
    &pencilan::baris_kembar::RULE,
    &pencilan::nilai_negatif::RULE,
    &persen::serapan_keliru::RULE,
    &persen::sisa_keliru::RULE,
    &persen::capaian_keliru::RULE,
    &persen::pembilang_penyebut::RULE,
    &persen::realisasi_indikator_berbeda::RULE,
    &persen::persen_salinan::RULE,
    &persen::desimal_beragam::RULE,
    &persen::pembagi_nol::RULE,
    &persen::melebihi_pagu::RULE,
    &persen::fisik_keliru::RULE,
    &persen::fisik_tanpa_keuangan::RULE,
    &persen::kenaikan_keliru::RULE,
    &persen::evaluasi_keliru::RULE,
    &persen::capaian_triwulan_keliru::RULE,
    &tren::tren_keliru::RULE,
    &tren::realisasi_berisi_capaian::RULE,
    &tren::realisasi_lalu_berbeda::RULE,
    &tren::populasi_melonjak::RULE,
    &target::target_pk_renstra::RULE,
    &target::target_rkt_renstra::RULE,
    &target::tahap_target_keliru::RULE,
    &target::target_berbeda::RULE,
    &target::kolom_target_renstra::RULE,
    &target::tabel_target_berbeda::RULE,
    &target::target_renstra_berbeda::RULE,
    &target::kondisi_akhir_keliru::RULE,
    &target::target_akhir_berbeda::RULE,
    &target::arah_target_keliru::RULE,
    &target::target_tidak_menantang::RULE,
    &target::target_kosong::RULE,
    &target::target_mustahil::RULE,
    &target::target_kegiatan_berbeda::RULE,
    &target::target_anak_melebihi::RULE,
    &satuan::satuan_realisasi_berbeda::RULE,
    &satuan::persentase_bertarget_bilangan::RULE,
    &satuan::jumlah_bertarget_persen::RULE,
    &satuan::ordinal_asing::RULE,
    &satuan::rentang_keliru::RULE,
    &satuan::satuan_ganda::RULE,
    &satuan::satuan_tak_cocok::RULE,
    &satuan::satuan_berbeda::RULE,
    &satuan::aspek_keliru::RULE,
    &satuan::satuan_target_kosong::RULE,
    &periode::tahun_keliru::RULE,
    &periode::triwulan_keliru::RULE,
    &periode::tanggal_keliru::RULE,
    &periode::pk_terlambat::RULE,
    &periode::laporan_terlambat::RULE,
    &periode::kumulatif_turun::RULE,
    &periode::realisasi_tertinggal::RULE,
    &periode::banding_triwulan::RULE,
    &periode::kumulatif_turun_antarlaporan::RULE,
    &periode::target_triwulan_keliru::RULE,
    &teks::pemisah_campur::RULE,
    &teks::rupiah_cacat::RULE,
    &teks::persentase_tidak_baku::RULE,
    &teks::singkatan_campur::RULE,
    &teks::salah_ketik::RULE,
    &teks::instansi_lain::RULE,
    &teks::rujukan_peraturan::RULE,
    &teks::angka_teks::RULE,
    &teks::kosong_campur::RULE,
    &teks::nomor_tabel_ganda::RULE,
    &teks::terbilang_berbeda::RULE,
    &teks::indikator_salinan::RULE,
    &teks::nomor_kolom_keliru::RULE,
    &teks::indikator_nama_kegiatan::RULE,
    &teks::kepala_kolom_berbeda::RULE,
];

/// What the first letter of a rule's code stands for.
pub const GROUPS: [(char, &str); 16] = [
    ('A', "Anggaran"),
    ('C', "Penjenjangan"),
    ('D', "Kode"),
    ('E', "Efisiensi"),
    ('F', "Rumus"),
    ('I', "Identitas"),
    ('J', "Jumlah"),
    ('K', "Kategori"),
    ('L', "Kelengkapan"),
    ('O', "Pencilan"),
    ('P', "Capaian dan serapan"),
    ('R', "Perkembangan antartahun"),
    ('T', "Target"),
    ('U', "Satuan"),
    ('W', "Periode"),
    ('X', "Penulisan"),
];

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code))
}

/// Runs the rules `wanted` says yes to; findings come sheet by sheet, cell by cell, gravest first.
pub fn check(laporan: &Laporan, wanted: impl Fn(&Rule) -> bool) -> Vec<Finding> {
    let rules: Vec<&'static Rule> = RULES.iter().copied().filter(|rule| wanted(rule)).collect();
    let list: Vec<Vec<Finding>> = rules.par_iter().map(|rule| check_rule(rule, laporan)).collect();
    let list = list.into_iter().flatten().collect();
    let mut list = fold::fold(laporan, list);
    list.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.place.sheet, finding.place.range, finding.severity, finding.rule);
        key(a).cmp(&key(b))
    });
    // Findings that say the same of rows of the same name differ by what else their rows show.
    tell_apart(&mut list, |finding| {
        let grid = &laporan.book.grids[finding.place.sheet];
        let row = grid.row(finding.place.range.start.row).iter().map(|cell| grid.shown(cell.at));
        format!("{}\u{1f}{}", wording(&finding.message), row.collect::<Vec<_>>().join("\u{1f}"))
    });
    list
}

fn check_rule(rule: &'static Rule, laporan: &Laporan) -> Vec<Finding> {
    let mut findings = Findings::new(rule, laporan);
    match rule.check {
        Check::Laporan(check) => check(laporan, &mut findings),
        Check::Dokumen(check) => laporan.dokumen.iter().for_each(|dokumen| check(dokumen, &mut findings)),
        Check::Kumpulan(_) => {}
    }
    findings.finish()
}

/// Runs the rules over all documents of a run.
/// What could not be compared for want of a document comes with them.
pub fn check_all(run: &[&Petikan]) -> (Vec<Lintas>, Vec<Kekurangan>) {
    let mut list = Vec::new();
    let mut kurang = Vec::new();
    for kumpulan in Kumpulan::all(run) {
        kurang.extend(kekurangan::of(&kumpulan, run));
        let found: Vec<Vec<Lintas>> = RULES.par_iter().map(|rule| check_linked(rule, &kumpulan)).collect();
        list.extend(found.into_iter().flatten());
    }
    (list, kurang)
}

fn check_linked(rule: &'static Rule, kumpulan: &Kumpulan<'_>) -> Vec<Lintas> {
    let mut findings = KumpulanFindings::new(rule, kumpulan);
    if let Check::Kumpulan(check) = rule.check {
        check(&mut findings);
    }
    findings.finish()
}
