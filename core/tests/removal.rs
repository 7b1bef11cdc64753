//! Removing an installed mini-program, through the whole core: what goes, what stays, and what it does when it is opened again.

mod common;

use std::path::Path;
use std::sync::Arc;

use banchan_core::host::{EndReason, SystemRandom};
use banchan_core::permission::User;
use banchan_core::store::{FolderSource, Registry, SecretKey, publish, write_folder};
use banchan_core::superapp::{DevOptions, scene};
use banchan_formats::bundle::Files;
use banchan_formats::code::{AppId, OpenTarget};
use common::{Bench, files};

/// Says what it finds of earlier runs, leaves something behind, and does so once more at its end.
const SCRIPT: &str = "const fs = wx.getFileSystemManager(), note = wx.env.USER_DATA_PATH + '/note';
    const read = (f) => { try { return f(); } catch { return 'nothing'; } };
    Page({ async onLoad() {
      const { authSetting } = await wx.getSetting();
      console.log('> ' + [wx.getStorageSync('cup') || 'nothing', read(() => fs.readFileSync(note, 'utf8')), JSON.stringify(authSetting)].join(' '));
      wx.setStorageSync('cup', 'cup'); fs.writeFileSync(note, 'note');
      await wx.authorize({ scope: 'scope.userLocation' }).catch(() => {});
      console.log('> END');
    }, onUnload() { try { wx.setStorageSync('cup', 'late'); fs.writeFileSync(note, 'late'); } catch {} } })";

const FRESH: &str = "nothing nothing {}";
const KNOWN: &str = r#"cup note {"scope.userLocation":true}"#;

struct World {
    bench: Bench,
    _folder: tempfile::TempDir,
}

fn id(name: &str) -> AppId {
    AppId::parse(name).unwrap()
}

fn program(name: &str) -> Files {
    let info = serde_json::json!({ "id": name, "version": 1, "names": { "en": name } }).to_string();
    let app = r#"{"pages":["p"],"permission":{"scope.userLocation":{"desc":"to see"}}}"#;
    files(&[("banchan.json", &info), ("app.json", app), ("p.wxml", "<view>x</view>"), ("p.js", SCRIPT)])
}

impl World {
    fn new() -> Self {
        let key = SecretKey::generate(&SystemRandom).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let all: Vec<_> = ["tea.example", "books.example"].iter().map(|name| publish(&program(name), &key).unwrap()).collect();
        write_folder(folder.path(), "test", 1, &all, &key).unwrap();
        let registry = Registry::open(Arc::new(FolderSource::new(folder.path())), &[key.public()]).unwrap();
        Self { bench: Bench::with_registries(vec![registry]), _folder: folder }
    }

    /// Opens one anew and leaves it running; answers what it found.
    fn finds(&self, name: &str) -> String {
        let from = self.bench.shell.told().len();
        let opened = self.bench.app.open(&OpenTarget { app_id: id(name), path: None, query: String::new() }, scene::LIST).unwrap();
        assert!(!opened.resumed, "{name} runs already");
        self.bench.console(from, "> END");
        self.bench.lines(from).remove(0)
    }

    fn close(&self, name: &str) {
        let opened = self.bench.app.open_text(&format!("banchan://open/{name}")).unwrap();
        self.bench.app.close(opened.slot);
        self.bench.ended(opened.slot);
    }

    fn recents(&self) -> Vec<String> {
        self.bench.app.recents().unwrap().iter().map(|recent| recent.app.app_id.to_string()).collect()
    }

    fn installed(&self) -> Vec<String> {
        let cards = self.bench.app.catalogue().unwrap();
        cards.iter().filter(|card| card.installed).map(|card| card.app_id.to_string()).collect()
    }
}

/// How many files a folder holds whose path has `part` in it.
fn count(folder: &Path, part: &str) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.map(|path| if path.is_dir() { count(&path, part) } else { usize::from(path.to_string_lossy().contains(part)) }).sum()
}

#[test]
fn removing_one_that_runs_ends_it_and_takes_all_it_kept() {
    let world = World::new();
    assert_eq!(world.finds("books.example"), FRESH);
    assert_eq!(world.finds("tea.example"), FRESH);
    let slot = world.bench.app.open_text("banchan://open/tea.example").unwrap().slot;
    let kept = |name: &str| count(world.bench.folder(), &format!("of-{name}"));
    assert_eq!((kept("tea.example"), count(world.bench.folder(), ".zip")), (1, 2));
    world.bench.app.remove(&id("tea.example")).unwrap();
    assert_eq!(world.bench.ended(slot), EndReason::Closed);
    assert_eq!((world.recents(), world.installed()), (vec!["books.example".to_owned()], vec!["books.example".to_owned()]));
    assert_eq!((kept("tea.example"), kept("books.example"), count(world.bench.folder(), ".zip")), (0, 1, 1));
    assert!(world.bench.app.grants(&id("tea.example")).unwrap().is_empty());
    assert_eq!(world.finds("tea.example"), FRESH, "a registry still offers it: it begins anew, and its last words were not kept");
    world.close("books.example");
    assert_eq!(world.finds("books.example"), r#"late late {"scope.userLocation":true}"#, "the other one's are untouched");
}

#[test]
fn removing_one_that_does_not_run_or_is_not_there_is_no_failure() {
    let world = World::new();
    world.finds("tea.example");
    world.close("tea.example");
    world.bench.app.remove(&id("tea.example")).unwrap();
    world.bench.app.remove(&id("tea.example")).unwrap();
    world.bench.app.remove(&id("nobody.knows.it")).unwrap();
    assert!(world.installed().is_empty() && world.recents().is_empty());
    assert_eq!(world.finds("tea.example"), FRESH);
}

#[test]
fn what_one_person_removes_stays_another_ones() {
    let world = World::new();
    world.finds("tea.example");
    world.bench.app.set_user(User::named("mina"));
    world.finds("tea.example");
    world.bench.app.remove(&id("tea.example")).unwrap();
    assert!(world.recents().is_empty());
    assert_eq!(world.installed(), ["tea.example"], "the other one still uses it");
    world.bench.app.set_user(User::default());
    assert_eq!(world.recents(), ["tea.example"]);
    assert_eq!(world.finds("tea.example"), KNOWN.replace("cup note", "late late"));
    world.bench.app.set_user(User::named("mina"));
    assert_eq!(world.finds("tea.example"), FRESH);
}

#[test]
fn a_source_folder_of_the_same_id_goes_on_with_what_is_its_own() {
    let world = World::new();
    world.finds("tea.example");
    world.close("tea.example");
    let from = world.bench.shell.told().len();
    let folder = world.bench.app.open_files(&program("tea.example"), DevOptions::default()).unwrap();
    world.bench.console(from, "> END");
    world.bench.app.remove(&id("tea.example")).unwrap();
    assert!(world.installed().is_empty());
    let from = world.bench.shell.told().len();
    world.bench.app.close(folder.slot);
    world.bench.ended(folder.slot);
    world.bench.app.open_files(&program("tea.example"), DevOptions::default()).unwrap();
    world.bench.console(from, "> END");
    assert!(world.bench.lines(from).remove(0).starts_with("late late"), "what the folder stored is the folder's");
}
