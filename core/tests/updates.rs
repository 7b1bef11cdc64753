//! `getUpdateManager` against real registries, a folder and a web server on this machine: a newer version is installed behind a
//! running one and taken when the program says so; what is older, broken or out of reach changes nothing.

mod common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use banchan_core::host::{EndReason, PageId, SystemRandom};
use banchan_core::net::HttpSource;
use banchan_core::store::{FolderSource, Registry, RegistrySource, SecretKey, publish, write_folder};
use banchan_core::superapp::{Opened, scene};
use banchan_formats::bundle::Files;
use banchan_formats::code::{AppId, OpenTarget};
use common::server::{answer, server};
use common::{Bench, Told, files};

const ID: &str = "tea.example";

struct World {
    folder: tempfile::TempDir,
    registry: SecretKey,
    publisher: SecretKey,
}

impl World {
    fn new() -> Self {
        let key = || SecretKey::generate(&SystemRandom).unwrap();
        Self { folder: tempfile::tempdir().unwrap(), registry: key(), publisher: key() }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("registry")
    }

    /// Publishes a version, signed by whoever holds the registry's key.
    fn publish(&self, serial: u64, version: u64) {
        self.publish_as(&self.registry, serial, version);
    }

    fn publish_as(&self, key: &SecretKey, serial: u64, version: u64) {
        let app = publish(&program(version), &self.publisher).unwrap();
        write_folder(&self.root(), "test", serial, &[app], key).unwrap();
    }

    fn bench(&self, source: impl RegistrySource + 'static) -> Bench {
        Bench::with_registries(vec![Registry::open(Arc::new(source), &[self.registry.public()]).unwrap()])
    }
}

/// A program that tells its version and what it hears of updates; a tap on "apply" takes one, a tap on "listen" listens late.
fn program(version: u64) -> Files {
    let info = serde_json::json!({ "id": ID, "version": version, "names": { "en": "Tea" } }).to_string();
    files(&[
        ("banchan.json", &info),
        ("app.json", r#"{"pages":["p/a"]}"#),
        (
            "app.js",
            "const updates = wx.getUpdateManager(), say = (...x) => console.log('> ' + x.join(' '));
             updates.onCheckForUpdate((r) => say('has update', r.hasUpdate)); updates.onUpdateReady(() => say('ready')); updates.onUpdateFailed(() => say('failed'));
             App({ onLaunch() { say('version', wx.getAccountInfoSync().miniProgram.version); } });",
        ),
        ("p/a.wxml", "<view bindtap=\"apply\">apply</view><view bindtap=\"late\">listen</view>"),
        (
            "p/a.js",
            "Page({ apply() { wx.getUpdateManager().applyUpdate(); console.log('> asked'); },
                    late() { wx.getUpdateManager().onUpdateReady(() => console.log('> heard late')); wx.getUpdateManager().onUpdateReady(3); } })",
        ),
    ])
}

fn open(bench: &Bench) -> (Opened, PageId, usize) {
    let from = bench.shell.told().len();
    let target = OpenTarget { app_id: AppId::parse(ID).unwrap(), path: None, query: String::new() };
    let opened = bench.app.open(&target, scene::LIST).unwrap();
    let (page, _) = bench.shell.wait(from, "a page", |told| match told {
        Told::Create(page) if page.slot == opened.slot => Some(page.page),
        _ => None,
    });
    bench.ready(page);
    (opened, page, from)
}

/// An older version runs, a newer one is published: the program hears of it and starts again as that.
fn is_updated(world: &World, bench: &Bench) {
    world.publish(2, 2);
    let (opened, page, at) = open(bench);
    let at = bench.console(at, "> version 1");
    let at = bench.console(at, "> has update true");
    let at = bench.console(at, "> ready");
    bench.tap(page, "listen");
    let at = bench.console(at, "> heard late");
    bench.tap(page, "apply");
    let at = bench.console(at, "> asked");
    assert_eq!(bench.ended(opened.slot), EndReason::Updated);
    let (_, _, after) = open(bench);
    assert!(after >= at);
    let at = bench.console(after, "> version 2");
    bench.console(at, "> has update false");
}

