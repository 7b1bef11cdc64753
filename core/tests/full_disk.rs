//! A disk that is really full: a small file system of its own, filled to the last byte. Each thing that writes fails clearly,
//! nothing that was there is lost, the page lives on, and all of it works once there is room again.

mod common;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use banchan_core::host::{Folders, SystemClock, SystemRandom};
use banchan_core::permission::User;
use banchan_core::store::{FolderSource, Registry, SecretKey, Store, StoreError, publish, write_folder};
use banchan_core::superapp::{DevOptions, scene};
use banchan_formats::bundle::Files;
use banchan_formats::code::{AppId, OpenTarget};
use common::server::{answer, server};
use common::{Bench, Told, files};

/// Names the folder of the small disk in the process that has one.
const DISK: &str = "BANCHAN_SMALL_DISK";

/// Runs one test of this file again in a process that has a disk of four megabytes to itself; the disk goes with it. `None` in
/// that process, which gets the folder; a machine that makes no file systems for tests says so.
fn small_disk(test: &str) -> Option<PathBuf> {
    if let Some(disk) = std::env::var_os(DISK) {
        return Some(disk.into());
    }
    let folder = tempfile::tempdir().unwrap();
    let me = std::env::current_exe().unwrap();
    let unshare = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]).arg(&me).args(["--exact", test, "--nocapture"]);
        command.env(DISK, folder.path()).env("TMPDIR", folder.path());
        command
    };
    let mount = format!("mount -t tmpfs -o size=4m small \"${DISK}\"");
    if !unshare(&mount).status().is_ok_and(|status| status.success()) {
        eprintln!("skipped: no small disk can be made here (`unshare` and `mount` of a tmpfs are needed)");
        return None;
    }
    let status = unshare(&format!("{mount} && exec \"$0\" \"$@\"")).status().unwrap();
    assert!(status.success(), "the test on the small disk failed");
    None
}

/// Takes all the room there is.
struct Filler(PathBuf);

