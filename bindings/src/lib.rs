//! The core as Kotlin, Swift and Python see it: conversions, and no rules. What a shell hears and may ask is written in
//! [`hosts`] and [`SuperApp`]; every decision was made in `banchan-core`, or is made there.
//!
//! Values of core cross as they are ([`records`]), under names that begin with `Mini`. Facts are records; what a
//! mini-program made (messages of a page, arguments of its calls) is text that nobody here reads. No panic crosses, and
//! nothing that a host throws ends a thread of ours.

// An error crosses the border once and is then another language's; boxing it would only move its cost.
#![allow(clippy::result_large_err, clippy::unit_arg)]

mod alive;
mod calls;
mod codes;
mod errors;
pub mod hosts;
pub mod records;
mod session;
mod super_app;

pub use alive::{MiniCounts, mini_counts};
pub use calls::MiniCall;
pub use errors::{MiniError, MiniHostError};
pub use hosts::MiniHosts;
pub use session::MiniSession;
pub use super_app::{MiniConfig, MiniRegistry, SuperApp};

uniffi::setup_scaffolding!("banchan");

#[cfg(test)]
#[path = "../../tests/contract/rust/mod.rs"]
mod contract;
