//! The package under an xlsx file: its parts, and the relationships between them.
//!
//! Paths are never assumed: the workbook part is found through `_rels/.rels`, the sheets through
//! the workbook's relationships. Part names are compared without regard to case, as Excel does.

use std::collections::HashMap;
use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::Source;
use super::limits::{MOST_PART_BYTES, has_dtd};
use super::utf16::to_utf8;
use crate::error::{Error, Result};
use crate::grid::Visibility;

/// A package whose parts are inflated when they are asked for.
pub struct Package<'a> {
    archive: ZipArchive<Source<'a>>,
    by_name: HashMap<String, usize>,
}

/// One relationship of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// Its id, e.g. `rId3`.
    pub id: String,
    /// The last word of its type, e.g. `worksheet`; the same for transitional and strict packages.
    pub kind: String,
    /// The part it points to, without a leading slash; for external targets the text as written.
    pub target: String,
    /// It points outside the package.
    pub external: bool,
}

/// A sheet as the workbook part lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetEntry {
    /// The sheet's name.
    pub name: String,
    /// Its part, e.g. `xl/worksheets/sheet1.xml`.
    pub part: String,
    /// The relationship kind: `worksheet`, `chartsheet`, `dialogsheet`, `xlMacrosheet`.
    pub kind: String,
    /// Whether it is shown.
    pub visibility: Visibility,
}

impl<'a> Package<'a> {
    /// Opens the zip directory; no part is inflated yet.
    ///
    /// # Errors
    /// [`Error::Damaged`] when there is no readable zip directory.
    pub fn open(source: impl Into<Source<'a>>) -> Result<Self> {
        let archive = ZipArchive::new(source.into()).map_err(|error| {
            Error::broken(
                "arsipnya tidak utuh, salin ulang berkas itu",
                format!("its archive is not whole, copy the file again ({error})"),
            )
        })?;
        let mut by_name = HashMap::new();
        for index in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(index) {
                by_name.entry(normal_name(&name)).or_insert(index);
            }
        }
        Ok(Self { archive, by_name })
    }

    /// Index of a part in the zip directory.
    pub fn index_of(&self, part: &str) -> Option<usize> {
        self.by_name.get(&normal_name(part)).copied()
    }

    /// The part's bytes, inflated; `None` when the package has no such part.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the entry can't be inflated.
    pub fn part(&mut self, part: &str) -> Result<Option<Vec<u8>>> {
        let Some(index) = self.index_of(part) else {
            return Ok(None);
        };
        let mut entry = self.archive.by_index(index).map_err(Error::damaged)?;
        // What the directory promises is within the limits; asked for at once, nothing is held twice.
        let promised = usize::try_from(entry.size()).unwrap_or(0).min(MOST_PART_BYTES as usize);
        let mut bytes = Vec::with_capacity(promised);
        entry.read_to_end(&mut bytes).map_err(Error::damaged)?;
        Ok(Some(bytes))
    }

    /// The zip archive itself, for copying entries raw.
    pub fn archive(&mut self) -> &mut ZipArchive<Source<'a>> {
        &mut self.archive
    }

    /// The relationships of a part (`""` for the package itself); none when it has no such part.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the relationships part is not readable XML.
    pub fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>> {
        let Some(bytes) = self.part(&relationships_part(part))? else {
            return Ok(Vec::new());
        };
        let mut relationships = Vec::new();
        for_each_element(&to_utf8(bytes), |element| {
            if element.local_name().as_ref() == "Relationship" {
                let external = attribute(element, "TargetMode").as_deref() == Some("External");
                let target = attribute(element, "Target").unwrap_or_default();
                let kind = attribute(element, "Type").unwrap_or_default();
                relationships.push(Relationship {
                    id: attribute(element, "Id").unwrap_or_default(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_string(),
                    target: if external { target } else { resolve(part, &target) },
                    external,
                });
            }
        })?;
        Ok(relationships)
    }

    /// The workbook part, e.g. `xl/workbook.xml`.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the package names none.
    pub fn workbook_part(&mut self) -> Result<String> {
        let relationships = self.relationships("")?;
        let workbook = relationships.into_iter().find(|relationship| relationship.kind == "officeDocument");
        workbook
            .map(|relationship| relationship.target)
            .ok_or_else(|| Error::broken("bagian workbook tidak ditemukan", "the workbook part is missing"))
    }

    /// The sheets in the workbook's order; one with a dangling relationship has an empty part.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the workbook part is missing or not readable XML.
    pub fn sheets(&mut self) -> Result<Vec<SheetEntry>> {
        let workbook = self.workbook_part()?;
        let relationships = self.relationships(&workbook)?;
        let bytes = self
            .part(&workbook)?
            .ok_or_else(|| Error::broken("bagian workbook tidak ditemukan", "the workbook part is missing"))?;
        let mut sheets = Vec::new();
        for_each_element(&to_utf8(bytes), |element| {
            if element.local_name().as_ref() == "sheet" {
                let id = attribute(element, "id").unwrap_or_default();
                let relationship = relationships.iter().find(|relationship| relationship.id == id);
                sheets.push(SheetEntry {
                    name: attribute(element, "name").unwrap_or_default(),
                    part: relationship.map(|relationship| relationship.target.clone()).unwrap_or_default(),
                    kind: relationship.map(|relationship| relationship.kind.clone()).unwrap_or_default(),
                    visibility: match attribute(element, "state").as_deref() {
                        Some("hidden") => Visibility::Hidden,
                        Some("veryHidden") => Visibility::VeryHidden,
                        _ => Visibility::Visible,
                    },
                });
            }
        })?;
        Ok(sheets)
    }
}

