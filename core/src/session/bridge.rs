//! What a view may say: the only place that reads its messages. Every byte is hostile, since the page that sends them
//! shows a third party's content. It must not act on anything: the session does.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::host::PageId;

/// Longest message that is read, in bytes; an editor's content is the largest that real pages send.
pub const MAX_MESSAGE: usize = 2 << 20;

/// Proof that a message came from a page that lives in this session.
#[derive(Debug)]
pub struct PageRef {
    id: PageId,
}

impl PageRef {
    /// The page.
    pub fn id(&self) -> PageId {
        self.id
    }
}

/// One message of a view.
#[derive(Debug, Deserialize)]
#[serde(tag = "t", rename_all = "camelCase")]
pub enum ViewMessage<'a> {
    /// The view has numbered its nodes and listens.
    Ready {
        /// How many nodes it counted, to be compared with the tree's.
        nodes: u32,
    },
    /// Something happened at a node.
    Event {
        /// Id of the node.
        n: u32,
        /// `tap`, `input`...
        r#type: String,
        /// Its number among the events of this view; a patch says up to which the core knew them.
        #[serde(default)]
        seq: u64,
        /// The whole message, for the handler's event object.
        #[serde(skip)]
        raw: &'a str,
    },
    /// A `navigator` was activated.
    #[serde(rename_all = "camelCase")]
    Navigate {
        /// Its `url`.
        #[serde(default)]
        url: String,
        /// `navigate`, `redirect`, `switchTab`, `reLaunch`, `navigateBack`, `exit`.
        #[serde(default)]
        open_type: String,
        /// How many pages back.
        #[serde(default)]
        delta: Option<u32>,
    },
    /// Something happened to the page as a whole.
    #[serde(rename_all = "camelCase")]
    Page {
        /// `scroll`, `reachBottom`, `pullDown`, `resize`.
        r#type: String,
        /// For `scroll`: pixels from the top.
        #[serde(default)]
        scroll_top: f64,
        /// For `resize`: the new size in pixels.
        #[serde(default)]
        size: Option<Json>,
    },
    /// Answer to a question of ours.
    Answer {
        /// Number of the question.
        id: u32,
        /// What was measured.
        #[serde(default)]
        v: Json,
    },
    /// State that only the view knows, kept in case the view is lost.
    State {
        /// Opaque to the core: it goes into the next document of this page.
        #[serde(default)]
        v: Json,
    },
    /// The view's own trouble, for the developer.
    Error {
        /// What it was.
        #[serde(default)]
        text: String,
    },
}

/// Why a message was not read. It is counted and dropped: the page goes on.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadMessage {
    /// The page ended, or never was of this session.
    #[error("a message came from page {}, which is not open", .0.0)]
    NoSuchPage(PageId),
    /// Over [`MAX_MESSAGE`].
    #[error("a message of {0} bytes is over the limit of {MAX_MESSAGE}")]
    TooLong(usize),
    /// Not a message.
    #[error("a message of the view could not be read: {0}")]
    Malformed(String),
}

/// Reads `text`, which arrived on the port of page `id`; `live` are the pages of this session.
///
/// # Errors
/// [`BadMessage`], when it is not from a live page or is no message.
pub fn read<'a>(id: PageId, live: &[PageId], text: &'a str) -> Result<(PageRef, ViewMessage<'a>), BadMessage> {
    if !live.contains(&id) {
        return Err(BadMessage::NoSuchPage(id));
    }
    if text.len() > MAX_MESSAGE {
        return Err(BadMessage::TooLong(text.len()));
    }
    // serde_json stops at 128 levels, so depth cannot hurt.
    let mut message: ViewMessage = serde_json::from_str(text).map_err(|e| BadMessage::Malformed(e.to_string()))?;
    if let ViewMessage::Event { raw, .. } = &mut message {
        *raw = text;
    }
    Ok((PageRef { id }, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tap_is_read_and_its_text_kept() {
        let text = r#"{"t":"event","n":7,"type":"tap","detail":{"x":1},"seq":3}"#;
        let (page, message) = read(PageId(1), &[PageId(1)], text).unwrap();
        assert_eq!(page.id(), PageId(1));
        assert!(matches!(message, ViewMessage::Event { n: 7, raw, .. } if raw == text));
    }

    #[test]
    fn a_message_of_another_page_is_refused() {
        assert_eq!(read(PageId(2), &[PageId(1)], r#"{"t":"ready","nodes":1}"#).unwrap_err(), BadMessage::NoSuchPage(PageId(2)));
    }

    #[test]
    fn malformed_huge_and_deep_messages_are_refused() {
        for text in ["", "[]", "{", r#"{"t":"eval"}"#, r#"{"t":"event","n":-1,"type":"tap"}"#, r#"{"t":"event","n":1e99,"type":"tap"}"#] {
            assert!(matches!(read(PageId(1), &[PageId(1)], text), Err(BadMessage::Malformed(_))), "{text}");
        }
        let deep = format!(r#"{{"t":"answer","id":1,"v":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert!(matches!(read(PageId(1), &[PageId(1)], &deep), Err(BadMessage::Malformed(_))));
        let huge = format!(r#"{{"t":"error","text":"{}"}}"#, "x".repeat(MAX_MESSAGE));
        assert!(matches!(read(PageId(1), &[PageId(1)], &huge), Err(BadMessage::TooLong(_))));
    }
}
