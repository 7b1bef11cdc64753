//! Rules about the source tree itself, as functions that can be tested (they are applied to the tree in
//! `tests/tidy.rs`), the names of elements, the oracle: another framework that programs are compared with, and templates
//! of real programs.

pub mod elements;
pub mod oracle;
pub mod templates;
pub mod tidy;

/// The Rust of `docs/integrate.md` compiles.
#[cfg(doctest)]
#[doc = include_str!("../../docs/integrate.md")]
pub struct Integrate;
