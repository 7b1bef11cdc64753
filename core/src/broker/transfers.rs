//! `wx.downloadFile` and `wx.uploadFile`: bodies go from the wire to the disk and back piece by piece, and the program
//! hears how far they are.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::files::{self, words};
use super::hops::{Errand, headers, timeout, told_headers};
use super::local::Parts;
use super::request::MAX_ANSWER;
use crate::api::{ArgError, Args, Failure};
use crate::files::{FileError, Place, ending_of, media_type};
use crate::net::BodyStream;
use crate::permission::{Slot, UrlKind};

/// Largest file that is fetched or sent, as in WeChat.
const MAX_FILE: u64 = 200 << 20;
/// Most bytes of the fields beside a file.
const MAX_FIELDS: usize = 1 << 20;
/// Bytes of a file that are sent at once.
const PIECE: u64 = 64 << 10;
/// Progress is told no more often.
const TELL_EVERY: Duration = Duration::from_millis(100);

fn too_large() -> Failure {
    Failure::Other("exceed max file size".into())
}

/// How far a transfer is, in the words of its listener.
struct Progress {
    parts: Arc<Parts>,
    slot: Slot,
    task: u32,
    names: (&'static str, &'static str),
    total: u64,
    done: u64,
    told: Option<Instant>,
}

impl Progress {
    fn add(&mut self, bytes: u64) {
        self.done += bytes;
        let is_last = self.total > 0 && self.done >= self.total;
        if is_last || self.told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            self.told = Some(Instant::now());
            // Nobody knows how far it is when the server does not say how much comes.
            let percent = (self.done.min(self.total) * 100).checked_div(self.total).unwrap_or(0);
            let mut value = json!({ "progress": percent });
            if let Some(fields) = value.as_object_mut() {
                fields.insert(self.names.0.into(), self.done.into());
                fields.insert(self.names.1.into(), self.total.into());
            }
            self.parts.news.tell(self.slot, self.task, "ProgressUpdate", value, None);
        }
    }
}

pub(super) async fn download(parts: &Arc<Parts>, slot: Slot, task: u32, args: &Args) -> Result<Value, Failure> {
    let info = parts.gate.info(slot)?;
    let url = args.string("url")?;
    let target = args.opt_string("filePath")?;
    if let Some(target) = &target {
        let place = Place::parse(target).and_then(|place| if place.is_writable() { Ok(place) } else { Err(FileError::Denied) });
        drop(place.map_err(|why| words("downloadFile", why, target, ""))?);
    }
    let wait = timeout(args, info.declarations.download_timeout_ms)?;
    let space = files::space(parts, slot)?;
    let mut errand = Errand {
        kind: UrlKind::Download,
        url,
        method: "GET".into(),
        headers: headers(args, &info)?,
        body: None,
        upload: None,
        follow: true,
    };
    drop(parts.gate.url(slot, &errand.url, errand.kind)?);
    let exchange = async {
        let _place = parts.wire(slot).await?;
        let mut answer = errand.run(parts, slot).await?;
        let (header, cookies) = told_headers(answer.headers());
        let status = answer.status();
        parts.news.tell(slot, task, "HeadersReceived", json!({ "header": header, "statusCode": status, "cookies": cookies }), None);
        let total = answer.length().unwrap_or(0);
        if total > MAX_FILE {
            return Err(too_large());
        }
        let disk = |why: FileError| Failure::File(why.into());
        let mut writer = space.temp_writer(&ending(answer.header("content-type"), &errand.url)).map_err(disk)?;
        let names = ("totalBytesWritten", "totalBytesExpectedToWrite");
        let mut progress = Progress { parts: parts.clone(), slot, task, names, total, done: 0, told: None };
        while let Some(piece) = answer.piece().await? {
            if writer.written() + piece.len() as u64 > MAX_FILE {
                return Err(too_large());
            }
            writer.write(&piece).map_err(disk)?;
            progress.add(piece.len() as u64);
        }
        let length = writer.written();
        let temp = writer.finish().map_err(disk)?;
        let mut told = json!({ "statusCode": status, "header": header, "cookies": cookies, "dataLength": length });
        let (field, path) = match &target {
            None => ("tempFilePath", temp),
            Some(target) => {
                ("filePath", space.save(&temp, Some(target)).map_err(|why| words("downloadFile", why, target, "")).map(|_| target.clone())?)
            }
        };
        if let Some(fields) = told.as_object_mut() {
            fields.insert(field.into(), path.into());
        }
        Ok(told)
    };
    tokio::time::timeout(wait, exchange).await.unwrap_or(Err(Failure::Timeout))
}

/// The ending of what was fetched: by what the server says it is, else by its address.
fn ending(content_type: Option<&str>, url: &str) -> String {
    let by_type = content_type.map_or("", ending_of);
    if !by_type.is_empty() {
        return by_type.into();
    }
    let path = url.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    path.rsplit_once('.').map(|(_, ending)| ending.to_owned()).unwrap_or_default()
}

