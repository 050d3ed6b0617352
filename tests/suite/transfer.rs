//! Referrals and transfers within a municipality: their ground, who answers, what each sees, what follows.

use entity::municipality::{kaa_entry, youth_case};
use entity::reach::Within;
use entity::vocabulary::{ConsentPurpose, Track};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::{Value, json};
use tests::moves::{consent, withdraw};
use tests::{Chain, Client, World, on_both_engines};

const MOVE: &str = "mutation Move($input: MoveYouthInput!) { transferYouth(input: $input) {
    transfer { id version state message } userErrors { field code } } }";
const REFER: &str = "mutation Refer($input: MoveYouthInput!) { referYouth(input: $input) {
    transfer { id version kind state } userErrors { field code } } }";
const LIST: &str = "{ transfers(first: 100) { totalCount nodes { id version state message youth { givenName }
    fromUnit { name } toUnit { name } } } }";

on_both_engines! {
    fn without_a_ground_nobody_moves(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let to = |ground: Value| {
            let mut input = json!({ "youth": chain.youth("Alma"), "toTrack": "KAA" });
            input.as_object_mut().unwrap().extend(ground.as_object().unwrap().clone());
            let answer = principal.data(MOVE, json!({ "input": input }));
            answer["transferYouth"]["userErrors"][0]["code"].clone()
        };
        let of = |youth: &str, purpose| consent(world, &chain, youth, purpose, Track::Compulsory);
        assert_eq!(to(json!({})), "GROUND_NEEDED");
        assert_eq!(to(json!({ "provision": " " })), "GROUND_NEEDED");
        assert_eq!(to(json!({ "consent": of("Bo", ConsentPurpose::Transfer) })), "GROUND_NEEDED");
        assert_eq!(to(json!({ "consent": of("Alma", ConsentPurpose::ShareInformation) })), "GROUND_NEEDED");
        let withdrawn = of("Alma", ConsentPurpose::Transfer);
        withdraw(world, &chain, &withdrawn);
        assert_eq!(to(json!({ "consent": withdrawn })), "GROUND_NEEDED");
        let consent = of("Alma", ConsentPurpose::Transfer);
        assert_eq!(to(json!({ "consent": consent, "provision": "29 kap. 9 § skollagen" })), "INVALID");
        assert_eq!(to(json!({ "consent": consent })), Value::Null);
        assert_eq!(to(json!({ "consent": consent })), "TAKEN");
    }

    /// The head of the receiving school sees that somebody is on the way, answers, and only then reads about whom; the
    /// youth is not opened by it.
    fn the_receiving_head_sees_the_row_and_after_a_yes_the_words(world: &World) {
        let chain = world.municipality();
        let (principal, receiver) = (chain.signed_in("PRINCIPAL"), chain.signed_in("OTHER_PRINCIPAL"));
        let made = make(&chain, &principal, "Alma", json!({ "toTrack": "COMPULSORY", "toUnit": chain.unit("enhet 2") }));
        let list = receiver.data(LIST, json!({}))["transfers"].take();
        assert_eq!(list["totalCount"], 1);
        let row = &list["nodes"][0];
        assert_eq!((&row["message"], &row["youth"]), (&Value::Null, &Value::Null));
        assert_eq!(row["fromUnit"]["name"], "enhet 1");
        assert_eq!(answer(&principal, "acceptTransfer", &made["id"], 1)["userErrors"][0]["code"], "NOT_PERMITTED");
        let accepted = answer(&receiver, "acceptTransfer", &made["id"], 1);
        assert_eq!(accepted["transfer"]["state"], "ACCEPTED");
        assert_eq!(accepted["transfer"]["message"], "Alma Prov börjar hos er", "{accepted:#}");
        let youth = "query One($id: ID!) { youth(id: $id) { givenName } }";
        assert_eq!(receiver.codes(youth, json!({ "id": chain.youth("Alma") })), ["NOT_FOUND"]);
        for role in ["MENTOR", "STUDENT_HEALTH", "TEACHER"] {
            assert_eq!(chain.signed_in(role).codes(LIST, json!({})), ["FORBIDDEN"], "{role}");
        }
    }

    fn the_second_of_two_answers_gets_the_first_ones_state(world: &World) {
        let chain = world.municipality();
        let (principal, receiver) = (chain.signed_in("PRINCIPAL"), chain.signed_in("OTHER_PRINCIPAL"));
        let to = json!({ "toTrack": "COMPULSORY", "toUnit": chain.unit("enhet 2") });
        let made = make(&chain, &principal, "Alma", to);
        let outcomes: Vec<Value> = std::thread::scope(|scope| {
            let ask = |field: &'static str| {
                let (receiver, id) = (receiver.clone(), made["id"].clone());
                scope.spawn(move || answer(&receiver, field, &id, 1))
            };
            [ask("acceptTransfer"), ask("rejectTransfer")].map(|thread| thread.join().unwrap()).into()
        });
        let codes: Vec<_> = outcomes.iter().map(|one| one["userErrors"][0]["code"].as_str().unwrap_or("done")).collect();
        assert!(codes == ["done", "CONFLICT"] || codes == ["CONFLICT", "done"], "{outcomes:#?}");
        let states: Vec<_> = outcomes.iter().map(|one| one["transfer"]["state"].clone()).collect();
        assert_eq!(states[0], states[1], "the one that lost sees what the other did");
        assert_eq!(answer(&principal, "revokeTransfer", &made["id"], 2)["userErrors"][0]["code"], "IMPOSSIBLE_TRANSITION");
    }

    fn the_activity_duty_takes_over_and_keeps_the_youth(world: &World) {
        let chain = world.municipality();
        let (counsellor, officer) = (chain.signed_in("CAREER_COUNSELLOR"), chain.signed_in("KAA_OFFICER"));
        let seen = |client: &Client| client.data(LIST_BRIEF, json!({}))["transfers"]["totalCount"].clone();
        assert_eq!(seen(&officer), 0);
        let made = make(&chain, &counsellor, "Alma", json!({ "toTrack": "KAA" }));
        assert_eq!(seen(&officer), 1);
        assert_eq!(answer(&officer, "acceptTransfer", &made["id"], 1)["userErrors"], json!([]));
        assert_eq!(answer(&officer, "completeTransfer", &made["id"], 2)["transfer"]["state"], "DONE");
        assert_eq!(seen(&officer), 1, "the register keeps the reach");
        assert_eq!(entries(world, &chain), ["HANDED_OVER"]);
        let again = make(&chain, &counsellor, "Alma", json!({ "toTrack": "KAA" }));
        answer(&officer, "acceptTransfer", &again["id"], 1);
        assert_eq!(entries(world, &chain), ["HANDED_OVER"], "one entry is in force already");
    }

    fn a_young_adult_is_taken_over_on_their_own_consent_with_a_case(world: &World) {
        let chain = world.municipality();
        let (principal, coach) = (chain.signed_in("PRINCIPAL"), chain.signed_in("YOUNG_ADULT_COACH"));
        let input = |more: Value| {
            let mut input = json!({
                "youth": chain.youth("Alma"), "toTrack": "YOUNG_ADULT", "provision": "29 kap. 9 § skollagen",
            });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({ "input": input })
        };
        let refused = principal.data(MOVE, input(json!({})))["transferYouth"].take();
        assert_eq!(refused["userErrors"][0]["code"], "CONDITION_NOT_MET");
        let consent = consent(world, &chain, "Alma", ConsentPurpose::YoungAdultSupport, Track::YoungAdult);
        let made = principal.data(MOVE, input(json!({})))["transferYouth"]["transfer"].take();
        withdraw(world, &chain, &consent);
        assert_eq!(coach.codes(ACCEPT, json!({ "id": made["id"] })), ["NOT_FOUND"], "withdrawn, it is closed at once");
        tests::moves::consent(world, &chain, "Alma", ConsentPurpose::YoungAdultSupport, Track::YoungAdult);
        let accepted = answer(&coach, "acceptTransfer", &made["id"], 1);
        assert_eq!(accepted["transfer"]["state"], "ACCEPTED", "{accepted:#}");
        answer(&coach, "completeTransfer", &made["id"], 2);
        assert_eq!(coach.data(LIST_BRIEF, json!({}))["transfers"]["totalCount"], 1, "the case keeps the reach");
        let tracks = world.wait(async {
            let grant = chain.grant().await;
            let rows = youth_case::Entity::within(grant.reach())
                .filter(youth_case::Column::YouthId.eq(chain.row("Alma")));
            grant.all(rows).await.unwrap().into_iter().map(|row| (row.track, row.responsible_id)).collect::<Vec<_>>()
        });
        assert_eq!(tracks, [(Track::YoungAdult, Some(chain.row("YOUNG_ADULT_COACH")))]);
        let cases = "{ cases(first: 5) { nodes { id version state history { kind toState } clocks { kind state } } } }";
        let case = coach.data(cases, json!({}))["cases"]["nodes"][0].take();
        assert_eq!(case["state"], "DETECTED");
        assert_eq!(case["history"], json!([{ "kind": "OPENED", "toState": "DETECTED" }]));
        assert_eq!(case["clocks"], json!([{ "kind": "BEGIN_MAPPING", "state": "RUNNING" }]));
        let again = principal.data(MOVE, input(json!({})))["transferYouth"]["transfer"].take();
        let refused = answer(&coach, "acceptTransfer", &again["id"], 1);
        assert_eq!(refused["userErrors"][0]["code"], "TAKEN", "a case is open");
        assert_eq!(refused["transfer"]["state"], "IN_PROGRESS", "nothing half done");
        let cases = coach.data(cases, json!({}))["cases"]["nodes"].take();
        assert_eq!(cases.as_array().unwrap().len(), 1);
    }

    fn what_waits_is_taken_back_and_what_has_ended_stays(world: &World) {
        let chain = world.municipality();
        let (principal, officer) = (chain.signed_in("PRINCIPAL"), chain.signed_in("KAA_OFFICER"));
        let input = json!({ "youth": chain.youth("Bo"), "toTrack": "KAA", "provision": "29 kap. 9 § skollagen" });
        let made = principal.data(REFER, json!({ "input": input }))["referYouth"]["transfer"].take();
        assert_eq!(made["kind"], "REFERRAL");
        assert_eq!(answer(&principal, "completeTransfer", &made["id"], 1)["userErrors"][0]["code"], "IMPOSSIBLE_TRANSITION");
        assert_eq!(answer(&officer, "revokeTransfer", &made["id"], 1)["userErrors"][0]["code"], "NOT_PERMITTED");
        assert_eq!(answer(&principal, "revokeTransfer", &made["id"], 1)["transfer"]["state"], "REVOKED");
        assert_eq!(officer.codes(ACCEPT, json!({ "id": made["id"] })), ["NOT_FOUND"], "the youth is closed again");
        assert_eq!(answer(&principal, "revokeTransfer", &made["id"], 2)["userErrors"][0]["code"], "IMPOSSIBLE_TRANSITION");
    }

    fn a_consent_withdrawn_on_the_way_closes_the_way(world: &World) {
        let chain = world.municipality();
        let (principal, officer) = (chain.signed_in("PRINCIPAL"), chain.signed_in("KAA_OFFICER"));
        let ground = consent(world, &chain, "Alma", ConsentPurpose::Transfer, Track::Compulsory);
        let input = json!({ "youth": chain.youth("Alma"), "toTrack": "KAA", "consent": ground });
        let made = principal.data(MOVE, json!({ "input": input }))["transferYouth"]["transfer"].take();
        withdraw(world, &chain, &ground);
        assert_eq!(officer.codes(ACCEPT, json!({ "id": made["id"] })), ["NOT_FOUND"]);
    }

    fn a_protected_person_is_on_the_way_for_nobody_without_an_appointment(world: &World) {
        let chain = world.municipality();
        let (principal, receiver) = (chain.signed_in("PRINCIPAL"), chain.signed_in("OTHER_PRINCIPAL"));
        let input = json!({
            "youth": chain.youth("Eja"), "toTrack": "COMPULSORY", "toUnit": chain.unit("enhet 2"),
            "provision": "29 kap. 9 § skollagen", "message": "Eja",
        });
        let made = principal.data(MOVE, json!({ "input": input }))["transferYouth"]["transfer"].take();
        assert_eq!((&made["state"], &made["message"]), (&json!("IN_PROGRESS"), &Value::Null), "sealed without a reason");
        assert_eq!(receiver.data(LIST, json!({}))["transfers"]["totalCount"], 0);
        let appoint = "mutation Appoint($youth: ID!, $staff: ID!) {
            appointForProtected(input: { youth: $youth, staff: $staff }) { userErrors { code } } }";
        principal.data(appoint, json!({ "youth": chain.youth("Eja"), "staff": chain.staff("OTHER_PRINCIPAL") }));
        let list = receiver.data(LIST, json!({}))["transfers"].take();
        assert_eq!((&list["totalCount"], &list["nodes"][0]["fromUnit"]), (&json!(1), &Value::Null));
    }
}

