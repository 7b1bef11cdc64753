//! The evaluator's frames and its loop: what is to be done next, on a stack of its own. Nodes are made and changed in
//! `build` and `list`; JavaScript is never called from here, only asked for.

use std::rc::Rc;

use banchan_formats::template::{Bind, FieldSet, Span, Template, scope_bit};

use super::comp::Stage;
use super::node::{NIL, NodeId};
use super::step::{Answer, Life, Step, WxsModule};
use super::value::{Object, Value};
use super::vm::{Env, Height, Outcome, Request, constant};
use super::{CompId, Tree, TreeError};

/// Rounds that a component's content is evaluated because its own observers changed its data again.
const ROUNDS: u32 = 64;

/// Where expressions at hand find their data.
pub(super) struct Ctx {
    /// Whose template is evaluated.
    pub(super) comp: u32,
    pub(super) unit: u32,
    pub(super) template: Rc<Template>,
    pub(super) root: Root,
    /// Changed fields, numbered as in `template`.
    pub(super) dirty: FieldSet,
    /// Those of them that were set as a whole; none where that is not known.
    pub(super) whole: FieldSet,
    /// Changed scope variables.
    pub(super) scopes: u64,
    /// Where its scope variables begin.
    pub(super) base: usize,
    /// It is an included file.
    pub(super) included: bool,
}

/// What names without a scope mean.
#[derive(Clone)]
pub(super) enum Root {
    /// Fields of the component, and how the template's numbers map to them (`None`: they are the same).
    Comp(Option<Rc<[u32]>>),
    /// Fields of an object: within `<template name>`.
    Data(Rc<Object>),
    /// In an included file: variables that stand around it, and what all other names mean.
    Under(Rc<Object>, Rc<Root>),
}

/// A scope variable.
pub(super) struct ScopeVar {
    pub(super) value: Value,
    /// What it was when the nodes at hand were evaluated last, where that is known.
    pub(super) before: Option<Value>,
}

/// A list of template nodes at work.
pub(super) struct ListFrame {
    pub(super) span: Span,
    pub(super) parent: NodeId,
    /// The existing node that comes next; unused while building.
    pub(super) cur: NodeId,
    /// Nodes are made; else they are updated.
    pub(super) build: bool,
    /// How far the node at hand is.
    pub(super) stage: u32,
    pub(super) vals: Vec<Value>,
    pub(super) node: NodeId,
}

impl ListFrame {
    pub(super) fn build(span: Span, parent: NodeId) -> Self {
        Self { span, parent, cur: NIL, build: true, stage: 0, vals: Vec::new(), node: NIL }
    }

    pub(super) fn update(span: Span, parent: NodeId, first: NodeId) -> Self {
        Self { span, parent, cur: first, build: false, stage: 0, vals: Vec::new(), node: NIL }
    }
}

/// What is left to do.
pub(super) enum Frame {
    /// Say `Done` here.
    Marker,
    /// Ask for a page's instance, then evaluate its content.
    Start {
        comp: u32,
        asked: bool,
    },
    /// Evaluate a component's content.
    Comp {
        comp: u32,
        entered: bool,
        rounds: u32,
        heights: (usize, usize, Height),
    },
    List(ListFrame),
    For(super::list::ForFrame),
    /// Leave a template or an included file.
    EndCtx,
    /// Forget scope variables.
    EndScopes {
        height: usize,
        changed: u64,
    },
    /// Walk new components: attached on the way in, then `Ready` for those collected.
    Attach(super::life::AttachFrame),
    /// Tell components about their life.
    Lives {
        list: Vec<(u32, Life)>,
        at: usize,
    },
    /// Attach what a component got while it was not evaluated itself.
    Grown(u32),
    /// Let JavaScript forget components.
    Drop(Vec<CompId>),
}

/// What the next answer is about.
pub(super) enum Await {
    Nothing,
    Load(Rc<str>),
    Create(u32),
    Props(u32),
    /// An expression waits in the top frame.
    Value,
}

/// How a frame's work ended.
pub(super) enum Flow {
    /// Look at the top frame.
    Go,
    /// Ask JavaScript.
    Ask(Step, Await),
}

/// An expression that waits: which, and where it goes on.
pub(super) struct Waiting {
    pub(super) template: Rc<Template>,
    pub(super) code: u32,
    pub(super) pc: u32,
}

