//! Reads and writes of the code lists, which belong to no person.

use std::collections::BTreeSet;

use entity::municipality::{kaa_code, kaa_contact, kaa_entry, kaa_measure, kaa_occupation};
use entity::reach::{ProtectedSeen, Reach, Within};
use entity::vocabulary::KaaList;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::rules_codes::Codes;
use crate::access::Grant;
use crate::support::db::is_taken;
use crate::support::fault::Fault;

/// All codes of all lists.
pub async fn all(grant: &Grant) -> Result<Codes, Fault> {
    let rows = kaa_code::Entity::within(grant.reach()).order_by_asc(kaa_code::Column::Position);
    Ok(Codes::new(grant.all(rows).await?))
}

/// Those codes of a list that rows have. Counts rows of everybody, and reads none.
pub async fn used(grant: &Grant, list: KaaList) -> Result<BTreeSet<String>, Fault> {
    let codes = all(grant).await?;
    let mut used = BTreeSet::new();
    for row in codes.of(list) {
        if is_used(grant, list, &row.code).await? {
            used.insert(row.code.clone());
        }
    }
    Ok(used)
}

async fn is_used(grant: &Grant, list: KaaList, code: &str) -> Result<bool, Fault> {
    let everybody = Reach { protected: ProtectedSeen::All, ..grant.reach().clone() };
    let entries = |column: kaa_entry::Column| kaa_entry::Entity::within(&everybody).filter(column.eq(code));
    let contacts =
        |column: kaa_contact::Column| kaa_contact::Entity::within(&everybody).filter(column.eq(code));
    let measures =
        |column: kaa_measure::Column| kaa_measure::Entity::within(&everybody).filter(column.eq(code));
    let rows = match list {
        KaaList::Reason => grant.count(entries(kaa_entry::Column::Reason)).await?,
        KaaList::EndReason => grant.count(entries(kaa_entry::Column::EndReason)).await?,
        KaaList::ContactWay => grant.count(contacts(kaa_contact::Column::Way)).await?,
        KaaList::Measure => grant.count(measures(kaa_measure::Column::Kind)).await?,
        KaaList::MeasureEnd => grant.count(measures(kaa_measure::Column::EndReason)).await?,
        KaaList::Occupation => {
            let told =
                kaa_occupation::Entity::within(&everybody).filter(kaa_occupation::Column::Code.eq(code));
            grant.count(told).await?
                + grant.count(contacts(kaa_contact::Column::Occupation)).await?
                + grant.count(measures(kaa_measure::Column::OccupationAfter)).await?
        }
    };
    Ok(rows > 0)
}

/// Replaces a list as a whole; false when somebody else replaces it at the same time.
#[allow(clippy::disallowed_methods, reason = "a code list is about nobody")]
pub async fn replace(grant: &Grant, list: KaaList, rows: Vec<kaa_code::Model>) -> Result<bool, Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    kaa_code::Entity::delete_many().filter(kaa_code::Column::List.eq(list)).exec(&tx).await?;
    let rows = rows.into_iter().map(kaa_code::ActiveModel::from);
    match kaa_code::Entity::insert_many(rows).exec_without_returning(&tx).await {
        Err(cause) if is_taken(&cause) => return Ok(false),
        inserted => inserted?,
    };
    tx.commit().await?;
    Ok(true)
}
