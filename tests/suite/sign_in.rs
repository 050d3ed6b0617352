//! Signing in, renewing and signing out, on one instance and on two.

use chrono::TimeDelta;
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use serde_json::{Value, json};
use tests::{Client, on_both_engines};

const WHO: &str = "{ viewer { municipalityCode secondFactor staff { givenName } } }";
const REFRESH: &str = "mutation Refresh($input: RefreshSessionInput!) {
    refreshSession(input: $input) { accessToken refreshToken expiresAt userErrors { code } } }";
const SIGN_OUT: &str = "mutation { signOut { userErrors { code } } }";

/// The payload of a sign-in with a right code.
fn signed_in(world: &tests::World, account: &tests::Account) -> Value {
    let code = account.totp_at(world.clock.now());
    let answer = world.client().try_sign_in(&account.municipality, &account.user, &account.password, &code);
    assert!(answer["data"]["signIn"]["accessToken"].is_string(), "{answer:#}");
    answer["data"]["signIn"].clone()
}

fn refresh(client: &Client, token: &Value) -> Value {
    client.data(REFRESH, json!({ "input": { "refreshToken": token } }))["refreshSession"].clone()
}

fn with(client: &Client, payload: &Value) -> Client {
    client.with_token(payload["accessToken"].as_str().expect("a token"))
}

/// Whether the token opens anything; one that does not is told so by the status too.
#[track_caller]
fn opens(client: &Client) -> bool {
    let reply = client.post("/graphql", &json!({ "query": WHO }));
    match (reply.status, reply.json()["data"]["viewer"].is_object()) {
        (200, true) => true,
        (401, false) => false,
        _ => panic!("{reply:?}"),
    }
}

