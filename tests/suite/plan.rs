//! The plan: goals, measures (insatser) and follow-ups, who reads them, and what is refused.
//!
//! Long because the course of a measure is told step by step, with each thing that is refused on the way.

use api::access::Job;
use api::domain::plan::nightly::nightly;
use chrono::{Days, NaiveDate};
use entity::municipality::kaa_entry;
use entity::vocabulary::Track;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use tests::plan::Case;
use tests::{Chain, Client, World, on_both_engines};

const TYPES: &str = "{ measureTypes { id name isNational isOther isActive version national { name } } }";
const OFFER: &str = "mutation Offer($input: OfferMeasureInput!) { offerMeasure(input: $input) {
    measure { id version state secrecy offeredOn plannedEnd words type { name isNational } } userErrors { field code }
} }";
const MEASURE: &str = "fragment M on MeasurePayload { measure {
    id version state offeredOn acceptedOn declinedOn declinedReason startsOn endedOn endedReason outcome words type { name }
    history { state happenedOn author { givenName } }
} userErrors { field code } }";
const STEPS: [(&str, &str); 4] = [
    ("answerMeasure", "AnswerMeasureInput"),
    ("startMeasure", "StartMeasureInput"),
    ("endMeasure", "EndMeasureInput"),
    ("setMeasureType", "SetMeasureTypeInput"),
];
const PLAN: &str = "query Plan($case: ID!) { plan(case: $case) {
    caseId track goals { id text state responsible { givenName } }
    measures(first: 100) { totalCount nodes { id content secrecy followUps { plannedOn result } } }
    followUps(first: 100) { totalCount nodes { id kind plannedOn isDue doneOn result outcome status version secrecy measure { id } } }
} }";
const GOAL: &str = "mutation Goal($input: SetGoalInput!) { setGoal(input: $input) {
    goal { id version state text youthPart dueOn responsible { givenName } } userErrors { field code }
} }";
const PLAN_FOLLOW_UP: &str = "mutation PlanIt($input: PlanFollowUpInput!) { planFollowUp(input: $input) {
    followUp { id version kind secrecy isDue } userErrors { field code }
} }";
const RECORD: &str = "mutation Record($input: RecordFollowUpInput!) { recordFollowUp(input: $input) {
    followUp { version doneOn result outcome status doneBy { givenName } } userErrors { field code }
} }";
const DEFINE: &str = "mutation Define($input: DefineMeasureTypeInput!) { defineMeasureType(input: $input) {
    type { id name version isNational isActive } userErrors { field code }
} }";
const BESIDE: &str = "query Beside($case: ID!) { plan(case: $case) { measures(first: 1) { nodes {
    attendanceBeside { before { weeks offeredMinutes absenceShare } after { weeks absenceShare } }
} } } }";
const PAGE: &str = "query Page($case: ID!, $first: Int!) { plan(case: $case) { measures(first: $first) { totalCount nodes {
    content type { name national { name } } goal { text } responsible { givenName } author { givenName } youth { givenName }
    history { state author { givenName } } followUps { plannedOn plannedBy { givenName } } attendanceBeside { before { absenceShare } }
} } } }";

/// A plan in a case about Alma.
struct Planned<'w> {
    chain: Chain<'w>,
    case: Case,
}

impl<'w> Planned<'w> {
    fn new(world: &'w World) -> Self {
        let chain = world.municipality();
        let case = Case::open(world, &chain, "Alma");
        Self { chain, case }
    }

    fn today(&self) -> NaiveDate {
        self.chain.today()
    }

    fn ago(&self, days: u64) -> String {
        (self.today() - Days::new(days)).to_string()
    }

    fn ahead(&self, days: u64) -> String {
        (self.today() + Days::new(days)).to_string()
    }

