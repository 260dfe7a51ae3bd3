//! Classes of units and of what is counted. A word that is not listed says nothing.

/// Units that name one thing, the first as it is usually written.
const SAME: [&[&str]; 12] = [
    &["%", "persen", "persentase", "presentase", "prosentase"],
    &["orang", "org", "jiwa", "peserta", "pegawai", "siswa"],
    &["dokumen", "dok", "dokument"],
    &["laporan", "lap"],
    &["kk", "keluarga", "kepala keluarga", "kpm"],
    &["unit", "buah", "bh"],
    &["kali", "kl"],
    &["bulan", "bln"],
    &["desa", "desa/kelurahan", "kelurahan"],
    &["nilai", "skor", "indeks", "poin", "point", "angka"],
    &["lembaga", "organisasi"],
    &["paket", "pkt"],
];

/// Persons.
const PERSONS: [&str; 24] = [
    "orang",
    "pegawai",
    "siswa",
    "anak",
    "lansia",
    "warga",
    "penduduk",
    "peserta",
    "penerima",
    "korban",
    "pasien",
    "guru",
    "kader",
    "petugas",
    "relawan",
    "asn",
    "pns",
    "penyandang",
    "bayi",
    "balita",
    "petani",
    "nelayan",
    "pekerja",
    "pemuda",
];

/// Bodies, places and things, which are not counted in persons.
const BODIES: [&str; 22] = [
    "organisasi",
    "lembaga",
    "panti",
    "koperasi",
    "sekolah",
    "puskesmas",
    "desa",
    "kelurahan",
    "kecamatan",
    "perusahaan",
    "bumdes",
    "posyandu",
    "yayasan",
    "kendaraan",
    "gedung",
    "jembatan",
    "bangunan",
    "peralatan",
    "dermaga",
    "jaringan",
    "pasar",
    "komputer",
];

/// Papers.
const PAPERS: [&str; 6] = ["dokumen", "laporan", "berkas", "surat", "naskah", "peraturan"];

/// Units of persons.
const PERSON_UNITS: [&str; 3] = ["orang", "org", "jiwa"];

/// Units of papers.
const PAPER_UNITS: [&str; 6] = ["dokumen", "dok", "laporan", "berkas", "buku", "eksemplar"];

/// Two spellings or names of one unit.
pub fn same_unit(first: &str, second: &str) -> bool {
    let class = |unit: &str| SAME.iter().position(|names| names.contains(&unit));
    let plain = |unit: &str| unit.trim().trim_end_matches('.').to_lowercase();
    let (first, second) = (plain(first), plain(second));
    let parts = |text: &str, other: &str| {
        text.split(['/', ' ']).any(|part| part == other || class(part).is_some() && class(part) == class(other))
    };
    first == second
        || class(&first).is_some() && class(&first) == class(&second)
        || parts(&first, &second)
        || parts(&second, &first)
        || abbreviates(&first, &second)
        || abbreviates(&second, &first)
        || strsim::osa_distance(&first, &second) == 1
}

/// "keg" is short for kegiatan, "thn" for tahun: the beginning of the word, or its first letter and later consonants.
fn abbreviates(short: &str, long: &str) -> bool {
    const LENGTHS: std::ops::RangeInclusive<usize> = 3..=4;
    let has_length = LENGTHS.contains(&short.len()) && long.len() > short.len();
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let mut rest = long.chars();
    let mut is_in_order = || short.chars().all(|letter| rest.any(|other| other == letter));
    has_length
        && short.chars().all(char::is_alphabetic)
        && short.chars().next() == long.chars().next()
        && (long.starts_with(short) || !short.chars().skip(1).any(is_vowel) && is_in_order())
}

/// What an indikator counts, said of the unit it is measured in, when the two cannot belong together.
pub fn misfit(words: &[String], unit: &str) -> Option<&'static str> {
    let [first, head, rest @ ..] = words else {
        return None;
    };
    if !matches!(first.as_str(), "jumlah" | "banyaknya") {
        return None;
    }
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    // "Jumlah pengurus lembaga", "Jumlah rumah tangga" and "Jumlah anggota koperasi" count persons.
    let counts_persons = has(&PERSONS)
        || has(&["anggota", "pengurus", "tenaga", "aparatur", "perangkat", "masyarakat", "kepala", "pelaku"]);
    let (head, unit) = (head.as_str(), unit.trim().to_lowercase());
    let unit = unit.as_str();
    if PERSON_UNITS.contains(&unit) && !counts_persons {
        if BODIES.contains(&head) {
            return Some("lembaga, tempat, atau barang");
        }
        if PAPERS.contains(&head) {
            return Some("dokumen");
        }
    }
    let is_paper = rest.iter().any(|word| PAPERS.contains(&word.as_str()) || word == "data");
    (PERSONS.contains(&head) && PAPER_UNITS.contains(&unit) && !is_paper).then_some("orang")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::words;

    #[test]
    fn names_of_one_unit() {
        for (first, second) in
            [("orang", "Org"), ("%", "persen"), ("dokumen", "dokumem"), ("orang/bulan", "orang"), ("kk", "Keluarga")]
        {
            assert!(same_unit(first, second), "{first} {second}");
        }
        for (short, long) in [("Thn", "tahun"), ("klp", "Kelompok"), ("keg.", "kegiatan"), ("jln", "jalan")] {
            assert!(same_unit(short, long), "{short} {long}");
        }
        for (first, second) in
            [("kegiatan", "dokumen"), ("unit", "universitas"), ("peta", "peserta"), ("ha", "hari"), ("km", "kelompok")]
        {
            assert!(!same_unit(first, second), "{first} {second}");
        }
    }

    #[test]
    fn only_clear_cases_misfit() {
        assert_eq!(
            misfit(&words("Jumlah organisasi sosial yang aktif"), "Orang"),
            Some("lembaga, tempat, atau barang")
        );
        assert_eq!(misfit(&words("Jumlah pegawai yang mengikuti bimtek"), "Dokumen"), Some("orang"));
        for (indikator, unit) in [
            ("Jumlah pengurus lembaga yang dibina", "Orang"),
            ("Jumlah rumah tangga sasaran", "Orang"),
            ("Jumlah kelompok tani", "Orang"),
            ("Jumlah pegawai yang laporan kinerjanya lengkap", "Dokumen"),
            ("Persentase lembaga yang aktif", "Orang"),
        ] {
            assert_eq!(misfit(&words(indikator), unit), None, "{indikator}");
        }
    }
}
