//! How many statements an answer takes: as many for a long list as for a short one.

use api::support::ids;
use api::support::page::{GlobalId, Kind};
use api::support::scalars::Week;
use chrono::Days;
use entity::municipality::{attendance, enrolment, group_membership, guardian, school_result, unit, youth};
use entity::vocabulary::{GuardianRelation, Protection, UnitKind};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use tests::chain::derived;
use tests::{Chain, Client, World, on_both_engines};
use uuid::Uuid;

const YOUTHS: &str =
    "query Youths($first: Int!) { youths(first: $first) { totalCount pageInfo { endCursor } nodes {
    id givenName birthDate homeMunicipality contact { email } guardians { name phone }
    enrolments { schoolYear unit { name parent { name } } } groups { name unit { name } }
    attendance(weeks: 10) { absenceShare weeks { week validMinutes } } results { subjectCode warning } } } }";
const NODES: &str = "query Nodes($ids: [ID!]!) { nodes(ids: $ids) { __typename id
    ... on Unit { parent { name } } ... on Assignment { staff { givenName } unit { name } group { name } }
    ... on Enrolment { unit { name } } ... on Youth { enrolments { unit { name } } } ... on Group { unit { name } } } }";

/// How many youths are put beside those of the chain.
const MANY: usize = 50;

on_both_engines! {
    fn a_list_takes_as_many_statements_whatever_its_length(world: &World) {
        let world = world.another();
        let chain = world.municipality();
        fill(&world, &chain);
        let principal = chain.signed_in("PRINCIPAL");
        let counts = [5, 20, MANY].map(|first| {
            let (data, statements) = counted(&world, &principal, YOUTHS, json!({ "first": first }));
            let nodes = data["youths"]["nodes"].as_array().expect("nodes").clone();
            assert_eq!(nodes.len(), first);
            let last = nodes.last().expect("a youth");
            assert_eq!(last["enrolments"][0]["unit"]["parent"]["name"], "skola 1", "{last:#}");
            assert_eq!(last["attendance"]["weeks"].as_array().map(Vec::len), Some(10), "{last:#}");
            assert!(last["groups"][0]["name"] == "7A" && last["results"][0]["warning"] == true, "{last:#}");
            assert_eq!(last["guardians"][0]["name"], "Ida Prov", "{last:#}");
            statements
        });
        // A busy machine may cut a batch in two, and units are reached by three paths, together or apart; one
        // statement a row would be 45 more.
        let spread = counts.iter().max().zip(counts.iter().min()).map_or(0, |(most, least)| most - least);
        assert!(spread < 20, "statements for 5, 20 and 50 youths: {counts:?}");
    }

    fn things_by_id_take_as_many_statements_whatever_their_number(world: &World) {
        let world = world.another();
        let chain = world.municipality();
        fill(&world, &chain);
        let code = &chain.code;
        let numbered = |kind, what| move |n| GlobalId::write(kind, code, numbered(code, what, n)).to_string();
        let all: [(&str, &str, Vec<String>); 5] = [
            ("PRINCIPAL", "Youth", (0..20).map(numbered(Kind::Youth, "youth")).collect()),
            ("PRINCIPAL", "Enrolment", (0..20).map(numbered(Kind::Enrolment, "enrolment")).collect()),
            ("ADMINISTRATOR", "Unit", (0..20).map(numbered(Kind::Unit, "unit")).collect()),
            ("ADMINISTRATOR", "Staff", ["MENTOR", "TEACHER", "DIRECTOR", "AUDITOR"].map(|role| chain.staff(role)).into()),
            ("ADMINISTRATOR", "Assignment", ["DIRECTOR", "PRINCIPAL", "AUDITOR"].map(|role| chain.assignment(role)).into()),
        ];
        for (role, kind, ids) in all {
            let client = chain.signed_in(role);
            let counts = [1, ids.len()].map(|number| {
                let (data, statements) = counted(&world, &client, NODES, json!({ "ids": ids[..number] }));
                for node in data["nodes"].as_array().expect("nodes") {
                    assert_eq!(node["__typename"], kind, "{data:#}");
                }
                statements
            });
            let more = counts[1].saturating_sub(counts[0]);
            assert!(more < 1 + ids.len() as u64 / 2, "{counts:?} statements for one and {} of {kind}", ids.len());
        }
    }
}

/// What is answered, and how many statements it took: the fewest of three, since what is asked for while a batch is
/// already under way makes another. One goes before, which opens what is not open yet.
fn counted(world: &World, client: &Client, query: &str, variables: Value) -> (Value, u64) {
    let data = client.data(query, variables.clone());
    let count = || {
        let before = world.statements();
        client.data(query, variables.clone());
        world.statements() - before
    };
    (data, (0..3).map(|_| count()).min().unwrap_or_default())
}

/// The id of the nth row of a kind that [`fill`] writes.
fn numbered(code: &str, what: &str, n: usize) -> Uuid {
    derived(ids::of_source(Uuid::nil(), "many", code), &format!("{what} {n}"))
}

