//! What the project does to itself, by name: `cargo xtask examples`.

mod examples;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("examples") => examples::run(arguments.get(1..).unwrap_or_default()).map_err(|error| error.to_string()),
        Some(other) => Err(format!("there is no task `{other}`. Tasks: examples")),
        None => Err("which task? Tasks: examples".to_string()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(told) => {
            eprintln!("{told}");
            ExitCode::FAILURE
        }
    }
}
