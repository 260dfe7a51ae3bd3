//! Accepted findings: what people wrote on the sheets of an earlier run is read back and kept beside
//! the findings that are still the same.
//!
//! A finding stands on two sheets, in its workbook's copy and in the summary; `temuan.json` tells what
//! both held when they were written. The one that says something else since is what a person changed.
//! An entry whose finding is not there is kept in the summary, and counts again when it comes back.

mod lembar;

use std::collections::{BTreeMap, HashMap};

pub use self::lembar::{Baris, KEADAAN, TITLES, rows, titles};
use super::baru::{Earlier, EarlierBook};
use crate::bahasa::Pesan;
use crate::finding::{Entered, Finding, Source};
use crate::pipeline::{self, Checked, Settings};
use crate::profile::Penerimaan;
use crate::rules;

/// Sheets of the summary that hold findings.
pub const LEMBAR_RINGKASAN: [&str; 2] = ["Temuan", "Diterima"];
/// Sheets of a copy that hold findings.
pub const LEMBAR_SALINAN: [&str; 1] = ["Temuan"];

/// The outputs of an earlier run.
#[derive(Debug, Clone, Default)]
pub struct Terdahulu {
    /// Its `temuan.json`.
    pub temuan: Option<Earlier>,
    /// Rows of the copies, each with the name of its workbook.
    pub salinan: Vec<Baris>,
    /// Rows of the summary.
    pub ringkasan: Vec<Baris>,
}

impl Terdahulu {
    /// The workbooks of that run.
    pub fn books(&self) -> Vec<EarlierBook> {
        self.temuan.as_ref().map(|temuan| temuan.books().to_vec()).unwrap_or_default()
    }
}

/// An entry whose finding is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lapsed {
    /// The finding as it was.
    pub baris: Baris,
    /// Why it is not there.
    pub keadaan: &'static str,
}

/// What is known of one finding.
#[derive(Default)]
struct Known {
    /// What both sheets held when they were written.
    base: Option<Entered>,
    /// What they hold now.
    sheets: Vec<Entered>,
    /// How the finding was told.
    baris: Option<Baris>,
}

/// Puts the entries beside the findings of a run, each workbook with its settings, and gives those left
/// over.
pub fn apply(run: &mut [(&mut Checked, &Settings)], terdahulu: Terdahulu) -> Vec<Lapsed> {
    let names: BTreeMap<String, &Settings> =
        run.iter().map(|(checked, settings)| (checked.nama.clone(), *settings)).collect();
    let mut known = known(terdahulu);
    // A workbook that was renamed is known by its findings.
    let mut strays: HashMap<String, String> = HashMap::new();
    for (berkas, sidik) in known.keys().filter(|(berkas, _)| !names.contains_key(berkas)) {
        strays.entry(sidik.clone()).or_insert_with(|| berkas.clone());
    }
    for (checked, settings) in run {
        for finding in &mut checked.findings {
            let own = known.remove(&(checked.nama.clone(), finding.fingerprint.clone()));
            let stray = || known.remove(&(strays.remove(&finding.fingerprint)?, finding.fingerprint.clone()));
            if let Some(known) = own.or_else(stray) {
                finding.entered = merged(known.base.as_ref(), &known.sheets);
            }
            accept_configured(finding, &checked.nama, &settings.accepted);
        }
    }
    let left = known.into_iter().filter_map(|((berkas, sidik), known)| {
        let entered = merged(known.base.as_ref(), &known.sheets);
        let settings = names.get(&berkas).copied();
        let baris = Baris { berkas, sidik, entered, ..known.baris? };
        let is_run = |settings| rules::rule(&baris.aturan).is_some_and(|rule| pipeline::is_wanted(rule, settings));
        let keadaan = match settings {
            None => "berkasnya tidak ikut diperiksa",
            Some(settings) if !is_run(settings) => "aturannya tidak dijalankan",
            Some(_) => "temuannya tidak ada lagi, atau angkanya sudah berubah",
        };
        let entered = &baris.entered;
        let is_worth = entered.says_yes() || !entered.alasan.is_empty() || !entered.lain.is_empty();
        is_worth.then_some(Lapsed { baris, keadaan })
    });
    left.collect()
}

fn known(terdahulu: Terdahulu) -> BTreeMap<(String, String), Known> {
    let mut known: BTreeMap<(String, String), Known> = BTreeMap::new();
    for (baris, entered) in terdahulu.temuan.iter().flat_map(Earlier::entries) {
        let slot = known.entry((baris.berkas.clone(), baris.sidik.clone())).or_default();
        slot.base = Some(entered);
        slot.baris = Some(baris);
    }
    for baris in terdahulu.salinan.into_iter().chain(terdahulu.ringkasan) {
        let slot = known.entry((baris.berkas.clone(), baris.sidik.clone())).or_default();
        slot.sheets.push(baris.entered.clone());
        slot.baris.get_or_insert(baris);
    }
    known
}

/// What people mean by what the sheets hold.
fn merged(base: Option<&Entered>, sheets: &[Entered]) -> Entered {
    let of = |field: fn(&Entered) -> &str| changed(base.map(field), sheets.iter().map(field));
    let was_yes = base.is_some_and(|base| base.accepted.is_some());
    let says_yes = match base {
        Some(_) => sheets.iter().any(|sheet| sheet.says_yes() != was_yes) != was_yes,
        None => sheets.iter().any(Entered::says_yes),
    };
    let alasan = of(|entered| &entered.alasan);
    // What the configuration accepted it accepts again, or not any more.
    let is_configured = base.is_some_and(|base| base.accepted == Some(Source::Config));
    if is_configured && says_yes && base.is_some_and(|base| base.alasan == alasan) {
        let lain = lain(base, sheets);
        return Entered { lain, ..Entered::default() };
    }
    let typed = sheets.iter().find(|sheet| sheet.says_yes() == says_yes).map(|sheet| sheet.diterima.clone());
    let diterima = typed.unwrap_or_else(|| if says_yes { "ya".into() } else { String::new() });
    Entered { diterima, alasan, lain: lain(base, sheets), accepted: says_yes.then_some(Source::Sheet) }
}

