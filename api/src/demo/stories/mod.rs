//! A handful of young people whose way can be followed: cases in every state, what was mapped, planned and followed up.
//!
//! `stories.json` tells them; here they become rows. They are written with the rest of their municipality, in the same
//! transaction, so that a start that was cut off leaves all of a story or none. Ids come from the stories' names, days
//! from the first start, and duty clocks from the rules of the product.

mod case;
mod moves;
mod plan;
mod rows;
#[cfg(test)]
mod tests;
mod told;

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use entity::municipality::{account, enrolment, measure_type, youth};
use entity::reach::Within;
use entity::text::sort_name;
use entity::vocabulary::{Protection, Track};
use uuid::Uuid;

pub(super) use rows::Rows;

use super::calendar::Calendar;
use super::civic::CivicNumbers;
use super::plan::{id_in, landmark};
use crate::access::Grant;
use crate::domain::case::store_clock::Duties;
use crate::support::fault::Fault;
use told::{Ago, Invented, Story};

/// When in the day something is done (UTC).
const HOUR: TimeDelta = TimeDelta::hours(9);

/// The rows of all stories, for the municipality of this grant.
pub(super) async fn tell(
    grant: &Grant,
    calendar: Calendar,
    school: Uuid,
    accounts: &[account::Model],
) -> Result<Rows, Fault> {
    let told = told::all()?;
    let known = grant.all(youth::Entity::within(grant.reach())).await?;
    let mut teller = Teller {
        grant,
        calendar,
        duties: Duties::load(grant).await?,
        school,
        staff: accounts.iter().map(|row| (row.user_name.clone(), row.staff_id)).collect(),
        youths: known.iter().map(|row| (format!("{} {}", row.given_name, row.family_name), row.id)).collect(),
        types: Vec::new(),
        rows: Rows::default(),
    };
    for (swedish, english) in told.measure_types {
        teller.measure_type(swedish, english);
    }
    for story in &told.stories {
        teller.story(story)?;
    }
    for (number, report) in told.reports.into_iter().enumerate() {
        teller.report(number, report)?;
    }
    Ok(teller.rows)
}

/// Rows while they grow.
struct Teller<'a> {
    grant: &'a Grant,
    calendar: Calendar,
    duties: Duties,
    school: Uuid,
    staff: HashMap<String, Uuid>,
    youths: HashMap<String, Uuid>,
    types: Vec<Uuid>,
    rows: Rows,
}

/// Whom a story is about, and on which track.
#[derive(Clone, Copy)]
struct Of<'a> {
    story: &'a Story,
    youth: Uuid,
    track: Track,
}

impl Of<'_> {
    /// The case that the story has.
    fn case(self, teller: &Teller<'_>) -> Option<Uuid> {
        self.story.case.as_ref().map(|_| teller.id_of(self, "case", ""))
    }
}

