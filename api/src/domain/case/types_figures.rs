//! Caseload and counts of late duties in GraphQL.

use async_graphql::{ComplexObject, Context, SimpleObject};
use uuid::Uuid;

use crate::access::Action;
use crate::access::Authorize;
use crate::access::figures::LateDuties;
use crate::domain::municipality::types::Unit;
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_case::{CaseState, DutyKind, Track};
use crate::support::fault::Fault;

/// The open cases that a head teacher answers for, or the officers of the activity duty (ärendebelastning).
#[derive(SimpleObject, Clone, Debug)]
pub struct Caseload {
    /// Open cases.
    pub open: i64,
    /// Those of them that nobody responsible has in hand: nobody was named, or whoever was no longer reaches the youth.
    pub without_responsible: i64,
    /// Those of them of which a duty clock is late.
    pub overdue: i64,
    /// Open cases by state; a state with none is left out.
    pub by_state: Vec<StateCount>,
    /// Open cases by the one responsible, at most 100; those without one are not among them.
    pub by_responsible: Vec<ResponsibleCount>,
}

/// How many open cases stand in a state.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct StateCount {
    /// The state.
    pub state: CaseState,
    /// How many.
    pub count: i64,
}

#[ComplexObject]
impl StateCount {
    /// Label of the state, in the reader's language.
    async fn state_label(&self) -> &'static str {
        self.state.label()
    }
}

/// How many open cases one member of staff is responsible for.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct ResponsibleCount {
    /// How many.
    pub open: i64,
    /// Those of them of which a duty clock is late.
    pub overdue: i64,
    #[graphql(skip)]
    pub(super) staff_id: Uuid,
}

#[ComplexObject]
impl ResponsibleCount {
    /// Who; null when the person has left.
    async fn responsible(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadCases, self.staff_id).await.transpose()
    }
}

/// How many duties of one kind are late at one unit (försenade frister).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct DutyCount {
    /// The unit.
    pub unit: Unit,
    /// The duty.
    pub kind: DutyKind,
    /// The track.
    pub track: Track,
    /// How many are late; null when there are too few to be told to those who may see no person: fewer than 5, or fewer
    /// than 10 of the activity duty.
    pub overdue: Option<i64>,
}

impl DutyCount {
    /// From a count, as far as it is told; none when the unit has gone.
    pub(super) async fn of(
        ctx: &Context<'_>,
        late: LateDuties,
        overdue: Option<i64>,
    ) -> Result<Option<Self>, Fault> {
        let code = ctx.visit()?.signed_in()?.municipality_code();
        let unit = Unit::load(ctx, late.unit, code).await?;
        Ok(unit.map(|unit| Self { unit, kind: late.kind.into(), track: late.track.into(), overdue }))
    }
}

#[ComplexObject]
impl DutyCount {
    /// Label of the duty, in the reader's language.
    async fn kind_label(&self) -> &'static str {
        self.kind.label()
    }

    /// Label of the track, in the reader's language.
    async fn track_label(&self) -> &'static str {
        self.track.label()
    }
}
