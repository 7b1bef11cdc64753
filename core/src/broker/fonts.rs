//! The file of a font that a program names: fetched, unpacked from a data address, or one of its own; always as a file that a
//! page can load from us, so that a page itself asks no server. It must not look into the font: the view's browser does.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::files::{self, words};
use super::hops::Errand;
use super::local::Parts;
use crate::api::{Args, Failure};
use crate::files::{Place, Space, media_type};
use crate::permission::{Slot, UrlKind};

/// Largest font, in bytes: one with all Chinese signs has about ten million.
const MAX_FONT: usize = 20 << 20;
/// Longest wait for one.
const WITHIN: Duration = Duration::from_secs(60);

/// `__fontFile`: `{source}` -> `{path}`.
pub(super) async fn fetch(parts: &Parts, slot: Slot, args: &Args) -> Result<Value, Failure> {
    let source = args.string("source")?;
    let space = files::space(parts, slot)?;
    let path = if source.starts_with("data:") {
        keep(&space, &unpack(&source)?)?
    } else if source.contains("://") && !source.starts_with("wxfile:") {
        let fetched = tokio::time::timeout(WITHIN, download(parts, slot, source)).await.unwrap_or(Err(Failure::Timeout))?;
        keep(&space, &fetched)?
    } else {
        let bytes = space.read(&source, MAX_FONT as u64).map_err(|why| words("open", why, &source, ""))?;
        check(&bytes)?;
        match Place::parse(&source) {
            // What a program keeps under its own name may change while a page still loads it.
            Ok(place) if place.is_writable() => keep(&space, &bytes)?,
            _ if source.starts_with("wxfile:") => source,
            _ => format!("/{}", source.trim_start_matches('/')),
        }
    };
    Ok(json!({ "path": path }))
}

async fn download(parts: &Parts, slot: Slot, url: String) -> Result<Vec<u8>, Failure> {
    let info = parts.gate.info(slot)?;
    let headers = vec![("Referer".into(), format!("https://banchan.link/m/{}/{}", info.app_id, info.version))];
    let mut errand = Errand { kind: UrlKind::Shown, url, method: "GET".into(), headers, body: None, upload: None, follow: true };
    drop(parts.gate.url(slot, &errand.url, errand.kind)?);
    let _place = parts.wire(slot).await?;
    let answer = errand.run(parts, slot).await?;
    if answer.status() != 200 {
        return Err(Failure::Other(format!("the server answered {}", answer.status())));
    }
    Ok(answer.whole(MAX_FONT).await?.body)
}

/// The bytes of `data:font/woff2;base64,…`.
fn unpack(source: &str) -> Result<Vec<u8>, Failure> {
    let (head, text) = source.split_once(',').ok_or_else(bad)?;
    if !head.ends_with(";base64") {
        return Err(bad());
    }
    BASE64.decode(text.trim_end()).map_err(|_| bad())
}

fn bad() -> Failure {
    Failure::Other("the source can't be read: it should be url(\"https://…\") or url(\"data:font/…;base64,…\")".into())
}

fn check(bytes: &[u8]) -> Result<(), Failure> {
    match media_type(bytes.get(..64).unwrap_or(bytes)) {
        Some(mime) if mime.starts_with("font/") => Ok(()),
        _ => Err(Failure::Other("this is no font: TTF, OTF, WOFF and WOFF2 are read".into())),
    }
}

fn keep(space: &Arc<Space>, bytes: &[u8]) -> Result<String, Failure> {
    check(bytes)?;
    space.make_temp(bytes, "").map_err(|why| Failure::File(why.into()))
}
