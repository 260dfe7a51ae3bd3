//! The package with its pending changes: parts read, replaced, added and removed, and the zip written.
//!
//! An entry that nothing was done to is copied as compressed bytes. Entries keep their order; new
//! ones come last, dated 1980, so that the same input gives the same bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xml::{self, Edits, append_to_root, escaped, for_each_tag, without_elements};
use crate::error::{Error, Result};
use crate::xlsx::package::{Package, Relationship, relationships_part, resolve};

const CONTENT_TYPES: &str = "[Content_Types].xml";

/// A package and what is to be changed in it.
pub struct Parts<'a> {
    package: Package<'a>,
    /// By index in the zip; `None` when the entry is dropped.
    changed: BTreeMap<usize, Option<Content>>,
    /// By index in the zip: the name under which a changed entry is written.
    renamed: BTreeMap<usize, String>,
    added: Vec<(String, Vec<u8>)>,
}

/// What a part becomes.
enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A large text and its changes: put together when they are written, so that it is not held twice.
    Edited { text: String, edits: Edits },
}

impl Content {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Content::Bytes(bytes) => bytes.clone(),
            Content::Edited { text, edits } => edits.apply(text).into_bytes(),
        }
    }
}

impl<'a> Parts<'a> {
    /// A package without changes.
    pub fn new(package: Package<'a>) -> Self {
        Self { package, changed: BTreeMap::new(), renamed: BTreeMap::new(), added: Vec::new() }
    }

