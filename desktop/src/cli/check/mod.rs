//! `banchan check DIR`: every page of a source folder, without a browser. Files are read by `reach`, first screens are
//! made by the core; here both are put together and printed.

mod apis;
pub(super) mod reach;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use banchan_core::session::Inspection;
use banchan_formats::{Diagnostic, Severity};
use clap::Args;
use serde_json::{Value, json};

use super::core::Glance;
use super::out::{self, Failure, Verdict, finding_json, finding_line};
use super::progress::Progress;
use crate::folder::Folder;
use apis::MissingApi;
use reach::Sources;

#[derive(Args, Debug)]
pub(super) struct CheckArguments {
    /// Source folder of a mini-program
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// One page with everything found in the files that it reaches.
struct Page {
    path: String,
    found: Vec<Diagnostic>,
    elements: usize,
}

pub(super) fn run(arguments: &CheckArguments) -> Result<Verdict, Failure> {
    let progress = Progress::begin("Reading the folder");
    let folder = Folder::read(&arguments.folder).map_err(Failure::new)?;
    let sources = Sources::read(Arc::new(folder.files.clone()), |page| progress.step(format!("Reading {page}"))).map_err(Failure::new)?;
    let glance = Glance::new(false)?;
    let steps = |at: usize, of: usize, page: &str| progress.step(format!("Opening {page} ({at} of {of})"));
    let report = glance.core.check(&folder.files, steps).map_err(Failure::new)?;
    let called: Vec<(String, u64)> = report.apis.iter().map(|api| (api.name.clone(), api.uses)).collect();
    let apis = apis::missing(sources.program.manifest().dialect, &sources.uses, &called);
    let screens = report.pages.iter().map(Some).chain(std::iter::repeat(None));
    let pages: Vec<Page> =
        sources.pages.iter().zip(screens).map(|((path, reached), screen)| page(path, reached, &sources.found, &folder, screen)).collect();
    drop(progress);
    let is_well = pages.iter().all(|page| page.count(Severity::Error) == 0);
    if arguments.json {
        print_json(&folder, &pages, &apis)
    } else {
        print_lines(&folder, &pages, &apis)
    }
    Ok(Verdict::of(is_well))
}

/// What reading found in a page's files, and what its first screen showed.
fn page(path: &str, reached: &BTreeSet<String>, found: &[Diagnostic], folder: &Folder, screen: Option<&Inspection>) -> Page {
    let mut own: Vec<Diagnostic> = found.iter().filter(|one| reached.contains(&one.path)).cloned().collect();
    own.extend(folder.found.iter().filter(|(sheet, _)| reached.contains(sheet)).map(|(_, found)| found.clone()));
    for one in screen.iter().flat_map(|screen| screen.errors.iter().chain(&screen.warnings)) {
        // Most is found both ways; reading knows what to do about it as well.
        let is_same =
            |other: &Diagnostic| (&other.path, other.line, other.column, &other.text) == (&one.path, one.line, one.column, &one.text);
        if !own.iter().any(is_same) {
            own.push(one.clone());
        }
    }
    Page { path: path.into(), found: own, elements: screen.map_or(0, |screen| screen.elements) }
}

impl Page {
    fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|one| one.severity == severity).count()
    }
}

fn print_json(folder: &Folder, pages: &[Page], apis: &[MissingApi]) {
    let findings = |page: &Page, severity| -> Vec<Value> {
        page.found.iter().filter(|one| one.severity == severity).map(|one| finding_json(one, &folder.shown(&one.path))).collect()
    };
    let pages: Vec<Value> = pages
        .iter()
        .map(|page| {
            json!({ "path": page.path, "errors": findings(page, Severity::Error), "warnings": findings(page, Severity::Warning), "elements": page.elements })
        })
        .collect();
    let apis: Vec<Value> = apis
        .iter()
        .map(|api| {
            let uses: Vec<Value> =
                api.uses.iter().map(|(file, line, column)| json!({ "file": folder.shown(file), "line": line, "column": column })).collect();
            json!({ "name": api.name, "status": api.status, "calls": api.calls, "uses": uses })
        })
        .collect();
    out::json(&json!({ "pages": pages, "apis": apis, "notes": folder.notes }));
}

fn print_lines(folder: &Folder, pages: &[Page], apis: &[MissingApi]) {
    let plural = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    // A file that several pages reach is told about once, at the first of them.
    let mut told: Vec<&Diagnostic> = Vec::new();
    for page in pages {
        let (errors, warnings) = (page.count(Severity::Error), page.count(Severity::Warning));
        out::line(format_args!(
            "{}  {}, {}, {}",
            page.path,
            plural(page.elements, "element"),
            plural(errors, "error"),
            plural(warnings, "warning")
        ));
        for one in &page.found {
            if !told.contains(&one) {
                told.push(one);
                out::line(format_args!("  {}", finding_line(one, &folder.shown(&one.path))));
            }
        }
    }
    if !apis.is_empty() {
        out::line(format_args!(
            "\n{} named that {} not work here:",
            plural(apis.len(), "API"),
            if apis.len() == 1 { "does" } else { "do" }
        ));
    }
    for api in apis {
        let place = api.uses.first().map(|(file, line, column)| format!("{}:{line}:{column}", folder.shown(file))).unwrap_or_default();
        let more = if api.uses.len() > 1 { format!(" and {} more", api.uses.len() - 1) } else { String::new() };
        out::line(format_args!("  {} ({})  {place}{more}", api.name, api.status));
    }
    folder.notes.iter().for_each(|note| out::line(format_args!("note: {note}")));
    let errors = told.iter().filter(|one| one.severity == Severity::Error).count();
    out::line(format_args!("\n{}: {}, {}", plural(pages.len(), "page"), plural(errors, "error"), plural(told.len() - errors, "warning")));
}
