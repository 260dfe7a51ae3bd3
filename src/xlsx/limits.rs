//! What no honest workbook holds. A file beyond a limit is refused with a sentence, before the memory
//! it would take is asked for: an allocation that fails ends the whole run, and can't be caught.
//!
//! The limits together keep one workbook within about a gigabyte.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::package::Package;
use crate::error::{Error, Result};
use crate::grid::{COLUMNS, CellRange, CellRef, FormulaLimits, MergeIndex, ROWS};

/// What a workbook may hold. An office may lay down others in `cermat.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file on the disk.
    pub file_bytes: u64,
    /// Bytes of one part, inflated.
    pub part_bytes: u64,
    /// Bytes of all parts, inflated.
    pub package_bytes: u64,
    /// Times a large part may be larger than what it was squeezed to.
    pub ratio: u64,
    /// Cells that hold something, in all sheets.
    pub cells: usize,
    /// Texts of the list that cells share.
    pub texts: usize,
    /// Levels of elements in a sheet's part.
    pub nesting: usize,
    /// Of its formulas.
    pub formulas: FormulaLimits,
    /// Bytes of memory that checking it may take.
    pub memory: u64,
}

impl Default for Limits {
    /// The largest workbook met in practice has 30 MB. A sheet of 100,000 rows and 15 columns has 80 MB and 1.4 million
    /// cells. Sheets are squeezed to a 40th, rows without content to a 100th, blanks to a 1,000th.
    fn default() -> Self {
        Self {
            file_bytes: 256 * MB,
            part_bytes: MOST_PART_BYTES,
            package_bytes: 512 * MB,
            ratio: 250,
            cells: 1_500_000,
            texts: 2_000_000,
            nesting: 1_000,
            formulas: FormulaLimits::default(),
            memory: 1024 * MB,
        }
    }
}

/// Bytes of one part, inflated, unless others are laid down.
pub(super) const MOST_PART_BYTES: u64 = 256 * MB;

/// A part larger than this is looked at for what it was squeezed to.
const LARGE_PART_BYTES: u64 = 16 * MB;

/// Parts of a package.
const MOST_PARTS: usize = 50_000;

/// Bytes of all formulas, shared ones written out for each cell.
const MOST_FORMULA_BYTES: usize = 256 << 20;

/// The number of a shared formula; readers hold a list of that length.
const MOST_SHARED_FORMULAS: u64 = 1_000_000;

/// Formats of cells; Excel stops at 65,490, and counts those of its named styles apart.
const MOST_FORMATS: usize = 200_000;

/// Bytes of what readers write out once for each cell that uses it: formats, texts.
pub const MOST_WRITTEN_OUT: u64 = 256 * MB;

/// Cells in the rectangle of a sheet that can only be read as a whole rectangle.
pub const MOST_DENSE_CELLS: u64 = 5_000_000;

/// Bytes of a megabyte.
pub const MB: u64 = 1 << 20;

/// Looks at a package's directory, without inflating anything.
///
/// # Errors
/// [`Error::Refused`] for too many parts, too large ones, those squeezed too much, and those that
/// stand on each other's bytes.
pub fn check_package(package: &mut Package<'_>, limits: &Limits) -> Result<()> {
    let archive = package.archive();
    if archive.len() > MOST_PARTS {
        return Err(Error::refused(
            format!("isinya lebih dari {MOST_PARTS} bagian"),
            format!("it has more than {MOST_PARTS} parts"),
        ));
    }
    let mut all = 0_u64;
    for index in 0..archive.len() {
        // One that can't be opened costs nothing; whoever needs it says so.
        let Ok(entry) = archive.by_index_raw(index) else { continue };
        let (size, squeezed) = (entry.size(), entry.compressed_size());
        if size > LARGE_PART_BYTES && size / squeezed.max(1) > limits.ratio {
            return Err(Error::refused(
                format!(
                    "isinya mengembang lebih dari {} kali lipat ketika dibuka (bom ZIP; [batas] lipat)",
                    limits.ratio
                ),
                format!("it grows more than {} times when opened (a zip bomb; [batas] lipat)", limits.ratio),
            ));
        }
        all = all.saturating_add(size);
        if size > limits.part_bytes || all > limits.package_bytes {
            return Err(too_large(size, all, limits));
        }
    }
    if archive.has_overlapping_files().unwrap_or(false) {
        return Err(Error::refused("bagian-bagiannya bertumpang tindih (bom ZIP)", "its parts overlap (a zip bomb)"));
    }
    if need(package) > limits.memory {
        return refuse_above(counted_need(package)?, limits);
    }
    Ok(())
}

