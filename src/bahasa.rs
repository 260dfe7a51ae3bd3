//! The languages cermat speaks around the findings, and messages in both.
//!
//! A message is written once, in Indonesian and English side by side; what shows it picks one. Texts of rules stay
//! Indonesian.

use std::fmt;

/// The language of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bahasa {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

impl Bahasa {
    /// All languages with the words users type.
    pub const ALL: [(Bahasa, &'static str); 2] = [(Bahasa::Id, "id"), (Bahasa::En, "en")];

    /// The one of two texts that is in the language.
    pub fn pick<'a>(self, id: &'a str, en: &'a str) -> &'a str {
        match self {
            Bahasa::Id => id,
            Bahasa::En => en,
        }
    }
}

/// A word in Indonesian and in English.
pub type Kata = (&'static str, &'static str);

/// A message in both languages. Shown as it is, it is Indonesian.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pesan {
    id: String,
    en: String,
}

impl Pesan {
    /// The same said in Indonesian and in English.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { id: id.into(), en: en.into() }
    }

    /// The word of a reader or of the system, which has one language.
    pub fn asing(text: impl ToString) -> Self {
        let text = text.to_string();
        Self { id: text.clone(), en: text }
    }

    /// The message with more behind it, parted by a semicolon.
    pub fn and(&self, more: &Pesan) -> Self {
        Self::new(format!("{}; {}", self.id, more.id), format!("{}; {}", self.en, more.en))
    }

    /// The message in a language.
    pub fn text(&self, bahasa: Bahasa) -> &str {
        bahasa.pick(&self.id, &self.en)
    }
}

impl fmt::Display for Pesan {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.id)
    }
}
