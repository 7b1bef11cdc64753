//! What the project does to itself, by name: `cargo xtask ci`. `./x` at the root installs what these tasks need; they install nothing.

mod bench;
mod bench_open;
mod browser;
mod ci;
mod examples;
mod shell;
mod steps;

use std::process::ExitCode;

/// Name, what it is for, and what it runs.
type Task = (&'static str, &'static str, fn(&[String]) -> Result<(), String>);

const TASKS: &[Task] = &[
    ("bench", "our logic and tree beside glass-easel in the same QuickJS; ratios only mean something with --release", |_| {
        bench::run().map_err(|error| error.to_string())
    }),
    ("bench-open", "from the text of a code to the first screen, beside an empty engine; only means something with --release", |_| {
        bench_open::run()
    }),
    ("ci", "every check and test, or only the named ones: cargo xtask ci clippy browser", ci::all),
    ("examples", "the examples' registry and codes to print, below target; --offline: without the gallery's packages", |arguments| {
        examples::run(arguments).map_err(|error| error.to_string())
    }),
    ("shell", "the examples made ready, then the desktop shell; arguments go to it", shell::start),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map(String::as_str).unwrap_or_default();
    let done = match TASKS.iter().find(|(task, ..)| *task == name) {
        Some((_, _, run)) => run(arguments.get(1..).unwrap_or_default()),
        None => {
            let list: Vec<String> = TASKS.iter().map(|(task, help, _)| format!("  {task:<10}{help}")).collect();
            Err(format!("there is no task `{name}`. Tasks:\n{}", list.join("\n")))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(told) => {
            eprintln!("{told}");
            ExitCode::FAILURE
        }
    }
}
