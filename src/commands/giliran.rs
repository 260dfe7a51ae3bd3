//! Workbooks side by side, as many as the memory that is allowed holds at once.
//!
//! They go in groups, one after the other: a workbook that waited for memory inside a thread could wait for one that is
//! finished only by the same thread.

use std::fs::File;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::files::{self, Input};
use super::progress;
use crate::error::Result;
use crate::pipeline::{self, Checked, Settings};
use crate::xlsx::{self, Source};

/// Works on all items side by side; `of` tells the file that an item's work reads, if any, and its settings. Results come
/// in their order.
pub fn side_by_side<'a, T: Send, R: Send>(
    items: Vec<T>,
    of: impl Fn(&T) -> (Option<&'a Path>, &'a Settings),
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let most = items.iter().map(|item| of(item).1.limits.memory).min().unwrap_or(0);
    let needs: Vec<u64> = match items.len() {
        0 | 1 => vec![0; items.len()],
        _ => items.iter().map(|item| of(item).0.map_or(0, need).min(most)).collect(),
    };
    let mut left = items.into_iter();
    let mut results = Vec::with_capacity(needs.len());
    for group in groups(&needs, most, rayon::current_num_threads()) {
        let group: Vec<T> = left.by_ref().take(group.len()).collect();
        results.extend(group.into_par_iter().map(&work).collect::<Vec<R>>());
    }
    results
}

/// Each workbook checked with its own settings, for commands that keep nothing else of it.
pub fn checked(inputs: &[Input], settings: &[Settings]) -> Vec<Result<Checked>> {
    let bar = progress(inputs.len(), false);
    let results = side_by_side(
        inputs.iter().zip(settings).collect(),
        |(input, settings)| (Some(&input.path), settings),
        |(input, settings)| {
            let source = files::read(&input.path, &settings.limits)?;
            let book = pipeline::open_within(&input.nama, &source, &settings.limits)?;
            let checked = pipeline::check(book, settings).map(|(_, checked)| checked);
            bar.inc(1);
            checked
        },
    );
    bar.finish_and_clear();
    results
}

/// What a workbook takes, as far as its directory tells; nothing for one that can't be opened, whose reader says why.
fn need(path: &Path) -> u64 {
    File::open(path).map_or(0, |file| xlsx::need(&Source::file(file)))
}

/// Neighbours of which any that are worked on at once stay below the most.
fn groups(needs: &[u64], most: u64, threads: usize) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let (mut start, mut largest) = (0, Vec::new());
    for (at, need) in needs.iter().enumerate() {
        let mut with = largest.clone();
        with.push(*need);
        with.sort_unstable_by(|a, b| b.cmp(a));
        with.truncate(threads.max(1));
        if at > start && with.iter().fold(0, |sum: u64, need| sum.saturating_add(*need)) > most {
            groups.push(start..at);
            (start, largest) = (at, vec![*need]);
        } else {
            largest = with;
        }
    }
    if start < needs.len() {
        groups.push(start..needs.len());
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_at_work_at_once_stay_below_the_most() {
        assert!(groups(&[10; 100], 20, 2).into_iter().eq(std::iter::once(0..100)));
        assert_eq!(groups(&[10; 4], 19, 2), [0..1, 1..2, 2..3, 3..4]);
        assert_eq!(groups(&[1, 1, 90, 1, 20, 5], 100, 2), [0..4, 4..6]);
        assert_eq!(groups(&[500, 1], 100, 4), [0..1, 1..2]);
        assert_eq!(groups(&[], 100, 2), Vec::<Range<usize>>::new());
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let mut settings = Settings::default();
        settings.limits.memory = 1;
        let done = side_by_side((0..50).collect(), |_| (Some(Path::new("tidak ada")), &settings), |item: u32| item * 2);
        assert!(done.into_iter().eq((0..50).map(|item| item * 2)));
    }
}