/// What the program takes before it reads anything.
const PROGRAM: u64 = 24 * MB;

/// Bytes taken for each byte of a part: sheets of figures, in text and in binary; texts and comments.
const FACTORS: [(&str, &str, u64); 5] = [
    ("worksheets/", ".xml", 10),
    ("worksheets/", ".bin", 25),
    ("content.xml", "", 5),
    ("sharedStrings", "", 4),
    ("comments", "", 4),
];

/// Bytes taken for each cell that holds something.
const CELL: u64 = 480;

/// Bytes taken for each byte of a file that is no package.
const LEGACY: u64 = 28;

/// Bytes of memory that checking a package takes at most, as its directory tells.
pub fn need(package: &mut Package<'_>) -> u64 {
    parts(package).iter().fold(PROGRAM, |sum, (name, size)| sum.saturating_add(size.saturating_mul(factor(name))))
}

/// The same for a file that is no package.
pub fn need_of_size(size: u64) -> u64 {
    PROGRAM.saturating_add(size.saturating_mul(LEGACY))
}

/// The names of the parts and their sizes when inflated.
fn parts(package: &mut Package<'_>) -> Vec<(String, u64)> {
    let archive = package.archive();
    let entries = (0..archive.len()).filter_map(|index| {
        let entry = archive.by_index_raw(index).ok()?;
        Some((entry.name().ok()?.into_owned(), entry.size()))
    });
    entries.collect()
}

fn factor(name: &str) -> u64 {
    let known = FACTORS.iter().find(|(within, end, _)| name.contains(within) && name.ends_with(end));
    known.map_or(0, |(.., factor)| *factor)
}

/// The same with the cells counted that hold something: most of a large sheet may be blanks that only look some way.
fn counted_need(package: &mut Package<'_>) -> Result<u64> {
    let (mut sum, mut largest) = (PROGRAM, 0);
    for (name, size) in parts(package) {
        if !(name.contains("worksheets/") && name.ends_with(".xml")) {
            sum = sum.saturating_add(size.saturating_mul(factor(&name)));
            continue;
        }
        let part = package.part(&name)?.unwrap_or_default();
        largest = largest.max(part.len() as u64);
        let count = |what: &[u8]| memchr::memmem::find_iter(&part, what).count() as u64;
        // A value ends with `</v>`, a text of its own with `</is>`; either may have a prefix.
        sum = sum.saturating_add((count(b"v>") / 2 + count(b"is>") / 2).saturating_mul(CELL));
    }
    Ok(sum.saturating_add(largest))
}

/// Refuses what would take more memory than is allowed.
///
/// # Errors
/// [`Error::Refused`] with the setting's name.
pub fn refuse_above(need: u64, limits: &Limits) -> Result<()> {
    if need <= limits.memory {
        return Ok(());
    }
    let (need, most) = (need / MB, limits.memory / MB);
    Err(Error::refused(
        format!(
            "memeriksanya memerlukan sekitar {need} MB memori, yang diizinkan {most} MB (--memori atau [batas] memori_mb)"
        ),
        format!("checking it needs about {need} MB of memory, {most} MB are allowed (--memori or [batas] memori_mb)"),
    ))
}

