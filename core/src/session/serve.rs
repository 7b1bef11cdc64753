//! Answers to the requests of a page's WebView, ready to be given as they are: status, headers and the part of a file that
//! was asked for. It must not decide what there is: `assets` does.

use std::borrow::Cow;

use super::assets::Asset;
use super::document::{CSP, OWN_PREFIX};
use crate::host::DOCUMENTS;

/// The script of the shell's end of [`Bridge::Relay`](crate::host::Bridge::Relay), for a world of its own.
pub const RELAY_SCRIPT: &str = include_str!("../../../view/relay.js");

/// The greeting of a page that listens, below [`OWN_PREFIX`].
const HELLO: &str = "hello";

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageReply {
    /// Status of HTTP.
    pub status: u16,
    /// Media type, with its charset where it is text.
    pub mime: &'static str,
    /// More headers.
    pub headers: Vec<Header>,
    /// The bytes.
    pub bytes: Cow<'static, [u8]>,
    /// The page listens: it is to get its port.
    pub hello: bool,
}

/// One header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

fn header(name: &str, value: impl Into<String>) -> Header {
    Header { name: name.into(), value: value.into() }
}

/// What a page asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Its document.
    Document(u64),
    /// It says that it listens.
    Hello,
    /// A file: its path without a leading slash, percent signs undone.
    File(String),
}

/// Reads the path of a URL. `None`: it is none.
pub(crate) fn wanted(url_path: &str) -> Option<Wanted> {
    let path = decoded(url_path)?;
    if let Some(page) = path.strip_prefix(DOCUMENTS).and_then(|page| page.parse().ok()) {
        return Some(Wanted::Document(page));
    }
    match path.strip_prefix(OWN_PREFIX) {
        Some(HELLO) => Some(Wanted::Hello),
        _ => Some(Wanted::File(path)),
    }
}

/// A path without its leading slash and with its percent signs undone, once. Whether it stays inside is not said.
pub fn decoded(path: &str) -> Option<String> {
    let path = path.strip_prefix('/')?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            // The number below takes a sign, too.
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().filter(|path| !path.is_empty())
}

impl PageReply {
    fn plain(status: u16, hello: bool) -> Self {
        let headers = vec![header("Cache-Control", "no-store")];
        Self { status, mime: "text/plain; charset=utf-8", headers, bytes: Cow::Borrowed(b""), hello }
    }

    /// There is nothing.
    pub fn nothing() -> Self {
        Self::plain(404, false)
    }

    /// A greeting was heard; `hello` when the page is to get its port.
    pub(crate) fn greeting(hello: bool) -> Self {
        Self::plain(204, hello)
    }

    /// What the camera in an element of a page sees; nothing while none is on. Nobody else's frame may show it.
    pub fn picture(jpeg: Option<Vec<u8>>) -> Self {
        let status = if jpeg.is_some() { 200 } else { 204 };
        let headers = vec![
            header("Cache-Control", "no-store"),
            header("X-Content-Type-Options", "nosniff"),
            header("Cross-Origin-Resource-Policy", "same-origin"),
        ];
        Self { status, mime: "image/jpeg", headers, bytes: jpeg.unwrap_or_default().into(), hello: false }
    }

    /// What was found. `range` is the header of that name, `origin` the page's own where its scheme is not the web's.
    pub(crate) fn found(asset: Asset, range: Option<&str>, origin: &str) -> Self {
        // A policy's 'self' is sure to hold for the schemes of the web only.
        let own = if origin.starts_with("http") || origin.is_empty() { "'self'".to_string() } else { format!("'self' {origin}") };
        let cache = if asset.cache { "private, max-age=60" } else { "no-store" };
        let mut headers = vec![
            header("Content-Security-Policy", CSP.replace("'self'", &own)),
            header("Cache-Control", cache),
            header("X-Content-Type-Options", "nosniff"),
            header("Cross-Origin-Resource-Policy", "same-origin"),
        ];
        let part = match cut(asset.mime, range, asset.bytes.len()) {
            Cut::Whole => None,
            Cut::Divisible => {
                headers.push(header("Accept-Ranges", "bytes"));
                None
            }
            Cut::Part(from, to) => {
                headers.push(header("Accept-Ranges", "bytes"));
                headers.push(header("Content-Range", format!("bytes {from}-{to}/{}", asset.bytes.len())));
                Some(asset.bytes.get(from..=to).map(<[u8]>::to_vec).unwrap_or_default())
            }
        };
        let status = if part.is_some() { 206 } else { 200 };
        Self { status, mime: asset.mime, headers, bytes: part.map_or(asset.bytes, Cow::Owned), hello: false }
    }
}

