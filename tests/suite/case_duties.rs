//! Duty clocks (tidsfrister), the work list, and the counts that follow from them.

use api::domain::case::nightly::nightly;
use api::domain::case::types_clock::{Duties, NewClock, Of, end_clocks, meet_clocks, start_clock};
use chrono::Days;
use entity::municipality::{enrolment, group_membership};
use entity::vocabulary::{DutyKind, Role, Track};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};
use tests::case::{WHY, assign, change, code, due_on, go, leave, open, register_kaa};
use tests::chain::derived;
use tests::{Chain, Client, World, on_both_engines};

const WORK: &str =
    "query Work($first: Int = 100, $after: String) { viewer { workList(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { kind why dueOn isOverdue youth { givenName } case { state } clock { id escalatedTo } } } } }";
const MANY_CASES: &str =
    "query Many($first: Int!) { cases(first: $first) { totalCount nodes { lacksResponsible
    youth { givenName } unit { name } responsible { givenName } openedBy { givenName }
    history { by { givenName } responsible { givenName } } clocks { kind youth { givenName } } } } }";
const MUCH_WORK: &str = "query Much($first: Int!) { viewer { workList(first: $first) { totalCount nodes { why
    youth { givenName } case { unit { name } responsible { givenName } lacksResponsible } clock { kind } } } } }";
const COUNTS: &str = "{ dutyCounts { unit { name } kind track overdue } }";
const CASELOAD: &str = "{ caseload { open withoutResponsible overdue byState { state count }
    byResponsible { responsible { givenName } open overdue } } }";
const RULES: &str = "{ dutyRules { kind schoolDays leadAfter areaManagerAfter version } }";
const SET_RULE: &str = "mutation Set($input: SetDutyRuleInput!) {
    setDutyRule(input: $input) { rule { schoolDays version } userErrors { code } } }";
const SET_DAYS: &str = "mutation Set($input: SetClosedDaysInput!) {
    setClosedDays(input: $input) { closedDays { day name } userErrors { code field } } }";
const DAYS: &str = "{ closedDays(schoolYear: 2025) { day name } }";

