//! Guarantees of the files of mini-programs, each with a case of its own, on a real disk.

use std::sync::Arc;

use banchan_formats::bundle::{Files, Limits as BundleLimits};
use banchan_formats::code::AppId;

use super::*;
use crate::host::{Folders, SystemRandom};
use crate::permission::Slot;
use crate::store::Owner;

struct World {
    folder: tempfile::TempDir,
    shelf: Shelf,
}

const SMALL: Limits = Limits { kept_bytes: 1000, kept_count: 6, temp_bytes: 1000, temp_count: 3 };

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(&Folders::under(folder.path()), Arc::new(SystemRandom));
    World { folder, shelf }
}

fn owner(id: &str) -> Owner {
    Owner::installed(&AppId::parse(id).unwrap())
}

impl World {
    fn space(&self, slot: u64) -> Arc<Space> {
        let entries = [("app.json", "{}"), ("data/a.txt", "hello"), ("data/b/c.txt", "x")];
        let entries = entries.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let files = Arc::new(Files::from_entries(entries, &BundleLimits::default()).unwrap());
        self.shelf.open(Slot(slot), &owner("files-test"), files, SMALL)
    }
}

#[test]
fn what_was_written_is_read_and_lasts() {
    let world = world();
    let space = world.space(1);
    space.write("wxfile://usr/a.txt", b"one").unwrap();
    space.append("wxfile://usr/a.txt", b" two").unwrap();
    assert_eq!(space.read("wxfile://usr/a.txt", 100).unwrap(), b"one two");
    assert_eq!(space.read("wxfile://usr/a.txt", 3), Err(FileError::TooLarge));
    space.truncate("wxfile://usr/a.txt", 2).unwrap();
    world.shelf.close(Slot(1));
    let again = world.space(2);
    assert_eq!(again.read("http://usr/a.txt", 100).unwrap(), b"on");
    assert_eq!(again.kept_bytes().unwrap(), 2);
}

#[test]
fn files_of_another_mini_program_are_out_of_reach() {
    let world = world();
    world.space(1).write("wxfile://usr/a.txt", b"mine").unwrap();
    let other = world.shelf.open(Slot(2), &owner("other"), Arc::new(Files::from_entries([], &BundleLimits::default()).unwrap()), SMALL);
    assert_eq!(other.read("wxfile://usr/a.txt", 100), Err(FileError::Missing));
    for path in ["wxfile://usr/../../of-files-test-/usr/a.txt", "wxfile://usr/..", "file:///etc/hostname"] {
        assert_eq!(other.read(path, 100), Err(FileError::Denied), "{path}");
    }
}

#[test]
fn links_are_not_followed() {
    let world = world();
    let space = world.space(1);
    space.mkdir("wxfile://usr/d", false).unwrap();
    let usr = world.folder.path().join("data/files/of-files-test-/usr");
    std::fs::write(world.folder.path().join("secret"), "secret").unwrap();
    std::os::unix::fs::symlink(world.folder.path(), usr.join("out")).unwrap();
    std::os::unix::fs::symlink(world.folder.path().join("secret"), usr.join("link")).unwrap();
    for path in ["wxfile://usr/out/secret", "wxfile://usr/link", "wxfile://usr/out"] {
        assert_eq!(space.stat(path), Err(FileError::Denied), "{path}");
        assert!(space.read(path, 100).is_err() && space.write(path, b"x").is_err() && space.unlink(path).is_err());
    }
    assert_eq!(std::fs::read(world.folder.path().join("secret")).unwrap(), b"secret");
}

#[test]
fn room_is_limited_and_given_back() {
    let world = world();
    let space = world.space(1);
    space.write("wxfile://usr/a", &[0; 900]).unwrap();
    assert_eq!(space.write("wxfile://usr/b", &[0; 200]), Err(FileError::Full));
    assert_eq!(space.stat("wxfile://usr/b"), Err(FileError::Missing), "nothing half-written stays");
    assert_eq!(space.append("wxfile://usr/a", &[0; 200]), Err(FileError::Full));
    assert_eq!(space.truncate("wxfile://usr/a", 5000), Err(FileError::Full));
    space.write("wxfile://usr/a", &[1; 1000]).unwrap();
    space.truncate("wxfile://usr/a", 100).unwrap();
    space.write("wxfile://usr/b", &[0; 900]).unwrap();
    space.unlink("wxfile://usr/b").unwrap();
    assert_eq!(space.kept_bytes().unwrap(), 100);
    for name in ["c", "d", "e", "f", "g"] {
        space.write(&format!("wxfile://usr/{name}"), b"").unwrap();
    }
    assert_eq!(space.write("wxfile://usr/h", b""), Err(FileError::Full), "empty files count, too");
    assert_eq!(space.mkdir("wxfile://usr/h", false), Err(FileError::Full));
}

