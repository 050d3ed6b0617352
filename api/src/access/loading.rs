//! Batched loading: one statement a relation a page, within the grant of the request that asks.
//!
//! A loader belongs to one request and one viewer; it is put into the request's data, never into the schema's.

use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::staff;
use entity::reach::{AboutYouth, Within};
use sea_orm::Select;
use uuid::Uuid;

pub use super::grant::MOST_ROWS;
use super::{Action, Visit};
use crate::support::fault::Fault;

/// A table whose rows hang on a youth.
pub trait OfYouths: Within<Model: AboutYouth + Clone + Send + Sync> + 'static {
    /// The action that opens them.
    const ACTION: Action;
    /// Narrows to these youths, in the order in which they are shown.
    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self>;
}

/// Loads the rows that hang on youths.
#[derive(Debug)]
pub struct RowsOfYouths<E>(Arc<Visit>, PhantomData<E>);

impl<E> RowsOfYouths<E> {
    /// A loader for this request.
    pub fn new(visit: &Arc<Visit>) -> Self {
        Self(visit.clone(), PhantomData)
    }
}

impl<E: OfYouths + Sync> Loader<Uuid> for RowsOfYouths<E> {
    type Value = Vec<E::Model>;
    type Error = Fault;

    async fn load(&self, youths: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Fault> {
        let grant = self.0.authorize(E::ACTION)?;
        let rows = grant.all(E::of(E::within(grant.reach()), youths)).await?;
        let mut by_youth: HashMap<Uuid, Vec<E::Model>> = HashMap::new();
        for row in rows {
            if let Some(youth) = row.youth_id() {
                by_youth.entry(youth).or_default().push(row);
            }
        }
        Ok(by_youth)
    }
}

/// A table whose rows are loaded by their id.
pub trait ById: Within<Model: AboutYouth + Clone + Send + Sync> + 'static {
    /// The action that opens them.
    const ACTION: Action;
    /// Narrows to these ids.
    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self>;
    /// The id of a row.
    fn id(row: &Self::Model) -> Uuid;
}

/// Loads rows by their ids.
#[derive(Debug)]
pub struct RowsById<E>(Arc<Visit>, PhantomData<E>);

impl<E> RowsById<E> {
    /// A loader for this request.
    pub fn new(visit: &Arc<Visit>) -> Self {
        Self(visit.clone(), PhantomData)
    }
}

impl<E: ById + Sync> Loader<Uuid> for RowsById<E> {
    type Value = E::Model;
    type Error = Fault;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, E::Model>, Fault> {
        let grant = self.0.authorize(E::ACTION)?;
        let rows = grant.all(E::with_ids(E::within(grant.reach()), ids)).await?;
        Ok(rows.into_iter().map(|row| (E::id(&row), row)).collect())
    }
}

/// Loads rows by their ids, each within the reach of the action that asks: whoever reads a note reads whom it is about.
#[derive(Debug)]
pub struct RowsUnder<E>(Arc<Visit>, PhantomData<E>);

impl<E> RowsUnder<E> {
    /// A loader for this request.
    pub fn new(visit: &Arc<Visit>) -> Self {
        Self(visit.clone(), PhantomData)
    }
}

impl<E: ById + Sync> Loader<(Action, Uuid)> for RowsUnder<E> {
    type Value = E::Model;
    type Error = Fault;

    async fn load(&self, keys: &[(Action, Uuid)]) -> Result<HashMap<(Action, Uuid), E::Model>, Fault> {
        let mut found = HashMap::new();
        for (action, ids) in by_action(keys) {
            let grant = self.0.authorize(action)?;
            let rows = grant.all(E::with_ids(E::within(grant.reach()), &ids)).await?;
            found.extend(rows.into_iter().map(|row| ((action, E::id(&row)), row)));
        }
        Ok(found)
    }
}

/// Loads colleagues whom rows about a youth name.
#[derive(Debug)]
pub struct Colleagues(pub Arc<Visit>);

impl Loader<(Action, Uuid)> for Colleagues {
    type Value = staff::Model;
    type Error = Fault;

    async fn load(&self, keys: &[(Action, Uuid)]) -> Result<HashMap<(Action, Uuid), staff::Model>, Fault> {
        let mut found = HashMap::new();
        for (action, ids) in by_action(keys) {
            let rows = self.0.authorize(action)?.colleagues(ids).await?;
            found.extend(rows.into_iter().map(|(id, row)| ((action, id), row)));
        }
        Ok(found)
    }
}

fn by_action(keys: &[(Action, Uuid)]) -> BTreeMap<Action, Vec<Uuid>> {
    let mut grouped: BTreeMap<Action, Vec<Uuid>> = BTreeMap::new();
    for (action, id) in keys {
        grouped.entry(*action).or_default().push(*id);
    }
    grouped
}

/// A table whose rows hang on a row of another table.
pub trait OfParents: Within<Model: AboutYouth + Clone + Send + Sync> + 'static {
    /// The action that opens them.
    const ACTION: Action;
    /// Narrows to these parents, in the order in which they are shown.
    fn of(select: Select<Self>, parents: &[Uuid]) -> Select<Self>;
    /// The parent of a row; none for one that hangs on nothing.
    fn parent(row: &Self::Model) -> Option<Uuid>;
}

/// Loads the rows that hang on rows of another table.
#[derive(Debug)]
pub struct RowsOfParents<E>(Arc<Visit>, PhantomData<E>);

impl<E> RowsOfParents<E> {
    /// A loader for this request.
    pub fn new(visit: &Arc<Visit>) -> Self {
        Self(visit.clone(), PhantomData)
    }
}

impl<E: OfParents + Sync> Loader<Uuid> for RowsOfParents<E> {
    type Value = Vec<E::Model>;
    type Error = Fault;

    async fn load(&self, parents: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Fault> {
        let grant = self.0.authorize(E::ACTION)?;
        let rows = grant.all(E::of(E::within(grant.reach()), parents)).await?;
        let mut by_parent: HashMap<Uuid, Vec<E::Model>> = HashMap::new();
        for row in rows {
            if let Some(parent) = E::parent(&row) {
                by_parent.entry(parent).or_default().push(row);
            }
        }
        Ok(by_parent)
    }
}
