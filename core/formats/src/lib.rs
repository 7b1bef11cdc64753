//! Hostile bytes in, values out: codes, bundles, manifests, templates, styles and scripts of mini-programs.
//!
//! Nothing here does I/O, awaits, or panics on input; one bad node never fails a document.

pub mod bundle;
pub mod code;
pub mod diag;
pub mod manifest;
pub mod picture;
pub mod scan;
pub mod script;
pub mod style;
pub mod template;

pub use diag::{Diagnostic, Severity};