const LIST_BRIEF: &str = "{ transfers(first: 100) { totalCount } }";
const ACCEPT: &str = "mutation Accept($id: ID!) { acceptTransfer(input: { transfer: $id, version: 1 }) {
    userErrors { code } } }";

fn make(chain: &Chain<'_>, client: &Client, youth: &str, to: Value) -> Value {
    let mut input = json!({
        "youth": chain.youth(youth), "provision": "29 kap. 9 § skollagen", "message": "Alma Prov börjar hos er",
    });
    input.as_object_mut().unwrap().extend(to.as_object().unwrap().clone());
    let mut made = client.data(MOVE, json!({ "input": input }))["transferYouth"].take();
    assert_eq!(made["userErrors"], json!([]));
    made["transfer"].take()
}

fn answer(client: &Client, field: &str, id: &Value, version: i32) -> Value {
    let words = if field == "rejectTransfer" { r#", answer: "Inte hos oss""# } else { "" };
    let query = format!(
        "mutation Answer($id: ID!, $version: Int!) {{ {field}(input: {{ transfer: $id, version: $version{words} }}) {{
            transfer {{ state version message }} userErrors {{ code }} }} }}"
    );
    client.data(&query, json!({ "id": id, "version": version }))[field].take()
}

fn entries(world: &World, chain: &Chain<'_>) -> Vec<String> {
    world.wait(async {
        let grant = chain.grant().await;
        let rows = kaa_entry::Entity::within(grant.reach());
        grant.all(rows).await.unwrap().into_iter().map(|row| row.reason).collect()
    })
}
