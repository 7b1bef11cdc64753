//! Pictures of codes -> texts, and texts -> pictures of codes. It must not decide what a text means: `code` does.

/// One code found in a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it says.
    pub text: String,
    /// The bytes it holds where it is not plain text; empty otherwise.
    pub bytes: Vec<u8>,
    /// Its corners in pixels, as far as the decoder tells.
    pub points: Vec<(f32, f32)>,
}
