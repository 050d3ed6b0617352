//! Who reaches whom.

use chrono::Days;
use entity::municipality::group_membership;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};
use tests::chain::derived;
use tests::{Chain, Client, World, on_both_engines};

const YOUTHS: &str = "{ youths(first: 100) { totalCount nodes { givenName protection } } }";
const ONE: &str = "query One($id: ID!, $reason: String) { youth(id: $id, reason: $reason) { givenName } }";
const TAUGHT: &str = "query Taught($id: ID!, $group: ID) { youth(id: $id) {
    attendance { validMinutes offeredMinutes absenceShare }
    ofGroup: attendance(group: $group) { validMinutes offeredMinutes }
    results { subjectCode }
} }";
const NAMED: &str = "query Named($name: String!) {
    youths(first: 100, filter: { name: $name }) { totalCount nodes { givenName } }
}";
const GRANT: &str = "mutation Grant($input: GrantAssignmentInput!) {
    grantAssignment(input: $input) { assignment { id state } userErrors { code field } }
}";

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

    fn a_teacher_sees_attendance_and_results_of_their_own_group_only(world: &World) {
        let chain = world.municipality();
        let asked = |role: &str, group| {
            let ids = json!({ "id": chain.youth("Alma"), "group": chain.group(group) });
            chain.signed_in(role).data(TAUGHT, ids)["youth"].take()
        };
        let seen = asked("TEACHER", "SV7");
        assert_eq!(seen["attendance"], json!({ "validMinutes": 90, "offeredMinutes": 900, "absenceShare": 0.1 }));
        assert_eq!(seen["ofGroup"]["offeredMinutes"], 0);
        assert_eq!(seen["results"], json!([{ "subjectCode": "MAT" }]));
        let all = asked("PRINCIPAL", "SV7");
        assert_eq!(all["attendance"]["offeredMinutes"], 2700);
        assert_eq!(all["ofGroup"], json!({ "validMinutes": 180, "offeredMinutes": 900 }));
        assert_eq!(all["results"].as_array().map(Vec::len), Some(2));
    }

    /// One field out of reach takes no other with it.
    fn a_field_out_of_reach_is_null_with_its_error_and_its_siblings_stay(world: &World) {
        let chain = world.municipality();
        let query = "query One($id: ID!) { youth(id: $id) { givenName birthDate } }";
        let answer = chain.signed_in("TEACHER").graphql(query, json!({ "id": chain.youth("Alma") }));
        assert_eq!(answer["data"]["youth"], json!({ "givenName": "Alma", "birthDate": null }));
        let errors = answer["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0]["path"], json!(["youth", "birthDate"]));
        assert_eq!(errors[0]["extensions"]["code"], "FORBIDDEN");
    }

    fn a_change_of_class_moves_reach_and_the_history_goes_along(world: &World) {
        let chain = world.municipality();
        let granted = json!({ "input": {
            "staff": chain.staff("STEERING_GROUP"), "role": "MENTOR",
            "unit": chain.unit("enhet 2"), "group": chain.group("8B"),
        } });
        let granted = chain.signed_in("OTHER_PRINCIPAL").data(GRANT, granted);
        assert_eq!(granted["grantAssignment"]["assignment"]["state"], "ACTIVE", "{granted:#}");
        let (before, after) = (chain.signed_in("MENTOR"), chain.signed_in("STEERING_GROUP"));
        let alma = json!({ "id": chain.youth("Alma") });
        assert_eq!(after.codes(ONE, alma.clone()), ["NOT_FOUND"]);
        change_class(world, &chain, "Alma", "7A", "8B");
        assert_eq!(before.codes(ONE, alma.clone()), ["NOT_FOUND"]);
        let seen = after.data(TAUGHT, alma);
        assert_eq!(seen["youth"]["attendance"]["offeredMinutes"], 2700);
        assert_eq!(seen["youth"]["results"].as_array().map(Vec::len), Some(2));
    }

    fn ids_of_another_municipality_are_not_found(world: &World) {
        let (here, there) = (world.municipality(), world.municipality());
        let principal = here.signed_in("PRINCIPAL");
        let foreign = [
            ("youth", there.youth("Alma")),
            ("unit", there.unit("skola 1")),
            ("group", there.group("7A")),
            ("staff", there.staff("MENTOR")),
            ("node", there.assignment("MENTOR")),
        ];
        for (field, id) in foreign {
            let query = format!("query ById($id: ID!) {{ {field}(id: $id) {{ id }} }}");
            assert_eq!(principal.codes(&query, json!({ "id": id })), ["NOT_FOUND"], "{field}");
        }
        let nodes = "query Nodes($ids: [ID!]!) { nodes(ids: $ids) { id } }";
        let ids = [there.youth("Alma"), here.youth("Alma")];
        assert_eq!(principal.data(nodes, json!({ "ids": ids }))["nodes"], json!([null, { "id": ids[1] }]));
    }

    fn the_home_municipality_reaches_only_those_who_study_elsewhere(world: &World) {
        let chain = world.municipality();
        let officer = chain.signed_in("HOME_MUNICIPALITY_OFFICER");
        let youths = officer.data(YOUTHS, json!({}))["youths"].take();
        assert_eq!(youths, json!({ "totalCount": 1, "nodes": [{ "givenName": "Hugo", "protection": "NONE" }] }));
    }

    fn persons_ask_for_a_second_factor(world: &World) {
        let chain = world.municipality();
        let account = chain.open_account("PRINCIPAL");
        let weak = chain.sign_in_as(&account, None);
        assert_eq!(weak.data("{ viewer { secondFactor } }", json!({}))["viewer"]["secondFactor"], false);
        assert_eq!(weak.codes(YOUTHS, json!({})), ["SECOND_FACTOR_REQUIRED"]);
        assert_eq!(weak.codes("{ staffMembers(first: 1) { nodes { id } } }", json!({})), ["SECOND_FACTOR_REQUIRED"]);
        assert!(weak.codes("{ municipality { name } }", json!({})).is_empty());
    }

    fn an_assignment_that_ends_is_over_at_once(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        assert!(mentor.codes(YOUTHS, json!({})).is_empty());
        let end = "mutation End($id: ID!) { endAssignment(input: { assignment: $id }) { userErrors { code } } }";
        let ended = principal.data(end, json!({ "id": chain.assignment("MENTOR") }));
        assert_eq!(ended["endAssignment"]["userErrors"], json!([]));
        assert_eq!(mentor.codes(YOUTHS, json!({})), ["FORBIDDEN"]);
    }

    fn pages_of_any_size_give_every_youth_once(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        for order in ["NAME", "NAME_DESCENDING"] {
            let mut all = vec!["Alma", "Bo", "Cleo", "Dag"];
            if order == "NAME_DESCENDING" {
                all.reverse();
            }
            for size in 1..=5 {
                assert_eq!(walk(&mentor, order, size, ("first", "after")), all, "{order} {size}");
                let backward = walk(&mentor, order, size, ("last", "before"));
                let pages: Vec<_> = backward.chunks(size).rev().flatten().collect();
                assert_eq!(pages, all.iter().collect::<Vec<_>>(), "{order} {size}");
            }
        }
    }

    fn a_cursor_of_a_row_out_of_reach_leads_nowhere(world: &World) {
        let chain = world.municipality();
        let edges = "{ youths(first: 100) { edges { cursor node { givenName } } } }";
        let theirs = chain.signed_in("OTHER_PRINCIPAL").data(edges, json!({}))["youths"]["edges"][0]["cursor"].take();
        let page = "query Page($after: String) { youths(first: 100, after: $after) { nodes { givenName } } }";
        let mentor = chain.signed_in("MENTOR");
        assert_eq!(mentor.data(page, json!({ "after": theirs }))["youths"]["nodes"], json!([]));
        assert_eq!(mentor.codes(page, json!({ "after": "none" })), ["BAD_USER_INPUT"]);
    }

    fn a_name_is_found_with_its_letters_and_sorted_as_in_swedish(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let register = "mutation Register($input: RegisterYouthInput!) {
            registerYouth(input: $input) { userErrors { code } }
        }";
        for name in ["Östen", "Åsa", "Ärla"] {
            let enrolment = json!({ "unit": chain.unit("enhet 1"), "schoolType": "GR", "startsOn": chain.today() });
            let input = json!({ "givenName": name, "familyName": "Prov", "enrolment": enrolment });
            let done = principal.data(register, json!({ "input": input }));
            assert_eq!(done["registerYouth"]["userErrors"], json!([]));
        }
        for (searched, found) in [("ÅSA", "Åsa"), ("ärl", "Ärla"), ("prov öst", "Östen")] {
            let youths = principal.data(NAMED, json!({ "name": searched }))["youths"].take();
            assert_eq!(youths, json!({ "totalCount": 1, "nodes": [{ "givenName": found }] }), "{searched}");
        }
        let names = principal.data(YOUTHS, json!({}))["youths"]["nodes"].take();
        let last: Vec<_> = names.as_array().unwrap().iter().rev().take(3).rev().map(|row| &row["givenName"]).collect();
        assert_eq!(last, ["Åsa", "Ärla", "Östen"]);
    }
}

