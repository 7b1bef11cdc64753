//! `cargo xtask shell`: the desktop shell with the examples in its registry.

use crate::steps::{cargo, run, target};

/// Makes the examples ready and starts the shell; `arguments` go to it.
pub(crate) fn run_shell(arguments: &[String]) -> Result<(), String> {
    println!("building the shell (the first time takes some minutes)");
    let mut all = vec!["run", "--quiet", "--locked", "--package", "banchan", "--"];
    all.extend(arguments.iter().map(String::as_str));
    let mut command = cargo(&all);
    command.env("BANCHAN_REGISTRY", target().join("registry"));
    run(command)
}
