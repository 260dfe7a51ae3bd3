//! F13: the formula of an indikator calculates something else than the indikator says.
//!
//! A definition is compared with the indikator beside it: the ratio's direction, its years, what it
//! counts, and whom. What a formula or an indikator does not say in listed words is not judged.

use super::kosakata::{Kind, Named, Spoken, listed};
use crate::finding::{Cause, Severity};
use crate::formula::{Side, WordFormula, word_formulas};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};

/// F13.
pub const RULE: Rule = Rule {
    code: "F13",
    name: "rumus_iku_keliru",
    title: "Rumus indikator tidak mengukur indikatornya",
    severity: Severity::Error,
    basis: "PER/09/M.PAN/5/2007 (indikator kinerja utama)",
    doc: include_str!("rumus_iku_keliru.md"),
    check: Check::Dokumen(check),
};

/// One definition with the indikator it explains.
struct Definition {
    row: usize,
    items: Vec<Named>,
    formulas: Vec<WordFormula>,
    /// Later rows share the definition, so their indikator are not all known here.
    is_shared: bool,
}

/// Something wrong with a definition.
struct Fault {
    severity: Severity,
    /// The indikator is to be mended, not the definition.
    on_indikator: bool,
    message: String,
    expected: Option<String>,
    cause: Option<Cause>,
}

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let penjelasan = table.column(Role::Penjelasan).or_else(|| table.column(Role::Keterangan));
    let (Some(indikator), Some(penjelasan)) = (table.column(Role::Indikator), penjelasan) else {
        return;
    };
    let definitions: Vec<Definition> = (0..table.rows.len())
        .filter(|&row| !table.rows[row].entries[penjelasan].continues && !table.rows[row].entries[indikator].continues)
        .map(|row| Definition {
            row,
            items: listed(table.rows[row].entries[indikator].text()),
            formulas: word_formulas(table.rows[row].entries[penjelasan].text()),
            is_shared: table.rows.get(row + 1).is_some_and(|next| next.entries[penjelasan].continues),
        })
        .filter(|definition| !definition.items.is_empty() && !definition.formulas.is_empty())
        .collect();
    let shifts: Vec<(usize, bool)> = definitions.iter().filter_map(|own| Some((own.row, is_shifted(own)?))).collect();
    let shifted = shifts.iter().filter(|(_, shifted)| *shifted).count();
    let shifted_is_odd = shifted < shifts.len() - shifted;
    for definition in &definitions {
        let is_odd = shifted_is_odd && shifts.contains(&(definition.row, true));
        for fault in faults(definition, is_odd) {
            let (column, other, note) = match fault.on_indikator {
                true => (indikator, penjelasan, "rumus"),
                false => (penjelasan, indikator, "indikator"),
            };
            let spot = Spot { row: definition.row, column };
            let other = table.rows[definition.row].entries[other].cell;
            let written = definition.formulas.last().map_or(String::new(), shown);
            let mut draft = findings.at(dokumen, spot, fault.message).severity(fault.severity).written(written).see(
                table.sheet,
                other,
                note,
            );
            if let Some(expected) = fault.expected {
                draft = draft.expected(expected);
            }
            if let Some(cause) = fault.cause {
                let _ = draft.cause(cause, "pembilang dan penyebut tertukar");
            }
        }
    }
}

/// A share of year n in year n (`false`) or in year n-1 (`true`); `None` when it is neither.
fn is_shifted(definition: &Definition) -> Option<bool> {
    let [formula] = definition.formulas.as_slice() else {
        return None;
    };
    let denominator = formula.denominator.as_ref()?;
    let is_level = formula.numerator.difference.is_none()
        && definition.items.iter().all(|item| item.kind == Kind::Percent && !item.is_change());
    // Those who go on, of the year before: the usual base of a cohort.
    if Spoken::new(&denominator.text).selected().is_some() {
        return None;
    }
    match (formula.numerator.years.as_slice(), denominator.years.as_slice()) {
        ([0], [back @ (0 | 1)]) if is_level => Some(*back == 1),
        _ => None,
    }
}

fn faults(definition: &Definition, is_odd: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    let items = &definition.items;
    let ratios: Vec<(&WordFormula, &Side)> =
        definition.formulas.iter().filter_map(|formula| Some((formula, formula.denominator.as_ref()?))).collect();
    if let Some((formula, denominator)) =
        ratios.iter().find(|(formula, denominator)| is_inverted(formula, denominator, items))
    {
        faults.push(Fault {
            expected: Some(format!("{} / {}", denominator.text, formula.numerator.text)),
            cause: Some(Cause::RumusTerbalik),
            ..fault("rumus terbalik: target dibagi realisasi, seharusnya realisasi dibagi target")
        });
    }
    for (formula, denominator) in &ratios {
        if matches!(formula.numerator.difference, Some((1, 0) | (0, 1))) && denominator.years == [0] {
            faults.push(fault("perubahan dari tahun n-1 ke tahun n dibagi tahun n, seharusnya dibagi tahun n-1"));
        }
    }
    if is_odd {
        faults.push(Fault {
            severity: Severity::Review,
            ..fault(
                "pembilang tahun n dibagi penyebut tahun n-1, rumus lain di tabel ini memakai tahun n untuk keduanya",
            )
        });
    }
    if definition.is_shared {
        return faults;
    }
    faults.extend(of_another_kind(definition));
    match definition.formulas.as_slice() {
        [formula] => faults.extend(measures_another(formula, items)),
        formulas if formulas.len() == items.len() => {
            let pairs = formulas.iter().zip(items);
            faults.extend(pairs.filter_map(|(formula, item)| measures_another(formula, std::slice::from_ref(item))));
        }
        _ => {}
    }
    faults
}

