//! Openings by id, with the names of those who opened and reviewed.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::store;
use super::types::BreakGlass;
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

/// Loads openings.
#[derive(Debug)]
pub struct Openings(pub Arc<Visit>);

impl Loader<Uuid> for Openings {
    type Value = BreakGlass;
    type Error = Fault;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, BreakGlass>, Fault> {
        let grant = self.0.authorize(Action::ReviewBreakGlass)?;
        BreakGlass::of(&grant, &store::with_ids(&grant, ids).await?).await
    }
}
