//! SKR's own staff: how they sign in, and that there is no municipality for them to reach.

use entity::vocabulary::Role;
use serde_json::{Value, json};
use tests::command::Installation;
use tests::{Account, Client, World, on_both_engines, skr};

const WHO: &str = "{ viewer { municipalityCode secondFactor staff { givenName } skr { givenName role } \
                   assignments { id } can(action: READ_YOUTH) } }";
const REFRESH: &str = "mutation Refresh($input: RefreshSessionInput!) {
    refreshSession(input: $input) { accessToken refreshToken userErrors { code } } }";

fn payload(world: &World, account: &Account) -> Value {
    let code = account.totp_at(world.clock.now());
    let answer = world.client().try_sign_in(&account.municipality, &account.user, &account.password, &code);
    assert!(answer["data"]["signIn"]["accessToken"].is_string(), "{answer:#}");
    answer["data"]["signIn"].clone()
}

fn with(client: &Client, payload: &Value) -> Client {
    client.with_token(payload["accessToken"].as_str().expect("a token"))
}

fn refresh(client: &Client, token: &Value) -> Value {
    client.data(REFRESH, json!({ "input": { "refreshToken": token } }))["refreshSession"].clone()
}

fn opens(client: &Client) -> bool {
    client.graphql(WHO, json!({}))["data"]["viewer"].is_object()
}

on_both_engines! {
    fn somebody_at_skr_is_told_who_they_are_and_has_nothing_in_any_municipality(world: &World) {
        for role in [Role::SkrAnalyst, Role::SkrProcessSupport] {
            let account = skr::account(world, role);
            let seen = world.client().sign_in(&account, world.clock.now()).data(WHO, json!({}));
            assert_eq!(seen["viewer"], json!({
                "municipalityCode": "SKR", "secondFactor": true, "staff": null,
                "skr": { "givenName": "Siv", "role": account.role }, "assignments": [], "can": false,
            }));
        }
    }

    /// The same answer as at a municipality's desk, byte for byte but for what the limits have left.
    fn every_refusal_is_the_answer_that_municipalities_give(world: &World) {
        let account = skr::account(world, Role::SkrAnalyst);
        let code = account.totp_at(world.clock.now());
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let refused = |municipality: &str, user: &str, password: &str, code: &str| {
            let mut answer = world.client().try_sign_in(municipality, user, password, code);
            answer["extensions"].take();
            answer.to_string()
        };
        let chain = world.municipality();
        let (user, password) = (&*account.user, &*account.password);
        let first = refused("SKR", user, "not the password", &code);
        assert!(first.contains("SIGN_IN_REFUSED"), "{first}");
        for other in [
            refused("SKR", "nobody", password, &code),
            refused("SKR", user, password, wrong),
            refused("skr", user, password, &code),
            refused(&chain.code, user, password, &code),
            refused("0000", user, password, &code),
        ] {
            assert_eq!(other, first);
        }
        payload(world, &account);
        assert_eq!(refused("SKR", user, password, &code), first, "a code works once");
    }

    fn a_refresh_token_of_skr_works_once_and_a_second_use_closes_the_session(world: &World) {
        let second = world.second_instance();
        let first = payload(world, &skr::account(world, Role::SkrAnalyst));
        let renewed = refresh(&second.client(), &first["refreshToken"]);
        assert!(opens(&with(&world.client(), &first)) && opens(&with(&world.client(), &renewed)));
        assert_eq!(refresh(&world.client(), &first["refreshToken"])["userErrors"][0]["code"], "SESSION_OVER");
        assert!(!opens(&with(&second.client(), &renewed)) && !opens(&with(&world.client(), &first)));
        assert!(refresh(&world.client(), &renewed["refreshToken"])["accessToken"].is_null());
    }

    fn a_sign_out_of_skr_holds_at_once_on_every_instance(world: &World) {
        let second = world.second_instance();
        let tokens = payload(world, &skr::account(world, Role::SkrProcessSupport));
        let (here, there) = (with(&world.client(), &tokens), with(&second.client(), &tokens));
        assert!(opens(&here) && opens(&there));
        here.data("mutation { signOut { userErrors { code } } }", json!({}));
        assert!(!opens(&here) && !opens(&there));
        assert!(refresh(&second.client(), &tokens["refreshToken"])["accessToken"].is_null());
    }

    /// A session counts only where its row is, on both sides.
    fn no_token_is_carried_from_skr_to_a_municipality_or_back(world: &World) {
        let chain = world.municipality();
        let ring = world.parts.desk.ring();
        let moved = |client: &Client, to: &str| {
            let mut claims = ring.verify(client.token().expect("a token"), world.clock.now()).expect("it holds");
            claims.mun = to.to_owned();
            client.with_token(&ring.issue(&claims).expect("a token"))
        };
        assert!(!opens(&moved(&skr::signed_in(world, Role::SkrAnalyst), &chain.code)));
        assert!(!opens(&moved(&chain.signed_in("PRINCIPAL"), "SKR")));
    }

    fn nothing_of_a_municipality_is_reached_by_its_id_either(world: &World) {
        let chain = world.municipality();
        let analyst = skr::signed_in(world, Role::SkrAnalyst);
        for id in [chain.youth("Alma"), chain.unit("skola 1"), chain.group("7A"), chain.staff("MENTOR")] {
            assert_eq!(analyst.codes("query A($id: ID!) { node(id: $id) { id } }", json!({ "id": id })), ["FORBIDDEN"]);
            let many = "query A($ids: [ID!]!) { nodes(ids: $ids) { id } }";
            assert_eq!(analyst.codes(many, json!({ "ids": [id] })), ["FORBIDDEN"]);
            let can = "query A($id: ID!) { viewer { can(action: READ_YOUTH, on: $id) } }";
            assert_eq!(analyst.data(can, json!({ "id": id }))["viewer"]["can"], false);
        }
        for field in ["municipality { code }", "youths(first: 1) { pageInfo { hasNextPage } }", "viewer { workList(first: 1) { pageInfo { hasNextPage } } }"] {
            assert_eq!(analyst.codes(&format!("{{ {field} }}"), json!({})), ["FORBIDDEN"], "{field}");
        }
    }
}

#[test]
fn an_operator_invites_somebody_to_skr_in_one_of_its_roles() {
    let installation = Installation::new();
    installation.done(&["migrate"]);
    let invite = |role: &str| {
        let line = format!(
            "staff invite --municipality SKR --given-name Siv --family-name Prov --user siv --role {role}"
        );
        installation.run(&line.split(' ').collect::<Vec<_>>())
    };
    let refused = invite("ADMINISTRATOR");
    assert!(!refused.ok && refused.err.contains("SKR_ANALYST"), "{refused:?}");
    let invited = invite("SKR_ANALYST");
    assert!(invited.ok && invited.out.contains("municipality: SKR"), "{invited:?}");
    assert!(invite("SKR_ANALYST").err.contains("taken"));
    let after = |mark: &str, end: char| {
        let (_, rest) = invited.out.split_once(mark).expect("it is printed");
        rest.split(end).next().unwrap_or_default().trim().to_owned()
    };
    let account = Account {
        municipality: "SKR".to_owned(),
        role: "SKR_ANALYST".to_owned(),
        user: after("user: ", '\n'),
        password: after("password: ", '\n'),
        totp_secret: after("secret=", '&'),
    };
    let served = installation.serve();
    let client = Client::new(&served.url).sign_in(&account, api::support::clock::Clock::system().now());
    assert_eq!(client.data(WHO, json!({}))["viewer"]["skr"]["role"], "SKR_ANALYST");
}
