//! One origin for each mini-program, one secret for each page. It must not serve anything.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use banchan_core::host::{PageId, origin_label};
use banchan_core::permission::Slot;
use banchan_formats::code::AppId;

use crate::host::Addresses;

/// Where pages are served.
pub(crate) struct Origins {
    port: u16,
    token: String,
    /// Secret of each page.
    pages: Mutex<HashMap<PageId, String>>,
}

impl Origins {
    pub(super) fn new(port: u16, token: String) -> Self {
        Self { port, token, pages: Mutex::default() }
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, HashMap<PageId, String>> {
        // One entry goes in or out at a time, so what a failed thread left is whole.
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether `secret` is the page's.
    pub(super) fn knows(&self, page: PageId, secret: &str) -> bool {
        self.pages().get(&page).is_some_and(|own| same(own.as_bytes(), secret.as_bytes()))
    }
}

/// Compares secrets in a time that does not tell where they differ.
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

impl Addresses for Arc<Origins> {
    fn page(&self, app: &AppId, page: PageId) -> String {
        let mut pages = self.pages();
        // Without randomness the page gets a secret that fits nothing, so it stays unreachable rather than open.
        let secret = pages.entry(page).or_insert_with(|| super::random_name().unwrap_or_default());
        format!("http://{}.localhost:{}/p/{}/{secret}", origin_label(app), self.port, page.0)
    }

    fn forget(&self, page: PageId) {
        self.pages().remove(&page);
    }

    fn file(&self, slot: Slot, path: &str) -> String {
        // A path may hold anything that a file name can; the URL crate knows how to write it.
        let mut address = url::Url::parse(&format!("http://127.0.0.1:{}/", self.port)).ok();
        if let Some(mut parts) = address.as_mut().and_then(|address| address.path_segments_mut().ok()) {
            parts.clear().push(&self.token).push("file").push(&slot.0.to_string()).extend(path.trim_start_matches('/').split('/'));
        }
        address.map(String::from).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> AppId {
        AppId::parse(text).unwrap()
    }

    #[test]
    fn a_page_is_known_by_its_own_secret_until_it_ends() {
        let origins = Arc::new(Origins::new(80, "t".into()));
        let address = origins.page(&id("han.bike"), PageId(4));
        let secret = address.rsplit('/').next().unwrap();
        assert!(origins.knows(PageId(4), secret) && !origins.knows(PageId(4), "") && !origins.knows(PageId(5), secret));
        origins.forget(PageId(4));
        assert!(!origins.knows(PageId(4), secret));
    }

    #[test]
    fn a_file_stays_in_the_folder_of_its_slot() {
        let origins = Arc::new(Origins::new(80, "t".into()));
        assert_eq!(origins.file(Slot(3), "/img/a b#?.png"), "http://127.0.0.1:80/t/file/3/img/a%20b%23%3F.png".replace(":80", ""));
        assert!(!origins.file(Slot(3), "../../x").contains(".."));
    }
}
