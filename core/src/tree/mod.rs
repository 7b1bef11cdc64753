//! The element trees of a session's pages: templates evaluated against data, kept, and told to the view.
//!
//! It knows no JavaScript engine. Whatever needs one comes out of [`Tree::step`] and its result goes back in with the
//! next call, so no borrow is held while JavaScript runs and the native stack does not grow with nesting:
//!
//! ```text
//! tree.set_data(comp, changes);          // or create_page, destroy_page
//! let mut answer = Answer::Done;
//! loop {
//!     match tree.step(answer) {
//!         Step::Done => break,
//!         step => answer = run_in_javascript(step),     // may itself call set_data and loop: that nests
//!     }
//! }
//! ```

mod def;
mod events;
mod step;
mod value;

use std::rc::Rc;

pub use def::{CompId, ComponentDef, ComponentFile, DefId, Isolation, LifeSet, TemplateSource};
pub use events::{EventInit, HandlerCall, Target};
pub use step::{Answer, Life, Step, WxsModule};
pub use value::{Object, Opaque, Opaques, Path, Seg, Value};

/// Bounds that keep one mini-program from taking the process with it.
#[derive(Clone, Copy, Debug)]
pub struct TreeLimits {
    /// Levels of elements and components, one inside the other.
    pub depth: u32,
    /// Nodes of all pages together.
    pub nodes: u32,
}

impl Default for TreeLimits {
    fn default() -> Self {
        Self { depth: 400, nodes: 1_000_000 }
    }
}

/// Something that went wrong while a page was evaluated; the page lives on without that part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeError {
    /// Path of the component whose template it is about.
    pub component: Rc<str>,
    /// Line in the template, from 1; 0 when it has no place.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What happened and what to do.
    pub text: String,
}

/// An element found by a selector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its number in the view; 0 when it has none (not sent yet, or a virtual host).
    pub view: u32,
    /// The component that it is the host of.
    pub comp: Option<CompId>,
}

/// How much a tree holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Nodes, virtual ones included.
    pub nodes: usize,
    /// Component instances, pages included.
    pub components: usize,
    /// Estimate of the memory held, in bytes, values shared with others included.
    pub bytes: usize,
}

/// HTML that only this module can make: our own tags, known attributes, everything escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Changes for one page's view, in the order they must be applied.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {}

impl Patch {
    /// The `ops` array of the view's protocol as JSON text.
    pub fn to_json(&self) -> String {
        todo!()
    }
}

/// The trees of all pages of one session.
pub struct Tree {}

#[allow(unused_variables, clippy::needless_pass_by_ref_mut)]
impl Tree {
    /// An empty tree.
    pub fn new(templates: Rc<dyn TemplateSource>, limits: TreeLimits) -> Self {
        todo!()
    }

    /// The root fields that the template of this component reads (those of included files too): all that has to be
    /// given to [`Tree::define`] and [`Tree::set_data`]. Empty when there is no template.
    pub fn fields_read(&mut self, path: &str) -> Vec<Rc<str>> {
        todo!()
    }

    /// Makes a component known. Defining a path again makes a new definition that later instances use.
    pub fn define(&mut self, def: ComponentDef) -> DefId {
        todo!()
    }

    /// The definition of a path, if its script has run.
    pub fn defined(&self, path: &str) -> Option<DefId> {
        todo!()
    }

    /// Begins a page: its id is known at once, everything else follows by [`Tree::step`] until `Done`: `Create` of the
    /// page (no properties), its content, `Attached` and `Ready`.
    pub fn create_page(&mut self, def: DefId) -> CompId {
        todo!()
    }

    /// Changes data of a component. Step until `Done` afterwards, also when called while a step is being answered.
    /// Fields that the template does not read, and components that are gone, are ignored.
    pub fn set_data(&mut self, comp: CompId, changes: Vec<(Path, Value)>) {
        todo!()
    }

    /// Goes on with the work; see the module's description.
    pub fn step(&mut self, answer: Answer) -> Step {
        todo!()
    }

    /// Takes a page away. Step until `Done` afterwards: `Detached` and `Drop`.
    pub fn destroy_page(&mut self, root: CompId) {
        todo!()
    }

    /// The handlers that an event of the view reaches. Empty for unknown nodes.
    pub fn dispatch(&self, page: CompId, view_node: u32, event: &EventInit) -> Vec<HandlerCall> {
        todo!()
    }

    /// The handlers that an event of a component (`triggerEvent`) reaches.
    pub fn trigger(&self, comp: CompId, event: &EventInit) -> Vec<HandlerCall> {
        todo!()
    }

    /// First match of a selector within a component's own template.
    pub fn select(&self, comp: CompId, selector: &str) -> Option<Hit> {
        todo!()
    }

    /// All matches, in tree order.
    pub fn select_all(&self, comp: CompId, selector: &str) -> Vec<Hit> {
        todo!()
    }

    /// The component whose template contains this one; `None` for pages and components that are gone.
    pub fn owner(&self, comp: CompId) -> Option<CompId> {
        todo!()
    }

    /// The page that a component is on.
    pub fn page_of(&self, comp: CompId) -> Option<CompId> {
        todo!()
    }

    /// The nearest component around this one, among those of the same template and then its owner (for relations).
    pub fn parent(&self, comp: CompId) -> Option<CompId> {
        todo!()
    }

    /// A component's host element as handlers see it: `id`, `dataset`.
    pub fn host(&self, comp: CompId) -> Option<Target> {
        todo!()
    }

    /// The tag a component was written with, without prefix (`is` is its path).
    pub fn path_of(&self, comp: CompId) -> Option<Rc<str>> {
        todo!()
    }

    /// A field of a component's data as the tree holds it (for tests and inspection).
    pub fn data(&self, comp: CompId, field: &str) -> Option<Value> {
        todo!()
    }

    /// The whole page as HTML; numbers its nodes anew and forgets patches not taken.
    pub fn html(&mut self, page: CompId) -> Html {
        todo!()
    }

    /// How many nodes the view must have counted after the last [`Tree::html`] and the patches since.
    pub fn view_nodes(&self, page: CompId) -> u32 {
        todo!()
    }

    /// What changed since [`Tree::html`] or the last patch. `None` when nothing did, or no HTML was made yet.
    pub fn take_patch(&mut self, page: CompId) -> Option<Patch> {
        todo!()
    }

    /// What is on the page, for people: one line an element, indented.
    pub fn outline(&self, page: CompId) -> String {
        todo!()
    }

    /// What went wrong since the last call.
    pub fn take_errors(&mut self) -> Vec<TreeError> {
        todo!()
    }

    /// How much is held.
    pub fn counts(&self) -> Counts {
        todo!()
    }
}
