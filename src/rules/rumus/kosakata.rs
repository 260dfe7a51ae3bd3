//! Words of indikator and their formulas: what they count, and whether that is an output or an outcome.
//!
//! The lists hold vocabulary common to all perangkat daerah. A word that is not listed says nothing.

use crate::grid::single_spaced;
use crate::profile::{is_percent_word, words};

/// Stems that tell an outcome. In an indikator they must stand in its condition ("yang mandiri").
const OUTCOMES: [&str; 17] = [
    "meningkat",
    "mandiri",
    "terampil",
    "produktif",
    "puas",
    "aktif",
    "bersertifik",
    "sertifik",
    "baik",
    "berkualifikasi",
    "kompeten",
    "sejahtera",
    "lulus",
    "layak",
    "berdaya",
    "pulih",
    "sembuh",
];

/// The stems of outcomes in any form: "keterampilan" may stand for "terampil". The list is wide, because
/// a formula that may tell an outcome is not judged.
const OUTCOME_TRACES: [&str; 31] = [
    "tingkat",
    "naik",
    "tambah",
    "lebih",
    "mandiri",
    "terampil",
    "produk",
    "puas",
    "aktif",
    "sertifik",
    "baik",
    "kualifikasi",
    "kompeten",
    "sejahtera",
    "lulus",
    "layak",
    "laik",
    "keberdayaan",
    "pulih",
    "sembuh",
    "berhasil",
    "capai",
    "standar",
    "fungsi",
    "ubah",
    "berkembang",
    "maju",
    "tuntas",
    "patuh",
    "penuh",
    "bekerja",
];

/// Words that tell what was done for someone.
const OUTPUTS: [&str; 20] = [
    "ditangani",
    "dibina",
    "diberikan",
    "diberi",
    "dilatih",
    "dilayani",
    "dibantu",
    "difasilitasi",
    "disalurkan",
    "dilestarikan",
    "didata",
    "didampingi",
    "dikunjungi",
    "disosialisasi",
    "disosialisasikan",
    "dibagikan",
    "mendapat",
    "mendapatkan",
    "menerima",
    "penerima",
];

/// Words that hold any kind of handling, so that they measure nothing in particular.
const HANDLED: [&str; 2] = ["ditangani", "dilayani"];

/// Who is left of a group after something: a share of them has them as its base. With the stems by
/// which a base may name them in other words.
const SELECTED: [(&str, &[&str]); 4] = [
    ("lulusan", &["lulus", "alumni"]),
    ("alumni", &["alumni", "lulus"]),
    ("peserta", &["serta", "ikut"]),
    ("pemohon", &["mohon"]),
];

/// What a ratio of planned and achieved speaks of, whatever the indikator is.
const GENERIC: [&str; 19] = [
    "jumlah",
    "total",
    "σ",
    "target",
    "sasaran",
    "rencana",
    "kegiatan",
    "program",
    "capaian",
    "realisasi",
    "kinerja",
    "keseluruhan",
    "seluruh",
    "yang",
    "ditetapkan",
    "tercapai",
    "direncanakan",
    "nilai",
    "hasil",
];

/// Words that name a change from year to year.
const CHANGES: [&str; 10] = [
    "penurunan",
    "peningkatan",
    "kenaikan",
    "pertumbuhan",
    "laju",
    "perubahan",
    "menurunnya",
    "meningkatnya",
    "pertambahan",
    "pengurangan",
];

/// Words of indikator of which less is better; their capaian may be target over realisasi.
const LESS_IS_BETTER: [&str; 19] = [
    "penurunan",
    "menurun",
    "menurunnya",
    "berkurang",
    "kematian",
    "kemiskinan",
    "miskin",
    "pengangguran",
    "kecelakaan",
    "pelanggaran",
    "keluhan",
    "pengaduan",
    "temuan",
    "prevalensi",
    "stunting",
    "kejadian",
    "kasus",
    "waktu",
    "lama",
];

