//! Calls about pictures, videos and files of the user: what is asked for in WeChat's words, and what comes back as
//! temporary files. It trusts no ending and no name: what something is, its first bytes say.

use std::sync::Arc;

use serde_json::{Value, json};

use super::files;
use super::local::Parts;
use crate::api::{ArgError, Args, BrokerAction, Failure, FileWords};
use crate::files::{Space, ending_of, media_type};
use crate::host::{Keep, MediaAsk, MediaKind, Picked};
use crate::permission::{Pass, Slot};

/// Longest ending of a chosen file that is kept.
const MAX_ENDING: usize = 8;
/// Longest name of a chosen file that a program is told, in characters.
const MAX_NAME: usize = 200;
/// Largest file that is put among the user's pictures, in bytes.
const MAX_KEEP: u64 = 200 << 20;

/// `chooseImage`, `chooseMedia`, `chooseVideo`, `chooseMessageFile`.
pub(super) async fn choose(parts: &Parts, slot: Slot, action: BrokerAction, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let ask = match action {
        BrokerAction::ChooseImage => ask_image(args)?,
        BrokerAction::ChooseVideo => ask_video(args)?,
        BrokerAction::ChooseMessageFile => ask_file(args)?,
        _ => ask_media(args)?,
    };
    let (count, kinds) = (ask.count, ask.kinds.clone());
    let mut picked = parts.hosts.media.choose(pass, ask).await?;
    // A shell that gives more is cut, so that a program never gets more than it asked for.
    picked.truncate(count);
    let space = files::space(parts, slot)?;
    let kept = tokio::task::spawn_blocking(move || keep_all(&space, picked, &kinds)).await;
    let kept = kept.map_err(|_| Failure::Other("internal error".into()))??;
    if kept.is_empty() {
        return Err(Failure::Other("what was chosen is not of the kind that was asked for".into()));
    }
    Ok(match action {
        BrokerAction::ChooseImage => json!({
            "tempFilePaths": kept.iter().map(|one| &one.path).collect::<Vec<_>>(),
            "tempFiles": kept.iter().map(|one| json!({ "path": one.path, "size": one.size })).collect::<Vec<_>>(),
        }),
        BrokerAction::ChooseVideo => kept.first().map_or(
            Value::Null,
            |one| json!({ "tempFilePath": one.path, "duration": one.seconds, "size": one.size, "width": one.width, "height": one.height }),
        ),
        BrokerAction::ChooseMessageFile => json!({ "tempFiles": kept.iter().map(Kept::as_file).collect::<Vec<_>>() }),
        _ => {
            let of = |kind| kept.iter().any(|one| one.kind == kind);
            let kind = match (of(MediaKind::Image), of(MediaKind::Video)) {
                (true, true) => "mix",
                (false, true) => "video",
                _ => "image",
            };
            json!({ "tempFiles": kept.iter().map(Kept::as_media).collect::<Vec<_>>(), "type": kind })
        }
    })
}

/// Something chosen that has become a temporary file.
struct Kept {
    path: String,
    thumb: String,
    size: usize,
    name: String,
    kind: MediaKind,
    width: u32,
    height: u32,
    seconds: f64,
    modified: u64,
}

impl Kept {
    fn as_file(&self) -> Value {
        json!({ "path": self.path, "size": self.size, "name": self.name, "type": self.kind, "time": self.modified })
    }

    fn as_media(&self) -> Value {
        let mut told =
            json!({ "tempFilePath": self.path, "size": self.size, "fileType": self.kind, "width": self.width, "height": self.height });
        if self.kind == MediaKind::Video {
            told["duration"] = json!(self.seconds);
            told["thumbTempFilePath"] = json!(self.thumb);
        }
        told
    }
}

fn keep_all(space: &Arc<Space>, picked: Vec<Picked>, kinds: &[MediaKind]) -> Result<Vec<Kept>, Failure> {
    let mut kept = Vec::new();
    for one in picked {
        let mime = media_type(&one.bytes);
        let kind = match mime.unwrap_or_default() {
            mime if mime.starts_with("image/") => MediaKind::Image,
            mime if mime.starts_with("video/") => MediaKind::Video,
            _ => MediaKind::File,
        };
        if !kinds.contains(&kind) && !kinds.contains(&MediaKind::File) {
            continue;
        }
        let ending = mime.map_or_else(|| safe_ending(&one.name), |mime| ending_of(mime).to_owned());
        let make = |bytes: &[u8], ending: &str| space.make_temp(bytes, ending).map_err(|why| Failure::File(why.into()));
        let path = make(&one.bytes, &ending)?;
        let thumb =
            if media_type(&one.thumb).is_some_and(|mime| mime.starts_with("image/")) { make(&one.thumb, "")? } else { String::new() };
        let seconds = if one.seconds.is_finite() { one.seconds.max(0.0) } else { 0.0 };
        let name = one.name.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect();
        let (size, width, height, modified) = (one.bytes.len(), one.width, one.height, one.modified);
        kept.push(Kept { path, thumb, size, name, kind, width, height, seconds, modified });
    }
    Ok(kept)
}

