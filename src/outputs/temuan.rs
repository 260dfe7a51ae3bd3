//! Findings for other programs: the JSON contract, one line a finding, a table for Excel, and SARIF.
//!
//! `temuan.json` is a public contract: keys may be added, none renamed, and their order stays.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Value, json};

use super::Run;
use crate::finding::{Finding, Place, Severity};
use crate::rules::RULES;

/// Version of the contract.
const VERSI: u32 = 1;

#[derive(Serialize)]
struct Temuan<'a> {
    versi: u32,
    berkas: Vec<Berkas<'a>>,
    gagal: Vec<Gagal<'a>>,
}

#[derive(Serialize)]
struct Berkas<'a> {
    nama: &'a str,
    jenis: &'a [String],
    temuan: Vec<Butir<'a>>,
}

#[derive(Serialize)]
struct Butir<'a> {
    aturan: &'a str,
    tingkat: &'a str,
    lembar: &'a str,
    sel: String,
    pesan: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tertulis: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seharusnya: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sebab: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dugaan: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    saran: Option<&'a str>,
    dasar: &'a str,
    sidik: &'a str,
    terkait: Vec<Terkait<'a>>,
}

#[derive(Serialize)]
struct Terkait<'a> {
    berkas: &'a str,
    lembar: &'a str,
    sel: String,
    catatan: &'a str,
}

#[derive(Serialize)]
struct Gagal<'a> {
    nama: &'a str,
    sebab: &'a str,
}

/// The contract, indented, with a line break at the end.
pub fn json(run: &Run) -> String {
    let temuan = Temuan {
        versi: VERSI,
        berkas: run
            .books
            .iter()
            .map(|book| Berkas {
                nama: &book.checked.nama,
                jenis: &book.checked.jenis,
                temuan: book.checked.findings.iter().map(butir).collect(),
            })
            .collect(),
        gagal: run.failures.iter().map(|failure| Gagal { nama: &failure.nama, sebab: &failure.sebab }).collect(),
    };
    let mut text = serde_json::to_string_pretty(&temuan).expect("texts and numbers are always JSON");
    text.push('\n');
    text
}

fn butir(finding: &Finding) -> Butir<'_> {
    Butir {
        aturan: finding.rule,
        tingkat: finding.severity.word(),
        lembar: &finding.place.sheet_name,
        sel: finding.place.range.to_string(),
        pesan: &finding.message,
        tertulis: finding.written.as_deref(),
        seharusnya: finding.expected.as_deref(),
        sebab: finding.cause.map(|cause| cause.word()),
        dugaan: finding.guess.as_deref(),
        saran: finding.advice.as_deref(),
        dasar: finding.basis,
        sidik: &finding.fingerprint,
        terkait: finding
            .related
            .iter()
            .map(|related| Terkait {
                berkas: &related.book,
                lembar: &related.place.sheet_name,
                sel: related.place.range.to_string(),
                catatan: &related.note,
            })
            .collect(),
    }
}

/// One line of JSON a finding with its file, then one line of status a file.
pub fn ndjson(run: &Run) -> String {
    #[derive(Serialize)]
    struct Baris<'a> {
        berkas: &'a str,
        #[serde(flatten)]
        butir: Butir<'a>,
    }
    #[derive(Serialize)]
    struct Status<'a> {
        berkas: &'a str,
        status: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        temuan: Option<usize>,
        #[serde(skip_serializing_if = "Option::is_none")]
        sebab: Option<&'a str>,
    }
    let mut text = String::new();
    for book in &run.books {
        let berkas = book.checked.nama.as_str();
        for finding in &book.checked.findings {
            push_line(&mut text, &Baris { berkas, butir: butir(finding) });
        }
        let temuan = Some(book.checked.findings.len());
        push_line(&mut text, &Status { berkas, status: "selesai", temuan, sebab: None });
    }
    for failure in &run.failures {
        let (berkas, sebab) = (failure.nama.as_str(), Some(failure.sebab.as_str()));
        push_line(&mut text, &Status { berkas, status: "gagal", temuan: None, sebab });
    }
    text
}

fn push_line(text: &mut String, line: &impl Serialize) {
    text.push_str(&serde_json::to_string(line).expect("texts and numbers are always JSON"));
    text.push('\n');
}

