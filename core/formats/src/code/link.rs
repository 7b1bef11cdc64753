//! Links: mini-program links of Banchan, WeChat and Alipay, registered ordinary links, payments, closed forms and web
//! pages. The raw text is judged first, because URL parsers drop line breaks, hidden characters and odd hosts silently.

use std::borrow::Cow;

use url::{Host, Url};

use super::{AppId, ClosedKind, Code, CodeError, LinkRule, OpenTarget, Payment, shown};

/// The host of our own links.
const OWN_HOST: &str = "banchan.link";
/// How often a link may wrap another one.
const MAX_WRAPS: u8 = 3;
/// The longest page path, in bytes.
const MAX_PAGE: usize = 256;

/// Reads a text that begins with a scheme; `None` when it does not.
pub(super) fn read(text: &str, rules: &[LinkRule], wraps: u8) -> Option<Result<Code, CodeError>> {
    if text.starts_with("#小程序://") {
        return Some(Ok(closed(ClosedKind::WechatToken, WECHAT_TOKEN)));
    }
    let scheme = scheme(text)?;
    // A scheme with something hidden inside is longer in the text than it reads.
    let is_plain = text.get(scheme.len()..).is_some_and(|rest| rest.starts_with(':'));
    let rest = text.get(scheme.len() + 1..).unwrap_or_default();
    let is_known =
        matches!(scheme.as_str(), "http" | "https" | "banchan" | "weixin" | "wxp" | "alipays" | "alipay") || rest.starts_with("//");
    let is_unsafe = UNSAFE.contains(&scheme.as_str());
    if !is_plain {
        return (is_known || is_unsafe).then_some(Err(CodeError::HiddenCharacters));
    }
    if text.chars().any(char::is_whitespace) && !matches!(scheme.as_str(), "javascript" | "vbscript") {
        // Several words, or `File: report`: a text to be shown, not a link to be opened.
        return None;
    }
    Some(match scheme.as_str() {
        _ if (is_known || is_unsafe) && text.chars().any(is_hidden) => Err(CodeError::HiddenCharacters),
        _ if is_unsafe => Err(CodeError::UnsafeScheme { scheme }),
        "http" | "https" => web(text, &scheme, rules, wraps),
        "banchan" if text.starts_with("banchan://dev?") => Ok(closed(ClosedKind::OtherApp, DEVELOPER)),
        "banchan" => own_scheme(text),
        "weixin" => wechat(text),
        "wxp" => Ok(Code::Payment(Payment::WechatPay { text: text.into() })),
        "alipays" | "alipay" => alipay(text, rules, wraps),
        _ if rest.starts_with("//") => {
            Ok(closed(ClosedKind::OtherApp, "This code belongs to another app. Open it with the app that it was made for."))
        }
        // `Name: value` and `FOO:bar` are texts, not links.
        _ => return None,
    })
}

/// Schemes that run code, or read what is on the phone.
const UNSAFE: [&str; 12] =
    ["javascript", "vbscript", "data", "file", "content", "blob", "filesystem", "intent", "about", "view-source", "jar", "chrome"];

const WECHAT_TOKEN: &str = "This is one of WeChat's own short codes: only WeChat's servers know which mini-program it means. \
     Ask the publisher for an ordinary link or a Banchan code.";

fn closed(kind: ClosedKind, why: &str) -> Code {
    Code::Closed { kind, why: why.into() }
}

/// The scheme as a browser would see it: blanks and hidden characters inside it don't help to pass.
fn scheme(text: &str) -> Option<String> {
    let mut scheme = String::new();
    for c in text.chars().take(64) {
        match c {
            ':' => return (!scheme.is_empty()).then_some(scheme),
            _ if is_hidden(c) => {}
            'a'..='z' | 'A'..='Z' => scheme.push(c.to_ascii_lowercase()),
            '0'..='9' | '+' | '-' | '.' if !scheme.is_empty() => scheme.push(c),
            _ => return None,
        }
    }
    None
}

/// Characters that URL parsers drop or that change how a link reads.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}')
}

