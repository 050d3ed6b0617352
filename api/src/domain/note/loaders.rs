//! Notes by youth and by id; versions and remarks by note.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::{note, note_remark, note_revision};
use entity::reach::{AboutYouth, Within};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::access::loading::{ById, MOST_ROWS, OfYouths};
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

impl OfYouths for note::Entity {
    const ACTION: Action = Action::ReadNotes;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(note::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(note::Column::CreatedAt)
            .order_by_desc(note::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl ById for note::Entity {
    const ACTION: Action = Action::ReadNotes;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(note::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &note::Model) -> Uuid {
        row.id
    }
}

/// A table whose rows hang on a note.
pub trait OfNotes: Within<Model: AboutYouth + Clone + Send + Sync> + 'static {
    /// Narrows to these notes, in the order in which they are shown.
    fn of(select: Select<Self>, notes: &[Uuid]) -> Select<Self>;
    /// The note of a row.
    fn note(row: &Self::Model) -> Uuid;
}

impl OfNotes for note_revision::Entity {
    fn of(select: Select<Self>, notes: &[Uuid]) -> Select<Self> {
        select
            .filter(note_revision::Column::NoteId.is_in(notes.iter().copied()))
            .order_by_desc(note_revision::Column::Version)
            .limit(MOST_ROWS)
    }

    fn note(row: &note_revision::Model) -> Uuid {
        row.note_id
    }
}

impl OfNotes for note_remark::Entity {
    fn of(select: Select<Self>, notes: &[Uuid]) -> Select<Self> {
        select
            .filter(note_remark::Column::NoteId.is_in(notes.iter().copied()))
            .order_by_desc(note_remark::Column::At)
            .order_by_desc(note_remark::Column::Id)
            .limit(MOST_ROWS)
    }

    fn note(row: &note_remark::Model) -> Uuid {
        row.note_id
    }
}

/// Loads the rows that hang on notes.
#[derive(Debug)]
pub struct RowsOfNotes<E>(Arc<Visit>, PhantomData<E>);

impl<E> RowsOfNotes<E> {
    /// A loader for this request.
    pub fn new(visit: &Arc<Visit>) -> Self {
        Self(visit.clone(), PhantomData)
    }
}

impl<E: OfNotes + Sync> Loader<Uuid> for RowsOfNotes<E> {
    type Value = Vec<E::Model>;
    type Error = Fault;

    async fn load(&self, notes: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Fault> {
        let grant = self.0.authorize(Action::ReadNotes)?;
        let rows = grant.all(E::of(E::within(grant.reach()), notes)).await?;
        let mut by_note: HashMap<Uuid, Vec<E::Model>> = HashMap::new();
        for row in rows {
            by_note.entry(E::note(&row)).or_default().push(row);
        }
        Ok(by_note)
    }
}
