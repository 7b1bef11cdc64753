//! What a mini-program's own origin serves: the documents of its pages, each behind the page's secret, and the files of its
//! own bundle. It must not serve anything of another mini-program or of the phone page.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use banchan_core::host::{PageId, TileSource, origin_label};
use banchan_core::session::{Asset, decoded};

use super::doors::plain;
use super::{Shell, files};

const SAME_ORIGIN_ONLY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The answer to a request on the origin `label`.
pub(super) fn answer(shell: &Shell, label: &str, path: &str, method: &Method, headers: &HeaderMap) -> Response {
    let nothing = || plain(StatusCode::NOT_FOUND, "There is nothing here.");
    if method != Method::GET {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "A mini-program's origin is only read.");
    }
    let Some(app) = shell.app() else { return nothing() };
    let asset = match path.strip_prefix("/p/").and_then(document_of) {
        Some((page, secret)) => {
            let owner = shell.stages.owner(page).map(|owner| origin_label(&owner));
            let allowed = owner.as_deref() == Some(label) && shell.origins.knows(page, secret) && is_framed(headers);
            allowed.then(|| app.read_asset(page, "")).flatten()
        }
        // Files are the same on every page of a mini-program: any of its pages may answer.
        None if is_own(headers) => shell
            .stages
            .pages()
            .into_iter()
            .find(|page| shell.stages.owner(*page).is_some_and(|owner| origin_label(&owner) == label))
            .and_then(|page| app.read_asset(page, &decoded(path)?)),
        None => None,
    };
    asset.map_or_else(nothing, |asset| serve(asset, &policy(shell), headers))
}

/// `<page>/<secret>` of the path of a document.
fn document_of(path: &str) -> Option<(PageId, &str)> {
    let (page, secret) = path.split_once('/')?;
    Some((PageId(page.parse().ok()?), secret))
}

/// A document belongs into the phone page's frame, where the sandbox is; a browser that says otherwise gets none.
fn is_framed(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-dest").is_none_or(|dest| dest == "iframe")
}

/// Files are for the origin's own pages.
fn is_own(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin")
}

/// The policy of every page: its own files, pictures of the web, no connection; only the phone page may frame it.
fn policy(shell: &Shell) -> String {
    // Tiles of maps come by https, as other pictures may, or from this machine's own server.
    let tiles = shell.tiles.as_ref().map(TileSource::origin).filter(|origin| origin.starts_with("http:")).unwrap_or_default();
    // Which sites a frame may show is narrowed by each document (`web-view`).
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https: data: blob: {tiles}; font-src 'self' https: data:; \
         media-src 'self' https: blob:; connect-src 'none'; frame-src https: http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors {}",
        shell.doors.shell_origin()
    )
}

fn serve(asset: Asset, policy: &str, asked: &HeaderMap) -> Response {
    let cache = if asset.cache { "private, max-age=60" } else { "no-store" };
    let (status, more, bytes) = files::cut(asked, asset.mime, asset.bytes.into_owned());
    let mut response = (status, [(CONTENT_TYPE, asset.mime), (CACHE_CONTROL, cache)], Body::from(bytes)).into_response();
    let headers = response.headers_mut();
    headers.extend(more);
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(SAME_ORIGIN_ONLY, HeaderValue::from_static("same-origin"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_only_for_the_frame_and_a_file_only_for_its_origin() {
        let told = |name: &'static str, value: &'static str| {
            HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(value))])
        };
        assert!(is_framed(&told("sec-fetch-dest", "iframe")) && !is_framed(&told("sec-fetch-dest", "document")));
        assert!(is_own(&told("sec-fetch-site", "same-origin")));
        for other in ["cross-site", "same-site", "none"] {
            assert!(!is_own(&told("sec-fetch-site", other)), "{other}");
        }
    }
}
