//! Configurations read, right and wrong, and the sample.

use super::*;
use crate::profile::Polaritas;
use crate::xlsx::Limits;

fn parse(text: &str) -> Result<Config> {
    let tingkat = ["salah", "periksa", "lengkapi", "saran"];
    let aturan = ["C08", "J01", "J02", "K01", "P01", "P07", "X08"];
    Config::parse(text, &Known { profiles: Profiles::built_in(), aturan: &aturan, tingkat: &tingkat })
}

/// The marked text and what is said of it.
fn wrong(text: &str) -> (String, String) {
    let mistake = parse(text).expect_err("the configuration is wrong");
    (text[mistake.span].to_string(), mistake.detail.to_string())
}

#[test]
fn rules_and_formulas_are_read() {
    let text = "abaikan = [\"x08\", \"P\"]\n[kolom.realisasi_anggaran]\nsisa = \"pagu - realisasi\"\n";
    let config = parse(text).expect("a right configuration");
    assert_eq!(config.ignored, ["X08", "P"]);
    let formula = &config.formulas["realisasi_anggaran"][&Role::Sisa];
    assert_eq!(formula.expr.columns(), ["pagu", "realisasi"]);
    assert_eq!(parse(""), Ok(Config::default()));
}

#[test]
fn mistakes_name_their_place() {
    assert_eq!(wrong("abai = []").0, "abai");
    assert_eq!(wrong("abaikan = \"X08\"").0, "\"X08\"");
    assert_eq!(wrong("abaikan = [1]").0, "1");
    assert_eq!(wrong("abaikan = [\"Z99\"]").0, "\"Z99\"");
    assert_eq!(wrong("[kolom.realisasi]\nsisa = \"pagu\"").0, "realisasi");
    let kind = "[kolom.realisasi_anggaran]\n";
    let (place, detail) = wrong(&format!("{kind}sisa = \"pagu - realisas\""));
    assert_eq!((place.as_str(), detail.contains("realisasi")), ("realisas", true));
    assert_eq!(wrong(&format!("{kind}sisa = \"pagu - sisa\"")).0, "sisa");
    assert_eq!(wrong(&format!("{kind}siza = \"pagu\"")).0, "siza");
    assert_eq!(wrong(&format!("{kind}uraian = \"pagu\"")).0, "uraian");
    assert_eq!(wrong(&format!("{kind}sisa = 5")).0, "5");
    assert_eq!(wrong(&format!("{kind}sisa = \"100\"")).0, "\"100\"");
    assert_eq!(wrong(&format!("{kind}sisa = \"pagu + (realisasi\"")).1, "kurung tutup tidak ada");
    assert_eq!(wrong(&format!("{kind}sisa = \"pagu ! realisasi\"")).0, "!");
    assert!(wrong("abaikan = [").1.contains("TOML"));
    assert!(wrong("abaikan = [] = []").1.contains("TOML"));
}

