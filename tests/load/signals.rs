//! How long rules of signals take: a night of 50,000 youths with 60 weeks each, and 1,000 rows that arrive, on PostgreSQL.
//!
//! `tests/run --bench signals` (it starts the servers); `UP2_LOAD_YOUTHS` sets another number of youths. What it said stands
//! in `ARCHITECTURE.md`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that prints, and may stop")]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use api::access::Job;
use api::commands::nightly;
use api::domain::signal::evaluate;
use api::support::page::{GlobalId, Kind};
use chrono::Days;
use sea_orm::prelude::Uuid;
use serde_json::json;
use tests::psql::{psql, with_database};
use tests::world::{Engine, from_tests_run};
use tests::{Chain, World};

const RECORD: &str = "mutation Record($rows: [AttendanceRowInput!]!) {
    recordAttendance(input: { rows: $rows }) { recorded refused }
}";

fn main() {
    let youths: u32 =
        std::env::var("UP2_LOAD_YOUTHS").ok().and_then(|text| text.parse().ok()).unwrap_or(50_000);
    let world = World::postgres();
    let chain = world.municipality();
    let run = |sql: &str| as_owner(world, sql);
    let filled = timed(|| fill(&chain, youths, &run));
    say("filled", filled, &format!("{youths} youths with 60 weeks each"));
    for night in ["first night", "second night"] {
        let before = resident();
        let took = timed(|| world.wait(nightly::run(&world.parts.access, &chain.code)).unwrap());
        let raised = run(&format!("SELECT count(*) FROM m{}.signal", chain.code));
        say(night, took, &format!("{raised} signals in all, memory {before} → {}", resident()));
    }
    arrive(world, &chain, &run);
}

/// 1,000 rows of 1,000 youths through the API, and what of that the rules take.
fn arrive(world: &World, chain: &Chain<'_>, run: &dyn Fn(&str) -> String) {
    let ids = run(&format!(
        "SELECT id FROM m{}.youth WHERE source_ref = 'load' ORDER BY id LIMIT 1000",
        chain.code
    ));
    let ids: BTreeSet<Uuid> = ids.lines().map(|line| line.parse().unwrap()).collect();
    let principal = chain.signed_in("PRINCIPAL");
    for minutes in [0, 30, 60] {
        let week = (chain.today() - Days::new(7)).format("%G-W%V").to_string();
        let row = |id: &Uuid| {
            json!({
                "youth": GlobalId::write(Kind::Youth, &chain.code, *id).to_string(), "week": week,
                "validMinutes": minutes, "invalidMinutes": 1, "otherMinutes": 0, "reportedMinutes": 1200,
                "offeredMinutes": 1200,
            })
        };
        let rows: Vec<_> = ids.iter().map(row).collect();
        let mut answer = json!(null);
        let whole = timed(|| answer = principal.data(RECORD, json!({ "rows": rows })));
        let rules = timed(|| {
            world.wait(async {
                let grant = world.parts.access.job(Job::Signals, &chain.code).await.unwrap();
                evaluate::of_youths(&grant, &ids).await.unwrap();
            });
        });
        let own = whole.saturating_sub(rules);
        say("1,000 rows", whole, &format!("{answer}: recording {own:.2?}, rules {rules:.2?}"));
    }
}

fn fill(chain: &Chain<'_>, youths: u32, run: &dyn Fn(&str) -> String) {
    let (code, unit) = (&chain.code, chain.row("enhet 1"));
    let schema = format!("m{code}");
    run(&format!(
        "INSERT INTO {schema}.youth (id, given_name, family_name, sort_name, protection, source_ref, created_at)
         SELECT gen_random_uuid(), 'Ny', 'Prov', 'prov ny', 'NONE', 'load', now() FROM generate_series(1, {youths})"
    ));
    run(&format!(
        "INSERT INTO {schema}.enrolment (id, youth_id, unit_id, school_type, starts_on, cancelled)
         SELECT gen_random_uuid(), id, '{unit}', 'GR', '2024-08-15', false FROM {schema}.youth WHERE source_ref = 'load'"
    ));
    // A tenth of the youths are away up to half of the time, the others up to a tenth.
    run(&format!(
        "INSERT INTO {schema}.attendance (id, youth_id, week, valid_minutes, invalid_minutes, other_minutes,
             reported_minutes, offered_minutes)
         SELECT gen_random_uuid(), y.id, date '2025-11-17' - 7 * w.n,
             (random() * CASE WHEN y.away THEN 600 ELSE 100 END)::int, (random() * 20)::int, 0, 1200, 1200
         FROM (SELECT id, random() < 0.1 AS away FROM {schema}.youth WHERE source_ref = 'load') y,
             generate_series(0, 59) AS w (n)"
    ));
    run("ANALYZE");
}

fn as_owner(world: &World, sql: &str) -> String {
    let Engine::PostgresAndRedis { owner_url, .. } = &world.engine else { unreachable!("on PostgreSQL") };
    let database = owner_url.rsplit('/').next().unwrap();
    let url = with_database(&from_tests_run("UP2_TEST_SUPERUSER_DATABASE_URL"), database);
    psql(&url, sql).unwrap()
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// Memory of this process now and at its highest, as Linux tells.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("?");
        line.trim().to_owned()
    };
    format!("{} (at most {})", of("VmRSS:"), of("VmHWM:"))
}

fn say(what: &str, took: Duration, more: &str) {
    println!("{what}: {took:.2?}; {more}");
}
