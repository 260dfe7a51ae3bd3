//! What was recognised in each document, and what was not: a table that nobody checks is as important as a finding.

use std::fmt::Write as _;

use super::{escape, tag};
use crate::outputs::text::ribuan;
use crate::outputs::{CheckedBook, Run};
use crate::pipeline::TableSummary;

/// What was recognised, document by document.
pub fn part(page: &mut String, run: &Run) {
    if run.books.is_empty() {
        return;
    }
    page.push_str("<section aria-labelledby=\"dikenali\">\n<h2 id=\"dikenali\">Yang dikenali dan yang tidak</h2>\n");
    for book in &run.books {
        document(page, book);
    }
    page.push_str("</section>\n");
}

fn document(page: &mut String, book: &CheckedBook) {
    let checked = &book.checked;
    let tables = ribuan(checked.tables.len());
    let _ = writeln!(page, "<details>\n<summary>{}: {tables} tabel dikenali</summary>", escape(&checked.nama));
    if !checked.tables.is_empty() {
        page.push_str("<div class=\"gulir\"><table class=\"daftar\">\n<thead><tr><th scope=\"col\">Lembar</th>");
        page.push_str("<th scope=\"col\">Tabel</th><th scope=\"col\">Baris</th>");
        page.push_str("<th scope=\"col\">Kolom yang dipahami</th><th scope=\"col\">Kolom yang belum dipahami</th>");
        page.push_str("</tr></thead>\n<tbody>\n");
        checked.tables.iter().for_each(|table| row(page, table));
        page.push_str("</tbody>\n</table></div>\n");
    }
    let notes = checked.notes.iter().chain(&book.copy_notes);
    let notes: String = notes.map(|note| tag("li", &note.to_string())).collect();
    if !notes.is_empty() {
        let _ = writeln!(page, "<p>Tidak dipahami atau tidak terbawa:</p>\n<ul>{notes}</ul>");
    }
    page.push_str("</details>\n");
}

fn row(page: &mut String, table: &TableSummary) {
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    let mut before = "";
    for (letters, header, role) in &table.kolom {
        match role {
            Some(role) => known.push(format!("{letters} {role}")),
            // Cells merged under one header, or a column that only spaces the others.
            None if header.is_empty() || header == before => {}
            None => unknown.push(format!("{letters} «{header}»")),
        }
        before = header;
    }
    let unknown = if unknown.is_empty() { "–".to_string() } else { unknown.join("; ") };
    let _ = writeln!(
        page,
        "<tr><td>{}</td><td>{}</td><td>{}–{} ({})</td><td>{}</td><td>{}</td></tr>",
        escape(&table.lembar),
        escape(&table.nama),
        table.baris.0,
        table.baris.1,
        ribuan(table.jumlah),
        escape(&known.join("; ")),
        escape(&unknown)
    );
}
