//! Ends what the source no longer has. Its history stays; what never began, and the guardians of whom nobody asks any
//! more, are deleted.

use std::collections::HashSet;

use chrono::NaiveDate;
use entity::municipality::{
    assignment, enrolment, group_membership, guardian, school_result, staff, student_group, unit, youth,
};
use entity::vocabulary::AssignmentState;
use uuid::Uuid;

use super::desk::{CHUNK, Desk};
use super::removal::Removal;
use super::tables::{FromSource, Imported};
use crate::domain::integration::ss12000::documents::{Organisation, Resource};
use crate::domain::integration::ss12000::plan::Plan;
use crate::domain::integration::ss12000::report::Why;
use crate::support::fault::Fault;

const UNIT_GONE: Why = Why(
    "UNIT_GONE",
    "Organisationen finns inte längre i källan; enheten ligger kvar med sin historik",
    "The organisation is no longer in the source; the unit stays with its history",
);

/// What becomes of a row that is gone.
enum End<M> {
    /// It is ended already.
    Stays,
    /// It stays, ended.
    Ended(M),
    /// It goes.
    Deleted,
}

/// Ends what hangs on persons, groups and duties: first what gives reach.
pub(super) async fn end_parts(desk: &mut Desk<'_>, plan: &Plan, gone: &Removal) -> Result<(), Fault> {
    let (today, yesterday) = (desk.today, desk.today.pred_opt().unwrap_or(desk.today));
    let staff_here: HashSet<Uuid> = plan.staff.iter().map(|row| row.id).collect();
    let left = staff_gone(desk, &staff_here, gone).await?;
    end::<assignment::Entity>(
        desk,
        plan.assignments.iter().map(|row| row.id),
        |row| gone.of_duty(row.reference()) || left.contains(&row.staff_id),
        |row| end_assignment(row, today, yesterday),
    )
    .await?;
    end::<group_membership::Entity>(
        desk,
        plan.memberships.iter().map(|row| row.id),
        |row| gone.of_group(row.reference()) || gone.youths.contains(&row.youth_id),
        |row| end_membership(row, today, yesterday),
    )
    .await?;
    end::<enrolment::Entity>(
        desk,
        plan.enrolments.iter().map(|row| row.id),
        |row| gone.of_person(row.reference()),
        |row| end_enrolment(row, today, yesterday),
    )
    .await?;
    let guardians = plan.guardians.iter().map(|row| row.id);
    end::<guardian::Entity>(desk, guardians, |row| gone.of_person(row.reference()), |_| End::Deleted).await?;
    if gone.grades.is_empty() {
        return Ok(());
    }
    let results = plan.results.iter().map(|row| row.id);
    end::<school_result::Entity>(desk, results, |row| gone.grades.contains(row.reference()), |_| End::Deleted)
        .await
}

/// Ends groups, staff and youths, and tells of units.
pub(super) async fn end_wholes(desk: &mut Desk<'_>, plan: &Plan, gone: &Removal) -> Result<(), Fault> {
    note_units(desk, plan, gone).await?;
    let (now, today) = (desk.now, desk.today);
    end::<student_group::Entity>(
        desk,
        plan.groups.iter().map(|row| row.id),
        |row| gone.group(row.reference()),
        |row| end_group(row, today),
    )
    .await?;
    end::<staff::Entity>(
        desk,
        plan.staff.iter().map(|row| row.id),
        |row| gone.staff(row.reference()),
        |row| match row.removed_at {
            Some(_) => End::Stays,
            None => End::Ended(staff::Model { removed_at: Some(now), ..row }),
        },
    )
    .await?;
    end::<youth::Entity>(
        desk,
        plan.youths.iter().map(|row| row.id),
        |row| gone.person(row.reference()),
        |row| match row.removed_at {
            Some(_) => End::Stays,
            None => End::Ended(youth::Model { removed_at: Some(now), ..row }),
        },
    )
    .await
}

