//! Hand-overs between municipalities: each its own copy, once, however the delivery was cut off.

use api::domain::hand_over::deliver::{Delivered, Step, deliver, unwatched};
use api::support::fault::{Code, Fault};
use api::support::page::{GlobalId, Kind};
use entity::municipality::{hand_over_in, hand_over_out, kaa_entry, transfer, youth};
use entity::reach::Within;
use entity::vocabulary::{HandOverState, TransferState};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{Chain, Client, World, on_both_engines};
use uuid::Uuid;

const MOVE: &str = "mutation Move($input: MoveYouthInput!) { transferYouth(input: $input) {
    transfer { id version state toMunicipality deliveredAt } userErrors { field code } } }";
const LIST: &str = "{ handOvers(first: 100) { totalCount nodes { id version state protection fromMunicipality
    content { givenName civicNumber email message planSummary provision enrolments { school } notes { text } } } } }";
const ACCEPT: &str = "mutation Accept($input: AcceptHandOverInput!) { acceptHandOver(input: $input) {
    handOver { state version returnedAt } userErrors { field code } } }";
const REJECT: &str = "mutation Reject($input: RejectHandOverInput!) { rejectHandOver(input: $input) {
    handOver { state version content { givenName } } userErrors { code } } }";
const SENT: &str = "{ transfers(first: 100) { nodes { state answer decidedBy { id } } } }";