impl Teller<'_> {
    fn story(&mut self, story: &Story) -> Result<(), Fault> {
        if let Some(invented) = &story.invent {
            self.invent(&story.youth, invented)?;
        }
        let youth = self.youth(&story.youth)?;
        let of =
            Of { story, youth, track: story.case.as_ref().map_or(Track::Compulsory, |case| case.track.0) };
        for consent in &story.consents {
            self.consent(of, consent)?;
        }
        if let Some(case) = &story.case {
            self.case(of, case)?;
        }
        if let Some(mapping) = &story.mapping {
            self.mapping(of, mapping)?;
        }
        for (number, note) in story.notes.iter().enumerate() {
            self.note(of, number, note)?;
        }
        self.plan(of)?;
        if let Some(investigation) = &story.investigation {
            self.investigation(of, investigation)?;
        }
        if let Some(kaa) = &story.kaa {
            self.kaa(of, kaa)?;
        }
        if let Some(transfer) = &story.transfer {
            self.transfer(of, transfer)?;
        }
        Ok(())
    }

    /// Somebody whom the school's register does not name, since they have left school or come from elsewhere.
    fn invent(&mut self, name: &str, invented: &Invented) -> Result<(), Fault> {
        let (given, family) = name.split_once(' ').ok_or_else(|| Fault::internal(&"a name of one word"))?;
        let keys = self.grant.keys().clone();
        let code = self.grant.municipality_code();
        let id = id_in(code, "youth", name);
        let born = self.calendar.today.checked_sub_months(Months::new(12 * invented.years));
        let born = born.and_then(|day| day.checked_sub_days(Days::new(invented.days)));
        let born = born.ok_or_else(|| Fault::internal(&"born before time"))?;
        let number = CivicNumbers::default().take(born, invented.sex.0);
        self.rows.youths.push(youth::Model {
            id,
            given_name: given.to_owned(),
            family_name: family.to_owned(),
            sort_name: sort_name(given, family),
            birth_date: Some(born),
            sex: Some(invented.sex.0),
            civic_hash: number.as_ref().map(|number| keys.civic.mac(&[number.as_bytes()])),
            civic_number: self.sealed("youth.civic_number", number.as_deref()),
            home_municipality: Some(code.to_owned()),
            protection: Protection::None,
            email: None,
            phone: None,
            source_id: None,
            source_ref: None,
            removed_at: None,
            created_at: self.grant.clock().now(),
        });
        if invented.enrolled {
            self.rows.enrolments.push(enrolment::Model {
                id: id_in(code, "enrolment", name),
                youth_id: id,
                unit_id: self.school,
                school_type: "GR".to_owned(),
                school_year: Some(9),
                programme_code: None,
                school_authority: None,
                starts_on: self.calendar.school_year_start(0),
                ends_on: None,
                cancelled: false,
                source_id: None,
                source_ref: None,
            });
        }
        self.youths.insert(name.to_owned(), id);
        Ok(())
    }

    fn measure_type(&mut self, swedish: String, english: String) {
        let id = id_in(self.grant.municipality_code(), "measure type", &swedish);
        self.types.push(id);
        self.rows.types.push(measure_type::Model {
            id,
            name_sv: swedish,
            name_en: english,
            national_id: None,
            is_other: false,
            active: true,
            version: 1,
        });
    }

    fn id_of(&self, of: Of<'_>, kind: &str, key: &str) -> Uuid {
        id_in(self.grant.municipality_code(), kind, &format!("{}/{key}", of.story.youth))
    }

    fn youth(&self, name: &str) -> Result<Uuid, Fault> {
        let id = self.youths.get(name).copied();
        id.ok_or_else(|| Fault::internal(&"a story about nobody of the register"))
    }

    fn staff(&self, user: &str) -> Result<Uuid, Fault> {
        let id = self.staff.get(user).copied();
        id.ok_or_else(|| Fault::internal(&format!("nobody works here as {user}")))
    }

    fn kaa_unit(&self) -> Uuid {
        landmark(self.grant.municipality_code())
    }

    /// The day so many days ago, moved away from the first start to a weekday.
    fn day(&self, ago: Ago) -> NaiveDate {
        let (today, days) = (self.calendar.today, Days::new(ago.unsigned_abs()));
        if ago <= 0 {
            let day = today + days;
            return day
                + Days::new(match day.weekday() {
                    Weekday::Sat => 2,
                    Weekday::Sun => 1,
                    _ => 0,
                });
        }
        let day = today - days;
        let past_friday = day.weekday().num_days_from_monday().saturating_sub(4);
        day - Days::new(u64::from(past_friday))
    }

    fn at(&self, ago: Ago) -> DateTime<Utc> {
        self.day(ago).and_time(NaiveTime::MIN).and_utc() + HOUR
    }

    fn seal(&self, place: &str, text: &str) -> Vec<u8> {
        self.grant.keys().columns.seal(place, text.as_bytes())
    }

    fn sealed(&self, place: &str, text: Option<&str>) -> Option<Vec<u8>> {
        text.map(|text| self.seal(place, text))
    }
}
