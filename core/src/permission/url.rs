//! Is this address in the mini-program's list, encrypted and public? Text in, checked address out; it must not
//! resolve names, which `net` does with the reach that is decided here.

use std::net::IpAddr;

use ::url::{Host, Url};

use super::address::{Reach, is_private_name, is_public};
use super::declare::{Domains, NetPolicy, UrlKind, listed};
use super::permit::UrlPass;
use super::refusal::UrlRefusal;

/// Longest address that is looked at, in bytes.
const MAX_URL: usize = 64 * 1024;

pub(super) fn check(text: &str, kind: UrlKind, domains: &Domains, policy: NetPolicy) -> Result<(Url, Reach), UrlRefusal> {
    let url = parse(text)?;
    let loopback_allowed = matches!(policy, NetPolicy::Development { allow_loopback: true });
    if loopback_allowed && is_loopback(&url) && matches!(url.scheme(), "http" | "https" | "ws" | "wss") {
        return Ok((url, Reach::PublicAndLoopback));
    }
    let wanted = match kind {
        UrlKind::Socket => "wss",
        UrlKind::Request | UrlKind::Upload | UrlKind::Download | UrlKind::Shown | UrlKind::WebView => "https",
    };
    if url.scheme() != wanted {
        return Err(UrlRefusal::Scheme { scheme: url.scheme().into(), wanted });
    }
    let host = shown_host(&url);
    let private = match url.host() {
        Some(Host::Domain(name)) => is_private_name(name),
        Some(Host::Ipv4(address)) => !is_public(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => !is_public(IpAddr::V6(address)),
        None => return Err(UrlRefusal::Malformed { reason: "it names no host".into() }),
    };
    if private {
        return Err(UrlRefusal::Private { host });
    }
    if kind != UrlKind::Shown && !listed(domains, kind).iter().any(|entry| matches_entry(&url, entry)) {
        return Err(UrlRefusal::NotListed { host });
    }
    Ok((url, Reach::Public))
}

/// Most origins that a page's policy names.
const MAX_ORIGINS: usize = 50;

/// The origins that a `web-view` may show, as a content security policy names them.
pub(super) fn web_origins(domains: &Domains, policy: NetPolicy) -> Vec<String> {
    let own = matches!(policy, NetPolicy::Development { allow_loopback: true });
    let own: &[&str] = if own { &["http://127.0.0.1:*", "http://localhost:*"] } else { &[] };
    let listed = domains.web_view.iter().filter_map(|entry| {
        let entry = entry.trim().trim_end_matches('/');
        let address = if entry.contains("://") { entry.to_owned() } else { format!("https://{entry}") };
        let (url, _) = check(&address, UrlKind::WebView, domains, NetPolicy::Release).ok()?;
        Some(url.origin().ascii_serialization())
    });
    own.iter().map(|origin| (*origin).to_owned()).chain(listed).take(MAX_ORIGINS).collect()
}

/// A public https address that may be shown or played, written as the URL standard writes it; `None` for anything else. It is not
/// in any list: what a page shows may come from anywhere, as in WeChat, and nothing that it tells reaches the program.
#[must_use]
pub fn public_web_address(text: &str) -> Option<String> {
    let url = parse(text).ok().filter(|url| url.scheme() == "https")?;
    let private = match url.host()? {
        Host::Domain(name) => is_private_name(name),
        Host::Ipv4(address) => !is_public(IpAddr::V4(address)),
        Host::Ipv6(address) => !is_public(IpAddr::V6(address)),
    };
    (!private).then(|| url.into())
}

/// An address that the host itself named, such as that of its registry: in no list, but https and public like all others.
///
/// # Errors
/// [`UrlRefusal`].
pub fn host_url(text: &str, allow_loopback: bool) -> Result<UrlPass, UrlRefusal> {
    let policy = if allow_loopback { NetPolicy::Development { allow_loopback } } else { NetPolicy::Release };
    let (url, reach) = check(text, UrlKind::Shown, &Domains::default(), policy)?;
    Ok(UrlPass::new(url, UrlKind::Shown, reach))
}

/// Reads an address strictly: what the URL standard would silently repair is refused, because then two readers could
/// disagree about where it leads.
fn parse(text: &str) -> Result<Url, UrlRefusal> {
    let malformed = |reason: &str| UrlRefusal::Malformed { reason: reason.into() };
    if text.len() > MAX_URL {
        return Err(malformed("it is too long"));
    }
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(malformed("it contains a blank or a hidden character; encode it with encodeURIComponent"));
    }
    let authority = text.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let Some(authority) = authority else { return Err(malformed("it does not start with https://")) };
    if authority.contains('\\') {
        return Err(malformed("it contains a backslash"));
    }
    let url = Url::parse(text).map_err(|error| malformed(&error.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() || authority.contains('@') {
        return Err(UrlRefusal::UserInfo);
    }
    // `https:///host` and `https:\\host` are repaired by the standard into something with a host.
    if authority.is_empty() {
        return Err(malformed("it names no host"));
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn shown_host(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.into(),
        (None, _) => String::new(),
    }
}

/// Whether an entry of the list names this host and port. Hosts are compared whole: a list has no wildcards.
fn matches_entry(url: &Url, entry: &str) -> bool {
    let entry = entry.trim().trim_end_matches('/');
    let entry = if entry.contains("://") { Url::parse(entry) } else { Url::parse(&format!("https://{entry}")) };
    let Ok(entry) = entry else { return false };
    let same_port = url.port_or_known_default() == entry.port_or_known_default();
    same_port && entry.host().is_some() && trimmed_host(url) == trimmed_host(&entry)
}

fn trimmed_host(url: &Url) -> Option<&str> {
    url.host_str().map(|host| host.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domains(entry: &str) -> Domains {
        Domains { request: vec![entry.into()], socket: vec!["wss://live.example.com".into()], ..Domains::default() }
    }

    fn refused(text: &str) -> UrlRefusal {
        let domains = domains("https://api.example.com");
        check(text, UrlKind::Request, &domains, NetPolicy::Release).expect_err(text)
    }

    #[test]
    fn listed_address_is_allowed() {
        let domains = domains("https://api.example.com");
        for text in ["https://api.example.com/a?b=1", "https://API.example.com", "https://api.example.com:443/x"] {
            let (_, reach) = check(text, UrlKind::Request, &domains, NetPolicy::Release).expect(text);
            assert_eq!(reach, Reach::Public);
        }
    }

    #[test]
    fn unlisted_address_is_refused() {
        for text in
            ["https://example.com", "https://evil.com/api.example.com", "https://api.example.com.evil.com", "https://x.api.example.com"]
        {
            assert!(matches!(refused(text), UrlRefusal::NotListed { .. }), "{text}");
        }
    }

    #[test]
    fn a_policy_names_only_origins_that_the_gate_would_let_through() {
        let list = [
            "https://shop.example.com/",
            "help.example.com:8443",
            "http://plain.example.com",
            "https://10.0.0.1",
            "https://a.example.com; script-src *",
            "*",
        ];
        let domains = Domains { web_view: list.map(String::from).to_vec(), ..Domains::default() };
        assert_eq!(web_origins(&domains, NetPolicy::Release), ["https://shop.example.com", "https://help.example.com:8443"]);
        let own = web_origins(&Domains::default(), NetPolicy::Development { allow_loopback: true });
        assert_eq!(own, ["http://127.0.0.1:*", "http://localhost:*"]);
        assert!(check("https://help.example.com:8443/x#y", UrlKind::WebView, &domains, NetPolicy::Release).is_ok());
        assert!(check("https://other.example.com/", UrlKind::WebView, &domains, NetPolicy::Release).is_err());
    }

    #[test]
    fn unlisted_port_is_refused() {
        assert!(matches!(refused("https://api.example.com:8443/"), UrlRefusal::NotListed { .. }));
        let with_port = domains("https://api.example.com:8443");
        assert!(check("https://api.example.com:8443/", UrlKind::Request, &with_port, NetPolicy::Release).is_ok());
        assert!(check("https://api.example.com/", UrlKind::Request, &with_port, NetPolicy::Release).is_err());
    }

    #[test]
    fn unencrypted_address_is_refused() {
        assert!(matches!(refused("http://api.example.com"), UrlRefusal::Scheme { .. }));
        assert!(matches!(refused("file:///etc/passwd"), UrlRefusal::Malformed { .. } | UrlRefusal::Scheme { .. }));
        let domains = domains("https://api.example.com");
        let socket = check("https://live.example.com", UrlKind::Socket, &domains, NetPolicy::Release);
        assert!(matches!(socket, Err(UrlRefusal::Scheme { wanted: "wss", .. })));
        assert!(check("wss://live.example.com/s", UrlKind::Socket, &domains, NetPolicy::Release).is_ok());
    }

    #[test]
    fn user_name_in_address_is_refused() {
        for text in ["https://api.example.com@evil.com/", "https://a:b@api.example.com/", "https://@api.example.com/"] {
            assert_eq!(refused(text), UrlRefusal::UserInfo, "{text}");
        }
    }

    #[test]
    fn private_address_is_refused_by_name() {
        let all = |host: &str| Domains { request: vec![format!("https://{host}")], ..Domains::default() };
        for host in [
            "localhost",
            "127.0.0.1",
            "0x7f.1",
            "2130706433",
            "10.0.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "[::1]",
            "[::ffff:10.0.0.1]",
            "router",
            "printer.local",
            "db.internal",
            "a.localhost",
            "localhost.",
        ] {
            let text = format!("https://{host}/");
            let got = check(&text, UrlKind::Request, &all(host), NetPolicy::Release);
            assert!(matches!(got, Err(UrlRefusal::Private { .. })), "{text}: {got:?}");
        }
    }

    #[test]
    fn address_with_hidden_characters_is_refused() {
        for text in [
            "https://api.exa\nmple.com",
            " https://api.example.com",
            "https:\\\\api.example.com",
            "https://api.example.com\\@evil.com",
            "https:///api.example.com",
            "//api.example.com",
            "",
        ] {
            assert!(matches!(refused(text), UrlRefusal::Malformed { .. }), "{text:?}");
        }
    }

    #[test]
    fn loopback_is_allowed_by_development_policy_only() {
        let none = Domains::default();
        let loose = NetPolicy::Development { allow_loopback: true };
        let strict = NetPolicy::Development { allow_loopback: false };
        assert!(check("http://127.0.0.1:8080/x", UrlKind::Request, &none, loose).is_ok());
        assert!(check("http://127.0.0.1:8080/x", UrlKind::Request, &none, strict).is_err());
        assert!(check("http://127.0.0.1:8080/x", UrlKind::Request, &none, NetPolicy::Release).is_err());
        assert!(check("http://10.0.0.1/", UrlKind::Request, &none, loose).is_err());
        assert!(check("https://example.com/", UrlKind::Request, &none, loose).is_err());
    }
}