/// How much of a file is sent.
#[derive(Debug, PartialEq, Eq)]
pub enum Cut {
    /// All of it.
    Whole,
    /// All of it, and parts may be asked for.
    Divisible,
    /// From the first to the last of these bytes.
    Part(usize, usize),
}

/// Which part of a sound or video of `length` bytes is sent: without parts, nobody could go to another place in it.
pub fn cut(mime: &str, range: Option<&str>, length: usize) -> Cut {
    if !mime.starts_with("audio/") && !mime.starts_with("video/") {
        return Cut::Whole;
    }
    range.and_then(|range| part(range, length)).map_or(Cut::Divisible, |(from, to)| Cut::Part(from, to))
}

/// The first part that a `Range` header asks for; `None` when it is none that is understood.
fn part(range: &str, length: usize) -> Option<(usize, usize)> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let last = length.checked_sub(1)?;
    let bounds = match (from.parse::<usize>().ok(), to.parse::<usize>().ok()) {
        (Some(from), to) => (from, to.unwrap_or(last).min(last)),
        (None, Some(tail)) if from.is_empty() => (length.saturating_sub(tail), last),
        _ => return None,
    };
    (bounds.0 <= bounds.1).then_some(bounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_undone_once() {
        assert_eq!(decoded("/a%20b/%E4%B8%AD.png").as_deref(), Some("a b/中.png"));
        assert_eq!(decoded("/%252e%252e/x").as_deref(), Some("%2e%2e/x"));
        for bad in ["/", "", "/%", "/%4", "/%zz", "/%ff", "/%+f"] {
            assert_eq!(decoded(bad), None, "{bad}");
        }
        assert_eq!(wanted("/p/12"), Some(Wanted::Document(12)));
        assert_eq!(wanted("/__banchan/hello"), Some(Wanted::Hello));
        assert_eq!(wanted("/p/x.png"), Some(Wanted::File("p/x.png".into())));
        assert_eq!(wanted("p/12"), None);
    }

    #[test]
    fn a_player_gets_the_part_that_it_asks_for_and_nothing_beyond() {
        let asked = |range: &str| cut("video/webm", Some(range), 10);
        assert_eq!(asked("bytes=0-"), Cut::Part(0, 9));
        assert_eq!(asked("bytes=2-4"), Cut::Part(2, 4));
        assert_eq!(asked("bytes=8-99"), Cut::Part(8, 9));
        assert_eq!(asked("bytes=-3"), Cut::Part(7, 9));
        for bad in ["bytes=10-", "bytes=5-2", "bytes=x-y", "lines=1-2", "bytes=-", "bytes=99999999999999999999-"] {
            assert_eq!(asked(bad), Cut::Divisible, "{bad}");
        }
        assert_eq!(cut("audio/mpeg", Some("bytes=0-"), 0), Cut::Divisible);
        assert_eq!(cut("image/png", Some("bytes=1-1"), 3), Cut::Whole);
        let reply = PageReply::found(Asset { mime: "video/webm", bytes: vec![1, 2, 3].into(), cache: true }, Some("bytes=1-"), "");
        assert_eq!((reply.status, &*reply.bytes), (206, &[2, 3][..]));
        assert!(reply.headers.contains(&header("Content-Range", "bytes 1-2/3")));
    }

    #[test]
    fn what_a_camera_sees_is_kept_nowhere_and_shown_in_its_own_page_only() {
        let (none, one) = (PageReply::picture(None), PageReply::picture(Some(vec![7])));
        assert_eq!((none.status, none.bytes.len(), one.status, &*one.bytes), (204, 0, 200, &[7][..]));
        for (name, value) in
            [("Cache-Control", "no-store"), ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Content-Type-Options", "nosniff")]
        {
            assert!(none.headers.contains(&header(name, value)) && one.headers.contains(&header(name, value)), "{name}");
        }
    }

    #[test]
    fn the_policy_names_an_origin_that_self_may_not_cover() {
        let policy = |origin| {
            let reply = PageReply::found(Asset { mime: "text/html", bytes: Cow::Borrowed(b""), cache: false }, None, origin);
            reply.headers.into_iter().find(|header| header.name == "Content-Security-Policy").unwrap().value
        };
        assert!(policy("https://a.banchan.invalid").contains("script-src 'self';"));
        assert!(policy("banchan-page://a").contains("script-src 'self' banchan-page://a;"));
    }
}
