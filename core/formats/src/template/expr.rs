//! One expression of the syntax tree to operations of the stack machine. It must not evaluate.

use std::collections::HashMap;
use std::rc::Rc;

use glass_easel_template_compiler::parse::TemplateStructure;
use glass_easel_template_compiler::parse::expr::{ArrayFieldKind, Expression as E, ObjectFieldKind};

use super::deps::{Deps, scope_bit};
use super::ir::{Binary, Bind, Code, CodeIdx, Const, ModelSeg, Op, Place, Unary};
use super::parse::place;

/// Levels of an expression, one inside the other.
const DEPTH: u32 = 200;

/// The pools of a template while it is made.
#[derive(Default)]
pub(super) struct Pools {
    pub(super) fields: Names,
    pub(super) strings: Names,
    pub(super) paths: Vec<Rc<[Rc<str>]>>,
    pub(super) codes: Vec<Code>,
    pub(super) ops: Vec<Op>,
    /// How many scope numbers of the parser are WXS modules; they come first.
    pub(super) scripts: u32,
    /// Expressions that were left out because they nest too deep.
    pub(super) too_deep: Vec<Place>,
}

/// Texts with their index, each once.
#[derive(Default)]
pub(super) struct Names {
    pub(super) list: Vec<Rc<str>>,
    known: HashMap<Rc<str>, u32>,
}

impl Names {
    pub(super) fn index(&mut self, name: &str) -> u32 {
        if let Some(index) = self.known.get(name) {
            return *index;
        }
        let index = self.list.len() as u32;
        let name: Rc<str> = Rc::from(name);
        self.list.push(Rc::clone(&name));
        self.known.insert(name, index);
        index
    }

    pub(super) fn text(&mut self, name: &str) -> Rc<str> {
        let index = self.index(name) as usize;
        self.list.get(index).cloned().unwrap_or_default()
    }
}

/// See [`Code::members`]: what follows a variable at once tells which part of it is read.
fn members(ops: &[Op]) -> Option<Box<[(u32, u32)]>> {
    let mut found = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let Op::Scope(scope) = op else { continue };
        let Some(Op::Member(name)) = ops.get(at + 1) else { return None };
        found.push((*scope, *name));
    }
    Some(found.into_boxed_slice())
}

/// The expression nests deeper than [`DEPTH`].
struct TooDeep;

impl Pools {
    /// Compiles an expression; a literal becomes a constant.
    pub(super) fn bind(&mut self, expression: &E) -> Bind {
        if let Some(known) = self.constant(expression) {
            return Bind::Static(known);
        }
        let start = self.ops.len();
        let mut deps = Deps::default();
        let place = place(left_end(expression));
        if self.compile(expression, &mut deps, DEPTH).is_err() {
            self.ops.truncate(start);
            self.too_deep.push(place);
            return Bind::Static(Const::Undefined);
        }
        Bind::Dynamic(self.code(start, deps, place))
    }

    /// Makes an expression of the operations from `start` on.
    pub(super) fn code(&mut self, start: usize, deps: Deps, place: Place) -> CodeIdx {
        let members = if deps.scopes == 0 { None } else { members(self.ops.get(start..).unwrap_or_default()) };
        self.codes.push(Code { start: start as u32, end: self.ops.len() as u32, deps, members, place });
        self.codes.len() as u32 - 1
    }

    /// Puts an expression's value on the stack, as part of a larger expression.
    pub(super) fn inline(&mut self, expression: &E, deps: &mut Deps) {
        let start = self.ops.len();
        if self.compile(expression, deps, DEPTH).is_err() {
            self.ops.truncate(start);
            self.too_deep.push(place(left_end(expression)));
            self.push(Op::Undefined);
        }
    }

    /// What an expression reads.
    pub(super) fn deps(&self, bind: &Bind) -> Option<&Deps> {
        match bind {
            Bind::Static(_) => None,
            Bind::Dynamic(code) => self.codes.get(*code as usize).map(|code| &code.deps),
        }
    }

