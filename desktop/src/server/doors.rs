//! The doors: which request may come in at all. Host, Origin and token are checked here and nowhere else; what is behind
//! a door may rely on it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, HOST, LOCATION, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::origins::same;
use super::{Shell, describe, files, merchant, mini, page, socket};

/// Largest picture that is taken, in bytes.
const MAX_PICTURE: usize = 24 << 20;

/// What a request must show.
pub(crate) struct Doors {
    port: u16,
    token: String,
    shell_origin: String,
}

/// Whom a Host header names.
#[derive(Debug, PartialEq, Eq)]
enum Visitor<'a> {
    /// The phone page.
    Phone,
    /// The phone page under a name that is sent on to the right one, so that there is one origin.
    OtherName,
    /// A mini-program, by its label.
    Mini(&'a str),
    /// Nobody: another machine's name that leads here (DNS rebinding), or another port.
    Stranger,
}

impl Doors {
    pub(super) fn new(port: u16, token: String) -> Self {
        Self { port, token, shell_origin: format!("http://127.0.0.1:{port}") }
    }

    /// Origin of the phone page.
    pub(super) fn shell_origin(&self) -> &str {
        &self.shell_origin
    }

    /// The secret folder.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// The port.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    fn visitor<'a>(&self, headers: &'a HeaderMap) -> Visitor<'a> {
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(Ok(host)), None) = (hosts.next().map(|host| host.to_str()), hosts.next()) else { return Visitor::Stranger };
        let (name, port) = host.rsplit_once(':').unwrap_or((host, "80"));
        if port != self.port.to_string() {
            return Visitor::Stranger;
        }
        match name {
            "127.0.0.1" => Visitor::Phone,
            "localhost" => Visitor::OtherName,
            other => match other.strip_suffix(".localhost") {
                Some(label) if !label.is_empty() && !label.contains('.') => Visitor::Mini(label),
                _ => Visitor::Stranger,
            },
        }
    }

    /// Whether a request that changes something comes from the phone page itself.
    fn is_own(&self, headers: &HeaderMap) -> bool {
        headers.get(ORIGIN).is_some_and(|origin| origin.as_bytes() == self.shell_origin.as_bytes())
    }

    /// What follows the secret folder; `None` when the token is not there.
    fn inside<'a>(&self, path: &'a str) -> Option<&'a str> {
        let (token, rest) = path.strip_prefix('/')?.split_once('/')?;
        same(token.as_bytes(), self.token.as_bytes()).then_some(rest)
    }
}

/// Everything that is served.
pub(super) fn router(shell: Arc<Shell>) -> Router {
    Router::new()
        .route("/merchant/session", get(merchant::session))
        .route("/merchant/phone", get(merchant::phone))
        .route("/{token}/ws", get(socket::upgrade))
        .route("/{token}/scan", post(describe::picture))
        .route("/{token}/luma", post(describe::luma))
        .route("/{token}/describe", post(describe::text))
        .route("/{token}/icon/{app}", get(page::icon))
        .route("/{token}/give", post(files::give).layer(DefaultBodyLimit::max(files::MAX_GIFT)))
        .route("/{token}/kept/{number}", get(files::kept))
        .route("/{token}/file/{slot}/{*path}", get(page::bundle_file))
        .fallback(page::file)
        .layer(DefaultBodyLimit::max(MAX_PICTURE))
        .layer(from_fn_with_state(shell.clone(), door))
        .with_state(shell)
}

async fn door(State(shell): State<Arc<Shell>>, request: Request, next: Next) -> Response {
    let doors = &shell.doors;
    let path = request.uri().path().to_string();
    let mut response = match doors.visitor(request.headers()) {
        Visitor::Mini(label) => mini::answer(&shell, label, &path, request.method(), request.headers()),
        Visitor::Stranger => plain(StatusCode::MISDIRECTED_REQUEST, "This address does not belong to the phone."),
        Visitor::OtherName if request.method() == Method::GET => {
            let mut response = plain(StatusCode::TEMPORARY_REDIRECT, "The phone is at 127.0.0.1.");
            if let Ok(to) = HeaderValue::from_str(&format!("{}{path}", doors.shell_origin())) {
                response.headers_mut().insert(LOCATION, to);
            }
            response
        }
        Visitor::OtherName => plain(StatusCode::MISDIRECTED_REQUEST, "The phone is at 127.0.0.1."),
        Visitor::Phone if path.starts_with(merchant::FOLDER) => next.run(request).await,
        Visitor::Phone => match doors.inside(&path) {
            None => plain(StatusCode::NOT_FOUND, "Open the phone by the whole address that banchan printed in the terminal."),
            Some(rest) if (request.method() != Method::GET || rest == "ws") && !doors.is_own(request.headers()) => {
                plain(StatusCode::FORBIDDEN, "Only the phone page itself may do this.")
            }
            Some(_) => next.run(request).await,
        },
    };
    let headers = response.headers_mut();
    // What names no policy of its own, such as an answer in words of the router, may do nothing.
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// An answer in words.
pub(super) fn plain(status: StatusCode, text: &'static str) -> Response {
    let policy = (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    (status, [policy], Body::from(text)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doors() -> Doors {
        Doors::new(4000, "secret".into())
    }

    fn with(name: axum::http::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn other_hosts_and_ports_are_strangers() {
        let visitor = |host: &str| format!("{:?}", doors().visitor(&with(HOST, host)));
        assert_eq!(visitor("127.0.0.1:4000"), "Phone");
        assert_eq!(visitor("localhost:4000"), "OtherName");
        assert_eq!(visitor("han-bike-00.localhost:4000"), "Mini(\"han-bike-00\")");
        for stranger in [
            "127.0.0.1",
            "127.0.0.1:4001",
            "evil.example:4000",
            "a.b.localhost:4000",
            ".localhost:4000",
            "127.0.0.1.evil.example:4000",
            "[::1]:4000",
            "",
        ] {
            assert_eq!(visitor(stranger), "Stranger", "{stranger}");
        }
        assert_eq!(doors().visitor(&HeaderMap::new()), Visitor::Stranger);
    }

    #[test]
    fn only_the_phone_page_may_change_something() {
        assert!(doors().is_own(&with(ORIGIN, "http://127.0.0.1:4000")));
        for other in ["http://localhost:4000", "http://han-bike.localhost:4000", "null", "http://127.0.0.1:40000", "https://127.0.0.1:4000"]
        {
            assert!(!doors().is_own(&with(ORIGIN, other)), "{other}");
        }
        assert!(!doors().is_own(&HeaderMap::new()));
    }

    #[test]
    fn without_the_token_nothing_is_found() {
        assert_eq!(doors().inside("/secret/js/main.js"), Some("js/main.js"));
        for outside in ["/", "/secret", "/Secret/", "/secre/", "/secrets/", "/x/secret/", "//secret/"] {
            assert_eq!(doors().inside(outside), None, "{outside}");
        }
    }
}
