//! What is recorded and changed: all that is right is stored, what is wrong is named, and nothing half.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use tests::{Chain, Client, on_both_engines};

const RECORD: &str = "mutation Record($input: RecordAttendanceInput!) {
    recordAttendance(input: $input) { recorded unchanged refused userErrors { index field code } }
}";
const RESULTS: &str = "mutation Record($input: RecordResultsInput!) {
    recordResults(input: $input) { recorded unchanged refused userErrors { index field code } }
}";
const REGISTER: &str = "mutation Register($input: RegisterYouthInput!) {
    registerYouth(input: $input) { youth { id civicNumber } userErrors { field code } }
}";
const START: &str = "mutation Start($input: StartEnrolmentInput!) {
    startEnrolment(input: $input) { enrolment { id } userErrors { field code } }
}";
const CREATE: &str = "mutation Create($input: CreateUnitInput!) {
    createUnit(input: $input) { unit { id parent { id } } userErrors { field code } }
}";
const MOVE: &str = "mutation Move($input: MoveUnitInput!) {
    moveUnit(input: $input) { unit { parent { name } } userErrors { code } }
}";
const COUNT: &str = "{ youths(first: 1) { totalCount } }";

on_both_engines! {
    fn a_thousand_rows_with_a_bad_one_are_stored_but_for_that_one(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let mut rows = rows_of_weeks(&chain, 1000);
        rows[500]["validMinutes"] = json!(101);
        let aborted = record(&principal, &rows, "ABORT");
        assert_eq!(counts(&aborted), [0, 0, 1000]);
        assert_eq!(aborted["userErrors"][0]["index"], 500);
        let skipped = record(&principal, &rows, "SKIP");
        assert_eq!(counts(&skipped), [999, 0, 1]);
        assert_eq!(skipped["userErrors"].as_array().map(Vec::len), Some(1));
        assert_eq!(skipped["userErrors"][0]["index"], 500);
        assert_eq!(counts(&record(&principal, &rows, "SKIP")), [0, 999, 1]);
        rows[500]["validMinutes"] = json!(1);
        assert_eq!(counts(&record(&principal, &rows, "ABORT")), [1, 999, 0]);
    }

    fn a_batch_has_at_most_a_thousand_rows(world: &World) {
        let chain = world.municipality();
        let refused = record(&chain.signed_in("PRINCIPAL"), &rows_of_weeks(&chain, 1001), "SKIP");
        assert_eq!(counts(&refused), [0, 0, 1001]);
        assert_eq!(refused["userErrors"][0]["code"], "OUT_OF_RANGE");
    }

    fn a_teacher_records_rows_of_their_own_group_only(world: &World) {
        let chain = world.municipality();
        let row = |youth: &str, group: Option<&str>| {
            let mut row = row_of(&chain, youth, monday(&chain));
            row["group"] = json!(group.map(|group| chain.group(group)));
            row
        };
        let rows = [
            row("Alma", Some("MA7")),
            row("Alma", Some("SV7")),
            row("Alma", None),
            row("Cleo", Some("SV7")),
            row("Eja", Some("MA7")),
            row("Frej", Some("8B")),
        ];
        let recorded = record(&chain.signed_in("TEACHER"), &rows, "SKIP");
        assert_eq!(counts(&recorded), [1, 0, 5]);
        let errors = recorded["userErrors"].as_array().unwrap();
        let indexes: Vec<_> = errors.iter().map(|error| error["index"].as_i64().unwrap()).collect();
        assert_eq!(indexes, [1, 2, 3, 4, 5]);
        assert!(errors.iter().all(|error| error["code"] == "NOT_FOUND"), "{errors:#?}");
    }

    fn a_result_is_corrected_by_its_teacher_and_by_no_other(world: &World) {
        let chain = world.municipality();
        let row = |youth: &str, subject: &str, group: &str, grade: &str| {
            json!({ "youth": chain.youth(youth), "subjectCode": subject, "term": "2025HT", "grade": grade,
                "group": chain.group(group) })
        };
        let rows = [
            row("Alma", "MAT", "MA7", "C"),
            row("Bo", "MAT", "MA7", "Q"),
            row("Frej", "MAT", "8B", "A"),
            row("Alma", "SVE", "SV7", "A"),
        ];
        let done = chain.signed_in("TEACHER").data(RESULTS, json!({ "input": { "rows": rows } }));
        assert_eq!(counts(&done["recordResults"]), [1, 0, 3]);
        let query = "query One($id: ID!) { youth(id: $id) { results { subjectCode grade } } }";
        let seen = chain.signed_in("PRINCIPAL").data(query, json!({ "id": chain.youth("Alma") }));
        let graded = json!([{ "subjectCode": "MAT", "grade": "C" }, { "subjectCode": "SVE", "grade": null }]);
        assert_eq!(seen["youth"]["results"], graded);
    }

    fn a_wrong_check_digit_is_told_and_nothing_is_stored(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let register = |number: &str, ends_on: Option<NaiveDate>| {
            let enrolment = json!({ "unit": chain.unit("enhet 1"), "schoolType": "GR", "startsOn": chain.today(),
                "endsOn": ends_on });
            let input = json!({ "givenName": "Ny", "familyName": "Prov", "civicNumber": number, "enrolment": enrolment });
            principal.data(REGISTER, json!({ "input": input }))["registerYouth"].take()
        };
        let code = |payload: &Value| payload["userErrors"][0]["code"].as_str().unwrap_or("done").to_owned();
        assert_eq!(code(&register("20120201-2385", None)), "WRONG_CHECK_DIGIT");
        assert_eq!(code(&register("197010632391", Some(chain.today() - Days::new(1)))), "ENDS_BEFORE_START");
        assert_eq!(code(&register("20120201-2389", None)), "TAKEN");
        assert_eq!(principal.data(COUNT, json!({}))["youths"]["totalCount"], 5);
        let registered = register("197010632391", None);
        assert_eq!(code(&registered), "done");
        assert_eq!(registered["youth"]["civicNumber"], "197010632391");
        assert_eq!(principal.data(COUNT, json!({}))["youths"]["totalCount"], 6);
    }

    fn an_enrolment_does_not_end_before_it_starts(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let start = |unit: &str, ends_on: NaiveDate| {
            let input = json!({ "youth": chain.youth("Alma"), "unit": chain.unit(unit), "schoolType": "GR",
                "startsOn": chain.today(), "endsOn": ends_on });
            principal.data(START, json!({ "input": input }))["startEnrolment"].take()
        };
        let refused = start("enhet 1", chain.today() - Days::new(1));
        assert_eq!(refused["userErrors"], json!([{ "field": "input.endsOn", "code": "ENDS_BEFORE_START" }]));
        assert_eq!(start("enhet 2", chain.today())["userErrors"][0]["code"], "NOT_FOUND");
        assert!(start("enhet 1", chain.today())["enrolment"]["id"].is_string());
    }

    fn a_unit_is_made_moved_and_never_put_under_itself(world: &World) {
        let chain = world.municipality();
        let administrator = chain.signed_in("ADMINISTRATOR");
        let create = |name: &str| {
            let input = json!({ "parent": chain.unit("skola 1"), "kind": "SCHOOL_UNIT", "name": name });
            administrator.data(CREATE, json!({ "input": input }))["createUnit"].take()
        };
        let made = create("enhet 1b");
        assert_eq!(made["unit"]["parent"]["id"], json!(chain.unit("skola 1")));
        assert_eq!(create("")["userErrors"][0]["field"], "input.name");
        let moved = |unit: &Value, parent: &str| {
            let input = json!({ "unit": unit, "parent": chain.unit(parent) });
            administrator.data(MOVE, json!({ "input": input }))["moveUnit"].take()
        };
        let under_itself = json!([{ "code": "UNDER_ITSELF" }]);
        let school = json!(chain.unit("skola 1"));
        assert_eq!(moved(&school, "skola 1")["userErrors"], under_itself);
        assert_eq!(moved(&school, "enhet 1")["userErrors"], under_itself);
        assert_eq!(moved(&made["unit"]["id"], "verksamhet")["unit"]["parent"]["name"], "verksamhet");
    }

    /// Who manages units would otherwise grant reach without a second person.
    fn a_unit_does_not_move_under_somebody_who_would_reach_its_youths_by_that(world: &World) {
        let chain = world.municipality();
        let other = chain.signed_in("OTHER_PRINCIPAL");
        assert_eq!(other.data(COUNT, json!({}))["youths"]["totalCount"], 2);
        let input = json!({ "unit": chain.unit("enhet 1"), "parent": chain.unit("skola 2") });
        let moved = chain.signed_in("ADMINISTRATOR").data(MOVE, json!({ "input": input }))["moveUnit"].take();
        assert_eq!(moved["userErrors"], json!([{ "code": "NOT_GRANTABLE" }]));
        assert_eq!(other.data(COUNT, json!({}))["youths"]["totalCount"], 2);
    }
}

