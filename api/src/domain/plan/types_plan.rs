//! The plan of a case in GraphQL.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use entity::municipality::youth_case;
use uuid::Uuid;

use super::store;
use super::types::Measure;
use super::types_follow_up::FollowUp;
use super::types_goal::Goal;
use crate::access::Grant;
use crate::domain::vocabulary_process::Track;
use crate::domain::youth::types::Youth;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind, Page};

/// The plan (plan) of a case: goals, measures, follow-ups, as far as the reader's classes reach.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Plan {
    /// Global id of the case.
    pub case_id: ID,
    /// The track of the case.
    pub track: Track,
    /// Label of the track, in the reader's language.
    pub track_label: String,
    #[graphql(skip)]
    grant: Grant,
    #[graphql(skip)]
    case: Uuid,
    #[graphql(skip)]
    youth: Uuid,
}

impl Plan {
    /// Of a case within reach.
    pub fn of(grant: Grant, case: &youth_case::Model) -> Self {
        let track = Track::from(case.track);
        Self {
            case_id: GlobalId::write(Kind::Case, grant.municipality_code(), case.id),
            track,
            track_label: track.label().to_owned(),
            grant,
            case: case.id,
            youth: case.youth_id,
        }
    }

    async fn measures_page(&self, page: Result<Page, Fault>) -> Result<Measures, Fault> {
        let page = page?;
        let rows = store::measures(&self.grant, self.case, page).await?;
        let rows = rows.into_iter().map(|row| Ok((row.id, Measure::of(&self.grant, row)?)));
        let totals = MeasureTotals { grant: self.grant.clone(), case: self.case };
        Ok(page.connect(
            rows.collect::<Result<_, Fault>>()?,
            totals,
            |row: &(Uuid, Measure)| row.0,
            |row| row.1,
        ))
    }

    async fn follow_ups_page(&self, page: Result<Page, Fault>) -> Result<FollowUps, Fault> {
        let page = page?;
        let rows = store::follow_ups(&self.grant, self.case, page).await?;
        let rows = rows.into_iter().map(|row| Ok((row.id, FollowUp::of(&self.grant, row)?)));
        let totals = FollowUpTotals { grant: self.grant.clone(), case: self.case };
        Ok(page.connect(
            rows.collect::<Result<_, Fault>>()?,
            totals,
            |row: &(Uuid, FollowUp)| row.0,
            |row| row.1,
        ))
    }
}

#[ComplexObject]
impl Plan {
    /// Whose plan; null when out of reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::load(ctx, self.youth).await.transpose()
    }

    /// Goals (mål), the latest first, at most 100.
    async fn goals(&self) -> Option<Result<Vec<Goal>, Fault>> {
        let rows = store::goals(&self.grant, self.case).await;
        Some(rows.and_then(|rows| rows.into_iter().map(|row| Goal::of(&self.grant, row)).collect()))
    }

    /// Measures (insatser), the latest first.
    async fn measures(
        &self,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<Measures, Fault>> {
        Some(self.measures_page(Page::of(first, after, last, before)).await)
    }

    /// Follow-ups (uppföljningar), the first that is due first.
    async fn follow_ups(
        &self,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<FollowUps, Fault>> {
        Some(self.follow_ups_page(Page::of(first, after, last, before)).await)
    }
}

/// What a list of measures says besides its page.
#[derive(Clone, Debug)]
pub struct MeasureTotals {
    grant: Grant,
    case: Uuid,
}

#[Object]
impl MeasureTotals {
    /// How many measures of the case the reader reads; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(store::count_measures(&self.grant, self.case).await)
    }
}

/// What a list of follow-ups says besides its page.
#[derive(Clone, Debug)]
pub struct FollowUpTotals {
    grant: Grant,
    case: Uuid,
}

#[Object]
impl FollowUpTotals {
    /// How many follow-ups of the case the reader reads; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(store::count_follow_ups(&self.grant, self.case).await)
    }
}

/// A page of measures.
pub type Measures = Connection<OpaqueCursor<String>, Measure, MeasureTotals, EmptyFields>;

/// A page of follow-ups.
pub type FollowUps = Connection<OpaqueCursor<String>, FollowUp, FollowUpTotals, EmptyFields>;
