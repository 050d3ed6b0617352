//! Who grants what to whom, and who must answer.

use chrono::Days;
use serde_json::{Value, json};
use tests::{Chain, Client, on_both_engines};

const GRANT: &str = "mutation Grant($input: GrantAssignmentInput!) {
    grantAssignment(input: $input) { assignment { id state } userErrors { code field } }
}";
const ANSWER: &str = "mutation Answer($input: AnswerAssignmentInput!) {
    answerAssignment(input: $input) { assignment { state } userErrors { code } }
}";
const END: &str = "mutation End($input: EndAssignmentInput!) {
    endAssignment(input: $input) { assignment { state endsOn } userErrors { code } }
}";
const INVITE: &str = "mutation Invite($input: InviteStaffInput!) {
    inviteStaff(input: $input) { password userErrors { code } }
}";
const CONFIRM: &str = "mutation Confirm($input: ConfirmInvitationInput!) {
    confirmInvitation(input: $input) { totpUrl userErrors { code } }
}";
const SIGN_IN: &str = "mutation SignIn($input: SignInInput!) { signIn(input: $input) { accessToken } }";
const YOUTHS: &str = "{ youths(first: 1) { totalCount } }";

on_both_engines! {
    fn nobody_grants_anything_to_themselves(world: &World) {
        let chain = world.municipality();
        for (role, wanted) in [("PRINCIPAL", "MENTOR"), ("ADMINISTRATOR", "PROCESS_LEADER")] {
            let to_self = grant(&chain, &chain.signed_in(role), role, wanted, json!({}));
            assert_eq!(outcome(&to_self), "GRANTED_TO_SELF", "{role}");
        }
    }

    fn a_principal_grants_mentors_and_teachers_of_own_school_only(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let to = |role: &str, more: Value| outcome(&grant(&chain, &principal, "AREA_MANAGER", role, more));
        assert_eq!(to("MENTOR", json!({})), "ACTIVE");
        assert_eq!(to("TEACHER", json!({ "endsOn": chain.today() + Days::new(14) })), "ACTIVE");
        for role in ["PRINCIPAL", "STUDENT_HEALTH", "ADMINISTRATOR", "SKR_ANALYST"] {
            assert_eq!(to(role, json!({})), "NOT_GRANTABLE", "{role}");
        }
        let elsewhere = json!({ "unit": chain.unit("enhet 2"), "group": chain.group("8B") });
        assert_eq!(to("MENTOR", elsewhere), "NOT_GRANTABLE");
        assert_eq!(to("MENTOR", json!({ "group": chain.group("8B") })), "NOT_FOUND");
    }

    fn what_cannot_be_is_refused_with_its_field(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let refused = |role: &str, more: Value| {
            let payload = grant(&chain, &principal, "AREA_MANAGER", role, more);
            let error = &payload["data"]["grantAssignment"]["userErrors"][0];
            format!("{} {}", error["field"].as_str().unwrap_or("-"), outcome(&payload))
        };
        assert_eq!(refused("MENTOR", json!({ "group": null })), "input.group INVALID");
        let backwards = json!({ "startsOn": chain.today(), "endsOn": chain.today() - Days::new(1) });
        assert_eq!(refused("MENTOR", backwards), "input.endsOn ENDS_BEFORE_START");
        let administrator = chain.signed_in("ADMINISTRATOR");
        let too_much = grant(&chain, &administrator, "AREA_MANAGER", "SCHOOL_NURSE", json!({ "group": chain.group("7A") }));
        assert_eq!(outcome(&too_much), "INVALID");
        assert_eq!(outcome(&grant(&chain, &administrator, "AREA_MANAGER", "SKR_ANALYST", json!({}))), "NOT_GRANTABLE");
    }

    fn an_administrators_grant_of_a_role_that_reaches_people_waits_for_another(world: &World) {
        let chain = world.municipality();
        let administrator = chain.signed_in("ADMINISTRATOR");
        let granted = grant(&chain, &administrator, "DEVELOPMENT_TEAM", "STUDENT_HEALTH", json!({}));
        assert_eq!(outcome(&granted), "PENDING");
        let id = &granted["data"]["grantAssignment"]["assignment"]["id"];
        let receiver = chain.signed_in("DEVELOPMENT_TEAM");
        assert_eq!(receiver.codes(YOUTHS, json!({})), ["FORBIDDEN"]);
        let answer = |role: &str| {
            let input = json!({ "assignment": id, "approve": true });
            outcome(&chain.signed_in(role).graphql(ANSWER, json!({ "input": input })))
        };
        assert_eq!(answer("ADMINISTRATOR"), "FORBIDDEN");
        assert_eq!(answer("DEVELOPMENT_TEAM"), "FORBIDDEN");
        assert_eq!(answer("OTHER_PRINCIPAL"), "NOT_FOUND");
        assert_eq!(receiver.codes(YOUTHS, json!({})), ["FORBIDDEN"]);
        assert_eq!(answer("PRINCIPAL"), "ACTIVE");
        assert_eq!(receiver.data(YOUTHS, json!({}))["youths"]["totalCount"], 4);
        assert_eq!(answer("DIRECTOR"), "INVALID");
    }

    /// Also when the roles that would let them answer are their own.
    fn neither_who_granted_nor_who_receives_is_the_second_person(world: &World) {
        let chain = world.municipality();
        let administrator = chain.signed_in("ADMINISTRATOR");
        let waits = |who: &str, role: &str| {
            let granted = grant(&chain, &administrator, who, role, json!({}));
            assert_eq!(outcome(&granted), "PENDING", "{who} {role}");
            granted["data"]["grantAssignment"]["assignment"]["id"].clone()
        };
        let answer = |role: &str, id: &Value| {
            let input = json!({ "assignment": id, "approve": true });
            outcome(&chain.signed_in(role).graphql(ANSWER, json!({ "input": input })))
        };
        let to_director = waits("DIRECTOR", "AUDITOR");
        assert_eq!(answer("DIRECTOR", &to_director), "GRANTED_TO_SELF");
        let second = waits("PRINCIPAL", "ADMINISTRATOR");
        assert_eq!(answer("PRINCIPAL", &second), "GRANTED_TO_SELF");
        assert_eq!(answer("DIRECTOR", &second), "ACTIVE");
        // The principal is an administrator too now, and cannot answer what they granted.
        let granted = grant(&chain, &chain.signed_in("PRINCIPAL"), "DEVELOPMENT_TEAM", "SCHOOL_NURSE", json!({}));
        assert_eq!(outcome(&granted), "PENDING");
        let third = granted["data"]["grantAssignment"]["assignment"]["id"].clone();
        assert_eq!(answer("PRINCIPAL", &third), "GRANTED_TO_SELF");
    }

    /// A director answers what waits: made by one hand, it would be the same hand that answers.
    fn an_administrator_alone_makes_neither_director_nor_administrator(world: &World) {
        let chain = world.municipality();
        for role in ["DIRECTOR", "ADMINISTRATOR"] {
            let granted = grant(&chain, &chain.signed_in("ADMINISTRATOR"), "DEVELOPMENT_TEAM", role, json!({}));
            assert_eq!(outcome(&granted), "PENDING", "{role}");
        }
    }

    fn a_refused_assignment_gives_nothing(world: &World) {
        let chain = world.municipality();
        let granted = grant(&chain, &chain.signed_in("ADMINISTRATOR"), "DEVELOPMENT_TEAM", "SCHOOL_NURSE", json!({}));
        let id = &granted["data"]["grantAssignment"]["assignment"]["id"];
        let input = json!({ "assignment": id, "approve": false });
        let refused = chain.signed_in("DIRECTOR").graphql(ANSWER, json!({ "input": input }));
        assert_eq!(outcome(&refused), "REFUSED");
        assert_eq!(chain.signed_in("DEVELOPMENT_TEAM").codes(YOUTHS, json!({})), ["FORBIDDEN"]);
    }

    fn an_administrators_grant_without_people_is_in_force_at_once(world: &World) {
        let chain = world.municipality();
        let granted = grant(&chain, &chain.signed_in("ADMINISTRATOR"), "MENTOR", "PROCESS_LEADER", json!({}));
        assert_eq!(outcome(&granted), "ACTIVE");
    }

    fn an_assignment_is_ended_by_those_who_could_have_granted_it(world: &World) {
        let chain = world.municipality();
        let end = |role: &str, of: &str, ends_on: Value| {
            let input = json!({ "assignment": chain.assignment(of), "endsOn": ends_on });
            chain.signed_in(role).graphql(END, json!({ "input": input }))
        };
        assert_eq!(outcome(&end("PRINCIPAL", "STUDENT_HEALTH", Value::Null)), "NOT_GRANTABLE");
        assert_eq!(outcome(&end("OTHER_PRINCIPAL", "MENTOR", Value::Null)), "NOT_FOUND");
        assert_eq!(outcome(&end("MENTOR", "MENTOR", Value::Null)), "FORBIDDEN");
        assert_eq!(outcome(&end("PRINCIPAL", "MENTOR", json!("2000-01-01"))), "ENDS_BEFORE_START");
        let mentor = chain.signed_in("MENTOR");
        let last_day = end("PRINCIPAL", "MENTOR", json!(chain.today()));
        assert_eq!(last_day["data"]["endAssignment"]["assignment"]["endsOn"], json!(chain.today()));
        assert_eq!(mentor.data(YOUTHS, json!({}))["youths"]["totalCount"], 4);
        let over = end("PRINCIPAL", "MENTOR", Value::Null);
        assert_eq!(over["data"]["endAssignment"]["assignment"]["endsOn"], json!(chain.today() - Days::new(1)));
        assert_eq!(mentor.codes(YOUTHS, json!({})), ["FORBIDDEN"]);
    }

    fn who_invites_does_not_hold_the_second_factor(world: &World) {
        let chain = world.municipality();
        let (administrator, principal) = (chain.signed_in("ADMINISTRATOR"), chain.signed_in("PRINCIPAL"));
        let invite = json!({ "input": { "staff": chain.staff("MENTOR"), "userName": "mentor.sju" } });
        let invited = administrator.data(INVITE, invite)["inviteStaff"].clone();
        let password = invited["password"].as_str().unwrap();
        let weak = json!({ "input": { "municipality": chain.code, "user": "mentor.sju", "password": password } });
        let token = world.client().data(SIGN_IN, weak)["signIn"]["accessToken"].as_str().unwrap().to_owned();
        assert_eq!(world.client().with_token(&token).codes(YOUTHS, json!({})), ["SECOND_FACTOR_REQUIRED"]);
        let confirm = json!({ "input": { "staff": chain.staff("MENTOR") } });
        assert_eq!(administrator.codes(CONFIRM, confirm.clone()), ["FORBIDDEN"]);
        let confirmed = principal.data(CONFIRM, confirm.clone())["confirmInvitation"].clone();
        let (_, rest) = confirmed["totpUrl"].as_str().unwrap().split_once("secret=").unwrap();
        let account = tests::Account {
            municipality: chain.code.clone(),
            role: "MENTOR".to_owned(),
            user: "mentor.sju".to_owned(),
            password: password.to_owned(),
            totp_secret: rest.split('&').next().unwrap().to_owned(),
        };
        let mentor = world.client().sign_in(&account, world.clock.now());
        assert_eq!(mentor.data(YOUTHS, json!({}))["youths"]["totalCount"], 4);
        let again = principal.data(CONFIRM, confirm)["confirmInvitation"].clone();
        assert_eq!(again["userErrors"][0]["code"], "INVALID");
    }

    fn an_assignment_that_begins_tomorrow_gives_nothing_today(world: &World) {
        let chain = world.municipality();
        let tomorrow = json!({ "startsOn": chain.today() + Days::new(1) });
        let granted = grant(&chain, &chain.signed_in("PRINCIPAL"), "DEVELOPMENT_TEAM", "MENTOR", tomorrow);
        assert_eq!(outcome(&granted), "ACTIVE");
        assert_eq!(chain.signed_in("DEVELOPMENT_TEAM").codes(YOUTHS, json!({})), ["FORBIDDEN"]);
    }
}

/// Grants `role` to the person who holds the role `to`, in school one; of a mentor or teacher in class 7A.
fn grant(chain: &Chain<'_>, by: &Client, to: &str, role: &str, more: Value) -> Value {
    let has_group = matches!(role, "MENTOR" | "TEACHER");
    let unit = chain.unit(if has_group { "enhet 1" } else { "skola 1" });
    let mut input = json!({ "staff": chain.staff(to), "role": role, "unit": unit });
    if has_group {
        input["group"] = json!(chain.group("7A"));
    }
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    by.graphql(GRANT, json!({ "input": input }))
}

/// The state that came of it, or the code of what was wrong.
fn outcome(answer: &Value) -> String {
    let payload = answer["data"].as_object().and_then(|data| data.values().next()).unwrap_or(&Value::Null);
    let places = [
        &answer["errors"][0]["extensions"]["code"],
        &payload["userErrors"][0]["code"],
        &payload["assignment"]["state"],
    ];
    places.into_iter().find_map(Value::as_str).unwrap_or("nothing").to_owned()
}
