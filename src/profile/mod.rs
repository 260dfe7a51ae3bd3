//! Profiles: what each kind of form looks like, as data.
//!
//! `kolom.toml` lists the header words of every column role; one TOML file for each kind names the
//! roles it must and may have and the words of its title. A new form is a new file here, or one in
//! the folder given with `--profil`; no code.

mod config;
pub mod jabatan;
mod phrase;
mod polaritas;
pub mod predikat;
mod role;
mod vocabulary;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::bahasa::Pesan;
use serde::Deserialize;

pub use config::{
    CONTOH, CaraCapaian, Config, Ketentuan, Khusus, Known, Levels, Mistake, Penandatangan, Penerimaan, Pengesahan,
    Periode, RoleFormula,
};
pub use phrase::{MONTHS, PERSENTASE, YEARS, counts_years, is_percent_word, month, plain, words, year, year_ordinal};
pub use polaritas::Polaritas;
pub use role::Role;

use phrase::Pattern;
use vocabulary::Vocabulary;

/// How the rows of a table hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Rows of a budget tree: program ⊃ kegiatan ⊃ sub kegiatan ⊃ belanja, with totals.
    Anggaran,
    /// One indikator a row, under a sasaran.
    Indikator,
    /// Bands of a scale.
    Skala,
}

/// One kind of form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Identifier, e.g. `realisasi_anggaran`; stands in `temuan.json`.
    pub jenis: String,
    /// What people call it.
    pub nama: String,
    /// How its rows hang together.
    #[serde(rename = "bentuk")]
    pub shape: Shape,
    /// Phrases of its title.
    #[serde(default)]
    pub judul: Vec<String>,
    /// Roles it must have; `a|b` means one of them.
    pub wajib: Vec<String>,
    /// Roles it may have.
    #[serde(default)]
    pub boleh: Vec<String>,
    /// Further header words for its roles.
    #[serde(default)]
    pub kolom: BTreeMap<Role, Vec<String>>,
    /// How its columns are calculated where the form itself does not say, from the configuration.
    #[serde(skip)]
    pub formulas: BTreeMap<Role, Arc<RoleFormula>>,
}

/// All profiles and the header vocabulary of one run.
#[derive(Debug, Clone)]
pub struct Profiles {
    /// The kinds, in order of their identifiers.
    pub list: Vec<Profile>,
    vocabulary: Vocabulary,
    /// What the office lays down for its reports.
    pub ketentuan: Arc<Ketentuan>,
}

const KOLOM: &str = include_str!("kolom.toml");

/// Words that forms use for one another, by the name patterns call them.
static KELAS: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| toml::from_str(include_str!("kelas.toml")).expect("compiled-in classes are tested"));

/// The kinds compiled in.
const COMPILED: [&str; 23] = [
    include_str!("capaian_iku.toml"),
    include_str!("dpa.toml"),
    include_str!("efisiensi.toml"),
    include_str!("evaluasi_renja.toml"),
    include_str!("perbandingan_tahun.toml"),
    include_str!("tujuan_sasaran.toml"),
    include_str!("rata_rata_sasaran.toml"),
    include_str!("indikator_target.toml"),
    include_str!("iku.toml"),
    include_str!("kemajuan.toml"),
    include_str!("penunjang.toml"),
    include_str!("perhitungan_indikator.toml"),
    include_str!("pk.toml"),
    include_str!("pk_anggaran.toml"),
    include_str!("realisasi_anggaran.toml"),
    include_str!("realisasi_keuangan_fisik.toml"),
    include_str!("rekap_jumlah.toml"),
    include_str!("renstra_tc25.toml"),
    include_str!("renstra_tc27.toml"),
    include_str!("renstra_tc28.toml"),
    include_str!("rkt.toml"),
    include_str!("skala.toml"),
    include_str!("tahapan_pk.toml"),
];

static BUILT_IN: LazyLock<Arc<Profiles>> = LazyLock::new(|| {
    let list = COMPILED.iter().map(|text| toml::from_str(text).expect("compiled-in profiles are tested")).collect();
    Profiles::new(list).expect("compiled-in profiles are tested").into()
});

