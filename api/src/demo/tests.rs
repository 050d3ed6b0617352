//! First starts, later ones, and one that was cut off, on real files.

use std::collections::BTreeMap;

use entity::municipality::{attendance, duty_clock, measure, unit, youth, youth_case};
use entity::reach::Within;
use entity::vocabulary::{Protection, UnitKind};
use sea_orm::{EntityTrait, IntoActiveModel};

use super::places::SAMPLE;
use super::*;
use crate::access::sign_in::Credentials;
use crate::commands::settings::Parts;
use crate::support::config::Engine;
use crate::support::crypto::Key;
use crate::support::ids;

const URL: &str = "http://127.0.0.1:8080";

/// The sample's, and a small one.
const TWO: [Place; 2] = [PLACES[0], PLACES[10]];

/// A folder of a demonstration, gone afterwards.
struct Home {
    folder: tempfile::TempDir,
    config: Config,
}

impl Home {
    fn new() -> Result<Self, Fault> {
        let folder = tempfile::tempdir().map_err(|cause| Fault::internal(&cause))?;
        let config = Config {
            engine: Engine::Sqlite(folder.path().to_owned()),
            redis_url: None,
            master_key: Key::random(),
            heads_file: None,
            public_statistics: true,
            most_connections: None,
        };
        Ok(Self { folder, config })
    }

    async fn prepare(&self, day: &str) -> Result<Demo, Fault> {
        prepare_of(&TWO, &self.config, &clock(day), self.folder.path(), URL, |_, _| {}).await
    }

    /// As if the start had been killed: nothing says that it was finished.
    async fn make_and_die(&self, places: &[Place], day: &str) -> Result<Demo, Fault> {
        make(places, &self.config, &clock(day), URL, |_, _| {}).await
    }

    async fn access(&self, day: &str) -> Result<Access, Fault> {
        let tenants = Tenants::open(self.config.clone(), clock(day)).await?;
        Ok(Access::new(Arc::new(tenants), Cache::memory(clock(day))))
    }

    async fn rows(&self) -> Result<BTreeMap<&str, [u64; 6]>, Fault> {
        let access = self.access("2025-11-24").await?;
        let mut rows = BTreeMap::new();
        for place in TWO {
            let grant = access.job(Job::CommandLine, place.code).await?;
            let youths = grant.count(youth::Entity::within(grant.reach())).await?;
            let weeks = grant.count(attendance::Entity::within(grant.reach())).await?;
            let units = grant.count(unit::Entity::within(grant.reach())).await?;
            let cases = grant.count(youth_case::Entity::within(grant.reach())).await?;
            let clocks = grant.count(duty_clock::Entity::within(grant.reach())).await?;
            let measures = grant.count(measure::Entity::within(grant.reach())).await?;
            rows.insert(place.code, [youths, weeks, units, cases, clocks, measures]);
        }
        access.tenants().close().await;
        Ok(rows)
    }
}

fn clock(day: &str) -> Clock {
    Clock::starting_at(format!("{day}T11:00:00Z").parse().unwrap_or_default())
}

#[tokio::test]
async fn a_later_start_finds_it_ready_and_notes_a_new_address() -> Result<(), Fault> {
    let home = Home::new()?;
    let first = home.prepare("2025-11-24").await?;
    let rows = home.rows().await?;
    assert_eq!(rows[SAMPLE][..2], [49, 1_980]);
    assert!(rows[SAMPLE][3..].iter().all(|stories| *stories > 0), "{rows:?}");
    assert!(rows[TWO[1].code][0] > 300 && rows[TWO[1].code][1] > 3_000);
    let elsewhere = "http://127.0.0.1:9090";
    let later = clock("2026-02-01");
    let second = prepare_of(&TWO, &home.config, &later, home.folder.path(), elsewhere, |_, _| {}).await?;
    assert_eq!(second, Demo { url: elsewhere.to_owned(), ..first });
    assert_eq!(read(home.folder.path())?, Some(second));
    assert_eq!(home.rows().await?, rows);
    Ok(())
}

#[tokio::test]
async fn a_start_that_was_cut_off_is_finished_by_the_next_as_of_its_first_day() -> Result<(), Fault> {
    let (whole, cut) = (Home::new()?, Home::new()?);
    whole.prepare("2025-11-24").await?;
    add(&TWO, &cut.config, &clock("2025-11-24")).await?;
    // Once in the middle of the sample, once between two municipalities.
    let access = cut.access("2025-11-24").await?;
    let grant = access.job(Job::Demo, SAMPLE).await?;
    let calendar = Calendar::of(grant.reach().today);
    sample::seed(&grant, TWO[0], "Katrineholm", calendar).await?;
    access.tenants().close().await;
    let begun = cut.make_and_die(&TWO[..1], "2025-11-24").await?;
    let finished = cut.prepare("2025-12-20").await?;
    assert_eq!(finished.first_started_on, begun.first_started_on);
    assert!(begun.accounts.iter().all(|account| finished.accounts.contains(account)));
    assert_eq!(cut.rows().await?, whole.rows().await?);
    Ok(())
}

