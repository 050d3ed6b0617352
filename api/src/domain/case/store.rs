//! Reads of cases, and of what a track rests on.

use chrono::NaiveDate;
use entity::municipality::{
    case_event, consent, duty_clock, enrolment, kaa_entry, unit, unit_closure, youth, youth_case,
};
use entity::reach::Within;
use entity::vocabulary::{CaseState, ConsentPurpose, Track, UnitKind};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::rules::{self, CaseFault};
use crate::access::Grant;
use crate::access::loading::MOST_ROWS;
use crate::access::young_adult::is_young_adult;
use crate::support::fault::{Code, Fault};
use crate::support::page::Page;

/// Which cases a list is about; what is not said does not limit.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In this state.
    pub state: Option<CaseState>,
    /// On this track.
    pub track: Option<Track>,
    /// This person is responsible.
    pub responsible: Option<Uuid>,
    /// Owned by this unit or one below it.
    pub unit: Option<Uuid>,
    /// Open ones only, or closed ones only.
    pub open: Option<bool>,
    /// A clock of theirs is late.
    pub overdue: bool,
    /// Nobody responsible reaches the youth.
    pub lacking: bool,
}

/// What a case of a track rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// An enrolment at this unit.
    Enrolment(Uuid),
    /// An entry in the register of the activity duty.
    Register,
    /// A consent.
    Consent(Uuid),
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoGround {
    /// The track does not fit the enrolment or the age.
    Track,
    /// The register has no entry of today.
    Register,
    /// No consent is in force.
    Consent,
}

