//! Cases in GraphQL.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::{case_event, youth_case};
use entity::vocabulary;
use futures::future::try_join_all;
use sea_orm::ActiveEnum;
use uuid::Uuid;

use super::loaders::{ClocksOfCases, EventsOfCases, LackingCases};
use super::store::{self, Filter};
use super::store_changes::REASON;
use super::types_clock::DutyClock;
use super::types_signal::{Signal, signal_by_id, signals_of_case};
use crate::access::loading::{RowsById, RowsOfYouths};
use crate::access::{Action, Authorize, Grant};
use crate::domain::municipality::types::Unit;
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_case::{CaseEventKind, CaseState, ClosingReason, Track};
use crate::domain::youth::types::Youth;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

/// A case (ärende): the work around one youth on one track, from detection to closing.
///
/// Of a person with protected data (skyddade personuppgifter) read without a reason, the unit, the people, the history
/// and the reasons are null or empty.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Case {
    /// Global id.
    pub id: ID,
    /// Its track (spår).
    pub track: Track,
    /// Where it stands.
    pub state: CaseState,
    /// Counts its changes; a change says which version it was made from.
    pub version: i32,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was closed; null while open.
    pub closed_at: Option<DateTime<Utc>>,
    /// Why it was closed; null while open.
    pub closing_reason: Option<ClosingReason>,
    /// Whom it is about; null when out of reach by now.
    pub youth: Option<Youth>,
    #[graphql(skip)]
    pub(crate) row: youth_case::Model,
    #[graphql(skip)]
    municipality: String,
}

impl Case {
    /// From its row, with its youth, who is batched over the page.
    pub async fn of(ctx: &Context<'_>, row: youth_case::Model) -> Result<Self, Fault> {
        let youth = Youth::load(ctx, row.youth_id).await?;
        let municipality = ctx.visit()?.signed_in()?.municipality_code().to_owned();
        let closing = row.closing_reason.as_ref();
        let closing = closing.and_then(|code| vocabulary::ClosingReason::try_from_value(code).ok());
        let sealed = youth.as_ref().is_none_or(Youth::is_sealed);
        Ok(Self {
            id: GlobalId::write(Kind::Case, &municipality, row.id),
            track: row.track.into(),
            state: row.state.into(),
            version: row.version,
            opened_at: row.opened_at,
            closed_at: row.closed_at,
            closing_reason: closing.filter(|_| !sealed).map(ClosingReason::from),
            youth,
            row,
            municipality,
        })
    }

    /// From the rows of a page.
    pub async fn all(ctx: &Context<'_>, rows: Vec<youth_case::Model>) -> Result<Vec<Self>, Fault> {
        try_join_all(rows.into_iter().map(|row| Self::of(ctx, row))).await
    }

    /// The case with this id, batched over the page; null when out of reach.
    pub async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>, Fault> {
        let row = ctx.data_unchecked::<DataLoader<RowsById<youth_case::Entity>>>().load_one(id).await?;
        match row {
            Some(row) => Self::of(ctx, row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Whether it is about a person with protected data, read without a reason.
    pub fn is_sealed(&self) -> bool {
        self.youth.as_ref().is_none_or(Youth::is_sealed)
    }
}

#[ComplexObject]
impl Case {
    /// Label of the track, in the reader's language.
    async fn track_label(&self) -> &'static str {
        self.track.label()
    }

    /// Label of the state, in the reader's language.
    async fn state_label(&self) -> &'static str {
        self.state.label()
    }

    /// Label of the closing reason, in the reader's language; null while open.
    async fn closing_reason_label(&self) -> Option<&'static str> {
        self.closing_reason.map(ClosingReason::label)
    }

    /// The unit that owns it (ägande enhet).
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit, Fault>> {
        if self.is_sealed() {
            return None;
        }
        Unit::load(ctx, self.row.owner_unit_id, &self.municipality).await.transpose()
    }

    /// Who is responsible (ansvarig); null while nobody is.
    async fn responsible(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        if self.is_sealed() {
            return None;
        }
        Staff::named(ctx, Action::ReadCases, self.row.responsible_id?).await.transpose()
    }

