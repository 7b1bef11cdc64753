//! The desktop shell: a command line, and a phone in a browser page. It must not decide what a mini-program may do.

pub mod embedded;
pub mod folder;
