//! Links to a developer's computer: `banchan dev --lan` shows one as a code. They open nothing by themselves: a host asks for them by
//! name, and only while its developer mode is on.

use std::fmt::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use url::Url;

use super::CodeError;

/// How such a link begins.
const BEGINS: &str = "banchan://dev?";
/// Bytes of a token, twice as many as digits.
const TOKEN: std::ops::RangeInclusive<usize> = 32..=64;

/// Where a developer's computer waits, and by what each side knows the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DevTarget {
    /// A private address: never a name, never the internet.
    pub address: SocketAddr,
    /// SHA-256 of the computer's certificate.
    pub pin: [u8; 32],
    /// Lets one phone in, once.
    pub token: String,
}

impl DevTarget {
    /// Reads a link; `None` when it is none of this kind.
    pub fn parse(text: &str) -> Option<Result<Self, CodeError>> {
        let text = text.trim();
        text.starts_with(BEGINS).then(|| read(text))
    }

    /// The link.
    pub fn link(&self) -> String {
        let mut pin = String::with_capacity(64);
        for byte in self.pin {
            // Infallible: writing to a String.
            let _ = write!(pin, "{byte:02x}");
        }
        format!("{BEGINS}host={}&port={}&pin={pin}&token={}", self.address.ip(), self.address.port(), self.token)
    }
}

fn read(text: &str) -> Result<DevTarget, CodeError> {
    let broken = |what: &str| CodeError::BrokenLink { reason: format!("{what}. Scan the code that `banchan dev --lan` shows now") };
    let url = Url::parse(text).map_err(|error| broken(&error.to_string()))?;
    let mut fields = [None, None, None, None];
    for (name, value) in url.query_pairs() {
        let at = ["host", "port", "pin", "token"]
            .iter()
            .position(|known| *known == name)
            .ok_or_else(|| broken("it says more than it should"))?;
        if let Some(place) = fields.get_mut(at)
            && place.replace(value.into_owned()).is_some()
        {
            return Err(broken("it says something twice"));
        }
    }
    let [Some(host), Some(port), Some(pin), Some(token)] = fields else { return Err(broken("a part of it is missing")) };
    let host: IpAddr = host.parse().map_err(|_| broken("it names no address of a computer"))?;
    if !is_near(host) {
        return Err(broken("its computer is not in this network"));
    }
    let port = port.parse().ok().filter(|port| *port != 0).ok_or_else(|| broken("its port is none"))?;
    let pin = digest(&pin).ok_or_else(|| broken("its pin is none"))?;
    if !TOKEN.contains(&token.len()) || !token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(broken("its token is none"));
    }
    Ok(DevTarget { address: SocketAddr::new(host, port), pin, token })
}

/// Whether an address is in a network of one's own.
fn is_near(address: IpAddr) -> bool {
    let v4 = |address: Ipv4Addr| address.is_private() || address.is_loopback() || address.is_link_local();
    match address {
        IpAddr::V4(address) => v4(address),
        IpAddr::V6(address) => {
            address.is_loopback()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.to_ipv4_mapped().is_some_and(v4)
        }
    }
}

fn digest(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(host: &str) -> String {
        format!("banchan://dev?host={host}&port=4711&pin={}&token={}", "ab".repeat(32), "0f".repeat(16))
    }

    #[test]
    fn a_link_is_read_as_it_was_written() {
        let target = DevTarget::parse(&link("192.168.1.20")).unwrap().unwrap();
        assert_eq!((target.address.to_string().as_str(), target.pin), ("192.168.1.20:4711", [0xab; 32]));
        assert_eq!(target.link(), link("192.168.1.20"));
        assert_eq!(DevTarget::parse("banchan://open/han.bike"), None);
        assert_eq!(DevTarget::parse("https://example.com"), None);
    }

    #[test]
    fn only_a_computer_in_a_network_of_ones_own_is_taken() {
        for near in ["127.0.0.1", "10.0.0.7", "172.16.3.4", "169.254.1.1", "::1", "fe80::1", "fd00::1"] {
            assert!(DevTarget::parse(&link(near)).unwrap().is_ok(), "{near}");
        }
        for far in ["8.8.8.8", "example.com", "172.32.0.1", "0.0.0.0", "2001:db8::1", "::ffff:8.8.8.8", "", "localhost"] {
            assert!(DevTarget::parse(&link(far)).unwrap().is_err(), "{far}");
        }
    }

    #[test]
    fn what_is_not_whole_is_refused_in_words() {
        let good = link("10.0.0.1");
        let bad = [
            good.replace("4711", "0"),
            good.replace("4711", "99999"),
            good.replace("token=0f", "token=zz"),
            good.replace("pin=ab", "pin=a"),
            good.replace("pin=ab", "pin=éa"),
            format!("{good}&host=10.0.0.2"),
            format!("{good}&more=1"),
            "banchan://dev?".into(),
        ];
        for text in bad {
            let told = DevTarget::parse(&text).unwrap().unwrap_err().to_string();
            assert!(told.contains("banchan dev --lan"), "{text}: {told}");
        }
    }
}
