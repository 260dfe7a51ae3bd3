//! The comments that stand on a sheet's cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use super::package::{Package, attribute};
use crate::error::{Error, Result};
use crate::grid::CellRef;

/// The text of each comment of a sheet; a threaded one with the note Excel keeps in its place.
///
/// # Errors
/// [`Error::Damaged`] when the comments part is not well-formed XML.
pub fn read(package: &mut Package<'_>, sheet_part: &str) -> Result<BTreeMap<CellRef, Arc<str>>> {
    let relationships = package.relationships(sheet_part)?;
    let Some(found) = relationships.into_iter().find(|found| found.kind == "comments" && !found.external) else {
        return Ok(BTreeMap::new());
    };
    package.part(&found.target)?.map_or_else(|| Ok(BTreeMap::new()), |part| read_part(&part))
}

fn read_part(part: &[u8]) -> Result<BTreeMap<CellRef, Arc<str>>> {
    let mut comments = BTreeMap::new();
    let mut open: Option<(CellRef, String)> = None;
    let mut in_text = false;
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(Error::damaged)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "comment" => {
                    let cell = attribute(&element, "ref").and_then(|cell| CellRef::parse(&cell));
                    open = cell.map(|cell| (cell, String::new()));
                }
                "t" => in_text = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "comment" => comments.extend(open.take().map(|(cell, text)| (cell, text.trim().into()))),
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(text) if in_text => {
                if let Some((_, known)) = &mut open {
                    known.push_str(&text);
                }
            }
            Event::GeneralRef(name) if in_text => {
                if let Some((_, known)) = &mut open {
                    known.push_str(&unescape(&format!("&{};", &*name)).map_err(Error::damaged)?);
                }
            }
            Event::Eof => return Ok(comments),
            _ => {}
        }
        buffer.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_a_comment_are_one_text() {
        let part = br#"<x:comments xmlns:x="u"><x:commentList><x:comment ref="C5" authorId="0"><x:text><x:r>
            <x:t>Sesuai DPPA </x:t></x:r><x:r><x:t>&amp; SK</x:t></x:r></x:text></x:comment></x:commentList></x:comments>"#;
        let comments = read_part(part).expect("readable XML");
        assert_eq!(comments.get(&CellRef::new(4, 2)).map(|text| &**text), Some("Sesuai DPPA & SK"));
    }
}