/// Many youths in class 7A of school one, and many units.
fn fill(world: &World, chain: &Chain) {
    let filled = world.wait(async {
        let grant = chain.grant().await;
        let tx = grant.begin().await.expect("a transaction");
        let name = grant.keys().columns.seal("guardian.name", b"Ida Prov");
        for n in 0..MANY {
            insert_youth(&tx, chain, n, &name).await?;
        }
        for n in 0..20 {
            insert(&tx, unit_row(chain, n)).await?;
        }
        tx.commit().await
    });
    filled.expect("the rows are written");
}

async fn insert<M, A>(tx: &DatabaseTransaction, row: M) -> Result<(), sea_orm::DbErr>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    <A::Entity as EntityTrait>::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

async fn insert_youth(
    tx: &DatabaseTransaction,
    chain: &Chain<'_>,
    n: usize,
    guardian: &[u8],
) -> Result<(), sea_orm::DbErr> {
    let youth_id = numbered(&chain.code, "youth", n);
    insert(tx, youth_row(chain, n)).await?;
    insert(tx, guardian_row(chain, n, guardian)).await?;
    insert(tx, enrolment_row(chain, n)).await?;
    insert(tx, membership_row(chain, n)).await?;
    insert(tx, result_row(chain, youth_id)).await?;
    let weeks = (0..10).map(|back| attendance_row(chain, youth_id, back).into_active_model());
    attendance::Entity::insert_many(weeks).exec_without_returning(tx).await.map(drop)
}

fn youth_row(chain: &Chain, n: usize) -> youth::Model {
    youth::Model {
        id: numbered(&chain.code, "youth", n),
        given_name: format!("Ung {n:03}"),
        family_name: "Prov".to_owned(),
        sort_name: format!("a {n:03}"),
        birth_date: chain.today().checked_sub_days(Days::new(5000)),
        sex: None,
        civic_number: None,
        civic_hash: None,
        home_municipality: None,
        protection: Protection::None,
        email: None,
        phone: None,
        source_id: None,
        source_ref: None,
        removed_at: None,
        created_at: "2025-11-24T11:00:00Z".parse().expect("a time"),
    }
}

fn guardian_row(chain: &Chain, n: usize, name: &[u8]) -> guardian::Model {
    guardian::Model {
        id: numbered(&chain.code, "guardian", n),
        youth_id: numbered(&chain.code, "youth", n),
        name: name.to_vec(),
        phone: None,
        email: None,
        relation: GuardianRelation::Guardian,
        source_id: None,
        source_ref: None,
    }
}

fn enrolment_row(chain: &Chain, n: usize) -> enrolment::Model {
    enrolment::Model {
        id: numbered(&chain.code, "enrolment", n),
        youth_id: numbered(&chain.code, "youth", n),
        unit_id: chain.row("enhet 1"),
        school_type: "GR".to_owned(),
        school_year: Some(7),
        programme_code: None,
        school_authority: None,
        starts_on: chain.today() - Days::new(100),
        ends_on: None,
        cancelled: false,
        source_id: None,
        source_ref: None,
    }
}

fn membership_row(chain: &Chain, n: usize) -> group_membership::Model {
    group_membership::Model {
        id: numbered(&chain.code, "membership", n),
        group_id: chain.row("7A"),
        youth_id: numbered(&chain.code, "youth", n),
        starts_on: chain.today() - Days::new(100),
        ends_on: None,
        source_id: None,
        source_ref: None,
    }
}

fn result_row(chain: &Chain, youth_id: Uuid) -> school_result::Model {
    school_result::Model {
        id: ids::of_result(youth_id, "MAT", "2025HT"),
        youth_id,
        subject_code: "MAT".to_owned(),
        term: "2025HT".to_owned(),
        grade: None,
        warning: true,
        group_id: Some(chain.row("7A")),
        source_id: None,
        source_ref: None,
    }
}

fn attendance_row(chain: &Chain, youth_id: Uuid, back: u64) -> attendance::Model {
    let (week, group) = (Week::of(chain.today()).0 - Days::new(7 * back), chain.row("7A"));
    attendance::Model {
        id: ids::of_attendance(youth_id, week, Some(group)),
        youth_id,
        week,
        group_id: Some(group),
        valid_minutes: 20,
        invalid_minutes: 0,
        other_minutes: 0,
        reported_minutes: 100,
        offered_minutes: 100,
        source_id: None,
        source_ref: None,
    }
}

fn unit_row(chain: &Chain, n: usize) -> unit::Model {
    unit::Model {
        id: numbered(&chain.code, "unit", n),
        parent_id: Some(chain.row("skola 1")),
        kind: UnitKind::SchoolUnit,
        name: format!("enhet {n}"),
        school_unit_code: None,
        authority_number: None,
        source_id: None,
        source_ref: None,
        created_at: "2025-11-24T11:00:00Z".parse().expect("a time"),
    }
}
