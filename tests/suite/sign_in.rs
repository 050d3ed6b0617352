//! Signing in, staying signed in, and being signed out.

use serde_json::{Value, json};
use tests::{Client, on_both_engines};

const VIEWER: &str = "{ viewer { __typename } }";
const YOUTHS: &str = "{ youths(first: 1) { nodes { id } } }";
const REFRESH: &str = "mutation Refresh($input: RefreshSessionInput!) {
    refreshSession(input: $input) { accessToken refreshToken userErrors { code } } }";

fn refresh(client: &Client, token: &Value) -> Value {
    client.graphql(REFRESH, json!({ "input": { "refreshToken": token } }))["data"]["refreshSession"].take()
}

fn is_stranger(client: &Client) -> bool {
    client.post("/graphql", &json!({ "query": YOUTHS })).status == 401
}

on_both_engines! {
    fn whatever_is_wrong_the_answer_is_one(world: &World) {
        let chain = world.municipality();
        let known = chain.open_account("MENTOR");
        let code = known.totp_at(world.clock.now());
        let client = world.client();
        let wrong = if code == "000000" { "111111" } else { "000000" };
        let answers = [
            client.try_sign_in(&chain.code, "nobody", &known.password, &code),
            client.try_sign_in(&chain.code, &known.user, "not the password", &code),
            client.try_sign_in(&chain.code, &known.user, &known.password, wrong),
            client.try_sign_in("9999", &known.user, &known.password, &code),
        ];
        for answer in &answers {
            assert_eq!(answer["data"], answers[0]["data"], "{answer}");
        }
        assert_eq!(answers[0]["data"]["signIn"]["userErrors"][0]["code"], "SIGN_IN_REFUSED", "{}", answers[0]);
    }

    fn a_code_works_once(world: &World) {
        let chain = world.municipality();
        let account = chain.open_account("MENTOR");
        let code = account.totp_at(world.clock.now());
        let tries = [(); 2].map(|()| world.client().try_sign_in(&chain.code, &account.user, &account.password, &code));
        assert!(tries[0]["data"]["signIn"]["accessToken"].is_string(), "{}", tries[0]);
        assert!(tries[1]["data"]["signIn"]["accessToken"].is_null());
    }

    fn a_weak_sign_in_reaches_no_person(world: &World) {
        let chain = world.municipality();
        let account = chain.open_account("PRINCIPAL");
        let document = "mutation Weak($input: SignInInput!) { signIn(input: $input) { accessToken } }";
        let input = json!({ "municipality": chain.code, "user": account.user, "password": account.password });
        let signed = world.client().data(document, json!({ "input": input }));
        let weak = world.client().with_token(signed["signIn"]["accessToken"].as_str().unwrap());
        assert_eq!(weak.codes(YOUTHS, json!({})), ["SECOND_FACTOR_REQUIRED"]);
        assert_eq!(weak.codes("{ staffMembers(first: 1) { nodes { id } } }", json!({})), ["SECOND_FACTOR_REQUIRED"]);
        assert_eq!(weak.data("{ municipality { code } }", json!({}))["municipality"]["code"], chain.code);
    }

    fn a_refresh_token_used_twice_closes_the_session(world: &World) {
        let chain = world.municipality();
        let account = chain.open_account("MENTOR");
        let code = account.totp_at(world.clock.now());
        let client = world.client();
        let first = client.try_sign_in(&chain.code, &account.user, &account.password, &code)["data"]["signIn"].take();
        let second = refresh(&client, &first["refreshToken"]);
        assert!(second["accessToken"].is_string(), "{second}");
        let again = refresh(&client, &first["refreshToken"]);
        assert_eq!(again["userErrors"][0]["code"], "SESSION_OVER", "{again}");
        assert_eq!(refresh(&client, &second["refreshToken"])["userErrors"][0]["code"], "SESSION_OVER");
        assert!(is_stranger(&client.with_token(second["accessToken"].as_str().unwrap())));
    }

    fn signing_out_holds_at_once_at_the_other_instance(world: &World) {
        let chain = world.municipality();
        let client = chain.signed_in("MENTOR");
        let second = world.second_instance();
        let there = client.at(&second.url);
        // Counters in memory belong to one instance: on SQLite there is one.
        assert_eq!(there.codes(VIEWER, json!({})), [""; 0]);
        client.data("mutation { signOut { userErrors { code } } }", json!({}));
        assert!(is_stranger(&client));
        assert!(is_stranger(&there));
    }

    fn a_token_that_was_touched_is_no_token(world: &World) {
        let chain = world.municipality();
        let client = chain.signed_in("MENTOR");
        let parts: Vec<_> = client.token().unwrap().split('.').map(str::to_owned).collect();
        let unsigned = format!("{}.{}.", parts[0], parts[1]);
        let of_another = chain.signed_in("TEACHER").token().unwrap().split('.').nth(1).unwrap().to_owned();
        let swapped = format!("{}.{of_another}.{}", parts[0], parts[2]);
        for token in [unsigned, swapped, "nothing".to_owned()] {
            assert!(is_stranger(&client.with_token(&token)), "{token}");
        }
        assert!(!is_stranger(&client));
    }
}
