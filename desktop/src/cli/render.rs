//! `banchan render DIR PAGE`: the markup of a page's first screen.

use std::path::PathBuf;

use banchan_core::session::Place;
use clap::Args;

use super::core::Glance;
use super::out::{self, Failure, Verdict, finding_line};
use super::progress::Progress;
use crate::folder::Folder;

#[derive(Args, Debug)]
pub(super) struct RenderArguments {
    /// Source folder of a mini-program
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Page, as app.json names it, with a query if it needs one: "pages/bike/bike?id=7"
    #[arg(value_name = "PAGE")]
    page: String,
}

pub(super) fn run(arguments: &RenderArguments) -> Result<Verdict, Failure> {
    let progress = Progress::begin("Rendering");
    let folder = Folder::read(&arguments.folder).map_err(Failure::new)?;
    let glance = Glance::new(true)?;
    let seen = glance.core.inspect_files(&folder.files, Some(place(&arguments.page))).map_err(Failure::new)?;
    drop(progress);
    folder.notes.iter().for_each(|note| eprintln!("note: {note}"));
    super::open::tell_styles(&folder);
    for found in seen.errors.iter().chain(&seen.warnings) {
        eprintln!("{}", finding_line(found, &folder.shown(&found.path)));
    }
    if !seen.html.is_empty() {
        out::line(&seen.html);
    }
    Ok(Verdict::of(seen.errors.is_empty()))
}

/// A page as people write it: with or without a slash, `.html` or a query.
pub(super) fn place(text: &str) -> Place {
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let path = path.trim_start_matches('/');
    Place { path: path.strip_suffix(".html").unwrap_or(path).into(), query: query.into() }
}
