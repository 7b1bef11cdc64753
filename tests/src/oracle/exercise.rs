//! What a page is made to do: everything that it offers, and every handler that is bound anywhere called once. It chooses
//! what happens; it judges nothing.

use std::collections::BTreeSet;

use banchan_core::program::Program;
use banchan_core::tree::Shown;
use banchan_formats::template::{Bind, BindKind, Const, NodeKind};
use serde_json::{Value as Json, json};

use super::{Case, Ours, Seen, Step};

/// Times that handlers are looked for again, because earlier ones showed more elements.
const ROUNDS: usize = 400;

/// What came of opening a page here.
pub struct Exercised {
    /// The case with the steps that were taken.
    pub case: Case,
    /// What was seen.
    pub seen: Seen,
    /// Each handler that was called: component, element, event, handler.
    pub handlers: BTreeSet<String>,
    /// Handlers of the page that no element on its screen had, and that were called all the same.
    pub called: BTreeSet<String>,
    /// Handlers that a template names and its component does not have.
    pub missing: BTreeSet<String>,
}

/// Opens the page of a case, does what its page offers, and calls every handler once.
///
/// # Errors
/// The page can't be opened.
pub fn exercise(mut case: Case) -> Result<Exercised, String> {
    let program = super::ours::program(&case)?;
    let named = named(&program, &case.page);
    let mut ours = Ours::open(program, &case.page)?;
    let mut seen = vec![ours.look()];
    let mut done = BTreeSet::new();
    let mut missing = BTreeSet::new();
    let mut acts = 0;
    for _ in 0..ROUNDS {
        let shown = ours.shown();
        let mut bound = Vec::new();
        handlers(&shown, "", &mut 0, &mut bound);
        // What the page offers comes last: it opens what the handlers of others may close.
        let next = bound.iter().find(|one| !one.act && !done.contains(&one.key)).or_else(|| {
            let found = bound.iter().filter(|one| one.act).nth(acts);
            acts += usize::from(found.is_some());
            found
        });
        let Some(next) = next else { break };
        if !next.act {
            done.insert(next.key.clone());
        }
        let step = Step::Event { at: next.at, name: next.event.clone(), detail: detail(&next.tag, &next.event) };
        ours.step(&step);
        seen.push(ours.look());
        missing.extend(ours.warned().into_iter().filter(|text| text.contains("has no method")));
        case.steps.push(step);
    }
    // What stands in a branch that nothing showed is called as the page's method.
    let fired: BTreeSet<&str> = done.iter().filter(|key| key.starts_with(' ')).filter_map(|key| Some(key.rsplit_once('=')?.1)).collect();
    let unseen: Vec<(String, bool)> = named.into_iter().filter(|(name, _)| !fired.contains(name.as_str())).collect();
    let mut called = BTreeSet::new();
    for (name, own) in unseen {
        if ours.page_has(&name) {
            let step = Step::Call { name: name.clone() };
            ours.step(&step);
            seen.push(ours.look());
            case.steps.push(step);
            called.insert(name);
        } else if own {
            missing.insert(format!("{} has no method \"{name}\"", case.page));
        }
    }
    let seen = Seen { seen, errors: ours.errors() };
    Ok(Exercised { case, seen, handlers: done, called, missing })
}

/// The handlers that a page's templates name, with whether its own file does: what an imported file defines and the page
/// does not use may name handlers of others.
fn named(program: &Program, page: &str) -> Vec<(String, bool)> {
    let mut found = BTreeSet::new();
    let mut todo = vec![(page.to_owned(), true)];
    let mut done = BTreeSet::new();
    while let Some((path, own)) = todo.pop() {
        if !done.insert(path.clone()) {
            continue;
        }
        let Some(template) = program.template(&path) else { continue };
        todo.extend(template.includes.iter().map(|link| (link.path.to_string(), own)));
        todo.extend(template.imports.iter().map(|link| (link.path.to_string(), false)));
        for node in &template.nodes {
            let NodeKind::Element(element) = &node.kind else { continue };
            for binding in &element.bindings {
                if let (BindKind::Event(_), Bind::Static(Const::Str(name))) = (binding.kind, &binding.value)
                    && !name.is_empty()
                {
                    found.insert((name.to_string(), own));
                }
            }
        }
    }
    let own: BTreeSet<String> = found.iter().filter(|(_, own)| *own).map(|(name, _)| name.clone()).collect();
    found.into_iter().filter(|(name, is_own)| *is_own || !own.contains(name)).collect()
}

struct Bound {
    at: usize,
    tag: String,
    event: String,
    key: String,
    act: bool,
}

/// Every handler with its element's place in the outline.
fn handlers(shown: &[Shown], within: &str, at: &mut usize, found: &mut Vec<Bound>) {
    for one in shown {
        let Shown::Element(element) = one else { continue };
        let here = *at;
        *at += 1;
        for (how, handler) in &element.on {
            let event = how.split_once(':').map_or(how.as_str(), |(_, event)| event);
            let act = handler == "act" && event == "tap";
            found.push(Bound {
                at: here,
                tag: element.tag.clone(),
                event: event.to_owned(),
                key: format!("{within} {} {how}={handler}", element.tag),
                act,
            });
        }
        handlers(&element.inside, element.is.as_deref().unwrap_or(within), at, found);
    }
}

/// Detail as a built-in element tells it; for a component, what components of these libraries tell.
fn detail(tag: &str, event: &str) -> Json {
    match (tag, event) {
        (_, "tap" | "longpress" | "touchstart" | "touchmove" | "touchend" | "touchcancel" | "transitionend" | "animationend") => {
            json!({ "x": 30, "y": 40 })
        }
        ("picker-view", _) => json!({ "value": [0] }),
        ("swiper", _) => json!({ "current": 1, "source": "touch" }),
        ("checkbox-group", _) => json!({ "value": ["1"] }),
        (_, "scroll") => json!({ "scrollTop": 30, "scrollLeft": 0, "scrollHeight": 900, "scrollWidth": 375, "deltaX": 0, "deltaY": -30 }),
        (_, "input" | "confirm") => json!({ "value": "7", "cursor": 1, "keyCode": 55 }),
        (_, "focus" | "blur") => json!({ "value": "7", "height": 0, "cursor": 1 }),
        ("image", "load") => json!({ "width": 64, "height": 64 }),
        (_, "error") => json!({ "errMsg": "error" }),
        _ => {
            json!({ "value": "1", "current": 1, "index": 0, "checked": true, "visible": false, "trigger": "overlay", "name": "1", "key": "1", "isShow": false, "errMsg": "ok" })
        }
    }
}
