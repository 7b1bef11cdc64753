//! Pictures, camera frames and texts that the user brings -> what the phone page shows of them. Reading codes is core's; so
//! is what they mean.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use banchan_core::superapp::SuperApp;
use banchan_formats::code::Code;
use banchan_formats::scan::{Found, ScanError};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Shell, apps};

/// Longest text that is taken, in bytes.
const MAX_TEXT: usize = 64 << 10;

/// `POST /<token>/scan`: a picture file.
pub(super) async fn picture(State(shell): State<Arc<Shell>>, body: Bytes) -> Json<Value> {
    off_thread(shell, move |core| answer(core, core.scan_image(&body))).await
}

/// Size of a camera frame.
#[derive(Deserialize)]
pub(super) struct Size {
    width: u32,
    height: u32,
}

/// `POST /<token>/luma?width=..&height=..`: a byte for each pixel.
pub(super) async fn luma(State(shell): State<Arc<Shell>>, Query(size): Query<Size>, body: Bytes) -> Json<Value> {
    off_thread(shell, move |core| answer(core, core.scan_luma(size.width, size.height, size.width, &body))).await
}

/// `POST /<token>/describe`: a text or link.
pub(super) async fn text(State(shell): State<Arc<Shell>>, body: Bytes) -> Json<Value> {
    off_thread(shell, move |core| match std::str::from_utf8(&body) {
        Ok(text) if body.len() <= MAX_TEXT => match one(core, text) {
            Ok(found) => json!({ "found": [found] }),
            Err(why) => json!({ "found": [], "kind": "code", "say": why }),
        },
        _ => json!({ "found": [], "kind": "code", "say": "this text is too long for a code" }),
    })
    .await
}

/// Reading a picture takes up to a second, so it never runs where messages are read.
async fn off_thread(shell: Arc<Shell>, work: impl FnOnce(&SuperApp) -> Value + Send + 'static) -> Json<Value> {
    let done = tokio::task::spawn_blocking(move || shell.app().map(|core| work(core))).await;
    Json(done.ok().flatten().unwrap_or_else(|| json!({ "found": [], "kind": "failed", "say": "the picture could not be looked at" })))
}

fn answer(core: &SuperApp, found: Result<Vec<Found>, ScanError>) -> Value {
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            let kind = match error {
                ScanError::NoCode => "nocode",
                ScanError::TooLarge { .. } => "large",
                ScanError::NotAPicture { .. } | ScanError::FrameSize { .. } => "picture",
            };
            return json!({ "found": [], "kind": kind, "say": error.to_string() });
        }
    };
    let (good, bad): (Vec<_>, Vec<_>) = found.iter().map(|code| one(core, &code.text)).partition(Result::is_ok);
    let good: Vec<Value> = good.into_iter().flatten().collect();
    match bad.into_iter().find_map(Result::err) {
        // A code that can't be used matters only when there is no other.
        Some(why) if good.is_empty() => json!({ "found": [], "kind": "code", "say": why }),
        _ => json!({ "found": good }),
    }
}

/// What one text means, for the page. `kind` chooses the page's words; `sub` is shown beside it.
fn one(core: &SuperApp, text: &str) -> Result<Value, String> {
    let code = core.route(text).map_err(|error| error.to_string())?;
    let (kind, sub) = match &code {
        Code::MiniProgram(target) => {
            let place = target.path.clone().unwrap_or_default();
            let sub = if target.query.is_empty() { place } else { format!("{place}?{}", target.query) };
            return Ok(json!({ "kind": "app", "text": text, "open": true, "app": apps::card_of(core, &target.app_id), "sub": sub }));
        }
        Code::WebPage(address) => return Ok(json!({ "kind": "web", "text": address, "sub": address })),
        Code::Closed { why, .. } => ("closed", why.clone()),
        Code::Payment(_) => ("payment", String::new()),
        Code::Contact(contact) => ("contact", contact.name.clone()),
        Code::Wifi(wifi) => ("wifi", wifi.ssid.clone()),
        Code::Phone(number) => ("phone", number.clone()),
        Code::Sms { number, .. } => ("sms", number.clone()),
        Code::Mail { address, .. } => ("mail", address.clone()),
        Code::Place { latitude, longitude } => ("place", format!("{latitude}, {longitude}")),
        Code::Text(text) => ("text", text.clone()),
    };
    Ok(json!({ "kind": kind, "text": text, "sub": sub }))
}
