//! The Kotlin in `docs/integrate.md`, compiled as an integrator would. Where there are Android's signatures, against the whole shell
//! (`cargo xtask android compile`); everywhere else (`cargo xtask contract`) against the core's own Kotlin, the declarations of
//! `Shell.kt` as they stand there, and stand-ins for the few classes of Android that the blocks name. It must not run anything.

use std::fs;
use std::path::PathBuf;

use crate::android_build::{compile_bindings, fresh, kotlin, read, told};
use crate::android_tools::{libraries, out};
use crate::steps::root;

/// The classes of Android that the blocks name: where, and with what. The same blocks are compiled against Android's own signatures.
const STAND_INS: &[(&str, &str)] = &[
    ("android/os/Bundle", "public final class Bundle {}"),
    (
        "android/content/Context",
        "public abstract class Context { public android.content.res.AssetManager getAssets() { return null; } public String getPackageName() { return null; } }",
    ),
    (
        "android/content/res/AssetManager",
        "public final class AssetManager { public java.io.InputStream open(String name) throws java.io.IOException { return null; } }",
    ),
    (
        "android/app/Activity",
        "public class Activity extends android.content.Context { protected void onCreate(android.os.Bundle state) {} public final Application getApplication() { return null; } }",
    ),
    (
        "android/app/Application",
        "public class Application extends android.content.Context { public void onCreate() {} public static String getProcessName() { return null; } }",
    ),
];

/// The blocks, each in a file of its own.
fn blocks() -> Result<(String, Vec<PathBuf>), String> {
    let document = root().join("docs/integrate.md");
    let text = read(&document)?;
    let folder = out("docs");
    fresh(&folder)?;
    let mut sources = Vec::new();
    for block in text.split("```kotlin\n").skip(1) {
        let path = folder.join(format!("{}.kt", sources.len() + 1));
        fs::write(&path, block.split("```").next().unwrap_or_default()).map_err(told(&path))?;
        sources.push(path);
    }
    if sources.is_empty() { Err(format!("{} has no block of Kotlin", document.display())) } else { Ok((text, sources)) }
}

/// Against the whole shell, whose classes are among `parts`.
pub(crate) fn compile(parts: &[PathBuf]) -> Result<(), String> {
    let (_, sources) = blocks()?;
    let classes = out("classes/docs");
    fresh(&classes)?;
    kotlin(&sources, parts, &classes, &["-Werror"])?;
    println!("{} blocks of Kotlin in docs/integrate.md compiled", sources.len());
    Ok(())
}

/// Against what is known without Android.
pub(crate) fn test() -> Result<(), String> {
    compile_bindings()?;
    let (text, mut sources) = blocks()?;
    let shell = root().join("android/banchan/src/main/kotlin/dev/banchan/shell/Shell.kt");
    let path = out("docs/Shell.kt");
    fs::write(&path, declarations(&read(&shell)?, &text)?).map_err(told(&path))?;
    let count = sources.len();
    sources.push(path);
    for (name, class) in STAND_INS {
        let path = out("docs").join(format!("{name}.java"));
        let (folder, _) = name.rsplit_once('/').unwrap_or(("", name));
        fs::create_dir_all(path.parent().unwrap_or(&path)).map_err(told(&path))?;
        fs::write(&path, format!("package {};\n{class}\n", folder.replace('/', "."))).map_err(told(&path))?;
        sources.push(path);
    }
    let mut parts = libraries();
    parts.push(out("classes/bindings"));
    let classes = out("classes/docs");
    fresh(&classes)?;
    kotlin(&sources, &parts, &classes, &["-Werror"])
        .map_err(|why| format!("{why}\nIf a block names more of Android now: xtask/src/android_docs.rs has stand-ins for it"))?;
    println!("{count} blocks of Kotlin in docs/integrate.md compiled against the shell's declarations");
    Ok(())
}

/// `ShellConfig` as it stands in the shell's source, and of `Shell` the public functions that a document names, without their bodies.
fn declarations(shell: &str, document: &str) -> Result<String, String> {
    let config = shell
        .split_once("\nclass ShellConfig(")
        .and_then(|(_, rest)| rest.split_once("\n)\n"))
        .map(|(inside, _)| format!("class ShellConfig({inside}\n)\n"))
        .ok_or("Shell.kt has no plain `class ShellConfig`: see xtask/src/android_docs.rs")?;
    let (instance, companion) =
        shell.split_once("    companion object {").ok_or("`Shell` has no companion: see xtask/src/android_docs.rs")?;
    let functions = |text: &str, indent: &str| -> String {
        let lines = text.lines().filter_map(|line| line.strip_prefix(indent)?.strip_prefix("fun "));
        lines.filter(|rest| rest.split_once('(').is_some_and(|(name, _)| named(document, name))).map(signature).collect()
    };
    Ok(format!(
        "package dev.banchan.shell\n\nimport android.app.Application\nimport android.content.Context\nimport dev.banchan.core.*\n\n{config}\nclass Shell private constructor() {{\n{}companion object {{\n{}}}\n}}\n",
        functions(instance, "    "),
        functions(companion, "        "),
    ))
}

fn named(document: &str, function: &str) -> bool {
    ["shell.", "Shell."].iter().any(|owner| document.contains(&format!("{owner}{function}(")))
}

/// A function without its body, from what follows `fun `. Where its type is not written, nobody may use what it gives.
fn signature(function: &str) -> String {
    let mut depth = 0;
    let end = function.find(|letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        letter == ')' && depth == 0
    });
    let (declared, rest) = function.split_at(end.map_or(function.len(), |at| at + 1));
    let kind = if rest.starts_with(':') { rest.split(['=', '{']).next().unwrap_or_default().trim_end() } else { ": Any?" };
    format!("fun {declared}{kind} = TODO()\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_names_of_the_shell_is_declared_as_it_stands_there() {
        let shell = "import x\n\nclass ShellConfig(\n    val user: String = \"default\",\n)\n\nclass Shell private constructor() {\n    /** Opens. */\n    fun open(id: String, visit: Boolean = false) = show(id)\n    fun hidden(own: Own) = 1\n    private fun secret() = 2\n    companion object {\n        fun start(config: ShellConfig): Shell {\n        }\n    }\n}\n";
        let declared = declarations(shell, "Shell.start(ShellConfig())\nshell.open(\"a\")").unwrap();
        for line in [
            "    val user: String = \"default\",",
            "fun open(id: String, visit: Boolean = false): Any? = TODO()",
            "fun start(config: ShellConfig): Shell = TODO()",
        ] {
            assert!(declared.lines().any(|found| found == line), "{line} is not in {declared}");
        }
        assert!(!declared.contains("hidden") && !declared.contains("secret"), "{declared}");
        assert!(declarations("class Shell", "").is_err());
    }
}
