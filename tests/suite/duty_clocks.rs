//! Duty clocks of what waits for somebody: signals, investigations, follow-ups, transfers, the activity duty. Each starts
//! with its subject, is met by what settles it, and falls away with it; and is seen no further than its subject.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tests::case::{WHY, change, code, open};
use tests::duty::{clock, clocks, work};
use tests::kaa;
use tests::observe::{by_people_alone, handle, observe};
use tests::plan::{Case, offered};
use tests::signal::night;
use tests::{Chain, Client, on_both_engines};

const OPEN_INVESTIGATION: &str =
    "mutation Do($input: OpenInvestigationInput!) { openInvestigation(input: $input) {
    investigation { id version } userErrors { code } } }";
const REPORT: &str =
    "mutation Do($input: ReportInvestigationStartInput!) { reportInvestigationStart(input: $input) {
    investigation { version } userErrors { code } } }";
const TELL: &str = "mutation Do($input: TellHomeMunicipalityInput!) { tellHomeMunicipality(input: $input) {
    investigation { version } userErrors { code } } }";
const CLOSE: &str = "mutation Do($input: CloseInvestigationInput!) { closeInvestigation(input: $input) {
    investigation { version } userErrors { code } } }";
const PLAN: &str = "mutation Do($input: PlanFollowUpInput!) { planFollowUp(input: $input) {
    followUp { id version } userErrors { code } } }";
const RECORD: &str = "mutation Do($input: RecordFollowUpInput!) { recordFollowUp(input: $input) {
    followUp { id version } userErrors { code } } }";
const MOVE: &str = "mutation Do($input: MoveYouthInput!) { transferYouth(input: $input) {
    transfer { id version } userErrors { code } } }";

