//! The `cermat` program: arguments in, exit status out.

use std::process::ExitCode;

fn main() -> ExitCode {
    cermat::commands::run(std::env::args_os())
}
