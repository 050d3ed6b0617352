//! Registration by hand, by the exact civic number or from the list to clarify.

use async_graphql::Context;
use entity::municipality::youth;
use entity::reach::Within;
use entity::vocabulary::{KaaList, Protection};
use sea_orm::{ColumnTrait, QueryFilter};

use super::nightly::entry as new_entry;
use super::rules::{self, Coverage};
use super::rules_steps::{self as steps, KaaFault};
use super::types::KaaEntry;
use super::types_input::{KaaEntryPayload, RegisterKaaInput};
use super::{store, store_changes, store_codes};
use crate::access::{Action, Authorize, Grant};
use crate::support::civic::{self, CivicError};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

pub(super) async fn register(ctx: &Context<'_>, input: RegisterKaaInput) -> Result<KaaEntryPayload, Fault> {
    let grant = ctx.authorize(Action::RegisterKaa)?;
    let person = match whom(ctx, &grant, &input).await? {
        Ok(person) => person,
        Err(fault) => return Ok(KaaEntryPayload::refused(fault)),
    };
    let (today, own) = (grant.reach().today, grant.municipality_code());
    let known = store::with_enrolments(&grant, vec![person.clone()]).await?;
    let earlier = store::entries(&grant, known.values()).await?.remove(&person.id).unwrap_or_default();
    if earlier.iter().any(|row| row.ended_on.is_none_or(|last| last >= today)) {
        return Ok(KaaEntryPayload::refused(KaaFault::Registered));
    }
    let codes = store_codes::all(&grant).await?;
    let checked = known.get(&person.id).ok_or(KaaFault::Nobody).and_then(|known| {
        let mut facts = known.facts();
        if input.lives_here {
            (facts.home, facts.removed) = (facts.home.or(Some(own)), false);
        }
        match rules::covers(&facts, own, today) {
            Coverage::Not(because) => Err(KaaFault::NotCovered(because)),
            Coverage::Unclear(missing) => Err(KaaFault::Unclear(missing)),
            Coverage::Covered(_) => Ok(rules::fitting_reason(&facts)),
        }
    });
    let checked = checked.and_then(|fitting| match &input.reason {
        None => Ok(fitting),
        Some(code) => {
            steps::check_code(&codes, KaaList::Reason, code, today, "input.reason").map(|()| code.as_str())
        }
    });
    let row = match checked {
        Ok(reason) => new_entry(person.id, earlier.len(), today, reason, &grant),
        Err(fault) => return Ok(KaaEntryPayload::refused(fault)),
    };
    if !store_changes::register(&grant, vec![row.clone()], input.lives_here).await? {
        return Ok(KaaEntryPayload::refused(KaaFault::Registered));
    }
    Ok(KaaEntryPayload::done(KaaEntry::new(row, person, &grant)))
}

/// The youth who is meant. Persons with protected data are not found here.
async fn whom(
    ctx: &Context<'_>,
    grant: &Grant,
    input: &RegisterKaaInput,
) -> Result<Result<youth::Model, KaaFault>, Fault> {
    let found = match (&input.civic_number, &input.youth) {
        (Some(text), None) => {
            let number = match civic::parse(text, None) {
                Ok(number) => number,
                Err(CivicError::CheckDigit) => return Ok(Err(KaaFault::CheckDigit)),
                Err(_) => return Ok(Err(KaaFault::Civic)),
            };
            match store_changes::by_number(ctx.visit()?, grant, &number).await? {
                Ok(found) => found,
                Err(()) => return Ok(Err(KaaFault::TooMany)),
            }
        }
        (None, Some(id)) => {
            let id = GlobalId::local(id, Kind::Youth, grant.municipality_code())?;
            let one = youth::Entity::within(grant.reach())
                .filter(youth::Column::Id.eq(id))
                .filter(youth::Column::Protection.eq(Protection::None));
            grant.one(one).await?
        }
        _ => return Ok(Err(KaaFault::Whom)),
    };
    Ok(found.ok_or(KaaFault::Nobody))
}