    /// Whether an expression reads something of a WXS module without calling it: a function, perhaps.
    pub(super) fn reads_wxs(&self, code: CodeIdx) -> bool {
        let ops = self.codes.get(code as usize).and_then(|code| self.ops.get(code.start as usize..code.end as usize));
        ops.is_some_and(|ops| ops.iter().any(|op| matches!(op, Op::Wxs { args: None, .. })))
    }

    fn constant(&mut self, expression: &E) -> Option<Const> {
        Some(match expression {
            E::LitUndefined { .. } => Const::Undefined,
            E::LitNull { .. } => Const::Null,
            E::LitBool { value, .. } => Const::Bool(*value),
            E::LitInt { value, .. } => Const::Num(*value as f64),
            E::LitFloat { value, .. } => Const::Num(*value),
            E::LitStr { value, .. } => Const::Str(self.strings.text(value)),
            E::Negative { value, .. } => match &**value {
                E::LitInt { value, .. } => Const::Num(-(*value as f64)),
                E::LitFloat { value, .. } => Const::Num(-*value),
                _ => return None,
            },
            _ => return None,
        })
    }

    fn push(&mut self, op: Op) {
        self.ops.push(op);
    }

    /// Puts a jump whose target is set by [`Self::land`].
    fn jump(&mut self, op: fn(u32) -> Op) -> (usize, fn(u32) -> Op) {
        self.ops.push(op(0));
        (self.ops.len() - 1, op)
    }

    fn land(&mut self, (at, op): (usize, fn(u32) -> Op)) {
        let target = self.ops.len() as u32;
        if let Some(place) = self.ops.get_mut(at) {
            *place = op(target);
        }
    }

    fn compile(&mut self, expression: &E, deps: &mut Deps, depth: u32) -> Result<(), TooDeep> {
        let depth = depth.checked_sub(1).ok_or(TooDeep)?;
        if let Some((script, path)) = self.module(expression) {
            self.push(Op::Wxs { script, path, args: None });
            return Ok(());
        }
        match expression {
            E::LitUndefined { .. } => self.push(Op::Undefined),
            E::LitNull { .. } => self.push(Op::Null),
            E::LitBool { value, .. } => self.push(Op::Bool(*value)),
            E::LitInt { value, .. } => self.push(Op::Num(*value as f64)),
            E::LitFloat { value, .. } => self.push(Op::Num(*value)),
            E::LitStr { value, .. } => {
                let text = self.strings.index(value);
                self.push(Op::Str(text));
            }
            E::ScopeRef { index, .. } => {
                let scope = (*index as u32).saturating_sub(self.scripts);
                deps.scopes |= scope_bit(scope);
                self.push(Op::Scope(scope));
            }
            E::DataField { name, .. } => {
                let field = self.fields.index(name);
                deps.fields.insert(field);
                self.push(Op::Field(field));
            }
            E::ToStringWithoutUndefined { value, .. } => {
                self.compile(value, deps, depth)?;
                self.push(Op::Text);
            }
            E::LitObj { fields, .. } => self.object(fields, deps, depth)?,
            E::LitArr { fields, .. } => {
                self.push(Op::ArrBegin);
                for field in fields {
                    match field {
                        ArrayFieldKind::Normal { value } => {
                            self.compile(value, deps, depth)?;
                            self.push(Op::ArrItem);
                        }
                        ArrayFieldKind::Spread { value, .. } => {
                            self.compile(value, deps, depth)?;
                            self.push(Op::ArrSpread);
                        }
                        ArrayFieldKind::EmptySlot => {
                            self.push(Op::Undefined);
                            self.push(Op::ArrItem);
                        }
                    }
                }
                self.push(Op::ArrEnd);
            }
            E::StaticMember { obj, field_name, .. } => {
                self.compile(obj, deps, depth)?;
                let name = self.strings.index(field_name);
                self.push(Op::Member(name));
            }
            E::DynamicMember { obj, field_name, .. } => {
                self.compile(obj, deps, depth)?;
                self.compile(field_name, deps, depth)?;
                self.push(Op::Index);
            }
            E::FuncCall { func, args, .. } => {
                let count = u16::try_from(args.len()).map_err(|_| TooDeep)?;
                let module = self.module(func);
                if module.is_none() {
                    self.compile(func, deps, depth)?;
                }
                for arg in args {
                    self.compile(arg, deps, depth)?;
                }
                self.push(match module {
                    Some((script, path)) => Op::Wxs { script, path, args: Some(count) },
                    None => Op::Call(count),
                });
            }
            E::LogicAnd { left, right, .. } => self.circuit(Op::And, left, right, deps, depth)?,
            E::LogicOr { left, right, .. } => self.circuit(Op::Or, left, right, deps, depth)?,
            E::NullishCoalescing { left, right, .. } => self.circuit(Op::Coalesce, left, right, deps, depth)?,
            E::Cond { cond, true_br, false_br, .. } => {
                self.compile(cond, deps, depth)?;
                let unless = self.jump(Op::Unless);
                self.compile(true_br, deps, depth)?;
                let end = self.jump(Op::Jump);
                self.land(unless);
                self.compile(false_br, deps, depth)?;
                self.land(end);
            }
            other => {
                if let Some((op, value)) = unary(other) {
                    self.compile(value, deps, depth)?;
                    self.push(Op::Unary(op));
                } else if binary(other).is_some() {
                    self.chain(other, deps, depth)?;
                } else {
                    self.push(Op::Undefined);
                }
            }
        }
        Ok(())
    }

