//! `cargo xtask android`: the Android shell compiled, checked, packaged and signed on a machine without Android's SDK, and
//! what is free of Android run on the JVM. Gradle in `android` builds the same sources where there is an SDK.

use crate::android_tools as tools;
use crate::steps::{Step, run_steps};
use crate::{android_build as build, android_docs as documents, android_jvm as jvm, android_screens as screens};

const STEPS: &[Step] = &[
    // With `bindings` and `jvm` what `cargo xtask contract` does.
    Step { name: "kotlin", run: tools::kotlin },
    Step { name: "tools", run: tools::fetch },
    Step { name: "bindings", run: jvm::bindings },
    Step { name: "resources", run: build::resources },
    Step { name: "compile", run: build::compile },
    Step { name: "dex", run: build::dex },
    Step { name: "references", run: build::references },
    Step { name: "package", run: build::package },
    Step { name: "report", run: build::report },
    Step { name: "jvm", run: jvm::test },
];

/// Only when they are named: what fetches much, and what `compile` does more thoroughly.
const NAMED: &[Step] = &[Step { name: "screens", run: screens::test }, Step { name: "documents", run: documents::test }];

/// Runs every step, or those that are named; they follow one another, and each needs the ones before it.
pub(crate) fn all(only: &[String]) -> Result<(), String> {
    if only.iter().any(|name| NAMED.iter().any(|step| step.name == name)) {
        return run_steps(NAMED, only);
    }
    run_steps(STEPS, only)
}
