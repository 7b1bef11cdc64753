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
        /// Id of the navigator.
        #[serde(default)]
        n: u32,
        /// `miniProgram`: another one; anything else: this one.
        #[serde(default)]
        target: String,
        /// Which other one.
        #[serde(default)]
        app_id: String,
        /// Its page.
        #[serde(default)]
        path: String,
        /// What is handed to it.
        #[serde(default)]
        extra_data: Json,
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
    /// A button that asks for something was tapped.
    #[serde(rename_all = "camelCase")]
    OpenType {
        /// Id of the button.
        n: u32,
        /// Its `open-type`.
        kind: String,
        /// Its `lang`.
        #[serde(default)]
        lang: String,
    },
    /// Something happened to the page as a whole.
    #[serde(rename_all = "camelCase")]
    Page {
        /// `scroll`, `reachBottom`, `pullDown`, `resize`, `keyboard`.
        r#type: String,
        /// For `scroll`: pixels from the top.
        #[serde(default)]
        scroll_top: f64,
        /// For `resize`: the new size in pixels.
        #[serde(default)]
        size: Option<Json>,
        /// For `keyboard`: how much of the page it covers, in pixels.
        #[serde(default)]
        height: f64,
    },
    /// Answer to a question of ours.
    Answer {
        /// Number of the question.
        id: u32,
        /// What was measured.
        #[serde(default)]
        v: Json,
    },
    /// Something that it watches for us changed.
    Watched {
        /// Number of the watch.
        id: u32,
        /// Which node; none for a question about the screen.
        #[serde(default)]
        n: u32,
        /// What it is now.
        #[serde(default)]
        v: Json,
    },
    /// An element wants something of the phone for itself, such as a map the place where the user is.
    Want {
        /// The view's number of it.
        id: u32,
        /// What.
        what: String,
        /// More about it.
        #[serde(default)]
        v: Json,
    },
    /// What an element wanted is not needed any more.
    Unwant {
        /// The view's number of it.
        id: u32,
    },
    /// An element has the whole page, or gives it back.
    Fullscreen {
        /// Whether it has it.
        on: bool,
    },
    /// WXS in the view wants something of a component.
    Wxs {
        /// The component; where `n` is told, what that node is counts.
        #[serde(default)]
        c: u32,
        /// Id of the node, or 0.
        #[serde(default)]
        n: u32,
        /// `call` or `trigger`.
        r#do: String,
        /// The method or event.
        name: String,
        /// Its argument or detail.
        #[serde(default)]
        v: Option<Json>,
        /// Of `trigger`: bubbles, composed, capturePhase.
        #[serde(default)]
        options: Option<Json>,
    },
    /// Answer to something that a canvas was asked, without anybody waiting for it.
    Drawn {
        /// Number of the question.
        id: u32,
        /// The answer, for the script that asked.
        #[serde(default)]
        v: Json,
    },
    /// A panel over the page opened or closed; while one is open, the way back closes it.
    Panel {
        /// Id of the panel.
        n: u32,
        /// Whether it is open.
        on: bool,
    },
    /// The page of a partner in a `web-view` has something for the program, or came to another address.
    Web {
        /// Id of the web-view.
        n: u32,
        /// What it shows; empty where that did not change.
        #[serde(default)]
        src: String,
        /// The message; none for news of the address alone.
        #[serde(default)]
        v: Option<Json>,
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