/// A table that Excel opens by double click under Indonesian settings: `;` between the cells, a
/// byte order mark before them.
pub fn csv(run: &Run) -> String {
    let header = [
        "Berkas",
        "Lembar",
        "Sel",
        "Tingkat",
        "Aturan",
        "Temuan",
        "Tertulis",
        "Seharusnya",
        "Dugaan sebab",
        "Saran",
        "Dasar",
        "Sidik",
    ];
    let mut text = String::from("\u{feff}");
    push_row(&mut text, &header);
    for book in &run.books {
        for finding in &book.checked.findings {
            let optional = |field: &Option<String>| field.clone().unwrap_or_default();
            let cells = [
                book.checked.nama.clone(),
                finding.place.sheet_name.to_string(),
                finding.place.range.to_string(),
                finding.severity.word().to_string(),
                finding.rule.to_string(),
                finding.message.clone(),
                optional(&finding.written),
                optional(&finding.expected),
                optional(&finding.guess),
                optional(&finding.advice),
                finding.basis.to_string(),
                finding.fingerprint.clone(),
            ];
            push_row(&mut text, &cells.each_ref().map(String::as_str));
        }
    }
    for failure in &run.failures {
        push_row(&mut text, &[&failure.nama, "", "", "gagal", "", &failure.sebab, "", "", "", "", "", ""]);
    }
    text
}

fn push_row(text: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    let _ = write!(text, "{}\r\n", cells.join(";"));
}

/// A cell that can't become a formula when the table is opened: text that begins like one gets an
/// apostrophe.
fn csv_cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if risky { format!("'{text}") } else { text.to_string() };
    if text.contains([';', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// SARIF 2.1.0, for code review tools.
pub fn sarif(run: &Run) -> String {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.code,
                "name": rule.name,
                "shortDescription": {"text": rule.title},
                "fullDescription": {"text": format!("{}. Dasar: {}.", rule.title, rule.basis)},
                "help": {"text": rule.doc, "markdown": rule.doc},
                "defaultConfiguration": {"level": sarif_level(rule.severity)},
            })
        })
        .collect();
    let results: Vec<Value> = run
        .books
        .iter()
        .flat_map(|book| book.checked.findings.iter().map(|finding| sarif_result(&book.checked.nama, finding)))
        .collect();
    let notifications: Vec<Value> = run
        .failures
        .iter()
        .map(|failure| {
            json!({
                "level": "error",
                "message": {"text": format!("{}: {}", failure.nama, failure.sebab)},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&failure.nama)}}}],
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "cermat", "version": env!("CARGO_PKG_VERSION"), "language": "id", "rules": rules}},
            "invocations": [{
                "executionSuccessful": run.failures.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn sarif_result(nama: &str, finding: &Finding) -> Value {
    let mut message = finding.message.clone();
    if let Some(guess) = &finding.guess {
        let _ = write!(message, ". Dugaan: {guess}");
    }
    if let Some(advice) = &finding.advice {
        let _ = write!(message, ". Saran: {advice}");
    }
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|related| {
            let mut location = sarif_location(&related.book, &related.place);
            location["message"] = json!({"text": related.note});
            location
        })
        .collect();
    json!({
        "ruleId": finding.rule,
        "ruleIndex": RULES.iter().position(|rule| rule.code == finding.rule),
        "level": sarif_level(finding.severity),
        "message": {"text": message},
        "locations": [sarif_location(nama, &finding.place)],
        "relatedLocations": related,
        "partialFingerprints": {"sidik/v1": finding.fingerprint},
    })
}

/// A workbook has no lines: the file is the physical place, sheet and cell are the logical one.
fn sarif_location(nama: &str, place: &Place) -> Value {
    json!({
        "physicalLocation": {"artifactLocation": {"uri": uri(nama)}},
        "logicalLocations": [{
            "name": place.range.to_string(),
            "fullyQualifiedName": format!("'{}'!{}", place.sheet_name.replace('\'', "''"), place.range),
            "kind": "member",
        }],
    })
}

const fn sarif_level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Review | Severity::Missing => "warning",
        Severity::Advice => "note",
    }
}

/// A relative path as a URI reference.
fn uri(nama: &str) -> String {
    let mut text = String::new();
    for byte in nama.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => text.push(char::from(byte)),
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_cells_never_become_formulas_and_keep_their_separators() {
        assert_eq!(csv_cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(csv_cell("-1.250"), "'-1.250");
        assert_eq!(csv_cell("+62"), "'+62");
        assert_eq!(csv_cell("@SUM"), "'@SUM");
        assert_eq!(csv_cell("a;b"), "\"a;b\"");
        assert_eq!(csv_cell("kata \"ini\""), "\"kata \"\"ini\"\"\"");
        assert_eq!(csv_cell("=a;b"), "\"'=a;b\"");
        assert_eq!(csv_cell("biasa"), "biasa");
    }

    #[test]
    fn names_become_uri_references() {
        assert_eq!(uri("Bidang A/DPA 2024.xlsx"), "Bidang%20A/DPA%202024.xlsx");
    }
}
