//! Mappings (kartläggning): who reads which answer, drafts, and what is refused.

use serde_json::{Value, json};
use tests::plan::Case;
use tests::{Chain, Client, World, on_both_engines};

const QUESTIONNAIRES: &str = "query Questionnaires($replaced: Boolean!) { questionnaires(replaced: $replaced) {
    id name version origin isActive publishedBy { givenName } items { code domain secrecy answerKind text choices { code label } }
} }";
const START: &str = "mutation Start($case: ID!, $questionnaire: ID!) {
    startMapping(input: { case: $case, questionnaire: $questionnaire }) {
        mapping { id caseId state version startedBy { givenName } } userErrors { field code }
    }
}";
const ANSWER: &str = "mutation Answer($mapping: ID!, $answers: [MappingAnswerInput!]!) {
    answerMapping(input: { mapping: $mapping, answers: $answers }) {
        mapping { state version answers { itemCode value ownVoice secrecy version } } userErrors { field code index }
    }
}";
const COMPLETE: &str = "mutation Complete($mapping: ID!, $version: Int!) {
    completeMapping(input: { mapping: $mapping, version: $version }) {
        mapping { state version } userErrors { field code }
    }
}";
const READ: &str = "query Read($id: ID!) { mapping(id: $id) {
    state version youth { givenName } questionnaire { name version }
    answers { id itemCode value ownVoice secrecy isStrength isRisk author { givenName } }
    summary { domain answers strengths risks }
} }";
const OF_YOUTH: &str =
    "query OfYouth($id: ID!) { youth(id: $id) { mappings { id state answers { itemCode } } } }";
const NODE: &str = "query Node($id: ID!) { node(id: $id) { __typename id } }";
const PUBLISH: &str =
    "mutation Publish($input: PublishQuestionnaireInput!) { publishQuestionnaire(input: $input) {
    questionnaire { id name version isActive items { code } } userErrors { field code index }
} }";

/// A mapping under way in a case about Alma.
struct Begun<'w> {
    chain: Chain<'w>,
    case: Case,
    id: String,
}

impl<'w> Begun<'w> {
    fn by(world: &'w World, role: &str) -> Self {
        let chain = world.municipality();
        let case = Case::open(world, &chain, "Alma");
        let client = chain.signed_in(role);
        let started = client.data(START, json!({ "case": case.id, "questionnaire": shipped(&client) }));
        assert_eq!(started["startMapping"]["userErrors"], json!([]));
        let id = started["startMapping"]["mapping"]["id"].as_str().expect("an id").to_owned();
        Self { chain, case, id }
    }

    fn answer(&self, role: &str, answers: Value) -> Value {
        let client = self.chain.signed_in(role);
        client.data(ANSWER, json!({ "mapping": self.id, "answers": answers }))["answerMapping"].take()
    }

    fn complete(&self, role: &str) -> Value {
        let client = self.chain.signed_in(role);
        let version = client.data(READ, json!({ "id": self.id }))["mapping"]["version"].take();
        client.data(COMPLETE, json!({ "mapping": self.id, "version": version }))["completeMapping"].take()
    }

    /// The codes of the questions whose answers a role reads.
    fn read_by(&self, role: &str) -> Vec<String> {
        let read = self.chain.signed_in(role).data(READ, json!({ "id": self.id }));
        codes(&read["mapping"]["answers"])
    }
}

fn codes(answers: &Value) -> Vec<String> {
    let answers = answers.as_array().expect("answers");
    answers.iter().map(|answer| answer["itemCode"].as_str().expect("a code").to_owned()).collect()
}

fn shipped(client: &Client) -> String {
    let known = client.data(QUESTIONNAIRES, json!({ "replaced": false }))["questionnaires"].take();
    known[0]["id"].as_str().expect("a questionnaire").to_owned()
}

