//! The part of the Android shell that is free of Android, on the JVM, against the real core.

use crate::android_build::{compile_bindings, compile_pure, compile_tests};
use crate::android_tools::{class_path, java, libraries, out, system_jna, text};
use crate::steps::{root, run, target};

/// The name of the class with the tests' `main`.
const TESTS: &str = "dev.banchan.shell.TestsKt";

/// The core as a library, and its Kotlin.
pub(crate) fn bindings() -> Result<(), String> {
    crate::bindgen::write(&[])
}

/// Compiles and runs the tests; they print how many there were.
pub(crate) fn test() -> Result<(), String> {
    compile_bindings()?;
    compile_pure()?;
    let mut parts = libraries();
    parts.extend([out("classes/bindings"), out("classes/pure"), compile_tests()?]);
    let mut command = java(
        &class_path(&parts),
        TESTS,
        &[text(target().join("registry")), text(root().join("tests/contract")), text(target().join("contract"))],
    );
    command.env("JAVA_TOOL_OPTIONS", format!("-Djna.library.path={} {}", text(target().join("debug")), system_jna()));
    run(command)
}
