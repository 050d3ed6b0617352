//! What is worked out each night: who is newly covered is registered, and what is known to have ended ends.
//!
//! A second run changes nothing: who is registered is no candidate, what has ended is not looked at, and an entry's id
//! is made from the youth and the number of earlier entries.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::municipality::{kaa_entry, youth};
use entity::reach::Within;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::rules::{self, Coverage};
use super::store::{self, Known};
use super::store_changes::{self, Step};
use crate::access::Grant;
use crate::support::fault::Fault;
use crate::support::ids;

/// Youths and entries at a time.
const CHUNK: u64 = 500;

/// The night's work: ends first, so that nobody is registered on what has ended.
pub async fn nightly(grant: &Grant) -> Result<(), Fault> {
    end(grant).await?;
    register(grant).await
}

async fn register(grant: &Grant) -> Result<(), Fault> {
    let mut after = Uuid::nil();
    loop {
        let chunk = store::candidates(grant, false).filter(youth::Column::Id.gt(after)).limit(CHUNK);
        let people = grant.all(chunk).await?;
        let Some(last) = people.last() else { return Ok(()) };
        after = last.id;
        let known = store::with_enrolments(grant, people).await?;
        let earlier = store::entries(grant, known.values()).await?;
        let mut seen = BTreeSet::new();
        let mut new = Vec::new();
        for known in known.values() {
            let before = earlier.get(&known.youth.id).map_or(&[][..], Vec::as_slice);
            if let Some(row) = newly_covered(known, before, grant)
                && seen.is_disjoint(&known.rows)
            {
                seen.extend(known.rows.iter().copied());
                new.push(row);
            }
        }
        store_changes::register(grant, new, false).await?;
    }
}

fn newly_covered(known: &Known, earlier: &[kaa_entry::Model], grant: &Grant) -> Option<kaa_entry::Model> {
    let today = grant.reach().today;
    if earlier.iter().any(|row| row.ended_on.is_none()) {
        // Another register's row of the same person is in it.
        return None;
    }
    let facts = known.facts();
    match rules::covers_again(&facts, earlier.last(), grant.municipality_code(), today) {
        Coverage::Covered(_) => {
            Some(entry(known.youth.id, earlier.len(), today, rules::fitting_reason(&facts), grant))
        }
        Coverage::Unclear(_) | Coverage::Not(_) => None,
    }
}

/// A new entry of a youth who has had some earlier ones.
pub fn entry(
    youth_id: Uuid,
    earlier: usize,
    registered_on: NaiveDate,
    reason: &str,
    grant: &Grant,
) -> kaa_entry::Model {
    kaa_entry::Model {
        id: ids::of_kaa_entry(youth_id, earlier),
        youth_id,
        registered_on,
        reason: reason.to_owned(),
        ended_on: None,
        end_reason: None,
        version: 1,
        created_at: grant.clock().now(),
    }
}

async fn end(grant: &Grant) -> Result<(), Fault> {
    let (today, own) = (grant.reach().today, grant.municipality_code());
    let mut after = Uuid::nil();
    loop {
        let chunk = kaa_entry::Entity::within(grant.reach())
            .filter(kaa_entry::Column::EndedOn.is_null())
            .filter(kaa_entry::Column::Id.gt(after))
            .order_by_asc(kaa_entry::Column::Id)
            .limit(CHUNK);
        let entries = grant.all(chunk).await?;
        let Some(last) = entries.last() else { return Ok(()) };
        after = last.id;
        let youths: Vec<_> = entries.iter().map(|row| row.youth_id).collect();
        let known = store::known(grant, &youths).await?;
        for entry in &entries {
            let facts = known.get(&entry.youth_id).map(Known::facts);
            if let Some((on, why)) = facts.and_then(|facts| rules::ends(entry, &facts, own, today)) {
                // Somebody may have changed it meanwhile: then the next night looks again.
                store_changes::write(grant, entry, Step::End(on, why.to_owned())).await?;
            }
        }
    }
}
