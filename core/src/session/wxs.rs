//! WXS in the view: its modules as scripts that a page may load, and what they want of components. The text of a module
//! is the checked one, made from the program's files on any thread; nothing of a session is needed for it.

use std::borrow::Cow;

use banchan_formats::bundle::Files;
use banchan_formats::script;
use banchan_formats::template::{self, ScriptSource};
use serde_json::{Value as Json, json};

use super::assets::Asset;
use super::running::Running;
use crate::tree::CompId;

/// The realm that modules run in: our own script, with what WXS says types are called.
pub(super) const REALM: &str = concat!(
    "(()=>{'use strict';const exports={};\n",
    include_str!("../../js/wxs-types.js"),
    include_str!("../../../view/realm/wxs.js"),
    "})();\n"
);

/// Names that a module must not see although its realm has them.
const HIDDEN: &str = "Date,RegExp,globalThis,Promise,Proxy,Reflect,Symbol,Map,Set,WeakMap,WeakSet,Function";

/// The module `key` (`a/b.wxs`, or `a/b.wxml:name` for one written inside a template) as a script of the page's realm.
pub(super) fn module(files: &Files, key: &str) -> Option<Asset> {
    let (path, source, line) = match key.rsplit_once(':') {
        Some((template, name)) => inline(files, template, name)?,
        None if key.ends_with(".wxs") || key.ends_with(".sjs") => (key, files.text(key)?, 1),
        None => return None,
    };
    let name = key.replace(':', "#");
    let text = match script::wxs(path, &source) {
        Ok(code) => {
            let requires: Vec<String> = script::requires(path, &source).into_iter().map(|found| found.specifier).collect();
            let lines = "\n".repeat(line.saturating_sub(1).min(100_000) as usize);
            format!(
                "{lines}banchanWxs({},{},function(module,exports,require,getRegExp,getDate,console,{HIDDEN}){{\"use strict\";{}\n}});\n",
                json!(name),
                json!(requires),
                code.code
            )
        }
        Err(found) => {
            let why = found.first().map_or_else(|| "it can't be read".into(), |found| format!("line {}: {}", found.line, found.text));
            format!("banchanWxs({},[],{});\n", json!(name), json!(why))
        }
    };
    Some(Asset { mime: "text/javascript; charset=utf-8", bytes: Cow::Owned(text.into_bytes()), cache: true })
}

/// A module written inside a template: path, text, and the line where it begins.
fn inline<'f, 'k>(files: &'f Files, path: &'k str, name: &str) -> Option<(&'k str, Cow<'f, str>, u32)> {
    let (compiled, _) =
        template::compile_file(path, &files.text(path).filter(|_| path.ends_with(".wxml") || path.ends_with(".axml"))?, &|_| false);
    let found = compiled.scripts.iter().find(|script| &*script.name == name)?;
    match &found.source {
        ScriptSource::Inline { text, line } => Some((path, Cow::Owned(text.to_string()), *line)),
        ScriptSource::File(_) => None,
    }
}

impl Running {
    /// `callMethod` and `triggerEvent` of a descriptor: only components of the page that asks are reached.
    pub(super) fn wxs_order(
        &mut self,
        page: CompId,
        (comp, node): (u32, u32),
        what: &str,
        name: &str,
        v: Option<Json>,
        options: Option<Json>,
    ) {
        let text = |value: Option<Json>| value.map(|value| value.to_string()).unwrap_or_default();
        let place = if node > 0 { self.logic.tree().borrow().place(page, node) } else { None };
        let comp = match place {
            Some(place) => place.host.unwrap_or(place.owner),
            None => CompId(comp),
        };
        if self.logic.tree().borrow().page_of(comp) != Some(page) {
            return;
        }
        match (what, place) {
            ("call", _) => self.logic.call_method(comp, name, &text(v)),
            ("trigger", Some(place)) if place.host.is_none() => {
                self.logic.view_event(page, node, &json!({ "type": name, "detail": v.unwrap_or_else(|| json!({})) }).to_string());
            }
            ("trigger", _) => self.logic.trigger_event(comp, name, &text(v), &text(options)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use banchan_formats::bundle::Limits;

    fn files(entries: &[(&str, &str)]) -> Files {
        let entries = entries.iter().map(|(name, text)| ((*name).to_string(), text.as_bytes().to_vec()));
        Files::from_entries(entries, &Limits::default()).unwrap()
    }

    fn text(files: &Files, key: &str) -> String {
        String::from_utf8(module(files, key).unwrap().bytes.into_owned()).unwrap()
    }

    #[test]
    fn only_checked_wxs_becomes_a_script_of_a_page() {
        let files = files(&[
            ("u.wxs", "var m = require('./v.wxs'); module.exports = { f: function () {} };"),
            ("bad.wxs", "window.parent"),
            ("app.js", "App({})"),
            ("p.wxml", "<view/>\n<wxs module=\"a\">\nmodule.exports = 1;</wxs><wxs module=\"f\" src=\"./u.wxs\"/>"),
        ]);
        let good = text(&files, "u.wxs");
        assert!(good.starts_with("banchanWxs(\"u.wxs\",[\"./v.wxs\"],function(module,"), "{good}");
        assert!(text(&files, "bad.wxs").starts_with("banchanWxs(\"bad.wxs\",[],\"line 1: window is not"));
        let inline = text(&files, "p.wxml:a");
        assert!(inline.starts_with("\nbanchanWxs(\"p.wxml#a\",[],"), "{inline}");
        for none in ["app.js", "p.wxml", "p.wxml:f", "p.wxml:none", "none.wxs", "../u.wxs", "app.js:x"] {
            assert!(module(&files, none).is_none(), "{none}");
        }
    }
}
