//! What a mini-program is and does: everything that decides, and nothing that draws.
//!
//! Modules stand in layers, lowest first; an import only points down (a tidy test holds that).

pub mod api;
pub mod broker;
pub mod files;
pub mod host;
pub mod logic;
pub mod net;
mod packed;
pub mod permission;
pub mod program;
pub mod session;
pub mod store;
pub mod superapp;
pub mod tree;
