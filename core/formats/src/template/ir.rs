//! The compiled form of a template: flat arenas, so that evaluating it needs no recursion. It holds no logic.

use std::rc::Rc;

use super::deps::Deps;

/// Index into [`Template::nodes`].
pub type NodeIdx = u32;
/// Index into [`Template::codes`].
pub type CodeIdx = u32;
/// Index into [`Template::strings`].
pub type StrIdx = u32;

/// One compiled template file.
#[derive(Debug, Default)]
pub struct Template {
    /// Path within the bundle, with extension.
    pub path: Rc<str>,
    /// All nodes of the file.
    pub nodes: Vec<Node>,
    /// Pool that [`Span`]s point into.
    pub children: Vec<NodeIdx>,
    /// What the file itself shows.
    pub content: Span,
    /// `<template name>` definitions, in order.
    pub definitions: Vec<Definition>,
    /// `<import>`ed files, in order.
    pub imports: Vec<Link>,
    /// `<include>`d files, in order (also reachable through their nodes).
    pub includes: Vec<Link>,
    /// WXS modules; [`Op::Wxs`] names them by index.
    pub scripts: Vec<Script>,
    /// Whether an event or a `change:` in it may be bound to something of a WXS module: the view has to know more then.
    pub handlers: bool,
    /// Names of root data fields that are read, included files not counted; [`Op::Field`] names them by index.
    pub fields: Vec<Rc<str>>,
    /// Texts and names that operations use.
    pub strings: Vec<Rc<str>>,
    /// Names after a module's name, from its exports to the thing; [`Op::Wxs`] names them by index.
    pub paths: Vec<Rc<[Rc<str>]>>,
    /// Expressions.
    pub codes: Vec<Code>,
    /// Operations of all expressions.
    pub ops: Vec<Op>,
}

impl Template {
    /// The nodes of a list.
    pub fn list(&self, span: Span) -> &[NodeIdx] {
        self.children.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// A definition of this file.
    pub fn definition(&self, name: &str) -> Option<&Definition> {
        self.definitions.iter().find(|definition| &*definition.name == name)
    }
}

/// A part of [`Template::children`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First.
    pub start: u32,
    /// One after the last.
    pub end: u32,
}

/// A place in the source, both from 1; the column counts UTF-16 units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// A `<template name>`.
#[derive(Debug)]
pub struct Definition {
    /// Its name.
    pub name: Rc<str>,
    /// Its content; its root is the object that `data` gives.
    pub content: Span,
}

/// A file that is imported or included.
#[derive(Debug)]
pub struct Link {
    /// Root-relative path without extension.
    pub path: Rc<str>,
    /// Where it is written.
    pub place: Place,
}

/// A WXS module.
#[derive(Debug)]
pub struct Script {
    /// The `module` attribute.
    pub name: Rc<str>,
    /// Where its text is.
    pub source: ScriptSource,
}

/// Where the text of a WXS module is.
#[derive(Debug)]
pub enum ScriptSource {
    /// Root-relative path, with `.wxs`.
    File(Rc<str>),
    /// In the template.
    Inline {
        /// The text.
        text: Rc<str>,
        /// Line of the template, from 1, where it begins.
        line: u32,
    },
}

/// One node.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// What it and everything in it reads.
    pub deps: Deps,
    /// Where it begins.
    pub place: Place,
}

/// What a node is.
#[derive(Debug)]
pub enum NodeKind {
    /// Text.
    Text(Bind),
    /// An element or a component.
    Element(Box<Element>),
    /// `wx:if` with its `wx:elif` and `wx:else` branches; a branch without a condition is the last one.
    If {
        /// Conditions and contents, in order.
        branches: Vec<(Option<Bind>, Span)>,
    },
    /// `wx:for`; its content has two more scope variables, item and index.
    For {
        /// The list.
        list: Bind,
        /// What tells items apart.
        key: Key,
        /// Content of each item.
        children: Span,
        /// What the content reads, its item and index included.
        inner: Deps,
        /// The place of the list in data, if it is a plain path: where `model:` of an item writes to.
        model: Option<Box<[ModelSeg]>>,
    },
    /// A `block` with a slot of its own.
    Block {
        /// Slot that its content goes to.
        slot: Option<Bind>,
        /// Content.
        children: Span,
    },
    /// `let:` and `slot:` names: one more scope variable each, for the content.
    Let {
        /// Values; [`Bind::Static`] `undefined` for slot values.
        values: Vec<Bind>,
        /// Names that the slot gives the first of the values by.
        slots: Vec<Rc<str>>,
        /// Content.
        children: Span,
    },
    /// `<template is>`.
    TemplateRef {
        /// Name of the definition.
        is: Bind,
        /// The object that becomes its root.
        data: Option<Bind>,
    },
    /// `<include>`.
    Include {
        /// Root-relative path without extension.
        path: Rc<str>,
        /// Scope variables that the file sees, as if it stood here: name and number.
        scopes: Rc<[(Rc<str>, u32)]>,
    },
    /// `<slot>`.
    Slot {
        /// Its name; empty for the default one.
        name: Bind,
        /// Slot that it fills itself, when it stands in a component's content.
        slot: Option<Bind>,
        /// Values handed to the content of dynamic slots.
        values: Vec<(Rc<str>, Bind)>,
    },
}

/// What tells the items of a list apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Their place.
    None,
    /// `*this`: the item itself.
    This,
    /// A field of the item.
    Field(Rc<str>),
}

