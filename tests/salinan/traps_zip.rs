//! The traps of the zip around the parts.

use std::io::Write as _;

use cermat::outputs::annotated::annotate;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::small::{CELLS, Part, SHEET, findings, kept, parts, with, zipped};
use super::{compare, package};

#[test]
fn entries_with_backslashes_and_other_case_are_found() {
    let parts = parts(CELLS).into_iter().map(|(name, text)| match name.as_str() {
        SHEET => ("XL\\Worksheets\\Sheet1.xml".into(), text),
        _ => (name, text),
    });
    let parts: Vec<Part> = parts.collect();
    let bytes = zipped(&parts, SimpleFileOptions::default());
    let copy = annotate(&bytes, &findings()).expect("a package that can be annotated");
    assert_eq!(compare::faults(&bytes, &copy.bytes, &findings()), Vec::<String>::new());
}

#[test]
fn stored_and_zip64_entries_are_copied() {
    kept(&zipped(&parts(CELLS), SimpleFileOptions::default().compression_method(CompressionMethod::Stored)));
    let large = zipped(&parts(CELLS), SimpleFileOptions::default().large_file(true));
    let copy = annotate(&large, &findings()).expect("a package that can be annotated");
    assert_eq!(compare::faults(&large, &copy.bytes, &findings()), Vec::<String>::new());
}

#[test]
fn entry_with_a_wrong_checksum_is_copied_as_it_is() {
    let parts = with(parts(CELLS), "xl/media/gambar.bin", "isi-gambar-asli");
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut bytes = zipped(&parts, stored);
    let at = bytes.windows(15).position(|window| window == b"isi-gambar-asli").expect("the entry");
    bytes[at] = b'X';
    let copy = kept(&bytes);
    let entries = package::entries(&copy.bytes).expect("a zip");
    let picture = entries.iter().find(|entry| entry.name.ends_with("gambar.bin")).expect("the picture");
    assert_eq!(picture.raw, b"Xsi-gambar-asli");
}

#[test]
fn entries_with_data_descriptors_are_copied() {
    let mut bytes = Vec::new();
    let mut writer = ZipWriter::new_stream(&mut bytes);
    for (name, text) in with(parts(CELLS), "xl/media/gambar.bin", "isi-gambar-asli") {
        writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(text.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("memory takes it");
    assert!(bytes.windows(4).any(|window| window == b"PK\x07\x08"), "there are descriptors");
    let copy = kept(&bytes);
    assert_eq!(package::binary(&copy.bytes, "xl/media/gambar.bin").as_deref(), Some(b"isi-gambar-asli".as_slice()));
}

#[test]
fn of_two_entries_with_one_name_the_last_is_kept_and_it_is_told() {
    let all = with(with(parts(CELLS), "xl/media/gambar1.bin", "pertama"), "xl/media/gambar2.bin", "kedua");
    let mut bytes = zipped(&all, SimpleFileOptions::default());
    let name = b"gambar2.bin";
    for at in 0..bytes.len() - name.len() {
        if bytes[at..].starts_with(name) {
            bytes[at + 6] = b'1';
        }
    }
    let copy = annotate(&bytes, &findings()).expect("a package that can be annotated");
    assert_eq!(package::binary(&copy.bytes, "xl/media/gambar1.bin").as_deref(), Some(b"kedua".as_slice()));
    assert!(copy.notes.iter().any(|note| note.to_string().contains("bernama sama")), "{:?}", copy.notes);
}
