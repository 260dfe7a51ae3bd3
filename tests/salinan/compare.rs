//! What an annotated copy has kept of its workbook, looked at from outside: nothing here uses the code
//! that made the copy.

use std::collections::{BTreeMap, BTreeSet};

use cermat::finding::Finding;
use cermat::grid::{CellRange, CellRef};

use super::order::disorder;
use super::package::{Node, entries, nodes, relations, relations_part, sheets, text};

const CONTENT_TYPES: &str = "[Content_Types].xml";

/// What is wrong with a copy; nothing when everything was kept.
pub fn faults(before: &[u8], after: &[u8], findings: &[Finding]) -> Vec<String> {
    let mut faults = Vec::new();
    let Some((workbook, listed)) = sheets(before) else {
        return vec!["the original has no workbook".into()];
    };
    let mut named = Named::default();
    named.allow(CONTENT_TYPES);
    named.allow(&workbook);
    named.allow(&relations_part(&workbook));
    let styles = related(before, &workbook, "styles");
    named.allow(&styles);
    let formats = Formats::of(before, after, &styles, &mut faults);
    for sheet in listed.iter().filter(|sheet| sheet.kind == "worksheet") {
        let marked: Vec<&Finding> =
            findings.iter().filter(|finding| *finding.place.sheet_name == *sheet.name).collect();
        if marked.is_empty() {
            continue;
        }
        named.allow(&sheet.part);
        named.allow(&relations_part(&sheet.part));
        let mut sheet_faults = compare_sheet(before, after, &sheet.part, &marked, &formats);
        let notes = [
            (related(before, &sheet.part, "comments"), compare_comments as Compare),
            (comment_drawing(before, &sheet.part), compare_drawing),
        ];
        for (part, compare) in notes {
            named.allow(&part);
            sheet_faults.extend(compare(before, after, &part));
        }
        faults.extend(sheet_faults.into_iter().map(|fault| format!("{}: {fault}", sheet.part)));
    }
    faults.extend(compare_workbook(before, after, &workbook));
    faults.extend(compare_lists(before, after, &workbook));
    faults.extend(untouched(before, after, &named));
    faults.extend(out_of_order(before, after));
    faults
}

type Compare = fn(&[u8], &[u8], &str) -> Vec<String>;

/// The parts that may change.
#[derive(Default)]
struct Named(BTreeSet<String>);

impl Named {
    fn allow(&mut self, part: &str) {
        self.0.insert(part.to_lowercase());
    }

    fn has(&self, part: &str) -> bool {
        self.0.contains(&part.to_lowercase())
    }
}

/// The part of a kind that a part is related to; empty when there is none.
fn related(bytes: &[u8], part: &str, kind: &str) -> String {
    let found = relations(bytes, part).into_iter().find(|relation| relation.kind == kind);
    found.map(|relation| relation.target).unwrap_or_default()
}

/// The drawing with a sheet's comment boxes; pictures in headers have another of the same kind.
fn comment_drawing(bytes: &[u8], part: &str) -> String {
    let nodes = text(bytes, part).and_then(|text| nodes(&text).ok()).unwrap_or_default();
    let legacy = nodes.iter().find(|node| node.opened() == Some("legacyDrawing"));
    let id = legacy.and_then(|node| node.attribute("id")).unwrap_or_default();
    let found = relations(bytes, part).into_iter().find(|relation| relation.id == id);
    found.map(|relation| relation.target).unwrap_or_default()
}

/// Entries that are not named must be the same compressed bytes.
fn untouched(before: &[u8], after: &[u8], named: &Named) -> Vec<String> {
    let (Some(before), Some(after)) = (entries(before), entries(after)) else {
        return vec!["the copy is no zip".into()];
    };
    let mut faults = Vec::new();
    let signature = |name: &str| name.to_lowercase().starts_with("_xmlsignatures/");
    let signed = before.iter().any(|entry| signature(&entry.name));
    let mut copies = after.iter();
    for entry in &before {
        if signature(&entry.name) {
            continue;
        }
        match copies.find(|copy| copy.name == entry.name || same_relationships(&copy.name, &entry.name)) {
            None => faults.push(format!("{} is gone", entry.name)),
            Some(copy) if copy.raw != entry.raw && !named.has(&entry.name) => {
                if !(signed && entry.name == "_rels/.rels") {
                    faults.push(format!("{} is not the same bytes", entry.name));
                }
            }
            Some(_) => {}
        }
    }
    faults
}

