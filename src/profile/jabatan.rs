//! Jabatan: the words of offices, and how high those who hold them stand.
//!
//! Tables end where somebody signs, officials have superiors, forms name their heads: all of them ask this list.

use super::phrase::words;

/// How high a jabatan stands, from the head of the region down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Jenjang {
    /// Bupati, wali kota, gubernur.
    KepalaDaerah,
    /// Head of a perangkat daerah: kepala dinas, inspektur, camat, sekretaris daerah, direktur of a rumah sakit.
    KepalaPerangkat,
    /// Directly below: sekretaris, heads of bidang and bagian, lurah.
    Bidang,
    /// Heads of seksi, sub bidang and sub bagian, sekretaris of a kelurahan.
    Seksi,
    /// Functional and executing officials.
    Pelaksana,
}

/// Words that call the holder of an office with a seat in the structure.
pub const STRUKTURAL: [&str; 20] = [
    "kepala",
    "kadis",
    "kaban",
    "kabag",
    "kabid",
    "kasi",
    "kasubag",
    "kasubbag",
    "kasubbid",
    "irban",
    "sekretaris",
    "sekda",
    "asisten",
    "camat",
    "lurah",
    "inspektur",
    "direktur",
    "bupati",
    "walikota",
    "gubernur",
];

/// Words that begin a functional or executing office.
const FUNGSIONAL: [&str; 9] =
    ["analis", "bendahara", "pengadministrasi", "pengelola", "penata", "penyusun", "perencana", "pranata", "pekerja"];

/// Words of offices as places.
const UNIT: [&str; 10] = [
    "dinas",
    "badan",
    "kantor",
    "satuan",
    "inspektorat",
    "kecamatan",
    "kelurahan",
    "puskesmas",
    "kabupaten",
    "perangkat",
];

/// Words of the parts of a perangkat daerah.
const BAGIAN: [&str; 12] = [
    "bidang",
    "bagian",
    "seksi",
    "sub",
    "subbag",
    "subbagian",
    "subbidang",
    "subseksi",
    "sekretariat",
    "upt",
    "uptd",
    "cabang",
];

impl Jenjang {
    /// The rank of a jabatan as written; `None` for one whose rank its words do not tell.
    pub fn of(jabatan: &str) -> Option<Self> {
        let own = words(jabatan);
        Some(match without_acting(&own).as_slice() {
            ["bupati" | "walikota" | "gubernur", ..] | ["wali", "kota", ..] => Self::KepalaDaerah,
            ["inspektur", "pembantu", ..] => Self::Bidang,
            ["sekretaris", "kelurahan" | "lurah", ..] | ["seklur", ..] => Self::Seksi,
            ["sekretaris", "daerah" | "dprd", ..]
            | ["sekda" | "sekwan" | "inspektur" | "camat" | "direktur" | "kadis" | "kaban" | "kasatpol", ..]
            | ["kepala" | "ka", "dinas" | "badan" | "kantor" | "satuan" | "pelaksana" | "perangkat", ..] => {
                Self::KepalaPerangkat
            }
            ["kepala" | "ka", "bidang" | "bagian", ..]
            | ["kabid" | "kabag" | "irban" | "sekretaris" | "sekcam" | "lurah", ..] => Self::Bidang,
            ["kepala" | "ka", "sub" | "subbagian" | "subbag" | "subbidang" | "subseksi" | "seksi", ..]
            | ["kasubag" | "kasubbag" | "kasubbid" | "kasi", ..] => Self::Seksi,
            // An asisten and a staf ahli stand between two ranks.
            ["asisten", ..] | ["staf", "ahli", ..] => return None,
            own if executes(own) => Self::Pelaksana,
            // A UPT stands at one rank or another by its class, an abbreviation at any.
            _ => return None,
        })
    }
}

