//! `cargo xtask shell`: the desktop shell with the examples in its registry.

use crate::examples;
use crate::steps::{cargo, run};

/// Makes the examples ready and starts the shell; `arguments` go to it.
pub(crate) fn start(arguments: &[String]) -> Result<(), String> {
    // Without a network the gallery's packages may be missing: the shell starts with the other examples.
    if let Err(told) = examples::run(&[]) {
        eprintln!("{told}");
        examples::run(&["--offline".to_owned()]).map_err(|error| error.to_string())?;
    }
    println!("building the shell (the first time takes some minutes)");
    let mut all = vec!["run", "--quiet", "--locked", "--bin", "banchan", "--"];
    all.extend(arguments.iter().map(String::as_str));
    run(cargo(&all))
}
