//! Reads of youths.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::municipality::{enrolment, group_membership, student_group, unit_closure, youth};
use entity::reach::{Reach, Within};
use entity::text::fold;
use entity::vocabulary::{Protection, Sex};
use sea_orm::sea_query::{LikeExpr, SelectStatement};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::crypto::Keys;
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// Which youths a list is about; what is not said does not limit.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Enrolled today at this unit or below it.
    pub unit: Option<Uuid>,
    /// In this group today.
    pub group: Option<Uuid>,
    /// Enrolled today in this school year.
    pub school_year: Option<i16>,
    /// Part of the name.
    pub name: Option<String>,
    /// How far enrolments are read, when the filter asks about them: what is not read is not searched by either.
    pub enrolments: Option<Reach>,
    /// How far groups are read, when the filter asks about one.
    pub groups: Option<Reach>,
    /// Whether a reason was given; without one nobody finds a protected person by name.
    pub with_reason: bool,
}

/// Identity of one youth, decrypted.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// Legal sex.
    pub sex: Option<Sex>,
    /// Civic number.
    pub civic_number: Option<String>,
    /// Home municipality.
    pub home_municipality: Option<String>,
}

/// Contact details of one youth, decrypted.
#[derive(Clone, Debug)]
pub struct Contact {
    /// E-mail.
    pub email: Option<String>,
    /// Phone.
    pub phone: Option<String>,
}

/// One youth.
pub async fn find(grant: &Grant, id: Uuid) -> Result<youth::Model, Fault> {
    let found = grant.one(known(grant).filter(youth::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// Those of these youths who are within reach.
pub async fn all(grant: &Grant, ids: BTreeSet<Uuid>) -> Result<Vec<youth::Model>, Fault> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    grant.all(known(grant).filter(youth::Column::Id.is_in(ids))).await
}

/// A page of youths by name.
pub async fn page(
    grant: &Grant,
    filter: &Filter,
    page: Page,
    descending: bool,
) -> Result<Vec<youth::Model>, Fault> {
    let rows =
        page.cut(chosen(grant, filter), known(grant), youth::Column::SortName, youth::Column::Id, descending);
    grant.all(rows).await
}

/// How many youths a list has.
pub async fn count(grant: &Grant, filter: &Filter) -> Result<u64, Fault> {
    grant.count(chosen(grant, filter)).await
}

/// Youths within reach that their register still knows.
fn known(grant: &Grant) -> Select<youth::Entity> {
    youth::Entity::within(grant.reach()).filter(youth::Column::RemovedAt.is_null())
}

fn chosen(grant: &Grant, filter: &Filter) -> Select<youth::Entity> {
    let mut select = known(grant);
    if let Some(reach) = &filter.enrolments {
        select = select.filter(youth::Column::Id.in_subquery(enrolled(reach, filter)));
    }
    if let (Some(group), Some(reach)) = (filter.group, &filter.groups) {
        select = select.filter(youth::Column::Id.in_subquery(members(reach, group)));
    }
    if let Some(name) = &filter.name {
        select = select.filter(youth::Column::SortName.like(LikeExpr::new(containing(name)).escape('\\')));
        if !filter.with_reason {
            select = select.filter(youth::Column::Protection.eq(Protection::None));
        }
    }
    select
}

fn enrolled(reach: &Reach, filter: &Filter) -> SelectStatement {
    let today = reach.today;
    let mut rows = enrolment::Entity::within(reach)
        .select_only()
        .column(enrolment::Column::YouthId)
        .filter(enrolment::Column::Cancelled.eq(false))
        .filter(enrolment::Column::StartsOn.lte(today))
        .filter(
            Condition::any()
                .add(enrolment::Column::EndsOn.is_null())
                .add(enrolment::Column::EndsOn.gte(today)),
        );
    if let Some(unit) = filter.unit {
        let below = unit_closure::Entity::within(reach)
            .select_only()
            .column(unit_closure::Column::UnitId)
            .filter(unit_closure::Column::AncestorId.eq(unit));
        rows = rows.filter(enrolment::Column::UnitId.in_subquery(below.into_query()));
    }
    if let Some(year) = filter.school_year {
        rows = rows.filter(enrolment::Column::SchoolYear.eq(year));
    }
    rows.into_query()
}

fn members(reach: &Reach, group: Uuid) -> SelectStatement {
    let today = reach.today;
    let readable = student_group::Entity::within(reach).select_only().column(student_group::Column::Id);
    group_membership::Entity::within(reach)
        .select_only()
        .column(group_membership::Column::YouthId)
        .filter(group_membership::Column::GroupId.eq(group))
        .filter(group_membership::Column::GroupId.in_subquery(readable.into_query()))
        .filter(group_membership::Column::StartsOn.lte(today))
        .filter(
            Condition::any()
                .add(group_membership::Column::EndsOn.is_null())
                .add(group_membership::Column::EndsOn.gte(today)),
        )
        .into_query()
}

/// The pattern that finds a part of a name; what the reader writes is never a wildcard.
fn containing(name: &str) -> String {
    format!("%{}%", fold(name).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// Decrypts the identity in a row.
pub fn identity(keys: &Keys, row: &youth::Model) -> Result<Identity, Fault> {
    Ok(Identity {
        birth_date: row.birth_date,
        sex: row.sex,
        civic_number: opened(keys, "youth.civic_number", row.civic_number.as_deref())?,
        home_municipality: row.home_municipality.clone(),
    })
}

/// Decrypts the contact details in a row.
pub fn contact(keys: &Keys, row: &youth::Model) -> Result<Contact, Fault> {
    Ok(Contact {
        email: opened(keys, "youth.email", row.email.as_deref())?,
        phone: opened(keys, "youth.phone", row.phone.as_deref())?,
    })
}

/// Decrypts a column that may be null.
pub fn opened(keys: &Keys, place: &str, sealed: Option<&[u8]>) -> Result<Option<String>, Fault> {
    sealed.map(|bytes| keys.columns.open_text(place, bytes)).transpose()
}
