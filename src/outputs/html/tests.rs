//! The page as a reader of its text sees it; filters and looks are tried in a browser by hand.

use super::*;
use crate::bahasa::Pesan;
use crate::finding::{Finding, Place};
use crate::grid::CellRange;
use crate::outputs::Failure;
use crate::pipeline::{self, Settings, Snippet};

const HOSTILE: &str = "<script>alert('1')</script>&\"\u{7}";

fn book() -> CheckedBook {
    let text = "## Lembar: PK\n\n| | A | B | C |\n|-|-|-|-|\n| 1 | Program | Pagu (Rp) | Realisasi (Rp) |\n\
                | 2 | Program Penunjang Urusan | 100 | 90 |\n";
    let grid = crate::grid::parse_markdown("PK.xlsx", text).expect("a workbook");
    let (_, mut checked) = pipeline::check(grid, &Settings::default()).expect("it can be checked");
    checked.nama = format!("{HOSTILE}.xlsx");
    checked.pejabat = [(0, HOSTILE.into())].into();
    checked.findings = vec![Finding {
        rule: "P01",
        severity: Severity::Error,
        book: checked.nama.as_str().into(),
        place: Place { sheet: 0, sheet_name: "PK".into(), range: CellRange::parse("B4").expect("an address") },
        message: format!("persentase {HOSTILE}"),
        written: Some("57".into()),
        expected: Some("75".into()),
        cause: None,
        guess: Some("angka tertukar".into()),
        advice: None,
        basis: "Permenpan",
        related: Vec::new(),
        fingerprint: String::new(),
        entered: Default::default(),
    }];
    checked.snippets = vec![Snippet {
        letters: vec!["A".into(), "B".into()],
        texts: vec![HOSTILE.into(), "57".into()],
        marked: 1,
        heads: vec!["Uraian".into(), "Persentase".into()],
        above: vec![(3, vec!["Program".into(), "90".into()])],
        below: Vec::new(),
    }];
    CheckedBook { copy: Some("a #1.diperiksa.xlsx".into()), ..CheckedBook::without_copy(checked) }
}

#[test]
fn what_workbooks_say_is_text() {
    let failures = vec![Failure { nama: HOSTILE.into(), sebab: Pesan::asing(HOSTILE) }];
    let page = page(&Run { books: vec![book()], failures, ..Run::default() });
    assert!(!page.contains("<script>alert") && !page.contains('\u{7}'), "{page}");
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;"));
    assert!(page.contains("href=\"./a%20%231.diperiksa.xlsx\""));
    assert!(!page.contains("http:") && !page.contains("https:"), "the page needs a network");
}

#[test]
fn a_run_of_some_rules_passes_nothing_on() {
    let mut book = book();
    book.checked.findings.clear();
    book.checked.snippets.clear();
    let page = |aturan| page(&Run { books: vec![CheckedBook { aturan, ..book.clone() }], ..Run::default() });
    let some = page(1);
    assert!(some.contains("Hanya 1 dari") && !some.contains("dapat diteruskan") && !some.contains("lampu hijau"));
    assert!(page(crate::rules::RULES.len()).contains("Tidak ada yang perlu diperbaiki."));
}

#[test]
fn the_gravest_finding_of_a_sheet_comes_first() {
    let mut book = book();
    let advice =
        Finding { severity: Severity::Advice, message: "saran saja".into(), ..book.checked.findings[0].clone() };
    book.checked.findings.insert(0, advice);
    book.checked.snippets.insert(0, book.checked.snippets[0].clone());
    let page = page(&Run { books: vec![book], ..Run::default() });
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not on the page"));
    assert!(place("ersentase &lt;script") < place("aran saja"));
}

#[test]
fn a_finding_is_shown_in_its_table() {
    let page = page(&Run { books: vec![book()], ..Run::default() });
    assert!(page.contains("<td class=\"angka tanda salah\"><mark>57</mark></td>"), "{page}");
    assert!(page.contains("<tr><th scope=\"row\">3</th><td>Program</td><td class=\"angka\">90</td></tr>"));
    assert!(page.contains("<dt>Seharusnya</dt><dd>75</dd>") && page.contains("<dt>Dasar</dt><dd>Permenpan</dd>"));
    assert!(page.contains("data-tingkat=\"salah\" data-aturan=\"P01\" data-pejabat=\"0\""));
    assert!(page.contains("harus diperbaiki") && page.ends_with("</html>\n"));
}

#[test]
fn the_policy_lets_only_the_own_script_run() {
    // The digest of "abc" is known from the standard's own example.
    assert_eq!(source_of("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    assert_eq!((base64(b"a"), base64(b"ab")), ("YQ==".into(), "YWI=".into()));
    assert!(page(&Run::default()).contains(&format!("script-src '{}'", source_of(SCRIPT))));
}

#[test]
fn accepted_findings_and_what_was_not_compared_are_told() {
    let mut book = book();
    book.checked.findings[0].entered.alasan = HOSTILE.into();
    book.checked.findings[0].entered.accepted = Some(crate::finding::Source::Sheet);
    let kurang = crate::pipeline::Kekurangan {
        instansi: String::new(),
        kalimat: "Renstra tidak ada".into(),
        aturan: vec!["T01"],
        lama: None,
    };
    let page = page(&Run { books: vec![book], kurang: vec![kurang], ..Run::default() });
    assert!(page.contains("diterima, tidak dihitung") && page.contains("<dt>Alasan diterima</dt>"), "{page}");
    assert!(page.contains("<li>Renstra tidak ada (aturan T01).</li>"), "{page}");
    assert!(!page.contains(HOSTILE), "{page}");
}

#[test]
fn a_page_of_many_workbooks_shows_a_part_of_each() {
    let mut one = book();
    let finding = one.checked.findings[0].clone();
    let snippet = one.checked.snippets[0].clone();
    one.checked.findings = vec![finding; 12];
    one.checked.snippets = vec![snippet; 12];
    let page = |count: usize| {
        let again = || CheckedBook::without_copy(one.checked.clone());
        page(&Run { books: (0..count).map(|_| again()).collect(), ..Run::default() })
    };
    let few = page(2);
    assert_eq!((few.matches("<article").count(), few.matches("class=\"gambar\"").count()), (24, 24));
    assert!(!few.contains("Gambar sel tampil"));
    let many = page(600);
    assert_eq!((many.matches("<article").count(), many.matches("class=\"gambar\"").count()), (600 * 8, 600 * 3));
    assert!(many.contains("Gambar sel tampil pada 3 temuan") && many.contains("dan 4 temuan lain di berkas ini"));
}
