//! `wx.request`: how data becomes a body or a query, and an answer becomes data. Each hop of a redirect passes the
//! gate again. Bytes cross the bridge as `{"$bytes": base64}`.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use super::local::Parts;
use crate::api::{ArgError, Args, Failure};
use crate::net::{HttpRequest, HttpResponse, NetError};
use crate::permission::{Slot, UrlKind, UrlRefusal};

/// Most bytes of an answer.
const MAX_ANSWER: usize = 16 << 20;
/// Most bytes that are sent.
const MAX_SENT: usize = 10 << 20;
/// Most redirects.
const MAX_HOPS: usize = 5;
/// Longest time that a program may ask for, in milliseconds.
const MAX_TIMEOUT: f64 = 600_000.0;

impl From<NetError> for Failure {
    fn from(error: NetError) -> Self {
        match error {
            NetError::Refused(refusal) => refusal.into(),
            NetError::Private { host } => UrlRefusal::Private { host }.into(),
            NetError::Timeout => Failure::Timeout,
            NetError::UnknownName { .. } => Failure::Connection { code: -105, name: "net::ERR_NAME_NOT_RESOLVED" },
            NetError::ConnectionRefused => Failure::Connection { code: -102, name: "net::ERR_CONNECTION_REFUSED" },
            NetError::ConnectionLost => Failure::Connection { code: -101, name: "net::ERR_CONNECTION_RESET" },
            NetError::Certificate { .. } => Failure::Connection { code: -202, name: "net::ERR_CERT_AUTHORITY_INVALID" },
            NetError::TooLarge { .. } | NetError::BadRequest { .. } => Failure::Other(error.to_string()),
            NetError::Other { .. } => Failure::Connection { code: -2, name: "net::ERR_FAILED" },
        }
    }
}

struct Wish {
    url: String,
    method: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    timeout: Duration,
    follow: bool,
    as_json: bool,
    as_bytes: bool,
}

pub(super) async fn request(parts: &Parts, slot: Slot, mut args: Args) -> Result<Value, Failure> {
    let info = parts.gate.info(slot)?;
    let mut wish = read(&mut args, f64::from(info.declarations.request_timeout_ms))?;
    // Who asks, as WeChat tells servers by the same header. Programs can't set it.
    wish.headers.push(("Referer".into(), format!("https://banchan.link/m/{}/{}", info.app_id, info.version)));
    let timeout = wish.timeout;
    // Refused addresses fail before they wait for a place on the wire.
    drop(parts.gate.url(slot, &wish.url, UrlKind::Request)?);
    let exchange = async {
        let _place = parts.wire(slot).await?;
        hops(parts, slot, &mut wish).await
    };
    let answer = tokio::time::timeout(timeout, exchange).await.unwrap_or(Err(Failure::Timeout))?;
    Ok(told(answer, &wish))
}

async fn hops(parts: &Parts, slot: Slot, wish: &mut Wish) -> Result<HttpResponse, Failure> {
    for _ in 0..=MAX_HOPS {
        let permit = parts.gate.url(slot, &wish.url, UrlKind::Request)?;
        let here = permit.url().clone();
        let sent = HttpRequest {
            method: wish.method.clone(),
            headers: wish.headers.clone(),
            body: wish.body.clone(),
            timeout: wish.timeout,
            max_body: MAX_ANSWER,
        };
        let answer = parts.net.send(permit, sent).await?;
        let target = answer.header("location").filter(|_| wish.follow && matches!(answer.status, 301 | 302 | 303 | 307 | 308));
        let Some(target) = target else { return Ok(answer) };
        let next = here.join(target).map_err(|error| Failure::InvalidUrl(error.to_string()))?;
        if next.origin() != here.origin() {
            // What was meant for one server is not told to another.
            wish.headers.retain(|(name, _)| !["authorization", "cookie"].contains(&name.to_ascii_lowercase().as_str()));
        }
        let keeps_body = matches!(answer.status, 307 | 308) || matches!(wish.method.as_str(), "GET" | "HEAD");
        if !keeps_body {
            wish.method = "GET".into();
            wish.body = None;
            wish.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        }
        wish.url = next.into();
    }
    Err(Failure::TooManyRedirects)
}

fn read(args: &mut Args, default_timeout: f64) -> Result<Wish, Failure> {
    let mut url = args.string("url")?;
    let method = args.opt_string("method")?.unwrap_or_else(|| "GET".into()).to_ascii_uppercase();
    if !["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"].contains(&method.as_str()) {
        return Err(ArgError(format!("parameter.method {method} is not supported;")).into());
    }
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
    let timeout = args.opt_number("timeout")?.filter(|timeout| *timeout > 0.0).unwrap_or(default_timeout);
    Ok(Wish {
        url,
        method,
        headers,
        body,
        timeout: Duration::from_secs_f64(timeout.clamp(1.0, MAX_TIMEOUT) / 1000.0),
        follow: args.text("redirect")? != "manual",
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
    let mut header = Map::new();
    let mut cookies = Vec::new();
    for (name, value) in answer.headers {
        if name == "set-cookie" {
            cookies.push(Value::from(value.clone()));
        }
        let name = title_case(&name);
        let joined = match header.get(&name).and_then(Value::as_str) {
            Some(before) => format!("{before},{value}"),
            None => value,
        };
        header.insert(name, joined.into());
    }
    let data = if wish.as_bytes {
        json!({ "$bytes": BASE64.encode(&answer.body) })
    } else {
        let text = String::from_utf8_lossy(&answer.body);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let parsed = if wish.as_json { serde_json::from_str(text).ok() } else { None };
        parsed.unwrap_or_else(|| Value::from(text))
    };
    json!({ "data": data, "statusCode": answer.status, "header": header, "cookies": cookies })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(args: Value) -> Result<Wish, Failure> {
        let Value::Object(fields) = args else { panic!() };
        read(&mut Args::new(fields), 60_000.0)
    }

    #[test]
    fn data_of_get_becomes_a_query() {
        let url = |url: &str, data: Value| wish(json!({ "url": url, "data": data })).unwrap().url;
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
        let body = |args: Value| String::from_utf8(wish(args).unwrap().body.unwrap()).unwrap();
        assert_eq!(body(json!({ "url": "u", "method": "post", "data": {"a": 1} })), r#"{"a":1}"#);
        let form = json!({ "Content-type": "application/x-www-form-urlencoded; charset=utf-8" });
        assert_eq!(body(json!({ "url": "u", "method": "POST", "header": form, "data": {"a": 1, "b": "x y"} })), "a=1&b=x%20y");
        assert_eq!(body(json!({ "url": "u", "method": "PUT", "data": "as it is" })), "as it is");
        assert_eq!(body(json!({ "url": "u", "method": "PUT", "data": {"$bytes": "aGk="} })), "hi");
    }

    #[test]
    fn programs_can_not_name_another_referer() {
        let read = wish(json!({ "url": "u", "header": {"referer": "https://bank.com", "X": 1} })).unwrap();
        assert_eq!(read.headers, [("X".to_owned(), "1".to_owned()), ("Content-Type".to_owned(), "application/json".to_owned())]);
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
