//! Breaking the glass (nödöppning), its review, and why somebody reaches a youth.

use entity::municipality::break_glass;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};
use tests::chain::CIVIC_NUMBER;
use tests::{Chain, Client, on_both_engines};

const WHY: &str = "Oro från granne i kväll";
/// Nobody's: of a coordination number's form, with a right check digit.
const NOBODYS_NUMBER: &str = "197010632391";
const BREAK: &str = "mutation Break($number: String!, $reason: String!) {
    breakGlass(input: { civicNumber: $number, reason: $reason }) {
        youth { givenName } userErrors { field message code }
    }
}";
const BREAK_AND_READ: &str = "mutation Break($number: String!, $reason: String!) {
    breakGlass(input: { civicNumber: $number, reason: $reason }) { youth { givenName attendance { offeredMinutes } } }
}";
const ONE: &str = "query One($id: ID!) { youth(id: $id) { givenName } }";
const USES: &str = "query Uses($unreviewed: Boolean!) {
    breakGlassUses(unreviewed: $unreviewed, first: 10) { nodes { id reason isOpen youth review } }
}";
const REVIEW: &str = "mutation Review($use: ID!, $text: String!) {
    reviewBreakGlass(input: { use: $use, text: $text }) { use { review } userErrors { code } }
}";
const EXPLAIN: &str = "query Explain($subject: ID!, $object: ID!) {
    explainAccess(subject: $subject, object: $object) { kind action role expiresAt }
}";
const LOG: &str = "query Log($youth: ID) {
    accessLog(first: 20, youth: $youth) { nodes { staffId action reason reasonState } }
}";

