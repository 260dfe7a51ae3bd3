//! The styles part: copies of cell formats with a level's fill, and the formats of `Temuan`.
//!
//! A filled copy keeps everything else of its cell format. A solid fill that it covers is kept as the
//! background colour of ours, which Excel does not show under a solid pattern; so the fill can be
//! taken off again. Patterned and gradient fills can't be kept that way.

use std::collections::HashMap;
use std::ops::Range;

use super::words::fill;
use super::xml::{self, Edits, Root, Tag, TagKind, filled, for_each_tag, with_attribute};
use crate::error::Result;
use crate::finding::Severity;

/// Excel's limit for cell formats.
const FORMAT_LIMIT: usize = 64_000;

/// The order of a style sheet's children.
const ORDER: [&str; 11] = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];

const FONTS: usize = 0;
const FILLS: usize = 1;
const BORDERS: usize = 2;
const FORMATS: usize = 3;

/// The lists that grow, with what Excel expects at their beginning.
const LISTS: [(&str, &[&str]); 4] = [
    ("fonts", &[r#"<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>"#]),
    (
        "fills",
        &[r#"<fill><patternFill patternType="none"/></fill>"#, r#"<fill><patternFill patternType="gray125"/></fill>"#],
    ),
    ("borders", &["<border><left/><right/><top/><bottom/><diagonal/></border>"]),
    ("cellXfs", &[r#"<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#]),
];

/// A styles part with nothing of its own but the style `Normal`.
pub fn empty_part(strict: bool) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"{}\">\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
        xml::main_namespace(strict)
    )
}

/// A styles part that is being extended.
pub struct Styles {
    text: String,
    root: Root,
    lists: [List; 4],
    /// Where a list that is missing would go: the first child of the root that comes after it.
    missing_at: [Option<usize>; 4],
    restyled: HashMap<(usize, Option<Severity>), usize>,
    full: bool,
    /// The background colours of our fills are ours.
    remembers: bool,
}

#[derive(Default)]
struct List {
    open: Option<Range<usize>>,
    close: usize,
    items: Vec<String>,
    original: usize,
}

/// The formats of the sheet `Temuan`.
pub struct TemuanStyles {
    /// The title.
    pub title: usize,
    /// The summary below it.
    pub plain: usize,
    /// Column titles.
    pub header: usize,
    /// A row's number.
    pub number: usize,
    /// Text.
    pub text: usize,
    /// Text that a person enters.
    pub entry: usize,
    /// Link to a cell.
    pub link: usize,
    /// The level's word on its fill, in the order of [`Severity::ALL`].
    pub level: [usize; 4],
}

impl Styles {
    /// Reads a styles part.
    ///
    /// # Errors
    /// The part is not well-formed XML.
    pub fn parse(text: String) -> Result<Self> {
        let root = xml::root(&text)?;
        let mut lists: [List; 4] = Default::default();
        let mut missing_at = [None; 4];
        let (mut inside, mut item_start) = (None, 0);
        for_each_tag(&text, |tag| match (tag.depth, tag.kind) {
            (1, TagKind::Open | TagKind::Empty) => {
                note_later_child(tag, &mut missing_at);
                let list = LISTS.iter().position(|(name, _)| *name == tag.local());
                inside = list.filter(|&list| lists[list].open.is_none());
                if let Some(list) = inside {
                    lists[list].open = Some(tag.start..tag.end);
                    lists[list].close = tag.end;
                    inside = inside.filter(|_| tag.kind == TagKind::Open);
                }
            }
            (1, TagKind::Close) => {
                if let Some(list) = inside.take() {
                    lists[list].close = tag.start;
                }
            }
            (2, kind) => {
                item_start = if kind == TagKind::Close { item_start } else { tag.start };
                if let Some(list) = inside.filter(|_| kind != TagKind::Open) {
                    lists[list].items.push(text[item_start..tag.end].to_string());
                }
            }
            _ => {}
        })?;
        let mut styles =
            Self { text, root, lists, missing_at, restyled: HashMap::new(), full: false, remembers: false };
        // The legend of `Temuan` uses each level's fill over nothing.
        styles.remembers = styles.lists[FILLS].items.iter().any(|item| covered_by_ours(item) == Some(None));
        styles.complete_lists();
        Ok(styles)
    }

    /// Gives lists that are missing or empty the entries Excel expects at their beginning.
    fn complete_lists(&mut self) {
        for (list, (_, first)) in LISTS.iter().enumerate() {
            self.lists[list].original = self.lists[list].items.len();
            if self.lists[list].items.is_empty() {
                self.lists[list].items = first.iter().map(|item| self.prefixed(item)).collect();
            }
        }
    }

    /// The format of a cell without our fill, or with a level's fill in its place.
    pub fn restyle(&mut self, format: usize, level: Option<Severity>) -> usize {
        if let Some(&known) = self.restyled.get(&(format, level)) {
            return known;
        }
        let restyled = self.restyled_format(format, level);
        self.restyled.insert((format, level), restyled);
        restyled
    }

    fn restyled_format(&mut self, format: usize, level: Option<Severity>) -> usize {
        let source = if format < self.lists[FORMATS].items.len() { format } else { 0 };
        let item = self.lists[FORMATS].items[source].clone();
        let (tag, rest) = split_tag(&item);
        let fill_id = Tag::alone(tag).number("fillId").unwrap_or(0);
        let covered = self.lists[FILLS].items.get(fill_id).and_then(|item| covered_by_ours(item));
        let covered = covered.map(|colour| colour.filter(|_| self.remembers));
        if level.is_none() && covered.is_none() {
            return format;
        }
        if self.lists[FORMATS].items.len() >= FORMAT_LIMIT {
            self.full = true;
            return format;
        }
        let original = covered.unwrap_or_else(|| solid_colour(self.lists[FILLS].items.get(fill_id)));
        let fill = match (level, original) {
            (Some(level), original) => self.add(FILLS, &level_fill(level, original.as_deref())),
            (None, Some(colour)) => self.add(FILLS, &solid_fill(&colour, r#"indexed="64""#)),
            (None, None) => 0,
        };
        let tag = with_attribute(tag, "fillId", &fill.to_string());
        let filled = format!("{}{rest}", with_attribute(&tag, "applyFill", "1"));
        self.add_item(FORMATS, filled)
    }

    /// A copy of a format that shows numbers as another format does.
    pub fn with_number_format(&mut self, format: usize, like: usize) -> usize {
        let formats = &self.lists[FORMATS].items;
        let (Some(own), Some(like)) = (formats.get(format).or_else(|| formats.first()), formats.get(like)) else {
            return format;
        };
        let code = Tag::alone(split_tag(like).0).raw("numFmtId").unwrap_or("0").to_string();
        let (tag, rest) = split_tag(own);
        let tag = with_attribute(&with_attribute(tag, "numFmtId", &code), "applyNumberFormat", "1");
        let copy = format!("{tag}{rest}");
        self.add_item(FORMATS, copy)
    }

    /// Whether some cell got no fill, because the workbook has as many formats as Excel allows.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Adds the formats of the sheet `Temuan`.
    pub fn temuan(&mut self) -> TemuanStyles {
        let name = r#"<name val="Calibri"/><family val="2"/>"#;
        let text = self.add(FONTS, &format!(r#"<font><sz val="10"/>{name}</font>"#));
        let bold = self.add(FONTS, &format!(r#"<font><b/><sz val="10"/>{name}</font>"#));
        let title = self.add(FONTS, &format!(r#"<font><b/><sz val="14"/>{name}</font>"#));
        let link = self.add(FONTS, &format!(r#"<font><u/><sz val="10"/><color rgb="FF0563C1"/>{name}</font>"#));
        let edge = |side: &str| format!(r#"<{side} style="thin"><color rgb="FF9A9A9A"/></{side}>"#);
        let frame = ["left", "right", "top", "bottom"].map(edge).concat();
        let frame = self.add(BORDERS, &format!("<border>{frame}<diagonal/></border>"));
        let grey = self.add(FILLS, &solid_fill(r#"rgb="FFD9D9D9""#, r#"indexed="64""#));
        let levels = Severity::ALL.map(|level| self.add(FILLS, &level_fill(level, None)));
        let top = r#"<alignment vertical="top" wrapText="1"/>"#;
        let middle = r#"<alignment horizontal="center" vertical="center" wrapText="1"/>"#;
        let mut format = |font, fill, border, quoted: bool, alignment: &str| {
            let quote = if quoted { r#" quotePrefix="1""# } else { "" };
            let xf = format!(
                r#"<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"{quote} applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{alignment}</xf>"#
            );
            self.add(FORMATS, &xf)
        };
        TemuanStyles {
            title: format(title, 0, 0, false, r#"<alignment vertical="center"/>"#),
            plain: format(text, 0, 0, false, r#"<alignment vertical="center"/>"#),
            header: format(bold, grey, frame, false, middle),
            number: format(text, 0, frame, false, r#"<alignment horizontal="center" vertical="top"/>"#),
            text: format(text, 0, frame, true, top),
            entry: format(text, 0, frame, false, top),
            link: format(link, 0, frame, true, top),
            level: levels.map(|fill| format(bold, fill, frame, false, top)),
        }
    }

    fn prefixed(&self, item: &str) -> String {
        let opened = item.replace('<', &format!("<{}", self.root.prefix));
        opened.replace(&format!("<{}/", self.root.prefix), &format!("</{}", self.root.prefix))
    }

    /// Adds an item written without prefix, unless the list has it.
    fn add(&mut self, list: usize, item: &str) -> usize {
        self.add_item(list, self.prefixed(item))
    }

    fn add_item(&mut self, list: usize, item: String) -> usize {
        let items = &mut self.lists[list].items;
        items.iter().position(|known| *known == item).unwrap_or_else(|| {
            items.push(item);
            items.len() - 1
        })
    }

    /// The styles part with what was added.
    pub fn finish(self) -> Result<String> {
        let mut edits = Edits::default();
        let mut at_end = String::new();
        for ((list, (name, _)), missing_at) in self.lists.iter().zip(LISTS).zip(self.missing_at) {
            let added = list.items[list.original..].concat();
            if added.is_empty() {
                continue;
            }
            let name = format!("{}{name}", self.root.prefix);
            let count = list.items.len();
            match (&list.open, missing_at) {
                (Some(open), _) => {
                    let tag = with_attribute(&self.text[open.clone()], "count", &count.to_string());
                    if tag.ends_with("/>") {
                        edits.replace(open.clone(), filled(&tag, &added));
                    } else {
                        edits.replace(open.clone(), tag);
                        edits.insert(list.close, added);
                    }
                }
                (None, Some(at)) => edits.insert(at, format!("<{name} count=\"{count}\">{added}</{name}>")),
                (None, None) => at_end.push_str(&format!("<{name} count=\"{count}\">{added}</{name}>")),
            }
        }
        xml::append_to_root(&edits.apply(&self.text), &at_end)
    }
}

/// Remembers the child of the root as the place before which earlier lists that are missing go.
fn note_later_child(tag: Tag<'_>, missing_at: &mut [Option<usize>; 4]) {
    let order = |name: &str| ORDER.iter().position(|other| *other == name);
    let Some(place) = order(tag.local()) else {
        return;
    };
    for (at, (name, _)) in missing_at.iter_mut().zip(LISTS) {
        if order(name).is_some_and(|own| own < place) {
            at.get_or_insert(tag.start);
        }
    }
}

/// An element as its first tag and the rest.
fn split_tag(item: &str) -> (&str, &str) {
    let mut first = None;
    let walked = for_each_tag(item, |tag| {
        first.get_or_insert(tag.end);
    });
    item.split_at(walked.ok().and(first).unwrap_or(item.len()))
}

fn level_fill(level: Severity, covered: Option<&str>) -> String {
    solid_fill(&format!("rgb=\"{}\"", fill(level)), covered.unwrap_or(r#"indexed="64""#))
}

fn solid_fill(colour: &str, background: &str) -> String {
    format!(r#"<fill><patternFill patternType="solid"><fgColor {colour}/><bgColor {background}/></patternFill></fill>"#)
}

/// For a fill of ours, the colour it covers: `Some(None)` when there was none.
fn covered_by_ours(item: &str) -> Option<Option<String>> {
    let colour = solid_colour(Some(&item.to_string()))?;
    let ours = Severity::ALL.iter().any(|&level| colour == format!("rgb=\"{}\"", fill(level)));
    ours.then(|| colour_of(item, "bgColor").filter(|colour| colour != r#"indexed="64""#))
}

/// The colour of a solid fill, as the attributes of its element.
fn solid_colour(item: Option<&String>) -> Option<String> {
    let item = item?;
    let mut solid = false;
    for_each_tag(item, |tag| solid |= tag.local() == "patternFill" && tag.raw("patternType") == Some("solid")).ok()?;
    if solid { colour_of(item, "fgColor") } else { None }
}

fn colour_of(item: &str, element: &str) -> Option<String> {
    let mut colour = None;
    for_each_tag(item, |tag| {
        if tag.opens() && tag.local() == element {
            let inner = tag.text[1 + tag.name().len()..].trim_end_matches(['>', '/']).trim();
            colour = (!inner.is_empty()).then(|| inner.to_string());
        }
    })
    .ok()?;
    colour
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &str = r#"<styleSheet xmlns="m"><fills count="9"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor theme="4" tint="0.5"/><bgColor indexed="64"/></patternFill></fill></fills><cellXfs count="2"><xf fillId="0" fontId="0"/><xf fillId="2"><protection locked="0"/></xf></cellXfs></styleSheet>"#;

    #[test]
    fn copies_are_shared_and_counts_mended() {
        let mut styles = Styles::parse(PART.into()).expect("styles");
        assert_eq!(styles.restyle(1, Some(Severity::Error)), 2);
        assert_eq!(styles.restyle(1, Some(Severity::Error)), 2);
        assert_eq!(styles.restyle(99, Some(Severity::Error)), 3);
        let text = styles.finish().expect("xml");
        assert!(text.contains(r#"<fills count="5">"#) && text.contains(r#"<cellXfs count="4">"#), "{text}");
        assert!(text.contains(r#"<xf applyFill="1" fillId="3"><protection locked="0"/></xf>"#), "{text}");
    }

    #[test]
    fn a_sign_in_an_attribute_does_not_end_its_tag() {
        let mut styles = Styles::parse(PART.replace(r#"<xf fillId="2">"#, r#"<xf x=">" fillId="2">"#)).expect("styles");
        styles.restyle(1, Some(Severity::Error));
        let text = styles.finish().expect("xml");
        assert!(text.contains(r#"<xf applyFill="1" x=">" fillId="3"><protection locked="0"/></xf>"#), "{text}");
    }

    #[test]
    fn fill_can_be_taken_off_again() {
        let mut styles = Styles::parse(PART.into()).expect("styles");
        let filled = styles.restyle(1, Some(Severity::Review));
        styles.temuan();
        let mut styles = Styles::parse(styles.finish().expect("xml")).expect("styles");
        let bare = styles.restyle(filled, None);
        assert!(styles.lists[FORMATS].items[bare].contains(r#"fillId="2""#));
        assert_eq!(styles.restyle(filled, Some(Severity::Review)), filled);
        assert_eq!(styles.restyle(0, None), 0);
    }

    #[test]
    fn background_that_another_program_wrote_is_not_taken_for_a_covered_fill() {
        let colour = fill(Severity::Error);
        let ours = format!(r#"<fgColor rgb="{colour}"/><bgColor rgb="FF808080"/>"#);
        let mut styles =
            Styles::parse(PART.replace(r#"<fgColor theme="4" tint="0.5"/><bgColor indexed="64"/>"#, &ours))
                .expect("styles");
        let bare = styles.restyle(1, None);
        assert!(styles.lists[FORMATS].items[bare].contains(r#"fillId="0""#));
    }

    #[test]
    fn missing_lists_are_added_in_order() {
        let text = r#"<x:styleSheet xmlns:x="m"><x:cellStyleXfs/><x:dxfs/></x:styleSheet>"#;
        let mut styles = Styles::parse(text.into()).expect("styles");
        styles.restyle(0, Some(Severity::Error));
        let text = styles.finish().expect("xml");
        let order: Vec<usize> = ["<x:fonts", "<x:fills", "<x:borders", "<x:cellStyleXfs", "<x:cellXfs", "<x:dxfs"]
            .iter()
            .map(|name| text.find(name).expect(name))
            .collect();
        assert!(order.is_sorted(), "{text}");
    }
}
