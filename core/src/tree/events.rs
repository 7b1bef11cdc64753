//! Which handlers an event reaches, in which order.

use std::rc::Rc;

use super::{CompId, Value};

/// An event before it is sent on its way.
#[derive(Clone, Debug)]
pub struct EventInit {
    /// Its type, such as `tap`.
    pub name: Rc<str>,
    /// Whether elements above the target hear it.
    pub bubbles: bool,
    /// Whether it crosses the border of the component that it happened in.
    pub composed: bool,
    /// Whether `capture-bind` and `capture-catch` hear it.
    pub capture_phase: bool,
}

/// Events of the view that elements above the target hear as well; all others are the target's alone, as in WeChat.
const BUBBLING: [&str; 12] = [
    "touchstart",
    "touchmove",
    "touchend",
    "touchcancel",
    "touchforcechange",
    "tap",
    "longpress",
    "longtap",
    "transitionend",
    "animationstart",
    "animationiteration",
    "animationend",
];

impl EventInit {
    /// An event of the view: crosses borders, can be captured; touches, taps and the ends of transitions bubble.
    pub fn view(name: &str) -> Self {
        Self { name: Rc::from(name), bubbles: BUBBLING.contains(&name), composed: true, capture_phase: true }
    }
}

/// An element as handlers see it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its `id` attribute, or empty.
    pub id: Rc<str>,
    /// Its `data-` values, an object.
    pub dataset: Value,
    /// Its number in the view, 0 when it has none.
    pub view: u32,
    /// The component that it is the host of.
    pub comp: Option<CompId>,
}

/// One handler to call.
#[derive(Clone, Debug)]
pub struct HandlerCall {
    /// The component or page whose method it is.
    pub comp: CompId,
    /// Name of the method.
    pub handler: Rc<str>,
    /// Where the event happened, as this component may see it.
    pub target: Target,
    /// The element that the handler is bound to.
    pub current: Target,
    /// `mark:` values from the target up to the root, an object.
    pub mark: Value,
}