/// From one class to another today.
fn change_class(world: &World, chain: &Chain<'_>, youth: &str, from: &str, to: &str) {
    let moved = world.wait(async {
        let tx = chain.grant().await.begin().await.expect("a transaction");
        let left = derived(chain.row(youth), from);
        group_membership::Entity::update_many()
            .set(group_membership::ActiveModel {
                ends_on: Set(Some(chain.today() - Days::new(1))),
                ..Default::default()
            })
            .filter(group_membership::Column::Id.eq(left))
            .exec(&tx)
            .await?;
        let joined = group_membership::ActiveModel {
            id: Set(derived(chain.row(youth), to)),
            group_id: Set(chain.row(to)),
            youth_id: Set(chain.row(youth)),
            starts_on: Set(chain.today()),
            ..Default::default()
        };
        group_membership::Entity::insert(joined).exec_without_returning(&tx).await?;
        tx.commit().await
    });
    moved.expect("a change of class");
}

/// The names on all pages of a size, in the order in which the pages came.
fn walk(client: &Client, order: &str, size: usize, (count, cursor): (&str, &str)) -> Vec<String> {
    let query = format!(
        "query Page($cursor: String) {{ youths(orderBy: {order}, {count}: {size}, {cursor}: $cursor) {{
            nodes {{ givenName }} pageInfo {{ hasNextPage hasPreviousPage endCursor startCursor }}
        }} }}"
    );
    let (more, next) = match count {
        "first" => ("hasNextPage", "endCursor"),
        _ => ("hasPreviousPage", "startCursor"),
    };
    let (mut names, mut at) = (Vec::new(), Value::Null);
    loop {
        let page = client.data(&query, json!({ "cursor": at }))["youths"].take();
        let nodes = page["nodes"].as_array().cloned().unwrap_or_default();
        assert!(nodes.len() <= size, "{page:#}");
        names.extend(nodes.iter().filter_map(|node| node["givenName"].as_str()).map(str::to_owned));
        if page["pageInfo"][more] != true {
            return names;
        }
        at = page["pageInfo"][next].clone();
    }
}
