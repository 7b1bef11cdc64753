//! How the pages of a shell talk with the core: the wiring that a shell has, written into each document. It must not carry
//! anything itself. `docs/shell-bridge.md` tells shells what to do in which order.

use banchan_formats::code::AppId;
use sha2::{Digest, Sha256};

use super::PageId;

/// The wiring of a shell's pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Bridge {
    /// None: nothing is shown, documents are only read.
    #[default]
    None,
    /// A page is a frame of the shell's own page, which hands over the port.
    Frame {
        /// Origin of that page, such as `http://127.0.0.1:8080`.
        shell: String,
    },
    /// The app posts a port into its WebView, as on Android.
    Port,
    /// A script of ours in a world of its own hands over the port ([`RELAY_SCRIPT`](crate::session::RELAY_SCRIPT)), as on iOS.
    Relay,
}

/// Longest part of an id that stands in a label, in bytes; DNS allows 63 for the whole.
const READABLE: usize = 30;

impl Bridge {
    /// The wiring with the shell's page on `origin`; none where that is empty.
    pub fn framed(origin: &str) -> Self {
        if origin.is_empty() { Self::None } else { Self::Frame { shell: origin.into() } }
    }

    /// How many pages of a mini-program keep a view on such a shell; `None` where pages are frames, which cost little.
    pub fn views(&self) -> Option<usize> {
        match self {
            Self::None | Self::Frame { .. } => None,
            Self::Port | Self::Relay => Some(3),
        }
    }

    /// What a document says of the shell.
    pub fn mark(&self) -> &str {
        match self {
            Self::None => "",
            Self::Frame { shell } => shell,
            Self::Port => "port",
            Self::Relay => "relay",
        }
    }

    /// The origin of a mini-program's pages; empty where the shell has origins of its own.
    pub fn origin(&self, app: &AppId) -> String {
        match self {
            Self::None | Self::Frame { .. } => String::new(),
            // `.invalid` leads nowhere, should a request ever pass the shell by.
            Self::Port => format!("https://{}.banchan.invalid", origin_label(app)),
            Self::Relay => format!("banchan-page://{}", origin_label(app)),
        }
    }

    /// The address of a page's document; empty where the shell has addresses of its own.
    pub fn address(&self, app: &AppId, page: PageId) -> String {
        match self.origin(app) {
            origin if origin.is_empty() => origin,
            origin => format!("{origin}/{DOCUMENTS}{}", page.0),
        }
    }
}

/// How the path of a document begins, without the leading slash.
pub const DOCUMENTS: &str = "p/";

/// A host name's label for a mini-program: what is left of its id when it is written in what a host name may hold, and a
/// part of its hash, since host names know neither capitals nor underscores and two ids must never share an origin.
pub fn origin_label(app: &AppId) -> String {
    let readable: String =
        app.as_str().chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).take(READABLE).collect();
    let hash: String = Sha256::digest(app.as_str()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{hash}", readable.trim_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> AppId {
        AppId::parse(text).unwrap()
    }

    #[test]
    fn two_mini_programs_never_share_an_origin() {
        let ids = ["han.bike", "han-bike", "han_bike", "Han.Bike", "HAN.BIKE", "han.bike-"];
        let labels: std::collections::HashSet<String> = ids.iter().map(|text| origin_label(&id(text)).to_ascii_lowercase()).collect();
        assert_eq!(labels.len(), ids.len());
    }

    #[test]
    fn a_label_is_a_host_name() {
        for text in ["a.-", "wx1234567890abcdef", &"x".repeat(64), "9_._-"] {
            let label = origin_label(&id(text));
            assert!(label.len() <= 63 && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{label}");
            assert!(!label.starts_with('-') && !label.ends_with('-'), "{label}");
        }
    }

    #[test]
    fn a_page_has_an_address_where_the_app_answers_for_it() {
        let app = id("han.bike");
        let label = origin_label(&app);
        assert_eq!(Bridge::Port.address(&app, PageId(7)), format!("https://{label}.banchan.invalid/p/7"));
        assert_eq!(Bridge::Relay.address(&app, PageId(7)), format!("banchan-page://{label}/p/7"));
        assert_eq!(Bridge::framed("http://127.0.0.1:8").address(&app, PageId(7)), "");
        assert_eq!((Bridge::framed("").mark(), Bridge::framed("http://x").mark()), ("", "http://x"));
    }
}