/// An element or component as it is written.
#[derive(Debug, Default)]
pub struct Element {
    /// Its tag.
    pub tag: Rc<str>,
    /// Everything written on it, in order.
    pub bindings: Vec<Binding>,
    /// Indices into `bindings` of those that are not static; a node keeps one value for each.
    pub dynamic: Vec<u16>,
    /// `generic:` names and tags.
    pub generics: Vec<(Rc<str>, Rc<str>)>,
    /// Content.
    pub children: Span,
}

/// One thing written on an element.
#[derive(Debug)]
pub struct Binding {
    /// What it is.
    pub kind: BindKind,
    /// Name: of the attribute, event, `data-` field (camel case), mark, class or style property; empty where there is none.
    pub name: Rc<str>,
    /// Its value.
    pub value: Bind,
    /// Which of the node's kept values it is, for dynamic ones.
    pub slot: u16,
    /// For `model:`: the place in data that it writes to, if it is a plain path.
    pub model: Option<Box<[ModelSeg]>>,
}

/// What a binding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindKind {
    /// Attribute or property.
    Attr,
    /// `model:` attribute or property.
    Model,
    /// `class`.
    Class,
    /// `class:name`.
    ClassToggle,
    /// `style`.
    Style,
    /// `style:name`.
    StyleProp,
    /// `id`.
    Id,
    /// `slot`.
    Slot,
    /// `data-`.
    Data,
    /// `mark:`.
    Mark,
    /// `change:`; the value is a WXS function, called in the view.
    Change,
    /// An event.
    Event(EventFlags),
}

/// How an event is listened to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventFlags {
    /// `catch`: it goes no further.
    pub catch: bool,
    /// `mut-bind`: only the first of these on the way is called.
    pub exclusive: bool,
    /// `capture-`: on the way down.
    pub capture: bool,
}

/// One step of the place that `model:` writes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelSeg {
    /// A field of the root or of what came before.
    Field(Rc<str>),
    /// A scope variable's current place; only first (`item` of the n-th variable).
    Scope(u32),
    /// An index.
    Index(u32),
}

/// A value: known now, or an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Bind {
    /// Known now.
    Static(Const),
    /// An expression.
    Dynamic(CodeIdx),
}

/// A value known at compile time.
#[derive(Clone, Debug, PartialEq)]
pub enum Const {
    /// `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// A truth value; an attribute without a value is `true`.
    Bool(bool),
    /// A number.
    Num(f64),
    /// A text.
    Str(Rc<str>),
}

/// One expression.
#[derive(Debug)]
pub struct Code {
    /// First operation in [`Template::ops`].
    pub start: u32,
    /// One after the last.
    pub end: u32,
    /// What it reads.
    pub deps: Deps,
    /// Scope variables and the fields of them that it reads, when it reads nothing else of them: one that has changed but
    /// not in these need not be evaluated again. `None` when it reads a variable as a whole.
    pub members: Option<Box<[(u32, StrIdx)]>>,
    /// Where it begins.
    pub place: Place,
}

/// One operation of the stack machine. Jumps are absolute indices into [`Template::ops`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    /// Pushes `undefined`.
    Undefined,
    /// Pushes `null`.
    Null,
    /// Pushes a truth value.
    Bool(bool),
    /// Pushes a number.
    Num(f64),
    /// Pushes a string.
    Str(StrIdx),
    /// Pushes a root field.
    Field(u32),
    /// Pushes a scope variable (WXS modules not counted).
    Scope(u32),
    /// Replaces the top by its field; `undefined` for what has none.
    Member(StrIdx),
    /// Pops a name, replaces the top by that field.
    Index,
    /// Top to text, `undefined` and `null` to the empty one: what stands between texts.
    Text,
    /// Unary operators.
    Unary(Unary),
    /// Pops the right side, replaces the left one.
    Binary(Binary),
    /// Jumps, keeping the top, when it is falsy; else drops it.
    And(u32),
    /// Jumps, keeping the top, when it is truthy; else drops it.
    Or(u32),
    /// Jumps, keeping the top, when it is neither `undefined` nor `null`; else drops it.
    Coalesce(u32),
    /// Pops; jumps when falsy.
    Unless(u32),
    /// Jumps.
    Jump(u32),
    /// Begins an object.
    ObjBegin,
    /// Pops a value into a field of the object begun last.
    ObjField(StrIdx),
    /// Pops a value and copies its fields.
    ObjSpread,
    /// Pushes the object begun last.
    ObjEnd,
    /// Begins an array.
    ArrBegin,
    /// Pops an item.
    ArrItem,
    /// Pops a value and appends its items.
    ArrSpread,
    /// Pushes the array begun last.
    ArrEnd,
    /// Reads (`args` is `None`), or pops that many arguments and calls, something of a module. The machine waits here.
    Wxs {
        /// Index into [`Template::scripts`].
        script: u32,
        /// Index into [`Template::paths`].
        path: u32,
        /// Number of arguments.
        args: Option<u16>,
    },
    /// Pops that many arguments and what they are given to; calls it. The machine waits here.
    Call(u16),
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// `!`
    Not,
    /// `~`
    BitNot,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `typeof`
    TypeOf,
    /// `void`
    Void,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Rem,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `<<`
    Shl,
    /// `>>`
    Shr,
    /// `>>>`
    UShr,
    /// `<`
    Lt,
    /// `>`
    Gt,
    /// `<=`
    Le,
    /// `>=`
    Ge,
    /// `instanceof`: nothing here is an instance of anything.
    InstanceOf,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `===`
    Same,
    /// `!==`
    NotSame,
    /// `&`
    BitAnd,
    /// `^`
    BitXor,
    /// `|`
    BitOr,
}
