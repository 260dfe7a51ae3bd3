//! The order in which failing equations are explained: the strongest explanation first.
//!
//! An explanation is worked out once and again only when a correction comes near it, so that a
//! table with thousands of failures costs little more than its size.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::diagnose::{Candidate, explain, fails};
use super::network::Network;

/// Sums over more cells wait until the smaller equations are explained: they have a candidate in
/// each of their parts, and every correction of a part changes them all.
const WIDE: usize = 512;

/// The failing equations not explained yet.
#[derive(Debug, Default)]
pub struct Search {
    /// Those that failed from the start and still do, as far as known. One that a correction breaks is no
    /// failure of its own.
    open: BTreeSet<usize>,
    /// What explains an equation best.
    known: BTreeMap<usize, Candidate>,
    /// The equations of `known`, strongest first; ties go to the earliest.
    ranked: BTreeSet<(Reverse<i32>, usize)>,
    /// To be explained anew.
    stale: BTreeSet<usize>,
    /// The same, of wide sums.
    stale_wide: BTreeSet<usize>,
}

impl Search {
    /// All failing equations of a network.
    pub fn new(network: &Network) -> Self {
        let open = (0..network.equations.len()).into_par_iter().filter(|&id| fails(network, id).is_some());
        let open: Vec<usize> = open.collect();
        let mut search = Self { open: open.iter().copied().collect(), ..Self::default() };
        open.into_iter().for_each(|id| search.mark(network, id));
        search
    }

    /// The best explanation of all open equations.
    pub fn best(&mut self, network: &Network) -> Option<(usize, Candidate)> {
        loop {
            while let Some(id) = self.stale.pop_first() {
                self.learn(network, id);
            }
            let Some(&(Reverse(score), id)) = self.ranked.first() else {
                self.stale.append(&mut self.stale_wide);
                if self.stale.is_empty() {
                    return None;
                }
                continue;
            };
            // A correction further off may have weakened it.
            self.learn(network, id);
            if let Some(candidate) = self.known.get(&id).filter(|candidate| candidate.score == score) {
                return Some((id, candidate.clone()));
            }
        }
    }

    /// An equation is explained.
    pub fn close(&mut self, id: usize) {
        self.forget(id);
        self.open.remove(&id);
    }

    /// Some cells have other values now: equations they stand in, and those that share a cell with
    /// these, are looked at again.
    pub fn refresh(&mut self, network: &Network, cells: impl Iterator<Item = usize>) {
        let near: BTreeSet<u32> = cells.flat_map(|cell| network.equations_of(cell)).collect();
        for id in near.into_iter().map(|id| id as usize) {
            self.mark(network, id);
            let equation = &network.equations[id];
            if equation.operands().len() <= WIDE {
                let cells = equation.operands().chain([equation.target]);
                cells.flat_map(|cell| network.equations_of(cell)).for_each(|id| self.mark(network, id as usize));
            }
        }
    }

    fn mark(&mut self, network: &Network, id: usize) {
        if !self.open.contains(&id) {
            return;
        }
        if network.equations[id].operands().len() > WIDE {
            self.forget(id);
            self.stale_wide.insert(id);
        } else {
            self.stale.insert(id);
        }
    }

    fn learn(&mut self, network: &Network, id: usize) {
        self.forget(id);
        let Some(candidate) = explain(network, id) else {
            self.open.remove(&id);
            return;
        };
        self.ranked.insert((Reverse(candidate.score), id));
        self.known.insert(id, candidate);
    }

    fn forget(&mut self, id: usize) {
        self.stale_wide.remove(&id);
        if let Some(candidate) = self.known.remove(&id) {
            self.ranked.remove(&(Reverse(candidate.score), id));
        }
    }
}
