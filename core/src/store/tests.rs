//! Guarantees of what lasts, each with a case of its own.