on_both_engines! {
    fn a_work_list_holds_what_is_due_first_at_the_start(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        for (name, due) in [("Alma", "2025-12-03"), ("Bo", "2025-12-01"), ("Cleo", "2025-12-02")] {
            open(&mentor, &chain.youth(name), "COMPULSORY", true);
            due_on(world, &chain, name, due);
        }
        open(&mentor, &chain.youth("Dag"), "COMPULSORY", false);
        assert_eq!(work(&mentor), "Bo MINE, Cleo MINE, Alma MINE");
        assert_eq!(work(&principal), "Dag NO_RESPONSIBLE");
        assert_eq!(work(&chain.signed_in("OTHER_PRINCIPAL")), "");
        assert_eq!(work(&chain.signed_in("STUDENT_HEALTH")), "");
        let first = mentor.data(WORK, json!({ "first": 2 }))["viewer"]["workList"].take();
        assert_eq!((&first["totalCount"], &first["pageInfo"]["hasNextPage"]), (&json!(3), &json!(true)));
        let rest = json!({ "first": 2, "after": first["pageInfo"]["endCursor"] });
        let rest = mentor.data(WORK, rest)["viewer"]["workList"]["nodes"].take();
        assert_eq!((rest.as_array().unwrap().len(), &rest[0]["youth"]["givenName"]), (1, &json!("Alma")));
        assert_eq!(chain.signed_in("TEACHER").codes(WORK, json!({})), ["FORBIDDEN"]);
    }

    fn a_case_whose_responsible_person_lost_reach_is_the_principals_at_once(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        for name in ["Alma", "Bo"] {
            open(&mentor, &chain.youth(name), "COMPULSORY", true);
        }
        assert_eq!(work(&principal), "");
        // Bo changes class.
        world.wait(async {
            let tx = chain.grant().await.begin().await.expect("a transaction");
            let change = group_membership::ActiveModel {
                id: Set(derived(chain.row("Bo"), "7A")),
                ends_on: Set(Some(chain.today() - Days::new(1))),
                ..Default::default()
            };
            change.update(&tx).await.expect("the membership ends");
            tx.commit().await.expect("a commit");
        });
        assert_eq!(work(&principal), "Bo NO_RESPONSIBLE");
        assert_eq!(work(&mentor), "Alma MINE");
        leave(world, &chain, "MENTOR");
        assert_eq!(work(&principal), "Alma NO_RESPONSIBLE, Bo NO_RESPONSIBLE");
        let load = principal.data(CASELOAD, json!({}))["caseload"].take();
        assert_eq!((&load["open"], &load["withoutResponsible"], &load["overdue"]), (&json!(2), &json!(2), &json!(0)));
        let alma = cases_of(&principal, &chain, "Alma");
        assert_eq!(code(&assign(&principal, &chain, &alma, "MENTOR")), "NOT_FOUND");
        assert_eq!(code(&assign(&principal, &chain, &alma, "STUDENT_HEALTH")), "done");
        assert_eq!(work(&principal), "Bo NO_RESPONSIBLE");
        assert_eq!(work(&chain.signed_in("STUDENT_HEALTH")), "Alma MINE");
    }

    fn a_case_goes_with_the_youth_to_another_school(world: &World) {
        let chain = world.municipality();
        let (old, new) = (chain.signed_in("PRINCIPAL"), chain.signed_in("OTHER_PRINCIPAL"));
        open(&chain.signed_in("MENTOR"), &chain.youth("Alma"), "COMPULSORY", true);
        world.wait(async {
            let tx = chain.grant().await.begin().await.expect("a transaction");
            let change = enrolment::ActiveModel {
                id: Set(derived(chain.row("Alma"), "enrolment")),
                unit_id: Set(chain.row("enhet 2")),
                ..Default::default()
            };
            change.update(&tx).await.expect("the enrolment moves");
            tx.commit().await.expect("a commit");
        });
        assert_eq!(work(&old), "");
        let case = cases_of(&new, &chain, "Alma");
        let taken = assign(&new, &chain, &case, "OTHER_PRINCIPAL");
        assert_eq!((code(&taken), &taken["case"]["unit"]["name"]), ("done".to_owned(), &json!("enhet 2")));
        assert_eq!(work(&new), "Alma MINE");
        due_on(world, &chain, "Alma", "2025-11-10");
        assert_eq!(new.data(COUNTS, json!({}))["dutyCounts"][0]["unit"]["name"], "enhet 2");
        assert_eq!(old.data(COUNTS, json!({}))["dutyCounts"], json!([]));
    }

    fn lists_of_cases_and_of_work_take_as_many_statements_whatever_their_length(world: &World) {
        let world = world.another();
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        for name in ["Alma", "Bo", "Cleo", "Dag", "Eja"] {
            open(&principal, &chain.youth(name), "COMPULSORY", true);
        }
        for query in [MANY_CASES, MUCH_WORK] {
            let counts = [1, 5].map(|first| {
                world.fewest_statements(|| drop(principal.data(query, json!({ "first": first }))))
            });
            // A busy machine may cut a batch in two; one statement a row and relation would be thirty more.
            assert!(counts[1] < counts[0] + 10, "statements for 1 and 5: {counts:?}");
        }
    }

    fn a_late_duty_climbs_to_the_principal_and_is_counted_above(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        for name in ["Alma", "Bo"] {
            open(&mentor, &chain.youth(name), "COMPULSORY", true);
        }
        // Today is Monday 24 November: a Friday is one school day ago, a fortnight ten.
        due_on(world, &chain, "Alma", "2025-11-21");
        due_on(world, &chain, "Bo", "2025-11-10");
        assert_eq!(work(&principal), "", "nothing is told before the night");
        let topic = api::support::events::Topic::DeadlineApproaching;
        let interest = api::support::events::Interest { municipality: chain.code.clone(), topic, row: None };
        let mut heard = world.parts.access.tenants().bus().listen().of(interest);
        let mut events = || heard_by_now(world, &mut heard);
        night(world, &chain);
        let first = told(&mentor);
        assert_eq!(first, json!([["Bo", "AREA_MANAGER"], ["Alma", "PRINCIPAL"]]));
        assert_eq!(work(&principal), "Bo LATE, Alma LATE");
        assert_eq!(events(), 2);
        night(world, &chain);
        assert_eq!(told(&mentor), first, "the same night twice changes nothing");
        assert_eq!(events(), 0, "and announces nothing again");
        let load = principal.data(CASELOAD, json!({}))["caseload"].take();
        assert_eq!(load["overdue"], 2);
        let mentors = json!([{ "responsible": { "givenName": "MENTOR" }, "open": 2, "overdue": 2 }]);
        assert_eq!((&load["byState"], &load["byResponsible"]), (&json!([{ "state": "DETECTED", "count": 2 }]), &mentors));
        let counts = |overdue: Value| json!([{
            "unit": { "name": "enhet 1" }, "kind": "BEGIN_MAPPING", "track": "COMPULSORY", "overdue": overdue,
        }]);
        assert_eq!(principal.data(COUNTS, json!({}))["dutyCounts"], counts(json!(2)));
        for role in ["AREA_MANAGER", "DIRECTOR"] {
            let few = chain.signed_in(role).data(COUNTS, json!({}))["dutyCounts"].take();
            assert_eq!(few, counts(Value::Null), "{role} is not told of two");
            assert_eq!(chain.signed_in(role).codes(WORK, json!({})), ["FORBIDDEN"], "{role}");
        }
        assert_eq!(chain.signed_in("OTHER_PRINCIPAL").data(COUNTS, json!({}))["dutyCounts"], json!([]));
        // Done late is done: it stands as met, and is late no more.
        let case = cases_of(&mentor, &chain, "Bo");
        let moved = go(&mentor, &case, "MAPPING", None);
        assert_eq!(moved["case"]["clocks"][0]["state"], "MET", "{moved:#}");
        assert_eq!(moved["case"]["clocks"][0]["escalatedTo"], "AREA_MANAGER");
        assert_eq!(work(&principal), "Alma LATE");
    }

    fn five_late_duties_are_told_and_a_protected_one_is_not_among_them(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        for name in ["Alma", "Bo", "Cleo", "Dag", "Eja"] {
            open(&principal, &chain.youth(name), "COMPULSORY", true);
            due_on(world, &chain, name, "2025-11-03");
        }
        let overdue = |client: &Client| client.data(COUNTS, json!({}))["dutyCounts"][0]["overdue"].take();
        assert_eq!(overdue(&principal), 5, "the head sees all five");
        let manager = chain.signed_in("AREA_MANAGER");
        assert_eq!(overdue(&manager), Value::Null, "four without the protected one");
        let grant = world.wait(chain.grant());
        world.wait(async {
            let duties = Duties::load(&grant).await.expect("duties");
            let tx = grant.begin().await.expect("a transaction");
            let new = signal(&chain, "Alma", DutyKind::BeginMapping, None);
            let new = NewClock { due_on: "2025-11-03".parse().ok(), ..new };
            start_clock(&grant, &tx, &duties, new).await.expect("a clock");
            tx.commit().await.expect("a commit");
        });
        assert_eq!(overdue(&manager), 5);
    }

    fn a_deadline_is_counted_in_the_municipalitys_own_school_days(world: &World) {
        let chain = world.municipality();
        let (administrator, mentor) = (chain.signed_in("ADMINISTRATOR"), chain.signed_in("MENTOR"));
        let due = |name: &str| open(&mentor, &chain.youth(name), "COMPULSORY", true)["case"]["clocks"][0]["dueOn"].take();
        assert_eq!(due("Alma"), "2025-12-01", "five school days from a Monday");
        let days = json!({ "schoolYear": 2025, "days": [
            { "day": "2025-11-26", "name": "Studiedag" }, { "day": "2025-11-27", "name": "Lovdag" } ] });
        let set = administrator.data(SET_DAYS, json!({ "input": days }))["setClosedDays"].take();
        assert_eq!((&set["userErrors"], set["closedDays"].as_array().map(Vec::len)), (&json!([]), Some(2)));
        assert_eq!(due("Bo"), "2025-12-03");
        let one = json!({ "schoolYear": 2025, "days": [{ "day": "2025-11-28", "name": "Lovdag" }] });
        administrator.data(SET_DAYS, json!({ "input": one }));
        assert_eq!(mentor.data(DAYS, json!({}))["closedDays"], json!([{ "day": "2025-11-28", "name": "Lovdag" }]));
        let outside = json!({ "schoolYear": 2025, "days": [{ "day": "2025-06-30", "name": "Sommarlov" }] });
        let refused = administrator.data(SET_DAYS, json!({ "input": outside }))["setClosedDays"].take();
        assert_eq!((code(&refused), &refused["userErrors"][0]["field"]), ("INVALID".to_owned(), &json!("input.days.day")));
        assert_eq!(mentor.codes(SET_DAYS, json!({ "input": { "schoolYear": 2025, "days": [] } })), ["FORBIDDEN"]);
    }

    fn how_long_a_duty_takes_is_the_municipalitys_to_say(world: &World) {
        let chain = world.municipality();
        let (director, mentor) = (chain.signed_in("DIRECTOR"), chain.signed_in("MENTOR"));
        let rules = mentor.data(RULES, json!({}))["dutyRules"].take();
        let shipped = json!({
            "kind": "BEGIN_MAPPING", "schoolDays": 5, "leadAfter": 1, "areaManagerAfter": 5, "version": 1,
        });
        assert!(rules.as_array().unwrap().contains(&shipped), "{rules:#}");
        let set = |version: i32, days: i32| {
            let input = json!({
                "kind": "BEGIN_MAPPING", "version": version, "schoolDays": days, "leadAfter": 1, "areaManagerAfter": 5,
            });
            director.data(SET_RULE, json!({ "input": input }))["setDutyRule"].take()
        };
        assert_eq!(set(1, 2)["rule"], json!({ "schoolDays": 2, "version": 2 }));
        let second = set(1, 3);
        assert_eq!((code(&second), &second["rule"]), ("CONFLICT".to_owned(), &json!({ "schoolDays": 2, "version": 2 })));
        assert_eq!(code(&set(2, 201)), "OUT_OF_RANGE");
        let opened = open(&mentor, &chain.youth("Alma"), "COMPULSORY", true);
        assert_eq!(opened["case"]["clocks"][0]["dueOn"], "2025-11-26");
    }

    /// What another slice does: a signal starts a clock for the mentors, and is attended to.
    fn a_clock_of_another_slice_is_in_the_list_of_the_role_that_owes_it(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        let grant = world.wait(chain.grant());
        let (alma, frej) = (derived(chain.row("Alma"), "signal"), derived(chain.row("Frej"), "signal"));
        world.wait(async {
            let duties = Duties::load(&grant).await.expect("duties");
            let tx = grant.begin().await.expect("a transaction");
            for (name, object) in [("Alma", alma), ("Frej", frej)] {
                let new = signal(&chain, name, DutyKind::AttendSignal, Some(object));
                start_clock(&grant, &tx, &duties, new).await.expect("a clock");
            }
            tx.commit().await.expect("a commit");
        });
        assert_eq!(work(&mentor), "Alma OF_MY_ROLE");
        assert_eq!(work(&principal), "");
        // A case that is closed keeps the clocks that wait for other rows.
        let case = open(&principal, &chain.youth("Alma"), "COMPULSORY", true)["case"].take();
        let input = json!({ "case": case["id"], "version": 1, "closingReason": "NOT_NEEDED" });
        assert_eq!(code(&change(&principal, "closeCase", input)), "done");
        assert_eq!(work(&mentor), "Alma OF_MY_ROLE");
        world.wait(async {
            let tx = grant.begin().await.expect("a transaction");
            let kinds = [DutyKind::AttendSignal];
            assert_eq!(meet_clocks(&grant, &tx, Of::Object(alma), &kinds).await.expect("met"), 1);
            assert_eq!(meet_clocks(&grant, &tx, Of::Object(alma), &kinds).await.expect("met"), 0);
            assert_eq!(end_clocks(&grant, &tx, Of::Object(frej), &kinds, WHY).await.expect("ended"), 1);
            tx.commit().await.expect("a commit");
        });
        assert_eq!(work(&mentor), "");
    }

    fn officers_of_the_activity_duty_see_together_what_nobody_has_in_hand(world: &World) {
        let chain = world.municipality();
        let officer = chain.signed_in("KAA_OFFICER");
        for name in ["Alma", "Frej"] {
            register_kaa(world, &chain, name, None);
        }
        open(&officer, &chain.youth("Alma"), "KAA", false);
        open(&officer, &chain.youth("Frej"), "KAA", true);
        assert_eq!(work(&officer), "Alma NO_RESPONSIBLE, Frej MINE");
        assert_eq!(work(&chain.signed_in("PRINCIPAL")), "");
        let load = officer.data(CASELOAD, json!({}))["caseload"].take();
        assert_eq!((&load["open"], &load["withoutResponsible"]), (&json!(2), &json!(1)));
        assert_eq!(chain.signed_in("PRINCIPAL").data(CASELOAD, json!({}))["caseload"]["open"], 0);
        assert_eq!(chain.signed_in("MENTOR").codes(CASELOAD, json!({})), ["FORBIDDEN"]);
    }

    fn a_clock_is_found_by_its_global_id_within_reach(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        open(&mentor, &chain.youth("Alma"), "COMPULSORY", true);
        let list = mentor.data(WORK, json!({}))["viewer"]["workList"]["nodes"].take();
        let node = "query Node($id: ID!) { node(id: $id) { ... on DutyClock { kind case { state } } } }";
        let id = json!({ "id": list[0]["clock"]["id"] });
        let found = mentor.data(node, id.clone())["node"].take();
        assert_eq!(found, json!({ "kind": "BEGIN_MAPPING", "case": { "state": "DETECTED" } }));
        assert_eq!(chain.signed_in("OTHER_PRINCIPAL").codes(node, id), ["NOT_FOUND"]);
    }
}