    /// Who opened it; null for a job.
    async fn opened_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        if self.is_sealed() {
            return None;
        }
        Staff::named(ctx, Action::ReadCases, self.row.opened_by?).await.transpose()
    }

    /// Whether it is open and nobody responsible reaches the youth today: nobody was named, or an assignment has ended,
    /// or the youth has moved.
    async fn lacks_responsible(&self, ctx: &Context<'_>) -> Option<Result<bool, Fault>> {
        ctx.data_unchecked::<DataLoader<LackingCases>>().load_one(self.row.id).await.transpose()
    }

    /// Its history (historik), the first line at the start, at most 100.
    async fn history(&self, ctx: &Context<'_>) -> Option<Result<Vec<CaseEvent>, Fault>> {
        if self.is_sealed() { Some(Ok(Vec::new())) } else { Some(history(ctx, self.row.id).await) }
    }

    /// The signals (signaler) that it was opened from and the viewer may read, the latest at the start, at most 100.
    async fn signals(&self, ctx: &Context<'_>) -> Option<Result<Vec<Signal>, Fault>> {
        if self.is_sealed() { Some(Ok(Vec::new())) } else { Some(signals_of_case(ctx, self.row.id).await) }
    }

    /// Its duty clocks (tidsfrister), those due first at the start, at most 100; met and ended ones too.
    async fn clocks(&self, ctx: &Context<'_>) -> Option<Result<Vec<DutyClock>, Fault>> {
        Some(clocks(ctx, self.row.id).await)
    }
}

async fn history(ctx: &Context<'_>, case: Uuid) -> Result<Vec<CaseEvent>, Fault> {
    let grant = ctx.authorize(Action::ReadCases)?;
    let rows = ctx.data_unchecked::<DataLoader<EventsOfCases>>().load_one(case).await?.unwrap_or_default();
    rows.into_iter().take(100).map(|row| CaseEvent::of(row, &grant)).collect()
}

async fn clocks(ctx: &Context<'_>, case: Uuid) -> Result<Vec<DutyClock>, Fault> {
    let rows = ctx.data_unchecked::<DataLoader<ClocksOfCases>>().load_one(case).await?.unwrap_or_default();
    try_join_all(rows.into_iter().take(100).map(|row| DutyClock::of(ctx, row))).await
}

/// The cases of a youth that the viewer may read, the latest opened first, at most 100.
pub async fn cases_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Case>, Fault> {
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<youth_case::Entity>>>().load_one(youth).await?;
    Case::all(ctx, rows.unwrap_or_default().into_iter().take(100).collect()).await
}

/// One line of the history of a case (ärendets historik).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct CaseEvent {
    /// What happened.
    pub kind: CaseEventKind,
    /// The state before; null for the first line.
    pub from_state: Option<CaseState>,
    /// The state after.
    pub to_state: CaseState,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, as it was written; null when nothing was.
    pub reason: Option<String>,
    #[graphql(skip)]
    by_id: Option<Uuid>,
    #[graphql(skip)]
    responsible_id: Option<Uuid>,
    #[graphql(skip)]
    signal_id: Option<Uuid>,
}

impl CaseEvent {
    fn of(row: case_event::Model, grant: &Grant) -> Result<Self, Fault> {
        let keys = &grant.keys().columns;
        Ok(Self {
            kind: row.kind.into(),
            from_state: row.from_state.map(CaseState::from),
            to_state: row.to_state.into(),
            at: row.at,
            reason: row.reason.map(|sealed| keys.open_text(REASON, &sealed)).transpose()?,
            by_id: row.by_id,
            responsible_id: row.responsible_id,
            signal_id: row.signal_id,
        })
    }
}

#[ComplexObject]
impl CaseEvent {
    /// Label of what happened, in the reader's language.
    async fn kind_label(&self) -> &'static str {
        self.kind.label()
    }

    /// Who did it; null for a job.
    async fn by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadCases, self.by_id?).await.transpose()
    }

    /// The signal that it was opened from, for SIGNAL_TAKEN_UP; null otherwise, and for those who do not read it.
    async fn signal(&self, ctx: &Context<'_>) -> Option<Result<Signal, Fault>> {
        signal_by_id(ctx, self.signal_id?).await.transpose()
    }

    /// Who was responsible after it; null when nobody was.
    async fn responsible(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadCases, self.responsible_id?).await.transpose()
    }
}

/// What a list of cases is narrowed to; what is left out does not limit.
#[derive(InputObject, Clone, Debug, Default)]
pub struct CaseFilter {
    /// In this state.
    pub state: Option<CaseState>,
    /// On this track.
    pub track: Option<Track>,
    /// True for open ones only, false for closed ones only.
    pub open: Option<bool>,
    /// This member of staff is responsible.
    pub responsible: Option<ID>,
    /// Owned by this unit or one below it.
    pub unit: Option<ID>,
    /// Only those that the viewer is responsible for.
    #[graphql(default)]
    pub mine: bool,
    /// Only those of which a duty clock is late.
    #[graphql(default)]
    pub overdue: bool,
    /// Only open ones that nobody responsible has in hand.
    #[graphql(default)]
    pub lacks_responsible: bool,
}

/// What a list of cases says besides its page.
#[derive(Clone, Debug)]
pub struct CaseTotals {
    pub(super) grant: Grant,
    pub(super) filter: Filter,
}

#[Object]
impl CaseTotals {
    /// How many cases the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(store::count(&self.grant, &self.filter).await)
    }
}

/// A page of cases.
pub type Cases = Connection<OpaqueCursor<String>, Case, CaseTotals, EmptyFields>;
