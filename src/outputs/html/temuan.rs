//! The findings on the page: document by document, sheet by sheet, each with a picture of its cells.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{escape, tag};
use crate::finding::{Finding, Severity};
use crate::outputs::baru::Status;
use crate::outputs::text::ribuan;
use crate::outputs::{CheckedBook, Run};
use crate::pipeline::{Checked, Snippet};
use crate::rules;

/// What a page of many workbooks shows, so that a browser still opens it; ringkasan.xlsx has all findings.
struct Batas {
    /// Findings of one workbook.
    temuan: usize,
    /// Those of them with a picture of their cells.
    gambar: usize,
}

impl Batas {
    /// Every workbook gets its share of the page.
    fn new(run: &Run) -> Self {
        let books = run.books.iter().filter(|book| !book.checked.findings.is_empty()).count().max(1);
        Self { temuan: (4_000 / books).clamp(8, 300), gambar: (1_500 / books).clamp(3, 300) }
    }
}

/// The findings, with the filters before them.
pub fn part(page: &mut String, run: &Run) {
    page.push_str("<section aria-labelledby=\"temuan\">\n<h2 id=\"temuan\" tabindex=\"-1\">Temuan</h2>\n");
    if run.books.iter().all(|book| book.checked.findings.is_empty()) {
        page.push_str("<p>Tidak ada temuan.</p>\n</section>\n");
        return;
    }
    let officials = officials(run);
    filters(page, run, &officials);
    let batas = Batas::new(run);
    if run.books.iter().any(|book| book.checked.findings.len() > batas.gambar) {
        let _ = writeln!(
            page,
            "<p>Gambar sel tampil pada {} temuan terberat tiap berkas; selnya ada di salinan bertanda.</p>",
            batas.gambar
        );
    }
    for (index, book) in run.books.iter().enumerate().filter(|(_, book)| !book.checked.findings.is_empty()) {
        document(page, index, book, &officials, &batas);
    }
    page.push_str("</section>\n");
}

/// The officials whose sheets have findings, numbered.
fn officials(run: &Run) -> BTreeMap<&str, usize> {
    let named = run.books.iter().flat_map(|book| {
        let findings = &book.checked.findings;
        findings.iter().filter_map(|finding| book.checked.pejabat.get(&finding.place.sheet))
    });
    let names: BTreeSet<&str> = named.map(String::as_str).collect();
    names.into_iter().enumerate().map(|(index, nama)| (nama, index)).collect()
}

fn filters(page: &mut String, run: &Run, officials: &BTreeMap<&str, usize>) {
    page.push_str("<form id=\"saring\" class=\"saring\" aria-label=\"Saring temuan\" hidden>\n<fieldset>\n");
    page.push_str("<legend>Tingkat</legend>\n");
    for severity in Severity::ALL.into_iter().filter(|&severity| run.count(severity) > 0) {
        let (word, count) = (severity.word(), ribuan(run.count(severity)));
        let _ = writeln!(
            page,
            "<label class=\"pilihan\"><input type=\"checkbox\" name=\"tingkat\" value=\"{word}\" checked> \
             <span class=\"cap {word}\">{word}</span> {count}</label>"
        );
    }
    page.push_str("</fieldset>\n");
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in run.books.iter().flat_map(|book| &book.checked.findings) {
        *codes.entry(finding.rule).or_default() += 1;
    }
    let title = |code: &str| rules::rule(code).map_or("", |rule| rule.title);
    let codes = codes.iter().map(|(code, count)| (code.to_string(), format!("{code} {} ({count})", title(code))));
    select(page, "aturan", "Aturan", "semua aturan", codes);
    let books = run.books.iter().enumerate().filter(|(_, book)| !book.checked.findings.is_empty());
    let books = books.map(|(index, book)| (index.to_string(), book.checked.nama.clone()));
    select(page, "dokumen", "Dokumen", "semua dokumen", books);
    let officials = officials.iter().map(|(nama, index)| (index.to_string(), nama.to_string()));
    select(page, "pejabat", "Pejabat pada lembar", "semua lembar", officials);
    page.push_str("<button type=\"reset\">Tampilkan semua</button>\n");
    page.push_str("<output id=\"jumlah\" aria-live=\"polite\"></output>\n</form>\n");
}

