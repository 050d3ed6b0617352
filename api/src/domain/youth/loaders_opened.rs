//! Youths by id, as far as one action reaches them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::youth;
use entity::reach::Within;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::access::{Action, Visit};
use crate::support::fault::Fault;

/// Whom, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct YouthFor {
    /// What is to be done.
    pub action: Action,
    /// The youth.
    pub id: Uuid,
}

/// Loads youths that their register still knows: one statement for each action.
#[derive(Debug)]
pub struct YouthsFor(pub Arc<Visit>);

impl Loader<YouthFor> for YouthsFor {
    type Value = youth::Model;
    type Error = Fault;

    async fn load(&self, keys: &[YouthFor]) -> Result<HashMap<YouthFor, Self::Value>, Fault> {
        let mut by_action: BTreeMap<Action, Vec<Uuid>> = BTreeMap::new();
        for key in keys {
            by_action.entry(key.action).or_default().push(key.id);
        }
        let mut loaded = HashMap::new();
        for (action, ids) in by_action {
            let grant = self.0.authorize(action)?;
            let them = youth::Entity::within(grant.reach())
                .filter(youth::Column::Id.is_in(ids))
                .filter(youth::Column::RemovedAt.is_null());
            let rows = grant.all(them).await?;
            loaded.extend(rows.into_iter().map(|row| (YouthFor { action, id: row.id }, row)));
        }
        Ok(loaded)
    }
}
