//! Placeholder: in work.
pub mod bridge;
pub mod stack;
