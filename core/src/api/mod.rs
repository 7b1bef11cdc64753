//! Every member of `wx` in one table: what it is called, whether it works, what it needs, who does it, how its
//! arguments are read, and in which words it fails. Nothing is done here; `session` and `broker` act on a row.
//!
//! The path of a call: [`dispatch`] finds the row or fails and counts; [`arguments`] reads the JSON; the row's
//! [`Action`] says who goes on; the answer is an [`Outcome`], whose words come from [`Failure`].

mod action;
mod args;
mod can_i_use;
mod coverage;
pub mod decode;
mod dialect;
mod failure;
mod my;
mod outcome;
pub(crate) mod own;
mod table;

pub use action::{Action, BrokerAction, SessionAction};
pub(crate) use args::is_light;
pub use args::{ArgError, Args, arguments};
pub use can_i_use::can_i_use;
pub use coverage::coverage;
pub use decode::FontFace;
pub use dialect::{DialectRow, dialect};
pub use failure::{Failure, FileWords, shown};
pub use outcome::Outcome;
pub use table::{Counters, Kind, Row, Status, dispatch, lookup, members_json, rows, wire};