/// The ending of a name, where it can't be anything but one.
fn safe_ending(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let plain = !ending.is_empty() && ending.len() <= MAX_ENDING && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if plain { ending } else { String::new() }
}

/// `count`: at least one, at most what WeChat allows.
fn count(args: &Args, default: f64, most: f64) -> Result<usize, Failure> {
    Ok(args.opt_number("count")?.unwrap_or(default).clamp(1.0, most) as usize)
}

/// A list of words that may be left out; whether it has each of two. A list without either means both.
fn either(args: &Args, name: &str, words: [&str; 2]) -> Result<[bool; 2], Failure> {
    let given = match args.value(name) {
        None | Some(Value::Null) => Vec::new(),
        Some(_) => args.strings(name)?,
    };
    let has = words.map(|word| given.iter().any(|one| one == word));
    Ok(if has == [false, false] { [true, true] } else { has })
}

fn ask_image(args: &Args) -> Result<MediaAsk, Failure> {
    let [album, camera] = either(args, "sourceType", ["album", "camera"])?;
    let [original, compressed] = either(args, "sizeType", ["original", "compressed"])?;
    let (count, kinds) = (count(args, 9.0, 9.0)?, vec![MediaKind::Image]);
    Ok(MediaAsk { count, kinds, album, camera, original, compressed, ..MediaAsk::default() })
}

fn ask_video(args: &Args) -> Result<MediaAsk, Failure> {
    let [album, camera] = either(args, "sourceType", ["album", "camera"])?;
    let compressed = args.flag("compressed", true);
    let max_seconds = args.opt_number("maxDuration")?.unwrap_or(60.0).clamp(1.0, 60.0) as u32;
    let front = args.text("camera")? == "front";
    let kinds = vec![MediaKind::Video];
    Ok(MediaAsk { count: 1, kinds, album, camera, original: !compressed, compressed, max_seconds, front, ..MediaAsk::default() })
}

fn ask_media(args: &Args) -> Result<MediaAsk, Failure> {
    let [album, camera] = either(args, "sourceType", ["album", "camera"])?;
    let [original, compressed] = either(args, "sizeType", ["original", "compressed"])?;
    let mix = matches!(args.value("mediaType"), Some(Value::Array(list)) if list.iter().any(|one| one == "mix"));
    let [image, video] = if mix { [true, true] } else { either(args, "mediaType", ["image", "video"])? };
    let kinds = [(image, MediaKind::Image), (video, MediaKind::Video)].into_iter().filter(|(on, _)| *on).map(|(_, kind)| kind).collect();
    let max_seconds = args.opt_number("maxDuration")?.unwrap_or(10.0).clamp(3.0, 60.0) as u32;
    let front = args.text("camera")? == "front";
    Ok(MediaAsk { count: count(args, 9.0, 20.0)?, kinds, album, camera, original, compressed, max_seconds, front, extensions: Vec::new() })
}

fn ask_file(args: &Args) -> Result<MediaAsk, Failure> {
    let count = args.number("count")?;
    if !(0.0..=100.0).contains(&count) {
        return Err(ArgError("parameter.count should be a number from 0 to 100;".into()).into());
    }
    let kind = args.text("type")?;
    let kinds = match kind.as_str() {
        "image" => vec![MediaKind::Image],
        "video" => vec![MediaKind::Video],
        "" | "all" | "file" => vec![MediaKind::File],
        _ => return Err(ArgError("parameter.type should be all, video, image or file;".into()).into()),
    };
    let extensions = match (kind.as_str(), args.value("extension")) {
        ("file", Some(Value::Array(_))) => args.strings("extension")?,
        _ => Vec::new(),
    };
    let extensions =
        extensions.iter().take(50).map(|one| safe_ending(&format!(".{}", one.trim_start_matches('.')))).filter(|one| !one.is_empty());
    let extensions = extensions.collect();
    Ok(MediaAsk { count: count.max(1.0) as usize, kinds, album: true, original: true, extensions, ..MediaAsk::default() })
}

/// `saveImageToPhotosAlbum`, `saveVideoToPhotosAlbum`: a file of the mini-program, by a path that it wrote.
pub(super) async fn keep(parts: &Parts, slot: Slot, kind: MediaKind, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let path = args.string("filePath")?;
    let space = files::space(parts, slot)?;
    let of = path.clone();
    let bytes =
        tokio::task::spawn_blocking(move || space.read(&of, MAX_KEEP)).await.map_err(|_| Failure::Other("internal error".into()))?;
    let bytes = bytes.map_err(|why| Failure::File(FileWords::of(why, "open", &path)))?;
    let (wanted, word) = if kind == MediaKind::Video { ("video/", "video") } else { ("image/", "picture") };
    let mime = media_type(&bytes).filter(|mime| mime.starts_with(wanted)).ok_or_else(|| Failure::Other("invalid file type".into()))?;
    // By the clock of the phone, so that the names of two differ and sort.
    let name = format!("{word}-{}.{}", parts.hosts.clock.now_ms() as u64, ending_of(mime));
    parts.hosts.media.keep(pass, Keep { bytes, kind, mime: mime.into(), name }).await?;
    Ok(Value::Null)
}
