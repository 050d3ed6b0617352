//! What is worked out each night: late clocks are told up the chain, and those that are due soon are announced.
//! Doing it twice changes nothing and announces nothing again.

use entity::municipality::duty_clock;
use entity::reach::Within;
use entity::vocabulary::Role;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use super::rules_clock::{escalated, is_told};
use super::store::running;
use super::store_clock::Duties;
use crate::access::Grant;
use crate::support::events::Topic;
use crate::support::fault::Fault;

/// Clocks of one round: memory stays the same however many there are.
const ROUND: usize = 500;

/// Goes through the running clocks that are due within two school days, or late.
pub async fn nightly(grant: &Grant) -> Result<(), Fault> {
    let duties = Duties::load(grant).await?;
    let mut last = Uuid::nil();
    loop {
        let rows = due_soon(grant, &duties, last).await?;
        let Some(end) = rows.last() else { return Ok(()) };
        last = end.id;
        round(grant, &duties, &rows).await?;
    }
}

async fn due_soon(grant: &Grant, duties: &Duties, after: Uuid) -> Result<Vec<duty_clock::Model>, Fault> {
    let horizon = duties.calendar().after(grant.reach().today, 2);
    let rows = duty_clock::Entity::within(grant.reach())
        .filter(running())
        .filter(duty_clock::Column::DueOn.lte(horizon))
        .filter(duty_clock::Column::Id.gt(after))
        .order_by_asc(duty_clock::Column::Id)
        .limit(ROUND as u64);
    grant.all(rows).await
}

async fn round(grant: &Grant, duties: &Duties, rows: &[duty_clock::Model]) -> Result<(), Fault> {
    let today = grant.reach().today;
    let climbed: Vec<(Uuid, Role)> = rows
        .iter()
        .filter_map(|row| {
            let chain = duties.chain(row.kind);
            let to = escalated(row.escalated_to, row.track, chain, row.due_on, today, duties.calendar());
            to.filter(|_| to != row.escalated_to).map(|role| (row.id, role))
        })
        .collect();
    let is_new = |row: &&duty_clock::Model| {
        row.told_on != Some(today)
            && (is_told(row.due_on, today, duties.calendar()) || climbed.iter().any(|(id, _)| *id == row.id))
    };
    let told: Vec<&duty_clock::Model> = rows.iter().filter(is_new).collect();
    write(grant, &climbed, &told).await?;
    for row in told {
        grant.announce(Topic::DeadlineApproaching, row.youth_id, row.id);
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "clocks found within the reach of the job, by their ids")]
async fn write(grant: &Grant, climbed: &[(Uuid, Role)], told: &[&duty_clock::Model]) -> Result<(), Fault> {
    if climbed.is_empty() && told.is_empty() {
        return Ok(());
    }
    let tx = grant.begin().await?;
    let mut roles: Vec<Role> = climbed.iter().map(|(_, role)| *role).collect();
    roles.sort();
    roles.dedup();
    for role in roles {
        let ids = climbed.iter().filter(|(_, other)| *other == role).map(|(id, _)| *id);
        let change = duty_clock::ActiveModel { escalated_to: Set(Some(role)), ..Default::default() };
        duty_clock::Entity::update_many()
            .set(change)
            .col_expr(duty_clock::Column::Version, Expr::col(duty_clock::Column::Version).add(1))
            .filter(duty_clock::Column::Id.is_in(ids))
            .filter(running())
            .exec(&tx)
            .await?;
    }
    let change = duty_clock::ActiveModel { told_on: Set(Some(grant.reach().today)), ..Default::default() };
    duty_clock::Entity::update_many()
        .set(change)
        .filter(duty_clock::Column::Id.is_in(told.iter().map(|row| row.id)))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}
