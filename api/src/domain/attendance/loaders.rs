//! Attendance by youth and first week.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use chrono::NaiveDate;
use entity::municipality::attendance;
use uuid::Uuid;

use super::store;
use crate::access::{Action, Visit};
use crate::support::fault::Fault;

/// Whose attendance, and from which Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Since {
    /// The youth.
    pub youth: Uuid,
    /// The Monday of the first week.
    pub monday: NaiveDate,
}

/// Loads attendance: one statement for each first week that is asked for.
#[derive(Debug)]
pub struct AttendanceOfYouths(pub Arc<Visit>);

impl Loader<Since> for AttendanceOfYouths {
    type Value = Vec<attendance::Model>;
    type Error = Fault;

    async fn load(&self, keys: &[Since]) -> Result<HashMap<Since, Self::Value>, Fault> {
        let grant = self.0.authorize(Action::ReadAttendance)?;
        let mut by_monday: BTreeMap<NaiveDate, Vec<Uuid>> = BTreeMap::new();
        for key in keys {
            by_monday.entry(key.monday).or_default().push(key.youth);
        }
        let mut loaded = HashMap::new();
        for (monday, youths) in by_monday {
            let rows = store::since(&grant, &youths, monday).await?;
            loaded.extend(rows.into_iter().map(|(youth, rows)| (Since { youth, monday }, rows)));
        }
        Ok(loaded)
    }
}
