//! The tree with a stand-in for JavaScript: templates from memory, components made of closures, everything recorded.

mod components;
mod events;
mod hostile;
mod language;
mod lists;
mod view;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use banchan_formats::template::{Template, compile};

use super::*;

/// Program files by path without extension.
#[derive(Default)]
struct Files {
    templates: RefCell<HashMap<String, Rc<Template>>>,
    components: RefCell<HashMap<String, Rc<ComponentFile>>>,
}

impl TemplateSource for Files {
    fn template(&self, path: &str) -> Option<Rc<Template>> {
        self.templates.borrow().get(path).cloned()
    }

    fn component(&self, path: &str) -> Option<Rc<ComponentFile>> {
        self.components.borrow().get(path).cloned()
    }
}

type Hook = Rc<dyn Fn(&mut World, CompId)>;

/// A tree and what stands in for JavaScript.
struct World {
    tree: Tree,
    files: Rc<Files>,
    defs: HashMap<String, ComponentDef>,
    /// What happened, one word or two each.
    log: Vec<String>,
    hooks: HashMap<String, Hook>,
    /// How often WXS was asked.
    wxs: usize,
}

impl World {
    fn new(page: &str) -> Self {
        Self::with_limits(page, TreeLimits::default())
    }

    fn with_limits(page: &str, limits: TreeLimits) -> Self {
        let files = Rc::new(Files::default());
        let tree = Tree::new(Rc::clone(&files) as Rc<dyn TemplateSource>, limits);
        let mut world = Self { tree, files, defs: HashMap::new(), log: Vec::new(), hooks: HashMap::new(), wxs: 0 };
        world.file("page", page);
        world
    }

    fn file(&mut self, path: &str, source: &str) {
        let (template, found) = compile(&format!("{path}.wxml"), source);
        assert_eq!(found, [], "{source}");
        self.files.templates.borrow_mut().insert(path.to_owned(), Rc::new(template));
    }

    /// A component whose tag is its path, known to all that were there before it and to itself.
    fn component(&mut self, path: &str, source: &str, set: impl FnOnce(&mut ComponentDef)) {
        self.file(path, source);
        let mut def = ComponentDef { path: Rc::from(path), ..ComponentDef::default() };
        set(&mut def);
        self.defs.insert(path.to_owned(), def);
        let using: HashMap<Rc<str>, Rc<str>> = self.defs.keys().map(|path| (Rc::from(&**path), Rc::from(&**path))).collect();
        let file = Rc::new(ComponentFile { using, ..ComponentFile::default() });
        let mut components = self.files.components.borrow_mut();
        components.insert("page".to_owned(), Rc::clone(&file));
        self.defs.keys().for_each(|path| drop(components.insert(path.clone(), Rc::clone(&file))));
    }

    /// Runs at `create path`, `props path`, `attached path`...
    fn on(&mut self, what: &str, hook: impl Fn(&mut World, CompId) + 'static) {
        self.hooks.insert(what.to_owned(), Rc::new(hook));
    }

    fn open(&mut self, data: &[(&str, Value)]) -> CompId {
        let data = data.iter().map(|(name, value)| (Rc::from(*name), value.clone())).collect();
        let def = self.tree.define(ComponentDef { path: Rc::from("page"), data, page: true, ..ComponentDef::default() });
        let page = self.tree.create_page(def);
        self.run();
        page
    }

    fn set(&mut self, comp: CompId, changes: &[(&str, Value)]) {
        let changes = changes.iter().map(|(path, value)| (parse_path(path), value.clone())).collect();
        self.tree.set_data(comp, changes);
        self.run();
    }

    fn tell(&mut self, word: &str, comp: CompId) {
        let path = self.tree.path_of(comp).unwrap_or_default();
        self.log.push(format!("{word} {path}"));
        if let Some(hook) = self.hooks.get(&format!("{word} {path}")).cloned() {
            hook(self, comp);
        }
    }

    fn run(&mut self) {
        let mut answer = Answer::Done;
        for _ in 0..5_000_000 {
            answer = match self.tree.step(answer) {
                Step::Done => return,
                Step::Load { path } => match self.defs.get(&*path).cloned() {
                    Some(def) => {
                        self.tree.define(def);
                        Answer::Done
                    }
                    None => Answer::Failed("no such file".into()),
                },
                Step::Create { comp, .. } => {
                    self.tell("create", comp);
                    Answer::Done
                }
                Step::Props { comp, props } => {
                    for (prop, value) in &props {
                        let path = self.tree.path_of(comp).unwrap();
                        self.log.push(format!("prop {}={}", self.defs[&*path].properties[*prop as usize], ops::text(value)));
                    }
                    self.tell("props", comp);
                    Answer::Done
                }
                Step::Life { comp, life } => {
                    match life {
                        // It is no longer in the tree, so it has no path either.
                        Life::Detached => self.log.push(format!("detached {}", comp.0)),
                        life => self.tell(&format!("{life:?}").to_lowercase(), comp),
                    }
                    Answer::Done
                }
                Step::Drop { comps } => {
                    self.log.push(format!("drop {}", comps.len()));
                    Answer::Done
                }
                Step::Wxs { module, path, args: None } if path.first().is_some_and(|name| name.starts_with("on")) => {
                    Answer::Value(Value::Opaque(Opaque::wxs(WxsFunction { module, path })))
                }
                Step::Wxs { path, args, .. } => {
                    self.wxs += 1;
                    self.wxs(&path, args)
                }
                Step::Call { args, .. } => Answer::Value(Value::str(&format!("called:{}", args.len()))),
            };
        }
        panic!("it never ends");
    }

    fn wxs(&self, path: &[Rc<str>], args: Option<Vec<Value>>) -> Answer {
        let args = args.unwrap_or_default();
        match path.first().map(|name| &**name) {
            Some("add") => Answer::Value(Value::Num(args.iter().map(ops::number).sum())),
            Some("upper") => Answer::Value(Value::str(&ops::text(args.first().unwrap_or(&Value::Undefined)).to_uppercase())),
            Some("fail") => Answer::Failed("it is broken".into()),
            Some("yes") => Answer::Value(Value::Bool(true)),
            _ => Answer::Value(Value::str(&format!("m.{}", path.join(".")))),
        }
    }

    fn html(&mut self, page: CompId) -> String {
        self.tree.html(page).into_string()
    }

    fn patch(&mut self, page: CompId) -> String {
        self.tree.take_patch(page).map(|patch| patch.to_json()).unwrap_or_default()
    }

    fn take_log(&mut self) -> Vec<String> {
        std::mem::take(&mut self.log)
    }
}

fn parse_path(path: &str) -> Path {
    let parts = path.replace(']', "").replace('[', ".");
    parts.split('.').map(|part| part.parse().map_or_else(|_| Seg::Key(Rc::from(part)), Seg::Index)).collect()
}

/// First screen of a template with data, without components.
fn shows(source: &str, data: &[(&str, Value)]) -> String {
    let mut world = World::new(source);
    let page = world.open(data);
    world.html(page)
}

fn num(number: f64) -> Value {
    Value::Num(number)
}

fn text(text: &str) -> Value {
    Value::str(text)
}

fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::arr(items.into_iter().collect())
}

fn items(ids: impl IntoIterator<Item = u32>) -> Value {
    list(ids.into_iter().map(|id| Value::obj([("id", num(id.into())), ("name", text(&format!("n{id}")))])))
}
