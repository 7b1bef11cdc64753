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

mod attrs;
mod build;
mod change;
mod comp;
mod def;
mod element;
mod eval;
mod events;
mod fill;
mod html;
mod include;
mod life;
mod list;
mod node;
mod ops;
mod outline;
mod patch;
mod select;
mod step;
mod structure;
mod style;
#[cfg(test)]
mod tests;
mod value;
mod view;
mod vm;
mod walk;
mod wxs;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use banchan_formats::template::{FieldSet, Span, Template};

pub use comp::scope_name;
pub use def::{CompId, ComponentDef, ComponentFile, DefId, Isolation, LifeSet, TemplateSource};
pub use events::{EventInit, HandlerCall, ModelWrite, Target};
pub use html::Html;
pub use patch::{Op, Patch};
pub use step::{Answer, Life, Step, WxsModule};
pub use structure::{Shown, ShownElement, plain_json};
pub use value::{Object, Opaque, Opaques, Path, Seg, Value, WxsFunction};
pub use wxs::Place;

/// Bounds that keep one mini-program from taking the process with it.
#[derive(Clone, Copy, Debug)]
pub struct TreeLimits {
    /// Levels of elements and components, one inside the other. Chromium flattens what is deeper than 512.
    pub depth: u32,
    /// Nodes of all pages together.
    pub nodes: u32,
}

