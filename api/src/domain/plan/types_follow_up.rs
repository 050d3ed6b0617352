//! Follow-ups in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use entity::municipality::{follow_up, measure};
use uuid::Uuid;

use super::types::Measure;
use crate::access::loading::{RowsById, RowsOfYouths};
use crate::access::{Action, Authorize, Grant};
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_plan::{FollowUpKind, GradedChange, YouthStatus};
use crate::domain::vocabulary_process::{Secrecy, Track};
use crate::domain::youth::types::Youth;
use crate::domain::youth::types_opened::open_youth;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// A follow-up (uppföljning): agreed in the plan, or of where the youth is 6, 12 and 24 months after the case was closed.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct FollowUp {
    /// Global id.
    pub id: ID,
    /// Global id of the case that it belongs to.
    pub case_id: ID,
    /// The track of the case.
    pub track: Track,
    /// Label of the track, in the reader's language.
    pub track_label: String,
    /// What it is.
    pub kind: FollowUpKind,
    /// Label of what it is, in the reader's language.
    pub kind_label: String,
    /// Its secrecy class: that of its measure, if it has one.
    pub secrecy: Secrecy,
    /// Label of the class, in the reader's language.
    pub secrecy_label: String,
    /// When it is due.
    pub planned_on: Date,
    /// Whether it is due today or was due before, and has not been done.
    pub is_due: bool,
    /// When it was done; null until then.
    pub done_on: Option<Date>,
    /// What was found, in words; null until done, and when it was only graded.
    pub result: Option<String>,
    /// What was found, graded; null until done, and when it was only said in words.
    pub outcome: Option<GradedChange>,
    /// Label of the grade, in the reader's language.
    pub outcome_label: Option<String>,
    /// What the youth did then; null until done, and for what was agreed in the plan.
    pub status: Option<YouthStatus>,
    /// Label of what the youth did, in the reader's language.
    pub status_label: Option<String>,
    /// Counts its changes; to be sent with the next one.
    pub version: i32,
    #[graphql(skip)]
    row: follow_up::Model,
}

impl FollowUp {
    /// From its row.
    pub fn of(grant: &Grant, row: follow_up::Model) -> Result<Self, Fault> {
        let code = grant.municipality_code();
        let result = row.result.as_ref().map(|text| grant.keys().columns.open_text("follow_up.result", text));
        let (track, kind) = (Track::from(row.track), FollowUpKind::from(row.kind));
        let secrecy = Secrecy::from(row.secrecy);
        let (outcome, status) = (row.outcome.map(GradedChange::from), row.status.map(YouthStatus::from));
        Ok(Self {
            id: GlobalId::write(Kind::FollowUp, code, row.id),
            case_id: GlobalId::write(Kind::Case, code, row.case_id),
            track,
            track_label: track.label().to_owned(),
            kind,
            kind_label: kind.label().to_owned(),
            secrecy,
            secrecy_label: secrecy.label().to_owned(),
            planned_on: Date(row.planned_on),
            is_due: row.done_on.is_none() && row.planned_on <= grant.reach().today,
            done_on: row.done_on.map(Date),
            result: result.transpose()?,
            outcome,
            outcome_label: outcome.map(|outcome| outcome.label().to_owned()),
            status,
            status_label: status.map(|status| status.label().to_owned()),
            version: row.version,
            row,
        })
    }

    /// The follow-up with this id, batched over the page, unless its youth is out of reach or sealed.
    pub async fn opened(ctx: &Context<'_>, id: Uuid) -> Result<Self, Fault> {
        let row = ctx.data_unchecked::<DataLoader<RowsById<follow_up::Entity>>>().load_one(id).await?;
        let row = row.ok_or_else(|| Fault::of(Code::NotFound))?;
        open_youth(ctx, Action::ReadPlans, row.youth_id).await?;
        Self::of(&ctx.authorize(Action::ReadPlans)?, row)
    }
}

#[ComplexObject]
impl FollowUp {
    /// Whom it is about; null when out of reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::load(ctx, self.row.youth_id).await.transpose()
    }

    /// The measure that it follows up; null when it follows up the whole plan.
    async fn measure(&self, ctx: &Context<'_>) -> Option<Result<Measure, Fault>> {
        measure(ctx, self.row.measure_id?).await.transpose()
    }

    /// Who planned it; null when the nightly run did, or when the person has left.
    async fn planned_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadPlans, self.row.author_id?).await.transpose()
    }

    /// Who did it; null until then, or when the person has left.
    async fn done_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadPlans, self.row.done_by?).await.transpose()
    }
}

async fn measure(ctx: &Context<'_>, id: Uuid) -> Result<Option<Measure>, Fault> {
    let grant = ctx.authorize(Action::ReadPlans)?;
    let row = ctx.data_unchecked::<DataLoader<RowsById<measure::Entity>>>().load_one(id).await?;
    row.map(|row| Measure::of(&grant, row)).transpose()
}

/// The follow-ups of a youth, the first that is due first, batched over the page.
pub async fn follow_ups_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<FollowUp>, Fault> {
    let grant = ctx.authorize(Action::ReadPlans)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<follow_up::Entity>>>().load_one(youth).await?;
    rows.unwrap_or_default().into_iter().take(100).map(|row| FollowUp::of(&grant, row)).collect()
}
