//! The rules as text: a list, and the explanation of one.

use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;

use super::text::{BOLD, styled, wrapped};
use crate::grid::NumberFormat;
use crate::rules::{self, RULES, Rule};

/// All rules, one a line.
pub fn list(colour: bool) -> String {
    let mut text = styled("Kode  Tingkat   Yang diperiksa", BOLD, colour);
    text.push('\n');
    for rule in RULES {
        let _ = writeln!(text, "{:<5} {:<9} {}", rule.code, rule.severity.word(), wrapped(rule.title, 16));
    }
    let _ = writeln!(text, "\n{} aturan. Penjelasan satu aturan: cermat aturan KODE", RULES.len());
    text
}

/// One rule with its explanation.
pub fn explain(rule: &Rule, colour: bool) -> String {
    let mut text = format!("{}\n\n", styled(&wrapped(&format!("{} · {}", rule.code, rule.title), 0), BOLD, colour));
    let _ = writeln!(text, "Nama    : {}", rule.name);
    let _ = writeln!(text, "Tingkat : {}", rule.severity.word());
    let _ = writeln!(text, "Dasar   : {}", wrapped(rule.basis, 10));
    let _ = write!(text, "\n{}", plain(rule.doc, colour));
    text
}

/// The heading of the part that only tests the rule.
const UJI: &str = "## Pada formulir yang bersih";

/// Markdown as plain text: paragraphs wrapped, code kept as it is, tables without the marks of the tests.
fn plain(markdown: &str, colour: bool) -> String {
    let mut is_test = false;
    let lines = markdown.lines().filter(|line| {
        if line.starts_with("## ") {
            is_test = *line == UJI;
        }
        !is_test
    });
    let mut text = String::new();
    let mut paragraph = String::new();
    let mut is_code = false;
    // The first line repeats code and title.
    for line in lines.skip_while(|line| line.starts_with("# ") || line.trim().is_empty()) {
        let fence = line.starts_with("```");
        let kept = is_code || fence || line.starts_with('|') || line.trim().is_empty() || line.starts_with('#');
        if kept || is_item(line) {
            flush(&mut text, &mut paragraph);
        }
        if fence {
            is_code = !is_code;
        } else if let (false, Some(title)) = (is_code, line.strip_prefix('#')) {
            let _ = writeln!(text, "{}", styled(title.trim_start_matches('#').trim(), BOLD, colour));
        } else if !is_code && line.starts_with('|') {
            let _ = writeln!(text, "{}", table_row(line));
        } else if kept {
            let _ = writeln!(text, "{}", line.trim_end());
        } else {
            paragraph.push_str(line);
            paragraph.push('\n');
        }
    }
    flush(&mut text, &mut paragraph);
    text
}

/// A row of a table: lines of a cell side by side, numbers as their format shows them.
fn table_row(line: &str) -> String {
    let line = line.trim_end().replace("<br>", " / ");
    let marked = MARK.replace_all(&line, |mark: &Captures<'_>| {
        let number = mark.name("number").map_or("", |number| number.as_str());
        let format = mark["mark"].split(' ').find_map(|word| word.strip_prefix("f:"));
        format.and_then(|format| shown(number, format)).unwrap_or_else(|| number.to_string())
    });
    marked.into_owned()
}

/// `1250 {f:#,##0}`, `Kegiatan {b i1}`.
static MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?P<number>-?\d+(?:\.\d+)?)? *\{(?P<mark>[^{}|]*)\}").expect("a valid pattern"));

/// A number as a number format prints it.
fn shown(number: &str, format: &str) -> Option<String> {
    let value: Decimal = number.parse().ok()?;
    let format = NumberFormat::parse(format);
    let decimals = format.decimals?;
    Some(match format.percent {
        true => format!("{}%", rules::number(value * Decimal::ONE_HUNDRED, decimals)),
        false => rules::number(value, decimals),
    })
}

fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("- ") || line.starts_with("* ")
}

fn flush(text: &mut String, paragraph: &mut String) {
    if paragraph.trim().is_empty() {
        return;
    }
    let indent = if is_item(paragraph) { 2 } else { 0 };
    let words = paragraph.replace("**", "").replace('`', "");
    let _ = writeln!(text, "{}", wrapped(&words, indent));
    paragraph.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_joined_and_tables_kept() {
        let text = plain(
            "# K01 · Judul\n\nSatu **tebal**\ndua `kode`.\n\n| A |\n|---|\n\n## Contoh\n- butir\n- lain\n",
            false,
        );
        assert_eq!(text, "Satu tebal dua kode.\n\n| A |\n|---|\n\nContoh\n- butir\n- lain\n");
    }

    #[test]
    fn marks_of_the_tests_are_not_shown() {
        let text = plain(
            "| 1 | Pagu<br>(Rp) {b} | 8250000 {f:#,##0} | =B2/C2*100 => 88 {b f:0.00} |\n\n## Pada formulir yang bersih\n\n\
             ```ubah bersih/dpa.md\nC2: 1\n```\n\n## Lain\nkata\n",
            false,
        );
        assert_eq!(text, "| 1 | Pagu / (Rp) | 8.250.000 | =B2/C2*100 => 88,00 |\n\nLain\nkata\n");
    }

    #[test]
    fn every_rule_is_listed_and_explained() {
        let list = list(false);
        for rule in RULES {
            assert!(
                list.contains(rule.code) && explain(rule, false).contains(rule.basis.split(' ').next().unwrap_or(""))
            );
        }
        assert!(list.lines().all(|line| line.chars().count() <= super::super::text::WIDTH));
    }
}
