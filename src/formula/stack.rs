//! A thread with a large stack for work on formulas.
//!
//! Parsing, writing and calculating a formula recurse as deep as it nests, and `a+b+c+…` over 8,192
//! characters nests to the left four thousand deep. The threads that check workbooks side by side
//! have two megabytes each.

use std::panic::resume_unwind;
use std::thread::{Builder, scope};

/// Bytes of stack; the system gives only what is used.
pub const BYTES: usize = 256 * 1024 * 1024;

/// Runs work on a thread with a large stack; `None` when the system gives no such thread.
pub fn with_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    scope(|scope| {
        let thread = Builder::new().name("rumus".into()).stack_size(BYTES).spawn_scoped(scope, work).ok()?;
        Some(thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}
