//! Attendance: sums of the register become minutes of one youth in one ISO week in one group.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, Days, NaiveDate};
use entity::municipality::attendance::Model;
use uuid::Uuid;

use super::frame::{ENDS_BEFORE_START, Frame, NO_START};
use super::words;
use crate::domain::integration::ss12000::documents::{Activity, AggregatedAttendance, Reference, Resource};
use crate::domain::integration::ss12000::report::Why;
use crate::support::ids;

/// Minutes of a whole week: no more can be offered.
const WEEK: i64 = 7 * 24 * 60;

const UNKNOWN_YOUTH: Why = Why(
    "UNKNOWN_YOUTH",
    "Personen är ingen elev som har tagits emot",
    "The person is no pupil that has been taken",
);
const UNKNOWN_ACTIVITY: Why =
    Why("UNKNOWN_ACTIVITY", "Aktiviteten finns inte i källan", "The activity is not in the source");
const NO_GROUP: Why = Why(
    "NO_GROUP",
    "Eleven är inte med i någon av aktivitetens grupper",
    "The pupil is in none of the groups of the activity",
);
const SEVERAL_WEEKS: Why = Why("SEVERAL_WEEKS", "Spänner över flera veckor", "Spans several weeks");
const NEGATIVE: Why =
    Why("NEGATIVE_MINUTES", "Har ett negativt antal minuter", "Has a negative number of minutes");
const NO_OFFERED: Why = Why("NO_OFFERED_SUM", "Saknar offeredSum", "Has no offeredSum");
const TOO_MUCH: Why = Why("TOO_MANY_MINUTES", "Har fler minuter än en vecka", "Has more minutes than a week");
const ABSENCE_OVER: Why = Why(
    "ABSENCE_OVER_OFFERED",
    "Frånvaron är större än den erbjudna tiden",
    "The absence is more than what was offered",
);
const REPORTED_OVER: Why = Why(
    "REPORTED_OVER_OFFERED",
    "Den rapporterade tiden är större än den erbjudna",
    "The reported time is more than what was offered",
);
const OVERLAP: Why = Why(
    "OVERLAPPING_DAYS",
    "Överlappar en annan summa för samma elev och aktivitet",
    "Overlaps another sum of the same pupil and activity",
);
const UNKNOWN_TYPE: Why = Why(
    "UNKNOWN_WORD",
    "Okänd activityType; närvaron i aktiviteten läses inte",
    "Unknown activityType; attendance in the activity is not read",
);

/// Minutes as the table keeps them.
#[derive(Clone, Copy, Default)]
struct Minutes {
    valid: i64,
    invalid: i64,
    other: i64,
    reported: i64,
    offered: i64,
}

/// Which row of the table a sum belongs to.
type Cell = (Uuid, NaiveDate, Uuid);

/// First and last day.
type Period = (NaiveDate, NaiveDate);

/// Plans the rows of attendance.
pub(super) fn plan(frame: &mut Frame<'_>) {
    let activities = activities(frame);
    let mut sums: BTreeMap<Cell, Minutes> = BTreeMap::new();
    let mut days: HashMap<(&str, &str), Vec<Period>> = HashMap::new();
    for row in &frame.documents.attendance.rows {
        let Some(activity) = activities.get(row.activity.id.as_str()) else {
            reject(frame, row, UNKNOWN_ACTIVITY);
            continue;
        };
        if !words::has_attendance(activity.activity_type.as_deref()) {
            continue;
        }
        let read = cell(frame, activity, row).and_then(|cell| Ok((cell, minutes(row)?)));
        let taken = days.entry((&row.student.id, &row.activity.id)).or_default();
        match read.and_then(|read| claim(taken, row).map(|()| read)) {
            Ok((cell, minutes)) => add(sums.entry(cell).or_default(), minutes),
            Err(why) => reject(frame, row, why),
        }
    }
    push(frame, sums);
}

fn activities<'a>(frame: &mut Frame<'a>) -> HashMap<&'a str, &'a Activity> {
    let rows = frame.latest(&frame.documents.activities);
    for row in &rows {
        let kind = row.activity_type.as_deref();
        if !words::is_known_activity(kind) {
            frame.report().warn_word(Activity::NAME, &row.id, UNKNOWN_TYPE, kind.unwrap_or_default());
        }
    }
    rows.into_iter().map(|row| (row.id.as_str(), row)).collect()
}