/// What an indikator measures, by its first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A share of a hundred.
    Percent,
    /// A number of things.
    Count,
    /// A level or number that may be a rate too, such as "Angka Partisipasi".
    Level,
    /// Something else: an index, a value, a state.
    Other,
}

/// One indikator with its words.
#[derive(Debug, Clone)]
pub struct Named {
    /// As written, without bullet.
    pub text: String,
    /// Its words.
    pub words: Vec<String>,
    /// What it measures.
    pub kind: Kind,
}

impl Named {
    /// Reads an indikator.
    pub fn new(text: &str) -> Self {
        let text = single_spaced(text).into_owned();
        let words = words(&text);
        let kind = kind(&words);
        Self { text, words, kind }
    }

    /// The outcome its condition tells, e.g. "yang mampu mandiri".
    pub fn outcome(&self) -> Option<String> {
        const OPENERS: [&str; 4] = ["yang", "yg", "dalam", "dengan"];
        // The condition stands near its opener; further on it may belong to something else.
        const NEAR: usize = 3;
        let openers = self.words.iter().enumerate().filter(|(_, word)| OPENERS.contains(&word.as_str()));
        openers.map(|(at, _)| at).find_map(|opener| {
            let mut near = (opener + 1..self.words.len()).take(NEAR);
            near.find(|&at| is_outcome(&self.words, at)).map(|at| self.words[opener..=at].join(" "))
        })
    }

    /// The first words that say of whom or what it speaks.
    pub fn subject(&self) -> Vec<&str> {
        const MOST: usize = 12;
        let own = self.words.iter().map(String::as_str).skip(usize::from(self.kind != Kind::Other));
        let own = own.take_while(|word| !matches!(*word, "yang" | "yg" | "dalam" | "dengan" | "sesuai" | "untuk"));
        own.filter(|word| word.chars().count() > 1 && !is_function(word) && !GENERIC.contains(word))
            .take(MOST)
            .collect()
    }

    /// It names a change, not a level.
    pub fn is_change(&self) -> bool {
        has_any(&self.words, &CHANGES)
    }

    /// Less of it is better.
    pub fn is_negative(&self) -> bool {
        has_any(&self.words, &LESS_IS_BETTER)
    }
}

/// The indikator of a cell: one a bullet or number, else one.
pub fn listed(text: &str) -> Vec<Named> {
    let mut items: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (without_bullet(line), items.last_mut()) {
            (Some(rest), _) => items.push(rest.to_string()),
            (None, Some(open)) => {
                open.push(' ');
                open.push_str(line);
            }
            (None, None) => items.push(line.to_string()),
        }
    }
    items.iter().map(|item| Named::new(item)).filter(|named| !named.words.is_empty()).collect()
}

fn without_bullet(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['-', '–', '•', '▪', '*']) {
        return Some(rest.trim_start());
    }
    let (label, rest) = line.split_once(['.', ')'])?;
    let is_label = !label.is_empty() && label.len() <= 2 && label.chars().all(char::is_alphanumeric);
    (is_label && rest.starts_with(char::is_whitespace)).then(|| rest.trim_start())
}

fn kind(words: &[String]) -> Kind {
    match words.first().map(String::as_str) {
        Some(word) if is_percent_word(word) => Kind::Percent,
        Some("jumlah" | "banyaknya") if !words.iter().any(|word| is_percent_word(word)) => Kind::Count,
        Some("angka") => Kind::Level,
        _ => Kind::Other,
    }
}

/// "dalam kondisi baik" is an outcome, "terlaksana dengan baik" is not.
fn is_outcome(words: &[String], at: usize) -> bool {
    let stem = OUTCOMES.into_iter().find(|stem| words[at].starts_with(stem));
    stem.is_some_and(|stem| stem != "baik" || matches!(words[at - 1].as_str(), "kondisi" | "keadaan"))
}

