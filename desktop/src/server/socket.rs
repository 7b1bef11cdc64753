//! The phone page's socket: reads its messages, writes what the link has for it. Messages of mini-programs pass as opaque
//! texts.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use banchan_core::host::PageId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Shell, calls};
use crate::host::{Outgoing, PageFacts, Reply};

/// Longest message of the page, in bytes: a view's largest, escaped once more.
const MAX_MESSAGE: usize = 8 << 20;
/// The close code that says: another page has the phone now.
const TAKEN: u16 = 4001;

/// What the page sends.
#[derive(Deserialize)]
#[serde(tag = "t", rename_all = "lowercase")]
enum Incoming {
    /// The first message: it is here, and this is what it looks like.
    Facts { facts: PageFacts },
    /// Wants an answer.
    Call {
        n: u64,
        op: String,
        #[serde(default)]
        args: Value,
    },
    /// Wants none.
    Tell {
        op: String,
        #[serde(default)]
        args: Value,
    },
    /// Answers a question of ours.
    Answer {
        n: u64,
        ok: bool,
        #[serde(default)]
        value: Value,
        #[serde(default)]
        why: String,
        #[serde(default)]
        reason: String,
    },
    /// A message of a mini-program's page, for core.
    View { page: u64, text: String },
}

/// `GET /<token>/ws`. Token, Host and Origin were checked at the door.
pub(super) async fn upgrade(State(shell): State<Arc<Shell>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE).on_upgrade(move |socket| talk(shell, socket))
}

async fn talk(shell: Arc<Shell>, mut socket: WebSocket) {
    let (number, mut queue) = shell.link.connect();
    loop {
        tokio::select! {
            out = queue.recv() => match out {
                Some(Outgoing::Text(text)) => {
                    if socket.send(Message::Text(text.take().into())).await.is_err() {
                        break;
                    }
                }
                Some(Outgoing::Taken) => {
                    let _ = socket.send(Message::Close(Some(CloseFrame { code: TAKEN, reason: "".into() }))).await;
                    break;
                }
                None => break,
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => take(&shell, number, text.as_str()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => {}
            },
        }
    }
    shell.link.disconnect(number);
}

fn take(shell: &Arc<Shell>, number: u64, text: &str) {
    // A page that was taken over may still have messages on the way.
    if !shell.link.has_phone(number) {
        return;
    }
    let message = match serde_json::from_str(text) {
        Ok(message) => message,
        Err(error) => {
            eprintln!("The phone page sent something that is not understood ({error}). Reload it.");
            return;
        }
    };
    match message {
        Incoming::View { page, text } => {
            if let Some(app) = shell.app() {
                app.on_view_message(PageId(page), &text);
            }
        }
        Incoming::Facts { facts } => calls::welcome(shell, &facts),
        Incoming::Answer { n, ok, value, why, reason } => {
            let reply = match (ok, why.as_str()) {
                (true, _) => Reply::Value(value),
                (false, "cancelled") => Reply::Cancelled,
                (false, "unsupported") => Reply::Unsupported,
                (false, _) => Reply::Failed(reason),
            };
            shell.link.answer(n, reply);
        }
        Incoming::Tell { op, args } => calls::told(shell, &op, args),
        Incoming::Call { n, op, args } => {
            let shell = shell.clone();
            // Opening takes as long as a first screen, so it never runs where messages are read.
            tokio::task::spawn_blocking(move || {
                let reply = match calls::called(&shell, &op, &args) {
                    Ok(value) => json!({ "t": "reply", "n": n, "ok": true, "value": value }),
                    Err(fault) => json!({ "t": "reply", "n": n, "ok": false, "kind": fault.kind, "say": fault.say }),
                };
                shell.link.send(&reply);
            });
        }
    }
}
