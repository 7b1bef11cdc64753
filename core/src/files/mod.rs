//! The files of mini-programs: each has a folder of its own for what it keeps, a heap of temporary files that ends with its
//! session, and its bundle to read from. The only place where a path that a program wrote becomes a path on the disk.
//!
//! It must not know what a call is named or who may make it: `broker` does. Nothing of another mini-program can be
//! reached from a [`Space`], whatever path it is given; links are never followed, and what a program writes is counted.

mod error;
mod file;
mod handles;
mod place;
mod saved;
mod shelf;
mod sniff;
mod space;
mod temp;
mod tree;

pub use error::FileError;
pub use file::Opened;
pub use handles::Flag;
pub use place::{Area, OWN_SCHEME, Place, SERVED_AT, USER_ROOT};
pub use saved::Saved;
pub use shelf::Shelf;
pub use sniff::{ending_of, media_type};
pub use space::{Limits, Space, Stat};
pub use temp::TempWriter;

#[cfg(test)]
mod tests;
