//! Resources, Kotlin, dex, APK: each from the files that Gradle would take. It must not know what the shell does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::android_docs;
use crate::android_tools::{class_path, java, libraries, out, resources as framework_resources, text, tool};
use crate::steps::{root, run, target};

/// The oldest Android that the shell runs on.
const OLDEST_API: &str = "28";
/// Packages that have a class `R`: the app's is the manifest's, the other is the library's.
const LIBRARY: &str = "dev.banchan.shell";
/// Memory of the Kotlin compiler.
const KOTLIN_HEAP: &str = "-Xmx2g";

pub(crate) fn told(path: &Path) -> impl Fn(std::io::Error) -> String {
    let path = path.display().to_string();
    move |error| format!("{path}: {error}")
}

/// An empty folder.
pub(crate) fn fresh(path: &Path) -> Result<(), String> {
    if path.exists() {
        fs::remove_dir_all(path).map_err(told(path))?;
    }
    fs::create_dir_all(path).map_err(told(path))
}

pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(told(path))
}

/// All files below a folder with one ending, in order.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|kind| kind == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn source(module: &str, name: &str) -> PathBuf {
    root().join("android").join(module).join("src/main").join(name)
}

/// Gradle merges manifests; here what the library's `application` holds goes into the app's.
fn merged_manifest() -> Result<PathBuf, String> {
    let app = read(&source("app", "AndroidManifest.xml"))?;
    let library = read(&source("banchan", "AndroidManifest.xml"))?;
    let (above, rest) = library.split_once("<application>").ok_or("the library's manifest has no plain <application>")?;
    let inside = rest.split_once("</application>").ok_or("the library's manifest does not end its <application>")?.0;
    let (_, permissions) = above
        .split_once("xmlns:android=\"http://schemas.android.com/apk/res/android\">")
        .ok_or("the library's manifest has no plain <manifest>")?;
    let name = app.split_once("package=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("dev.banchan.app", |(name, _)| name);
    let merged = app
        .replacen(
            "<manifest ",
            &format!("<manifest package=\"{name}\" android:versionCode=\"1\" android:versionName=\"{}\" ", env!("CARGO_PKG_VERSION")),
            1,
        )
        .replacen(
            "<application",
            &format!("<uses-sdk android:minSdkVersion=\"{OLDEST_API}\" android:targetSdkVersion=\"36\"/>{permissions}<application"),
            1,
        )
        .replacen("</application>", &format!("{inside}</application>"), 1)
        .replace("${applicationId}", name);
    let path = out("AndroidManifest.xml");
    fs::write(&path, merged).map_err(told(&path))?;
    Ok(path)
}

/// The examples' registry as the app's own, for both builds.
fn assets() -> Result<PathBuf, String> {
    let from = target().join("registry");
    if !from.join("index.json").exists() {
        return Err("the examples' registry is not made yet: cargo xtask examples".into());
    }
    let into = out("assets/registry");
    fresh(&into)?;
    for path in ["json", "pub", "png", "svg", "zip", "webp", "jpg"].iter().flat_map(|kind| files(&from, kind)) {
        let copy = into.join(path.strip_prefix(&from).unwrap_or(&path));
        let folder = copy.parent().unwrap_or(&into);
        fs::create_dir_all(folder).map_err(told(folder))?;
        fs::copy(&path, &copy).map_err(told(&path))?;
    }
    Ok(out("assets"))
}

/// Manifest and resources -> `linked.apk` and the sources of both `R`.
pub(crate) fn resources() -> Result<(), String> {
    let (folder, generated) = (out("resources"), out("generated"));
    fresh(&folder)?;
    fresh(&generated)?;
    let mut parts = Vec::new();
    for module in ["banchan", "app"] {
        let path = folder.join(format!("{module}.zip"));
        let mut compile = Command::new(tool("aapt2"));
        compile.arg("compile").arg("--dir").arg(source(module, "res")).arg("-o").arg(&path);
        run(compile)?;
        parts.push(path);
    }
    let assets = assets()?;
    let mut link = Command::new(tool("aapt2"));
    link.arg("link").arg("-A").arg(assets).arg("-I").arg(framework_resources()?).arg("--manifest").arg(merged_manifest()?);
    link.arg("--java").arg(&generated).args(["--extra-packages", LIBRARY, "--auto-add-overlay"]);
    // What the app says wins over the library.
    link.arg("-o").arg(out("linked.apk")).args(&parts);
    run(link)
}

pub(crate) fn kotlin(sources: &[PathBuf], class_path_parts: &[PathBuf], into: &Path, more: &[&str]) -> Result<(), String> {
    let names =
        ["kotlin-compiler", "kotlin-stdlib", "kotlin-script-runtime", "kotlin-reflect", "kotlinx-coroutines-core-jvm", "annotations-13.0"];
    let compiler: Vec<PathBuf> = names.iter().map(|name| tool(&format!("kotlin/lib/{name}.jar"))).collect();
    // One file with the arguments: there are too many sources for a command line on some systems.
    let list = into.with_extension("args");
    let mut arguments = vec![
        "-no-reflect".into(),
        "-no-stdlib".into(),
        "-Xwarning-level=DEPRECATION:disabled".into(),
        "-cp".into(),
        class_path(class_path_parts),
    ];
    // What of Java's own may be used; a machine that only runs Java has no list of it.
    if Path::new(&java_home()).join("lib/ct.sym").exists() {
        arguments.push("-Xjdk-release=8".into());
    }
    arguments.extend(more.iter().map(|word| (*word).to_string()));
    // Named after the folder, so that the parts can be put into one jar.
    arguments.extend(["-module-name".into(), into.file_name().map(text).unwrap_or_default()]);
    arguments.extend(["-d".into(), text(into)]);
    arguments.extend(sources.iter().map(text));
    fs::write(&list, arguments.join("\n")).map_err(told(&list))?;
    let mut command = java(&class_path(&compiler), "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", &[format!("@{}", text(&list))]);
    command.env("JAVA_TOOL_OPTIONS", KOTLIN_HEAP);
    run(command)
}

/// True when `stamp` is younger than all of these.
fn newest(stamp: &Path, sources: &[PathBuf]) -> bool {
    let at = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    at(stamp).is_some_and(|done| sources.iter().all(|source| at(source).is_some_and(|changed| changed < done)))
}

/// Compiles generated bindings once for each change of them: they are long.
pub(crate) fn compile_bindings() -> Result<(), String> {
    let (sources, classes, stamp) = (files(&target().join("bindgen/kotlin"), "kt"), out("classes/bindings"), out("classes/bindings.done"));
    if newest(&stamp, &sources) {
        return Ok(());
    }
    if sources.is_empty() {
        return Err("there is no Kotlin for the core yet: cargo xtask bindgen".into());
    }
    fresh(&classes)?;
    kotlin(&sources, &libraries(), &classes, &["-nowarn"])?;
    fs::write(&stamp, "").map_err(told(&stamp))
}

/// What is free of Android: part of the library, and what the JVM's tests run.
pub(crate) fn compile_pure() -> Result<(), String> {
    let mut parts = libraries();
    parts.push(out("classes/bindings"));
    let classes = out("classes/pure");
    fresh(&classes)?;
    kotlin(&files(&root().join("android/banchan/src/pure"), "kt"), &parts, &classes, &["-Werror"])
}

/// Tests for the JVM.
pub(crate) fn compile_tests() -> Result<PathBuf, String> {
    let mut parts = libraries();
    parts.extend([out("classes/bindings"), out("classes/pure")]);
    let classes = out("classes/tests");
    fresh(&classes)?;
    kotlin(&files(&root().join("android/banchan/src/test"), "kt"), &parts, &classes, &["-Werror"])?;
    Ok(classes)
}

/// Tests of the screens, against the same signatures as the shell and what runs them.
pub(crate) fn compile_screens(more: &[PathBuf]) -> Result<PathBuf, String> {
    let mut parts = vec![tool("android-newest.jar")];
    parts.extend(more.iter().cloned());
    parts.extend(libraries());
    parts.extend([out("classes/bindings"), out("classes/pure"), out("classes/shell")]);
    let classes = out("classes/screens");
    fresh(&classes)?;
    kotlin(&files(&root().join("android/app/src/screens"), "kt"), &parts, &classes, &[])?;
    Ok(classes)
}

/// The shell against the public signatures of the newest Android.
pub(crate) fn compile() -> Result<(), String> {
    compile_bindings()?;
    compile_pure()?;
    let classes = out("classes/shell");
    fresh(&classes)?;
    let mut javac = Command::new("javac");
    javac.args(["-nowarn", "--release", "8", "-Xlint:-options", "-d"]).arg(&classes).args(files(&out("generated"), "java"));
    run(javac)?;
    let mut sources = files(&source("banchan", "kotlin"), "kt");
    sources.extend(files(&source("app", "kotlin"), "kt"));
    // Android's come first: what it has of Java's own is what phones have.
    let mut parts = vec![tool("android-newest.jar")];
    parts.extend(libraries());
    parts.extend([out("classes/bindings"), out("classes/pure"), classes.clone()]);
    kotlin(&sources, &parts, &classes, &["-Werror"])?;
    println!("{} Kotlin files of the shell compiled against Android 36", sources.len());
    android_docs::compile(&parts)
}

fn ours() -> [PathBuf; 3] {
    [out("classes/bindings"), out("classes/pure"), out("classes/shell")]
}

fn d8(min_api: &str, inputs: &[PathBuf], into: &Path) -> Result<(), String> {
    let mut arguments = vec!["--release".into(), "--min-api".into(), min_api.into(), "--lib".into(), text(tool("android-newest.jar"))];
    // Java's own classes, which the signatures leave out.
    arguments.extend(["--lib".into(), std::env::var("JAVA_HOME").unwrap_or_else(|_| java_home())]);
    arguments.extend(["--output".into(), text(into)]);
    arguments.extend(inputs.iter().map(text));
    run(java(&text(tool("bundletool/bundletool.jar")), "com.android.tools.r8.D8", &arguments))
}

fn java_home() -> String {
    let told = Command::new("java").args(["-XshowSettings:properties", "-version"]).output();
    let told = told.map(|output| String::from_utf8_lossy(&output.stderr).into_owned()).unwrap_or_default();
    told.lines().find_map(|line| line.trim().strip_prefix("java.home = ")).unwrap_or_default().to_string()
}

/// Class files -> `classes.dex` (ours) and `classes2.dex` (libraries, dexed once).
pub(crate) fn dex() -> Result<(), String> {
    let libraries_dex = out("dex/libraries");
    if !libraries_dex.join("classes.dex").exists() {
        fresh(&libraries_dex)?;
        let mut plain = Vec::new();
        for library in libraries() {
            let path = libraries_dex.join(library.file_name().unwrap_or_default());
            run(java(&text(tool("classes")), "Plain", &[text(&library), text(&path)]))?;
            plain.push(path);
        }
        d8(OLDEST_API, &plain, &libraries_dex)?;
    }
    let ours_dex = out("dex/ours");
    fresh(&ours_dex)?;
    let classes: Vec<PathBuf> = ours().iter().flat_map(|folder| files(folder, "class")).collect();
    let jar = out("dex/ours.jar");
    let mut pack = Command::new("jar");
    pack.arg("--create").arg("--file").arg(&jar);
    for folder in ours() {
        pack.arg("-C").arg(folder).arg(".");
    }
    run(pack)?;
    d8(OLDEST_API, &[jar], &ours_dex)?;
    println!("{} classes of ours", classes.len());
    Ok(())
}

/// Everything of Android that is referred to exists on the oldest Android, or is asked for first.
pub(crate) fn references() -> Result<(), String> {
    let dexes = format!("{},{}", text(out("dex/ours/classes.dex")), text(out("dex/libraries/classes.dex")));
    let mut arguments = vec![text(tool("android-oldest.jar")), text(tool("android-newest.jar")), dexes];
    arguments.extend(ours().iter().map(text));
    arguments.extend(libraries().iter().map(text));
    run(java(&text(tool("classes")), "References", &arguments))
}

/// The key that the packages made here are signed with: made once, worth nothing.
fn key() -> Result<PathBuf, String> {
    let path = out("debug.p12");
    if !path.exists() {
        let mut keytool = Command::new("keytool");
        keytool.args([
            "-genkeypair",
            "-alias",
            "debug",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-validity",
            "10000",
            "-dname",
            "CN=Banchan debug",
        ]);
        keytool.args(["-storetype", "PKCS12", "-storepass", "android", "-keystore"]).arg(&path);
        run(keytool)?;
    }
    Ok(path)
}

/// The libraries in machine code: the core's where cargo-ndk made one, and JNA's own.
fn machine_code() -> Result<Vec<String>, String> {
    let folder = out("jna");
    if !folder.exists() {
        let mut unzip = Command::new("unzip");
        unzip.args(["-q", "-o"]).arg(tool("jna.aar")).args(["jni/arm64-v8a/*", "jni/x86_64/*", "-d"]).arg(&folder);
        run(unzip)?;
    }
    let mut found = Vec::new();
    for (base, below) in [(folder.join("jni"), "lib"), (out("native"), "lib")] {
        for path in files(&base, "so") {
            let name = path.strip_prefix(&base).map(text).unwrap_or_default();
            found.push(format!("{below}/{name}={}", text(&path)));
        }
    }
    Ok(found)
}

/// Dex, resources, libraries and the examples' registry -> a signed APK, read back.
pub(crate) fn package() -> Result<(), String> {
    let mut arguments = vec![text(out("linked.apk")), text(out("banchan.apk")), text(key()?), "android".into(), OLDEST_API.into()];
    arguments.push(format!("classes.dex={}", text(out("dex/ours/classes.dex"))));
    arguments.push(format!("classes2.dex={}", text(out("dex/libraries/classes.dex"))));
    arguments.extend(machine_code()?);
    run(java(&class_path(&[tool("classes"), tool("bundletool/bundletool.jar")]), "Apk", &arguments))
}

/// What a person wants to know of the APK: its name, permissions and what is in it.
pub(crate) fn report() -> Result<(), String> {
    let output = Command::new(tool("aapt2"))
        .args(["dump", "badging"])
        .arg(out("banchan.apk"))
        .output()
        .map_err(|error| format!("aapt2: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let wanted = [
        "package:",
        "minSdkVersion:",
        "sdkVersion:",
        "targetSdkVersion:",
        "uses-permission:",
        "application-label:",
        "launchable-activity:",
        "native-code:",
    ];
    for line in told.lines().filter(|line| wanted.iter().any(|start| line.starts_with(start))) {
        println!("{line}");
    }
    let bytes = fs::metadata(out("banchan.apk")).map_err(told_of_apk)?.len();
    println!("{}: {:.1} MB", text(out("banchan.apk")), bytes as f64 / 1e6);
    if files(&out("native"), "so").is_empty() {
        println!(
            "without the core's library: that needs Android's NDK (gradle :app:assembleDebug in android); so this APK shows itself, and opens nothing"
        );
    }
    Ok(())
}

fn told_of_apk(error: std::io::Error) -> String {
    format!("the APK: {error}")
}
