//! A colleague who is named because of what they did about a youth.

use async_graphql::Context;
use async_graphql::dataloader::DataLoader;
use uuid::Uuid;

use super::loaders_colleague::{ColleagueFor, ColleaguesFor};
use super::types::Staff;
use crate::access::{Action, Authorize};
use crate::support::fault::Fault;

impl Staff {
    /// The colleague with this id, batched over the page; null when the person has left.
    pub async fn colleague(ctx: &Context<'_>, action: Action, id: Uuid) -> Result<Option<Self>, Fault> {
        let named = ctx.data_unchecked::<DataLoader<ColleaguesFor>>();
        let row = named.load_one(ColleagueFor { action, id }).await?;
        let code = ctx.visit()?.signed_in()?.municipality_code().to_owned();
        Ok(row.map(|row| Self::of(row, &code)))
    }
}
