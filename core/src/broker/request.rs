//! `wx.request`: how data becomes a body or a query, and an answer becomes data. Each hop of a redirect passes the
//! gate again. Bytes cross the bridge as `{"$bytes": base64}`.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};
use tokio::sync::Semaphore;

use super::hops::{Errand, headers, timeout, told_headers};
use super::local::Parts;
use crate::api::{ArgError, Args, Failure, is_light};
use crate::net::{CertificateFault, HttpResponse, NetError};
use crate::permission::{Slot, SlotInfo, UrlKind, UrlRefusal};

/// Most bytes of an answer.
pub(super) const MAX_ANSWER: usize = 16 << 20;
/// Most bytes that are sent.
const MAX_SENT: usize = 10 << 20;

impl From<NetError> for Failure {
    fn from(error: NetError) -> Self {
        match error {
            NetError::Refused(refusal) => refusal.into(),
            NetError::Private { host } => UrlRefusal::Private { host }.into(),
            NetError::Timeout => Failure::Timeout,
            NetError::UnknownName { .. } => Failure::Connection { code: -105, name: "net::ERR_NAME_NOT_RESOLVED" },
            NetError::ConnectionRefused => Failure::Connection { code: -102, name: "net::ERR_CONNECTION_REFUSED" },
            NetError::ConnectionLost => Failure::Connection { code: -101, name: "net::ERR_CONNECTION_RESET" },
            NetError::Certificate { fault, .. } => {
                let (code, name) = match fault {
                    CertificateFault::Name => (-200, "net::ERR_CERT_COMMON_NAME_INVALID"),
                    CertificateFault::Date => (-201, "net::ERR_CERT_DATE_INVALID"),
                    CertificateFault::Issuer => (-202, "net::ERR_CERT_AUTHORITY_INVALID"),
                    CertificateFault::Revoked => (-206, "net::ERR_CERT_REVOKED"),
                    CertificateFault::Other => (-207, "net::ERR_CERT_INVALID"),
                };
                Failure::Connection { code, name }
            }
            NetError::Handshake { .. } => Failure::Connection { code: -107, name: "net::ERR_SSL_PROTOCOL_ERROR" },
            NetError::TooLarge { .. } | NetError::BadRequest { .. } => Failure::Other(error.to_string()),
            NetError::Other { .. } => Failure::Connection { code: -2, name: "net::ERR_FAILED" },
        }
    }
}

struct Wish {
    errand: Errand,
    timeout: Duration,
    as_json: bool,
    as_bytes: bool,
    /// Whether the body is told piece by piece.
    in_pieces: bool,
}

pub(super) async fn request(parts: &Parts, slot: Slot, task: u32, mut args: Args) -> Result<Value, Failure> {
    let info = parts.gate.info(slot)?;
    let mut wish = read(&mut args, &info)?;
    // Refused addresses fail before they wait for a place on the wire.
    drop(parts.gate.url(slot, &wish.errand.url, UrlKind::Request)?);
    let (timeout, in_pieces) = (wish.timeout, wish.in_pieces);
    let exchange = async {
        let _place = parts.wire(slot).await?;
        let mut answer = wish.errand.run(parts, slot).await?;
        let (header, cookies) = told_headers(answer.headers());
        let news = json!({ "header": header, "statusCode": answer.status(), "cookies": cookies });
        parts.news.tell(slot, task, "HeadersReceived", news, None);
        if !in_pieces {
            return Ok(answer.whole(MAX_ANSWER).await?);
        }
        let room = Arc::new(Semaphore::new(MAX_ANSWER));
        while let Some(piece) = answer.piece().await? {
            let size = piece.len().clamp(1024, MAX_ANSWER) as u32;
            let held = room.clone().acquire_many_owned(size).await.map_err(|_| Failure::Abort)?;
            parts.news.tell(slot, task, "ChunkReceived", json!({ "data": { "$bytes": BASE64.encode(&piece) } }), Some(held));
        }
        Ok(HttpResponse { status: answer.status(), headers: answer.headers(), body: Vec::new() })
    };
    let answer = tokio::time::timeout(timeout, exchange).await.unwrap_or(Err(Failure::Timeout))?;
    Ok(told(answer, &wish))
}