fn web(text: &str, scheme: &str, rules: &[LinkRule], wraps: u8) -> Result<Code, CodeError> {
    let url = checked(text, scheme)?;
    let host = url.host_str().unwrap_or_default();
    let path = url.path();
    if host == OWN_HOST && url.port().is_none() {
        // The rest of the host is the project's own web site.
        if let Some(rest) = path.strip_prefix("/m/") {
            return own(rest, url.query());
        }
    }
    if let Some(target) = by_rule(text, &url, rules)? {
        return Ok(Code::MiniProgram(target));
    }
    let payment = |payment| Ok(Code::Payment(payment));
    match host {
        "qr.alipay.com" => payment(Payment::Alipay { text: text.into() }),
        "qr.95516.com" => payment(Payment::UnionPay { text: text.into() }),
        "payapp.weixin.qq.com" | "wx.tenpay.com" | "pay.weixin.qq.com" => payment(Payment::WechatPay { text: text.into() }),
        "wxaurl.cn" | "wxmpurl.cn" => Ok(closed(ClosedKind::WechatToken, WECHAT_TOKEN)),
        "u.wechat.com" => Ok(closed(ClosedKind::WechatContact, WECHAT_CONTACT)),
        "weixin.qq.com" if ["/r/", "/g/", "/x/"].iter().any(|form| path.starts_with(form)) => {
            Ok(closed(ClosedKind::WechatContact, WECHAT_CONTACT))
        }
        "ds.alipay.com" if wraps < MAX_WRAPS => match pair(&url, "scheme") {
            Some(inner) => read(&inner, rules, wraps + 1).unwrap_or_else(|| Ok(Code::WebPage(url.to_string()))),
            None => Ok(Code::WebPage(url.to_string())),
        },
        _ => Ok(Code::WebPage(url.to_string())),
    }
}

const DEVELOPER: &str = "This code runs a mini-program from its developer's computer. It opens only while developer mode is on.";

const WECHAT_CONTACT: &str = "This is a contact, group or account of WeChat: only WeChat can open it.";

/// A web link whose host is the one it shows.
fn checked(text: &str, scheme: &str) -> Result<Url, CodeError> {
    let rest = text.get(scheme.len() + 1..).unwrap_or_default();
    let Some(rest) = rest.strip_prefix("//") else {
        return Err(CodeError::BrokenLink { reason: "after the colon there must be two slashes".into() });
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if rest.starts_with('/') || authority.is_empty() {
        return Err(CodeError::BrokenLink { reason: "it has no host".into() });
    }
    if text.contains('\\') {
        return Err(CodeError::DisguisedAddress { reason: "it has a backslash" });
    }
    if authority.contains('@') {
        return Err(CodeError::DisguisedAddress { reason: "the part before the @ is not where it leads" });
    }
    if authority.contains('%') {
        return Err(CodeError::DisguisedAddress { reason: "its host is written in codes" });
    }
    let url = Url::parse(text).map_err(|error| CodeError::BrokenLink { reason: error.to_string() })?;
    let shown_host = shown_host(authority).to_lowercase();
    let same = match url.host() {
        None => return Err(CodeError::BrokenLink { reason: "it has no host".into() }),
        // 0x7f.1, 2130706433 and 127.1 all become 127.0.0.1: only the plain form is taken.
        Some(Host::Ipv4(address)) => address.to_string() == shown_host,
        Some(Host::Ipv6(_)) => shown_host.starts_with('['),
        Some(Host::Domain(domain)) => domain == shown_host || idna::domain_to_unicode(domain).0 == shown_host,
    };
    if same { Ok(url) } else { Err(CodeError::DisguisedAddress { reason: "its host is written with look-alike characters or numbers" }) }
}

fn shown_host(authority: &str) -> Cow<'_, str> {
    if authority.starts_with('[') {
        return authority.into();
    }
    authority.split(':').next().unwrap_or_default().into()
}

/// Which registered link this one falls under. The longest prefix wins; a prefix ends where a part of the link ends.
fn by_rule(text: &str, url: &Url, rules: &[LinkRule]) -> Result<Option<OpenTarget>, CodeError> {
    let link = url.as_str();
    let mut best: Option<(&LinkRule, usize)> = None;
    for rule in rules {
        let Ok(prefix) = Url::parse(&rule.prefix) else { continue };
        if !matches!(prefix.scheme(), "http" | "https") || !prefix.username().is_empty() || prefix.password().is_some() {
            continue;
        }
        let prefix = prefix.as_str();
        let Some(rest) = link.strip_prefix(prefix) else { continue };
        let ends_part = rest.is_empty() || rest.starts_with(['/', '?', '#']) || prefix.ends_with(['/', '?', '=', '&']);
        if ends_part && best.is_none_or(|(_, length)| prefix.len() > length) {
            best = Some((rule, prefix.len()));
        }
    }
    let Some((rule, _)) = best else { return Ok(None) };
    let path = rule.path.as_deref().map(page).transpose()?.flatten();
    Ok(Some(OpenTarget { app_id: rule.app_id.clone(), path, query: format!("q={}", encoded(text)) }))
}

