//! `cermat lampiran`: the tables of the LKjIP as a workbook and a document.

use std::path::Path;

use super::files::{LAMPIRAN, LAMPIRAN_DOCX};
use super::{
    Outcome, complain, files, finish, giliran, konfigurasi, output_folder, print, profiles, told_failures, write,
};
use crate::bahasa::{Bahasa, Pesan};
use crate::cli;
use crate::error::{Error, Result};
use crate::outputs::closing::Closing;
use crate::outputs::lampiran::{self, Lampiran, Minta};
use crate::outputs::{CheckedBook, Failure, Run};
use crate::pipeline::{self, Settings};

/// Checks the workbooks, makes the tables, says what was made.
pub fn run(asked: &cli::Lampiran, bahasa: Bahasa) -> Result<Outcome> {
    let minta = Minta { tabel: known_tables(&asked.tabel)?, pakai: asked.pakai };
    let given = Settings { profiles: profiles(asked.umum.profil.as_deref())?, ..Settings::default() };
    let folder = output_folder(&asked.masukan);
    let found = files::find(&asked.masukan.bacaan.paths, Some(&folder))?;
    let settings = konfigurasi::settings_of(&found.inputs, asked.masukan.bacaan.konfig.as_deref(), &given)?;
    let mut results = giliran::checked(&found.inputs, &settings);
    let mut linked: Vec<_> = results
        .iter_mut()
        .zip(&settings)
        .filter_map(|(read, settings)| Some((read.as_mut().ok()?, settings)))
        .collect();
    let compared = pipeline::link(&mut linked);
    let mut run = Run { failures: found.failures, ..Run::default() };
    for (input, result) in found.inputs.iter().zip(results) {
        match result {
            Ok(checked) => run.books.push(CheckedBook::without_copy(checked)),
            Err(error) => {
                run.failures.push(Failure { nama: input.nama.clone(), sebab: files::reason(&input.path, &error) });
            }
        }
    }
    told_failures(&run.failures, bahasa);
    if run.books.is_empty() {
        return Ok(Outcome::Failed);
    }
    run.kurang = compared?;
    for kurang in run.kurang.iter().filter(|kurang| kurang.lama.is_some()) {
        complain(&format!("{}: {}.\n", Closing::Note.text(bahasa), kurang.kalimat));
    }
    files::refuse_overwriting(found.inputs.iter(), [LAMPIRAN, LAMPIRAN_DOCX].into_iter(), &folder)?;
    write::prepare(&folder)?;
    let Made { lampiran, xlsx, docx } = make(&run, &minta)?;
    for (name, bytes) in [(LAMPIRAN, xlsx), (LAMPIRAN_DOCX, docx)] {
        let path = write::atomically(&folder.join(name), &bytes)?;
        if let Some(note) = finish::beside(name, &path) {
            complain(&format!("{}: {}.\n", Closing::Note.text(bahasa), note.text(bahasa)));
        }
    }
    print(text(&lampiran, &folder).text(bahasa));
    Ok(if run.failures.is_empty() { Outcome::Clean } else { Outcome::Failed })
}

/// The tables as bytes.
pub struct Made {
    /// What the tables are.
    pub lampiran: Lampiran,
    /// `lampiran.xlsx`.
    pub xlsx: Vec<u8>,
    /// `lampiran.docx`.
    pub docx: Vec<u8>,
}

/// Makes the tables in both forms.
///
/// # Errors
/// [`Error::Internal`] when a table can't be made.
pub fn make(run: &Run, minta: &Minta) -> Result<Made> {
    pipeline::guarded(|| {
        let lampiran = lampiran::susun(run, minta);
        // One after the other: side by side they take twice the memory, and in a run the copies are written beside them.
        let xlsx = lampiran::xlsx(&lampiran)?;
        Ok(Made { xlsx, docx: lampiran::docx(&lampiran)?, lampiran })
    })
}

/// The kinds asked for, in small letters; an unknown one stops the run.
fn known_tables(asked: &[String]) -> Result<Vec<String>> {
    let words: Vec<String> =
        asked.iter().map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()).collect();
    for word in &words {
        if !lampiran::jenis().any(|(id, _)| id.starts_with(word.as_str())) {
            let known: Vec<&str> = lampiran::jenis().map(|(id, _)| id).collect();
            let known = known.join(", ");
            return Err(Error::config(
                "--tabel",
                format!("jenis tabel «{word}» tidak dikenal; yang ada: {known}"),
                format!("there is no table «{word}»; there are: {known}"),
            ));
        }
    }
    Ok(words)
}

fn text(made: &Lampiran, folder: &Path) -> Pesan {
    let (mut id, mut en) = (String::new(), String::new());
    for bagian in &made.bagian {
        let (nama, count, missing) = (&bagian.instansi, bagian.lembar.len(), bagian.kurang.len());
        id += &format!("{nama}: {count} lembar dibuat, {missing} jenis tabel belum ada masukannya\n");
        en += &format!("{nama}: {count} sheets made, {missing} kinds of table lack their inputs\n");
    }
    let (xlsx, docx) = (folder.join(LAMPIRAN), folder.join(LAMPIRAN_DOCX));
    id += &format!("Hasil: {} dan {}\n", xlsx.display(), docx.display());
    en += &format!("Results: {} and {}\n", xlsx.display(), docx.display());
    Pesan::new(id, en)
}
