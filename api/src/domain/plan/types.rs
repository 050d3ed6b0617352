//! Measures in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::{follow_up, goal, measure, measure_event};
use uuid::Uuid;

use super::types_follow_up::FollowUp;
use super::types_goal::Goal;
use super::types_type::MeasureType;
use crate::access::loading::{RowsById, RowsOfParents, RowsOfYouths};
use crate::access::{Action, Authorize, Grant};
use crate::domain::attendance::types_beside::{AttendanceBeside, attendance_beside};
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_plan::{GradedChange, MeasureLevel, MeasureState};
use crate::domain::vocabulary_process::{Secrecy, Track};
use crate::domain::youth::types::Youth;
pub use crate::domain::youth::types_opened::open_youth;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// A measure (insats) for one youth, from its offer to its end. Offered, accepted, declined, begun and ended are kept
/// apart, each with its day.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Measure {
    /// Global id.
    pub id: ID,
    /// Global id of the case that it belongs to.
    pub case_id: ID,
    /// The track of the case.
    pub track: Track,
    /// Label of the track, in the reader's language.
    pub track_label: String,
    /// Its secrecy class.
    pub secrecy: Secrecy,
    /// Label of the class, in the reader's language.
    pub secrecy_label: String,
    /// Promoting, preventing or remedying.
    pub level: MeasureLevel,
    /// Label of the level, in the reader's language.
    pub level_label: String,
    /// Where it stands.
    pub state: MeasureState,
    /// Label of the state, in the reader's language.
    pub state_label: String,
    /// What is to be done.
    pub content: String,
    /// What it is, in words, when its type does not say; null otherwise.
    pub words: Option<String>,
    /// By which method, in words; null when not said.
    pub method: Option<String>,
    /// The method in the shared catalogue; null when not from there.
    pub method_ref: Option<String>,
    /// When it was offered.
    pub offered_on: Date,
    /// When it was accepted; null unless it was.
    pub accepted_on: Option<Date>,
    /// When it was declined; null unless it was.
    pub declined_on: Option<Date>,
    /// Why it was declined; null when not said.
    pub declined_reason: Option<String>,
    /// When it is to begin; null when not said.
    pub planned_start: Option<Date>,
    /// When it is to end; null when not said.
    pub planned_end: Option<Date>,
    /// When it began; null until then.
    pub starts_on: Option<Date>,
    /// When it ended; null until then.
    pub ended_on: Option<Date>,
    /// Why it ended; null while it has not, and when not said.
    pub ended_reason: Option<String>,
    /// What it gave, graded; null until it ended, and when not said.
    pub outcome: Option<GradedChange>,
    /// Label of what it gave, in the reader's language.
    pub outcome_label: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// Counts its changes; to be sent with the next one.
    pub version: i32,
    #[graphql(skip)]
    row: measure::Model,
}

impl Measure {
    /// From its row.
    pub fn of(grant: &Grant, row: measure::Model) -> Result<Self, Fault> {
        let (code, keys) = (grant.municipality_code(), &grant.keys().columns);
        let opened = |place, text: &Option<Vec<u8>>| text.as_ref().map(|text| keys.open_text(place, text));
        let (track, secrecy) = (Track::from(row.track), Secrecy::from(row.secrecy));
        let (level, state) = (MeasureLevel::from(row.level), MeasureState::from(row.state));
        let outcome = row.outcome.map(GradedChange::from);
        Ok(Self {
            id: GlobalId::write(Kind::Measure, code, row.id),
            case_id: GlobalId::write(Kind::Case, code, row.case_id),
            track,
            track_label: track.label().to_owned(),
            secrecy,
            secrecy_label: secrecy.label().to_owned(),
            level,
            level_label: level.label().to_owned(),
            state,
            state_label: state.label().to_owned(),
            content: keys.open_text("measure.content", &row.content)?,
            words: opened("measure.words", &row.words).transpose()?,
            method: opened("measure.method", &row.method).transpose()?,
            method_ref: row.method_ref.clone(),
            offered_on: Date(row.offered_on),
            accepted_on: row.accepted_on.map(Date),
            declined_on: row.declined_on.map(Date),
            declined_reason: opened("measure.declined_reason", &row.declined_reason).transpose()?,
            planned_start: row.planned_start.map(Date),
            planned_end: row.planned_end.map(Date),
            starts_on: row.starts_on.map(Date),
            ended_on: row.ended_on.map(Date),
            ended_reason: opened("measure.ended_reason", &row.ended_reason).transpose()?,
            outcome,
            outcome_label: outcome.map(|outcome| outcome.label().to_owned()),
            created_at: row.created_at,
            changed_at: row.changed_at,
            version: row.version,
            row,
        })
    }

