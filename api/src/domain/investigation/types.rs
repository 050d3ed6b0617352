//! Investigations of absence in GraphQL.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::investigation;
use uuid::Uuid;

use super::{rules, store};
use crate::access::loading::RowsOfYouths;
use crate::access::{Action, Authorize, Grant};
use crate::domain::municipality::types::Unit;
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_moves::InvestigationState;
use crate::domain::youth::types::Youth;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// An investigation of absence (utredning av frånvaro, skollagen 7:19 a and 15:16) that a head teacher sees to.
///
/// Of a person with protected data the words and the school are null until a reason is given.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Investigation {
    /// Global id.
    pub id: ID,
    /// Where it stands.
    pub state: InvestigationState,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Why; null of a protected person without a reason.
    pub reason: Option<String>,
    /// Last day to report the start to the authority (huvudman); null once reported or concluded. The law gives no
    /// number of days: seven are this system's own choice.
    pub report_due: Option<Date>,
    /// When the start was reported to the authority; null until then.
    pub reported_to_authority_at: Option<DateTime<Utc>>,
    /// Code of the home municipality (hemkommun) that is or was to be told; null when unknown, and of a protected person
    /// without a reason.
    pub home_municipality: Option<String>,
    /// Last day to tell it; null once told or concluded, and where it is the own or unknown. The law says at once: three
    /// days are this system's own choice.
    pub home_municipality_due: Option<Date>,
    /// When it was told; null until then.
    pub home_municipality_told_at: Option<DateTime<Utc>>,
    /// Whether a report is late.
    pub is_overdue: bool,
    /// What was found; null while it goes on, and of a protected person without a reason.
    pub conclusion: Option<String>,
    /// When it was concluded; null while it goes on.
    pub closed_at: Option<DateTime<Utc>>,
    /// When it is looked at next; null when not set.
    pub follow_up_on: Option<Date>,
    /// Version, to be sent back with a change.
    pub version: i32,
    #[graphql(skip)]
    youth_id: Uuid,
    #[graphql(skip)]
    opened_by_id: Uuid,
    #[graphql(skip)]
    unit_id: Option<Uuid>,
    #[graphql(skip)]
    municipality: String,
}

#[ComplexObject]
impl Investigation {
    /// The youth; a bare row of a protected person without a reason.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::load(ctx, self.youth_id).await.transpose()
    }

    /// Who opened it; null when the person has left.
    async fn opened_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadInvestigations, self.opened_by_id).await.transpose()
    }

    /// The school; null of a protected person without a reason.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit, Fault>> {
        Unit::load(ctx, self.unit_id?, &self.municipality).await.transpose()
    }

    /// Label of the state, in the reader's language.
    async fn state_label(&self) -> &'static str {
        self.state.label()
    }
}

impl Investigation {
    /// From rows, with what the reader may see of each; one statement for all that are asked for together.
    pub async fn of(
        ctx: &Context<'_>,
        grant: &Grant,
        rows: Vec<investigation::Model>,
    ) -> Result<Vec<(Uuid, Self)>, Fault> {
        let youths = rows.iter().map(|row| row.youth_id);
        let open = Youth::open_among(ctx, Action::ReadInvestigations, youths).await?;
        let shows =
            |row: &investigation::Model| open.get(&row.youth_id).is_some_and(|open| open.shows_words());
        rows.into_iter().map(|row| Ok((row.id, Self::one(grant, shows(&row), row)?))).collect()
    }

    fn one(grant: &Grant, is_open: bool, row: investigation::Model) -> Result<Self, Fault> {
        let (code, keys) = (grant.municipality_code(), &grant.keys().columns);
        let words = |place: &str, sealed: Option<&Vec<u8>>| {
            sealed.filter(|_| is_open).map(|text| keys.open_text(place, text)).transpose()
        };
        Ok(Self {
            id: GlobalId::write(Kind::Investigation, code, row.id),
            state: row.state.into(),
            opened_at: row.opened_at,
            reason: words("investigation.reason", Some(&row.reason))?,
            report_due: rules::report_due(&row).map(Date),
            reported_to_authority_at: row.reported_at,
            home_municipality_due: rules::home_due(&row, code).map(Date),
            home_municipality_told_at: row.told_at,
            is_overdue: rules::is_overdue(&row, code, grant.reach().today),
            conclusion: words("investigation.conclusion", row.conclusion.as_ref())?,
            closed_at: row.closed_at,
            follow_up_on: row.follow_up_on.map(Date),
            version: row.version,
            youth_id: row.youth_id,
            opened_by_id: row.opened_by,
            unit_id: is_open.then_some(row.unit_id),
            home_municipality: row.home_municipality.filter(|_| is_open),
            municipality: code.to_owned(),
        })
    }
}

/// The investigations about a youth who is open to the reader, batched over the page.
pub async fn investigations_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Investigation>, Fault> {
    let grant = ctx.authorize(Action::ReadInvestigations)?;
    let rows =
        ctx.data_unchecked::<DataLoader<RowsOfYouths<investigation::Entity>>>().load_one(youth).await?;
    let rows = rows.unwrap_or_default().into_iter().take(100);
    rows.map(|row| Investigation::one(&grant, true, row)).collect()
}

/// What a list of investigations is narrowed to; what is left out does not limit.
#[derive(InputObject, Clone, Debug, Default)]
pub struct InvestigationFilter {
    /// In this state.
    pub state: Option<InvestigationState>,
    /// Only those with a report that is late.
    #[graphql(default)]
    pub overdue: bool,
}

/// What a list of investigations says besides its page.
#[derive(Clone, Debug)]
pub struct InvestigationTotals {
    pub(super) grant: Grant,
    pub(super) filter: store::Filter,
}

#[Object]
impl InvestigationTotals {
    /// How many investigations the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(store::count(&self.grant, self.filter).await)
    }
}

/// A page of investigations.
pub type InvestigationPage =
    Connection<OpaqueCursor<String>, Investigation, InvestigationTotals, EmptyFields>;
