//! Guarantees of what lasts, each with a case of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use banchan_formats::bundle::{Files, Limits, SafePath};
use banchan_formats::code::AppId;
use tempfile::TempDir;

use super::*;
use crate::host::fake::FakePhone;
use crate::host::{Folders, SystemRandom};
use crate::permission::{Grants, Scope, User};

/// A registry in memory that can be tampered with.
#[derive(Default)]
struct Shelf {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Shelf {
    fn change(&self, path: &str, change: impl FnOnce(&mut Vec<u8>)) {
        change(self.files.lock().unwrap().get_mut(path).unwrap());
    }
}

impl RegistrySource for Shelf {
    fn read(&self, path: &SafePath, limit: u64) -> Result<Vec<u8>, SourceError> {
        let found = self.files.lock().unwrap().get(path.as_str()).filter(|bytes| bytes.len() as u64 <= limit).cloned();
        found.ok_or_else(|| SourceError { path: path.to_string(), reason: "not there".into() })
    }
}

struct World {
    folder: TempDir,
    phone: Arc<FakePhone>,
    registry: SecretKey,
    publisher: SecretKey,
}

impl World {
    fn new() -> Self {
        let key = || SecretKey::generate(&SystemRandom).unwrap();
        Self { folder: tempfile::tempdir().unwrap(), phone: Arc::default(), registry: key(), publisher: key() }
    }

    fn store(&self) -> Store {
        Store::open(&Folders::under(self.folder.path()), self.phone.clone()).unwrap()
    }

    fn shelf(&self, serial: u64, apps: &[Published]) -> Arc<Shelf> {
        let files = index("test", serial, apps, &self.registry).unwrap();
        Arc::new(Shelf { files: Mutex::new(files.into_iter().collect()) })
    }

    fn registry(&self, shelf: &Arc<Shelf>) -> Result<Registry, StoreError> {
        Registry::open(shelf.clone(), &[self.registry.public()])
    }

    /// A store with one registry that offers one version.
    fn with_version(&self, version: u64) -> (Store, Arc<Shelf>) {
        let shelf = self.shelf(version, &[publish(&files("bike-share", version), &self.publisher).unwrap()]);
        let store = self.store();
        store.add_registry(self.registry(&shelf).unwrap()).unwrap();
        (store, shelf)
    }

