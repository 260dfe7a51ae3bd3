//! `cermat periksa`: checks every workbook and writes the outputs.

use std::collections::HashSet;
use std::path::Path;

use indicatif::ProgressBar;

use super::work::{self, Job, Read};
use super::{
    Outcome, colour, disk, diterima, files, finish, giliran, konfigurasi, output_folder, print, profiles, progress,
    told_failures, write,
};
use crate::bahasa::Bahasa;
use crate::cli::{Format, Periksa};
use crate::error::{Error, Result};
use crate::outputs::baru::{self, Earlier};
use crate::outputs::terminal::{self, Look};
use crate::outputs::{Failure, Run, temuan};
use crate::pipeline::{self, Settings};
use crate::profile::CONTOH;
use crate::rules;

/// Checks, writes the outputs, prints the report.
pub fn run(asked: &Periksa, bahasa: Bahasa) -> Result<Outcome> {
    if asked.contoh_konfigurasi {
        print(CONTOH);
        return Ok(Outcome::Clean);
    }
    let settings = settings(asked)?;
    let earlier = asked.baru.as_deref().map(earlier).transpose()?;
    let folder = output_folder(&asked.masukan);
    let found = files::find(&asked.masukan.bacaan.paths, Some(&folder))?;
    if found.inputs.is_empty() {
        // Nothing to write, so no folder is made either, least of all for a mistyped path.
        tell(&Run { failures: found.failures, ..Run::default() }, asked, bahasa, None);
        return Ok(Outcome::Failed);
    }
    let jobs = work::jobs(&found.inputs);
    let settings = konfigurasi::settings_of(&found.inputs, asked.masukan.bacaan.konfig.as_deref(), &settings)?;
    work::refuse_overwriting(&jobs, &folder)?;
    prepare(&folder)?;
    let bar = progress(jobs.len(), asked.diam);
    let read = read(&jobs, &settings, &bar);
    let earlier_outputs = diterima::read(&folder);
    let known = earlier_outputs.books();
    let mut finished = finish::finish(&jobs, &settings, read, &folder, |_, _| false, earlier_outputs);
    let run = &mut finished.run;
    bar.finish_and_clear();

    run.failures.extend(found.failures);
    run.failures.sort_by(|a, b| a.nama.cmp(&b.nama));
    if let (Some(earlier), Some(path)) = (earlier, &asked.baru) {
        baru::compare(run, earlier, files::shown(path), |nama, code| {
            let own = jobs.iter().zip(&settings).find(|(job, _)| job.input.nama == nama);
            own.zip(rules::rule(code)).is_some_and(|((_, settings), rule)| pipeline::is_wanted(rule, settings))
        });
    }
    let written = finish::write_reports(&mut finished, &folder);
    let mut run = finished.run;
    if written.is_ok() {
        let copies: HashSet<&str> = jobs.iter().map(|job| job.copy.as_str()).collect();
        run.changed_copies = diterima::tidy(&folder, &known, &copies);
    }
    tell(&run, asked, bahasa, Some(&folder));
    // A summary that is still open in Excel can't be replaced; the findings are told all the same.
    written?;
    let outcome = Outcome::of(&run, asked.ambang.tingkat);
    // The process ends now; what a large run holds would take a while to be let go piece by piece.
    std::mem::forget(run);
    Ok(outcome)
}

/// Makes the folder for the outputs.
fn prepare(folder: &Path) -> Result<()> {
    write::prepare(folder).map_err(|error| {
        let reason = files::reason(folder, &error);
        Error::config(
            folder,
            format!("{reason}; pilih folder hasil lain dengan --hasil"),
            format!("{}; name another output folder with --hasil", reason.text(Bahasa::En)),
        )
    })
}

/// Each workbook read and checked; the bar shows how far that is.
fn read(jobs: &[Job], settings: &[Settings], bar: &ProgressBar) -> Vec<std::result::Result<Read, Failure>> {
    let is_alone = jobs.len() == 1;
    giliran::side_by_side(
        jobs.iter().zip(settings).collect(),
        |(job, settings)| (Some(&job.input.path), settings),
        |(job, settings)| {
            bar.set_message(job.input.nama.clone());
            let result = work::check(job, settings, is_alone);
            bar.inc(1);
            result
        },
    )
}

fn settings(asked: &Periksa) -> Result<Settings> {
    let profiles = profiles(asked.umum.profil.as_deref())?;
    let rules = konfigurasi::codes(&asked.aturan)?;
    let settings = Settings { profiles, rules, ..Settings::default() };
    konfigurasi::told(&asked.kecuali, settings)
}

/// The findings of the earlier run that is named.
fn earlier(path: &Path) -> Result<Earlier> {
    let bytes = disk::read(path).map_err(|source| Error::io(path, source))?;
    baru::read(&bytes).map_err(|detail| Error::Config { path: path.to_path_buf(), detail })
}

/// Prints what was asked for; `folder` is where the outputs went, if there are any.
fn tell(run: &Run, asked: &Periksa, bahasa: Bahasa, folder: Option<&Path>) {
    let text = match (asked.format, folder) {
        (Format::Teks, Some(folder)) if !asked.diam => {
            let look =
                Look { colour: colour(asked.umum.tanpa_warna), all: asked.rinci, kelompok: asked.kelompok, bahasa };
            terminal::report(run, &folder.display().to_string(), look)
        }
        (Format::Json, _) if !asked.diam => temuan::json(run),
        (Format::Ndjson, _) if !asked.diam => temuan::ndjson(run),
        (Format::Csv, _) if !asked.diam => temuan::csv(run, asked.kelompok),
        (Format::Junit, _) if !asked.diam => temuan::junit(run, asked.ambang.tingkat),
        (Format::Sarif, _) if !asked.diam => temuan::sarif(run),
        _ => {
            told_failures(&run.failures, bahasa);
            return;
        }
    };
    print(&text);
}
