//! Parts in UTF-16, which the standard allows and the readers do not know: turned into UTF-8.

use std::io::{Cursor, Read, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::package::Package;
use crate::error::{Error, Result};

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

/// How a part begins: with a byte order mark, or, without one, with `<?` in two bytes each.
fn order(bytes: &[u8]) -> Option<Order> {
    match bytes {
        [0xFF, 0xFE, ..] | [b'<', 0, b'?', 0, ..] => Some(Order::Little),
        [0xFE, 0xFF, ..] | [0, b'<', 0, b'?', ..] => Some(Order::Big),
        _ => None,
    }
}

/// An XML part in UTF-8, its declaration too, when it is in UTF-16; any other stays as it is, and so does
/// one that breaks off within a character.
pub fn to_utf8(bytes: Vec<u8>) -> Vec<u8> {
    let text = order(&bytes).and_then(|order| decoded(&bytes, order));
    text.map_or(bytes, |text| declared_utf8(text).into_bytes())
}

fn decoded(bytes: &[u8], order: Order) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| match order {
        Order::Little => u16::from_le_bytes(pair),
        Order::Big => u16::from_be_bytes(pair),
    });
    let text: String = char::decode_utf16(units).collect::<std::result::Result<_, _>>().ok()?;
    rest.is_empty().then(|| text.trim_start_matches('\u{feff}').to_string())
}

/// `<?xml version="1.0" encoding="UTF-16"?>` as one that says UTF-8.
fn declared_utf8(text: String) -> String {
    let Some(end) = text.strip_prefix("<?xml").and_then(|rest| rest.find("?>")).map(|end| end + 5) else {
        return text;
    };
    let (declaration, rest) = text.split_at(end);
    let Some((before, after)) = declaration.split_once("encoding") else {
        return text;
    };
    let value = after.trim_start().strip_prefix('=').map(str::trim_start).unwrap_or_default();
    let after = value.chars().next().and_then(|quote| value[1..].split_once(quote)).map_or("", |(_, after)| after);
    format!("{before}encoding=\"UTF-8\"{after}{rest}")
}

/// The package with its parts in UTF-8; `None` when none is in UTF-16.
///
/// # Errors
/// [`Error::Damaged`] when such a part can't be inflated.
pub fn with_utf8_parts(package: &mut Package<'_>) -> Result<Option<Vec<u8>>> {
    let archive = package.archive();
    let found: Vec<usize> = (0..archive.len())
        .filter(|&index| {
            let is_xml = archive.name_for_index(index).is_some_and(|name| name.is_ok_and(|name| is_xml(&name)));
            let mut start = Vec::new();
            is_xml
                && archive.by_index(index).is_ok_and(|entry| entry.take(4).read_to_end(&mut start).is_ok())
                && order(&start).is_some()
        })
        .collect();
    if found.is_empty() {
        return Ok(None);
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        if found.contains(&index) {
            let mut entry = archive.by_index(index).map_err(Error::damaged)?;
            let name = entry.name().map_err(Error::damaged)?.into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(Error::damaged)?;
            writer.start_file(name, SimpleFileOptions::default()).map_err(Error::damaged)?;
            writer.write_all(&to_utf8(bytes)).map_err(Error::damaged)?;
        } else {
            let entry = archive.by_index_raw(index).map_err(Error::damaged)?;
            writer.raw_copy_file(entry).map_err(Error::damaged)?;
        }
    }
    Ok(Some(writer.finish().map_err(Error::damaged)?.into_inner()))
}

fn is_xml(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".xml") || name.ends_with(".rels")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_of_both_orders_becomes_utf8_with_its_declaration() {
        let text = "<?xml version=\"1.0\" encoding = 'UTF-16' standalone=\"yes\"?><a>é😀</a>";
        let utf8 = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><a>é😀</a>";
        for mark in ["", "\u{feff}"] {
            let units: Vec<u16> = format!("{mark}{text}").encode_utf16().collect();
            let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            assert_eq!(String::from_utf8(to_utf8(little)).as_deref(), Ok(utf8));
            assert_eq!(String::from_utf8(to_utf8(big)).as_deref(), Ok(utf8));
        }
    }

    #[test]
    fn other_parts_and_broken_ones_stay() {
        for bytes in [b"<a/>".to_vec(), b"\xff\xfe<".to_vec(), b"\xff\xfe\x00\xd8".to_vec(), Vec::new()] {
            assert_eq!(to_utf8(bytes.clone()), bytes);
        }
    }
}
