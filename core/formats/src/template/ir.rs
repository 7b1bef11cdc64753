//! The compiled form of a template.

/// One compiled template file.
#[derive(Debug, Default)]
pub struct Template {}
