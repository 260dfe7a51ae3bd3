//! The checked workbook with the findings written on its cells.
//!
//! An xlsx package is patched: every part that is not named here is copied byte for byte. Changed are
//! the content types, the workbook and its relationships, the styles, and of each sheet with
//! findings the format indexes of its cells, its links, and its comments with their drawing; one sheet,
//! `Temuan`, is added. Formats without a package are written anew with what was read of them ([`rebuild`]).

mod accepted;
mod cells;
mod comments;
mod frame;
mod links;
mod looks;
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
use std::io::{Cursor, Seek, Write};

pub use self::rebuild::rebuild;
#[cfg(test)]
pub(super) use self::words::COLUMNS;
pub(super) use self::words::{fill, wrapped_lines};
pub(super) use self::xml::escaped;

use self::cells::patch_cells;
use self::comments::{CommentPatch, patch_comments};
use self::frame::Frame;
use self::links::{Target, patch_links};
use self::marks::{Marks, Numbered};
use self::parts::Parts;
use self::styles::Styles;
use self::vml::{Boxes, Geometry, patch_drawing};
use self::workbook::Earlier;
use crate::bahasa::Pesan;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::grid::CellRef;
use crate::xlsx::Source;
use crate::xlsx::package::{Package, SheetEntry};

/// A copy of a workbook with the findings on its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotated {
    /// The workbook.
    pub bytes: Vec<u8>,
    /// What the reader should know about the copy, in sentences.
    pub notes: Vec<Pesan>,
}

const WORKSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const STYLES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// Writes the findings on the cells of an xlsx package. Annotating the copy again replaces them.
///
/// # Errors
/// [`Error::Damaged`] when the package can't be read, [`Error::Refused`] for XML with a DTD or in
/// another encoding than UTF-8 and UTF-16.
pub fn annotate<'a>(source: impl Into<Source<'a>>, findings: &[Finding]) -> Result<Annotated> {
    let mut copy = Cursor::new(Vec::new());
    let notes = annotate_to(&source.into(), findings, &mut copy)?;
    Ok(Annotated { bytes: copy.into_inner(), notes })
}

/// Writes the findings on the cells of an xlsx package, and the package to `out`, so that it is not held a
/// second time. What the reader should know about the copy.
///
/// # Errors
/// As [`annotate`]; [`Error::Damaged`] also when `out` can't be written.
pub fn annotate_to(source: &Source<'_>, findings: &[Finding], out: impl Write + Seek) -> Result<Vec<Pesan>> {
    let mut job = Job::open(source)?;
    if signature::drop_signatures(&mut job.parts)? {
        job.notes.push(Pesan::new(
            "Tanda tangan digital dihapus dari salinan ini karena isinya berubah.",
            "The digital signature is taken off this copy, since its content changed.",
        ));
    }
    if job.parts.package().archive().has_duplicate_names() {
        job.notes.push(Pesan::new(
            "Ada bagian bernama sama di dalam berkas asli; dari tiap nama hanya yang terakhir disalin.",
            "The original holds parts of the same name; of each name only the last one is copied.",
        ));
    }
    let mut styles = job.styles()?;
    let earlier = job.target.earlier.then_some(job.target.sheet.as_str());
    let findings = accepted::listed(findings, source, earlier);
    for sheet in job.sheets.clone() {
        let is_marked = |(_, finding): &Numbered<'_>| is_on(finding, &sheet) && !finding.is_accepted();
        let own: Vec<Numbered<'_>> = (1..).zip(&findings).filter(is_marked).collect();
        let is_temuan = job.target.earlier && job.target.sheet == sheet.name;
        if sheet.kind == "worksheet" && !is_temuan && (!own.is_empty() || job.target.annotated) {
            job.patch_sheet(&sheet, &own, &mut styles)?;
        }
    }
    job.write_temuan(&findings, &mut styles)?;
    if styles.is_full() {
        job.notes.push(Pesan::new(
            "Sebagian sel tidak diwarnai karena format sel buku kerja ini sudah terlalu banyak.",
            "Some cells are not coloured, since the workbook has too many cell formats.",
        ));
    }
    let part = job.styles_part.clone();
    job.parts.put(&part, styles.finish()?);
    job.parts.write_to(out)?;
    Ok(job.notes)
}

/// Sheet names differ in more than case.
fn is_on(finding: &Finding, sheet: &SheetEntry) -> bool {
    let name = &*finding.place.sheet_name;
    name == sheet.name || name.to_lowercase() == sheet.name.to_lowercase()
}

