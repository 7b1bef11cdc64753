//! The phone page's own origin: its files, which are part of the program, and pictures of mini-programs for its lists.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use banchan_core::permission::Slot;
use banchan_formats::code::AppId;

use super::Shell;
use super::doors::plain;

macro_rules! phone {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../phone/", $name)))),*]
    };
}

/// Every file of the phone page.
const FILES: &[(&str, &[u8])] = phone![
    "index.html",
    "icon.svg",
    "css/dev.css",
    "css/frame.css",
    "css/home.css",
    "css/scan.css",
    "css/sheet.css",
    "css/stage.css",
    "css/tokens.css",
    "js/camera.js",
    "js/consent.js",
    "js/dev.js",
    "js/dialogs.js",
    "js/dom.js",
    "js/face.js",
    "js/fault.js",
    "js/home.js",
    "js/i18n.js",
    "js/icons.js",
    "js/link.js",
    "js/main.js",
    "js/menu.js",
    "js/page.js",
    "js/scan.js",
    "js/settings.js",
    "js/sheet.js",
    "js/stage.js",
    "js/tabs.js",
    "lang/de.js",
    "lang/en.js",
    "lang/ko.js",
    "lang/zh.js",
];

/// Media type of a file of the page.
fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |parts| parts.1) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// A file of the page. The token in front was checked at the door.
pub(super) async fn file(State(shell): State<Arc<Shell>>, uri: Uri) -> Response {
    let name = uri.path().splitn(3, '/').nth(2).filter(|name| !name.is_empty()).unwrap_or("index.html");
    let Some((name, bytes)) = FILES.iter().find(|(own, _)| *own == name) else {
        return plain(StatusCode::NOT_FOUND, "There is nothing here.");
    };
    let port = shell.doors.port();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws://127.0.0.1:{port}; \
         frame-src http://*.localhost:{port}; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'"
    );
    let mut response = ([(CONTENT_TYPE, kind(name)), (CACHE_CONTROL, "no-store")], Body::from(*bytes)).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(self), geolocation=(self), clipboard-read=(self), clipboard-write=(self), microphone=(), payment=(), usb=()",
        ),
    );
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    response
}

/// The picture of a mini-program.
pub(super) async fn icon(State(shell): State<Arc<Shell>>, Path((_, id)): Path<(String, String)>) -> Response {
    let picture = shell.app().zip(AppId::parse(&id).ok()).and_then(|(app, id)| app.icon(&id));
    picture.map_or_else(|| plain(StatusCode::NOT_FOUND, "It has no picture."), |picture| foreign(picture.mime, picture.bytes))
}

/// A picture of a running mini-program's bundle, for its tabs and toasts.
pub(super) async fn bundle_file(State(shell): State<Arc<Shell>>, Path((_, slot, path)): Path<(String, u64, String)>) -> Response {
    let asset = shell.app().and_then(|app| app.read_app_asset(Slot(slot), &path)).filter(|asset| asset.mime.starts_with("image/"));
    asset.map_or_else(|| plain(StatusCode::NOT_FOUND, "There is no such picture."), |asset| foreign(asset.mime, asset.bytes.into_owned()))
}

/// Somebody else's picture on our origin: as a picture it is harmless, and opened by itself it may do nothing.
fn foreign(mime: &'static str, bytes: Vec<u8>) -> Response {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
    let own = HeaderName::from_static("cross-origin-resource-policy");
    (
        [(CONTENT_TYPE, mime), (CACHE_CONTROL, "private, max-age=60"), (CONTENT_SECURITY_POLICY, policy), (own, "same-origin")],
        Body::from(bytes),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_page_is_part_of_the_program() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("phone");
        let mut missing = Vec::new();
        for part in ["", "css", "js", "lang"] {
            for entry in std::fs::read_dir(folder.join(part)).unwrap().flatten().filter(|entry| entry.path().is_file()) {
                let name = format!("{part}/{}", entry.file_name().to_string_lossy());
                if !FILES.iter().any(|(own, _)| *own == name.trim_start_matches('/')) {
                    missing.push(name);
                }
            }
        }
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn every_language_has_every_sentence() {
        let keys = |name: &str| -> Vec<&str> {
            let text = std::str::from_utf8(FILES.iter().find(|(own, _)| *own == name).unwrap().1).unwrap();
            text.lines().filter_map(|line| line.strip_prefix("  \"")?.split('"').next()).collect()
        };
        for name in ["lang/zh.js", "lang/ko.js", "lang/de.js"] {
            assert_eq!(keys(name), keys("lang/en.js"), "{name}");
        }
    }
}
