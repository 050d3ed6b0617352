//! Referrals and transfers in GraphQL.

use std::collections::{BTreeSet, HashMap};

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::{staff, transfer};
use entity::vocabulary;
use uuid::Uuid;

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
    /// When the receiving municipality had it; null until then, and within the own.
    pub delivered_at: Option<DateTime<Utc>>,
    /// On what ground.
    pub ground: Ground,
    /// The provision of law, in words; null on a consent, and when not to be read.
    pub provision: Option<String>,
    /// What the receiver should know; null when nothing was written, and when not to be read.
    pub message: Option<String>,
    /// What the receiver has answered; null until then, when nothing was said, and when not to be read.
    pub answer: Option<String>,
    /// Who made it; null when the person has left.
    pub made_by: Option<Staff>,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Who answered; null until then, and when another municipality did.
    pub decided_by: Option<Staff>,
    /// When it was answered or taken back; null until then.
    pub decided_at: Option<DateTime<Utc>>,
    /// Version, to be sent back with a change.
    pub version: i32,
    #[graphql(skip)]
    youth_id: Uuid,
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

/// What is told of one transfer besides its row.
struct Told<'a> {
    grant: &'a Grant,
    names: HashMap<Uuid, staff::Model>,
    delivered: HashMap<Uuid, DateTime<Utc>>,
    reached: HashMap<Uuid, Openness>,
    received: HashMap<Uuid, Openness>,
}

impl Transfer {
    /// From rows, with what the reader may see of each: a few statements, however many rows.
    pub async fn of(
        ctx: &Context<'_>,
        grant: &Grant,
        rows: Vec<transfer::Model>,
    ) -> Result<Vec<(Uuid, Self)>, Fault> {
        let reached = Youth::open_among(ctx, grant, rows.iter().map(|row| row.youth_id)).await?;
        Self::with(ctx, grant, rows, reached).await
    }

    async fn with(
        ctx: &Context<'_>,
        grant: &Grant,
        rows: Vec<transfer::Model>,
        reached: HashMap<Uuid, Openness>,
    ) -> Result<Vec<(Uuid, Self)>, Fault> {
        let people = rows.iter().flat_map(|row| [Some(row.author_id), row.decided_by]).flatten();
        let names = grant.colleagues(people.collect::<Vec<_>>()).await?;
        let abroad = rows.iter().filter(|row| row.to_municipality.is_some()).map(|row| row.id).collect();
        let delivered = store::delivered(grant, abroad).await?;
        let others = rows.iter().map(|row| row.youth_id).filter(|youth| !reached.contains_key(youth));
        let reason = ctx.visit()?.reason();
        let others = store::visible(grant, others.collect::<BTreeSet<_>>()).await?;
        let received = others.into_iter().map(|row| (row.id, Youth::of(row, grant, reason).openness()));
        let told = Told { grant, names, delivered, reached, received: received.collect() };
        rows.into_iter().map(|row| Ok((row.id, told.one(row)?))).collect()
    }
}

impl Told<'_> {
    fn one(&self, row: transfer::Model) -> Result<Transfer, Fault> {
        use vocabulary::TransferState::{Accepted, Done};
        let (code, keys) = (self.grant.municipality_code(), &self.grant.keys().columns);
        let shows = |open: Option<&Openness>| open.is_some_and(|open| open.shows_words());
        let is_reached = shows(self.reached.get(&row.youth_id));
        let is_named = is_reached || shows(self.received.get(&row.youth_id));
        let is_told = is_reached || (is_named && matches!(row.state, Accepted | Done));
        let words = |place: &str, sealed: Option<&Vec<u8>>| {
            sealed.filter(|_| is_told).map(|text| keys.open_text(place, text)).transpose()
        };
        let named = |id: Uuid| self.names.get(&id).map(|row| Staff::of(row.clone(), code));
        let on_law = row.ground == vocabulary::Ground::Law;
        Ok(Transfer {
            id: GlobalId::write(Kind::Transfer, code, row.id),
            kind: row.kind.into(),
            state: row.state.into(),
            to_track: row.to_track.into(),
            delivered_at: self.delivered.get(&row.id).copied(),
            ground: row.ground.into(),
            provision: words("transfer.reason", Some(&row.reason).filter(|_| on_law))?,
            message: words("transfer.message", row.message.as_ref())?,
            answer: words("transfer.answer", row.answer.as_ref())?,
            made_by: named(row.author_id),
            made_at: row.created_at,
            decided_by: row.decided_by.and_then(named),
            decided_at: row.decided_at,
            version: row.version,
            youth_id: row.youth_id,
            units: is_named.then_some((row.from_unit_id, row.to_unit_id)),
            to_municipality: row.to_municipality,
            municipality: code.to_owned(),
        })
    }
}

/// The transfers of a youth who is open to the reader, batched over the page.
pub async fn transfers_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Transfer>, Fault> {
    let grant = ctx.authorize(Action::ReadTransfers)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<transfer::Entity>>>().load_one(youth).await?;
    let rows = rows.unwrap_or_default().into_iter().take(100).collect();
    let told = Transfer::with(ctx, &grant, rows, HashMap::from([(youth, Openness::Open)])).await?;
    Ok(told.into_iter().map(|(_, transfer)| transfer).collect())
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
