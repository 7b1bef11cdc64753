//! From a place in code that was made here back to the place in the source that it came from. It knows neither language.

/// How places of the made code relate to those of the source. Empty: they are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Positions {
    /// Ends of edits that kept lines, in order: on `line`, `made` and everything behind it comes from `own` and behind.
    shifts: Vec<Shift>,
    /// Tokens of a printed program, in order; places in the text before the edits.
    tokens: Vec<Token>,
}

/// Columns from here on differ. Lines and columns count from 0, columns in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    pub line: u32,
    pub made: u32,
    pub own: u32,
}

/// A token of printed code and where it stood. Counted as in [`Shift`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub made: (u32, u32),
    pub own: (u32, u32),
}

impl Positions {
    pub(super) fn of_shifts(shifts: Vec<Shift>) -> Self {
        Self { shifts, tokens: Vec::new() }
    }

    pub(super) fn with_tokens(mut self, tokens: Vec<Token>) -> Self {
        self.tokens = tokens;
        self
    }

    /// True when every place is its own.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shifts.is_empty() && self.tokens.is_empty()
    }

    /// The line and column in the source (both from 1, columns in UTF-16 units) of a line and column of the code.
    #[must_use]
    pub fn source(&self, line: u32, column: u32) -> (u32, u32) {
        let (line, column) = (line.saturating_sub(1), column.saturating_sub(1));
        let column = self.unshifted(line, column);
        let (line, column) = self.untokened(line, column);
        (line.saturating_add(1), column.saturating_add(1))
    }

    fn unshifted(&self, line: u32, column: u32) -> u32 {
        let after = self.shifts.partition_point(|shift| (shift.line, shift.made) <= (line, column));
        let Some(shift) = after.checked_sub(1).and_then(|at| self.shifts.get(at)).filter(|shift| shift.line == line) else { return column };
        let own = shift.own.saturating_add(column - shift.made);
        // What was put in comes from where it was put in, and from nothing behind it.
        match self.shifts.get(after).filter(|next| next.line == line) {
            Some(next) => own.min(next.own),
            None => own,
        }
    }

    fn untokened(&self, line: u32, column: u32) -> (u32, u32) {
        if self.tokens.is_empty() {
            return (line, column);
        }
        let after = self.tokens.partition_point(|token| token.made <= (line, column));
        // Before the first token of a line, that token is nearer than the end of the line before.
        let next = self.tokens.get(after).filter(|token| token.made.0 == line);
        let last = after.checked_sub(1).and_then(|at| self.tokens.get(at));
        match (last, next) {
            (Some(last), _) if last.made.0 == line => last.own,
            (_, Some(next)) => next.own,
            (Some(last), None) => last.own,
            (None, None) => (0, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_behind_an_edit_are_moved_back_and_those_inside_it_stay_at_it() {
        // `a b()` became `LONG b()`: 4 for 1.
        let positions = Positions::of_shifts(vec![Shift { line: 0, made: 0, own: 0 }, Shift { line: 0, made: 4, own: 1 }]);
        assert_eq!(positions.source(1, 6), (1, 3));
        assert_eq!(positions.source(1, 3), (1, 2));
        assert_eq!(positions.source(2, 7), (2, 7));
    }

    #[test]
    fn printed_code_leads_back_to_its_tokens() {
        let tokens = vec![Token { made: (0, 2), own: (4, 1) }, Token { made: (0, 9), own: (5, 0) }, Token { made: (2, 0), own: (9, 3) }];
        let positions = Positions::default().with_tokens(tokens);
        assert_eq!(positions.source(1, 1), (5, 2));
        assert_eq!(positions.source(1, 8), (5, 2));
        assert_eq!(positions.source(1, 10), (6, 1));
        assert_eq!(positions.source(2, 1), (6, 1));
        assert_eq!(positions.source(3, 40), (10, 4));
    }
}
