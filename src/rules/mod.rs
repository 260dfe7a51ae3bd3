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
mod kode;
mod lengkap;
mod pencilan;
mod perhitungan;
mod periode;
mod persen;
mod rumus;
mod satuan;
mod target;
mod teks;

pub use antardokumen::{KumpulanFindings, Lintas};
pub use collect::{Draft, Findings};
pub use fold::explained_total;

use rayon::prelude::*;

use crate::finding::{Finding, Severity};
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
    &anggaran::pagu_berbeda::RULE,
    &cascading::jabatan_berbeda::RULE,
    &cascading::nomor_urut_melompat::RULE,
    &kode::kode_bukan_anak::RULE,
    &kode::kode_ganda::RULE,
    &efisiensi::arah_rumus_berbeda::RULE,
    &efisiensi::efisiensi_keliru::RULE,
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
    &identitas::pangkat_golongan::RULE,
    &identitas::pppk_berpangkat::RULE,
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
    &kategori::kategori_keliru::RULE,
    &kategori::skala_bercelah::RULE,
    &kategori::kategori_asing::RULE,
    &lengkap::definisi_kosong::RULE,
    &pencilan::nilai_pencilan::RULE,
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
    &target::target_renstra_berbeda::RULE,
    &target::kondisi_akhir_keliru::RULE,
    &target::target_kosong::RULE,
    &satuan::persentase_bertarget_bilangan::RULE,
    &satuan::jumlah_bertarget_persen::RULE,
    &satuan::ordinal_asing::RULE,
    &satuan::rentang_keliru::RULE,
    &satuan::satuan_ganda::RULE,
    &periode::tahun_keliru::RULE,
    &periode::triwulan_keliru::RULE,
    &periode::tanggal_keliru::RULE,
    &teks::pemisah_campur::RULE,
    &teks::rupiah_cacat::RULE,
    &teks::instansi_lain::RULE,
    &teks::angka_teks::RULE,
    &teks::indikator_salinan::RULE,
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
pub fn check_all(run: &[&Petikan]) -> Vec<Lintas> {
    let mut list = Vec::new();
    for kumpulan in Kumpulan::all(run) {
        for rule in RULES.iter().copied() {
            if let Check::Kumpulan(check) = rule.check {
                let mut findings = KumpulanFindings::new(rule, &kumpulan);
                check(&mut findings);
                list.extend(findings.finish());
            }
        }
    }
    list
}