/// Relationships that came under a name in another case than that of their part are written in that of the part.
fn same_relationships(one: &str, other: &str) -> bool {
    one.ends_with(".rels") && one.eq_ignore_ascii_case(other)
}

/// The cell formats before and after.
struct Formats {
    before: Vec<Vec<Node>>,
    after: Vec<Vec<Node>>,
}

impl Formats {
    fn of(before: &[u8], after: &[u8], part: &str, faults: &mut Vec<String>) -> Self {
        let parse = |bytes: &[u8]| text(bytes, part).and_then(|text| nodes(&text).ok()).map(|nodes| lists(&nodes));
        let old = parse(before).unwrap_or_default();
        let new = match parse(after) {
            Some(new) => new,
            None => sheets(after)
                .map(|(workbook, _)| related(after, &workbook, "styles"))
                .and_then(|part| nodes(&text(after, &part)?).ok())
                .map(|nodes| lists(&nodes))
                .unwrap_or_default(),
        };
        for (name, list) in &old {
            let Some(kept) = new.iter().find(|(other, _)| other == name).map(|(_, list)| list) else {
                faults.push(format!("styles: {name} is gone"));
                continue;
            };
            if kept.get(..list.len()) != Some(list.as_slice()) {
                faults.push(format!("styles: entries of {name} changed"));
            }
        }
        let formats = |lists: Lists| {
            lists.into_iter().find(|(name, _)| name == "cellXfs").map(|(_, list)| list).unwrap_or_default()
        };
        Self { before: formats(old), after: formats(new) }
    }

    /// A cell with another format than before: everything but the fill must be the same.
    fn differ(&self, before: usize, after: usize) -> Option<&'static str> {
        let plain = |formats: &[Vec<Node>], index: usize| {
            let format = formats.get(index).or_else(|| formats.first())?;
            Some(format.iter().map(|node| node.without(&["fillId", "applyFill"])).collect::<Vec<_>>())
        };
        let (old, new) = (plain(&self.before, before), plain(&self.after, after));
        match (old, new) {
            _ if after >= self.after.len() => Some("has a format that does not exist"),
            (Some(old), Some(new)) if old != new => Some("lost more than its fill"),
            _ => None,
        }
    }
}

type Lists = Vec<(String, Vec<Vec<Node>>)>;

/// The children of a root, each with its own children as lists of nodes.
fn lists(nodes: &[Node]) -> Lists {
    let mut lists: Lists = Vec::new();
    for node in nodes {
        match node {
            Node::Open(name, _, 1) => lists.push((name.clone(), Vec::new())),
            Node::Open(_, _, 2) => {
                if let Some((_, items)) = lists.last_mut() {
                    items.push(vec![node.clone()]);
                }
            }
            Node::Open(_, _, depth) if *depth > 2 => push_inner(&mut lists, node),
            Node::Text(_) => push_inner(&mut lists, node),
            _ => {}
        }
    }
    lists
}

fn push_inner(lists: &mut Lists, node: &Node) {
    if let Some(item) = lists.last_mut().and_then(|(_, items)| items.last_mut()) {
        item.push(node.clone());
    }
}

fn compare_sheet(before: &[u8], after: &[u8], part: &str, findings: &[&Finding], formats: &Formats) -> Vec<String> {
    let parse = |bytes: &[u8]| text(bytes, part).and_then(|text| nodes(&text).ok());
    let (old, new) = match (parse(before), parse(after)) {
        (Some(old), Some(new)) => (old, new),
        (None, _) => return Vec::new(),
        (_, None) => return vec!["can't be read any more".into()],
    };
    let merges = old.iter().filter(|node| node.opened() == Some("mergeCell"));
    let merges: Vec<CellRange> = merges.filter_map(|node| CellRange::parse(node.attribute("ref")?)).collect();
    let linked = old.iter().filter(|node| node.opened() == Some("hyperlink"));
    let linked = linked.filter_map(|node| CellRange::parse(node.attribute("ref")?)).collect();
    let mut walk = Walk { formats, findings, merges, linked, row: 0, next: CellRef::new(0, 0), faults: Vec::new() };
    let mut copy = new.iter().peekable();
    for node in &old {
        walk.skip_inserted(node, &mut copy);
        match copy.next() {
            Some(kept) => walk.pair(node, kept),
            None => walk.faults.push("ends too early".into()),
        }
        if walk.faults.len() > 5 {
            return walk.faults;
        }
    }
    if copy.next().is_some() {
        walk.faults.push("has more at its end".into());
    }
    walk.faults
}