on_both_engines! {
    fn an_answer_is_read_by_its_class_and_by_no_other(world: &World) {
        let begun = Begun::by(world, "MENTOR");
        let done = |payload: Value| assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
        done(begun.answer("MENTOR", json!([{ "itemCode": "LEISURE_LIKES", "value": "Simmar", "isStrength": true }])));
        done(begun.answer("STUDENT_HEALTH", json!([
            { "itemCode": "WELLBEING_NOW", "value": "2", "ownVoice": "Jag är trött", "isRisk": true },
        ])));
        done(begun.answer("SCHOOL_NURSE", json!([{ "itemCode": "HEALTH_SHARED", "value": "Sover dåligt", "isRisk": true }])));
        done(begun.answer("PRINCIPAL", json!([{ "itemCode": "LEARNING_SUPPORT", "value": "Mindre grupp" }])));
        done(begun.complete("PRINCIPAL"));
        assert_eq!(begun.read_by("MENTOR"), ["LEISURE_LIKES"]);
        assert_eq!(begun.read_by("PRINCIPAL"), ["LEARNING_SUPPORT", "LEISURE_LIKES"]);
        assert_eq!(begun.read_by("STUDENT_HEALTH"), ["LEARNING_SUPPORT", "WELLBEING_NOW", "LEISURE_LIKES"]);
        assert_eq!(begun.read_by("SCHOOL_NURSE"), ["LEARNING_SUPPORT", "HEALTH_SHARED", "LEISURE_LIKES"]);
        for role in ["TEACHER", "CAREER_COUNSELLOR", "ADMINISTRATOR", "DIRECTOR"] {
            assert_eq!(begun.chain.signed_in(role).codes(READ, json!({ "id": begun.id })), ["FORBIDDEN"], "{role}");
        }
        for role in ["OTHER_PRINCIPAL", "KAA_OFFICER", "YOUNG_ADULT_COACH"] {
            assert_eq!(begun.chain.signed_in(role).codes(READ, json!({ "id": begun.id })), ["NOT_FOUND"], "{role}");
        }
        let counsellor = begun.chain.signed_in("STUDENT_HEALTH");
        let read = counsellor.data(READ, json!({ "id": begun.id }))["mapping"].take();
        assert_eq!(read["answers"][1]["ownVoice"], "Jag är trött");
        let summary = json!([
            { "domain": "LEARNING", "answers": 1, "strengths": 0, "risks": 0 },
            { "domain": "WELLBEING", "answers": 1, "strengths": 0, "risks": 1 },
            { "domain": "LEISURE", "answers": 1, "strengths": 1, "risks": 0 },
        ]);
        assert_eq!(read["summary"], summary);
        // What a class closes is no more found by its id than what is not there.
        let answer = json!({ "id": read["answers"][1]["id"] });
        assert_eq!(counsellor.data(NODE, answer.clone())["node"]["__typename"], "MappingAnswer");
        assert_eq!(begun.chain.signed_in("PRINCIPAL").codes(NODE, answer), ["NOT_FOUND"]);
    }

    fn of_a_draft_each_writer_sees_their_own_answers_alone(world: &World) {
        let begun = Begun::by(world, "STUDENT_HEALTH");
        begun.answer("STUDENT_HEALTH", json!([{ "itemCode": "LEARNING_WORKS", "value": "Bild" }]));
        begun.answer("MENTOR", json!([{ "itemCode": "LEARNING_WORKS", "value": "Matematik" }]));
        assert_eq!(begun.read_by("STUDENT_HEALTH").len(), 1);
        assert_eq!(begun.read_by("MENTOR").len(), 1);
        assert_eq!(begun.read_by("PRINCIPAL").len(), 0);
        let mentor = begun.chain.signed_in("MENTOR");
        let listed = mentor.data(OF_YOUTH, json!({ "id": begun.chain.youth("Alma") }))["youth"]["mappings"].take();
        assert_eq!(listed, json!([{ "id": begun.id, "state": "DRAFT", "answers": [{ "itemCode": "LEARNING_WORKS" }] }]));
        assert_eq!(begun.complete("MENTOR")["userErrors"], json!([]));
        assert_eq!(begun.read_by("PRINCIPAL").len(), 2, "each has answered for themselves");
    }

    fn bad_answers_are_refused_each_at_its_place_and_the_others_are_kept(world: &World) {
        let begun = Begun::by(world, "MENTOR");
        let answers = json!([
            { "itemCode": "LEISURE_LIKES", "value": "Simmar" },
            { "itemCode": "SHOE_SIZE", "value": "39" },
            { "itemCode": "RELATIONS_ADULT", "value": "kanske" },
            { "itemCode": "FUTURE_DIRECTION", "value": "MOON" },
            { "itemCode": "FUTURE_HOPES" },
            { "itemCode": "LEARNING_SUPPORT", "value": "x", "secrecy": "GENERAL" },
            { "itemCode": "WELLBEING_NOW", "value": "3" },
            { "itemCode": "ATTENDANCE_NOW", "value": "x", "secrecy": "SOCIAL_SERVICES" },
            { "itemCode": "LEISURE_LIKES", "value": "Läser" },
            { "itemCode": "OWN_VOICE", "ownVoice": "Jag vill gå i skolan", "secrecy": null },
        ]);
        let payload = begun.answer("MENTOR", answers);
        let errors: Vec<_> = payload["userErrors"].as_array().expect("errors").iter().map(|error| {
            (error["index"].as_u64().expect("a place"), error["code"].as_str().expect("a code"))
        }).collect();
        assert_eq!(errors, [
            (1, "NOT_FOUND"), (2, "INVALID"), (3, "INVALID"), (4, "INVALID"), (5, "NOT_PERMITTED"),
            (6, "NOT_PERMITTED"), (7, "NOT_PERMITTED"), (8, "TAKEN"),
        ]);
        assert_eq!(payload["userErrors"][0]["field"], "input.answers.itemCode");
        assert_eq!(codes(&payload["mapping"]["answers"]), ["LEISURE_LIKES", "OWN_VOICE"]);
        let scale = begun.answer("STUDENT_HEALTH", json!([{ "itemCode": "WELLBEING_NOW", "value": "6" }]));
        assert_eq!(scale["userErrors"][0]["code"], "OUT_OF_RANGE");
        assert_eq!(begun.answer("MENTOR", json!([]))["userErrors"][0]["code"], "OUT_OF_RANGE");
    }

    /// A counsellor may put an answer in a stricter class than the question has, and then nobody else reads it.
    fn an_answer_may_be_put_in_a_stricter_class(world: &World) {
        let begun = Begun::by(world, "STUDENT_HEALTH");
        let class = "STUDENT_HEALTH_PSYCHOSOCIAL";
        let answer = json!([{ "itemCode": "LEARNING_WORKS", "value": "Bild", "secrecy": class }]);
        assert_eq!(begun.answer("STUDENT_HEALTH", answer)["mapping"]["answers"][0]["secrecy"], class);
        begun.complete("STUDENT_HEALTH");
        assert_eq!(begun.read_by("STUDENT_HEALTH"), ["LEARNING_WORKS"]);
        for role in ["PRINCIPAL", "MENTOR", "SCHOOL_NURSE"] {
            assert!(begun.read_by(role).is_empty(), "{role}");
        }
    }

    fn the_second_of_two_changes_is_told_how_it_is_now(world: &World) {
        let begun = Begun::by(world, "MENTOR");
        let say = |value: &str, version: Value| {
            begun.answer("MENTOR", json!([{ "itemCode": "LEISURE_LIKES", "value": value, "version": version }]))
        };
        assert_eq!(say("Simmar", Value::Null)["userErrors"], json!([]));
        assert_eq!(say("Läser", json!(1))["userErrors"], json!([]));
        for version in [Value::Null, json!(1)] {
            let late = say("Sover", version);
            assert_eq!(late["userErrors"][0]["code"], "CONFLICT");
            assert_eq!(late["mapping"]["answers"][0]["value"], "Läser");
        }
        let mentor = begun.chain.signed_in("MENTOR");
        let late = mentor.data(COMPLETE, json!({ "mapping": begun.id, "version": 1 }))["completeMapping"].take();
        assert_eq!(late["userErrors"], json!([{ "field": "input.version", "code": "CONFLICT" }]));
        assert_eq!(late["mapping"], json!({ "state": "DRAFT", "version": 3 }));
    }

    fn what_is_completed_or_closed_changes_no_more(world: &World) {
        let begun = Begun::by(world, "MENTOR");
        assert_eq!(begun.complete("MENTOR")["userErrors"][0]["code"], "CONDITION_NOT_MET", "nothing is answered");
        let answer = json!([{ "itemCode": "LEISURE_LIKES", "value": "Simmar" }]);
        begun.answer("MENTOR", answer.clone());
        begun.case.set_closed(world, &begun.chain, Some(world.clock.now()));
        assert_eq!(begun.answer("PRINCIPAL", answer.clone())["userErrors"][0]["code"], "CLOSED");
        assert_eq!(begun.complete("MENTOR")["userErrors"][0]["code"], "CLOSED");
        let mentor = begun.chain.signed_in("MENTOR");
        let another = json!({ "case": begun.case.id, "questionnaire": shipped(&mentor) });
        assert_eq!(mentor.data(START, another.clone())["startMapping"]["userErrors"][0]["code"], "CLOSED");
        begun.case.set_closed(world, &begun.chain, None);
        assert_eq!(begun.complete("MENTOR")["mapping"]["state"], "COMPLETED");
        assert_eq!(begun.answer("PRINCIPAL", answer)["userErrors"][0]["code"], "CLOSED");
        assert_eq!(begun.complete("MENTOR")["userErrors"][0]["code"], "CLOSED");
        assert_eq!(mentor.data(START, another)["startMapping"]["mapping"]["state"], "DRAFT");
    }

    fn a_later_version_of_a_questionnaire_leaves_the_answers_of_the_earlier(world: &World) {
        let begun = Begun::by(world, "MENTOR");
        begun.answer("MENTOR", json!([{ "itemCode": "LEISURE_LIKES", "value": "Simmar" }]));
        let administrator = begun.chain.signed_in("ADMINISTRATOR");
        let old = shipped(&administrator);
        let item = |code: &str| json!({
            "code": code, "domain": "LEISURE", "swedish": "Fritid?", "english": "Leisure?", "secrecy": "GENERAL",
            "answerKind": "TEXT",
        });
        let publish = |replaces: &Value, items: &[Value]| {
            let input = json!({ "replaces": replaces, "name": "Kartläggning", "origin": "MUNICIPALITY", "items": items });
            administrator.data(PUBLISH, json!({ "input": input }))["publishQuestionnaire"].take()
        };
        let twice = publish(&json!(old), &[item("NEW"), item("NEW")]);
        assert_eq!(twice["userErrors"], json!([{ "field": "input.items.code", "code": "TAKEN", "index": 1 }]));
        assert_eq!(publish(&Value::Null, &[item("NEW")])["userErrors"][0]["code"], "TAKEN");
        let new = publish(&json!(old), &[item("NEW")])["questionnaire"].take();
        assert_eq!((&new["version"], &new["items"]), (&json!(2), &json!([{ "code": "NEW" }])));
        let late = publish(&json!(old), &[item("OTHER")]);
        assert_eq!((late["userErrors"][0]["code"].as_str(), &late["questionnaire"]["isActive"]), (Some("CONFLICT"), &json!(false)));
        let mentor = begun.chain.signed_in("MENTOR");
        assert_eq!(shipped(&mentor), new["id"].as_str().expect("an id"));
        let all = mentor.data(QUESTIONNAIRES, json!({ "replaced": true }))["questionnaires"].take();
        assert_eq!((&all[0]["publishedBy"]["givenName"], &all[1]["origin"]), (&json!("ADMINISTRATOR"), &json!("SHIPPED")));
        let started = mentor.data(START, json!({ "case": begun.case.id, "questionnaire": old }));
        assert_eq!(started["startMapping"]["userErrors"][0]["code"], "NOT_FOUND", "it is out of use");
        assert_eq!(begun.read_by("MENTOR"), ["LEISURE_LIKES"]);
        let unknown = begun.answer("MENTOR", json!([{ "itemCode": "NEW", "value": "x" }]));
        assert_eq!(unknown["userErrors"][0]["code"], "NOT_FOUND", "this mapping goes by the earlier version");
        assert_eq!(mentor.codes(PUBLISH, json!({ "input": { "name": "x", "origin": "SKR", "items": [] } })), ["FORBIDDEN"]);
    }

    fn of_those_who_publish_a_name_at_once_one_does(world: &World) {
        let chain = world.municipality();
        let administrator = chain.signed_in("ADMINISTRATOR");
        let item = json!({
            "code": "ONE", "domain": "LEISURE", "swedish": "Fritid?", "english": "Leisure?", "secrecy": "GENERAL",
            "answerKind": "TEXT",
        });
        let input = json!({ "input": { "name": "Egen", "origin": "MUNICIPALITY", "items": [item] } });
        let outcomes = std::thread::scope(|scope| {
            let ask = || scope.spawn(|| administrator.data(PUBLISH, input.clone())["publishQuestionnaire"].take());
            [ask(), ask(), ask(), ask()].map(|thread| thread.join().unwrap())
        });
        let mut codes = outcomes.each_ref().map(|one| one["userErrors"][0]["code"].as_str().unwrap_or("done"));
        codes.sort_unstable();
        assert_eq!(codes, ["TAKEN", "TAKEN", "TAKEN", "done"], "{outcomes:#?}");
    }

    fn the_shipped_questionnaire_asks_about_each_domain_and_says_whose_it_is(world: &World) {
        let chain = world.municipality();
        let english = chain.signed_in("MENTOR").speaking("en");
        let known = english.data(QUESTIONNAIRES, json!({ "replaced": false }))["questionnaires"].take();
        assert_eq!((known.as_array().map(Vec::len), &known[0]["origin"]), (Some(1), &json!("SHIPPED")));
        let domains: std::collections::BTreeSet<_> =
            known[0]["items"].as_array().expect("items").iter().map(|item| item["domain"].to_string()).collect();
        assert_eq!(domains.len(), 8);
        assert!(known[0]["items"].to_string().contains("Work") && !known[0]["items"].to_string().contains("Arbeta"));
    }

    fn a_protected_persons_mapping_asks_for_a_reason_and_an_appointment(world: &World) {
        let chain = world.municipality();
        let case = Case::open(world, &chain, "Eja");
        let principal = chain.signed_in("PRINCIPAL");
        let start = json!({ "case": case.id, "questionnaire": shipped(&principal) });
        assert_eq!(chain.signed_in("MENTOR").codes(START, start.clone()), ["NOT_FOUND"]);
        assert_eq!(principal.codes(START, start.clone()), ["REASON_REQUIRED"]);
        let body = json!({ "query": START, "variables": start }).to_string();
        let headers = [("content-type", "application/json"), ("up2-reason", "Samtal%20med%20eleven")];
        let started = principal.raw("POST", "/graphql", &headers, &body).json();
        let id = started["data"]["startMapping"]["mapping"]["id"].clone();
        assert!(id.is_string(), "{started:#}");
        assert_eq!(principal.codes(READ, json!({ "id": id })), ["REASON_REQUIRED"]);
        assert_eq!(chain.signed_in("STUDENT_HEALTH").codes(READ, json!({ "id": id })), ["NOT_FOUND"]);
    }
}
