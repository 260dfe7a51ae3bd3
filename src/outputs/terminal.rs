//! The report for the terminal: findings with their row of the sheet, then what to do next.
//!
//! Laid out for 80 columns. miette draws the row with the cell marked; its one English word is
//! replaced here.

use std::collections::BTreeSet;
use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};

use super::baru::{Comparison, Status};
use super::closing::Closing;
use super::frame::Bahasa;
use super::kelompok::{Anggota, Kelompok, groups};
use super::text::{self, BOLD, DIM, GREEN, RED, WIDTH, cut, one_line, styled, wrapped};
use super::{CheckedBook, Run};
use crate::finding::{Finding, Severity};
use crate::pipeline::Snippet;

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
    part.push_str(&format!("{}\n", subtitle(book)));
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
    let subtitle = format!("{} berkas · {}", files.len(), text::counts(count));
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
fn subtitle(book: &CheckedBook) -> String {
    let checked = &book.checked;
    let kinds = super::kind_names(checked);
    let mut words = vec![if kinds.is_empty() { "tidak ada tabel yang dikenali".into() } else { kinds.join("; ") }];
    words.extend(checked.tahun.map(|tahun| format!("tahun {tahun}")));
    words.push(text::counts(|severity| checked.count(severity)));
    if !book.status.is_empty() {
        words.push(format!("{} di antaranya baru", book.new_findings().count()));
    }
    wrapped(&words.join(" · "), 0)
}

fn finding_part(finding: &Finding, snippet: &Snippet, look: Look) -> String {
    let colour = look.colour;
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .with_links(false)
        .without_primary_span_start()
        .with_context_lines(0);
    let mut part = String::new();
    let shown = Shown::new(finding, snippet, look.kelompok != Kelompok::Berkas);
    handler.render_report(&mut part, &shown).expect("writing to a String never fails");
    // The only English miette writes here; the texts hold no runs of spaces, so they can't be meant.
    let part = part.replacen("  help: ", "        ", 1);
    format!("{}\n", part.trim_matches('\n'))
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Shown {
    severity: Severity,
    message: String,
    row: Row,
    label: LabeledSpan,
    help: Option<String>,
}

/// A row of the sheet as one line of source; its line number is the sheet's.
#[derive(Debug)]
struct Row {
    place: String,
    index: usize,
    line: String,
}

impl Shown {
    fn new(finding: &Finding, snippet: &Snippet, with_book: bool) -> Self {
        let start = finding.place.range.start;
        let gutter = start.row_number().to_string().len() + 5;
        let label = match (&finding.written, &finding.expected) {
            (_, Some(expected)) => format!("seharusnya {}", cut(&one_line(expected), 30)),
            (Some(written), None) if written == "kosong" => "belum diisi".into(),
            // What the row shows anyway need not be repeated.
            (Some(written), None) if snippet.texts[snippet.marked].contains(&one_line(written)) => "di sini".into(),
            (Some(written), None) => format!("tertulis {}", cut(&one_line(written), 30)),
            (None, None) => "di sini".into(),
        };
        let place = format!("{} › {}", cut(&one_line(&finding.place.sheet_name), 50), finding.place.range);
        let (line, span) = row_line(snippet, WIDTH - gutter, label.chars().count());
        Self {
            severity: finding.severity,
            message: format!("{} {}: {}", finding.severity.word(), finding.rule, cut(&one_line(&finding.message), 300)),
            row: Row {
                place: if with_book { format!("{} › {place}", cut(&one_line(&finding.book), 40)) } else { place },
                index: start.row as usize,
                line,
            },
            label: LabeledSpan::new_primary_with_span(Some(label), span),
            help: help(finding),
        }
    }
}

/// What the finding tells beyond its message, a line each.
fn help(finding: &Finding) -> Option<String> {
    let mut lines = Vec::new();
    let labelled = [("dugaan", &finding.guess), ("saran", &finding.advice)];
    for (label, detail) in labelled {
        lines.extend(detail.as_ref().map(|detail| format!("{label}: {}", cut(&one_line(detail), 300))));
    }
    lines.extend(related(finding).map(|cells| format!("lihat juga: {cells}")));
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Related cells named on one line at most; the outputs have them all.
const RELATED: usize = 6;

/// `C41, C44 (target belum diisi), DPA.xlsx › Tabel 2.7 › B4 (tahun laporan)`: a note stands once for the
/// cells in a row that share it.
fn related(finding: &Finding) -> Option<String> {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for related in finding.related.iter().take(RELATED) {
        let mut cell = related.place.range.to_string();
        let is_elsewhere = related.book != finding.book;
        if is_elsewhere || related.place.sheet_name != finding.place.sheet_name {
            cell = format!("{} › {cell}", cut(&one_line(&related.place.sheet_name), 30));
        }
        if is_elsewhere {
            cell = format!("{} › {cell}", cut(&one_line(&related.book), 50));
        }
        match groups.last_mut() {
            Some((note, cells)) if *note == related.note => cells.push(cell),
            _ => groups.push((&related.note, vec![cell])),
        }
    }
    let mut words: Vec<String> = groups
        .into_iter()
        .map(|(note, cells)| match note {
            "" => cells.join(", "),
            note => format!("{} ({})", cells.join(", "), cut(&one_line(note), 60)),
        })
        .collect();
    let left = finding.related.len().saturating_sub(RELATED);
    if left > 0 {
        words.push(format!("dan {left} lainnya"));
    }
    (!words.is_empty()).then(|| words.join(", "))
}

/// The cells of a row side by side, `A│Kegiatan …  C│1.232`, at most `width` characters, and where
/// the marked one stands in it. Below its middle a label of `label` characters must fit.
fn row_line(snippet: &Snippet, width: usize, label: usize) -> (String, SourceSpan) {
    let texts: Vec<&str> = snippet.texts.iter().map(|text| if text.is_empty() { "(kosong)" } else { text }).collect();
    let limits = cell_widths(snippet, &texts, width, label);
    let mut line = String::new();
    let mut span = SourceSpan::from((0, 0));
    for (index, (letters, text)) in snippet.letters.iter().zip(&texts).enumerate() {
        if limits[index] == 0 {
            continue;
        }
        if !line.is_empty() {
            line.push_str("  ");
        }
        line.push_str(letters);
        line.push('│');
        let start = line.len();
        line.push_str(&cut(text, limits[index]));
        if index == snippet.marked {
            span = (start, line.len() - start).into();
        }
    }
    (line, span)
}

/// Characters for each cell; zero leaves it out. The marked cell comes first, then the one that
/// mostly names the row, then the others from near to far.
fn cell_widths(snippet: &Snippet, texts: &[&str], width: usize, label: usize) -> Vec<usize> {
    /// Less than this tells nothing of a text.
    const LEAST: usize = 4;
    /// The corner and the line that lead to a label.
    const LEADER: usize = 4;
    let frame = |index: usize| snippet.letters[index].chars().count() + 3;
    let length = |index: usize| texts[index].chars().count();
    let marked = snippet.marked;
    let mut limits = vec![0; texts.len()];
    limits[marked] = length(marked).min(width * 2 / 5);
    let mut left = width.saturating_sub(limits[marked] + frame(marked));
    let mut left_before = width.saturating_sub(frame(marked) + limits[marked] / 2 + LEADER + label);
    let mut order: Vec<usize> = (0..texts.len()).filter(|&index| index != marked).collect();
    order.sort_by_key(|&index| (index != 0, index.abs_diff(marked), index));
    for index in order {
        let room = if index < marked { left.min(left_before) } else { left };
        let limit = length(index).min(24).min(room.saturating_sub(frame(index)));
        // Part of a number reads as another number.
        let is_number = texts[index].trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        if limit < if is_number { length(index) } else { LEAST.min(length(index)) } {
            continue;
        }
        limits[index] = limit;
        left -= limit + frame(index);
        if index < marked {
            left_before -= limit + frame(index);
        }
    }
    limits
}

impl fmt::Display for Shown {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Review | Severity::Missing => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.row)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(self.label.clone())))
    }
}