/// The text that is not what it was; else as it was.
fn changed<'a>(base: Option<&str>, mut sheets: impl Iterator<Item = &'a str>) -> String {
    let old = base.unwrap_or("");
    sheets.find(|text| *text != old).unwrap_or(old).to_string()
}

fn lain(base: Option<&Entered>, sheets: &[Entered]) -> Vec<(String, String)> {
    let text = |entered: &Entered, title: &str| -> String {
        let found = entered.lain.iter().find(|(known, _)| known == title);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let of = |title: String| {
        let sheets: Vec<String> = sheets.iter().map(|sheet| text(sheet, &title)).collect();
        let base = base.map(|base| text(base, &title));
        let text = changed(base.as_deref(), sheets.iter().map(String::as_str));
        (title, text)
    };
    titles(sheets.iter().chain(base)).into_iter().map(of).filter(|(_, text)| !text.is_empty()).collect()
}

fn accept_configured(finding: &mut Finding, nama: &str, accepted: &[Penerimaan]) {
    if finding.is_accepted() {
        return;
    }
    if let Some(penerimaan) = accepted.iter().find(|penerimaan| is_meant(penerimaan, finding, nama)) {
        finding.entered.diterima = "ya".into();
        finding.entered.alasan.clone_from(&penerimaan.alasan);
        finding.entered.accepted = Some(Source::Config);
    }
}

/// Whether an acceptance of the configuration speaks of a finding, its figures being the same as then.
fn is_meant(penerimaan: &Penerimaan, finding: &Finding, nama: &str) -> bool {
    let place = &finding.place;
    let is_same = |wanted: &Option<String>, own: &str| wanted.as_ref().is_none_or(|wanted| wanted == own);
    let is_told = match &penerimaan.sidik {
        Some(sidik) => *sidik == finding.fingerprint,
        None => {
            penerimaan.aturan.as_deref() == Some(finding.rule)
                && is_same(&penerimaan.lembar, &place.sheet_name)
                && is_same(&penerimaan.sel, &place.range.to_string())
                && penerimaan.tertulis.as_deref().unwrap_or("") == finding.written.as_deref().unwrap_or("")
        }
    };
    is_told && penerimaan.is_of(nama)
}

/// Acceptances of the configuration that no finding of the run met, as a sentence without its full stop.
pub fn unmet(run: &[(&mut Checked, &Settings)]) -> Option<Pesan> {
    let is_met = |penerimaan: &Penerimaan| {
        let mut findings =
            run.iter().flat_map(|(checked, _)| checked.findings.iter().map(|finding| (finding, &checked.nama)));
        findings.any(|(finding, nama)| is_meant(penerimaan, finding, nama))
    };
    // One configuration may be that of many workbooks.
    let mut told: Vec<String> = Vec::new();
    for penerimaan in run.iter().flat_map(|(_, settings)| &settings.accepted) {
        let words = words(penerimaan);
        if !told.contains(&words) && !is_met(penerimaan) {
            told.push(words);
        }
    }
    let left = told.len().saturating_sub(MOST_NAMED);
    let more = |and: &str, more: &str| if left > 0 { format!("; {and} {left} {more}") } else { String::new() };
    let named = told.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join("; ");
    let count = told.len();
    (count > 0).then(|| {
        let id = format!("{count} penerimaan di cermat.toml tidak bertemu temuannya: {named}{}", more("dan", "lain"));
        let en = format!("{count} acceptances of cermat.toml meet no finding: {named}{}", more("and", "more"));
        Pesan::new(id, en)
    })
}

/// Acceptances without their finding that are named.
const MOST_NAMED: usize = 5;

fn words(penerimaan: &Penerimaan) -> String {
    match &penerimaan.sidik {
        Some(sidik) => format!("sidik {sidik}"),
        None => {
            let parts = [&penerimaan.aturan, &penerimaan.lembar, &penerimaan.sel];
            parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(diterima: &str, alasan: &str) -> Entered {
        Entered { diterima: diterima.into(), alasan: alasan.into(), ..Entered::default() }
    }

    fn accepted(alasan: &str, source: Source) -> Entered {
        Entered { accepted: Some(source), ..entered("ya", alasan) }
    }

    #[test]
    fn either_sheet_accepts_and_either_takes_back() {
        let blank = entered("", "");
        let new = merged(Some(&blank), &[blank.clone(), entered("ya", "sesuai SK")]);
        assert_eq!(new, accepted("sesuai SK", Source::Sheet));
        let was = accepted("sesuai SK", Source::Sheet);
        assert_eq!(merged(Some(&was), &[was.clone(), entered("", "sesuai SK")]).accepted, None);
        assert_eq!(merged(Some(&was), &[was.clone(), entered("ya", "SK 12")]).alasan, "SK 12");
        assert_eq!(merged(Some(&was), &[]), was);
    }

    #[test]
    fn what_the_configuration_accepted_is_its_own() {
        let was = accepted("kebijakan kantor", Source::Config);
        assert_eq!(merged(Some(&was), &[entered("ya", "kebijakan kantor")]), Entered::default());
        assert_eq!(merged(Some(&was), &[entered("ya", "SK 12")]), accepted("SK 12", Source::Sheet));
    }
}
