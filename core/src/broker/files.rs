//! Calls about files: what was asked becomes what `files` does, and what went wrong becomes WeChat's words for that call.

use std::sync::Arc;

use serde_json::{Value, json};

use super::encoding::{given, told};
use super::local::Parts;
use super::zips;
use crate::api::{ArgError, Args, Failure, FileWords, Row, shown};
use crate::files::{FileError, Flag, Space, Stat};
use crate::permission::Slot;

/// Most bytes that are read at once: they cross to the engine.
pub(super) const MAX_READ: u64 = 16 << 20;
/// Largest file whose digest is taken.
const MAX_DIGEST: u64 = 256 << 20;

/// The files of a slot.
pub(super) fn space(parts: &Parts, slot: Slot) -> Result<Arc<Space>, Failure> {
    parts.shelf.get(slot).ok_or(Failure::Abort)
}

/// Calls that may take long: they do not keep the program waiting.
pub(super) fn is_slow(row: &Row) -> bool {
    matches!(method(row), "unzip" | "copyFile" | "getFileInfo" | "readZipEntry") && row.kind != crate::api::Kind::Sync
}

/// The method as WeChat names it, without `Sync`.
fn method(row: &Row) -> &'static str {
    row.name.rsplit('.').next().unwrap_or_default().trim_end_matches("Sync")
}

/// Does one call.
pub(super) fn act(space: &Arc<Space>, row: &Row, args: &Args) -> Result<Value, Failure> {
    let method = method(row);
    let nothing = |result: Result<(), FileError>, path: &str| result.map(|()| Value::Null).map_err(|why| words(method, why, path, ""));
    match method {
        "access" => {
            let path = args.string("path")?;
            nothing(space.stat(&path).map(drop), &path)
        }
        "stat" => stat(space, args),
        "readFile" => read_file(space, args),
        "writeFile" | "appendFile" => {
            let path = args.string("filePath")?;
            let bytes = given(args.value("data"), args.opt_string("encoding")?.as_deref())?;
            nothing(if method == "writeFile" { space.write(&path, &bytes) } else { space.append(&path, &bytes) }, &path)
        }
        "copyFile" | "rename" => {
            let (from, to) = if method == "rename" { ("oldPath", "newPath") } else { ("srcPath", "destPath") };
            let (from, to) = (args.string(from)?, args.string(to)?);
            let done = if method == "rename" { space.rename(&from, &to) } else { space.copy(&from, &to) };
            done.map(|()| Value::Null).map_err(|why| words(method, why, &from, &to))
        }
        "mkdir" => {
            let path = args.string("dirPath")?;
            nothing(space.mkdir(&path, args.flag("recursive", false)), &path)
        }
        "rmdir" => {
            let path = args.string("dirPath")?;
            nothing(space.rmdir(&path, args.flag("recursive", false)), &path)
        }
        "readdir" => {
            let path = args.string("dirPath")?;
            space.readdir(&path).map(|files| json!({ "files": files })).map_err(|why| words(method, why, &path, ""))
        }
        "unlink" => {
            let path = args.string("filePath")?;
            nothing(space.unlink(&path), &path)
        }
        "truncate" => {
            let path = args.string("filePath")?;
            nothing(space.truncate(&path, whole(args, "length")?.unwrap_or(0)), &path)
        }
        "saveFile" => {
            let (temp, to) = (args.string("tempFilePath")?, args.opt_string("filePath")?);
            let saved = space.save(&temp, to.as_deref()).map_err(|why| words(method, why, to.as_deref().unwrap_or(&temp), ""))?;
            Ok(json!({ "savedFilePath": saved }))
        }
        "getSavedFileList" => {
            let saved = space.saved().map_err(|why| words(method, why, "", ""))?;
            let list = saved.iter().map(|file| json!({ "filePath": file.path, "size": file.size, "createTime": file.created }));
            Ok(json!({ "fileList": list.collect::<Vec<_>>() }))
        }
        "removeSavedFile" => {
            let path = args.string("filePath")?;
            nothing(space.remove_saved(&path), &path)
        }
        "getFileInfo" => info(space, args),
        "unzip" => zips::unzip(space, args),
        "readZipEntry" => zips::read_entries(space, args),
        _ => handle(space, method, args),
    }
}

