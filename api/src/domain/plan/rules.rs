//! The course of a measure (insats): which step follows which, and in which order its days come.

use chrono::NaiveDate;
use entity::vocabulary::MeasureState;

/// Where a measure stands, and the days on which it came there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// Where it stands.
    pub state: MeasureState,
    /// When it was offered.
    pub offered_on: NaiveDate,
    /// When it was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// When it was declined.
    pub declined_on: Option<NaiveDate>,
    /// When it is to begin.
    pub planned_start: Option<NaiveDate>,
    /// When it is to end.
    pub planned_end: Option<NaiveDate>,
    /// When it began.
    pub starts_on: Option<NaiveDate>,
    /// When it ended.
    pub ended_on: Option<NaiveDate>,
}

/// A step in the course of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The youth says yes.
    Accept,
    /// The youth says no.
    Decline,
    /// It begins; perhaps with another day on which it is to end.
    Start(Option<NaiveDate>),
    /// It was carried through.
    Complete,
    /// It was broken off, or never began.
    Discontinue,
}

/// Why a step, or an offer, is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourseFault {
    /// The step does not follow from where the measure stands.
    Impossible,
    /// The day has not come yet.
    Future,
    /// The day is before that of the step before.
    TooEarly,
    /// It would end before it starts.
    EndsBeforeStart,
    /// The day is more than ten years away.
    Far,
}

/// Whether a day is within ten years of today: what is not is a slip of the pen.
pub fn is_near(day: NaiveDate, today: NaiveDate) -> bool {
    (day - today).num_days().abs() <= 3_660
}

impl Course {
    /// A measure that is offered.
    pub fn offered(
        offered_on: NaiveDate,
        planned: (Option<NaiveDate>, Option<NaiveDate>),
        today: NaiveDate,
    ) -> Result<Self, CourseFault> {
        let (planned_start, planned_end) = planned;
        if offered_on > today {
            return Err(CourseFault::Future);
        }
        if [Some(offered_on), planned_start, planned_end]
            .into_iter()
            .flatten()
            .any(|day| !is_near(day, today))
        {
            return Err(CourseFault::Far);
        }
        if planned_end.is_some_and(|end| end < planned_start.unwrap_or(offered_on)) {
            return Err(CourseFault::EndsBeforeStart);
        }
        Ok(Self {
            state: MeasureState::Offered,
            offered_on,
            accepted_on: None,
            declined_on: None,
            planned_start,
            planned_end,
            starts_on: None,
            ended_on: None,
        })
    }

