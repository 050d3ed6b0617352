//! Consents in GraphQL.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::consent;
use uuid::Uuid;

use super::loaders::ConsentsInForce;
use super::store;
use crate::access::loading::{RowsById, RowsOfYouths};
use crate::access::{Action, Authorize, Grant};
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_process::{ConsentGiver, ConsentPurpose, Track};
use crate::domain::youth::types::Youth;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// A consent (medgivande) by a youth or a guardian. It is never changed: what it opens closes when it is withdrawn, and
/// with its last day.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Consent {
    /// Global id.
    pub id: ID,
    /// What it permits.
    pub purpose: ConsentPurpose,
    /// Who gave it.
    pub given_by: ConsentGiver,
    /// The track on which it was recorded. Who works on it reads the consent; one to support as a young adult is read
    /// on that track too.
    pub track: Track,
    /// What it covers, in words (omfattning).
    pub scope: String,
    /// Who may receive it, in words (mottagare).
    pub receiver: String,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when open. A guardian's is never after the day before the youth's 18th birthday.
    pub ends_on: Option<Date>,
    /// When it was withdrawn (återkallat); null while it stands.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    #[graphql(skip)]
    row_id: Uuid,
    #[graphql(skip)]
    youth_id: Uuid,
    #[graphql(skip)]
    author_id: Uuid,
}

impl Consent {
    /// From its row.
    pub fn of(row: consent::Model, grant: &Grant) -> Result<Self, Fault> {
        let keys = &grant.keys().columns;
        Ok(Self {
            id: GlobalId::write(Kind::Consent, grant.municipality_code(), row.id),
            purpose: row.purpose.into(),
            given_by: row.given_by.into(),
            track: row.track.into(),
            scope: keys.open_text(store::SCOPE, &row.scope)?,
            receiver: keys.open_text(store::RECEIVER, &row.receiver)?,
            starts_on: Date(row.starts_on),
            ends_on: row.ends_on.map(Date),
            withdrawn_at: row.withdrawn_at,
            recorded_at: row.created_at,
            row_id: row.id,
            youth_id: row.youth_id,
            author_id: row.author_id,
        })
    }

    /// The consent with this id, batched over the page; null when out of reach.
    pub async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>, Fault> {
        let grant = ctx.authorize(Action::ReadConsents)?;
        let row = ctx.data_unchecked::<DataLoader<RowsById<consent::Entity>>>().load_one(id).await?;
        row.map(|row| Self::of(row, &grant)).transpose()
    }

    /// Whom it is about.
    pub fn youth_id(&self) -> Uuid {
        self.youth_id
    }
}

#[ComplexObject]
impl Consent {
    /// Label of the purpose, in the reader's language.
    async fn purpose_label(&self) -> &'static str {
        self.purpose.label()
    }

    /// Label of who gave it, in the reader's language.
    async fn given_by_label(&self) -> &'static str {
        self.given_by.label()
    }

    /// Label of the track, in the reader's language.
    async fn track_label(&self) -> &'static str {
        self.track.label()
    }

    /// Whether it is in force today: it has begun, has not ended, was not withdrawn, and, if a guardian gave it, the
    /// youth is not of age.
    async fn is_in_force(&self, ctx: &Context<'_>) -> Option<Result<bool, Fault>> {
        let found = ctx.data_unchecked::<DataLoader<ConsentsInForce>>().load_one(self.row_id).await;
        Some(found.map(|found| found.is_some()))
    }

    /// Whom it is about; null when out of reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::under(ctx, Action::ReadConsents, self.youth_id).await.transpose()
    }

    /// Who recorded it; null when the person has left.
    async fn recorded_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadConsents, self.author_id).await.transpose()
    }
}

/// The consents of a youth, batched over the page.
pub async fn consents_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Consent>, Fault> {
    let grant = ctx.authorize(Action::ReadConsents)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<consent::Entity>>>().load_one(youth).await?;
    rows.unwrap_or_default().into_iter().take(100).map(|row| Consent::of(row, &grant)).collect()
}

/// What a list of consents says besides its page.
#[derive(Clone, Debug)]
pub struct ConsentTotals {
    pub(super) grant: Grant,
    pub(super) youth: Uuid,
}

#[Object]
impl ConsentTotals {
    /// How many consents the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(self.grant.count(store::of_youth(&self.grant, self.youth)).await)
    }
}

/// A page of consents.
pub type ConsentPage = Connection<OpaqueCursor<String>, Consent, ConsentTotals, EmptyFields>;

/// Checks that a youth is within reach, and that a reason was given for a person with protected data.
pub async fn check_youth(ctx: &Context<'_>, grant: &Grant, youth: Uuid) -> Result<(), Fault> {
    Youth::opened(ctx, grant, youth).await.map(|_| ())
}
