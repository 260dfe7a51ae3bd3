//! What was mended, as text: each cell with what stood there and what stands there now.

use std::fmt::Write as _;

use super::{Mend, Mended};
use crate::bahasa::{Bahasa, Pesan};
use crate::outputs::text::{BOLD, DIM, GREEN, RED, cut, one_line, styled, wrapped};
use crate::outputs::{self, Failure};

/// Characters of a content that are shown.
const SHOWN: usize = 60;

/// The list for several workbooks; `folder` is where the copies went, when they were written.
pub fn report(
    books: &[(Mended, String)],
    failures: &[Failure],
    folder: Option<&str>,
    colour: bool,
    bahasa: Bahasa,
) -> String {
    let mut text = String::new();
    for (book, copy) in books {
        let _ = writeln!(text, "{}", styled(&book.nama, BOLD, colour));
        if book.mends.is_empty() {
            text.push_str(
                bahasa.pick("  Tidak ada yang dapat diperbaiki dengan aman.\n", "  Nothing can be mended safely.\n"),
            );
            left(&mut text, &book.left, bahasa);
            text.push('\n');
            continue;
        }
        for mend in &book.mends {
            let _ = writeln!(
                text,
                "  {}!{}  {}",
                mend.sheet_name,
                mend.cell,
                styled(&format!("{} ({})", mend.change.words().text(bahasa), mend.rule), DIM, colour)
            );
            let _ = writeln!(text, "    {} {}", styled("-", RED, colour), cut(&one_line(&mend.before), SHOWN));
            let _ = writeln!(text, "    {} {}", styled("+", GREEN, colour), cut(&one_line(&mend.after), SHOWN));
        }
        let (before, after) = book.findings;
        let count = book.mends.len();
        let told = Pesan::new(
            format!("  {count} sel diperbaiki; temuan di dalam berkas ini {before} → {after}.\n"),
            format!("  {count} cells mended; findings within this file {before} → {after}.\n"),
        );
        text.push_str(told.text(bahasa));
        left(&mut text, &book.left, bahasa);
        if let Some(folder) = folder {
            let _ = writeln!(text, "  {}: {folder}/{copy}", bahasa.pick("Salinan", "Copy"));
        }
        text.push('\n');
    }
    for failure in failures {
        let sentence = wrapped(&format!("{}: {}.", failure.nama, failure.sebab.text(bahasa)), 7);
        let _ = writeln!(text, "{}{sentence}", styled(outputs::failed().text(bahasa), RED, colour));
    }
    if folder.is_none() && books.iter().any(|(book, _)| !book.mends.is_empty()) {
        let told = bahasa.pick(
            "Belum ada yang ditulis; --tulis membuat salinan yang diperbaiki.\n",
            "Nothing is written yet; --tulis makes the mended copies.\n",
        );
        text.push_str(told);
    }
    text
}

/// What stays as it is, because a mend would not give what is expected there.
fn left(text: &mut String, mends: &[Mend], bahasa: Bahasa) {
    for mend in mends {
        let place = format!("{}!{} ({})", mend.sheet_name, mend.cell, mend.rule);
        let told = Pesan::new(
            format!("  {place} dibiarkan: hasil perbaikannya meragukan.\n"),
            format!("  {place} left as it is: what mending it gives is doubtful.\n"),
        );
        text.push_str(told.text(bahasa));
    }
}
