//! What may be prepared, published and withdrawn, by whom.

use entity::municipality::statistics_draft;
use entity::vocabulary::DraftState;
use uuid::Uuid;

use crate::domain::statistics::disclosure::refusal::Refusal;
use crate::support::words;

/// Least coverage of what is published, in percent.
pub(super) const COVERAGE: i64 = 90;

/// Why something about a publication is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatisticsFault {
    /// No such period.
    Period,
    /// The period has not ended: its figures would have to be revised.
    NotEnded,
    /// No such indicator, or none of this basis and kind of period.
    Indicator(String),
    /// A reason is 10 to 500 characters.
    Reason,
    /// Nothing is left to publish; each indicator with its reason.
    NothingToPublish(Vec<LeftOut>),
    /// The control of disclosure refuses it.
    Refused(Refusal),
    /// Whoever prepared it does not decide it.
    OwnDeed,
    /// Only whoever prepared it takes it back.
    NotOwn,
    /// It has been decided.
    Decided,
    /// Somebody else changed it meanwhile, or published another of the same unit.
    Conflict,
    /// It is withdrawn already.
    Withdrawn,
}

/// Why an indicator is not among what is prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its code.
    pub indicator: String,
    /// Why.
    pub why: Why,
}

/// Why an indicator is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No youth has data in the period.
    NoData,
    /// Fewer than 90 % of the population have data.
    Coverage,
    /// The legal ground of its purpose is not recorded.
    NoGround,
    /// Too little could be shown even on the last rung.
    TooLittle,
    /// Its cohort has not been followed long enough.
    NotMature,
    /// It is published for three years together, and the last three were published before this one.
    PoolNotDue,
}

/// A reason: 10 to 500 characters.
pub fn reason(text: &str) -> Result<&str, StatisticsFault> {
    words::reason(text).ok_or(StatisticsFault::Reason)
}

/// Youths with data of those in the population, in whole percent, rounded down; `None` where there is nobody.
pub fn coverage(with_data: i64, without: i64) -> Option<i64> {
    (with_data > 0).then(|| with_data * 100 / (with_data + without))
}

/// Whether `by` may publish or refuse a draft.
pub fn may_decide(row: &statistics_draft::Model, by: Uuid, version: i32) -> Result<(), StatisticsFault> {
    match () {
        () if row.state != DraftState::Draft => Err(StatisticsFault::Decided),
        () if row.prepared_by == by => Err(StatisticsFault::OwnDeed),
        () if row.version != version => Err(StatisticsFault::Conflict),
        () => Ok(()),
    }
}

/// Whether `by` may take a draft back.
pub fn may_discard(row: &statistics_draft::Model, by: Uuid, version: i32) -> Result<(), StatisticsFault> {
    match () {
        () if row.state != DraftState::Draft => Err(StatisticsFault::Decided),
        () if row.prepared_by != by => Err(StatisticsFault::NotOwn),
        () if row.version != version => Err(StatisticsFault::Conflict),
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entity::vocabulary::UnitBasis;
    use proptest::prelude::*;
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn nobody_publishes_their_own_draft_and_nothing_is_decided_twice() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for state in DraftState::iter() {
            let row = statistics_draft::Model {
                id: Uuid::nil(),
                period: String::new(),
                basis: UnitBasis::Authority,
                state,
                cube: Vec::new(),
                floor: 5,
                as_of: chrono::NaiveDate::default(),
                prepared_by: one,
                prepared_at: DateTime::default(),
                decided_by: None,
                decided_at: None,
                refusal: None,
                publication_id: None,
                version: 1,
            };
            let is_open = state == DraftState::Draft;
            assert_eq!(may_decide(&row, two, 1).is_ok(), is_open);
            assert_eq!(may_discard(&row, one, 1).is_ok(), is_open);
            assert!(may_decide(&row, one, 1).is_err() && may_discard(&row, two, 1).is_err());
            assert!(may_decide(&row, two, 2).is_err());
        }
    }

    proptest! {
        #[test]
        fn coverage_is_never_rounded_up(with_data in 0_i64..10_000, without in 0_i64..10_000) {
            match coverage(with_data, without) {
                None => prop_assert_eq!(with_data, 0),
                Some(percent) => prop_assert!(percent * (with_data + without) <= with_data * 100 && percent <= 100),
            }
        }
    }
}
