//! Brackets inside `calc()`: the parser takes the blanks around `+` and `-` out of them, and CSS then refuses the whole
//! value. A bracket there means what `calc()` means, so it is written as one. Nothing else is touched.

use std::borrow::Cow;

/// The source with `calc((a - b) * 2)` as `calc(calc(a - b) * 2)`.
pub(super) fn brackets(source: &str) -> Cow<'_, str> {
    if !source.contains("calc(") {
        return Cow::Borrowed(source);
    }
    let bytes = source.as_bytes();
    let mut out = String::with_capacity(source.len());
    // Whether each open bracket is one of calc.
    let mut open: Vec<bool> = Vec::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = string_end(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = source.get(at..).and_then(|rest| rest.find("*/")).map_or(bytes.len(), |end| at + end + 1)
            }
            b'(' => {
                let name = name_before(source, at);
                let bare = name.is_empty() && open.last() == Some(&true);
                if bare {
                    out.push_str(source.get(copied..at).unwrap_or_default());
                    out.push_str("calc");
                    copied = at;
                }
                open.push(bare || name.eq_ignore_ascii_case("calc"));
            }
            b')' => {
                open.pop();
            }
            b';' | b'{' | b'}' => open.clear(),
            _ => {}
        }
        at += 1;
    }
    out.push_str(source.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// Where a string that begins at `from` ends: at its quote, or before the line's end.
fn string_end(bytes: &[u8], from: usize) -> usize {
    let quote = bytes.get(from);
    let mut at = from + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' => return at,
            _ if Some(byte) == quote => return at,
            _ => {}
        }
        at += 1;
    }
    at
}

/// The name that touches the bracket at `at`.
fn name_before(source: &str, at: usize) -> &str {
    let head = source.get(..at).unwrap_or_default();
    let name = head.trim_end_matches(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
    head.get(name.len()..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bare_brackets_inside_calc_change() {
        for (source, wanted) in [
            (".a{width:calc((var(--a,48rpx) - 4rpx) * 2)}", ".a{width:calc(calc(var(--a,48rpx) - 4rpx) * 2)}"),
            (".a{width:calc(2 * ((1px + 2px) / 3))}", ".a{width:calc(2 * calc(calc(1px + 2px) / 3))}"),
            (".a{width:calc(max(1px, 2px) - 1px)}", ".a{width:calc(max(1px, 2px) - 1px)}"),
            (".a{content:'calc((';b:url((x))}", ".a{content:'calc((';b:url((x))}"),
            ("/* calc(( */@media (a) and (b){.c{d:calc(1px)}}", "/* calc(( */@media (a) and (b){.c{d:calc(1px)}}"),
        ] {
            assert_eq!(brackets(source), wanted);
        }
    }
}
