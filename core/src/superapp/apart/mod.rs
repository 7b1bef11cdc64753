//! A mini-program's session in a process of its own: what the main process and that one say to one another beside the broker's
//! messages (`broker::wire`). The main process has store, gate, network and phone; the other one gets a bundle that was verified, and
//! asks for everything else. Nothing here begins or ends a process: the shell does, told through [`Processes`].

mod away;
mod slot;

use banchan_formats::code::AppId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::broker::News;
use crate::host::{EndReason, HostError, MemoryPressure, OwnSpec, ShareKind, TileSource};
use crate::permission::Slot;
use crate::session::{Event, HostEvent, Note, Opening, Place, Referrer};

pub(super) use away::Away;
pub use away::Inbox;
pub use slot::SlotApp;

/// The shell's processes for mini-programs.
pub trait Processes: Send + Sync {
    /// Readies a process in which nothing ran before. What it sends goes into `inbox`, in order. May wait for it.
    ///
    /// # Errors
    /// [`HostError`] when there is none to be had; then the mini-program does not open.
    fn begin(&self, slot: Slot, app: &AppId, inbox: Inbox) -> Result<(), HostError>;

    /// Carries a frame to it, behind those before; see [`Wire`](crate::broker::wire::Wire).
    fn send(&self, slot: Slot, frame: Vec<u8>);

    /// The mini-program is over: the process is killed, whatever it still does, before it or its number serves another one.
    fn end(&self, slot: Slot);
}

/// To a session's process.
#[derive(Debug, Serialize, Deserialize)]
enum ToSlot {
    /// A file of the bundle; its bytes follow.
    File { path: String },
    /// The bundle is whole: begin.
    Start(Box<Beginning>),
    /// Opened again while it lives.
    Reopen { ticket: u64, place: Option<Place>, scene: u32, referrer: Option<Referrer> },
    /// It is to end.
    Stop { reason: EndReason },
    /// The shell wants something.
    Order(Order),
}

/// What a session begins with.
#[derive(Debug, Serialize, Deserialize)]
struct Beginning {
    slot: Slot,
    app_id: AppId,
    version: u64,
    name: String,
    place: Option<Place>,
    scene: u32,
    referrer: Option<Referrer>,
    tiles: Option<TileSource>,
    own: Vec<OwnSpec>,
}

/// What the main process may want of a session, beside opening and ending it.
#[derive(Debug, Serialize, Deserialize)]
enum Order {
    Back,
    Home,
    Tab { path: String },
    Share { kind: ShareKind },
    Background,
    Memory { pressure: MemoryPressure },
    News { task: u32, event: String, value: Value },
}

impl Order {
    /// `None` for what only the session's own process can know: views, answers, taps, and what whoever shows the pages sees.
    fn of(event: Event) -> Option<Self> {
        let event = match event {
            Event::Host(event) => event,
            Event::Task(News { task, event, value, .. }) => return Some(Self::News { task, event: event.into_owned(), value }),
            Event::View { .. } | Event::Resolve { .. } | Event::Given { .. } | Event::Button { .. } | Event::Leave { .. } | Event::Stop => {
                return None;
            }
        };
        Some(match event {
            HostEvent::Back => Self::Back,
            HostEvent::Home => Self::Home,
            HostEvent::Tab { path } => Self::Tab { path },
            HostEvent::Share { kind } => Self::Share { kind },
            HostEvent::Background => Self::Background,
            HostEvent::Memory { pressure } => Self::Memory { pressure },
            HostEvent::Reopen { .. }
            | HostEvent::FactsChanged
            | HostEvent::Keyboard { .. }
            | HostEvent::Captured
            | HostEvent::Sound { .. }
            | HostEvent::ViewLost { .. } => return None,
        })
    }
}

/// What [`Order::of`] made, in the other process.
impl From<Order> for Event {
    fn from(order: Order) -> Self {
        Self::Host(match order {
            Order::Back => HostEvent::Back,
            Order::Home => HostEvent::Home,
            Order::Tab { path } => HostEvent::Tab { path },
            Order::Share { kind } => HostEvent::Share { kind },
            Order::Background => HostEvent::Background,
            Order::Memory { pressure } => HostEvent::Memory { pressure },
            Order::News { task, event, value } => return Self::Task(News { task, event: event.into(), value, held: None }),
        })
    }
}

/// From a session's process, which is hostile: it ran a mini-program.
#[derive(Debug, Serialize, Deserialize)]
enum ToMain {
    /// What became of its opening.
    Opened(Opening),
    /// What became of opening it again.
    Reopened { ticket: u64, taken: Result<bool, String> },
    /// Something for developers and the log of use.
    Note(Note),
    /// It is over.
    Ended { reason: EndReason },
}

/// Longest text of a note or a reason that goes from there to here, in characters.
const LONGEST: usize = 4_000;

fn cut(text: String) -> String {
    if text.len() <= LONGEST { text } else { text.chars().take(LONGEST).collect() }
}

fn short(note: Note) -> Note {
    match note {
        Note::Console { level, text } => Note::Console { level: cut(level), text: cut(text) },
        Note::Error { text, path, line, column, during, warning } => {
            Note::Error { text: cut(text), path: cut(path), line, column, during: cut(during), warning }
        }
        Note::Api { name, ok, text } => Note::Api { name: cut(name), ok, text: cut(text) },
        Note::Page { path } => Note::Page { path: cut(path) },
    }
}

fn reason(reason: EndReason) -> EndReason {
    match reason {
        EndReason::Failed { text } => EndReason::Failed { text: cut(text) },
        plain => plain,
    }
}

/// A message as the wire carries it.
fn said(message: &impl Serialize) -> Value {
    // Ours all have texts for keys, which is all that can fail.
    serde_json::to_value(message).unwrap_or_default()
}
