//! Zip files of mini-programs: unpacked below a folder of their own, or read entry by entry. Names, counts, sizes and
//! ratios are checked where bundles are.

use banchan_formats::bundle::{Files, Limits};
use serde_json::{Map, Value, json};

use super::encoding::told;
use super::files::{MAX_READ, words};
use crate::api::{ArgError, Args, Failure, FileWords};
use crate::files::{FileError, Place, Space};

/// Largest zip: it is held in memory while it is read.
const MAX_ZIP: u64 = 64 << 20;

/// What one zip may cost.
const LIMITS: Limits = Limits { files: 2_000, file_bytes: 50 << 20, total_bytes: 200 << 20, ratio: 500 };

fn broken(text: String, errno: u32) -> Failure {
    Failure::File(FileWords { text, errno })
}

fn opened(space: &Space, path: &str, fail: impl Fn(FileError) -> Failure) -> Result<Files, Failure> {
    let bytes = space.read(path, MAX_ZIP).map_err(fail)?;
    Files::from_proven_zip(bytes, &LIMITS).map_err(|why| broken(format!("unzip open file fail: {why}"), 1_301_102))
}

/// `unzip`: every file below the target folder, which is made.
pub(super) fn unzip(space: &Space, args: &Args) -> Result<Value, Failure> {
    let (path, target) = (args.string("zipFilePath")?, args.string("targetPath")?);
    let fail = |why| words("unzip", why, &path, &target);
    // Refused before anything is read.
    if !Place::parse(&target).map_err(fail)?.is_writable() {
        return Err(fail(FileError::Denied));
    }
    let files = opened(space, &path, fail)?;
    space.mkdir(&target, true).map_err(fail)?;
    let root = target.trim_end_matches('/');
    for name in files.paths() {
        let Some(bytes) = files.read(name) else {
            return Err(broken(format!("unzip entry fail: {name} is damaged"), 1_301_103));
        };
        if let Some((folder, _)) = name.as_str().rsplit_once('/') {
            space.mkdir(&format!("{root}/{folder}"), true).map_err(fail)?;
        }
        space.write(&format!("{root}/{name}"), bytes).map_err(fail)?;
    }
    Ok(Value::Null)
}

/// `readZipEntry`: all entries, or those that are named.
pub(super) fn read_entries(space: &Space, args: &Args) -> Result<Value, Failure> {
    let path = args.string("filePath")?;
    let files = opened(space, &path, |why| words("readZipEntry", why, &path, ""))?;
    let encoding = args.opt_string("encoding")?;
    let mut entries = Map::new();
    let mut left = MAX_READ;
    let mut put = |name: &str, encoding: Option<&str>, position: u64, length: Option<u64>| -> Result<(), Failure> {
        let bytes = files.read(name).ok_or("readZipEntry:fail no such file or directory");
        let answer = match bytes {
            Ok(bytes) => {
                let start = usize::try_from(position).unwrap_or(usize::MAX).min(bytes.len());
                let end = length
                    .map_or(bytes.len(), |length| start.saturating_add(usize::try_from(length).unwrap_or(usize::MAX)).min(bytes.len()));
                let part = bytes.get(start..end).unwrap_or_default();
                left = left.checked_sub(part.len() as u64).ok_or_else(|| words("readZipEntry", FileError::TooLarge, &path, ""))?;
                json!({ "errMsg": "readZipEntry:ok", "data": told(part, encoding)? })
            }
            Err(text) => json!({ "errMsg": text }),
        };
        entries.insert(name.to_owned(), answer);
        Ok(())
    };
    match args.value("entries") {
        Some(Value::Array(wanted)) => {
            for wish in wanted {
                let name = wish.get("path").and_then(Value::as_str);
                let name = name.ok_or_else(|| ArgError("parameter.entries[].path should be String;".into()))?;
                let number = |key: &str| wish.get(key).and_then(Value::as_u64);
                let encoding = wish.get("encoding").and_then(Value::as_str);
                put(name.trim_start_matches('/'), encoding, number("position").unwrap_or(0), number("length"))?;
            }
        }
        Some(Value::String(all)) if all == "all" => {
            for name in files.paths() {
                put(name.as_str(), encoding.as_deref(), 0, None)?;
            }
        }
        _ => return Err(ArgError("parameter.entries should be Array;".into()).into()),
    }
    Ok(json!({ "entries": entries }))
}
