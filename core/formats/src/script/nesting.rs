//! A parser recurses; a hostile file makes it recurse until the native stack is gone. So the need is estimated first, by a walk that
//! does not recurse, and the parser gets a thread with that much stack, or the file is refused.
//!
//! The estimate may be far too high (stack that is not touched costs nothing), but must never be too low. Where only a parser could tell
//! whether a slash divides or starts a regular expression, everything that follows is counted as if nothing ever closed.

use crate::diag::{Diagnostic, place};

/// Native stack for one bracket, in bytes. Measured per level in a debug build: 0.5 to 3.1 KB (`function(){return …}`).
const PER_BRACKET: usize = 6 * 1024;
/// Native stack for one token that may nest without a bracket (`!`, `?`, `.`, `else`, a word). Measured: 0.1 to 0.9 KB.
const PER_TOKEN: usize = 2 * 1024;
/// What a parse needs when nothing nests.
const BASE: usize = 256 * 1024;
/// The most that is reserved.
const MOST: usize = 1 << 30;

/// Runs `work` with stack enough for parsing `source`.
///
/// # Errors
/// A diagnostic when the source nests too deeply, or when the parser panicked.
pub(super) fn with_stack<T: Send>(path: &str, source: &str, work: impl FnOnce() -> T + Send) -> Result<T, Diagnostic> {
    let need = estimate(source);
    if need.bytes > MOST {
        let (line, column) = place(source, need.at);
        return Err(Diagnostic::error(path, line, column, "the code is nested too deeply to be read")
            .with_help("split the expression, or leave the file out of the bundle"));
    }
    let broken =
        |why: &str| Diagnostic::error(path, 1, 1, format!("the file could not be read: {why}")).with_help("please report this file");
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("parse".into()).stack_size(need.bytes + BASE).spawn_scoped(scope, work);
        match thread {
            Ok(thread) => thread.join().map_err(|_| broken("the parser failed")),
            Err(error) => Err(broken(&error.to_string())),
        }
    })
}

/// How much stack a source needs at most.
struct Need {
    bytes: usize,
    /// The offset where that much is first needed.
    at: usize,
}

/// One open bracket, or the file itself.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Tokens that may nest within the expression: a comma or semicolon ends them.
    expression: usize,
    /// Tokens that may nest statements (`if`, `else`, `do`): a semicolon ends them, but not before `else` or `while`.
    statement: usize,
    /// Opened by `${`: its closing brace goes on with the template.
    template: bool,
    /// What a slash behind its closing bracket is.
    after: Slash,
}

/// What a slash here is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Slash {
    #[default]
    Divides,
    StartsRegex,
    Unsure,
}

/// The last token, as far as the next one depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Dot,
    /// `if`, `while`, `for`, `with`: a condition in brackets follows.
    Condition,
    /// `await`, or a name that may hide a keyword: an escape or a blank outside ASCII.
    Odd,
    Other,
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    levels: Vec<Level>,
    /// Sum of the counters of all levels.
    tokens: usize,
    need: Need,
    slash: Slash,
    last: Last,
    /// A semicolon was just read at this level.
    ended: bool,
}

fn estimate(source: &str) -> Need {
    let mut walk = Walk {
        bytes: source.as_bytes(),
        at: 0,
        levels: vec![Level::default()],
        tokens: 0,
        need: Need { bytes: 0, at: 0 },
        slash: Slash::StartsRegex,
        last: Last::Other,
        ended: false,
    };
    walk.run();
    walk.need
}

