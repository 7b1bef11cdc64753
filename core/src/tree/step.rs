//! The conversation between the tree and whoever runs JavaScript: one step, one answer. Nothing here does work.

use std::rc::Rc;

use super::{CompId, DefId, Path, Value};

/// What the tree needs done before it can go on. Every step is answered by the next [`super::Tree::step`].
#[derive(Clone, Debug)]
pub enum Step {
    /// The script of the component at `path` must be run so that it is defined ([`super::Tree::define`]).
    /// Answer [`Answer::Done`], or [`Answer::Failed`]: then a placeholder stands in and the page lives on.
    Load {
        /// Root-relative path without extension.
        path: Rc<str>,
    },
    /// Make an instance: data from defaults, `created`, then these properties with their observers.
    /// Calls to `set_data` of this component only write until the answer; its content is evaluated after it.
    /// Answer [`Answer::Done`], [`Answer::Writes`], or [`Answer::Failed`].
    Create {
        /// The new instance.
        comp: CompId,
        /// Its definition.
        def: DefId,
        /// Whose template contains it; itself for a page.
        owner: CompId,
        /// Index into [`super::ComponentDef::properties`] and the given value.
        props: Vec<(u32, Value)>,
        /// Those of them that `model:` ties to the owner's data: what the instance writes to them goes to
        /// [`super::Tree::model_of`] too.
        models: Vec<u32>,
    },
    /// Properties of an existing instance changed. The tree has already written these values to the component's data;
    /// where coercion gives another value, call `set_data` before answering, or answer with [`Answer::Writes`]; else [`Answer::Done`].
    Props {
        /// The instance.
        comp: CompId,
        /// Index into [`super::ComponentDef::properties`] and the new value.
        props: Vec<(u32, Value)>,
    },
    /// Read or call something of a WXS module. Answer [`Answer::Value`], or [`Answer::Failed`].
    Wxs {
        /// Which module.
        module: WxsModule,
        /// Names from the module's exports to the thing; empty means the exports themselves.
        path: Rc<[Rc<str>]>,
        /// Arguments of a call; `None` when it is only read.
        args: Option<Vec<Value>>,
    },
    /// Call a function that came in as data. Answer [`Answer::Value`], or [`Answer::Failed`].
    Call {
        /// The function, always [`Value::Opaque`].
        func: Value,
        /// Arguments.
        args: Vec<Value>,
    },
    /// Tell an instance where it is in its life. Answer [`Answer::Done`].
    Life {
        /// The instance.
        comp: CompId,
        /// What happened.
        life: Life,
    },
    /// These instances are gone (after their `Detached`, if they were attached): forget them. Answer [`Answer::Done`].
    Drop {
        /// The instances.
        comps: Vec<CompId>,
    },
    /// Everything since the last `create_page`, `set_data` or `destroy_page` is done.
    Done,
}

/// What came of a [`Step`].
#[derive(Clone, Debug)]
pub enum Answer {
    /// Done; also what the first call after `create_page`, `set_data` or `destroy_page` passes.
    Done,
    /// A value.
    Value(Value),
    /// Done, and the instance that the step was about has changed its data, as by [`super::Tree::set_data`].
    Writes(Vec<(Path, Value)>),
    /// It failed, in words for the person who wrote the mini-program.
    Failed(String),
}

/// A WXS module as a template names it.
#[derive(Clone, Debug)]
pub enum WxsModule {
    /// A file: root-relative path with `.wxs`.
    File(Rc<str>),
    /// Text in the template: unique by `template` and `name`.
    Inline {
        /// Path of the template, with extension.
        template: Rc<str>,
        /// The `module` attribute.
        name: Rc<str>,
        /// The text.
        source: Rc<str>,
        /// Line in the template, from 1, where the text begins.
        line: u32,
    },
}

impl WxsModule {
    /// Whether both name the same module.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(a), Self::File(b)) => a == b,
            (Self::Inline { template: a, name: a_name, .. }, Self::Inline { template: b, name: b_name, .. }) => a == b && a_name == b_name,
            _ => false,
        }
    }

    /// A name that no other module of the program has.
    pub fn key(&self) -> String {
        match self {
            Self::File(path) => path.to_string(),
            Self::Inline { template, name, .. } => format!("{template}#{name}"),
        }
    }
}

/// Stations in the life of an instance that is told about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Its page's tree contains it now; parents hear this before their children.
    Attached,
    /// Its first content is there; children hear this before their parents.
    Ready,
    /// It went to another place in the same tree.
    Moved,
    /// It left the tree.
    Detached,
}
