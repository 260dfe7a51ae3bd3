//! X05: a word is misspelled, by a list of misspellings or by the same phrase elsewhere.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use regex::Regex;

use super::kata;
use crate::finding::Severity;
use crate::grid::CellRef;
use crate::laporan::Laporan;
use crate::profile::words;
use crate::rules::{Check, Findings, Rule};

/// X05.
pub const RULE: Rule = Rule {
    code: "X05",
    name: "salah_ketik",
    title: "Kata tampaknya salah ketik",
    severity: Severity::Advice,
    basis: "praktik",
    doc: include_str!("salah_ketik.md"),
    check: Check::Laporan(check),
};

/// Misspellings and the words meant.
static LIST: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("salah_ketik.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).collect()
});

/// Bytes of the shortest misspelling listed.
const SHORTEST: usize = 5;

/// Words one letter away from another word, both right: neither tells a slip of the other.
const NEIGHBOURS: [&str; 22] = [
    "pelayaran",
    "pelayanan",
    "perumahan",
    "perubahan",
    "pemilik",
    "pemilih",
    "penilai",
    "penilik",
    "tahanan",
    "tahunan",
    "terdata",
    "terdaya",
    "sarana",
    "kawasan",
    "menurun",
    "menurut",
    "bangunan",
    "bantuan",
    "perairan",
    "penelitian",
    "terlatih",
    "terpilih",
];

/// Verbs whose prefix "di" is written apart by mistake.
const VERBS: &str = "adakan|anggarkan|bayarkan|berikan|butuhkan|gunakan|harapkan|jadikan|keluarkan|kembangkan|kerjakan|kirimkan|laksanakan\
    |lakukan|laporkan|manfaatkan|rencanakan|salurkan|sampaikan|sediakan|selesaikan|serahkan|terbitkan|tetapkan|tentukan|tingkatkan|tujukan";

static APART: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)\bdi[ \-]({VERBS})\b")).expect("a valid pattern"));
static GLUED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(\p{Ll}{4,})(\p{Lu}\p{Ll}{3,})\b").expect("a valid pattern"));

/// Small words that never stand twice.
const SMALL: [&str; 11] = ["yang", "dan", "di", "untuk", "pada", "dengan", "dari", "dalam", "oleh", "atau", "bagi"];

/// A word of a cell that seems misspelled.
struct Slip {
    sheet: usize,
    cell: CellRef,
    written: String,
    meant: String,
}

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    // Sheet by sheet: what is mended together is told together.
    let mut slips: BTreeMap<usize, Vec<Slip>> = BTreeMap::new();
    let texts: Vec<_> = laporan.texts.distinct().collect();
    for (text, cells) in &texts {
        for (written, meant) in listed(text).chain(spacing(text)) {
            for &(sheet, cell) in cells {
                let slip = Slip { sheet, cell, written: written.clone(), meant: meant.clone() };
                slips.entry(sheet).or_default().push(slip);
            }
        }
    }
    for (sheet, slip) in deviating(laporan, &texts) {
        slips.entry(sheet).or_default().push(slip);
    }
    gather_habits(&mut slips);
    for (sheet, mut slips) in slips {
        slips.sort_by(|a, b| (a.sheet, a.cell, &a.written).cmp(&(b.sheet, b.cell, &b.written)));
        let told =
            kata::listed(slips.iter().map(|slip| format!("{} → {}", slip.written, slip.meant).to_lowercase()), 5);
        let first = &slips[0];
        let mut cells: Vec<(usize, CellRef)> = slips.iter().map(|slip| (slip.sheet, slip.cell)).collect();
        cells.dedup();
        let draft = findings.add(sheet, first.cell, &told, format!("tampaknya salah ketik: {told}"));
        draft
            .written(first.written.clone())
            .expected(first.meant.clone())
            .see_cells(cells[1..].iter().copied(), "sel lain di buku kerja ini");
    }
}

