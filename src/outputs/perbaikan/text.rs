//! What was mended, as text: each cell with what stood there and what stands there now.

use std::fmt::Write as _;

use super::Mended;
use crate::outputs::Failure;
use crate::outputs::text::{BOLD, DIM, GREEN, RED, cut, one_line, styled, wrapped};

/// Characters of a content that are shown.
const SHOWN: usize = 60;

/// The list for several workbooks; `folder` is where the copies went, when they were written.
pub fn report(books: &[(Mended, String)], failures: &[Failure], folder: Option<&str>, colour: bool) -> String {
    let mut text = String::new();
    for (book, copy) in books {
        let _ = writeln!(text, "{}", styled(&book.nama, BOLD, colour));
        if book.mends.is_empty() {
            text.push_str("  Tidak ada yang dapat diperbaiki dengan aman.\n\n");
            continue;
        }
        for mend in &book.mends {
            let _ = writeln!(
                text,
                "  {}!{}  {}",
                mend.sheet_name,
                mend.cell,
                styled(&format!("{} ({})", mend.change.words(), mend.rule), DIM, colour)
            );
            let _ = writeln!(text, "    {} {}", styled("-", RED, colour), cut(&one_line(&mend.before), SHOWN));
            let _ = writeln!(text, "    {} {}", styled("+", GREEN, colour), cut(&one_line(&mend.after), SHOWN));
        }
        let (before, after) = book.findings;
        let _ = writeln!(text, "  {} sel diperbaiki; temuan {before} → {after}.", book.mends.len());
        if let Some(folder) = folder {
            let _ = writeln!(text, "  Salinan: {folder}/{copy}");
        }
        text.push('\n');
    }
    for failure in failures {
        let sentence = wrapped(&format!("{}: {}.", failure.nama, failure.sebab), 7);
        let _ = writeln!(text, "{}{sentence}", styled("Gagal: ", RED, colour));
    }
    if folder.is_none() && books.iter().any(|(book, _)| !book.mends.is_empty()) {
        text.push_str("Belum ada yang ditulis; --tulis membuat salinan yang diperbaiki.\n");
    }
    text
}
