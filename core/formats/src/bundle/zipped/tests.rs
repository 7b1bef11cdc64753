//! Tests of zip reading and writing: each refusal by the guarantee it keeps.
