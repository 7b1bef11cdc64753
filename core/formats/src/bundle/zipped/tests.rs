//! Tests of zip reading and writing: each refusal by the guarantee it keeps.

use super::*;

fn files(entries: &[(&str, &[u8])]) -> Files {
    let owned = entries.iter().map(|(name, data)| (name.to_string(), data.to_vec()));
    Files::from_entries(owned, &Limits::default()).unwrap()
}

/// A zip made without any check of names.
fn raw(entries: &[(&str, &[u8], SimpleFileOptions)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data, options) in entries {
        writer.start_file(*name, *options).unwrap();
        writer.write_all(data).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn plain() -> SimpleFileOptions {
    SimpleFileOptions::default()
}

fn refused(bytes: Vec<u8>) -> BundleError {
    Files::from_zip(bytes, &Limits::default()).expect_err("must be refused")
}

/// Overwrites `old` wherever it stands, with as many bytes.
fn patched(mut bytes: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let places: Vec<usize> = bytes.windows(old.len()).enumerate().filter(|(_, w)| *w == old).map(|(at, _)| at).collect();
    assert!(!places.is_empty(), "nothing to patch");
    for at in places {
        bytes[at..at + new.len()].copy_from_slice(new);
    }
    bytes
}

#[test]
fn what_is_packed_is_read_back() {
    let long = "abc ".repeat(10_000);
    let all = files(&[("app.json", b"{}"), ("图/首页.png", b"\x89PNG"), ("a/long.js", long.as_bytes()), ("empty", b"")]);
    let read = Files::from_zip(pack(&all), &Limits::default()).unwrap();
    assert_eq!(read.paths().collect::<Vec<_>>(), all.paths().collect::<Vec<_>>());
    for path in all.paths() {
        assert_eq!(read.read(path), all.read(path), "{path}");
    }
    assert_eq!(read.total_bytes(), all.total_bytes());
}

#[test]
fn equal_files_pack_to_equal_bytes() {
    let one = files(&[("b.js", b"1"), ("a.js", &[7; 5_000])]);
    let other = files(&[("a.js", &[7; 5_000]), ("b.js", b"1")]);
    assert_eq!(pack(&one), pack(&other));
    let again = Files::from_zip(pack(&one), &Limits::default()).unwrap();
    assert_eq!(pack(&again), pack(&one));
}

#[test]
fn zip_slip_is_refused() {
    for name in ["../evil.js", "a/../../evil.js", "/etc/cron.d/x", "..\\evil.js", "C:/evil.js", "a\\..\\..\\b"] {
        assert!(matches!(refused(raw(&[(name, b"x", plain())])), BundleError::Path(_)), "{name}");
    }
}

#[test]
fn zip_bomb_is_refused_before_it_unpacks() {
    let zeros = vec![0; 4 << 20];
    assert!(matches!(refused(raw(&[("zeros", &zeros, plain().compression_level(Some(9)))])), BundleError::Ratio { .. }));
    let noise: Vec<u8> = (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 23) as u8).collect();
    let limits = Limits { total_bytes: 150_000, ..Limits::default() };
    let bomb = raw(&[("a", &noise, plain()), ("b", &noise, plain())]);
    assert_eq!(Files::from_zip(bomb, &limits).unwrap_err(), BundleError::TooLarge { limit: 150_000 });
}

#[test]
fn size_that_lies_is_refused() {
    let honest = raw(&[("a.txt", &[b'x'; 1_000], plain())]);
    let lie = patched(honest, &1_000_u32.to_le_bytes(), &10_u32.to_le_bytes());
    assert!(matches!(refused(lie.clone()), BundleError::Damaged { .. } | BundleError::NotZip { .. }));
    let unproven = Files::from_proven_zip(lie, &Limits::default());
    assert!(unproven.is_err() || unproven.is_ok_and(|files| files.read("a.txt").is_none()), "never more than announced");
}

#[test]
fn link_is_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("link.js", "/etc/passwd", plain()).unwrap();
    assert!(matches!(refused(writer.finish().unwrap().into_inner()), BundleError::NotAFile { .. }));
}

#[test]
fn second_entry_of_a_name_is_refused() {
    let twice = patched(raw(&[("a.js", b"good", plain()), ("b.js", b"evil", plain())]), b"b.js", b"a.js");
    assert!(matches!(refused(twice), BundleError::Duplicate { .. } | BundleError::NotZip { .. }));
    assert!(matches!(refused(raw(&[("a.js", b"1", plain()), ("A.js", b"2", plain())])), BundleError::CaseCollision { .. }));
}

#[test]
fn encrypted_entry_is_refused() {
    let mut bytes = raw(&[("a.js", b"x", plain())]);
    // The flag stands at 6 of the local header and 8 of the directory's record.
    let record = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[record + 8] |= 1;
    assert_eq!(refused(bytes), BundleError::Encrypted { path: "a.js".into() });
}

#[test]
fn truncated_zip_is_refused() {
    let whole = pack(&files(&[("app.json", b"{}"), ("a.js", &[b'y'; 3_000])]));
    for keep in [0, 4, whole.len() / 2, whole.len() - 1] {
        assert!(matches!(refused(whole[..keep].to_vec()), BundleError::NotZip { .. }), "{keep} bytes");
    }
}

#[test]
fn altered_content_is_refused() {
    let stored = plain().compression_method(CompressionMethod::Stored);
    let altered = patched(raw(&[("a.js", b"pay(1)", stored)]), b"pay(1)", b"pay(9)");
    assert_eq!(refused(altered.clone()), BundleError::Damaged { path: "a.js".into() });
    let unproven = Files::from_proven_zip(altered, &Limits::default()).unwrap();
    assert_eq!(unproven.read("a.js"), None);
}

#[test]
fn name_that_is_no_utf8_is_refused() {
    let bytes = patched(raw(&[("abcd.js", b"x", plain())]), b"abcd.js", b"\xb2\xe2\xca\xd4.js");
    assert!(matches!(refused(bytes), BundleError::NameEncoding { .. } | BundleError::Path(_)));
}

#[test]
fn count_of_entries_is_capped() {
    let many: Vec<(String, Vec<u8>)> = (0..30).map(|n| (format!("f{n}"), Vec::new())).collect();
    let zip = pack(&Files::from_entries(many, &Limits::default()).unwrap());
    let limits = Limits { files: 20, ..Limits::default() };
    assert_eq!(Files::from_zip(zip, &limits).unwrap_err(), BundleError::TooManyFiles { limit: 20 });
}

#[test]
fn mutated_zips_never_panic() {
    let whole = pack(&files(&[("app.json", b"{\"pages\":[]}"), ("a/b.js", &[b'z'; 400]), ("c.png", b"\x89PNG....")]));
    for at in 0..whole.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= flip;
            if let Ok(files) = Files::from_zip(bytes, &Limits::default()) {
                for path in files.paths() {
                    assert!(files.read(path).is_some(), "{path} was accepted and is unreadable");
                }
            }
        }
    }
}

#[test]
fn files_are_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let files = Files::from_zip(pack(&files(&[("a.js", &[b'q'; 900])])), &Limits::default()).unwrap();
    shared(&files);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(files.read("a.js").map(<[u8]>::len), Some(900)));
        }
    });
}