fn read(args: &mut Args, info: &SlotInfo) -> Result<Wish, Failure> {
    let mut url = args.string("url")?;
    let method = args.opt_string("method")?.unwrap_or_else(|| "GET".into()).to_ascii_uppercase();
    if !["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"].contains(&method.as_str()) {
        return Err(ArgError(format!("parameter.method {method} is not supported;")).into());
    }
    let mut headers = headers(args, info)?;
    let content_type =
        headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, value)| value.to_ascii_lowercase());
    let data = args.take("data").filter(|data| !data.is_null());
    let in_query = matches!(method.as_str(), "GET" | "HEAD");
    let body = match data {
        Some(data) if in_query => {
            url = with_query(&url, &query_of(&data));
            None
        }
        Some(data) => Some(body_of(data, content_type.as_deref())?),
        None => None,
    };
    if content_type.is_none() {
        headers.push(("Content-Type".into(), "application/json".into()));
    }
    if body.as_ref().is_some_and(|body| body.len() > MAX_SENT) {
        return Err(Failure::Other(format!("data is larger than {MAX_SENT} bytes")));
    }
    Ok(Wish {
        timeout: timeout(args, info.declarations.request_timeout_ms)?,
        errand: Errand { kind: UrlKind::Request, url, method, headers, body, upload: None, follow: args.text("redirect")? != "manual" },
        in_pieces: args.flag("enableChunked", false),
        as_json: args.opt_string("dataType")?.unwrap_or_else(|| "json".into()).eq_ignore_ascii_case("json"),
        as_bytes: args.text("responseType")?.eq_ignore_ascii_case("arraybuffer"),
    })
}

fn body_of(data: Value, content_type: Option<&str>) -> Result<Vec<u8>, Failure> {
    match data {
        Value::String(text) => Ok(text.into_bytes()),
        Value::Object(fields) if fields.contains_key("$bytes") => {
            let text = fields.get("$bytes").and_then(Value::as_str).unwrap_or_default();
            BASE64.decode(text).map_err(|_| ArgError("parameter.data should be ArrayBuffer;".into()).into())
        }
        data if content_type.is_some_and(|kind| kind.contains("application/x-www-form-urlencoded")) => Ok(query_of(&data).into_bytes()),
        data => Ok(data.to_string().into_bytes()),
    }
}

/// `a=1&b=2` of an object; text as it is.
fn query_of(data: &Value) -> String {
    match data {
        Value::String(text) => text.clone(),
        Value::Object(fields) => pairs(fields),
        _ => String::new(),
    }
}

fn pairs(fields: &Map<String, Value>) -> String {
    let pair = |(name, value): (&String, &Value)| {
        let value = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        format!("{}={}", encoded(name), encoded(&value))
    };
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// As `encodeURIComponent` does it.
fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn with_query(url: &str, query: &str) -> String {
    if query.is_empty() {
        return url.into();
    }
    let (url, fragment) = url.split_once('#').map_or((url, ""), |(url, fragment)| (url, fragment));
    let joint = match url.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some((_, known)) if known.ends_with('&') => "",
        Some(_) => "&",
    };
    let hash = if fragment.is_empty() { "" } else { "#" };
    format!("{url}{joint}{query}{hash}{fragment}")
}

/// The answer as a program sees it.
fn told(answer: HttpResponse, wish: &Wish) -> Value {
    let (header, cookies) = told_headers(answer.headers);
    let with = |data| json!({ "data": data, "statusCode": answer.status, "header": header, "cookies": cookies });
    if wish.as_bytes {
        return with(json!({ "$bytes": BASE64.encode(&answer.body) }));
    }
    let text = String::from_utf8_lossy(&answer.body);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if !wish.as_json {
        return with(text.into());
    }
    if !is_light(text) || may_say_bytes(text) {
        let mut res = with(text.into());
        res["$json"] = true.into();
        return res;
    }
    with(serde_json::from_str(text).unwrap_or_else(|_| text.into()))
}

