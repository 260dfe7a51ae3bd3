//! The workbook part: the sheet `Temuan` listed last, and the names that go with it.
//!
//! A hidden name marks our sheet, so that it is found again after it was renamed or moved, or the
//! workbook saved by another program.

use super::words::{HEADER_ROW, SHEET, quoted};
use super::xml::{self, Edits, Tag, TagKind, escaped, for_each_tag, unescaped};
use crate::error::{Error, Result};
use crate::xlsx::{MARKER, sheet_of};

/// The children of the workbook that come after `definedNames`.
const AFTER_NAMES: [&str; 9] = [
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "extLst",
];

/// What an earlier annotation left.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// The marker is there.
    pub annotated: bool,
    /// Name of our sheet, when it still exists.
    pub sheet: Option<String>,
}

/// Looks for our marker.
///
/// # Errors
/// The part is not well-formed XML.
pub fn earlier(text: &str) -> Result<Earlier> {
    let mut earlier = Earlier::default();
    let mut content = None;
    for_each_tag(text, |tag| match tag.kind {
        TagKind::Open if is_marker(tag) => content = Some(tag.end),
        TagKind::Close => {
            if let Some(start) = content.take() {
                earlier = Earlier { annotated: true, sheet: sheet_of(&unescaped(&text[start..tag.start])) };
            }
        }
        _ => {}
    })?;
    Ok(earlier)
}

/// The name that marks our sheet.
fn is_marker(tag: Tag<'_>) -> bool {
    tag.local() == "definedName" && tag.attribute("name").as_deref() == Some(MARKER)
}

/// `Temuan`, or `Temuan (2)` when the workbook has a sheet of that name already.
pub fn free_sheet_name(taken: &[String]) -> String {
    let names = std::iter::once(SHEET.to_string()).chain((2..).map(|number: u32| format!("{SHEET} ({number})")));
    let free = |name: &String| taken.iter().all(|other| other.to_lowercase() != name.to_lowercase());
    names.into_iter().find(free).expect("there are more numbers than sheets")
}

/// Lists a sheet last, with its marker and the rows repeated on each printed page.
///
/// # Errors
/// The part is not well-formed XML or lists no sheets.
pub fn with_sheet(text: &str, name: &str, relation: &str) -> Result<String> {
    let root = xml::root(text)?;
    let prefix = &root.prefix;
    let (mut sheets_end, mut names_end, mut names_at) = (None, None, root.close);
    let (mut count, mut highest_id) = (0, 0u32);
    for_each_tag(text, |tag| match (tag.depth, tag.kind, tag.local()) {
        (1, TagKind::Close, "sheets") => sheets_end = Some(tag.start),
        (1, TagKind::Close, "definedNames") => names_end = Some((tag.start..tag.start, false)),
        (1, TagKind::Empty, "definedNames") => names_end = Some((tag.start..tag.end, true)),
        (1, _, name) if AFTER_NAMES.contains(&name) && tag.opens() => names_at = names_at.min(Some(tag.start)),
        (2, TagKind::Open | TagKind::Empty, "sheet") => {
            count += 1;
            highest_id = highest_id.max(tag.number("sheetId").unwrap_or(0));
        }
        _ => {}
    })?;
    let (Some(sheets_end), Some(names_at)) = (sheets_end, names_at) else {
        return Err(Error::broken("buku kerja tidak memuat daftar lembar", "the workbook has no list of sheets"));
    };
    // The other sheets may each declare the prefix of their own `r:id`, so theirs is no help.
    let id = root.relation_id(relation);
    let sheet = escaped(name);
    let mut edits = Edits::default();
    let sheet_id = highest_id.saturating_add(1);
    edits.insert(sheets_end, format!("<{prefix}sheet name=\"{sheet}\" sheetId=\"{sheet_id}\" {id}/>"));
    let names = defined_names(prefix, name, count);
    let all_names = format!("<{prefix}definedNames>{names}</{prefix}definedNames>");
    match names_end {
        Some((span, false)) => edits.insert(span.start, names),
        Some((span, true)) => edits.replace(span, all_names),
        None => edits.insert(names_at, all_names),
    }
    Ok(edits.apply(text))
}

/// Takes out a marker whose sheet was deleted.
///
/// # Errors
/// The part is not well-formed XML.
pub fn without_marker(text: &str) -> Result<String> {
    xml::without_elements(text, is_marker)
}

/// Makes Excel calculate every formula when it opens the workbook.
///
/// # Errors
/// The part is not well-formed XML.
pub fn with_full_calculation(text: &str) -> Result<String> {
    const SETTING: &str = "fullCalcOnLoad";
    let root = xml::root(text)?;
    let mut edits = Edits::default();
    let mut at = root.close;
    for_each_tag(text, |tag| match (tag.depth, tag.local()) {
        (1, "calcPr") if tag.opens() => {
            edits.replace(tag.start..tag.end, xml::with_attribute(tag.text, SETTING, "1"));
        }
        (1, name) if AFTER_NAMES.contains(&name) && tag.opens() => at = at.min(Some(tag.start)),
        _ => {}
    })?;
    if let (true, Some(at)) = (edits.is_empty(), at) {
        edits.insert(at, format!("<{}calcPr {SETTING}=\"1\"/>", root.prefix));
    }
    Ok(edits.apply(text))
}

fn defined_names(prefix: &str, sheet: &str, index: usize) -> String {
    let sheet = escaped(&quoted(sheet));
    let titles = HEADER_ROW + 1;
    format!(
        "<{prefix}definedName name=\"{MARKER}\" hidden=\"1\">{sheet}!$A$1</{prefix}definedName>\
         <{prefix}definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{index}\">{sheet}!${titles}:${titles}</{prefix}definedName>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_and_names_go_where_the_schema_wants_them() {
        let text = r#"<x:workbook xmlns:x="m" xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:sheets><x:sheet name="A" sheetId="7" q:id="rId1"/></x:sheets><x:calcPr/></x:workbook>"#;
        let text = with_sheet(text, "Temuan", "rId9").expect("workbook");
        assert!(
            text.contains(r#"<x:sheet name="Temuan" sheetId="8" q:id="rId9"/></x:sheets><x:definedNames>"#),
            "{text}"
        );
        assert!(text.ends_with("</x:definedNames><x:calcPr/></x:workbook>"), "{text}");
        assert!(text.contains(r#"localSheetId="1">'Temuan'!$4:$4<"#), "{text}");
        let found = earlier(&text).expect("workbook");
        assert_eq!(found, Earlier { annotated: true, sheet: Some("Temuan".into()) });
        assert!(!earlier(&without_marker(&text).expect("workbook")).expect("workbook").annotated);
    }

    #[test]
    fn name_of_a_persons_sheet_is_not_taken() {
        assert_eq!(free_sheet_name(&["TEMUAN".into(), "temuan (2)".into()]), "Temuan (3)");
    }
}