#[tokio::test]
async fn the_sample_stands_under_its_area_and_two_of_its_pupils_are_protected() -> Result<(), Fault> {
    let home = Home::new()?;
    home.make_and_die(&TWO[..1], "2026-03-04").await?;
    let access = home.access("2026-03-04").await?;
    let grant = access.job(Job::CommandLine, SAMPLE).await?;
    let units = grant.all(unit::Entity::within(grant.reach())).await?;
    let school = units.iter().find(|unit| unit.school_unit_code.is_some()).map(|unit| unit.id);
    let line = grant.line_of(school.unwrap_or_default()).await?;
    let names = line.iter().filter_map(|id| units.iter().find(|unit| unit.id == *id));
    let kinds: Vec<_> = names.map(|unit| unit.kind).collect();
    use UnitKind::{Administration, Area, Authority, Board, School, SchoolUnit};
    assert_eq!(kinds, [SchoolUnit, School, Authority, Area, Administration, Board, Authority]);
    let youths = grant.all(youth::Entity::within(grant.reach())).await?;
    assert_eq!(youths.iter().filter(|youth| youth.protection != Protection::None).count(), 2);
    let weeks = grant.all(attendance::Entity::within(grant.reach())).await?;
    assert_eq!(weeks.iter().map(|row| row.week).max(), "2026-02-23".parse().ok());
    access.tenants().close().await;
    Ok(())
}

#[tokio::test]
async fn seeding_twice_changes_nothing() -> Result<(), Fault> {
    let home = Home::new()?;
    let first = home.make_and_die(&TWO, "2025-11-24").await?;
    let rows = home.rows().await?;
    assert_eq!(home.make_and_die(&TWO, "2025-11-24").await?, first);
    assert_eq!(home.rows().await?, rows);
    Ok(())
}

#[tokio::test]
async fn a_municipality_that_somebody_works_in_is_left_alone() -> Result<(), Fault> {
    let home = Home::new()?;
    add(&TWO, &home.config, &clock("2025-11-24")).await?;
    let access = home.access("2025-11-24").await?;
    let grant = access.job(Job::CommandLine, TWO[1].code).await?;
    let tx = grant.begin().await?;
    let own = unit::Model {
        id: ids::random_id(),
        parent_id: None,
        kind: UnitKind::Authority,
        name: "Egen".to_owned(),
        school_unit_code: None,
        authority_number: None,
        source_id: None,
        source_ref: None,
        created_at: grant.clock().now(),
    };
    unit::Entity::insert(own.into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    access.tenants().close().await;
    let refused = home.prepare("2025-11-24").await;
    assert_eq!(refused.err().map(|fault| fault.code()), Some(Code::BadUserInput));
    assert_eq!(home.rows().await?[TWO[1].code], [0, 0, 1, 0, 0, 0]);
    Ok(())
}

#[tokio::test]
async fn who_is_shown_can_sign_in_and_the_queries_answer() -> Result<(), Fault> {
    let home = Home::new()?;
    let demo = home.prepare("2025-11-24").await?;
    // Tokens are dated in whole seconds: a key signs from the second after it was made.
    let later = Clock::starting_at(clock("2025-11-24").now() + chrono::TimeDelta::minutes(1));
    let parts = Parts::open(home.config.clone(), later).await;
    let parts = parts.map_err(|failure| Fault::internal(&failure.0))?;
    let schema = crate::server::prepare(crate::schema::builder()).finish();
    for account in &demo.accounts {
        let typed = Credentials {
            municipality: account.municipality.clone(),
            user: account.user.clone(),
            password: account.password.clone(),
            totp: Some(account.code(parts.access.clock().now())?),
        };
        let tokens = parts.desk.sign_in(typed, "127.0.0.1").await?;
        let token =
            tokens.ok_or_else(|| Fault::internal(&format!("refused: {}", account.user)))?.access_token;
        let claims = parts.desk.verify(&token)?;
        let session = Some((claims.mun.as_str(), claims.sid));
        for (number, (_, query)) in prints::QUERIES.iter().enumerate() {
            let visit = parts.access.visit(session, None, "127.0.0.1".to_owned(), ids::random_id()).await?;
            let visit = Arc::new(visit);
            let mut request = async_graphql::Request::new(*query);
            request.data = crate::schema::request_data(&visit);
            let answer = schema.execute(request).await;
            let reads_all = account.role == "PRINCIPAL" || account.role == "MENTOR";
            let at_a_municipality = account.municipality != "SKR";
            if number == 0 && at_a_municipality || reads_all {
                assert!(answer.errors.is_empty(), "{} {number} {:?}", account.user, answer.errors);
            }
            let text = answer.data.to_string();
            if (1..3).contains(&number) && reads_all {
                assert!(text.contains("givenName: \"") && text.contains("absenceShare: 0."), "{text}");
            }
            if number > 2 && reads_all && account.municipality == SAMPLE {
                assert!(text.contains("stateLabel: \""), "{} {number} {text}", account.user);
            }
        }
    }
    parts.access.tenants().close().await;
    Ok(())
}
