//! Which agency a workbook belongs to, and which workbooks belong together.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use regex::Regex;

use super::Petikan;
use crate::grid::single_spaced;
use crate::laporan::Dokumen;
use crate::profile::words;
use crate::table::Line;

/// An agency: its unit and the region it serves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instansi {
    /// E.g. "dinas sosial".
    pub unit: String,
    /// E.g. "kabupaten tirta kencana".
    pub wilayah: Option<String>,
}

static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:dinas|badan|inspektorat|kecamatan|sekretariat daerah|sekretariat dprd|satuan polisi pamong praja|rumah sakit|rsud|puskesmas)(?:[ ]+(?:dan|serta|(?:dr|prof|h)\b\.?|[\p{L}]{3,}),?){0,8}")
        .expect("a valid pattern")
});
static WILAYAH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(kabupaten|kab\.?|kota|provinsi|prov\.?)[ ]+(\p{L}{3,}(?:[ ]+\p{L}{3,}){0,3})")
        .expect("a valid pattern")
});

static BAGIAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(kelurahan|bagian|uptd?|puskesmas|cabang dinas)((?:[ ]+[\p{L}\d.]+){1,6})").expect("a valid pattern")
});

/// Names written in two ways, with the one that is kept.
const SAME: [(&str, &str); 3] = [
    ("rumah sakit umum daerah", "rsud"),
    ("dewan perwakilan rakyat daerah", "dprd"),
    ("inspektorat daerah", "inspektorat"),
];

/// Words that end the name of a unit or region.
const ENDS: [&str; 16] = [
    "kabupaten",
    "kab",
    "kota",
    "provinsi",
    "prov",
    "tahun",
    "anggaran",
    "per",
    "triwulan",
    "semester",
    "pada",
    "yang",
    "untuk",
    "periode",
    "bulan",
    "dengan",
];

impl fmt::Display for Instansi {
    /// Unit and region as agencies write themselves.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&capitals(&self.unit))?;
        self.wilayah.as_deref().map_or(Ok(()), |wilayah| write!(f, " {}", capitals(wilayah)))
    }
}

/// "dinas sosial" → "Dinas Sosial", "rsud dr soetomo" → "RSUD dr Soetomo", "dan" stays small.
pub fn capitals(text: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        match letters.next() {
            _ if matches!(word, "rsud" | "dprd") => word.to_uppercase(),
            Some(first) if !matches!(word, "dan" | "serta" | "dr") => first.to_uppercase().chain(letters).collect(),
            _ => word.to_string(),
        }
    };
    text.split_whitespace().map(word).collect::<Vec<String>>().join(" ")
}

impl Instansi {
    /// The agency most titles of a workbook name.
    pub fn read(dokumen: &[Dokumen]) -> Option<Self> {
        let lines = dokumen.iter().flat_map(|dokumen| &dokumen.table.title).filter(|line| line.text.len() < 160);
        Self::most(lines.map(|line| &*line.text))
    }

    /// The agency a name speaks of.
    pub fn parse(name: &str) -> Option<Self> {
        Self::most(std::iter::once(name))
    }

    fn most<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut units: BTreeMap<String, usize> = BTreeMap::new();
        let mut regions: BTreeMap<String, usize> = BTreeMap::new();
        for line in lines {
            let text =
                SAME.iter().fold(single_spaced(line).to_lowercase(), |text, (long, kept)| text.replace(long, kept));
            for found in UNIT.find_iter(&text) {
                let unit = until_end(found.as_str());
                // "Dinas" alone names none; there is one inspektorat.
                if unit.contains(' ') || unit == "inspektorat" {
                    *units.entry(unit).or_default() += 1;
                }
            }
            for found in WILAYAH.captures_iter(&text) {
                let kind = if found[1].starts_with("kab") {
                    "kabupaten"
                } else if found[1].starts_with("prov") {
                    "provinsi"
                } else {
                    "kota"
                };
                let name = until_end(&found[2]);
                if !name.is_empty() {
                    *regions.entry(format!("{kind} {name}")).or_default() += 1;
                }
            }
        }
        let most =
            |votes: BTreeMap<String, usize>| votes.into_iter().max_by_key(|(_, votes)| *votes).map(|(name, _)| name);
        Some(Self { unit: most(units)?, wilayah: most(regions) })
    }

    /// The same agency, as far as both tell.
    fn fits(&self, other: &Self) -> bool {
        let regions = match (&self.wilayah, &other.wilayah) {
            (Some(first), Some(second)) => first == second,
            _ => true,
        };
        regions && self.unit == other.unit
    }
}