    fn type_called(&self, name: &str) -> Value {
        let types = self.chain.signed_in("MENTOR").data(TYPES, json!({}))["measureTypes"].take();
        let found = types.as_array().expect("types").iter().find(|known| known["name"] == name);
        found.unwrap_or_else(|| panic!("no type {name} in {types:#}"))["id"].clone()
    }

    /// An offer with the usual values, and others in their place.
    fn offer(&self, role: &str, others: Value) -> Value {
        let mut input = json!({
            "case": self.case.id, "type": self.type_called("Studie- och yrkesvägledning"), "level": "PREVENT",
            "content": "Samtal varje vecka",
        });
        merge(&mut input, others);
        self.chain.signed_in(role).data(OFFER, json!({ "input": input }))["offerMeasure"].take()
    }

    /// An offer that is taken.
    fn offered(&self, role: &str, others: Value) -> Value {
        let mut payload = self.offer(role, others);
        assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
        payload["measure"].take()
    }

    /// A step of a measure.
    fn step(&self, role: &str, name: &str, measure: &Value, others: Value) -> Value {
        let (_, input_type) = STEPS.iter().find(|(step, _)| *step == name).expect("a step");
        let mut input = json!({ "measure": measure["id"], "version": measure["version"] });
        merge(&mut input, others);
        let query =
            format!("mutation Step($input: {input_type}!) {{ {name}(input: $input) {{ ...M }} }} {MEASURE}");
        self.chain.signed_in(role).data(&query, json!({ "input": input }))[name].take()
    }

    fn plan(&self, role: &str) -> Value {
        self.chain.signed_in(role).data(PLAN, json!({ "case": self.case.id }))["plan"].take()
    }
}

fn merge(input: &mut Value, others: Value) {
    let others = others.as_object().expect("an object").clone();
    input.as_object_mut().expect("an object").extend(others);
}

fn code(payload: &Value) -> &str {
    payload["userErrors"][0]["code"].as_str().unwrap_or("done")
}

