//! The register by youth, codes, officers, and what coverage is worked out from.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::{kaa_contact, kaa_entry, kaa_measure, kaa_occupation};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::rules_codes::Codes;
use super::store::{self, Known};
use super::store_codes;
use crate::access::loading::{MOST_ROWS, OfYouths};
use crate::access::{Action, Grant, Visit};
use crate::support::fault::{Code, Fault};

impl OfYouths for kaa_entry::Entity {
    const ACTION: Action = Action::ReadKaa;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(kaa_entry::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(kaa_entry::Column::RegisteredOn)
            .order_by_desc(kaa_entry::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl OfYouths for kaa_contact::Entity {
    const ACTION: Action = Action::ReadKaa;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(kaa_contact::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(kaa_contact::Column::ContactedOn)
            .order_by_desc(kaa_contact::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl OfYouths for kaa_measure::Entity {
    const ACTION: Action = Action::ReadKaa;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(kaa_measure::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(kaa_measure::Column::OfferedOn)
            .order_by_desc(kaa_measure::Column::Id)
            .limit(MOST_ROWS)
    }
}

impl OfYouths for kaa_occupation::Entity {
    const ACTION: Action = Action::ReadKaa;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(kaa_occupation::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_desc(kaa_occupation::Column::StartsOn)
            .order_by_desc(kaa_occupation::Column::Id)
            .limit(MOST_ROWS)
    }
}

/// All code lists: one statement a request.
#[derive(Debug)]
pub struct AllCodes(pub Arc<Visit>);

impl Loader<()> for AllCodes {
    type Value = Arc<Codes>;
    type Error = Fault;

    async fn load(&self, _: &[()]) -> Result<HashMap<(), Arc<Codes>>, Fault> {
        let grant = reader_of_codes(&self.0)?;
        Ok(HashMap::from([((), Arc::new(store_codes::all(&grant).await?))]))
    }
}

/// Whoever reads the register reads its codes, and whoever keeps the lists.
pub fn reader_of_codes(visit: &Visit) -> Result<Grant, Fault> {
    match visit.authorize(Action::ReadKaa) {
        Err(fault) if fault.code() == Code::Forbidden => visit.authorize(Action::ManageQuestionnaires),
        granted => granted,
    }
}

/// What coverage is worked out from, by youth.
#[derive(Debug)]
pub struct KnownOfYouths(pub Arc<Visit>);

impl Loader<Uuid> for KnownOfYouths {
    type Value = Known;
    type Error = Fault;

    async fn load(&self, youths: &[Uuid]) -> Result<HashMap<Uuid, Known>, Fault> {
        store::known(&self.0.authorize(Action::ReadKaa)?, youths).await
    }
}