struct Walk<'a> {
    formats: &'a Formats,
    findings: &'a [&'a Finding],
    merges: Vec<CellRange>,
    /// The cells that people linked.
    linked: Vec<CellRange>,
    row: u32,
    next: CellRef,
    faults: Vec<String>,
}

impl Walk<'_> {
    /// Passes over what the copy has more: cells, rows, links and the drawing of the comments.
    fn skip_inserted<'n>(&mut self, node: &Node, copy: &mut std::iter::Peekable<impl Iterator<Item = &'n Node>>) {
        while let Some(more) = copy.next_if(|copy| {
            let same_place = copy.opened() == node.opened() && copy.attribute("r") == node.attribute("r");
            let is_link = copy.opened() == Some("hyperlink") && node.opened() != Some("hyperlink");
            is_link || matches!(copy.opened(), Some("row" | "c" | "legacyDrawing" | "hyperlinks")) && !same_place
        }) {
            let name = more.opened().unwrap_or_default();
            if name == "c" {
                let at = more.attribute("r").and_then(CellRef::parse);
                if !at.is_some_and(|at| self.is_marked(at)) {
                    self.faults.push(format!("a cell was added at {:?}", more.attribute("r")));
                }
            }
            if name == "hyperlink" {
                self.link(more);
            }
            for inner in copy.by_ref() {
                match inner {
                    Node::Close(closed) if closed == name => break,
                    Node::Open(child, ..) if child == "c" && inner.attribute("t").is_none() => {}
                    Node::Close(child) if child == "c" || child == "hyperlink" => {}
                    Node::Open(child, ..) if child == "hyperlink" && name == "hyperlinks" => self.link(inner),
                    other => self.faults.push(format!("something else was added: {other:?}")),
                }
            }
        }
    }

    /// A link was added: it must lead to a row of findings, from marked cells that people did not link.
    fn link(&mut self, link: &Node) {
        let cells = link.attribute("ref").and_then(CellRange::parse);
        let is_free = |cells: &CellRange| !self.linked.iter().any(|other| other.overlaps(*cells));
        let is_marked = cells.filter(is_free).is_some_and(|cells| self.is_marked(cells.start));
        let leads = link.attribute("location").is_some_and(|place| place.starts_with("'Temuan"));
        if !is_marked || !leads || link.attribute("id").is_some() || link.attribute("display").is_some() {
            self.faults.push(format!("a wrong link was added: {link:?}"));
        }
    }

    fn pair(&mut self, node: &Node, kept: &Node) {
        let ignored: &[&str] = match node.opened() {
            Some("c") => &["s"],
            Some("row") => &["spans"],
            Some("dimension") => &["ref"],
            _ => &[],
        };
        if node.without(ignored) != kept.without(ignored) {
            self.faults.push(format!("{node:?} became {kept:?}"));
        }
        match node.opened() {
            Some("row") => {
                let number = node.attribute("r").and_then(|number| number.parse::<u32>().ok());
                self.row = number.map_or(self.next.row, |number| number.saturating_sub(1));
                self.next = CellRef::new(self.row + 1, 0);
            }
            Some("c") => {
                let written = node.attribute("r").and_then(CellRef::parse);
                let col = written.map_or(self.next.col, |cell| cell.col);
                self.next.col = col + 1;
                self.cell(CellRef::new(self.row, col), node, kept);
            }
            _ => {}
        }
    }

    fn cell(&mut self, at: CellRef, node: &Node, kept: &Node) {
        let format = |node: &Node| node.attribute("s").and_then(|format| format.parse::<usize>().ok()).unwrap_or(0);
        let (before, after) = (format(node), format(kept));
        if before == after {
            return;
        }
        if !self.is_marked(at) {
            self.faults.push(format!("{at} has another format without a finding"));
        }
        if let Some(fault) = self.formats.differ(before, after) {
            self.faults.push(format!("{at} {fault}"));
        }
    }

    fn is_marked(&self, at: CellRef) -> bool {
        let merge = self.merges.iter().filter(|merge| merge.contains(at));
        let ranges: Vec<CellRange> = merge.copied().chain([CellRange::new(at, at)]).collect();
        self.findings.iter().any(|finding| ranges.iter().any(|range| range.overlaps(finding.place.range)))
    }
}

