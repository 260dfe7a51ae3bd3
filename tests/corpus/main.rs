//! Annotates every workbook of a folder and looks at what the copies have kept.
//!
//! The folder is named by the environment variable `CERMAT_CORPUS`; without it the sample workbooks
//! of the repository are taken. `CERMAT_CORPUS_SALINAN` names a folder for the copies, which
//! `buka.py` then opens in other programs. README.md beside this file tells how to run both.

#[path = "../salinan/compare.rs"]
mod compare;
#[path = "../salinan/marks.rs"]
mod marks;
#[path = "../salinan/order.rs"]
mod order;
#[path = "../salinan/package.rs"]
mod package;

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use cermat::finding::Finding;
use cermat::grid::{Cell, Grid, NumberFormat};
use cermat::outputs::annotated::annotate;
use cermat::xlsx;
use rayon::prelude::*;
use walkdir::WalkDir;

const CORPUS: &str = "CERMAT_CORPUS";
const COPIES: &str = "CERMAT_CORPUS_SALINAN";

/// What became of one file.
enum Fate {
    /// Annotated; the faults of the copy.
    Annotated(Vec<String>),
    /// Refused, and why.
    Refused(String),
    /// No zip at all.
    NoZip,
}

#[test]
fn copies_keep_everything() {
    let folder = std::env::var_os(CORPUS).map(PathBuf::from);
    if folder.is_none() {
        println!("{CORPUS} names no folder: only the sample workbooks are annotated");
    }
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks"));
    let files = workbooks(&folder);
    assert!(!files.is_empty(), "{} holds no workbook", folder.display());
    let copies = std::env::var_os(COPIES).map(PathBuf::from);
    let fates: Vec<(PathBuf, Fate)> = files
        .into_par_iter()
        .map(|path| {
            let bytes = fs::read(&path).expect("a readable file");
            let relative = path.strip_prefix(&folder).unwrap_or(&path).to_path_buf();
            let copy = copies.as_ref().map(|copies| copies.join(&relative));
            (relative, fate(&bytes, copy.as_deref()))
        })
        .collect();
    report(&fates);
    let faulty = fates.iter().filter(|(_, fate)| matches!(fate, Fate::Annotated(faults) if !faults.is_empty())).count();
    assert_eq!(faulty, 0, "copies that have not kept everything");
}

fn workbooks(folder: &Path) -> Vec<PathBuf> {
    let is_workbook = |path: &Path| {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        matches!(extension.as_deref(), Some("xlsx" | "xlsm" | "xltx" | "xltm"))
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    entries.map(|entry| entry.into_path()).filter(|path| path.is_file() && is_workbook(path)).collect()
}

fn fate(bytes: &[u8], copy: Option<&Path>) -> Fate {
    if package::entries(bytes).is_none() {
        return Fate::NoZip;
    }
    let findings = marks::findings(bytes);
    let guarded = |bytes: &[u8], findings: &[Finding]| {
        catch_unwind(AssertUnwindSafe(|| annotate(bytes, findings).map(|copy| copy.bytes)))
    };
    let annotated = match guarded(bytes, &findings) {
        Err(_) => return Fate::Annotated(vec!["panic".into()]),
        Ok(Err(error)) => return Fate::Refused(error.to_string()),
        Ok(Ok(annotated)) => annotated,
    };
    let mut faults = compare::faults(bytes, &annotated, &findings);
    match guarded(&annotated, &findings) {
        Ok(Ok(again)) if again == annotated => {}
        Ok(Ok(again)) => faults.push(format!("annotated again it has other {}", differing_parts(&annotated, &again))),
        _ => faults.push("it can't be annotated again".into()),
    }
    faults.extend(differing_cells(bytes, &annotated));
    if let Some(copy) = copy {
        fs::create_dir_all(copy.parent().expect("a file in a folder")).expect("a folder for the copies");
        fs::write(copy, &annotated).expect("the copy can be written");
    }
    Fate::Annotated(faults)
}

fn differing_parts(one: &[u8], other: &[u8]) -> String {
    let entries = |bytes: &[u8]| package::entries(bytes).unwrap_or_default().into_iter();
    let names = entries(one).zip(entries(other)).filter(|(one, other)| one.raw != other.raw).map(|(one, _)| one.name);
    names.collect::<Vec<_>>().join(", ")
}

/// Cells that cermat reads differently from the copy; a workbook it can't read has none.
fn differing_cells(before: &[u8], after: &[u8]) -> Vec<String> {
    let read = |bytes: &[u8]| catch_unwind(AssertUnwindSafe(|| xlsx::read("buku.xlsx", bytes).ok())).ok().flatten();
    let (Some(before), Some(after)) = (read(before), read(after)) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for (old, new) in before.grids.iter().zip(&after.grids) {
        for (cell, kept) in old.cells().iter().zip(new.cells()) {
            // A NaN, which some programs store, is not equal to itself.
            let same_value = format!("{:?}", cell.value) == format!("{:?}", kept.value);
            let format = |grid: &Grid, cell: &Cell| {
                grid.styles
                    .get(cell.style as usize)
                    .map_or(NumberFormat::parse("General"), |style| style.format.clone())
            };
            let same_format = format(old, cell) == format(new, kept);
            if cell.at != kept.at || !same_value || cell.formula != kept.formula || !same_format {
                faults.push(format!("{} {} is read differently", old.name, cell.at));
            }
        }
        if old.cells().len() != new.cells().len() {
            faults.push(format!("{} has another number of cells", old.name));
        }
    }
    faults.truncate(5);
    faults
}

fn report(fates: &[(PathBuf, Fate)]) {
    let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut kept, mut no_zip) = (0, 0);
    for (path, fate) in fates {
        match fate {
            Fate::Annotated(faults) if faults.is_empty() => kept += 1,
            Fate::Annotated(faults) => println!("FAULT {}\n      {}", path.display(), faults.join("\n      ")),
            Fate::Refused(reason) => {
                println!("REFUSED {}: {reason}", path.display());
                *refused.entry(reason).or_default() += 1;
            }
            Fate::NoZip => no_zip += 1,
        }
    }
    println!("{} files: {kept} annotated with everything kept, {no_zip} no zip", fates.len());
    for (reason, count) in refused {
        println!("{count} refused: {reason}");
    }
}
