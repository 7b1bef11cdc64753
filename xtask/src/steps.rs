//! Runs other programs with a headline and a time. It knows no task.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The folder that cargo builds into.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// `cargo`, the one that runs this, at the root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// A program at the root or in a folder below it.
pub(crate) fn program(name: &str, folder: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(root().join(folder));
    command
}

/// Runs a command to its end; its output goes where ours goes.
pub(crate) fn run(mut command: Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let told = || {
        let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
        let file = Path::new(&name).file_name().map_or_else(|| name.clone(), |file| file.to_string_lossy().into_owned());
        format!("{file} {}", arguments.join(" "))
    };
    let line = told();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed ({status})")),
        Err(error) => Err(format!("`{line}` could not be started: {error}. ./x installs what is needed")),
    }
}

/// True when a program answers to `--version`.
pub(crate) fn answers(name: &str, arguments: &[&str]) -> bool {
    Command::new(name).args(arguments).output().is_ok_and(|output| output.status.success())
}

/// One named piece of a task.
pub(crate) struct Step {
    /// What it is called on the command line.
    pub(crate) name: &'static str,
    /// What it does.
    pub(crate) run: fn() -> Result<(), String>,
}

/// Runs steps in order with their times; stops at the first that fails, since later ones would only repeat it.
pub(crate) fn run_steps(steps: &[Step], only: &[String]) -> Result<(), String> {
    if let Some(unknown) = only.iter().find(|name| !steps.iter().any(|step| step.name == name.as_str())) {
        let names: Vec<_> = steps.iter().map(|step| step.name).collect();
        return Err(format!("there is no step `{unknown}`. Steps: {}", names.join(", ")));
    }
    let mut times = Vec::new();
    for step in steps.iter().filter(|step| only.is_empty() || only.iter().any(|name| name == step.name)) {
        println!("\n==> {}", step.name);
        let start = Instant::now();
        (step.run)().map_err(|told| format!("\n{}: {told}", step.name))?;
        times.push(format!("{} {} s", step.name, start.elapsed().as_secs()));
    }
    println!("\nall done: {}", times.join(", "));
    Ok(())
}
