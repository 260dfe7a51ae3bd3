//! The parts of a package: read and marked; the copy can be read again and holds the same cells.
#![no_main]

use cermat::grid::{Book, Cell};
use cermat::outputs::annotated::annotate;
use cermat::pipeline;
use cermat_fuzz::{answered, finding, package};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: cermat_fuzz::start(), |data: &[u8]| {
    let bytes = package(data);
    let Some(book) = answered(pipeline::open("uji.xlsx", &bytes)) else { return };
    if data.starts_with(b"<office:") {
        return;
    }
    let sheet = book.grids.first().map(|grid| grid.name.to_string()).unwrap_or_default();
    let ranges = ["A1", "B2:C3", "D7", "XFD1048576"];
    let findings: Vec<_> = ranges.iter().filter_map(|range| finding(&sheet, range)).collect();
    let Some(copy) = answered(pipeline::guarded(|| annotate(bytes.as_slice(), &findings))) else { return };
    let again = pipeline::open("uji.xlsx", &copy.bytes).expect("the copy can be read");
    assert!(cells(&book) == cells(&again), "the copy holds other cells");
});

/// What the cells of all sheets hold.
fn cells(book: &Book) -> Vec<String> {
    let held = |cell: &Cell| format!("{:?} {:?} {:?}", cell.at, cell.value, cell.formula);
    book.grids.iter().flat_map(|grid| grid.cells().iter().map(held)).collect()
}
