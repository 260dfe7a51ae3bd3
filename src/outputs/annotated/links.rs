//! The links from marked cells back to their rows on `Temuan`.
//!
//! Only figures get one. LibreOffice makes a field of a linked text, which is not wrapped any more and
//! loses its bold words; openpyxl fills a linked blank with the link's words. A cell that is a link of
//! its own keeps it alone. The comments of all these name the row instead.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use super::frame::Frame;
use super::marks::Marks;
use super::words::{HEADER_ROW, SEL, quoted};
use super::xml::{Edits, Tag, TagKind, escaped, filled};
use crate::grid::{CellRange, CellRef};
use crate::xlsx::sheet_of;

/// Excel offers a repair for a sheet with more links.
pub const MOST_LINKS: usize = 65_530;

/// What the tip of a link of ours begins with.
const TIP: &str = "Temuan nomor ";

/// The element `hyperlinks` of a sheet.
#[derive(Debug, Default)]
pub struct Links {
    /// Its open tag, or the whole of `<hyperlinks/>`, or nothing.
    open: Option<Range<usize>>,
    /// Its close tag.
    close: Option<Range<usize>>,
    links: Vec<Link>,
}

#[derive(Debug)]
struct Link {
    span: Range<usize>,
    cells: Option<CellRange>,
    location: String,
    tip: String,
}

impl Links {
    /// Takes note of the element's first tag.
    pub fn open(&mut self, tag: Tag<'_>) {
        self.open.get_or_insert(tag.start..tag.end);
    }

    /// Takes note of the element's close tag.
    pub fn close(&mut self, tag: Tag<'_>) {
        self.close.get_or_insert(tag.start..tag.end);
    }

    /// Takes note of a link.
    pub fn open_link(&mut self, tag: Tag<'_>) {
        let word = |name| tag.attribute(name).unwrap_or_default().into_owned();
        self.links.push(Link {
            span: tag.start..tag.end,
            cells: tag.raw("ref").and_then(CellRange::parse),
            location: word("location"),
            tip: word("tooltip"),
        });
    }

    /// Ends a link that has content.
    pub fn close_link(&mut self, tag: Tag<'_>) {
        if let Some(link) = self.links.last_mut() {
            link.span.end = tag.end;
        }
    }
}

/// The sheet that links lead to.
#[derive(Debug, Default)]
pub struct Target {
    /// Its name.
    pub sheet: String,
    /// It stands in the package already, from an earlier annotation.
    pub earlier: bool,
    /// The package was annotated before.
    pub annotated: bool,
}

impl Target {
    /// A link is ours by its tip; programs that drop tips keep the place.
    fn is_ours(&self, link: &Link) -> bool {
        let place = || link.location.rsplit_once('!').and_then(|(_, cell)| CellRef::parse(cell));
        let on_temuan = || self.earlier && sheet_of(&link.location).as_ref() == Some(&self.sheet);
        let in_column = || place().is_some_and(|cell| cell.col == SEL as u32 && cell.row > HEADER_ROW);
        self.annotated && (link.tip.starts_with(TIP) || link.tip.is_empty() && on_temuan() && in_column())
    }

    fn link(&self, prefix: &str, cells: CellRange, number: u32) -> String {
        let place = CellRef::new(HEADER_ROW + number, SEL as u32);
        format!(
            "<{prefix}hyperlink ref=\"{cells}\" location=\"{}!{place}\" \
             tooltip=\"{TIP}{number}. Untuk memilih sel ini, tahan tombol tetikus.\"/>",
            escaped(&quoted(&self.sheet))
        )
    }
}

/// Links the commented cells that are among `figures`; links of an earlier annotation are replaced. The
/// cells that are linked.
pub fn patch_links(
    text: &str,
    frame: &Frame,
    marks: &Marks<'_>,
    figures: &BTreeSet<CellRef>,
    target: &Target,
    edits: &mut Edits,
) -> BTreeSet<CellRef> {
    let (ours, others): (Vec<&Link>, Vec<&Link>) = frame.links.links.iter().partition(|link| target.is_ours(link));
    let own: Vec<CellRange> = others.iter().filter_map(|link| link.cells).collect();
    let mut room = MOST_LINKS.saturating_sub(others.len());
    let mut linked = BTreeSet::new();
    let mut added = String::new();
    for (&cell, &number) in &marks.numbers {
        let cells = marks.merged.get(&cell).copied().unwrap_or(cell.into());
        if room == 0 || !figures.contains(&cell) || own.iter().any(|other| other.overlaps(cells)) {
            continue;
        }
        room -= 1;
        linked.insert(cell);
        let _ = write!(added, "{}", target.link(&frame.root.prefix, cells, number));
    }
    write_links(text, frame, &ours, others.is_empty(), &added, edits);
    linked
}