on_both_engines! {
    fn the_receiver_gets_a_copy_of_its_own_and_the_answer_comes_back(world: &World) {
        let (from, to) = (world.municipality(), world.municipality());
        let (sender, receiver) = (from.signed_in("PRINCIPAL"), to.signed_in("KAA_OFFICER"));
        let sent = send(&from, &sender, "Bo", &to.code);
        assert!(sent["transfer"]["deliveredAt"].is_string(), "{sent:#}");
        let list = receiver.data(LIST, json!({}))["handOvers"].take();
        assert_eq!(list["totalCount"], 1);
        let arrived = &list["nodes"][0];
        let content = json!({
            "givenName": "Bo", "civicNumber": null, "email": null, "message": "Har hoppat av", "planSummary": "Praktik",
            "provision": "29 kap. 9 § skollagen", "enrolments": [{ "school": "enhet 1" }], "notes": [],
        });
        assert_eq!((&arrived["content"], &arrived["fromMunicipality"]), (&content, &json!(from.code)));
        let home = to.signed_in("HOME_MUNICIPALITY_OFFICER").data(LIST, json!({}))["handOvers"]["nodes"][0].take();
        let plan = (&home["content"]["message"], &home["content"]["planSummary"]);
        assert_eq!(plan, (&json!("Har hoppat av"), &Value::Null), "nothing of the other school's notes");
        let id = row_id(&sent["transfer"]["id"]);
        assert!(payload_left(world, &from, id).is_none(), "nothing stays with the sender");
        let accepted = accept(&receiver, arrived, json!({}));
        assert_eq!(accepted["userErrors"], json!([]));
        assert_eq!(accepted["handOver"]["state"], "ACCEPTED");
        assert!(accepted["handOver"]["returnedAt"].is_string(), "{accepted:#}");
        let told = sender.data(SENT, json!({}))["transfers"]["nodes"][0].take();
        assert_eq!(told, json!({ "state": "ACCEPTED", "answer": "Välkommen", "decidedBy": null }));
        let (bo, entries) = world.wait(async {
            let grant = to.grant().await;
            let named = youth::Entity::within(grant.reach()).filter(youth::Column::GivenName.eq("Bo"));
            let bo: Vec<Uuid> = grant.all(named).await.unwrap().into_iter().map(|row| row.id).collect();
            let entries = grant.all(kaa_entry::Entity::within(grant.reach())).await.unwrap();
            (bo, entries)
        });
        assert!(!bo.contains(&from.row("Bo")), "an id of its own");
        assert_eq!(entries.len(), 1);
        assert!(bo.contains(&entries[0].youth_id) && entries[0].youth_id != to.row("Bo"));
    }

    /// Alma is known to both by her civic number.
    fn whoever_is_known_by_the_civic_number_is_not_registered_twice(world: &World) {
        let (from, to) = (world.municipality(), world.municipality());
        send(&from, &from.signed_in("PRINCIPAL"), "Alma", &to.code);
        let receiver = to.signed_in("KAA_OFFICER");
        let arrived = receiver.data(LIST, json!({}))["handOvers"]["nodes"][0].take();
        accept(&receiver, &arrived, json!({}));
        let entered: Vec<Uuid> = world.wait(async {
            let grant = to.grant().await;
            let rows = grant.all(kaa_entry::Entity::within(grant.reach())).await.unwrap();
            rows.into_iter().map(|row| row.youth_id).collect()
        });
        assert_eq!(entered, [to.row("Alma")]);
    }

    fn the_second_of_two_officers_gets_what_the_first_did(world: &World) {
        let (from, to) = (world.municipality(), world.municipality());
        send(&from, &from.signed_in("PRINCIPAL"), "Bo", &to.code);
        let (first, second) = (to.signed_in("KAA_OFFICER"), to.signed_in("HOME_MUNICIPALITY_OFFICER"));
        let arrived = first.data(LIST, json!({}))["handOvers"]["nodes"][0].take();
        let outcomes: Vec<Value> = std::thread::scope(|scope| {
            let arrived = &arrived;
            let threads = [&first, &second].map(|client| scope.spawn(move || accept(client, arrived, json!({}))));
            threads.map(|thread| thread.join().unwrap()).into()
        });
        let lost: Vec<_> = outcomes.iter().filter(|one| one["userErrors"][0]["code"] == "CONFLICT").collect();
        assert_eq!(lost.len(), 1, "{outcomes:#?}");
        assert_eq!(lost[0]["handOver"]["state"], "ACCEPTED");
        let again = accept(&first, &json!({ "id": arrived["id"], "version": 2 }), json!({}));
        assert_eq!(again["userErrors"][0]["code"], "IMPOSSIBLE_TRANSITION");
        let registered = world.wait(async {
            let grant = to.grant().await;
            let named = youth::Entity::within(grant.reach()).filter(youth::Column::GivenName.eq("Bo"));
            grant.count(named).await.unwrap()
        });
        assert_eq!(registered, 2, "the chain's own Bo, and the one who was handed over, once");
    }

    fn what_is_declined_is_gone_with_the_receiver(world: &World) {
        let (from, to) = (world.municipality(), world.municipality());
        let sender = from.signed_in("PRINCIPAL");
        let sent = send(&from, &sender, "Alma", &to.code);
        let receiver = to.signed_in("HOME_MUNICIPALITY_OFFICER");
        let arrived = receiver.data(LIST, json!({}))["handOvers"]["nodes"][0].take();
        let input = json!({ "handOver": arrived["id"], "version": 1, "answer": "Bor inte här" });
        let rejected = receiver.data(REJECT, json!({ "input": input }))["rejectHandOver"].take();
        assert_eq!(rejected["handOver"], json!({ "state": "REJECTED", "version": 2, "content": null }));
        let row = received(world, &to).remove(0);
        assert_eq!((row.payload, row.civic_hash, row.id), (None, None, row_id(&sent["transfer"]["id"])));
        let told = sender.data(SENT, json!({}))["transfers"]["nodes"][0].take();
        assert_eq!((&told["state"], &told["answer"]), (&json!("REJECTED"), &json!("Bor inte här")));
    }

    fn a_municipality_outside_the_system_is_said_to_be_so(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let to = |code: &str, track: &str| {
            let input = json!({
                "youth": chain.youth("Bo"), "toTrack": track, "toMunicipality": code, "provision": "lagrum",
            });
            let mut answer = principal.data(MOVE, json!({ "input": input }))["transferYouth"].take();
            answer["userErrors"][0]["code"].take()
        };
        assert_eq!(to("2584", "KAA"), "CONDITION_NOT_MET");
        assert_eq!(to("9999", "KAA"), "INVALID");
        assert_eq!(to(&chain.code, "KAA"), "INVALID");
        assert_eq!(to("2584", "YOUNG_ADULT"), "INVALID");
    }

    /// Two people take over a protected person, and nobody else learns who it is.
    fn a_protected_person_is_taken_over_by_two(world: &World) {
        let (from, to) = (world.municipality(), world.municipality());
        send(&from, &from.signed_in("PRINCIPAL"), "Eja", &to.code);
        let (officer, appointed) = (to.signed_in("HOME_MUNICIPALITY_OFFICER"), to.signed_in("KAA_OFFICER"));
        let arrived = officer.data(LIST, json!({}))["handOvers"]["nodes"][0].take();
        assert_eq!((&arrived["protection"], &arrived["content"]), (&json!("SECRECY_MARKED"), &Value::Null));
        let code = |appoint: Value| accept(&officer, &arrived, appoint)["userErrors"][0]["code"].clone();
        assert_eq!(code(json!({})), "CONDITION_NOT_MET");
        assert_eq!(code(json!({ "appoint": to.staff("HOME_MUNICIPALITY_OFFICER") })), "GRANTED_TO_SELF");
        let accepted = accept(&officer, &arrived, json!({ "appoint": to.staff("KAA_OFFICER") }));
        assert_eq!(accepted, json!({ "handOver": null, "userErrors": [] }), "out of the reach of who accepted");
        assert_eq!(officer.data(LIST, json!({}))["handOvers"]["totalCount"], 0);
        let bare = appointed.data(LIST, json!({}))["handOvers"].take();
        assert_eq!((&bare["totalCount"], &bare["nodes"][0]["content"]), (&json!(1), &Value::Null));
        let headers = [("content-type", "application/json"), ("up2-reason", "Tar emot fran annan kommun")];
        let body = json!({ "query": LIST }).to_string();
        let open = appointed.raw("POST", "/graphql", &headers, &body).json();
        let content = &open["data"]["handOvers"]["nodes"][0]["content"];
        assert_eq!(content["givenName"], "Eja", "{open:#}");
        assert_eq!(content["enrolments"], json!([{ "school": null }]), "no school is named");
    }

    /// Cut off between any two steps it is begun again, and ends done, once.
    fn a_delivery_cut_off_anywhere_ends_done_once(world: &World) {
        let (from, to) = (world.municipality(), world.municipality());
        let id = tests::moves::waiting(world, &from, "Bo", &to.code);
        let run = |cut: Option<Step>| -> Delivered {
            let watch = |step: Step| if Some(step) == cut { Err(Fault::of(Code::Unavailable)) } else { Ok(()) };
            world.wait(deliver(&world.parts.access, &from.code, &watch)).unwrap()
        };
        assert_eq!(run(Some(Step::Begun)), Delivered { waiting: 1, ..Delivered::default() });
        assert_eq!((received(world, &to).len(), payload_left(world, &from, id).is_some()), (0, true));
        assert_eq!(run(Some(Step::Received)), Delivered { waiting: 1, ..Delivered::default() });
        assert_eq!((received(world, &to).len(), payload_left(world, &from, id).is_some()), (1, true));
        assert_eq!(run(None), Delivered { delivered: 1, ..Delivered::default() });
        let arrived = received(world, &to);
        assert_eq!((arrived.len(), arrived[0].id), (1, id));
        assert!(payload_left(world, &from, id).is_none());
        assert_eq!(run(None), Delivered::default());
        // What has left is not taken back.
        let revoke = "mutation Revoke($id: ID!) { revokeTransfer(input: { transfer: $id, version: 1 }) {
            userErrors { code } } }";
        let global = GlobalId::write(Kind::Transfer, &from.code, id).to_string();
        let refused = from.signed_in("PRINCIPAL").data(revoke, json!({ "id": global }));
        assert_eq!(refused["revokeTransfer"]["userErrors"][0]["code"], "CONDITION_NOT_MET");
        the_answer_ends_once_too(world, &from, &to, id);
    }

    fn a_consent_withdrawn_before_it_left_holds_it_back(world: &World) {
        use entity::vocabulary::{ConsentPurpose, Track};
        let (from, to) = (world.municipality(), world.municipality());
        let id = tests::moves::waiting(world, &from, "Bo", &to.code);
        let consent = tests::moves::consent(world, &from, "Bo", ConsentPurpose::Transfer, Track::Compulsory);
        let ground = transfer::ActiveModel {
            id: sea_orm::Set(id),
            consent_id: sea_orm::Set(Some(row_id(&json!(consent)))),
            ..Default::default()
        };
        let state = || world.wait(async {
            let grant = from.grant().await;
            let row = transfer::Entity::within(grant.reach()).filter(transfer::Column::Id.eq(id));
            grant.one(row).await.unwrap().unwrap().state
        });
        world.wait(async {
            let grant = from.grant().await;
            let tx = grant.begin().await.unwrap();
            grant.update(&tx, ground).await.unwrap();
            tx.commit().await.unwrap();
        });
        tests::moves::withdraw(world, &from, &consent);
        world.wait(deliver(&world.parts.access, &from.code, &unwatched)).unwrap();
        assert_eq!((received(world, &to).len(), payload_left(world, &from, id)), (0, None));
        assert_eq!(state(), TransferState::Revoked);
    }

    fn what_has_not_left_is_taken_back_and_never_leaves(world: &World) {
        let (from, to) = (world.municipality(), world.municipality());
        let id = tests::moves::waiting(world, &from, "Bo", &to.code);
        let revoke = "mutation Revoke($id: ID!) { revokeTransfer(input: { transfer: $id, version: 1 }) {
            transfer { state } userErrors { code } } }";
        let global = GlobalId::write(Kind::Transfer, &from.code, id).to_string();
        let revoked = from.signed_in("PRINCIPAL").data(revoke, json!({ "id": global }));
        assert_eq!(revoked["revokeTransfer"]["transfer"]["state"], "REVOKED");
        world.wait(deliver(&world.parts.access, &from.code, &unwatched)).unwrap();
        assert_eq!((received(world, &to).len(), payload_left(world, &from, id)), (0, None));
    }
}

