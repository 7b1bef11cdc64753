//! An install killed at any moment: a child process installs version after version until it is killed, again and again.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use banchan_formats::bundle::{Files, Limits, SafePath};
use banchan_formats::code::AppId;

use super::*;
use crate::host::SystemClock;

const ROUNDS: u64 = 25;
const FOLDER: &str = "BANCHAN_TEST_KILL_FOLDER";

/// A registry in memory.
struct Shelf(BTreeMap<String, Vec<u8>>);

impl RegistrySource for Shelf {
    fn read(&self, path: &SafePath, _limit: u64) -> Result<Vec<u8>, SourceError> {
        let missing = || SourceError { path: path.to_string(), reason: "not there".into() };
        self.0.get(path.as_str()).cloned().ok_or_else(missing)
    }
}

fn key() -> SecretKey {
    SecretKey::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap()
}

/// One signed release, made once: each version is the same bundle under another number, so that the child does little but install.
fn release() -> Published {
    let mut state = 1_u64;
    // Large enough that writing takes a moment, and incompressible, so that it stays so.
    let noise = (0..200_000).map(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    });
    let info = br#"{"id":"kill-me"}"#.to_vec();
    let entries = [("app.json", br#"{"pages":["a"]}"#.to_vec()), ("banchan.json", info), ("noise.bin", noise.collect())];
    let files = Files::from_entries(entries.map(|(name, bytes)| (name.to_owned(), bytes)), &Limits::default()).unwrap();
    publish(&files, &key()).unwrap()
}

fn registry(published: &Published, version: u64) -> Registry {
    let mut published = published.clone();
    let mut release: Release = serde_json::from_str(&published.envelope.body).unwrap();
    release.app.version = version;
    published.envelope = key().seal("release", serde_json::to_string(&release).unwrap());
    let files = index("kill", version, &[published], &key()).unwrap();
    Registry::open(Arc::new(Shelf(files.into_iter().collect())), &[key().public()]).unwrap()
}

fn store(folder: &std::path::Path) -> Store {
    Store::open(&Folders::under(folder), Arc::new(SystemClock)).unwrap()
}

/// Runs only in the child process; otherwise it has nothing to do.
#[test]
fn child_that_installs_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let app = AppId::parse("kill-me").unwrap();
    let folder = std::path::Path::new(&folder);
    let published = release();
    let store = store(folder);
    let first = store.open_installed(&app).map_or(1, |bundle| bundle.version() + 1);
    for version in first.. {
        store.add_registry(registry(&published, version)).unwrap();
        store.install(&app).unwrap();
        std::fs::write(folder.join("running"), []).unwrap();
    }
}

#[test]
fn install_killed_at_any_moment_leaves_a_bundle_that_opens() {
    let folder = tempfile::tempdir().unwrap();
    let app = AppId::parse("kill-me").unwrap();
    let mut seen = 0;
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::kill_tests::child_that_installs_until_it_is_killed"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let running = folder.path().join("running");
        while !running.exists() {
            assert!(child.try_wait().unwrap().is_none(), "the child ended by itself");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(round * 1_237 % 30_000));
        child.kill().unwrap();
        child.wait().unwrap();
        std::fs::remove_file(&running).unwrap();
        match store(folder.path()).open_installed(&app) {
            Ok(bundle) => {
                assert!(bundle.version() >= seen, "a version that was there is gone");
                assert!(bundle.files().prove().is_ok());
                seen = bundle.version();
            }
            Err(error) => panic!("round {round}: {error}"),
        }
    }
    assert!(seen >= ROUNDS, "every child installed at least once before it was killed");
    println!("{seen} installs, {ROUNDS} kills, every one left a bundle that opens");
}