#[test]
fn near_misses_are_suggested() {
    for (text, place, words) in [
        ("toleransy = 1", "toleransy", "mungkin maksudnya toleransi"),
        ("[toleransi]\nrupia = 1", "rupia", "mungkin maksudnya rupiah"),
        ("[toleransi]\nrupiah = -1", "-1", "tidak negatif"),
        ("tahun = \"2024\"", "\"2024\"", "misalnya 2024"),
        ("tahun = 24", "24", "misalnya 2024"),
        ("periode = \"triwulan V\"", "\"triwulan V\"", "mungkin maksudnya triwulan i"),
        ("[tingkat]\nJ01 = \"sala\"", "\"sala\"", "mungkin maksudnya salah"),
        ("[tingkat]\nZ9 = \"salah\"", "Z9", "aturan «Z9» tidak ada"),
        ("[skala]\nBaik = 75", "[skala]", "dua kategori"),
        ("[skala]\nBaik = 75\nCukup = 75", "75", "nilai yang sama"),
        ("[pengesahan]\ntempt = \"Tirta\"", "tempt", "mungkin maksudnya tempat"),
        ("[pengesahan]\nkepala = \"NAMA\"", "\"NAMA\"", "tabel diharapkan"),
        ("[pengesahan]\nkepala = { nips = \"1\" }", "nips", "mungkin maksudnya nip"),
        ("[polaritas]\n\"Angka X\" = \"negatip\"", "\"negatip\"", "mungkin maksudnya negatif"),
        ("[polaritas]\n\"Angka X\" = { aarah = \"negatif\" }", "aarah", "mungkin maksudnya arah"),
        ("[polaritas]\nX = { rumus = \"target / realisas_kinerja\" }", "realisas_kinerja", "realisasi_kinerja"),
        ("[sinonim]\npagi = [\"anggaran kas\"]", "pagi", "mungkin maksudnya pagu"),
        ("[sinonim]\npagu = [\"(?)\"]", "\"(?)\"", "kata kepala kolom"),
        ("[[berkas]]\nabaikan = [\"P\"]", "[[berkas]]", "pola"),
        ("[berkas]\npola = \"*\"", "[berkas]", "kurung siku ganda"),
        ("[[diterima]]\nsidik = \"a1b2c3d4\"", "[[diterima]]", "alasan belum disebut"),
        ("[[diterima]]\nalasan = \"sesuai SK\"", "[[diterima]]", "temuannya belum disebut"),
        ("[[diterima]]\naturan = \"J0l\"", "\"J0l\"", "mungkin maksudnya J01"),
    ] {
        let (at, detail) = wrong(text);
        assert_eq!(at, place, "{text}: {detail}");
        assert!(detail.contains(words), "{text}: {detail}");
    }
}

/// The settings of the sample: the lines whose `#` stands before no blank.
fn uncommented() -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(setting) if !setting.starts_with(' ') => setting.to_string(),
        _ => String::new(),
    };
    CONTOH.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_sample_changes_nothing_until_its_lines_are_taken_in() {
    assert_eq!(parse(CONTOH), Ok(Config::default()));
    let settings = uncommented();
    let config = parse(&settings).unwrap_or_else(|mistake| {
        panic!("{}: «{}»", mistake.detail, &settings[mistake.span]);
    });
    let table: toml::Table = settings.parse().expect("the sample is TOML");
    assert_eq!(table.keys().map(String::as_str).collect::<Vec<_>>(), KEYS);
    let Ketentuan { instansi, tahun, periode, toleransi_rupiah, toleransi_persen, skala, capaian, pengesahan } =
        &config.ketentuan;
    assert!(pengesahan.tempat.is_some() && pengesahan.tanggal.is_some());
    assert!(pengesahan.kepala.is_some() && pengesahan.inspektur.is_some());
    assert!(instansi.is_some() && tahun.is_some() && periode.is_some());
    assert!(!toleransi_rupiah.is_zero() && !toleransi_persen.is_zero() && skala.len() == 5);
    let full = capaian.iter().any(|(_, cara)| cara.rumus.is_some() && cara.batas.is_some());
    assert!(full && capaian.iter().any(|(_, cara)| cara.polaritas == Polaritas::Turun));
    let khusus = config.khusus.first().expect("one for some files");
    assert!(!khusus.aturan.is_empty() && !khusus.abaikan.is_empty() && !khusus.tingkat.is_empty());
    assert!(config.diterima.iter().any(|penerimaan| penerimaan.sidik.is_some()));
    let by_place = config.diterima.iter().find(|penerimaan| penerimaan.aturan.is_some()).expect("one by its place");
    assert!(by_place.berkas.is_some() && by_place.lembar.is_some() && by_place.tertulis.is_some());
}

#[test]
fn limits_are_read_and_only_whole_numbers_in_their_bounds() {
    let text = "[batas]\nsel = 10\nisi_mb = 64\ntingkat_rumus = 1024\nlangkah = 5\nmemori_mb = 128";
    let limits = parse(text).expect("a right configuration").limits;
    assert_eq!((limits.cells, limits.package_bytes, limits.memory), (10, 64 << 20, 128 << 20));
    assert_eq!((limits.formulas.depth, limits.formulas.looked_at), (1024, 5));
    assert_eq!(limits.texts, Limits::default().texts);
    for (text, place) in
        [("sel = 0", "0"), ("sel = 1.5", "1.5"), ("tingkat_rumus = 1025", "1025"), ("sell = 1", "sell")]
    {
        assert_eq!(wrong(&format!("[batas]\n{text}")).0, place);
    }
}
