//! What a component is made from, as the tree sees it: its definition, its files, and who finds them.

use std::collections::HashMap;
use std::rc::Rc;

use banchan_formats::template::Template;

use super::Value;

/// A component definition's number, in the order of [`super::Tree::define`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DefId(pub u32);

/// A component instance (a page is one too). Numbers are never used twice in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CompId(pub u32);

/// Finds compiled templates and component files. `core::program` implements it; tests have fakes.
pub trait TemplateSource {
    /// The template of a root-relative path without extension, such as `components/card/card`.
    fn template(&self, path: &str) -> Option<Rc<Template>>;
    /// What `card.json` says about the component (or page) at this path.
    fn component(&self, path: &str) -> Option<Rc<ComponentFile>>;
    /// Whether the program's styles select by the attribute `data-<name>`. Only then the view gets to see it.
    fn styled_data(&self, _name: &str) -> bool {
        false
    }
}

/// The JSON side of a component or page.
#[derive(Clone, Debug, Default)]
pub struct ComponentFile {
    /// Tag to root-relative component path, the app's own `usingComponents` already merged in.
    pub using: HashMap<Rc<str>, Rc<str>>,
    /// Names of generic tags (`componentGenerics`) to the default component's path, if any.
    pub generics: HashMap<Rc<str>, Option<Rc<str>>>,
    /// Tag shown while the real component is not there (`componentPlaceholder`).
    pub placeholder: HashMap<Rc<str>, Rc<str>>,
}

/// Which classes of other styles reach into a component.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Isolation {
    /// Only its own style.
    #[default]
    Isolated,
    /// The page's and the app's styles reach in (`apply-shared`, also `addGlobalClass`).
    ApplyShared,
    /// Styles go both ways.
    Shared,
    /// Of a page: no style of the app, and classes go neither way.
    PageIsolated,
    /// Of a page: no style of the app, and its own does not reach components; theirs reach it.
    PageApplyShared,
    /// Of a page: no style of the app.
    PageShared,
}

impl Isolation {
    /// Reads `styleIsolation`. The `page-` words are for pages; of a component they say what they say without it.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "isolated" => Some(Self::Isolated),
            "apply-shared" => Some(Self::ApplyShared),
            "shared" => Some(Self::Shared),
            "page-isolated" => Some(Self::PageIsolated),
            "page-apply-shared" => Some(Self::PageApplyShared),
            "page-shared" => Some(Self::PageShared),
            _ => None,
        }
    }

    /// Whether the classes of a page or component get a prefix, and whether they count without one, too.
    pub(super) fn classes(self, page: bool) -> (bool, bool) {
        match (page, self) {
            (true, Self::PageIsolated) => (true, false),
            (true, Self::PageApplyShared) => (true, true),
            (true, _) | (false, Self::Shared | Self::PageShared) => (false, true),
            (false, Self::ApplyShared | Self::PageApplyShared) => (true, true),
            (false, Self::Isolated | Self::PageIsolated) => (true, false),
        }
    }
}

/// Which life steps the JavaScript side wants to hear of; the others are not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifeSet {
    /// Send `Attached`.
    pub attached: bool,
    /// Send `Ready`.
    pub ready: bool,
    /// Send `Moved`.
    pub moved: bool,
    /// Send `Detached`.
    pub detached: bool,
}

impl Default for LifeSet {
    fn default() -> Self {
        Self { attached: true, ready: true, moved: true, detached: true }
    }
}

/// A component as `Component()` or `Page()` defined it.
#[derive(Clone, Debug, Default)]
pub struct ComponentDef {
    /// Root-relative path without extension; finds the template and the component file.
    pub path: Rc<str>,
    /// Initial values of the fields that the template reads ([`super::Tree::fields_read`]); others are ignored.
    pub data: Vec<(Rc<str>, Value)>,
    /// Names of properties in camel case; [`super::Step::Create`] and [`super::Step::Props`] name them by their index here.
    pub properties: Vec<Rc<str>>,
    /// `externalClasses`.
    pub external_classes: Vec<Rc<str>>,
    /// `options.multipleSlots`.
    pub multiple_slots: bool,
    /// `options.dynamicSlots`: each slot, also of a list's items, gets content of its own, which sees the slot's values.
    pub dynamic_slots: bool,
    /// `options.virtualHost`: no element of its own.
    pub virtual_host: bool,
    /// `options.styleIsolation`; `addGlobalClass` is `ApplyShared`.
    pub isolation: Isolation,
    /// True for pages: their classes carry no scope.
    pub page: bool,
    /// Which life steps to send.
    pub life: LifeSet,
}
