//! Who reaches whom.

use entity::municipality::{assignment, group_membership};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;
use tests::on_both_engines;

const YOUTHS: &str = "{ youths(first: 100) { totalCount nodes { givenName protection } } }";
const ONE: &str = "query One($id: ID!, $reason: String) { youth(id: $id, reason: $reason) { givenName } }";

on_both_engines! {
    fn a_mentor_does_not_see_youth_of_another_school(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        assert_eq!(mentor.codes(ONE, json!({ "id": chain.youth("Frej") })), ["NOT_FOUND"]);
        assert_eq!(mentor.data(ONE, json!({ "id": chain.youth("Alma") }))["youth"]["givenName"], "Alma");
        assert_eq!(mentor.data(YOUTHS, json!({}))["youths"]["totalCount"], 4);
    }

    fn what_is_not_yours_and_what_is_not_there_are_one_answer(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        let nobody = api::support::page::GlobalId::write(
            api::support::page::Kind::Youth,
            &chain.code,
            api::support::ids::random_id(),
        );
        let answers = [chain.youth("Frej"), nobody.to_string()].map(|id| mentor.graphql(ONE, json!({ "id": id })));
        assert_eq!(answers[0]["errors"], answers[1]["errors"]);
    }

    fn a_teacher_sees_the_rows_of_the_own_group_alone_and_no_birth_date(world: &World) {
        let chain = world.municipality();
        let document = "query One($id: ID!) { youth(id: $id) {
            givenName birthDate attendance { validMinutes } results { subjectCode } } }";
        let alma = json!({ "id": chain.youth("Alma") });
        let answer = chain.signed_in("TEACHER").graphql(document, alma.clone());
        let youth = &answer["data"]["youth"];
        assert_eq!(youth["givenName"], "Alma", "{answer}");
        assert!(youth["birthDate"].is_null());
        assert_eq!(youth["results"], json!([{ "subjectCode": "MAT" }]));
        assert_eq!(answer["errors"].as_array().unwrap().len(), 1);
        assert_eq!(answer["errors"][0]["path"], json!(["youth", "birthDate"]));
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
        let whole = chain.signed_in("PRINCIPAL").data(document, alma);
        assert!(youth["attendance"]["validMinutes"].as_i64() < whole["youth"]["attendance"]["validMinutes"].as_i64());
    }

    fn a_protected_person_is_not_there_for_mentor_and_teacher(world: &World) {
        let chain = world.municipality();
        for role in ["MENTOR", "TEACHER"] {
            let client = chain.signed_in(role);
            for reason in [json!(null), json!("Samtal med vårdnadshavare")] {
                let asked = json!({ "id": chain.youth("Eja"), "reason": reason });
                assert_eq!(client.codes(ONE, asked), ["NOT_FOUND"], "{role}");
            }
        }
    }

    fn a_principal_reads_a_protected_person_with_a_reason_alone(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let eja = chain.youth("Eja");
        assert_eq!(principal.codes(ONE, json!({ "id": eja })), ["REASON_REQUIRED"]);
        let asked = json!({ "id": eja, "reason": "Samtal med vårdnadshavare" });
        assert_eq!(principal.data(ONE, asked)["youth"]["givenName"], "Eja");
        let youths = principal.data(YOUTHS, json!({}))["youths"].take();
        let bare: Vec<_> =
            youths["nodes"].as_array().unwrap().iter().filter(|row| row["protection"] != "NONE").collect();
        assert_eq!(bare.len(), 1);
        assert!(bare[0]["givenName"].is_null());
    }

    fn a_principal_does_not_reach_the_other_school(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        assert_eq!(principal.data(YOUTHS, json!({}))["youths"]["totalCount"], 5);
        assert_eq!(principal.codes(ONE, json!({ "id": chain.youth("Gun") })), ["NOT_FOUND"]);
    }

    fn nothing_of_another_municipality_is_there(world: &World) {
        let (chain, other) = (world.municipality(), world.municipality());
        let principal = chain.signed_in("PRINCIPAL");
        let ids = [other.youth("Alma"), other.unit("skola 1"), other.group("7A"), other.staff("MENTOR")];
        for id in ids {
            let one = principal.graphql("query One($id: ID!) { node(id: $id) { id } }", json!({ "id": id }));
            assert!(one["data"]["node"].is_null(), "{one}");
            let many = principal.graphql("query All($id: ID!) { nodes(ids: [$id]) { id } }", json!({ "id": id }));
            assert!(many["data"]["nodes"][0].is_null(), "{many}");
        }
    }

    fn a_change_of_class_moves_the_reach_and_an_ended_assignment_ends_it(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        let dag = json!({ "id": chain.youth("Dag") });
        assert_eq!(mentor.codes(ONE, dag.clone()), [""; 0]);
        let yesterday = chain.today() - chrono::Days::new(1);
        world.wait(async {
            let tx = chain.grant().await.begin().await.unwrap();
            let membership = group_membership::ActiveModel {
                id: Set(tests::chain::derived(chain.row("Dag"), "7A")),
                ends_on: Set(Some(yesterday)),
                ..Default::default()
            };
            membership.update(&tx).await.unwrap();
            tx.commit().await.unwrap();
        });
        assert_eq!(mentor.codes(ONE, dag), ["NOT_FOUND"]);
        world.wait(async {
            let tx = chain.grant().await.begin().await.unwrap();
            let ended = assignment::ActiveModel {
                id: Set(tests::chain::derived(chain.row("MENTOR"), "assignment")),
                ends_on: Set(Some(yesterday)),
                ..Default::default()
            };
            ended.update(&tx).await.unwrap();
            tx.commit().await.unwrap();
        });
        assert_eq!(mentor.codes(ONE, json!({ "id": chain.youth("Alma") })), ["FORBIDDEN"]);
    }

    fn nobody_grants_themselves(world: &World) {
        let chain = world.municipality();
        let grant = "mutation Grant($input: GrantAssignmentInput!) {
            grantAssignment(input: $input) { assignment { id } userErrors { code } } }";
        let input = json!({ "staff": chain.staff("PRINCIPAL"), "role": "STUDENT_HEALTH", "unit": chain.unit("skola 1") });
        let granted = chain.signed_in("PRINCIPAL").data(grant, json!({ "input": input }))["grantAssignment"].take();
        assert_eq!(granted["userErrors"][0]["code"], "GRANTED_TO_SELF", "{granted}");
        assert!(granted["assignment"].is_null());
    }
}
