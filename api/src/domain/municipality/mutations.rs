//! Changes of the tree: createUnit, renameUnit, moveUnit.

use async_graphql::{Context, ID, Object};
use entity::municipality::unit;
use uuid::Uuid;

use super::types::{CreateUnitInput, MoveUnitInput, RenameUnitInput, Unit, UnitPayload};
use super::{rules, store};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};

/// Mutations of units.
#[derive(Debug, Default)]
pub struct MunicipalityMutations;

#[Object]
impl MunicipalityMutations {
    /// Makes a unit under another.
    async fn create_unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit.")] input: CreateUnitInput,
    ) -> Option<Result<UnitPayload, Fault>> {
        Some(create_unit(ctx, input).await)
    }

    /// Renames a unit.
    async fn rename_unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The name.")] input: RenameUnitInput,
    ) -> Option<Result<UnitPayload, Fault>> {
        Some(rename_unit(ctx, input).await)
    }

    /// Moves a unit, with everything below it, under another.
    async fn move_unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place.")] input: MoveUnitInput,
    ) -> Option<Result<UnitPayload, Fault>> {
        Some(move_unit(ctx, input).await)
    }
}

async fn create_unit(ctx: &Context<'_>, input: CreateUnitInput) -> Result<UnitPayload, Fault> {
    let grant = ctx.authorize(Action::ManageUnits)?;
    let kind = input.kind.into();
    let checked = rules::check_name(&input.name)
        .and_then(|()| rules::check_code(input.school_unit_code.as_deref()))
        .and_then(|()| rules::check_place(kind, true));
    if let Err(fault) = checked {
        return Ok(UnitPayload::refused(fault));
    }
    let parent = store::find(&grant, own_unit(&grant, &input.parent).await?).await?;
    let row = unit::Model {
        id: ids::new_id(grant.clock().now()),
        parent_id: Some(parent.id),
        kind,
        name: input.name.trim().to_owned(),
        school_unit_code: input.school_unit_code,
        authority_number: parent.authority_number,
        source_id: None,
        source_ref: None,
        created_at: grant.clock().now(),
    };
    store::insert(&grant, row.clone()).await?;
    Ok(UnitPayload::done(Unit::of(row, grant.municipality_code())))
}

async fn rename_unit(ctx: &Context<'_>, input: RenameUnitInput) -> Result<UnitPayload, Fault> {
    let grant = ctx.authorize(Action::ManageUnits)?;
    if let Err(fault) = rules::check_name(&input.name) {
        return Ok(UnitPayload::refused(fault));
    }
    let id = own_unit(&grant, &input.unit).await?;
    store::rename(&grant, id, input.name.trim().to_owned()).await?;
    Ok(UnitPayload::done(Unit::of(store::find(&grant, id).await?, grant.municipality_code())))
}

async fn move_unit(ctx: &Context<'_>, input: MoveUnitInput) -> Result<UnitPayload, Fault> {
    let grant = ctx.authorize(Action::ManageUnits)?;
    let (id, parent) = (own_unit(&grant, &input.unit).await?, own_unit(&grant, &input.parent).await?);
    let kind = store::find(&grant, id).await?.kind;
    if let Err(fault) = rules::check_place(kind, true) {
        return Ok(UnitPayload::refused(fault));
    }
    if let Err(fault) = store::move_under(&grant, id, parent).await? {
        return Ok(UnitPayload::refused(fault));
    }
    Ok(UnitPayload::done(Unit::of(store::find(&grant, id).await?, grant.municipality_code())))
}

/// The id of a unit that the grant reaches with changes; `NOT_FOUND` otherwise.
async fn own_unit(grant: &Grant, id: &ID) -> Result<Uuid, Fault> {
    let id = GlobalId::local(id, Kind::Unit, grant.municipality_code())?;
    if grant.reaches_below(id).await? { Ok(id) } else { Err(Fault::of(Code::NotFound)) }
}
