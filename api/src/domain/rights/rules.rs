//! Who decides what about erasures, holds and retention.

use chrono::{Months, NaiveDate};
use entity::municipality::{erasure, retention_rule};
use entity::vocabulary::{ErasureKind, ErasureState};
use uuid::Uuid;

use super::deletion::Due;
use crate::support::words;

/// Longest that a rule keeps: a hundred years.
const MOST_MONTHS: i32 = 1_200;

/// Why something about erasures, holds or retention is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightsFault {
    /// A reason is 10 to 500 characters.
    Reason,
    /// The person is under a legal hold.
    Held,
    /// A proposal waits already.
    Proposed,
    /// Whoever proposed it does not decide it.
    OwnDeed,
    /// It has been decided.
    Decided,
    /// Somebody else changed it meanwhile.
    Conflict,
    /// A last day before the first.
    EndsBeforeStart,
    /// The hold was lifted or has ended.
    NotInForce,
    /// No such type of record, or one that has no day to count from.
    RecordType,
    /// 1 to 1200 months.
    Months,
    /// No active rule, or nothing is due.
    NothingDue,
}

/// Checks a reason: 10 to 500 characters.
pub fn reason(text: &str) -> Result<&str, RightsFault> {
    words::reason(text).ok_or(RightsFault::Reason)
}

/// Whether `by` may decide a proposal of this kind.
pub fn may_decide(row: &erasure::Model, kind: ErasureKind, by: Uuid) -> Result<(), RightsFault> {
    match () {
        () if row.kind != kind || row.state != ErasureState::Proposed => Err(RightsFault::Decided),
        () if row.proposed_by == by => Err(RightsFault::OwnDeed),
        () => Ok(()),
    }
}

/// Checks the first and last day of a hold.
pub fn period(starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Result<(), RightsFault> {
    if ends_on.is_some_and(|last| last < starts_on) { Err(RightsFault::EndsBeforeStart) } else { Ok(()) }
}

/// Checks how long a rule keeps.
pub fn months(months: i32) -> Result<i32, RightsFault> {
    if (1..=MOST_MONTHS).contains(&months) { Ok(months) } else { Err(RightsFault::Months) }
}

/// What is due by the active rules.
pub fn due(rules: &[retention_rule::Model], today: NaiveDate) -> Vec<Due> {
    let due = |rule: &retention_rule::Model| {
        let before = today.checked_sub_months(Months::new(rule.months.try_into().ok()?))?;
        Some(Due { record_type: rule.record_type.clone(), before })
    };
    rules.iter().filter(|rule| rule.active).filter_map(due).collect()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;
    use sea_orm::Iterable;

    use super::*;

    fn rule(months: i32, active: bool) -> retention_rule::Model {
        retention_rule::Model {
            record_type: "note".to_owned(),
            months,
            active,
            version: 1,
            changed_by: Uuid::nil(),
            changed_at: DateTime::default(),
        }
    }

    #[test]
    fn nobody_decides_their_own_proposal_and_nothing_is_decided_twice() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for state in ErasureState::iter() {
            let row = erasure::Model {
                id: Uuid::nil(),
                kind: ErasureKind::Person,
                state,
                youth_id: None,
                reason: None,
                scope: String::new(),
                counts: String::new(),
                proposed_by: one,
                proposed_at: DateTime::default(),
                decided_by: None,
                decided_at: None,
                carried_out_at: None,
                cleaned_at: None,
            };
            let waits = state == ErasureState::Proposed;
            assert_eq!(may_decide(&row, ErasureKind::Person, two).is_ok(), waits);
            assert!(may_decide(&row, ErasureKind::Person, one).is_err());
            assert!(may_decide(&row, ErasureKind::Retention, two).is_err());
        }
    }

    #[test]
    fn a_rule_that_is_not_active_takes_nothing() {
        let today = NaiveDate::from_ymd_opt(2025, 11, 24).unwrap();
        assert_eq!(due(&[rule(12, false)], today), []);
        let taken = due(&[rule(12, true)], today);
        assert_eq!(taken[0].before, NaiveDate::from_ymd_opt(2024, 11, 24).unwrap());
    }

    proptest! {
        #[test]
        fn the_longer_a_rule_keeps_the_less_is_due(short in 1_i32..=1_200, long in 1_i32..=1_200, day in 0_u64..20_000) {
            let today = NaiveDate::default() + chrono::Days::new(day);
            let before = |months| due(&[rule(months, true)], today).first().map(|due| due.before);
            prop_assert_eq!(before(short) >= before(long), short <= long || before(short) == before(long));
        }
    }
}
