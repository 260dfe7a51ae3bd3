//! What was recognised in a workbook, as text: sheets, tables, columns with their roles, levels.

use std::fmt::Write as _;

use super::text::{BOLD, DIM, RED, WIDTH, cut, styled, wrapped};
use super::{Failure, kind_names};
use crate::bahasa::Bahasa;
use crate::grid::single_spaced;
use crate::pipeline::{Checked, TableSummary};

/// The text for several workbooks, with the links between them.
pub fn text(books: &[Checked], links: &[String], failures: &[Failure], colour: bool, bahasa: Bahasa) -> String {
    let said = |id, en| bahasa.pick(id, en);
    let mut text = String::new();
    for book in books {
        book_part(&mut text, book, colour, bahasa);
    }
    if !links.is_empty() {
        let _ = writeln!(text, "{}", styled(said("Tautan antardokumen", "Links between documents"), BOLD, colour));
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

fn book_part(text: &mut String, book: &Checked, colour: bool, bahasa: Bahasa) {
    let said = |id, en| bahasa.pick(id, en);
    let _ = writeln!(text, "{}", styled(&book.nama, BOLD, colour));
    let kinds = kind_names(book);
    let tahun = book.tahun.map(|tahun| format!(", {} {tahun}", said("tahun", "year"))).unwrap_or_default();
    let _ = match kinds.as_slice() {
        [] => {
            let id = "Tidak ada tabel yang dikenali; berkas ini tidak dapat diperiksa isinya.";
            writeln!(text, "  {}", said(id, "No table was recognised; what this file holds can't be checked."))
        }
        kinds => {
            let sentence = format!("{} {}: {}{tahun}.", book.tables.len(), said("tabel", "tables"), kinds.join("; "));
            writeln!(text, "  {}", wrapped(&sentence, 2))
        }
    };
    for table in &book.tables {
        table_part(text, table, colour, bahasa);
    }
    comments_part(text, book, bahasa);
    if !book.notes.is_empty() {
        let _ = writeln!(text, "\n  {}:", said("Tidak dipahami", "Not understood"));
        for note in &book.notes {
            let _ = writeln!(text, "    - {}", wrapped(note.text(bahasa), 6));
        }
    }
    text.push('\n');
}

/// Comments staff wrote themselves; they stay in the annotated copy.
fn comments_part(text: &mut String, book: &Checked, bahasa: Bahasa) {
    let said = |id, en| bahasa.pick(id, en);
    const MOST: usize = 20;
    if book.komentar.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "\n  {} ({}):",
        said("Komentar yang sudah ada", "Comments that stand there"),
        book.komentar.len()
    );
    for (lembar, cell, comment) in book.komentar.iter().take(MOST) {
        let comment = single_spaced(comment);
        let _ = writeln!(text, "    - {}", wrapped(&format!("{lembar}!{cell}: {}", cut(&comment, 120)), 6));
    }
    if book.komentar.len() > MOST {
        let left = book.komentar.len() - MOST;
        let _ = writeln!(text, "    - {} {left} {}", said("dan", "and"), said("lainnya", "more"));
    }
}

fn table_part(text: &mut String, table: &TableSummary, colour: bool, bahasa: Bahasa) {
    let said = |id, en| bahasa.pick(id, en);
    let title = format!("{} {}: {} ({})", said("Lembar", "Sheet"), table.lembar, table.nama, table.jenis);
    let _ = writeln!(text, "\n  {}", styled(&wrapped(&title, 2), BOLD, colour));
    let mut rows = vec![format!("{} {}", said("kepala di baris", "header on row"), table.kepala)];
    rows.extend(
        table.nomor.map(|nomor| format!("{} {nomor}", said("nomor kolom di baris", "numbers of columns on row"))),
    );
    let content = format!("{} {}–{}", said("isi di baris", "content on rows"), table.baris.0, table.baris.1);
    rows.push(format!("{content} ({} {})", table.jumlah, said("baris", "rows")));
    let _ = writeln!(text, "    {}", wrapped(&rows.join("; "), 4));
    if !table.jenjang.is_empty() {
        let levels: Vec<String> = table.jenjang.iter().map(|(level, count)| format!("{count} {level}")).collect();
        let _ = writeln!(text, "    {}: {}", said("jenjang", "levels"), wrapped(&levels.join(", "), 13));
    }
    let heads = said("Kolom  Peran                Kepala kolom", "Column Role                 Header");
    let _ = writeln!(text, "    {}", styled(heads, DIM, colour));
    let mut before = "";
    for (letters, header, role) in &table.kolom {
        let role = match role {
            Some(role) => role.as_str(),
            // Cells merged under one header, or a column that only spaces the others.
            None if header.is_empty() || header == before => "-",
            None => said("belum dipahami", "not understood"),
        };
        let shown = if header.is_empty() { said("(tanpa kepala)", "(no header)") } else { header };
        let _ = writeln!(text, "    {letters:<5}  {role:<19}  {}", cut(shown, WIDTH - 32));
        before = header;
    }
}
