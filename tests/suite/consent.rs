//! Consents: who gives them and until when, and that what a withdrawn one opened is closed.

use entity::municipality::consent;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};
use tests::notes::{self, born, outcome, read, record, recorded, row_of, share, withdraw, written};
use tests::{Client, on_both_engines};

const CONSENTS: &str = "query Consents($youth: ID!) { consents(youth: $youth, first: 10) {
    totalCount nodes { id purpose track scope isInForce withdrawnAt recordedBy { givenName } youth { id } } } }";

on_both_engines! {
    fn a_guardians_consent_ends_with_the_day_before_the_18th_birthday(world: &World) {
        let chain = world.municipality();
        let (nurse, alma) = (chain.signed_in("SCHOOL_NURSE"), chain.youth("Alma"));
        let by_guardian = |more: Value| {
            let mut input = json!({ "givenBy": "GUARDIAN" });
            for (name, value) in more.as_object().cloned().unwrap_or_default() {
                input[name] = value;
            }
            record(&nurse, &alma, input)
        };
        born(world, &chain, "Alma", Some("2007-11-26"));
        assert_eq!(by_guardian(json!({}))["consent"]["endsOn"], "2025-11-25");
        assert_eq!(by_guardian(json!({ "endsOn": "2025-11-24" }))["consent"]["endsOn"], "2025-11-24");
        assert_eq!(by_guardian(json!({ "endsOn": "2030-01-01" }))["consent"]["endsOn"], "2025-11-25");
        assert_eq!(outcome(&by_guardian(json!({ "startsOn": "2025-11-26" }))), "NOT_PERMITTED");
        assert_eq!(outcome(&by_guardian(json!({ "endsOn": "2025-11-23" }))), "ENDS_BEFORE_START");
        assert_eq!(outcome(&by_guardian(json!({ "purpose": "YOUNG_ADULT_SUPPORT" }))), "NOT_PERMITTED");
        assert_eq!(outcome(&by_guardian(json!({ "scope": " " }))), "OUT_OF_RANGE");
        born(world, &chain, "Alma", Some("2007-11-24"));
        assert_eq!(outcome(&by_guardian(json!({}))), "NOT_PERMITTED");
        born(world, &chain, "Alma", None);
        assert_eq!(outcome(&by_guardian(json!({}))), "CONDITION_NOT_MET");
        assert_eq!(record(&nurse, &alma, json!({}))["consent"]["endsOn"], Value::Null, "the youth's own is open");
    }

    /// Also where a register says another day of birth afterwards, or a row was written without a last day.
    fn at_18_a_guardians_consent_opens_nothing_whatever_its_last_day_says(world: &World) {
        let chain = world.municipality();
        let (nurse, principal, alma) = (chain.signed_in("SCHOOL_NURSE"), chain.signed_in("PRINCIPAL"), chain.youth("Alma"));
        let note = written(&nurse, &alma, "STUDENT_HEALTH_MEDICAL", "Delat");
        let consent = recorded(&nurse, &alma, json!({ "givenBy": "GUARDIAN" }));
        let to_principal = json!({ "toRole": "PRINCIPAL", "ground": "CONSENT", "consent": consent });
        assert_eq!(outcome(&share(&nurse, &note, to_principal)), "done");
        let id = row_of(&consent);
        notes::arrange(world, &chain, async |grant| {
            let tx = grant.begin().await.expect("a transaction");
            let open = consent::ActiveModel { ends_on: Set(None), ..Default::default() };
            consent::Entity::update_many().set(open).filter(consent::Column::Id.eq(id)).exec(&tx).await?;
            tx.commit().await
        });
        for (day, is_open) in [(Some("2007-11-25"), true), (Some("2007-11-24"), false), (None, false)] {
            born(world, &chain, "Alma", day);
            let seen = if is_open { vec!["Delat".to_owned()] } else { Vec::new() };
            assert_eq!(read(&principal, &alma), Ok(seen), "{day:?}");
            assert_eq!(list(&principal, &alma)["nodes"][0]["isInForce"], is_open, "{day:?}");
        }
    }

    fn whoever_may_record_may_withdraw_and_the_first_time_stands(world: &World) {
        let chain = world.municipality();
        let alma = chain.youth("Alma");
        let consent = recorded(&chain.signed_in("SCHOOL_NURSE"), &alma, json!({}));
        let first = withdraw(&chain.signed_in("CAREER_COUNSELLOR"), &consent)["consent"]["withdrawnAt"].take();
        assert!(first.is_string());
        assert_eq!(withdraw(&chain.signed_in("PRINCIPAL"), &consent)["consent"]["withdrawnAt"], first);
        let query = "mutation W($id: ID!) { withdrawConsent(input: { consent: $id }) { consent { id } } }";
        for (role, code) in [("MENTOR", "FORBIDDEN"), ("OTHER_PRINCIPAL", "NOT_FOUND"), ("KAA_OFFICER", "NOT_FOUND")] {
            assert_eq!(chain.signed_in(role).codes(query, json!({ "id": consent })), [code], "{role}");
        }
    }

    /// The consent that the work with a young adult rests on carries the coach's whole reach.
    fn a_withdrawn_consent_closes_the_coachs_reach_at_once(world: &World) {
        let chain = world.municipality();
        let (coach, alma) = (chain.signed_in("YOUNG_ADULT_COACH"), chain.youth("Alma"));
        assert_eq!(read(&coach, &alma), Err("NOT_FOUND".to_owned()));
        let consent = notes::into_young_adult_work(world, &chain, "Alma");
        let note = written(&coach, &alma, "GENERAL", "Vill börja på Komvux.");
        assert_eq!(read(&coach, &alma), Ok(vec!["Vill börja på Komvux.".to_owned()]));
        let listed = list(&coach, &alma);
        assert_eq!((&listed["nodes"][0]["id"], &listed["nodes"][0]["isInForce"]), (&json!(consent), &json!(true)));
        assert_eq!(read(&chain.signed_in("PRINCIPAL"), &alma), Ok(Vec::new()), "school does not read the coach's notes");
        assert!(withdraw(&coach, &consent)["consent"]["withdrawnAt"].is_string());
        assert_eq!(read(&coach, &alma), Err("NOT_FOUND".to_owned()));
        assert_eq!(notes::by_id(&coach, &note), Err("NOT_FOUND".to_owned()));
        assert_eq!(coach.codes(CONSENTS, json!({ "youth": alma })), ["NOT_FOUND"]);
    }

    fn consents_are_read_on_their_track(world: &World) {
        let chain = world.municipality();
        let (nurse, officer, alma) = (chain.signed_in("SCHOOL_NURSE"), chain.signed_in("KAA_OFFICER"), chain.youth("Alma"));
        notes::into_kaa_register(world, &chain, "Alma");
        recorded(&nurse, &alma, json!({ "scope": "Skolans" }));
        recorded(&officer, &alma, json!({ "scope": "Aktivitetsansvarets", "track": "KAA", "purpose": "TRANSFER" }));
        let scopes = |client: &Client| {
            let list = list(client, &alma);
            assert_eq!(list["totalCount"], list["nodes"].as_array().unwrap().len());
            list["nodes"].as_array().unwrap().iter().map(|node| node["scope"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(scopes(&chain.signed_in("PRINCIPAL")), ["Skolans"]);
        assert_eq!(scopes(&officer), ["Aktivitetsansvarets"]);
        assert_eq!(outcome(&record(&nurse, &alma, json!({ "track": "KAA" }))), "NOT_PERMITTED");
        assert_eq!(chain.signed_in("MENTOR").codes(CONSENTS, json!({ "youth": alma })), ["FORBIDDEN"]);
        assert_eq!(chain.signed_in("OTHER_PRINCIPAL").codes(CONSENTS, json!({ "youth": alma })), ["NOT_FOUND"]);
    }

    fn what_a_consent_says_is_sealed(world: &World) {
        let chain = world.municipality();
        let consent = row_of(&recorded(&chain.signed_in("SCHOOL_NURSE"), &chain.youth("Alma"), json!({ "scope": "Hemligt" })));
        world.wait(async {
            let grant = chain.grant().await;
            let tx = grant.begin().await.expect("a transaction");
            let row = consent::Entity::find_by_id(consent).one(&tx).await.expect("a row").expect("a consent");
            assert!(!String::from_utf8_lossy(&row.scope).contains("Hemligt"));
            assert_eq!(grant.keys().columns.open_text("consent.scope", &row.scope).expect("it opens"), "Hemligt");
        });
    }
}

#[track_caller]
fn list(client: &Client, youth: &str) -> Value {
    client.data(CONSENTS, json!({ "youth": youth }))["consents"].take()
}
