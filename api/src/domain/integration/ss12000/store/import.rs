//! One import from documents to rows.

use std::collections::{BTreeSet, HashSet};

use entity::municipality::{
    assignment, attendance, enrolment, group_membership, school_result, source, staff, student_group, unit,
};
use uuid::Uuid;

use super::context;
use super::desk::{Desk, Terms};
use super::removal::Removal;
use super::shapes::{self, AsStored, Guardians, SeenYouth, Units, Youths};
use super::take::take;
use super::{ends, markings, runs, tree};
use crate::access::Grant;
use crate::domain::integration::ss12000::plan::{self, Context, Plan};
use crate::domain::integration::ss12000::report::Report;
use crate::domain::integration::ss12000::sheets::{Documents, Extent};
use crate::domain::integration::types::evaluate_signals;
use crate::support::fault::Fault;

/// How an import went.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What happened to the rows.
    pub report: Report,
    /// Whether changes alone did not suffice, so that an import of everything should follow.
    pub wants_whole: bool,
}

/// Imports documents of a registered source. Safe to repeat, also after it was cut off.
pub async fn import(
    grant: &Grant,
    source: &source::Model,
    documents: Documents,
    terms: Terms<'_>,
) -> Result<Outcome, Fault> {
    let now = grant.clock().now();
    let was_cut_off = runs::was_cut_off(grant, source.id).await?;
    let run = runs::begin(grant, source.id, now).await?;
    let today = grant.reach().today;
    let report = Report::default();
    let touched = BTreeSet::new();
    let source_id = source.id;
    let mut desk = Desk { grant, source_id, now, today, terms, report, done: 0, total: 0, touched };
    let (context, standing) = context::load(&desk, source).await?;
    let units_here: HashSet<Uuid> = context.known.units.keys().copied().collect();
    let has_all_activities = documents.activities.extent == Extent::Whole;
    let mut plan = planned(documents, context).await?;
    desk.report = std::mem::take(&mut plan.report);
    desk.total = rows_of(&plan);
    if was_cut_off {
        // What that run wrote is no change any more, and its signals may be missing.
        desk.touched.extend(plan.attendance.iter().map(|row| row.youth_id));
        desk.touched.extend(plan.results.iter().map(|row| row.youth_id));
    }
    let gone = Removal::of(&plan, &standing);
    if !terms.allow_mass_removal {
        gone.guard(&standing)?;
    }
    let wants_whole = plan.wants_whole;
    markings::purge(&mut desk, &plan).await?;
    ends::end_parts(&mut desk, &plan, &gone).await?;
    ends::end_wholes(&mut desk, &plan, &gone).await?;
    write(&mut desk, plan, units_here, has_all_activities).await?;
    evaluate_signals(grant, &desk.touched).await?;
    runs::finish(grant, run, &desk.report).await?;
    Ok(Outcome { report: desk.report, wants_whole })
}

/// Planning a large register takes longer than a thread of requests may be held.
async fn planned(documents: Documents, context: Context) -> Result<Plan, Fault> {
    let plan = tokio::task::spawn_blocking(move || plan::plan(&documents, &context));
    plan.await.map_err(|cause| Fault::internal(&cause))
}

fn rows_of(plan: &Plan) -> usize {
    [
        plan.units.len(),
        plan.staff.len(),
        plan.youths.len(),
        plan.guardians.len(),
        plan.enrolments.len(),
        plan.groups.len(),
        plan.memberships.len(),
        plan.assignments.len(),
        plan.attendance.len(),
        plan.results.len(),
    ]
    .iter()
    .sum()
}

/// Writes the planned rows in the order in which they depend on each other.
async fn write(
    desk: &mut Desk<'_>,
    plan: Plan,
    units_here: HashSet<Uuid>,
    has_all_activities: bool,
) -> Result<(), Fault> {
    write_units(desk, plan.units, units_here).await?;
    take::<staff::Entity, _>(desk, &AsStored(shapes::keep_staff), plan.staff).await?;
    let (keys, source_id, first_seen) = (desk.grant.keys(), desk.source_id, desk.now);
    let youths = plan.youths.into_iter().map(|youth| SeenYouth { youth, first_seen, removed_at: None });
    take(desk, &Youths { keys, source_id }, youths.collect()).await?;
    take(desk, &Guardians { keys, source_id }, plan.guardians).await?;
    take::<enrolment::Entity, _>(desk, &AsStored(shapes::keep_nothing), plan.enrolments).await?;
    if has_all_activities {
        take::<student_group::Entity, _>(desk, &AsStored(shapes::keep_nothing), plan.groups).await?;
    } else {
        take::<student_group::Entity, _>(desk, &AsStored(shapes::keep_subject), plan.groups).await?;
    }
    take::<group_membership::Entity, _>(desk, &AsStored(shapes::keep_nothing), plan.memberships).await?;
    take::<assignment::Entity, _>(desk, &AsStored(shapes::keep_assignment), plan.assignments).await?;
    take::<attendance::Entity, _>(desk, &AsStored(shapes::keep_nothing), plan.attendance).await?;
    take::<school_result::Entity, _>(desk, &AsStored(shapes::keep_nothing), plan.results).await
}

async fn write_units(
    desk: &mut Desk<'_>,
    mut units: Vec<unit::Model>,
    mut own: HashSet<Uuid>,
) -> Result<(), Fault> {
    if units.is_empty() {
        return tree::close(desk).await;
    }
    let top = Some(tree::top(desk).await?);
    for unit in units.iter_mut().filter(|unit| unit.parent_id.is_none()) {
        unit.parent_id = top;
    }
    own.extend(units.iter().map(|unit| unit.id));
    take(desk, &Units { own, top }, units).await?;
    tree::close(desk).await
}