impl SourceCode for Row {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::from((0, self.line.len()));
        let contents = MietteSpanContents::new_named(self.place.clone(), self.line.as_bytes(), whole, self.index, 0, 1);
        Ok(Box::new(contents))
    }
}

/// What was done, what failed, where the outputs are, and what to do next.
fn summary(run: &Run, folder: &str, look: Look) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Place, Related};
    use crate::grid::CellRange;

    fn snippet() -> Snippet {
        Snippet {
            letters: ["A", "B", "C", "D"].map(String::from).to_vec(),
            texts: ["Kegiatan Administrasi Keuangan Perangkat Daerah dan seterusnya", "", "1.232", "85,81"]
                .map(String::from)
                .to_vec(),
            marked: 2,
            ..Snippet::default()
        }
    }

    fn finding() -> Finding {
        Finding {
            rule: "J01",
            severity: Severity::Error,
            book: "DPA.xlsx".into(),
            place: Place {
                sheet: 0,
                sheet_name: "Tabel 2.6".into(),
                range: CellRange::parse("C45").expect("an address"),
            },
            message: "target kegiatan 1.232, jumlah 12 sub kegiatan 1.224".into(),
            written: Some("1.232".into()),
            expected: Some("1.224".into()),
            cause: None,
            guess: Some("kata ".repeat(60)),
            advice: Some("perbaiki".into()),
            basis: "",
            related: Vec::new(),
            fingerprint: String::new(),
            entered: crate::finding::Entered::default(),
        }
    }

    #[test]
    fn a_finding_fits_80_columns_and_is_indonesian() {
        let look = Look { colour: false, all: true, kelompok: Kelompok::Berkas, bahasa: Bahasa::Id };
        let text = finding_part(&finding(), &snippet(), look);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(!text.contains("help"), "{text}");
        assert!(text.contains("C│1.232") && text.contains("seharusnya 1.224"), "{text}");
        assert!(text.contains("45 │ ") && text.contains("[Tabel 2.6 › C45]"), "{text}");
    }

    #[test]
    fn a_cell_of_another_workbook_is_named_with_it() {
        let mut finding = finding();
        let place = finding.place.clone();
        let see = |book: &str| Related { book: book.into(), place: place.clone(), note: String::new() };
        finding.related = vec![see("DPA.xlsx"), see("Bidang/LRA.xlsx")];
        assert_eq!(related(&finding).as_deref(), Some("C45, Bidang/LRA.xlsx › Tabel 2.6 › C45"));
    }

    #[test]
    fn the_marked_cell_is_always_in_the_line() {
        let mut crowded = snippet();
        crowded.letters = (0..9).map(|index| format!("A{index}")).collect();
        crowded.texts = (0..9).map(|index| format!("teks yang panjang sekali nomor {index}")).collect();
        crowded.marked = 7;
        let (line, span) = row_line(&crowded, 72, 20);
        assert!(line.chars().count() <= 72, "{line}");
        assert!(line[span.offset()..].starts_with("teks yang panjang"), "{line}");
        assert!(line[..span.offset()].chars().count() + 14 + 4 + 20 <= 72, "{line}");
    }
}
