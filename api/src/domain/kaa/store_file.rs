//! Reads for the half-year file and the counts.

use std::collections::HashMap;

use entity::municipality::{kaa_contact, kaa_entry, kaa_measure, kaa_occupation, youth};
use entity::reach::{ProtectedSeen, Reach, Within};
use entity::vocabulary::{KaaList, Protection};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::rules_codes::Codes;
use super::rules_file::{Period, Record};
use crate::access::Grant;
use crate::access::loading::MOST_ROWS;
use crate::support::fault::Fault;

/// Counts of a half-year.
#[derive(Clone, Debug)]
pub struct Counts {
    /// Persons covered.
    pub covered: u64,
    /// Of them reached in the half-year.
    pub contacted: u64,
    /// Of them in a measure in the half-year.
    pub in_measure: u64,
    /// Entries that ended, by reason.
    pub ended: Vec<(String, u64)>,
}

/// The entries of a half-year with all that hangs on them, and their youths. Persons with protected data are never
/// among them, also for those who may see them.
pub async fn records(
    grant: &Grant,
    period: Period,
) -> Result<(Vec<Record>, HashMap<Uuid, youth::Model>), Fault> {
    let reach = grant.reach();
    let open = || {
        let open = youth::Entity::within(reach).filter(youth::Column::Protection.eq(Protection::None));
        open.select_only().column(youth::Column::Id).into_query()
    };
    let entries = within_period(kaa_entry::Entity::within(reach), period)
        .filter(kaa_entry::Column::YouthId.in_subquery(open()))
        .order_by_asc(kaa_entry::Column::RegisteredOn)
        .order_by_asc(kaa_entry::Column::Id)
        .limit(MOST_ROWS);
    let theirs = || ids_of(grant, period);
    let youths = youth::Entity::within(reach)
        .filter(youth::Column::Protection.eq(Protection::None))
        .filter(youth::Column::Id.in_subquery(theirs()));
    let contacts = kaa_contact::Entity::within(reach)
        .filter(kaa_contact::Column::YouthId.in_subquery(theirs()))
        .filter(kaa_contact::Column::YouthId.in_subquery(open()))
        .order_by_asc(kaa_contact::Column::ContactedOn)
        .order_by_asc(kaa_contact::Column::Id)
        .limit(MOST_ROWS);
    let measures = kaa_measure::Entity::within(reach)
        .filter(kaa_measure::Column::YouthId.in_subquery(theirs()))
        .filter(kaa_measure::Column::YouthId.in_subquery(open()))
        .order_by_asc(kaa_measure::Column::OfferedOn)
        .order_by_asc(kaa_measure::Column::Id)
        .limit(MOST_ROWS);
    let occupations = kaa_occupation::Entity::within(reach)
        .filter(kaa_occupation::Column::YouthId.in_subquery(theirs()))
        .filter(kaa_occupation::Column::YouthId.in_subquery(open()))
        .order_by_asc(kaa_occupation::Column::StartsOn)
        .order_by_asc(kaa_occupation::Column::Id)
        .limit(MOST_ROWS);
    let entries = grant.all(entries).await?;
    let people: HashMap<_, _> = grant.all(youths).await?.into_iter().map(|row| (row.id, row)).collect();
    let mut contacts = by_entry(grant.all(contacts).await?, |row| row.entry_id);
    let mut measures = by_entry(grant.all(measures).await?, |row| row.entry_id);
    let mut occupations = by_entry(grant.all(occupations).await?, |row| row.entry_id);
    let mut records = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(person) = people.get(&entry.youth_id) else { continue };
        let sealed = person.civic_number.as_deref();
        let number =
            sealed.map(|bytes| grant.keys().columns.open_text("youth.civic_number", bytes)).transpose()?;
        records.push(Record {
            civic_number: number,
            birth_date: person.birth_date,
            contacts: contacts.remove(&entry.id).unwrap_or_default(),
            measures: measures.remove(&entry.id).unwrap_or_default(),
            occupations: occupations.remove(&entry.id).unwrap_or_default(),
            entry,
        });
    }
    Ok((records, people))
}

/// How many persons with protected data are to be reported by hand: counted among everybody, and none of them read.
pub async fn by_hand(grant: &Grant, period: Period) -> Result<u64, Fault> {
    let everybody = Reach { protected: ProtectedSeen::All, ..grant.reach().clone() };
    let entries = within_period(kaa_entry::Entity::within(&everybody), period);
    let ids = entries.select_only().column(kaa_entry::Column::YouthId).into_query();
    let hidden = youth::Entity::within(&everybody)
        .filter(youth::Column::Protection.ne(Protection::None))
        .filter(youth::Column::Id.in_subquery(ids));
    grant.count(hidden).await
}

/// Counts of a half-year, without reading anybody.
pub async fn counts(grant: &Grant, period: Period, codes: &Codes) -> Result<Counts, Fault> {
    let reach = grant.reach();
    let covered =
        || youth::Entity::within(reach).filter(youth::Column::Id.in_subquery(ids_of(grant, period)));
    let reached = kaa_contact::Entity::within(reach)
        .select_only()
        .column(kaa_contact::Column::YouthId)
        .filter(kaa_contact::Column::Reached.eq(true))
        .filter(kaa_contact::Column::ContactedOn.between(period.first, period.last));
    let measured = kaa_measure::Entity::within(reach)
        .select_only()
        .column(kaa_measure::Column::YouthId)
        .filter(kaa_measure::Column::StartsOn.lte(period.last))
        .filter(
            Condition::any()
                .add(kaa_measure::Column::EndsOn.is_null())
                .add(kaa_measure::Column::EndsOn.gte(period.first)),
        );
    let mut ended = Vec::new();
    for code in codes.of(KaaList::EndReason) {
        let rows = kaa_entry::Entity::within(reach)
            .filter(kaa_entry::Column::EndReason.eq(&code.code))
            .filter(kaa_entry::Column::EndedOn.between(period.first, period.last));
        ended.push((code.code.clone(), grant.count(rows).await?));
    }
    Ok(Counts {
        covered: grant.count(covered()).await?,
        contacted: grant.count(covered().filter(youth::Column::Id.in_subquery(reached.into_query()))).await?,
        in_measure: grant
            .count(covered().filter(youth::Column::Id.in_subquery(measured.into_query())))
            .await?,
        ended,
    })
}

fn ids_of(grant: &Grant, period: Period) -> SelectStatement {
    within_period(kaa_entry::Entity::within(grant.reach()), period)
        .select_only()
        .column(kaa_entry::Column::YouthId)
        .into_query()
}

fn within_period(select: Select<kaa_entry::Entity>, period: Period) -> Select<kaa_entry::Entity> {
    select.filter(kaa_entry::Column::RegisteredOn.lte(period.last)).filter(
        Condition::any()
            .add(kaa_entry::Column::EndedOn.is_null())
            .add(kaa_entry::Column::EndedOn.gte(period.first)),
    )
}

fn by_entry<M>(rows: Vec<M>, entry: impl Fn(&M) -> Uuid) -> HashMap<Uuid, Vec<M>> {
    let mut sorted: HashMap<Uuid, Vec<M>> = HashMap::new();
    for row in rows {
        sorted.entry(entry(&row)).or_default().push(row);
    }
    sorted
}
