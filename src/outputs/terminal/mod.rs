//! The report for the terminal: findings with their row of the sheet, then what to do next.
//!
//! Laid out for 80 columns.

mod baris;
mod ringkas;
mod temuan;

use std::collections::BTreeSet;

use super::baru::Status;
use super::closing::Closing;
use super::kelompok::{Anggota, Kelompok, groups};
use super::text::{self, BOLD, DIM, WIDTH, cut, one_line, styled, wrapped};
use super::{CheckedBook, Run};
use crate::bahasa::Bahasa;
use crate::finding::{Finding, Severity};
use crate::pipeline::Snippet;

use self::ringkas::summary;
use self::temuan::finding_part;

/// How the report is to look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// With colours.
    pub colour: bool,
    /// All findings, those of level saran too.
    pub all: bool,
    /// How they are grouped.
    pub kelompok: Kelompok,
    /// The language around the findings.
    pub bahasa: Bahasa,
}

/// Findings printed of one workbook unless all are asked for.
const SHOWN: usize = 20;

/// The report. `folder` is where the outputs went, as the user would type it.
pub fn report(run: &Run, folder: &str, look: Look) -> String {
    let mut report = String::new();
    let books: &[CheckedBook] = if look.kelompok == Kelompok::Berkas { &run.books } else { &[] };
    if look.kelompok != Kelompok::Berkas {
        report.extend(groups(run, look.kelompok).iter().map(|(nama, members)| group_part(nama, members, look)));
    }
    for book in books {
        // A workbook in which nothing is new has nothing to tell.
        if run.comparison.is_none() || book.new_findings().next().is_some() {
            report.push_str(&book_part(book, look));
        }
    }
    report.push_str(&summary(run, folder, look));
    report
}

fn book_part(book: &CheckedBook, look: Look) -> String {
    let checked = &book.checked;
    let mut part = format!("{}\n", heading(&checked.nama, look));
    part.push_str(&format!("{}\n", subtitle(book, look)));
    let new = book.findings().zip(&checked.snippets).filter(|((finding, status), _)| is_new(finding, *status));
    let new: Vec<(&Finding, &Snippet)> = new.map(|((finding, _), snippet)| (finding, snippet)).collect();
    part.push_str(&finding_parts(&new, "berkas", look));
    part.push('\n');
    part
}

/// Findings of one official or one rule, with their workbooks; empty when there is nothing to look at.
fn group_part(nama: &str, members: &[Anggota<'_>], look: Look) -> String {
    let new: Vec<&Anggota<'_>> = members.iter().filter(|member| is_new(member.finding, member.status)).collect();
    let files: BTreeSet<&str> = new.iter().map(|member| member.book.checked.nama.as_str()).collect();
    if new.is_empty() {
        return String::new();
    }
    let count = |severity| new.iter().filter(|member| member.finding.severity == severity).count();
    let files = Closing::Files { berkas: files.len() }.text(look.bahasa);
    let subtitle = format!("{files} · {}", text::counts(count).text(look.bahasa));
    let new: Vec<(&Finding, &Snippet)> = new.iter().map(|member| (member.finding, member.snippet)).collect();
    let parts = finding_parts(&new, "kelompok", look);
    format!("{}\n{}\n{parts}\n", heading(nama, look), wrapped(&subtitle, 0))
}

/// Not accepted, and not known before.
fn is_new(finding: &Finding, status: Option<Status>) -> bool {
    !finding.is_accepted() && status != Some(Status::Known)
}

/// The findings to show of one workbook or group, and how many are left out.
fn finding_parts(new: &[(&Finding, &Snippet)], whole: &str, look: Look) -> String {
    let mut part = String::new();
    let wanted: Vec<&(&Finding, &Snippet)> =
        new.iter().filter(|(finding, _)| look.all || finding.severity != Severity::Advice).collect();
    let shown = if look.all { wanted.len() } else { SHOWN };
    for (finding, snippet) in wanted.iter().take(shown) {
        part.push('\n');
        part.push_str(&finding_part(finding, snippet, look));
    }
    let left = wanted.len().saturating_sub(shown);
    if left > 0 {
        let sentence = Closing::Left { temuan: left, tempat: whole }.text(look.bahasa);
        part.push_str(&format!("\n{}\n", styled(&wrapped(&sentence, 0), DIM, look.colour)));
    }
    let advice = new.iter().filter(|(finding, _)| finding.severity == Severity::Advice).count();
    if advice > 0 && !look.all {
        let sentence = Closing::Advice { saran: advice }.text(look.bahasa);
        part.push_str(&format!("\n{}\n", styled(&wrapped(&sentence, 0), DIM, look.colour)));
    }
    part
}

/// `━━ DPA_2024.xlsx ━━━━━━━`
fn heading(nama: &str, look: Look) -> String {
    let nama = cut(&one_line(nama), WIDTH - 8);
    let rule = "━".repeat(WIDTH - 4 - nama.chars().count());
    styled(&format!("━━ {nama} {rule}"), BOLD, look.colour)
}

/// `DPA, realisasi anggaran · tahun 2024 · 3 salah, 2 periksa`
fn subtitle(book: &CheckedBook, look: Look) -> String {
    let checked = &book.checked;
    let kinds = super::kind_names(checked);
    let mut words = vec![if kinds.is_empty() { Closing::NoTables.text(look.bahasa) } else { kinds.join("; ") }];
    words.extend(checked.tahun.map(|tahun| Closing::Year { tahun }.text(look.bahasa)));
    words.push(text::counts(|severity| checked.count(severity)).text(look.bahasa).to_string());
    if !book.status.is_empty() {
        words.push(Closing::New { temuan: book.new_findings().count() }.text(look.bahasa));
    }
    wrapped(&words.join(" · "), 0)
}
