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
    if run.count_unknown() > 0 {
        let sentence = Closing::Unknown { berkas: run.count_unknown() }.text(look.bahasa);
        lines.push(styled(&format!("  {}", wrapped(&sentence, 4)), RED, look.colour));
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
    let has_copy = run.books.iter().any(|book| book.copy.is_some());
    let outputs = Closing::Folder { folder, is_checked: !run.books.is_empty(), has_copy }.text(look.bahasa);
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
    let ((accepted, tanpa_alasan), lapsed) = (run.count_accepted(), run.lapsed.len());
    let mut lines = Vec::new();
    if accepted > 0 {
        let sentence = Closing::Accepted { temuan: accepted, tanpa_alasan }.text(look.bahasa);
        lines.push(format!("  {}", wrapped(&sentence, 4)));
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
    let fewer = run.fewer_rules();
    let is_known = run.count_unknown() == 0;
    let sentence = match (must, run.failures.is_empty(), fewer) {
        (true, true, _) => Closing::Mend,
        (true, false, _) => Closing::MendBoth,
        (false, false, _) => Closing::MendFailed,
        (false, true, _) if !is_known => Closing::MendUnknown,
        (false, true, Some(aturan)) => Closing::FewerRules { aturan },
        (false, true, None) if run.count(Severity::Advice) > 0 => Closing::OnlyAdvice,
        (false, true, None) => Closing::Done,
    };
    let style = if must || !run.failures.is_empty() || !is_known || fewer.is_some() { BOLD } else { GREEN };
    styled(&wrapped(&sentence.text(look.bahasa), 0), style, look.colour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bahasa::{Bahasa, Pesan};
    use crate::finding::{Finding, Source};
    use crate::outputs::{CheckedBook, Failure, Kelompok};
    use crate::pipeline::{self, Settings};

    const TABLE: &str = "| | A | B | C |\n|-|-|-|-|\n| 1 | Kode | Uraian | Pagu (Rp) |\n\
        | 2 | 2.15.01.2.08 | Kegiatan Penyediaan Jasa | 490451028 |\n\
        | 3 | 2.15.01.2.08.0002 | Sub Kegiatan Jasa Komunikasi | 91541028 |\n\
        | 4 | 2.15.01.2.08.0004 | Sub Kegiatan Jasa Umum | 399000000 |\n";

    fn book(grid: &str) -> CheckedBook {
        let grid = crate::grid::parse_markdown("PK.xlsx", &format!("## Lembar: PK\n\n{grid}")).expect("a workbook");
        CheckedBook::without_copy(pipeline::check(grid, &Settings::default()).expect("it can be checked").1)
    }

    fn told(run: &Run) -> String {
        let look = Look { colour: false, all: false, kelompok: Kelompok::Berkas, bahasa: Bahasa::Id };
        one_line(&summary(run, "Hasil", look))
    }

    #[test]
    fn a_run_of_some_rules_passes_nothing_on() {
        let mut book = book(TABLE);
        book.checked.findings.clear();
        let told = |aturan| told(&Run { books: vec![CheckedBook { aturan, ..book.clone() }], ..Run::default() });
        assert!(told(1).contains("Hanya 1 dari") && !told(1).contains("diteruskan"), "{}", told(1));
        assert!(told(crate::rules::RULES.len()).contains("berkas dapat diteruskan"));
    }

    #[test]
    fn a_workbook_without_known_tables_is_not_passed_on() {
        let unknown = book("| | A |\n|-|-|\n| 1 | Catatan rapat |\n");
        let run = Run { books: vec![unknown], ..Run::default() };
        let told = told(&run);
        assert!(told.contains("Tidak dikenali: 1 berkas") && !told.contains("diteruskan"), "{told}");
    }

    #[test]
    fn only_what_was_written_is_named() {
        let failures = vec![Failure { nama: "sandi.xlsx".into(), sebab: Pesan::asing("terkunci") }];
        let told = told(&Run { failures, ..Run::default() });
        assert!(told.contains("Tidak ada berkas yang dapat diperiksa."), "{told}");
        assert!(!told.contains("lampiran") && !told.contains("salinan"), "{told}");
    }

    #[test]
    fn accepted_without_a_reason_are_counted() {
        let mut book = book(TABLE);
        let finding = book.checked.findings.first().cloned().expect("something is found");
        let accepted = |alasan: &str| {
            let mut finding: Finding = finding.clone();
            (finding.entered.accepted, finding.entered.alasan) = (Some(Source::Sheet), alasan.into());
            finding
        };
        book.checked.findings = vec![accepted("sesuai SK"), accepted(" ")];
        let told = told(&Run { books: vec![book], ..Run::default() });
        assert!(told.contains("Diterima: 2 temuan, tidak dihitung; 1 di antaranya belum beralasan."), "{told}");
    }
}
