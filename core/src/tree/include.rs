//! `<include>`: another file's content as if it stood here. It sees the data of the place and, as what is copied in would,
//! the variables of the lists around.

use std::rc::Rc;

use banchan_formats::template::{FieldSet, Template};

use super::Tree;
use super::build::Turn;
use super::eval::{Ctx, Flow, Frame, ListFrame, Root};
use super::node::Kind;
use super::value::{Object, Value};

impl Tree {
    pub(super) fn include(
        &mut self,
        template: &Rc<Template>,
        index: u32,
        path: &Rc<str>,
        scopes: &[(Rc<str>, u32)],
        mut frame: ListFrame,
    ) -> Turn {
        let id = if frame.build { self.add(&frame, Kind::Include, index) } else { frame.cur };
        let build = frame.build;
        self.advance_list(&mut frame);
        let Some((unit, inner)) = self.unit_of(path).and_then(|unit| Some((unit, self.unit(unit)?))) else {
            if build {
                self.include_left_out(template, index, &format!("the included file {path}.wxml is not there"));
            }
            return Ok(frame);
        };
        if self.includes(unit) {
            if build {
                self.include_left_out(template, index, &format!("{path}.wxml includes itself; what it would show here is left out"));
            }
            return Ok(frame);
        }
        if build && !self.has_room(id) {
            return Ok(frame);
        }
        let Some((comp, root, dirty)) = self.seen_from_include(unit, &inner, scopes) else { return Ok(frame) };
        let first = self.arena.get(id).first;
        self.frames.push(Frame::List(frame));
        self.frames.push(Frame::EndCtx);
        let span = inner.content;
        self.ctxs.push(Ctx {
            comp,
            unit,
            template: inner,
            root,
            dirty,
            whole: FieldSet::default(),
            scopes: 0,
            base: self.scopes.len(),
            included: true,
        });
        self.frames.push(Frame::List(if build { ListFrame::build(span, id) } else { ListFrame::update(span, id, first) }));
        Err(Flow::Go)
    }

    /// Whether a file is among those whose includes lead to the place at hand.
    fn includes(&self, unit: u32) -> bool {
        for ctx in self.ctxs.iter().rev() {
            if ctx.unit == unit {
                return true;
            }
            if !ctx.included {
                return false;
            }
        }
        false
    }

    fn include_left_out(&mut self, template: &Template, index: u32, why: &str) {
        let place = template.nodes.get(index as usize).map(|node| node.place).unwrap_or_default();
        let component = self.ctxs.last().and_then(|ctx| self.comp_path(ctx.comp)).unwrap_or_default();
        let text = format!("{}:{}:{}: {why}", template.path, place.line, place.column);
        if self.errors.last().is_none_or(|last| last.text != text) {
            self.report(&component, place.line, place.column, text);
        }
    }

    /// Whose data the file sees, what its names mean, and which of its fields may have changed.
    fn seen_from_include(&mut self, unit: u32, inner: &Template, scopes: &[(Rc<str>, u32)]) -> Option<(u32, Root, FieldSet)> {
        let ctx = self.ctxs.last()?;
        let (around, root) = match &ctx.root {
            Root::Under(around, root) => (Some(Rc::clone(around)), (**root).clone()),
            root => (None, root.clone()),
        };
        let (comp, changed, template) = (ctx.comp, ctx.dirty.clone(), Rc::clone(&ctx.template));
        let mut variables: Vec<(Rc<str>, Value)> = around.iter().flat_map(|around| around.entries().iter().cloned()).collect();
        for (name, at) in scopes {
            let value = self.scopes.get(ctx.base + *at as usize).map(|variable| variable.value.clone());
            variables.push((Rc::clone(name), value.unwrap_or_default()));
        }
        // Most files read none of them; what these include in turn may.
        let needed = !inner.includes.is_empty() || inner.fields.iter().any(|field| variables.iter().any(|(name, _)| name == field));
        let mut dirty = FieldSet::default();
        let root = match root {
            Root::Comp(outer) => {
                let map = self.field_map(comp, unit, inner);
                let known = |field: u32| match &outer {
                    None => changed.contains(field),
                    Some(outer) => outer.iter().position(|f| *f == field).is_some_and(|at| changed.contains(at as u32)),
                };
                for (at, field) in map.iter().enumerate() {
                    // A nested include may read fields that the file in between does not: those count as changed.
                    let unseen = outer.as_ref().is_some_and(|outer| !outer.contains(field)) && template.fields.len() != map.len();
                    if known(*field) || unseen {
                        dirty.insert(at as u32);
                    }
                }
                Root::Comp(Some(map))
            }
            // Which fields changed is known by the outer file's numbers only: look at all of them.
            other => {
                (0..inner.fields.len()).for_each(|field| dirty.insert(field as u32));
                other
            }
        };
        if variables.is_empty() || !needed {
            return Some((comp, root, dirty));
        }
        let variables = Object::new(variables);
        let names = inner.fields.iter().enumerate().filter(|(_, field)| variables.get(field).is_some());
        names.for_each(|(at, _)| dirty.insert(at as u32));
        Some((comp, Root::Under(Rc::new(variables), Rc::new(root)), dirty))
    }
}