    /// `a + b + c`: the left side nests, but needs no recursion.
    fn chain(&mut self, expression: &E, deps: &mut Deps, depth: u32) -> Result<(), TooDeep> {
        let mut links = Vec::new();
        let mut left = expression;
        while let Some((op, inner, right)) = binary(left) {
            links.push((op, right));
            left = inner;
        }
        self.compile(left, deps, depth)?;
        for (op, right) in links.into_iter().rev() {
            self.compile(right, deps, depth)?;
            self.push(Op::Binary(op));
        }
        Ok(())
    }

    fn circuit(&mut self, op: fn(u32) -> Op, left: &E, right: &E, deps: &mut Deps, depth: u32) -> Result<(), TooDeep> {
        self.compile(left, deps, depth)?;
        let end = self.jump(op);
        self.compile(right, deps, depth)?;
        self.land(end);
        Ok(())
    }

    fn object(&mut self, fields: &[ObjectFieldKind], deps: &mut Deps, depth: u32) -> Result<(), TooDeep> {
        self.push(Op::ObjBegin);
        for field in fields {
            match field {
                ObjectFieldKind::Named { name, value, .. } => {
                    self.compile(value, deps, depth)?;
                    let name = self.strings.index(name);
                    self.push(Op::ObjField(name));
                }
                ObjectFieldKind::Spread { value, .. } => {
                    self.compile(value, deps, depth)?;
                    self.push(Op::ObjSpread);
                }
            }
        }
        self.push(Op::ObjEnd);
        Ok(())
    }

    /// `m`, `m.a`, `m.a.b` where `m` is a WXS module: its number and the index of the names after it.
    fn module(&mut self, expression: &E) -> Option<(u32, u32)> {
        let mut names: Vec<&str> = Vec::new();
        let mut at = expression;
        let script = loop {
            match at {
                E::StaticMember { obj, field_name, .. } => {
                    names.push(field_name);
                    at = obj;
                }
                E::ScopeRef { index, .. } if (*index as u64) < u64::from(self.scripts) => break *index as u32,
                _ => return None,
            }
            if names.len() > DEPTH as usize {
                return None;
            }
        };
        let names: Rc<[Rc<str>]> = names.iter().rev().map(|name| self.strings.text(name)).collect();
        let path = self.paths.iter().position(|path| *path == names).unwrap_or_else(|| {
            self.paths.push(names);
            self.paths.len() - 1
        });
        Some((script, path as u32))
    }

