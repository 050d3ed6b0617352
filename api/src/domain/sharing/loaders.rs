//! Shares by what is shared.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::secrecy_share;
use uuid::Uuid;

use super::store;
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

/// Loads the shares of things read under an action, each with whether it opens something today: two statements.
#[derive(Debug)]
pub struct SharesOf(pub Arc<Visit>);

impl Loader<(Action, Uuid)> for SharesOf {
    type Value = Vec<(secrecy_share::Model, bool)>;
    type Error = Fault;

    async fn load(&self, keys: &[(Action, Uuid)]) -> Result<HashMap<(Action, Uuid), Self::Value>, Fault> {
        let mut asked: HashMap<Action, Vec<Uuid>> = HashMap::new();
        for (action, object) in keys {
            asked.entry(*action).or_default().push(*object);
        }
        let mut found: HashMap<(Action, Uuid), Self::Value> = HashMap::new();
        for (action, objects) in asked {
            let grant = self.0.authorize(action)?;
            let rows = store::of_objects(&grant, &objects).await?;
            let in_force = store::in_force(&grant, rows.iter().map(|row| row.id)).await?;
            for row in rows {
                let stands = in_force.contains(&row.id);
                found.entry((action, row.object_id)).or_default().push((row, stands));
            }
        }
        Ok(found)
    }
}
