//! Figures inside the municipality in GraphQL.

use async_graphql::{ComplexObject, Context, Enum, SimpleObject};
use entity::municipality::figure_snapshot;
use entity::vocabulary;
use uuid::Uuid;

use super::catalogue::{Indicator, Shape};
use crate::access::Authorize;
use crate::domain::municipality::types::Unit;
use crate::support::fault::Fault;
use crate::support::scalars::Date;

/// What a figure says.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::CellState")]
pub enum FigureState {
    /// A value (värde).
    Value,
    /// Hidden so that nobody can be singled out (dold).
    Suppressed,
    /// Not reported (uppgift saknas).
    Missing,
    /// Cannot exist (ej tillämpligt).
    NotApplicable,
}

/// One indicator of a period at a unit with everything below it (nyckeltal inom kommunen), as it was on the day of the
/// weekly snapshot.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct UnitFigures {
    /// Code of the indicator.
    pub indicator: &'static str,
    /// Title of the indicator, in the reader's language.
    pub title: &'static str,
    /// Version of its definition.
    pub definition_version: i32,
    /// Unit of the value: of a share per cent (whole), of a mean what it is of (one decimal).
    pub value_unit: &'static str,
    /// Period, as `2024/25`, `2025HT`, `2025H2` or `2025-10`.
    pub period: String,
    /// Dimensions that it is broken down by, in the declared order; empty for the total.
    pub breakdown: Vec<&'static str>,
    /// The Monday of the week that it was worked out in.
    pub as_of: Date,
    /// The figures, by their places. A place that nobody is in is left out.
    pub cells: Vec<UnitFigure>,
    #[graphql(skip)]
    pub(super) unit_id: Uuid,
}

#[ComplexObject]
impl UnitFigures {
    /// The unit; null when it has gone.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit, Fault>> {
        unit(ctx, self.unit_id).await.transpose()
    }
}

async fn unit(ctx: &Context<'_>, id: Uuid) -> Result<Option<Unit>, Fault> {
    let code = ctx.visit()?.signed_in()?.municipality_code();
    Unit::load(ctx, id, code).await
}

/// A figure at one place.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct UnitFigure {
    /// Where in the breakdown it stands, one for each dimension; empty for the total.
    pub place: Vec<FigurePlace>,
    /// What it says.
    pub state: FigureState,
    /// How many have the property; of a mean, how many it is of. Null unless shown.
    pub n: Option<i64>,
    /// Of how many; null unless shown, and for a mean.
    pub total: Option<i64>,
    /// Share in whole per cent (half up), or a mean to one decimal; null unless shown.
    pub value: Option<f64>,
    /// People with data of those in the population, in whole per cent, rounded down; null unless shown.
    pub coverage: Option<i32>,
}

#[ComplexObject]
impl UnitFigure {
    /// Label of what it says, in the reader's language.
    async fn state_label(&self) -> &'static str {
        self.state.label()
    }
}

/// One category of a dimension.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct FigurePlace {
    /// Code of the dimension, such as `sex`.
    pub dimension: &'static str,
    /// Code of the category, such as `K`; `X` is unknown.
    pub category: &'static str,
    /// Label of the category, in the reader's language.
    pub label: &'static str,
}

impl FigureState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Value => ("Värde", "Value"),
            Self::Suppressed => ("Dold", "Hidden"),
            Self::Missing => ("Uppgift saknas", "Not reported"),
            Self::NotApplicable => ("Ej tillämpligt", "Not applicable"),
        };
        crate::support::language::Language::current().pick(swedish, english)
    }
}

impl UnitFigure {
    fn of(indicator: &Indicator, row: &figure_snapshot::Model) -> Self {
        Self {
            place: places(indicator, &row.coordinate),
            state: row.state.into(),
            n: row.n,
            total: row.total,
            value: row.value,
            coverage: row.coverage,
        }
    }
}

fn places(indicator: &Indicator, coordinate: &str) -> Vec<FigurePlace> {
    let pairs = coordinate.split(',').filter_map(|pair| pair.split_once('='));
    let place = |(dimension, category): (&str, &str)| {
        let of = indicator.dimensions.iter().find(|of| of.code() == dimension)?;
        let category = of.categories().iter().find(|of| of.code == category)?;
        Some(FigurePlace { dimension: of.code(), category: category.code, label: category.name.pick() })
    };
    pairs.filter_map(place).collect()
}

impl UnitFigures {
    /// From the rows of a snapshot, of which there is at least one.
    pub(super) fn of(
        indicator: &'static Indicator,
        breakdown: Vec<&'static str>,
        rows: &[figure_snapshot::Model],
    ) -> Option<Self> {
        let first = rows.first()?;
        let value_unit = match indicator.shape {
            Shape::Share => "%",
            Shape::Mean(unit) => unit.pick(),
        };
        Some(Self {
            indicator: indicator.code,
            title: indicator.title.pick(),
            definition_version: indicator.version,
            value_unit,
            period: first.period.clone(),
            breakdown,
            as_of: Date(first.taken_on),
            cells: rows.iter().map(|row| UnitFigure::of(indicator, row)).collect(),
            unit_id: first.unit_id,
        })
    }
}
