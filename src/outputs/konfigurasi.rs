//! A mistake in a configuration file, shown at its place.

use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report, Severity,
};

use super::text::WIDTH;
use crate::bahasa::{Bahasa, Pesan};

/// The mistake with the lines around it, the place underlined.
pub fn text(path: &str, source: &str, span: Range<usize>, detail: &Pesan, bahasa: Bahasa) -> String {
    let (detail, here) = (detail.text(bahasa), bahasa.pick("di sini", "here"));
    let start = floor(source, span.start);
    let end = floor(source, span.end.max(start));
    let label = LabeledSpan::new_primary_with_span(Some(here.to_string()), start..end);
    let diagnostic = MietteDiagnostic::new(detail).with_severity(Severity::Error).with_label(label);
    let report = Report::new(diagnostic).with_source_code(NamedSource::new(path, source.to_string()));
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(WIDTH)
        .with_links(false)
        .with_context_lines(1);
    let mut text = String::new();
    let diagnostic: &dyn Diagnostic = report.as_ref();
    match handler.render_report(&mut text, diagnostic) {
        Ok(()) => format!("{}\n", text.trim_matches('\n')),
        Err(_) => format!("{path}: {detail}\n"),
    }
}

/// The character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_stands_with_its_number_and_the_place_underlined() {
        let source = "abaikan = []\n[kolom.dpa]\nsisa = \"pagu - realisas\"\n";
        let at = source.find("realisas\"").expect("it is there");
        let detail = Pesan::new("peran kolom «realisas» tidak dikenal", "the role of a column «realisas» is unknown");
        let shown = |bahasa| text("D:\\SAKIP\\cermat.toml", source, at..at + 8, &detail, bahasa);
        let english = shown(Bahasa::En);
        assert!(english.contains("«realisas» is unknown") && english.contains("here"), "{english}");
        let shown = shown(Bahasa::Id);
        assert!(shown.contains("cermat.toml:3:16]"), "{shown}");
        assert!(shown.contains("«realisas» tidak dikenal") && shown.contains("3 │ sisa") && shown.contains("di sini"));
        for english in ["help", "error", "here"] {
            assert!(!shown.contains(english), "{shown}");
        }
    }

    #[test]
    fn places_outside_the_text_are_no_danger() {
        let wrong = Pesan::asing("keliru");
        for span in [0..0, 0..900, 900..901, 1..2] {
            assert!(text("a", "«»", span, &wrong, Bahasa::Id).contains("keliru"));
        }
        assert!(text("a", "", 0..0, &wrong, Bahasa::Id).contains("keliru"));
    }
}