#[test]
fn a_file_that_goes_away_while_it_is_open_hides_no_bytes_from_the_count() {
    let world = world();
    let space = world.space(1);
    let open = |path: &str| space.open_handle(path, Flag::parse("r+").unwrap()).unwrap();
    let ways: [(&str, &dyn Fn()); 5] = [
        ("unlinked", &|| space.unlink("wxfile://usr/d/A").unwrap()),
        ("written over", &|| space.write("wxfile://usr/d/A", b"").unwrap()),
        ("moved over", &|| {
            space.write("wxfile://usr/b", b"").unwrap();
            space.rename("wxfile://usr/b", "wxfile://usr/d/A").unwrap();
        }),
        ("removed with its folder", &|| space.rmdir("wxfile://usr/d", true).unwrap()),
        ("removed after its folder was moved", &|| {
            space.rename("wxfile://usr/d", "wxfile://usr/e").unwrap();
            space.unlink("wxfile://usr/e/A").unwrap();
        }),
    ];
    for (how, goes_away) in ways {
        space.mkdir("wxfile://usr/d", true).unwrap();
        space.write("wxfile://usr/d/A", &[0; 600]).unwrap();
        space.write("wxfile://usr/stays", &[0; 400]).unwrap();
        let number = open("wxfile://usr/d/A");
        goes_away();
        assert_eq!(space.write_handle(number, None, &[0; 600]), Err(FileError::BadHandle), "{how}: its bytes are on the disk still");
        assert_eq!(space.truncate_handle(number, 0), Err(FileError::BadHandle), "{how}: its room would be given back twice");
        assert_eq!(space.kept_bytes().unwrap(), 400, "{how}");
        for path in ["wxfile://usr/d", "wxfile://usr/e"] {
            let _ = space.rmdir(path, true);
        }
    }
    space.write("wxfile://usr/x", b"one").unwrap();
    let number = open("wxfile://usr/x");
    space.rename("wxfile://usr/x", "wxfile://usr/y").unwrap();
    space.write_handle(number, None, b"two").unwrap();
    assert_eq!(space.stat_handle(number).unwrap().size, 3);
    assert_eq!(space.read("wxfile://usr/y", 9).unwrap(), b"two", "what only moved goes on");
}

#[test]
fn temporary_files_end_with_the_session() {
    let world = world();
    let space = world.space(1);
    let path = space.make_temp(b"\x89PNG\r\n\x1a\n", "").unwrap();
    assert!(path.starts_with("wxfile://tmp_") && path.ends_with(".png"), "{path}");
    assert_eq!(space.write(&path, b"x"), Err(FileError::Denied), "a program does not write them");
    let mut writer = space.temp_writer("bin").unwrap();
    writer.write(&[0; 900]).unwrap();
    assert_eq!(writer.write(&[0; 200]), Err(FileError::Full));
    drop(writer);
    space.make_temp(&[0; 900], "bin").expect("an abandoned one makes room");
    world.shelf.close(Slot(1));
    assert_eq!(space.read(&path, 100), Err(FileError::Denied));
    assert_eq!(space.make_temp(b"x", ""), Err(FileError::Denied), "nothing is written after the end");
    assert!(!world.folder.path().join("cache/temp/1").exists());
}

#[test]
fn a_temporary_file_can_be_saved() {
    let world = world();
    let space = world.space(1);
    let temp = space.make_temp(b"photo", "jpg").unwrap();
    let saved = space.save(&temp, None).unwrap();
    assert!(saved.starts_with("wxfile://store_") && saved.ends_with(".jpg"), "{saved}");
    assert_eq!(space.read(&temp, 100), Err(FileError::Missing), "it was moved");
    assert_eq!(space.saved().unwrap().iter().map(|s| (s.path.as_str(), s.size)).collect::<Vec<_>>(), [(saved.as_str(), 5)]);
    let temp = space.make_temp(b"again", "jpg").unwrap();
    assert_eq!(space.save(&temp, Some("wxfile://usr/x.jpg")).unwrap(), "wxfile://usr/x.jpg");
    for wrong in ["wxfile://tmp_x", "data/a.txt", "wxfile://store_x"] {
        let temp = space.make_temp(b"more", "").unwrap();
        assert!(space.save(&temp, Some(wrong)).is_err() || wrong.contains("store_"), "{wrong}");
        let _ = space.unlink(&temp);
    }
    assert_eq!(space.save("wxfile://tmp_none", None), Err(FileError::Missing));
    space.remove_saved(&saved).unwrap();
    assert_eq!(space.remove_saved("wxfile://usr/x.jpg"), Err(FileError::Missing));
}

