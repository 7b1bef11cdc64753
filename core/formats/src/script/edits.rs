//! Edits of a text by byte offsets, applied once. They know nothing of JavaScript.

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

    /// The text after `before`, with every edit done. An edit that overlaps an earlier one is left out.
    pub(super) fn apply(&mut self, source: &str, before: &str) -> String {
        self.list.sort_by_key(|(start, end, _)| (*start, *end));
        let added: usize = self.list.iter().map(|(_, _, with)| with.len()).sum();
        let mut out = String::with_capacity(before.len() + source.len() + added);
        out.push_str(before);
        let mut done = 0;
        for (start, end, with) in &self.list {
            if *start < done {
                continue;
            }
            out.push_str(text(source, done, *start));
            out.push_str(with);
            done = *end;
        }
        out.push_str(text(source, done, u32::MAX));
        out
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
