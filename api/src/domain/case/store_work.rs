//! The work list: the running clocks that are the viewer's to see to.
//!
//! Every open case has a running clock of its own, so that one list of clocks holds all of it: what a person owes, what
//! nobody owes any more, and what is late. A slice that starts clocks is in it with nothing more to do.

use entity::municipality::{duty_clock, youth_case};
use entity::reach::{Reach, Within};
use entity::vocabulary::{Role, Track};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, Iterable, QueryFilter, QuerySelect, QueryTrait};

use super::rules::lead_of;
use super::store::running;
use crate::access::Grant;
use crate::support::fault::Fault;
use crate::support::page::Page;

/// A page of the viewer's work, what is due first at the start.
pub async fn page(grant: &Grant, page: Page) -> Result<Vec<duty_clock::Model>, Fault> {
    let all = duty_clock::Entity::within(grant.reach());
    let (due, id) = (duty_clock::Column::DueOn, duty_clock::Column::Id);
    grant.all(page.cut(all.clone().filter(running()).filter(theirs(grant)), all, due, id, false)).await
}

/// How many clocks the whole list has.
pub async fn count(grant: &Grant) -> Result<u64, Fault> {
    grant.count(duty_clock::Entity::within(grant.reach()).filter(running()).filter(theirs(grant))).await
}

/// Which clocks are the viewer's: their own and those of their cases, those of their role, and where they lead the
/// track those that are late and those of cases that nobody has in hand.
fn theirs(grant: &Grant) -> Condition {
    use duty_clock::Column::{CaseId, OwnerId};
    let mut theirs = Condition::any();
    if let Some(me) = grant.staff_id() {
        let my_cases = youth_case::Entity::within(grant.reach())
            .select_only()
            .column(youth_case::Column::Id)
            .filter(youth_case::Column::ResponsibleId.eq(me));
        let no_other = Condition::any().add(OwnerId.is_null()).add(OwnerId.eq(me));
        let of_my_cases = Condition::all().add(CaseId.in_subquery(my_cases.into_query())).add(no_other);
        theirs = theirs.add(OwnerId.eq(me)).add(of_my_cases);
    }
    for (role, reach) in grant.reach_by_role() {
        theirs = theirs.add(of_the_role(role, &reach));
        if let Some(led) = led(grant, role, &reach) {
            theirs = theirs.add(led);
        }
    }
    theirs
}

fn of_the_role(role: Role, reach: &Reach) -> Condition {
    Condition::all()
        .add(duty_clock::Column::OwnerRole.eq(role))
        .add(duty_clock::Column::OwnerId.is_null())
        .add(duty_clock::Column::Id.in_subquery(clocks(reach)))
}

fn led(grant: &Grant, role: Role, reach: &Reach) -> Option<Condition> {
    let tracks: Vec<Track> = Track::iter().filter(|track| lead_of(*track) == role).collect();
    if tracks.is_empty() {
        return None;
    }
    let lacking = youth_case::Entity::within(reach)
        .select_only()
        .column(youth_case::Column::Id)
        .filter(grant.lacks_responsible());
    let late_or_nobodys = Condition::any()
        .add(duty_clock::Column::EscalatedTo.is_not_null())
        .add(duty_clock::Column::CaseId.in_subquery(lacking.into_query()));
    let theirs = Condition::all()
        .add(duty_clock::Column::Track.is_in(tracks))
        .add(duty_clock::Column::Id.in_subquery(clocks(reach)))
        .add(late_or_nobodys);
    Some(theirs)
}

fn clocks(reach: &Reach) -> SelectStatement {
    duty_clock::Entity::within(reach).select_only().column(duty_clock::Column::Id).into_query()
}