#[test]
fn the_bundle_is_read_and_never_written() {
    let world = world();
    let space = world.space(1);
    assert_eq!(space.read("/data/a.txt", 100).unwrap(), b"hello");
    assert_eq!(space.readdir("data").unwrap(), ["a.txt", "b"]);
    assert!(space.stat("data/b").unwrap().is_folder);
    for path in ["data/a.txt", "new.txt", "data"] {
        assert_eq!(space.write(path, b"x"), Err(FileError::Denied));
        assert_eq!(space.unlink(path), Err(FileError::Denied));
        assert_eq!(space.mkdir(path, true), Err(FileError::Denied));
    }
    space.copy("data/a.txt", "wxfile://usr/a.txt").unwrap();
    assert_eq!(space.read("wxfile://usr/a.txt", 100).unwrap(), b"hello");
}

#[test]
fn folders_are_made_listed_and_removed() {
    let world = world();
    let space = world.space(1);
    assert_eq!(space.mkdir("wxfile://usr/a/b", false), Err(FileError::Missing));
    space.mkdir("wxfile://usr/a/b", true).unwrap();
    assert_eq!(space.mkdir("wxfile://usr/a", false), Err(FileError::Exists));
    space.write("wxfile://usr/a/b/x", b"123").unwrap();
    assert_eq!(space.mkdir("wxfile://usr/a/b/x/y", true), Err(FileError::NotFolder));
    assert_eq!(space.readdir("wxfile://usr").unwrap(), ["a"]);
    assert_eq!(space.readdir("wxfile://usr/a/b/x"), Err(FileError::NotFolder));
    let all: Vec<String> = space.stat_all("wxfile://usr/a").unwrap().into_iter().map(|(path, _)| path).collect();
    assert_eq!(all, ["/", "/b", "/b/x"]);
    assert_eq!(space.rmdir("wxfile://usr/a", false), Err(FileError::NotEmpty));
    assert_eq!(space.unlink("wxfile://usr/a"), Err(FileError::NotPermitted));
    space.rename("wxfile://usr/a/b/x", "wxfile://usr/y").unwrap();
    assert_eq!(space.rename("wxfile://usr/none", "wxfile://usr/z"), Err(FileError::Missing));
    assert_eq!(space.rename("wxfile://usr/y", "wxfile://usr/no/z"), Err(FileError::Missing));
    space.rmdir("wxfile://usr/a", true).unwrap();
    assert_eq!(space.rmdir("wxfile://usr", true), Err(FileError::Denied));
    assert_eq!(space.kept_bytes().unwrap(), 3);
}

#[test]
fn folders_can_not_be_moved_to_where_nothing_can_name_what_is_in_them() {
    let world = world();
    let limits = Limits { kept_count: 1000, ..SMALL };
    let space =
        world.shelf.open(Slot(1), &owner("files-test"), Arc::new(Files::from_entries([], &BundleLimits::default()).unwrap()), limits);
    let deep = ["d"; 150].join("/");
    space.mkdir(&format!("wxfile://usr/a/{deep}"), true).unwrap();
    space.mkdir(&format!("wxfile://usr/b/{deep}"), true).unwrap();
    assert_eq!(space.rename("wxfile://usr/a", &format!("wxfile://usr/b/{deep}/a")), Err(FileError::NameTooLong));
    space.rename("wxfile://usr/a", "wxfile://usr/b/a").unwrap();
    assert_eq!(space.stat_all("wxfile://usr/b").unwrap().len(), 302);
    space.rmdir("wxfile://usr/b", true).unwrap();
    assert_eq!(space.kept_bytes().unwrap(), 0);
}

#[test]
fn forgetting_removes_everything() {
    let world = world();
    world.space(1).write("wxfile://usr/a", b"x").unwrap();
    world.shelf.close(Slot(1));
    world.shelf.forget(&owner("files-test")).unwrap();
    world.shelf.forget(&owner("files-test")).unwrap();
    assert_eq!(world.space(2).readdir("wxfile://usr").unwrap(), Vec::<String>::new());
}
