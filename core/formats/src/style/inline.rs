//! `rpx` in a `style` attribute: the hot path of every render, so no parser and no copy when there is nothing to do.

use std::borrow::Cow;

/// Converts every `rpx` length of a `style` attribute to `vw`; strings and `url()` stay.
pub fn inline(style: &str) -> Cow<'_, str> {
    // The unit is four bytes: without it there is nothing to do, and most styles have none.
    if !style.contains("rpx") {
        return Cow::Borrowed(style);
    }
    let bytes = style.as_bytes();
    let mut out = String::with_capacity(style.len() + 8);
    let (mut copied, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = skip_string(bytes, at),
            b'u' | b'U' if is_url(bytes, at) => at = skip_url(bytes, at + 4),
            b'0'..=b'9' | b'.' if !follows_name(bytes, at) => {
                let end = number_end(bytes, at);
                let unit_end = end + 3;
                let unit = bytes.get(end..unit_end) == Some(b"rpx") && !bytes.get(unit_end).copied().is_some_and(is_name_byte);
                let value = style.get(at..end).and_then(|digits| digits.parse::<f64>().ok());
                match (unit, value) {
                    (true, Some(value)) => {
                        out.push_str(style.get(copied..at).unwrap_or_default());
                        out.push_str(&vw(value));
                        at = unit_end;
                        copied = at;
                    }
                    _ => at = end.max(at + 1),
                }
            }
            _ => at += 1,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(style);
    }
    out.push_str(style.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// A length in `rpx` (750 are the width of the screen) as CSS text.
fn vw(rpx: f64) -> String {
    // Six decimals are a thousandth of a pixel on any screen; trailing zeros would only be bytes on the bridge.
    let text = format!("{:.6}", rpx * 100.0 / 750.0);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{}vw", if text.is_empty() { "0" } else { text })
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | 128..)
}

/// True when the byte at `at` goes on a name (`--gap2`), so that no number starts there. A sign is no name.
fn follows_name(bytes: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|i| bytes.get(i).copied()) else { return false };
    let sign = before == b'-' && !at.checked_sub(2).and_then(|i| bytes.get(i).copied()).is_some_and(is_name_byte);
    is_name_byte(before) && !sign || before == b'#'
}

fn number_end(bytes: &[u8], start: usize) -> usize {
    let digits = |from: usize| bytes.get(from..).map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_digit()).count());
    let mut end = start + digits(start);
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let count = digits(end + 1 + sign);
        if count > 0 {
            end += 1 + sign + count;
        }
    }
    end
}

fn skip_string(bytes: &[u8], start: usize) -> usize {
    let quote = bytes.get(start).copied();
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        at += if byte == b'\\' { 2 } else { 1 };
        if Some(byte) == quote {
            break;
        }
    }
    at
}

fn is_url(bytes: &[u8], at: usize) -> bool {
    bytes.get(at..at + 4).is_some_and(|name| name.eq_ignore_ascii_case(b"url(")) && !follows_name(bytes, at)
}

fn skip_url(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = skip_string(bytes, at),
            b')' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}