struct Scope<'a> {
    tree: &'a Tree,
    ctx: &'a Ctx,
}

impl Env for Scope<'_> {
    fn field(&self, field: u32) -> Value {
        let mut root = &self.ctx.root;
        if let Root::Under(variables, other) = root {
            let name = self.ctx.template.fields.get(field as usize);
            match name.and_then(|name| variables.get(name)) {
                Some(value) => return value.clone(),
                None => root = other,
            }
        }
        match root {
            Root::Under(..) => Value::Undefined,
            Root::Comp(map) => {
                let at = match map {
                    None => field,
                    Some(map) => map.get(field as usize).copied().unwrap_or(u32::MAX),
                };
                self.tree.comps.get(self.ctx.comp).and_then(|comp| comp.data.get(at as usize)).cloned().unwrap_or_default()
            }
            Root::Data(object) => {
                let name = self.ctx.template.fields.get(field as usize);
                name.and_then(|name| object.get(name)).cloned().unwrap_or_default()
            }
        }
    }

    fn scope(&self, scope: u32) -> Value {
        self.tree.scopes.get(self.ctx.base + scope as usize).map(|var| var.value.clone()).unwrap_or_default()
    }
}

impl Tree {
    /// Evaluates what is bound, or takes the value that an expression waited for.
    pub(super) fn bind(&mut self, template: &Rc<Template>, bind: &Bind) -> Result<Value, Flow> {
        let code_index = match bind {
            Bind::Static(value) => return Ok(constant(value)),
            Bind::Dynamic(code) => *code,
        };
        if let Some(value) = self.arrived.take() {
            return Ok(value);
        }
        let Some(code) = template.codes.get(code_index as usize) else { return Ok(Value::Undefined) };
        self.run(template, code_index, code.start)
    }

    fn run(&mut self, template: &Rc<Template>, code_index: u32, pc: u32) -> Result<Value, Flow> {
        let Some(code) = template.codes.get(code_index as usize) else { return Ok(Value::Undefined) };
        let mut vm = std::mem::take(&mut self.vm);
        let outcome = match self.ctxs.last() {
            Some(ctx) => vm.run(template, code, pc, &Scope { tree: self, ctx }),
            None => Outcome::Done(Value::Undefined),
        };
        self.vm = vm;
        match outcome {
            Outcome::Done(value) => Ok(value),
            Outcome::Wait { request, pc } => {
                self.waiting.push(Waiting { template: Rc::clone(template), code: code_index, pc });
                let step = match request {
                    Request::Call { func, args } => match func.as_wxs() {
                        Some(wxs) => Step::Wxs { module: wxs.module.clone(), path: Rc::clone(&wxs.path), args: Some(args) },
                        None => Step::Call { func, args },
                    },
                    Request::Wxs { script, path, args } => {
                        let path = template.paths.get(path as usize).cloned().unwrap_or_else(|| Rc::from([]));
                        Step::Wxs { module: self.module(template, script), path, args }
                    }
                };
                Err(Flow::Ask(step, Await::Value))
            }
        }
    }

    fn module(&mut self, template: &Rc<Template>, script: u32) -> WxsModule {
        use banchan_formats::template::ScriptSource;
        match template.scripts.get(script as usize) {
            None => WxsModule::File(Rc::from("")),
            Some(script) => match &script.source {
                ScriptSource::File(path) => WxsModule::File(Rc::clone(path)),
                ScriptSource::Inline { text, line } => WxsModule::Inline {
                    template: Rc::clone(&template.path),
                    name: Rc::clone(&script.name),
                    source: Rc::clone(text),
                    line: *line,
                },
            },
        }
    }