on_both_engines! {
    fn the_exact_number_and_a_reason_open_one_youth(world: &World) {
        let chain = world.municipality();
        let head = chain.signed_in("OTHER_PRINCIPAL");
        let alma = json!({ "id": chain.youth("Alma") });
        assert_eq!(head.codes(ONE, alma.clone()), ["NOT_FOUND"]);
        let opened = head.data(BREAK_AND_READ, json!({ "number": CIVIC_NUMBER, "reason": WHY }))["breakGlass"].take();
        assert_eq!(opened["youth"], json!({ "givenName": "Alma", "attendance": { "offeredMinutes": 2700 } }));
        assert_eq!(head.data(ONE, alma)["youth"]["givenName"], "Alma");
        assert_eq!(head.codes(ONE, json!({ "id": chain.youth("Bo") })), ["NOT_FOUND"]);
    }

    /// Breaking the glass opens another youth, and no other right: a teacher reads no notes of it, as of no youth.
    fn the_glass_opens_no_more_than_the_role_reads_elsewhere(world: &World) {
        let chain = world.municipality();
        let write = "mutation Write($input: WriteNoteInput!) { writeNote(input: $input) { userErrors { code } } }";
        let input = json!({ "youth": chain.youth("Alma"), "secrecy": "GENERAL", "body": "Ord om Alma" });
        let written = chain.signed_in("PRINCIPAL").data(write, json!({ "input": input }))["writeNote"].take();
        assert_eq!(written["userErrors"], json!([]));
        let notes = "query Notes($id: ID!) { youth(id: $id) { notes { body } } }";
        let attendance = "query Attendance($id: ID!) { youth(id: $id) { attendance { offeredMinutes } } }";
        let alma = json!({ "id": chain.youth("Alma") });
        for (role, reads_notes, reads_attendance) in [
            ("OTHER_PRINCIPAL", true, true),
            ("TEACHER", false, true),
            ("HOME_MUNICIPALITY_OFFICER", false, false),
            ("KAA_OFFICER", true, false),
        ] {
            let client = chain.signed_in(role);
            assert_eq!(code(&open(&client, CIVIC_NUMBER, WHY)), "done", "{role}");
            let forbidden = |query: &str| client.codes(query, alma.clone()) == ["FORBIDDEN"];
            assert_eq!((!forbidden(notes), !forbidden(attendance)), (reads_notes, reads_attendance), "{role}");
            let told = client.graphql(notes, alma.clone()).to_string();
            assert_eq!(told.contains("Ord om Alma"), reads_notes, "{role}: {told}");
        }
    }

    fn what_was_opened_closes_by_itself(world: &World) {
        let chain = world.municipality();
        let officer = chain.signed_in("KAA_OFFICER");
        open(&officer, CIVIC_NUMBER, WHY);
        let expired = world.wait(async {
            let tx = chain.grant().await.begin().await.expect("a transaction");
            let past = break_glass::ActiveModel { expires_at: Set(world.clock.now()), ..Default::default() };
            let theirs = break_glass::Column::StaffId.eq(chain.row("KAA_OFFICER"));
            break_glass::Entity::update_many().set(past).filter(theirs).exec(&tx).await?;
            tx.commit().await
        });
        expired.expect("the opening is past");
        assert_eq!(officer.codes(ONE, json!({ "id": chain.youth("Alma") })), ["NOT_FOUND"]);
    }

    fn a_protected_person_and_nobody_are_one_answer(world: &World) {
        let chain = world.municipality();
        let mark = "mutation Mark($id: ID!) {
            setProtection(input: { youth: $id, protection: SECRECY_MARKED }) { userErrors { code } }
        }";
        chain.signed_in("PRINCIPAL").data(mark, json!({ "id": chain.youth("Alma") }));
        let nurse = chain.signed_in("SCHOOL_NURSE");
        let answers = [CIVIC_NUMBER, NOBODYS_NUMBER].map(|number| open(&nurse, number, WHY));
        assert_eq!(code(&answers[0]), "NOT_FOUND");
        assert_eq!(answers[0], answers[1]);
        assert_eq!(nurse.codes(ONE, json!({ "id": chain.youth("Alma") })), ["NOT_FOUND"]);
    }

    fn five_a_day_and_never_without_a_reason(world: &World) {
        let chain = world.municipality();
        let nurse = chain.signed_in("SCHOOL_NURSE");
        assert_eq!(code(&open(&nurse, CIVIC_NUMBER, "kort")), "OUT_OF_RANGE");
        assert_eq!(code(&open(&nurse, "201202012388", WHY)), "WRONG_CHECK_DIGIT");
        for _ in 0..5 {
            assert_eq!(code(&open(&nurse, CIVIC_NUMBER, WHY)), "done");
        }
        assert_eq!(code(&open(&nurse, CIVIC_NUMBER, WHY)), "TOO_MANY");
        assert_eq!(code(&open(&chain.signed_in("KAA_OFFICER"), CIVIC_NUMBER, WHY)), "done");
    }

    fn an_opening_is_reviewed_once_by_another_who_reaches_the_youth(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        open(&principal, CIVIC_NUMBER, WHY);
        let waiting = principal.data(USES, json!({ "unreviewed": true }))["breakGlassUses"]["nodes"].take();
        let seen = &waiting[0];
        assert_eq!((&seen["reason"], &seen["isOpen"], &seen["review"]), (&json!(WHY), &json!(true), &Value::Null));
        assert_eq!(seen["youth"], json!(chain.youth("Alma")));
        let review = |role: &str, text: &str| {
            let answer = chain.signed_in(role).graphql(REVIEW, json!({ "use": seen["id"], "text": text }));
            match answer["errors"][0]["extensions"]["code"].as_str() {
                Some(error) => error.to_owned(),
                None => code(&answer["data"]["reviewBreakGlass"]),
            }
        };
        assert_eq!(review("PRINCIPAL", "Följt upp i dag"), "OWN_DEED");
        assert_eq!(review("OTHER_PRINCIPAL", "Följt upp i dag"), "NOT_FOUND");
        assert_eq!(review("MENTOR", "Följt upp i dag"), "FORBIDDEN");
        assert_eq!(review("AUDITOR", "ok"), "OUT_OF_RANGE");
        assert_eq!(review("AUDITOR", "Följt upp i dag"), "done");
        assert_ne!(review("AUDITOR", "Följt upp i dag"), "done");
        let waiting = principal.data(USES, json!({ "unreviewed": true }))["breakGlassUses"]["nodes"].take();
        assert_eq!(waiting, json!([]));
    }

    fn why_somebody_reaches_a_youth_is_explained(world: &World) {
        let chain = world.municipality();
        open(&chain.signed_in("KAA_OFFICER"), CIVIC_NUMBER, WHY);
        let auditor = chain.signed_in("AUDITOR");
        let grounds = |who: &str, youth: &str| grounds(&chain, &auditor, who, youth);
        let mentors = grounds("MENTOR", "Alma");
        assert!(mentors.iter().all(|ground| ground["kind"] == "ASSIGNMENT" && ground["role"] == "MENTOR"));
        assert!(mentors.iter().any(|ground| ground["action"] == "READ_ATTENDANCE"), "{mentors:#?}");
        assert!(!mentors.iter().any(|ground| ground["action"] == "RECORD_RESULTS"), "{mentors:#?}");
        let officers = grounds("KAA_OFFICER", "Alma");
        assert!(!officers.is_empty());
        assert!(officers.iter().all(|ground| ground["kind"] == "BREAK_GLASS" && ground["expiresAt"].is_string()));
        assert!(grounds("MENTOR", "Frej").is_empty());
        assert!(grounds("MENTOR", "Eja").is_empty());
    }

    fn the_log_says_who_looked_and_why(world: &World) {
        let chain = world.municipality();
        let (mentor, officer) = (chain.signed_in("MENTOR"), chain.signed_in("KAA_OFFICER"));
        mentor.data(ONE, json!({ "id": chain.youth("Alma") }));
        open(&officer, CIVIC_NUMBER, WHY);
        let auditor = chain.signed_in("AUDITOR");
        let entries = auditor.data(LOG, json!({ "youth": chain.youth("Alma") }))["accessLog"]["nodes"].take();
        let has = |who: &str, action: &str, reason: Value| {
            entries.as_array().unwrap().iter().any(|entry| {
                entry["staffId"] == json!(chain.staff(who)) && entry["action"] == action && entry["reason"] == reason
            })
        };
        assert!(has("MENTOR", "READ_YOUTH", Value::Null), "{entries:#}");
        assert!(has("KAA_OFFICER", "BREAK_GLASS", json!(WHY)), "{entries:#}");
        let others = auditor.data(LOG, json!({ "youth": chain.youth("Bo") }))["accessLog"]["nodes"].take();
        assert_eq!(others, json!([]));
    }
}

fn open(client: &Client, number: &str, reason: &str) -> Value {
    client.data(BREAK, json!({ "number": number, "reason": reason }))["breakGlass"].take()
}

/// The code of what was wrong in a payload.
fn code(payload: &Value) -> String {
    payload["userErrors"][0]["code"].as_str().unwrap_or("done").to_owned()
}

fn grounds(chain: &Chain<'_>, client: &Client, who: &str, youth: &str) -> Vec<Value> {
    let ids = json!({ "subject": chain.staff(who), "object": chain.youth(youth) });
    client.data(EXPLAIN, ids)["explainAccess"].as_array().cloned().unwrap_or_default()
}
