//! Counts that name nobody: rows by what stands in a column, and late duties by unit.

use std::collections::BTreeSet;

use entity::municipality::{duty_clock, unit_closure, youth};
use entity::reach::{Way, Within};
use entity::vocabulary::{DutyKind, Track};
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, TryGetable,
    TryGetableMany,
};
use uuid::Uuid;

use super::action::Action;
use super::grant::{Grant, MOST_ROWS};
use crate::support::fault::Fault;

/// How many duties of one kind and track are late at one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateDuties {
    /// The unit.
    pub unit: Uuid,
    /// The duty.
    pub kind: DutyKind,
    /// The track.
    pub track: Track,
    /// How many.
    pub count: i64,
    /// Whether who asks reads the cases of this unit themselves, so that the count tells nothing new.
    pub is_read: bool,
}

impl Grant {
    /// Counts rows by what stands in a column; reads none.
    #[allow(clippy::disallowed_methods, reason = "counts rows within reach, and reads none")]
    pub async fn count_by<E, C, K>(&self, select: Select<E>, by: C) -> Result<Vec<(K, i64)>, Fault>
    where
        E: EntityTrait<Column = C>,
        C: ColumnTrait,
        K: TryGetable + Send,
        (K, i64): TryGetableMany,
    {
        let counted = select
            .select_only()
            .column(by)
            .expr(Expr::col(Asterisk).count())
            .group_by(by)
            .limit(MOST_ROWS)
            .into_tuple::<(K, i64)>();
        Ok(counted.all(self.municipality().db().read()).await?)
    }

    /// How many duties are late at the units within reach: counts alone, since who asks may see no person. Persons with
    /// protected data are counted only for those who may see them.
    #[allow(clippy::disallowed_methods, reason = "counts by unit, for an action that opens nothing else")]
    pub async fn late_duties(&self) -> Result<Vec<LateDuties>, Fault> {
        self.require(Action::ReadDutyCounts)?;
        let everybody = vec![Way::WholeMunicipality];
        let seen = self.reach().of_youths(everybody, self.reach().protected.clone());
        let youths = youth::Entity::within(&seen).select_only().column(youth::Column::Id).into_query();
        let units = self.below(&units_of(&self.reach().ways)).await?;
        let counted = duty_clock::Entity::find()
            .filter(duty_clock::Column::UnitId.is_in(units))
            .filter(duty_clock::Column::MetAt.is_null())
            .filter(duty_clock::Column::EndedAt.is_null())
            .filter(duty_clock::Column::DueOn.lt(self.reach().today))
            .filter(duty_clock::Column::YouthId.in_subquery(youths))
            .select_only()
            .column(duty_clock::Column::UnitId)
            .column(duty_clock::Column::Kind)
            .column(duty_clock::Column::Track)
            .expr(Expr::col(Asterisk).count())
            .group_by(duty_clock::Column::UnitId)
            .group_by(duty_clock::Column::Kind)
            .group_by(duty_clock::Column::Track)
            .order_by_asc(duty_clock::Column::UnitId)
            .order_by_asc(duty_clock::Column::Kind)
            .order_by_asc(duty_clock::Column::Track)
            .limit(MOST_ROWS)
            .into_tuple::<(Uuid, DutyKind, Track, i64)>();
        let counted = counted.all(self.municipality().db().read()).await?;
        let mut read = BTreeSet::new();
        for sight in &self.reach().sights {
            let units = self.below(&units_of(&sight.ways)).await?;
            read.extend(
                units.into_iter().flat_map(|unit| sight.tracks.iter().map(move |track| (unit, *track))),
            );
        }
        let late = |(unit, kind, track, count)| LateDuties {
            unit,
            kind,
            track,
            count,
            // Who reads a youth need not read each follow-up: their count is told as to those who read none.
            is_read: read.contains(&(unit, track)) && !DutyKind::OF_FOLLOW_UPS.contains(&kind),
        };
        Ok(counted.into_iter().map(late).collect())
    }

    /// These units and everything below them.
    #[allow(clippy::disallowed_methods, reason = "the tree of units, which is about nobody")]
    async fn below(&self, units: &[Uuid]) -> Result<Vec<Uuid>, Fault> {
        let below = unit_closure::Entity::find()
            .filter(unit_closure::Column::AncestorId.is_in(units.iter().copied()))
            .limit(MOST_ROWS);
        Ok(self.all(below).await?.into_iter().map(|row| row.unit_id).collect())
    }
}

fn units_of(ways: &[Way]) -> Vec<Uuid> {
    let units =
        ways.iter().filter_map(|way| if let Way::Units(units) = way { Some(units.clone()) } else { None });
    units.flatten().collect()
}
