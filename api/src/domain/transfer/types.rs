//! Referrals and transfers in GraphQL.

use std::collections::HashMap;

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::transfer;
use entity::vocabulary;
use uuid::Uuid;

use super::loaders::{Deliveries, People, Received};
use super::store;
use crate::access::loading::RowsOfYouths;
use crate::access::{Action, Authorize, Grant};
use crate::domain::municipality::types::Unit;
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_moves::{TransferKind, TransferState};
use crate::domain::vocabulary_process::{Ground, Track};
use crate::domain::youth::types::{Openness, Youth};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

/// A referral or transfer (remittering, överlämning) of a youth to another unit, track or municipality.
///
/// The head of a receiving unit who does not otherwise reach the youth is told what was written only once they have
/// accepted. Of a person with protected data the words and units are null until a reason is given.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Transfer {
    /// Global id.
    pub id: ID,
    /// How the youth moves.
    pub kind: TransferKind,
    /// Where it stands.
    pub state: TransferState,
    /// The track on which the youth is received.
    pub to_track: Track,
    /// Code of the receiving municipality; null within the own.
    pub to_municipality: Option<String>,
    /// On what ground.
    pub ground: Ground,
    /// The provision of law, in words; null on a consent, and when not to be read.
    pub provision: Option<String>,
    /// What the receiver should know; null when nothing was written, and when not to be read.
    pub message: Option<String>,
    /// What the receiver has answered; null until then, when nothing was said, and when not to be read.
    pub answer: Option<String>,
    /// When.
    pub made_at: DateTime<Utc>,
    /// When it was answered or taken back; null until then.
    pub decided_at: Option<DateTime<Utc>>,
    /// Version, to be sent back with a change.
    pub version: i32,
    #[graphql(skip)]
    row_id: Uuid,
    #[graphql(skip)]
    youth_id: Uuid,
    #[graphql(skip)]
    people: (Uuid, Option<Uuid>),
    #[graphql(skip)]
    units: Option<(Uuid, Option<Uuid>)>,
    #[graphql(skip)]
    municipality: String,
}

#[ComplexObject]
impl Transfer {
    /// The youth; null when out of reach, as for the head of a unit to which the youth has not come yet.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::load(ctx, self.youth_id).await.transpose()
    }

    /// The unit that sends; null of a protected person without a reason.
    async fn from_unit(&self, ctx: &Context<'_>) -> Option<Result<Unit, Fault>> {
        Unit::load(ctx, self.units?.0, &self.municipality).await.transpose()
    }

    /// The unit that receives; null when a track or another municipality does, and of a protected person without a
    /// reason.
    async fn to_unit(&self, ctx: &Context<'_>) -> Option<Result<Unit, Fault>> {
        Unit::load(ctx, self.units?.1?, &self.municipality).await.transpose()
    }

    /// When the receiving municipality had it; null until then, and within the own.
    async fn delivered_at(&self, ctx: &Context<'_>) -> Option<Result<DateTime<Utc>, Fault>> {
        self.to_municipality.as_ref()?;
        ctx.data_unchecked::<DataLoader<Deliveries>>().load_one(self.row_id).await.transpose()
    }

    /// Who made it; null when the person has left.
    async fn made_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        self.named(ctx, self.people.0).await
    }

    /// Who answered or took it back; null until then, and when another municipality answered.
    async fn decided_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        self.named(ctx, self.people.1?).await
    }

    /// Label of the kind, in the reader's language.
    async fn kind_label(&self) -> &'static str {
        self.kind.label()
    }

    /// Label of the state, in the reader's language.
    async fn state_label(&self) -> &'static str {
        self.state.label()
    }

    /// Label of the track, in the reader's language.
    async fn to_track_label(&self) -> &'static str {
        self.to_track.label()
    }

    /// Label of the ground, in the reader's language.
    async fn ground_label(&self) -> &'static str {
        self.ground.label()
    }
}

