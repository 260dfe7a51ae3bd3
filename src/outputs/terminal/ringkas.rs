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
    let counts = counts.text(look.bahasa);
    let done = Closing::Checked { berkas: run.books.len(), temuan: total, tingkat: counts }.text(look.bahasa);
    lines.push(format!("  {}", wrapped(&done, 13)));
    lines.extend(accepted_lines(run, look));
    lines.extend(run.comparison.iter().flat_map(|comparison| comparison_lines(run, comparison, look)));
    if !run.failures.is_empty() {
        let sentence = format!("  {}", Closing::Failed { berkas: run.failures.len() }.text(look.bahasa));
        lines.push(styled(&sentence, RED, look.colour));
        for failure in &run.failures {
            let sentence = format!("{}: {}.", one_line(&failure.nama), one_line(failure.sebab.text(look.bahasa)));
            lines.push(format!("    - {}", wrapped(&sentence, 6)));
        }
    }
    let label = Closing::Note.text(look.bahasa);
    for book in run.books.iter().filter(|book| !book.copy_notes.is_empty()) {
        for note in &book.copy_notes {
            let sentence = format!(
                "{}: {}.",
                one_line(&book.checked.nama),
                one_line(note.text(look.bahasa)).trim_end_matches('.')
            );
            lines.push(format!("  {label}: {}", wrapped(&sentence, 11)));
        }
    }
    lines.extend(kurang_lines(run, look));
    lines.extend(
        run.notes.iter().map(|note| format!("  {label}: {}", wrapped(&format!("{}.", note.text(look.bahasa)), 11))),
    );
    let outputs = Closing::Folder { folder }.text(look.bahasa);
    lines.push(format!("  {}: {}", Closing::Outputs.text(look.bahasa), wrapped(&outputs, 9)));
    lines.push(String::new());
    lines.push(next_step(run, look));
    lines.join("\n") + "\n"
}

/// Sentences on what was not compared shown on screen at most.
const KURANG: usize = 6;

/// Which documents would have been needed for which rules, and which versions were left out.
fn kurang_lines(run: &Run, look: Look) -> Vec<String> {
    if run.kurang.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("  {}", Closing::Lacking.text(look.bahasa))];
    lines.extend(run.kurang.iter().take(KURANG).map(|kurang| format!("  - {}", wrapped(&run.lack(kurang), 4))));
    if run.kurang.len() > KURANG {
        lines.push(format!("  - {}", Closing::MoreLacking { hal: run.kurang.len() - KURANG }.text(look.bahasa)));
    }
    lines
}

/// How many findings are accepted, and how many acceptances have lapsed.
fn accepted_lines(run: &Run, look: Look) -> Vec<String> {
    let (accepted, lapsed) = (run.count_accepted(), run.lapsed.len());
    let mut lines = Vec::new();
    if accepted > 0 {
        lines.push(format!("  {}", wrapped(&Closing::Accepted { temuan: accepted }.text(look.bahasa), 4)));
    }
    let mut note = |closing: Closing<'_>| {
        let sentence = one_line(&closing.text(look.bahasa));
        lines.push(format!("  {}: {}", Closing::Note.text(look.bahasa), wrapped(&sentence, 11)));
    };
    if !run.changed_copies.is_empty() {
        note(Closing::Kept { salinan: &run.changed_copies });
    }
    if lapsed > 0 {
        note(Closing::Lapsed { catatan: lapsed });
    }
    lines
}

/// Mended findings named on screen at most; temuan.json has them all.
const MENDED: usize = 10;

/// What is new since an earlier run, what is still there and what was mended.
fn comparison_lines(run: &Run, comparison: &Comparison, look: Look) -> Vec<String> {
    let (new, known) = (run.count_status(Status::New), run.count_status(Status::Known));
    let mended = &comparison.mended;
    let dari = one_line(&comparison.dari);
    let sentence = Closing::Compared { temuan: [new, known, mended.len()], dari: &dari }.text(look.bahasa);
    let mut lines = vec![format!("  {}", wrapped(&sentence, 4))];
    for finding in mended.iter().take(MENDED) {
        let place =
            format!("{}, {} › {}, {}: {}", finding.berkas, finding.lembar, finding.sel, finding.aturan, finding.pesan);
        let sentence = Closing::Mended { temuan: &place }.text(look.bahasa);
        lines.push(format!("    - {}", wrapped(&cut(&one_line(&sentence), 200), 6)));
    }
    if mended.len() > MENDED {
        lines.push(format!("    - {}", Closing::MoreMended { temuan: mended.len() - MENDED }.text(look.bahasa)));
    }
    if comparison.not_compared > 0 {
        let sentence = Closing::NotCompared { temuan: comparison.not_compared }.text(look.bahasa);
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