/// A choice; with one possibility there is nothing to choose.
fn select(page: &mut String, name: &str, label: &str, all: &str, options: impl Iterator<Item = (String, String)>) {
    let options: Vec<(String, String)> = options.collect();
    if options.len() < 2 {
        return;
    }
    let _ = write!(page, "<label>{label}<select name=\"{name}\"><option value=\"\">{all}</option>");
    for (value, words) in options {
        let _ = write!(page, "<option value=\"{}\">{}</option>", escape(&value), escape(&words));
    }
    page.push_str("</select></label>\n");
}

fn document(page: &mut String, index: usize, book: &CheckedBook, officials: &BTreeMap<&str, usize>, batas: &Batas) {
    let checked = &book.checked;
    let _ = writeln!(page, "<section class=\"dokumen\" data-dokumen=\"{index}\" aria-labelledby=\"d{index}\">");
    let tahun = checked.tahun.map(|tahun| format!(" <small>tahun {tahun}</small>")).unwrap_or_default();
    let _ = writeln!(page, "<h3 id=\"d{index}\">{}{tahun}</h3>", escape(&checked.nama));
    let mut shown: Vec<Butir<'_>> = book
        .findings()
        .zip(&checked.snippets)
        .map(|((finding, status), snippet)| Butir { finding, status, snippet: Some(snippet) })
        .collect();
    // Gravest first: what must be mended is read before advice on style, and never left out for it.
    shown.sort_by_key(|butir| butir.finding.severity);
    shown.truncate(batas.temuan);
    shown.iter_mut().skip(batas.gambar).for_each(|butir| butir.snippet = None);
    shown.sort_by_key(|butir| butir.finding.place.sheet);
    for sheet in shown.chunk_by(|a, b| a.finding.place.sheet == b.finding.place.sheet) {
        let first = sheet[0].finding;
        let named = named_on(checked, first.place.sheet, officials);
        let _ = writeln!(page, "<section class=\"lembar\">\n<h4>Lembar {}</h4>", escape(&first.place.sheet_name));
        sheet.iter().for_each(|butir| article(page, butir, &named));
        page.push_str("</section>\n");
    }
    let left = checked.findings.len().saturating_sub(batas.temuan);
    if left > 0 {
        let _ = writeln!(page, "<p>… dan {} temuan lain di berkas ini; lihat ringkasan.xlsx.</p>", ribuan(left));
    }
    page.push_str("</section>\n");
}

/// A finding on the page.
struct Butir<'a> {
    finding: &'a Finding,
    status: Option<Status>,
    /// Its cells, where they are shown.
    snippet: Option<&'a Snippet>,
}

/// The number of the official whose sheet it is.
fn named_on(checked: &Checked, sheet: usize, officials: &BTreeMap<&str, usize>) -> String {
    let own = checked.pejabat.get(&sheet).and_then(|nama| officials.get(nama.as_str()));
    own.map(usize::to_string).unwrap_or_default()
}

fn article(page: &mut String, butir: &Butir<'_>, named: &str) {
    let finding = butir.finding;
    let (word, cell) = (finding.severity.word(), finding.place.range.to_string());
    let rule = rules::rule(finding.rule);
    let _ = write!(
        page,
        "<article class=\"butir {word}\" data-tingkat=\"{word}\" data-aturan=\"{}\" data-pejabat=\"{named}\">\n\
         <h5><span class=\"cap {word}\">{word}</span> <abbr title=\"{}\">{}</abbr> sel {cell}",
        finding.rule,
        escape(rule.map_or("", |rule| rule.title)),
        finding.rule
    );
    if butir.status == Some(Status::New) {
        page.push_str(" <span class=\"cap baru\">baru</span>");
    }
    if finding.is_accepted() {
        page.push_str(" <span class=\"cap\">diterima, tidak dihitung</span>");
    }
    let _ = write!(page, "</h5>\n<p>{}.</p>\n", escape(&sentence(&finding.message)));
    if let Some(snippet) = butir.snippet {
        picture(page, finding, snippet);
    }
    if finding.written.is_some() || finding.expected.is_some() {
        let value = |text: &Option<String>| escape(text.as_deref().unwrap_or("–"));
        let _ = writeln!(
            page,
            "<dl class=\"banding\"><div><dt>Tertulis</dt><dd>{}</dd></div><div><dt>Seharusnya</dt><dd>{}</dd></div></dl>",
            value(&finding.written),
            value(&finding.expected)
        );
    }
    let related = related(finding);
    let details = [("Dugaan sebab", &finding.guess), ("Saran", &finding.advice), ("Lihat juga", &related)];
    let given = |text: &str| Some(text.to_string()).filter(|text| !text.is_empty());
    let (basis, reason) = (given(finding.basis), given(&finding.entered.alasan));
    let details = details.into_iter().chain([("Dasar", &basis), ("Alasan diterima", &reason)]);
    let details: String = details
        .filter_map(|(label, detail)| Some(format!("<div>{}{}</div>", tag("dt", label), tag("dd", detail.as_ref()?))))
        .collect();
    if !details.is_empty() {
        let _ = writeln!(page, "<dl class=\"rincian\">{details}</dl>");
    }
    page.push_str("</article>\n");
}