/// Whether a server's JSON may hold our own sign for bytes, also one written with escapes: it stays a text until the engine reads it, where
/// the sign means nothing.
fn may_say_bytes(json: &str) -> bool {
    json.contains("\"$bytes\"") || json.contains("\\u00")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(args: Value) -> Result<Wish, Failure> {
        let Value::Object(fields) = args else { panic!() };
        let info = SlotInfo {
            user: crate::permission::User::default(),
            app_id: banchan_formats::code::AppId::parse("test").unwrap(),
            version: 1,
            name: String::new(),
            declarations: crate::permission::Declarations::default(),
            domains: crate::permission::Domains::default(),
            policy: crate::permission::NetPolicy::Release,
        };
        read(&mut Args::new(fields), &info)
    }

    #[test]
    fn data_of_get_becomes_a_query() {
        let url = |url: &str, data: Value| wish(json!({ "url": url, "data": data })).unwrap().errand.url;
        assert_eq!(
            url("https://a.b/c", json!({ "x": 1, "y z": "ü&", "o": {"k": [1]} })),
            "https://a.b/c?x=1&y%20z=%C3%BC%26&o=%7B%22k%22%3A%5B1%5D%7D"
        );
        assert_eq!(url("https://a.b/c?q=1#top", json!({ "x": true })), "https://a.b/c?q=1&x=true#top");
        assert_eq!(url("https://a.b/c?", json!("raw=1")), "https://a.b/c?raw=1");
        assert_eq!(url("https://a.b/c", json!({})), "https://a.b/c");
    }

    #[test]
    fn data_of_post_becomes_a_body_by_content_type() {
        let body = |args: Value| String::from_utf8(wish(args).unwrap().errand.body.unwrap()).unwrap();
        assert_eq!(body(json!({ "url": "u", "method": "post", "data": {"a": 1} })), r#"{"a":1}"#);
        let form = json!({ "Content-type": "application/x-www-form-urlencoded; charset=utf-8" });
        assert_eq!(body(json!({ "url": "u", "method": "POST", "header": form, "data": {"a": 1, "b": "x y"} })), "a=1&b=x%20y");
        assert_eq!(body(json!({ "url": "u", "method": "PUT", "data": "as it is" })), "as it is");
        assert_eq!(body(json!({ "url": "u", "method": "PUT", "data": {"$bytes": "aGk="} })), "hi");
    }

    #[test]
    fn programs_can_not_name_another_referer() {
        let read = wish(json!({ "url": "u", "header": {"referer": "https://bank.com", "X": 1} })).unwrap();
        let sent: Vec<(&str, &str)> = read.errand.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(sent, [("X", "1"), ("Referer", "https://banchan.link/m/test/1"), ("Content-Type", "application/json")]);
    }

    #[test]
    fn unusual_methods_and_missing_addresses_are_refused() {
        for args in [
            json!({}),
            json!({ "url": 1 }),
            json!({ "url": "u", "method": "TRACE" }),
            json!({ "url": "u", "method": "CONNECT" }),
            json!({ "url": "u", "header": 3 }),
        ] {
            assert!(matches!(wish(args), Err(Failure::Parameter(_))));
        }
    }

    #[test]
    fn answers_are_read_by_data_type() {
        let answer = |text: &str| HttpResponse {
            status: 200,
            headers: vec![("content-type".into(), "x".into()), ("set-cookie".into(), "a=1".into()), ("set-cookie".into(), "b=2".into())],
            body: text.into(),
        };
        let as_json = told(answer(r#"{"a":[1]}"#), &wish(json!({ "url": "u" })).unwrap());
        assert_eq!(
            as_json,
            json!({ "data": {"a": [1]}, "statusCode": 200, "header": {"Content-Type": "x", "Set-Cookie": "a=1,b=2"}, "cookies": ["a=1", "b=2"] })
        );
        assert_eq!(told(answer("{oops"), &wish(json!({ "url": "u" })).unwrap())["data"], "{oops");
        assert_eq!(told(answer("[1]"), &wish(json!({ "url": "u", "dataType": "text" })).unwrap())["data"], "[1]");
        assert_eq!(
            told(answer("hi"), &wish(json!({ "url": "u", "responseType": "arraybuffer" })).unwrap())["data"],
            json!({ "$bytes": "aGk=" })
        );
    }
}
