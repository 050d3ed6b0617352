//! Which rows about youths a grant may write: those of youths whose every row it reaches, and of the others only
//! rows of the groups it reaches them by.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::municipality::{group_membership, youth};
use entity::reach::Within;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::grant::{Grant, MOST_ROWS};
use crate::support::fault::Fault;
use crate::support::user_error::{UserError, UserErrorCode};

/// First and last day; none while it goes on.
type Period = (NaiveDate, Option<NaiveDate>);

/// What a grant may write about some youths in a span of days.
#[derive(Clone, Debug, Default)]
pub struct Writable {
    /// Youths whose every row is reached.
    whole: BTreeSet<Uuid>,
    /// First and last days of memberships that are reached, by youth and group.
    members: BTreeMap<(Uuid, Uuid), Vec<Period>>,
}

/// Why a row cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowRefused {
    /// The youth is not there or out of reach.
    Youth,
    /// The youth is reached by a group, and the row is about no group.
    NeedsGroup,
    /// The youth was not in the group then, or the group is out of reach.
    Group,
}

impl Grant {
    /// What it may write about these youths between two days: two statements, however many youths.
    pub async fn writable(
        &self,
        youths: &BTreeSet<Uuid>,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Writable, Fault> {
        let reach = self.reach().with_all_rows();
        let whole = if reach.is_nothing() {
            Vec::new()
        } else {
            let those = youth::Column::Id.is_in(youths.iter().copied());
            let known =
                youth::Entity::within(&reach).filter(those).filter(youth::Column::RemovedAt.is_null());
            self.all(known).await?
        };
        let memberships = group_membership::Entity::within(self.reach())
            .filter(group_membership::Column::YouthId.is_in(youths.iter().copied()))
            .filter(group_membership::Column::StartsOn.lte(last))
            .filter(
                Condition::any()
                    .add(group_membership::Column::EndsOn.is_null())
                    .add(group_membership::Column::EndsOn.gte(first)),
            )
            .limit(MOST_ROWS);
        let mut writable =
            Writable { whole: whole.into_iter().map(|row| row.id).collect(), ..Writable::default() };
        for row in self.all(memberships).await? {
            let periods = writable.members.entry((row.youth_id, row.group_id)).or_default();
            periods.push((row.starts_on, row.ends_on));
        }
        Ok(writable)
    }
}

impl Writable {
    /// Whether a row about this youth, and this group or none, may be written for these days.
    pub fn check(
        &self,
        youth: Uuid,
        group: Option<Uuid>,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<(), RowRefused> {
        let has_all = self.whole.contains(&youth);
        let Some(group) = group else {
            return match (has_all, self.is_in_a_group(youth)) {
                (true, _) => Ok(()),
                (false, true) => Err(RowRefused::NeedsGroup),
                (false, false) => Err(RowRefused::Youth),
            };
        };
        let overlaps = |(from, to): &Period| *from <= last && to.is_none_or(|to| to >= first);
        match self.members.get(&(youth, group)) {
            Some(periods) if periods.iter().any(overlaps) => Ok(()),
            _ if has_all || self.is_in_a_group(youth) => Err(RowRefused::Group),
            _ => Err(RowRefused::Youth),
        }
    }

    fn is_in_a_group(&self, youth: Uuid) -> bool {
        self.members.range((youth, Uuid::nil())..=(youth, Uuid::max())).next().is_some()
    }
}

impl From<RowRefused> for UserError {
    fn from(refused: RowRefused) -> Self {
        let (field, swedish, english) = match refused {
            RowRefused::Youth => (
                "input.rows.youth",
                "Personen finns inte, eller ligger utanför vad du når.",
                "The person does not exist, or is out of your reach.",
            ),
            RowRefused::NeedsGroup => (
                "input.rows.group",
                "Ange gruppen: ditt uppdrag når bara rader om dina grupper.",
                "Give the group: your assignment reaches only rows of your groups.",
            ),
            RowRefused::Group => (
                "input.rows.group",
                "Personen var inte i gruppen då, eller så når du inte gruppen.",
                "The person was not in the group then, or the group is out of your reach.",
            ),
        };
        Self::new(field, UserErrorCode::NotFound, swedish, english)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YOUTH: Uuid = Uuid::from_u128(1);
    const GROUP: Uuid = Uuid::from_u128(2);
    const OTHER: Uuid = Uuid::from_u128(3);

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 11, day).unwrap()
    }

    fn teacher() -> Writable {
        let members = BTreeMap::from([((YOUTH, GROUP), vec![(day(10), Some(day(14)))])]);
        Writable { whole: BTreeSet::new(), members }
    }

    #[test]
    fn a_teacher_writes_rows_of_own_groups_and_never_totals() {
        let teacher = teacher();
        assert_eq!(teacher.check(YOUTH, Some(GROUP), day(10), day(16)), Ok(()));
        assert_eq!(teacher.check(YOUTH, None, day(10), day(16)), Err(RowRefused::NeedsGroup));
        assert_eq!(teacher.check(YOUTH, Some(OTHER), day(10), day(16)), Err(RowRefused::Group));
        assert_eq!(teacher.check(OTHER, Some(GROUP), day(10), day(16)), Err(RowRefused::Youth));
        assert_eq!(teacher.check(OTHER, None, day(10), day(16)), Err(RowRefused::Youth));
    }

    #[test]
    fn a_row_needs_a_membership_in_its_own_days() {
        let mut principal = teacher();
        principal.whole.insert(YOUTH);
        assert_eq!(principal.check(YOUTH, None, day(17), day(23)), Ok(()));
        assert_eq!(principal.check(YOUTH, Some(GROUP), day(3), day(9)), Err(RowRefused::Group));
        assert_eq!(principal.check(YOUTH, Some(GROUP), day(17), day(23)), Err(RowRefused::Group));
    }
}
