//! A page's first screen without a shell: what it shows, what went wrong, what it asked for. For the command line and
//! for tests; the logic layer, the tree and the broker are the real ones. It must not wait for anything or anybody.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};

use banchan_formats::{Diagnostic, Severity};
use serde::Serialize;

use super::outside::Outside;
use super::page::query_json;
use super::running::{env_json, launch_json};
use super::sources::Sources;
use super::{Event, Missing, Note, Place, Start, Watcher};
use crate::api;
use crate::logic::{Logic, LogicError, Setup};
use crate::permission::Slot;
use crate::program::Program;
use crate::tree::{Tree, TreeLimits};

/// What a page showed at the end of its first turn.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Inspection {
    /// Its path.
    pub path: String,
    /// What went wrong, with file, line and column where they are known.
    pub errors: Vec<Diagnostic>,
    /// What is probably not meant.
    pub warnings: Vec<Diagnostic>,
    /// How many elements are on it.
    pub elements: usize,
    /// Its title.
    pub title: String,
    /// The markup of its first screen.
    #[serde(skip)]
    pub html: String,
    /// The same for people: one line an element.
    #[serde(skip)]
    pub outline: String,
    /// Members of `wx` that were used and are not there, with how often.
    pub missing: Vec<Missing>,
}

/// Keeps the notes of one inspection.
#[derive(Default)]
struct Notes(Mutex<Vec<Note>>);

impl Watcher for Notes {
    fn note(&self, _slot: Slot, note: Note) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    }
}

/// Opens `place` and looks at it. Blocks for the length of one turn; call it on a thread with 8 MiB of stack.
pub fn inspect(mut start: Start, place: &Place) -> Inspection {
    let notes = Arc::new(Notes::default());
    let others = std::mem::replace(&mut start.watcher, notes.clone());
    let slot = start.slot;
    let mut seen = Inspection { path: place.path.clone(), ..Inspection::default() };
    if let Err(found) = look(start, place, &mut seen) {
        seen.errors.push(found);
    }
    let notes = std::mem::take(&mut *notes.0.lock().unwrap_or_else(PoisonError::into_inner));
    for note in notes {
        if let Note::Error { text, path, line, column, warning, .. } = &note {
            let found = Diagnostic::error(path, *line, *column, text);
            match warning {
                true => seen.warnings.push(Diagnostic { severity: Severity::Warning, ..found }),
                false => seen.errors.push(found),
            }
        }
        others.note(slot, note);
    }
    seen
}

fn look(start: Start, place: &Place, seen: &mut Inspection) -> Result<(), Diagnostic> {
    let here = |text: String| Diagnostic::error(&place.path, 1, 1, text);
    let program = Rc::new(Program::from_manifest(start.files.clone(), start.manifest.clone(), start.found.clone()));
    let (events, inbox) = mpsc::channel();
    let outside = Rc::new(Outside::new(&start, events, Arc::default()));
    let setup = Setup {
        entry: "",
        dialect_global: api::dialect(start.manifest.dialect).global.into(),
        model: api::dialect(start.manifest.dialect).model,
        members_json: api::members_json(start.manifest.dialect),
        env_json: env_json(&start),
        limits: start.limits.clone(),
    };
    let sources = Rc::new(Sources(program.clone()));
    let tree = Rc::new(RefCell::new(Tree::new(sources.clone(), TreeLimits::default())));
    let mut logic = Logic::new(sources, tree, outside.clone(), setup).map_err(|why| here(why.to_string()))?;
    if let Err(why) = logic.launch(&launch_json(place, start.scene, None)) {
        outside.note_error(&why.to_string(), "app.js", 0, 0, "App.onLaunch", false);
    }
    answer(&mut logic, &outside, &inbox);
    if !program.manifest().has_page(&place.path) {
        return Err(here(format!("there is no page \"{}\" in app.json", place.path)));
    }
    let comp = logic.open_page(&place.path, &query_json(&place.query)).map_err(|why| match why {
        LogicError::Script(error) if !error.path.is_empty() => Diagnostic::error(&error.path, error.line, error.column, &error.text),
        why => here(why.to_string()),
    });
    answer(&mut logic, &outside, &inbox);
    for found in program.take_diagnostics() {
        let warning = found.severity == Severity::Warning;
        outside.note_error(&found.text, &found.path, found.line, found.column, "", warning);
    }
    for error in logic.tree().borrow_mut().take_errors() {
        outside.note_error(&error.text, &error.component, error.line, error.column, "template", false);
    }
    seen.missing = outside.counters.borrow().iter().map(|(name, count)| (name.to_string(), count)).collect();
    if let Some(death) = logic.death() {
        return Err(here(death.to_string()));
    }
    let comp = comp?;
    seen.outline = logic.tree().borrow().outline(comp);
    seen.html = logic.tree().borrow_mut().html(comp).into_string();
    // Nothing but the tree's own tags begins with this: text is escaped.
    seen.elements = seen.html.matches("<wx-").count();
    let window = program.component(&place.path).map(|file| program.manifest().window_of(&file.config, false));
    seen.title = window.and_then(|window| window.navigation_bar_title_text).unwrap_or_default();
    Ok(())
}

/// Gives the program the answers that are there already. Wishes of it (another page, a dialog) are dropped: nobody is
/// there to see them.
fn answer(logic: &mut Logic, outside: &Outside, inbox: &Receiver<Event>) {
    outside.queue.borrow_mut().clear();
    for event in inbox.try_iter().take(1_000) {
        if let Event::Resolve { call, outcome, .. } = event {
            logic.resolve(call, &outcome);
        }
    }
}
