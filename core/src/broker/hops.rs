//! One errand to a server, over redirects: each hop passes the gate again, with the list of domains of its own kind. What
//! requests, downloads and uploads have in common.

use std::time::Duration;

use serde_json::{Map, Value};

use super::local::Parts;
use crate::api::{Args, Failure};
use crate::net::{Answer, BodyStream, HttpRequest};
use crate::permission::{Slot, SlotInfo, UrlKind};

/// Most redirects.
const MAX_HOPS: usize = 5;
/// Longest time that a program may ask for, in milliseconds.
const MAX_TIMEOUT: f64 = 600_000.0;

/// Makes what is sent, once a hop.
pub(super) type Make = Box<dyn Fn() -> Result<(BodyStream, u64), Failure> + Send + Sync>;

/// What is wanted of a server.
pub(super) struct Errand {
    pub kind: UrlKind,
    pub url: String,
    pub method: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
    pub upload: Option<Make>,
    pub follow: bool,
}

impl Errand {
    /// A way there and back; the time is the caller's to keep.
    pub async fn run(&mut self, parts: &Parts, slot: Slot) -> Result<Answer, Failure> {
        for _ in 0..=MAX_HOPS {
            let permit = parts.gate.url(slot, &self.url, self.kind)?;
            let here = permit.url().clone();
            let request = HttpRequest {
                method: self.method.clone(),
                headers: self.headers.clone(),
                body: self.body.clone(),
                // Both are kept by whoever reads the answer.
                timeout: Duration::MAX,
                max_body: 0,
            };
            let stream = self.upload.as_ref().map(|make| make()).transpose()?;
            let answer = parts.net.open(permit, request, stream).await?;
            let target = answer.header("location").filter(|_| self.follow && matches!(answer.status(), 301 | 302 | 303 | 307 | 308));
            let Some(target) = target else { return Ok(answer) };
            let next = here.join(target).map_err(|error| Failure::InvalidUrl(error.to_string()))?;
            if next.origin() != here.origin() {
                // What was meant for one server is not told to another.
                self.headers.retain(|(name, _)| !["authorization", "cookie"].contains(&name.to_ascii_lowercase().as_str()));
            }
            if !(matches!(answer.status(), 307 | 308) || matches!(self.method.as_str(), "GET" | "HEAD")) {
                self.method = "GET".into();
                self.body = None;
                self.upload = None;
                self.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
            }
            self.url = next.into();
        }
        Err(Failure::TooManyRedirects)
    }
}

/// The headers that a program asks for, and who asks, as WeChat tells servers by the same header: programs can't set that.
pub(super) fn headers(args: &Args, info: &SlotInfo) -> Result<Vec<(String, String)>, Failure> {
    let mut headers = asked_headers(args)?;
    headers.push(("Referer".into(), format!("https://banchan.link/m/{}/{}", info.app_id, info.version)));
    Ok(headers)
}

/// The headers that a program asks for.
pub(super) fn asked_headers(args: &Args) -> Result<Vec<(String, String)>, Failure> {
    let mut headers = Vec::new();
    for (name, value) in args.object("header")? {
        let value = match value {
            Value::Null => continue,
            Value::String(text) => text,
            other => other.to_string(),
        };
        if !name.eq_ignore_ascii_case("referer") {
            headers.push((name, value));
        }
    }
    Ok(headers)
}

/// How long it may take: as the program says, else as its manifest does.
pub(super) fn timeout(args: &Args, default_ms: u32) -> Result<Duration, Failure> {
    let timeout = args.opt_number("timeout")?.filter(|timeout| *timeout > 0.0).unwrap_or(f64::from(default_ms));
    Ok(Duration::from_secs_f64(timeout.clamp(1.0, MAX_TIMEOUT) / 1000.0))
}

/// Headers and cookies of an answer as programs see them.
pub(super) fn told_headers(headers: Vec<(String, String)>) -> (Value, Value) {
    let (mut told, mut cookies) = (Map::new(), Vec::new());
    for (name, value) in headers {
        if name == "set-cookie" {
            cookies.push(Value::from(value.clone()));
        }
        let name = title_case(&name);
        let joined = match told.get(&name).and_then(Value::as_str) {
            Some(before) => format!("{before},{value}"),
            None => value,
        };
        told.insert(name, joined.into());
    }
    (told.into(), cookies.into())
}

/// `content-type` -> `Content-Type`: programs look for the spelling that servers use.
fn title_case(name: &str) -> String {
    let mut start = true;
    let letter = |c: char| {
        let out = if start { c.to_ascii_uppercase() } else { c };
        start = c == '-';
        out
    };
    name.chars().map(letter).collect()
}