/// Name and reason of each item of a client's work list.
#[track_caller]
fn work(client: &Client) -> String {
    let list = client.data(WORK, json!({}))["viewer"]["workList"].take();
    let items = list["nodes"].as_array().unwrap();
    assert_eq!(list["totalCount"], items.len());
    let told = items.iter().map(|item| {
        format!("{} {}", item["youth"]["givenName"].as_str().unwrap(), item["why"].as_str().unwrap())
    });
    told.collect::<Vec<_>>().join(", ")
}

/// Name and how far up it was told, of each item of a client's work list.
#[track_caller]
fn told(client: &Client) -> Value {
    let list = client.data(WORK, json!({}))["viewer"]["workList"]["nodes"].take();
    let items = list.as_array().unwrap().iter();
    items.map(|item| json!([item["youth"]["givenName"], item["clock"]["escalatedTo"]])).collect()
}

/// The first case of a youth.
#[track_caller]
fn cases_of(client: &Client, chain: &Chain<'_>, name: &str) -> Value {
    let query = "query Of($id: ID!) { youth(id: $id) { cases { id version state } } }";
    client.data(query, json!({ "id": chain.youth(name) }))["youth"]["cases"][0].take()
}

fn night(world: &World, chain: &Chain<'_>) {
    world.wait(async {
        let grant = chain.grant().await;
        nightly(&grant).await.expect("a night");
    });
}

/// A clock that the mentors owe.
fn signal(chain: &Chain<'_>, name: &str, kind: DutyKind, object_id: Option<uuid::Uuid>) -> NewClock {
    NewClock {
        youth_id: chain.row(name),
        track: Track::Compulsory,
        kind,
        step: 1,
        case_id: None,
        object_id,
        unit_id: chain.row("enhet 1"),
        owner_id: None,
        owner_role: Some(Role::Mentor),
        due_on: None,
    }
}

/// How many events have been told and not heard.
fn heard_by_now(world: &World, ear: &mut api::support::events::Ear) -> usize {
    let a_moment = std::time::Duration::from_millis(200);
    let next = || world.wait(async { tokio::time::timeout(a_moment, ear.hear()).await.ok().flatten() });
    std::iter::from_fn(next).count()
}
