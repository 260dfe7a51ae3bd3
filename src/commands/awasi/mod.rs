//! `cermat awasi`: watches a folder and hands back every saved version of its workbooks once.
//!
//! Events are only a hint to look now; what is true is what a look at the folder shows ([`scan`]), and a file counts
//! as saved when it stands still ([`settle`]). So local folders, network shares, lost events and restarts are one case.

mod folder;
mod ledger;
mod lock;
mod scan;
mod settle;
mod share;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::{RecursiveMode, Watcher as _};

use self::folder::{Folder, Round};
use self::ledger::Ledger;
use self::settle::Settling;
use super::files::HASIL;
use super::{Outcome, complain, files, konfigurasi, print, profiles, write};
use crate::bahasa::{Bahasa, Pesan};
use crate::cli::Awasi;
use crate::error::{Error, Result};
use crate::outputs::frame::Frame;
use crate::pipeline::Settings;

/// Why the watcher looks again before its time.
enum Wake {
    /// Something happened in the folder.
    Changed,
    /// The user, or the system, ends it.
    Stop,
}

/// How often and how patiently to look.
struct Pace {
    /// From one look to the next when nothing is heard.
    poll: Duration,
    /// How long a file must stand still.
    quiet: Duration,
    /// Whether the system's events are of use.
    events: bool,
}

/// Watches until it is ended, or once.
pub fn run(asked: &Awasi, bahasa: Bahasa) -> Result<Outcome> {
    let (dir, hasil) = folders(asked)?;
    let lock = match lock::take(&hasil)? {
        Ok(lock) => lock,
        Err(owner) => {
            complain(&Frame::Busy { owner: owner.nama, age: owner.age }.text(bahasa));
            return Ok(Outcome::Failed);
        }
    };
    write::tidy(&hasil);
    let say = |frame: &Frame| {
        if !asked.diam {
            print(&frame.text(bahasa));
        }
    };
    let (sender, wakes) = mpsc::channel();
    end_on_ctrl_c(sender.clone());
    let mut pace = pace(asked, &dir, &say);
    let settings = Settings { profiles: profiles(asked.umum.profil.as_deref())?, ..Settings::default() };
    let settings = konfigurasi::told(&asked.kecuali, settings)?;
    let folder = Folder::new(hasil.clone(), settings, asked.konfig.clone(), Ledger::open(&hasil)?);
    let watcher = if pace.events { watcher(&dir, &hasil, sender, &say) } else { None };
    if pace.events && watcher.is_none() {
        pace.poll = pace.poll.min(POLL);
    }
    say(&Frame::Watching { dir: files::shown(&dir), hasil: files::shown(&hasil), is_once: asked.sekali });

    let mut watch = Watch::new(asked, bahasa, (&dir, &hasil), folder, pace.quiet);
    watch.lock = Some(lock);
    loop {
        let is_well = watch.look(&say);
        if asked.sekali && (!is_well || watch.is_over()) {
            return Ok(if is_well { watch.outcome } else { Outcome::Failed });
        }
        let due = watch.settling.next().filter(|_| is_well).map(|due| due.saturating_duration_since(Instant::now()));
        if let Wake::Stop = wait(&wakes, due.map_or(pace.poll, |due| due.min(pace.poll))) {
            say(&Frame::Stopped);
            return Ok(Outcome::Clean);
        }
        watch.lock.iter().for_each(lock::Lock::refresh);
    }
}

/// One run of the watcher: what it looks at, and what it has told of it.
struct Watch<'a> {
    asked: &'a Awasi,
    bahasa: Bahasa,
    dir: &'a Path,
    hasil: &'a Path,
    folder: Folder,
    settling: Settling,
    /// What the last report came to.
    outcome: Outcome,
    /// The report that a single run gives in any case was given.
    is_reported: bool,
    /// The trouble told last, while it lasts.
    trouble: Option<Pesan>,
    /// The lock of the output folder, while it is held.
    lock: Option<lock::Lock>,
}

impl<'a> Watch<'a> {
    fn new(
        asked: &'a Awasi,
        bahasa: Bahasa,
        (dir, hasil): (&'a Path, &'a Path),
        folder: Folder,
        quiet: Duration,
    ) -> Self {
        let mut settling = Settling::new(quiet);
        folder.ledger.last.keys().for_each(|nama| settling.expect(nama));
        let (outcome, is_reported) = (Outcome::Clean, !asked.sekali);
        Self { asked, bahasa, dir, hasil, folder, settling, outcome, is_reported, trouble: None, lock: None }
    }

    /// Looks at the folder, hands back what settled and tells of it; whether that went well.
    fn look(&mut self, say: &impl Fn(&Frame)) -> bool {
        if let Err(error) = self.hold() {
            self.complain_once(error.pesan());
            return false;
        }
        let scan = scan::scan(self.dir, self.hasil);
        if self.folder.is_reconfigured(&scan) {
            self.settling.again();
        }
        let look = self.settling.look(Instant::now(), &scan.stats, scan.is_complete);
        // Once means a report and a status even if nothing changed, when all is read.
        let is_last = !self.is_reported && self.settling.is_still_after(&look);
        match self.folder.round(&scan, look, &mut self.settling, is_last) {
            Ok(round) => {
                self.trouble = None;
                if let Some(Round { run, said }) = round {
                    self.is_reported |= is_last;
                    self.outcome = Outcome::of(&run, self.asked.ambang.tingkat);
                    tell(&said, &run.notes, say);
                    say(&Frame::summary(&run, &files::shown(self.hasil)));
                }
                true
            }
            Err(error) => {
                self.complain_once(error.pesan());
                false
            }
        }
    }

