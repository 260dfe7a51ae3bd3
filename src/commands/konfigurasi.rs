//! `cermat.toml`: found beside the workbooks, read once for each file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::files::{Input, shown};
use super::{aturan, disk};
use crate::cli::Kecuali;
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::pipeline::Settings;
use crate::profile::{Config, Khusus, Known, Levels};
use crate::rules::RULES;
use crate::xlsx::limits::{Limits, MB};

/// The settings with what the command line tells.
///
/// # Errors
/// A code that no rule begins with.
pub fn told(asked: &Kecuali, mut settings: Settings) -> Result<Settings> {
    settings.ignored = codes(&asked.abaikan)?;
    settings.memory = asked.memori.map(|megabytes| megabytes * MB);
    settings.limits.memory = settings.memory.unwrap_or(settings.limits.memory);
    Ok(settings)
}

/// The name of a configuration.
const BERKAS: &str = "cermat.toml";

/// The settings of each input: those given, with the configuration named or nearest to the file.
///
/// # Errors
/// A configuration that can't be read or has a mistake; nothing is checked then.
pub fn settings_of(inputs: &[Input], named: Option<&Path>, given: &Settings) -> Result<Vec<Settings>> {
    let mut read: BTreeMap<PathBuf, (Settings, Vec<Khusus>)> = BTreeMap::new();
    let mut settings = Vec::with_capacity(inputs.len());
    for input in inputs {
        let Some(path) = named.map(Path::to_path_buf).or_else(|| nearest(input)) else {
            settings.push(given.clone());
            continue;
        };
        if !read.contains_key(&path) {
            read.insert(path.clone(), with_config(&path, given)?);
        }
        let (own, khusus) = &read[&path];
        settings.push(for_file(own, khusus, &input.nama));
    }
    Ok(settings)
}

/// In the file's folder, else in the folders above it up to the one that was given.
fn nearest(input: &Input) -> Option<PathBuf> {
    let mut folder = input.path.parent();
    while let Some(here) = folder {
        let path = here.join(BERKAS);
        if path.is_file() {
            return Some(path);
        }
        folder = here.parent().filter(|_| here != input.root);
    }
    None
}

fn with_config(path: &Path, given: &Settings) -> Result<(Settings, Vec<Khusus>)> {
    let bytes = disk::read(path).map_err(|source| Error::io(path, source))?;
    let text =
        String::from_utf8(bytes).map_err(|_| Error::config(path, "isinya bukan teks UTF-8", "it is not UTF-8 text"))?;
    let mistake = |span, detail| Error::Mistake { path: shown(path), text: text.clone(), span, detail };
    let aturan: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    let tingkat = Severity::ALL.map(Severity::word);
    let known = Known { profiles: &given.profiles, aturan: &aturan, tingkat: &tingkat };
    let config = Config::parse(&text, &known).map_err(|wrong| mistake(wrong.span, wrong.detail))?;
    let mut settings = given.clone();
    settings.profiles = settings.profiles.with_config(&config).into();
    settings.ignored.extend(config.ignored);
    settings.levels.extend(severities(&config.levels));
    settings.accepted.extend(config.diterima);
    settings.limits = Limits { memory: given.memory.unwrap_or(config.limits.memory), ..config.limits };
    Ok((settings, config.khusus))
}

/// The settings with what holds for files of this name only.
fn for_file(settings: &Settings, khusus: &[Khusus], nama: &str) -> Settings {
    let mut settings = settings.clone();
    for khusus in khusus.iter().filter(|khusus| khusus.pola.fits(nama)) {
        settings.ignored.extend(khusus.abaikan.iter().cloned());
        if !khusus.aturan.is_empty() {
            settings.ignored.extend(others(&khusus.aturan));
        }
        // Of two levels for one code the later one wins.
        settings.levels.extend(severities(&khusus.tingkat));
    }
    settings
}

/// The rules whose code begins with none of these.
fn others(codes: &[String]) -> impl Iterator<Item = String> {
    let is_named = |code: &str| codes.iter().any(|begin| code.starts_with(begin.as_str()));
    RULES.iter().map(|rule| rule.code).filter(move |code| !is_named(code)).map(str::to_string)
}

fn severities(levels: &Levels) -> impl Iterator<Item = (String, Severity)> {
    let severity = |word: &str| Severity::ALL.into_iter().find(|severity| severity.word() == word);
    levels.iter().filter_map(move |(code, word)| Some((code.clone(), severity(word)?)))
}

/// Codes typed on the command line, in upper case.
///
/// # Errors
/// The first one that no rule begins with.
pub fn codes(typed: &[String]) -> Result<Vec<String>> {
    let codes = typed.iter().map(|code| code.trim().to_ascii_uppercase());
    codes.map(|code| if is_known(&code) { Ok(code) } else { Err(aturan::unknown(&code)) }).collect()
}

fn is_known(code: &str) -> bool {
    !code.is_empty() && RULES.iter().any(|rule| rule.code.starts_with(code))
}