/// Words that begin the office of an official without a seat in the structure, beside [`FUNGSIONAL`].
const PELAKSANA: [&str; 26] = [
    "administrator",
    "arsiparis",
    "auditor",
    "apoteker",
    "bidan",
    "dokter",
    "guru",
    "instruktur",
    "jfu",
    "juru",
    "operator",
    "pelaksana",
    "penelaah",
    "pengawas",
    "pengemudi",
    "pengolah",
    "penguji",
    "penyuluh",
    "perawat",
    "petugas",
    "pramu",
    "pustakawan",
    "staf",
    "statistisi",
    "teknisi",
    "verifikator",
];

/// Words of the ranks of functional officials (PermenPANRB 1/2023): "Perencana Ahli Muda", "Bidan Mahir".
const JENJANG_FUNGSIONAL: [&str; 6] = ["fungsional", "ahli", "pemula", "terampil", "mahir", "penyelia"];

/// The words are a functional or executing office.
fn executes(own: &[&str]) -> bool {
    own.first().is_some_and(|first| FUNGSIONAL.contains(first) || PELAKSANA.contains(first))
        || own.iter().any(|word| JENJANG_FUNGSIONAL.contains(word))
}

/// The jabatan of another, for whom somebody signs: "a.n. Bupati", and the "u.b." between both.
pub fn is_for_another(text: &str) -> bool {
    let own = words(text);
    matches!(
        own.iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
        ["a", "n", ..] | ["an", ..] | ["atas", "nama", ..] | ["u", "b"] | ["ub"]
    )
}

/// The words of a jabatan without those that say that it is held for another or for a time: "Plt.", "a.n.".
pub fn without_acting(own: &[String]) -> Vec<&str> {
    let mut rest: Vec<&str> = own.iter().map(String::as_str).collect();
    loop {
        let acting = match rest.as_slice() {
            ["pelaksana", "tugas" | "harian", ..] | ["a", "n", ..] | ["penjabat", "sementara", ..] => 2,
            [word, ..] if is_acting(word) => 1,
            _ => return rest,
        };
        rest.drain(..acting);
    }
}

/// "Plt", "Plh", "Pj"; "Pt" is how "Plt" is mistyped.
pub fn is_acting(word: &str) -> bool {
    matches!(word, "plt" | "plh" | "pt" | "pj" | "pjs" | "penjabat" | "an")
}

/// The word calls the holder of an office: kepala, sekretaris, analis.
pub fn is_holder(word: &str) -> bool {
    STRUKTURAL.contains(&word) || FUNGSIONAL.contains(&word)
}

/// The word belongs to the name of an office: its holder, its place or a part of it.
pub fn is_of_office(word: &str) -> bool {
    is_holder(word) || UNIT.contains(&word) || is_part(word)
}

/// The word names a part of a perangkat daerah: bidang, sekretariat, UPTD.
pub fn is_part(word: &str) -> bool {
    BAGIAN.contains(&word)
}

/// The text begins as a jabatan does.
pub fn begins_as_jabatan(text: &str) -> bool {
    let own = words(text);
    match without_acting(&own).as_slice() {
        ["wali", "kota", ..] => true,
        [first, ..] => is_holder(first),
        [] => false,
    }
}

/// The text begins as the name of a place or unit does, so that it goes on with a jabatan above it.
pub fn begins_as_place(text: &str) -> bool {
    words(text).first().is_some_and(|first| {
        UNIT.contains(&first.as_str()) || is_part(first) || matches!(first.as_str(), "kota" | "provinsi")
    })
}

/// The jabatan is held for a time, beside another one.
pub fn is_held_for_a_time(jabatan: &str) -> bool {
    let own = words(jabatan);
    without_acting(&own).len() < own.len()
}

/// The words are a part in carrying out the budget (PP 12/2019), which comes with a jabatan and is none.
pub fn is_part_in_budget(own: &[String]) -> bool {
    matches!(
        without_acting(own).as_slice(),
        ["bendahara" | "pptk", ..]
            | ["pengguna", "anggaran", ..]
            | ["kuasa", "pengguna", "anggaran", ..]
            | ["pejabat", "pelaksana" | "pembuat" | "pengelola" | "penatausahaan", ..]
    )
}