    /// Every file below the bundles folder.
    fn bundle_files(&self) -> Vec<PathBuf> {
        let folders = fs::read_dir(self.folder.path().join("data/bundles")).unwrap();
        let files = folders.flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
        files.map(|file| file.unwrap().path()).collect()
    }
}

fn files(id: &str, version: u64) -> Files {
    let info = serde_json::json!({
        "id": id, "version": version, "icon": "icon.svg", "category": "travel", "keywords": ["ride", "자전거 대여"], "publisher": "Acme",
        "names": {"en": "City Bikes", "zh-CN": "城市单车", "ko": "도시 자전거"}, "description": {"en": "Find one near you"},
        "links": [{"prefix": format!("https://{id}.example.com/b"), "appId": id}],
    });
    let entries = [
        ("app.json", r#"{"pages":["pages/a/a"]}"#.to_owned()),
        ("pages/a/a.wxml", format!("<view>{version}</view>")),
        ("pages/a/a.js", "Page({})".to_owned()),
        ("icon.svg", "<svg/>".to_owned()),
        ("banchan.json", info.to_string()),
    ];
    Files::from_entries(entries.map(|(name, text)| (name.to_owned(), text.into_bytes())), &Limits::default()).unwrap()
}

fn app() -> AppId {
    AppId::parse("bike-share").unwrap()
}

#[test]
fn what_was_published_can_be_installed_and_opened() {
    let world = World::new();
    let (store, _) = world.with_version(3);
    assert!(matches!(store.open_installed(&app()), Err(StoreError::NotInstalled { .. })));
    let bundle = store.open_app(&app()).unwrap();
    assert_eq!((bundle.version(), bundle.files().read("pages/a/a.wxml")), (3, Some(&b"<view>3</view>"[..])));
    assert_eq!(bundle.publisher(), world.publisher.public());
    assert_eq!(store.open_installed(&app()).unwrap().files().len(), 5);
    store.shutdown().unwrap();
    // Without any registry, what is installed still opens.
    assert_eq!(world.store().open_app(&app()).unwrap().version(), 3);
}

#[test]
fn unknown_app_is_refused() {
    let world = World::new();
    let (store, _) = world.with_version(1);
    let error = store.open_app(&AppId::parse("nobody").unwrap()).unwrap_err();
    assert!(matches!(error, StoreError::UnknownApp { .. }) && error.to_string().contains("nobody"));
}

#[test]
fn altered_bundle_is_refused() {
    let world = World::new();
    let (store, shelf) = world.with_version(1);
    shelf.change("bundles/bike-share-1.zip", |bytes| *bytes.last_mut().unwrap() ^= 1);
    assert!(matches!(store.install(&app()), Err(StoreError::Altered { .. })));
    assert!(world.bundle_files().is_empty(), "nothing was written");
    assert!(matches!(store.open_installed(&app()), Err(StoreError::NotInstalled { .. })));
}

#[test]
fn altered_installation_is_refused_and_can_be_repaired() {
    let world = World::new();
    let (store, _) = world.with_version(1);
    store.install(&app()).unwrap();
    let file = world.bundle_files().remove(0);
    let good = fs::read(&file).unwrap();
    for bad in [&good[..good.len() / 2], &[&good[..], b"x"].concat(), b""] {
        fs::write(&file, bad).unwrap();
        assert!(matches!(store.open_app(&app()), Err(StoreError::Altered { .. })));
    }
    fs::remove_file(&file).unwrap();
    assert!(matches!(store.open_app(&app()), Err(StoreError::Altered { .. })));
    store.install(&app()).unwrap();
    assert!(store.open_app(&app()).is_ok());
}

#[test]
fn unsigned_index_is_refused() {
    let world = World::new();
    let (_, shelf) = world.with_version(1);
    let text = fs_text(&shelf, "index.json");
    let strip = |key: &str| {
        let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
        value.as_object_mut().unwrap().remove(key);
        shelf.change("index.json", |bytes| *bytes = value.to_string().into_bytes());
        world.registry(&shelf).err().unwrap()
    };
    for key in ["signature", "key"] {
        assert!(matches!(strip(key), StoreError::Untrusted { why: EnvelopeError::Unsigned, .. }));
    }
    assert!(matches!(strip("body"), StoreError::BadIndex { .. }));
}

fn fs_text(shelf: &Shelf, path: &str) -> String {
    String::from_utf8(shelf.files.lock().unwrap()[path].clone()).unwrap()
}

#[test]
fn altered_index_is_refused() {
    let world = World::new();
    let (_, shelf) = world.with_version(1);
    let text = fs_text(&shelf, "index.json").replace("City Bikes", "Evil Bikes");
    shelf.change("index.json", |bytes| *bytes = text.into_bytes());
    assert!(matches!(world.registry(&shelf).err(), Some(StoreError::Untrusted { why: EnvelopeError::BadSignature, .. })));
}

#[test]
fn index_of_an_unknown_key_is_refused() {
    let world = World::new();
    let (_, shelf) = world.with_version(1);
    let pinned = World::new().registry.public();
    assert!(matches!(Registry::open(shelf, &[pinned]), Err(StoreError::Untrusted { why: EnvelopeError::WrongSigner, .. })));
}

#[test]
fn unsigned_release_is_left_out_and_told() {
    let world = World::new();
    let mut unsigned = publish(&files("no-name", 1), &world.publisher).unwrap();
    unsigned.envelope.signature.clear();
    let mut altered = publish(&files("altered", 1), &world.publisher).unwrap();
    altered.envelope.body = altered.envelope.body.replace("City Bikes", "Free Money");
    let good = publish(&files("bike-share", 1), &world.publisher).unwrap();
    let registry = world.registry(&world.shelf(1, &[unsigned, altered, good])).unwrap();
    assert_eq!(registry.refused().len(), 2);
    assert_eq!(registry.releases().map(|release| release.app.id.to_string()).collect::<Vec<_>>(), ["bike-share"]);
}

#[test]
fn older_version_is_refused() {
    let world = World::new();
    let (store, _) = world.with_version(5);
    store.install(&app()).unwrap();
    drop(store);
    let older = world.shelf(6, &[publish(&files("bike-share", 4), &world.publisher).unwrap()]);
    let store = world.store();
    store.add_registry(world.registry(&older).unwrap()).unwrap();
    assert!(matches!(store.install(&app()), Err(StoreError::Older { offered: 4, seen: 5, .. })));
    assert_eq!(store.open_app(&app()).unwrap().version(), 5, "what is there stays in use");
    store.remove_app(&User::default(), &app()).unwrap();
    assert!(matches!(store.install(&app()), Err(StoreError::Older { .. })), "removing it does not make it forgotten");
}

#[test]
fn older_index_is_refused() {
    let world = World::new();
    let (store, _) = world.with_version(5);
    let older = world.registry(&world.shelf(4, &[])).unwrap();
    assert!(matches!(store.add_registry(older), Err(StoreError::OlderIndex { offered: 4, seen: 5, .. })));
}

#[test]
fn newer_version_is_taken_and_a_broken_one_leaves_the_old_in_use() {
    let world = World::new();
    world.with_version(1).0.open_app(&app()).unwrap();
    let (store, shelf) = world.with_version(2);
    shelf.change("bundles/bike-share-2.zip", |bytes| bytes.truncate(10));
    assert_eq!(store.open_app(&app()).unwrap().version(), 1);
    let (store, _) = world.with_version(3);
    assert_eq!(store.open_app(&app()).unwrap().version(), 3);
    assert_eq!(world.bundle_files().len(), 1, "the old one is gone");
}

#[test]
fn interrupted_install_changes_nothing() {
    let world = World::new();
    let (store, _) = world.with_version(1);
    store.install(&app()).unwrap();
    drop(store);
    let file = world.bundle_files().remove(0);
    // A kill while writing leaves a half temporary; a kill before the row leaves a whole file that no row names.
    fs::write(file.with_extension("part"), b"PK half").unwrap();
    fs::write(file.with_file_name("2-0123456789abcdef.zip"), b"PK whole").unwrap();
    let store = world.store();
    assert_eq!(store.open_installed(&app()).unwrap().version(), 1);
    assert_eq!(world.bundle_files(), [file]);
    let (store, _) = world.with_version(2);
    assert_eq!(store.open_app(&app()).unwrap().version(), 2);
}

#[test]
fn signed_row_of_another_app_is_refused() {
    let world = World::new();
    let other = publish(&files("other-app", 9), &world.publisher).unwrap();
    let (store, _) = world.with_version(1);
    store.install(&app()).unwrap();
    let envelope = serde_json::to_string(&other.envelope).unwrap();
    let write = |tx: &rusqlite::Transaction<'_>| Ok::<_, StoreError>(tx.execute("UPDATE installed SET envelope = ?1", [envelope])?);
    store.database.durable(write).unwrap();
    assert!(matches!(store.open_installed(&app()), Err(StoreError::Altered { .. })));
}

#[test]
fn bundle_that_is_no_zip_is_refused_though_signed() {
    let world = World::new();
    let mut published = publish(&files("bike-share", 1), &world.publisher).unwrap();
    let body: serde_json::Value = serde_json::from_str(&published.envelope.body).unwrap();
    let mut release: Release = serde_json::from_value(body).unwrap();
    let bytes = b"not a zip".to_vec();
    release.bundle = BundleRecord::of(release.bundle.path, &bytes);
    published.envelope = world.publisher.seal("release", serde_json::to_string(&release).unwrap());
    published.files = vec![(release.bundle.path, bytes)];
    let store = world.store();
    store.add_registry(world.registry(&world.shelf(1, &[published])).unwrap()).unwrap();
    assert!(matches!(store.install(&app()), Err(StoreError::BadBundle { .. })));
}

#[test]
fn bundle_path_outside_of_the_registry_is_refused() {
    let world = World::new();
    let mut published = publish(&files("bike-share", 1), &world.publisher).unwrap();
    let text = published.envelope.body.replace("bundles/bike-share-1.zip", "../../etc/passwd");
    published.envelope = world.publisher.seal("release", text);
    let store = world.store();
    store.add_registry(world.registry(&world.shelf(1, &[published])).unwrap()).unwrap();
    assert!(matches!(store.install(&app()), Err(StoreError::BadIndex { .. })));
}

#[test]
fn publishing_is_repeatable_and_says_what_is_missing() {
    let world = World::new();
    let once = publish(&files("bike-share", 1), &world.publisher).unwrap();
    let twice = publish(&files("bike-share", 1), &world.publisher).unwrap();
    assert_eq!((once.envelope, once.files), (twice.envelope, twice.files));
    let bare = Files::from_entries([("app.json".to_owned(), b"{\"pages\":[\"a\"]}".to_vec())], &Limits::default()).unwrap();
    assert!(publish(&bare, &world.publisher).unwrap_err().to_string().contains("banchan.json"));
}

#[test]
fn a_written_folder_is_a_registry() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let apps = [publish(&files("bike-share", 7), &world.publisher).unwrap()];
    write_folder(folder.path(), "on disk", 7, &apps, &world.registry).unwrap();
    let registry = Registry::open(Arc::new(FolderSource::new(folder.path())), &[world.registry.public()]).unwrap();
    assert_eq!((registry.name(), registry.serial()), ("on disk", 7));
    let store = world.store();
    store.add_registry(registry).unwrap();
    assert_eq!(store.icon(&app()).unwrap(), Picture { mime: "image/svg+xml", bytes: b"<svg/>".to_vec() });
    assert_eq!(store.open_app(&app()).unwrap().version(), 7);
}

#[test]
fn catalogue_is_found_in_every_language() {
    let world = World::new();
    let (store, _) = world.with_version(1);
    let found = |text: &str| store.search(text).unwrap().len();
    for text in ["", "city", "BIKE", "单车", "자전거", "ride", "bike-share", "acme", "travel", "near", "city bike"] {
        assert_eq!(found(text), 1, "{text}");
    }
    assert_eq!(found("city pizza"), 0);
    assert!(!store.entry(&app()).unwrap().installed);
    store.install(&app()).unwrap();
    assert!(store.entry(&app()).unwrap().installed);
    assert_eq!(store.link_rules().unwrap().len(), 1);
}

#[test]
fn best_fit_comes_first() {
    let world = World::new();
    let mut exact = files("zz-exact", 1);
    let info = serde_json::json!({ "id": "zz-exact", "names": {"en": "Ride"} }).to_string();
    let entries = exact.paths().map(|p| (p.to_string(), exact.read(p).unwrap().to_vec())).collect::<Vec<_>>();
    let entries = entries.into_iter().map(|(n, b)| if n == "banchan.json" { (n, info.clone().into_bytes()) } else { (n, b) });
    exact = Files::from_entries(entries, &Limits::default()).unwrap();
    let apps = [publish(&files("bike-share", 1), &world.publisher).unwrap(), publish(&exact, &world.publisher).unwrap()];
    let store = world.store();
    store.add_registry(world.registry(&world.shelf(1, &apps)).unwrap()).unwrap();
    let ids: Vec<String> = store.search("ride").unwrap().iter().map(|entry| entry.info().id.to_string()).collect();
    assert_eq!(ids, ["zz-exact", "bike-share"]);
}

#[test]
fn link_rule_for_another_app_is_dropped() {
    let world = World::new();
    let mut published = publish(&files("bike-share", 1), &world.publisher).unwrap();
    let mut release: Release = serde_json::from_str(&published.envelope.body).unwrap();
    for rule in &mut release.app.links {
        rule.app_id = AppId::parse("victim").unwrap();
    }
    published.envelope = world.publisher.seal("release", serde_json::to_string(&release).unwrap());
    let store = world.store();
    store.add_registry(world.registry(&world.shelf(1, &[published])).unwrap()).unwrap();
    assert!(store.link_rules().unwrap().is_empty());
}

#[test]
fn recents_are_newest_first_and_once_each() {
    let world = World::new();
    let store = world.store();
    for (n, id) in ["one.app", "two.app", "one.app"].iter().enumerate() {
        world.phone.now_ms.store(1000 + n as u64, std::sync::atomic::Ordering::Relaxed);
        store.touch_recent(&User::default(), &AppId::parse(id).unwrap(), "pages/a/a", "x=1", "Title").unwrap();
    }
    let recents = store.recents(&User::default(), 10).unwrap();
    assert_eq!(recents.iter().map(|r| (r.app.as_str(), r.at_ms)).collect::<Vec<_>>(), [("one.app", 1002), ("two.app", 1001)]);
    store.forget_recent(&User::default(), &recents[0].app).unwrap();
    assert_eq!(store.recents(&User::default(), 10).unwrap().len(), 1);
}

#[test]
fn grants_survive_and_can_be_taken_back() {
    let world = World::new();
    let answers = |store: Store| UserGrants::new(Arc::new(store), User::default());
    let store = answers(world.store());
    store.set(&app(), Scope::UserLocation, Some(true)).unwrap();
    store.set(&app(), Scope::Camera, Some(false)).unwrap();
    drop(store);
    let store = answers(world.store());
    assert_eq!(store.get(&app(), Scope::UserLocation), Ok(Some(true)));
    assert_eq!(store.list(&app()).unwrap().len(), 2);
    store.set(&app(), Scope::UserLocation, None).unwrap();
    assert_eq!(store.get(&app(), Scope::UserLocation), Ok(None));
}

#[test]
fn storage_over_limit_is_refused() {
    let world = World::new();
    let store = world.store();
    let owner = Owner::installed(&app());
    let entry = |key: &str, bytes: usize| (key.to_owned(), "x".repeat(bytes));
    assert!(matches!(store.storage_set(&owner, &[entry("k", ENTRY_LIMIT)]), Err(StorageError::EntryTooLarge)));
    for n in 0..10 {
        store.storage_set(&owner, &[entry(&n.to_string(), ENTRY_LIMIT - 1)]).unwrap();
    }
    assert!(matches!(store.storage_set(&owner, &[entry("k", 1)]), Err(StorageError::Full)));
    assert_eq!(store.storage_get(&owner, "k").unwrap(), None);
    assert_eq!(store.storage_info(&owner).unwrap().bytes, TOTAL_LIMIT);
    store.storage_set(&owner, &[entry("3", 5)]).unwrap();
    store.storage_set(&owner, &[entry("k", 1)]).unwrap();
}

#[test]
fn a_batch_is_stored_whole_or_not_at_all() {
    let world = World::new();
    let store = world.store();
    let owner = Owner::installed(&app());
    let entries: Vec<_> = (0..11).map(|n| (n.to_string(), "x".repeat(ENTRY_LIMIT - 2))).collect();
    assert!(matches!(store.storage_set(&owner, &entries), Err(StorageError::Full)));
    assert_eq!(store.storage_info(&owner).unwrap(), StorageInfo::default());
}

#[test]
fn storage_of_others_is_out_of_reach() {
    let world = World::new();
    let store = world.store();
    let mine = Owner::installed(&app());
    store.storage_set(&mine, &[("k".into(), "1".into())]).unwrap();
    let others = [Owner::installed(&AppId::parse("other-app").unwrap()), Owner::source_folder(&app())];
    for other in others {
        assert_eq!(store.storage_get(&other, "k").unwrap(), None);
        store.storage_clear(&other).unwrap();
    }
    assert_eq!(store.storage_get(&mine, "k").unwrap().as_deref(), Some("1"));
    store.storage_remove(&mine, "k").unwrap();
    assert_eq!(store.storage_info(&mine).unwrap(), StorageInfo::default());
}

#[test]
fn clearing_takes_storage_and_grants() {
    let world = World::new();
    let store = Arc::new(world.store());
    let grants = UserGrants::new(store.clone(), User::default());
    let owner = Owner::installed(&app());
    store.storage_set(&owner, &[("k".into(), "1".into())]).unwrap();
    grants.set(&app(), Scope::Camera, Some(true)).unwrap();
    store.clear_data(&User::default(), &app()).unwrap();
    assert_eq!(store.storage_info(&owner).unwrap(), StorageInfo::default());
    assert!(grants.list(&app()).unwrap().is_empty());
}

#[test]
fn nothing_of_one_user_is_seen_or_lost_by_what_another_does() {
    let world = World::new();
    let store = Arc::new(world.store());
    let (nobody, mina) = (User::default(), User::named("mina"));
    let owner = |user: &User| Owner::installed(&app()).of(user);
    let grants = |user: &User| UserGrants::new(store.clone(), user.clone());
    for (user, value) in [(&nobody, "1"), (&mina, "2")] {
        store.storage_set(&owner(user), &[("k".into(), value.into())]).unwrap();
        store.keep(&Owner::person().of(user), "addresses", Some(value)).unwrap();
        store.touch_recent(user, &app(), value, "", "").unwrap();
        grants(user).set(&app(), Scope::Camera, Some(value == "1")).unwrap();
    }
    let seen = |user: &User| {
        let value = store.storage_get(&owner(user), "k").unwrap().unwrap_or_default();
        let book = store.kept(&Owner::person().of(user), "addresses").unwrap().unwrap_or_default();
        let recents: Vec<String> = store.recents(user, 9).unwrap().into_iter().map(|recent| recent.page).collect();
        format!("{value} {book} {} {:?}", recents.join(","), grants(user).get(&app(), Scope::Camera).unwrap())
    };
    assert_eq!([seen(&nobody), seen(&mina)], ["1 1 1 Some(true)", "2 2 2 Some(false)"]);
    store.clear_data(&mina, &app()).unwrap();
    assert_eq!([seen(&nobody), seen(&mina)], ["1 1 1 Some(true)", " 2 2 None"]);
    store.forget_user(&mina).unwrap();
    assert_eq!([seen(&nobody), seen(&mina)], ["1 1 1 Some(true)", "   None"]);
    store.storage_set(&owner(&mina), &[("k".into(), "3".into())]).unwrap();
    store.forget_user(&nobody).unwrap();
    assert_eq!([seen(&nobody), seen(&mina)], ["   None", "3   None"]);
    store.storage_set(&owner(&nobody), &[("k".into(), "4".into())]).unwrap();
    store.remove_app(&nobody, &app()).unwrap();
    assert_eq!([seen(&nobody), seen(&mina)], ["   None", "3   None"]);
}

#[test]
fn what_one_removes_leaves_the_disk_when_nobody_else_uses_it() {
    let world = World::new();
    let store = world.with_version(5).0;
    let (nobody, mina) = (User::default(), User::named("mina"));
    store.install(&app()).unwrap();
    store.touch_recent(&nobody, &app(), "", "", "").unwrap();
    store.touch_recent(&mina, &app(), "", "", "").unwrap();
    store.remove_app(&mina, &app()).unwrap();
    assert_eq!((store.installed().unwrap().len(), world.bundle_files().len()), (1, 1), "the other one still uses it");
    assert_eq!((store.recents(&nobody, 9).unwrap().len(), store.recents(&mina, 9).unwrap().len()), (1, 0));
    store.remove_app(&nobody, &app()).unwrap();
    assert_eq!((store.installed().unwrap().len(), world.bundle_files().len()), (0, 0));
    assert!(matches!(store.open_installed(&app()), Err(StoreError::NotInstalled { .. })));
    store.remove_app(&nobody, &app()).unwrap();
}
