//! What the project does to itself, by name: `cargo xtask ci`. `./x` at the root installs what these tasks need; they install nothing.

mod android;
mod android_build;
mod android_docs;
mod android_jvm;
mod android_screens;
mod android_tools;
mod bench;
mod bench_open;
mod bench_view;
mod bindgen;
mod browser;
mod ci;
mod contract;
mod demo;
mod examples;
mod ios;
mod ios_mac;
mod library_check;
mod shell;
mod size;
mod steps;

use std::process::ExitCode;

/// Name, what it is for, and what it runs.
type Task = (&'static str, &'static str, fn(&[String]) -> Result<(), String>);

const TASKS: &[Task] = &[
    (
        "android",
        "the Android shell without Android's SDK: compiled, checked, packaged, its free part run on the JVM; or only the named steps",
        android::all,
    ),
    (
        "bench",
        "our logic and tree beside glass-easel in the same QuickJS; ratios only mean something with --release; profile OPERATION TIMES: only ours",
        |arguments| bench::run(arguments).map_err(|error| error.to_string()),
    ),
    ("bench-open", "from the text of a code to the first screen, beside an empty engine; only means something with --release", |_| {
        bench_open::run()
    }),
    (
        "bench-view",
        "ours with its view in Chromium, beside glass-easel and a page written by hand; only means something with --release",
        |_| bench_view::run(),
    ),
    ("bindgen", "Kotlin, Swift and Python for the library, below target/bindgen", bindgen::write),
    ("ci", "every check and test, or only the named ones: cargo xtask ci clippy browser", ci::all),
    ("contract", "the bindings' contract from Rust, Python and Kotlin, and a stress run; TIMES SEED", contract::all),
    ("demo", "a program folder, such as WeChat's own demo: every page opened, every handler fired; --json, --write COMMIT", demo::run),
    ("examples", "the examples' registry and codes to print, below target; --offline: without the gallery's packages", |arguments| {
        examples::run(arguments).map_err(|error| error.to_string())
    }),
    (
        "ios",
        "the iOS shell as far as this machine can: bindings, header, sources, swift; on a Mac framework and app; toolchain: Debian's Swift",
        ios::all,
    ),
    (
        "library-check",
        "what the component libraries, and WeChat's demo, name that is not here, beside docs/library-check.md; DEMO --write COMMIT",
        library_check::run,
    ),
    ("size", "what the library weighs in a phone's app, and which crates weigh most; builds for minutes", size::measure),
    ("shell", "the examples made ready, then the desktop shell; arguments go to it", shell::start),
    ("twins", "lists what stands in both phones' shells, Kotlin and Swift, and why", |_| {
        steps::run(steps::cargo(&["test", "--quiet", "-p", "banchan-tests", "--test", "phones", "--", "--nocapture", "in_both"]))
    }),
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