    /// Makes an output folder that was removed anew; all is handed back once more.
    fn hold(&mut self) -> Result<()> {
        // With the watched folder away, as a share is at times, nothing was removed.
        if self.lock.is_some() && self.hasil.is_dir() || !self.dir.is_dir() {
            return Ok(());
        }
        self.lock = None;
        write::prepare(self.hasil)?;
        let lock = lock::take(self.hasil)?;
        self.folder.begin_again()?;
        self.settling.again();
        let held = || Error::refused("folder hasil dipakai pengawasan lain", "another watcher uses the output folder");
        self.lock = Some(lock.map_err(|_| held())?);
        Ok(())
    }

    /// The same trouble is told once, however often it is tried again.
    fn complain_once(&mut self, detail: Pesan) {
        if self.trouble.as_ref() != Some(&detail) {
            complain(&Frame::Trouble { detail: detail.clone() }.text(self.bahasa));
        }
        self.trouble = Some(detail);
    }

    /// A single run has given its report and waits for nothing.
    fn is_over(&self) -> bool {
        self.is_reported && self.settling.is_still() && self.folder.is_done()
    }
}

/// The watched folder and the one for outputs, which is made.
fn folders(asked: &Awasi) -> Result<(PathBuf, PathBuf)> {
    let absolute = |path: &Path| std::path::absolute(path).map_err(|source| Error::io(path, source));
    let dir = absolute(&asked.dir)?;
    let kind = std::fs::metadata(&dir).map_err(|source| Error::io(&asked.dir, source))?;
    if !kind.is_dir() {
        return Err(Error::config(
            &asked.dir,
            "bukan folder; yang diawasi harus folder",
            "not a folder; only folders are watched",
        ));
    }
    let hasil = asked.hasil.as_deref().map_or_else(|| Ok(dir.join(HASIL)), absolute)?;
    write::prepare(&hasil)?;
    Ok((dir, hasil))
}

/// Looks at a local folder from time to time, in case an event was lost.
const POLL: Duration = Duration::from_secs(2);
/// Looks at a share, where nothing else tells of changes.
const POLL_SHARE: Duration = Duration::from_secs(15);
/// Standing still, on a local disk.
const QUIET: Duration = Duration::from_millis(1500);
/// Standing still, on a share: others write there more slowly.
const QUIET_SHARE: Duration = Duration::from_secs(5);

fn pace(asked: &Awasi, dir: &Path, say: &impl Fn(&Frame)) -> Pace {
    let is_remote = share::is_remote(dir);
    let poll = asked.jajak.unwrap_or(if is_remote { POLL_SHARE } else { POLL });
    let quiet = asked.tenang.unwrap_or(if is_remote { QUIET_SHARE } else { QUIET });
    let events = !asked.sekali && !is_remote && asked.jajak.is_none();
    if is_remote && !asked.sekali {
        say(&Frame::Share { poll });
    } else if asked.jajak.is_some() && !asked.sekali {
        say(&Frame::Polling { poll });
    }
    Pace { poll, quiet, events }
}

/// The system's events; without them the folder is looked at from time to time, which is said.
fn watcher(
    dir: &Path,
    hasil: &Path,
    sender: Sender<Wake>,
    say: &impl Fn(&Frame),
) -> Option<notify::RecommendedWatcher> {
    let own = hasil.to_path_buf();
    let is_hint = move |event: notify::Result<notify::Event>| match event {
        Ok(event) => {
            let is_own = !event.paths.is_empty() && event.paths.iter().all(|path| path.starts_with(&own));
            event.need_rescan() || !event.kind.is_access() && !is_own
        }
        Err(_) => true,
    };
    let watcher = notify::recommended_watcher(move |event| {
        if is_hint(event) {
            // The receiver is gone only when the program ends.
            let _ = sender.send(Wake::Changed);
        }
    });
    let watched = watcher.and_then(|mut watcher| watcher.watch(dir, RecursiveMode::Recursive).map(|()| watcher));
    watched.map_err(|error| say(&Frame::NoEvents { detail: error.to_string(), poll: POLL })).ok()
}

/// The first Ctrl-C ends after the round at work, the second at once; outputs are whole either way.
fn end_on_ctrl_c(sender: Sender<Wake>) {
    let handled = ctrlc::set_handler(move || {
        static AGAIN: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
        if AGAIN.swap(true, std::sync::atomic::Ordering::SeqCst) || sender.send(Wake::Stop).is_err() {
            std::process::exit(130);
        }
    });
    // Without a handler the system ends the program, as it does with any other.
    drop(handled);
}

/// Files dropped together come with many events: they are taken as one.
const TOGETHER: Duration = Duration::from_millis(80);

fn wait(wakes: &Receiver<Wake>, longest: Duration) -> Wake {
    match wakes.recv_timeout(longest) {
        Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stop,
        Err(RecvTimeoutError::Timeout) => return Wake::Changed,
        Ok(Wake::Changed) => std::thread::sleep(TOGETHER),
    }
    if wakes.try_iter().any(|wake| matches!(wake, Wake::Stop)) { Wake::Stop } else { Wake::Changed }
}

/// Files named at most after one change.
const NAMED: usize = 20;

fn tell(said: &[Frame], notes: &[Pesan], say: &impl Fn(&Frame)) {
    said.iter().take(NAMED).for_each(say);
    if said.len() > NAMED {
        say(&Frame::More { count: said.len() - NAMED });
    }
    notes.iter().for_each(|note| say(&Frame::Note { note: note.clone() }));
}
