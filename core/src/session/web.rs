//! What pages of partners in a `web-view` leave for their mini-program: kept until the page goes back, ends or is shared, as
//! WeChat does. It must not act on any of it.

use serde_json::{Value as Json, json};

use super::running::Running;
use crate::host::PageId;

/// Most messages that wait.
const MAX_LETTERS: usize = 200;
/// Most bytes of them, as JSON.
const MAX_BYTES: usize = 512 << 10;
/// Longest address that is kept.
const MAX_SRC: usize = 8 << 10;

/// What the web-view of a page left behind.
#[derive(Debug, Default)]
pub(super) struct Letters {
    /// Id of the web-view; 0 for none.
    node: u32,
    /// The address that it shows.
    pub src: String,
    waiting: Vec<Json>,
    bytes: usize,
}

impl Letters {
    /// Whether there was room.
    fn put(&mut self, letter: Json) -> bool {
        let bytes = letter.to_string().len();
        let fits = self.waiting.len() < MAX_LETTERS && self.bytes.saturating_add(bytes) <= MAX_BYTES;
        if fits {
            self.bytes += bytes;
            self.waiting.push(letter);
        }
        fits
    }
}

impl Running {
    /// A view told what the page inside of it wants to be known.
    pub(super) fn heard_web(&mut self, page: PageId, node: u32, src: String, letter: Option<Json>) {
        let Some(page) = self.pages.get_mut(&page) else { return };
        page.web.node = node;
        if !src.is_empty() && src.len() <= MAX_SRC {
            page.web.src = src;
        }
        if letter.is_some_and(|letter| !page.web.put(letter)) {
            let path = page.path.clone();
            self.outside.note_error(
                "the page in the web-view left too many messages: the newest were dropped",
                &path,
                0,
                0,
                "web-view",
                true,
            );
        }
    }

    /// Hands over what waits: `bindmessage` hears all of it at once.
    pub(super) fn deliver_web(&mut self, page: PageId) {
        let Some(page) = self.pages.get_mut(&page) else { return };
        let letters = std::mem::take(&mut page.web.waiting);
        page.web.bytes = 0;
        if let (Some(comp), false) = (page.comp, letters.is_empty()) {
            let event = json!({ "type": "message", "detail": { "data": letters } }).to_string();
            self.logic.view_event(comp, page.web.node, &event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_bounded_by_count_and_size() {
        let mut letters = Letters::default();
        assert_eq!((0..300).filter(|n| letters.put(json!(n))).count(), MAX_LETTERS);
        let mut letters = Letters::default();
        let long = json!("x".repeat(MAX_BYTES / 2));
        assert!(letters.put(long.clone()) && !letters.put(long));
        assert!(letters.put(json!({ "small": true })), "a smaller one still fits");
    }
}