/// Parts may be named by several sheets, which inflates them several times.
///
/// # Errors
/// [`Error::Refused`] when the sheets together are larger than a package may be.
pub fn check_sheets<'a>(
    package: &mut Package<'_>,
    parts: impl Iterator<Item = &'a str>,
    limits: &Limits,
) -> Result<()> {
    let mut all = 0_u64;
    for part in parts {
        let Some(index) = package.index_of(part) else { continue };
        let size = package.archive().by_index_raw(index).map_or(0, |entry| entry.size());
        all = all.saturating_add(size);
        if all > limits.package_bytes {
            return Err(too_large(size, all, limits));
        }
    }
    Ok(())
}

/// Looks for numbers of shared formulas that a reader would make a list for.
///
/// # Errors
/// [`Error::Refused`] when there is one no honest sheet has.
pub fn check_shared_formulas(part: &[u8]) -> Result<()> {
    match numbers(part, b"si").max() {
        Some(number) if number > MOST_SHARED_FORMULAS => Err(Error::refused(
            format!("nomor rumus bersama melebihi {MOST_SHARED_FORMULAS}"),
            format!("a shared formula has a number above {MOST_SHARED_FORMULAS}"),
        )),
        _ => Ok(()),
    }
}

/// Looks at the texts that cells share: how many there are, and how many are announced, which a reader believes.
///
/// # Errors
/// [`Error::Refused`] when there are more than a workbook may hold.
pub fn check_texts(part: &[u8], limits: &Limits) -> Result<()> {
    let announced = numbers(part, b"uniqueCount").max().unwrap_or(0);
    let is_text = |at: usize| {
        matches!(part.get(at.wrapping_sub(1)), Some(b'<' | b':'))
            && part.get(at + 2).is_some_and(|after| b"> \t\r\n/".contains(after))
    };
    let texts = memchr::memmem::find_iter(part, b"si").filter(|&at| is_text(at)).count();
    if announced > limits.texts as u64 || texts > limits.texts {
        return Err(too_many_texts(limits));
    }
    Ok(())
}

/// The refusal of a list of texts that is too long.
pub fn too_many_texts(limits: &Limits) -> Error {
    let most = limits.texts;
    Error::refused(
        format!("daftar teksnya lebih dari {most} ([batas] teks)"),
        format!("its list of texts is longer than {most} ([batas] teks)"),
    )
}

/// The numbers an attribute has, wherever it stands: behind a space or another's quote, and quoted. What can't be a
/// number counts by its digits.
fn numbers<'a>(part: &'a [u8], attribute: &'a [u8]) -> impl Iterator<Item = u64> + 'a {
    let begins_name = |at: usize| part[..at].last().is_some_and(|before| b" \t\r\n\"'".contains(before));
    memchr::memmem::find_iter(part, attribute).filter(move |&at| begins_name(at)).filter_map(move |at| {
        let after = part[at + attribute.len()..].trim_ascii_start();
        let value = after.strip_prefix(b"=").map(<[u8]>::trim_ascii_start)?;
        let (quote, value) = value.split_first().filter(|(first, _)| matches!(first, b'"' | b'\''))?;
        let digits = value.iter().take(64).take_while(|byte| *byte != quote).filter(|byte| byte.is_ascii_digit());
        Some(digits.fold(0, |number: u64, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))))
    })
}

