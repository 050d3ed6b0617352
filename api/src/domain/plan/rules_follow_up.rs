//! When follow-ups are due, and what they must tell.

use chrono::{Days, Months, NaiveDate};
use entity::vocabulary::{FollowUpKind, GradedChange, YouthStatus};

use super::rules::is_near;

/// How long after a case was closed it is asked where the youth is.
pub const AFTER_CLOSING: [(FollowUpKind, u32); 3] =
    [(FollowUpKind::After6Months, 6), (FollowUpKind::After12Months, 12), (FollowUpKind::After24Months, 24)];

/// How long before its day a status may be told.
const EARLY: Days = Days::new(31);

/// Why a follow-up is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpFault {
    /// It would be due on a day that has passed.
    Past,
    /// It would be due in more than ten years.
    Far,
    /// It has been done already.
    Done,
    /// The day has not come yet.
    Future,
    /// The day is too long before it is due.
    TooEarly,
    /// It says neither in words nor graded what was found.
    Empty,
    /// It does not say what the youth does.
    Status,
    /// What the youth does is told by those after closing alone.
    NoStatus,
}

/// The day some months after a case was closed.
pub fn due(closed_on: NaiveDate, months: u32) -> Option<NaiveDate> {
    closed_on.checked_add_months(Months::new(months))
}

/// Checks a follow-up that is to be planned.
pub fn plan(planned_on: NaiveDate, today: NaiveDate) -> Result<(), FollowUpFault> {
    match planned_on {
        day if day < today => Err(FollowUpFault::Past),
        day if !is_near(day, today) => Err(FollowUpFault::Far),
        _ => Ok(()),
    }
}

/// What is told about a follow-up that was done.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// When it was done.
    pub on: NaiveDate,
    /// Whether there are words.
    pub words: bool,
    /// What was found, graded.
    pub outcome: Option<GradedChange>,
    /// What the youth does.
    pub status: Option<YouthStatus>,
}

/// Checks what is told about a follow-up.
pub fn record(
    kind: FollowUpKind,
    planned_on: NaiveDate,
    done_on: Option<NaiveDate>,
    told: Told,
    today: NaiveDate,
) -> Result<(), FollowUpFault> {
    if done_on.is_some() {
        return Err(FollowUpFault::Done);
    }
    if told.on > today {
        return Err(FollowUpFault::Future);
    }
    if kind == FollowUpKind::Planned {
        return match (told.status, told.words || told.outcome.is_some()) {
            (Some(_), _) => Err(FollowUpFault::NoStatus),
            (None, false) => Err(FollowUpFault::Empty),
            (None, true) => Ok(()),
        };
    }
    if told.on.checked_add_days(EARLY).is_some_and(|latest| latest < planned_on) {
        return Err(FollowUpFault::TooEarly);
    }
    if told.status.is_none() { Err(FollowUpFault::Status) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::default() + Days::new(n)
    }

    fn told(on: u64) -> Told {
        Told { on: day(on), words: true, outcome: None, status: None }
    }

    #[test]
    fn months_end_where_the_month_ends() {
        let closed = NaiveDate::from_ymd_opt(2025, 8, 31).unwrap();
        assert_eq!(due(closed, 6), NaiveDate::from_ymd_opt(2026, 2, 28));
        assert_eq!(due(closed, 24), NaiveDate::from_ymd_opt(2027, 8, 31));
    }

    #[test]
    fn what_was_planned_tells_what_was_found_once() {
        let record =
            |done: Option<u64>, told| record(FollowUpKind::Planned, day(50), done.map(day), told, day(60));
        assert_eq!(record(None, told(10)), Ok(()), "earlier than planned is good");
        assert_eq!(record(Some(9), told(10)), Err(FollowUpFault::Done));
        assert_eq!(record(None, told(61)), Err(FollowUpFault::Future));
        assert_eq!(record(None, Told { words: false, ..told(10) }), Err(FollowUpFault::Empty));
        let status = Some(YouthStatus::Work);
        assert_eq!(record(None, Told { status, ..told(10) }), Err(FollowUpFault::NoStatus));
    }

    #[test]
    fn what_comes_after_closing_tells_what_the_youth_does_about_then() {
        let record = |told| record(FollowUpKind::After6Months, day(180), None, told, day(400));
        let status = Some(YouthStatus::Unknown);
        assert_eq!(record(Told { status, words: false, ..told(300) }), Ok(()));
        assert_eq!(record(Told { status, ..told(149) }), Ok(()));
        assert_eq!(record(Told { status, ..told(148) }), Err(FollowUpFault::TooEarly));
        assert_eq!(record(told(200)), Err(FollowUpFault::Status));
    }

    #[test]
    fn nothing_is_planned_for_a_day_that_has_passed() {
        assert_eq!(plan(day(9), day(10)), Err(FollowUpFault::Past));
        assert_eq!(plan(day(10), day(10)), Ok(()));
        assert_eq!(plan(day(10_000), day(10)), Err(FollowUpFault::Far));
    }
}