    /// The package as it was.
    pub fn package(&mut self) -> &mut Package<'a> {
        &mut self.package
    }

    /// Names of the package's entries as they were, in order.
    pub fn names(&mut self) -> Vec<String> {
        let archive = self.package.archive();
        let names = (0..archive.len()).filter_map(|index| Some(archive.name_for_index(index)?.ok()?.into_owned()));
        names.collect()
    }

    /// A part's bytes, changes included.
    pub fn bytes(&mut self, part: &str) -> Result<Option<Vec<u8>>> {
        if let Some((_, bytes)) = self.added.iter().find(|(name, _)| name.eq_ignore_ascii_case(part)) {
            return Ok(Some(bytes.clone()));
        }
        match self.package.index_of(part).and_then(|index| self.changed.get(&index)) {
            Some(content) => Ok(content.as_ref().map(Content::bytes)),
            None => self.package.part(part),
        }
    }

    /// A part's text, changes included.
    pub fn text(&mut self, part: &str) -> Result<Option<String>> {
        self.bytes(part)?.map(xml::decoded).transpose()
    }

    /// Replaces a part, or adds it.
    pub fn put(&mut self, part: &str, bytes: impl Into<Vec<u8>>) {
        if let Some(index) = self.package.index_of(part) {
            self.changed.insert(index, Some(Content::Bytes(bytes.into())));
        } else if let Some((_, old)) = self.added.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(part)) {
            *old = bytes.into();
        } else {
            self.added.push((part.into(), bytes.into()));
        }
    }

    /// Replaces a part of the package by a text that was read from it, with changes.
    pub fn put_edited(&mut self, part: &str, text: String, edits: Edits) {
        match self.package.index_of(part) {
            Some(index) => {
                self.changed.insert(index, Some(Content::Edited { text, edits }));
            }
            None => self.put(part, edits.apply(&text)),
        }
    }

    /// Drops a part.
    pub fn remove(&mut self, part: &str) {
        if let Some(index) = self.package.index_of(part) {
            self.changed.insert(index, None);
        }
    }

    /// A part name that is not taken: `xl/comments1.xml`, `xl/comments2.xml`, …
    pub fn free_name(&self, stem: &str, extension: &str) -> String {
        let taken = |name: &str| {
            self.package.index_of(name).is_some()
                || self.added.iter().any(|(added, _)| added.eq_ignore_ascii_case(name))
        };
        let names = (1..).map(|number: u32| format!("{stem}{number}.{extension}"));
        names.into_iter().find(|name| !taken(name)).expect("there are more numbers than parts")
    }

    /// The relationships of a part, changes included.
    pub fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>> {
        let Some(text) = self.text(&relationships_part(part))? else {
            return Ok(Vec::new());
        };
        let mut relationships = Vec::new();
        for_each_tag(&text, |tag| {
            if tag.opens() && tag.local() == "Relationship" {
                let word = |name| tag.attribute(name).unwrap_or_default().into_owned();
                let external = word("TargetMode") == "External";
                relationships.push(Relationship {
                    id: word("Id"),
                    kind: word("Type").rsplit('/').next().unwrap_or_default().to_string(),
                    target: if external { word("Target") } else { resolve(part, &word("Target")) },
                    external,
                });
            }
        })?;
        Ok(relationships)
    }

    /// Adds a relationship and returns its id.
    pub fn relate(&mut self, source: &str, kind: &str, target: &str, strict: bool) -> Result<String> {
        let taken = self.relationships(source)?;
        let id = (1..)
            .map(|number: u32| format!("rId{number}"))
            .find(|id| taken.iter().all(|relationship| relationship.id != *id))
            .expect("there are more numbers than relationships");
        let part = relationships_part(source);
        let text = self.text(&part)?.unwrap_or_else(|| NO_RELATIONSHIPS.into());
        let prefix = xml::root(&text)?.prefix;
        let namespace = xml::relation_namespace(strict);
        let element = format!(
            "<{prefix}Relationship Id=\"{id}\" Type=\"{namespace}/{kind}\" Target=\"/{}\"/>",
            escaped(&percent_encoded(target))
        );
        let text = append_to_root(&text, &element)?;
        self.put(&part, text);
        self.name_after(&part, source);
        Ok(id)
    }

    /// Writes the relationships of a part under a name with the case of the part's own: Excel takes `sheet1.xml.rels`
    /// for those of `Sheet1.xml`, readers that compare names byte by byte overlook them.
    fn name_after(&mut self, part: &str, source: &str) {
        let Some(index) = self.package.index_of(part) else { return };
        let (Some(stored), Some(source)) = (self.stored_name(part), self.stored_name(source)) else { return };
        let exact = relationships_part(&source);
        if exact != stored && exact.eq_ignore_ascii_case(&stored) && !self.names().contains(&exact) {
            self.renamed.insert(index, exact);
        }
    }

    /// The name of a part's entry as the zip has it.
    fn stored_name(&mut self, part: &str) -> Option<String> {
        let index = self.package.index_of(part)?;
        Some(self.package.archive().name_for_index(index)?.ok()?.into_owned())
    }

    /// Drops the relationships that `unwanted` picks.
    pub fn unrelate(&mut self, source: &str, unwanted: impl Fn(&Relationship) -> bool) -> Result<()> {
        let ids: Vec<String> =
            self.relationships(source)?.into_iter().filter(unwanted).map(|relationship| relationship.id).collect();
        self.remove_elements(&relationships_part(source), |tag| {
            tag.local() == "Relationship" && tag.attribute("Id").is_some_and(|id| ids.iter().any(|other| *other == id))
        })
    }

    /// Names a part's content type.
    pub fn content_type(&mut self, part: &str, content_type: &str) -> Result<()> {
        let text = self.content_types()?;
        let prefix = xml::root(&text)?.prefix;
        let element = format!("<{prefix}Override PartName=\"/{}\" ContentType=\"{content_type}\"/>", escaped(part));
        let text = append_to_root(&text, &element)?;
        self.put(CONTENT_TYPES, text);
        Ok(())
    }

    /// Names the content type of a file extension; a single part, when the extension has another one.
    pub fn default_type(&mut self, extension: &str, part: &str, content_type: &str) -> Result<()> {
        let text = self.content_types()?;
        let mut known = None;
        for_each_tag(&text, |tag| {
            let extends = tag.attribute("Extension").is_some_and(|other| other.eq_ignore_ascii_case(extension));
            if tag.opens() && tag.local() == "Default" && extends {
                known = tag.attribute("ContentType").map(std::borrow::Cow::into_owned);
            }
        })?;
        match known {
            Some(known) if known == content_type => Ok(()),
            Some(_) => self.content_type(part, content_type),
            None => {
                let root = xml::root(&text)?;
                let element =
                    format!("<{}Default Extension=\"{extension}\" ContentType=\"{content_type}\"/>", root.prefix);
                self.put(CONTENT_TYPES, append_to_root(&text, &element)?);
                Ok(())
            }
        }
    }

    /// Drops the content types of parts that `gone` picks.
    pub fn drop_content_types(&mut self, gone: impl Fn(&str) -> bool) -> Result<()> {
        self.remove_elements(CONTENT_TYPES, |tag| {
            tag.local() == "Override"
                && tag.attribute("PartName").is_some_and(|part| gone(part.trim_start_matches('/')))
        })
    }

    fn content_types(&mut self) -> Result<String> {
        self.text(CONTENT_TYPES)?.ok_or_else(|| {
            Error::broken("bagian [Content_Types].xml tidak ditemukan", "the part [Content_Types].xml is missing")
        })
    }

    /// Takes out the elements that `unwanted` picks.
    fn remove_elements(&mut self, part: &str, unwanted: impl Fn(xml::Tag<'_>) -> bool) -> Result<()> {
        let Some(text) = self.text(part)? else {
            return Ok(());
        };
        let kept = without_elements(&text, unwanted)?;
        if kept != text {
            self.put(part, kept);
        }
        Ok(())
    }

    /// The changed package as bytes.
    ///
    /// # Errors
    /// [`Error::Damaged`] when an entry can't be copied.
    pub fn write(self) -> Result<Vec<u8>> {
        let mut out = Cursor::new(Vec::new());
        self.write_to(&mut out)?;
        Ok(out.into_inner())
    }

    /// Writes the changed package; what an entry needs is let go once it is written.
    ///
    /// # Errors
    /// [`Error::Damaged`] when an entry can't be copied or written.
    pub fn write_to(mut self, out: impl Write + Seek) -> Result<()> {
        let mut writer = ZipWriter::new(out);
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(DEFLATE_LEVEL));
        let archive = self.package.archive();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(Error::damaged)?;
            match self.changed.remove(&index) {
                None => writer.raw_copy_file(entry).map_err(Error::damaged)?,
                Some(None) => {}
                Some(Some(content)) => {
                    let options = options.last_modified_time(entry.last_modified().unwrap_or_default());
                    let name = match self.renamed.remove(&index) {
                        Some(name) => name,
                        None => entry.name().map_err(Error::damaged)?.into_owned(),
                    };
                    add_entry(&mut writer, &name, &content, options)?;
                }
            }
        }
        for (name, bytes) in self.added {
            let options = options.last_modified_time(DateTime::default());
            add_entry(&mut writer, &name, &Content::Bytes(bytes), options)?;
        }
        writer.finish().and_then(|mut out| Ok(out.flush()?)).map_err(Error::damaged)
    }
}

/// Quick rather than small: the copy of a large sheet is a fifth larger than at the usual level.
const DEFLATE_LEVEL: i64 = 2;

const NO_RELATIONSHIPS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>"#
);

fn add_entry(
    writer: &mut ZipWriter<impl Write + Seek>,
    name: &str,
    content: &Content,
    options: SimpleFileOptions,
) -> Result<()> {
    let most = match content {
        Content::Bytes(bytes) => bytes.len(),
        Content::Edited { text, edits } => edits.most_bytes(text),
    };
    let options = options.large_file(most as u64 >= u64::from(u32::MAX));
    writer.start_file(name, options).map_err(Error::damaged)?;
    let written = match content {
        Content::Bytes(bytes) => writer.write_all(bytes),
        Content::Edited { text, edits } => edits.pieces(text, |piece| writer.write_all(piece.as_bytes())),
    };
    written.map_err(Error::damaged)
}

/// A part name as a relationship target: what a URI does not allow is percent-encoded.
fn percent_encoded(part: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-()[]!~*'&=+@".contains(&byte);
    part.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
