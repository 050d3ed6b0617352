//! What those who watch over access may read beyond anybody's reach: the access log, and the names of the colleagues
//! who stand in it.

use std::collections::{BTreeSet, HashMap};

use entity::municipality::staff;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::action::Action;
use super::grant::Grant;
use super::log::{self, Asked, Read, Reason};
use crate::support::fault::{Code, Fault};

impl Grant {
    /// A page of the access log, newest first. The reading is logged: about the youth that is asked for, about those
    /// whose reasons are shown, and otherwise about nobody, since an entry names a youth by an id alone.
    pub async fn access_log(&self, asked: Asked) -> Result<Vec<Read>, Fault> {
        self.require(Action::ReadAccessLog)?;
        let page = log::page(self.municipality(), asked).await?;
        if let Some(youth) = asked.youth {
            self.touch([youth])?;
        } else {
            self.touch(page.iter().filter_map(told_of))?;
            self.log_about_nobody().await?;
        }
        Ok(page)
    }

    /// The colleagues with these ids, whoever they are: named to those who review openings, read the access log or
    /// appoint for protected persons, to those who read what colleagues did about a
    /// youth, also when they work elsewhere in the municipality.
    #[allow(clippy::disallowed_methods, reason = "names of colleagues, for actions that name who did what")]
    pub async fn colleagues(
        &self,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, staff::Model>, Fault> {
        if !self.names_colleagues() {
            return Err(Fault::of(Code::Forbidden));
        }
        let ids: BTreeSet<Uuid> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = self.all(staff::Entity::find().filter(staff::Column::Id.is_in(ids))).await?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }
}

/// The youth about whom an entry tells more than an id.
fn told_of(entry: &Read) -> Option<Uuid> {
    match (&entry.whom, &entry.reason) {
        (log::Whom::Youth(youth), Reason::Given(_)) => Some(*youth),
        _ => None,
    }
}
