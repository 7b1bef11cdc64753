//! Where the pictures under maps come from: the host names one source, or none. It must not load anything.

use serde::{Deserialize, Serialize};
use url::Url;

/// A source of map tiles in Web Mercator. Without one, maps show ground and graticule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TileSource {
    /// Address with `{z}`, `{x}` and `{y}`: https, or this machine's own.
    url: String,
    /// Whose map it is, shown in its corner.
    attribution: String,
    /// The closest level that it has, up to 22.
    max_zoom: u8,
    /// Whether its tiles are GCJ-02, as Chinese sources' are, and not WGS-84.
    shifted: bool,
}

/// Why an address is no source of tiles.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the map tiles' address {address} can't be used: {reason}. Write one such as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png")]
pub struct TileSourceError {
    /// The address.
    address: String,
    /// What is wrong with it.
    reason: &'static str,
}

impl TileSource {
    /// A source of WGS-84 tiles down to level 19, without attribution.
    ///
    /// # Errors
    /// [`TileSourceError`] when the address is not https or loopback, or names no tile.
    pub fn new(address: &str) -> Result<Self, TileSourceError> {
        let wrong = |reason| Err(TileSourceError { address: address.chars().take(200).collect(), reason });
        if !["{z}", "{x}", "{y}"].iter().all(|part| address.matches(part).count() == 1) {
            return wrong("it must hold {z}, {x} and {y} once each");
        }
        let Some(url) = parse(address) else { return wrong("it is no address") };
        let loopback = matches!(url.host(), Some(url::Host::Ipv4(ip)) if ip.is_loopback()) || url.host_str() == Some("localhost");
        if url.scheme() != "https" && !(url.scheme() == "http" && loopback) {
            return wrong("it must begin with https://");
        }
        if !url.username().is_empty() || url.host_str().is_none_or(|host| host.contains(['{', ';', ' '])) {
            return wrong("its host must be written out");
        }
        Ok(Self { url: address.into(), attribution: String::new(), max_zoom: 19, shifted: false })
    }

    /// With words for the map's corner, the closest level, and whether the tiles are GCJ-02.
    #[must_use]
    pub fn with(self, attribution: &str, max_zoom: u8, shifted: bool) -> Self {
        Self { attribution: attribution.into(), max_zoom: max_zoom.min(22), shifted, ..self }
    }

    /// What pages may load pictures from because of it.
    #[must_use]
    pub fn origin(&self) -> String {
        parse(&self.url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
    }

    /// As JSON for a page.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The address of one tile stands for all.
fn parse(address: &str) -> Option<Url> {
    Url::parse(&address.replace("{z}", "0").replace("{x}", "0").replace("{y}", "0")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_come_from_one_written_out_origin() {
        let source = TileSource::new("https://tiles.example.org/{z}/{x}/{y}.png?k=1").unwrap().with("© someone", 30, false);
        assert_eq!((source.origin().as_str(), source.max_zoom), ("https://tiles.example.org", 22));
        assert_eq!(TileSource::new("http://127.0.0.1:8123/{z}/{x}/{y}").unwrap().origin(), "http://127.0.0.1:8123");
        for bad in [
            "https://tiles.example.org/{z}/{x}.png",
            "http://tiles.example.org/{z}/{x}/{y}",
            "file:///{z}/{x}/{y}",
            "https://u@example.org/{z}/{x}/{y}",
            "{z}{x}{y}",
        ] {
            assert!(TileSource::new(bad).is_err(), "{bad}");
        }
    }
}
