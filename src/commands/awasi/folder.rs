//! The watched folder's workbooks as they were read last, and a round of work on those that changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::ledger::{Kejadian, Ledger, Versi};
use super::scan::{self, Scan};
use super::settle::{Look, Settling};
use crate::commands::digest::{self, Digest};
use crate::commands::files::{self, Input};
use crate::commands::work::{self, Job, Read};
use crate::commands::{disk, diterima, finish, giliran, konfigurasi};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::outputs::frame::Frame;
use crate::outputs::{Failure, Run};
use crate::pipeline::{Checked, Settings};
use crate::rules::RULES;

/// All that is known of a watched folder.
pub struct Folder {
    /// Where the outputs go.
    pub hasil: PathBuf,
    /// What was asked on the command line.
    pub given: Settings,
    /// The configuration named there.
    pub konfig: Option<PathBuf>,
    /// What was handed back before.
    pub ledger: Ledger,
    read: BTreeMap<String, Berkas>,
    /// Versions read but not handed back yet.
    pending: BTreeSet<String>,
    /// Files that went and are still in the ledger.
    gone: BTreeSet<String>,
    /// What the last reports tell of.
    reported: Option<BTreeSet<String>>,
    /// The configuration files the workbooks were checked with.
    configuration: Option<Digest>,
}

/// A workbook as it was read last.
struct Berkas {
    input: Input,
    digest: Digest,
    aturan: String,
    result: std::result::Result<Checked, Failure>,
}

/// What reading a settled file gave.
enum Taken {
    /// It changed meanwhile: the next look will tell.
    Changed,
    /// No whole workbook, or not readable now.
    Doubted,
    /// The version known already.
    Known,
    /// Another version.
    New(Box<Berkas>, Option<Box<Read>>),
}

/// A round that wrote outputs.
pub struct Round {
    /// What the outputs tell.
    pub run: Run,
    /// What to say of it.
    pub said: Vec<Frame>,
}

impl Folder {
    /// A folder of which nothing was read yet.
    pub fn new(hasil: PathBuf, given: Settings, konfig: Option<PathBuf>, ledger: Ledger) -> Self {
        Self {
            hasil,
            given,
            konfig,
            ledger,
            read: BTreeMap::new(),
            pending: BTreeSet::new(),
            gone: BTreeSet::new(),
            reported: None,
            configuration: None,
        }
    }

    /// Forgets what was handed back: the outputs are gone.
    ///
    /// # Errors
    /// [`Error::Io`] with the ledger.
    pub fn begin_again(&mut self) -> Result<()> {
        self.ledger = Ledger::open(&self.hasil)?;
        self.read.clear();
        self.pending.clear();
        self.gone.clear();
        self.reported = None;
        Ok(())
    }

    /// Whether everything that was seen is handed back.
    pub fn is_done(&self) -> bool {
        self.pending.is_empty() && self.gone.is_empty()
    }

    /// Whether the configuration changed since the last look: then all workbooks are to be read again.
    pub fn is_reconfigured(&mut self, scan: &Scan) -> bool {
        let now = scan::configuration(&scan.inputs, self.konfig.as_deref());
        self.configuration.replace(now).is_some_and(|before| before != now)
    }

    /// Reads what settled, checks the folder with it and writes the outputs; nothing is done when nothing changed,
    /// unless a report is wanted all the same.
    ///
    /// # Errors
    /// An output or a configuration that can't be used; the same work is tried again with the next round.
    pub fn round(
        &mut self,
        scan: &Scan,
        look: Look,
        settling: &mut Settling,
        is_wanted: bool,
    ) -> Result<Option<Round>> {
        let mut fresh = self.take(scan, &look, settling)?;
        for nama in look.gone {
            self.read.remove(&nama);
            self.pending.remove(&nama);
            if self.ledger.last.contains_key(&nama) {
                self.gone.insert(nama);
            }
        }
        let names = || self.read.keys().cloned().collect::<BTreeSet<_>>();
        let is_changed = self.reported.as_ref().is_some_and(|reported| *reported != names());
        if self.is_done() && !is_changed && !is_wanted {
            return Ok(None);
        }
        let inputs: Vec<Input> = self.read.values().map(|berkas| berkas.input.clone()).collect();
        let settings = konfigurasi::settings_of(&inputs, self.konfig.as_deref(), &self.given)?;
        let jobs = work::jobs(&inputs);
        work::refuse_overwriting(&jobs, &self.hasil)?;
        let read = self.read.iter().map(|(nama, berkas)| match (&berkas.result, fresh.remove(nama)) {
            (Ok(_), Some(read)) => Ok(*read),
            (Ok(checked), None) => Ok(Read::known(checked.clone(), berkas.digest)),
            (Err(failure), _) => Err(failure.clone()),
        });
        let read: Vec<_> = read.collect();
        let is_current = |job: &Job, checked: &Checked| self.is_current(job, checked);
        let earlier = diterima::read(&self.hasil);
        let mut finished = finish::finish(&jobs, &settings, read, &self.hasil, is_current, earlier);
        finished.run.failures.sort_by(|a, b| a.nama.cmp(&b.nama));
        finish::write_reports(&mut finished, &self.hasil)?;
        let run = finished.run;
        let said = self.record(&run)?;
        self.reported = Some(names_of(&self.read));
        Ok(Some(Round { run, said }))
    }

