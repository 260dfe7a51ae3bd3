//! A package taken apart without the project's own reader: its entries as they stand in the zip, its
//! XML parts as flat lists of nodes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

/// One zip entry.
pub struct Entry {
    /// Its name, `/` between folders.
    pub name: String,
    /// Its bytes as they stand in the zip.
    pub raw: Vec<u8>,
}

/// The entries in their order. `None` when the bytes are no zip.
pub fn entries(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index_raw(index).ok()?;
        let name = entry.name().ok()?.replace('\\', "/").trim_start_matches('/').to_string();
        let mut raw = Vec::new();
        entry.read_to_end(&mut raw).ok()?;
        entries.push(Entry { name, raw });
    }
    Some(entries)
}

/// A part's text by its name, whatever its case; `None` when it is missing or neither UTF-8 nor UTF-16.
pub fn text(bytes: &[u8], part: &str) -> Option<String> {
    let content = binary(bytes, part)?;
    let text = match content.as_slice() {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => String::from_utf16(&units(&content, u16::from_le_bytes)).ok()?,
        [0xFE, 0xFF, ..] | [0, b'<', ..] => String::from_utf16(&units(&content, u16::from_be_bytes)).ok()?,
        _ => String::from_utf8(content).ok()?,
    };
    Some(text.trim_start_matches('\u{feff}').to_string())
}

fn units(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Vec<u16> {
    bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect()
}

/// A part's bytes by its name.
pub fn binary(bytes: &[u8], part: &str) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let wanted = part.to_lowercase();
    let normal = |name: &str| name.replace('\\', "/").trim_start_matches('/').to_lowercase();
    let index = (0..archive.len()).find(|&index| {
        archive.name_for_index(index).and_then(|name| Some(normal(&name.ok()?))).is_some_and(|name| name == wanted)
    })?;
    let mut content = Vec::new();
    archive.by_index(index).ok()?.read_to_end(&mut content).ok()?;
    Some(content)
}

/// What a node of a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An element begins: local name, attributes by qualified name, depth.
    Open(String, BTreeMap<String, String>, usize),
    /// An element ends.
    Close(String),
    /// Text that is more than white space.
    Text(String),
}

impl Node {
    /// The local name of an element that begins.
    pub fn opened(&self) -> Option<&str> {
        match self {
            Node::Open(name, ..) => Some(name),
            _ => None,
        }
    }

    /// An attribute of an element that begins, by its local name.
    pub fn attribute(&self, local: &str) -> Option<&str> {
        match self {
            Node::Open(_, attributes, _) => {
                let found = attributes
                    .iter()
                    .find(|(name, _)| name.rsplit(':').next() == Some(local) && !name.starts_with("xmlns"));
                found.map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }

    /// The node with some attributes left out.
    pub fn without(&self, names: &[&str]) -> Node {
        let mut node = self.clone();
        if let Node::Open(_, attributes, _) = &mut node {
            attributes.retain(|name, _| !names.contains(&name.as_str()));
        }
        node
    }
}

/// The nodes of an XML text; `<a/>` counts as begun and ended.
pub fn nodes(text: &str) -> Result<Vec<Node>, String> {
    let mut reader = Reader::from_str(text);
    let mut nodes = Vec::new();
    let mut words = String::new();
    let mut depth = 0;
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        if !matches!(event, Event::Text(_) | Event::GeneralRef(_) | Event::CData(_)) {
            let told = std::mem::take(&mut words);
            if !told.trim().is_empty() {
                nodes.push(Node::Text(told));
            }
        }
        match event {
            Event::Start(element) => {
                nodes.push(open(&element, depth));
                depth += 1;
            }
            Event::Empty(element) => {
                let node = open(&element, depth);
                let name = node.opened().unwrap_or_default().to_string();
                nodes.extend([node, Node::Close(name)]);
            }
            Event::End(element) => {
                depth -= 1;
                nodes.push(Node::Close(element.local_name().as_ref().to_string()));
            }
            Event::Text(text) => words.push_str(&text),
            Event::CData(text) => words.push_str(&text),
            Event::GeneralRef(name) => {
                let raw = format!("&{};", &*name);
                words.push_str(&quick_xml::escape::unescape(&raw).map_or(raw.clone(), |text| text.into_owned()));
            }
            Event::Eof => return Ok(nodes),
            _ => {}
        }
    }
}

fn open(element: &quick_xml::events::BytesStart<'_>, depth: usize) -> Node {
    let mut attributes = element.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
        (attribute.key.as_ref().to_string(), value.map(|value| value.into_owned()).unwrap_or_default())
    });
    Node::Open(element.local_name().as_ref().to_string(), attributes.collect(), depth)
}

/// A relationship of a part.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Its id.
    pub id: String,
    /// The last word of its type.
    pub kind: String,
    /// The part it leads to.
    pub target: String,
}

/// The relationships inside the package of a part, `""` for the package.
pub fn relations(bytes: &[u8], part: &str) -> Vec<Relation> {
    let Some(text) = text(bytes, &relations_part(part)) else {
        return Vec::new();
    };
    let nodes = nodes(&text).unwrap_or_default();
    let internal = nodes
        .iter()
        .filter(|node| node.opened() == Some("Relationship") && node.attribute("TargetMode") != Some("External"));
    let relations = internal.map(|node| Relation {
        id: node.attribute("Id").unwrap_or_default().into(),
        kind: node.attribute("Type").unwrap_or_default().rsplit('/').next().unwrap_or_default().into(),
        target: cermat::xlsx::package::resolve(part, node.attribute("Target").unwrap_or_default()),
    });
    relations.collect()
}

/// The part with a part's relationships.
pub fn relations_part(part: &str) -> String {
    cermat::xlsx::package::relationships_part(part)
}

/// A sheet of a workbook: its name, part and kind.
pub struct Sheet {
    /// Name on its tab.
    pub name: String,
    /// Its part; empty when its relationship leads nowhere.
    pub part: String,
    /// The kind of its relationship.
    pub kind: String,
}

/// The workbook part and the sheets it lists.
pub fn sheets(bytes: &[u8]) -> Option<(String, Vec<Sheet>)> {
    let workbook = relations(bytes, "").into_iter().find(|relation| relation.kind == "officeDocument")?.target;
    let related = relations(bytes, &workbook);
    let nodes = nodes(&text(bytes, &workbook)?).ok()?;
    let listed = nodes.iter().filter(|node| node.opened() == Some("sheet"));
    let sheets = listed.map(|node| {
        let relation = related.iter().find(|relation| node.attribute("id") == Some(&relation.id));
        Sheet {
            name: node.attribute("name").unwrap_or_default().into(),
            part: relation.map(|relation| relation.target.clone()).unwrap_or_default(),
            kind: relation.map(|relation| relation.kind.clone()).unwrap_or_default(),
        }
    });
    let sheets = sheets.collect();
    Some((workbook, sheets))
}
