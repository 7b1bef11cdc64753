//! The table of elements and the names on them (`tests/elements.tsv`), held against the gallery's pages and the browser's
//! tests, and told in `docs/element-coverage.md`. It must not know what any element does: the tests it names do.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One name on an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    /// The element's tag.
    pub element: &'a str,
    /// An attribute, or `on:` and an event.
    pub name: &'a str,
    /// Which test fails without it.
    pub proof: Proof<'a>,
}

/// Why a name is believed to work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof<'a> {
    /// A test of a file in `tests/browser`.
    Test {
        /// The file, without `.test.mjs`.
        file: &'a str,
        /// Its title, without the element.
        title: &'a str,
    },
    /// It has no effect here, because of this.
    Nothing(&'a str),
}

/// The rows of the table, and the elements without names; `Err` names a line that can't be read.
pub fn names(table: &str) -> Result<(Vec<Name<'_>>, Vec<&str>), String> {
    let (mut names, mut bare) = (Vec::new(), Vec::new());
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[..] {
            [element, "-"] => bare.push(element),
            [element, name, proof] => {
                let proof = match proof.split_once(": ") {
                    Some(("-", why)) => Proof::Nothing(why),
                    Some((file, title)) => Proof::Test { file, title },
                    None => return Err(line.into()),
                };
                names.push(Name { element, name, proof });
            }
            _ => return Err(line.into()),
        }
    }
    Ok((names, bare))
}

/// Opening tags of an element in some markup.
pub fn tags<'a>(markup: &'a str, element: &str) -> Vec<&'a str> {
    let open = format!("<{element}");
    let begins = markup.match_indices(&open).map(|(at, _)| &markup[at..]);
    let of_it = begins.filter(|rest| rest[open.len()..].starts_with([' ', '\n', '/', '>']));
    of_it
        .filter_map(|rest| {
            let mut quoted = false;
            let end = rest.char_indices().find(|(_, one)| {
                quoted ^= *one == '"';
                *one == '>' && !quoted
            })?;
            Some(&rest[..end.0])
        })
        .collect()
}

/// Whether an opening tag has an attribute, or a handler of an event.
fn has(tag: &str, name: &str) -> bool {
    let written = |attribute: &str| {
        tag.match_indices(attribute).any(|(at, _)| {
            tag[..at].ends_with([' ', '\n'])
                && (tag[at + attribute.len()..].starts_with(['=', ' ', '\n', '/']) || at + attribute.len() == tag.len())
        })
    };
    match name.strip_prefix("on:") {
        Some(event) => ["bind", "bind:", "catch", "catch:"].iter().any(|how| written(&format!("{how}{event}"))),
        None => written(name),
    }
}

/// The value of an attribute that is written out.
fn value<'a>(tag: &'a str, attribute: &str) -> Option<&'a str> {
    let from = tag.find(&format!(" {attribute}=\""))? + attribute.len() + 3;
    tag[from..].split('"').next()
}

/// The text of a test in a file of tests.
fn body<'a>(file: &'a str, title: &str) -> Option<&'a str> {
    let at = file.find(&format!("'{title}'"))?;
    let rest = &file[at..];
    Some(rest.find("\n});").map_or(rest, |end| &rest[..end]))
}

/// Events whose handler hears them under other names.
const ALIASES: &[(&str, &[&str])] = &[("regionchange", &["end", "begin"])];

/// Whether a test's text speaks of a name, or of an element of the page that has it.
fn speaks(body: &str, element: &str, name: &str, carriers: &[&str]) -> bool {
    if let Some(event) = name.strip_prefix("on:") {
        let aliases = ALIASES.iter().find(|(of, _)| *of == event).map_or(&[][..], |(_, others)| others);
        return std::iter::once(&event).chain(aliases).any(|event| body.contains(&format!(".{event}'")) || body.contains("${type}"));
    }
    let known = |tag: &&str| {
        let id = value(tag, "id").filter(|id| !id.contains('{'));
        let class = value(tag, "class").and_then(|all| all.split(' ').next());
        id.is_some_and(|id| body.contains(&format!("#{id}")) || body.contains(&format!("'{id}.")))
            || class.is_some_and(|class| body.contains(&format!(".{class}")))
    };
    body.contains(name) || body.contains(&format!("wx-{element}")) || carriers.iter().any(known)
}

