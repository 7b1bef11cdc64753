//! The program `banchan`. Everything is in the library, so that tests can call it.

use std::process::ExitCode;

fn main() -> ExitCode {
    banchan::cli::run(std::env::args_os())
}
