//! Files in both directions: what the user gives arrives here, what is to be kept is fetched from here, and players get the part
//! of a sound or video that they ask for. Who may come in was checked at the door.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use banchan_core::session::{self, Cut};
use serde_json::json;

use super::Shell;
use super::doors::plain;

/// Largest file that the user may give, in bytes.
pub(super) const MAX_GIFT: usize = 100 << 20;

/// `POST /<token>/give`: a file that the user chose; answers the number under which core takes it.
pub(super) async fn give(State(shell): State<Arc<Shell>>, bytes: Bytes) -> Response {
    let id = shell.hands.put(bytes.to_vec(), String::new());
    ([(CONTENT_TYPE, "application/json")], Body::from(json!({ "id": id }).to_string())).into_response()
}

/// `GET /<token>/kept/<number>`: something that the user keeps, once.
pub(super) async fn kept(State(shell): State<Arc<Shell>>, Path((_, number)): Path<(String, u64)>) -> Response {
    let Some(held) = shell.hands.take(number) else { return plain(StatusCode::NOT_FOUND, "It was fetched already.") };
    // Core made the name of what every file system takes; anything else is not put into a header.
    let safe = held.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    let name = if safe { held.name } else { "file".into() };
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).unwrap_or(HeaderValue::from_static("attachment"));
    let mut response = ([(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, "no-store")], Body::from(held.bytes)).into_response();
    response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    response
}

/// Makes an answer of a whole sound or video one of the part that was asked for.
pub(super) fn cut(headers: &HeaderMap, mime: &str, bytes: Vec<u8>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut more = HeaderMap::new();
    let range = headers.get(RANGE).and_then(|range| range.to_str().ok());
    let cut = session::cut(mime, range, bytes.len());
    if cut != Cut::Whole {
        more.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    }
    let Cut::Part(from, to) = cut else { return (StatusCode::OK, more, bytes) };
    if let Ok(range) = HeaderValue::from_str(&format!("bytes {from}-{to}/{}", bytes.len())) {
        more.insert(CONTENT_RANGE, range);
    }
    (StatusCode::PARTIAL_CONTENT, more, bytes.get(from..=to).map(<[u8]>::to_vec).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sounds_and_videos_are_cut() {
        let headers = HeaderMap::from_iter([(RANGE, HeaderValue::from_static("bytes=1-1"))]);
        assert_eq!(cut(&headers, "video/webm", vec![1, 2, 3]).2, [2]);
        assert_eq!(cut(&headers, "image/png", vec![1, 2, 3]).2, [1, 2, 3]);
    }
}