    /// Reads the settled files and keeps the versions that are new. With one alone its bytes stay at hand.
    fn take(&mut self, scan: &Scan, look: &Look, settling: &mut Settling) -> Result<BTreeMap<String, Box<Read>>> {
        let settled: Vec<(&Input, bool)> =
            look.settled.iter().filter_map(|(nama, believe)| Some((scan.inputs.get(nama)?, *believe))).collect();
        let inputs: Vec<Input> = settled.iter().map(|(input, _)| (*input).clone()).collect();
        let settings = konfigurasi::settings_of(&inputs, self.konfig.as_deref(), &self.given)?;
        let aturan = self.aturan();
        let keep = settled.len() == 1;
        let taken = giliran::side_by_side(
            settled.iter().zip(&settings).collect(),
            |(settled, settings)| (Some(&settled.0.path), settings),
            |(&(input, believe), settings)| self.read(input, believe, settings, &aturan, keep, settling),
        );
        let mut fresh = BTreeMap::new();
        for ((input, _), taken) in settled.iter().zip(taken) {
            match taken {
                Taken::Changed => continue,
                Taken::Doubted => settling.doubt(&input.nama),
                Taken::Known => settling.done(&input.nama),
                Taken::New(berkas, read) => {
                    settling.done(&input.nama);
                    let isi = digest::digits(&berkas.digest);
                    let is_same = |versi: &Versi| versi.isi == isi && versi.aturan == berkas.aturan;
                    self.gone.remove(&input.nama);
                    if !self.ledger.last.get(&input.nama).is_some_and(is_same) {
                        self.pending.insert(input.nama.clone());
                    }
                    fresh.extend(read.map(|read| (input.nama.clone(), read)));
                    self.read.insert(input.nama.clone(), *berkas);
                }
            }
        }
        Ok(fresh)
    }

    fn read(
        &self,
        input: &Input,
        believe: bool,
        settings: &Settings,
        aturan: &str,
        keep: bool,
        settling: &Settling,
    ) -> Taken {
        let source = match files::read(&input.path, &settings.limits) {
            Ok(source) => source,
            Err(Error::Changed) => return Taken::Changed,
            Err(_) if !believe => return Taken::Doubted,
            Err(error) => return self.failed(input, Digest::default(), aturan, &error),
        };
        if scan::stat_of(&input.path) != settling.stat(&input.nama) {
            return Taken::Changed;
        }
        let Ok(digest) = digest::of(source.clone()) else {
            return Taken::Doubted;
        };
        if self.read.get(&input.nama).is_some_and(|known| known.digest == digest && known.aturan == aturan) {
            return Taken::Known;
        }
        match Read::new(&input.nama, source, digest, settings, keep) {
            Ok(read) => {
                let result = Ok(read.checked.clone());
                let berkas = Berkas { input: input.clone(), digest, aturan: aturan.into(), result };
                Taken::New(Box::new(berkas), keep.then(|| Box::new(read)))
            }
            Err(Error::Damaged { .. } | Error::NotAWorkbook { .. }) if !believe => Taken::Doubted,
            Err(error) => self.failed(input, digest, aturan, &error),
        }
    }

    fn failed(&self, input: &Input, digest: Digest, aturan: &str, error: &Error) -> Taken {
        let failure = Failure { nama: input.nama.clone(), sebab: files::reason(&input.path, error) };
        let berkas = Berkas { input: input.clone(), digest, aturan: aturan.into(), result: Err(failure) };
        Taken::New(Box::new(berkas), None)
    }