pub(super) async fn upload(parts: &Arc<Parts>, slot: Slot, task: u32, args: &Args) -> Result<Value, Failure> {
    let info = parts.gate.info(slot)?;
    let (url, path, name) = (args.string("url")?, args.string("filePath")?, args.string("name")?);
    let wait = timeout(args, info.declarations.upload_timeout_ms)?;
    let space = files::space(parts, slot)?;
    // Looked into and closed again: whoever waits for the wire keeps no file open, of which a process has few.
    let (size, first) = {
        let mut opened = space.open(&path).map_err(|why| words("uploadFile", why, &path, ""))?;
        (opened.size(), opened.read_at(0, 64).map_err(|why| words("uploadFile", why, &path, ""))?)
    };
    if size > MAX_FILE {
        return Err(too_large());
    }
    let file_name = args.opt_string("fileName")?.unwrap_or_else(|| path.rsplit('/').next().unwrap_or_default().to_owned());
    let form = Form::new(parts, args, &name, &file_name, media_type(&first).unwrap_or("application/octet-stream"))?;
    let mut sent = headers(args, &info)?;
    sent.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    sent.push(("Content-Type".into(), format!("multipart/form-data; boundary={}", form.boundary)));
    let total = form.head.len() as u64 + size + form.tail.len() as u64;
    let (shared, own) = (parts.clone(), space.clone());
    let make = move || {
        let opened = own.open(&path).map_err(|why| words("uploadFile", why, &path, ""))?;
        let names = ("totalBytesSent", "totalBytesExpectedToSend");
        let progress = Progress { parts: shared.clone(), slot, task, names, total, done: 0, told: None };
        Ok((form.stream(opened, progress), total))
    };
    let mut errand =
        Errand { kind: UrlKind::Upload, url, method: "POST".into(), headers: sent, body: None, upload: Some(Box::new(make)), follow: true };
    drop(parts.gate.url(slot, &errand.url, errand.kind)?);
    let exchange = async {
        let _place = parts.wire(slot).await?;
        let answer = errand.run(parts, slot).await?;
        let (header, cookies) = told_headers(answer.headers());
        let news = json!({ "header": header, "statusCode": answer.status(), "cookies": cookies });
        parts.news.tell(slot, task, "HeadersReceived", news, None);
        let answer = answer.whole(MAX_ANSWER).await?;
        let data = String::from_utf8_lossy(&answer.body).into_owned();
        Ok(json!({ "data": data, "statusCode": answer.status, "header": header, "cookies": cookies }))
    };
    tokio::time::timeout(wait, exchange).await.unwrap_or(Err(Failure::Timeout))
}

/// What stands before and after the file in a multipart body.
struct Form {
    boundary: String,
    head: Arc<[u8]>,
    tail: Arc<[u8]>,
}

impl Form {
    fn new(parts: &Parts, args: &Args, name: &str, file_name: &str, media: &str) -> Result<Self, Failure> {
        let mut random = [0; 16];
        parts.hosts.random.fill(&mut random)?;
        let boundary: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut head = String::new();
        for (key, value) in args.object("formData")? {
            let value = match value {
                Value::String(text) => text,
                other => other.to_string(),
            };
            head.push_str(&format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{value}\r\n", quoted(&key)));
        }
        if head.len() > MAX_FIELDS {
            return Err(ArgError(format!("parameter.formData is larger than {MAX_FIELDS} bytes;")).into());
        }
        head.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {media}\r\n\r\n",
            quoted(name),
            quoted(file_name)
        ));
        let tail = format!("\r\n--{boundary}--\r\n");
        Ok(Self { boundary, head: head.into_bytes().into(), tail: tail.into_bytes().into() })
    }

    fn stream(&self, file: crate::files::Opened, progress: Progress) -> BodyStream {
        let (head, tail) = (self.head.to_vec(), self.tail.to_vec());
        let start = (Some(head), file, 0_u64, Some(tail), progress);
        Box::pin(futures_util::stream::unfold(start, |(mut head, mut file, at, mut tail, mut progress)| async move {
            let (piece, at) = if let Some(head) = head.take() {
                (Ok(head), at)
            } else if at < file.size() {
                match file.read_at(at, PIECE) {
                    // It became shorter meanwhile: what was announced can't be kept.
                    Ok(piece) if piece.is_empty() => (Err(std::io::ErrorKind::UnexpectedEof.into()), file.size()),
                    Ok(piece) => {
                        let next = at + piece.len() as u64;
                        (Ok(piece), next)
                    }
                    Err(why) => (Err(std::io::Error::other(why.to_string())), file.size()),
                }
            } else {
                (Ok(tail.take()?), at)
            };
            progress.add(piece.as_ref().map_or(0, |piece| piece.len() as u64));
            Some((piece, (head, file, at, tail, progress)))
        }))
    }
}

/// A name inside quotes of a header, as browsers write it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
