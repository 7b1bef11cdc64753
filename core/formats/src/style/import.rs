//! `@import url(a.wxss)` as `@import "a.wxss"`, which is all that WeChat's parser takes. No place in the sheet moves.

use std::borrow::Cow;

use super::scan::string_end;

/// The sheet with every import named by a string.
pub(super) fn named_by_strings(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let mut out: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = string_end(bytes, at),
            b'\\' => at += 2,
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = comment_end(source, at),
            b'@' if starts_with(bytes, at, b"@import") => {
                at = blanks_end(source, at + "@import".len());
                if !starts_with(bytes, at, b"url(") {
                    continue;
                }
                let open = at + "url(".len();
                let Some(length) = source.get(open..).and_then(|rest| rest.find(')')) else { break };
                let (end, inside) = (open + length, source.get(open..open + length).unwrap_or_default());
                let quotes = inside.bytes().filter(|byte| matches!(byte, b'"' | b'\'')).count();
                let blanked = out.get_or_insert_with(|| bytes.to_vec());
                let mut put = |at: usize, byte: u8| {
                    if let Some(place) = blanked.get_mut(at) {
                        *place = byte;
                    }
                };
                // With quotes of its own, only `url(` and `)` go; without, quotes take the places of the brackets.
                let quote = match quotes {
                    0 => b'"',
                    2 => b' ',
                    _ => break,
                };
                (at..open - 1).for_each(|at| put(at, b' '));
                put(open - 1, quote);
                put(end, quote);
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    // Only ASCII took the place of ASCII.
    match out.map(String::from_utf8) {
        Some(Ok(text)) => Cow::Owned(text),
        _ => Cow::Borrowed(source),
    }
}

fn starts_with(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    bytes.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word))
}

fn comment_end(source: &str, at: usize) -> usize {
    source.get(at + 2..).and_then(|rest| rest.find("*/")).map_or(source.len(), |length| at + 2 + length + 2)
}

/// Behind blanks and comments.
fn blanks_end(source: &str, mut at: usize) -> usize {
    while let Some(byte) = source.as_bytes().get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b'\x0c' => at += 1,
            b'/' if source.as_bytes().get(at + 1) == Some(&b'*') => at = comment_end(source, at),
            _ => break,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_brackets_of_imports_change() {
        for (source, made) in [
            ("@import url(a.wxss) screen;", "@import    \"a.wxss\" screen;"),
            ("@IMPORT/*é*/URL('./é.wxss');.a{}", "@IMPORT/*é*/    './é.wxss' ;.a{}"),
            ("@import \"url(a)\";.a{b:url(c);content:\"@import url(d)\"}", "@import \"url(a)\";.a{b:url(c);content:\"@import url(d)\"}"),
            ("/*@import url(a)*/@import url(", "/*@import url(a)*/@import url("),
            ("@import url(a'b);", "@import url(a'b);"),
        ] {
            assert_eq!(named_by_strings(source), made);
        }
    }
}