fn fault(message: impl Into<String>) -> Fault {
    Fault { severity: Severity::Error, on_indikator: false, message: message.into(), expected: None, cause: None }
}

/// Target over realisasi, unless less is better, as of what an efficiency is about.
fn is_inverted(formula: &WordFormula, denominator: &Side, items: &[Named]) -> bool {
    Spoken::new(&formula.numerator.text).is_planned()
        && Spoken::new(&denominator.text).is_achieved()
        && !items.iter().all(|item| item.is_negative() || item.words.iter().any(|word| word == "efisiensi"))
}

/// A count explained by a percentage, a level by a change, or several indikator by one formula.
fn of_another_kind(definition: &Definition) -> Option<Fault> {
    let items = &definition.items;
    let paired = definition.formulas.len() == items.len();
    let ratio = |at: usize| {
        let formula = if paired { definition.formulas.get(at) } else { definition.formulas.first() };
        formula.filter(|formula| (paired || definition.formulas.len() == 1) && formula.denominator.is_some())
    };
    let counts = items
        .iter()
        .enumerate()
        .filter(|&(at, item)| item.kind == Kind::Count && ratio(at).is_some_and(|formula| formula.percent));
    if let Some((_, item)) = counts.clone().next() {
        let which = match counts.count() {
            1 => format!("indikator «{}» adalah jumlah", item.text),
            several => format!("{several} indikator adalah jumlah"),
        };
        return Some(Fault { on_indikator: true, ..fault(format!("{which}, rumusnya menghitung persentase")) });
    }
    if let [item] = items.as_slice()
        && item.kind == Kind::Level
        && !item.is_change()
        && ratio(0).is_some_and(|formula| formula.percent && formula.numerator.difference.is_some())
    {
        let message = format!("indikator «{}» adalah angka, rumusnya menghitung persentase perubahannya", item.text);
        return Some(fault(message));
    }
    if let ([_, _, ..], [formula]) = (items.as_slice(), definition.formulas.as_slice())
        && let Some(denominator) = &formula.denominator
        && [&formula.numerator, denominator].iter().all(|side| Spoken::new(&side.text).is_generic())
    {
        let message = format!("satu rumus umum dipakai untuk {} indikator yang berbeda", items.len());
        return Some(Fault { on_indikator: true, ..fault(message) });
    }
    None
}

/// The formula counts an output for an outcome, leaves an indikator out, or has another base.
fn measures_another(formula: &WordFormula, items: &[Named]) -> Option<Fault> {
    let numerator = Spoken::new(&formula.numerator.text);
    let denominator = formula.denominator.as_ref().map(|side| Spoken::new(&side.text));
    if let Some(omitted) = omitted(&numerator, items).filter(|_| denominator.is_none()) {
        return Some(fault(format!("rumus tidak menghitung «{}», indikator lain di sel ini disebut", omitted.text)));
    }
    let has_outcome = numerator.has_outcome() || denominator.as_ref().is_some_and(Spoken::has_outcome);
    let outcome = items.iter().find_map(Named::outcome);
    if let (Some(outcome), Some(output), false) = (outcome, numerator.output(), has_outcome) {
        let severity = if denominator.is_some() { Severity::Error } else { Severity::Review };
        let message = format!("rumus menghitung «{output}», indikator mengukur «{outcome}»");
        return Some(Fault { severity, ..fault(message) });
    }
    if let (Some(handled), [_, _, ..], None) = (numerator.handled(), items, &denominator)
        && numerator.counts() <= 1
        && !items.iter().any(|item| item.words.iter().any(|word| word == handled))
    {
        let message = format!("satu hitungan «yang {handled}» dipakai untuk {} indikator yang berbeda", items.len());
        return Some(Fault { severity: Severity::Review, ..fault(message) });
    }
    let (item, denominator) = (items.first()?, denominator?);
    let selected = numerator.selected()?;
    let is_of_item = items.len() == 1
        && item.kind == Kind::Percent
        && item.subject().contains(&selected)
        && item.words.iter().any(|word| word == "yang" || word == "yg");
    let is_whole = denominator.words.iter().any(|word| word.starts_with("keseluruhan") || word == "seluruhnya");
    (is_of_item && !is_whole && !denominator.tells_selected(selected)).then(|| Fault {
        severity: Severity::Review,
        ..fault(format!("penyebut bukan «{selected}», padahal indikator adalah bagian dari «{selected}»"))
    })
}

/// The one indikator of which the count names nothing, where it names all others by a word of their own.
fn omitted<'a>(numerator: &Spoken, items: &'a [Named]) -> Option<&'a Named> {
    const MOST_ITEMS: usize = 30;
    let is_elsewhere = |at: usize, word: &str| {
        items.iter().enumerate().any(|(other, item)| other != at && item.subject().contains(&word))
    };
    let mut omitted = Vec::new();
    if !(3..=MOST_ITEMS).contains(&items.len()) {
        return None;
    }
    for (at, item) in items.iter().enumerate() {
        let mut own = item.subject();
        if !numerator.names(&own) {
            omitted.push(item);
            continue;
        }
        own.retain(|word| !is_elsewhere(at, word));
        if !numerator.names(&own) {
            return None;
        }
    }
    match omitted.as_slice() {
        [only] if !only.subject().is_empty() => Some(only),
        _ => None,
    }
}

fn shown(formula: &WordFormula) -> String {
    let numerator = match formula.numerator.difference {
        Some(_) => format!("({})", formula.numerator.text),
        None => formula.numerator.text.clone(),
    };
    let ratio = match &formula.denominator {
        Some(denominator) => format!("{numerator} / {}", denominator.text),
        None => numerator,
    };
    if formula.percent { format!("{ratio} x 100%") } else { ratio }
}
