//! `banchan open IMAGE|LINK|DIR`: the main job without a window. A picture is scanned, its text routed, the
//! mini-program verified, installed and started, and its first screen shown as an outline.

use std::path::{Path, PathBuf};

use banchan_core::host::Hosts;
use banchan_core::session::Inspection;
use banchan_core::superapp::{DevOptions, SuperApp, scene};
use banchan_formats::Diagnostic;
use banchan_formats::code::{Code, OpenTarget};
use banchan_formats::scan;
use clap::Args;
use serde_json::{Value, json};

use super::core::{self, Glance, PlaceArguments};
use super::out::{self, Failure, Verdict, finding_json, finding_line};
use super::progress::Progress;
use super::{render, route};
use crate::folder::Folder;
use crate::shot;

#[derive(Args, Debug)]
pub(super) struct OpenArguments {
    /// A picture of a code, the text of a code or a link, or a source folder
    #[arg(value_name = "IMAGE|LINK|DIR", allow_hyphen_values = true)]
    what: String,
    /// Page of a source folder (default: the one that opens first)
    #[arg(long, value_name = "PAGE")]
    page: Option<String>,
    /// Which code of a picture with several: 1 is the first
    #[arg(long, value_name = "NUMBER")]
    code: Option<usize>,
    /// Also write a picture of the first screen; needs Chromium
    #[arg(long, value_name = "FILE.png")]
    shot: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: PlaceArguments,
}

/// What is opened.
enum Subject {
    /// A source folder.
    Source(Box<Folder>),
    /// A mini-program of a registry.
    App(OpenTarget),
}

pub(super) fn run(arguments: &OpenArguments) -> Result<Verdict, Failure> {
    let progress = Progress::begin("Opening");
    let path = Path::new(&arguments.what);
    if path.is_dir() {
        let folder = Folder::read(path).map_err(Failure::new)?;
        tell_styles(&folder);
        let glance = Glance::new(true)?;
        let place = arguments.page.as_deref().map(render::place);
        let seen = glance.core.inspect_files(&folder.files, place).map_err(Failure::new)?;
        drop(progress);
        return show(arguments, &Subject::Source(Box::new(folder)), &seen);
    }
    let app = core::make(&arguments.place.home(), arguments.place.registries()?, Hosts::null(), String::new(), true)?;
    let text = if path.is_file() { text_of_picture(path, arguments.code) } else { Ok(arguments.what.clone()) };
    let target = match text.and_then(|text| target(&app, &text)) {
        Ok(target) => target,
        Err(told) => {
            drop(progress);
            eprintln!("{told}");
            return Ok(Verdict::No);
        }
    };
    let seen = app.inspect_target(&target);
    // Before a picture is taken, which opens the same home again.
    app.shutdown();
    drop(progress);
    match seen {
        Ok(seen) => show(arguments, &Subject::App(target), &seen),
        Err(error) => {
            eprintln!("{error}");
            Ok(Verdict::No)
        }
    }
}

/// What is wrong with the Sass and Less of a folder, on standard error.
pub(super) fn tell_styles(folder: &Folder) {
    for (_, found) in &folder.found {
        eprintln!("{}", finding_line(found, &folder.shown(&found.path)));
    }
}

/// The text of the one code in a picture.
fn text_of_picture(path: &Path, number: Option<usize>) -> Result<String, String> {
    let failed = |told: &dyn std::fmt::Display| format!("{}: {told}", path.display());
    let bytes = std::fs::read(path).map_err(|error| failed(&error))?;
    let codes = scan::decode(&bytes).map_err(|error| failed(&error))?;
    let chosen = match (number, codes.as_slice()) {
        (Some(number), codes) => number.checked_sub(1).and_then(|at| codes.get(at)),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    chosen.map(|code| code.text.clone()).ok_or_else(|| {
        let list: Vec<String> = codes.iter().enumerate().map(|(at, code)| format!("\n  {} {}", at + 1, code.text)).collect();
        failed(&format_args!("there are {} codes in this picture; choose one with --code:{}", codes.len(), list.concat()))
    })
}

/// The mini-program that a text names, or what it is instead.
fn target(app: &SuperApp, text: &str) -> Result<OpenTarget, String> {
    match app.route(text) {
        Ok(Code::MiniProgram(target)) => Ok(target),
        Ok(other) => Err(format!("This does not open a mini-program. {}", route::sentence(&other))),
        Err(error) => Err(error.to_string()),
    }
}

fn show(arguments: &OpenArguments, subject: &Subject, seen: &Inspection) -> Result<Verdict, Failure> {
    let shown = |found: &Diagnostic| match subject {
        Subject::Source(folder) => folder.shown(&found.path),
        Subject::App(_) => found.path.clone(),
    };
    let (app, query) = match subject {
        Subject::Source(_) => (None, ""),
        Subject::App(target) => (Some(target.app_id.as_str()), target.query.as_str()),
    };
    if arguments.json {
        let list = |found: &[Diagnostic]| -> Vec<Value> { found.iter().map(|one| finding_json(one, &shown(one))).collect() };
        out::json(&json!({
            "app": app, "path": seen.path, "query": query, "title": seen.title, "elements": seen.elements, "outline": seen.outline,
            "errors": list(&seen.errors), "warnings": list(&seen.warnings),
        }));
    } else {
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        out::line(format_args!("{} {}{query}  {}", app.unwrap_or(&arguments.what), seen.path, seen.title).to_string().trim_end());
        out::line(seen.outline.trim_end());
    }
    for found in seen.errors.iter().chain(&seen.warnings).filter(|_| !arguments.json) {
        eprintln!("{}", finding_line(found, &shown(found)));
    }
    if let Some(file) = &arguments.shot {
        take_shot(arguments, subject, file)?;
    }
    Ok(Verdict::of(seen.errors.is_empty()))
}

/// Opens it once more, on a screen that Chromium draws.
fn take_shot(arguments: &OpenArguments, subject: &Subject, file: &Path) -> Result<(), Failure> {
    let _progress = Progress::begin("Taking the picture");
    let home = tempfile::tempdir().map_err(|error| Failure::new(format_args!("no temporary folder could be made: {error}")))?;
    let opened = |origin: String, hosts: Hosts| -> Result<SuperApp, String> {
        let told = |failure: Failure| failure.to_string();
        match subject {
            Subject::Source(folder) => {
                let app = core::make(home.path(), Vec::new(), hosts, origin, false).map_err(told)?;
                let place = arguments.page.as_deref().map(render::place);
                app.open_files(&folder.files, DevOptions { place, ..DevOptions::default() }).map_err(|error| error.to_string())?;
                Ok(app)
            }
            Subject::App(target) => {
                let registries = arguments.place.registries().map_err(told)?;
                let app = core::make(&arguments.place.home(), registries, hosts, origin, false).map_err(told)?;
                app.open(target, scene::CODE).map_err(|error| error.to_string())?;
                Ok(app)
            }
        }
    };
    shot::take(file, opened).map_err(Failure::new)
}
