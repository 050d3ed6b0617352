//! Types of measures: new ones, and changes.

use async_graphql::Context;
use entity::municipality::measure_type;

use super::store;
use super::store_changes;
use super::types_errors::PlanFault;
use super::types_type::MeasureType;
use super::types_type_input::{DefineMeasureTypeInput, MeasureTypePayload};
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};

/// Stores a type as it is to be.
pub async fn define(ctx: &Context<'_>, input: DefineMeasureTypeInput) -> Result<MeasureTypePayload, Fault> {
    let grant = ctx.authorize(Action::ManageQuestionnaires)?;
    let code = grant.municipality_code();
    let all = store::types(&grant).await?;
    let before = match &input.type_of {
        None => None,
        Some(id) => {
            let id = GlobalId::local(id, Kind::MeasureType, code)?;
            Some(all.iter().find(|row| row.id == id).ok_or_else(|| Fault::of(Code::NotFound))?)
        }
    };
    let national = input.national.as_ref().map(|id| GlobalId::local(id, Kind::MeasureType, code));
    let row = match checked(&input, national, before, &all) {
        Ok(row) => measure_type::Model {
            id: before.map_or_else(|| ids::new_id(grant.clock().now()), |row| row.id),
            ..row
        },
        Err(fault) => {
            let now = before.map(|row| MeasureType::of(row.clone(), code));
            return Ok(MeasureTypePayload { type_of: now, user_errors: vec![fault.into()] });
        }
    };
    let id = row.id;
    let defined = store_changes::define_type(&grant, row).await?;
    let now = store::one_type(&grant, id).await?.map(|row| MeasureType::of(row, code));
    Ok(MeasureTypePayload { type_of: now, user_errors: defined.err().map(Into::into).into_iter().collect() })
}

fn checked(
    input: &DefineMeasureTypeInput,
    national: Option<Result<uuid::Uuid, Fault>>,
    before: Option<&measure_type::Model>,
    all: &[measure_type::Model],
) -> Result<measure_type::Model, PlanFault> {
    if before.map(|row| row.version) != input.version {
        return Err(PlanFault::Conflict);
    }
    let (swedish, english) = (input.swedish.trim(), input.english.trim());
    for (field, name) in [("input.swedish", swedish), ("input.english", english)] {
        if !(1..=100).contains(&name.chars().count()) {
            return Err(PlanFault::Text(field, 100));
        }
    }
    let others = || all.iter().filter(|row| before.is_none_or(|before| before.id != row.id));
    if others().any(|row| row.name_sv == swedish) {
        return Err(PlanFault::Taken);
    }
    let national_id = match national {
        None => None,
        Some(id) => {
            let id = id.map_err(|_| PlanFault::NotFound("input.national"))?;
            let onto = others().find(|row| row.id == id).ok_or(PlanFault::NotNational)?;
            let is_mapped_onto =
                |before: &measure_type::Model| all.iter().any(|row| row.national_id == Some(before.id));
            if onto.national_id.is_some() || before.is_some_and(is_mapped_onto) {
                return Err(PlanFault::NotNational);
            }
            Some(id)
        }
    };
    Ok(measure_type::Model {
        id: uuid::Uuid::nil(),
        name_sv: swedish.to_owned(),
        name_en: english.to_owned(),
        national_id,
        is_other: before.is_some_and(|row| row.is_other),
        active: input.is_active,
        version: before.map_or(0, |row| row.version) + 1,
    })
}
