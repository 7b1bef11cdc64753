//! Tests of scanning: each refusal by the guarantee it keeps.
