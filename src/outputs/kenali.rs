//! What was recognised in a workbook, as text: sheets, tables, columns with their roles, levels.

use std::fmt::Write as _;

use super::text::{BOLD, DIM, RED, WIDTH, cut, styled, wrapped};
use super::{Failure, kind_names};
use crate::bahasa::Bahasa;
use crate::pipeline::{Checked, TableSummary};

/// The text for several workbooks, with the links between them.
pub fn text(books: &[Checked], links: &[String], failures: &[Failure], colour: bool, bahasa: Bahasa) -> String {
    let mut text = String::new();
    for book in books {
        book_part(&mut text, book, colour);
    }
    if !links.is_empty() {
        let _ = writeln!(text, "{}", styled("Tautan antardokumen", BOLD, colour));
        for link in links {
            let _ = writeln!(text, "  - {}", wrapped(link, 4));
        }
        text.push('\n');
    }
    for failure in failures {
        let sentence = wrapped(&format!("{}: {}.", failure.nama, failure.sebab.text(bahasa)), 7);
        let _ = writeln!(text, "{}{sentence}", styled(super::failed().text(bahasa), RED, colour));
    }
    text
}

fn book_part(text: &mut String, book: &Checked, colour: bool) {
    let _ = writeln!(text, "{}", styled(&book.nama, BOLD, colour));
    let kinds = kind_names(book);
    let tahun = book.tahun.map(|tahun| format!(", tahun {tahun}")).unwrap_or_default();
    let _ = match kinds.as_slice() {
        [] => writeln!(text, "  Tidak ada tabel yang dikenali; berkas ini tidak dapat diperiksa isinya."),
        kinds => {
            let sentence = format!("{} tabel: {}{tahun}.", book.tables.len(), kinds.join("; "));
            writeln!(text, "  {}", wrapped(&sentence, 2))
        }
    };
    for table in &book.tables {
        table_part(text, table, colour);
    }
    comments_part(text, book);
    if !book.notes.is_empty() {
        let _ = writeln!(text, "\n  Tidak dipahami:");
        for note in &book.notes {
            let _ = writeln!(text, "    - {}", wrapped(note, 6));
        }
    }
    text.push('\n');
}

/// Comments staff wrote themselves; they stay in the annotated copy.
fn comments_part(text: &mut String, book: &Checked) {
    const MOST: usize = 20;
    if book.komentar.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n  Komentar yang sudah ada ({}):", book.komentar.len());
    for (lembar, cell, comment) in book.komentar.iter().take(MOST) {
        let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(text, "    - {}", wrapped(&format!("{lembar}!{cell}: {}", cut(&comment, 120)), 6));
    }
    if book.komentar.len() > MOST {
        let _ = writeln!(text, "    - dan {} lainnya", book.komentar.len() - MOST);
    }
}

fn table_part(text: &mut String, table: &TableSummary, colour: bool) {
    let title = format!("Lembar {}: {} ({})", table.lembar, table.nama, table.jenis);
    let _ = writeln!(text, "\n  {}", styled(&wrapped(&title, 2), BOLD, colour));
    let mut rows = vec![format!("kepala di baris {}", table.kepala)];
    rows.extend(table.nomor.map(|nomor| format!("nomor kolom di baris {nomor}")));
    rows.push(format!("isi di baris {}–{} ({} baris)", table.baris.0, table.baris.1, table.jumlah));
    let _ = writeln!(text, "    {}", wrapped(&rows.join("; "), 4));
    if !table.jenjang.is_empty() {
        let levels: Vec<String> = table.jenjang.iter().map(|(level, count)| format!("{count} {level}")).collect();
        let _ = writeln!(text, "    jenjang: {}", wrapped(&levels.join(", "), 13));
    }
    let _ = writeln!(text, "    {}", styled("Kolom  Peran                Kepala kolom", DIM, colour));
    let mut before = "";
    for (letters, header, role) in &table.kolom {
        let role = match role {
            Some(role) => role.as_str(),
            // Cells merged under one header, or a column that only spaces the others.
            None if header.is_empty() || header == before => "-",
            None => "belum dipahami",
        };
        let shown = if header.is_empty() { "(tanpa kepala)" } else { header };
        let _ = writeln!(text, "    {letters:<5}  {role:<19}  {}", cut(shown, WIDTH - 32));
        before = header;
    }
}