/// The sheet of an earlier annotation, or a new one.
fn target(earlier: Earlier, sheets: &[SheetEntry]) -> Target {
    let known = earlier.sheet.filter(|name| sheets.iter().any(|sheet| sheet.name == *name));
    let taken = || sheets.iter().map(|sheet| sheet.name.clone()).collect::<Vec<_>>();
    Target {
        earlier: known.is_some(),
        annotated: earlier.annotated,
        sheet: known.unwrap_or_else(|| workbook::free_sheet_name(&taken())),
    }
}

/// One workbook being annotated.
struct Job<'a> {
    parts: Parts<'a>,
    workbook_part: String,
    workbook: String,
    styles_part: String,
    strict: bool,
    sheets: Vec<SheetEntry>,
    /// The sheet `Temuan`.
    target: Target,
    /// VML id blocks in use; read when the first drawing changes.
    blocks: Option<BTreeSet<u32>>,
    notes: Vec<Pesan>,
}

impl<'a> Job<'a> {
    fn open(source: &Source<'a>) -> Result<Self> {
        let mut package = Package::open(source)?;
        let workbook_part = package.workbook_part()?;
        let sheets = package.sheets()?;
        let mut parts = Parts::new(package);
        let workbook = parts
            .text(&workbook_part)?
            .ok_or_else(|| Error::broken("bagian workbook tidak ditemukan", "the workbook part is missing"))?;
        let strict = xml::root(&workbook)?.strict;
        let target = target(workbook::earlier(&workbook)?, &sheets);
        let (styles_part, notes) = (String::new(), Vec::new());
        Ok(Self { parts, workbook_part, workbook, styles_part, strict, sheets, target, blocks: None, notes })
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

    fn patch_sheet(&mut self, sheet: &SheetEntry, findings: &[Numbered<'_>], styles: &mut Styles) -> Result<()> {
        let Some(text) = self.parts.text(&sheet.part)? else {
            return Ok(()); // A relationship that leads nowhere.
        };
        let frame = Frame::read(&text)?;
        let marks = Marks::new(findings, &frame.merges);
        let mut patch = patch_cells(&text, &frame, &marks, styles, self.target.annotated)?;
        let linked = patch_links(&text, &frame, &marks, &patch.figures, &self.target, &mut patch.edits);
        let geometry = Geometry { frame: &frame, heights: &patch.heights };
        let relation = self.patch_notes(sheet, &marks, &linked, &geometry)?;
        if let (Some(relation), Some(at)) = (relation, frame.legacy_at) {
            let id = frame.root.relation_id(&relation);
            patch.edits.insert(at, format!("<{}legacyDrawing {id}/>", frame.root.prefix));
        }
        if !patch.edits.is_empty() {
            self.parts.put_edited(&sheet.part, text, patch.edits);
        }
        Ok(())
    }

    /// Changes a sheet's comments and their drawing. The id of the drawing, when the sheet gets one.
    fn patch_notes(
        &mut self,
        sheet: &SheetEntry,
        marks: &Marks<'_>,
        linked: &BTreeSet<CellRef>,
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
        let comment = |cell: &CellRef, findings: &[&Finding]| {
            let row = marks.numbers.get(cell).filter(|_| !linked.contains(cell));
            words::comment(findings, row.map(|number| (self.target.sheet.as_str(), *number)))
        };
        let wanted: BTreeMap<_, _> =
            marks.comments.iter().map(|(cell, findings)| (*cell, comment(cell, findings))).collect();
        let text = existing.clone().unwrap_or_else(|| comments::empty_part(self.strict));
        let patch = patch_comments(&text, &wanted, self.target.annotated)?;
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
            let (name, cells) = (&sheet.name, cells.join(", "));
            self.notes.push(Pesan::new(
                format!(
                    "Lembar {name}: sel {cells} sudah berisi percakapan, jadi temuannya hanya ditulis di lembar Temuan."
                ),
                format!("Sheet {name}: {cells} hold conversations, so their findings stand on the sheet Temuan only."),
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
        if existing.is_none() && patch.added.is_empty() && patch.grown.is_empty() {
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
    fn write_temuan(&mut self, findings: &[Finding], styles: &mut Styles) -> Result<()> {
        let linkable =
            |finding: &Finding| self.sheets.iter().any(|sheet| sheet.kind == "worksheet" && is_on(finding, sheet));
        let sheet = temuan::sheet(findings, &styles.temuan(), self.strict, linkable);
        let earlier = self.sheets.iter().find(|sheet| self.target.earlier && sheet.name == self.target.sheet).cloned();
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
        let workbook = workbook::without_marker(&self.workbook)?;
        let workbook = workbook::with_sheet(&workbook, &self.target.sheet, &relation)?;
        self.parts.put(&self.workbook_part, workbook);
        Ok(())
    }
}
