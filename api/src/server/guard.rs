//! Measures a parsed document before anything else walks it.
//!
//! async-graphql writes fragments out again at every spread, so that thirty small fragments that spread each other
//! twice block a worker for hours. Here each fragment is measured once and remembered; what is too large never gets
//! further. The same walk finds the cost, by page sizes and on every path, which the library's own count does not.

use std::collections::HashMap;

use async_graphql::{Name, Value, Variables};
use async_graphql_parser::types::{
    DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
    SelectionSet,
};

use super::outline::{Outline, Shape};
use super::settings::Limits;

/// Why a document goes no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Larger than a limit, which is named in Swedish and English.
    Limit(&'static str, &'static str, u64),
    /// A fragment that spreads itself.
    Cycle,
    /// Several operations and no name, or a name that is not there.
    Operation,
    /// A variable of the operation must have a value and has none.
    Variable,
}

/// What is known of a document that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    /// Query, mutation or subscription.
    pub(super) kind: OperationType,
    /// Objects that it asks for at most.
    pub(super) cost: u64,
    /// Fields at its root.
    pub(super) roots: u64,
    /// Whether it asks for the schema.
    pub(super) introspects: bool,
}

/// A selection set, fragments written out.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    selections: u64,
    depth: usize,
    aliases: u64,
    directives: u64,
    roots: u64,
    introspects: bool,
    /// Cost whatever the page.
    once: u64,
    /// Cost for each row of the page that the enclosing connection field asked for.
    per_row: u64,
}

impl Size {
    fn total(&self) -> u64 {
        self.once.saturating_add(self.per_row)
    }

    /// Takes in a part that stands at the same level.
    fn add(&mut self, part: &Self) {
        self.roots = self.roots.saturating_add(part.roots);
        self.depth = self.depth.max(part.depth);
        self.once = self.once.saturating_add(part.once);
        self.per_row = self.per_row.saturating_add(part.per_row);
        self.add_counts(part);
    }

    fn add_counts(&mut self, part: &Self) {
        self.selections = self.selections.saturating_add(part.selections);
        self.aliases = self.aliases.saturating_add(part.aliases);
        self.directives = self.directives.saturating_add(part.directives);
        self.introspects |= part.introspects;
    }
}

/// Measures `document`, of which `operation` is to run with `variables`.
pub(super) fn measure(
    document: &ExecutableDocument,
    operation: Option<&str>,
    variables: &Variables,
    outline: &Outline,
    limits: &Limits,
) -> Result<Measure, Refused> {
    let definitions = document.operations.iter().len() + document.fragments.len();
    if definitions > limits.definitions {
        return Err(Refused::Limit(
            "operationer och fragment",
            "operations and fragments",
            limits.definitions as u64,
        ));
    }
    let chosen = choose(&document.operations, operation).ok_or(Refused::Operation)?;
    if !all_given(chosen, variables) {
        return Err(Refused::Variable);
    }
    let mut walk = Walk { document, chosen, variables, outline, limits, known: HashMap::new() };
    let mut all = Size::default();
    for (_, operation) in document.operations.iter() {
        let size = walk.operation(&operation.node)?;
        walk.check(&size)?;
        all.add(&size);
    }
    for name in document.fragments.keys() {
        all.add(&walk.fragment(name, 0)?);
    }
    within(all.selections, limits.selections, "fält", "fields")?;
    let size = walk.operation(chosen)?;
    Ok(Measure {
        kind: chosen.ty,
        cost: size.total().max(1),
        roots: size.roots,
        introspects: size.introspects,
    })
}

fn choose<'a>(operations: &'a DocumentOperations, name: Option<&str>) -> Option<&'a OperationDefinition> {
    match (operations, name) {
        (DocumentOperations::Single(only), None) => Some(&only.node),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(many), Some(name)) => many.get(name).map(|operation| &operation.node),
        (DocumentOperations::Multiple(many), None) if many.len() == 1 => {
            many.values().next().map(|only| &only.node)
        }
        (DocumentOperations::Multiple(_), None) => None,
    }
}

/// The library finds a missing value only when it resolves the field, after others have been worked on.
fn all_given(operation: &OperationDefinition, variables: &Variables) -> bool {
    operation.variable_definitions.iter().map(|definition| &definition.node).all(|variable| {
        let given = variables.get(&variable.name.node);
        variable.var_type.node.nullable
            || given.map_or(variable.default_value.is_some(), |value| *value != Value::Null)
    })
}

fn within(count: u64, limit: u64, swedish: &'static str, english: &'static str) -> Result<(), Refused> {
    if count > limit { Err(Refused::Limit(swedish, english, limit)) } else { Ok(()) }
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    chosen: &'a OperationDefinition,
    variables: &'a Variables,
    outline: &'a Outline,
    limits: &'a Limits,
    /// Fragments measured; none while one is being measured.
    known: HashMap<&'a str, Option<Size>>,
}