/// Each comment of a person: the cell, the author, the nodes of its text.
fn comments(bytes: &[u8], part: &str) -> Vec<(String, String, String)> {
    let nodes = text(bytes, part).and_then(|text| nodes(&text).ok()).unwrap_or_default();
    let mut authors: Vec<String> = Vec::new();
    let mut comments: Vec<(String, String, String)> = Vec::new();
    let (mut in_author, mut in_text, mut phonetic) = (false, false, false);
    for node in &nodes {
        match node {
            Node::Open(name, ..) if name == "author" => {
                authors.push(String::new());
                in_author = true;
            }
            Node::Close(name) if name == "author" => in_author = false,
            Node::Open(name, ..) if name == "comment" => {
                let author = node.attribute("authorId").and_then(|id| authors.get(id.parse::<usize>().ok()?)).cloned();
                comments.push((
                    node.attribute("ref").unwrap_or_default().into(),
                    author.unwrap_or_default(),
                    String::new(),
                ));
            }
            Node::Open(name, ..) if name == "rPh" => phonetic = true,
            Node::Close(name) if name == "rPh" => phonetic = false,
            Node::Open(name, ..) if name == "t" => in_text = true,
            Node::Close(name) if name == "t" => in_text = false,
            Node::Text(words) if in_author => authors.last_mut().into_iter().for_each(|author| author.push_str(words)),
            Node::Text(words) if in_text && !phonetic => {
                comments.last_mut().into_iter().for_each(|comment| comment.2.push_str(words));
            }
            _ => {}
        }
    }
    comments
}

fn compare_comments(before: &[u8], after: &[u8], part: &str) -> Vec<String> {
    let (old, new) = (comments(before, part), comments(after, part));
    let mut faults = Vec::new();
    let mut copies = new.iter();
    for (cell, author, words) in &old {
        match copies.find(|(other, by, text)| other == cell && by == author && text.starts_with(words.as_str())) {
            Some((_, _, text)) if author.starts_with("tc=") && text != words => {
                faults.push(format!("the thread at {cell} was written into"));
            }
            Some(_) => {}
            None => faults.push(format!("the comment at {cell} was lost")),
        }
    }
    let mut seen = BTreeSet::new();
    let doubled = |list: &[(String, String, String)]| {
        list.len() != list.iter().map(|(cell, ..)| cell).collect::<BTreeSet<_>>().len()
    };
    if doubled(&new) && !doubled(&old) {
        faults.extend(
            new.iter().filter(|(cell, ..)| !seen.insert(cell)).map(|(cell, ..)| format!("two comments at {cell}")),
        );
    }
    faults
}

/// The shapes of a drawing, without the corners of comment boxes.
fn shapes(bytes: &[u8], part: &str) -> Vec<String> {
    let drawing = super::package::binary(bytes, part).unwrap_or_default();
    let drawing = String::from_utf8_lossy(&drawing).into_owned();
    let shapes = drawing.split("<v:shape ").skip(1).map(|shape| {
        let shape = shape.split("</v:shape>").next().unwrap_or_default();
        match shape.split_once(":Anchor>") {
            Some((head, rest)) => format!("{head}{}", rest.split_once("</").map_or("", |(_, tail)| tail)),
            None => shape.to_string(),
        }
    });
    shapes.collect()
}

fn compare_drawing(before: &[u8], after: &[u8], part: &str) -> Vec<String> {
    let new = shapes(after, part);
    let mut copies = new.iter();
    let lost = shapes(before, part).into_iter().filter(|shape| !copies.any(|copy| copy == shape)).count();
    if lost > 0 { vec![format!("{lost} shapes of the drawing were lost")] } else { Vec::new() }
}

