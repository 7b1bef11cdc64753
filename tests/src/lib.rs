//! Rules about the source tree itself, as functions that can be tested. They are applied to the tree in `tests/tidy.rs`.

pub mod tidy;
