//! The schema as the guard needs it: which type a field leads to, whether it is a list, and which argument says how
//! long. Read from the exported schema, so that it holds on every path, through interfaces too.

use std::collections::{HashMap, HashSet};

use async_graphql::Value;
use async_graphql_parser::types::{
    BaseType, FieldDefinition, ServiceDocument, Type, TypeKind, TypeSystemDefinition,
};

/// Arguments that say how many rows a field gives: a number, or a list of the length.
const SIZES: [&str; 8] = ["first", "last", "weeks", "limit", "ids", "municipalities", "periods", "codes"];

/// Types of a schema and their fields.
#[derive(Debug, Default)]
pub struct Outline {
    /// The type of a query's root.
    pub(super) query: String,
    /// The type of a mutation's root.
    pub(super) mutation: String,
    /// The type of a subscription's root.
    pub(super) subscription: String,
    types: HashMap<String, HashMap<String, Shape>>,
    /// Objects that hold a page: the field that leads to them says how many rows their lists have.
    pages: HashSet<String>,
}

/// What a field leads to.
#[derive(Debug)]
pub(super) struct Shape {
    /// The type of its rows.
    pub(super) to: String,
    /// Whether it is a list.
    pub(super) list: bool,
    /// The arguments that say how many rows, with their defaults.
    pub(super) sizes: Vec<(String, Option<Value>)>,
}

impl Outline {
    /// Reads the schema language that a schema exports.
    pub fn read(sdl: &str) -> Result<Self, String> {
        let document = async_graphql_parser::parse_schema(sdl)
            .map_err(|cause| format!("cannot read the schema: {cause}"))?;
        Ok(Self::of(document))
    }

    fn of(document: ServiceDocument) -> Self {
        let mut outline = Self {
            query: "Query".into(),
            mutation: "Mutation".into(),
            subscription: "Subscription".into(),
            ..Self::default()
        };
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    if let Some(name) = schema.node.query {
                        outline.query = name.node.to_string();
                    }
                    if let Some(name) = schema.node.mutation {
                        outline.mutation = name.node.to_string();
                    }
                    if let Some(name) = schema.node.subscription {
                        outline.subscription = name.node.to_string();
                    }
                }
                TypeSystemDefinition::Type(ty) => {
                    let fields = match ty.node.kind {
                        TypeKind::Object(object) => object.fields,
                        TypeKind::Interface(interface) => interface.fields,
                        _ => continue,
                    };
                    let shapes =
                        fields.into_iter().map(|field| (field.node.name.node.to_string(), shape(field.node)));
                    outline.types.entry(ty.node.name.node.to_string()).or_default().extend(shapes);
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        let shapes = outline.types.values().flat_map(HashMap::values);
        let holders = shapes
            .filter(|shape| !shape.list && (shape.to.ends_with("Connection") || !shape.sizes.is_empty()));
        outline.pages = holders.map(|shape| shape.to.clone()).collect();
        outline
    }

    /// Whether a type holds a page: rows are in its lists, and how many was said one field above.
    pub(super) fn is_page(&self, name: &str) -> bool {
        self.pages.contains(name)
    }

    /// The field `name` of type `of`, if both exist.
    pub(super) fn field(&self, of: &str, name: &str) -> Option<&Shape> {
        self.types.get(of)?.get(name)
    }
}

fn shape(field: FieldDefinition) -> Shape {
    let sizes = field
        .arguments
        .into_iter()
        .filter(|argument| SIZES.contains(&argument.node.name.node.as_str()))
        .map(|argument| {
            (argument.node.name.node.to_string(), argument.node.default_value.map(|value| value.node))
        })
        .collect();
    Shape {
        to: named(&field.ty.node).to_owned(),
        list: matches!(field.ty.node.base, BaseType::List(_)),
        sizes,
    }
}

fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}
