//! `up2 demo`: a system to look at, with invented people in 25 municipalities.
//!
//! What always holds: nobody in it exists (civic numbers are of the series for tests, phones and addresses of those
//! for fiction); it is the same for the same day of the first start; a first start that was cut off is finished by
//! the next, since each municipality is seeded in one transaction and `demo.json` is written last.

mod accounts;
mod calendar;
mod chance;
mod civic;
mod names;
mod places;
mod plan;
pub mod prints;
mod sample;
mod seed;
mod stories;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use migration::{MigratorTrait, MunicipalityMigrator};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

pub use accounts::Account;

use crate::access::password::Passwords;
use crate::access::tenants::{self, Tenants, official};
use crate::access::{Access, Grant, Job};
use crate::commands::nightly;
use crate::support::cache::Cache;
use crate::support::clock::Clock;
use crate::support::config::{Config, write_private};
use crate::support::fault::{Code, Fault};
use calendar::Calendar;
use places::{PLACES, Place};

/// The file that says how to reach the demonstration and who can sign in.
const FILE: &str = "demo.json";

/// Municipalities seeded at a time.
const AT_A_TIME: usize = 2;

/// A demonstration that is ready, as `demo.json` holds it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Demo {
    /// Where it is served, without a path.
    pub url: String,
    /// Always true: nobody in it exists.
    pub demonstration: bool,
    /// The day of the first start, from which all days are counted.
    pub first_started_on: NaiveDate,
    /// The municipalities.
    pub municipalities: Vec<Listed>,
    /// Who can sign in.
    pub accounts: Vec<Account>,
}

/// A municipality of the demonstration.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    /// Official code.
    pub code: String,
    /// Official name.
    pub name: String,
    /// Whether it is known to take part in the programme; if not, it stands in for one that is not known.
    pub known_participant: bool,
}

/// Makes the demonstration ready to be served at `url`. The first time it is made and seeded, and `seeded` is told how
/// many municipalities of all are done; later it is found ready.
pub async fn prepare(
    config: &Config,
    clock: &Clock,
    folder: &Path,
    url: &str,
    seeded: impl FnMut(usize, usize),
) -> Result<Demo, Fault> {
    prepare_of(&PLACES, config, clock, folder, url, seeded).await
}

async fn prepare_of(
    places: &[Place],
    config: &Config,
    clock: &Clock,
    folder: &Path,
    url: &str,
    seeded: impl FnMut(usize, usize),
) -> Result<Demo, Fault> {
    match read(folder)? {
        Some(ready) => {
            if is_behind(config, clock).await? {
                tenants::migrate(config, clock.now(), |_, _| {}).await?;
            }
            let demo = Demo { url: url.to_owned(), ..ready.clone() };
            if demo != ready {
                write(folder, &demo)?;
            }
            Ok(demo)
        }
        None => {
            let demo = make(places, config, clock, url, seeded).await?;
            write(folder, &demo)?;
            Ok(demo)
        }
    }
}