/// Calls `visit` for each start or empty element of an XML part.
///
/// # Errors
/// [`Error::Damaged`] with the parser's word when the XML is not well formed, [`Error::Refused`] when it
/// has a DTD.
pub fn for_each_element(bytes: &[u8], mut visit: impl FnMut(&BytesStart<'_>)) -> Result<()> {
    let mut reader = Reader::from_reader(bytes);
    loop {
        match reader.read_event().map_err(Error::damaged)? {
            Event::Start(element) | Event::Empty(element) => visit(&element),
            Event::DocType(_) => return Err(has_dtd()),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An attribute by its local name, unescaped.
pub fn attribute(element: &BytesStart<'_>, local_name: &str) -> Option<String> {
    element.attributes().with_checks(false).flatten().find_map(|attribute| {
        (attribute.key.local_name().as_ref() == local_name)
            .then(|| {
                attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
            })
            .flatten()
    })
}

/// `xl/worksheets/sheet1.xml` → `xl/worksheets/_rels/sheet1.xml.rels`; `""` → `_rels/.rels`.
pub fn relationships_part(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let separator = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{separator}_rels/{name}.rels")
}

/// A relationship target as a part name: absolute, relative, `../`, percent-encoded, backslashed.
pub fn resolve(source: &str, target: &str) -> String {
    let target = percent_decoded(&target.replace('\\', "/"));
    let mut segments: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => source.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect()),
    };
    for segment in target.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    segments.join("/")
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = (byte == b'%').then(|| after.get(..2)).flatten();
        let decoded =
            code.and_then(|code| std::str::from_utf8(code).ok()).and_then(|code| u8::from_str_radix(code, 16).ok());
        match decoded {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn normal_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_of_every_shape_resolve() {
        assert_eq!(resolve("xl/workbook.xml", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/workbook.xml", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/worksheets/sheet1.xml", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolve("xl/workbook.xml", "worksheets\\lembar%201.xml"), "xl/worksheets/lembar 1.xml");
        assert_eq!(resolve("", "workbook.xml"), "workbook.xml");
    }

    #[test]
    fn relationship_parts() {
        assert_eq!(relationships_part(""), "_rels/.rels");
        assert_eq!(relationships_part("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
    }
}