/// The part of the agency that a title names as its own, with plans like those of other parts: "kelurahan mekar sari",
/// "uptd puskesmas melati". A bidang is none, its rows are the agency's.
pub fn bagian(title: &str) -> Option<String> {
    /// Words that begin the name of the agency or of what is done there.
    const OTHERS: [&str; 11] =
        ["dinas", "badan", "kecamatan", "sekretariat", "setda", "rsud", "dan", "dari", "desa", "di", "se"];
    let text = single_spaced(title).to_lowercase();
    let found = BAGIAN.captures(&text)?;
    let is_sub = text[..found.get(0)?.start()].trim_end().ends_with("sub");
    let name = until_end(&found[2]);
    let name: Vec<&str> = name.split(' ').take_while(|word| !OTHERS.contains(word) && !word.is_empty()).collect();
    // "Bagian II" is one of the report.
    let is_numbered = name.first().is_some_and(|word| word.len() <= 2 || word.chars().all(|c| "ivx".contains(c)));
    (!is_sub && !is_numbered && !name.is_empty()).then(|| format!("{} {}", &found[1], name.join(" ")))
}

/// The part of the agency that the lines above a table name: the unit organisasi where the form has a line for it, as
/// SIPD prints it, else what a title names.
pub fn bagian_of(title: &[Line], instansi: Option<&Instansi>) -> Option<String> {
    const LONGEST: usize = 160;
    let lines = || title.iter().map(|line| &*line.text).filter(|text| text.len() < LONGEST);
    lines().find_map(bagian).or_else(|| unit_organisasi(title, instansi))
}

/// The unit organisasi, where it is another than the organisasi.
fn unit_organisasi(title: &[Line], instansi: Option<&Instansi>) -> Option<String> {
    let organisasi = labelled(title, &["organisasi"]).or_else(|| labelled(title, &["skpd"]))?;
    let labels: [&[&str]; 3] = [&["sub", "unit", "organisasi"], &["unit", "organisasi"], &["unit", "skpd"]];
    let unit = labels.into_iter().find_map(|label| labelled(title, label))?;
    let is_agency = Instansi::parse(&unit).is_some_and(|own| instansi.is_some_and(|known| known.unit == own.unit));
    (!is_agency && !organisasi.starts_with(&unit) && !unit.starts_with(&organisasi)).then_some(unit)
}

/// What stands behind a label on its row, without the code before it.
fn labelled(title: &[Line], label: &[&str]) -> Option<String> {
    let at = title
        .iter()
        .position(|line| words(&line.text).iter().map(String::as_str).take(label.len()).eq(label.iter().copied()))?;
    let row = title[at..].iter().take_while(|line| line.cell.row == title[at].cell.row);
    let own = row.flat_map(|line| words(&line.text)).skip(label.len());
    let name: Vec<String> = own.skip_while(|word| word.chars().all(|letter| letter.is_ascii_digit())).collect();
    (!name.is_empty()).then(|| name.join(" "))
}

/// The part has kegiatan of its own. Several kelurahan, puskesmas or schools have each a share of the same ones.
pub fn has_own_kegiatan(bagian: &str) -> bool {
    let is_any = |kinds: &[&str]| kinds.iter().any(|kind| bagian.starts_with(kind));
    is_any(&["bagian ", "upt", "cabang dinas "]) && !bagian.contains("puskesmas")
}

fn until_end(text: &str) -> String {
    let words = text.split([' ', ',', '.']).filter(|word| !word.is_empty());
    words.take_while(|word| !ENDS.contains(word)).collect::<Vec<_>>().join(" ")
}

