//! Reads of the register.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::municipality::{enrolment, kaa_contact, kaa_entry, kaa_measure, youth};
use entity::reach::Within;
use entity::vocabulary::Protection;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::rules::{self, Facts};
use crate::access::Grant;
use crate::access::loading::MOST_ROWS;
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// Which entries a list is about; what is not said does not limit.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Whether those that have ended, or those that go on.
    pub ended: Option<bool>,
    /// Not reached since this day.
    pub not_reached_since: Option<NaiveDate>,
    /// Without a measure that goes on.
    pub without_measure: bool,
    /// Registered for this reason.
    pub reason: Option<String>,
    /// Who turn 20 within three months.
    pub twenty_soon: bool,
    /// Whether a reason was given to read persons with protected data; without one they are not in the list.
    pub with_reason: bool,
}

/// What coverage is worked out from.
#[derive(Clone, Debug)]
pub struct Known {
    /// The youth.
    pub youth: youth::Model,
    /// All enrolments, of whichever register.
    pub enrolments: Vec<enrolment::Model>,
    /// The rows of the same person, this one among them.
    pub rows: BTreeSet<Uuid>,
}

impl Known {
    /// As the rules take it. No register tells about diplomas yet.
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            birth_date: self.youth.birth_date,
            home: self.youth.home_municipality.as_deref(),
            removed: self.youth.removed_at.is_some(),
            enrolments: &self.enrolments,
            diploma: None,
        }
    }
}

