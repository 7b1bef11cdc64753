//! WXML to our own compiled form. It must not evaluate anything, and must not know what a page or a component is.
//!
//! WeChat's own parser reads the source ([`parse`]); its tree becomes flat arenas of nodes ([`ir`]) and operations of a
//! stack machine ([`expr`]) with what each of them reads ([`deps`]).

mod deps;
mod expr;
mod ir;
mod lower;
mod parse;
#[cfg(test)]
mod tests;

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
    let (lowered, mut found) = parse::parse(path, source, |tree| lower::lower(path, tree));
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