    /// See [`Tree::step`].
    pub(super) fn advance(&mut self, answer: Answer) -> Step {
        let mut asked = None;
        if self.starting {
            self.starting = false;
        } else if let Some(awaited) = self.awaits.pop() {
            asked = self.take_answer(awaited, answer);
        }
        let mut flow = asked.unwrap_or(Flow::Go);
        loop {
            match flow {
                Flow::Ask(step, awaited) => {
                    self.awaits.push(awaited);
                    return step;
                }
                Flow::Go => {}
            }
            if self.unwind {
                self.cut_dead();
            }
            flow = match self.frames.pop() {
                None => return Step::Done,
                Some(Frame::Marker) => return Step::Done,
                Some(Frame::List(frame)) => self.run_list(frame),
                Some(Frame::For(frame)) => self.run_for(frame),
                Some(Frame::Start { comp, asked }) => self.run_start(comp, asked),
                Some(Frame::Comp { comp, entered, rounds, heights }) => self.run_comp(comp, entered, rounds, heights),
                Some(Frame::EndCtx) => {
                    if let Some(ctx) = self.ctxs.pop() {
                        self.scopes.truncate(ctx.base);
                    }
                    Flow::Go
                }
                Some(Frame::EndScopes { height, changed }) => {
                    self.scopes.truncate(height);
                    if let Some(ctx) = self.ctxs.last_mut() {
                        ctx.scopes = changed;
                    }
                    Flow::Go
                }
                Some(Frame::Attach(frame)) => self.run_attach(frame),
                Some(Frame::Lives { list, at }) => self.run_lives(list, at),
                Some(Frame::Grown(comp)) => self.run_grown(comp),
                Some(Frame::Drop(comps)) => Flow::Ask(Step::Drop { comps }, Await::Nothing),
            };
        }
    }

    fn take_answer(&mut self, awaited: Await, answer: Answer) -> Option<Flow> {
        match awaited {
            Await::Nothing => {}
            Await::Load(path) => {
                if !self.by_path.contains_key(&path) {
                    let text = match answer {
                        Answer::Failed(text) => text,
                        _ => "its script defined no component".to_owned(),
                    };
                    self.report(&path, 0, 0, format!("the component {path} could not be loaded: {text}"));
                    self.failed.insert(path);
                }
            }
            Await::Create(id) => {
                if let Answer::Writes(changes) = answer {
                    self.write(id, changes);
                } else if let Answer::Failed(text) = answer {
                    let path = self.comps.get(id).map(|comp| Rc::clone(&self.defs[comp.def as usize].def.path)).unwrap_or_default();
                    self.report(&path, 0, 0, format!("the component {path} could not be made: {text}"));
                    if let Some(comp) = self.comps.get_mut(id) {
                        comp.stage = Stage::Failed;
                    }
                }
            }
            Await::Props(id) => {
                if let Answer::Writes(changes) = answer {
                    self.write(id, changes);
                }
            }
            Await::Value => {
                let waiting = self.waiting.pop()?;
                if self.unwind && self.top_is_dead() {
                    return None;
                }
                let value = match answer {
                    Answer::Value(value) => value,
                    Answer::Done | Answer::Writes(_) => Value::Undefined,
                    Answer::Failed(text) => {
                        let place = waiting.template.codes.get(waiting.code as usize).map(|code| code.place).unwrap_or_default();
                        let path = self.ctxs.last().and_then(|ctx| self.comp_path(ctx.comp)).unwrap_or_default();
                        self.report_in(&path, &waiting.template.path.clone(), place.line, place.column, text);
                        Value::Undefined
                    }
                };
                self.vm.push(value);
                match self.run(&waiting.template, waiting.code, waiting.pc) {
                    Ok(value) => self.arrived = Some(value),
                    Err(flow) => return Some(flow),
                }
            }
        }
        None
    }

    /// Notes an error; a page that makes one a frame does not fill the memory.
    pub(super) fn report(&mut self, component: &str, line: u32, column: u32, text: String) {
        if self.errors.len() < 1000 {
            self.errors.push(TreeError { component: Rc::from(component), line, column, text });
        }
    }

    fn report_in(&mut self, component: &str, file: &str, line: u32, column: u32, text: String) {
        self.report(component, line, column, format!("{file}:{line}:{column}: {text}"));
    }

    pub(super) fn comp_path(&self, comp: u32) -> Option<Rc<str>> {
        self.comps.get(comp).and_then(|comp| self.defs.get(comp.def as usize)).map(|def| Rc::clone(&def.def.path))
    }

    /// Pushes the evaluation of a component's content. Changes to its data wait from now on.
    pub(super) fn push_comp(&mut self, id: u32) {
        let Some(comp) = self.comps.get_mut(id) else { return };
        comp.busy = true;
        let heights = (self.ctxs.len(), self.scopes.len(), self.vm.height());
        self.active.push((id, self.frames.len()));
        self.frames.push(Frame::Comp { comp: id, entered: false, rounds: 0, heights });
    }

