//! Several people on one phone: what runs ends when somebody else takes it, and nothing of one is seen by another, through the
//! whole core.

mod common;

use std::sync::Arc;

use banchan_core::host::fake::set;
use banchan_core::host::{Answer, EndReason, SystemRandom};
use banchan_core::permission::{Scope, User};
use banchan_core::store::{FolderSource, Registry, SecretKey, publish, write_folder};
use banchan_core::superapp::scene;
use banchan_formats::code::{AppId, OpenTarget};
use common::{Bench, files};

const ID: &str = "tea.example";

/// What a program finds of earlier runs, and then leaves behind.
const SCRIPT: &str = "const fs = wx.getFileSystemManager(), note = wx.env.USER_DATA_PATH + '/note';
    const read = (f) => { try { return f(); } catch { return 'nothing'; } };
    Page({ async onLoad() {
      const { authSetting } = await wx.getSetting();
      console.log('> ' + [wx.getStorageSync('cup') || 'nothing', read(() => fs.readFileSync(note, 'utf8')), JSON.stringify(authSetting)].join(' '));
      wx.setStorageSync('cup', 'cup'); fs.writeFileSync(note, 'note');
      await wx.authorize({ scope: 'scope.userLocation' }).catch(() => {});
      console.log('> END');
    }, onUnload() { wx.setStorageSync('last', 'x'); } })";

struct World {
    bench: Bench,
    id: AppId,
    _folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let key = SecretKey::generate(&SystemRandom).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let info = serde_json::json!({ "id": ID, "version": 1, "names": { "en": "Tea" } }).to_string();
        let app = r#"{"pages":["p"],"permission":{"scope.userLocation":{"desc":"to see"}}}"#;
        let program = files(&[("banchan.json", &info), ("app.json", app), ("p.wxml", "<view>x</view>"), ("p.js", SCRIPT)]);
        write_folder(folder.path(), "test", 1, &[publish(&program, &key).unwrap()], &key).unwrap();
        let registry = Registry::open(Arc::new(FolderSource::new(folder.path())), &[key.public()]).unwrap();
        Self { bench: Bench::with_registries(vec![registry]), id: AppId::parse(ID).unwrap(), _folder: folder }
    }

    /// Opens it; answers what it found, whether it ran already, and leaves it running.
    fn finds(&self) -> String {
        let from = self.bench.shell.told().len();
        let target = OpenTarget { app_id: self.id.clone(), path: None, query: String::new() };
        let opened = self.bench.app.open(&target, scene::LIST).unwrap();
        assert!(!opened.resumed);
        self.bench.console(from, "> END");
        self.bench.lines(from).remove(0)
    }

    fn recents(&self) -> usize {
        self.bench.app.recents().unwrap().len()
    }
}

const FRESH: &str = "nothing nothing {}";
const KNOWN: &str = r#"cup note {"scope.userLocation":true}"#;

#[test]
fn another_user_finds_nothing_of_the_one_before_who_finds_everything_again() {
    let world = World::new();
    let app = &world.bench.app;
    assert_eq!(app.user(), User::default());
    assert_eq!(world.finds(), FRESH);
    app.set_user(User::named("mina"));
    assert_eq!((app.recents().unwrap().len(), app.grants(&world.id).unwrap().len()), (0, 0));
    set(&world.bench.phone.answer, Answer::Deny);
    assert_eq!(world.finds(), FRESH);
    assert_eq!(world.recents(), 1);
    app.set_user(User::named("jun"));
    assert_eq!(world.recents(), 0);
    app.set_user(User::named("mina"));
    assert_eq!(world.finds(), r#"cup note {"scope.userLocation":false}"#);
    app.set_user(User::default());
    assert_eq!(world.recents(), 1);
    assert_eq!(world.finds(), KNOWN);
    assert_eq!(app.catalogue().unwrap().iter().filter(|card| card.installed).count(), 1, "what is installed is everybody's");
}

#[test]
fn what_runs_ends_when_the_user_changes_and_goes_on_when_it_is_the_same_one() {
    let world = World::new();
    let from = world.bench.shell.told().len();
    let opened = world.bench.app.open(&OpenTarget { app_id: world.id.clone(), path: None, query: String::new() }, scene::LIST).unwrap();
    world.bench.console(from, "> END");
    world.bench.app.set_user(User::named(""));
    assert!(world.bench.app.open_text(&format!("banchan://open/{ID}")).unwrap().resumed);
    world.bench.app.set_user(User::named("mina"));
    assert_eq!(world.bench.ended(opened.slot), EndReason::Closed);
    assert_eq!(world.finds(), FRESH, "what it stored at its end is the earlier one's, too");
    world.bench.app.set_user(User::default());
    assert_eq!(world.finds(), KNOWN);
}

#[test]
fn what_is_cleared_taken_back_or_forgotten_is_that_users_alone() {
    let world = World::new();
    let app = &world.bench.app;
    world.finds();
    app.set_user(User::named("mina"));
    world.finds();
    app.set_grant(&world.id, Scope::UserLocation, None).unwrap();
    app.clear_data(&world.id).unwrap();
    assert_eq!(world.finds(), FRESH, "files go with the rest");
    app.set_user(User::default());
    assert_eq!(world.finds(), KNOWN);
    app.forget_user(&User::named("mina")).unwrap();
    app.set_user(User::named("mina"));
    assert_eq!((world.recents(), world.finds()), (0, FRESH.to_owned()));
    app.forget_user(&User::named("mina")).unwrap();
    assert_eq!((world.recents(), world.finds()), (0, FRESH.to_owned()), "also while that one uses the phone");
    app.set_user(User::default());
    assert_eq!(world.finds(), KNOWN);
    app.forget_user(&User::default()).unwrap();
    assert_eq!(world.finds(), FRESH);
}

#[test]
fn a_source_folder_has_other_files_for_another_user_too() {
    let bench = Bench::new();
    let folder = files(&[("app.json", r#"{"pages":["p"]}"#), ("p.wxml", "<view>x</view>"), ("p.js", SCRIPT)]);
    let finds = || bench.said(&folder, banchan_core::superapp::DevOptions::default()).remove(0);
    assert!(finds().starts_with("nothing nothing"));
    bench.app.set_user(User::named("mina"));
    assert!(finds().starts_with("nothing nothing"));
    bench.app.set_user(User::default());
    assert!(finds().starts_with("cup note"));
}

#[test]
fn the_log_of_use_is_not_for_the_next_one() {
    let world = World::new();
    let app = &world.bench.app;
    world.finds();
    assert!(!app.uses().is_empty());
    app.set_user(User::named("mina"));
    assert_eq!(app.uses(), []);
    world.finds();
    assert!(!app.uses().is_empty());
    app.forget_user(&User::named("mina")).unwrap();
    assert_eq!(app.uses(), []);
}
