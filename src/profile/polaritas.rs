//! Polarity: whether more or less of an indikator is better, told by the words of its name.

use std::sync::LazyLock;

use serde::Deserialize;

use super::phrase::{PERSENTASE, contains, words};

/// Which way an indikator should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polaritas {
    /// The more the better.
    Naik,
    /// The less the better.
    Turun,
}

/// The phrases of `polaritas.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    waktu: Vec<String>,
    penanganan: Vec<String>,
    turun: Vec<String>,
    naik: Vec<String>,
}

struct Lists {
    waktu: Vec<Vec<String>>,
    penanganan: Vec<Vec<String>>,
    turun: Vec<Vec<String>>,
    naik: Vec<Vec<String>>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let phrases: Phrases = toml::from_str(include_str!("polaritas.toml")).expect("compiled-in data is tested");
    let split = |list: Vec<String>| list.iter().map(|phrase| words(phrase)).collect();
    Lists {
        waktu: split(phrases.waktu),
        penanganan: split(phrases.penanganan),
        turun: split(phrases.turun),
        naik: split(phrases.naik),
    }
});

/// The polarity an indikator's name tells; `None` when it is doubtful.
pub fn by_name(indikator: &str) -> Option<Polaritas> {
    let name = words(indikator);
    let has = |list: &[Vec<String>]| list.iter().any(|phrase| contains(&name, phrase));
    let names = |wanted: &[&str]| name.iter().any(|word| wanted.contains(&word.as_str()));
    if has(&LISTS.waktu) {
        let is_share = names(&PERSENTASE) || names(&["tingkat", "cakupan", "rate", "tepat"]);
        return (!is_share).then_some(Polaritas::Turun);
    }
    if has(&LISTS.penanganan) {
        return (!names(&["belum", "tidak", "tanpa", "terlambat"])).then_some(Polaritas::Naik);
    }
    if has(&LISTS.turun) {
        return (!names(&["yang"])).then_some(Polaritas::Turun);
    }
    has(&LISTS.naik).then_some(Polaritas::Naik)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_their_polarity_or_nothing() {
        assert_eq!(by_name("Angka Kemiskinan"), Some(Polaritas::Turun));
        assert_eq!(by_name("Tingkat Pengangguran Terbuka (TPT)"), Some(Polaritas::Turun));
        assert_eq!(by_name("Persentase penurunan angka kemiskinan"), Some(Polaritas::Naik));
        assert_eq!(by_name("Jumlah kasus kekerasan yang ditangani"), Some(Polaritas::Naik));
        assert_eq!(by_name("Persentase penduduk miskin yang bekerja"), None);
        assert_eq!(by_name("Indeks Kepuasan Masyarakat"), Some(Polaritas::Naik));
        assert_eq!(by_name("Jumlah dokumen yang disusun"), None);
        assert_eq!(by_name("Rata-rata waktu penyelesaian izin"), Some(Polaritas::Turun));
        assert_eq!(by_name("Tingkat waktu tanggap kebakaran"), None);
        assert_eq!(by_name("Persentase temuan yang belum ditindaklanjuti"), None);
    }
}
