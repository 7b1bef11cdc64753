//! Programs made up from a number: a page of random markup over random data, components, templates, WXS, and what happens
//! to it. The same number makes the same program. It knows no framework.

mod data;
mod expr;
mod markup;
mod parts;
mod random;

use std::collections::BTreeMap;

use serde_json::json;

use super::{Case, Step};
use markup::Markup;
pub use random::Random;

/// Steps of one case.
const STEPS: u32 = 6;

/// A program made from a number.
#[must_use]
pub fn case(seed: u64) -> Case {
    let mut random = Random::new(seed);
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut markup = Markup::new(&mut random);
    let page = markup.page();
    let parts = markup.finish();
    let changes: Vec<String> = (0..STEPS).map(|_| data::change(&mut random)).collect();
    files.insert("p/p.wxml".into(), page);
    files.insert("p/p.json".into(), json!({ "usingComponents": parts::using("p") }).to_string());
    files.insert("p/p.js".into(), parts::page_script(&data::initial(&mut random), &changes, &mut random));
    files.extend(parts);
    files.extend(parts::components(&mut random));
    // Markup is written with backticks around values: expressions have quotes of their own.
    files.iter_mut().filter(|(path, _)| path.ends_with(".wxml")).for_each(|(_, text)| *text = text.replace('`', "\""));
    let steps = (0..STEPS).map(|at| step(at, &mut random)).collect();
    Case { name: format!("seed {seed}"), files, page: "p/p".into(), steps }
}

fn step(at: u32, random: &mut Random) -> Step {
    match random.below(5) {
        0 | 1 => {
            let name = *random.pick(&["tap", "tap", "tap", "touchstart", "input", "custom"]);
            Step::Event { at: random.below(40) as usize, name: name.into(), detail: json!({ "v": at, "value": format!("typed {at}") }) }
        }
        _ => Step::Emit(json!({ "n": at })),
    }
}