/// A spelling of its own for "-ivitas" is a habit, told once for the workbook where it stands first.
fn gather_habits(slips: &mut BTreeMap<usize, Vec<Slip>>) {
    let is_habit = |slip: &Slip| slip.written.to_lowercase().ends_with("fitas");
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut moved: Vec<(usize, Slip)> = Vec::new();
    for (&sheet, own) in slips.iter_mut() {
        let (habits, others): (Vec<Slip>, Vec<Slip>) = std::mem::take(own).into_iter().partition(is_habit);
        *own = others;
        moved.extend(habits.into_iter().map(|slip| (*first.entry(slip.meant.to_lowercase()).or_insert(sheet), slip)));
    }
    for (sheet, slip) in moved {
        slips.entry(sheet).or_default().push(slip);
    }
    slips.retain(|_, own| !own.is_empty());
}

/// Words on the list of misspellings.
fn listed(text: &str) -> impl Iterator<Item = (String, String)> {
    let words = kata::letters(text).filter(|word| word.len() >= SHORTEST);
    words.filter_map(|word| {
        let meant = LIST.get(word.to_lowercase().as_str())?;
        Some((word.to_string(), kata::cased(word, meant)))
    })
}

/// Blanks too many or too few: "di berikan", "bantuanPemenuhan", "yang yang".
fn spacing(text: &str) -> Vec<(String, String)> {
    // Few texts may hold either; looking for that first costs less than the patterns.
    let has = |test: fn(u8, u8) -> bool| text.as_bytes().windows(2).any(|pair| test(pair[0], pair[1]));
    let may_be_apart = has(|letter, next| matches!(letter, b'i' | b'I') && matches!(next, b' ' | b'-'));
    let may_be_glued = has(|letter, next| {
        (letter.is_ascii_lowercase() || !letter.is_ascii()) && (next.is_ascii_uppercase() || !next.is_ascii())
    });
    let apart = APART.captures_iter(if may_be_apart { text } else { "" });
    let apart = apart.map(|found| (found[0].to_string(), format!("di{}", &found[1])));
    let glued = GLUED
        .captures_iter(if may_be_glued { text } else { "" })
        .map(|found| (found[0].to_string(), format!("{} {}", &found[1], &found[2])));
    let words: Vec<&str> = text.split_whitespace().collect();
    let twice = words.windows(2).filter(|pair| pair[0] == pair[1] && SMALL.contains(&pair[0]));
    let twice = twice.map(|pair| (format!("{} {}", pair[0], pair[1]), pair[0].to_string()));
    apart.chain(glued).chain(twice).collect()
}

/// A text longer than this many words is prose; its words need not be repeated anywhere.
const MOST_WORDS: usize = 40;

/// Words shorter than this differ by a letter too easily.
const LEAST_LETTERS: usize = 7;

