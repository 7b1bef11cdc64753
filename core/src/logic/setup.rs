//! What a logic layer is made of and what it asks for: limits, the source of its scripts, and the host that it talks
//! to. Names no JavaScript engine, so that session and tests can implement these traits without one.

use std::rc::Rc;

/// Budgets of one mini-program's JavaScript.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes that the JavaScript heap may take. Over it, scripts get a catchable `out of memory`.
    pub memory_bytes: usize,
    /// Bytes of native stack that the engine may use. The thread needs this and at least 768 KiB more; session threads
    /// have 8 MiB. 0 and values over 16 MiB would turn the engine's check off, so they are clamped.
    pub stack_bytes: usize,
    /// Longest turn in milliseconds: one call into [`Logic`](super::Logic), micro tasks included. Over it the logic layer is dead.
    pub turn_ms: u64,
    /// Micro tasks that one turn may run. Over it the logic layer is dead (a promise flood never ends by itself).
    pub jobs_per_turn: u32,
    /// Depth of a value that crosses from JavaScript into the tree.
    pub value_depth: usize,
    /// Values (numbers, strings, arrays, objects) that may cross in one call.
    pub value_nodes: usize,
    /// Bytes of one string that crosses to the host or the tree.
    pub string_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            memory_bytes: 128 << 20,
            stack_bytes: 1 << 20,
            turn_ms: 10_000,
            jobs_per_turn: 200_000,
            value_depth: 1_000,
            value_nodes: 4_000_000,
            string_bytes: 32 << 20,
        }
    }
}

/// What [`Logic::new`](super::Logic::new) needs besides scripts, tree and host.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// Name of the global object: `wx`, `my`.
    pub dialect_global: String,
    /// The script of `core/js` with the component model, such as `./alipay/model.js`; empty for WeChat's.
    pub model: &'static str,
    /// The script of `core/js` that everything begins with; empty for that of a program with pages.
    pub entry: &'static str,
    /// JSON: `[[name, kind, status, methods?], ...]`; kind is `async`, `async-task`, `sync`, `event-on`, `event-off`,
    /// `manager` or `property`; status is `done`, `missing` or `absent`; methods are those of a manager or task.
    pub members_json: String,
    /// JSON object of facts that synchronous members answer from. See `core/js/facts.js` for the keys.
    pub env_json: String,
    /// Budgets.
    pub limits: Limits,
}

/// Why a script could not be had.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SourceError {
    /// No such file.
    #[error("there is no file {0}")]
    Missing(String),
    /// The file is there but does not parse.
    #[error("{path}:{line}:{column}: {text}")]
    Broken {
        /// File as the mini-program names it.
        path: String,
        /// 1-based line.
        line: u32,
        /// 1-based column.
        column: u32,
        /// What is wrong with it.
        text: String,
    },
}

/// Where scripts come from: `program` in earnest, a map in tests.
pub trait ScriptSource {
    /// CommonJS text of a file. `path` is root-relative without a leading slash, with its
    /// extension (`pages/a/a.js`).
    fn script(&self, path: &str) -> Result<Rc<str>, SourceError>;
    /// Where a line and column (from 1) of the text that [`ScriptSource::script`] or [`ScriptSource::wxs`] gave for `path` stand in the
    /// mini-program's own source.
    fn position(&self, path: &str, line: u32, column: u32) -> (u32, u32) {
        let _ = path;
        (line, column)
    }
    /// The script beside a page or component of this path (without ending): its name with the ending. `None` when there is none.
    fn script_beside(&self, path: &str) -> Option<String> {
        let name = format!("{path}.js");
        (!matches!(self.script(&name), Err(SourceError::Missing(_)))).then_some(name)
    }
    /// Text of a WXS module: `utils/fmt.wxs`, or `pages/a/a.wxml#name` for one written inside a template.
    fn wxs(&self, path: &str) -> Result<Rc<str>, SourceError>;
    /// Resolves `require(spec)` written in file `from` to a path for [`ScriptSource::script`]: relative, absolute
    /// (leading slash) or a bare name under `miniprogram_npm`. `None` when there is no such file.
    fn resolve(&self, from: &str, spec: &str) -> Option<String>;
    /// The page's or component's JSON as the framework's JavaScript needs it: `{"component": bool, "options": {...},
    /// "pureDataPattern": "..."}`; `{}` where nothing is said.
    fn component_json(&self, path: &str) -> String;
    /// Root-relative path (no extension) of the component that `spec` names when written in `from`: for relation keys
    /// and `usingComponents` values.
    fn resolve_component(&self, from: &str, spec: &str) -> Option<String>;
}

/// What JavaScript may ask of the session. Called while JavaScript runs: must return soon and must not call back into
/// [`Logic`](super::Logic).
pub trait LogicHost {
    /// A member of `wx` was called. `call` is 0 for synchronous members, which must be answered with `Some`. For others,
    /// `None` means that [`Logic::resolve`](super::Logic::resolve) follows. The answer is an outcome:
    /// `{"ok":true,"res":{...}}` or `{"ok":false,"res":{"errMsg":"x:fail why","errno":1}}`. Bytes are `{"$bytes":"<base64>"}`.
    fn invoke(&self, name: &str, args_json: &str, call: u32) -> Option<String>;
    /// Draws: `batch` is for the view of the page whose root component is `page`. `false`: it was too much.
    fn draw(&self, page: u32, batch: &str) -> bool {
        let _ = (page, batch);
        true
    }
    /// Asks the view of that page (of any for 0) and waits a moment; the answer is JSON. `None`: there is none.
    fn ask_view(&self, page: u32, question: &str) -> Option<String> {
        let _ = (page, question);
        None
    }
    /// Makes a temporary file of bytes (in base64), with an ending such as `png`; an outcome with its path.
    fn temp_file(&self, bytes: &str, ending: &str) -> String {
        let _ = (bytes, ending);
        r#"{"ok":false,"res":{"errMsg":"not supported"}}"#.into()
    }
    /// A console line: level is `log`, `info`, `warn`, `error` or `debug`.
    fn console(&self, level: &str, text: &str);
    /// Milliseconds since 1970.
    fn now_ms(&self) -> f64;
    /// 64 random bits.
    fn random(&self) -> u64;
    /// A script threw and nobody caught it.
    fn script_error(&self, error: ScriptError);
}

