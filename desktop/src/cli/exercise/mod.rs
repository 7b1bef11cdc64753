//! `banchan exercise DIR`: every page of a source folder opened in a real session, with a phone that nobody looks at,
//! and every handler of its screen fired once. Stricter than `check`, which only looks at first screens.

mod events;
mod phone;
mod screen;
mod verdict;
mod visit;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;
use serde_json::{Value, json};

use super::check::reach::Sources;
use super::core;
use super::out::{self, Failure, Verdict};
use super::progress::Progress;
use crate::folder::Folder;
use phone::Phone;
use verdict::{Outcome, Page};

/// Pages that are open at once; each mostly waits whether something more happens.
const WORKERS: usize = 4;

#[derive(Args, Debug)]
pub(super) struct ExerciseArguments {
    /// Source folder of a mini-program
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Only pages whose path begins so
    #[arg(long, value_name = "PREFIX", default_value = "")]
    only: String,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &ExerciseArguments) -> Result<Verdict, Failure> {
    let progress = Progress::begin("Reading the folder");
    let folder = Folder::read(&arguments.folder).map_err(Failure::new)?;
    let sources = Sources::read(Arc::new(folder.files.clone()), |page| progress.step(format!("Reading {page}"))).map_err(Failure::new)?;
    let chosen: Vec<usize> = (0..sources.pages.len()).filter(|at| sources.pages[*at].0.starts_with(&arguments.only)).collect();
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Page)>> = Mutex::default();
    let work = || -> Result<(), Failure> {
        let home = tempfile::tempdir().map_err(|error| Failure::new(format_args!("no temporary folder could be made: {error}")))?;
        let phone = Arc::new(Phone::default());
        let core = core::watched(home.path(), Vec::new(), phone.hosts(), String::new(), phone.clone())?;
        let answers = phone.answers();
        let each = || {
            while let Some((path, reached)) = chosen.get(next.fetch_add(1, Ordering::Relaxed)).map(|at| &sources.pages[*at]) {
                let at = sources.pages.iter().position(|page| page.0 == *path).unwrap_or_default();
                progress.step(format!("Opening {path} ({} of {})", at + 1, sources.pages.len()));
                let found =
                    sources.found.iter().filter(|one| reached.contains(&one.path)).filter(|one| !is_unused(&one.text, &folder, reached));
                let found = found.cloned().collect();
                let mut visit = visit::visit(&core, &phone, &folder.files, path);
                visit.troubles.retain(|one| !is_unused(&one.text, &folder, reached));
                let page = Page::judge(path.clone(), visit, found);
                done.lock().unwrap_or_else(PoisonError::into_inner).push((at, page));
            }
        };
        std::thread::scope(|scope| {
            // A program that waits for its view sleeps on a thread of its own.
            scope.spawn(|| answers.into_iter().for_each(|(page, text)| core.on_view_message(page, &text)));
            each();
            phone.hang_up();
        });
        core.shutdown();
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| Err(Failure::new("an internal error"))))
    })?;
    let mut pages = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    pages.sort_by_key(|(at, _)| *at);
    let pages: Vec<Page> = pages.into_iter().map(|(_, page)| page).collect();
    drop(progress);
    let is_well = pages.iter().all(|page| page.outcome == Outcome::Opened);
    if arguments.json {
        print_json(&folder, &pages);
    } else {
        print_lines(&folder, &pages);
    }
    Ok(Verdict::of(is_well))
}

/// Whether a component is not there that nobody needs: it is named in a configuration and in no template.
fn is_unused(text: &str, folder: &Folder, reached: &BTreeSet<String>) -> bool {
    let Some((_, tag)) = text.strip_prefix("the component ").and_then(|rest| rest.strip_suffix("> is not there")?.split_once(" of <"))
    else {
        return false;
    };
    let templates = reached.iter().filter(|path| [".wxml", ".axml"].iter().any(|ending| path.ends_with(ending)));
    let tag = format!("<{tag}");
    !templates.filter_map(|path| folder.files.text(path)).any(|text| text.contains(&tag))
}

fn totals(pages: &[Page]) -> Vec<(&'static str, usize)> {
    Outcome::ALL.iter().rev().map(|one| (one.name(), pages.iter().filter(|page| page.outcome == *one).count())).collect()
}

/// How often each missing API was used, counted by pages.
fn missing(pages: &[Page]) -> BTreeMap<&str, usize> {
    let mut found = BTreeMap::new();
    for name in pages.iter().flat_map(|page| &page.visit.missing) {
        *found.entry(name.as_str()).or_default() += 1;
    }
    found
}

fn print_json(folder: &Folder, pages: &[Page]) {
    let totals: serde_json::Map<String, Value> = totals(pages).into_iter().map(|(name, count)| (name.into(), count.into())).collect();
    let missing: Vec<Value> = missing(pages).into_iter().map(|(name, pages)| json!({ "name": name, "pages": pages })).collect();
    let pages: Vec<Value> = pages.iter().map(|page| page.json(folder)).collect();
    out::json(&json!({ "pages": pages, "totals": totals, "missing": missing, "notes": folder.notes }));
}

fn print_lines(folder: &Folder, pages: &[Page]) {
    for page in pages {
        let (elements, texts) = (page.visit.screen.elements(), page.visit.screen.texts());
        out::line(format_args!(
            "{}  {}  {elements} elements, {texts} texts, {} of {} handlers fired",
            page.path,
            page.outcome.name(),
            page.visit.fired,
            page.visit.handlers
        ));
        page.lines(folder).iter().for_each(|line| out::line(format_args!("  {line}")));
    }
    folder.notes.iter().for_each(|note| out::line(format_args!("note: {note}")));
    let missing = missing(pages);
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|(name, pages)| format!("{name} ({pages})")).collect();
        out::line(format_args!("\nnot here yet, with how many pages used it: {}", names.join(", ")));
    }
    let counts: Vec<String> = totals(pages).iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{count} {name}")).collect();
    let opened = pages.iter().filter(|page| page.outcome == Outcome::Opened).count();
    let percent = 100.0 * opened as f64 / pages.len().max(1) as f64;
    out::line(format_args!("\n{} pages: {}. {percent:.1} % opened", pages.len(), counts.join(", ")));
}