async fn note_units(desk: &mut Desk<'_>, plan: &Plan, gone: &Removal) -> Result<(), Fault> {
    let planned: HashSet<Uuid> = plan.units.iter().map(|row| row.id).collect();
    let mut left = Vec::new();
    desk.each::<unit::Entity>(|row| {
        if !planned.contains(&row.id) && gone.unit(row.reference()) {
            left.push(row.reference().to_owned());
        }
    })
    .await?;
    left.iter().for_each(|reference| desk.report.note(Organisation::NAME, reference, UNIT_GONE, None));
    Ok(())
}

async fn staff_gone(desk: &Desk<'_>, here: &HashSet<Uuid>, gone: &Removal) -> Result<HashSet<Uuid>, Fault> {
    let mut left = HashSet::new();
    desk.each::<staff::Entity>(|row| {
        if !here.contains(&row.id) && gone.staff(row.reference()) {
            left.insert(row.id);
        }
    })
    .await?;
    Ok(left)
}

/// Goes through the rows of one table and ends those that are not planned and gone.
async fn end<E: Imported>(
    desk: &mut Desk<'_>,
    planned: impl Iterator<Item = Uuid>,
    is_gone: impl Fn(&E::Model) -> bool + Send + Sync,
    how: impl Fn(E::Model) -> End<E::Model> + Send + Sync,
) -> Result<(), Fault> {
    let planned: HashSet<Uuid> = planned.collect();
    let mut after = Uuid::nil();
    loop {
        let rows = desk.page::<E>(after).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id();
        let is_last = rows.len() < CHUNK;
        let (mut ended, mut deleted) = (Vec::new(), Vec::new());
        for row in rows.into_iter().filter(|row| !planned.contains(&row.id()) && is_gone(row)) {
            let id = row.id();
            desk.touch::<E>([&row]);
            match how(row) {
                End::Stays => {}
                End::Ended(row) => ended.push(row),
                End::Deleted => deleted.push(id),
            }
        }
        write::<E>(desk, ended, deleted).await?;
        if is_last {
            return Ok(());
        }
    }
}

async fn write<E: Imported>(
    desk: &mut Desk<'_>,
    ended: Vec<E::Model>,
    deleted: Vec<Uuid>,
) -> Result<(), Fault> {
    let count = ended.len() + deleted.len();
    if count == 0 {
        return Ok(());
    }
    desk.write::<E>(ended).await?;
    desk.delete::<E>(deleted).await?;
    desk.report.counts_of(E::NAME).removed += count;
    desk.step(E::NAME, 0)
}

fn is_over(ends_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    ends_on.is_some_and(|end| end < today)
}

/// Reach is lost at once: the last day was yesterday, and what began today or later is refused.
fn end_assignment(row: assignment::Model, today: NaiveDate, yesterday: NaiveDate) -> End<assignment::Model> {
    if is_over(row.ends_on, today) || row.state != AssignmentState::Active {
        End::Stays
    } else if row.starts_on >= today {
        End::Ended(assignment::Model { state: AssignmentState::Refused, ..row })
    } else {
        End::Ended(assignment::Model { ends_on: Some(yesterday), ..row })
    }
}

fn end_membership(
    row: group_membership::Model,
    today: NaiveDate,
    yesterday: NaiveDate,
) -> End<group_membership::Model> {
    if is_over(row.ends_on, today) {
        End::Stays
    } else if row.starts_on >= today {
        End::Deleted
    } else {
        End::Ended(group_membership::Model { ends_on: Some(yesterday), ..row })
    }
}

fn end_enrolment(row: enrolment::Model, today: NaiveDate, yesterday: NaiveDate) -> End<enrolment::Model> {
    if is_over(row.ends_on, today) || row.cancelled {
        End::Stays
    } else if row.starts_on >= today {
        End::Ended(enrolment::Model { cancelled: true, ..row })
    } else {
        End::Ended(enrolment::Model { ends_on: Some(yesterday), ..row })
    }
}

fn end_group(row: student_group::Model, today: NaiveDate) -> End<student_group::Model> {
    if row.ends_on.is_some_and(|end| end <= today) || row.ends_on == Some(row.starts_on) {
        return End::Stays;
    }
    let last = row.starts_on.max(today);
    End::Ended(student_group::Model { ends_on: Some(last), ..row })
}
