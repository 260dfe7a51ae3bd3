//! What people wrote beside a finding on the sheets of earlier outputs, and whether they accept it.

/// Where a finding is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// On a sheet of an earlier output, in the column *Diterima*.
    Sheet,
    /// In the configuration.
    Config,
}

impl Source {
    /// The word of the JSON contract.
    pub const fn word(self) -> &'static str {
        match self {
            Source::Sheet => "lembar",
            Source::Config => "cermat.toml",
        }
    }

    /// The source of a word of the JSON contract.
    pub fn from_word(word: &str) -> Option<Self> {
        [Source::Sheet, Source::Config].into_iter().find(|source| source.word() == word)
    }
}

/// What stands beside a finding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entered {
    /// The column *Diterima*.
    pub diterima: String,
    /// The column *Alasan*.
    pub alasan: String,
    /// Further columns that people added: their titles and what stands in them, by title.
    pub lain: Vec<(String, String)>,
    /// Where the finding is accepted as right; `None` when it is not.
    pub accepted: Option<Source>,
}

/// What people type where they mean no, or do not know yet.
const NO: [&str; 13] =
    ["tidak", "tdk", "t", "belum", "no", "n", "false", "0", "-", "mungkin", "ragu", "ragu-ragu", "?"];

impl Entered {
    /// Nothing is written.
    pub fn is_empty(&self) -> bool {
        self.diterima.is_empty() && self.alasan.is_empty() && self.lain.is_empty()
    }

    /// Whether *Diterima* says yes: anything that means neither no nor that nobody knows yet.
    pub fn says_yes(&self) -> bool {
        let word = self.diterima.trim().to_lowercase();
        !word.is_empty() && !NO.contains(&word.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_but_no_is_yes() {
        let says_yes = |text: &str| Entered { diterima: text.into(), ..Entered::default() }.says_yes();
        assert!(says_yes("ya") && says_yes("OK") && says_yes("x") && says_yes("TRUE"));
        assert!(!says_yes("") && !says_yes(" Tidak ") && !says_yes("belum") && !says_yes("FALSE"));
        assert!(!says_yes("Mungkin") && !says_yes("ragu") && !says_yes("?"));
    }
}