impl Default for TreeLimits {
    fn default() -> Self {
        Self { depth: 480, nodes: 1_000_000 }
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

/// The trees of all pages of one session.
pub struct Tree {
    source: Rc<dyn TemplateSource>,
    limits: TreeLimits,
    arena: node::Arena,
    comps: comp::Comps,
    defs: Vec<comp::Def>,
    by_path: HashMap<Rc<str>, u32>,
    failed: HashSet<Rc<str>>,
    /// Template files, by the number that nodes carry.
    units: Vec<Rc<Template>>,
    unit_paths: HashMap<Rc<str>, Option<u32>>,
    views: HashMap<u32, view::PageView>,
    errors: Vec<TreeError>,
    // The evaluator: see `eval`.
    frames: Vec<eval::Frame>,
    ctxs: Vec<eval::Ctx>,
    scopes: Vec<eval::ScopeVar>,
    vm: vm::Vm,
    /// The value that the top frame's expression waited for.
    arrived: Option<Value>,
    waiting: Vec<eval::Waiting>,
    awaits: Vec<eval::Await>,
    /// Components whose content is being evaluated, and where their frames begin.
    active: Vec<(u32, usize)>,
    /// The next step begins something and answers nothing.
    starting: bool,
    /// Some of `active` are gone.
    unwind: bool,
    /// Some component has dynamic slots.
    dynamic: bool,
    /// Events on their way, the outermost first.
    walks: Vec<walk::Walk>,
    last_walk: u32,
    /// Removed components, the oldest first.
    left: Vec<walk::Left>,
}

impl Tree {
    /// An empty tree.
    pub fn new(templates: Rc<dyn TemplateSource>, limits: TreeLimits) -> Self {
        Self {
            source: templates,
            limits,
            arena: node::Arena::new(),
            comps: comp::Comps::default(),
            defs: Vec::new(),
            by_path: HashMap::new(),
            failed: HashSet::new(),
            units: Vec::new(),
            unit_paths: HashMap::new(),
            views: HashMap::new(),
            errors: Vec::new(),
            frames: Vec::new(),
            ctxs: Vec::new(),
            scopes: Vec::new(),
            vm: vm::Vm::default(),
            arrived: None,
            waiting: Vec::new(),
            awaits: Vec::new(),
            active: Vec::new(),
            starting: false,
            unwind: false,
            dynamic: false,
            walks: Vec::new(),
            last_walk: 0,
            left: Vec::new(),
        }
    }

    /// The root fields that the template of this component reads (those of included files too): all that has to be
    /// given to [`Tree::define`] and [`Tree::set_data`]. Empty when there is no template.
    pub fn fields_read(&mut self, path: &str) -> Vec<Rc<str>> {
        let mut fields: Vec<Rc<str>> = Vec::new();
        let mut known: HashSet<Rc<str>> = HashSet::new();
        let mut seen: HashSet<u32> = HashSet::new();
        let mut todo: Vec<u32> = self.unit_of(path).into_iter().collect();
        while let Some(unit) = todo.pop() {
            if !seen.insert(unit) {
                continue;
            }
            let Some(template) = self.unit(unit) else { continue };
            fields.extend(template.fields.iter().filter(|field| known.insert(Rc::clone(field))).cloned());
            for include in &template.includes {
                todo.extend(self.unit_of(&include.path));
            }
        }
        fields
    }

    /// Whether handlers of WXS are in the template of this component, or in what it imports or includes.
    fn has_handlers(&mut self, path: &str) -> bool {
        let mut seen: HashSet<u32> = HashSet::new();
        let mut todo: Vec<u32> = self.unit_of(path).into_iter().collect();
        while let Some(unit) = todo.pop() {
            let Some(template) = self.unit(unit).filter(|_| seen.insert(unit)) else { continue };
            if template.handlers {
                return true;
            }
            for link in template.includes.iter().chain(&template.imports) {
                todo.extend(self.unit_of(&link.path));
            }
        }
        false
    }

    /// Makes a component known. Defining a path again makes a new definition that later instances use.
    pub fn define(&mut self, def: ComponentDef) -> DefId {
        let fields = self.fields_read(&def.path);
        let unit = self.unit_of(&def.path).unwrap_or(u32::MAX);
        let file = self.source.component(&def.path);
        let id = self.defs.len() as u32;
        let path = Rc::clone(&def.path);
        self.failed.remove(&path);
        let wxs = self.has_handlers(&path);
        let dynamic = def.dynamic_slots && self.unit(unit).is_some_and(|template| fill::wants(&template));
        self.dynamic |= dynamic;
        self.defs.push(comp::Def { dynamic, ..comp::Def::new(def, unit, fields, file, wxs) });
        self.by_path.insert(path, id);
        DefId(id)
    }

    /// The definition of a path, if its script has run.
    pub fn defined(&self, path: &str) -> Option<DefId> {
        self.by_path.get(path).copied().map(DefId)
    }

    /// Begins a page: its id is known at once, everything else follows by [`Tree::step`] until `Done`: `Create` of the
    /// page (no properties), its content, `Attached` and `Ready`.
    pub fn create_page(&mut self, def: DefId) -> CompId {
        self.begin_page(def, false)
    }

    /// Like [`Tree::create_page`], but nothing on the page is told `Ready` before [`Tree::ready`].
    pub fn create_page_held(&mut self, def: DefId) -> CompId {
        self.begin_page(def, true)
    }

    fn begin_page(&mut self, def: DefId, hold: bool) -> CompId {
        let id = self.comps.next();
        let host = self.arena.make(node::Kind::Host, id, u32::MAX, 0);
        self.arena.get_mut(host).payload = node::Payload::Host { comp: id, vals: Box::default() };
        let data = self.defs.get(def.0 as usize).map(|def| def.defaults.clone()).unwrap_or_default();
        self.comps.add(comp::Comp::new(def.0, id, id, host, data.into_boxed_slice()));
        self.begin();
        self.push_attach_page(id, hold);
        self.frames.push(eval::Frame::Start { comp: id, asked: false });
        CompId(id)
    }

    /// Lets a page that was held back, and all on it, be told `Ready`. Step until `Done` afterwards.
    pub fn ready(&mut self, page: CompId) {
        self.begin();
        self.push_ready(page.0);
    }

    /// Puts the mark where `Done` is said, unless what was begun before has not run yet.
    fn begin(&mut self) {
        if !std::mem::replace(&mut self.starting, true) {
            self.frames.push(eval::Frame::Marker);
        }
    }

    /// Changes data of a component. Step until `Done` afterwards, also when called while a step is being answered.
    /// Fields that the template does not read, and components that are gone, are ignored. A path may begin with a
    /// field's place in [`Tree::fields_read`] instead of its name.
    pub fn set_data(&mut self, comp: CompId, changes: Vec<(Path, Value)>) {
        self.begin();
        self.write(comp.0, changes);
        if self.comps.get(comp.0).is_some_and(|comp| comp.stage == comp::Stage::Live && !comp.busy && !comp.dirty.is_empty()) {
            self.push_comp(comp.0);
        }
    }

    /// Writes changes, and notes which fields its content has to be evaluated again for.
    fn write(&mut self, comp: u32, changes: Vec<(Path, Value)>) {
        let Some(instance) = self.comps.get_mut(comp) else { return };
        let Some(def) = self.defs.get(instance.def as usize) else { return };
        for (path, value) in changes {
            let Some((first, rest)) = path.split_first() else { continue };
            let (field, prop) = match first {
                Seg::Key(name) => (def.field_index.get(name).copied(), def.props.get(name).copied()),
                Seg::Index(field) => (Some(*field), def.prop_of(*field)),
            };
            if let Some(prop) = prop
                && !instance.overridden.contains(&prop)
            {
                instance.overridden.push(prop);
            }
            let Some(field) = field else { continue };
            let Some(place) = instance.data.get_mut(field as usize) else { continue };
            // What is set as a whole counts as changed even when it is equal: observers of children rely on it.
            let whole = rest.is_empty();
            let new = if rest.is_empty() { change::reconcile_with(place, value) } else { change::write(place, rest, value) };
            if whole || !new.same(place) {
                instance.dirty.insert(field);
            }
            if whole {
                instance.whole.insert(field);
            }
            *place = new;
        }
        if instance.stage == comp::Stage::Creating {
            // Its first evaluation is yet to come and sees everything.
            instance.dirty = FieldSet::default();
            instance.whole = FieldSet::default();
        }
    }

    /// Makes the content of a component that is still being made, with the data that it has: `created` and property
    /// observers may look for components in it. True when there is something to do: step until `Done` then.
    pub fn make_content(&mut self, comp: CompId) -> bool {
        let waits = |instance: &comp::Comp| instance.stage == comp::Stage::Creating && instance.root == node::NIL && !instance.busy;
        if !self.comps.get(comp.0).is_some_and(waits) {
            return false;
        }
        self.begin();
        self.push_comp(comp.0);
        true
    }

    /// Goes on with the work; see the module's description.
    pub fn step(&mut self, answer: Answer) -> Step {
        self.advance(answer)
    }

    /// Takes a page away. Step until `Done` afterwards: `Detached` and `Drop`.
    pub fn destroy_page(&mut self, root: CompId) {
        self.begin();
        let Some(host) = self.comps.get(root.0).filter(|comp| comp.page == root.0).map(|comp| comp.host) else { return };
        self.views.remove(&root.0);
        self.remove_all(&[host]);
    }

    /// Sends an event of the view on its way: [`Tree::next_call`] with the number gives one handler after the other. `None` for
    /// unknown nodes. Nothing else is on its way then.
    pub fn dispatch(&mut self, page: CompId, view_node: u32, event: &EventInit) -> Option<u32> {
        self.walks.clear();
        let node = self.views.get(&page.0).and_then(|view| view.nodes.get(view_node as usize)).map_or(node::NIL, |seen| seen.node);
        if view_node == 0 || node == node::NIL { None } else { self.begin_walk(node, event) }
    }

    /// The element that a page's view knows by a number, as handlers see it.
    pub fn seen(&self, page: CompId, view_node: u32) -> Option<Target> {
        let node = self.views.get(&page.0)?.nodes.get(view_node as usize)?.node;
        (view_node != 0 && node != node::NIL).then(|| self.target(node))
    }

    /// The data that an event of a built-in element changes by `model:`; the new value is the event's `detail.value`.
    pub fn model_writes(&self, page: CompId, view_node: u32, event: &str) -> Vec<ModelWrite> {
        let node = self.views.get(&page.0).and_then(|view| view.nodes.get(view_node as usize)).map_or(node::NIL, |seen| seen.node);
        if view_node == 0 || node == node::NIL || self.comp_of(node).is_some() { Vec::new() } else { self.writes_of(node, event) }
    }

    /// The owner's data that `model:` ties to a property of a component, by its index in [`ComponentDef::properties`].
    pub fn model_of(&self, comp: CompId, property: u32) -> Option<ModelWrite> {
        let instance = self.comps.get(comp.0)?;
        let def = self.defs.get(instance.def as usize)?;
        let (_, element) = self.written(instance.host)?;
        let tied = element.bindings.iter().find(|binding| binding.model.is_some() && def.prop(binding) == Some(property))?;
        self.model_write(instance.host, tied.model.as_deref()?)
    }

    /// The same for an event of a component (`triggerEvent`), which may happen while another is on its way.
    pub fn trigger(&mut self, comp: CompId, event: &EventInit) -> Option<u32> {
        match self.comps.get(comp.0) {
            Some(instance) => (instance.page != comp.0).then_some(instance.host).and_then(|host| self.begin_walk(host, event)),
            None => self.begin_walk_of_left(comp, event),
        }
    }

    /// First match of a selector within a component's own template.
    pub fn select(&self, comp: CompId, selector: &str) -> Option<Hit> {
        self.find(comp, selector, false).first().copied()
    }

    /// All matches, in tree order.
    pub fn select_all(&self, comp: CompId, selector: &str) -> Vec<Hit> {
        self.find(comp, selector, true)
    }

    /// The number of a canvas element that stays while the element lives, also when the page's view is made again; 0 where the
    /// element with this number in the view of page `page` is no canvas.
    pub fn canvas_at(&self, page: CompId, view: u32) -> u32 {
        let node = self.views.get(&page.0).and_then(|view_of| view_of.nodes.get(view as usize)).map_or(node::NIL, |seen| seen.node);
        if self.is_canvas(node) { node } else { node::NIL }
    }

    /// The number, as of [`Tree::canvas_at`], of the canvas with this `canvas-id` in a component's own template; 0 for none.
    pub fn canvas(&self, comp: CompId, name: &str) -> u32 {
        self.find_canvas(comp, name)
    }

    /// The component whose template contains this one; `None` for pages and components that are gone.
    pub fn owner(&self, comp: CompId) -> Option<CompId> {
        self.comps.get(comp.0).filter(|instance| instance.page != comp.0).map(|instance| CompId(instance.owner))
    }

    /// The page that a component is on.
    pub fn page_of(&self, comp: CompId) -> Option<CompId> {
        self.comps.get(comp.0).map(|instance| CompId(instance.page))
    }

    /// The nearest component around this one, among those of the same template and then its owner (for relations).
    pub fn parent(&self, comp: CompId) -> Option<CompId> {
        let instance = self.comps.get(comp.0)?;
        let mut at = self.arena.get(instance.host).parent;
        while at != node::NIL {
            if let Some(found) = self.comp_of(at) {
                return Some(CompId(found));
            }
            at = self.arena.get(at).parent;
        }
        None
    }

    /// The components that stand inside this one's tags, at any depth but of the same template, in tree order (for
    /// relations).
    pub fn within(&self, comp: CompId) -> Vec<CompId> {
        let mut found = Vec::new();
        let Some(top) = self.comps.get(comp.0).map(|instance| instance.host) else { return found };
        let mut at = self.arena.get(top).first;
        while at != node::NIL {
            if let Some(inner) = self.comp_of(at) {
                found.push(CompId(inner));
            }
            let mut next = self.arena.get(at).first;
            let mut from = at;
            // Nothing below: the next one beside it, or beside the nearest above that has one.
            while next == node::NIL && from != top && from != node::NIL {
                next = self.arena.get(from).next;
                from = self.arena.get(from).parent;
            }
            at = next;
        }
        found
    }

    /// The components whose elements a page's view shows inside one of its nodes, whichever template they are of, in order.
    pub fn shown_components(&self, page: CompId, view_node: u32) -> Vec<CompId> {
        let mut found = Vec::new();
        let top = self.views.get(&page.0).and_then(|view| view.nodes.get(view_node as usize)).map_or(node::NIL, |seen| seen.node);
        let mut open = vec![top];
        while let Some(at) = open.pop() {
            if at == node::NIL {
                continue;
            }
            if at != top
                && let Some(comp) = self.comp_of(at)
            {
                found.push(CompId(comp));
            }
            let inside = self.shown_in(at);
            open.extend(inside.into_iter().rev());
        }
        found
    }

    /// A component's host element as handlers see it: `id`, `dataset`.
    pub fn host(&self, comp: CompId) -> Option<Target> {
        self.comps.get(comp.0).map(|instance| self.target(instance.host))
    }

    /// A component's path.
    pub fn path_of(&self, comp: CompId) -> Option<Rc<str>> {
        self.comp_path(comp.0)
    }

    /// A field of a component's data as the tree holds it (for tests and inspection).
    pub fn data(&self, comp: CompId, field: &str) -> Option<Value> {
        let instance = self.comps.get(comp.0)?;
        let at = self.defs.get(instance.def as usize)?.field_index.get(field)?;
        instance.data.get(*at as usize).cloned()
    }

    /// The whole page as HTML; numbers its nodes anew and forgets patches not taken.
    pub fn html(&mut self, page: CompId) -> Html {
        self.make_html(page)
    }

    /// The components whose styles a page needs, in the order of their definitions: path, and the prefix of their classes
    /// (`None`: they come without).
    pub fn styles(&self, page: CompId) -> Vec<(Rc<str>, Option<Rc<str>>)> {
        let mut defs: Vec<u32> = self.comps.iter().filter(|(_, comp)| comp.page == page.0).map(|(_, comp)| comp.def).collect();
        defs.sort_unstable();
        defs.dedup();
        let used = defs.into_iter().filter_map(|at| self.defs.get(at as usize)).filter(|def| !def.def.page);
        used.map(|def| (Rc::clone(&def.def.path), Some(Rc::clone(&def.scope)).filter(|scope| !scope.is_empty()))).collect()
    }

    /// The style of a page itself: the prefix of its classes, and whether the app's style is for it.
    pub fn page_style(&self, page: CompId) -> (Option<Rc<str>>, bool) {
        let Some(def) = self.comps.get(page.0).and_then(|comp| self.defs.get(comp.def as usize)) else { return (None, true) };
        let own = matches!(def.def.isolation, Isolation::PageIsolated | Isolation::PageApplyShared | Isolation::PageShared);
        (Some(Rc::clone(&def.scope)).filter(|scope| !scope.is_empty()), !own)
    }

    /// How many nodes the view must have counted after the last [`Tree::html`] and the patches since.
    pub fn view_nodes(&self, page: CompId) -> u32 {
        self.views.get(&page.0).map_or(0, |view| view.live)
    }

    /// Whether the page should be made again with [`Tree::html`]: nearly all numbers of its view are used up.
    pub fn is_view_worn(&self, page: CompId) -> bool {
        self.views.get(&page.0).is_some_and(view::PageView::is_worn)
    }

    /// What changed since [`Tree::html`] or the last patch. `None` when nothing did, or no HTML was made yet.
    pub fn take_patch(&mut self, page: CompId) -> Option<Patch> {
        self.make_patch(page)
    }

    /// What is on the page, for people: one line an element, indented.
    pub fn outline(&self, page: CompId) -> String {
        self.make_outline(page)
    }

    /// What went wrong since the last call.
    pub fn take_errors(&mut self) -> Vec<TreeError> {
        std::mem::take(&mut self.errors)
    }

    /// How much is held.
    pub fn counts(&self) -> Counts {
        let mut bytes = self.arena.bytes();
        let value = size_of::<Value>();
        for node in self.arena.iter() {
            bytes += match &node.payload {
                node::Payload::Vals(vals) | node::Payload::Host { vals, .. } => vals.len() * value,
                node::Payload::Text(text) => text.len() + 16,
                node::Payload::Template(_) => size_of::<node::TemplateUse>(),
                _ => 0,
            };
        }
        for (_, comp) in self.comps.iter() {
            bytes += size_of::<comp::Comp>() + 16 + comp.data.len() * value + comp.slots.capacity() * 4;
        }
        bytes += self.views.values().map(|view| view.nodes.capacity() * size_of::<view::Seen>()).sum::<usize>();
        Counts { nodes: self.arena.len(), components: self.comps.len(), bytes }
    }

    fn unit(&self, unit: u32) -> Option<Rc<Template>> {
        self.units.get(unit as usize).cloned()
    }

    /// The number of a template file.
    fn unit_of(&mut self, path: &str) -> Option<u32> {
        if let Some(known) = self.unit_paths.get(path) {
            return *known;
        }
        let unit = self.source.template(path).map(|template| {
            self.units.push(template);
            self.units.len() as u32 - 1
        });
        self.unit_paths.insert(Rc::from(path), unit);
        unit
    }

    /// The definition that a name means in a file: its own, then those of imported files.
    fn definition(&mut self, unit: u32, name: &str) -> Option<(u32, Rc<Template>, Span)> {
        let template = self.unit(unit)?;
        if let Some(definition) = template.definition(name) {
            let span = definition.content;
            return Some((unit, template, span));
        }
        for import in &template.imports {
            let Some(imported) = self.unit_of(&import.path) else { continue };
            let Some(inner) = self.unit(imported) else { continue };
            if let Some(definition) = inner.definition(name) {
                let span = definition.content;
                return Some((imported, inner, span));
            }
        }
        None
    }

    /// The fields of an included file as numbers of a component's definition.
    fn field_map(&mut self, comp: u32, unit: u32, template: &Template) -> Rc<[u32]> {
        let Some(def) = self.comps.get(comp).and_then(|comp| self.defs.get_mut(comp.def as usize)) else { return Rc::from([]) };
        if let Some(map) = def.maps.get(&unit) {
            return Rc::clone(map);
        }
        let map: Rc<[u32]> = template.fields.iter().map(|field| def.field_index.get(field).copied().unwrap_or(u32::MAX)).collect();
        def.maps.insert(unit, Rc::clone(&map));
        map
    }
}