on_both_engines! {
    fn offered_accepted_begun_and_ended_are_days_of_their_own(world: &World) {
        let plan = Planned::new(world);
        let offered = plan.offered("MENTOR", json!({ "offeredOn": plan.ago(40) }));
        assert_eq!((&offered["state"], &offered["type"]["isNational"]), (&json!("OFFERED"), &json!(true)));
        let accepted = plan.step("PRINCIPAL", "answerMeasure", &offered, json!({ "accepted": true, "on": plan.ago(38) }));
        let active = plan.step("MENTOR", "startMeasure", &accepted["measure"], json!({ "on": plan.ago(35) }));
        let end = json!({ "ending": "DISCONTINUED", "on": plan.ago(3), "reason": "Familjen flyttar", "outcome": "BETTER" });
        let ended = plan.step("MENTOR", "endMeasure", &active["measure"], end)["measure"].take();
        let wanted = json!({
            "state": "DISCONTINUED", "offeredOn": plan.ago(40), "acceptedOn": plan.ago(38), "declinedOn": null,
            "startsOn": plan.ago(35), "endedOn": plan.ago(3), "endedReason": "Familjen flyttar", "outcome": "BETTER",
            "declinedReason": null, "words": null,
        });
        for (name, value) in wanted.as_object().expect("fields") {
            assert_eq!(&ended[name], value, "{name} of {ended:#}");
        }
        let history: Vec<_> = ended["history"].as_array().expect("history").iter()
            .map(|event| (event["state"].as_str().unwrap_or_default(), event["author"]["givenName"].as_str().unwrap_or_default()))
            .collect();
        let by = ["MENTOR", "PRINCIPAL", "MENTOR", "MENTOR"];
        let states = ["OFFERED", "ACCEPTED", "ACTIVE", "DISCONTINUED"];
        assert_eq!(history, states.into_iter().zip(by).collect::<Vec<_>>());
    }

    fn a_measure_and_its_follow_ups_are_read_by_its_class(world: &World) {
        let plan = Planned::new(world);
        plan.offered("MENTOR", json!({ "content": "Läxhjälp" }));
        let class = json!({ "secrecy": "STUDENT_HEALTH_PSYCHOSOCIAL", "content": "Samtal hos kuratorn" });
        let closed = plan.offered("STUDENT_HEALTH", class);
        let counsellor = plan.chain.signed_in("STUDENT_HEALTH");
        let follow_up = json!({ "case": plan.case.id, "measure": closed["id"], "plannedOn": plan.ahead(0) });
        let planned = counsellor.data(PLAN_FOLLOW_UP, json!({ "input": follow_up }))["planFollowUp"].take();
        assert_eq!(planned["followUp"]["secrecy"], "STUDENT_HEALTH_PSYCHOSOCIAL");
        let told = json!({ "followUp": planned["followUp"]["id"], "version": 1, "result": "Sover bättre", "outcome": "BETTER" });
        let told = counsellor.data(RECORD, json!({ "input": told }))["recordFollowUp"].take();
        assert_eq!((code(&told), &told["followUp"]["doneBy"]["givenName"]), ("done", &json!("STUDENT_HEALTH")));
        let counts = |role: &str| {
            let read = plan.plan(role);
            assert_eq!(read["measures"]["totalCount"], json!(read["measures"]["nodes"].as_array().map(Vec::len)));
            (read["measures"]["totalCount"].as_u64(), read["followUps"]["totalCount"].as_u64())
        };
        assert_eq!(counts("STUDENT_HEALTH"), (Some(2), Some(1)));
        for role in ["PRINCIPAL", "MENTOR", "SCHOOL_NURSE", "CAREER_COUNSELLOR"] {
            assert_eq!(counts(role), (Some(1), Some(0)), "{role}");
            let measure = "query One($id: ID!) { node(id: $id) { id ... on Measure { content } } }";
            let asked = plan.chain.signed_in(role).codes(measure, json!({ "id": closed["id"] }));
            assert_eq!(asked, ["NOT_FOUND"], "{role}");
        }
        let nurse = plan.offered("SCHOOL_NURSE", json!({ "secrecy": "STUDENT_HEALTH_MEDICAL" }));
        assert_eq!((counts("SCHOOL_NURSE").0, counts("STUDENT_HEALTH").0), (Some(2), Some(2)));
        assert_eq!(nurse["secrecy"], "STUDENT_HEALTH_MEDICAL");
        for role in ["MENTOR", "PRINCIPAL", "SCHOOL_NURSE"] {
            assert_eq!(code(&plan.offer(role, json!({ "secrecy": "STUDENT_HEALTH_PSYCHOSOCIAL" }))), "NOT_PERMITTED", "{role}");
        }
        for (role, refused) in [("TEACHER", "FORBIDDEN"), ("OTHER_PRINCIPAL", "NOT_FOUND"), ("KAA_OFFICER", "NOT_FOUND")] {
            assert_eq!(plan.chain.signed_in(role).codes(PLAN, json!({ "case": plan.case.id })), [refused], "{role}");
        }
        let offer = json!({ "input": { "case": plan.case.id, "type": plan.type_called("Annan åtgärd"), "level": "REMEDY", "content": "x" } });
        assert_eq!(plan.chain.signed_in("CAREER_COUNSELLOR").codes(OFFER, offer), ["FORBIDDEN"]);
    }

    fn bad_measures_are_refused_clearly(world: &World) {
        let plan = Planned::new(world);
        let refused = |others: Value| code(&plan.offer("MENTOR", others)).to_owned();
        assert_eq!(refused(json!({ "plannedStart": plan.ahead(9), "plannedEnd": plan.ahead(8) })), "ENDS_BEFORE_START");
        assert_eq!(refused(json!({ "type": plan.type_called("Annan åtgärd") })), "CONDITION_NOT_MET");
        assert_eq!(refused(json!({ "type": plan.type_called("Annan åtgärd"), "words": "  " })), "CONDITION_NOT_MET");
        assert_eq!(refused(json!({ "words": "Onödigt" })), "INVALID");
        assert_eq!(refused(json!({ "type": plan.case.id })), "NOT_FOUND");
        assert_eq!(refused(json!({ "goal": plan.case.id })), "NOT_FOUND");
        assert_eq!(refused(json!({ "responsible": plan.chain.youth("Alma") })), "NOT_FOUND");
        assert_eq!(refused(json!({ "content": " " })), "OUT_OF_RANGE");
        assert_eq!(refused(json!({ "offeredOn": plan.ahead(1) })), "OUT_OF_RANGE");
        assert_eq!(refused(json!({ "plannedEnd": "9999-01-01" })), "OUT_OF_RANGE");
        let offered = plan.offered("MENTOR", json!({ "offeredOn": plan.ago(9) }));
        let step = |name: &str, measure: &Value, others: Value| plan.step("MENTOR", name, measure, others);
        assert_eq!(code(&step("startMeasure", &offered, json!({}))), "IMPOSSIBLE_TRANSITION");
        let early = step("answerMeasure", &offered, json!({ "accepted": true, "on": plan.ago(10) }));
        assert_eq!(code(&early), "OUT_OF_RANGE");
        let declined = step("answerMeasure", &offered, json!({ "accepted": false, "reason": "Vill inte", "on": plan.ago(8) }));
        assert_eq!((code(&declined), &declined["measure"]["declinedReason"]), ("done", &json!("Vill inte")));
        let after = step("answerMeasure", &declined["measure"], json!({ "accepted": true }));
        assert_eq!((code(&after), &after["measure"]["state"]), ("IMPOSSIBLE_TRANSITION", &json!("DECLINED")));
        let another = plan.offered("MENTOR", json!({ "offeredOn": plan.ago(9) }));
        let accepted = step("answerMeasure", &another, json!({ "accepted": true, "on": plan.ago(9) }))["measure"].take();
        let active = step("startMeasure", &accepted, json!({ "on": plan.ago(5) }))["measure"].take();
        let before = json!({ "ending": "COMPLETED", "on": plan.ago(6) });
        assert_eq!(code(&step("endMeasure", &active, before)), "ENDS_BEFORE_START");
        assert_eq!(code(&step("endMeasure", &active, json!({ "ending": "COMPLETED", "on": plan.ahead(1) }))), "OUT_OF_RANGE");
        assert_eq!(code(&step("endMeasure", &active, json!({ "ending": "DISCONTINUED" }))), "CONDITION_NOT_MET");
        assert_eq!(code(&step("endMeasure", &active, json!({ "ending": "COMPLETED" }))), "done");
    }

    fn the_second_of_two_changes_is_told_how_it_is_now(world: &World) {
        let plan = Planned::new(world);
        let offered = plan.offered("MENTOR", json!({}));
        assert_eq!(code(&plan.step("PRINCIPAL", "answerMeasure", &offered, json!({ "accepted": true }))), "done");
        let late = plan.step("MENTOR", "answerMeasure", &offered, json!({ "accepted": false }));
        assert_eq!((code(&late), &late["measure"]["state"], &late["measure"]["version"]), ("CONFLICT", &json!("ACCEPTED"), &json!(2)));
        assert_eq!(late["measure"]["history"].as_array().map(Vec::len), Some(2));
        let mentor = plan.chain.signed_in("MENTOR");
        let set = |input: Value| mentor.data(GOAL, json!({ "input": input }))["setGoal"].take();
        let first = set(json!({ "case": plan.case.id, "domain": "LEARNING", "text": "Godkänt i matematik", "youthPart": "Komma" }));
        let id = first["goal"]["id"].clone();
        assert_eq!((code(&first), &first["goal"]["state"], &first["goal"]["responsible"]["givenName"]), ("done", &json!("OPEN"), &json!("MENTOR")));
        let changed = json!({ "goal": id, "version": 1, "domain": "LEARNING", "state": "REACHED", "text": "Godkänt i matematik" });
        let second = set(changed.clone());
        assert_eq!((code(&second), &second["goal"]["version"], &second["goal"]["youthPart"]), ("done", &json!(2), &Value::Null));
        let late = set(changed);
        assert_eq!((code(&late), &late["goal"]["version"], &late["goal"]["state"]), ("CONFLICT", &json!(2), &json!("REACHED")));
        assert_eq!(code(&set(json!({ "case": plan.case.id, "domain": "HOME", "text": "" }))), "OUT_OF_RANGE");
        let responsible = json!({ "case": plan.case.id, "domain": "HOME", "text": "x", "responsible": plan.chain.unit("skola 1") });
        assert_eq!(code(&set(responsible)), "NOT_FOUND");
        assert_eq!(plan.plan("CAREER_COUNSELLOR")["goals"][0]["text"], "Godkänt i matematik");
    }

    fn nothing_is_added_to_a_closed_case(world: &World) {
        let plan = Planned::new(world);
        let offered = plan.offered("MENTOR", json!({}));
        let mentor = plan.chain.signed_in("MENTOR");
        let follow_up = json!({ "input": { "case": plan.case.id, "plannedOn": plan.ahead(0) } });
        let planned = mentor.data(PLAN_FOLLOW_UP, follow_up.clone())["planFollowUp"]["followUp"].take();
        assert_eq!(planned["isDue"], true);
        let past = json!({ "input": { "case": plan.case.id, "plannedOn": plan.ago(1) } });
        assert_eq!(code(&mentor.data(PLAN_FOLLOW_UP, past)["planFollowUp"]), "OUT_OF_RANGE");
        plan.case.set_closed(world, &plan.chain, Some(world.clock.now()));
        assert_eq!(code(&plan.offer("MENTOR", json!({}))), "CLOSED");
        assert_eq!(code(&plan.step("MENTOR", "answerMeasure", &offered, json!({ "accepted": true }))), "CLOSED");
        assert_eq!(code(&mentor.data(PLAN_FOLLOW_UP, follow_up)["planFollowUp"]), "CLOSED");
        let told = |others: Value| {
            let mut input = json!({ "followUp": planned["id"], "version": 1 });
            merge(&mut input, others);
            mentor.data(RECORD, json!({ "input": input }))["recordFollowUp"].take()
        };
        assert_eq!(code(&told(json!({ "result": "Bra" }))), "CLOSED");
        let goal = json!({ "input": { "case": plan.case.id, "domain": "HOME", "text": "x" } });
        assert_eq!(code(&mentor.data(GOAL, goal)["setGoal"]), "CLOSED");
        plan.case.set_closed(world, &plan.chain, None);
        assert_eq!(code(&told(json!({}))), "CONDITION_NOT_MET");
        assert_eq!(code(&told(json!({ "result": "Bra", "status": "WORK" }))), "INVALID");
        assert_eq!(code(&told(json!({ "outcome": "BETTER" }))), "done");
        assert_eq!(code(&told(json!({ "result": "Bra" }))), "CONFLICT");
        assert_eq!(code(&told(json!({ "result": "Bra", "version": 2 }))), "CLOSED", "it was done");
    }

    fn where_a_youth_is_after_closing_is_asked_three_times_and_planned_once(world: &World) {
        let plan = Planned::new(world);
        let mentor = plan.chain.signed_in("MENTOR");
        let run = || world.wait(async {
            let grant = world.parts.access.job(Job::Nightly, &plan.chain.code).await.expect("a grant");
            nightly(&grant).await.expect("the night goes well");
        });
        let listed = || plan.plan("MENTOR")["followUps"]["nodes"].take();
        run();
        assert_eq!(listed(), json!([]), "an open case asks nothing");
        plan.case.set_closed(world, &plan.chain, Some(world.clock.now() - Days::new(190)));
        run();
        run();
        let planned = listed();
        let kinds: Vec<_> = planned.as_array().expect("follow-ups").iter().map(|one| (&one["kind"], &one["isDue"])).collect();
        let wanted = [("AFTER_6_MONTHS", true), ("AFTER_12_MONTHS", false), ("AFTER_24_MONTHS", false)];
        assert_eq!(kinds, wanted.map(|(kind, due)| (json!(kind), json!(due))).iter().map(|(kind, due)| (kind, due)).collect::<Vec<_>>());
        let told = |at: usize, others: Value| {
            let mut input = json!({ "followUp": planned[at]["id"], "version": 1 });
            merge(&mut input, others);
            mentor.data(RECORD, json!({ "input": input }))["recordFollowUp"].take()
        };
        assert_eq!(code(&told(0, json!({ "result": "Ringde" }))), "CONDITION_NOT_MET");
        assert_eq!(code(&told(2, json!({ "status": "WORK" }))), "OUT_OF_RANGE", "two years have not passed");
        let done = told(0, json!({ "status": "EDUCATION", "result": "Går på gymnasiet" }));
        assert_eq!((code(&done), &done["followUp"]["status"]), ("done", &json!("EDUCATION")));
        // Opened again, the case keeps what was done and waits with the rest.
        plan.case.set_closed(world, &plan.chain, None);
        assert_eq!(code(&told(1, json!({ "status": "WORK" }))), "CONDITION_NOT_MET");
        run();
        let left = listed();
        assert_eq!((left.as_array().map(Vec::len), &left[0]["status"]), (Some(1), &json!("EDUCATION")));
        plan.case.set_closed(world, &plan.chain, Some(world.clock.now()));
        run();
        assert_eq!(listed().as_array().map(Vec::len), Some(4));
    }

    fn other_is_said_in_words_and_mapped_later_and_local_types_map_onto_national_ones(world: &World) {
        let plan = Planned::new(world);
        let other = json!({ "type": plan.type_called("Annan åtgärd"), "words": "Ridning på torsdagar" });
        let offered = plan.offered("MENTOR", other);
        let administrator = plan.chain.signed_in("ADMINISTRATOR");
        let define = |input: Value| administrator.data(DEFINE, json!({ "input": input }))["defineMeasureType"].take();
        let national = plan.type_called("Studie- och yrkesvägledning");
        let local = json!({ "swedish": "Ridterapi", "english": "Riding", "national": national });
        let defined = define(local.clone());
        assert_eq!((code(&defined), &defined["type"]["isNational"]), ("done", &json!(false)));
        assert_eq!(code(&define(local)), "TAKEN");
        let onto_local = json!({ "swedish": "Hästar", "english": "Horses", "national": defined["type"]["id"] });
        assert_eq!(code(&define(onto_local)), "INVALID");
        assert_eq!(code(&define(json!({ "swedish": "Hästar", "english": "Horses", "national": plan.case.id }))), "NOT_FOUND");
        let mapped = plan.step("PRINCIPAL", "setMeasureType", &offered, json!({ "type": defined["type"]["id"] }));
        assert_eq!((code(&mapped), &mapped["measure"]["type"]["name"]), ("done", &json!("Ridterapi")));
        assert_eq!(mapped["measure"]["words"], "Ridning på torsdagar");
        assert_eq!(mapped["measure"]["history"].as_array().map(Vec::len), Some(1), "it is no step");
        let away = json!({
            "type": defined["type"]["id"], "version": 1, "swedish": "Ridterapi", "english": "Riding",
            "national": national, "isActive": false,
        });
        assert_eq!(code(&define(away.clone())), "done");
        let late = define(away);
        assert_eq!((code(&late), &late["type"]["isActive"]), ("CONFLICT", &json!(false)));
        assert_eq!(code(&plan.offer("MENTOR", json!({ "type": defined["type"]["id"] }))), "NOT_FOUND", "it is out of use");
        assert_eq!(plan.chain.signed_in("MENTOR").codes(DEFINE, json!({ "input": { "swedish": "x", "english": "x" } })), ["FORBIDDEN"]);
    }

    fn of_those_who_define_a_type_of_one_name_at_once_one_does(world: &World) {
        let chain = world.municipality();
        let administrator = chain.signed_in("ADMINISTRATOR");
        let input = json!({ "input": { "swedish": "Ridterapi", "english": "Riding" } });
        let outcomes = std::thread::scope(|scope| {
            let ask = || scope.spawn(|| administrator.data(DEFINE, input.clone())["defineMeasureType"].take());
            [ask(), ask(), ask(), ask()].map(|thread| thread.join().unwrap())
        });
        let mut codes = outcomes.each_ref().map(code);
        codes.sort_unstable();
        assert_eq!(codes, ["TAKEN", "TAKEN", "TAKEN", "done"], "{outcomes:#?}");
    }

    fn attendance_stands_beside_a_measure_for_those_who_read_it(world: &World) {
        let plan = Planned::new(world);
        let beside = |role: &str| plan.chain.signed_in(role).graphql(BESIDE, json!({ "case": plan.case.id }));
        let told = |mut answer: Value| answer["data"]["plan"]["measures"]["nodes"][0]["attendanceBeside"].take();
        let offered = plan.offered("MENTOR", json!({ "offeredOn": plan.ago(60) }));
        assert_eq!(told(beside("MENTOR")), Value::Null, "it has not begun");
        let accepted = plan.step("MENTOR", "answerMeasure", &offered, json!({ "accepted": true, "on": plan.ago(60) }));
        // A Monday, three weeks ago: of the ten weeks before this one, seven lie before and three after.
        let monday = api::support::scalars::Week::of(plan.today()).0 - Days::new(21);
        plan.step("MENTOR", "startMeasure", &accepted["measure"], json!({ "on": monday.to_string() }));
        let wanted = json!({
            "before": { "weeks": 4, "offeredMinutes": 1200, "absenceShare": 0.1667 },
            "after": { "weeks": 3, "absenceShare": 0.1667 },
        });
        assert_eq!(told(beside("MENTOR")), wanted);
        let hidden = beside("CAREER_COUNSELLOR");
        assert_eq!(hidden["errors"][0]["extensions"]["code"], "FORBIDDEN");
        assert_eq!(told(hidden), Value::Null);
    }

    fn a_page_of_measures_takes_as_many_statements_whatever_its_length(world: &World) {
        let world = world.another();
        let plan = Planned::new(&world);
        let goal = json!({ "input": { "case": plan.case.id, "domain": "LEARNING", "text": "Mål" } });
        let mentor = plan.chain.signed_in("MENTOR");
        let goal = mentor.data(GOAL, goal)["setGoal"]["goal"]["id"].take();
        for number in 0..20 {
            let offered = plan.offered("MENTOR", json!({ "goal": goal, "content": format!("Insats {number}"), "offeredOn": plan.ago(60) }));
            let accepted = plan.step("MENTOR", "answerMeasure", &offered, json!({ "accepted": true, "on": plan.ago(60) }));
            plan.step("MENTOR", "startMeasure", &accepted["measure"], json!({ "on": plan.ago(40 + number) }));
            let follow_up = json!({ "input": { "case": plan.case.id, "measure": offered["id"], "plannedOn": plan.ahead(9) } });
            mentor.data(PLAN_FOLLOW_UP, follow_up);
        }
        let counts = [2, 20].map(|first| {
            let page = json!({ "case": plan.case.id, "first": first });
            world.fewest_statements(|| drop(mentor.data(PAGE, page.clone())))
        });
        // One statement a row would be eighteen more, for each relation.
        assert!(counts[1] < counts[0] + 10, "statements for 2 and 20 measures: {counts:?}");
        let page = mentor.data(PAGE, json!({ "case": plan.case.id, "first": 20 }))["plan"]["measures"].take();
        assert_eq!((page["totalCount"].as_u64(), page["nodes"].as_array().map(Vec::len)), (Some(20), Some(20)));
        let one = &page["nodes"][0];
        assert!(one["attendanceBeside"]["before"]["absenceShare"].is_number() && one["goal"]["text"] == "Mål", "{one:#}");
        assert_eq!((&one["followUps"][0]["plannedBy"]["givenName"], one["history"].as_array().map(Vec::len)), (&json!("MENTOR"), Some(3)));
    }

    /// Between school and the activity duty secrecy applies: each reads the plans and mappings of its own track.
    fn school_and_activity_duty_read_the_plans_of_their_own_track(world: &World) {
        let school = Planned::new(world);
        register(world, &school.chain, "Alma");
        let duty = Case::open_on(world, &school.chain, "Alma", Track::Kaa);
        let officer = school.chain.signed_in("KAA_OFFICER");
        let offer = |secrecy: &str| {
            let input = json!({
                "case": duty.id, "type": school.type_called("Studie- och yrkesvägledning"), "level": "REMEDY",
                "content": "Studiebesök", "secrecy": secrecy,
            });
            officer.data(OFFER, json!({ "input": input }))["offerMeasure"].take()
        };
        assert_eq!((code(&offer("KAA")), code(&offer("GENERAL"))), ("done", "done"));
        assert_eq!(code(&offer("STUDENT_SUPPORT")), "NOT_PERMITTED");
        school.offered("MENTOR", json!({}));
        let count = |client: &Client, case: &Case| {
            client.graphql(PLAN, json!({ "case": case.id }))["data"]["plan"]["measures"]["totalCount"].as_u64()
        };
        assert_eq!((count(&officer, &duty), count(&officer, &school.case)), (Some(2), None));
        for role in ["PRINCIPAL", "MENTOR", "STUDENT_HEALTH", "CAREER_COUNSELLOR"] {
            let client = school.chain.signed_in(role);
            assert_eq!((count(&client, &duty), count(&client, &school.case)), (None, Some(1)), "{role}");
        }
    }

    fn a_measure_of_a_protected_person_asks_for_a_reason(world: &World) {
        let chain = world.municipality();
        let plan = Planned { case: Case::open(world, &chain, "Eja"), chain };
        let principal = plan.chain.signed_in("PRINCIPAL");
        assert_eq!(principal.codes(PLAN, json!({ "case": plan.case.id })), ["REASON_REQUIRED"]);
        let input = json!({ "input": {
            "case": plan.case.id, "type": plan.type_called("Studie- och yrkesvägledning"), "level": "REMEDY", "content": "x",
        } });
        assert_eq!(principal.codes(OFFER, input.clone()), ["REASON_REQUIRED"]);
        for role in ["MENTOR", "STUDENT_HEALTH"] {
            assert_eq!(plan.chain.signed_in(role).codes(OFFER, input.clone()), ["NOT_FOUND"], "{role}");
        }
    }
}

/// Puts a youth into the register of the activity duty.
fn register(world: &World, chain: &Chain<'_>, youth: &str) {
    let row = kaa_entry::Model {
        id: api::support::ids::random_id(),
        youth_id: chain.row(youth),
        registered_on: chain.today() - Days::new(9),
        reason: "INTERRUPTED".to_owned(),
        ended_on: None,
        end_reason: None,
        version: 1,
        created_at: world.clock.now(),
    };
    let done = world.wait(async {
        let tx = chain.grant().await.begin().await.expect("a transaction");
        kaa_entry::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        tx.commit().await
    });
    done.expect("the entry is written");
}