fn monday(chain: &Chain<'_>) -> NaiveDate {
    api::support::scalars::Week::of(chain.today()).0
}

/// A row without a group, of the week that begins on a day.
fn row_of(chain: &Chain<'_>, youth: &str, monday: NaiveDate) -> Value {
    json!({ "youth": chain.youth(youth), "week": monday.format("%G-W%V").to_string(), "validMinutes": 1,
        "invalidMinutes": 0, "otherMinutes": 0, "reportedMinutes": 100, "offeredMinutes": 100 })
}

/// Rows without a group of four youths, week by week backwards.
fn rows_of_weeks(chain: &Chain<'_>, count: usize) -> Vec<Value> {
    let weeks = (0..).map(|back| monday(chain) - Days::new(7 * back));
    weeks
        .flat_map(|week| ["Alma", "Bo", "Cleo", "Dag"].map(|youth| row_of(chain, youth, week)))
        .take(count)
        .collect()
}

fn record(client: &Client, rows: &[Value], on_error: &str) -> Value {
    client.data(RECORD, json!({ "input": { "rows": rows, "onError": on_error } }))["recordAttendance"].take()
}

/// Recorded, unchanged, refused.
fn counts(payload: &Value) -> [i64; 3] {
    ["recorded", "unchanged", "refused"].map(|name| payload[name].as_i64().unwrap_or(-1))
}
