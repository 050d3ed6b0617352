//! Reads and writes of snapshots, and the tree of units that figures are added up along.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::municipality::{figure_snapshot, unit, unit_closure};
use entity::reach::{Way, Within};
use entity::vocabulary::UnitKind;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::rules_inside::Lines;
use crate::access::Grant;
use crate::support::batch::ROWS_A_STATEMENT;
use crate::support::fault::Fault;

/// Indicator and period.
pub type Key = (String, String);

/// The units of a municipality.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The units above each, itself among them.
    pub lines: Lines,
    /// The unit right above each.
    pub parents: BTreeMap<Uuid, Uuid>,
    /// Those that are the municipality as a whole: the school authority at the top.
    pub roots: Vec<Uuid>,
}

/// The tree of units, in two statements.
pub async fn tree(grant: &Grant) -> Result<Tree, Fault> {
    let units = grant.all(unit::Entity::within(grant.reach()).order_by_asc(unit::Column::Id)).await?;
    let above = grant.all(unit_closure::Entity::within(grant.reach())).await?;
    let mut lines = Lines::new();
    for pair in above {
        lines.entry(pair.unit_id).or_default().push(pair.ancestor_id);
    }
    let is_root = |row: &&unit::Model| row.parent_id.is_none() && row.kind == UnitKind::Authority;
    Ok(Tree {
        lines,
        parents: units.iter().filter_map(|row| Some((row.id, row.parent_id?))).collect(),
        roots: units.iter().filter(is_root).map(|row| row.id).collect(),
    })
}

/// What was taken for a Monday.
pub async fn taken(grant: &Grant, monday: NaiveDate) -> Result<BTreeSet<Key>, Fault> {
    use figure_snapshot::Column::{Indicator, Period, TakenOn};
    let keys = figure_snapshot::Entity::within(grant.reach())
        .select_only()
        .columns([Indicator, Period])
        .distinct()
        .filter(TakenOn.eq(monday));
    Ok(grant.figures::<Key>(&keys.into_query()).await?.into_iter().collect())
}

/// Puts the rows of an indicator and period in place of those of an earlier week.
#[allow(clippy::disallowed_methods, reason = "figures by their key, which are about nobody")]
pub async fn replace(
    grant: &Grant,
    (indicator, period): Key,
    rows: Vec<figure_snapshot::Model>,
) -> Result<(), Fault> {
    let tx = grant.begin().await?;
    figure_snapshot::Entity::delete_many()
        .filter(figure_snapshot::Column::Indicator.eq(indicator))
        .filter(figure_snapshot::Column::Period.eq(period))
        .exec(&tx)
        .await?;
    for some in rows.chunks(ROWS_A_STATEMENT) {
        let some = some.iter().cloned().map(IntoActiveModel::into_active_model);
        figure_snapshot::Entity::insert_many(some).exec_without_returning(&tx).await?;
    }
    Ok(tx.commit().await?)
}

/// Forgets the snapshots of an indicator.
#[allow(clippy::disallowed_methods, reason = "figures by their key, which are about nobody")]
pub async fn drop_all(grant: &Grant, indicator: &str) -> Result<(), Fault> {
    let tx = grant.begin().await?;
    figure_snapshot::Entity::delete_many()
        .filter(figure_snapshot::Column::Indicator.eq(indicator))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// What was taken of an indicator and period at a unit that is reached, by coordinate: one statement. Who reaches the
/// municipality as a whole reaches the unit at its top and none below.
pub async fn of_unit(
    grant: &Grant,
    (indicator, period): Key,
    unit: Uuid,
    breakdown: &str,
) -> Result<Vec<figure_snapshot::Model>, Fault> {
    use figure_snapshot::Column;
    let rows = figure_snapshot::Entity::within(grant.reach())
        .filter(Column::Indicator.eq(indicator))
        .filter(Column::Period.eq(period))
        .filter(Column::UnitId.eq(unit))
        .filter(Column::Breakdown.eq(breakdown))
        .filter(reached(grant))
        .order_by_asc(Column::Coordinate);
    grant.all(rows).await
}

/// Whether figures of a unit are reached at all, with or without a snapshot.
pub async fn is_reached(grant: &Grant, unit: Uuid) -> Result<bool, Fault> {
    let line = grant.line_of(unit).await?;
    let is_root = line.len() == 1;
    Ok(grant.reach().ways.iter().any(|way| match way {
        Way::WholeMunicipality => is_root,
        Way::Units(units) => line.iter().any(|above| units.contains(above)),
        _ => false,
    }))
}

fn reached(grant: &Grant) -> Condition {
    use figure_snapshot::Column::UnitId;
    let reach = grant.reach();
    grant.reach().ways.iter().fold(Condition::any().add(UnitId.is_null()), |any, way| match way {
        Way::WholeMunicipality => {
            let roots = unit::Entity::within(reach)
                .select_only()
                .column(unit::Column::Id)
                .filter(unit::Column::ParentId.is_null())
                .filter(unit::Column::Kind.eq(UnitKind::Authority));
            any.add(UnitId.in_subquery(roots.into_query()))
        }
        Way::Units(units) => {
            let below = unit_closure::Entity::within(reach)
                .select_only()
                .column(unit_closure::Column::UnitId)
                .filter(unit_closure::Column::AncestorId.is_in(units.iter().copied()));
            any.add(UnitId.in_subquery(below.into_query()))
        }
        _ => any,
    })
}