/// Takes `ours` out and puts `added` in; an element that would hold nothing goes too.
fn write_links(text: &str, frame: &Frame, ours: &[&Link], alone: bool, added: &str, edits: &mut Edits) {
    let name = format!("{}hyperlinks", frame.root.prefix);
    match (&frame.links.open, &frame.links.close) {
        (Some(open), Some(close)) if alone && added.is_empty() && !ours.is_empty() => {
            edits.remove(open.start..close.end);
        }
        (Some(_), Some(close)) => {
            ours.iter().for_each(|link| edits.remove(link.span.clone()));
            if !added.is_empty() {
                edits.insert(close.start, added);
            }
        }
        _ if added.is_empty() => {}
        (Some(open), None) => edits.replace(open.clone(), filled(&text[open.clone()], added)),
        (None, _) => {
            if let Some(at) = frame.links_at {
                edits.insert(at, format!("<{name}>{added}</{name}>"));
            }
        }
    }
}

/// What `f` elements tell about the cells they stand in: those that are links by their formula.
#[derive(Debug, Default)]
pub struct LinkFormulas {
    /// Where the content of the open element begins.
    start: Option<usize>,
    shared: Option<u64>,
    shared_links: BTreeSet<u64>,
}

impl LinkFormulas {
    /// Looks at a tag of an `f` element, whose offsets are those of `text`; whether it ends a formula that is
    /// a link.
    pub fn see(&mut self, text: &str, tag: Tag<'_>) -> bool {
        let known = |shared: &BTreeSet<u64>| tag.number("si").is_some_and(|index: u64| shared.contains(&index));
        match tag.kind {
            TagKind::Open => {
                (self.start, self.shared) = (Some(tag.end), tag.number("si"));
                known(&self.shared_links)
            }
            TagKind::Empty => known(&self.shared_links),
            TagKind::Close => {
                let content = self.start.take().map_or("", |start| &text[start..tag.start]);
                let is_link = content.to_ascii_uppercase().contains("HYPERLINK(");
                if is_link {
                    self.shared_links.extend(self.shared);
                }
                is_link
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::outputs::annotated::fixture::finding;

    fn linked(sheet: &str, annotated: bool, findings: &[&str]) -> String {
        let findings: Vec<_> = findings.iter().map(|range| finding(Severity::Error, "A", range)).collect();
        let frame = Frame::read(sheet).expect("sheet");
        let numbered: Vec<_> = (1..).zip(&findings).collect();
        let marks = Marks::new(&numbered, &frame.merges);
        let mut edits = Edits::default();
        let target = Target { sheet: "Temuan".into(), earlier: annotated, annotated };
        let figures = marks.numbers.keys().copied().collect();
        patch_links(sheet, &frame, &marks, &figures, &target, &mut edits);
        edits.apply(sheet)
    }

    const PLAIN: &str = "<worksheet><sheetData/><pageMargins/></worksheet>";

    #[test]
    fn links_stand_in_order_and_lead_to_their_row() {
        let copy = linked(PLAIN, false, &["B2", "A1", "A1"]);
        let tip = "Untuk memilih sel ini, tahan tombol tetikus.";
        assert_eq!(
            copy,
            format!(
                "<worksheet><sheetData/><hyperlinks>\
                 <hyperlink ref=\"A1\" location=\"'Temuan'!C6\" tooltip=\"Temuan nomor 2. {tip}\"/>\
                 <hyperlink ref=\"B2\" location=\"'Temuan'!C5\" tooltip=\"Temuan nomor 1. {tip}\"/>\
                 </hyperlinks><pageMargins/></worksheet>"
            )
        );
        assert_eq!(linked(&copy, true, &["B2", "A1", "A1"]), copy);
        assert_eq!(linked(&copy, true, &[]), PLAIN);
        let without_tips = copy.replace(&format!(" tooltip=\"Temuan nomor 1. {tip}\""), "");
        assert_eq!(linked(&without_tips, true, &[]), PLAIN);
    }

    #[test]
    fn a_persons_link_stays_and_its_cells_get_no_other() {
        let sheet = "<worksheet><sheetData/><mergeCells><mergeCell ref=\"B2:C2\"/></mergeCells><hyperlinks>\
                     <hyperlink ref=\"A1:A9\" location=\"'Temuan'!A1\"/><hyperlink ref=\"D4\"></hyperlink>\
                     </hyperlinks></worksheet>";
        let copy = linked(sheet, true, &["A3", "C2", "D4"]);
        assert_eq!(copy.matches("<hyperlink ").count(), 3, "{copy}");
        assert!(copy.contains("<hyperlink ref=\"D4\"></hyperlink><hyperlink ref=\"B2:C2\""), "{copy}");
        assert_eq!(linked(&copy, true, &[]), sheet);
    }

    #[test]
    fn link_formulas_are_known_also_when_shared() {
        let text = "<r><f t=\"shared\" si=\"3\">HYPERLINK(A1)</f><f t=\"shared\" si=\"3\"/><f>A1</f></r>";
        let mut formulas = LinkFormulas::default();
        let mut seen = Vec::new();
        crate::outputs::annotated::xml::for_each_tag(text, |tag| {
            if tag.local() == "f" {
                seen.push(formulas.see(text, tag));
            }
        })
        .expect("well formed");
        assert_eq!(seen, [false, true, true, false, false]);
    }
}
