//! The stack machine for expressions. It stops at a call into JavaScript and goes on with the result; it never recurses.

use std::rc::Rc;

use banchan_formats::template::{Code, Const, Op, Template};

use super::ops;
use super::value::{Object, Value};

/// Where an expression finds its data.
pub(super) trait Env {
    /// A root field by its index in the template.
    fn field(&self, field: u32) -> Value;
    /// A scope variable.
    fn scope(&self, scope: u32) -> Value;
}

/// What an expression waits for.
pub(super) enum Request {
    /// Something of a WXS module.
    Wxs { script: u32, path: u32, args: Option<Vec<Value>> },
    /// A function that came in as data.
    Call { func: Value, args: Vec<Value> },
}

/// How far an expression came.
pub(super) enum Outcome {
    /// To the end.
    Done(Value),
    /// It waits; go on at `pc` after pushing the answer.
    Wait { request: Request, pc: u32 },
}

enum Builder {
    Obj(Vec<(Rc<str>, Value)>),
    Arr(Vec<Value>),
}

/// The machine's stacks. Expressions that wait leave their values on it; others work above them.
#[derive(Default)]
pub(super) struct Vm {
    stack: Vec<Value>,
    builders: Vec<Builder>,
}

/// How high the stacks are, to cut them when an evaluation is given up.
#[derive(Clone, Copy, Default)]
pub(super) struct Height(usize, usize);

/// Items that a spread or an array literal may make.
const ITEMS: usize = 1 << 20;

/// The value of a constant.
pub(super) fn constant(value: &Const) -> Value {
    match value {
        Const::Undefined => Value::Undefined,
        Const::Null => Value::Null,
        Const::Bool(flag) => Value::Bool(*flag),
        Const::Num(number) => Value::Num(*number),
        Const::Str(text) => Value::Str(Rc::clone(text)),
    }
}

impl Vm {
    pub(super) fn height(&self) -> Height {
        Height(self.stack.len(), self.builders.len())
    }

    pub(super) fn cut(&mut self, height: Height) {
        self.stack.truncate(height.0);
        self.builders.truncate(height.1);
    }

    pub(super) fn push(&mut self, value: Value) {
        self.stack.push(value);
    }

    fn pop(&mut self) -> Value {
        self.stack.pop().unwrap_or_default()
    }

    fn top(&self) -> &Value {
        self.stack.last().unwrap_or(&Value::Undefined)
    }

    fn pop_many(&mut self, count: usize) -> Vec<Value> {
        self.stack.split_off(self.stack.len().saturating_sub(count))
    }

    /// Runs an expression from `pc` (its start, or where it waited).
    pub(super) fn run(&mut self, template: &Template, code: &Code, pc: u32, env: &impl Env) -> Outcome {
        let mut pc = pc as usize;
        let end = code.end as usize;
        let string = |index: u32| template.strings.get(index as usize).cloned().unwrap_or_default();
        while pc < end {
            let Some(op) = template.ops.get(pc) else { break };
            pc += 1;
            match *op {
                Op::Undefined => self.push(Value::Undefined),
                Op::Null => self.push(Value::Null),
                Op::Bool(flag) => self.push(Value::Bool(flag)),
                Op::Num(number) => self.push(Value::Num(number)),
                Op::Str(index) => self.push(Value::Str(string(index))),
                Op::Field(field) => self.push(env.field(field)),
                Op::Scope(scope) => self.push(env.scope(scope)),
                Op::Member(name) => {
                    let name = template.strings.get(name as usize).map_or("", |name| name);
                    let value = ops::member(self.top(), name);
                    self.replace(value);
                }
                Op::Index => {
                    let key = self.pop();
                    let value = ops::index(self.top(), &key);
                    self.replace(value);
                }
                Op::Text => {
                    if !matches!(self.top(), Value::Str(_)) {
                        let value = Value::Str(ops::shown(self.top()));
                        self.replace(value);
                    }
                }
                Op::Unary(op) => {
                    let value = ops::unary(op, self.top());
                    self.replace(value);
                }
                Op::Binary(op) => {
                    let right = self.pop();
                    let value = ops::binary(op, self.top(), &right);
                    self.replace(value);
                }
                Op::And(target) => pc = self.short(!ops::truthy(self.top()), target, pc),
                Op::Or(target) => pc = self.short(ops::truthy(self.top()), target, pc),
                Op::Coalesce(target) => pc = self.short(!self.top().is_nullish(), target, pc),
                Op::Unless(target) => {
                    if !ops::truthy(&self.pop()) {
                        pc = target as usize;
                    }
                }
                Op::Jump(target) => pc = target as usize,
                Op::ObjBegin => self.builders.push(Builder::Obj(Vec::new())),
                Op::ArrBegin => self.builders.push(Builder::Arr(Vec::new())),
                Op::ObjField(name) => {
                    let value = self.pop();
                    if let Some(Builder::Obj(entries)) = self.builders.last_mut() {
                        entries.push((string(name), value));
                    }
                }
                Op::ObjSpread => {
                    let value = self.pop();
                    self.spread_fields(&value);
                }
                Op::ArrItem => {
                    let value = self.pop();
                    if let Some(Builder::Arr(items)) = self.builders.last_mut() {
                        items.push(value);
                    }
                }
                Op::ArrSpread => {
                    let value = self.pop();
                    match (self.builders.last_mut(), &value) {
                        (Some(Builder::Arr(items)), Value::Arr(more)) => {
                            items.extend(more.iter().take(ITEMS.saturating_sub(items.len())).cloned());
                        }
                        // As in WeChat's framework: what is no array is an item.
                        (Some(Builder::Arr(items)), _) => items.push(value),
                        _ => {}
                    }
                }
                Op::ObjEnd | Op::ArrEnd => {
                    let value = match self.builders.pop() {
                        Some(Builder::Obj(entries)) => Value::Obj(Rc::new(Object::new(entries))),
                        Some(Builder::Arr(items)) => Value::arr(items),
                        None => Value::Undefined,
                    };
                    self.push(value);
                }
                Op::Wxs { script, path, args } => {
                    let args = args.map(|count| self.pop_many(count.into()));
                    return Outcome::Wait { request: Request::Wxs { script, path, args }, pc: pc as u32 };
                }
                Op::Call(count) => {
                    let args = self.pop_many(count.into());
                    let func = self.pop();
                    match &func {
                        Value::Opaque(opaque) if opaque.is_function() => {
                            return Outcome::Wait { request: Request::Call { func, args }, pc: pc as u32 };
                        }
                        // As in WeChat: what is no function gives nothing, and the page lives on.
                        _ => self.push(Value::Undefined),
                    }
                }
            }
        }
        Outcome::Done(self.pop())
    }

    fn replace(&mut self, value: Value) {
        match self.stack.last_mut() {
            Some(top) => *top = value,
            None => self.stack.push(value),
        }
    }

    fn short(&mut self, keep: bool, target: u32, pc: usize) -> usize {
        if keep {
            return target as usize;
        }
        self.pop();
        pc
    }

    fn spread_fields(&mut self, value: &Value) {
        let Some(Builder::Obj(entries)) = self.builders.last_mut() else { return };
        match value {
            Value::Obj(object) => entries.extend(object.entries().iter().cloned()),
            Value::Str(text) => {
                entries.extend(ops::characters(text).take(ITEMS).enumerate().map(|(at, one)| (Rc::from(at.to_string()), one)));
            }
            Value::Arr(items) => entries.extend(items.iter().enumerate().map(|(at, item)| (Rc::from(at.to_string()), item.clone()))),
            _ => {}
        }
    }
}