/// Words one letter off from the word that stands in the same phrase elsewhere, where the phrase is
/// usual and the word is not.
fn deviating(laporan: &Laporan, texts: &[(&str, Vec<(usize, CellRef)>)]) -> Vec<(usize, Slip)> {
    // Names of persons have a rule of their own.
    let signed = laporan.pejabat.iter().filter_map(|pejabat| Some((pejabat.sheet, pejabat.nama.as_ref()?.0)));
    let named = laporan.sebutan.iter().map(|sebutan| (sebutan.sheet, sebutan.nama_cell));
    let names: HashSet<(usize, CellRef)> = signed.chain(named).collect();
    let mut cells_of: BTreeMap<Vec<String>, Vec<(usize, CellRef)>> = BTreeMap::new();
    for (text, cells) in texts {
        let own = words(text);
        let mut cells = cells.iter().filter(|cell| !names.contains(*cell)).copied().peekable();
        if (3..=MOST_WORDS).contains(&own.len()) && cells.peek().is_some() {
            cells_of.entry(own).or_default().extend(cells);
        }
    }
    let mut frequency: HashMap<&str, usize> = HashMap::new();
    for (phrase, cells) in &cells_of {
        for word in phrase {
            *frequency.entry(word).or_default() += cells.len();
        }
    }
    // Phrases that are one without one of their words. The key is a sum, from which a word is taken
    // away at once; that the rest is really the same is looked at below.
    let mut alike: BTreeMap<(usize, usize, u64), Vec<&Vec<String>>> = BTreeMap::new();
    for phrase in cells_of.keys() {
        let hashes: Vec<u64> = phrase.iter().enumerate().map(hash).collect();
        let whole = hashes.iter().fold(0u64, |sum, hash| sum.wrapping_add(*hash));
        for at in (0..phrase.len()).filter(|&at| is_long(&phrase[at])) {
            alike.entry((phrase.len(), at, whole.wrapping_sub(hashes[at]))).or_default().push(phrase);
        }
    }
    let mut slips: Vec<(usize, Slip)> = Vec::new();
    for ((_, at, _), phrases) in alike.iter().filter(|(_, phrases)| phrases.len() > 1) {
        let usual = phrases.iter().max_by_key(|phrase| (cells_of[**phrase].len(), std::cmp::Reverse(**phrase)));
        let Some(usual) = usual else {
            continue;
        };
        let is_rest_same = |phrase: &&&Vec<String>| {
            phrase.iter().zip(usual.iter()).enumerate().all(|(other, (own, word))| (own == word) == (other != *at))
        };
        for phrase in phrases.iter().filter(is_rest_same) {
            let (written, meant) = (phrase[*at].as_str(), usual[*at].as_str());
            let is_rare = frequency[written] == cells_of[*phrase].len() && frequency[meant] >= 2 * frequency[written];
            if is_rare && is_slip(written, meant) {
                let slip = |&(sheet, cell): &(usize, CellRef)| {
                    (sheet, Slip { sheet, cell, written: written.to_string(), meant: meant.to_string() })
                };
                slips.extend(cells_of[*phrase].iter().map(slip));
            }
        }
    }
    slips
}

/// A word at its place in a phrase, as a number that is the same in every run.
fn hash((at, word): (usize, &String)) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    (at, word).hash(&mut hasher);
    hasher.finish()
}

fn is_long(word: &str) -> bool {
    word.chars().count() >= LEAST_LETTERS && word.chars().all(char::is_alphabetic)
}

/// One letter more, less, other or swapped, and not two words or forms of one word.
fn is_slip(written: &str, meant: &str) -> bool {
    let last = |word: &str| word.chars().next_back();
    // mahasiswa and mahasiswi, pemuda and pemudi.
    let is_gender = matches!((last(written), last(meant)), (Some('a'), Some('i')) | (Some('i'), Some('a')));
    let is_known = NEIGHBOURS.contains(&written) || LIST.contains_key(written);
    !is_known && !is_gender && strsim::osa_distance(written, meant) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_misspelling_is_the_right_spelling_of_another() {
        for (written, meant) in LIST.iter() {
            assert!(!LIST.contains_key(meant), "{written} → {meant}");
            assert!(written.len() >= SHORTEST && written.chars().all(char::is_lowercase), "{written}");
        }
        assert!(LIST.len() > 200, "{}", LIST.len());
    }

    #[test]
    fn blanks_too_many_and_too_few() {
        let of = |text: &str| spacing(text).into_iter().map(|(_, meant)| meant).collect::<Vec<_>>();
        assert_eq!(of("yang di berikan bantuanPemenuhan"), ["diberikan", "bantuan Pemenuhan"]);
        assert_eq!(of("laporan yang yang di-serahkan"), ["diserahkan", "yang"]);
        for text in ["di pendidikan dasar", "LKjIP dan BUMDes", "aplikasi SiRUP", "pulau-pulau kecil"] {
            assert!(of(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn forms_of_a_word_are_no_slips() {
        assert!(is_slip("perpustakkan", "perpustakaan"));
        assert!(!is_slip("mahasiswi", "mahasiswa"));
        assert!(!is_slip("pelayaran", "pelayanan"));
        assert!(!is_slip("pembina", "pembinaan"));
    }
}