/// `banchan://open/<id>/<page>?query`
fn own_scheme(text: &str) -> Result<Code, CodeError> {
    let url = Url::parse(text).map_err(|error| CodeError::BrokenLink { reason: error.to_string() })?;
    if url.host_str() != Some("open") || !url.username().is_empty() || url.password().is_some() || url.port().is_some() {
        return Err(CodeError::BrokenLink { reason: "it should look like banchan://open/<id>/<page>".into() });
    }
    // The raw text, because the parser works out `..` and would hide what was asked for.
    let rest = text.get("banchan://".len()..).unwrap_or_default();
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    own(rest.split_once('/').map_or("", |(_, rest)| rest), url.query())
}

fn own(rest: &str, query: Option<&str>) -> Result<Code, CodeError> {
    let (id, path) = rest.split_once('/').unwrap_or((rest, ""));
    target(id, path, query.unwrap_or_default())
}

fn target(id: &str, path: &str, query: &str) -> Result<Code, CodeError> {
    let app_id = AppId::parse(&decoded(id))?;
    Ok(Code::MiniProgram(OpenTarget { app_id, path: page(&decoded(path))?, query: query.trim_start_matches('?').into() }))
}

/// A page path without its slash and `.html`; `None` when it is empty. Shared with manifests through links only: a
/// page that no program could list is refused here, before anything is looked up.
fn page(path: &str) -> Result<Option<String>, CodeError> {
    let bad = || CodeError::BadPage { shown: shown(path) };
    let trimmed = path.trim_start_matches('/');
    let trimmed = trimmed.strip_suffix(".html").unwrap_or(trimmed).trim_end_matches('/');
    if trimmed.is_empty() {
        return Ok(None);
    }
    let fits = trimmed.len() <= MAX_PAGE
        && trimmed.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '-' | '.'))
        && trimmed.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    if fits { Ok(Some(trimmed.into())) } else { Err(bad()) }
}

fn wechat(text: &str) -> Result<Code, CodeError> {
    let url = Url::parse(text).map_err(|error| CodeError::BrokenLink { reason: error.to_string() })?;
    match (url.host_str().unwrap_or_default(), url.path().trim_end_matches('/')) {
        ("wxpay", _) => Ok(Code::Payment(Payment::WechatPay { text: text.into() })),
        ("dl", "/business") => match pair(&url, "appid") {
            Some(id) => target(&id, &pair(&url, "path").unwrap_or_default(), &pair(&url, "query").unwrap_or_default()),
            None => Ok(closed(ClosedKind::WechatToken, WECHAT_TOKEN)),
        },
        _ => Ok(closed(ClosedKind::WechatContact, "This link opens a function of WeChat itself: only WeChat can open it.")),
    }
}

fn alipay(text: &str, rules: &[LinkRule], wraps: u8) -> Result<Code, CodeError> {
    let url = Url::parse(text).map_err(|error| CodeError::BrokenLink { reason: error.to_string() })?;
    let own = || closed(ClosedKind::Alipay, "This code opens a function of Alipay itself: only Alipay can open it.");
    // Function 10000007 is Alipay's scanner: what it would scan is inside.
    if let Some(inner) = pair(&url, "qrcode").filter(|_| wraps < MAX_WRAPS) {
        return read(&inner, rules, wraps + 1).unwrap_or_else(|| Ok(own()));
    }
    let id = pair(&url, "appId").or_else(|| pair(&url, "appid")).unwrap_or_default();
    // Mini-programs have 16 digits; shorter numbers are functions of the app.
    if id.len() != 16 || !id.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(own());
    }
    let page = pair(&url, "page").unwrap_or_default();
    let (path, page_query) = page.split_once('?').unwrap_or((&page, ""));
    let query = [page_query, &pair(&url, "query").unwrap_or_default()]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("&");
    target(&id, path, &query)
}

fn pair(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).filter(|value| !value.is_empty())
}

/// Percent codes decoded once.
pub(super) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = bytes.get(at + 1..at + 3).filter(|_| *byte == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    // Broken UTF-8 becomes a character that no id and no page may have.
    String::from_utf8_lossy(&out).into_owned()
}

/// As `encodeURIComponent` of JavaScript does it: programs decode `q` with its counterpart.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