/// The calls by number.
fn handle(space: &Space, method: &str, args: &Args) -> Result<Value, Failure> {
    let fail = |why: FileError| words(method, why, "", "");
    if method == "open" {
        let path = args.string("filePath")?;
        let flag = args.opt_string("flag")?.unwrap_or_else(|| "r".into());
        let number = Flag::parse(&flag).and_then(|flag| space.open_handle(&path, flag)).map_err(|why| words(method, why, &path, ""))?;
        return Ok(json!({ "fd": number.to_string() }));
    }
    let number = match args.value("fd") {
        Some(Value::Number(number)) => number.as_u64().and_then(|number| u32::try_from(number).ok()).unwrap_or(0),
        _ => args.string("fd")?.parse().unwrap_or(0),
    };
    match method {
        "close" => space.close_handle(number).map(|()| Value::Null).map_err(fail),
        "fstat" => space.stat_handle(number).map(|stat| json!({ "stats": shape(&stat) })).map_err(fail),
        "ftruncate" => space.truncate_handle(number, whole(args, "length")?.unwrap_or(0)).map(|()| Value::Null).map_err(fail),
        "read" => {
            let length = whole(args, "length")?.unwrap_or(MAX_READ);
            if length > MAX_READ {
                return Err(fail(FileError::TooLarge));
            }
            let bytes = space.read_handle(number, whole(args, "position")?, length).map_err(fail)?;
            Ok(json!({ "bytesRead": bytes.len(), "data": told(&bytes, None)? }))
        }
        "write" => {
            let bytes = given(args.value("data"), args.opt_string("encoding")?.as_deref())?;
            let is_text = args.value("data").is_some_and(Value::is_string);
            // Text is written whole; of bytes, a part may be named.
            let (offset, length) = if is_text { (0, None) } else { (whole(args, "offset")?.unwrap_or(0), whole(args, "length")?) };
            let start = usize::try_from(offset).ok().filter(|start| *start <= bytes.len()).ok_or_else(|| range("offset"))?;
            let length = match length {
                None => bytes.len() - start,
                Some(length) => {
                    usize::try_from(length).ok().filter(|length| *length <= bytes.len() - start).ok_or_else(|| range("length"))?
                }
            };
            let part = bytes.get(start..start + length).unwrap_or_default();
            space.write_handle(number, whole(args, "position")?, part).map_err(fail)?;
            Ok(json!({ "bytesWritten": length }))
        }
        _ => Err(Failure::NotSupported),
    }
}

fn range(name: &str) -> Failure {
    let errno = match name {
        "length" => 1_301_006,
        "offset" => 1_301_007,
        _ => 1_301_009,
    };
    Failure::File(FileWords { text: format!("the value of \"{name}\" is out of range"), errno })
}

/// A whole number from 0 that may be left out.
fn whole(args: &Args, name: &str) -> Result<Option<u64>, Failure> {
    match args.opt_number(name)? {
        None => Ok(None),
        // As far as JavaScript counts.
        Some(number) if number.fract() == 0.0 && (0.0..=9e15).contains(&number) => Ok(Some(number as u64)),
        Some(_) => Err(range(name)),
    }
}

fn read_file(space: &Space, args: &Args) -> Result<Value, Failure> {
    let path = args.string("filePath")?;
    let fail = |why| words("readFile", why, &path, "");
    let (position, length) = (whole(args, "position")?, whole(args, "length")?);
    let mut opened = space.open(&path).map_err(fail)?;
    let start = position.unwrap_or(0);
    if start > opened.size() || (position.is_some() && start == opened.size()) {
        return Err(range("position"));
    }
    let rest = opened.size() - start;
    if length.is_some_and(|length| length == 0 || length > rest) {
        return Err(range("length"));
    }
    let length = length.unwrap_or(rest);
    if length > MAX_READ {
        return Err(fail(FileError::TooLarge));
    }
    let bytes = opened.read_at(start, length).map_err(fail)?;
    Ok(json!({ "data": told(&bytes, args.opt_string("encoding")?.filter(|name| !name.is_empty()).as_deref())? }))
}