impl Filler {
    fn new(disk: &Path) -> Self {
        let path = disk.join("filler");
        let mut file = std::fs::File::create(&path).unwrap();
        for size in [1 << 16, 4096, 1] {
            while file.write_all(&vec![1; size]).is_ok() {}
        }
        Self(path)
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Everything of a program that writes.
const WRITER: &str = "
    const fs = wx.getFileSystemManager(), U = wx.env.USER_DATA_PATH, big = 'x'.repeat(300000);
    const say = (...x) => console.log('> ' + x.map((v) => typeof v === 'string' ? v : JSON.stringify(v)).join(' '));
    const call = (on, name, options) => new Promise((done) => on[name]({ ...options, complete: (res) => { say(res.errMsg); done(res); } }));
    const now = (name, work) => { try { work(); say(name, 'ok'); } catch (e) { say(e.message || e.errMsg); } };
    let temp;
    Page({
      async first() {
        fs.writeFileSync(U + '/kept', 'before'); wx.setStorageSync('kept', 'before');
        temp = await new Promise((done) => wx.downloadFile({ url: 'URL', success: (r) => done(r.tempFilePath), fail: (r) => { say(r.errMsg); done(); } }));
        say('first');
      },
      async write() {
        await call(fs, 'writeFile', { filePath: U + '/new', data: big });
        await call(fs, 'writeFile', { filePath: U + '/kept', data: big });
        await call(fs, 'appendFile', { filePath: U + '/kept', data: big });
        await call(fs, 'copyFile', { srcPath: temp, destPath: U + '/copy' });
        const fd = fs.openSync({ filePath: U + '/kept', flag: 'r+' });
        await call(fs, 'write', { fd, data: big });
        fs.closeSync({ fd });
        now('writeFileSync', () => fs.writeFileSync(U + '/new', big));
        await call(wx, 'setStorage', { key: 'kept', data: big });
        await call(wx, 'setStorage', { key: 'new', data: big });
        now('setStorageSync', () => wx.setStorageSync('new', big));
        await call(wx, 'downloadFile', { url: 'URL' });
        await call(wx, 'downloadFile', { url: 'URL', filePath: U + '/fetched' });
        say('size', fs.statSync(U + '/kept').size, fs.statSync(temp).size, wx.getStorageSync('kept').length, fs.readdirSync(U).join());
        say('END');
      },
    });";

#[test]
fn on_a_full_disk_every_write_fails_clearly_nothing_is_lost_and_all_works_again_with_room() {
    let Some(disk) = small_disk("on_a_full_disk_every_write_fails_clearly_nothing_is_lost_and_all_works_again_with_room") else { return };
    let (url, _seen) = server(|_, stream, _| answer(stream, "200 OK", &[7; 100_000]));
    let bench = Bench::new();
    let page = WRITER.replace("URL", &url);
    let program: Files = files(&[
        ("app.json", r#"{"pages":["p"]}"#),
        ("p.wxml", "<view bindtap=\"first\">first</view><view bindtap=\"write\">write</view>"),
        ("p.js", &page),
    ]);
    let opened = bench.app.open_files(&program, DevOptions { allow_loopback: true, ..DevOptions::default() }).unwrap();
    let (page, at) = bench.shell.wait(0, "a page", |told| match told {
        Told::Create(page) if page.slot == opened.slot => Some(page.page),
        _ => None,
    });
    bench.ready(page);
    bench.tap(page, "first");
    let at = bench.console(at, "> first");

    let filler = Filler::new(&disk);
    bench.tap(page, "write");
    let end = bench.console(at, "> END");
    let full = "the maximum size of the file storage limit is exceeded";
    let stored = "setStorage:fail the storage of this device is full: remove something, then try again";
    let expected = [
        format!("writeFile:fail {full}"),
        format!("writeFile:fail {full}"),
        format!("appendFile:fail {full}"),
        format!("copyFile:fail {full}"),
        format!("write:fail {full}"),
        format!("writeFileSync:fail {full}"),
        stored.to_owned(),
        stored.to_owned(),
        stored.replace("setStorage", "setStorageSync"),
        format!("downloadFile:fail {full}"),
        format!("downloadFile:fail {full}"),
        "size 6 100000 6 kept".to_owned(),
        "END".to_owned(),
    ];
    let lines = |from: usize, to: usize| -> Vec<String> { bench.lines(from).into_iter().take(to).collect() };
    assert_eq!(lines(at, 12), expected[..12]);

    drop(filler);
    bench.tap(page, "write");
    bench.console(end, "> END");
    let names = ["writeFile", "writeFile", "appendFile", "copyFile", "write"].map(|name| format!("{name}:ok"));
    let more = ["writeFileSync ok", "setStorage:ok", "setStorage:ok", "setStorageSync ok", "downloadFile:ok", "downloadFile:ok"];
    let last = "size 600000 100000 300000 copy,fetched,kept,new";
    let expected: Vec<String> = names.into_iter().chain(more.map(str::to_owned)).chain([last.to_owned()]).collect();
    assert_eq!(lines(end, 12), expected);
}

/// A registry, on another disk.
struct Shelf {
    folder: tempfile::TempDir,
    registry: SecretKey,
    publisher: SecretKey,
}

impl Shelf {
    fn new() -> Self {
        let key = || SecretKey::generate(&SystemRandom).unwrap();
        Self { folder: tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap(), registry: key(), publisher: key() }
    }

    fn put(&self, serial: u64, apps: &[(&str, u64)]) {
        let apps: Vec<_> = apps.iter().map(|(id, version)| publish(&release(id, *version), &self.publisher).unwrap()).collect();
        write_folder(self.folder.path(), "test", serial, &apps, &self.registry).unwrap();
    }

    fn edition(&self) -> Registry {
        Registry::open(Arc::new(FolderSource::new(self.folder.path())), &[self.registry.public()]).unwrap()
    }
}

/// A program that says its version, with bytes that no packing makes smaller.
fn release(id: &str, version: u64) -> Files {
    let info = serde_json::json!({ "id": id, "version": version, "names": { "en": id } }).to_string();
    let mut seed = version.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let noise: String = std::iter::repeat_with(|| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        char::from(b'!' + (seed % 90) as u8)
    })
    .take(if id == "tea.example" { 600_000 } else { 300_000 })
    .collect();
    files(&[
        ("banchan.json", &info),
        ("app.json", r#"{"pages":["p"]}"#),
        ("app.js", "App({ onLaunch() { console.log('> version', wx.getAccountInfoSync().miniProgram.version); } });"),
        ("p.wxml", "<view>x</view>"),
        ("p.js", "Page({})"),
        ("noise.txt", &noise),
    ])
}

#[test]
fn on_a_full_disk_what_is_installed_opens_what_is_new_is_refused() {
    let Some(disk) = small_disk("on_a_full_disk_what_is_installed_opens_what_is_new_is_refused") else { return };
    let shelf = Shelf::new();
    let target = |id: &str| OpenTarget { app_id: AppId::parse(id).unwrap(), path: None, query: String::new() };
    shelf.put(1, &[("tea.example", 1), ("books.example", 1)]);
    let bench = Bench::with_registries(vec![shelf.edition()]);
    let runs = |id: &str, version: u64| {
        let from = bench.shell.told().len();
        let opened = bench.app.open(&target(id), scene::LIST).unwrap();
        bench.console(from, &format!("> version {version}"));
        bench.app.close(opened.slot);
        bench.ended(opened.slot);
    };
    runs("tea.example", 1);

    let filler = Filler::new(&disk);
    let files_left = || walk(&disk);
    let before = files_left();
    shelf.put(2, &[("tea.example", 2), ("books.example", 1)]);
    bench.app.add_registry(shelf.edition()).expect("a newer edition of the registry is taken on a full disk");
    // The update finds no room; the version that is there runs, and is noted nowhere.
    runs("tea.example", 1);
    let refused = bench.app.open(&target("books.example"), scene::LIST).unwrap_err();
    assert_eq!(refused.to_string(), "the storage of this device is full: remove something, then try again");
    assert_eq!(files_left(), before, "half-written bundles are in the way of everything else");
    assert_eq!(bench.app.recents().unwrap().len(), 1);

    drop(filler);
    runs("tea.example", 2);
    runs("books.example", 1);
    assert_eq!(bench.app.recents().unwrap().len(), 2);
}

#[test]
fn on_a_full_disk_removing_a_mini_program_makes_room() {
    let Some(disk) = small_disk("on_a_full_disk_removing_a_mini_program_makes_room") else { return };
    let shelf = Shelf::new();
    shelf.put(1, &[("tea.example", 1), ("books.example", 1)]);
    let store = Store::open(&Folders::under(disk.join("data")), Arc::new(SystemClock)).unwrap();
    store.add_registry(shelf.edition()).unwrap();
    let app = |id: &str| AppId::parse(id).unwrap();
    store.install(&app("tea.example")).unwrap();
    let _filler = Filler::new(&disk);
    assert!(matches!(store.install(&app("books.example")), Err(StoreError::DiskFull)));
    store.remove_app(&User::default(), &app("tea.example")).unwrap();
    assert!(store.installed().unwrap().is_empty());
    store.install(&app("books.example")).unwrap();
}

/// Files below a folder that a bundle leaves.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    let mut all: Vec<PathBuf> =
        entries.flat_map(|entry| if entry.path().is_dir() { walk(&entry.path()) } else { vec![entry.path()] }).collect();
    all.retain(|path| path.extension().is_some_and(|ending| ending == "part" || ending == "zip"));
    all.sort();
    all
}
