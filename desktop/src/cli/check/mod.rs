//! `banchan check DIR`: every page of a source folder, without a browser. Files are read by `reach`, first screens are
//! made by the core; here both are put together and printed.

mod apis;
mod reach;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use banchan_formats::{Diagnostic, Severity};
use clap::Args;
use serde_json::{Value, json};

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
    let pages: Vec<Page> = sources.pages.iter().map(|(path, reached)| page(path, reached, &sources.found)).collect();
    let apis = apis::missing(sources.program.manifest().dialect, &sources.uses, &[]);
    drop(progress);
    let is_well =
        !sources.found.iter().any(|found| found.severity == Severity::Error) && pages.iter().all(|page| page.count(Severity::Error) == 0);
    if arguments.json {
        print_json(&folder, &pages, &apis)
    } else {
        print_lines(&folder, &pages, &apis)
    }
    Ok(Verdict::of(is_well))
}

fn page(path: &str, reached: &BTreeSet<String>, found: &[Diagnostic]) -> Page {
    let own = found.iter().filter(|one| reached.contains(&one.path)).cloned().collect();
    Page { path: path.into(), found: own, elements: 0 }
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
