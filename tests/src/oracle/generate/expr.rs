//! Random expressions of templates.

use super::Random;
use super::data::FIELDS;

/// A variable of a `wx:for` around.
#[derive(Clone)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) index: bool,
}

/// Only between leaves: glass-easel 0.12.1 forgets parentheses around these.
const BITS: &[&str] = &["&", "|", "^"];
const BINARY: &[&str] =
    &["+", "+", "+", "-", "*", "/", "%", "==", "!=", "===", "!==", "<", ">", "<=", ">=", "&&", "&&", "||", "||", "<<", ">>", ">>>"];

/// An expression, without braces.
pub(super) fn any(random: &mut Random, scope: &[Variable], depth: u32) -> String {
    let Some(depth) = depth.checked_sub(1) else { return leaf(random, scope) };
    match random.below(16) {
        0..=4 => leaf(random, scope),
        5..=7 => {
            let op = *random.pick(BINARY);
            format!("({} {op} {})", any(random, scope, depth), any(random, scope, depth))
        }
        8 if random.once_in(3) => format!("({} {} {})", leaf(random, scope), *random.pick(BITS), leaf(random, scope)),
        8 | 9 => format!("({} ? {} : {})", any(random, scope, depth), any(random, scope, depth), any(random, scope, depth)),
        10 => format!("{}{}", *random.pick(&["!", "-", "+", "!!", "~", "typeof ", "void "]), leaf(random, scope)),
        11 => format!("{}.{}", place(random, scope), *random.pick(&["a", "b.c", "t", "nope.deeper.still", "b.d[0]", "x"])),
        12 => format!("{}[{}]", place(random, scope), any(random, scope, depth)),
        13 => format!("({})", object(random, scope, depth)).replace("({", "{").replace("})", "}"),
        14 => format!("[{}, ...{}]", any(random, scope, depth), *random.pick(&["l0", "l1", "[1, 2]"])),
        _ => call(random, scope, depth),
    }
}

/// Something with fields.
fn place(random: &mut Random, scope: &[Variable]) -> String {
    let items: Vec<&Variable> = scope.iter().filter(|variable| !variable.index).collect();
    if !items.is_empty() && random.once_in(2) {
        return random.pick(&items).name.clone();
    }
    (*random.pick(&["o0", "o1", "x0", "l0[0]", "l1", "o0.b", "missing"])).to_owned()
}

fn leaf(random: &mut Random, scope: &[Variable]) -> String {
    if !scope.is_empty() && random.once_in(2) {
        let variable = random.pick(scope).clone();
        return match variable.index {
            true => variable.name,
            false => format!("{}{}", variable.name, *random.pick(&["", ".t", ".id", ".on", ".k"])),
        };
    }
    match random.below(4) {
        0 => (*random.pick(&["0", "1", "2.5", "'q'", "\u{27}\u{27}", "true", "false", "null", "undefined", "'a b'", "10"])).to_owned(),
        1 => "missing".to_owned(),
        _ => (*random.pick(FIELDS)).to_owned(),
    }
}

/// An object literal with its braces.
pub(super) fn object(random: &mut Random, scope: &[Variable], depth: u32) -> String {
    let mut fields = vec![format!("v: {}", any(random, scope, depth))];
    if random.once_in(3) {
        fields.push(format!("...{}", *random.pick(&["o0", "o1", "x0"])));
    }
    if random.once_in(3) {
        fields.push((*random.pick(&["n0", "s0", "b0"])).to_owned());
    }
    if random.once_in(3) {
        fields.push(format!("w: {}", any(random, scope, depth)));
    }
    format!("{{ {} }}", fields.join(", "))
}

fn call(random: &mut Random, scope: &[Variable], depth: u32) -> String {
    match random.below(5) {
        0 => "m.constant".to_owned(),
        1 => format!("m.show({})", any(random, scope, depth)),
        2 => format!("m.add({}, {})", any(random, scope, depth), any(random, scope, depth)),
        3 => format!("u.twice({})", any(random, scope, depth)),
        _ => format!("m.nest.deep({})", any(random, scope, depth)),
    }
}
