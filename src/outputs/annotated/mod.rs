//! The checked workbook with the findings written on its cells.
//!
//! An xlsx package is patched: every part that is not named here is copied byte for byte. Changed are
//! the content types, the workbook and its relationships, the styles, and of each sheet with
//! findings the format indexes of its cells and its comments with their drawing; one sheet, `Temuan`,
//! is added. Formats without a package are written anew with what was read of them ([`rebuild`]).

mod accepted;
mod cells;
mod comments;
mod frame;
mod marks;
pub(super) mod parts;
mod rebuild;
pub(super) mod signature;
pub(super) mod styles;
mod temuan;
mod vml;
mod words;
pub(super) mod workbook;
pub(super) mod xml;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use self::rebuild::rebuild;
#[cfg(test)]
pub(super) use self::words::COLUMNS;
pub(super) use self::words::{fill, wrapped_lines};
pub(super) use self::xml::escaped;

use self::cells::patch_cells;
use self::comments::{CommentPatch, patch_comments};
use self::frame::Frame;
use self::marks::Marks;
use self::parts::Parts;
use self::styles::Styles;
use self::vml::{Boxes, Geometry, patch_drawing};
use self::workbook::Earlier;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::xlsx::package::{Package, SheetEntry};

/// A copy of a workbook with the findings on its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotated {
    /// The workbook.
    pub bytes: Vec<u8>,
    /// What the reader should know about the copy, in Indonesian sentences.
    pub notes: Vec<String>,
}

const WORKSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const STYLES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// Writes the findings on the cells of an xlsx package. Annotating the copy again replaces them.
///
/// # Errors
/// [`Error::Damaged`] when the package can't be read, [`Error::Refused`] for XML with a DTD or in
/// another encoding than UTF-8.
pub fn annotate(bytes: &[u8], findings: &[Finding]) -> Result<Annotated> {
    let mut job = Job::open(bytes)?;
    if signature::drop_signatures(&mut job.parts)? {
        job.notes.push("Tanda tangan digital dihapus dari salinan ini karena isinya berubah.".into());
    }
    let mut styles = job.styles()?;
    for sheet in job.sheets.clone() {
        let is_marked = |finding: &&Finding| is_on(finding, &sheet) && !finding.is_accepted();
        let own: Vec<&Finding> = findings.iter().filter(is_marked).collect();
        let is_temuan = job.earlier.sheet.as_ref() == Some(&sheet.name);
        if sheet.kind == "worksheet" && !is_temuan && (!own.is_empty() || job.earlier.annotated) {
            job.patch_sheet(&sheet, &own, &mut styles)?;
        }
    }
    job.write_temuan(bytes, findings, &mut styles)?;
    if styles.is_full() {
        job.notes.push("Sebagian sel tidak diwarnai karena format sel buku kerja ini sudah terlalu banyak.".into());
    }
    let part = job.styles_part.clone();
    job.parts.put(&part, styles.finish()?);
    Ok(Annotated { bytes: job.parts.write()?, notes: job.notes })
}

/// Sheet names differ in more than case.
fn is_on(finding: &Finding, sheet: &SheetEntry) -> bool {
    let name = &*finding.place.sheet_name;
    name == sheet.name || name.to_lowercase() == sheet.name.to_lowercase()
}

/// One workbook being annotated.
struct Job<'a> {
    parts: Parts<'a>,
    workbook_part: String,
    workbook: String,
    styles_part: String,
    strict: bool,
    sheets: Vec<SheetEntry>,
    earlier: Earlier,
    /// VML id blocks in use; read when the first drawing changes.
    blocks: Option<BTreeSet<u32>>,
    notes: Vec<String>,
}