fn reject(frame: &mut Frame<'_>, row: &AggregatedAttendance, why: Why) {
    let start = row.start_date.map(|day| day.to_string()).unwrap_or_default();
    let id = format!("{}/{}/{start}", row.student.id, row.activity.id);
    frame.report().reject(AggregatedAttendance::NAME, &id, why);
}

fn cell(frame: &Frame<'_>, activity: &Activity, row: &AggregatedAttendance) -> Result<Cell, Why> {
    let youth = frame.id("youth", &row.student.id);
    if !frame.youths.contains(&youth) {
        return Err(UNKNOWN_YOUTH);
    }
    let start = row.start_date.ok_or(NO_START)?;
    let end = row.end_date.unwrap_or(start);
    if end < start {
        return Err(ENDS_BEFORE_START);
    }
    let week = monday(start);
    if monday(end) != week {
        return Err(SEVERAL_WEEKS);
    }
    let group = group_of(frame, activity.groups.as_deref().unwrap_or_default(), youth).ok_or(NO_GROUP)?;
    Ok((youth, week, group))
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}

/// The group of the activity that the youth is in, or the only group it has: a youth may have left it since.
fn group_of(frame: &Frame<'_>, groups: &[Reference], youth: Uuid) -> Option<Uuid> {
    let ids: Vec<Uuid> = groups.iter().map(|group| frame.id("group", &group.id)).collect();
    let mut taken = ids.iter().filter(|id| frame.groups.contains_key(id));
    let of_youth = taken.clone().find(|id| frame.members.contains(&(**id, youth)));
    of_youth.or_else(|| if ids.len() == 1 { taken.next() } else { None }).copied()
}

/// The minutes of a row, when they can be true.
fn minutes(row: &AggregatedAttendance) -> Result<Minutes, Why> {
    let sum = |value: Option<i64>| value.unwrap_or(0);
    let (valid, invalid, other) =
        (sum(row.valid_absence_sum), sum(row.invalid_absence_sum), sum(row.other_attendance_sum));
    let present = sum(row.attendance_sum);
    let offered = row.offered_sum.ok_or(NO_OFFERED)?;
    if [valid, invalid, other, present, offered, sum(row.reported_sum)].iter().any(|minutes| *minutes < 0) {
        return Err(NEGATIVE);
    }
    if offered > WEEK {
        return Err(TOO_MUCH);
    }
    if valid.saturating_add(invalid) > offered {
        return Err(ABSENCE_OVER);
    }
    // A register that gives no sum of what was reported has reported what it gives.
    let parts = [present, valid, invalid, other].into_iter().fold(0_i64, i64::saturating_add);
    let reported = row.reported_sum.unwrap_or(parts);
    if reported > offered || other > offered {
        return Err(REPORTED_OVER);
    }
    Ok(Minutes { valid, invalid, other, reported, offered })
}

/// Takes the days of a row for one pupil and activity; days that are taken would be counted twice.
fn claim(taken: &mut Vec<Period>, row: &AggregatedAttendance) -> Result<(), Why> {
    let start = row.start_date.ok_or(NO_START)?;
    let end = row.end_date.unwrap_or(start);
    if taken.iter().any(|(from, to)| start <= *to && *from <= end) {
        return Err(OVERLAP);
    }
    taken.push((start, end));
    Ok(())
}

fn add(sum: &mut Minutes, more: Minutes) {
    sum.valid += more.valid;
    sum.invalid += more.invalid;
    sum.other += more.other;
    sum.reported += more.reported;
    sum.offered += more.offered;
}

fn push(frame: &mut Frame<'_>, sums: BTreeMap<Cell, Minutes>) {
    let whole = |minutes: i64| i32::try_from(minutes).unwrap_or(i32::MAX);
    for ((youth_id, week, group), minutes) in sums {
        frame.plan.attendance.push(Model {
            id: ids::of_attendance(youth_id, week, Some(group)),
            youth_id,
            week,
            group_id: Some(group),
            valid_minutes: whole(minutes.valid),
            invalid_minutes: whole(minutes.invalid),
            other_minutes: whole(minutes.other),
            reported_minutes: whole(minutes.reported),
            offered_minutes: whole(minutes.offered),
            source_id: Some(frame.context.source_id),
            source_ref: None,
        });
    }
}
