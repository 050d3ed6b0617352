//! Duty clocks in GraphQL, and what other slices start and meet them by.
//!
//! A slice that owes something before a day loads [`Duties`] before its transaction, starts a clock in it with
//! [`start_clock`], and meets it with [`meet_clocks`] by the row that the clock waits for. The clock then stands in work
//! lists, is counted when it is late and is told up the chain, with nothing more to do.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::{duty_clock, duty_rule};
use uuid::Uuid;

use super::store_clock::ENDED_REASON;
pub use super::store_clock::{Duties, NewClock, Of, end_clocks, meet_clocks, start_clock};
pub use super::store_start::{Place, places, start_all, start_next, unit_that_leads};
use super::types::Case;
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize};
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary::Role;
use crate::domain::vocabulary_case::{DutyKind, Track};
use crate::domain::youth::types::Youth;
use crate::support::fault::Fault;
use crate::support::language::Language;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;
use crate::support::user_error::UserError;

/// Whether a duty clock runs.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// It waits for something to be done (pågår).
    Running,
    /// It was done (fullgjord).
    Met,
    /// The duty fell away, for a reason (bortfallen).
    Ended,
}

impl ClockState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Running => ("Pågår", "Running"),
            Self::Met => ("Fullgjord", "Met"),
            Self::Ended => ("Bortfallen", "Ended"),
        };
        Language::current().pick(swedish, english)
    }
}

/// A duty clock (tidsfrist): something to be done about a youth before a day, counted in school days. It is met or ended
/// with a reason, and never taken away.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct DutyClock {
    /// Global id.
    pub id: ID,
    /// What is to be done.
    pub kind: DutyKind,
    /// Which of its kind, from 1: the second time a case is mapped has 2.
    pub step: i32,
    /// On which track the duty lies.
    pub track: Track,
    /// Whether it runs.
    pub state: ClockState,
    /// The day it started.
    pub starts_on: Date,
    /// The last day on which it is in time.
    pub due_on: Date,
    /// Whether it runs and its day has passed.
    pub is_overdue: bool,
    /// When it was done; null until then.
    pub met_at: Option<DateTime<Utc>>,
    /// When the duty fell away; null while it stands.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it fell away; null while it stands, and for a protected person without a reason.
    pub ended_reason: Option<String>,
    /// How far up the chain it has been told because it is late; null while it has not. The area manager sees only a
    /// count of such clocks.
    pub escalated_to: Option<Role>,
    /// Whom it is about; null when out of reach by now.
    pub youth: Option<Youth>,
    /// Global id of what it waits for, to be read by `node`: a signal, an investigation, a follow-up, a transfer, an
    /// entry in the register of the activity duty; null when that is the case itself.
    pub object: Option<ID>,
    #[graphql(skip)]
    pub(crate) row: duty_clock::Model,
}

impl DutyClock {
    /// From its row, with its youth, who is batched over the page.
    pub async fn of(ctx: &Context<'_>, row: duty_clock::Model) -> Result<Self, Fault> {
        let grant = ctx.authorize(Action::ReadCases)?;
        let youth = Youth::load(ctx, row.youth_id).await?;
        let sealed = youth.as_ref().is_none_or(Youth::is_sealed);
        let reason = row.ended_reason.as_ref().filter(|_| !sealed);
        let state = match (row.met_at, row.ended_at) {
            (Some(_), _) => ClockState::Met,
            (None, Some(_)) => ClockState::Ended,
            (None, None) => ClockState::Running,
        };
        Ok(Self {
            id: GlobalId::write(Kind::DutyClock, grant.municipality_code(), row.id),
            kind: row.kind.into(),
            step: row.step,
            track: row.track.into(),
            state,
            starts_on: Date(row.starts_on),
            due_on: Date(row.due_on),
            is_overdue: state == ClockState::Running && row.due_on < grant.reach().today,
            met_at: row.met_at,
            ended_at: row.ended_at,
            ended_reason: reason
                .map(|text| grant.keys().columns.open_text(ENDED_REASON, text))
                .transpose()?,
            escalated_to: row.escalated_to.map(Role::from),
            youth,
            object: object(&row).map(|(kind, id)| GlobalId::write(kind, grant.municipality_code(), id)),
            row,
        })
    }

