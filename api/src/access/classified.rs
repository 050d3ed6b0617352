//! What a grant may do with classified rows of one youth, and whom it tells when a row has changed.

use std::collections::BTreeSet;

use entity::municipality::{closed_day, youth};
use entity::reach::{Sight, Within};
use entity::vocabulary::{Role, Secrecy, Track};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::grant::{Grant, MOST_ROWS};
use crate::support::events::{Event, Topic};
use crate::support::fault::Fault;
use crate::support::school_days::SchoolDays;

impl Grant {
    /// Whether it may write a row of this class and track about a youth: one of its roles writes the class, works on
    /// the track and reaches the youth.
    pub async fn writes(&self, youth: Uuid, secrecy: Secrecy, track: Track) -> Result<bool, Fault> {
        for sight in self.sights_of(track).filter(|sight| sight.writes.contains(&secrecy)) {
            if self.reaches_by(sight, youth).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The roles by which it reaches a youth on a track; empty for a job.
    pub async fn roles_on(&self, youth: Uuid, track: Track) -> Result<BTreeSet<Role>, Fault> {
        let mut roles = BTreeSet::new();
        for sight in self.sights_of(track) {
            if let Some(role) = sight.role
                && self.reaches_by(sight, youth).await?
            {
                roles.insert(role);
            }
        }
        Ok(roles)
    }

    /// The municipality's calendar, to count deadlines by; any grant may.
    #[allow(clippy::disallowed_methods, reason = "a calendar is about nobody, and every deadline needs it")]
    pub async fn school_days(&self) -> Result<SchoolDays, Fault> {
        let days = closed_day::Entity::find().order_by_asc(closed_day::Column::Day).limit(MOST_ROWS);
        Ok(SchoolDays::new(self.all(days).await?.into_iter().map(|row| row.day)))
    }

    /// Tells whoever listens that a row of a youth has changed. Call it after the change was committed.
    pub fn announce(&self, topic: Topic, youth: Uuid, row: Uuid) {
        let municipality = self.municipality_code().to_owned();
        self.municipality().bus().tell(Event { municipality, topic, youth, row });
    }

    fn sights_of(&self, track: Track) -> impl Iterator<Item = &Sight> {
        self.reach().sights.iter().filter(move |sight| sight.tracks.contains(&track))
    }

    async fn reaches_by(&self, sight: &Sight, youth: Uuid) -> Result<bool, Fault> {
        let reach = self.reach().of_youths(sight.ways.clone(), self.reach().protected.clone());
        let them = youth::Entity::within(&reach)
            .filter(youth::Column::Id.eq(youth))
            .filter(youth::Column::RemovedAt.is_null());
        Ok(self.count(them).await? > 0)
    }
}