on_both_engines! {
    fn a_signal_waits_for_its_owner_until_somebody_attends_to_it(world: &World) {
        let chain = world.municipality();
        by_people_alone(world, &chain);
        let (mentor, principal) = (chain.signed_in("MENTOR"), chain.signed_in("PRINCIPAL"));
        let named = observe(&mentor, &chain.youth("Alma"));
        assert_eq!(work(&mentor), ["Alma ATTEND_SIGNAL OF_MY_ROLE 2025-12-01"]);
        assert_eq!(work(&principal), [""; 0]);
        let (first, object) = clocks(&mentor, "ATTEND_SIGNAL").remove(0);
        assert_eq!(object, named, "a clock says what it waits for");
        // Handed on, the mentor's clock is met, and the head teacher has one; each step once.
        assert_eq!(handle(&mentor, "escalateSignal", &named, 1), "done");
        assert_eq!(work(&mentor), [""; 0]);
        assert_eq!(work(&principal), ["Alma ATTEND_SIGNAL OF_MY_ROLE 2025-12-01"]);
        assert_eq!(clock(&principal, &first)["state"], "MET");
        let (second, _) = clocks(&principal, "ATTEND_SIGNAL").remove(0);
        assert_eq!(clock(&principal, &second)["step"], 2);
        assert_eq!(handle(&mentor, "attendSignal", &named, 2), "NOT_PERMITTED");
        assert_eq!(handle(&principal, "attendSignal", &named, 1), "CONFLICT");
        assert_eq!(clock(&principal, &second)["state"], "RUNNING", "what was refused meets nothing");
        assert_eq!(handle(&principal, "attendSignal", &named, 2), "done");
        assert_eq!(clock(&principal, &second)["state"], "MET");
        // Opened from, dismissed: both settle it. Another's stays.
        let (of_bo, of_cleo) = (observe(&mentor, &chain.youth("Bo")), observe(&mentor, &chain.youth("Cleo")));
        observe(&mentor, &chain.youth("Dag"));
        let input = json!({ "youth": chain.youth("Bo"), "track": "COMPULSORY", "reason": WHY, "signals": [of_bo] });
        assert_eq!(code(&change(&mentor, "openCase", input)), "done");
        assert_eq!(handle(&mentor, "dismissSignal", &of_cleo, 1), "done");
        assert_eq!(work(&mentor), ["Dag ATTEND_SIGNAL OF_MY_ROLE 2025-12-01"]);
        // That a signal is there is not told to those who read cases and no signals, nor to another school.
        let (of_dag, _) = clocks(&mentor, "ATTEND_SIGNAL").remove(0);
        let node = "query Node($id: ID!) { node(id: $id) { ... on DutyClock { kind } } }";
        for role in ["CAREER_COUNSELLOR", "SCHOOL_NURSE", "OTHER_PRINCIPAL"] {
            assert_eq!(chain.signed_in(role).codes(node, json!({ "id": of_dag })), ["NOT_FOUND"], "{role}");
        }
    }

    fn the_rules_of_the_night_start_a_clock_a_signal_once(world: &World) {
        let chain = world.municipality();
        night(world, &chain);
        let mentor = chain.signed_in("MENTOR");
        let once = work(&mentor);
        let of_rules = ["Alma", "Bo", "Cleo", "Dag"].map(|name| once.iter().filter(|line| line.starts_with(name)).count());
        assert_eq!(of_rules, [1; 4], "{once:?}");
        night(world, &chain);
        assert_eq!(work(&mentor), once);
    }

    fn an_investigation_runs_with_each_report_that_it_owes(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let elsewhere = world.municipality();
        kaa::home(world, &chain, "Alma", Some(&elsewhere.code));
        let input = json!({ "youth": chain.youth("Alma"), "reason": "Borta fyra veckor" });
        let opened = done(&principal, OPEN_INVESTIGATION, "openInvestigation", "investigation", input);
        let owed = ["TELL_HOME_MUNICIPALITY OF_MY_ROLE 2025-11-27", "REPORT_INVESTIGATION OF_MY_ROLE 2025-12-01",
            "INVESTIGATE_ABSENCE OF_MY_ROLE 2025-12-15"].map(|duty| format!("Alma {duty}"));
        assert_eq!(work(&principal), owed);
        assert_eq!(work(&chain.signed_in("MENTOR")), [""; 0]);
        let step = |query, field, version: i32, others: Value| {
            let mut input = json!({ "investigation": opened["id"], "version": version });
            input.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
            done(&principal, query, field, "investigation", input);
        };
        step(TELL, "tellHomeMunicipality", 1, json!({ "content": "Frånvaro sedan oktober" }));
        assert_eq!(work(&principal), owed[1..]);
        step(REPORT, "reportInvestigationStart", 2, json!({}));
        assert_eq!(work(&principal), owed[2..]);
        let (last, _) = clocks(&principal, "INVESTIGATE_ABSENCE").remove(0);
        step(CLOSE, "closeInvestigation", 3, json!({ "conclusion": "Klart" }));
        assert_eq!((work(&principal).len(), &clock(&principal, &last)["state"]), (0, &json!("MET")));
        // What turns out to be needless owes nothing more: it falls away, for a reason.
        let input = json!({ "youth": chain.youth("Bo"), "reason": "Borta två veckor" });
        let needless = done(&principal, OPEN_INVESTIGATION, "openInvestigation", "investigation", input);
        let (report, _) = clocks(&principal, "REPORT_INVESTIGATION").remove(0);
        let input = json!({ "investigation": needless["id"], "version": 1, "conclusion": "Sjuk", "needless": true });
        done(&principal, CLOSE, "closeInvestigation", "investigation", input);
        let ended = clock(&principal, &report);
        assert_eq!((&ended["state"], &ended["endedReason"]), (&json!("ENDED"), &json!("NOT_NEEDED")));
        assert_eq!(work(&principal), [""; 0]);
    }

    fn a_planned_follow_up_runs_until_it_is_done_and_falls_away_and_comes_back_with_its_case(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let case = open(&principal, &chain.youth("Alma"), "COMPULSORY", true)["case"].take();
        let follow_ups = || {
            let all = work(&principal).into_iter().filter(|line| line.contains("FOLLOW_UP_MEASURE"));
            all.collect::<Vec<_>>()
        };
        let planned = |day: &str| {
            let input = json!({ "case": case["id"], "plannedOn": day });
            done(&principal, PLAN, "planFollowUp", "followUp", input)
        };
        let (early, _late) = (planned("2025-12-03"), planned("2026-01-20"));
        let both = ["Alma FOLLOW_UP_MEASURE MINE 2025-12-03", "Alma FOLLOW_UP_MEASURE MINE 2026-01-20"];
        assert_eq!(follow_ups(), both);
        let input = json!({ "followUp": early["id"], "version": 1, "result": "Hon går till skolan igen" });
        done(&principal, RECORD, "recordFollowUp", "followUp", input);
        assert_eq!(follow_ups(), both[1..]);
        let (waits, _) = clocks(&principal, "FOLLOW_UP_MEASURE").remove(0);
        let input = json!({ "case": case["id"], "version": 1, "closingReason": "NOT_NEEDED" });
        assert_eq!(code(&change(&principal, "closeCase", input)), "done");
        assert_eq!(clock(&principal, &waits)["state"], "ENDED");
        let input = json!({ "case": case["id"], "version": 2, "reason": WHY });
        assert_eq!(code(&change(&principal, "reopenCase", input)), "done");
        assert_eq!(follow_ups(), both[1..], "the one that waits comes back; the one that was done does not");
        assert_eq!(clock(&principal, &waits)["state"], "ENDED", "and what fell away stays so");
    }

    fn a_clock_of_a_classified_follow_up_is_seen_by_those_who_read_it(world: &World) {
        let chain = world.municipality();
        let (principal, nurse) = (chain.signed_in("PRINCIPAL"), chain.signed_in("SCHOOL_NURSE"));
        let case = open(&principal, &chain.youth("Alma"), "COMPULSORY", true)["case"].take();
        let of_alma = Case { id: case["id"].as_str().unwrap().to_owned(), row: chain.row("Alma") };
        let measure = offered(&nurse, &of_alma, "STUDENT_HEALTH_MEDICAL");
        let input = json!({ "case": case["id"], "measure": measure["id"], "plannedOn": "2025-12-03" });
        done(&nurse, PLAN, "planFollowUp", "followUp", input);
        assert_eq!(work(&nurse), ["Alma FOLLOW_UP_MEASURE MINE 2025-12-03"]);
        let kinds = "query One($id: ID!) { case(id: $id) { clocks { kind } } }";
        let seen = |client: &Client| client.data(kinds, json!({ "id": case["id"] }))["case"]["clocks"].take();
        assert_eq!(seen(&principal), json!([{ "kind": "BEGIN_MAPPING" }]), "its effect is not told either");
        assert_eq!(seen(&nurse).as_array().unwrap().len(), 2);
    }

    fn what_became_of_the_youth_is_asked_on_its_day(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let case = Case::open(world, &chain, "Alma");
        let closed: DateTime<Utc> = "2025-05-20T10:00:00Z".parse().unwrap();
        case.set_closed(world, &chain, Some(closed));
        night(world, &chain);
        let asked = || {
            let all = work(&principal).into_iter().filter(|line| line.contains("FOLLOW_UP_ESTABLISHMENT"));
            all.collect::<Vec<_>>()
        };
        assert_eq!(asked(), ["Alma FOLLOW_UP_ESTABLISHMENT OF_MY_ROLE 2025-11-20"], "and not yet after 12 months");
        night(world, &chain);
        assert_eq!(asked().len(), 1);
        let (id, follow_up) = clocks(&principal, "FOLLOW_UP_ESTABLISHMENT").remove(0);
        let input = json!({ "followUp": follow_up, "version": 1, "status": "WORK" });
        done(&principal, RECORD, "recordFollowUp", "followUp", input);
        assert_eq!((asked().len(), &clock(&principal, &id)["state"]), (0, &json!("MET")));
        night(world, &chain);
        assert_eq!(asked(), [""; 0]);
    }

    fn the_receiver_owes_an_answer_to_a_transfer(world: &World) {
        let chain = world.municipality();
        let (principal, receiver) = (chain.signed_in("PRINCIPAL"), chain.signed_in("OTHER_PRINCIPAL"));
        let officer = chain.signed_in("KAA_OFFICER");
        let made = |to: Value| {
            let mut input = json!({ "youth": chain.youth("Alma"), "provision": "29 kap. 9 § skollagen" });
            input.as_object_mut().unwrap().extend(to.as_object().unwrap().clone());
            done(&principal, MOVE, "transferYouth", "transfer", input)
        };
        let answered = |client: &Client, field: &str, transfer: &Value| {
            let query = format!(
                "mutation Do($id: ID!) {{ {field}(input: {{ transfer: $id, version: 1 }}) {{ userErrors {{ code }} }} }}"
            );
            let errors = client.data(&query, json!({ "id": transfer["id"] }))[field]["userErrors"].take();
            assert_eq!(errors, json!([]), "{field}");
        };
        // To a school: its head, who does not reach the youth yet, is told that an answer is owed, and not about whom.
        let to_school = made(json!({ "toTrack": "COMPULSORY", "toUnit": chain.unit("enhet 2") }));
        assert_eq!(work(&receiver), ["- ANSWER_TRANSFER OF_MY_ROLE 2025-12-01"]);
        assert_eq!(work(&principal), [""; 0], "the sender owes nothing");
        answered(&receiver, "acceptTransfer", &to_school);
        assert_eq!(work(&receiver), [""; 0]);
        // To the activity duty: its officers; taken back, it falls away; answered, it is met.
        let to_duty = made(json!({ "toTrack": "KAA" }));
        assert_eq!(work(&officer), ["Alma ANSWER_TRANSFER OF_MY_ROLE 2025-12-01"]);
        answered(&principal, "revokeTransfer", &to_duty);
        assert_eq!(work(&officer), [""; 0]);
        let again = made(json!({ "toTrack": "KAA" }));
        let (id, _) = clocks(&officer, "ANSWER_TRANSFER").remove(0);
        answered(&officer, "acceptTransfer", &again);
        assert_eq!(clock(&officer, &id)["state"], "MET");
        assert_eq!(work(&officer), ["Alma CONTACT_KAA OF_MY_ROLE 2025-12-08"], "who comes into the register is to be reached");
        assert_eq!(work(&principal), [""; 0], "school sees nothing of the duty's");
    }

    fn who_was_not_reached_is_sought_again_until_the_duty_ends(world: &World) {
        let chain = world.municipality();
        for name in ["Alma", "Bo"] {
            kaa::leaver(world, &chain, name, "2008-03-01");
        }
        kaa::night(world, &chain);
        kaa::night(world, &chain);
        let officer = chain.signed_in("KAA_OFFICER");
        let mut listed = work(&officer);
        listed.sort();
        assert_eq!(listed, ["Alma CONTACT_KAA OF_MY_ROLE 2025-12-08", "Bo CONTACT_KAA OF_MY_ROLE 2025-12-08"]);
        let entries = entries(&officer);
        let sought = |name: &str, version: i32, reached: bool| {
            let input = json!({ "entry": entries[name], "version": version, "on": today(&chain), "way": "PHONE", "reached": reached });
            kaa::step(&officer, "recordKaaContact", "RecordKaaContactInput", input);
        };
        let of_alma = || {
            let all = work(&officer).into_iter().filter(|line| line.starts_with("Alma"));
            all.collect::<Vec<_>>()
        };
        let first = clocks(&officer, "CONTACT_KAA").into_iter().find(|(_, entry)| *entry == entries["Alma"]).unwrap().0;
        sought("Alma", 1, false);
        assert_eq!(clock(&officer, &first)["state"], "MET");
        assert_eq!(of_alma(), [format!("Alma CONTACT_KAA OF_MY_ROLE {}", "2025-12-08")], "ten school days anew");
        let second = clocks(&officer, "CONTACT_KAA").into_iter().find(|(_, entry)| *entry == entries["Alma"]).unwrap().0;
        assert_eq!(clock(&officer, &second)["step"], 2);
        sought("Alma", 2, true);
        assert_eq!(of_alma(), [""; 0]);
        let of_bo = clocks(&officer, "CONTACT_KAA").remove(0).0;
        let input = json!({ "entry": entries["Bo"], "version": 1, "on": today(&chain), "reason": "MOVED" });
        assert_eq!(kaa::code(&kaa::step(&officer, "endKaaEntry", "EndKaaEntryInput", input)), "done");
        assert_eq!(work(&officer), [""; 0]);
        assert_ne!(of_bo, second);
    }

    fn a_late_signal_climbs_the_chain_and_is_announced(world: &World) {
        let chain = world.municipality();
        by_people_alone(world, &chain);
        let (mentor, principal) = (chain.signed_in("MENTOR"), chain.signed_in("PRINCIPAL"));
        observe(&mentor, &chain.youth("Alma"));
        tests::case::due_on(world, &chain, "Alma", "2025-11-21");
        let topic = api::support::events::Topic::DeadlineApproaching;
        let interest = api::support::events::Interest { municipality: chain.code.clone(), topic, row: None };
        let mut heard = world.parts.access.tenants().bus().listen().of(interest);
        world.wait(async { api::domain::case::nightly::nightly(&chain.grant().await).await }).unwrap();
        assert_eq!(work(&principal), ["Alma ATTEND_SIGNAL LATE 2025-11-21"]);
        let told = world.wait(async {
            let heard = tokio::time::timeout(std::time::Duration::from_secs(5), heard.hear()).await;
            matches!(heard, Ok(Some(_)))
        });
        assert!(told, "deadlineApproaching follows by itself");
    }
}

/// The entity of a change that holds no error.
#[track_caller]
fn done(client: &Client, query: &str, field: &str, entity: &str, input: Value) -> Value {
    let mut payload = client.data(query, json!({ "input": input }))[field].take();
    assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    payload[entity].take()
}

/// The entries of the register by name.
#[track_caller]
fn entries(officer: &Client) -> Value {
    let query = "{ kaaRegister(first: 10) { nodes { id youth { givenName } } } }";
    let nodes = officer.data(query, json!({}))["kaaRegister"]["nodes"].take();
    let named = nodes
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["youth"]["givenName"].as_str().unwrap().to_owned(), row["id"].clone()));
    Value::Object(named.collect())
}

fn today(chain: &Chain<'_>) -> String {
    chain.today().to_string()
}
