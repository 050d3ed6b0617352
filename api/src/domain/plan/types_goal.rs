//! Goals in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::goal;

use crate::access::loading::{RowsById, RowsOfYouths};
use crate::access::{Action, Authorize, Grant};
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_mapping::LifeDomain;
use crate::domain::vocabulary_plan::GoalState;
use crate::domain::vocabulary_process::Track;
use crate::domain::youth::types::Youth;
use crate::domain::youth::types_opened::open_youth;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// A goal (mål) of the plan, and who answers for what. It is read by everyone who reads the plan: what is sensitive
/// belongs in a measure of a stricter class.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Goal {
    /// Global id.
    pub id: ID,
    /// Global id of the case that it belongs to.
    pub case_id: ID,
    /// The track of the case.
    pub track: Track,
    /// Label of the track, in the reader's language.
    pub track_label: String,
    /// Which domain of life it is about.
    pub domain: LifeDomain,
    /// Label of the domain, in the reader's language.
    pub domain_label: String,
    /// Where it stands.
    pub state: GoalState,
    /// Label of the state, in the reader's language.
    pub state_label: String,
    /// What is to be reached.
    pub text: String,
    /// What the youth answers for (den unges del); null when nothing.
    pub youth_part: Option<String>,
    /// What the municipality answers for (kommunens del); null when nothing.
    pub municipality_part: Option<String>,
    /// What others answer for (andra aktörers del); null when nothing.
    pub others_part: Option<String>,
    /// When it is to be reached; null without a day.
    pub due_on: Option<Date>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// Counts its changes; to be sent with the next one.
    pub version: i32,
    #[graphql(skip)]
    row: goal::Model,
}

impl Goal {
    /// From its row.
    pub fn of(grant: &Grant, row: goal::Model) -> Result<Self, Fault> {
        let (code, keys) = (grant.municipality_code(), &grant.keys().columns);
        let opened = |place, text: &Option<Vec<u8>>| text.as_ref().map(|text| keys.open_text(place, text));
        let (track, domain) = (Track::from(row.track), LifeDomain::from(row.domain));
        let state = GoalState::from(row.state);
        Ok(Self {
            id: GlobalId::write(Kind::Goal, code, row.id),
            case_id: GlobalId::write(Kind::Case, code, row.case_id),
            track,
            track_label: track.label().to_owned(),
            domain,
            domain_label: domain.label().to_owned(),
            state,
            state_label: state.label().to_owned(),
            text: keys.open_text("goal.text", &row.text)?,
            youth_part: opened("goal.youth_part", &row.youth_part).transpose()?,
            municipality_part: opened("goal.municipality_part", &row.municipality_part).transpose()?,
            others_part: opened("goal.others_part", &row.others_part).transpose()?,
            due_on: row.due_on.map(Date),
            created_at: row.created_at,
            changed_at: row.changed_at,
            version: row.version,
            row,
        })
    }

    /// The goal with this id, batched over the page, unless its youth is out of reach or sealed.
    pub async fn opened(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Self, Fault> {
        let row = ctx.data_unchecked::<DataLoader<RowsById<goal::Entity>>>().load_one(id).await?;
        let row = row.ok_or_else(|| Fault::of(Code::NotFound))?;
        open_youth(ctx, Action::ReadPlans, row.youth_id).await?;
        Self::of(&ctx.authorize(Action::ReadPlans)?, row)
    }
}

#[ComplexObject]
impl Goal {
    /// Whose goal; null when out of reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::load(ctx, self.row.youth_id).await.transpose()
    }

    /// Who is responsible (ansvarig); null when the person has left.
    async fn responsible(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadPlans, self.row.responsible_id).await.transpose()
    }

    /// Who wrote it first; null when the person has left.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadPlans, self.row.author_id).await.transpose()
    }
}

/// The goals of a youth, the latest first, batched over the page.
pub async fn goals_of(ctx: &Context<'_>, youth: uuid::Uuid) -> Result<Vec<Goal>, Fault> {
    let grant = ctx.authorize(Action::ReadPlans)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<goal::Entity>>>().load_one(youth).await?;
    rows.unwrap_or_default().into_iter().take(100).map(|row| Goal::of(&grant, row)).collect()
}
