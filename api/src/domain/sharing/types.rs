//! Shares in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::secrecy_share;
use entity::vocabulary;
use uuid::Uuid;

use super::loaders::SharesOf;
use super::store;
use crate::access::{Action, Authorize, Grant};
use crate::domain::consent::types::Consent;
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary::Role;
use crate::domain::vocabulary_process::Ground;
use crate::domain::youth::types::Youth;
use crate::support::fault::Fault;
use crate::support::language::Language;
use crate::support::page::{GlobalId, Kind};

/// What kind of classified thing is shared.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::ClassifiedKind")]
pub enum ClassifiedKind {
    /// A note (anteckning).
    Note,
}

impl ClassifiedKind {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Note => ("Anteckning", "Note"),
        };
        Language::current().pick(swedish, english)
    }

    fn kind(self) -> Kind {
        match self {
            Self::Note => Kind::Note,
        }
    }
}

/// That one classified thing may be read beyond its secrecy class (delning), and on what ground. It opens the thing to
/// those who reach the youth by a role of theirs, and nobody else: sharing opens a row, never a youth. Its writer sees
/// it, and the member of staff whom it names.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct SecrecyShare {
    /// Global id.
    pub id: ID,
    /// What kind of thing is shared.
    pub kind: ClassifiedKind,
    /// Global id of what is shared.
    pub object: ID,
    /// The role that may read it, where it reaches the youth; null when one person may.
    pub to_role: Option<Role>,
    /// On what ground.
    pub ground: Ground,
    /// The provision and why, in words.
    pub reason: String,
    /// When it was shared.
    pub shared_at: DateTime<Utc>,
    /// When it was taken back; null while it stands.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether it opens anything today: it was not taken back, and its ground stands.
    pub is_in_force: bool,
    #[graphql(skip)]
    to_staff_id: Option<Uuid>,
    #[graphql(skip)]
    consent_id: Option<Uuid>,
    #[graphql(skip)]
    author_id: Uuid,
}

impl SecrecyShare {
    /// From its row, and whether it opens something today.
    pub fn of(row: secrecy_share::Model, is_in_force: bool, grant: &Grant) -> Result<Self, Fault> {
        let (code, kind) = (grant.municipality_code(), ClassifiedKind::from(row.object_kind));
        Ok(Self {
            id: GlobalId::write(Kind::SecrecyShare, code, row.id),
            kind,
            object: GlobalId::write(kind.kind(), code, row.object_id),
            to_role: row.to_role.map(Role::from),
            ground: row.ground.into(),
            reason: grant.keys().columns.open_text(store::REASON, &row.reason)?,
            shared_at: row.created_at,
            ended_at: row.ended_at,
            is_in_force,
            to_staff_id: row.to_staff_id,
            consent_id: row.consent_id,
            author_id: row.author_id,
        })
    }
}

#[ComplexObject]
impl SecrecyShare {
    /// Label of the kind, in the reader's language.
    async fn kind_label(&self) -> &'static str {
        self.kind.label()
    }

    /// Label of the role, in the reader's language; null when one person may read it.
    async fn to_role_label(&self) -> Option<&'static str> {
        self.to_role.map(Role::label)
    }

    /// Label of the ground, in the reader's language.
    async fn ground_label(&self) -> &'static str {
        self.ground.label()
    }

    /// The member of staff who may read it; null when a role may, or the person has left.
    async fn to_staff(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadNotes, self.to_staff_id?).await.transpose()
    }

    /// Who shared it; null when the person has left.
    async fn shared_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadNotes, self.author_id).await.transpose()
    }

    /// The consent that it rests on; null on a ground of law, or when the viewer does not read the consent.
    async fn consent(&self, ctx: &Context<'_>) -> Option<Result<Consent, Fault>> {
        Consent::load(ctx, self.consent_id?).await.transpose()
    }
}

/// The shares of a thing read under `action`, the newest first, batched over the page: what the viewer has shared, and
/// what was shared with them by name.
pub async fn shares_of(ctx: &Context<'_>, action: Action, object: Uuid) -> Result<Vec<SecrecyShare>, Fault> {
    let grant = ctx.authorize(action)?;
    let rows = ctx.data_unchecked::<DataLoader<SharesOf>>().load_one((action, object)).await?;
    let rows = rows.unwrap_or_default().into_iter().take(100);
    rows.map(|(row, is_in_force)| SecrecyShare::of(row, is_in_force, &grant)).collect()
}

/// Checks that a youth is within reach, and that a reason was given for a person with protected data.
pub async fn check_youth(ctx: &Context<'_>, grant: &Grant, youth: Uuid) -> Result<(), Fault> {
    Youth::opened(ctx, grant, youth).await.map(|_| ())
}
