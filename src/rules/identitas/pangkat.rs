//! Pangkat of civil servants by golongan, and reading the ways they are written.

use std::sync::LazyLock;

use regex::Regex;

/// Golongan and pangkat (PP 99/2000 as changed by PP 12/2002, Lampiran).
const TABLE: [(&str, &str); 17] = [
    ("I/a", "Juru Muda"),
    ("I/b", "Juru Muda Tk. I"),
    ("I/c", "Juru"),
    ("I/d", "Juru Tk. I"),
    ("II/a", "Pengatur Muda"),
    ("II/b", "Pengatur Muda Tk. I"),
    ("II/c", "Pengatur"),
    ("II/d", "Pengatur Tk. I"),
    ("III/a", "Penata Muda"),
    ("III/b", "Penata Muda Tk. I"),
    ("III/c", "Penata"),
    ("III/d", "Penata Tk. I"),
    ("IV/a", "Pembina"),
    ("IV/b", "Pembina Tk. I"),
    ("IV/c", "Pembina Utama Muda"),
    ("IV/d", "Pembina Utama Madya"),
    ("IV/e", "Pembina Utama"),
];

static GOLONGAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)[(/,\s]*(?:\bgol(?:ongan)?\b[./\s]*(?:ruang\b[\s.:]*)?)?\b(IV|III|II|I)\s*[/.\s]?\s*([a-e])\)?\s*$",
    )
    .expect("a valid pattern")
});

/// The pangkat of a golongan such as `III/d`.
pub fn of_golongan(golongan: &str) -> Option<&'static str> {
    TABLE.iter().find(|(known, _)| *known == golongan).map(|(_, pangkat)| *pangkat)
}

/// `Penata Tk.I (III/d)`, `Penata Tk.I/III/d`, `Penata Muda/ III a` → pangkat and golongan; `None`
/// when one of the two is not there.
pub fn split(text: &str) -> Option<(String, &'static str)> {
    let found = GOLONGAN.captures(text)?;
    let whole = found.get(0)?;
    let golongan = format!("{}/{}", found[1].to_uppercase(), found[2].to_lowercase());
    let golongan = TABLE.iter().find(|(known, _)| *known == golongan)?.0;
    let pangkat = text[..whole.start()].trim().trim_end_matches(['/', ',', '(', '-']).trim();
    (!pangkat.is_empty()).then(|| (pangkat.to_string(), golongan))
}

/// How a text joins pangkat and golongan, e.g. "(G/g)" for "Penata (III/c)"; `None` when one is missing.
pub fn notation(text: &str) -> Option<String> {
    let (pangkat, golongan) = split(text)?;
    let (roman, letter) = golongan.split_once('/')?;
    let rest = text.trim_start().get(pangkat.len()..)?;
    let signs: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    let joined = signs.to_lowercase().replacen(&roman.to_lowercase(), "G", 1);
    let (before, after) = joined.rsplit_once(letter)?;
    Some(format!("{before}g{after}"))
}

/// A pangkat without case, blanks, dots and the spelling of "Tingkat".
pub fn normal(pangkat: &str) -> String {
    let lower = pangkat.to_lowercase().replace("tingkat", "tk").replace('1', "i");
    lower.chars().filter(char::is_ascii_alphabetic).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(text: &str) -> Option<bool> {
        let (pangkat, golongan) = split(text)?;
        Some(normal(&pangkat) == normal(of_golongan(golongan)?))
    }

    #[test]
    fn spellings_of_a_right_pair() {
        for text in [
            "Penata Tk. I (III/d)",
            "Penata Tk.I/III/d",
            "Penata Muda/ III a",
            "PEMBINA UTAMA MUDA, IV/c",
            "Penata Tingkat I (III/D)",
            "Pembina Utama Muda / IV/c",
            "Penata, Gol. III/c",
            "Pembina (Gol. IV/a)",
            "Penata Muda Tk. I Gol. Ruang III/b",
            "Pembina Tk. I Golongan/Ruang IV/b",
        ] {
            assert_eq!(fits(text), Some(true), "{text}");
        }
    }

    #[test]
    fn notations_differ_by_their_signs_only() {
        assert_eq!(notation("Penata Tk. I (III/d)").as_deref(), Some("(G/g)"));
        assert_eq!(notation("Pembina ( IV/A)"), notation("Penata Muda (III/a)"));
        assert_eq!(notation("Penata Tk.I/III/d").as_deref(), Some("/G/g"));
        assert_eq!(notation("Penata Muda/ III a").as_deref(), Some("/Gg"));
        assert_eq!(notation("Pembina Golongan IV/a"), notation("Penata Golongan III/c"));
        assert_eq!(notation("Penata Tk. I"), None);
    }

    #[test]
    fn wrong_pairs_and_lone_parts() {
        assert_eq!(fits("Penata (III/a)"), Some(false));
        assert_eq!(fits("Penata Tk. (III/d)"), Some(false));
        assert_eq!(fits("Pembina Utama Muda"), None);
        assert_eq!(fits("Penata Tk. I"), None);
        assert_eq!(fits("Penata Muda/ IX"), None);
    }
}