/// A message begins like a sentence.
fn sentence(message: &str) -> String {
    let mut rest = message.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}

/// Related cells named; the copy lists them all.
const RELATED: usize = 12;

fn related(finding: &Finding) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for related in finding.related.iter().take(RELATED) {
        let mut word = related.place.range.to_string();
        if related.book != finding.book || related.place.sheet_name != finding.place.sheet_name {
            word = format!("{} › {word}", related.place.sheet_name);
        }
        if related.book != finding.book {
            word = format!("{} › {word}", related.book);
        }
        if !related.note.is_empty() {
            word = format!("{word} ({})", related.note);
        }
        words.push(word);
    }
    let left = finding.related.len().saturating_sub(RELATED);
    if left > 0 {
        words.push(format!("dan {left} sel lain"));
    }
    (!words.is_empty()).then(|| words.join("; "))
}

/// The cells around the one that is meant, as a table with the sheet's letters and numbers.
fn picture(page: &mut String, finding: &Finding, snippet: &Snippet) {
    if snippet.letters.is_empty() {
        return;
    }
    let cell = finding.place.range.start;
    let _ = write!(
        page,
        "<div class=\"gulir\" tabindex=\"0\" role=\"region\" aria-label=\"Sel di sekitar {cell}\">\n\
         <table class=\"gambar\">\n<thead><tr><td></td>"
    );
    for letters in &snippet.letters {
        let _ = write!(page, "<th scope=\"col\">{letters}</th>");
    }
    page.push_str("</tr>");
    if snippet.heads.iter().any(|head| !head.is_empty()) {
        page.push_str("<tr class=\"kepala\"><td></td>");
        snippet.heads.iter().for_each(|head| page.push_str(&tag("td", head)));
        page.push_str("</tr>");
    }
    page.push_str("</thead>\n<tbody>\n");
    for (number, texts) in &snippet.above {
        row(page, *number, texts, None);
    }
    row(page, cell.row_number(), &snippet.texts, Some((snippet.marked, finding)));
    for (number, texts) in &snippet.below {
        row(page, *number, texts, None);
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}

fn row(page: &mut String, number: u32, texts: &[String], marked: Option<(usize, &Finding)>) {
    let _ = write!(page, "<tr><th scope=\"row\">{number}</th>");
    for (index, text) in texts.iter().enumerate() {
        // Figures stand right, as in the sheet.
        let is_figure = text.trim_start_matches(['-', '(']).starts_with(|c: char| c.is_ascii_digit())
            && !text.contains(|c: char| c.is_alphabetic());
        let figure = if is_figure { "angka" } else { "" };
        match marked.filter(|(at, _)| *at == index) {
            Some((_, finding)) => {
                let shown = if text.is_empty() { "(kosong)".to_string() } else { escape(text) };
                let word = finding.severity.word();
                let _ = write!(page, "<td class=\"{figure} tanda {word}\"><mark>{shown}</mark></td>");
            }
            None if is_figure => {
                let _ = write!(page, "<td class=\"angka\">{}</td>", escape(text));
            }
            None => page.push_str(&tag("td", text)),
        }
    }
    page.push_str("</tr>\n");
}