impl Walk<'_> {
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn starts_with(&self, text: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(text))
    }

    fn run(&mut self) {
        if self.starts_with(b"#!") {
            self.line_comment();
        }
        while let Some(byte) = self.byte(0) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'/' if self.byte(1) == Some(b'/') => self.line_comment(),
                b'/' if self.byte(1) == Some(b'*') => self.block_comment(),
                // In a sloppy script these are comments, elsewhere operators.
                b'<' if self.starts_with(b"<!--") => self.count_the_rest(),
                b'-' if self.starts_with(b"-->") && self.at_line_start() => self.count_the_rest(),
                b'"' | b'\'' => self.string(byte),
                b'`' => {
                    self.token();
                    self.at += 1;
                    self.template();
                }
                b'(' | b'[' | b'{' => self.open(byte),
                b')' | b']' | b'}' => self.close(byte),
                b';' | b',' => {
                    self.at += 1;
                    self.clear_expression();
                    self.ended |= byte == b';';
                    (self.slash, self.last) = (Slash::StartsRegex, Last::Other);
                }
                b'/' => self.slash(),
                _ if is_word(byte) => self.word(),
                _ => {
                    // `a++ / b` divides, `+ /b/` does not.
                    let twice = matches!(byte, b'+' | b'-') && self.at > 0 && self.bytes.get(self.at - 1) == Some(&byte);
                    self.token();
                    self.at += 1;
                    self.slash = if twice { Slash::Unsure } else { Slash::StartsRegex };
                    self.last = if byte == b'.' { Last::Dot } else { Last::Other };
                }
            }
        }
    }

    fn record(&mut self) {
        let bytes = (self.levels.len() - 1).saturating_mul(PER_BRACKET).saturating_add(self.tokens.saturating_mul(PER_TOKEN));
        if bytes > self.need.bytes {
            self.need = Need { bytes, at: if self.need.bytes > MOST { self.need.at } else { self.at } };
        }
    }

    fn token(&mut self) {
        self.settle(false);
        if let Some(level) = self.levels.last_mut() {
            level.expression += 1;
            self.tokens += 1;
        }
        self.record();
    }

    /// A statement ended with `;`: unless it goes on, what it nested is over.
    fn settle(&mut self, goes_on: bool) {
        if std::mem::take(&mut self.ended)
            && !goes_on
            && let Some(level) = self.levels.last_mut()
        {
            self.tokens -= level.statement;
            level.statement = 0;
        }
    }

    fn clear_expression(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            self.tokens -= level.expression;
            level.expression = 0;
        }
    }

    fn open(&mut self, byte: u8) {
        self.settle(false);
        let after = match (byte, self.last) {
            (b'(', Last::Condition) => Slash::StartsRegex,
            (b'(', Last::Odd) | (b'{', _) => Slash::Unsure,
            _ => Slash::Divides,
        };
        self.levels.push(Level { after, ..Level::default() });
        self.at += 1;
        (self.slash, self.last) = (Slash::StartsRegex, Last::Other);
        self.record();
    }

    fn close(&mut self, byte: u8) {
        self.ended = false;
        self.at += 1;
        self.last = Last::Other;
        if self.levels.len() == 1 {
            self.slash = Slash::Unsure;
            return;
        }
        let level = self.levels.pop().unwrap_or_default();
        self.tokens -= level.expression + level.statement;
        if level.template && byte == b'}' {
            self.template();
            return;
        }
        self.slash = level.after;
        // `a()()()` nests though each bracket is closed.
        if let Some(level) = self.levels.last_mut() {
            level.expression += 1;
            self.tokens += 1;
        }
        self.record();
    }

    fn word(&mut self) {
        let start = self.at;
        while self.byte(0).is_some_and(is_word) {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        let number = word.first().is_some_and(u8::is_ascii_digit);
        // The dot of `1.` is no member access.
        if number && self.byte(0) == Some(b'.') {
            self.at += 1;
        }
        let member = self.last == Last::Dot;
        self.settle(matches!(word, b"else" | b"while"));
        let condition = matches!(word, b"if" | b"for" | b"while" | b"with");
        if let Some(level) = self.levels.last_mut() {
            if condition || matches!(word, b"else" | b"do") {
                level.statement += 1;
            } else {
                level.expression += 1;
            }
            self.tokens += 1;
        }
        self.record();
        let odd = word.iter().any(|b| matches!(b, b'\\' | 128..));
        self.last = match word {
            _ if odd || word == b"await" => Last::Odd,
            _ if condition && !member => Last::Condition,
            _ => Last::Other,
        };
        self.slash = match word {
            _ if odd => Slash::Unsure,
            _ if member => Slash::Divides,
            b"return" | b"typeof" | b"case" | b"in" | b"instanceof" | b"new" | b"delete" | b"void" | b"throw" | b"do" | b"else"
            | b"extends" | b"default" => Slash::StartsRegex,
            // Names in a sloppy script, operators elsewhere.
            b"of" | b"yield" | b"await" => Slash::Unsure,
            _ => Slash::Divides,
        };
    }

    fn slash(&mut self) {
        self.token();
        self.last = Last::Other;
        self.at += 1;
        match self.slash {
            Slash::Divides => self.slash = Slash::StartsRegex,
            Slash::StartsRegex => {
                self.regex();
                self.slash = Slash::Divides;
            }
            Slash::Unsure => self.count_the_rest(),
        }
    }

    /// Up to the slash that ends a regular expression, or the end of the line (where no parser goes on).
    fn regex(&mut self) {
        let mut class = false;
        while let Some(byte) = self.byte(0) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'\n' | b'\r' => return,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => return,
                _ => {}
            }
        }
    }

    /// From here on it is not known what is code: everything counts and nothing closes.
    fn count_the_rest(&mut self) {
        let (mut brackets, mut tokens, mut in_word) = (self.levels.len() - 1, self.tokens, false);
        for byte in self.bytes.get(self.at..).unwrap_or_default() {
            let word = is_word(*byte);
            match byte {
                b'(' | b'[' | b'{' => brackets += 1,
                b' ' | b'\t' | b'\r' | b'\n' => {}
                _ if word && in_word => {}
                _ => tokens += 1,
            }
            in_word = word;
        }
        self.at = self.bytes.len();
        let bytes = brackets.saturating_mul(PER_BRACKET).saturating_add(tokens.saturating_mul(PER_TOKEN));
        if bytes > self.need.bytes {
            self.need.bytes = bytes;
        }
    }

    /// True when only blanks or a comment stand before this place in its line.
    fn at_line_start(&self) -> bool {
        let before = self.bytes.get(..self.at).unwrap_or_default();
        let last = before.iter().rev().find(|b| !matches!(b, b' ' | b'\t'));
        matches!(last, None | Some(b'\n' | b'\r' | b'/' | 128..))
    }

    fn line_comment(&mut self) {
        // U+2028 and U+2029 end a line, too.
        while self.byte(0).is_some_and(|b| !matches!(b, b'\n' | b'\r'))
            && !self.starts_with(b"\xe2\x80\xa8")
            && !self.starts_with(b"\xe2\x80\xa9")
        {
            self.at += 1;
        }
    }

    fn block_comment(&mut self) {
        let rest = self.bytes.get(self.at + 2..).unwrap_or_default();
        let length = rest.windows(2).position(|pair| pair == b"*/").map_or(rest.len(), |at| at + 2);
        self.at += 2 + length;
    }

    fn string(&mut self, quote: u8) {
        self.settle(false);
        self.at += 1;
        while let Some(byte) = self.byte(0) {
            self.at += 1;
            match byte {
                b'\\' => self.at += if self.starts_with(b"\r\n") { 2 } else { 1 },
                b'\n' => break,
                _ if byte == quote => break,
                _ => {}
            }
        }
        (self.slash, self.last) = (Slash::Divides, Last::Other);
    }

    /// The text of a template, up to its end or the next `${`.
    fn template(&mut self) {
        while let Some(byte) = self.byte(0) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'`' => break,
                b'$' if self.byte(0) == Some(b'{') => {
                    self.at += 1;
                    self.levels.push(Level { template: true, ..Level::default() });
                    (self.slash, self.last) = (Slash::StartsRegex, Last::Other);
                    self.record();
                    return;
                }
                _ => {}
            }
        }
        (self.slash, self.last) = (Slash::Divides, Last::Other);
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'\\' | 128..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(source: &str) -> usize {
        estimate(source).bytes
    }

    #[test]
    fn what_closes_costs_nothing_afterwards() {
        assert!(need(&"f({a:[1,2]});\n".repeat(50_000)) < 200 * 1024);
        assert!(need(&"if(a){b}else{c};".repeat(5_000)) < 200 * 1024);
        assert!(need(&format!("x=[{}]", "{a:1,b:2},".repeat(50_000))) < 200 * 1024);
        assert!(need(&"a=/[(]{2}/.test(b);".repeat(50_000)) < 200 * 1024);
        assert!(need(&"a=`x${b(`y${c}`)}`;".repeat(50_000)) < 200 * 1024);
        assert!(need(&"a=(b)/2;".repeat(50_000)) < 200 * 1024);
    }

    #[test]
    fn nothing_hides_an_opening_bracket() {
        let deep = "(".repeat(2_000);
        for (before, after) in [
            ("a=", ""),
            ("a.if(x)/'/2;'", "'"),
            ("a.if(x)/", "/2"),
            ("a++/`/", "`"),
            ("a.return/'/2;'", "'"),
            ("a={}/`/\n`", "/1"),
            ("function a(){}/`/;", "/1"),
            ("<!--`\n", ""),
            ("\n-->`\n", ""),
            ("`${", ""),
            ("if(a)/`/;", ""),
            ("a=/[/'\"]/;", ""),
            ("a=b/c;'/';", ""),
            ("1./`/`/", ""),
            ("return\u{a0}/`/;", ""),
            ("if\u{a0}(a)/`/;", ""),
            ("//`\u{2028}", ""),
            ("#!`\n", ""),
            ("'\\\r\n'+", "'"),
            ("case/`/:", ""),
        ] {
            assert!(need(&format!("{before}{deep}{after}")) >= 2_000 * PER_BRACKET, "{before}");
        }
    }

    #[test]
    fn chains_without_brackets_are_counted() {
        let count = 10_000;
        for link in [
            "!",
            "a+",
            "a.",
            "a?b:",
            "if(a)",
            "else if(a)b;",
            "a=>",
            "new ",
            "()",
            "a:",
            "`x`",
            "do ",
            "-",
            "a=",
            "do x; while(a);",
            "typeof ",
        ] {
            let source = match link {
                "else if(a)b;" => format!("if(a)b;{}", link.repeat(count)),
                "do x; while(a);" => "do ".repeat(count),
                _ => link.repeat(count),
            };
            assert!(need(&source) >= count * PER_TOKEN, "{link}");
        }
    }
}
