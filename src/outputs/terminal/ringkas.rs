//! The end of the report: what was done, what failed, where the outputs are, and what to do next.

use super::Look;
use crate::finding::Severity;
use crate::outputs::Run;
use crate::outputs::baru::{Comparison, Status};
use crate::outputs::closing::Closing;
use crate::outputs::text::{self, BOLD, GREEN, RED, cut, one_line, styled, wrapped};

/// What was done, what failed, where the outputs are, and what to do next.
pub fn summary(run: &Run, folder: &str, look: Look) -> String {
    let mut lines = vec![styled(&Closing::Heading.text(look.bahasa), BOLD, look.colour)];
    let total: usize = run.books.iter().map(|book| book.checked.open().count()).sum();
    let counts = text::counts(|severity| run.count(severity));
    let done = Closing::Checked { berkas: run.books.len(), temuan: total, tingkat: &counts }.text(look.bahasa);
    lines.push(format!("  {}", wrapped(&done, 13)));
    lines.extend(accepted_lines(run));
    lines.extend(run.comparison.iter().flat_map(|comparison| comparison_lines(run, comparison)));
    if !run.failures.is_empty() {
        let sentence = format!("  {}", Closing::Failed { berkas: run.failures.len() }.text(look.bahasa));
        lines.push(styled(&sentence, RED, look.colour));
        for failure in &run.failures {
            let sentence = format!("{}: {}.", one_line(&failure.nama), one_line(&failure.sebab));
            lines.push(format!("    - {}", wrapped(&sentence, 6)));
        }
    }
    let label = Closing::Note.text(look.bahasa);
    for book in run.books.iter().filter(|book| !book.copy_notes.is_empty()) {
        for note in &book.copy_notes {
            let sentence = format!("{}: {}.", one_line(&book.checked.nama), one_line(note).trim_end_matches('.'));
            lines.push(format!("  {label}: {}", wrapped(&sentence, 11)));
        }
    }
    lines.extend(kurang_lines(run));
    lines.extend(run.notes.iter().map(|note| format!("  {label}: {}", wrapped(&format!("{note}."), 11))));
    let outputs = Closing::Folder { folder }.text(look.bahasa);
    lines.push(format!("  {}: {}", Closing::Outputs.text(look.bahasa), wrapped(&outputs, 9)));
    lines.push(String::new());
    lines.push(next_step(run, look));
    lines.join("\n") + "\n"
}

/// Sentences on what was not compared shown on screen at most.
const KURANG: usize = 6;

/// Which documents would have been needed for which rules, and which versions were left out.
fn kurang_lines(run: &Run) -> Vec<String> {
    if run.kurang.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["  Belum dibandingkan antardokumen:".to_string()];
    lines.extend(run.kurang.iter().take(KURANG).map(|kurang| format!("  - {}", wrapped(&run.lack(kurang), 4))));
    if run.kurang.len() > KURANG {
        lines.push(format!("  - dan {} hal lain", run.kurang.len() - KURANG));
    }
    lines
}

/// How many findings are accepted, and how many acceptances have lapsed.
fn accepted_lines(run: &Run) -> Vec<String> {
    let (accepted, lapsed) = (run.count_accepted(), run.lapsed.len());
    let mut lines = Vec::new();
    if accepted > 0 {
        let sentence = format!("{accepted} temuan beserta alasannya, tidak dihitung.");
        lines.push(format!("  Diterima: {}", wrapped(&sentence, 12)));
    }
    if !run.changed_copies.is_empty() {
        let sentence = format!(
            "{} salinan dari berkas yang sudah tidak ada dibiarkan karena pernah diubah: {}.",
            run.changed_copies.len(),
            one_line(&run.changed_copies.join(", "))
        );
        lines.push(format!("  Catatan: {}", wrapped(&sentence, 11)));
    }
    if lapsed > 0 {
        let sentence =
            format!("{lapsed} catatan tidak lagi bertemu temuannya; lihat lembar Diterima di ringkasan.xlsx.");
        lines.push(format!("  Catatan: {}", wrapped(&sentence, 11)));
    }
    lines
}

/// Mended findings named on screen at most; temuan.json has them all.
const MENDED: usize = 10;

/// What is new since an earlier run, what is still there and what was mended.
fn comparison_lines(run: &Run, comparison: &Comparison) -> Vec<String> {
    let (new, known) = (run.count_status(Status::New), run.count_status(Status::Known));
    let mended = &comparison.mended;
    let sentence = format!(
        "{new} temuan baru, {known} masih ada, {} sudah diperbaiki sejak {}.",
        mended.len(),
        one_line(&comparison.dari)
    );
    let mut lines = vec![format!("  Perbandingan: {}", wrapped(&sentence, 16))];
    for finding in mended.iter().take(MENDED) {
        let sentence = format!(
            "sudah diperbaiki: {}, {} › {}, {}: {}",
            finding.berkas, finding.lembar, finding.sel, finding.aturan, finding.pesan
        );
        lines.push(format!("    - {}", wrapped(&cut(&one_line(&sentence), 200), 6)));
    }
    if mended.len() > MENDED {
        lines.push(format!("    - dan {} lainnya, lihat temuan.json", mended.len() - MENDED));
    }
    if comparison.not_compared > 0 {
        let sentence = format!(
            "{} temuan lama tidak dibandingkan, karena berkas atau aturannya tidak ikut diperiksa kali ini.",
            comparison.not_compared
        );
        lines.push(format!("    {}", wrapped(&sentence, 4)));
    }
    lines
}

fn next_step(run: &Run, look: Look) -> String {
    let must = run.reaches(Severity::Missing);
    let sentence = match (must, run.failures.is_empty()) {
        (true, true) => Closing::Mend,
        (true, false) => Closing::MendBoth,
        (false, true) if run.count(Severity::Advice) > 0 => Closing::OnlyAdvice,
        (false, true) => Closing::Done,
        (false, false) => Closing::MendFailed,
    };
    let style = if must || !run.failures.is_empty() { BOLD } else { GREEN };
    styled(&wrapped(&sentence.text(look.bahasa), 0), style, look.colour)
}
