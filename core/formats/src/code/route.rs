//! Decides which form a text has and hands it to the reader of that form. It must not read any form itself.

use super::{Code, CodeError, LinkRule, emv, link, plain};

/// More than the largest QR code holds (7,089 digits), with room for links that were pasted.
const MAX_BYTES: usize = 16 << 10;

/// Says what a scanned text or a pasted link means. `rules` are the ordinary links that open mini-programs; the longest
/// prefix wins. Nothing is fetched.
///
/// # Errors
/// [`CodeError`]: for texts that would deceive or harm whoever opens them, and for damaged codes.
pub fn route(text: &str, rules: &[LinkRule]) -> Result<Code, CodeError> {
    if text.len() > MAX_BYTES {
        return Err(CodeError::TooLong { bytes: text.len(), limit: MAX_BYTES });
    }
    // Printed codes often end with a line break, and pasted links begin with a blank.
    let trimmed = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\u{feff}' || c == '\0');
    if trimmed.is_empty() {
        return Err(CodeError::Empty);
    }
    if emv::looks_like(trimmed) {
        return emv::read(trimmed).map(|payment| Code::Payment(super::Payment::Emv(payment)));
    }
    if let Some(code) = plain::read(trimmed) {
        return code;
    }
    if let Some(code) = link::read(trimmed, rules, 0) {
        return code;
    }
    Ok(Code::Text(text.to_string()))
}
