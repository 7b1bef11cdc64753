//! `wx.openDocument`: a file of the mini-program is shown by the phone, or handed to the user. Only the kinds that WeChat
//! names; what a file is called on the way is ours to say.

use serde_json::Value;

use super::files::{self, words};
use super::local::Parts;
use crate::api::{Args, Failure};
use crate::host::{Keep, MediaKind};
use crate::permission::{Pass, Slot};

/// Largest document.
const MAX_DOCUMENT: u64 = 100 << 20;

const KINDS: &[(&str, &str)] = &[
    ("pdf", "application/pdf"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
];

pub(super) async fn open(parts: &Parts, slot: Slot, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let path = args.string("filePath")?;
    let kind = match args.opt_string("fileType")?.filter(|kind| !kind.is_empty()) {
        Some(kind) => kind,
        None => path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_owned()).unwrap_or_default(),
    };
    let space = files::space(parts, slot)?;
    let of = path.clone();
    let bytes = tokio::task::spawn_blocking(move || space.read(&of, MAX_DOCUMENT)).await;
    let bytes = bytes.map_err(|_| Failure::Other("internal error".into()))?.map_err(|why| words("openDocument", why, &path, ""))?;
    let known = KINDS.iter().find(|(ending, _)| *ending == kind.to_ascii_lowercase());
    let (ending, mime) = known.ok_or_else(|| Failure::Other("filetype not supported".into()))?;
    let name = format!("document-{}.{ending}", parts.hosts.clock.now_ms() as u64);
    parts.hosts.media.open(pass, Keep { bytes, kind: MediaKind::File, mime: (*mime).into(), name }).await?;
    Ok(Value::Null)
}