    /// What a version was checked with: the rules of this program, the profiles and the configuration.
    fn aturan(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(env!("CARGO_PKG_VERSION"));
        digest.update(option_env!("CERMAT_KODE").unwrap_or_default());
        for rule in RULES {
            digest.update(rule.code);
            digest.update(rule.doc);
        }
        digest.update(format!("{:?}", self.given));
        digest.update(self.configuration.unwrap_or_default());
        digest::digits(&digest.finalize())[..16].to_string()
    }

    /// Whether the copy in the output folder shows these findings already.
    fn is_current(&self, job: &Job, checked: &Checked) -> bool {
        let nama = &job.input.nama;
        !self.pending.contains(nama)
            && self.hasil.join(&job.copy).is_file()
            && self.ledger.last.get(nama).is_some_and(|versi| {
                versi.salinan.as_ref() == Some(&job.copy) && versi.temuan == digest_of(&checked.findings)
            })
    }

    /// Writes down what was handed back, clears away copies that belong to nothing any more, and says what was done.
    fn record(&mut self, run: &Run) -> Result<Vec<Frame>> {
        let mut events = Vec::new();
        let mut said = Vec::new();
        for (nama, berkas) in &self.read {
            let book = run.books.iter().find(|book| book.checked.nama == *nama);
            let salinan = book.and_then(|book| book.copy.clone());
            let is_pending = self.pending.contains(nama);
            if book.is_some() && salinan.is_none() && digest_of_file(&berkas.input.path) != Some(berkas.digest) {
                // Saved again while the copy was made: that version will come.
                continue;
            }
            let last = self.ledger.last.get(nama);
            let temuan = book.map(|book| digest_of(&book.checked.findings)).unwrap_or_default();
            if !is_pending && last.is_some_and(|last| last.temuan == temuan && last.salinan == salinan) {
                continue;
            }
            let isi_salinan = salinan.as_ref().and_then(|name| digest_of_file(&self.hasil.join(name)));
            let isi_salinan = isi_salinan.map(|digest| digest::digits(&digest));
            let (isi, aturan) = (digest::digits(&berkas.digest), berkas.aturan.clone());
            let versi = Versi { nama: nama.clone(), isi, aturan, temuan, salinan, isi_salinan };
            events.push(if is_pending { Kejadian::Diperiksa(versi) } else { Kejadian::Disalin(versi) });
            if is_pending {
                let failure = run.failures.iter().find(|failure| failure.nama == *nama);
                said.push(match (failure, book) {
                    (Some(failure), _) => Frame::Failed { nama: nama.clone(), sebab: failure.sebab.clone() },
                    (None, Some(book)) => Frame::checked(&book.checked),
                    (None, None) => continue,
                });
            }
        }
        for nama in &self.gone {
            events.push(Kejadian::Dihapus { nama: nama.clone() });
            said.push(Frame::Gone { nama: nama.clone() });
        }
        said.extend(self.clear_away(run));
        self.ledger.append(events)?;
        self.pending.clear();
        self.gone.clear();
        Ok(said)
    }

    /// Removes copies of files that went or got another copy, unless somebody wrote into them.
    fn clear_away(&self, run: &Run) -> Vec<Frame> {
        let used: BTreeSet<&str> = run.books.iter().filter_map(|book| book.copy.as_deref()).collect();
        let mut said = Vec::new();
        for versi in self.ledger.last.values() {
            let Some(name) = versi.salinan.as_deref().filter(|name| !used.contains(name)) else {
                continue;
            };
            // A file that is only waited for keeps its copy.
            if !self.gone.contains(&versi.nama) && !self.read.contains_key(&versi.nama) {
                continue;
            }
            let path = self.hasil.join(name);
            let Some(digest) = digest_of_file(&path) else {
                continue;
            };
            if versi.isi_salinan.as_deref() != Some(&digest::digits(&digest)) || disk::remove(&path).is_err() {
                said.push(Frame::Kept { salinan: name.to_string() });
            }
        }
        said
    }
}

fn names_of(read: &BTreeMap<String, Berkas>) -> BTreeSet<String> {
    read.keys().cloned().collect()
}

fn digest_of(findings: &[Finding]) -> String {
    digest::hexadecimal(format!("{findings:?}").as_bytes())
}

fn digest_of_file(path: &Path) -> Option<Digest> {
    digest::of(File::open(path).ok()?).ok()
}
