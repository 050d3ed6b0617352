//! The tree of units: the unit that everything hangs under, and the pairs of every unit with those above it.

use std::collections::{HashMap, HashSet};

use entity::municipality::{unit, unit_closure};
use entity::reach::Within;
use entity::vocabulary::UnitKind;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::desk::{CHUNK, Desk};
use crate::access::tenants::official;
use crate::support::fault::Fault;
use crate::support::ids;

/// Units whose pairs are written together: with the deepest line their columns still fit in one statement.
const UNITS: usize = 200;
/// A line of more units than this is cut: it would be a circle.
const DEEPEST: i32 = 50;

/// The unit that is the municipality itself, under which whatever a source gives at its top is hung, so that who is over
/// the whole municipality is over that too; made where there is none.
pub(super) async fn top(desk: &Desk<'_>) -> Result<Uuid, Fault> {
    let grant = desk.grant;
    let top = unit::Entity::within(grant.reach())
        .filter(unit::Column::ParentId.is_null())
        .filter(unit::Column::SourceId.is_null())
        .order_by_asc(unit::Column::Id);
    if let Some(top) = grant.one(top).await? {
        return Ok(top.id);
    }
    let code = grant.municipality_code();
    let id = ids::of_source(Uuid::nil(), "municipality", code);
    let row = unit::Model {
        id,
        parent_id: None,
        kind: UnitKind::Authority,
        name: official::find(code)?.name,
        school_unit_code: None,
        authority_number: None,
        source_id: None,
        source_ref: None,
        created_at: desk.now,
    };
    let tx = grant.begin().await?;
    unit::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(unit::Column::Id).do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    tx.commit().await?;
    Ok(id)
}

/// Makes the pairs right wherever they are not.
pub(super) async fn close(desk: &mut Desk<'_>) -> Result<(), Fault> {
    let parents = parents(desk).await?;
    let mut units: Vec<Uuid> = parents.keys().copied().collect();
    units.sort();
    for part in units.chunks(UNITS) {
        close_part(desk, &parents, part).await?;
    }
    Ok(())
}

async fn parents(desk: &Desk<'_>) -> Result<HashMap<Uuid, Option<Uuid>>, Fault> {
    let mut parents = HashMap::new();
    let mut after = Uuid::nil();
    loop {
        let rows = unit::Entity::within(desk.grant.reach())
            .filter(unit::Column::Id.gt(after))
            .order_by_asc(unit::Column::Id)
            .limit(CHUNK as u64);
        let rows = desk.grant.all(rows).await?;
        let Some(last) = rows.last() else { return Ok(parents) };
        after = last.id;
        parents.extend(rows.into_iter().map(|row| (row.id, row.parent_id)));
    }
}

async fn close_part(
    desk: &mut Desk<'_>,
    parents: &HashMap<Uuid, Option<Uuid>>,
    units: &[Uuid],
) -> Result<(), Fault> {
    let here = unit_closure::Entity::within(desk.grant.reach())
        .filter(unit_closure::Column::UnitId.is_in(units.iter().copied()));
    let mut here_of: HashMap<Uuid, HashSet<(Uuid, i32)>> = HashMap::new();
    for row in desk.grant.all(here).await? {
        here_of.entry(row.unit_id).or_default().insert((row.ancestor_id, row.depth));
    }
    let differs = |unit: &Uuid| {
        let wanted: HashSet<_> = line(parents, *unit).collect();
        here_of.get(unit) != Some(&wanted)
    };
    let changed: Vec<Uuid> = units.iter().copied().filter(differs).collect();
    if changed.is_empty() {
        return Ok(());
    }
    replace(desk, parents, &changed).await?;
    desk.step("unit", 0)
}

/// The unit itself and those above it, with their distance.
fn line(parents: &HashMap<Uuid, Option<Uuid>>, unit: Uuid) -> impl Iterator<Item = (Uuid, i32)> {
    let above = std::iter::successors(Some(unit), |unit| parents.get(unit).copied().flatten());
    above.zip(0..DEEPEST)
}

#[allow(
    clippy::disallowed_methods,
    reason = "pairs of the tree are taken out and put in; no person is touched"
)]
async fn replace(
    desk: &Desk<'_>,
    parents: &HashMap<Uuid, Option<Uuid>>,
    units: &[Uuid],
) -> Result<(), Fault> {
    let pairs = units.iter().flat_map(|unit| {
        line(parents, *unit).map(|(ancestor_id, depth)| {
            unit_closure::Model { ancestor_id, unit_id: *unit, depth }.into_active_model()
        })
    });
    let tx = desk.grant.begin().await?;
    unit_closure::Entity::delete_many()
        .filter(unit_closure::Column::UnitId.is_in(units.iter().copied()))
        .exec(&tx)
        .await?;
    unit_closure::Entity::insert_many(pairs).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}