fn web(root: &Path) -> String {
    let root = root.to_owned();
    let (url, _) = server(move |path, stream, _| match std::fs::read(root.join(path.trim_start_matches("/r/"))) {
        Ok(bytes) if path.starts_with("/r/") => answer(stream, "200 OK", &bytes),
        _ if path.starts_with("/moved/") => {
            answer(stream, &format!("302 Found\r\nLocation: /r/{}", path.trim_start_matches("/moved/")), b"")
        }
        _ => answer(stream, "404 Not Found", b""),
    });
    url
}

#[test]
fn a_newer_version_in_a_folder_is_installed_behind_and_taken_when_the_program_says_so() {
    let world = World::new();
    world.publish(1, 1);
    let bench = world.bench(FolderSource::new(world.root()));
    is_updated(&world, &bench);
}

#[test]
fn a_newer_version_on_a_web_server_is_installed_behind_and_taken_when_the_program_says_so() {
    let world = World::new();
    world.publish(1, 1);
    let url = web(&world.root());
    let bench = Bench::new();
    let source = HttpSource::new(&format!("{url}/moved"), true, bench.app.runtime().clone()).unwrap();
    bench.app.add_registry(Registry::open(Arc::new(source), &[world.registry.public()]).unwrap()).unwrap();
    is_updated(&world, &bench);
}

#[test]
fn an_address_of_a_registry_is_encrypted_and_public() {
    let bench = Bench::new();
    let runtime = bench.app.runtime().clone();
    for bad in ["http://example.com/r", "https://10.0.0.1/r", "http://127.0.0.1:1/", "https://localhost/r", "ftp://example.com", "r"] {
        assert!(HttpSource::new(bad, false, runtime.clone()).is_err(), "{bad}");
    }
    assert!(HttpSource::new("https://example.com/r", false, runtime).is_ok());
}

#[test]
fn an_older_version_or_edition_is_no_update() {
    let world = World::new();
    world.publish(5, 5);
    let bench = world.bench(FolderSource::new(world.root()));
    for (serial, version) in [(6, 4), (3, 9)] {
        world.publish(serial, version);
        let (opened, page, at) = open(&bench);
        let at = bench.console(at, "> version 5");
        let at = bench.console(at, "> has update false");
        bench.tap(page, "apply");
        bench.console(at, "applyUpdate:fail no update is ready");
        bench.app.close(opened.slot);
        assert_eq!(bench.ended(opened.slot), EndReason::Closed);
    }
}

#[test]
fn an_update_that_is_altered_or_signed_by_somebody_else_is_not_taken() {
    let world = World::new();
    world.publish(1, 1);
    let bench = world.bench(FolderSource::new(world.root()));
    // Signed by a key that is not pinned.
    world.publish_as(&SecretKey::generate(&SystemRandom).unwrap(), 2, 2);
    let (opened, _, at) = open(&bench);
    bench.console(at, "> has update false");
    bench.app.close(opened.slot);
    bench.ended(opened.slot);
    // Its bundle is not the one that was signed.
    world.publish(3, 3);
    std::fs::write(world.root().join(format!("bundles/{ID}-3.zip")), b"PK something else").unwrap();
    let (opened, page, at) = open(&bench);
    let at = bench.console(at, "> version 1");
    let at = bench.console(at, "> has update true");
    let at = bench.console(at, "> failed");
    bench.tap(page, "apply");
    bench.console(at, "> asked");
    bench.app.close(opened.slot);
    assert_eq!(bench.ended(opened.slot), EndReason::Closed, "there is nothing to start");
    let (_, _, at) = open(&bench);
    bench.console(at, "> version 1");
}

#[test]
fn without_a_network_the_program_runs_and_there_is_no_update() {
    let world = World::new();
    world.publish(1, 1);
    let bench = world.bench(FolderSource::new(world.root()));
    let (opened, _, at) = open(&bench);
    bench.console(at, "> has update false");
    bench.app.close(opened.slot);
    bench.ended(opened.slot);
    std::fs::remove_dir_all(world.root()).unwrap();
    let (_, _, at) = open(&bench);
    let at = bench.console(at, "> version 1");
    bench.console(at, "> has update false");
}

#[test]
fn a_source_folder_has_no_update() {
    let bench = Bench::new();
    bench.page_of(&program(1));
    let at = bench.console(0, "> version ");
    bench.console(at, "> has update false");
}