    /// The place that a `model:` expression writes to, when it is a plain path.
    pub(super) fn model(&mut self, expression: &E) -> Option<Box<[ModelSeg]>> {
        let mut path = Vec::new();
        let mut at = expression;
        loop {
            if path.len() > DEPTH as usize {
                return None;
            }
            match at {
                E::StaticMember { obj, field_name, .. } => {
                    path.push(ModelSeg::Field(self.strings.text(field_name)));
                    at = obj;
                }
                E::DynamicMember { obj, field_name, .. } => {
                    path.push(match &**field_name {
                        E::LitInt { value, .. } => ModelSeg::Index(u32::try_from(*value).ok()?),
                        E::LitStr { value, .. } => ModelSeg::Field(self.strings.text(value)),
                        _ => return None,
                    });
                    at = obj;
                }
                E::DataField { name, .. } => {
                    path.push(ModelSeg::Field(self.strings.text(name)));
                    break;
                }
                E::ScopeRef { index, .. } => {
                    path.push(ModelSeg::Scope((*index as u32).checked_sub(self.scripts)?));
                    break;
                }
                _ => return None,
            }
        }
        path.reverse();
        Some(path.into_boxed_slice())
    }
}

/// Where an expression begins, without walking down long chains by recursion.
fn left_end(expression: &E) -> glass_easel_template_compiler::parse::Position {
    let mut at = expression;
    loop {
        at = match at {
            E::StaticMember { obj, .. } | E::DynamicMember { obj, .. } => obj,
            E::FuncCall { func, .. } => func,
            E::Cond { cond, .. } => cond,
            E::LogicAnd { left, .. } | E::LogicOr { left, .. } | E::NullishCoalescing { left, .. } => left,
            other => match binary(other) {
                Some((_, left, _)) => left,
                None => return other.location_start(),
            },
        };
    }
}

fn unary(expression: &E) -> Option<(Unary, &E)> {
    Some(match expression {
        E::Reverse { value, .. } => (Unary::Not, value),
        E::BitReverse { value, .. } => (Unary::BitNot, value),
        E::Positive { value, .. } => (Unary::Plus, value),
        E::Negative { value, .. } => (Unary::Minus, value),
        E::TypeOf { value, .. } => (Unary::TypeOf, value),
        E::Void { value, .. } => (Unary::Void, value),
        _ => return None,
    })
}

fn binary(expression: &E) -> Option<(Binary, &E, &E)> {
    Some(match expression {
        E::Multiply { left, right, .. } => (Binary::Mul, left, right),
        E::Divide { left, right, .. } => (Binary::Div, left, right),
        E::Remainer { left, right, .. } => (Binary::Rem, left, right),
        E::Plus { left, right, .. } => (Binary::Add, left, right),
        E::Minus { left, right, .. } => (Binary::Sub, left, right),
        E::LeftShift { left, right, .. } => (Binary::Shl, left, right),
        E::RightShift { left, right, .. } => (Binary::Shr, left, right),
        E::UnsignedRightShift { left, right, .. } => (Binary::UShr, left, right),
        E::Lt { left, right, .. } => (Binary::Lt, left, right),
        E::Gt { left, right, .. } => (Binary::Gt, left, right),
        E::Lte { left, right, .. } => (Binary::Le, left, right),
        E::Gte { left, right, .. } => (Binary::Ge, left, right),
        E::InstanceOf { left, right, .. } => (Binary::InstanceOf, left, right),
        E::Eq { left, right, .. } => (Binary::Eq, left, right),
        E::Ne { left, right, .. } => (Binary::Ne, left, right),
        E::EqFull { left, right, .. } => (Binary::Same, left, right),
        E::NeFull { left, right, .. } => (Binary::NotSame, left, right),
        E::BitAnd { left, right, .. } => (Binary::BitAnd, left, right),
        E::BitXor { left, right, .. } => (Binary::BitXor, left, right),
        E::BitOr { left, right, .. } => (Binary::BitOr, left, right),
        _ => return None,
    })
}