/// What is missing: names without a use on a page, and proofs that are none. `pages` and `tests` by name.
pub fn missing(names: &[Name<'_>], pages: &BTreeMap<String, String>, tests: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    for Name { element, name, proof } in names {
        let all: Vec<&str> = pages.values().flat_map(|markup| tags(markup, element)).collect();
        let carriers: Vec<&str> = all.into_iter().filter(|tag| has(tag, name)).collect();
        if carriers.is_empty() {
            found.push(format!("{element} {name}: no page of the gallery has it"));
        }
        let Proof::Test { file, title } = proof else { continue };
        match tests.get(*file).and_then(|text| body(text, title)) {
            None => found.push(format!("{element} {name}: tests/browser/{file}.test.mjs has no test '{title}'")),
            Some(text) if !speaks(text, element, name, &carriers) => {
                found.push(format!("{element} {name}: '{title}' of {file} does not speak of it, nor of an element that has it"));
            }
            Some(_) => {}
        }
    }
    found
}

/// `docs/element-coverage.md`.
pub fn document(names: &[Name<'_>], bare: &[&str]) -> String {
    let shown = names.iter().filter(|name| matches!(name.proof, Proof::Test { .. })).count();
    let mut elements: Vec<&str> = names.iter().map(|name| name.element).chain(bare.iter().copied()).collect();
    elements.sort_unstable();
    elements.dedup();
    let mut text = format!(
        "# Which attributes and events of the elements are shown to work\n\nMade from `tests/elements.tsv`; a test holds that both agree, that each name stands on a page of the \
         gallery (`examples/gallery/elements/cases`) and that the test named for it is there. To make it again: `BANCHAN_BLESS=1 cargo test -p banchan-tests --test elements`. \
         `node tests/browser/elements-without.mjs` takes each name from its page in turn and sees its test fail. What a finger does in `elements`, `elements-fields` and `elements-scrolls`, a mouse does as well (`elements-by-mouse`).\n\nThe names are those that programs use; what else an element \
         honours is in `core/src/api/components.tsv`.\n\n{} elements, {} names: {shown} shown by a test in a browser, {} without an effect here.\n",
        elements.len(),
        names.len(),
        names.len() - shown
    );
    for element in elements {
        let _ = write!(text, "\n## {element}\n\n");
        let of: Vec<&Name<'_>> = names.iter().filter(|name| name.element == element).collect();
        if of.is_empty() {
            text.push_str("No names that many programs use.\n");
        }
        let mut tests: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        let mut nothing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in of {
            match name.proof {
                Proof::Test { file, title } => tests.entry((file, title)).or_default().push(name.name),
                Proof::Nothing(why) => nothing.entry(why).or_default().push(name.name),
            }
        }
        let list = |names: &[&str]| names.iter().map(|name| format!("`{}`", name.replace("on:", "bind:"))).collect::<Vec<_>>().join(", ");
        for ((file, title), names) in tests {
            let _ = writeln!(text, "- {}: {} ({file})", list(&names), title.replace('_', " "));
        }
        for (why, names) in nothing {
            let _ = writeln!(text, "- {}: no effect: {why}", list(&names));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_a_page_or_a_test_is_found() {
        let table = "# words\nview\thover-class\telements: is_pressed\nview\ton:tap\telements: is_gone\nview\thidden\t-: nothing\nview\tlazy\telements: is_pressed\nslot\t-\n";
        let (names, bare) = names(table).unwrap();
        assert_eq!((names.len(), bare), (4, vec!["slot"]));
        let pages =
            [("view".into(), r#"<view id="a" hover-class="{{x > 1}}" bindtap="tell" hidden><viewer lazy/><view lazy id="b">"#.into())];
        let tests = [(
            "elements".into(),
            "element('view', 'is_pressed', async (e) => {\n  await e.tap('#a');\n});\nelement('view', 'other', () => { '#b' });".into(),
        )];
        assert_eq!(
            missing(&names, &pages.into(), &tests.into()),
            [
                "view on:tap: tests/browser/elements.test.mjs has no test 'is_gone'",
                "view lazy: 'is_pressed' of elements does not speak of it, nor of an element that has it"
            ]
        );
    }
}
