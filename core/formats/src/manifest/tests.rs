//! Tests of manifests: real shapes, and wrong ones.