    /// The clock with this id, batched over the page; null when out of reach.
    pub async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>, Fault> {
        let row = ctx.data_unchecked::<DataLoader<RowsById<duty_clock::Entity>>>().load_one(id).await?;
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

/// What a clock waits for, if that is not the case itself.
fn object(row: &duty_clock::Model) -> Option<(Kind, Uuid)> {
    use entity::vocabulary::DutyKind as Duty;
    let kind = match row.kind {
        Duty::AttendSignal => Kind::Signal,
        Duty::InvestigateAbsence | Duty::ReportInvestigation | Duty::TellHomeMunicipality => {
            Kind::Investigation
        }
        Duty::FollowUpMeasure | Duty::FollowUpEstablishment => Kind::FollowUp,
        Duty::AnswerTransfer => Kind::Transfer,
        Duty::ContactKaa => Kind::KaaEntry,
        Duty::BeginMapping | Duty::FinishMapping | Duty::AgreePlan | Duty::FollowUp | Duty::Conclude => {
            return None;
        }
    };
    row.object_id.map(|id| (kind, id))
}

#[ComplexObject]
impl DutyClock {
    /// Label of what is to be done, in the reader's language.
    async fn kind_label(&self) -> &'static str {
        self.kind.label()
    }

    /// Label of the state, in the reader's language.
    async fn state_label(&self) -> &'static str {
        self.state.label()
    }

    /// The case that it belongs to; null outside a case.
    async fn case(&self, ctx: &Context<'_>) -> Option<Result<Case, Fault>> {
        Case::load(ctx, self.row.case_id?).await.transpose()
    }

    /// Who did it; null until then, and for a job.
    async fn met_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        let by: Uuid = self.row.met_by.filter(|_| !self.is_sealed())?;
        Staff::named(ctx, Action::ReadCases, by).await.transpose()
    }
}

/// How long a duty may take in this municipality (fristregel), and when a late one is told up the chain.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct DutyRule {
    /// The duty.
    pub kind: DutyKind,
    /// School days from the start until it is due.
    pub school_days: i32,
    /// School days after the due day until the lead of the track sees it: the head teacher (rektor), or the officers of
    /// the activity duty or of young adults. 0 is at once.
    pub lead_after: i32,
    /// School days after the due day until it counts at the area manager (verksamhetschef), who sees a count alone.
    pub area_manager_after: i32,
    /// Counts its changes; a change says which version it was made from.
    pub version: i32,
}

#[ComplexObject]
impl DutyRule {
    /// Label of the duty, in the reader's language.
    async fn kind_label(&self) -> &'static str {
        self.kind.label()
    }
}

impl From<duty_rule::Model> for DutyRule {
    fn from(row: duty_rule::Model) -> Self {
        Self {
            kind: row.kind.into(),
            school_days: row.school_days,
            lead_after: row.lead_after,
            area_manager_after: row.manager_after,
            version: row.version,
        }
    }
}

/// How long a duty is to take from now on; clocks that run keep their day.
#[derive(InputObject, Clone, Debug)]
pub struct SetDutyRuleInput {
    /// The duty.
    pub kind: DutyKind,
    /// The version that was read.
    pub version: i32,
    /// School days from the start until it is due, 0 to 200.
    pub school_days: i32,
    /// School days after the due day until the lead of the track sees it, 0 to 200.
    pub lead_after: i32,
    /// School days after the due day until it counts at the area manager, not before the lead sees it, to 200.
    pub area_manager_after: i32,
}

/// Answer to `setDutyRule`.
#[derive(SimpleObject, Clone, Debug)]
pub struct SetDutyRulePayload {
    /// The rule as it is now; of a conflict too.
    pub rule: Option<DutyRule>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}
