//! Absence reports in GraphQL.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::absence_report;
use entity::vocabulary;
use uuid::Uuid;

use super::store;
use crate::access::{Action, Grant};
use crate::domain::vocabulary::Protection;
use crate::domain::vocabulary_moves::{AbsenceReportArrival, AbsenceReportState};
use crate::domain::youth::types::{Openness, Youth};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// A report of absence that came to the home municipality (anmälan om frånvaro, skollagen 15:15).
///
/// About a person with protected data who is not known here only that it came is told: call the sender. About one who
/// is, it is open to whoever sees the youth and gives a reason, without the school.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct AbsenceReport {
    /// Global id.
    pub id: ID,
    /// Where it stands.
    pub state: AbsenceReportState,
    /// How it came.
    pub arrived_how: AbsenceReportArrival,
    /// When it came.
    pub arrived_on: Date,
    /// Code of the municipality that handed it over; null when it came otherwise.
    pub from_municipality: Option<String>,
    /// Protective marking, as the sender knows it.
    pub protection: Protection,
    /// Name as it was reported; null when not to be read.
    pub name: Option<String>,
    /// Civic number (personnummer), twelve characters; null when none was given, and when not to be read.
    pub civic_number: Option<String>,
    /// School or authority that sent it; null when unknown, and of a person with protected data.
    pub sender: Option<String>,
    /// First day of the absence; null when not to be read.
    pub starts_on: Option<Date>,
    /// Last day; null while it goes on, and when not to be read.
    pub ends_on: Option<Date>,
    /// What it says; null when not to be read.
    pub content: Option<String>,
    /// When it was dealt with; null until then.
    pub handled_at: Option<DateTime<Utc>>,
    /// What was done; null until then, and when not to be read.
    pub handling: Option<String>,
    /// Version, to be sent back with a change.
    pub version: i32,
    #[graphql(skip)]
    youth_id: Option<Uuid>,
}

#[ComplexObject]
impl AbsenceReport {
    /// The youth; null when not known here, and when out of reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::load(ctx, self.youth_id?).await.transpose()
    }

    /// Label of the state, in the reader's language.
    async fn state_label(&self) -> &'static str {
        self.state.label()
    }

    /// Label of how it came, in the reader's language.
    async fn arrived_how_label(&self) -> &'static str {
        self.arrived_how.label()
    }
}

impl AbsenceReport {
    /// From rows, with what the reader may see of each; one statement.
    pub async fn of(
        ctx: &Context<'_>,
        grant: &Grant,
        rows: Vec<absence_report::Model>,
    ) -> Result<Vec<(Uuid, Self)>, Fault> {
        let known =
            Youth::open_among(ctx, Action::ReadAbsenceReports, rows.iter().filter_map(|row| row.youth_id))
                .await?;
        let open = |row: &absence_report::Model| match (row.youth_id, row.protection) {
            (Some(youth), _) => known.get(&youth).copied().unwrap_or(Openness::Bare),
            (None, vocabulary::Protection::None) => Openness::Open,
            (None, _) => Openness::Bare,
        };
        rows.into_iter().map(|row| Ok((row.id, Self::one(grant, open(&row), row)?))).collect()
    }

    fn one(grant: &Grant, open: Openness, row: absence_report::Model) -> Result<Self, Fault> {
        let words = |place: &str, sealed: Option<&Vec<u8>>| {
            let sealed = sealed.filter(|_| open.shows_words());
            sealed.map(|text| grant.keys().columns.open_text(place, text)).transpose()
        };
        let sender = row.sender.as_ref().filter(|_| open == Openness::Open);
        Ok(Self {
            id: GlobalId::write(Kind::AbsenceReport, grant.municipality_code(), row.id),
            state: row.state.into(),
            arrived_how: row.arrived_how.into(),
            arrived_on: Date(row.arrived_on),
            protection: row.protection.into(),
            name: words("absence_report.name", Some(&row.name))?,
            civic_number: words("absence_report.civic_number", row.civic_number.as_ref())?,
            sender: words("absence_report.sender", sender)?,
            starts_on: open.shows_words().then_some(Date(row.starts_on)),
            ends_on: row.ends_on.filter(|_| open.shows_words()).map(Date),
            content: words("absence_report.content", Some(&row.content))?,
            handled_at: row.handled_at,
            handling: words("absence_report.handling", row.handling.as_ref())?,
            version: row.version,
            youth_id: row.youth_id,
            from_municipality: row.from_municipality,
        })
    }
}

/// What a list of absence reports says besides its page.
#[derive(Clone, Debug)]
pub struct AbsenceReportTotals {
    pub(super) grant: Grant,
    pub(super) state: Option<vocabulary::ReportState>,
}

#[Object]
impl AbsenceReportTotals {
    /// How many reports the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(store::count(&self.grant, self.state).await)
    }
}

/// A page of absence reports.
pub type AbsenceReportPage =
    Connection<OpaqueCursor<String>, AbsenceReport, AbsenceReportTotals, EmptyFields>;
