//! Placeholder: in work.
pub mod bridge;
pub mod document;
pub mod stack;