/// One case within reach; `NOT_FOUND` otherwise.
pub async fn find(grant: &Grant, id: Uuid) -> Result<youth_case::Model, Fault> {
    let found = youth_case::Entity::within(grant.reach()).filter(youth_case::Column::Id.eq(id));
    grant.one(found).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// The open case of a youth on a track, if it is within reach.
pub async fn open_case(grant: &Grant, youth: Uuid, track: Track) -> Result<Option<youth_case::Model>, Fault> {
    let open = youth_case::Entity::within(grant.reach())
        .filter(youth_case::Column::YouthId.eq(youth))
        .filter(youth_case::Column::Track.eq(track))
        .filter(youth_case::Column::ClosedAt.is_null());
    grant.one(open).await
}

/// A youth within reach; `NOT_FOUND` otherwise.
pub async fn youth(grant: &Grant, id: Uuid) -> Result<youth::Model, Fault> {
    let known = youth::Entity::within(grant.reach())
        .filter(youth::Column::Id.eq(id))
        .filter(youth::Column::RemovedAt.is_null());
    grant.one(known).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// A page of cases, the latest opened first.
pub async fn page(grant: &Grant, filter: &Filter, page: Page) -> Result<Vec<youth_case::Model>, Fault> {
    let all = youth_case::Entity::within(grant.reach());
    let (opened, id) = (youth_case::Column::OpenedAt, youth_case::Column::Id);
    grant.all(page.cut(chosen(grant, filter), all, opened, id, true)).await
}

/// How many cases a list has.
pub async fn count(grant: &Grant, filter: &Filter) -> Result<u64, Fault> {
    grant.count(chosen(grant, filter)).await
}

/// The cases of a list.
pub fn chosen(grant: &Grant, filter: &Filter) -> Select<youth_case::Entity> {
    use youth_case::Column;
    let mut select = youth_case::Entity::within(grant.reach());
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(track) = filter.track {
        select = select.filter(Column::Track.eq(track));
    }
    if let Some(responsible) = filter.responsible {
        select = select.filter(Column::ResponsibleId.eq(responsible));
    }
    if let Some(unit) = filter.unit {
        let below = unit_closure::Entity::within(grant.reach())
            .select_only()
            .column(unit_closure::Column::UnitId)
            .filter(unit_closure::Column::AncestorId.eq(unit));
        select = select.filter(Column::OwnerUnitId.in_subquery(below.into_query()));
    }
    if let Some(open) = filter.open {
        let closed = Column::ClosedAt;
        select = select.filter(if open { closed.is_null() } else { closed.is_not_null() });
    }
    if filter.overdue {
        select = select.filter(Column::Id.in_subquery(overdue(grant)));
    }
    if filter.lacking {
        select = select.filter(grant.lacks_responsible());
    }
    select
}

/// Ids of the cases of which a clock is late.
fn overdue(grant: &Grant) -> SelectStatement {
    duty_clock::Entity::within(grant.reach())
        .select_only()
        .column(duty_clock::Column::CaseId)
        .filter(duty_clock::Column::CaseId.is_not_null())
        .filter(running())
        .filter(duty_clock::Column::DueOn.lt(grant.reach().today))
        .into_query()
}

/// Condition on clocks: neither met nor ended.
pub fn running() -> Condition {
    Condition::all().add(duty_clock::Column::MetAt.is_null()).add(duty_clock::Column::EndedAt.is_null())
}

/// The history of cases, in the order of time.
pub async fn events_of(grant: &Grant, cases: &[Uuid]) -> Result<Vec<case_event::Model>, Fault> {
    let rows = case_event::Entity::within(grant.reach())
        .filter(case_event::Column::CaseId.is_in(cases.iter().copied()))
        .order_by_asc(case_event::Column::At)
        .order_by_asc(case_event::Column::Id)
        .limit(MOST_ROWS);
    grant.all(rows).await
}

/// The clocks of cases, those due first at the start.
pub async fn clocks_of(grant: &Grant, cases: &[Uuid]) -> Result<Vec<duty_clock::Model>, Fault> {
    let rows = duty_clock::Entity::within(grant.reach())
        .filter(duty_clock::Column::CaseId.is_in(cases.iter().copied()))
        .order_by_asc(duty_clock::Column::DueOn)
        .order_by_asc(duty_clock::Column::Id)
        .limit(MOST_ROWS);
    grant.all(rows).await
}

/// Those of these cases that nobody responsible has in hand.
pub async fn lacking(grant: &Grant, cases: &[Uuid]) -> Result<Vec<Uuid>, Fault> {
    let rows = youth_case::Entity::within(grant.reach())
        .filter(youth_case::Column::Id.is_in(cases.iter().copied()))
        .filter(grant.lacks_responsible());
    Ok(grant.all(rows).await?.into_iter().map(|row| row.id).collect())
}

/// What a case of this youth and track rests on today; the youth was found within reach before.
pub async fn ground(grant: &Grant, youth: Uuid, track: Track) -> Result<Result<Ground, NoGround>, Fault> {
    let today = grant.reach().today;
    match track {
        Track::Compulsory | Track::UpperSecondary => school(grant, youth, track, today).await,
        Track::Kaa => register(grant, youth, today).await,
        Track::YoungAdult => consented(grant, youth, today).await,
    }
}

async fn school(
    grant: &Grant,
    youth: Uuid,
    track: Track,
    today: NaiveDate,
) -> Result<Result<Ground, NoGround>, Fault> {
    let places = enrolment::Entity::within(grant.reach())
        .filter(enrolment::Column::YouthId.eq(youth))
        .filter(enrolment::Column::Cancelled.eq(false))
        .order_by_desc(enrolment::Column::StartsOn)
        .order_by_desc(enrolment::Column::Id)
        .limit(MOST_ROWS);
    let fits = |row: &enrolment::Model| {
        rules::is_current(row.starts_on, row.ends_on, today)
            && Track::of_school(&row.school_type) == Some(track)
    };
    let place = grant.all(places).await?.into_iter().find(fits);
    Ok(place.map(|row| Ground::Enrolment(row.unit_id)).ok_or(NoGround::Track))
}

async fn register(grant: &Grant, youth: Uuid, today: NaiveDate) -> Result<Result<Ground, NoGround>, Fault> {
    let entries = kaa_entry::Entity::within(grant.reach())
        .filter(kaa_entry::Column::YouthId.eq(youth))
        .filter(kaa_entry::Column::RegisteredOn.lte(today))
        .filter(
            Condition::any()
                .add(kaa_entry::Column::EndedOn.is_null())
                .add(kaa_entry::Column::EndedOn.gte(today)),
        );
    let is_there = grant.count(entries).await? > 0;
    Ok(if is_there { Ok(Ground::Register) } else { Err(NoGround::Register) })
}

async fn consented(grant: &Grant, id: Uuid, today: NaiveDate) -> Result<Result<Ground, NoGround>, Fault> {
    let born = youth(grant, id).await?.birth_date;
    if !born.is_some_and(|born| is_young_adult(born, today)) {
        return Ok(Err(NoGround::Track));
    }
    Ok(consent_in_force(grant, id).await?.map(Ground::Consent).ok_or(NoGround::Consent))
}

/// The consent to support as a young adult that is in force; also one that was recorded on another track, of which only
/// the id is told.
#[allow(clippy::disallowed_methods, reason = "the ground of a case, of a youth found before; tells an id")]
pub async fn consent_in_force(grant: &Grant, youth: Uuid) -> Result<Option<Uuid>, Fault> {
    let given = consent::Entity::find()
        .filter(consent::Column::YouthId.eq(youth))
        .filter(consent::Column::Purpose.eq(ConsentPurpose::YoungAdultSupport))
        .filter(grant.reach().consent_is_in_force())
        .order_by_desc(consent::Column::CreatedAt);
    Ok(grant.one(given).await?.map(|row| row.id))
}

/// The unit that is to own a case from now on: it follows the youth to another school, where somebody new takes it.
pub async fn owner_now(grant: &Grant, row: &youth_case::Model) -> Result<Uuid, Fault> {
    match ground(grant, row.youth_id, row.track).await? {
        Ok(Ground::Enrolment(school)) if !grant.line_of(school).await?.contains(&row.owner_unit_id) => {
            Ok(school)
        }
        _ => Ok(row.owner_unit_id),
    }
}

/// The unit that is to own a case: a school that the youth is enrolled at, or a unit at or below the one where the viewer
/// works on the track.
pub async fn owner(
    grant: &Grant,
    asked: Option<Uuid>,
    ground: Ground,
    works_at: Option<Uuid>,
) -> Result<Result<Uuid, CaseFault>, Fault> {
    let usual = match ground {
        Ground::Enrolment(unit) => Some(unit),
        Ground::Register | Ground::Consent(_) => works_at,
    };
    let Some(usual) = usual else { return Ok(Err(CaseFault::Unit)) };
    let Some(asked) = asked else { return Ok(Ok(usual)) };
    let known = unit::Entity::within(grant.reach()).filter(unit::Column::Id.eq(asked));
    let Some(row) = grant.one(known).await? else { return Ok(Err(CaseFault::Unit)) };
    let fits = match ground {
        Ground::Enrolment(school) => {
            let is_school = matches!(row.kind, UnitKind::School | UnitKind::SchoolUnit);
            is_school && grant.line_of(school).await?.contains(&asked)
        }
        Ground::Register | Ground::Consent(_) => grant.line_of(asked).await?.contains(&usual),
    };
    Ok(if fits { Ok(asked) } else { Err(CaseFault::Unit) })
}
