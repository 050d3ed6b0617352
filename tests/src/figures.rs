//! Pupils in such numbers that their figures may be shown.

use api::domain::statistics::catalogue::{Leaf, Period, find};
use api::support::ids;
use api::support::scalars::Week;
use chrono::{Days, NaiveDate};
use entity::municipality::{attendance, enrolment, youth, youth_case};
use entity::text::sort_name;
use entity::vocabulary::{CaseState, Protection, Sex, Track};
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use crate::chain::{Chain, OWN_NUMBER, derived};
use crate::kaa::arrange;
use crate::world::World;

/// A group of pupils who are alike.
#[derive(Clone, Copy, Debug)]
pub struct Pupils<'a> {
    /// What their ids are derived from.
    pub name: &'a str,
    /// Where they go to school.
    pub unit: &'a str,
    /// How many.
    pub many: u64,
    /// Their sex.
    pub sex: Sex,
    /// Their school form.
    pub form: &'a str,
    /// Their school year.
    pub year: i16,
    /// Of 100 minutes a week, those of valid absence.
    pub valid: i32,
}

impl Pupils<'_> {
    /// The id of one.
    pub fn id(&self, chain: &Chain<'_>, number: u64) -> Uuid {
        derived(chain.row(self.unit), &format!("{} {number}", self.name))
    }

    /// The ids of all.
    pub fn ids(&self, chain: &Chain<'_>) -> Vec<Uuid> {
        (0..self.many).map(|number| self.id(chain, number)).collect()
    }

    /// Puts them into a municipality, with the four weeks before this one.
    pub fn arrive(&self, world: &World, chain: &Chain<'_>) {
        let rows: Vec<_> = self.ids(chain).into_iter().map(|id| self.rows(chain, id)).collect();
        arrange(world, chain, |_, tx| async move {
            for (person, place, weeks) in rows {
                youth::Entity::insert(person.into_active_model()).exec_without_returning(&tx).await?;
                enrolment::Entity::insert(place.into_active_model()).exec_without_returning(&tx).await?;
                let weeks = weeks.into_iter().map(IntoActiveModel::into_active_model);
                attendance::Entity::insert_many(weeks).exec_without_returning(&tx).await?;
            }
            Ok(tx)
        });
    }

    fn rows(&self, chain: &Chain<'_>, id: Uuid) -> (youth::Model, enrolment::Model, Vec<attendance::Model>) {
        let monday = Week::of(chain.today()).0;
        let person = youth::Model {
            id,
            given_name: "Elev".to_owned(),
            family_name: "Prov".to_owned(),
            sort_name: sort_name("Elev", "Prov"),
            birth_date: NaiveDate::from_ymd_opt(2009, 2, 1),
            sex: Some(self.sex),
            civic_number: None,
            civic_hash: None,
            home_municipality: Some(chain.code.clone()),
            protection: Protection::None,
            email: None,
            phone: None,
            source_id: None,
            source_ref: None,
            removed_at: None,
            created_at: chain.today().and_time(chrono::NaiveTime::MIN).and_utc(),
        };
        let place = enrolment::Model {
            id: derived(id, "enrolment"),
            youth_id: id,
            unit_id: chain.row(self.unit),
            school_type: self.form.to_owned(),
            school_year: Some(self.year),
            programme_code: (self.form == "GY").then(|| "NA25".to_owned()),
            school_authority: Some(OWN_NUMBER.to_owned()),
            starts_on: chain.today() - Days::new(100),
            ends_on: None,
            cancelled: false,
            source_id: None,
            source_ref: None,
        };
        (person, place, (1..=4).map(|back| self.week(id, monday - Days::new(7 * back))).collect())
    }

    fn week(&self, id: Uuid, monday: NaiveDate) -> attendance::Model {
        attendance::Model {
            id: ids::of_attendance(id, monday, None),
            youth_id: id,
            week: monday,
            group_id: None,
            valid_minutes: self.valid,
            invalid_minutes: 0,
            other_minutes: 0,
            reported_minutes: 100,
            offered_minutes: 100,
            source_id: None,
            source_ref: None,
        }
    }
}

/// Writes an open case at school of a youth, and tells its id.
pub async fn open_case(chain: &Chain<'_>, youth_id: Uuid, tx: &DatabaseTransaction) -> Result<Uuid, DbErr> {
    let id = derived(youth_id, "case");
    let row = youth_case::Model {
        id,
        youth_id,
        track: Track::Compulsory,
        state: CaseState::Mapping,
        owner_unit_id: chain.row("enhet 1"),
        responsible_id: None,
        consent_id: None,
        opened_by: None,
        opened_at: chain.today().and_time(chrono::NaiveTime::MIN).and_utc(),
        closed_at: None,
        closing_reason: None,
        version: 1,
    };
    youth_case::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(id)
}

/// The smallest cells of an indicator in a period, as a job counts them.
pub fn leaves(world: &World, chain: &Chain<'_>, code: &str, period: &str) -> Vec<Leaf> {
    let (indicator, period) = (find(code).expect("an indicator"), Period::read(period).expect("a period"));
    world
        .wait(async { indicator.leaves(&chain.grant().await, &period).await })
        .unwrap_or_else(|fault| panic!("{code}: {fault:?}"))
}