/// An error of a mini-program's own code, with the place in its source.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScriptError {
    /// `TypeError: x is not a function`, in the engine's words.
    pub text: String,
    /// File, as the mini-program names it; empty when unknown.
    pub path: String,
    /// 1-based line in that file; 0 when unknown.
    pub line: u32,
    /// 1-based column; 0 when unknown.
    pub column: u32,
    /// The stack as the engine tells it, our own frames left out.
    pub stack: String,
    /// Where in the life of the program it happened, such as `Page.onLoad` or `setTimeout`.
    pub during: String,
    /// Whether it is the failure of a call of `wx` that nobody caught: an object with `errMsg`, not an error of the script.
    pub failed_call: bool,
}

impl std::fmt::Display for ScriptError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}:{}:{}: ", self.path, self.line, self.column)?;
        }
        write!(f, "{}", self.text)?;
        if !self.during.is_empty() {
            write!(f, " (in {})", self.during)?;
        }
        Ok(())
    }
}

/// Why the logic layer can't go on. Once dead, every call does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Death {
    /// [`Stopper::stop`](super::Stopper::stop) was called.
    #[error("the mini-program was stopped")]
    Stopped,
    /// One turn ran longer than [`Limits::turn_ms`].
    #[error("a script ran too long without a pause (an endless loop?)")]
    Deadline,
    /// Micro tasks kept coming.
    #[error("promises kept queueing more promises without end")]
    JobFlood,
    /// The heap was full where the runtime itself needed memory.
    #[error("the mini-program's memory is used up")]
    OutOfMemory,
    /// A host function panicked: a defect of ours.
    #[error("an internal error ended the mini-program")]
    Panic,
}

/// Why a call into the logic layer failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LogicError {
    /// The mini-program's code threw where nothing can go on without it.
    #[error("{0}")]
    Script(ScriptError),
    /// The page is not there or has no script that defines it.
    #[error("page {path} can't be opened: {why}")]
    NoPage {
        /// Page path.
        path: String,
        /// What is missing.
        why: String,
    },
    /// The logic layer ended.
    #[error("{0}")]
    Dead(Death),
    /// The engine or our own scripts failed to start.
    #[error("the script engine could not start: {0}")]
    Start(String),
}

/// What happens to a page. The JSON beside it is the argument of the page's method.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PageLife {
    /// `onShow`, and `pageLifetimes.show` of its components.
    Show,
    /// `onHide`, and `pageLifetimes.hide`.
    Hide,
    /// The view is ready: `onReady`, and `ready` of components.
    Ready,
    /// `onUnload`, then its tree is destroyed (`detached`).
    Unload,
    /// `onResize`, and `pageLifetimes.resize`.
    Resize,
    /// `onPullDownRefresh`.
    PullDownRefresh,
    /// `onReachBottom`.
    ReachBottom,
    /// `onPageScroll({scrollTop})`.
    PageScroll(f64),
    /// `onTabItemTap`.
    TabItemTap,
    /// `onShareAppMessage`.
    ShareAppMessage,
    /// `onShareTimeline`.
    ShareTimeline,
    /// `onAddToFavorites`.
    AddToFavorites,
    /// `onSaveExitState`.
    SaveExitState,
    /// `onRouteDone`, and `pageLifetimes.routeDone`.
    RouteDone,
}

/// What happens to the whole mini-program. The JSON beside it is the argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppLife {
    /// `onShow`.
    Show,
    /// `onHide`.
    Hide,
    /// `onError`.
    Error,
    /// `onPageNotFound`.
    PageNotFound,
    /// `onThemeChange`.
    ThemeChange,
}

impl PageLife {
    /// Its name in `page.js`.
    pub(super) fn name(self) -> &'static str {
        match self {
            PageLife::Show => "show",
            PageLife::Hide => "hide",
            PageLife::Ready => "ready",
            PageLife::Unload => "unload",
            PageLife::Resize => "resize",
            PageLife::PullDownRefresh => "pullDownRefresh",
            PageLife::ReachBottom => "reachBottom",
            PageLife::PageScroll(_) => "pageScroll",
            PageLife::TabItemTap => "tabItemTap",
            PageLife::ShareAppMessage => "shareAppMessage",
            PageLife::ShareTimeline => "shareTimeline",
            PageLife::AddToFavorites => "addToFavorites",
            PageLife::SaveExitState => "saveExitState",
            PageLife::RouteDone => "routeDone",
        }
    }
}

impl AppLife {
    /// Its name in `entry.js`.
    pub(super) fn name(self) -> &'static str {
        match self {
            AppLife::Show => "show",
            AppLife::Hide => "hide",
            AppLife::Error => "error",
            AppLife::PageNotFound => "pageNotFound",
            AppLife::ThemeChange => "themeChange",
        }
    }
}