impl Profiles {
    /// The profiles compiled in.
    pub fn built_in() -> &'static Arc<Self> {
        &BUILT_IN
    }

    /// The compiled-in profiles with further ones, given as TOML texts; a kind of the same
    /// identifier replaces the compiled-in one.
    ///
    /// # Errors
    /// The parser's word for the text it could not read, with the text's index.
    pub fn with(texts: &[String]) -> Result<Self, (usize, Pesan)> {
        let mut list = Self::built_in().list.clone();
        for (index, text) in texts.iter().enumerate() {
            let profile: Profile =
                toml::from_str(text).map_err(|error| (index, Pesan::asing(error.to_string().trim())))?;
            profile.check_roles().map_err(|detail| (index, detail))?;
            list.retain(|known| known.jenis != profile.jenis);
            list.push(profile);
        }
        Self::new(list).map_err(|detail| (texts.len().saturating_sub(1), detail))
    }

    fn new(mut list: Vec<Profile>) -> Result<Self, Pesan> {
        list.sort_by(|a, b| a.jenis.cmp(&b.jenis));
        let kolom: BTreeMap<Role, Vec<String>> = toml::from_str(KOLOM).map_err(Pesan::asing)?;
        let more = list.iter().flat_map(|profile| &profile.kolom);
        let patterns = kolom.iter().chain(more);
        let patterns = patterns.flat_map(|(role, phrases)| phrases.iter().map(|phrase| (*role, phrase)));
        let vocabulary = Vocabulary::new(patterns, &KELAS);
        for profile in &list {
            profile.check_roles()?;
        }
        Ok(Self { list, vocabulary, ketentuan: Arc::default() })
    }

    /// These profiles with the column formulas, header words and provisions of a configuration.
    pub fn with_config(&self, config: &Config) -> Self {
        let mut profiles = self.clone();
        profiles.ketentuan = Arc::new(config.ketentuan.clone());
        for (role, phrases) in &config.sinonim {
            for phrase in phrases {
                profiles.vocabulary.add(*role, Pattern::parse(phrase));
            }
        }
        for (jenis, formulas) in config.formulas.clone() {
            if let Some(profile) = profiles.list.iter_mut().find(|profile| profile.jenis == jenis) {
                profile.formulas = formulas.into_iter().map(|(role, formula)| (role, Arc::new(formula))).collect();
            }
        }
        profiles
    }

    /// The profile of a kind.
    pub fn get(&self, jenis: &str) -> Option<&Profile> {
        self.list.iter().find(|profile| profile.jenis == jenis)
    }

    /// The role a header path stands for (outermost header first), with its score.
    pub fn role_of(&self, path: &[Vec<String>]) -> Option<(Role, f64)> {
        self.vocabulary.role_of(path)
    }

    /// The kind whose roles and title fit best.
    pub fn recognise(&self, roles: &[Role], title: &[String]) -> Option<&Profile> {
        let scored = self.list.iter().filter_map(|profile| Some((profile, profile.score(roles, title)?)));
        scored
            .fold(None, |best: Option<(&Profile, f64)>, (profile, score)| match best {
                Some((_, known)) if known >= score => best,
                _ => Some((profile, score)),
            })
            .map(|(profile, _)| profile)
    }
}

impl Profile {
    /// The names of all roles it may have.
    fn role_names(&self) -> impl Iterator<Item = &str> {
        self.wajib.iter().flat_map(|names| names.split('|')).chain(self.boleh.iter().map(String::as_str))
    }

    fn check_roles(&self) -> Result<(), Pesan> {
        let Some(name) = self.role_names().find(|name| Role::from_name(name).is_none()) else {
            return Ok(());
        };
        let jenis = &self.jenis;
        Err(Pesan::new(
            format!("profil {jenis}: peran «{name}» tidak dikenal"),
            format!("profile {jenis}: the role «{name}» is unknown"),
        ))
    }

