//! Tests of routing: each refusal by the guarantee it keeps.
