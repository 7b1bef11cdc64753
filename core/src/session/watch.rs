//! What a developer may watch of a session: console, errors, calls. It must not carry what a user typed or where they
//! are beyond what the mini-program itself printed, and nobody may depend on it.

use serde::{Deserialize, Serialize};

use crate::permission::Slot;

/// One thing to be seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Note {
    /// A line of its console.
    Console {
        /// `log`, `info`, `warn`, `error`, `debug`.
        level: String,
        /// The line.
        text: String,
    },
    /// A script threw, a template could not be evaluated, or a file is wrong.
    Error {
        /// What happened.
        text: String,
        /// File; empty when unknown.
        path: String,
        /// Line, from 1; 0 when unknown.
        line: u32,
        /// Column, from 1; 0 when unknown.
        column: u32,
        /// Where in the life of the program.
        during: String,
        /// Whether it is only a warning.
        warning: bool,
    },
    /// A call of `wx` ended.
    Api {
        /// Its name.
        name: String,
        /// Whether it worked.
        ok: bool,
        /// Its words; for a request, the address.
        text: String,
    },
    /// A page was opened.
    Page {
        /// Its path.
        path: String,
    },
}

/// Sees notes. Called on session threads: must return at once.
pub trait Watcher: Send + Sync {
    /// Something to be seen.
    fn note(&self, slot: Slot, note: Note);
}

/// Sees nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullWatcher;

impl Watcher for NullWatcher {
    fn note(&self, _slot: Slot, _note: Note) {}
}
