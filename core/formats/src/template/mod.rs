//! WXML and AXML to our own compiled form. It must not evaluate anything, and must not know what a page or a component is.
//!
//! WeChat's own parser reads the source ([`parse`]); its tree becomes flat arenas of nodes ([`ir`]) and operations of a
//! stack machine ([`expr`]) with what each of them reads ([`deps`]).

mod axml;
mod deps;
mod expr;
mod ir;
mod limits;
mod lower;
mod lower_axml;
mod parse;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_axml;

pub use deps::{Deps, FieldSet, scope_bit};
pub use ir::{
    Binary, Bind, BindKind, Binding, Code, CodeIdx, Const, Definition, Element, EventFlags, Key, Link, ModelSeg, Node, NodeIdx, NodeKind,
    Op, Place, Script, ScriptSource, Span, StrIdx, Template, Unary,
};

use crate::Diagnostic;

/// Levels of tags, one inside the other, in one file.
pub const TAG_DEPTH: u32 = 400;

/// Compiles one template file. Never fails as a whole: what could not be understood is left out and told.
///
/// `path` is the file's path within the bundle (`pages/home/home.wxml`), used in findings and to resolve
/// `import`, `include` and `wxs src`.
pub fn compile(path: &str, source: &str) -> (Template, Vec<Diagnostic>) {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    compiled(path, source, None)
}

/// The same for a file of any dialect, told by its ending. In AXML components are written as elements are and mean
/// something else; `uses` says whether the file's page or component has a component of that name.
pub fn compile_file(path: &str, source: &str, uses: &dyn Fn(&str) -> bool) -> (Template, Vec<Diagnostic>) {
    if !path.ends_with(".axml") {
        return compile(path, source);
    }
    let is_component = &|tag: &str| !lower_axml::is_element(tag) || uses(tag);
    let rewritten = axml::rewrite(source.strip_prefix('\u{feff}').unwrap_or(source));
    let (mut template, mut found) = compiled(path, &rewritten.text, Some(is_component));
    rewritten.restore(&mut template, &mut found);
    (template, found)
}

fn compiled(path: &str, source: &str, axml: Option<&dyn Fn(&str) -> bool>) -> (Template, Vec<Diagnostic>) {
    let (source, many) = limits::limited(path, source);
    let source = limits::floating(source);
    let (lowered, mut found) = parse::parse(path, &source, |tree| lower::lower(path, tree, axml));
    found.extend(many);
    let template = match lowered {
        Some((template, more)) => {
            found.extend(more);
            template
        }
        None => Template { path: path.into(), ..Template::default() },
    };
    (template, found)
}

/// Resolves a path written in a file to a root-relative one. What goes above the root stays at the root.
pub fn resolve(from: &str, written: &str) -> String {
    let mut parts: Vec<&str> = match written.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.split('/').filter(|part| !part.is_empty()).collect(),
    };
    parts.pop();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
