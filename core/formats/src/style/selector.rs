//! Selectors of WXSS as the view's page knows them: `view` is `wx-view`, `.a` of a scoped component is `.<scope>--a`, and `:host` is its host element.

use super::StyleOptions;

/// What the names in a selector become.
pub(super) struct Names<'a> {
    scope: Option<&'a str>,
    host: String,
}

impl<'a> Names<'a> {
    pub(super) fn new(options: &StyleOptions<'a>) -> Self {
        // `:where` weighs nothing: as with a shadow root, the page around a component wins over the component's own `:host`.
        let host = options.host.map_or_else(|| "wx-page".to_owned(), |path| format!(":where([is=\"{}\"])", escaped(path)));
        Self { scope: options.scope, host }
    }
}

/// A path inside a quoted CSS string.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// An open round bracket.
enum Bracket {
    /// Its content is a selector list: `:not(`, `:is(`.
    Selectors,
    /// `:host(`: the bracket itself is dropped.
    Host,
}

/// Rewrites a selector list.
pub(super) fn rewrite(text: &str, names: &Names<'_>) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + 16);
    let mut brackets = Vec::new();
    let mut at = 0;
    // True where a type selector may stand.
    let mut start = true;
    while let Some(&byte) = bytes.get(at) {
        let from = at;
        match byte {
            b'[' => at = closing(bytes, at, b'[', b']'),
            b'"' | b'\'' => at = super::scan::string_end(bytes, at),
            b'.' if name_end(bytes, at + 1) > at + 1 => {
                at = name_end(bytes, at + 1);
                out.push('.');
                if let Some(scope) = names.scope {
                    out.push_str(scope);
                    out.push_str("--");
                }
                out.push_str(text.get(from + 1..at).unwrap_or_default());
                start = false;
                continue;
            }
            b'#' => at = name_end(bytes, at + 1),
            b':' => {
                let colons = if bytes.get(at + 1) == Some(&b':') { 2 } else { 1 };
                let end = name_end(bytes, at + colons);
                let name = text.get(at + colons..end).unwrap_or_default().to_ascii_lowercase();
                let function = bytes.get(end) == Some(&b'(');
                if colons == 1 && name == "host" {
                    out.push_str(&names.host);
                    at = if function { end + 1 } else { end };
                    if function {
                        brackets.push(Bracket::Host);
                    }
                    start = false;
                    continue;
                }
                at = match (function, takes_selectors(&name)) {
                    (true, true) => {
                        brackets.push(Bracket::Selectors);
                        end + 1
                    }
                    (true, false) => closing(bytes, end, b'(', b')'),
                    (false, _) => end.max(at + colons),
                };
                out.push_str(text.get(from..at).unwrap_or_default());
                start = function && takes_selectors(&name);
                continue;
            }
            b')' => {
                at += 1;
                if let Some(Bracket::Host) = brackets.pop() {
                    start = false;
                    continue;
                }
            }
            b',' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'>' | b'+' | b'~' => {
                out.push(char::from(byte));
                at += 1;
                start = true;
                continue;
            }
            _ if start && name_end(bytes, at) > at && !byte.is_ascii_digit() => {
                at = name_end(bytes, at);
                let tag = text.get(from..at).unwrap_or_default();
                // Who writes `wx-view` means the view's own tag.
                if !tag.starts_with("wx-") {
                    out.push_str("wx-");
                }
            }
            _ => at = name_end(bytes, at).max(at + char_length(byte)),
        }
        out.push_str(text.get(from..at).unwrap_or_default());
        start = false;
    }
    out
}

/// Functions whose argument is a selector list.
fn takes_selectors(name: &str) -> bool {
    matches!(name, "not" | "is" | "where" | "has" | "matches" | "-webkit-any" | "-moz-any" | "slotted" | "host-context" | "cue")
}

fn char_length(first: u8) -> usize {
    match first {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

/// The end of the name at `at`, escapes included; `at` itself when none starts there.
fn name_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => {
                let hex = bytes.get(at + 1..).map_or(0, |rest| rest.iter().take(6).take_while(|b| b.is_ascii_hexdigit()).count());
                at += 1 + hex;
                match (hex, bytes.get(at)) {
                    (0, Some(&next)) => at += char_length(next),
                    // One blank ends a hexadecimal escape and belongs to it.
                    (_, Some(b' ' | b'\t' | b'\n')) => at += 1,
                    _ => {}
                }
            }
            b'-' | b'_' | 128.. => at += 1,
            _ if byte.is_ascii_alphanumeric() => at += 1,
            _ => break,
        }
    }
    at.min(bytes.len())
}

/// Behind the bracket that closes the one at `at`, or the end.
fn closing(bytes: &[u8], mut at: usize, open: u8, close: u8) -> usize {
    let mut depth = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => {
                at = super::scan::string_end(bytes, at);
                continue;
            }
            b'\\' => at += 1,
            _ if byte == open => depth += 1,
            _ if byte == close => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at.min(bytes.len())
}
