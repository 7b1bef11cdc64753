//! The desktop shell: see `main.rs`.

pub mod embedded;
