//! A finding on the terminal: its message, and the row of the sheet with the cell marked.
//!
//! miette draws the row; its one English word is replaced here.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};

use super::Look;
use super::baris::row_line;
use crate::bahasa::Pesan;
use crate::finding::{Finding, Severity};
use crate::outputs::kelompok::Kelompok;
use crate::outputs::text::{WIDTH, cut, one_line};
use crate::pipeline::Snippet;

/// A finding with its row.
pub fn finding_part(finding: &Finding, snippet: &Snippet, look: Look) -> String {
    let colour = look.colour;
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .with_links(false)
        .without_primary_span_start()
        .with_context_lines(0);
    let mut part = String::new();
    let shown = Shown::new(finding, snippet, look);
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
    fn new(finding: &Finding, snippet: &Snippet, look: Look) -> Self {
        let with_book = look.kelompok != Kelompok::Berkas;
        let say = |id, en| look.bahasa.pick(id, en).to_string();
        let start = finding.place.range.start;
        let gutter = start.row_number().to_string().len() + 5;
        let label = match (&finding.written, &finding.expected) {
            (_, Some(expected)) => format!("{} {}", say("seharusnya", "expected"), cut(&one_line(expected), 30)),
            (Some(written), None) if written == "kosong" => say("belum diisi", "not filled in"),
            // What the row shows anyway need not be repeated.
            (Some(written), None) if snippet.texts[snippet.marked].contains(&one_line(written)) => {
                say("di sini", "here")
            }
            (Some(written), None) => format!("{} {}", say("tertulis", "written"), cut(&one_line(written), 30)),
            (None, None) => say("di sini", "here"),
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
            help: help(finding, look),
        }
    }
}

/// What the finding tells beyond its message, a line each.
fn help(finding: &Finding, look: Look) -> Option<String> {
    let mut lines = Vec::new();
    let said = |id, en| look.bahasa.pick(id, en);
    let labelled = [(said("dugaan", "guess"), &finding.guess), (said("saran", "advice"), &finding.advice)];
    for (label, detail) in labelled {
        lines.extend(detail.as_ref().map(|detail| format!("{label}: {}", cut(&one_line(detail), 300))));
    }
    lines.extend(related(finding, look).map(|cells| format!("{}: {cells}", said("lihat juga", "see also"))));
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Related cells named on one line at most; the outputs have them all.
const RELATED: usize = 6;

/// `C41, C44 (target belum diisi), DPA.xlsx › Tabel 2.7 › B4 (tahun laporan)`: a note stands once for the
/// cells in a row that share it.
fn related(finding: &Finding, look: Look) -> Option<String> {
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
        words.push(Pesan::new(format!("dan {left} lainnya"), format!("and {left} more")).text(look.bahasa).to_string());
    }
    (!words.is_empty()).then(|| words.join(", "))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bahasa::Bahasa;
    use crate::finding::{Place, Related};
    use crate::grid::CellRange;

    fn look(bahasa: Bahasa) -> Look {
        Look { colour: false, all: true, kelompok: Kelompok::Berkas, bahasa }
    }

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
        let look = look(Bahasa::Id);
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
        assert_eq!(related(&finding, look(Bahasa::Id)).as_deref(), Some("C45, Bidang/LRA.xlsx › Tabel 2.6 › C45"));
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
