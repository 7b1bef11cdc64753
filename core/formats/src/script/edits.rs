//! Edits of a text by byte offsets, applied once. They know nothing of JavaScript.

use super::positions::Shift;

/// Most text that edits may add, in bytes: a long imported name, used often, would otherwise grow without end.
const MOST: usize = 64 << 20;

/// Replacements that do not overlap.
#[derive(Debug, Default)]
pub(super) struct Edits {
    list: Vec<(u32, u32, String)>,
    added: usize,
}

impl Edits {
    /// Puts `with` in place of the bytes from `start` to `end`; an empty range inserts.
    pub(super) fn replace(&mut self, start: u32, end: u32, with: String) {
        self.added = self.added.saturating_add(with.len());
        if self.added <= MOST {
            self.list.push((start, end, with));
        }
    }

    /// True when more was added than is kept: the result would be wrong.
    pub(super) fn overflowed(&self) -> bool {
        self.added > MOST
    }

    pub(super) fn extend(&mut self, other: Edits) {
        self.added = self.added.saturating_add(other.added);
        self.list.extend(other.list);
    }

    /// The text after `before`, with every edit done, and where columns moved. An edit that overlaps an earlier one is left out.
    pub(super) fn apply(&mut self, source: &str, before: &str) -> (String, Vec<Shift>) {
        self.list.sort_by_key(|(start, end, _)| (*start, *end));
        let added: usize = self.list.iter().map(|(_, _, with)| with.len()).sum();
        let mut out = String::with_capacity(before.len() + source.len() + added);
        out.push_str(before);
        let mut walk = Walk::default();
        walk.over("", before);
        let mut done = 0;
        for (start, end, with) in &self.list {
            if *start < done {
                continue;
            }
            let kept = text(source, done, *start);
            out.push_str(kept);
            walk.over(kept, kept);
            out.push_str(with);
            walk.over(text(source, *start, *end), with);
            done = *end;
        }
        out.push_str(text(source, done, u32::MAX));
        (out, walk.shifts)
    }
}

/// Where both texts are, and where their columns came apart.
#[derive(Default)]
struct Walk {
    own: (u32, u32),
    made: (u32, u32),
    shifts: Vec<Shift>,
}

impl Walk {
    fn over(&mut self, own: &str, made: &str) {
        let before = self.apart();
        (self.own, self.made) = (moved(self.own, own), moved(self.made, made));
        let last = self.shifts.last().filter(|last| last.line == self.made.0);
        // A kept text begins no new line of its own: at each line's start the columns agree again.
        let known = last.map_or(0, |last| i64::from(last.made) - i64::from(last.own));
        if self.apart() != known || before != self.apart() {
            self.shifts.push(Shift { line: self.made.0, made: self.made.1, own: self.own.1 });
        }
    }

    fn apart(&self) -> i64 {
        i64::from(self.made.1) - i64::from(self.own.1)
    }
}

/// The place (line and column from 0) behind a text that starts at one.
fn moved((line, column): (u32, u32), text: &str) -> (u32, u32) {
    let breaks = text.bytes().filter(|byte| *byte == b'\n').count();
    let rest = text.rsplit('\n').next().unwrap_or_default();
    let width = u32::try_from(rest.encode_utf16().count()).unwrap_or(u32::MAX);
    match breaks {
        0 => (line, column.saturating_add(width)),
        _ => (line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX)), width),
    }
}

/// The text between two offsets; empty when they are not in it.
pub(super) fn text(source: &str, start: u32, end: u32) -> &str {
    let end = (end as usize).min(source.len());
    source.get(start as usize..end).unwrap_or_default()
}

/// Blanks as wide as a text (in UTF-16 units), with its line breaks.
pub(super) fn blank(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push(c),
            c => out.extend(std::iter::repeat_n(' ', c.len_utf16())),
        }
    }
    out
}
