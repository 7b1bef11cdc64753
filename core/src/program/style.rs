//! Style sheets of a program, imports spliced in. Part of `program`; it must not decide which sheets a page needs.

use std::collections::HashSet;
use std::rc::Rc;

use banchan_formats::Diagnostic;
use banchan_formats::style::{self, Part, StyleOptions};

use super::Program;

/// Deepest chain of imports, so that a cycle or a hostile chain ends.
const MAX_IMPORTS: usize = 20;

/// Most bytes that one sheet may grow to by its imports.
const MAX_BYTES: usize = 4 << 20;

/// Most source that is read for one sheet with its imports, in bytes. A sheet counts each time it is imported, and some for itself: ten sheets
/// that import one another ten times would never end.
const MAX_READ: usize = 16 << 20;
/// What a sheet counts besides its length.
const PER_SHEET: usize = 4096;

/// Where the style sheet of the extended library `weui` lies in its package.
const WEUI: &str = "miniprogram_npm/weui-miniprogram/weui-wxss/dist/style/weui.wxss";

impl Program {
    /// CSS of a page or component (`path` without ending; `app` is the app's own). `scope` is the class prefix of a
    /// component with a style of its own. Empty when it has no style sheet.
    pub fn style(&self, path: &str, scope: Option<&str>) -> Rc<str> {
        let key = format!("{path} {}", scope.unwrap_or(""));
        if let Some(known) = self.styles.borrow().get(&key) {
            return known.clone();
        }
        // `app.json` is no page: reading it as one would find fault with it.
        // A page that `Component()` makes has no host element but the page's own.
        let is_component =
            path != "app" && !self.manifest().has_page(path) && self.component(path).is_some_and(|file| file.config.component);
        let options = StyleOptions { scope, host: is_component.then_some(path) };
        let mut css = String::new();
        // WeChat brings along the look of an extended library with its components; programs do not import it.
        if path == "app" && self.manifest().extended_libs.iter().any(|lib| lib == "weui") && self.files().contains(WEUI) {
            self.splice(WEUI, &options, &mut css, &mut Vec::new(), &mut 0);
        }
        for ending in self.manifest().dialect.files().styles {
            let name = format!("{path}.{ending}");
            if self.files().contains(&name) {
                self.splice(&name, &options, &mut css, &mut Vec::new(), &mut 0);
                break;
            }
        }
        let css: Rc<str> = css.into();
        self.styles.borrow_mut().insert(key, css.clone());
        css
    }

    /// Whether a style sheet of the program selects by `data-<name>`, as WeUI's dark theme does. Read once, from all sheets.
    pub fn styled_data(&self, name: &str) -> bool {
        self.styled_data.get_or_init(|| self.read_styled_data()).contains(name)
    }

    fn read_styled_data(&self) -> HashSet<String> {
        let mut names = HashSet::new();
        let sheets = self.files().paths().filter(|path| matches!(path.extension().as_str(), "wxss" | "acss"));
        for sheet in sheets.filter_map(|path| self.files().text(path)) {
            for after in sheet.split("[data-").skip(1) {
                let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(after.len());
                names.insert(after.get(..end).unwrap_or_default().to_owned());
            }
        }
        names
    }

    fn splice(&self, path: &str, options: &StyleOptions<'_>, css: &mut String, chain: &mut Vec<String>, read: &mut usize) {
        let report = |text: String| self.found.borrow_mut().push(Diagnostic::warning(path, 1, 1, text));
        if *read > MAX_READ {
            return;
        }
        if chain.len() >= MAX_IMPORTS || css.len() > MAX_BYTES {
            return report("style sheets import one another too deeply; this one was left out".into());
        }
        let Some(source) = self.files().text(path) else {
            let from = chain.last().map_or("", String::as_str);
            return self.found.borrow_mut().push(Diagnostic::warning(from, 1, 1, format!("the imported style sheet {path} is not there")));
        };
        if chain.iter().any(|open| open == path) {
            return report("this style sheet imports itself".into());
        }
        *read += source.len() + PER_SHEET;
        if *read > MAX_READ {
            // Said once: the callers above return without a word.
            return report(format!("style sheets bring in more than {} MB; the rest was left out", MAX_READ >> 20));
        }
        self.found.borrow_mut().extend(self.files().not_text(path));
        let (sheet, found) = style::compile(path, &source, options);
        self.found.borrow_mut().extend(found);
        chain.push(path.to_string());
        for part in sheet.parts {
            match part {
                Part::Css(text) => css.push_str(&text),
                Part::Import(target) => self.splice(&target, options, css, chain, read),
            }
        }
        chain.pop();
    }
}
