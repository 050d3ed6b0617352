//! Finding a young adult (ung vuxen) who has just consented: by the exact civic number alone, since before the consent
//! is recorded nobody reaches them.
//!
//! What always holds: it is in the access log before anything is answered; a protected person, a number that nobody has
//! and somebody who is not 20 to 24 are one answer; few tries a day, so that nobody is searched for.

use chrono::NaiveDate;
use entity::municipality::youth;
use entity::vocabulary::Protection;

use super::Visit;
use super::action::Action;
use super::glass::{self, NotOpened};
use super::grant::Grant;
use crate::support::civic::CivicNumber;
use crate::support::fault::{Code, Fault};

/// The ages that the track is for.
pub const AGES: std::ops::RangeInclusive<u32> = 20..=24;
/// Tries before the next has to wait, found or not: a busy day at a coach's desk, too few to search by.
const TRIES: f64 = 20.0;
/// Seconds in which the tries come back.
const DAY: f64 = 86_400.0;

/// The young adult with this civic number.
pub async fn find(visit: &Visit, number: &CivicNumber) -> Result<Result<youth::Model, NotOpened>, Fault> {
    let grant = visit.authorize(Action::OpenYoungAdult)?;
    if !may_try(visit, &grant).await? {
        return Ok(Err(NotOpened::TooMany));
    }
    let found = glass::find(&grant, number).await?;
    log(&grant, found.as_ref()).await?;
    let today = grant.reach().today;
    let fits = |row: &youth::Model| {
        let born = row.birth_date.or_else(|| number.birth_date());
        row.protection == Protection::None && born.is_some_and(|born| is_young_adult(born, today))
    };
    Ok(found.filter(fits).ok_or(NotOpened::NotFound))
}

/// Whether somebody born on a day is 20 to 24 today.
pub fn is_young_adult(born: NaiveDate, today: NaiveDate) -> bool {
    today.years_since(born).is_some_and(|years| AGES.contains(&years))
}

async fn may_try(visit: &Visit, grant: &Grant) -> Result<bool, Fault> {
    let by = grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    let key = format!("young_adult:{}:{by}", grant.municipality_code());
    Ok(visit.access().cache().pour(&key, 1.0, TRIES, TRIES / DAY).await?.accepted)
}

/// Logs the try; one that found nobody too, so that both take the same time.
async fn log(grant: &Grant, found: Option<&youth::Model>) -> Result<(), Fault> {
    let Some(youth) = found else { return grant.log_about_nobody().await };
    grant.touch([youth.id])?;
    grant.log_now().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_track_begins_on_the_20th_birthday_and_ends_before_the_25th() {
        let born: NaiveDate = "2001-11-24".parse().unwrap();
        let on = |day: &str| is_young_adult(born, day.parse().unwrap());
        assert!(!on("2021-11-23") && on("2021-11-24"));
        assert!(on("2026-11-23") && !on("2026-11-24"));
    }
}