    /// The measure with this id, batched over the page, unless its youth is out of reach or sealed.
    pub async fn opened(ctx: &Context<'_>, id: Uuid) -> Result<Self, Fault> {
        let row = ctx.data_unchecked::<DataLoader<RowsById<measure::Entity>>>().load_one(id).await?;
        let row = row.ok_or_else(|| Fault::of(Code::NotFound))?;
        open_youth(ctx, Action::ReadPlans, row.youth_id).await?;
        Self::of(&ctx.authorize(Action::ReadPlans)?, row)
    }
}

#[ComplexObject]
impl Measure {
    /// Whom it is for; null when out of reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::load(ctx, self.row.youth_id).await.transpose()
    }

    /// Its type.
    #[graphql(name = "type")]
    async fn type_of(&self, ctx: &Context<'_>) -> Option<Result<MeasureType, Fault>> {
        MeasureType::load(ctx, self.row.type_id).await.transpose()
    }

    /// The goal that it serves; null without one.
    async fn goal(&self, ctx: &Context<'_>) -> Option<Result<Goal, Fault>> {
        goal(ctx, self.row.goal_id?).await.transpose()
    }

    /// Who is responsible (ansvarig); null when the person has left.
    async fn responsible(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadPlans, self.row.responsible_id).await.transpose()
    }

    /// Who wrote it; null when the person has left.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadPlans, self.row.author_id).await.transpose()
    }

    /// Its history (historik), the first step first, at most 100.
    async fn history(&self, ctx: &Context<'_>) -> Option<Result<Vec<MeasureEvent>, Fault>> {
        Some(history(ctx, self.row.id).await)
    }

    /// Its follow-ups (uppföljningar), the first that is due first, at most 100.
    async fn follow_ups(&self, ctx: &Context<'_>) -> Option<Result<Vec<FollowUp>, Fault>> {
        Some(follow_ups(ctx, self.row.id).await)
    }

    /// Attendance in the four weeks with lessons before it began and the four after, shown beside it: what happened at the
    /// same time is not thereby its effect. Null until it began, and when there are no weeks on either side; only for those
    /// who read all attendance of the youth.
    async fn attendance_beside(&self, ctx: &Context<'_>) -> Option<Result<AttendanceBeside, Fault>> {
        attendance_beside(ctx, self.row.youth_id, self.row.starts_on?).await.transpose()
    }
}

/// One step in the history of a measure.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct MeasureEvent {
    /// The state that it came to.
    pub state: MeasureState,
    /// Label of the state, in the reader's language.
    pub state_label: String,
    /// The day that counts.
    pub happened_on: Date,
    /// When it was written down.
    pub at: DateTime<Utc>,
    #[graphql(skip)]
    author_id: Uuid,
}

#[ComplexObject]
impl MeasureEvent {
    /// Who wrote it down; null when the person has left.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadPlans, self.author_id).await.transpose()
    }
}

async fn history(ctx: &Context<'_>, measure: Uuid) -> Result<Vec<MeasureEvent>, Fault> {
    let events = ctx.data_unchecked::<DataLoader<RowsOfParents<measure_event::Entity>>>();
    let rows = events.load_one(measure).await?.unwrap_or_default();
    let event = |row: measure_event::Model| {
        let state = MeasureState::from(row.state);
        MeasureEvent {
            state,
            state_label: state.label().to_owned(),
            happened_on: Date(row.happened_on),
            at: row.at,
            author_id: row.author_id,
        }
    };
    Ok(rows.into_iter().take(100).map(event).collect())
}

async fn follow_ups(ctx: &Context<'_>, measure: Uuid) -> Result<Vec<FollowUp>, Fault> {
    let grant = ctx.authorize(Action::ReadPlans)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfParents<follow_up::Entity>>>().load_one(measure).await?;
    rows.unwrap_or_default().into_iter().take(100).map(|row| FollowUp::of(&grant, row)).collect()
}

async fn goal(ctx: &Context<'_>, id: Uuid) -> Result<Option<Goal>, Fault> {
    let grant = ctx.authorize(Action::ReadPlans)?;
    let row = ctx.data_unchecked::<DataLoader<RowsById<goal::Entity>>>().load_one(id).await?;
    row.map(|row| Goal::of(&grant, row)).transpose()
}

/// The measures of a youth, the latest first, batched over the page.
pub async fn measures_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Measure>, Fault> {
    let grant = ctx.authorize(Action::ReadPlans)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<measure::Entity>>>().load_one(youth).await?;
    rows.unwrap_or_default().into_iter().take(100).map(|row| Measure::of(&grant, row)).collect()
}
