//! What a file is by its first bytes, whatever its name says.

use super::Source;
use super::limits::{Limits, check_package};
use super::package::Package;
use crate::bahasa::Pesan;
use crate::error::{Error, Result};

/// A workbook format cermat can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// An OOXML package with a worksheet in XML.
    Xlsx,
    /// An OOXML package with binary worksheets.
    Xlsb,
    /// A BIFF workbook in an OLE container.
    Xls,
    /// An OpenDocument spreadsheet.
    Ods,
}

/// How much of a file tells what it is.
const HEAD: u64 = 1024;

const OLE_SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Tells the format, or what the file is instead of a workbook.
///
/// # Errors
/// [`Error::NotAWorkbook`], [`Error::Encrypted`] or [`Error::Damaged`].
pub fn sniff(source: &Source<'_>, limits: &Limits) -> Result<FileKind> {
    let head = source.head(HEAD)?;
    if head.is_empty() {
        return Err(not_a_workbook("berkasnya kosong (0 bita)", "the file is empty (0 bytes)"));
    }
    if head.starts_with(b"PK") {
        return sniff_package(source, limits);
    }
    if head.starts_with(&OLE_SIGNATURE) {
        let is_encrypted = contains_utf16(&source.whole()?, "EncryptedPackage");
        return if is_encrypted { Err(Error::Encrypted) } else { Ok(FileKind::Xls) };
    }
    // BIFF 2 to 4 stand without a container: a BOF record at the very beginning.
    if matches!(head.as_slice(), [0x09, 0x00 | 0x02 | 0x04, ..]) {
        return Ok(FileKind::Xls);
    }
    let (id, en) = what_it_looks_like(&head);
    Err(not_a_workbook(id, en))
}

fn sniff_package(source: &Source<'_>, limits: &Limits) -> Result<FileKind> {
    let mut package = Package::open(source)?;
    check_package(&mut package, limits)?;
    if let Some(kind) = package.part("mimetype")? {
        let kind = String::from_utf8_lossy(&kind).into_owned();
        return if kind.contains("opendocument.spreadsheet") {
            Ok(FileKind::Ods)
        } else {
            Err(not_a_workbook(
                "isinya dokumen OpenDocument lain, bukan lembar kerja",
                "it is another OpenDocument, not a spreadsheet",
            ))
        };
    }
    let workbook = package
        .workbook_part()
        .map_err(|_| not_a_workbook("isinya arsip ZIP biasa", "it is an ordinary ZIP archive"))?;
    if workbook.ends_with(".bin") {
        Ok(FileKind::Xlsb)
    } else if workbook.ends_with("document.xml") || workbook.ends_with("presentation.xml") {
        Err(not_a_workbook("isinya dokumen Word atau PowerPoint", "it is a Word or PowerPoint document"))
    } else {
        Ok(FileKind::Xlsx)
    }
}

/// What the content looks like, in Indonesian and English.
fn what_it_looks_like(head: &[u8]) -> (&'static str, &'static str) {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    if head.starts_with("%pdf") {
        ("isinya PDF; mintalah berkas Excel aslinya", "it is a PDF; ask for the Excel file itself")
    } else if head.starts_with("<!doctype html") || head.starts_with("<html") || head.contains("<table") {
        (
            "isinya halaman web (HTML); buka di Excel lalu simpan sebagai .xlsx",
            "it is a web page (HTML); open it in Excel and save it as .xlsx",
        )
    } else if head.starts_with("<?xml") {
        ("isinya XML; buka di Excel lalu simpan sebagai .xlsx", "it is XML; open it in Excel and save it as .xlsx")
    } else if head.starts_with("{\\rtf") {
        ("isinya dokumen RTF", "it is an RTF document")
    } else if head.contains('\u{0}') || head.contains('\u{fffd}') {
        (
            "isinya tidak dikenal; mungkin berkas belum selesai disalin",
            "its content is not recognised; perhaps it was not copied to the end",
        )
    } else if head.lines().next().is_some_and(|line| line.contains([';', ',', '\t'])) {
        (
            "isinya teks CSV; buka di Excel lalu simpan sebagai .xlsx",
            "it is CSV text; open it in Excel and save it as .xlsx",
        )
    } else {
        ("isinya teks biasa", "it is plain text")
    }
}

fn contains_utf16(bytes: &[u8], text: &str) -> bool {
    let needle: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn not_a_workbook(id: &str, en: &str) -> Error {
    Error::NotAWorkbook { what: Pesan::new(id, en) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_workbook_is_named() {
        let said = |bytes: &[u8]| sniff(&bytes.into(), &Limits::default()).expect_err("no workbook").to_string();
        assert!(said(b"").contains("kosong"));
        assert!(said(b"%PDF-1.7").contains("PDF"));
        assert!(said(b"<html><body><table>").contains("HTML"));
        assert!(said(b"kode;pagu\n1.01;1.250.000,00\n").contains("CSV"));
        assert!(said(b"PK\x03\x04terpotong").contains("rusak"));
    }
}
