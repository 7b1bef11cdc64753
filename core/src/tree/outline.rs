//! A page as people read it: one line an element or text, indented. For `banchan open`, tests and errors.

use banchan_formats::template::{BindKind, Element};

use super::node::{Kind, NodeId, Payload};
use super::{CompId, Tree};

/// Lines of one outline.
const LINES: usize = 20_000;
/// Characters of one text.
const TEXT: usize = 120;
/// Attributes that tell what an element shows.
const SHOWN: &[&str] = &["src", "url", "type", "value", "placeholder", "mode", "open-type", "checked", "disabled", "hidden", "name"];

impl Tree {
    pub(super) fn make_outline(&self, page: CompId) -> String {
        let mut out = String::new();
        let Some(host) = self.comps.get(page.0).map(|comp| comp.host) else { return out };
        let mut lines = 0;
        let mut stack: Vec<(NodeId, usize)> = self.shown_in(host).into_iter().rev().map(|node| (node, 0)).collect();
        while let Some((node, depth)) = stack.pop() {
            lines += 1;
            if lines > LINES {
                out.push_str("...\n");
                break;
            }
            let indent = out.len();
            out.extend(std::iter::repeat_n("  ", depth.min(60)));
            if let Payload::Text(text) = &self.arena.get(node).payload {
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if words.is_empty() {
                    out.truncate(indent);
                    continue;
                }
                out.push('"');
                out.extend(words.chars().take(TEXT));
                out.push_str(if words.chars().nth(TEXT).is_some() { "...\"\n" } else { "\"\n" });
                continue;
            }
            if let Some((_, element)) = self.written(node) {
                self.line(node, element, &mut out);
            }
            if self.arena.get(node).kind == Kind::Failed {
                out.push_str(" (could not be loaded)");
            }
            out.push('\n');
            stack.extend(self.shown_in(node).into_iter().rev().map(|child| (child, depth + 1)));
        }
        out
    }

    fn line(&self, node: NodeId, element: &Element, out: &mut String) {
        out.push_str(&element.tag);
        for binding in element.bindings.iter().filter(|binding| binding.kind == BindKind::Id) {
            out.push('#');
            out.push_str(&self.text_on(node, binding));
        }
        self.class_names(node, |name| {
            out.push('.');
            out.push_str(name);
        });
        for binding in &element.bindings {
            match binding.kind {
                BindKind::Attr | BindKind::Model if SHOWN.contains(&&*binding.name) => {
                    let value = super::attrs::value_text(
                        super::attrs::write(&binding.name).unwrap_or(super::attrs::Write::Text),
                        &self.value_on(node, binding),
                    );
                    if let Some(value) = value {
                        out.push_str(&format!(" {}={:?}", binding.name, value.chars().take(TEXT).collect::<String>()));
                    }
                }
                BindKind::Event(flags) if self.handler(node, binding).is_some() => {
                    out.push_str(if flags.catch { " catch:" } else { " bind:" });
                    out.push_str(&binding.name);
                }
                _ => {}
            }
        }
    }
}