/// Indexes of the extracts by agency. Those that name none belong to the only agency there is; where no workbook
/// names one they belong together, and beside several agencies each stands alone.
pub fn groups(run: &[&Petikan]) -> Vec<(Option<Instansi>, Vec<usize>)> {
    let mut groups: Vec<(Option<Instansi>, Vec<usize>)> = Vec::new();
    // Agencies with a region first: those without one join them when there is no choice.
    let mut order: Vec<usize> = (0..run.len()).filter(|&index| run[index].instansi.is_some()).collect();
    order.sort_by_key(|&index| run[index].instansi.as_ref().is_none_or(|instansi| instansi.wilayah.is_none()));
    for index in order {
        let own = run[index].instansi.clone();
        let fitting: Vec<usize> = (0..groups.len())
            .filter(|&at| matches!((&groups[at].0, &own), (Some(known), Some(own)) if known.fits(own)))
            .collect();
        match fitting.as_slice() {
            &[only] => groups[only].1.push(index),
            _ => groups.push((own, vec![index])),
        }
    }
    let named = groups.len();
    for index in (0..run.len()).filter(|&index| run[index].instansi.is_none()) {
        match groups.first_mut() {
            Some((_, members)) if named <= 1 => members.push(index),
            _ => groups.push((None, vec![index])),
        }
    }
    for (_, members) in &mut groups {
        members.sort_unstable();
    }
    groups.sort_by_key(|(_, members)| members.first().copied());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::CellRef;

    #[test]
    fn agencies_are_named_as_they_write_themselves() {
        let named = |unit: &str, wilayah: Option<&str>| {
            Instansi { unit: unit.into(), wilayah: wilayah.map(str::to_string) }.to_string()
        };
        assert_eq!(named("dinas pemberdayaan perempuan dan anak", None), "Dinas Pemberdayaan Perempuan dan Anak");
        assert_eq!(named("rsud dr soetomo", None), "RSUD dr Soetomo");
        assert_eq!(named("sekretariat dprd", Some("kota banjar")), "Sekretariat DPRD Kota Banjar");
    }

    fn of(name: Option<&str>) -> Petikan {
        Petikan { instansi: name.and_then(Instansi::parse), ..Petikan::default() }
    }

    #[test]
    fn workbooks_that_name_no_agency_belong_to_the_only_one_or_together() {
        let [sosial, hub, none, other] =
            [Some("Dinas Sosial Kabupaten Tirta"), Some("Dinas Perhubungan Kabupaten Tirta"), None, None].map(of);
        let count = |run: &[&Petikan]| groups(run).len();
        assert_eq!(count(&[&none, &other]), 1);
        assert_eq!(count(&[&none, &sosial, &other]), 1);
        assert_eq!(count(&[&none, &sosial, &hub, &other]), 4);
    }

    #[test]
    fn parts_of_an_agency_have_names_of_their_own() {
        for (title, part) in [
            ("KELURAHAN MEKAR SARI KECAMATAN SUKA MAJU", Some("kelurahan mekar sari")),
            ("UPTD PUSKESMAS MELATI DINAS KESEHATAN", Some("uptd puskesmas melati")),
            ("BAGIAN HUKUM SEKRETARIAT DAERAH KABUPATEN TIRTA", Some("bagian hukum")),
            ("Perjanjian Kinerja Kepala Sub Bagian Umum", None),
            ("Dinas Pemberdayaan Masyarakat dan Kelurahan Kota Bina Raya", None),
            ("Bidang Pelayaran Dinas Perhubungan", None),
            ("Bagian II Realisasi Anggaran", None),
            ("Dana Kelurahan di Kecamatan Suka Maju", None),
        ] {
            assert_eq!(bagian(title).as_deref(), part, "{title}");
        }
    }

    #[test]
    fn a_unit_organisasi_is_a_part_unless_it_is_the_agency() {
        let line = |row: u32, col: u32, text: &str| Line { cell: CellRef::new(row, col), text: text.into() };
        let agency = Instansi::parse("DINAS PENDIDIKAN KABUPATEN TIRTA");
        for (unit, part) in [
            (": 1.01.0.00.0.00.01.0007 SMP NEGERI 3", Some("smp negeri 3")),
            (": 1.01.0.00.0.00.01.0000 DINAS PENDIDIKAN", None),
            (": Dinas Pendidikan Kabupaten Tirta", None),
            (": -", None),
        ] {
            let title = [
                line(0, 0, "DOKUMEN PELAKSANAAN ANGGARAN"),
                line(1, 0, "Organisasi"),
                line(1, 1, ": 1.01.0.00.0.00.01.0000 DINAS PENDIDIKAN KABUPATEN TIRTA"),
                line(2, 0, "Unit Organisasi"),
                line(2, 1, unit),
            ];
            assert_eq!(bagian_of(&title, agency.as_ref()).as_deref(), part, "{unit}");
        }
    }

    #[test]
    fn an_agency_is_one_in_both_spellings() {
        for (long, short) in [
            ("RUMAH SAKIT UMUM DAERAH SEHAT SENTOSA KOTA BINA RAYA", "RSUD Sehat Sentosa"),
            ("RSUD dr. H. Sentosa Kota Bina Raya", "RUMAH SAKIT UMUM DAERAH DR H SENTOSA"),
            ("Inspektorat Daerah Kabupaten Tirta", "INSPEKTORAT KABUPATEN TIRTA"),
            ("Sekretariat Dewan Perwakilan Rakyat Daerah Kabupaten Tirta", "Sekretariat DPRD"),
        ] {
            let [long, short] = [Some(long), Some(short)].map(of);
            assert!(long.instansi.is_some() && short.instansi.is_some(), "{:?} {:?}", long.instansi, short.instansi);
            assert_eq!(groups(&[&long, &short]).len(), 1);
        }
    }
}
