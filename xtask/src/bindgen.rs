//! `cargo xtask bindgen`: Kotlin, Swift and Python for the library, below `target/bindgen`. None of it is kept in the
//! repository: it is long, and follows from the sources.

use std::path::PathBuf;

use crate::steps::{cargo, program, root, run, target};

/// Where the library is built on this machine.
pub(crate) fn library() -> PathBuf {
    built(&format!("{}banchan_ffi{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX))
}

fn built(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

/// Builds the library and writes all three languages.
pub(crate) fn write(_arguments: &[String]) -> Result<(), String> {
    // With the features of the whole workspace, as the tests are built: otherwise every dependency is built twice.
    run(cargo(&["build", "--quiet", "--locked", "--workspace", "--lib", "--bin", "banchan-bindgen"]))?;
    let generator = built(&format!("banchan-bindgen{}", std::env::consts::EXE_SUFFIX)).to_string_lossy().into_owned();
    let [library, folder, out] =
        [library(), root().join("bindings"), target().join("bindgen")].map(|path| path.to_string_lossy().into_owned());
    run(program(&generator, "", &[&library, &folder, &out]))?;
    println!("{out}: kotlin, swift, python");
    Ok(())
}
