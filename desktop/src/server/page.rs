//! The phone page's own origin: its files, which are part of the program, and pictures of mini-programs for its lists.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use banchan_core::permission::Slot;
use banchan_formats::code::AppId;

use super::doors::plain;
use super::{Shell, files};

macro_rules! phone {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../phone/", $name)))),*]
    };
}

/// The map that pages have, as a module: one map for mini-programs and for the phone's own screens.
const MAP: &str = concat!(
    include_str!("../../../view/map/mercator.js"),
    include_str!("../../../view/map/tiles.js"),
    include_str!("../../../view/map/ground.js"),
    include_str!("../../../view/map/slippy.js"),
    "export { SlippyMap, SLIPPY_SHEET, gcj02 };\n",
);

/// Every file of the phone page, but for [`MAP`].
const FILES: &[(&str, &[u8])] = phone![
    "index.html",
    "icon.svg",
    "css/dev.css",
    "css/frame.css",
    "css/home.css",
    "css/media.css",
    "css/places.css",
    "css/scan.css",
    "css/sheet.css",
    "css/stage.css",
    "css/tokens.css",
    "js/address.js",
    "js/camera.js",
    "js/consent.js",
    "js/dev.js",
    "js/device.js",
    "js/dialogs.js",
    "js/dom.js",
    "js/face.js",
    "js/fault.js",
    "js/front.js",
    "js/home.js",
    "js/i18n.js",
    "js/icons.js",
    "js/layers.js",
    "js/lens.js",
    "js/link.js",
    "js/main.js",
    "js/media.js",
    "js/menu.js",
    "js/microphone.js",
    "js/page.js",
    "js/pay.js",
    "js/person.js",
    "js/places.js",
    "js/placesearch.js",
    "js/scan.js",
    "js/sensors.js",
    "js/settings.js",
    "js/share.js",
    "js/sheet.js",
    "js/shoot.js",
    "js/sound.js",
    "js/stage.js",
    "js/subscribe.js",
    "js/tabs.js",
    "js/viewer.js",
    "js/visit.js",
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
    let own = if name == "js/map.js" { Some(&("js/map.js", MAP.as_bytes())) } else { FILES.iter().find(|(own, _)| *own == name) };
    let Some((name, bytes)) = own else {
        return plain(StatusCode::NOT_FOUND, "There is nothing here.");
    };
    let port = shell.doors.port();
    let tiles = shell.tiles.as_ref().map(banchan_core::host::TileSource::origin).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data: blob: {tiles}; media-src 'self' https: blob:; connect-src 'self' ws://127.0.0.1:{port}; \
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
            "camera=(self), geolocation=(self), clipboard-read=(self), clipboard-write=(self), microphone=(self), payment=(), usb=()",
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

/// A picture, sound or video of a running mini-program, for its tabs, toasts, viewer and loudspeaker.
pub(super) async fn bundle_file(
    State(shell): State<Arc<Shell>>,
    Path((_, slot, path)): Path<(String, u64, String)>,
    headers: HeaderMap,
) -> Response {
    let shown = |mime: &str| ["image/", "audio/", "video/"].iter().any(|kind| mime.starts_with(kind));
    let asset = shell.app().and_then(|app| app.read_app_asset(Slot(slot), &path)).filter(|asset| shown(asset.mime));
    let Some(asset) = asset else { return plain(StatusCode::NOT_FOUND, "There is no such picture.") };
    let (status, more, bytes) = files::cut(&headers, asset.mime, asset.bytes.into_owned());
    let mut response = foreign(asset.mime, bytes);
    *response.status_mut() = status;
    response.headers_mut().extend(more);
    response
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