impl Transfer {
    /// From rows, with what the reader may see of each; a statement or two for all that are asked for together.
    pub async fn of(
        ctx: &Context<'_>,
        grant: &Grant,
        rows: Vec<transfer::Model>,
    ) -> Result<Vec<(Uuid, Self)>, Fault> {
        let youths = rows.iter().map(|row| row.youth_id);
        let reached = Youth::open_among(ctx, Action::ReadTransfers, youths).await?;
        let received = Self::received(ctx, grant, &rows, &reached).await?;
        let shows = |open: Option<&Openness>| open.is_some_and(|open| open.shows_words());
        let told = |row: transfer::Model| {
            let is_reached = shows(reached.get(&row.youth_id));
            let is_received = shows(received.get(&row.youth_id));
            Ok((row.id, Self::one(grant, is_reached, is_received, row)?))
        };
        rows.into_iter().map(told).collect()
    }

    /// How far those youths are open whom a unit of the reader's is to receive, and whom the reader does not reach.
    async fn received(
        ctx: &Context<'_>,
        grant: &Grant,
        rows: &[transfer::Model],
        reached: &HashMap<Uuid, Openness>,
    ) -> Result<HashMap<Uuid, Openness>, Fault> {
        let others = rows.iter().map(|row| row.youth_id).filter(|youth| !reached.contains_key(youth));
        let others: Vec<Uuid> = others.collect();
        if others.is_empty() {
            return Ok(HashMap::new());
        }
        let reason = ctx.visit()?.reason();
        let rows = ctx.data_unchecked::<DataLoader<Received>>().load_many(others).await?;
        Ok(rows.into_iter().map(|(id, row)| (id, Youth::of(row, grant, reason).openness())).collect())
    }

    async fn named(&self, ctx: &Context<'_>, id: Uuid) -> Option<Result<Staff, Fault>> {
        let found = ctx.data_unchecked::<DataLoader<People>>().load_one(id).await;
        found.map(|row| row.map(|row| Staff::of(row, &self.municipality))).transpose()
    }

    fn one(grant: &Grant, is_reached: bool, is_received: bool, row: transfer::Model) -> Result<Self, Fault> {
        use vocabulary::TransferState::{Accepted, Done};
        let (code, keys) = (grant.municipality_code(), &grant.keys().columns);
        let is_told = is_reached || (is_received && matches!(row.state, Accepted | Done));
        let words = |place: &str, sealed: Option<&Vec<u8>>| {
            sealed.filter(|_| is_told).map(|text| keys.open_text(place, text)).transpose()
        };
        let on_law = row.ground == vocabulary::Ground::Law;
        Ok(Self {
            id: GlobalId::write(Kind::Transfer, code, row.id),
            kind: row.kind.into(),
            state: row.state.into(),
            to_track: row.to_track.into(),
            ground: row.ground.into(),
            provision: words("transfer.reason", Some(&row.reason).filter(|_| on_law))?,
            message: words("transfer.message", row.message.as_ref())?,
            answer: words("transfer.answer", row.answer.as_ref())?,
            made_at: row.created_at,
            decided_at: row.decided_at,
            version: row.version,
            row_id: row.id,
            youth_id: row.youth_id,
            people: (row.author_id, row.decided_by),
            units: (is_reached || is_received).then_some((row.from_unit_id, row.to_unit_id)),
            to_municipality: row.to_municipality,
            municipality: code.to_owned(),
        })
    }
}

/// The transfers of a youth who is open to the reader, batched over the page.
pub async fn transfers_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Transfer>, Fault> {
    let grant = ctx.authorize(Action::ReadTransfers)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<transfer::Entity>>>().load_one(youth).await?;
    let rows = rows.unwrap_or_default().into_iter().take(100);
    rows.map(|row| Transfer::one(&grant, true, false, row)).collect()
}

/// What a list of transfers is narrowed to; what is left out does not limit.
#[derive(InputObject, Clone, Debug, Default)]
pub struct TransferFilter {
    /// In this state.
    pub state: Option<TransferState>,
    /// To this track.
    pub to_track: Option<Track>,
}

/// What a list of transfers says besides its page.
#[derive(Clone, Debug)]
pub struct TransferTotals {
    pub(super) grant: Grant,
    pub(super) filter: store::Filter,
}

#[Object]
impl TransferTotals {
    /// How many transfers the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(store::count(&self.grant, self.filter).await)
    }
}

/// A page of transfers.
pub type TransferPage = Connection<OpaqueCursor<String>, Transfer, TransferTotals, EmptyFields>;
