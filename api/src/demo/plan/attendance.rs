//! Attendance of twelve weeks in total rows (no group): most youths miss 2 to 8 of a hundred minutes, some more than
//! 15, a few more than half; for a few little is reported.

use entity::municipality::attendance;
use uuid::Uuid;

use super::Draft;
use super::tree::Form;
use crate::demo::chance::Chance;
use crate::support::ids;

/// What a youth's weeks have in common.
struct Habit {
    /// Absence in thousandths of what is offered.
    absence: i32,
    /// How much of it is valid, of a hundred.
    valid: i32,
    /// How much is reported, of a hundred.
    reported: i32,
    /// What is added to the absence a week, in thousandths.
    rising: i32,
}

impl Habit {
    fn of(chance: &mut Chance) -> Self {
        let (low, high) = match chance.below(1000) {
            0..80 => (0, 20),
            80..800 => (20, 80),
            800..915 => (80, 150),
            915..972 => (150, 300),
            972..991 => (300, 500),
            _ => (500, 850),
        };
        let absence = chance.between(low, high);
        let valid = if chance.percent(12) { chance.between(5, 40) } else { chance.between(60, 100) };
        let reported = if chance.percent(3) { chance.between(25, 60) } else { chance.between(94, 100) };
        let rising = if chance.percent(4) { chance.between(5, 20) } else { 0 };
        Self { absence, valid, reported, rising }
    }
}

/// Records the weeks of one youth.
pub(super) fn record(draft: &mut Draft, chance: &mut Chance, youth_id: Uuid, form: Form) {
    let habit = Habit::of(chance);
    let offered_minutes = if form == Form::Upper { 1_080 } else { 1_380 };
    for (number, week) in (0..).zip(draft.calendar.weeks()) {
        let minutes = week_of(chance, &habit, number, offered_minutes);
        draft.plan.attendance.push(attendance::Model {
            id: ids::of_attendance(youth_id, week, None),
            youth_id,
            week,
            group_id: None,
            valid_minutes: minutes.valid,
            invalid_minutes: minutes.invalid,
            other_minutes: minutes.other,
            reported_minutes: minutes.reported,
            offered_minutes,
            source_id: None,
            source_ref: None,
        });
    }
}

struct Minutes {
    valid: i32,
    invalid: i32,
    other: i32,
    reported: i32,
}

/// One week: round the youth's usual absence, in fives of minutes, and never more than is reported.
fn week_of(chance: &mut Chance, habit: &Habit, number: i32, offered: i32) -> Minutes {
    let fives = |minutes: i32| minutes / 5 * 5;
    let reported = if habit.reported >= 99 { offered } else { fives(offered * habit.reported / 100) };
    let share = (habit.absence + habit.rising * number) * chance.between(40, 160) / 100;
    let absent = fives((offered * share.min(1_000) / 1_000).min(reported));
    let valid = fives(absent * habit.valid / 100);
    let other = if chance.percent(5) { fives((reported - absent) / 10) } else { 0 };
    Minutes { valid, invalid: absent - valid, other, reported }
}