    /// The course after a step on a day.
    pub fn step(self, step: Step, day: NaiveDate, today: NaiveDate) -> Result<Self, CourseFault> {
        use MeasureState::{Accepted, Active, Completed, Declined, Discontinued, Offered};
        let state = match (self.state, step) {
            (Offered, Step::Accept) => Accepted,
            (Offered, Step::Decline) => Declined,
            (Accepted, Step::Start(_)) => Active,
            (Active, Step::Complete) => Completed,
            (Accepted | Active, Step::Discontinue) => Discontinued,
            _ => return Err(CourseFault::Impossible),
        };
        if day > today {
            return Err(CourseFault::Future);
        }
        if self.starts_on.is_some_and(|start| day < start) {
            return Err(CourseFault::EndsBeforeStart);
        }
        if day < self.accepted_on.unwrap_or(self.offered_on) {
            return Err(CourseFault::TooEarly);
        }
        if matches!(step, Step::Start(Some(end)) if !is_near(end, today)) {
            return Err(CourseFault::Far);
        }
        let mut next = Self { state, ..self };
        match step {
            Step::Accept => next.accepted_on = Some(day),
            Step::Decline => next.declined_on = Some(day),
            Step::Start(planned_end) => {
                next.starts_on = Some(day);
                next.planned_end = planned_end.or(self.planned_end);
            }
            Step::Complete | Step::Discontinue => next.ended_on = Some(day),
        }
        let ends_first = |start| next.planned_end.is_some_and(|end| end < start);
        if matches!(step, Step::Start(_)) && ends_first(day) {
            return Err(CourseFault::EndsBeforeStart);
        }
        // One that begins early, and is to end before it was to begin, is no longer planned to begin then.
        if next.planned_start.is_some_and(ends_first) {
            next.planned_start = None;
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::default() + Days::new(n)
    }

    fn offered() -> Course {
        Course::offered(day(10), (None, None), day(100)).unwrap()
    }

    fn steps() -> impl Strategy<Value = Vec<(Step, u64)>> {
        let step = prop_oneof![
            Just(Step::Accept),
            Just(Step::Decline),
            prop::option::of(0_u64..120).prop_map(|end| Step::Start(end.map(day))),
            Just(Step::Complete),
            Just(Step::Discontinue),
        ];
        prop::collection::vec((step, 0_u64..120), 0..12)
    }

    proptest! {
        #[test]
        fn whatever_is_tried_each_state_has_the_days_that_lead_to_it(
            tried in steps(), start in prop::option::of(0_u64..120), end in prop::option::of(0_u64..120)
        ) {
            let today = day(100);
            let Ok(mut course) = Course::offered(day(10), (start.map(day), end.map(day)), today) else {
                return Ok(());
            };
            for (step, on) in tried {
                if let Ok(next) = course.step(step, day(on), today) {
                    prop_assert_ne!(next.state, course.state);
                    course = next;
                }
                let Course { state, accepted_on, declined_on, starts_on, ended_on, .. } = course;
                let said_yes = matches!(
                    state,
                    MeasureState::Accepted | MeasureState::Active | MeasureState::Completed | MeasureState::Discontinued
                );
                prop_assert_eq!(accepted_on.is_some(), said_yes);
                prop_assert_eq!(declined_on.is_some(), state == MeasureState::Declined);
                let over = matches!(state, MeasureState::Completed | MeasureState::Discontinued);
                prop_assert_eq!(ended_on.is_some(), over);
                prop_assert!(starts_on.is_some() || !matches!(state, MeasureState::Active | MeasureState::Completed));
                let days: Vec<_> = [Some(course.offered_on), accepted_on, starts_on, ended_on].into_iter().flatten().collect();
                prop_assert!(days.is_sorted() && days.iter().all(|day| *day <= today));
                let planned = course.planned_end.is_none_or(|end| {
                    course.planned_start.is_none_or(|start| start <= end) && starts_on.is_none_or(|start| start <= end)
                });
                prop_assert!(planned);
            }
        }

        #[test]
        fn what_is_over_stays_over(tried in steps()) {
            for last in [Step::Complete, Step::Discontinue] {
                let course = [(Step::Accept, 11), (Step::Start(None), 12), (last, 13)]
                    .into_iter()
                    .fold(offered(), |course, (step, on)| course.step(step, day(on), day(100)).unwrap());
                for (step, on) in &tried {
                    prop_assert_eq!(course.step(*step, day(*on), day(100)), Err(CourseFault::Impossible));
                }
            }
        }
    }

    #[test]
    fn nobody_accepts_after_declining() {
        let declined = offered().step(Step::Decline, day(11), day(100)).unwrap();
        assert_eq!(declined.step(Step::Accept, day(12), day(100)), Err(CourseFault::Impossible));
    }

    #[test]
    fn days_are_in_their_order_and_have_come() {
        let accepted = offered().step(Step::Accept, day(11), day(100)).unwrap();
        assert_eq!(accepted.step(Step::Start(None), day(10), day(100)), Err(CourseFault::TooEarly));
        assert_eq!(accepted.step(Step::Start(None), day(101), day(100)), Err(CourseFault::Future));
        assert_eq!(
            accepted.step(Step::Start(Some(day(11))), day(12), day(100)),
            Err(CourseFault::EndsBeforeStart)
        );
        let active = accepted.step(Step::Start(Some(day(30))), day(12), day(100)).unwrap();
        assert_eq!(active.step(Step::Complete, day(11), day(100)), Err(CourseFault::EndsBeforeStart));
        let planned = (Some(day(20)), Some(day(19)));
        assert_eq!(Course::offered(day(10), planned, day(100)), Err(CourseFault::EndsBeforeStart));
    }
}