on_both_engines! {
    /// Byte for byte, but for what the limits have left.
    fn an_unknown_place_an_unknown_user_and_a_wrong_secret_are_one_answer(world: &World) {
        let chain = world.municipality();
        let account = chain.open_account("MENTOR");
        let code = account.totp_at(world.clock.now());
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let refused = |municipality: &str, user: &str, password: &str, code: &str| {
            let mut answer = world.client().try_sign_in(municipality, user, password, code);
            answer["extensions"].take();
            answer.to_string()
        };
        let (place, user, password) = (&*account.municipality, &*account.user, &*account.password);
        let answers = [
            refused(place, user, "not the password", &code),
            refused(place, user, password, wrong),
            refused(place, user, password, "not a code"),
            refused(place, "nobody", password, &code),
            refused("0000", user, password, &code),
            refused("../x", user, password, &code),
            refused("", "", "", ""),
        ];
        assert!(answers[0].contains("SIGN_IN_REFUSED"), "{}", answers[0]);
        for answer in &answers {
            assert_eq!(answer, &answers[0]);
        }
        signed_in(world, &account);
    }

    fn a_code_works_once(world: &World) {
        let chain = world.municipality();
        let account = chain.open_account("MENTOR");
        let code = account.totp_at(world.clock.now());
        let sign_in = || world.client().try_sign_in(&account.municipality, &account.user, &account.password, &code);
        assert!(sign_in()["data"]["signIn"]["accessToken"].is_string());
        assert_eq!(sign_in()["data"]["signIn"]["userErrors"][0]["code"], "SIGN_IN_REFUSED");
    }

    fn a_sign_in_without_a_second_factor_reaches_no_person(world: &World) {
        let chain = world.municipality();
        let account = chain.open_account("MENTOR");
        let input = json!({ "municipality": account.municipality, "user": account.user, "password": account.password });
        let answer = world.client().data(
            "mutation A($input: SignInInput!) { signIn(input: $input) { accessToken } }",
            json!({ "input": input }),
        );
        let weak = with(&world.client(), &answer["signIn"]);
        assert_eq!(weak.data(WHO, json!({}))["viewer"]["secondFactor"], false);
        assert_eq!(weak.codes("{ youths(first: 1) { totalCount } }", json!({})), ["SECOND_FACTOR_REQUIRED"]);
    }

    fn a_refresh_token_is_exchanged_once_and_a_second_use_closes_the_session(world: &World) {
        let chain = world.municipality();
        let account = chain.open_account("MENTOR");
        let client = world.client();
        let first = signed_in(world, &account);
        let second = refresh(&client, &first["refreshToken"]);
        let third = refresh(&client, &second["refreshToken"]);
        assert!(opens(&with(&client, &first)) && opens(&with(&client, &second)) && opens(&with(&client, &third)));
        let stolen = refresh(&client, &first["refreshToken"]);
        assert!(stolen["accessToken"].is_null());
        assert_eq!(stolen["userErrors"][0]["code"], "SESSION_OVER");
        for token in [&first, &second, &third] {
            assert!(!opens(&with(&client, token)), "the whole session is closed");
        }
        assert!(refresh(&client, &third["refreshToken"])["accessToken"].is_null());
    }

    fn a_sign_out_holds_at_once_on_every_instance(world: &World) {
        let chain = world.municipality();
        let second = world.second_instance();
        let payload = signed_in(world, &chain.open_account("MENTOR"));
        let here = with(&world.client(), &payload);
        let there = here.at(&second.url);
        assert!(opens(&here) && opens(&there));
        assert_eq!(here.data(SIGN_OUT, json!({}))["signOut"]["userErrors"], json!([]));
        assert!(!opens(&there) && !opens(&here));
        assert!(refresh(&second.client(), &payload["refreshToken"])["accessToken"].is_null());
    }

    fn a_refresh_token_used_on_two_instances_closes_the_session_on_both(world: &World) {
        let second = world.second_instance();
        let chain = world.municipality();
        let first = signed_in(world, &chain.open_account("MENTOR"));
        let renewed = refresh(&world.client(), &first["refreshToken"]);
        assert!(opens(&with(&second.client(), &renewed)));
        assert!(refresh(&second.client(), &first["refreshToken"])["accessToken"].is_null());
        assert!(!opens(&with(&world.client(), &renewed)) && !opens(&with(&second.client(), &renewed)));
    }

    fn a_token_opens_its_own_municipality_only(world: &World) {
        let (own, other) = (world.municipality(), world.municipality());
        let principal = own.signed_in("PRINCIPAL");
        other.signed_in("PRINCIPAL");
        let ids = [other.youth("Alma"), other.unit("skola 1"), other.group("7A"), other.staff("MENTOR")];
        for id in &ids {
            assert_eq!(principal.codes("query A($id: ID!) { node(id: $id) { id } }", json!({ "id": id })), ["NOT_FOUND"]);
        }
        let nodes = principal.data("query A($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids }));
        assert_eq!(nodes["nodes"], json!([null, null, null, null]));
        let rename = "mutation A($input: RenameUnitInput!) { renameUnit(input: $input) { userErrors { code } } }";
        let input = json!({ "input": { "unit": other.unit("skola 1"), "name": "x" } });
        let answer = own.signed_in("ADMINISTRATOR").graphql(rename, input).to_string();
        assert!(answer.contains("NOT_FOUND"), "{answer}");
    }

    /// A session counts only where its row is: a token that names another municipality, though well signed, opens none.
    fn a_token_moved_to_another_municipality_opens_nothing(world: &World) {
        let (own, other) = (world.municipality(), world.municipality());
        let ring = world.parts.desk.ring();
        let token = own.signed_in("PRINCIPAL").token().expect("a token").to_owned();
        let mut claims = ring.verify(&token, world.clock.now()).expect("it holds");
        claims.mun = other.code.clone();
        let moved = ring.issue(&claims).expect("a token");
        assert!(!opens(&world.client().with_token(&moved)));
        claims.mun = "0000".to_owned();
        assert!(!opens(&world.client().with_token(&ring.issue(&claims).expect("a token"))));
    }

    fn a_token_out_of_its_time_or_for_another_service_opens_nothing(world: &World) {
        let ring = world.parts.desk.ring();
        let own = world.municipality();
        let mentor = own.signed_in("MENTOR");
        let now = world.clock.now();
        let claims = ring.verify(mentor.token().expect("a token"), now).expect("it holds");
        let seconds = now.timestamp();
        let issued = |change: &dyn Fn(&mut api::access::token::Claims)| {
            let mut claims = claims.clone();
            change(&mut claims);
            mentor.with_token(&ring.issue(&claims).expect("a token"))
        };
        assert!(opens(&issued(&|_| ())));
        assert!(!opens(&issued(&|claims| claims.exp = seconds - 60)));
        assert!(!opens(&issued(&|claims| claims.nbf = seconds + 120)));
        assert!(!opens(&issued(&|claims| claims.aud = "another".to_owned())));
        assert!(!opens(&issued(&|claims| claims.iss = "another".to_owned())));
        assert!(!opens(&issued(&|claims| claims.sid = api::support::ids::random_id())));
    }

    fn a_forged_token_opens_nothing(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        let token = mentor.token().expect("a token").to_owned();
        let parts: Vec<_> = token.split('.').collect();
        let header: Value = serde_json::from_slice(&decoded(parts[0])).expect("a header");
        let key = world.client().get("/.well-known/jwks.json").json()["keys"][0]["x"].as_str().expect("x").to_owned();
        let changed = |name: &str, value: Value| {
            let mut header = header.clone();
            header[name] = value;
            encoded(header.to_string().as_bytes())
        };
        let mut claims: Value = serde_json::from_slice(&decoded(parts[1])).expect("claims");
        claims["acr"] = json!("urn:up2:acr:2");
        claims["mun"] = json!("0000");
        let none = changed("alg", json!("none"));
        let hs256 = changed("alg", json!("HS256"));
        let by_public_key = EncodingKey::from_secret(&decoded(&key));
        let signed = format!("{hs256}.{}", parts[1]);
        let mac = crypto::sign(signed.as_bytes(), &by_public_key, Algorithm::HS256).expect("a signature");
        for forged in [
            format!("{none}.{}.", parts[1]),
            format!("{none}.{}.{}", parts[1], parts[2]),
            format!("{signed}.{mac}"),
            format!("{}.{}.{}", changed("kid", json!("unknown")), parts[1], parts[2]),
            format!("{}.{}.{}", changed("typ", json!("up2-log-head")), parts[1], parts[2]),
            format!("{}.{}.{}", parts[0], encoded(claims.to_string().as_bytes()), parts[2]),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{}.{}", parts[0], parts[1]),
        ] {
            assert!(!opens(&mentor.with_token(&forged)), "{forged}");
        }
        assert!(opens(&mentor));
    }

    fn keys_change_without_a_pause(world: &World) {
        let world = world.another();
        let chain = world.municipality();
        let before = chain.signed_in("MENTOR");
        let kids = || {
            let keys = world.client().get("/.well-known/jwks.json").json();
            keys["keys"].as_array().expect("keys").iter().map(|key| key["kid"].to_string()).collect::<Vec<_>>()
        };
        let old = kids();
        let rotated = api::access::tenants::rotate_keys(&world.operator, world.clock.now());
        let kid = world.wait(rotated).expect("the keys are rotated");
        world.wait(world.parts.reload_keys()).expect("the keys are read");
        let both = kids();
        assert!(both.len() == 2 && both.contains(&old[0]) && both.contains(&format!("\"{kid}\"")), "{both:?}");
        assert!(opens(&before), "what the old key signed goes on");
        assert!(opens(&chain.signed_in("TEACHER")));
        let later = world.clock.now() + api::access::keys::PUBLISHED_BEFORE + TimeDelta::seconds(1);
        let ring = world.parts.desk.ring();
        let claims = ring.verify(before.token().expect("a token"), world.clock.now()).expect("it holds");
        let signed_later = ring.issue(&api::access::token::Claims { iat: later.timestamp(), ..claims });
        let header = decoded(signed_later.expect("a token").split('.').next().expect("a header"));
        assert!(String::from_utf8_lossy(&header).contains(&kid), "the new key signs when its time has come");
    }

    fn many_wrong_passwords_have_to_wait(world: &World) {
        let world = world.another();
        let chain = world.municipality();
        let (account, other) = (chain.open_account("MENTOR"), chain.open_account("TEACHER"));
        let attempt = || {
            let query = "mutation A($input: SignInInput!) { signIn(input: $input) { userErrors { code } } }";
            let input = json!({ "municipality": account.municipality, "user": account.user, "password": "wrong" });
            world.client().codes(query, json!({ "input": input }))
        };
        let codes: Vec<_> = (0..12).map(|_| attempt()).collect();
        assert!(codes[0].is_empty(), "{codes:?}");
        assert_eq!(codes.last().expect("an answer"), &["THROTTLED"]);
        signed_in(&world, &other);
    }
}

fn decoded(part: &str) -> Vec<u8> {
    BASE64URL_NOPAD.decode(part.as_bytes()).expect("base64url")
}

fn encoded(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}
