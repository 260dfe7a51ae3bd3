//! What is usual among many: the value most of them have.

use std::collections::HashMap;
use std::hash::Hash;

/// The most frequent value with its count; of equals the one met first.
pub fn usual<T: Eq + Hash>(values: impl IntoIterator<Item = T>) -> Option<(T, usize)> {
    let mut counts: HashMap<T, (usize, usize)> = HashMap::new();
    for (at, value) in values.into_iter().enumerate() {
        counts.entry(value).or_insert((0, at)).0 += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)));
    most.map(|(value, (count, _))| (value, count))
}