/// The words are the jabatan of one who signs a form.
pub fn signs(own: &[String]) -> bool {
    match without_acting(own).as_slice() {
        ["kepala", unit, ..] => UNIT.contains(unit) || is_part(unit) || matches!(*unit, "biro" | "pelaksana"),
        ["camat" | "lurah" | "inspektur" | "direktur" | "sekretaris", ..]
        | ["bupati" | "walikota" | "gubernur", ..]
        | ["wali", "kota", ..] => true,
        _ => is_part_in_budget(own),
    }
}

/// What the head of a unit is called: "Kepala Dinas Sosial", "Camat Suka Maju", "Direktur RSUD Sehat".
pub fn kepala(unit: &str) -> String {
    let (first, rest) = unit.split_once(' ').unwrap_or((unit, ""));
    let head = match first.to_lowercase().as_str() {
        "kecamatan" => format!("Camat {rest}"),
        "inspektorat" => format!("Inspektur {rest}"),
        "sekretariat" => format!("Sekretaris {rest}"),
        "kelurahan" => format!("Lurah {rest}"),
        "rsud" | "rumah" => format!("Direktur {unit}"),
        _ => format!("Kepala {unit}"),
    };
    head.trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks() {
        for (jabatan, jenjang) in [
            ("Bupati Tirta Kencana", Some(Jenjang::KepalaDaerah)),
            ("Pj. Wali Kota", Some(Jenjang::KepalaDaerah)),
            ("Plt. Kepala Dinas Perhubungan", Some(Jenjang::KepalaPerangkat)),
            ("Pelaksana Tugas Kepala Badan", Some(Jenjang::KepalaPerangkat)),
            ("Kepala Pelaksana BPBD", Some(Jenjang::KepalaPerangkat)),
            ("Inspektur Daerah", Some(Jenjang::KepalaPerangkat)),
            ("Inspektur Pembantu Wilayah I", Some(Jenjang::Bidang)),
            ("Kabid Pelayaran", Some(Jenjang::Bidang)),
            ("Lurah Suka Maju", Some(Jenjang::Bidang)),
            ("Kepala Sub Bagian Umum", Some(Jenjang::Seksi)),
            ("Sekretaris Lurah", Some(Jenjang::Seksi)),
            ("Analis Kebijakan", Some(Jenjang::Pelaksana)),
            ("Perencana Ahli Muda", Some(Jenjang::Pelaksana)),
            ("Ka. Sub Bidang Mutasi", Some(Jenjang::Seksi)),
            ("Ka. Bidang Mutasi", Some(Jenjang::Bidang)),
            ("Sekcam Suka Maju", Some(Jenjang::Bidang)),
            ("Kasatpol PP", Some(Jenjang::KepalaPerangkat)),
            ("Wadir Pelayanan", None),
            ("Staf Ahli Bupati", None),
            ("Koordinator Wilayah", None),
            ("Kepala Puskesmas", None),
            ("Kepala UPTD Terminal", None),
            ("Asisten Perekonomian", None),
        ] {
            assert_eq!(Jenjang::of(jabatan), jenjang, "{jabatan}");
        }
    }

    #[test]
    fn heads_are_called_by_their_unit() {
        for (unit, head) in [
            ("Dinas Sosial", "Kepala Dinas Sosial"),
            ("Kecamatan Suka Maju", "Camat Suka Maju"),
            ("Inspektorat", "Inspektur"),
            ("Sekretariat DPRD", "Sekretaris DPRD"),
            ("RSUD Sehat Sentosa", "Direktur RSUD Sehat Sentosa"),
        ] {
            assert_eq!(kepala(unit), head);
        }
    }
}
