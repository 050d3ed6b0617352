//! Moves documents in time by whole weeks, so that a demonstration's school year is always the present one.

use chrono::{Datelike, Days, NaiveDate};

use super::sheets::Documents;

/// The Monday of the last week with attendance.
pub fn last_week(documents: &Documents) -> Option<NaiveDate> {
    let last = documents.attendance.rows.iter().filter_map(|row| row.start_date).max()?;
    last.checked_sub_days(Days::new(last.weekday().num_days_from_monday().into()))
}

/// Moves every day but those of birth by `weeks`, backwards when negative.
pub fn by_weeks(documents: &mut Documents, weeks: i64) {
    each_day(documents, &mut |day| {
        let days = Days::new(weeks.unsigned_abs().saturating_mul(7));
        let moved = if weeks < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) };
        *day = moved.unwrap_or(*day);
    });
}

fn each_day(documents: &mut Documents, change: &mut dyn FnMut(&mut NaiveDate)) {
    let mut all = |days: &mut [&mut Option<NaiveDate>]| {
        for day in days.iter_mut().filter_map(|day| day.as_mut()) {
            change(day);
        }
    };
    for row in documents.persons.rows.iter_mut().flat_map(|person| person.enrolments.iter_mut().flatten()) {
        all(&mut [&mut row.start_date, &mut row.end_date]);
    }
    for group in &mut documents.groups.rows {
        all(&mut [&mut group.start_date, &mut group.end_date]);
        for row in group.group_memberships.iter_mut().flatten() {
            all(&mut [&mut row.start_date, &mut row.end_date]);
        }
    }
    for duty in &mut documents.duties.rows {
        all(&mut [&mut duty.start_date, &mut duty.end_date]);
        for row in duty.assignment_role.iter_mut().flatten() {
            all(&mut [&mut row.start_date, &mut row.end_date]);
        }
    }
    for row in &mut documents.attendance.rows {
        all(&mut [&mut row.start_date, &mut row.end_date]);
    }
    for grade in &mut documents.grades.rows {
        all(&mut [&mut grade.registered_date]);
    }
}
