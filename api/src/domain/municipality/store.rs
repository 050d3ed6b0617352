//! Reads and writes of units. Each write is in the access log first: reach follows the tree.

use entity::municipality::{assignment, unit, unit_closure};
use entity::reach::Within;
use entity::vocabulary::AssignmentState;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::rules::UnitFault;
use crate::access::policy::{Extent, extent};
use crate::access::{Action, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// One unit.
pub async fn find(grant: &Grant, id: Uuid) -> Result<unit::Model, Fault> {
    let found = grant.one(unit::Entity::within(grant.reach()).filter(unit::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// A page of units by name.
pub async fn page(grant: &Grant, parent: Option<Uuid>, page: Page) -> Result<Vec<unit::Model>, Fault> {
    let all = unit::Entity::within(grant.reach());
    let chosen = match parent {
        Some(parent) => all.clone().filter(unit::Column::ParentId.eq(parent)),
        None => all.clone(),
    };
    grant.all(page.cut(chosen, all, unit::Column::Name, unit::Column::Id, false)).await
}

/// Adds a unit under its parent.
pub async fn insert(grant: &Grant, row: unit::Model) -> Result<(), Fault> {
    let above = match row.parent_id {
        Some(parent) => grant.line_of(parent).await?,
        None => Vec::new(),
    };
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    let id = row.id;
    unit::Entity::insert(unit::ActiveModel::from(row)).exec_without_returning(&tx).await?;
    close_over(&tx, id, &above).await?;
    Ok(tx.commit().await?)
}

/// Writes the pairs of a new leaf with everything above it.
async fn close_over(tx: &DatabaseTransaction, id: Uuid, above: &[Uuid]) -> Result<(), Fault> {
    let pair = |ancestor, depth| unit_closure::ActiveModel {
        ancestor_id: Set(ancestor),
        unit_id: Set(id),
        depth: Set(depth),
    };
    let pairs =
        std::iter::once(pair(id, 0)).chain((1..).zip(above).map(|(depth, ancestor)| pair(*ancestor, depth)));
    unit_closure::Entity::insert_many(pairs).exec_without_returning(tx).await?;
    Ok(())
}

/// Renames a unit.
pub async fn rename(grant: &Grant, id: Uuid, name: String) -> Result<(), Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    grant.update(&tx, unit::ActiveModel { id: Set(id), name: Set(name), ..Default::default() }).await?;
    Ok(tx.commit().await?)
}

/// The units above one, itself included, the nearest first.
#[allow(
    clippy::disallowed_methods,
    reason = "the tree of units, read inside the transaction that changes it"
)]
async fn line(tx: &DatabaseTransaction, unit: Uuid) -> Result<Vec<Uuid>, Fault> {
    let above = unit_closure::Entity::find()
        .filter(unit_closure::Column::UnitId.eq(unit))
        .order_by_asc(unit_closure::Column::Depth);
    Ok(above.all(tx).await?.into_iter().map(|row| row.ancestor_id).collect())
}

/// Whether somebody at these units reaches the people below them.
#[allow(clippy::disallowed_methods, reason = "answers yes or no about assignments, and hands none out")]
async fn reached_from(tx: &DatabaseTransaction, units: &[Uuid]) -> Result<bool, Fault> {
    let held = assignment::Entity::find()
        .filter(assignment::Column::UnitId.is_in(units.iter().copied()))
        .filter(assignment::Column::State.ne(AssignmentState::Refused))
        .all(tx)
        .await?;
    Ok(held.iter().any(|row| extent(Action::ReadYouth, row.role) == Extent::Units))
}

/// Moves a unit, and everything below it, under another. Not under somebody who would reach the people of it by that:
/// whoever manages units would otherwise grant reach without a second person.
#[allow(
    clippy::disallowed_methods,
    reason = "pairs of the tree are taken out and put in as a whole; no person is touched"
)]
pub async fn move_under(grant: &Grant, id: Uuid, parent: Uuid) -> Result<Result<(), UnitFault>, Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    // One move at a time: two opposite ones, each right by itself, would make a circle.
    unit::Entity::find()
        .filter(unit::Column::ParentId.is_null())
        .order_by_asc(unit::Column::Id)
        .lock_exclusive()
        .all(&tx)
        .await?;
    let below = unit_closure::Entity::find().filter(unit_closure::Column::AncestorId.eq(id)).all(&tx).await?;
    if below.iter().any(|row| row.unit_id == parent) {
        return Ok(Err(UnitFault::UnderItself));
    }
    let (old_line, new_line) = (line(&tx, id).await?, line(&tx, parent).await?);
    let new_above: Vec<Uuid> = new_line.iter().filter(|unit| !old_line.contains(unit)).copied().collect();
    if reached_from(&tx, &new_above).await? {
        return Ok(Err(UnitFault::WidensReach));
    }
    let moved: Vec<Uuid> = below.iter().map(|row| row.unit_id).collect();
    // What was above the moved unit, and only that, is taken from everything below it.
    unit_closure::Entity::delete_many()
        .filter(unit_closure::Column::UnitId.is_in(moved.iter().copied()))
        .filter(unit_closure::Column::AncestorId.is_not_in(moved.iter().copied()))
        .exec(&tx)
        .await?;
    let pairs = below.iter().flat_map(|row| {
        (1..).zip(&new_line).map(|(steps, ancestor)| unit_closure::ActiveModel {
            ancestor_id: Set(*ancestor),
            unit_id: Set(row.unit_id),
            depth: Set(row.depth + steps),
        })
    });
    unit_closure::Entity::insert_many(pairs).exec_without_returning(&tx).await?;
    grant
        .update(&tx, unit::ActiveModel { id: Set(id), parent_id: Set(Some(parent)), ..Default::default() })
        .await?;
    tx.commit().await?;
    Ok(Ok(()))
}