/// What an earlier start wrote; nothing when none was finished.
fn read(folder: &Path) -> Result<Option<Demo>, Fault> {
    let unreadable = || {
        Fault::bad_input(
            "demo.json går inte att läsa: ta bort mappen och börja om.",
            "demo.json cannot be read: remove the folder and start again.",
        )
    };
    match std::fs::read_to_string(folder.join(FILE)) {
        Ok(text) => serde_json::from_str(&text).map(Some).map_err(|_| unreadable()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(_) => Err(unreadable()),
    }
}

fn write(folder: &Path, demo: &Demo) -> Result<(), Fault> {
    let text = serde_json::to_string_pretty(demo).map_err(|cause| Fault::internal(&cause))?;
    write_private(&folder.join(FILE), &format!("{text}\n")).map_err(|cause| Fault::unavailable(&cause))
}

/// Whether a newer program than the one that made it has changes of the databases.
async fn is_behind(config: &Config, clock: &Clock) -> Result<bool, Fault> {
    let newest = MunicipalityMigrator::migrations().last().map(|last| last.name().to_owned());
    let tenants = Tenants::open(config.clone(), clock.clone()).await?;
    let rows = tenants.registry().municipalities().await?;
    tenants.close().await;
    Ok(rows.iter().any(|row| row.version != newest))
}

/// Adds and seeds the municipalities; what an earlier start did already is left as it is.
async fn make(
    places: &[Place],
    config: &Config,
    clock: &Clock,
    url: &str,
    seeded: impl FnMut(usize, usize),
) -> Result<Demo, Fault> {
    let listed = add(places, config, clock).await?;
    accounts::open_at_skr(config, &Passwords::new()?, clock.now()).await?;
    let tenants = Arc::new(Tenants::open(config.clone(), clock.clone()).await?);
    let first = tenants.registry().municipalities().await?.iter().map(|row| row.added_at).min();
    // The day of the first start, also when this one finishes what that one began.
    let calendar = Calendar::of(first.map_or(clock.today(), |at| Clock::starting_at(at).today()));
    let access = Arc::new(Access::new(tenants.clone(), Cache::memory(clock.clone())));
    let done = seed_all(places, &access, calendar, seeded).await;
    tenants.close().await;
    done?;
    let accounts = places.iter().flat_map(|place| accounts::of(&config.master_key, place.code));
    let accounts = accounts.chain(accounts::of_skr(&config.master_key));
    Ok(Demo {
        url: url.to_owned(),
        demonstration: true,
        first_started_on: calendar.today,
        municipalities: listed,
        accounts: accounts.map(|(_, account)| account).collect(),
    })
}

async fn add(places: &[Place], config: &Config, clock: &Clock) -> Result<Vec<Listed>, Fault> {
    let mut listed = Vec::with_capacity(places.len());
    for place in places {
        let number = places::authority_number(place.code);
        let added = tenants::add(config, place.code, Some(&number), clock.now()).await?;
        if let Err(why) = added.outcome {
            let (swedish, english) = (
                format!("{} gick inte att skapa: {why}", place.code),
                format!("{} was not made: {why}", place.code),
            );
            return Err(Fault::of(Code::Unavailable).saying(swedish, english));
        }
        let name = official::find(place.code)?.name;
        listed.push(Listed { code: place.code.to_owned(), name, known_participant: place.takes_part });
    }
    Ok(listed)
}

/// Seeds the municipalities, the largest first so that no late one holds up the end.
async fn seed_all(
    places: &[Place],
    access: &Arc<Access>,
    calendar: Calendar,
    mut seeded: impl FnMut(usize, usize),
) -> Result<(), Fault> {
    let passwords = Passwords::new()?;
    let mut waiting = places.to_vec();
    waiting.sort_by_key(|place| place.cohort);
    let mut running = JoinSet::new();
    let mut done = 0;
    loop {
        while running.len() < AT_A_TIME
            && let Some(place) = waiting.pop()
        {
            running.spawn(seed_one(access.clone(), passwords.clone(), place, calendar));
        }
        let Some(ended) = running.join_next().await else { return Ok(()) };
        ended.map_err(|cause| Fault::internal(&cause))??;
        done += 1;
        seeded(done, places.len());
    }
}

async fn seed_one(
    access: Arc<Access>,
    passwords: Passwords,
    place: Place,
    calendar: Calendar,
) -> Result<(), Fault> {
    let grant = access.job(Job::Demo, place.code).await?;
    if !seed::is_seeded(&grant).await? {
        seed_place(&access, &grant, &passwords, place, calendar).await?;
    }
    // Signals and what is late, where somebody can look at them; doing it again changes nothing.
    if accounts::is_shown(place.code) { nightly::run(&access, place.code).await } else { Ok(()) }
}

async fn seed_place(
    access: &Access,
    grant: &Grant,
    passwords: &Passwords,
    place: Place,
    calendar: Calendar,
) -> Result<(), Fault> {
    let name = official::find(place.code)?.name;
    let (plan, assignments, school) = if place.code == places::SAMPLE {
        let (plan, assignments, school) = sample::seed(grant, place, &name, calendar).await?;
        (plan, assignments, Some(school))
    } else {
        seed::refuse_foreign(grant).await?;
        let plan = plan::plan(place, &name, calendar, grant.clock().now());
        let assignments = plan.assignments.clone();
        (plan, assignments, None)
    };
    let accounts = accounts::of(&access.tenants().config().master_key, place.code);
    let rows = accounts::rows(grant, passwords, &accounts, &assignments).await?;
    let stories = match school {
        Some(school) => stories::tell(grant, calendar, school, &rows).await?,
        None => stories::Rows::default(),
    };
    seed::write(grant, plan, rows, stories).await
}