/// The receiver answers while the way back is cut: the sender learns it once, later.
fn the_answer_ends_once_too(world: &World, from: &Chain<'_>, to: &Chain<'_>, id: Uuid) {
    let answered = hand_over_in::ActiveModel {
        id: sea_orm::Set(id),
        state: sea_orm::Set(HandOverState::Accepted),
        answered_at: sea_orm::Set(Some(world.clock.now())),
        ..Default::default()
    };
    world.wait(async {
        let grant = to.grant().await;
        let tx = grant.begin().await.unwrap();
        grant.update(&tx, answered).await.unwrap();
        tx.commit().await.unwrap();
    });
    let cut = |step: Step| if step == Step::Answered { Err(Fault::of(Code::Unavailable)) } else { Ok(()) };
    world.wait(deliver(&world.parts.access, &to.code, &cut)).unwrap();
    let ended = world.wait(deliver(&world.parts.access, &to.code, &unwatched)).unwrap();
    assert_eq!(ended, Delivered { returned: 1, ..Delivered::default() });
    let row = world.wait(async {
        let grant = from.grant().await;
        let row = transfer::Entity::within(grant.reach()).filter(transfer::Column::Id.eq(id));
        grant.one(row).await.unwrap().unwrap()
    });
    assert_eq!((row.state, row.version), (TransferState::Accepted, 2), "told twice, changed once");
}

