//! Pictures of codes -> texts, and texts -> pictures of codes. It must not decide what a text means: `code` does.
//!
//! Every dimension, allocation and the work spent on a picture is capped, and a panic of a decoder ends that picture only.

mod luma;
mod passes;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use luma::Luma;

/// One code found in a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it says. Bytes that are no text in a known encoding are shown as replacement characters; see `bytes`.
    pub text: String,
    /// The bytes it holds.
    pub bytes: Vec<u8>,
    /// Its corners, from the upper left one clockwise as the code is printed.
    pub corners: Vec<Corner>,
}

/// A corner of a code, in pixels of the picture from its upper left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corner {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// Why nothing was read. What it says is for the person who holds the picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// The bytes are no picture, or a broken one.
    #[error("this is not a picture that can be read ({reason}). PNG, JPEG, WebP, GIF and BMP are understood")]
    NotAPicture {
        /// What the decoder says.
        reason: String,
    },
    /// More pixels than are looked at.
    #[error("this picture is too large ({width} x {height} pixels); make it smaller than {limit} million pixels")]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Million pixels allowed.
        limit: u32,
    },
    /// No code was found.
    #[error("no code was found in this picture. Try it closer, sharper, or with more light")]
    NoCode,
    /// The pixels given do not fill the dimensions given.
    #[error("a frame of {width} x {height} pixels needs {needed} bytes, not {given}")]
    FrameSize {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Bytes that were needed.
        needed: u64,
        /// Bytes that came.
        given: u64,
    },
}

/// Reads every code in a picture file (PNG, JPEG, WebP, GIF, BMP), the ones found first before others. Takes its time:
/// 10 to 700 ms a photograph.
///
/// # Errors
/// [`ScanError`]; `NoCode` when there is none.
pub fn decode(bytes: &[u8]) -> Result<Vec<Found>, ScanError> {
    let luma =
        guarded(|| luma::from_file(bytes)).unwrap_or_else(|| Err(ScanError::NotAPicture { reason: "its content is damaged".into() }))?;
    read(&luma, passes::Effort::Picture)
}

/// Reads the codes in one camera frame: a byte a pixel, rows one after the other, brightest 255. Spends less than
/// [`decode`] on frames without a code, because the next one comes.
///
/// # Errors
/// [`ScanError`]; `NoCode` when there is none.
pub fn decode_luma(width: u32, height: u32, pixels: &[u8]) -> Result<Vec<Found>, ScanError> {
    let luma = Luma::new(width, height, pixels)?;
    read(&luma, passes::Effort::Frame)
}

fn read(luma: &Luma<'_>, effort: passes::Effort) -> Result<Vec<Found>, ScanError> {
    let found = guarded(|| passes::run(luma, effort)).unwrap_or_default();
    if found.is_empty() { Err(ScanError::NoCode) } else { Ok(found) }
}

/// The last defence: a picture that makes a decoder panic is a picture without a code.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// A QR code of a text for a terminal, two rows of modules a line; `None` as for [`make_svg`].
#[must_use]
pub fn make_text(text: &str) -> Option<String> {
    Some(fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::L).build().ok()?.to_str())
}

/// A printable QR code of a text, as SVG: black on white with the quiet zone of four modules, medium error correction.
/// `None` when the text is longer than a code holds (about 2,300 bytes).
#[must_use]
pub fn make_svg(text: &str) -> Option<String> {
    use std::fmt::Write;
    let code = fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::M).build().ok()?;
    let side = code.size;
    let full = side + 8;
    let mut path = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let start = x;
            while x < side && code[y][x].value() {
                x += 1;
            }
            if x > start {
                // Infallible: writing to a String.
                let _ = write!(path, "M{} {}h{}v1h-{}z", start + 4, y + 4, x - start, x - start);
            }
            x += 1;
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {full} {full}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{full}v{full}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests;
