//! The page of a partner in a `web-view`: whether it may be shown, and whether its server is there at all. The view shows it;
//! it must not read it.

use std::time::Duration;

use serde_json::{Value, json};

use super::local::Parts;
use crate::api::{Args, Failure};
use crate::net::{Answer, HttpRequest, NetError};
use crate::permission::{Slot, UrlKind};

/// A server that is slower is shown while it thinks.
const PATIENCE: Duration = Duration::from_secs(4);

/// `{src}` -> `{url}`. A frame does not tell why it stays empty, so what would keep it so is looked for here.
pub(super) async fn open(parts: &Parts, slot: Slot, args: &Args) -> Result<Value, Failure> {
    let permit = parts.gate.url(slot, &args.string("src")?, UrlKind::WebView)?;
    let url = permit.url().clone();
    let request = HttpRequest {
        method: "HEAD".into(),
        headers: vec![("Accept".into(), "text/html".into())],
        body: None,
        timeout: Duration::MAX, // the caller's, below
        max_body: 0,
    };
    match tokio::time::timeout(PATIENCE, parts.net.open(permit, request, None)).await {
        Ok(Ok(answer)) if refuses_frames(&answer) => {
            let host = url.host_str().unwrap_or_default();
            return Err(Failure::Other(format!(
                "{host} does not let its pages be shown inside another (X-Frame-Options or frame-ancestors)"
            )));
        }
        // Some servers break off when they are asked for headers only: what does not say that nobody is there is left to the frame.
        Ok(Err(
            why @ (NetError::Refused(_)
            | NetError::Private { .. }
            | NetError::UnknownName { .. }
            | NetError::ConnectionRefused
            | NetError::Certificate { .. }
            | NetError::Handshake { .. }),
        )) => {
            return Err(why.into());
        }
        _ => {}
    }
    Ok(json!({ "url": url.as_str() }))
}

/// Whether an answer says that its page must not stand in a frame of anybody else. One that sends elsewhere says nothing yet.
fn refuses_frames(answer: &Answer) -> bool {
    if !(200..300).contains(&answer.status()) {
        return false;
    }
    let policy = answer.header("content-security-policy").unwrap_or_default().to_ascii_lowercase();
    let frames = policy.split(';').map(str::trim).find_map(|rule| rule.strip_prefix("frame-ancestors"));
    match frames {
        Some(who) => who.split_whitespace().all(|who| matches!(who, "'none'" | "'self'")),
        None => {
            answer.header("x-frame-options").is_some_and(|word| ["deny", "sameorigin"].contains(&word.trim().to_ascii_lowercase().as_str()))
        }
    }
}
