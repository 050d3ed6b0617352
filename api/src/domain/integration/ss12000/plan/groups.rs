//! Groups and who is in them.

use std::collections::{BTreeSet, HashMap};

use entity::municipality::{group_membership, student_group};
use entity::vocabulary::GroupKind;

use super::frame::{ENDS_BEFORE_START, Frame, NO_START};
use super::words;
use crate::domain::integration::ss12000::documents::{Group, Membership, Resource};
use crate::domain::integration::ss12000::report::Why;

/// Memberships stand inside groups; in reports they are a resource of their own.
const MEMBERSHIPS: &str = "groupMemberships";
const UNKNOWN_TYPE: Why = Why("UNKNOWN_WORD", "Okänd groupType", "Unknown groupType");
const NOT_A_YOUTH: Why = Why(
    "UNKNOWN_YOUTH",
    "Personen är ingen elev som har tagits emot",
    "The person is no pupil that has been taken",
);

/// Plans groups and memberships.
pub(super) fn plan(frame: &mut Frame<'_>) {
    let subjects = subjects(frame);
    for group in frame.latest(&frame.documents.groups) {
        let Some(row) = group_row(frame, group, &subjects) else { continue };
        frame.groups.insert(row.id, row.unit_id);
        frame.plan.scope.has_read(&group.id);
        let of_pupils =
            group.group_type.as_deref().is_none_or(|word| !word.trim().eq_ignore_ascii_case("Personalgrupp"));
        for membership in group.group_memberships.iter().flatten().filter(|_| of_pupils) {
            plan_membership(frame, group, &row, membership);
        }
        frame.plan.groups.push(row);
    }
}

/// The subject of a group: that of its activities, when they agree.
fn subjects<'a>(frame: &Frame<'a>) -> HashMap<&'a str, BTreeSet<String>> {
    let codes = subject_codes(frame);
    let mut subjects: HashMap<&str, BTreeSet<String>> = HashMap::new();
    for activity in &frame.documents.activities.rows {
        let own = activity.subject.as_ref().and_then(|subject| subject.code.as_deref());
        let of_syllabus =
            || activity.syllabus.as_ref().and_then(|syllabus| codes.get(syllabus.id.as_str()).copied());
        let Some(code) = own.or_else(of_syllabus).map(words::clean).filter(|code| !code.is_empty()) else {
            continue;
        };
        for group in activity.groups.iter().flatten() {
            subjects.entry(&group.id).or_default().insert(code.clone());
        }
    }
    subjects
}

/// The subject code of each syllabus.
pub(super) fn subject_codes<'a>(frame: &Frame<'a>) -> HashMap<&'a str, &'a str> {
    let rows = frame.documents.syllabuses.rows.iter();
    rows.filter_map(|row| Some((row.id.as_str(), row.subject_code.as_deref()?))).collect()
}

fn group_row(
    frame: &mut Frame<'_>,
    group: &Group,
    subjects: &HashMap<&str, BTreeSet<String>>,
) -> Option<student_group::Model> {
    let unit_id = match frame.unit(group.organisation.as_ref().map(|unit| unit.id.as_str())) {
        Ok(id) => id,
        Err(why) => {
            frame.reject_outside_or_spare(Group::NAME, &group.id, why);
            return None;
        }
    };
    let fault = match group.start_date {
        None => Some(NO_START),
        Some(start) if group.end_date.is_some_and(|end| end < start) => Some(ENDS_BEFORE_START),
        Some(_) => None,
    };
    if let Some(why) = fault {
        frame.reject_and_spare(Group::NAME, &group.id, why);
        return None;
    }
    let subject = subjects.get(group.id.as_str()).filter(|codes| codes.len() == 1);
    Some(student_group::Model {
        id: frame.id("group", &group.id),
        unit_id,
        kind: kind(frame, group),
        name: words::clean(&group.display_name),
        school_type: group.school_type.as_deref().map(|word| words::clean(word).to_uppercase()),
        subject_code: subject.and_then(|codes| codes.first().cloned()),
        starts_on: group.start_date?,
        ends_on: group.end_date,
        source_id: Some(frame.context.source_id),
        source_ref: Some(group.id.clone()),
    })
}

fn kind(frame: &mut Frame<'_>, group: &Group) -> GroupKind {
    let Some(word) = group.group_type.as_deref() else { return GroupKind::Other };
    let meaning = words::group_kind(word);
    if !meaning.known {
        frame.report().warn_word(Group::NAME, &group.id, UNKNOWN_TYPE, word);
    }
    meaning.value
}

/// Staff in a group are passed over; a membership without a first day has the group's.
fn plan_membership(
    frame: &mut Frame<'_>,
    group: &Group,
    row: &student_group::Model,
    membership: &Membership,
) {
    let youth_id = frame.id("youth", &membership.person.id);
    let starts_on = membership.start_date.unwrap_or(row.starts_on);
    let key = format!("{}/{}/{starts_on}", group.id, membership.person.id);
    if !frame.youths.contains(&youth_id) {
        if !frame.staff.contains(&frame.id("staff", &membership.person.id)) {
            frame.report().reject(MEMBERSHIPS, &key, NOT_A_YOUTH);
        }
        return;
    }
    if membership.end_date.is_some_and(|end| end < starts_on) {
        return frame.reject_and_spare(MEMBERSHIPS, &key, ENDS_BEFORE_START);
    }
    let id = frame.id("membership", &key);
    let earlier = frame.plan.memberships.iter().rev().take_while(|other| other.group_id == row.id);
    if earlier.into_iter().any(|other| other.id == id) {
        return;
    }
    frame.members.insert((row.id, youth_id));
    frame.plan.memberships.push(group_membership::Model {
        id,
        group_id: row.id,
        youth_id,
        starts_on,
        ends_on: membership.end_date,
        source_id: Some(frame.context.source_id),
        source_ref: Some(key),
    });
}