/// Looks at the formats of cells: readers write out for each the font, the fill, the border and the number format
/// it names.
///
/// # Errors
/// [`Error::Refused`] when there are more than Excel allows, or written out they are too large.
pub fn check_formats(part: &[u8]) -> Result<()> {
    let mut reader = Reader::from_reader(part);
    let (mut formats, mut longest, mut begun) = (0_usize, 0_u64, 0_u64);
    loop {
        let start = reader.buffer_position();
        match reader.read_event().map_err(Error::damaged)? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "xf" => formats += 1,
                "numFmt" => longest = longest.max(reader.buffer_position() - start),
                "font" | "fill" | "border" => begun = start,
                _ => {}
            },
            Event::End(element) if matches!(element.local_name().as_ref(), "font" | "fill" | "border") => {
                longest = longest.max(reader.buffer_position() - begun);
            }
            Event::DocType(_) => return Err(has_dtd()),
            Event::Eof => break,
            _ => {}
        }
    }
    if formats > MOST_FORMATS || longest.saturating_mul(formats as u64) > MOST_WRITTEN_OUT {
        return Err(Error::refused(
            format!("format selnya terlalu banyak ({formats}) atau terlalu panjang"),
            format!("its cell formats are too many ({formats}) or too long"),
        ));
    }
    Ok(())
}

/// What the cells of a workbook have used up so far.
#[derive(Debug)]
pub struct Used {
    most_cells: usize,
    cells: usize,
    formula_bytes: usize,
}

impl Used {
    /// Nothing yet.
    pub fn new(limits: &Limits) -> Self {
        Self { most_cells: limits.cells, cells: 0, formula_bytes: 0 }
    }

    /// Counts a cell that holds something.
    ///
    /// # Errors
    /// [`Error::Refused`] when the workbook has too many;
    /// [`Error::Damaged`] for one outside of any sheet.
    pub fn add(&mut self, at: CellRef) -> Result<()> {
        self.cells += 1;
        if at.row >= ROWS || at.col >= COLUMNS {
            return Err(Error::damaged("ada sel di luar batas lembar kerja"));
        }
        if self.cells > self.most_cells {
            let most = self.most_cells;
            return Err(Error::refused(
                format!("sel yang terisi lebih dari {most} ([batas] sel); pecah menjadi beberapa berkas"),
                format!("more than {most} cells are filled ([batas] sel); split it into several files"),
            ));
        }
        Ok(())
    }

    /// Counts the formula of a cell.
    ///
    /// # Errors
    /// [`Error::Refused`] when the workbook has too much text in formulas.
    pub fn add_formula(&mut self, formula: &str) -> Result<()> {
        self.formula_bytes = self.formula_bytes.saturating_add(formula.len());
        if self.formula_bytes > MOST_FORMULA_BYTES {
            let most = MOST_FORMULA_BYTES >> 20;
            return Err(Error::refused(
                format!("rumusnya lebih dari {most} MB"),
                format!("its formulas are longer than {most} MB"),
            ));
        }
        Ok(())
    }
}

/// Refuses merged ranges that would take too much room in their index.
///
/// # Errors
/// [`Error::Refused`] for too many, or too wide ones.
pub fn check_merges(merges: &[CellRange]) -> Result<()> {
    if MergeIndex::spans(merges) > MergeIndex::MOST_SPANS {
        return Err(Error::refused("sel gabungannya terlalu banyak", "it has too many merged cells"));
    }
    Ok(())
}

fn too_large(part: u64, all: u64, limits: &Limits) -> Error {
    let is_part = part > limits.part_bytes;
    let (size, most, key) =
        if is_part { (part, limits.part_bytes, "bagian_mb") } else { (all, limits.package_bytes, "isi_mb") };
    let (size, most) = (size / MB, most / MB);
    Error::refused(
        format!("isinya {size} MB setelah dibuka, paling banyak {most} MB ([batas] {key})"),
        format!("it has {size} MB when opened, {most} MB at most ([batas] {key})"),
    )
}

/// The refusal of a part that defines entities, of which a few lines may stand for gigabytes.
pub fn has_dtd() -> Error {
    Error::refused("isinya memuat DTD", "it holds a DTD")
}

/// The refusal of cells whose texts would be written out too often.
pub fn too_much_text() -> Error {
    let most = MOST_WRITTEN_OUT >> 20;
    Error::refused(
        format!("teks sel-selnya lebih dari {most} MB"),
        format!("the texts of its cells are longer than {most} MB"),
    )
}
