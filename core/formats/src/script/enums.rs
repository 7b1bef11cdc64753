//! How long the texts of a TypeScript file's enums get. What takes the types out works the values of enums out, too, and
//! `enum E { a = "x", b = a + a, c = b + b, ... }` doubles with each member: that has to be known before. It changes nothing.

use std::collections::HashMap;

use oxc_ast::ast::{BinaryOperator, Expression, Program, TSEnumDeclaration, TSEnumMemberName, UnaryOperator};

use super::walk::{Node, Reads, Way, walk};

/// Most text in all enums of a file, in bytes.
const MOST: usize = 1 << 20;
/// No number is written longer.
const NUMBER: usize = 32;

/// Where a file's enums get too long, as a byte offset.
pub(super) fn too_long(program: &Program<'_>) -> Option<usize> {
    let mut enums = Enums::default();
    walk(program, &mut enums);
    enums.beyond
}

#[derive(Default)]
struct Enums {
    /// The longest text of a member of that name, in any enum so far.
    lengths: HashMap<String, usize>,
    total: usize,
    beyond: Option<usize>,
}

impl Reads for Enums {
    fn enter<'n, 'a>(&mut self, node: &Node<'n, 'a>) -> Way<'n, 'a> {
        if let Node::Enum(found) = node {
            self.add(found);
        }
        Way::In
    }
}

impl Enums {
    fn add(&mut self, found: &TSEnumDeclaration<'_>) {
        for member in &found.body.members {
            let Some(length) = member.initializer.as_ref().and_then(|value| self.length(value)) else { continue };
            self.total = self.total.saturating_add(length);
            if self.total > MOST {
                self.beyond.get_or_insert(member.span.start as usize);
                return;
            }
            let name = match &member.id {
                TSEnumMemberName::Identifier(name) => name.name.as_str(),
                TSEnumMemberName::String(name) | TSEnumMemberName::ComputedString(name) => name.value.as_str(),
                TSEnumMemberName::ComputedTemplateString(_) => continue,
            };
            let known = self.lengths.entry(name.to_owned()).or_default();
            *known = length.max(*known);
        }
    }

    /// The most bytes that a value has as a text; `None` for numbers and for what is not worked out.
    fn length(&self, value: &Expression<'_>) -> Option<usize> {
        match value {
            Expression::StringLiteral(text) => Some(text.value.len()),
            Expression::TemplateLiteral(text) => {
                let written = text.quasis.iter().map(|part| part.value.raw.len().max(part.value.cooked.map_or(0, |text| text.len())));
                let put_in = text.expressions.iter().map(|value| self.length(value).unwrap_or(NUMBER));
                Some(written.chain(put_in).fold(0, usize::saturating_add))
            }
            Expression::Identifier(name) => self.lengths.get(name.name.as_str()).copied(),
            Expression::StaticMemberExpression(member) => self.lengths.get(member.property.name.as_str()).copied(),
            Expression::ComputedMemberExpression(member) => match &member.expression {
                Expression::StringLiteral(name) => self.lengths.get(name.value.as_str()).copied(),
                _ => None,
            },
            Expression::BinaryExpression(sum) if sum.operator == BinaryOperator::Addition => {
                match (self.length(&sum.left), self.length(&sum.right)) {
                    (None, None) => None,
                    (left, right) => Some(left.unwrap_or(NUMBER).saturating_add(right.unwrap_or(NUMBER))),
                }
            }
            Expression::UnaryExpression(of) if of.operator == UnaryOperator::UnaryPlus => self.length(&of.argument),
            Expression::ParenthesizedExpression(inner) => self.length(&inner.expression),
            _ => None,
        }
    }
}
