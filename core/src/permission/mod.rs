//! Placeholder: in work.
