//! What the changes of the plan share: texts that are sealed, and the people who are named.

use async_graphql::ID;
use uuid::Uuid;

use super::types_errors::PlanFault;
use crate::access::Grant;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// Seals texts about a person, if they say something and are not too long.
pub struct Texts<'a>(pub &'a Grant);

impl Texts<'_> {
    /// A text that must be there.
    pub fn sealed(
        &self,
        place: &str,
        field: &'static str,
        most: usize,
        text: &str,
    ) -> Result<Vec<u8>, PlanFault> {
        let text = text.trim();
        if !(1..=most).contains(&text.chars().count()) {
            return Err(PlanFault::Text(field, most));
        }
        Ok(self.0.keys().columns.seal(place, text.as_bytes()))
    }

    /// A text that may be left out.
    pub fn maybe(
        &self,
        place: &str,
        field: &'static str,
        most: usize,
        text: Option<&str>,
    ) -> Result<Option<Vec<u8>>, PlanFault> {
        text.map(|text| self.sealed(place, field, most, text)).transpose()
    }
}

/// Who writes.
pub fn writer(grant: &Grant) -> Result<Uuid, Fault> {
    grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))
}

/// A colleague who is to be responsible.
pub async fn staff(grant: &Grant, id: &ID) -> Result<Result<Uuid, PlanFault>, Fault> {
    let unknown = PlanFault::NotFound("input.responsible");
    let Ok(id) = GlobalId::local(id, Kind::Staff, grant.municipality_code()) else { return Ok(Err(unknown)) };
    Ok(if grant.knows_staff(id).await? { Ok(id) } else { Err(unknown) })
}
