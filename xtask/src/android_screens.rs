//! The Android screens on a JVM, as Robolectric runs Android's own classes, with the real core behind them. A step of its own,
//! since it fetches some 350 MB; pictures of the screens are left in `target/android/pictures`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::android_build::{compile_screens, fresh};
use crate::android_tools::{artifact, class_path, java, libraries, maven_home, out, resources, text};
use crate::steps::{root, run, target};

/// Android 14, the newest that Robolectric runs on Java 17.
const ANDROID: &str = "org.robolectric:android-all-instrumented:14-robolectric-10818077-i7";
const TESTS: &str = "dev.banchan.app.ScreensTestKt";

/// Robolectric and what it needs, as Maven finds it; the classes of archives for Android are unpacked.
fn robolectric() -> Result<Vec<PathBuf>, String> {
    let list = out("screens.classpath");
    if !list.exists() {
        let mut command = Command::new("mvn");
        command.args(["-q", "-B", "-f"]).arg(root().join("android/tools/screens.xml")).arg("dependency:build-classpath");
        command.arg(format!("-Dmaven.repo.local={}", text(maven_home()))).arg(format!("-Dmdep.outputFile={}", text(&list)));
        run(command)?;
    }
    let told = fs::read_to_string(&list).map_err(|error| format!("{}: {error}", list.display()))?;
    told.trim().split(':').map(PathBuf::from).map(unpacked).collect()
}

fn unpacked(path: PathBuf) -> Result<PathBuf, String> {
    if path.extension().is_none_or(|kind| kind != "aar") {
        return Ok(path);
    }
    let into = out("aar").join(path.file_stem().unwrap_or_default());
    let classes = into.join("classes.jar");
    if !classes.exists() {
        fs::create_dir_all(&into).map_err(|error| format!("{}: {error}", into.display()))?;
        let mut unzip = Command::new("unzip");
        unzip.args(["-q", "-o"]).arg(&path).args(["classes.jar", "-d"]).arg(&into);
        run(unzip)?;
    }
    Ok(classes)
}

/// Where Robolectric finds resources and manifest.
fn config() -> Result<PathBuf, String> {
    let folder = out("screens.config");
    let file = folder.join("com/android/tools/test_config.properties");
    fs::create_dir_all(file.parent().unwrap_or(&folder)).map_err(|error| format!("{}: {error}", file.display()))?;
    let lines = [
        format!("android_resource_apk={}", text(out("linked.apk"))),
        format!("android_merged_manifest={}", text(out("AndroidManifest.xml"))),
        format!("android_merged_assets={}", text(out("assets"))),
        "android_custom_package=dev.banchan.app".into(),
    ];
    fs::write(&file, lines.join("\n")).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(folder)
}

/// Compiles and runs the tests of the screens; they print how many there were.
pub(crate) fn test() -> Result<(), String> {
    let mut parts = robolectric()?;
    let pictures = out("pictures");
    fresh(&pictures)?;
    let classes = compile_screens(&parts)?;
    parts.extend(libraries());
    parts.extend([out("classes/bindings"), out("classes/pure"), out("classes/shell"), classes, config()?]);
    // Android as it is, for what is looked at outside of the emulated one: annotations of the tests.
    parts.push(resources()?);
    let android = artifact(ANDROID, "jar")?;
    let folder = android.parent().map(text).unwrap_or_default();
    let mut command = java(&class_path(&parts), TESTS, &[]);
    let options = [
        "-Drobolectric.offline=true".to_string(),
        format!("-Drobolectric.dependency.dir={folder}"),
        format!("-Djna.library.path={}", text(target().join("debug"))),
        format!("-Dbanchan.pictures={}", text(&pictures)),
    ];
    command.env("JAVA_TOOL_OPTIONS", options.join(" "));
    run(command)
}
