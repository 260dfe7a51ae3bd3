//! `cermat.toml`: found beside the workbooks, read once for each file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::aturan;
use super::files::{Input, shown};
use crate::error::{Error, Result};
use crate::pipeline::Settings;
use crate::profile::Config;
use crate::rules::RULES;

/// The name of a configuration.
const BERKAS: &str = "cermat.toml";

/// The settings of each input: those given, with the configuration named or nearest to the file.
///
/// # Errors
/// A configuration that can't be read or has a mistake; nothing is checked then.
pub fn settings_of(inputs: &[Input], named: Option<&Path>, given: &Settings) -> Result<Vec<Settings>> {
    let mut read: BTreeMap<Option<PathBuf>, Settings> = BTreeMap::new();
    let mut settings = Vec::with_capacity(inputs.len());
    for input in inputs {
        let path = named.map(Path::to_path_buf).or_else(|| nearest(input));
        let own = match read.get(&path) {
            Some(own) => own.clone(),
            None => {
                let own = path.as_deref().map_or_else(|| Ok(given.clone()), |path| with_config(path, given))?;
                read.insert(path, own.clone());
                own
            }
        };
        settings.push(own);
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

fn with_config(path: &Path, given: &Settings) -> Result<Settings> {
    let bytes = fs::read(path).map_err(|source| Error::io(path, source))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::Config { path: path.to_path_buf(), detail: "isinya bukan teks UTF-8".into() })?;
    let mistake = |span, detail| Error::Mistake { path: shown(path), text: text.clone(), span, detail };
    let config = Config::parse(&text, &given.profiles).map_err(|wrong| mistake(wrong.span, wrong.detail))?;
    let mut settings = given.clone();
    for (code, span) in config.ignored {
        if !is_known(&code) {
            return Err(mistake(span, format!("aturan «{code}» tidak ada; cermat aturan menampilkan daftarnya")));
        }
        settings.ignored.push(code);
    }
    settings.profiles = settings.profiles.with_formulas(config.formulas);
    Ok(settings)
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
