//! `cargo xtask ci`: everything that must hold before a change lands. The same steps run on every machine.

use crate::steps::{Step, answers, cargo, program, run, run_steps};
use crate::{browser, steps};

const STEPS: &[Step] = &[
    Step { name: "fmt", run: || run(cargo(&["fmt", "--all", "--check"])) },
    // The desktop shell embeds the examples' registry when it is built.
    Step { name: "examples", run: || crate::examples::run(&[]).map_err(|error| error.to_string()) },
    Step { name: "clippy", run: || run(cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])) },
    Step { name: "deny", run: deny },
    Step { name: "types", run: types },
    Step { name: "ios", run: crate::ios::sources },
    Step { name: "test", run: || run(cargo(&["test", "--quiet", "--workspace", "--locked", "--no-fail-fast"])) },
    Step { name: "contract", run: || crate::contract::others(&[]) },
    Step { name: "browser", run: browser::tests },
];

/// Runs every step, or those that are named.
pub(crate) fn all(only: &[String]) -> Result<(), String> {
    run_steps(STEPS, only)
}

/// Advisories, bans and sources. The licences are also held by a test, so a machine without cargo-deny misses little.
fn deny() -> Result<(), String> {
    if !answers("cargo-deny", &["--version"]) {
        println!("left out: cargo-deny is not installed (licences are checked by the test `licences_are_allowed`)");
        return Ok(());
    }
    run(cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"]))
}

/// The JavaScript's types, from its JSDoc.
fn types() -> Result<(), String> {
    browser::packages()?;
    let tsc = steps::root().join("tests/browser/node_modules/typescript/bin/tsc");
    let tsc = tsc.to_string_lossy();
    for folder in ["view", "view/realm", "core/js", "desktop/phone"] {
        if steps::root().join(folder).join("tsconfig.json").exists() {
            println!("{folder}");
            run(program("node", "", &[&tsc, "-p", folder]))?;
        }
    }
    Ok(())
}