    /// `None` when an obligatory role is missing.
    fn score(&self, roles: &[Role], title: &[String]) -> Option<f64> {
        let has = |name: &str| Role::from_name(name).is_some_and(|role| roles.contains(&role));
        if !self.wajib.iter().all(|names| names.split('|').any(has)) {
            return None;
        }
        let optional = self.boleh.iter().filter(|name| has(name)).count() as f64;
        let known = |role: &Role| self.role_names().any(|name| Role::from_name(name) == Some(*role));
        let strange = roles.iter().filter(|role| !known(role)).count() as f64;
        let title_words: Vec<Vec<String>> = title.iter().map(|line| words(line)).collect();
        let fits = |phrase: &String| title_words.iter().any(|line| phrase::contains(line, &words(phrase)));
        let titled = f64::from(u8::from(self.judul.iter().any(fits)));
        Some(self.wajib.len() as f64 * 2.0 + optional - strange * 0.75 + titled * 3.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(path: &[&str]) -> Option<Role> {
        let path: Vec<Vec<String>> = path.iter().map(|segment| words(segment)).collect();
        Profiles::built_in().role_of(&path).map(|(role, _)| role)
    }

    #[test]
    fn headers_of_real_forms_have_their_roles() {
        assert_eq!(role(&["PAGU ANGGARAN (Rp.)", "BELANJA OPERASI"]), Some(Role::PaguOperasi));
        assert_eq!(role(&["REALISASI", "KEUANGAN", "BELANJA MODAL"]), Some(Role::RealisasiModal));
        assert_eq!(role(&["REALISASI", "KEUANGAN", "KEU (%)"]), Some(Role::Persen));
        assert_eq!(role(&["TOTAL REALISASI", "KEUANGAN", "(Rp)"]), Some(Role::Realisasi));
        assert_eq!(role(&["ANGGARAN (SESUDAH PERUBAHAN)"]), Some(Role::PaguSesudah));
        assert_eq!(role(&["Target Kinerja Tujuan/Sasaran Tahun", "2024"]), Some(Role::TargetTahun));
        assert_eq!(role(&["TARGET 2024 (PERUBAHAN)"]), Some(Role::Target));
        assert_eq!(role(&["Program / Kegiatan"]), Some(Role::Uraian));
        assert_eq!(role(&["Kondisi Kinerja Pada Akhir Periode RPJMD"]), Some(Role::KondisiAkhir));
        assert_eq!(role(&["ANGGARAN", "PERSENTASE CAPAIAN"]), Some(Role::Persen));
        assert_eq!(role(&["No. Rekening"]), Some(Role::Kode));
        assert_eq!(
            role(&["Penjelasan (Makna Indikator, Alasan Pemilihan Indikator, Cara Perhitungan Indikator)"]),
            Some(Role::Penjelasan)
        );
    }

    #[test]
    fn money_headers_are_composed_of_words_used_for_one_another() {
        assert_eq!(role(&["ANGGARAN", "Total"]), Some(Role::Pagu));
        assert_eq!(role(&["Jumlah Alokasi Dana (Rp)"]), Some(Role::Pagu));
        assert_eq!(role(&["Alokasi Dana Operasi"]), Some(Role::PaguOperasi));
        assert_eq!(role(&["Pagu Dana", "BM"]), Some(Role::PaguModal));
        assert_eq!(role(&["Jumlah Realisasi"]), Some(Role::Realisasi));
        assert_eq!(role(&["Realisasi", "s/d Triwulan Ini"]), Some(Role::Realisasi));
        assert_eq!(role(&["Penyerapan Anggaran", "Bulan ini"]), Some(Role::RealisasiIni));
        assert_eq!(role(&["Realisasi s.d. Bulan Lalu"]), Some(Role::RealisasiLalu));
        assert_eq!(role(&["Sisa Alokasi Dana"]), Some(Role::Sisa));
        assert_eq!(role(&["Prosentase Realisasi"]), Some(Role::Persen));
        assert_eq!(role(&["Sumber Dana"]), Some(Role::SumberDana));
        assert_eq!(role(&["Realisasi Keuangan", "Fisik (%)"]), Some(Role::Fisik));
    }

    #[test]
    fn a_header_below_a_group_is_told_by_both() {
        for (path, wanted) in [
            (["Anggaran (Rp)", "Perubahan"], Role::PaguSesudah),
            (["Anggaran", "Pergeseran"], Role::PaguSesudah),
            (["Anggaran pada Tahun ke-", "2023"], Role::Pagu),
            (["Kode", "Bidang Urusan"], Role::Kode),
            (["Kode Program / Kegiatan", "Kegiatan"], Role::Kode),
            (["Target", "Fisik (%)"], Role::Lain),
            (["Deviasi", "Keuangan"], Role::Lain),
            (["Bobot", "(%)"], Role::Lain),
            (["Realisasi Fisik", "%"], Role::Fisik),
            (["Realisasi Fisik", "Tertimbang (%)"], Role::Lain),
            (["Realisasi Fisik", "Bulan Ini"], Role::Fisik),
            (["Realisasi Keuangan", "%"], Role::Persen),
            (["Realisasi s/d Bulan Lalu", "Keuangan (Rp)"], Role::RealisasiLalu),
            (["Realisasi Bulan Ini", "Keuangan (Rp)"], Role::RealisasiIni),
            (["Realisasi s/d Bulan Ini", "Keuangan (Rp)"], Role::Realisasi),
            (["Realisasi s/d Bulan Ini", "Keuangan (%)"], Role::Persen),
            (["SPJ-LS Gaji", "s.d. Bulan ini"], Role::Realisasi),
            (["Keuangan", "Rp"], Role::Realisasi),
            (["Triwulan I", "T"], Role::Target),
            (["TW IV", "R"], Role::RealisasiKinerja),
            (["Target", "Keuangan (Rp)"], Role::Lain),
            (["Deviasi", "Keuangan (Rp)"], Role::Lain),
            (["Sisa Anggaran", "Keuangan (Rp)"], Role::Sisa),
            (["Realisasi", "Triwulan I"], Role::Lain),
            (["Capaian (%)", "2023"], Role::Capaian),
            (["Rasio Capaian pada Tahun ke-", "2023"], Role::Capaian),
            (["Rasio antara Realisasi dan Anggaran Tahun ke-", "2023"], Role::Persen),
            (["Rata-rata Pertumbuhan", "Anggaran"], Role::Lain),
            (["Target dan Realisasi Kinerja", "Target Renja Perangkat Daerah Tahun 2023"], Role::Target),
            (["Rencana Tahun 2025", "Kebutuhan Dana/Pagu Indikatif (Rp)"], Role::Pagu),
            (["Prakiraan Maju Rencana Tahun 2026", "Kebutuhan Dana/Pagu Indikatif (Rp)"], Role::Lain),
            (["Prakiraan Maju Rencana Tahun 2026", "Target Capaian Kinerja"], Role::Lain),
        ] {
            assert_eq!(role(&path), Some(wanted), "{path:?}");
        }
        assert_eq!(role(&["Realisasi", "Fisik", "%"]), Some(Role::Fisik));
        assert_eq!(role(&["Realisasi", "Keuangan", "%"]), Some(Role::Persen));
        assert_eq!(role(&["Target", "Keuangan", "Rp"]), Some(Role::Lain));
    }

    #[test]
    fn words_of_one_role_inside_a_header_of_another_do_not_win() {
        for (header, wanted) in [
            ("Realisasi Anggaran Tahun 2025 (Rp)", Role::Realisasi),
            ("Realisasi s.d. 31 Desember 2025 (Rp)", Role::Realisasi),
            ("Penyerapan Anggaran", Role::Realisasi),
            ("Serapan Anggaran (%)", Role::Persen),
            ("Anggaran Tidak Terserap (Rp)", Role::Sisa),
            ("Saldo Anggaran", Role::Sisa),
            ("Pagu Awal", Role::PaguSebelum),
            ("Anggaran Induk", Role::PaguSebelum),
            ("Deviasi (%)", Role::Lain),
            ("Pertumbuhan (%)", Role::Lain),
            ("Lokasi Kegiatan", Role::Lain),
            ("Target Capaian Kinerja", Role::Target),
            ("Capaian terhadap Target Tahunan (%)", Role::Capaian),
            ("Capaian s/d 2024 terhadap Target Akhir Renstra (%)", Role::Kemajuan),
            ("Capaian s/d 2024 terhadap Target 2026 (%)", Role::Kemajuan),
            ("Capaian atas Target 2024", Role::Capaian),
            ("Target Jangka Menengah 2026", Role::TargetAkhir),
            ("Persentase Capaian Anggaran", Role::Persen),
            ("Keuangan (Rp)", Role::Realisasi),
            ("Status Kepegawaian", Role::Uraian),
            ("Lebih/(Kurang)", Role::Selisih),
            ("Jumlah ASN", Role::Jumlah),
            ("Realisasi Capaian Program dan Kegiatan", Role::Realisasi),
            ("APBD Perubahan", Role::PaguSesudah),
            ("Anggaran Program/Kegiatan", Role::Pagu),
            ("% Fisik", Role::Fisik),
            ("Persentase Efisiensi", Role::Efisiensi),
            ("Status Capaian", Role::Kategori),
            ("Kode Program, Kegiatan dan Sub Kegiatan", Role::Kode),
            ("Nama Kegiatan", Role::Kegiatan),
            ("Indikator Tujuan dan Sasaran", Role::Indikator),
            ("Indikator Kinerja Program/Kegiatan/Sub Kegiatan", Role::Indikator),
            ("Target Kinerja Program", Role::Target),
            ("Unit Kerja Penanggung Jawab", Role::PenanggungJawab),
            ("Jumlah Volume", Role::Volume),
            ("Biaya Satuan", Role::Harga),
        ] {
            assert_eq!(role(&[header]), Some(wanted), "{header}");
        }
    }

    #[test]
    fn a_mistaken_profile_is_told() {
        let (index, detail) = Profiles::with(&["jenis = 1".into()]).expect_err("jenis must be text");
        assert_eq!(index, 0);
        assert!(detail.to_string().contains("jenis"), "{detail}");
    }

    #[test]
    fn an_unknown_role_is_told_with_the_text_that_names_it() {
        let profile =
            |jenis: &str, role: &str| format!("jenis = '{jenis}'\nnama = 'x'\nbentuk = 'anggaran'\nwajib = ['{role}']");
        let texts = [profile("satu", "uraian"), profile("dua", "pagi"), profile("tiga", "pagu")];
        let (index, detail) = Profiles::with(&texts).expect_err("pagi is no role");
        assert_eq!(index, 1);
        assert!(detail.to_string().contains("pagi"), "{detail}");
    }
}