fn is_function(word: &str) -> bool {
    matches!(
        word,
        "dan" | "atau" | "di" | "pada" | "yang" | "yg" | "oleh" | "dari" | "ke" | "serta" | "per" | "kab" | "kota"
    )
}

fn has_any(words: &[String], list: &[&str]) -> bool {
    words.iter().any(|word| list.contains(&word.as_str()))
}

/// What a formula's text speaks of.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// Its words.
    pub words: Vec<String>,
}

impl Spoken {
    /// Reads a side of a formula.
    pub fn new(text: &str) -> Self {
        Self { words: words(text) }
    }

    /// Of something planned, and of nothing achieved.
    pub fn is_planned(&self) -> bool {
        has_any(&self.words, &["target", "sasaran", "rencana"]) && !self.is_achieved_at_all()
    }

    /// Of something achieved, and of nothing planned.
    pub fn is_achieved(&self) -> bool {
        has_any(&self.words, &["capaian", "realisasi"]) && !has_any(&self.words, &["target", "rencana"])
    }

    fn is_achieved_at_all(&self) -> bool {
        self.words.iter().any(|word| word.contains("capai") || word.contains("realisasi"))
    }

    /// Of any outcome, in whatever form.
    pub fn has_outcome(&self) -> bool {
        self.words
            .iter()
            .any(|word| OUTCOME_TRACES.iter().any(|stem| word.contains(stem)) || word.starts_with("berdaya"))
    }

    /// The first word that tells an output, e.g. "yang dibina".
    pub fn output(&self) -> Option<String> {
        let at = self.words.iter().position(|word| OUTPUTS.contains(&word.as_str()))?;
        let opener = at.checked_sub(1).map(|before| self.words[before].as_str());
        let opened = opener.filter(|word| matches!(*word, "yang" | "yg"));
        Some(opened.map_or(self.words[at].clone(), |opener| format!("{opener} {}", self.words[at])))
    }

    /// The word for any handling, if it counts only that.
    pub fn handled(&self) -> Option<&str> {
        self.words.iter().map(String::as_str).find(|word| HANDLED.contains(word))
    }

    /// Of nothing but targets, realisasi and activities.
    pub fn is_generic(&self) -> bool {
        !self.words.is_empty() && self.words.iter().all(|word| GENERIC.contains(&word.as_str()))
    }

    /// The word for those selected before, such as "lulusan".
    pub fn selected(&self) -> Option<&'static str> {
        SELECTED.into_iter().map(|(word, _)| word).find(|word| self.words.iter().any(|own| own == word))
    }

    /// It speaks of those selected, be it in other words ("yang mengikuti" for "peserta").
    pub fn tells_selected(&self, selected: &str) -> bool {
        let stems = SELECTED.iter().filter(|(word, _)| *word == selected).flat_map(|(_, stems)| stems.iter());
        stems.into_iter().any(|stem| self.words.iter().any(|own| own.contains(stem)))
    }

    /// It names the subject by one of its words, a short form or its initials.
    pub fn names(&self, subject: &[&str]) -> bool {
        let initials: String = subject.iter().filter_map(|word| word.chars().next()).collect();
        let is_short = |long: &str, short: &str| short.chars().count() >= 3 && long.starts_with(short);
        let own_initials = |length: usize| {
            self.words
                .windows(length.max(1))
                .map(|run| run.iter().filter_map(|word| word.chars().next()).collect::<String>())
                .collect::<Vec<_>>()
        };
        subject.iter().any(|word| {
            self.words.iter().any(|own| own == word || is_short(own, word) || is_short(word, own))
                || (2..=5).contains(&word.len()) && own_initials(word.len()).iter().any(|run| run == word)
        }) || initials.chars().count() >= 2 && self.words.contains(&initials)
    }

    /// How often it begins to count.
    pub fn counts(&self) -> usize {
        self.words.iter().filter(|word| matches!(word.as_str(), "jumlah" | "σ" | "banyaknya")).count()
    }
}