fn send(chain: &Chain<'_>, client: &Client, youth: &str, to: &str) -> Value {
    let input = json!({
        "youth": chain.youth(youth), "toTrack": "KAA", "toMunicipality": to, "provision": "29 kap. 9 § skollagen",
        "message": "Har hoppat av", "planSummary": "Praktik", "includeContact": true, "includeNotes": true,
    });
    let sent = client.data(MOVE, json!({ "input": input }))["transferYouth"].take();
    assert_eq!(sent["userErrors"], json!([]));
    sent
}

fn accept(client: &Client, arrived: &Value, more: Value) -> Value {
    let mut input =
        json!({ "handOver": arrived["id"], "version": arrived["version"], "answer": "Välkommen" });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.data(ACCEPT, json!({ "input": input }))["acceptHandOver"].take()
}

/// What arrived in a municipality.
pub(crate) fn received(world: &World, chain: &Chain<'_>) -> Vec<hand_over_in::Model> {
    world.wait(async {
        let grant = chain.grant().await;
        grant.all(hand_over_in::Entity::within(grant.reach())).await.unwrap()
    })
}

/// What the sender's outbox still holds of a hand-over.
pub(crate) fn payload_left(world: &World, chain: &Chain<'_>, id: Uuid) -> Option<Vec<u8>> {
    world.wait(async {
        let grant = chain.grant().await;
        let row = hand_over_out::Entity::within(grant.reach()).filter(hand_over_out::Column::Id.eq(id));
        grant.one(row).await.unwrap().unwrap().payload
    })
}

fn row_id(id: &Value) -> Uuid {
    GlobalId::read(&id.as_str().unwrap().into()).unwrap().id
}
