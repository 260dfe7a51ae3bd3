//! `laporan.html`: everything a run found on one page that needs no network and no other program, for the screen and
//! for paper (F4).
//!
//! The page works without its script; the script only filters. What comes from workbooks is escaped, and the page's
//! policy lets nothing run or load but its own style and script.

mod chart;
mod dikenali;
mod temuan;

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::closing::Closing;
use super::text::{self, ribuan};
use super::{CheckedBook, Run, kind_names};
use crate::bahasa::Bahasa;
use crate::finding::Severity;

const STYLE: &str = include_str!("laporan.css");
const SCRIPT: &str = include_str!("laporan.js");

/// The page.
pub fn page(run: &Run) -> String {
    let mut page = String::with_capacity(64 * 1024);
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"id\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; script-src '{}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"cermat {}\">\n\
         <title>Laporan pemeriksaan</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"lompat\" href=\"#temuan\">Langsung ke temuan</a>\n",
        source_of(STYLE),
        source_of(SCRIPT),
        env!("CARGO_PKG_VERSION"),
    );
    head(&mut page, run);
    page.push_str("<main>\n");
    documents(&mut page, run);
    failures(&mut page, run);
    temuan::part(&mut page, run);
    chart::part(&mut page, run);
    lacking(&mut page, run);
    dikenali::part(&mut page, run);
    let _ = write!(page, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
    page
}

fn head(page: &mut String, run: &Run) {
    let total: usize = run.books.iter().map(|book| book.checked.open().count()).sum();
    let counts = text::counts(|severity| run.count(severity));
    let found = if total == 0 { counts.to_string() } else { format!("{} temuan ({counts})", ribuan(total)) };
    let files = ribuan(run.books.len());
    let next = match run.fewer_rules() {
        _ if total > 0 || !run.failures.is_empty() => {
            "Perbaiki di berkas asli, bukan di salinannya, lalu periksa lagi.".to_string()
        }
        Some(aturan) => Closing::FewerRules { aturan }.text(Bahasa::Id),
        None if run.count_unknown() > 0 => Closing::Unknown { berkas: run.count_unknown() }.text(Bahasa::Id),
        None => "Tidak ada yang perlu diperbaiki.".to_string(),
    };
    let _ = write!(
        page,
        "<header>\n<h1>Laporan pemeriksaan</h1>\n<p class=\"utama\">{files} berkas diperiksa, {found}. {next}</p>\n"
    );
    if !run.notes.is_empty() {
        let _ = writeln!(
            page,
            "<ul>{}</ul>",
            run.notes.iter().map(|note| tag("li", &note.to_string())).collect::<String>()
        );
    }
    page.push_str("</header>\n");
}

/// How a document stands at a glance; told by a word too, never by the colour alone.
fn light(book: &CheckedBook) -> (&'static str, &'static str) {
    let has = |severity| book.checked.count(severity) > 0;
    if has(Severity::Error) {
        ("merah", "harus diperbaiki")
    } else if has(Severity::Review) || has(Severity::Missing) {
        ("kuning", "perlu ditinjau")
    } else if book.checked.tables.is_empty() {
        ("abu", "isinya tidak dikenali")
    } else if book.fewer_rules().is_some() {
        ("abu", "diperiksa sebagian aturan saja")
    } else {
        ("hijau", "dapat diteruskan")
    }
}

fn documents(page: &mut String, run: &Run) {
    page.push_str("<section aria-labelledby=\"dokumen\">\n<h2 id=\"dokumen\">Dokumen</h2>\n<div class=\"gulir\">\n");
    page.push_str("<table class=\"daftar\">\n<thead><tr><th scope=\"col\">Keadaan</th><th scope=\"col\">Berkas</th>");
    page.push_str("<th scope=\"col\" class=\"isi\">Isi</th>");
    for severity in Severity::ALL {
        let _ = write!(page, "<th scope=\"col\" class=\"angka\">{}</th>", severity.word());
    }
    page.push_str("<th scope=\"col\" class=\"salinan\">Salinan bertanda</th></tr></thead>\n<tbody>\n");
    for (index, book) in run.books.iter().enumerate() {
        document_row(page, index, book);
    }
    for failure in &run.failures {
        let is_document = !run.books.iter().any(|book| book.checked.nama == failure.nama);
        if is_document {
            let _ = writeln!(
                page,
                "<tr><td class=\"keadaan\"><span class=\"lampu abu\"></span>gagal diperiksa</td><th scope=\"row\">{}</th>\
                 <td colspan=\"6\">{}</td></tr>",
                escape(&failure.nama),
                escape(&failure.sebab.to_string())
            );
        }
    }
    page.push_str("</tbody>\n</table>\n</div>\n</section>\n");
}

/// Which documents would be needed for which checks, and which versions were left out.
fn lacking(page: &mut String, run: &Run) {
    if run.kurang.is_empty() {
        return;
    }
    page.push_str(
        "<section aria-labelledby=\"kurang\">\n<h2 id=\"kurang\">Belum dibandingkan antardokumen</h2>\n<ul>\n",
    );
    for kurang in &run.kurang {
        let _ = writeln!(page, "{}", tag("li", &run.lack(kurang)));
    }
    page.push_str("</ul>\n</section>\n");
}

fn document_row(page: &mut String, index: usize, book: &CheckedBook) {
    let (colour, words) = light(book);
    let kinds = kind_names(&book.checked);
    let kinds = if kinds.is_empty() { "tidak ada tabel yang dikenali".to_string() } else { kinds.join("; ") };
    let name = escape(&book.checked.nama);
    let name = if book.checked.findings.is_empty() { name } else { format!("<a href=\"#d{index}\">{name}</a>") };
    let _ = write!(
        page,
        "<tr><td class=\"keadaan\"><span class=\"lampu {colour}\"></span>{words}</td><th scope=\"row\">{name}</th>\
         <td class=\"isi\">{}</td>",
        escape(&kinds)
    );
    for severity in Severity::ALL {
        let _ = write!(page, "<td class=\"angka\">{}</td>", ribuan(book.checked.count(severity)));
    }
    let copy = book.copy.as_ref().map(|copy| {
        format!("<a href=\"{}\" aria-label=\"Buka salinan {}\">buka salinan</a>", address(copy), escape(copy))
    });
    let _ = writeln!(page, "<td class=\"salinan\">{}</td></tr>", copy.unwrap_or_else(|| "tidak dapat dibuat".into()));
}

fn failures(page: &mut String, run: &Run) {
    if run.failures.is_empty() {
        return;
    }
    page.push_str("<section aria-labelledby=\"gagal\">\n<h2 id=\"gagal\">Yang gagal</h2>\n<ul>\n");
    for failure in &run.failures {
        let _ = writeln!(page, "<li><b>{}</b>: {}.</li>", escape(&failure.nama), escape(&failure.sebab.to_string()));
    }
    page.push_str("</ul>\n</section>\n");
}

/// A text inside an element.
fn tag(name: &str, content: &str) -> String {
    format!("<{name}>{}</{name}>", escape(content))
}

/// A text as HTML shows it, inside elements and attributes. Control characters have no place in a page.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(' '),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A file name in the same folder as the address of a link.
fn address(name: &str) -> String {
    let mut address = String::from("./");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(byte as char);
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

/// The page's policy names its own style and script by their digest.
fn source_of(content: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(content)))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0u32, |group, index| group << 8 | u32::from(chunk.get(index).copied().unwrap_or(0)));
        for index in 0..4 {
            let letter = LETTERS[(group >> (18 - 6 * index) & 63) as usize] as char;
            text.push(if index <= chunk.len() { letter } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests;