impl<'a> Job<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self> {
        let mut package = Package::open(bytes)?;
        let workbook_part = package.workbook_part()?;
        let sheets = package.sheets()?;
        let mut parts = Parts::new(package);
        let workbook = parts.text(&workbook_part)?.ok_or_else(|| Error::damaged("bagian workbook tidak ditemukan"))?;
        let strict = xml::root(&workbook)?.strict;
        let earlier = workbook::earlier(&workbook)?;
        let (styles_part, notes) = (String::new(), Vec::new());
        Ok(Self { parts, workbook_part, workbook, styles_part, strict, sheets, earlier, blocks: None, notes })
    }

    /// A name beside the workbook part.
    fn beside(&self, name: &str) -> String {
        match self.workbook_part.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{name}"),
            None => name.into(),
        }
    }

    /// The styles part; one is added when there is none.
    fn styles(&mut self) -> Result<Styles> {
        let related = self.parts.relationships(&self.workbook_part)?;
        let related = related.into_iter().find(|relationship| relationship.kind == "styles" && !relationship.external);
        let text = match &related {
            Some(related) => self.parts.text(&related.target)?,
            None => None,
        };
        self.styles_part = match (related, &text) {
            (Some(related), _) => related.target,
            (None, _) => {
                // Some readers look for the styles under their usual name only.
                let usual = self.beside("styles.xml");
                let taken = self.parts.package().index_of(&usual).is_some();
                let part = if taken { self.parts.free_name(&self.beside("styles"), "xml") } else { usual };
                self.parts.relate(&self.workbook_part, "styles", &part, self.strict)?;
                part
            }
        };
        if text.is_none() {
            self.parts.content_type(&self.styles_part, STYLES)?;
        }
        Styles::parse(text.unwrap_or_else(|| styles::empty_part(self.strict)))
    }

    fn patch_sheet(&mut self, sheet: &SheetEntry, findings: &[&Finding], styles: &mut Styles) -> Result<()> {
        let Some(text) = self.parts.text(&sheet.part)? else {
            return Ok(()); // A relationship that leads nowhere.
        };
        let frame = Frame::read(&text)?;
        let marks = Marks::new(findings, &frame.merges);
        let mut patch = patch_cells(&text, &frame, &marks, styles, self.earlier.annotated)?;
        let geometry = Geometry { frame: &frame, heights: &patch.heights };
        let relation = self.patch_notes(sheet, &marks, &geometry)?;
        if let (Some(relation), Some(at)) = (relation, frame.legacy_at) {
            let id = frame.root.relation_id(&relation);
            patch.edits.insert(at, format!("<{}legacyDrawing {id}/>", frame.root.prefix));
        }
        if !patch.edits.is_empty() {
            self.parts.put(&sheet.part, patch.edits.apply(&text));
        }
        Ok(())
    }

    /// Changes a sheet's comments and their drawing. The id of the drawing, when the sheet gets one.
    fn patch_notes(
        &mut self,
        sheet: &SheetEntry,
        marks: &Marks<'_>,
        geometry: &Geometry<'_>,
    ) -> Result<Option<String>> {
        let related = self.parts.relationships(&sheet.part)?;
        let part_of = |wanted: &dyn Fn(&str, &str) -> bool| {
            let found = related
                .iter()
                .find(|relationship| !relationship.external && wanted(&relationship.kind, &relationship.id));
            found.map(|relationship| relationship.target.clone())
        };
        let comments_part = part_of(&|kind, _| kind == "comments");
        let existing = match &comments_part {
            Some(part) => self.parts.text(part)?,
            None => None,
        };
        if marks.comments.is_empty() && existing.is_none() {
            return Ok(None);
        }
        let wanted: BTreeMap<_, _> =
            marks.comments.iter().map(|(&cell, findings)| (cell, words::comment(findings))).collect();
        let text = existing.clone().unwrap_or_else(|| comments::empty_part(self.strict));
        let patch = patch_comments(&text, &wanted, self.earlier.annotated)?;
        self.note_threads(sheet, &patch);
        if patch.text == text || (existing.is_none() && patch.added.is_empty()) {
            return Ok(None);
        }
        self.put_comments(sheet, comments_part, &existing, &patch)?;
        let legacy = geometry.frame.legacy_drawing.as_deref();
        let drawing_part = part_of(&|_, id| Some(id) == legacy);
        self.put_drawing(sheet, drawing_part, &patch, geometry)
    }

    fn note_threads(&mut self, sheet: &SheetEntry, patch: &CommentPatch) {
        if !patch.threaded.is_empty() {
            let cells: Vec<String> = patch.threaded.iter().map(ToString::to_string).collect();
            self.notes.push(format!(
                "Lembar {}: sel {} sudah berisi percakapan, jadi temuannya hanya ditulis di lembar Temuan.",
                sheet.name,
                cells.join(", ")
            ));
        }
    }

    fn put_comments(
        &mut self,
        sheet: &SheetEntry,
        part: Option<String>,
        existing: &Option<String>,
        patch: &CommentPatch,
    ) -> Result<()> {
        let part = match part {
            Some(part) => part,
            None => {
                let part = self.parts.free_name(&self.beside("comments"), "xml");
                self.parts.relate(&sheet.part, "comments", &part, self.strict)?;
                part
            }
        };
        if existing.is_none() {
            self.parts.content_type(&part, COMMENTS)?;
        }
        self.parts.put(&part, patch.text.as_str());
        Ok(())
    }

    /// Changes the sheet's drawing, or adds one and gives its relationship id.
    fn put_drawing(
        &mut self,
        sheet: &SheetEntry,
        part: Option<String>,
        patch: &CommentPatch,
        geometry: &Geometry<'_>,
    ) -> Result<Option<String>> {
        let existing = match &part {
            Some(part) => self.parts.bytes(part)?,
            None => None,
        };
        if existing.is_none() && patch.added.is_empty() {
            return Ok(None);
        }
        let mut blocks = self.vml_blocks()?;
        let (drawing, utf8) = match existing {
            Some(bytes) => vml::decoded(bytes),
            None => (vml::empty_drawing(), true),
        };
        let boxes = Boxes { dropped: &patch.dropped, added: &patch.added, grown: &patch.grown };
        let drawing = patch_drawing(&drawing, &boxes, geometry, &mut blocks);
        self.blocks = Some(blocks);
        let (part, relation) = match part {
            Some(part) => (part, None),
            None => {
                let part = self.parts.free_name(&self.beside("drawings/vmlDrawing"), "vml");
                let needs_element = geometry.frame.legacy_drawing.is_none();
                let relation = self.parts.relate(&sheet.part, "vmlDrawing", &part, self.strict)?;
                self.parts.default_type("vml", &part, DRAWING)?;
                (part, needs_element.then_some(relation))
            }
        };
        self.parts.put(&part, vml::encoded(drawing, utf8));
        Ok(relation)
    }

    /// The VML id blocks that the workbook's drawings own.
    fn vml_blocks(&mut self) -> Result<BTreeSet<u32>> {
        if let Some(blocks) = self.blocks.take() {
            return Ok(blocks);
        }
        let mut blocks = BTreeSet::new();
        for name in self.parts.names() {
            if name.to_ascii_lowercase().ends_with(".vml") {
                let bytes = self.parts.package().part(&name)?.unwrap_or_default();
                blocks.extend(vml::blocks(&vml::decoded(bytes).0));
            }
        }
        Ok(blocks)
    }

    /// Adds the sheet `Temuan`, or puts it in the place of an earlier one.
    fn write_temuan(&mut self, bytes: &[u8], findings: &[Finding], styles: &mut Styles) -> Result<()> {
        let earlier = self.earlier.sheet.as_ref().and_then(|name| self.sheets.iter().find(|sheet| sheet.name == *name));
        let earlier = earlier.cloned();
        let findings = accepted::listed(findings, bytes, earlier.as_ref().map(|sheet| sheet.name.as_str()));
        let linkable =
            |finding: &Finding| self.sheets.iter().any(|sheet| sheet.kind == "worksheet" && is_on(finding, sheet));
        let sheet = temuan::sheet(&findings, &styles.temuan(), self.strict, linkable);
        if let Some(earlier) = earlier {
            // What a program that saved the copy hung on the sheet is not named in it any more.
            self.parts.unrelate(&earlier.part, |_| true)?;
            self.parts.put(&earlier.part, sheet);
            return Ok(());
        }
        let part = self.parts.free_name(&self.beside("worksheets/temuan"), "xml");
        let relation = self.parts.relate(&self.workbook_part, "worksheet", &part, self.strict)?;
        self.parts.content_type(&part, WORKSHEET)?;
        self.parts.put(&part, sheet);
        let taken: Vec<String> = self.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let workbook = workbook::without_marker(&self.workbook)?;
        let workbook = workbook::with_sheet(&workbook, &workbook::free_sheet_name(&taken), &relation)?;
        self.parts.put(&self.workbook_part, workbook);
        Ok(())
    }
}
