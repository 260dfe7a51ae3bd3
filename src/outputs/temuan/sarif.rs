//! Findings as SARIF.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::finding::{Finding, Place, Severity};
use crate::outputs::Run;
use crate::outputs::baru::Status;
use crate::rules::RULES;

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
        .flat_map(|book| book.findings().map(|(finding, status)| sarif_result(&book.checked.nama, finding, status)))
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

fn sarif_result(nama: &str, finding: &Finding, status: Option<Status>) -> Value {
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
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": RULES.iter().position(|rule| rule.code == finding.rule),
        "level": sarif_level(finding.severity),
        "message": {"text": message},
        "locations": [sarif_location(nama, &finding.place)],
        "relatedLocations": related,
        "partialFingerprints": {"sidik/v1": finding.fingerprint},
    });
    if finding.is_accepted() {
        let justification = &finding.entered.alasan;
        result["suppressions"] = json!([{"kind": "external", "status": "accepted", "justification": justification}]);
    }
    if let Some(status) = status {
        result["baselineState"] = json!(match status {
            Status::New => "new",
            Status::Known => "unchanged",
        });
    }
    result
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
    fn names_become_uri_references() {
        assert_eq!(uri("Bidang A/DPA 2024.xlsx"), "Bidang%20A/DPA%202024.xlsx");
    }
}
