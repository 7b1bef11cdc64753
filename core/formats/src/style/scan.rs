//! How deep the brackets of a sheet nest, counted without recursion before the parser sees it. It never counts too little.

/// What [`nesting`] found.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    /// The deepest level.
    pub depth: usize,
    /// Brackets still open at the end.
    pub open: usize,
    /// Line of the deepest bracket, or of the last one left open, from 1.
    pub line: u32,
    /// Its column, from 1, in UTF-16 units.
    pub column: u32,
}

/// Counts brackets as the CSS tokenizer pairs them: a closing bracket of the wrong kind closes nothing.
pub(super) fn nesting(source: &str) -> Nesting {
    let bytes = source.as_bytes();
    let mut stack: Vec<(u8, usize)> = Vec::new();
    let (mut deepest, mut deepest_at) = (0, 0);
    // An escape outside a string can spell `url(`, whose content has other rules: from then on strings are counted, too.
    let mut unsure = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'/' if bytes.get(at + 1) == Some(&b'*') && !unsure => {
                at = source.get(at + 2..).and_then(|rest| rest.find("*/")).map_or(bytes.len(), |end| at + 2 + end + 2);
                continue;
            }
            b'"' | b'\'' if !unsure => {
                at = string_end(bytes, at);
                continue;
            }
            b'\\' => {
                unsure = true;
                at += 2;
                continue;
            }
            b'(' | b'[' | b'{' => {
                stack.push((byte, at));
                if stack.len() > deepest {
                    (deepest, deepest_at) = (stack.len(), at);
                }
                if byte == b'(' && is_raw_url(bytes, at) && !unsure {
                    at = raw_url_end(bytes, at + 1);
                    continue;
                }
            }
            b')' | b']' | b'}' => {
                let opening = match byte {
                    b')' => b'(',
                    b']' => b'[',
                    _ => b'{',
                };
                if stack.last().is_some_and(|(open, _)| *open == opening) {
                    stack.pop();
                }
            }
            _ => {}
        }
        at += 1;
    }
    let place = stack.last().map_or(deepest_at, |(_, at)| *at);
    let (line, column) = crate::diag::place(source, place);
    Nesting { depth: deepest, open: stack.len(), line, column }
}

/// The end of the string that starts at `at`: behind its quote, or at the line break that breaks it.
pub(super) fn string_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes.get(start).copied();
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' | b'\r' | b'\x0c' => return at,
            _ if Some(byte) == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// True when the bracket at `at` opens a `url(` without quotes.
pub(super) fn is_raw_url(bytes: &[u8], at: usize) -> bool {
    let named = at.checked_sub(3).and_then(|start| bytes.get(start..at)).is_some_and(|name| name.eq_ignore_ascii_case(b"url"));
    let alone = at
        .checked_sub(4)
        .and_then(|before| bytes.get(before))
        .is_none_or(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | 128..)));
    let first = bytes.get(at + 1..).and_then(|rest| rest.iter().find(|b| !b.is_ascii_whitespace()));
    named && alone && !matches!(first, Some(b'"' | b'\''))
}

/// The closing bracket of a `url(` without quotes.
pub(super) fn raw_url_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b')' => return at,
            _ => {}
        }
        at += 1;
    }
    at
}