/// The workbook part keeps everything; a sheet and names are added.
fn compare_workbook(before: &[u8], after: &[u8], part: &str) -> Vec<String> {
    let parse = |bytes: &[u8]| text(bytes, part).and_then(|text| nodes(&text).ok()).unwrap_or_default();
    let (old, new) = (parse(before), parse(after));
    let mut faults = Vec::new();
    let mut copies = new.iter();
    for node in &old {
        if !copies.any(|copy| copy == node) {
            faults.push(format!("workbook: {node:?} was lost"));
            break;
        }
    }
    let names = |nodes: &[Node]| nodes.iter().filter(|node| node.opened() == Some("sheet")).count();
    if names(&new) != names(&old) + 1 {
        faults.push("workbook: not exactly one sheet more".into());
    }
    let mut seen = BTreeSet::new();
    for node in new.iter().filter(|node| node.opened() == Some("sheet")) {
        for key in ["name", "sheetId", "id"] {
            let value = node.attribute(key).unwrap_or_default().to_lowercase();
            if !seen.insert((key, value.clone())) && names(&old) > 0 && !doubled(&old, key) {
                faults.push(format!("workbook: two sheets with {key} {value}"));
            }
        }
    }
    faults
}

fn doubled(nodes: &[Node], key: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut sheets = nodes.iter().filter(|node| node.opened() == Some("sheet"));
    sheets.any(|node| !seen.insert(node.attribute(key).unwrap_or_default().to_lowercase()))
}

/// Content types and relationships: what was there is there, no id stands twice, every part has a type.
fn compare_lists(before: &[u8], after: &[u8], workbook: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let list = |bytes: &[u8], part: &str| text(bytes, part).and_then(|text| nodes(&text).ok()).unwrap_or_default();
    let (old, new) = (list(before, CONTENT_TYPES), list(after, CONTENT_TYPES));
    let signature = |node: &Node| node.attribute("PartName").is_some_and(|name| name.starts_with("/_xmlsignatures/"));
    faults.extend(
        old.iter()
            .filter(|node| !new.contains(node) && !signature(node))
            .map(|node| format!("content types: {node:?} was lost")),
    );
    let mut typed: BTreeMap<String, usize> = BTreeMap::new();
    for node in new.iter().filter(|node| node.opened() == Some("Override")) {
        *typed.entry(node.attribute("PartName").unwrap_or_default().to_lowercase()).or_default() += 1;
    }
    let known: BTreeSet<String> =
        old.iter().filter_map(|node| node.attribute("PartName")).map(str::to_lowercase).collect();
    for (name, count) in &typed {
        let was_there = known.contains(name);
        if *count > 1 && !was_there {
            faults.push(format!("content types: {name} stands twice"));
        }
        if !was_there && super::package::binary(after, name.trim_start_matches('/')).is_none() {
            faults.push(format!("content types: {name} does not exist"));
        }
    }
    let (_, listed) = sheets(after).unwrap_or_default();
    for part in listed.iter().map(|sheet| sheet.part.as_str()).chain([workbook]) {
        let relations = relations(after, part);
        for old in super::package::relations(before, part) {
            if !relations.iter().any(|new| new.id == old.id && new.target == old.target) {
                faults.push(format!("{part}: the relationship {} was lost", old.id));
            }
        }
        let mut ids = BTreeSet::new();
        let old_ids = super::package::relations(before, part);
        for relation in &relations {
            if !ids.insert(&relation.id) && old_ids.iter().filter(|old| old.id == relation.id).count() < 2 {
                faults.push(format!("{part}: the id {} stands twice", relation.id));
            }
        }
    }
    faults
}

/// Parts that are in the schema's order before must be so after; new ones always.
fn out_of_order(before: &[u8], after: &[u8]) -> Vec<String> {
    let Some((workbook, listed)) = sheets(after) else {
        return vec!["the copy has no workbook".into()];
    };
    let mut parts = vec![workbook.clone(), related(after, &workbook, "styles"), CONTENT_TYPES.into()];
    for sheet in listed.iter().filter(|sheet| sheet.kind == "worksheet") {
        parts.push(sheet.part.clone());
        parts.push(related(after, &sheet.part, "comments"));
    }
    let mut faults = Vec::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        let Some(new) = text(after, part) else {
            continue;
        };
        let disorder_now = disorder(&new);
        if !disorder_now.is_empty() && text(before, part).is_none_or(|old| disorder(&old).is_empty()) {
            faults.extend(disorder_now.into_iter().take(3).map(|fault| format!("{part}: {fault}")));
        }
    }
    faults
}
