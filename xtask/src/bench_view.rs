//! `cargo xtask bench-view`: the benchmark's page with a real view. Logic and tree run here, what they send is played to the
//! view in Chromium; beside it glass-easel's time in the same QuickJS (without any view), and a page written by hand in the
//! same Chromium as the lower bound. Prints milliseconds and ratios, and judges nothing.

use std::collections::HashMap;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::bench::{self, Side};
use crate::{browser, steps};

const ROUNDS: usize = 7;
/// In this order: each begins with the list that the one before left.
const OPERATIONS: [&str; 7] = ["one", "all", "append100", "delete", "switch", "clear", "fill5000"];
const FIRST: &str = "first";

type Times = HashMap<(&'static str, bool), Vec<Duration>>;

/// Runs the operations in both frameworks; what ours sends to its view is the same each time.
fn core(times: &mut Times) -> Result<Value, String> {
    let files = bench::files().map_err(|error| error.to_string())?;
    let mut played = Value::Null;
    for _ in 0..ROUNDS {
        for ours in [true, false] {
            let mut side = Side::start(&files, ours).map_err(|error| error.to_string())?;
            let took = side.open().map_err(|error| error.to_string())?;
            times.entry((FIRST, ours)).or_default().push(took.all);
            let html = std::mem::take(&mut side.sent);
            let mut sent = Vec::new();
            for (at, what) in OPERATIONS.into_iter().enumerate() {
                let took = side.update(what).map_err(|error| error.to_string())?;
                times.entry((what, ours)).or_default().push(took.all);
                // The page counts its updates from 1.
                sent.push(json!({ "what": what, "n": at + 1, "patch": std::mem::take(&mut side.sent) }));
            }
            if ours {
                played = json!({ "html": html, "steps": sent });
            }
        }
    }
    Ok(played)
}

/// Plays it in Chromium: milliseconds by operation.
fn chromium(played: &Value) -> Result<Value, String> {
    browser::packages()?;
    let chromium = browser::chromium().ok_or("Chromium is not installed; or name one in CHROMIUM")?;
    let folder = steps::target().join("bench-view");
    let file = folder.join("steps.json");
    std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, played.to_string())).map_err(|why| why.to_string())?;
    let script = steps::root().join("xtask/bench/view.mjs");
    let output =
        Command::new("node").arg(script).arg(file).arg(chromium).arg(ROUNDS.to_string()).output().map_err(|why| why.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|why| why.to_string())
}

/// Runs the benchmark and prints its table.
///
/// # Errors
/// A sentence when node, npm or Chromium is missing, or a side fails.
pub fn run() -> Result<(), String> {
    let mut times = Times::new();
    let played = core(&mut times)?;
    let view = chromium(&played)?;
    if cfg!(debug_assertions) {
        println!("A debug build: the ratios mean little. Use cargo run --release -p xtask -- bench-view.");
    }
    println!(
        "Medians of {ROUNDS} rounds, milliseconds. `first` ends with the first paint of the document; the others when the page is laid out."
    );
    println!("{:<12}{:>8}{:>8}{:>8}{:>10}{:>10}{:>14}", "", "core", "view", "ours", "by hand", "ours/hand", "glass-easel");
    for what in std::iter::once(FIRST).chain(OPERATIONS) {
        let of = |ours| times.get(&(what, ours)).map_or(0.0, |times| bench::median(times.clone()));
        let seen = |side: &str| view.get(what).and_then(|times| times.get(side)).and_then(Value::as_f64).unwrap_or(f64::NAN);
        let ours = of(true) + seen("ours");
        let hand = seen("hand");
        println!("{what:<12}{:>8.2}{:>8.2}{ours:>8.2}{hand:>10.2}{:>10.2}{:>14.2}", of(true), seen("ours"), ours / hand, of(false));
    }
    println!("glass-easel is in the same QuickJS, with its empty backend: its time is before anything leaves for a view.");
    Ok(())
}
