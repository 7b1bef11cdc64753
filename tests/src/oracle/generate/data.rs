//! The data of a made-up page and changes to it, as JavaScript. Every page has the same fields, each always of one kind:
//! `n` numbers, `s` texts, `b` truth values, `x` anything, `o` objects, `l` lists (`l0` of objects with ids, `l1` of
//! different scalars, `l2` anything that `wx:for` takes).

use super::Random;

const NUMBERS: &[&str] = &["0", "1", "2", "-1", "2.5", "1e21", "0.1 + 0.2", "NaN", "7", "100", "-0.5", "4294967296"];
const TEXTS: &[&str] = &["''", "'a'", "'b c'", "'0'", "'12'", "' 3 '", "'<b>&amp;'", "'\u{e4}\u{1f600}z'", "'item'", "'t1'", "'true'"];
const ODD: &[&str] = &[
    "undefined",
    "null",
    "true",
    "false",
    "0",
    "''",
    "'x'",
    "NaN",
    "[]",
    "{}",
    "[1, [2, [null]], 'q']",
    "{ a: { c: 1 } }",
    "[undefined, null]",
];

fn number(random: &mut Random) -> String {
    (*random.pick(NUMBERS)).to_owned()
}

fn text(random: &mut Random) -> String {
    (*random.pick(TEXTS)).to_owned()
}

fn odd(random: &mut Random) -> String {
    (*random.pick(ODD)).to_owned()
}

fn flag(random: &mut Random) -> String {
    (*random.pick(&["true", "false"])).to_owned()
}

fn object(random: &mut Random) -> String {
    let mut fields = vec![format!("a: {}", number(random)), format!("b: {{ c: {}, d: [{}] }}", text(random), number(random))];
    if random.once_in(2) {
        fields.push(format!("t: {}", text(random)));
    }
    if random.once_in(3) {
        fields.push(format!("x: {}", odd(random)));
    }
    format!("{{ {} }}", fields.join(", "))
}

fn item(id: u32, random: &mut Random) -> String {
    let subs: Vec<String> = (0..random.below(3)).map(|at| format!("{{ k: 's{at}', t: {} }}", text(random))).collect();
    format!("{{ id: {id}, t: {}, on: {}, sub: [{}] }}", text(random), flag(random), subs.join(", "))
}

/// Numbers below 10 in a random order, nearly always different ones.
fn different(random: &mut Random) -> Vec<u32> {
    let mut all: Vec<u32> = (0..10).collect();
    for at in (1..all.len()).rev() {
        all.swap(at, random.below(at as u32 + 1) as usize);
    }
    all.truncate(random.below(6) as usize);
    // The same key twice, which programs do by mistake.
    if random.once_in(6)
        && let (Some(first), true) = (all.first().copied(), all.len() > 1)
    {
        all.push(first);
    }
    all
}

fn items(random: &mut Random) -> String {
    let made: Vec<String> = different(random).into_iter().map(|id| item(id, random)).collect();
    format!("[{}]", made.join(", "))
}

fn scalars(random: &mut Random) -> String {
    let quoted = random.once_in(2);
    let made: Vec<String> = different(random).into_iter().map(|id| if quoted { format!("'k{id}'") } else { id.to_string() }).collect();
    format!("[{}]", made.join(", "))
}

fn loopable(random: &mut Random) -> String {
    match random.below(8) {
        0 => "{ p: 1, q: 'two', r: { id: 3 } }".to_owned(),
        1 => "{ q: 5, p: 1 }".to_owned(),
        2 => random.below(4).to_string(),
        3 => "'ab\u{e4}'".to_owned(),
        4 => (*random.pick(&["undefined", "null", "[]", "{}", "''", "0", "true"])).to_owned(),
        _ => items(random),
    }
}

fn value(field: &str, random: &mut Random) -> String {
    match field.as_bytes().first() {
        Some(b'n') => number(random),
        Some(b's') => text(random),
        Some(b'b') => flag(random),
        Some(b'o') => object(random),
        Some(b'x') => odd(random),
        _ => match field {
            "l0" => items(random),
            "l1" => scalars(random),
            _ => loopable(random),
        },
    }
}

/// All fields of a page.
pub(super) const FIELDS: &[&str] = &["n0", "n1", "s0", "s1", "b0", "b1", "o0", "o1", "x0", "x1", "l0", "l1", "l2"];

/// `name: value` of all fields.
pub(super) fn initial(random: &mut Random) -> String {
    let made: Vec<String> = FIELDS.iter().map(|field| format!("{field}: {}", value(field, random))).collect();
    made.join(",\n    ")
}

/// The argument of a `setData`.
pub(super) fn change(random: &mut Random) -> String {
    let count = 1 + random.below(3);
    let made: Vec<String> = (0..count).map(|_| part(random)).collect();
    format!("{{ {} }}", made.join(", "))
}

fn part(random: &mut Random) -> String {
    match random.below(12) {
        0 => format!("'l0[0].t': {}", text(random)),
        1 => format!("'l0[{}].on': {}", random.below(2), flag(random)),
        2 => format!("'o0.b.c': {}", text(random)),
        3 => format!("'o1.a': {}", number(random)),
        4 => "l0: page.data.l0.slice().reverse()".to_owned(),
        5 => format!("l0: page.data.l0.filter((_, at) => at !== {})", random.below(3)),
        6 => {
            format!("l0: page.data.l0.concat([{}])", item(10 + random.below(5), random).replace("id: ", "id: 100 + page.data.l0.length + "))
        }
        7 => format!("'l0[0].sub': [{{ k: 's0', t: {} }}]", text(random)),
        _ => {
            let field = *random.pick(FIELDS);
            format!("{field}: {}", value(field, random))
        }
    }
}
