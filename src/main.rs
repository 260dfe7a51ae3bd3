//! The `cermat` program: arguments in, exit status out.

#![forbid(unsafe_code)]

use std::process::ExitCode;

#[cfg(all(feature = "jemalloc", target_os = "linux"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    cermat::commands::run(std::env::args_os())
}
