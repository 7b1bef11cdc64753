//! `cargo xtask contract`: the contract vectors and the stress run from Python and Kotlin, against the library as a shell loads it. The
//! same vectors from Rust are a test of `banchan-bindings`, which also lays out the registry that is opened here.

use crate::steps::{answers, cargo, program, run, target};
use crate::{android_docs, android_jvm, android_tools, bindgen, steps};

/// Openings of the stress run unless another number is given.
const TIMES: &str = "500";

/// From every language. `arguments`: how often the stress run opens, and its seed.
pub(crate) fn all(arguments: &[String]) -> Result<(), String> {
    run(cargo(&["test", "--quiet", "--locked", "-p", "banchan-bindings", "--", "--nocapture"]))?;
    others(arguments)
}

/// From every language but Rust, where the tests ran before.
pub(crate) fn others(arguments: &[String]) -> Result<(), String> {
    bindgen::write(&[])?;
    if !answers("python3", &["--version"]) {
        return Err("python3 is not installed; ./x installs what is needed".into());
    }
    // Python finds the library beside the module.
    let beside = target().join("bindgen/python").join(bindgen::library().file_name().unwrap_or_default());
    std::fs::copy(bindgen::library(), &beside).map_err(|error| format!("{}: {error}", beside.display()))?;
    let (target, vectors) = (target(), steps::root().join("tests/contract/vectors"));
    let (target, vectors) = (target.to_string_lossy(), vectors.to_string_lossy());
    python(&["-B", "tests/contract/python/run.py", &target, &vectors])?;
    let (times, seed) = (arguments.first().map_or(TIMES, String::as_str), arguments.get(1).map_or("20260", String::as_str));
    python(&["-B", "tests/contract/python/stress.py", &target, times, seed])?;
    if cfg!(target_os = "macos") && !answers("java", &["-version"]) {
        println!("left out: the run from Kotlin, since java is not installed");
        return Ok(());
    }
    // With them what of the Android shell is free of Android: the same compiler, the same core.
    android_tools::kotlin()?;
    android_jvm::test()?;
    android_docs::test()
}

/// Runs it. What it says of errors is shown only when it fails: the generated module tells at length what is thrown on purpose.
fn python(arguments: &[&str]) -> Result<(), String> {
    let mut command = program("python3", "", arguments);
    let ended =
        command.stdout(std::process::Stdio::inherit()).output().map_err(|error| format!("python3 could not be started: {error}"))?;
    if ended.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&ended.stderr);
    let last: Vec<&str> = told.lines().rev().take(40).collect();
    Err(last.into_iter().rev().collect::<Vec<_>>().join("\n"))
}