/// One entry.
pub async fn entry(grant: &Grant, id: Uuid) -> Result<kaa_entry::Model, Fault> {
    let found =
        grant.one(kaa_entry::Entity::within(grant.reach()).filter(kaa_entry::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// One measure.
pub async fn measure(grant: &Grant, id: Uuid) -> Result<kaa_measure::Model, Fault> {
    let found =
        grant.one(kaa_measure::Entity::within(grant.reach()).filter(kaa_measure::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// A page of entries, the oldest registration first.
pub async fn page(grant: &Grant, filter: &Filter, page: Page) -> Result<Vec<kaa_entry::Model>, Fault> {
    let reachable = kaa_entry::Entity::within(grant.reach());
    let rows = page.cut(
        chosen(grant, filter),
        reachable,
        kaa_entry::Column::RegisteredOn,
        kaa_entry::Column::Id,
        false,
    );
    grant.all(rows).await
}

/// How many entries a list has.
pub async fn count(grant: &Grant, filter: &Filter) -> Result<u64, Fault> {
    grant.count(chosen(grant, filter)).await
}

fn chosen(grant: &Grant, filter: &Filter) -> Select<kaa_entry::Entity> {
    let (reach, today) = (grant.reach(), grant.reach().today);
    let mut select = kaa_entry::Entity::within(reach);
    if let Some(ended) = filter.ended {
        let column = kaa_entry::Column::EndedOn;
        select = select.filter(if ended { column.is_not_null() } else { column.is_null() });
    }
    if let Some(reason) = &filter.reason {
        select = select.filter(kaa_entry::Column::Reason.eq(reason));
    }
    if let Some(day) = filter.not_reached_since {
        let reached = kaa_contact::Entity::within(reach)
            .select_only()
            .column(kaa_contact::Column::EntryId)
            .filter(kaa_contact::Column::Reached.eq(true))
            .filter(kaa_contact::Column::ContactedOn.gte(day));
        select = select.filter(kaa_entry::Column::Id.not_in_subquery(reached.into_query()));
    }
    if filter.without_measure {
        let going_on = kaa_measure::Entity::within(reach)
            .select_only()
            .column(kaa_measure::Column::EntryId)
            .filter(kaa_measure::Column::StartsOn.lte(today))
            .filter(
                Condition::any()
                    .add(kaa_measure::Column::EndsOn.is_null())
                    .add(kaa_measure::Column::EndsOn.gte(today)),
            );
        select = select.filter(kaa_entry::Column::Id.not_in_subquery(going_on.into_query()));
    }
    let mut youths = youth::Entity::within(reach).select_only().column(youth::Column::Id);
    if filter.twenty_soon {
        youths = youths.filter(youth::Column::BirthDate.lte(rules::twenty_soon_until(today)));
    }
    if !filter.with_reason {
        youths = youths.filter(youth::Column::Protection.eq(Protection::None));
    }
    select.filter(kaa_entry::Column::YouthId.in_subquery(youths.into_query()))
}

/// What is known of these youths within reach, in two statements.
pub async fn known(grant: &Grant, youths: &[Uuid]) -> Result<HashMap<Uuid, Known>, Fault> {
    let people = youth::Entity::within(grant.reach()).filter(youth::Column::Id.is_in(youths.iter().copied()));
    with_enrolments(grant, grant.all(people).await?).await
}

/// The same for youths who were read already. Several registers may know one person, each with a row of its own: what
/// any of them says of enrolments counts for all rows of the same civic number.
pub async fn with_enrolments(
    grant: &Grant,
    people: Vec<youth::Model>,
) -> Result<HashMap<Uuid, Known>, Fault> {
    let numbers: BTreeSet<_> = people.iter().filter_map(|row| row.civic_hash.clone()).collect();
    let mut rows_of: HashMap<Vec<u8>, BTreeSet<Uuid>> = HashMap::new();
    if !numbers.is_empty() {
        let same = youth::Entity::within(grant.reach()).filter(youth::Column::CivicHash.is_in(numbers));
        for row in grant.all(same).await? {
            rows_of.entry(row.civic_hash.unwrap_or_default()).or_default().insert(row.id);
        }
    }
    let ids: BTreeSet<_> =
        rows_of.values().flatten().copied().chain(people.iter().map(|row| row.id)).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = enrolment::Entity::within(grant.reach())
        .filter(enrolment::Column::YouthId.is_in(ids))
        .order_by_asc(enrolment::Column::StartsOn)
        .order_by_asc(enrolment::Column::Id)
        .limit(MOST_ROWS);
    let mut by_row: HashMap<Uuid, Vec<enrolment::Model>> = HashMap::new();
    for row in grant.all(rows).await? {
        by_row.entry(row.youth_id).or_default().push(row);
    }
    let known = people.into_iter().map(|youth| {
        let mut rows =
            youth.civic_hash.as_ref().and_then(|hash| rows_of.get(hash)).cloned().unwrap_or_default();
        rows.insert(youth.id);
        let enrolments = rows.iter().filter_map(|id| by_row.get(id)).flatten().cloned().collect();
        (youth.id, Known { youth, enrolments, rows })
    });
    Ok(known.collect())
}

/// All entries of each of these persons, the oldest first, whichever row of theirs they hang on.
pub async fn entries<'k>(
    grant: &Grant,
    people: impl IntoIterator<Item = &'k Known> + Clone,
) -> Result<HashMap<Uuid, Vec<kaa_entry::Model>>, Fault> {
    let ids: BTreeSet<_> = people.clone().into_iter().flat_map(|known| known.rows.iter().copied()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = kaa_entry::Entity::within(grant.reach())
        .filter(kaa_entry::Column::YouthId.is_in(ids))
        .order_by_asc(kaa_entry::Column::RegisteredOn)
        .order_by_asc(kaa_entry::Column::Id)
        .limit(MOST_ROWS);
    let rows = grant.all(rows).await?;
    let theirs =
        |known: &Known| rows.iter().filter(|row| known.rows.contains(&row.youth_id)).cloned().collect();
    Ok(people.into_iter().map(|known| (known.youth.id, theirs(known))).collect())
}

/// Ids of the youths whose entry goes on.
pub fn registered(grant: &Grant) -> SelectStatement {
    kaa_entry::Entity::within(grant.reach())
        .select_only()
        .column(kaa_entry::Column::YouthId)
        .filter(kaa_entry::Column::EndedOn.is_null())
        .into_query()
}

/// Youths of an age that may be covered, registered here or (`unclear`) perhaps, who are not in the register.
pub fn candidates(grant: &Grant, unclear: bool) -> Select<youth::Entity> {
    let today = grant.reach().today;
    let own = youth::Column::HomeMunicipality.eq(grant.municipality_code());
    let of_age = Condition::all()
        .add(youth::Column::BirthDate.gt(rules::under_twenty_from(today)))
        .add(youth::Column::BirthDate.lte(rules::out_of_school_until(today)));
    let select = youth::Entity::within(grant.reach())
        .filter(youth::Column::Id.not_in_subquery(registered(grant)))
        .order_by_asc(youth::Column::Id);
    if unclear {
        let home = Condition::any().add(own).add(youth::Column::HomeMunicipality.is_null());
        let age = Condition::any().add(of_age).add(youth::Column::BirthDate.is_null());
        select.filter(home).filter(age)
    } else {
        select.filter(own).filter(of_age).filter(youth::Column::RemovedAt.is_null())
    }
}

/// Those of the candidates of whom something is missing, and who do not go to upper secondary school or, under 18, to
/// compulsory school; so that hardly anybody is read whom the list does not show.
pub fn to_clarify(grant: &Grant) -> Select<youth::Entity> {
    let today = grant.reach().today;
    let current = |forms: Condition| {
        enrolment::Entity::within(grant.reach())
            .select_only()
            .column(enrolment::Column::YouthId)
            .filter(enrolment::Column::Cancelled.eq(false))
            .filter(enrolment::Column::StartsOn.lte(today))
            .filter(
                Condition::any()
                    .add(enrolment::Column::EndsOn.is_null())
                    .add(enrolment::Column::EndsOn.gte(today)),
            )
            .filter(forms)
            .into_query()
    };
    let form = enrolment::Column::SchoolType;
    let of = |forms: &[&str]| Condition::all().add(form.is_in(forms.iter().copied()));
    let grown = youth::Column::BirthDate.lte(rules::minor_from(today));
    let not_at_school =
        Condition::any().add(grown).add(youth::Column::Id.not_in_subquery(current(of(&rules::COMPULSORY))));
    let moved = kaa_entry::Entity::within(grant.reach())
        .select_only()
        .column(kaa_entry::Column::YouthId)
        .filter(kaa_entry::Column::EndReason.eq(super::rules_codes::MOVED))
        .into_query();
    let unknown_form = current(Condition::all().add(form.is_not_in(rules::BESIDE)));
    candidates(grant, true)
        .filter(youth::Column::Id.not_in_subquery(current(of(&rules::UPPER_SECONDARY))))
        .filter(not_at_school)
        .filter(
            Condition::any()
                .add(youth::Column::BirthDate.is_null())
                .add(youth::Column::HomeMunicipality.is_null())
                .add(youth::Column::RemovedAt.is_not_null())
                .add(youth::Column::Id.in_subquery(unknown_form))
                .add(youth::Column::Id.in_subquery(moved)),
        )
}
