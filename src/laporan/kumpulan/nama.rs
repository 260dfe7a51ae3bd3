//! Names of kegiatan and indikator as they drift between documents.

use crate::grid::single_spaced;
use crate::profile::{PERSENTASE, words};

/// A name as shown and in the words that tell it apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nama {
    /// As written, on one line.
    pub tertulis: String,
    /// Its words without level prefixes, connecting words and drifting spellings.
    pub kata: Vec<String>,
}

impl Nama {
    /// Takes a name apart.
    pub fn new(text: &str) -> Self {
        let mut kata: Vec<String> = words(text);
        let is_enumeration = |word: &String| word.chars().count() == 1 || word.chars().all(|c| c.is_ascii_digit());
        let start = kata.iter().position(|word| !is_enumeration(word)).unwrap_or(kata.len());
        kata.drain(..start);
        // "Sub Kegiatan Sandang" and "Sub Penyediaan Sandang" begin with their level.
        for prefix in ["program", "sub", "subkegiatan", "kegiatan"] {
            if kata.len() > 1 && kata[0] == prefix {
                kata.remove(0);
            }
        }
        let kata = kata.iter().filter_map(|word| usual(word)).map(str::to_string).collect();
        Self { tertulis: single_spaced(text).into_owned(), kata }
    }

    /// The words as one key.
    pub fn kunci(&self) -> String {
        self.kata.join(" ")
    }

    /// How alike two names are, 0 to 100.
    pub fn mirip(&self, other: &Self) -> u8 {
        if self.kata == other.kata {
            return 100;
        }
        if measure(&self.kata) != measure(&other.kata) {
            return 0;
        }
        let (short, long) = (self.kunci(), other.kunci());
        let (short, long) = if short.len() <= long.len() { (short, long) } else { (long, short) };
        // Cut off near its end.
        if short.len() > 40 && short.len() * 10 >= long.len() * 8 && long.starts_with(&short) {
            return 95;
        }
        let length = |kata: &[String]| kata.iter().map(|word| word.chars().count()).sum::<usize>() as f64;
        let matched = matched(&self.kata, &other.kata) + matched(&other.kata, &self.kata);
        let whole = length(&self.kata) + length(&other.kata);
        if whole == 0.0 { 0 } else { (matched / whole * 100.0) as u8 }
    }
}

/// What one name has that another lacks, spelling mistakes aside.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beda {
    /// Words only the first has.
    pub lebih: Vec<String>,
    /// Words only the second has.
    pub kurang: Vec<String>,
}

impl Nama {
    /// The words that stand in only one of two names.
    pub fn beda(&self, other: &Self) -> Beda {
        let only = |own: &[String], other: &[String]| -> Vec<String> {
            own.iter().filter(|word| !other.iter().any(|known| is_same_word(word, known))).cloned().collect()
        };
        Beda { lebih: only(&self.kata, &other.kata), kurang: only(&other.kata, &self.kata) }
    }
}

/// Equal but for a letter or two of a long word; short words and acronyms are told apart by one.
fn is_same_word(first: &str, second: &str) -> bool {
    first == second || first.len().min(second.len()) >= 6 && strsim::normalized_levenshtein(first, second) >= 0.7
}

/// Letters of the first name's words that the second has, spelling aside.
fn matched(own: &[String], other: &[String]) -> f64 {
    let best = |word: &String| other.iter().map(|known| alike(word, known)).fold(0.0, f64::max);
    own.iter().map(|word| best(word) * word.chars().count() as f64).sum()
}

fn alike(first: &str, second: &str) -> f64 {
    if first == second {
        return 1.0;
    }
    let likeness = strsim::normalized_levenshtein(first, second);
    if likeness >= 0.75 && first.len().min(second.len()) >= 4 { likeness } else { 0.0 }
}

/// A count is no percentage of the same thing.
fn measure(kata: &[String]) -> Option<&str> {
    let first = kata.first().map(String::as_str)?;
    ["persentase", "jumlah", "indeks", "rasio", "nilai", "rata", "cakupan", "angka"]
        .into_iter()
        .find(|word| *word == first)
}

/// The spelling that documents agree on; `None` for words that only connect.
fn usual(word: &str) -> Option<&str> {
    match word {
        _ if PERSENTASE.contains(&word) => Some(PERSENTASE[0]),
        "dan" | "serta" | "yang" | "di" | "ke" | "atau" | "untuk" | "pada" | "kepada" | "dalam" | "dengan" => None,
        "pmks" => Some("ppks"),
        "kab" => Some("kabupaten"),
        "fasilitas" => Some("fasilitasi"),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drifting_names_are_alike() {
        let likeness = |first: &str, second: &str| Nama::new(first).mirip(&Nama::new(second));
        assert_eq!(likeness("Sub Kegiatan Penyediaan Makanan", "▪ Penyediaan  Makanan"), 100);
        assert_eq!(likeness("Presentase PPKS yang tertangani", "Persentase PMKS yang Tertangani"), 100);
        assert!(likeness("Pembinaan anak terlanter di jalan", "Pembinaan anak terlantar di jalan") >= 90);
        assert!(likeness("Jumlah jalan yang dipelihara", "Persentase jalan yang dipelihara") < 50);
        assert!(likeness("Pemeliharaan gedung kantor", "Pemeliharaan kendaraan dinas") < 75);
    }
}
