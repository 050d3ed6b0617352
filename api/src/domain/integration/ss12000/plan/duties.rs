//! Duties give assignments, by the municipality's mapping.

use std::collections::HashSet;

use chrono::NaiveDate;
use entity::municipality::assignment;
use entity::vocabulary::{AssignmentState, Role};
use uuid::Uuid;

use super::frame::{ENDS_BEFORE_START, Frame, NO_START};
use crate::domain::integration::ss12000::documents::{AssignmentRole, Duty, Resource};
use crate::domain::integration::ss12000::mapping::Answer;
use crate::domain::integration::ss12000::report::Why;

const NO_PERSON: Why =
    Why("UNKNOWN_STAFF", "Personen finns inte i källan", "The person is not in the source");
const NO_GROUP: Why = Why("UNKNOWN_GROUP", "Gruppen har inte tagits emot", "The group has not been taken");
const NO_RULE: Why = Why(
    "NO_DUTY_RULE",
    "Ingen regel säger vilken roll tjänsten ger; den ger ingen",
    "No rule says which role the duty gives; it gives none",
);
const NO_ROLE: Why = Why("DUTY_GIVES_NO_ROLE", "Tjänsten ger ingen roll", "The duty gives no role");
const NEEDS_GROUP: Why = Why(
    "ROLE_NEEDS_GROUP",
    "Regeln ger en roll som bara gäller i en grupp; tjänsten ger ingen",
    "The rule gives a role that only counts in a group; the duty gives none",
);
const FORBIDDEN: Why = Why(
    "ROLE_NOT_BY_IMPORT",
    "Regeln ger en roll som bara en människa får ge; tjänsten ger ingen",
    "The rule gives a role that only a person may grant; the duty gives none",
);

/// A duty whose person, unit and days have been found good.
struct Held<'a> {
    duty: &'a Duty,
    staff_id: Uuid,
    unit_id: Uuid,
    starts_on: NaiveDate,
}

/// Plans the assignments.
pub(super) fn plan(frame: &mut Frame<'_>) {
    for duty in frame.latest(&frame.documents.duties) {
        match held(frame, duty) {
            Ok(held) => {
                frame.plan.scope.has_read(&duty.id);
                plan_duty(frame, &held);
            }
            Err(why) => frame.reject_outside_or_spare(Duty::NAME, &duty.id, why),
        }
    }
}

fn held<'a>(frame: &Frame<'a>, duty: &'a Duty) -> Result<Held<'a>, Why> {
    let unit_id = frame.unit(duty.duty_at.as_ref().map(|unit| unit.id.as_str()))?;
    let staff_id = duty.person.as_ref().map(|person| frame.id("staff", &person.id)).ok_or(NO_PERSON)?;
    if !frame.staff.contains(&staff_id) {
        return Err(NO_PERSON);
    }
    let starts_on = duty.start_date.ok_or(NO_START)?;
    if duty.end_date.is_some_and(|end| end < starts_on) {
        return Err(ENDS_BEFORE_START);
    }
    Ok(Held { duty, staff_id, unit_id, starts_on })
}

fn plan_duty(frame: &mut Frame<'_>, held: &Held<'_>) {
    let whole = role_as_a_whole(frame, held);
    if let Some(role) = whole {
        let key = format!("{}/{role:?}", held.duty.id);
        push(frame, held, &key, role, held.unit_id, None, (held.starts_on, held.duty.end_date));
    }
    let mut given = HashSet::new();
    for part in held.duty.assignment_role.iter().flatten() {
        plan_part(frame, held, part, whole, &mut given);
    }
}

fn role_as_a_whole(frame: &mut Frame<'_>, held: &Held<'_>) -> Option<Role> {
    let duty = held.duty;
    let answer = frame.context.mapping.of_duty(duty.duty_role.as_deref(), duty.description.as_deref());
    let has_parts = duty.assignment_role.as_ref().is_some_and(|parts| !parts.is_empty());
    match taken(frame, duty, answer, duty.duty_role.as_deref(), has_parts) {
        Some(Role::Mentor | Role::Teacher) => {
            frame.report().warn(Duty::NAME, &duty.id, NEEDS_GROUP);
            None
        }
        role => role,
    }
}

/// The role of an answer; an answer without one is told, unless groups may still give one.
fn taken(
    frame: &mut Frame<'_>,
    duty: &Duty,
    answer: Answer,
    word: Option<&str>,
    quiet: bool,
) -> Option<Role> {
    match answer {
        Answer::Gives(role) => return Some(role),
        Answer::Forbidden => frame.report().warn(Duty::NAME, &duty.id, FORBIDDEN),
        Answer::Unknown if !quiet => {
            frame.report().warn_word(Duty::NAME, &duty.id, NO_RULE, word.unwrap_or_default())
        }
        Answer::Nothing if !quiet => frame.report().note(Duty::NAME, &duty.id, NO_ROLE, word),
        Answer::Unknown | Answer::Nothing => {}
    }
    None
}

fn plan_part(
    frame: &mut Frame<'_>,
    held: &Held<'_>,
    part: &AssignmentRole,
    whole: Option<Role>,
    given: &mut HashSet<(Role, Uuid)>,
) {
    let duty = held.duty;
    let kind = part.assignment_role_type.as_deref();
    let answer = frame.context.mapping.of_group(duty.duty_role.as_deref(), duty.description.as_deref(), kind);
    let Some(role) = taken(frame, duty, answer, kind, false) else { return };
    let key = format!("{}/{}", duty.id, part.group.id);
    let group_id = frame.id("group", &part.group.id);
    let Some(unit_id) = frame.groups.get(&group_id).copied() else {
        return frame.reject_and_spare("assignmentRole", &key, NO_GROUP);
    };
    let days = days(held, part);
    if days.1.is_some_and(|end| end < days.0) {
        return frame.reject_and_spare("assignmentRole", &key, ENDS_BEFORE_START);
    }
    if matches!(role, Role::Mentor | Role::Teacher) {
        let key = format!("{key}/{role:?}/{}", days.0);
        return push(frame, held, &key, role, unit_id, Some(group_id), days);
    }
    // Other roles reach a unit, not a group: once a unit, and not again below what the duty as a whole gives.
    if whole != Some(role) && given.insert((role, unit_id)) {
        push(frame, held, &format!("{}/{role:?}/{unit_id}", duty.id), role, unit_id, None, days);
    }
}

/// From the later start to the earlier end of the duty and its part.
fn days(held: &Held<'_>, part: &AssignmentRole) -> (NaiveDate, Option<NaiveDate>) {
    let starts_on = part.start_date.map_or(held.starts_on, |start| start.max(held.starts_on));
    let ends_on = [part.end_date, held.duty.end_date].into_iter().flatten().min();
    (starts_on, ends_on)
}

fn push(
    frame: &mut Frame<'_>,
    held: &Held<'_>,
    key: &str,
    role: Role,
    unit_id: Uuid,
    group_id: Option<Uuid>,
    (starts_on, ends_on): (NaiveDate, Option<NaiveDate>),
) {
    let id = frame.id("assignment", key);
    if frame.plan.assignments.iter().rev().take(50).any(|other| other.id == id) {
        return;
    }
    frame.plan.assignments.push(assignment::Model {
        id,
        staff_id: held.staff_id,
        role,
        unit_id,
        group_id,
        starts_on,
        ends_on,
        state: AssignmentState::Active,
        granted_by: None,
        approved_by: None,
        source_id: Some(frame.context.source_id),
        source_ref: Some(key.to_owned()),
        created_at: frame.context.now,
    });
}
