//! Findings as JUnit XML, for build servers: a suite a workbook, a case a rule that found something.
//!
//! A case fails where the exit status would tell: when one of its findings is grave enough and was
//! neither known before nor accepted. The others pass and carry their findings along.

use std::fmt::Write as _;

use crate::bahasa::Bahasa;
use crate::finding::{Finding, Severity};
use crate::outputs::annotated::escaped;
use crate::outputs::baru::Status;
use crate::outputs::text::one_line;
use crate::outputs::{CheckedBook, Failure, Run};
use crate::rules::{RULES, Rule};

/// JUnit XML; findings from `threshold` on fail.
pub fn junit(run: &Run, threshold: Severity) -> String {
    let mut suites: Vec<Suite> = run.books.iter().map(|book| book_suite(book, threshold)).collect();
    suites.extend(run.failures.iter().map(failure_suite));
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cermat\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
        sum(|suite| suite.tests),
        sum(|suite| suite.failures),
        sum(|suite| suite.errors),
    );
    for suite in &suites {
        let Suite { nama, tests, failures, errors, cases } = suite;
        let nama = attribute(nama);
        let _ = write!(
            xml,
            "  <testsuite name=\"{nama}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">\n{cases}  </testsuite>\n"
        );
    }
    xml.push_str("</testsuites>\n");
    xml
}

struct Suite {
    nama: String,
    tests: usize,
    failures: usize,
    errors: usize,
    cases: String,
}

fn book_suite(book: &CheckedBook, threshold: Severity) -> Suite {
    let nama = &book.checked.nama;
    let mut suite = Suite { nama: nama.clone(), tests: 0, failures: 0, errors: 0, cases: String::new() };
    for rule in RULES {
        let found: Vec<Found<'_>> = book.findings().filter(|(finding, _)| finding.rule == rule.code).collect();
        if !found.is_empty() {
            let fails = |(finding, status): &Found<'_>| {
                finding.severity <= threshold && !finding.is_accepted() && *status != Some(Status::Known)
            };
            let is_failure = found.iter().any(fails);
            suite.tests += 1;
            suite.failures += usize::from(is_failure);
            suite.cases.push_str(&rule_case(nama, rule, &found, is_failure));
        }
    }
    if suite.tests == 0 {
        suite.tests = 1;
        suite.cases = format!("    <testcase classname=\"{}\" name=\"tidak ada temuan\"/>\n", attribute(nama));
    }
    suite
}

type Found<'a> = (&'a Finding, Option<Status>);

fn rule_case(nama: &str, rule: &Rule, found: &[Found<'_>], is_failure: bool) -> String {
    let lines: Vec<String> = found.iter().map(|(finding, status)| line(finding, *status)).collect();
    let lines = escaped(&lines.join("\n"));
    let level = found.iter().map(|(finding, _)| finding.severity).min().unwrap_or(rule.severity);
    let body = if is_failure {
        format!("<failure type=\"{}\" message=\"{} temuan\">{lines}</failure>", level.word(), found.len())
    } else {
        format!("<system-out>{lines}</system-out>")
    };
    let (nama, title) = (attribute(nama), attribute(&format!("{} {}", rule.code, rule.title)));
    format!("    <testcase classname=\"{nama}\" name=\"{title}\">\n      {body}\n    </testcase>\n")
}

/// `Tabel 2.6!C45: target 1.232, jumlah 1.224; seharusnya 1.224 (tetap)`
fn line(finding: &Finding, status: Option<Status>) -> String {
    let place = &finding.place;
    let mut line = format!("{}!{}: {}", place.sheet_name, place.range, finding.message);
    for (label, detail) in [("seharusnya", &finding.expected), ("dugaan:", &finding.guess), ("saran:", &finding.advice)]
    {
        if let Some(detail) = detail {
            let _ = write!(line, "; {label} {detail}");
        }
    }
    if finding.is_accepted() {
        let _ = write!(line, " (diterima: {})", finding.entered.alasan);
    }
    if let Some(status) = status {
        let _ = write!(line, " ({})", status.word());
    }
    one_line(&line)
}

fn failure_suite(failure: &Failure) -> Suite {
    let nama = attribute(&failure.nama);
    let cases = format!(
        "    <testcase classname=\"{nama}\" name=\"dapat diperiksa\">\n      <error message=\"{}\"/>\n    </testcase>\n",
        attribute(failure.sebab.text(Bahasa::Id))
    );
    Suite { nama: failure.nama.clone(), tests: 1, failures: 0, errors: 1, cases }
}

fn attribute(text: &str) -> String {
    escaped(&one_line(text))
}
