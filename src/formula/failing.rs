//! A calculation by an engine of others that panics on some formulas: they are found by halving, and left out.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Formulas that are left out before the whole calculation is given up.
const MOST_FAILING: usize = 3;

/// Calculates, and again without each formula the engine panics on. `calculate` is told what to leave out; `None` when
/// it panics all the same, or would be called more than `most_calls` times.
pub(super) fn without_failing<T>(
    shapes: impl Fn() -> Vec<usize>,
    most_calls: usize,
    calculate: impl Fn(&HashSet<usize>) -> T,
) -> Option<T> {
    let mut calls = 0;
    let mut attempt = |left_out: &HashSet<usize>| {
        calls += 1;
        (calls <= most_calls).then(|| catch_unwind(AssertUnwindSafe(|| calculate(left_out))).ok())
    };
    let mut left_out = HashSet::new();
    loop {
        if let Some(done) = attempt(&left_out)? {
            return Some(done);
        }
        if left_out.len() == MOST_FAILING {
            return None;
        }
        let shapes = shapes();
        let mut fails = |count: usize| {
            let others = shapes[count..].iter().chain(&left_out).copied().collect();
            attempt(&others).map(|done| done.is_none())
        };
        left_out.insert(shapes[first_failing(shapes.len(), &mut fails)?]);
    }
}

/// The place of the first formula that fails together with those before it; all of them together do.
fn first_failing(count: usize, fails: &mut impl FnMut(usize) -> Option<bool>) -> Option<usize> {
    let (mut good, mut bad) = (0, count);
    if count == 0 || fails(0)? {
        return None;
    }
    while bad - good > 1 {
        let middle = good + (bad - good) / 2;
        if fails(middle)? {
            bad = middle;
        } else {
            good = middle;
        }
    }
    Some(good)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is calculated of `count` formulas when the engine panics on some of them.
    fn calculated(count: usize, failing: &[usize], most_calls: usize) -> Option<usize> {
        let shapes: Vec<usize> = (0..count).collect();
        without_failing(
            || shapes.clone(),
            most_calls,
            |left_out| {
                assert!(failing.iter().all(|shape| left_out.contains(shape)), "a formula the engine panics on");
                count - left_out.len()
            },
        )
    }

    #[test]
    fn only_the_failing_formulas_are_left_out() {
        assert_eq!(calculated(100, &[], 1), Some(100));
        for failing in [[0, 1, 2], [0, 50, 99], [97, 98, 99]] {
            assert_eq!(calculated(100, &failing, 1_000), Some(97), "{failing:?}");
        }
        assert_eq!(calculated(1, &[0], 1_000), Some(0));
    }

    #[test]
    fn a_calculation_that_fails_too_often_is_given_up() {
        assert_eq!(calculated(100, &[1, 2, 3, 4], 1_000), None);
        assert_eq!(calculated(100, &[200], 1_000), None, "it fails without any formula");
        assert_eq!(calculated(100, &[50], 5), None);
        assert_eq!(calculated(0, &[0], 1_000), None);
    }
}
