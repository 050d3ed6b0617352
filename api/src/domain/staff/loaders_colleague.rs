//! Colleagues by id, for actions that name who did what about a youth.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::staff;
use uuid::Uuid;

use crate::access::{Action, Visit};
use crate::support::fault::Fault;

/// Who, and by which action they are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ColleagueFor {
    /// What is read.
    pub action: Action,
    /// The member of staff.
    pub id: Uuid,
}

/// Loads colleagues: one statement for each action.
#[derive(Debug)]
pub struct ColleaguesFor(pub Arc<Visit>);

impl Loader<ColleagueFor> for ColleaguesFor {
    type Value = staff::Model;
    type Error = Fault;

    async fn load(&self, keys: &[ColleagueFor]) -> Result<HashMap<ColleagueFor, Self::Value>, Fault> {
        let mut by_action: BTreeMap<Action, Vec<Uuid>> = BTreeMap::new();
        for key in keys {
            by_action.entry(key.action).or_default().push(key.id);
        }
        let mut loaded = HashMap::new();
        for (action, ids) in by_action {
            let named = self.0.authorize(action)?.colleagues(ids).await?;
            loaded.extend(named.into_iter().map(|(id, row)| (ColleagueFor { action, id }, row)));
        }
        Ok(loaded)
    }
}
