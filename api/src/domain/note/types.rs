//! Notes in GraphQL.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::{note, note_remark, note_revision};
use uuid::Uuid;

use super::loaders::RowsOfNotes;
use super::store;
use crate::access::loading::{RowsById, RowsOfYouths};
use crate::access::{Action, Authorize, Grant};
use crate::domain::sharing::types::{SecrecyShare, shares_of};
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_process::{Secrecy, Track};
use crate::domain::youth::types::Youth;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

/// A note (anteckning) about a youth, in one secrecy class. It is read by the roles of its class that work on its track
/// where they reach the youth; by its writer, while a role of theirs still writes the class there; and by those whom
/// its writer shared it with.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Note {
    /// Global id.
    pub id: ID,
    /// Global id of the case (ärende) that it belongs to; null without one.
    pub case: Option<ID>,
    /// The track (spår) that it was written on; never changed.
    pub track: Track,
    /// Its secrecy class (sekretessklass); never changed.
    pub secrecy: Secrecy,
    /// What it says now.
    pub body: String,
    /// Counts its versions, from 1: what `reviseNote` asks for.
    pub version: i32,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// When it was revised last; as `writtenAt` when it never was.
    pub changed_at: DateTime<Utc>,
    #[graphql(skip)]
    row_id: Uuid,
    #[graphql(skip)]
    youth_id: Uuid,
    #[graphql(skip)]
    author_id: Uuid,
    #[graphql(skip)]
    is_own: bool,
}

impl Note {
    /// From its row.
    pub fn of(row: note::Model, grant: &Grant) -> Result<Self, Fault> {
        let code = grant.municipality_code();
        Ok(Self {
            id: GlobalId::write(Kind::Note, code, row.id),
            case: row.case_id.map(|id| GlobalId::write(Kind::Case, code, id)),
            track: row.track.into(),
            secrecy: row.secrecy.into(),
            body: grant.keys().columns.open_text(store::BODY, &row.body)?,
            version: row.version,
            written_at: row.created_at,
            changed_at: row.changed_at,
            row_id: row.id,
            youth_id: row.youth_id,
            author_id: row.author_id,
            is_own: grant.staff_id() == Some(row.author_id),
        })
    }

    /// The note with this id, batched over the page; null when out of reach.
    pub async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>, Fault> {
        let grant = ctx.authorize(Action::ReadNotes)?;
        let row = ctx.data_unchecked::<DataLoader<RowsById<note::Entity>>>().load_one(id).await?;
        row.map(|row| Self::of(row, &grant)).transpose()
    }

    /// Whom it is about.
    pub fn youth_id(&self) -> Uuid {
        self.youth_id
    }
}

#[ComplexObject]
impl Note {
    /// Label of the track, in the reader's language.
    async fn track_label(&self) -> &'static str {
        self.track.label()
    }

    /// Label of the secrecy class, in the reader's language.
    async fn secrecy_label(&self) -> &'static str {
        self.secrecy.label()
    }

    /// Whom it is about; null when out of reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::under(ctx, Action::ReadNotes, self.youth_id).await.transpose()
    }

    /// Who wrote it, and alone revises it; null when the person has left.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadNotes, self.author_id).await.transpose()
    }

    /// Every version (revision), the present one first, at most 100.
    async fn revisions(&self, ctx: &Context<'_>) -> Option<Result<Vec<NoteRevision>, Fault>> {
        Some(revisions(ctx, self.row_id).await)
    }

    /// What the youth says of it (den enskildes uppfattning), the newest first, at most 100.
    async fn remarks(&self, ctx: &Context<'_>) -> Option<Result<Vec<NoteRemark>, Fault>> {
        Some(remarks(ctx, self.row_id).await)
    }

    /// With whom it is and was shared beyond its class (delningar), the newest first, at most 100; null to others than
    /// its writer. Who has read it stands in the access log.
    async fn shares(&self, ctx: &Context<'_>) -> Option<Result<Vec<SecrecyShare>, Fault>> {
        if self.is_own { Some(shares_of(ctx, Action::ReadNotes, self.row_id).await) } else { None }
    }
}

async fn revisions(ctx: &Context<'_>, note: Uuid) -> Result<Vec<NoteRevision>, Fault> {
    let grant = ctx.authorize(Action::ReadNotes)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfNotes<note_revision::Entity>>>().load_one(note).await?;
    let rows = rows.unwrap_or_default().into_iter().take(100);
    rows.map(|row| {
        let body = grant.keys().columns.open_text(store::REVISION, &row.body)?;
        Ok(NoteRevision { version: row.version, body, written_at: row.at, author_id: row.author_id })
    })
    .collect()
}

async fn remarks(ctx: &Context<'_>, note: Uuid) -> Result<Vec<NoteRemark>, Fault> {
    let grant = ctx.authorize(Action::ReadNotes)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfNotes<note_remark::Entity>>>().load_one(note).await?;
    let rows = rows.unwrap_or_default().into_iter().take(100);
    rows.map(|row| {
        let body = grant.keys().columns.open_text(store::REMARK, &row.body)?;
        Ok(NoteRemark { body, recorded_at: row.at, author_id: row.author_id })
    })
    .collect()
}

/// One version of a note (revision), as it was written.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct NoteRevision {
    /// Which version, from 1.
    pub version: i32,
    /// What it said.
    pub body: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    #[graphql(skip)]
    author_id: Uuid,
}

#[ComplexObject]
impl NoteRevision {
    /// Who wrote it; null when the person has left.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadNotes, self.author_id).await.transpose()
    }
}

/// What the youth says of a note (den enskildes uppfattning), on their request (rättelse). The note stays as it is.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct NoteRemark {
    /// What the youth says.
    pub body: String,
    /// When it was taken down.
    pub recorded_at: DateTime<Utc>,
    #[graphql(skip)]
    author_id: Uuid,
}

#[ComplexObject]
impl NoteRemark {
    /// Who took it down; null when the person has left.
    async fn recorded_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadNotes, self.author_id).await.transpose()
    }
}

/// The notes of a youth that the viewer may read, batched over the page.
pub async fn notes_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Note>, Fault> {
    let grant = ctx.authorize(Action::ReadNotes)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<note::Entity>>>().load_one(youth).await?;
    rows.unwrap_or_default().into_iter().take(100).map(|row| Note::of(row, &grant)).collect()
}

/// What a list of notes says besides its page.
#[derive(Clone, Debug)]
pub struct NoteTotals {
    pub(super) grant: Grant,
    pub(super) filter: store::Filter,
}

#[Object]
impl NoteTotals {
    /// How many notes the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(self.grant.count(store::chosen(&self.grant, &self.filter)).await)
    }
}

/// A page of notes.
pub type NotePage = Connection<OpaqueCursor<String>, Note, NoteTotals, EmptyFields>;

/// Checks that a youth is within reach, and that a reason was given for a person with protected data.
pub async fn check_youth(ctx: &Context<'_>, grant: &Grant, youth: Uuid) -> Result<(), Fault> {
    Youth::opened(ctx, grant, youth).await.map(|_| ())
}