impl<'a> Walk<'a> {
    fn check(&self, size: &Size) -> Result<(), Refused> {
        let limits = self.limits;
        within(size.depth as u64, limits.depth as u64, "nivåer", "levels")?;
        within(size.aliases, limits.aliases, "alias", "aliases")?;
        within(size.directives, limits.directives, "direktiv", "directives")?;
        within(size.roots, limits.root_fields, "rotfält", "root fields")
    }

    fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Size, Refused> {
        let root = match operation.ty {
            OperationType::Mutation => &self.outline.mutation,
            OperationType::Subscription => &self.outline.subscription,
            OperationType::Query => &self.outline.query,
        };
        let mut size = self.set(&operation.selection_set.node, Some(root), 0)?;
        let on_variables =
            operation.variable_definitions.iter().map(|variable| variable.node.directives.len());
        size.directives += (on_variables.sum::<usize>() + operation.directives.len()) as u64;
        Ok(size)
    }

    fn set(&mut self, set: &'a SelectionSet, of: Option<&'a str>, level: usize) -> Result<Size, Refused> {
        within(level as u64, self.limits.levels as u64, "nivåer", "levels")?;
        let mut size = Size::default();
        for selection in &set.items {
            size.selections = size.selections.saturating_add(1);
            let on_it = selection.node.directives().len() as u64;
            size.directives = size.directives.saturating_add(on_it);
            let part = match &selection.node {
                Selection::Field(field) => self.field(&field.node, of, level)?,
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, level + 1)?
                }
                Selection::InlineFragment(inline) => {
                    let on =
                        inline.node.type_condition.as_ref().map(|condition| condition.node.on.node.as_str());
                    self.set(&inline.node.selection_set.node, on.or(of), level + 1)?
                }
            };
            size.add(&part);
        }
        Ok(size)
    }

    fn fragment(&mut self, name: &'a str, level: usize) -> Result<Size, Refused> {
        match self.known.get(name) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => return Err(Refused::Cycle),
            None => {}
        }
        // A spread of a fragment that is not there is left to validation.
        let Some(fragment) = self.document.fragments.get(name) else { return Ok(Size::default()) };
        self.known.insert(name, None);
        let on = fragment.node.type_condition.node.on.node.as_str();
        let mut size = self.set(&fragment.node.selection_set.node, Some(on), level)?;
        size.directives = size.directives.saturating_add(fragment.node.directives.len() as u64);
        self.known.insert(name, Some(size));
        Ok(size)
    }

    fn field(&mut self, field: &'a Field, of: Option<&'a str>, level: usize) -> Result<Size, Refused> {
        let outline = self.outline;
        let name = field.name.node.as_str();
        let shape = of.and_then(|of| outline.field(of, name));
        let inner = self.set(&field.selection_set.node, shape.map(|shape| shape.to.as_str()), level + 1)?;
        let mut size = Size { depth: inner.depth + 1, roots: 1, ..Size::default() };
        size.add_counts(&inner);
        size.aliases = size.aliases.saturating_add(u64::from(field.alias.is_some()));
        size.introspects |= matches!(name, "__schema" | "__type");
        if !field.selection_set.node.items.is_empty() {
            self.charge(&mut size, field, of, shape, &inner);
        }
        Ok(size)
    }

    /// A leaf is free, an object costs one and what is in it, a list as many times as it has rows.
    fn charge(&self, size: &mut Size, field: &Field, of: Option<&str>, shape: Option<&Shape>, inner: &Size) {
        let each = inner.total().saturating_add(1);
        match shape {
            Some(shape) if !shape.list && self.outline.is_page(&shape.to) => {
                let rows = self.rows(field, shape, self.limits.assumed_page);
                size.once = inner.once.saturating_add(1).saturating_add(rows.saturating_mul(inner.per_row));
            }
            Some(shape)
                if shape.list && shape.sizes.is_empty() && of.is_some_and(|of| self.outline.is_page(of)) =>
            {
                size.per_row = each
            }
            Some(shape) if shape.list => {
                size.once = each.saturating_mul(self.rows(field, shape, self.limits.assumed_list));
            }
            _ => size.once = each,
        }
    }

    fn rows(&self, field: &Field, shape: &Shape, assumed: u64) -> u64 {
        let given = |(name, default): &(String, Option<Value>)| {
            let written = field.get_argument(name).and_then(|value| {
                let known = |name: Name| self.variable(&name).cloned().ok_or(());
                value.node.clone().into_const_with(known).ok().as_ref().and_then(length)
            });
            written.or_else(|| default.as_ref().and_then(length))
        };
        shape.sizes.iter().filter_map(given).max().unwrap_or(assumed).max(1)
    }

    fn variable(&self, name: &str) -> Option<&Value> {
        self.variables.get(name).or_else(|| {
            let definition =
                self.chosen.variable_definitions.iter().find(|one| one.node.name.node == name)?;
            definition.node.default_value.as_ref().map(|value| &value.node)
        })
    }
}

fn length(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => Some(number.as_u64().unwrap_or(1)),
        Value::List(items) => Some(items.len() as u64),
        Value::Null => None,
        _ => Some(1),
    }
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