    fn run_start(&mut self, id: u32, asked: bool) -> Flow {
        let Some(comp) = self.comps.get(id) else { return Flow::Go };
        if asked {
            self.push_comp(id);
            return Flow::Go;
        }
        let step = Step::Create { comp: CompId(id), def: super::DefId(comp.def), owner: CompId(id), props: Vec::new(), models: Vec::new() };
        self.frames.push(Frame::Start { comp: id, asked: true });
        Flow::Ask(step, Await::Create(id))
    }

    fn run_comp(&mut self, id: u32, entered: bool, rounds: u32, heights: (usize, usize, Height)) -> Flow {
        if entered && let Some(ctx) = self.ctxs.pop() {
            self.scopes.truncate(ctx.base);
        }
        let Some(comp) = self.comps.get_mut(id) else {
            self.active.pop();
            return Flow::Go;
        };
        let fresh = comp.root == NIL;
        if comp.stage == Stage::Failed || (!fresh && comp.dirty.is_empty()) || rounds > ROUNDS {
            let endless = rounds > ROUNDS;
            comp.busy = false;
            comp.dirty.clear();
            comp.whole.clear();
            let attached = comp.attached;
            let grown = attached && std::mem::take(&mut comp.grown);
            self.active.pop();
            if endless {
                let path = self.comp_path(id).unwrap_or_default();
                self.report(
                    &path,
                    0,
                    0,
                    format!("{path} changes its own data every time that it is shown; given up after {ROUNDS} rounds"),
                );
            }
            if attached && grown {
                self.push_attach(id);
            }
            self.fill_slots(id);
            return Flow::Go;
        }
        let (dirty, whole) = (std::mem::take(&mut comp.dirty), std::mem::take(&mut comp.whole));
        let def = comp.def;
        comp.stage = Stage::Live;
        let (unit, template) = match self.defs.get(def as usize).map(|def| def.unit).and_then(|unit| Some((unit, self.unit(unit)?))) {
            Some(found) => found,
            None => (u32::MAX, Rc::default()),
        };
        let base = self.scopes.len();
        self.ctxs.push(Ctx {
            comp: id,
            unit,
            template: Rc::clone(&template),
            root: Root::Comp(None),
            dirty,
            whole,
            scopes: 0,
            base,
            included: false,
        });
        self.frames.push(Frame::Comp { comp: id, entered: true, rounds: rounds + 1, heights });
        if fresh {
            let root = self.make_root(id);
            self.frames.push(Frame::List(ListFrame::build(template.content, root)));
        } else {
            let (root, first) = self.comps.get(id).map(|comp| (comp.root, self.arena.get(comp.root).first)).unwrap_or_default();
            self.frames.push(Frame::List(ListFrame::update(template.content, root, first)));
        }
        Flow::Go
    }

    /// The bit of the scope variable that would be pushed next.
    pub(super) fn next_scope_bit(&self) -> u64 {
        let base = self.ctxs.last().map_or(0, |ctx| ctx.base);
        scope_bit((self.scopes.len() - base.min(self.scopes.len())) as u32)
    }

    fn top_is_dead(&self) -> bool {
        self.active.last().is_some_and(|(id, _)| self.comps.get(*id).is_none())
    }

    /// Gives up evaluations of components that are gone, as far as they are on top of the stack.
    fn cut_dead(&mut self) {
        while self.top_is_dead() {
            let Some((_, at)) = self.active.last().copied() else { break };
            // What stands above belongs to it, unless something asked for from JavaScript stands in between.
            let above = self.frames.get(at + 1..).unwrap_or_default();
            if above.iter().any(|frame| matches!(frame, Frame::Marker | Frame::Lives { .. } | Frame::Drop(_) | Frame::Attach(_))) {
                return;
            }
            if let Some(Frame::Comp { heights, .. }) = self.frames.get(at) {
                let (ctxs, scopes, vm) = *heights;
                self.ctxs.truncate(ctxs);
                self.scopes.truncate(scopes);
                self.vm.cut(vm);
            }
            self.frames.truncate(at);
            self.active.pop();
            self.arrived = None;
        }
        self.unwind = self.active.iter().any(|(id, _)| self.comps.get(*id).is_none());
    }
}
