//! The desktop shell: a command line, and a phone in a browser page. It must not decide what a mini-program may do.

pub mod cli;
pub mod embedded;
pub mod folder;
pub mod home;
pub mod host;
pub mod places;
pub mod server;
pub mod shot;
