//! Drafts of publications in GraphQL.

use std::collections::{BTreeSet, HashMap};

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::{staff, statistics_draft};
use entity::vocabulary;
use uuid::Uuid;

use super::draft::{self, Draft};
use super::store;
use crate::access::Grant;
use crate::domain::staff::types::Staff;
use crate::domain::statistics::catalogue;
use crate::domain::vocabulary_statistics::UnitBasis;
use crate::support::fault::Fault;
use crate::support::language::Language;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// Where a draft of a publication stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::DraftState")]
pub enum DraftState {
    /// Prepared, and waits for another person (förberedd).
    Draft,
    /// Published (publicerad).
    Published,
    /// Refused, by the control of disclosure or by whoever decided (avvisad).
    Refused,
    /// Taken back by whoever prepared it (kasserad).
    Discarded,
}

impl DraftState {
    fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Draft => ("Förberedd", "Prepared"),
            Self::Published => ("Publicerad", "Published"),
            Self::Refused => ("Avvisad", "Refused"),
            Self::Discarded => ("Kasserad", "Discarded"),
        };
        Language::current().pick(swedish, english)
    }
}

/// What a cell says to readers. One word for every hidden cell: never why.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::CellState")]
pub enum CellState {
    /// A value (värde).
    Value,
    /// Hidden so that nobody can be singled out (dold).
    Suppressed,
    /// Not reported (uppgift saknas).
    Missing,
    /// Cannot exist (ej tillämpligt).
    NotApplicable,
}

/// Why a cell of a draft is hidden: for the preparer's eyes and those of whoever decides.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum HiddenBecause {
    /// It could single somebody out by itself (primär).
    Primary,
    /// Others could be worked out from it (sekundär).
    Secondary,
}

/// A cell of a draft: what readers would see, and what is behind it.
#[derive(SimpleObject, Clone, Debug)]
pub struct DraftCell {
    /// The dimensions that it is broken down by, comma between; empty for the total.
    pub breakdown: String,
    /// Where in them it stands, as `sex=K,year=9`; empty for the total.
    pub coordinate: String,
    /// What readers would see.
    pub state: CellState,
    /// The share in whole percent, or the mean to one decimal, that readers would see; null where they see none.
    pub value: Option<f64>,
    /// The exact numerator; of a mean, how many it is of.
    pub exact_n: i64,
    /// The exact denominator; of a mean, what the values add up to.
    pub exact_total: i64,
    /// Why it is hidden; null where it is shown.
    pub hidden_because: Option<HiddenBecause>,
    /// Whether the value that was published before stands, since the correction is too small to be told.
    pub not_revised: bool,
}

/// An indicator of a draft.
#[derive(SimpleObject, Clone, Debug)]
pub struct DraftFigure {
    /// Code of the indicator.
    pub indicator: String,
    /// Its title, in the reader's language.
    pub title: String,
    /// The period; of three years together the first and the last.
    pub period: String,
    /// Youths with data of those in the population, in whole percent, rounded down.
    pub coverage: i32,
    /// Its cells, by breakdown and coordinate.
    pub cells: Vec<DraftCell>,
}

/// A publication being prepared (utkast till publicering), for the eyes of whoever prepares and whoever decides.
#[derive(SimpleObject, Clone, Debug)]
pub struct StatisticsDraft {
    /// Global id.
    pub id: ID,
    /// Of which period.
    pub period: String,
    /// Which youths are counted.
    pub basis: UnitBasis,
    /// Where it stands.
    pub state: DraftState,
    /// The same in words, in the reader's language.
    pub state_label: String,
    /// The day that the figures were worked out for.
    pub as_of: Date,
    /// Its figures, by code of the indicator.
    pub figures: Vec<DraftFigure>,
    /// How many cells readers would see.
    pub cells_shown: i32,
    /// How many would be hidden because they could single somebody out by themselves.
    pub cells_hidden_primary: i32,
    /// How many would be hidden because others could be worked out from them.
    pub cells_hidden_secondary: i32,
    /// Who prepared it; null when the person has left.
    pub prepared_by: Option<Staff>,
    /// When it was prepared.
    pub prepared_at: DateTime<Utc>,
    /// Who published, refused or took it back; null while it waits.
    pub decided_by: Option<Staff>,
    /// When; null while it waits.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was refused: a reason, or a code of the control of disclosure; null unless it was.
    pub refusal: Option<String>,
    /// Counts its changes; send it along with a decision.
    pub version: i32,
    #[graphql(skip)]
    pub(super) row_id: Uuid,
}

/// A page of drafts.
pub type StatisticsDraftPage = Connection<OpaqueCursor<String>, StatisticsDraft, EmptyFields, EmptyFields>;

impl StatisticsDraft {
    /// From rows, with the names of the colleagues: one statement.
    pub async fn of(grant: &Grant, rows: Vec<statistics_draft::Model>) -> Result<Vec<Self>, Fault> {
        let people: BTreeSet<Uuid> =
            rows.iter().flat_map(|row| [Some(row.prepared_by), row.decided_by]).flatten().collect();
        let names = grant.colleagues(people).await?;
        rows.into_iter().map(|row| Self::one(grant, row, &names)).collect()
    }

    fn one(
        grant: &Grant,
        row: statistics_draft::Model,
        names: &HashMap<Uuid, staff::Model>,
    ) -> Result<Self, Fault> {
        let code = grant.municipality_code();
        let named = |id: &Uuid| names.get(id).map(|row| Staff::of(row.clone(), code));
        let prepared = store::opened(grant, &row)?;
        let counts = prepared.counts();
        let count = |key| counts.get(key).and_then(|count| i32::try_from(*count).ok()).unwrap_or_default();
        let state = DraftState::from(row.state);
        Ok(Self {
            id: GlobalId::write(Kind::StatisticsDraft, code, row.id),
            period: row.period.clone(),
            basis: row.basis.into(),
            state,
            state_label: state.label().to_owned(),
            as_of: Date(row.as_of),
            figures: figures(prepared),
            cells_shown: count("SHOWN"),
            cells_hidden_primary: count("PRIMARY"),
            cells_hidden_secondary: count("SECONDARY"),
            prepared_by: named(&row.prepared_by),
            prepared_at: row.prepared_at,
            decided_by: row.decided_by.as_ref().and_then(named),
            decided_at: row.decided_at,
            refusal: row.refusal,
            version: row.version,
            row_id: row.id,
        })
    }
}

fn figures(prepared: Draft) -> Vec<DraftFigure> {
    let figure = |figure: draft::DraftFigure| DraftFigure {
        title: catalogue::find(&figure.indicator).map_or("", |indicator| indicator.title.pick()).to_owned(),
        indicator: figure.indicator,
        period: figure.period,
        coverage: figure.coverage,
        cells: figure.cells.into_iter().map(cell).collect(),
    };
    prepared.figures.into_iter().map(figure).collect()
}

fn cell(cell: draft::DraftCell) -> DraftCell {
    let hidden_because = cell.why.as_deref().map(|why| match why {
        "PRIMARY" => HiddenBecause::Primary,
        _ => HiddenBecause::Secondary,
    });
    DraftCell {
        breakdown: cell.breakdown,
        coordinate: cell.coordinate,
        state: draft::state(&cell.state).into(),
        value: cell.value,
        exact_n: cell.exact_n,
        exact_total: cell.exact_total,
        hidden_because,
        not_revised: cell.not_revised,
    }
}
