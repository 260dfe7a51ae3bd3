//! When a file counts as saved: unchanged for a while, as seen by looking again and again. No events, no disk, no
//! clock of its own: the same for local folders, network shares and restarts.

use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime};

/// What the file system tells of a file without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// Length in bytes.
    pub len: u64,
    /// When its content was changed last.
    pub modified: Option<SystemTime>,
    /// What tells it from a file that took its place: inode and its change time, or the time of creation.
    pub identity: (u64, i128),
}

/// A file as it was seen.
#[derive(Debug)]
struct Seen {
    stat: Stat,
    since: Instant,
    step: Step,
    missing_since: Option<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Not yet unchanged for long enough.
    Moving,
    /// Unchanged, but what was read is no whole workbook: perhaps a copy that stands still.
    Doubted,
    /// Read in this state.
    Done,
}

/// What a look at the folder gave.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Files to read now; `true` when even one that seems half written is to be believed.
    pub settled: Vec<(String, bool)>,
    /// Files that are gone for good.
    pub gone: Vec<String>,
}

/// All files of a folder.
#[derive(Debug)]
pub struct Settling {
    quiet: Duration,
    files: BTreeMap<String, Seen>,
}

/// A file that seems half written is waited for this many times longer.
const PATIENCE: u32 = 10;

impl Settling {
    /// Files count as saved after being unchanged for `quiet`.
    pub fn new(quiet: Duration) -> Self {
        Self { quiet, files: BTreeMap::new() }
    }

    /// Takes in what stands in the folder now. When the folder could not be read wholly (`is_complete` is false)
    /// nothing counts as gone.
    pub fn look(&mut self, now: Instant, found: &[(String, Stat)], is_complete: bool) -> Look {
        let mut look = Look::default();
        for (nama, stat) in found {
            let new = || Seen { stat: *stat, since: now, step: Step::Moving, missing_since: None };
            let seen = self.files.entry(nama.clone()).or_insert_with(new);
            if seen.stat != *stat {
                *seen = new();
            }
            seen.missing_since = None;
            if seen.due(self.quiet).is_some_and(|due| due <= now) {
                look.settled.push((nama.clone(), seen.step == Step::Doubted));
            }
        }
        if !is_complete {
            self.files.values_mut().for_each(|seen| seen.missing_since = None);
        } else {
            let there: std::collections::HashSet<&str> = found.iter().map(|(nama, _)| nama.as_str()).collect();
            for (nama, seen) in self.files.iter_mut().filter(|(nama, _)| !there.contains(nama.as_str())) {
                // Some programs delete the old file before they put the new one in its place.
                let since = *seen.missing_since.get_or_insert(now);
                if since + self.quiet <= now {
                    look.gone.push(nama.clone());
                }
            }
            self.files.retain(|nama, _| !look.gone.contains(nama));
        }
        look
    }

    /// A file that was there when the last run ended: gone, if it does not show.
    pub fn expect(&mut self, nama: &str) {
        let stat = Stat { len: u64::MAX, modified: None, identity: (0, 0) };
        let seen = Seen { stat, since: Instant::now(), step: Step::Done, missing_since: None };
        self.files.entry(nama.to_string()).or_insert(seen);
    }

    /// The state a settled file was seen in.
    pub fn stat(&self, nama: &str) -> Option<Stat> {
        self.files.get(nama).map(|seen| seen.stat)
    }

    /// The file was read in the state it was seen in.
    pub fn done(&mut self, nama: &str) {
        self.step(nama, Step::Done);
    }

    /// What was read is no whole workbook.
    pub fn doubt(&mut self, nama: &str) {
        self.step(nama, Step::Doubted);
    }

    fn step(&mut self, nama: &str, step: Step) {
        if let Some(seen) = self.files.get_mut(nama) {
            seen.step = step;
        }
    }

    /// All files are to be read once more, though they did not change.
    pub fn again(&mut self) {
        self.files.values_mut().for_each(|seen| seen.step = Step::Moving);
    }

    /// When the next look can give something without any change in the folder.
    pub fn next(&self) -> Option<Instant> {
        let missing = |seen: &Seen| seen.missing_since.map(|since| since + self.quiet);
        self.files.values().filter_map(|seen| missing(seen).or(seen.due(self.quiet))).min()
    }

    /// Whether nothing is being waited for once the files of this look are read.
    pub fn is_still_after(&self, look: &Look) -> bool {
        let is_waited = |(nama, seen): (&String, &Seen)| {
            seen.missing_since.is_some()
                || seen.due(self.quiet).is_some() && !look.settled.iter().any(|(settled, _)| settled == nama)
        };
        !self.files.iter().any(is_waited)
    }

    /// Whether nothing is being waited for.
    pub fn is_still(&self) -> bool {
        self.next().is_none()
    }
}

impl Seen {
    fn due(&self, quiet: Duration) -> Option<Instant> {
        match self.step {
            Step::Moving => Some(self.since + quiet),
            Step::Doubted => Some(self.since + quiet * PATIENCE),
            Step::Done => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Duration = Duration::from_secs(1);
    const NOTHING: [bool; 0] = [];

    fn file(len: u64) -> Vec<(String, Stat)> {
        vec![("DPA.xlsx".into(), Stat { len, modified: None, identity: (1, 0) })]
    }

    fn settled(look: Look) -> Vec<bool> {
        look.settled.into_iter().map(|(_, is_believed)| is_believed).collect()
    }

    #[test]
    fn a_file_is_read_once_it_stands_still() {
        let (start, mut files) = (Instant::now(), Settling::new(QUIET));
        let at = |tenths: u32| start + QUIET * tenths / 10;
        assert_eq!(settled(files.look(at(0), &file(10), true)), NOTHING);
        assert_eq!(settled(files.look(at(9), &file(20), true)), NOTHING);
        assert_eq!(settled(files.look(at(18), &file(20), true)), NOTHING);
        assert_eq!(files.next(), Some(at(19)));
        assert_eq!(settled(files.look(at(19), &file(20), true)), [false]);
        files.done("DPA.xlsx");
        assert_eq!(settled(files.look(at(90), &file(20), true)), NOTHING);
        assert!(files.is_still());
        files.again();
        assert_eq!(settled(files.look(at(91), &file(20), true)), [false]);
    }

    #[test]
    fn one_that_seems_half_written_gets_time() {
        let (start, mut files) = (Instant::now(), Settling::new(QUIET));
        files.look(start, &file(10), true);
        assert_eq!(settled(files.look(start + QUIET, &file(10), true)), [false]);
        files.doubt("DPA.xlsx");
        assert_eq!(settled(files.look(start + QUIET * 9, &file(10), true)), NOTHING);
        assert_eq!(settled(files.look(start + QUIET * 10, &file(10), true)), [true]);
    }

    #[test]
    fn a_file_is_gone_when_it_stays_away() {
        let (start, mut files) = (Instant::now(), Settling::new(QUIET));
        files.look(start, &file(10), true);
        files.done("DPA.xlsx");
        assert_eq!(files.look(start + QUIET, &[], true).gone, Vec::<String>::new());
        files.look(start + QUIET, &file(10), true);
        assert_eq!(files.look(start + QUIET * 5, &[], false), Look::default());
        assert!(files.is_still(), "a share that is away is not looked at all the time");
        assert_eq!(files.look(start + QUIET * 5, &[], true), Look::default());
        assert_eq!(files.look(start + QUIET * 6, &[], true).gone, ["DPA.xlsx"]);
        assert!(files.is_still());
    }
}
