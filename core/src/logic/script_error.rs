//! What a script threw, in words and with its place in the mini-program's own source. Calls no code of the mini-program
//! but the getters of what was thrown.

use rquickjs::{Coerced, Ctx, Value};

use super::engine::OWN;
use super::setup::{ScriptError, ScriptSource};

/// Text that is put before the code of a file, on its first line. Columns of line 1 are counted after it.
pub(super) const PREFIX: &str = "(function(module,exports,require,global,window,document,frames,self,location,navigator,localStorage,\
sessionStorage,history,screen,alert,confirm,prompt,XMLHttpRequest,WebSocket,Worker,process){return function(){";
/// Text after it.
pub(super) const SUFFIX: &str = "\n}})";

const MAX_TEXT: usize = 4_000;
const MAX_STACK: usize = 16_000;

/// What is known of an error besides the error.
pub(super) struct Origin<'a> {
    /// Where in the life of the program it happened.
    during: &'a str,
    /// Knows where the places of compiled code were in the source.
    source: Option<&'a dyn ScriptSource>,
}

impl<'a> Origin<'a> {
    /// Of the mini-program's scripts.
    pub(super) fn new(during: &'a str, source: &'a dyn ScriptSource) -> Self {
        Origin { during, source: Some(source) }
    }

    /// Of our own scripts.
    pub(super) fn own(during: &'a str) -> Self {
        Origin { during, source: None }
    }

    /// The place in the mini-program's source of a place that the engine tells.
    fn place(&self, file: &str, line: u32, column: u32) -> (u32, u32) {
        let column = own_column(line, column);
        self.source.map_or((line, column), |source| source.position(file, line, column))
    }

    /// A stack as the mini-program's author knows the files; our own frames are left out.
    pub(super) fn stack(&self, stack: &str) -> String {
        let mut error = ScriptError::default();
        read_stack(stack, self, &mut error);
        cut(&mut error.stack, MAX_STACK);
        error.stack
    }
}

/// One line of a stack: `    at name (file:line:column)` or `    at file:line:column`.
struct Frame<'a> {
    file: &'a str,
    line: u32,
    column: u32,
}

fn frame(text: &str) -> Option<Frame<'_>> {
    let place = text.trim().strip_prefix("at ")?;
    let place = match (place.rfind('('), place.strip_suffix(')')) {
        (Some(open), Some(closed)) => closed.get(open + 1..)?,
        _ => place,
    };
    let (rest, column) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    let (line, column) = (line.parse().ok()?, column.parse().ok()?);
    Some(Frame { file, line, column })
}

fn own_column(line: u32, column: u32) -> u32 {
    let prefix = u32::try_from(PREFIX.len()).unwrap_or(0);
    // The engine places the first call of a function at the function itself, which is in the prefix.
    if line == 1 { column.saturating_sub(prefix).max(1) } else { column }
}

fn text_of<'js>(value: &Value<'js>, field: &str) -> Option<String> {
    let object = value.as_object()?;
    let text = object.get::<_, Option<Coerced<String>>>(field).ok().flatten().map(|text| text.0);
    if text.is_none() && object.ctx().has_exception() {
        object.ctx().catch();
    }
    text
}

/// Whether a thrown value says that memory ran out. Where not even the error could be made, the engine throws `null`.
pub(super) fn is_out_of_memory(value: &Value<'_>) -> bool {
    value.is_null() || (value.is_error() && text_of(value, "message").is_some_and(|text| text == "out of memory"))
}

/// Describes a thrown value of any kind.
pub(super) fn describe(value: &Value<'_>, origin: &Origin<'_>) -> ScriptError {
    let mut error = ScriptError { during: origin.during.to_string(), ..ScriptError::default() };
    if value.is_error() {
        let name = text_of(value, "name").unwrap_or_else(|| "Error".into());
        let text = text_of(value, "message").unwrap_or_default();
        error.text = if text.is_empty() { name } else { format!("{name}: {text}") };
        read_stack(&text_of(value, "stack").unwrap_or_default(), origin, &mut error);
    } else if let Some(words) = text_of(value, "errMsg") {
        // What a call of `wx` fails with: no mistake of a script, but nobody caught it.
        error.text = words;
        error.failed_call = true;
    } else {
        error.text = plain_text(value.ctx(), value);
    }
    cut(&mut error.text, MAX_TEXT);
    cut(&mut error.stack, MAX_STACK);
    error
}

fn plain_text<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> String {
    if value.is_null() {
        return "null was thrown (the engine does that too when memory runs out)".into();
    }
    if let Some(text) = value.as_string() {
        return text.to_string().unwrap_or_else(|_| "a text that is not well-formed".into());
    }
    let json =
        if value.is_object() { ctx.json_stringify(value.clone()).ok().flatten().and_then(|text| text.to_string().ok()) } else { None };
    if let Some(json) = json {
        return json;
    }
    if ctx.has_exception() {
        ctx.catch();
    }
    match value.get::<Coerced<String>>() {
        Ok(text) => text.0,
        Err(_) => {
            ctx.catch();
            "something that can't be shown was thrown".into()
        }
    }
}

fn read_stack(stack: &str, origin: &Origin<'_>, error: &mut ScriptError) {
    for text in stack.lines() {
        let Some(Frame { file, line, column }) = frame(text) else {
            if !text.contains("(native)") && !text.trim().is_empty() {
                push_line(&mut error.stack, text.trim_end());
            }
            continue;
        };
        if file.starts_with(OWN) {
            continue;
        }
        let (line, column) = origin.place(file, line, column);
        if error.path.is_empty() {
            (error.path, error.line, error.column) = (file.to_string(), line, column);
        }
        let name = text.trim().strip_prefix("at ").and_then(|rest| rest.rfind(" (").and_then(|at| rest.get(..at))).unwrap_or("");
        let line =
            if name.is_empty() { format!("    at {file}:{line}:{column}") } else { format!("    at {name} ({file}:{line}:{column})") };
        push_line(&mut error.stack, &line);
    }
}

fn push_line(stack: &mut String, line: &str) {
    if !stack.is_empty() {
        stack.push('\n');
    }
    stack.push_str(line);
}

fn cut(text: &mut String, max: usize) {
    if text.len() > max {
        let end = (0..=max).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
        text.push_str("...");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stack_lines_are_read_with_and_without_a_function_name() {
        let f = frame("    at load (pages/a/a.js:12:7)").expect("a frame");
        assert_eq!((f.file, f.line, f.column), ("pages/a/a.js", 12, 7));
        let f = frame("    at a.js:3:1").expect("a frame");
        assert_eq!((f.file, f.line, f.column), ("a.js", 3, 1));
        assert!(frame("    at map (native)").is_none());
    }
}
