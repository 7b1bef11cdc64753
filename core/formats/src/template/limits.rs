//! What is changed in a template before the parser sees it: more attributes on one tag than anybody writes are taken out,
//! since the parser compares each with all before it; whole numbers that it would overflow on become floating ones, as
//! they are in JavaScript. Everything keeps its place.

use std::borrow::Cow;

use crate::Diagnostic;
use crate::diag::place;

/// Attributes of one tag.
const ATTRIBUTES: usize = 2_000;
/// Shorter sources can't have as many.
const SHORT: usize = ATTRIBUTES * 3;

/// The source with the attributes that are too many blanked out, each tag of them told.
pub(super) fn limited<'s>(path: &str, source: &'s str) -> (Cow<'s, str>, Vec<Diagnostic>) {
    if source.len() < SHORT {
        return (Cow::Borrowed(source), Vec::new());
    }
    let bytes = source.as_bytes();
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(open) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'<')) {
        at += open + 1;
        if bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            let (end, extra) = tag(bytes, at);
            cuts.extend(extra.map(|from| (from, end)));
            at = end;
        }
    }
    if cuts.is_empty() {
        return (Cow::Borrowed(source), Vec::new());
    }
    let mut found = Vec::new();
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for (from, to) in cuts {
        let (line, column) = place(source, from);
        let text = format!("a tag has more than {ATTRIBUTES} attributes; the rest of them is left out");
        found.push(Diagnostic::error(path, line, column, text));
        out.push_str(source.get(done..from).unwrap_or_default());
        out.extend(source.get(from..to).unwrap_or_default().chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        done = to;
    }
    out.push_str(source.get(done..).unwrap_or_default());
    (Cow::Owned(out), found)
}

/// Digits of a whole number that fits into 64 bits for sure.
const DIGITS: usize = 18;

/// The source with whole numbers in expressions that do not fit into 64 bits written with an exponent, as long as before.
pub(super) fn floating<'s>(source: Cow<'s, str>) -> Cow<'s, str> {
    let bytes = source.as_bytes();
    let mut edits: Vec<(usize, String)> = Vec::new();
    let (mut inside, mut quote, mut at) = (false, None, 0);
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        match (inside, quote, byte) {
            (false, ..) if rest.starts_with(b"{{") => (inside, at) = (true, at + 1),
            (false, ..) => {}
            (true, None, b'}') if rest.starts_with(b"}}") => (inside, at) = (false, at + 1),
            (true, None, b'\'' | b'"') => quote = Some(byte),
            (true, Some(open), byte) if open == byte => quote = None,
            (true, None, b'0'..=b'9') => {
                let number = Number::at(rest);
                let name =
                    at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(|c| c.is_ascii_alphanumeric() || b"_$.".contains(c));
                // also where the number goes on as a name, which the parser finds out behind the digits
                if number.whole.len() > DIGITS && !name {
                    edits.push((at, number.floating()));
                }
                at += number.length - 1;
            }
            _ => {}
        }
        at += 1;
    }
    if edits.is_empty() {
        return source;
    }
    let mut out = source.into_owned();
    for (at, text) in edits {
        out.replace_range(at..at + text.len(), &text);
    }
    Cow::Owned(out)
}

/// A number as it is written: `12`, `12.5`, `12e-3`.
struct Number<'s> {
    whole: &'s [u8],
    fraction: &'s [u8],
    power: i64,
    /// Of all of it, in bytes.
    length: usize,
}

impl<'s> Number<'s> {
    /// From its first digit on.
    fn at(text: &'s [u8]) -> Self {
        let whole = digits(text);
        let mut length = whole.len();
        let rest = |length: usize| text.get(length..).unwrap_or_default();
        let mut fraction: &[u8] = &[];
        if rest(length).first() == Some(&b'.') {
            fraction = digits(rest(length + 1));
            length += 1 + fraction.len();
        }
        let mut power = 0;
        if rest(length).first() == Some(&b'e') {
            let minus = rest(length + 1).first() == Some(&b'-');
            let exponent = digits(rest(length + 1 + usize::from(minus)));
            if !exponent.is_empty() {
                // more is infinite or nothing all the same
                let size = std::str::from_utf8(exponent).ok().and_then(|text| text.parse().ok()).unwrap_or(99_999_i64).min(99_999);
                power = if minus { -size } else { size };
                length += 1 + usize::from(minus) + exponent.len();
            }
        }
        Self { whole, fraction, power, length }
    }

    /// The same as `1.234…e<n>`, as long as before.
    fn floating(&self) -> String {
        let power = (i64::try_from(self.whole.len()).unwrap_or(i64::MAX).saturating_add(self.power) - 1).to_string();
        let room = self.length.saturating_sub(power.len() + 3);
        let mut all = self.whole.iter().chain(self.fraction).map(|digit| char::from(*digit));
        let first = all.next().unwrap_or('0');
        let more: String = all.chain(std::iter::repeat('0')).take(room).collect();
        format!("{first}.{more}e{power}")
    }
}

fn digits(text: &[u8]) -> &[u8] {
    text.get(..text.iter().take_while(|byte| byte.is_ascii_digit()).count()).unwrap_or_default()
}

/// From a tag's name: where the tag ends, and where its first attribute too many begins.
fn tag(bytes: &[u8], start: usize) -> (usize, Option<usize>) {
    let mut quote = None;
    let mut count = 0;
    let mut extra = None;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>' | b'<') => break,
            (None, b' ' | b'\t' | b'\n' | b'\r') => {
                let begins = bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'_');
                count += usize::from(begins);
                if begins && count > ATTRIBUTES && extra.is_none() {
                    extra = Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    let end = if extra.is_some() && bytes.get(at.wrapping_sub(1)) == Some(&b'/') { at - 1 } else { at };
    (end, extra)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_that_overflow_become_floating_ones() {
        let made = |source: &'static str| floating(Cow::Borrowed(source)).into_owned();
        assert_eq!(made("{{999999999999999999999 + a1}}"), "{{9.9999999999999999e20 + a1}}");
        for kept in [
            "{{'999999999999999999999'}}",
            "999999999999999999999",
            "{{a999999999999999999999}}",
            "{{123456789012345678}}",
            "{{12.99999999999999999999 + 1e5}}",
        ] {
            assert_eq!(made(kept), kept);
        }
        for (long, floats) in [
            ("{{99999999999999999999.5 + 1}}", "{{9.99999999999999999e19 + 1}}"),
            ("{{99999999999999999999e5}}", "{{9.99999999999999999e24}}"),
            ("{{100000000000000000000e-3}}", "{{1.0000000000000000000e17}}"),
            // no number: the parser says so
            ("{{99999999999999999999readonly}}", "{{9.999999999999999e19readonly}}"),
        ] {
            assert_eq!(made(long), floats);
            let (_, found) = crate::template::compile("p.wxml", &format!("<a b='{long}'/>"));
            assert!(found.iter().all(|found| !found.text.contains("gave up")), "{long}: {found:?}");
        }
    }

    #[test]
    fn attributes_beyond_the_limit_are_left_out_and_the_tag_stays() {
        let source = format!("<view\n{}/>é<b/>", " a=\"x > y\"".repeat(ATTRIBUTES + 5));
        let (text, found) = limited("a.wxml", &source);
        assert_eq!((found.len(), found[0].line), (1, 2));
        assert_eq!(text.len(), source.len());
        assert_eq!(text.matches(" a=").count(), ATTRIBUTES);
        assert!(text.ends_with("/>é<b/>"));
        let fine = "<view a='1'/>".repeat(10_000);
        assert!(limited("a.wxml", &fine).1.is_empty());
    }
}
