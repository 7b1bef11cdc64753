//! `banchan pack DIR...`: source folders -> a signed registry folder. The key is made when there is none, and is the
//! publisher's own: it must not be put into a repository or into the registry.

use std::path::{Path, PathBuf};

use banchan_core::host::SystemRandom;
use banchan_core::store::{self, Published, SecretKey};
use clap::Args;
use serde_json::{Value, json};

use super::out::{self, Failure, Verdict, finding_line};
use super::progress::Progress;
use crate::folder::Folder;

#[derive(Args, Debug)]
pub(super) struct PackArguments {
    /// Source folders of mini-programs, each with app.json and banchan.json
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Folder of the registry
    #[arg(long, value_name = "FOLDER", default_value = "registry")]
    to: PathBuf,
    /// File with the key that signs; made when it is not there
    #[arg(long, value_name = "FILE", default_value = "banchan.key")]
    key: PathBuf,
    /// Name of the registry
    #[arg(long, default_value = "registry")]
    name: String,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &PackArguments) -> Result<Verdict, Failure> {
    let progress = Progress::begin("Packing");
    let key = key(&arguments.key)?;
    let mut packed = Vec::new();
    for (at, path) in arguments.folders.iter().enumerate() {
        progress.step(format!("Packing {} ({} of {})", path.display(), at + 1, arguments.folders.len()));
        let folder = Folder::read(path).map_err(Failure::new)?;
        folder.notes.iter().for_each(|note| eprintln!("{}: {note}", path.display()));
        if let Some((_, found)) = folder.found.first() {
            let told = finding_line(found, &folder.shown(&found.path));
            return Err(Failure::new(format_args!(
                "{}: {told}. A bundle carries compiled styles, so this has to be mended first",
                path.display()
            )));
        }
        let published = store::publish(&folder.files, &key).map_err(|error| Failure::new(format_args!("{}: {error}", path.display())))?;
        packed.push((path, folder.files.len(), published));
    }
    let serial = next_serial(&arguments.to, &key)?;
    let published: Vec<Published> = packed.iter().map(|(.., published)| published.clone()).collect();
    store::write_folder(&arguments.to, &arguments.name, serial, &published, &key).map_err(Failure::new)?;
    drop(progress);
    let bytes = |published: &Published| published.files.first().map_or(0, |(_, bytes)| bytes.len());
    let named = |published: &Published| published.files.first().map_or_else(String::new, |(name, _)| name.clone());
    if arguments.json {
        let apps: Vec<Value> = packed
            .iter()
            .map(|(path, files, published)| json!({ "path": path.display().to_string(), "bundle": named(published), "files": files, "bytes": bytes(published) }))
            .collect();
        out::json(
            &json!({ "registry": arguments.to.display().to_string(), "serial": serial, "key": key.public().to_string(), "apps": apps }),
        );
    } else {
        for (path, files, published) in &packed {
            out::line(format_args!("{}: {files} files, {} bytes as {}", path.display(), bytes(published), named(published)));
        }
        out::line(format_args!("{} is signed, edition {serial}. Its key: {}", arguments.to.display(), key.public()));
    }
    Ok(Verdict::Yes)
}

/// The key in a file, or a new one that is written there for its owner only.
fn key(path: &Path) -> Result<SecretKey, Failure> {
    let failed = |what: &str, error: &dyn std::fmt::Display| Failure::new(format_args!("the key {} {what}: {error}", path.display()));
    match std::fs::read_to_string(path) {
        Ok(text) => SecretKey::parse(&text).map_err(|error| failed("can't be used", &error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = SecretKey::generate(&SystemRandom).map_err(|error| failed("could not be made", &error))?;
            write_private(path, &key.to_text()).map_err(|error| failed("could not be written", &error))?;
            eprintln!("A new key was written to {}. Keep it, and keep it to yourself: it signs every later edition.", path.display());
            Ok(key)
        }
        Err(error) => Err(failed("can't be read", &error)),
    }
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    writeln!(options.open(path)?, "{text}")
}

/// One more than the edition that lies there, so that nobody takes the new one for an old one.
fn next_serial(registry: &Path, key: &SecretKey) -> Result<u64, Failure> {
    let index = registry.join("index.json");
    if !index.is_file() {
        return Ok(1);
    }
    let source = std::sync::Arc::new(store::FolderSource::new(registry));
    let before = store::Registry::open(source, &[key.public()]).map_err(|error| {
        Failure::new(format_args!(
            "{} holds a registry that this key did not sign ({error}). Choose another folder with --to, or its key with --key",
            registry.display()
        ))
    })?;
    Ok(before.serial() + 1)
}