fn stat(space: &Space, args: &Args) -> Result<Value, Failure> {
    let path = args.string("path")?;
    let fail = |why| words("stat", why, &path, "");
    let stat = space.stat(&path).map_err(fail)?;
    if !(stat.is_folder && args.flag("recursive", false)) {
        return Ok(json!({ "stats": shape(&stat) }));
    }
    let all = space.stat_all(&path).map_err(fail)?;
    let all: Vec<Value> = all.iter().map(|(path, stat)| json!({ "path": path, "stats": shape(stat) })).collect();
    Ok(json!({ "stats": all }))
}

/// What `core/js/files.js` makes a `Stats` of.
fn shape(stat: &Stat) -> Value {
    let mode = match (stat.is_folder, stat.writable) {
        (true, _) => 0o040_755,
        (false, true) => 0o100_644,
        (false, false) => 0o100_444,
    };
    json!({ "mode": mode, "size": stat.size, "lastAccessedTime": stat.accessed, "lastModifiedTime": stat.modified, "isFolder": stat.is_folder })
}

fn info(space: &Space, args: &Args) -> Result<Value, Failure> {
    use sha1::Digest as _;
    let path = args.string("filePath")?;
    let fail = |why| words("getFileInfo", why, &path, "");
    let algorithm = args.opt_string("digestAlgorithm")?.unwrap_or_else(|| "md5".into());
    if algorithm != "md5" && algorithm != "sha1" {
        return Err(ArgError("parameter.digestAlgorithm should be md5 or sha1;".into()).into());
    }
    let mut opened = space.open(&path).map_err(fail)?;
    if opened.size() > MAX_DIGEST {
        return Err(fail(FileError::TooLarge));
    }
    let (mut md5, mut sha1) = (md5::Md5::new(), sha1::Sha1::new());
    let mut at = 0;
    while at < opened.size() {
        let part = opened.read_at(at, 1 << 20).map_err(fail)?;
        if part.is_empty() {
            break;
        }
        at += part.len() as u64;
        if algorithm == "md5" { md5.update(&part) } else { sha1.update(&part) }
    }
    let digest = if algorithm == "md5" { md5.finalize().to_vec() } else { sha1.finalize().to_vec() };
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(json!({ "size": opened.size(), "digest": digest }))
}

/// WeChat's words for what went wrong in one of its calls; `to` is empty where there is one path only.
pub(super) fn words(method: &str, why: FileError, path: &str, to: &str) -> Failure {
    use FileError as E;
    let (path, to) = (shown(path), shown(to));
    let text = match (method, why) {
        (_, E::Full | E::TooLarge | E::Disk | E::NotEmpty | E::BadHandle | E::Invalid | E::TooManyOpen | E::NameTooLong) => why.to_string(),
        ("getFileInfo" | "removeSavedFile", E::Missing) => "file not exist".into(),
        ("saveFile", E::Missing) => "tempFilePath file not exist".into(),
        ("copyFile" | "rename" | "unzip", _) => format!("{why}, {method} {path} -> {to}"),
        ("unlink", E::NotPermitted) => format!("{why}, unlink {path}"),
        ("access" | "stat" | "readdir" | "rmdir" | "mkdir" | "unlink", E::Denied) => format!("{why}, open {path}"),
        ("access" | "stat" | "readdir" | "rmdir" | "mkdir" | "unlink", _) => format!("{why} {path}"),
        _ => return Failure::File(FileWords::of(why, "open", &path)),
    };
    Failure::File(FileWords { text, errno: why.errno() })
}
