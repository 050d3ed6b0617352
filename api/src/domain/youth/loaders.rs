//! Identity by id, guardians by youth.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::municipality::{guardian, youth};
use entity::reach::Within;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::store;
use super::types::{Openness, Youth};
use crate::access::loading::{ById, MOST_ROWS, OfYouths};
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

impl ById for youth::Entity {
    const ACTION: Action = Action::ReadYouth;

    fn with_ids(select: Select<Self>, ids: &[Uuid]) -> Select<Self> {
        select.filter(youth::Column::Id.is_in(ids.iter().copied()))
    }

    fn id(row: &youth::Model) -> Uuid {
        row.id
    }
}

impl OfYouths for guardian::Entity {
    const ACTION: Action = Action::ReadContact;

    fn of(select: Select<Self>, youths: &[Uuid]) -> Select<Self> {
        select
            .filter(guardian::Column::YouthId.is_in(youths.iter().copied()))
            .order_by_asc(guardian::Column::Id)
            .limit(MOST_ROWS)
    }
}

/// What a youth's row tells to those who may read one more action than the name.
#[derive(Debug)]
pub struct Opened {
    visit: Arc<Visit>,
    action: Action,
}

impl Opened {
    /// A loader for the youths whose identity the viewer may read.
    pub fn identity(visit: &Arc<Visit>) -> Identity {
        Identity(Self { visit: visit.clone(), action: Action::ReadIdentity })
    }

    /// A loader for the youths whose contact details the viewer may read.
    pub fn contact(visit: &Arc<Visit>) -> Contact {
        Contact(Self { visit: visit.clone(), action: Action::ReadContact })
    }

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<youth::Model>>, Fault> {
        let grant = self.visit.authorize(self.action)?;
        let select = youth::Entity::with_ids(youth::Entity::within(grant.reach()), ids);
        Ok(grant.all(select).await?.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

/// Birth date, sex, civic number, home municipality.
#[derive(Debug)]
pub struct Identity(Opened);

impl Loader<Uuid> for Identity {
    type Value = store::Identity;
    type Error = Fault;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, store::Identity>, Fault> {
        let keys = self.0.visit.authorize(Action::ReadIdentity)?.keys().clone();
        let rows = self.0.load(ids).await?;
        rows.into_iter().map(|(id, row)| Ok((id, store::identity(&keys, &row)?))).collect()
    }
}

/// E-mail and phone.
#[derive(Debug)]
pub struct Contact(Opened);

impl Loader<Uuid> for Contact {
    type Value = store::Contact;
    type Error = Fault;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, store::Contact>, Fault> {
        let keys = self.0.visit.authorize(Action::ReadContact)?.keys().clone();
        let rows = self.0.load(ids).await?;
        rows.into_iter().map(|(id, row)| Ok((id, store::contact(&keys, &row)?))).collect()
    }
}

/// How far youths are open under an action.
#[derive(Debug)]
pub struct OpenUnder(pub Arc<Visit>);

impl Loader<(Action, Uuid)> for OpenUnder {
    type Value = Openness;
    type Error = Fault;

    async fn load(&self, keys: &[(Action, Uuid)]) -> Result<HashMap<(Action, Uuid), Openness>, Fault> {
        let mut asked: BTreeMap<Action, BTreeSet<Uuid>> = BTreeMap::new();
        for (action, id) in keys {
            asked.entry(*action).or_default().insert(*id);
        }
        let mut open = HashMap::with_capacity(keys.len());
        for (action, ids) in asked {
            let grant = self.0.authorize(action)?;
            for row in store::all(&grant, ids).await? {
                let id = row.id;
                open.insert((action, id), Youth::of(row, &grant, self.0.reason()).openness());
            }
        }
        Ok(open)
    }
}
