//! Guarantees of the broker, each with a case of its own.
