//! Investigations of absence with their reports, and reports that come to the home municipality.

use chrono::Days;
use entity::municipality::{absence_report, investigation, youth};
use entity::reach::Within;
use sea_orm::{EntityTrait, Set};
use serde_json::{Value, json};
use tests::{Chain, Client, World, on_both_engines};

const OPEN: &str = "mutation Open($input: OpenInvestigationInput!) { openInvestigation(input: $input) {
    investigation { id version state reportDue isOverdue unit { name } } userErrors { field code } } }";
const REPORT: &str =
    "mutation Report($input: ReportInvestigationStartInput!) { reportInvestigationStart(input: $input) {
    investigation { version reportDue reportedToAuthorityAt } userErrors { code } } }";
const TELL: &str = "mutation Tell($input: TellHomeMunicipalityInput!) { tellHomeMunicipality(input: $input) {
    isHandedOver investigation { version homeMunicipality homeMunicipalityToldAt } userErrors { field code } } }";
const CLOSE: &str = "mutation Close($input: CloseInvestigationInput!) { closeInvestigation(input: $input) {
    investigation { version state conclusion } userErrors { code } } }";
const LIST: &str = "query List($filter: InvestigationFilter) { investigations(first: 100, filter: $filter) {
    totalCount nodes { id reason isOverdue homeMunicipalityDue youth { givenName } } } }";
const RECORD: &str = "mutation Record($input: RecordAbsenceReportInput!) { recordAbsenceReport(input: $input) {
    report { id version state arrivedHow name content sender youth { givenName } } userErrors { field code } } }";
const IMPORT: &str =
    "mutation Import($input: ImportAbsenceReportsInput!) { importAbsenceReports(input: $input) {
    recorded unchanged refused userErrors { index field code } } }";
const HANDLE: &str =
    "mutation Handle($input: HandleAbsenceReportInput!) { handleAbsenceReport(input: $input) {
    report { version state handling } userErrors { code } } }";
const REPORTS: &str = "{ absenceReports(first: 100) { totalCount nodes { id version arrivedHow protection
    fromMunicipality name civicNumber sender startsOn content youth { id givenName } } } }";

on_both_engines! {
    fn an_investigation_is_concluded_once_its_reports_are_made(world: &World) {
        let chain = world.municipality();
        let (principal, mentor) = (chain.signed_in("PRINCIPAL"), chain.signed_in("MENTOR"));
        let opened = open(&chain, &principal, "Alma");
        assert_eq!(opened["state"], "OPEN");
        assert_eq!(opened["reportDue"], (chain.today() + Days::new(7)).to_string());
        assert_eq!(opened["unit"]["name"], "enhet 1");
        let seen = mentor.data(LIST, json!({}))["investigations"].take();
        assert_eq!((&seen["totalCount"], &seen["nodes"][0]["reason"]), (&json!(1), &json!("Borta fyra veckor")));
        assert_eq!(chain.signed_in("TEACHER").codes(LIST, json!({})), ["FORBIDDEN"]);
        let close = |version: i32| {
            let input = json!({ "investigation": opened["id"], "version": version, "conclusion": "Klart" });
            principal.data(CLOSE, json!({ "input": input }))["closeInvestigation"].take()
        };
        assert_eq!(close(1)["userErrors"][0]["code"], "CONDITION_NOT_MET");
        let reported = report(&principal, &opened["id"], 1);
        assert_eq!(reported["investigation"]["reportDue"], Value::Null);
        assert_eq!(report(&principal, &opened["id"], 2)["userErrors"][0]["code"], "TAKEN");
        let closed = close(2);
        assert_eq!(closed["investigation"], json!({ "version": 3, "state": "CLOSED", "conclusion": "Klart" }));
        assert_eq!(close(3)["userErrors"][0]["code"], "CLOSED");
    }

    fn the_second_of_two_gets_the_state_that_the_first_left(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let opened = open(&chain, &principal, "Alma");
        report(&principal, &opened["id"], 1);
        let second = report(&principal, &opened["id"], 1);
        assert_eq!(second["userErrors"][0]["code"], "CONFLICT");
        assert!(second["investigation"]["reportedToAuthorityAt"].is_string(), "{second:#}");
        assert_eq!(second["investigation"]["version"], 2);
    }

    fn two_who_open_at_once_open_one(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let input = json!({ "input": { "youth": chain.youth("Alma"), "reason": "Borta" } });
        let outcomes = std::thread::scope(|scope| {
            let ask = || scope.spawn(|| principal.data(OPEN, input.clone())["openInvestigation"].take());
            [ask(), ask(), ask()].map(|thread| thread.join().unwrap())
        });
        let opened = outcomes.iter().filter(|one| one["userErrors"] == json!([])).count();
        assert_eq!(opened, 1, "{outcomes:#?}");
    }

    fn a_list_with_investigations_and_transfers_takes_as_many_statements_whatever_its_length(world: &World) {
        let world = world.another();
        let chain = world.municipality();
        tests::moves::fill(&world, &chain, &["Alma", "Bo", "Cleo", "Dag"].map(|name| chain.row(name)));
        let principal = chain.signed_in("PRINCIPAL");
        let youths = "query List($first: Int!) { youths(first: $first) { nodes {
            investigations { reason openedBy { givenName } unit { name } youth { givenName } }
            transfers { provision madeBy { givenName } deliveredAt fromUnit { name } youth { givenName } } } } }";
        let lists = "query List($first: Int!) { investigations(first: $first) { nodes { reason openedBy { givenName } } }
            transfers(first: $first) { nodes { provision madeBy { givenName } youth { givenName } } } }";
        for query in [youths, lists] {
            let counts = [1, 4].map(|first| {
                world.fewest_statements(|| drop(principal.data(query, json!({ "first": first }))))
            });
            assert!(counts[1] < counts[0] + 3, "statements for one and for four: {counts:?}");
        }
    }

    fn one_goes_on_at_a_time_and_what_is_needless_needs_no_report(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let opened = open(&chain, &principal, "Alma");
        let input = json!({ "youth": chain.youth("Alma"), "reason": "Igen" });
        let again = principal.data(OPEN, json!({ "input": input }))["openInvestigation"].take();
        assert_eq!(again["userErrors"][0]["code"], "TAKEN");
        let elsewhere = json!({ "input": { "youth": chain.youth("Frej"), "reason": "Borta" } });
        assert_eq!(principal.codes(OPEN, elsewhere), ["NOT_FOUND"]);
        let input = json!({
            "investigation": opened["id"], "version": 1, "conclusion": "Fel i frånvaron", "needless": true,
        });
        let closed = principal.data(CLOSE, json!({ "input": input }))["closeInvestigation"].take();
        assert_eq!(closed["investigation"]["state"], "NOT_NEEDED");
    }

    fn a_late_report_is_listed(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        lives_in(world, &chain, "Alma", "2584");
        let late = open(&chain, &principal, "Alma");
        open(&chain, &principal, "Bo");
        let overdue = json!({ "filter": { "overdue": true } });
        assert_eq!(principal.data(LIST, overdue.clone())["investigations"]["totalCount"], 0);
        let change = investigation::ActiveModel {
            id: Set(row_id(&late["id"])),
            opened_on: Set(chain.today() - Days::new(4)),
            ..Default::default()
        };
        change_row(world, &chain, change);
        let list = principal.data(LIST, overdue)["investigations"].take();
        assert_eq!(list["totalCount"], 1);
        assert_eq!(list["nodes"][0]["id"], late["id"]);
        assert_eq!(list["nodes"][0]["isOverdue"], true, "the home municipality was to be told in three days");
    }

    /// The home municipality and the school's authority each have their own view of the same youth, and neither the
    /// other's.
    fn the_home_municipality_is_told_once_and_both_have_their_own_view(world: &World) {
        let (school, home) = (world.municipality(), world.municipality());
        lives_in(world, &school, "Alma", &home.code);
        let principal = school.signed_in("PRINCIPAL");
        let opened = open(&school, &principal, "Alma");
        report(&principal, &opened["id"], 1);
        let told = tell(&principal, &opened["id"], 2, json!({}));
        assert_eq!(told["isHandedOver"], true, "{told:#}");
        assert_eq!(told["investigation"]["homeMunicipality"], home.code);
        assert_eq!(tell(&principal, &opened["id"], 3, json!({}))["userErrors"][0]["code"], "TAKEN");
        let officer = home.signed_in("HOME_MUNICIPALITY_OFFICER");
        let reports = officer.data(REPORTS, json!({}))["absenceReports"].take();
        assert_eq!(reports["totalCount"], 1, "{reports:#}");
        let report = &reports["nodes"][0];
        assert_eq!(report["arrivedHow"], "HAND_OVER");
        assert_eq!(report["fromMunicipality"], school.code);
        assert_eq!((&report["content"], &report["sender"]), (&json!("Borta sedan oktober"), &json!("enhet 1")));
        assert_eq!(report["civicNumber"], tests::chain::CIVIC_NUMBER);
        // Alma is known to the home municipality under an id of its own, at a school of its own here: the report is
        // linked, and the officer reaches the youth by the home municipality's own rules alone.
        assert_eq!(report["youth"], Value::Null);
        let node = "query Node($id: ID!) { node(id: $id) { id } }";
        assert_eq!(officer.codes(node, json!({ "id": school.youth("Alma") })), ["NOT_FOUND"]);
        assert_eq!(officer.codes(node, json!({ "id": opened["id"] })), ["FORBIDDEN"]);
        let of_school = school.signed_in("HOME_MUNICIPALITY_OFFICER").data(REPORTS, json!({}));
        assert_eq!(of_school["absenceReports"]["totalCount"], 0);
        // And for one registered here who studies elsewhere, the officer reads identity and enrolments, no notes.
        let hugo = home.youth("Hugo");
        let view = "query View($id: ID!) { youth(id: $id) { givenName homeMunicipality enrolments { schoolAuthority } } }";
        let seen = officer.data(view, json!({ "id": hugo }))["youth"].take();
        assert_eq!(seen["homeMunicipality"], home.code);
        assert_eq!(seen["enrolments"][0]["schoolAuthority"], tests::chain::OTHER_NUMBER);
        let closed = "query View($id: ID!) { youth(id: $id) { investigations { id } } }";
        assert_eq!(officer.codes(closed, json!({ "id": hugo })), ["FORBIDDEN"]);
    }

    fn a_municipality_that_is_not_known_is_refused_and_one_outside_is_recorded(world: &World) {
        let chain = world.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let opened = open(&chain, &principal, "Bo");
        let nowhere = tell(&principal, &opened["id"], 1, json!({ "municipality": "9999" }));
        assert_eq!(nowhere["userErrors"], json!([{ "field": "input.municipality", "code": "INVALID" }]));
        let unknown = tell(&principal, &opened["id"], 1, json!({}));
        assert_eq!(unknown["userErrors"][0]["code"], "INVALID", "Bo's home municipality is not known");
        let outside = tell(&principal, &opened["id"], 1, json!({ "municipality": "2584" }));
        assert_eq!(outside["isHandedOver"], false);
        assert!(outside["investigation"]["homeMunicipalityToldAt"].is_string());
    }

    fn a_report_about_a_protected_person_tells_who_it_is_to_nobody_without_an_appointment(world: &World) {
        let (school, home) = (world.municipality(), world.municipality());
        let principal = school.signed_in("PRINCIPAL");
        let opened = open(&school, &principal, "Eja");
        assert_eq!(opened["unit"], Value::Null, "no school of a protected person without a reason");
        tell(&principal, &opened["id"], 1, json!({ "municipality": home.code }));
        let officer = home.signed_in("HOME_MUNICIPALITY_OFFICER");
        let reports = officer.data(REPORTS, json!({}))["absenceReports"].take();
        let bare = json!({
            "arrivedHow": "HAND_OVER", "protection": "SECRECY_MARKED", "fromMunicipality": school.code, "version": 1,
            "name": null, "civicNumber": null, "sender": null, "startsOn": null, "content": null, "youth": null,
        });
        let mut report = reports["nodes"][0].clone();
        report.as_object_mut().unwrap().remove("id");
        assert_eq!(report, bare);
        // One about somebody who is known here and protected follows the youth: no row.
        lives_in(world, &school, "Alma", &home.code);
        protect(world, &home, "Alma");
        let opened = open(&school, &principal, "Alma");
        tell(&principal, &opened["id"], 1, json!({}));
        let reports = officer.data(REPORTS, json!({}))["absenceReports"].take();
        assert_eq!(reports["totalCount"], 1, "{reports:#}");
        assert_eq!(stored(world, &home), 2, "it did arrive");
    }

    fn a_letter_of_a_school_outside_the_system_is_recorded_and_dealt_with(world: &World) {
        let chain = world.municipality();
        let officer = chain.signed_in("HOME_MUNICIPALITY_OFFICER");
        let input = json!({
            "civicNumber": tests::chain::CIVIC_NUMBER, "name": "Alma Prov", "sender": "Fria gymnasiet",
            "startsOn": "2025-11-03", "content": "Borta utan giltigt skäl",
        });
        let recorded = officer.data(RECORD, json!({ "input": input }))["recordAbsenceReport"].take();
        assert_eq!(recorded["userErrors"], json!([]));
        assert_eq!(recorded["report"]["arrivedHow"], "LETTER");
        assert_eq!(recorded["report"]["sender"], "Fria gymnasiet");
        let mut wrong = input.clone();
        wrong["civicNumber"] = json!("201202012388");
        let refused = officer.data(RECORD, json!({ "input": wrong }))["recordAbsenceReport"].take();
        assert_eq!(refused["userErrors"], json!([{ "field": "input.civicNumber", "code": "WRONG_CHECK_DIGIT" }]));
        let handle = |version: i32| {
            let input = json!({ "report": recorded["report"]["id"], "version": version, "handling": "Ringt hem" });
            officer.data(HANDLE, json!({ "input": input }))["handleAbsenceReport"].take()
        };
        assert_eq!(handle(1)["report"], json!({ "version": 2, "state": "HANDLED", "handling": "Ringt hem" }));
        let second = handle(1);
        assert_eq!(second["userErrors"][0]["code"], "CONFLICT");
        assert_eq!(second["report"]["state"], "HANDLED");
        assert_eq!(handle(2)["userErrors"][0]["code"], "CLOSED");
        for role in ["PRINCIPAL", "KAA_OFFICER", "ADMINISTRATOR"] {
            assert_eq!(chain.signed_in(role).codes(REPORTS, json!({})), ["FORBIDDEN"], "{role}");
        }
    }

    fn a_file_of_reports_is_taken_once_and_a_bad_row_is_named(world: &World) {
        let chain = world.municipality();
        let officer = chain.signed_in("HOME_MUNICIPALITY_OFFICER");
        let file = format!(
            "personnummer;namn;avsändare;från;till;innehåll\n\
             {};Alma Prov;Fria gymnasiet;2025-11-03;;Borta\n;Ada Berg;Skolan;2025-11-03;2025-11-02;Borta\n\
             ;Bo Ek;Skolan;2025-11-03;2025-11-07;\"Borta; sjuk\"\n",
            tests::chain::CIVIC_NUMBER
        );
        let import = |file: &str, on_error: &str| {
            let input = json!({ "csv": file, "onError": on_error });
            officer.data(IMPORT, json!({ "input": input }))["importAbsenceReports"].take()
        };
        let aborted = import(&file, "ABORT");
        assert_eq!((&aborted["recorded"], &aborted["refused"]), (&json!(0), &json!(3)));
        assert_eq!(aborted["userErrors"][0], json!({ "index": 1, "field": "input.endsOn", "code": "ENDS_BEFORE_START" }));
        let counts = |answer: Value| ["recorded", "unchanged", "refused"].map(|name| answer[name].as_i64().unwrap());
        assert_eq!(counts(import(&file, "SKIP")), [2, 0, 1]);
        assert_eq!(counts(import(&file, "SKIP")), [0, 2, 1]);
        assert_eq!(officer.data(REPORTS, json!({}))["absenceReports"]["totalCount"], 2);
        assert_eq!(import("namn;från\nAda;2025-11-03", "SKIP")["userErrors"][0]["code"], "INVALID");
        let rows: String = (0..1001).map(|n| format!(";Ada {n};;2025-11-03;;Borta\n")).collect();
        let many = import(&format!("personnummer;namn;avsändare;från;till;innehåll\n{rows}"), "SKIP");
        assert_eq!(many["userErrors"][0]["code"], "OUT_OF_RANGE");
    }
}

fn open(chain: &Chain<'_>, client: &Client, youth: &str) -> Value {
    let input = json!({ "youth": chain.youth(youth), "reason": "Borta fyra veckor" });
    let mut opened = client.data(OPEN, json!({ "input": input }))["openInvestigation"].take();
    assert_eq!(opened["userErrors"], json!([]));
    opened["investigation"].take()
}

fn report(client: &Client, id: &Value, version: i32) -> Value {
    let input = json!({ "investigation": id, "version": version });
    client.data(REPORT, json!({ "input": input }))["reportInvestigationStart"].take()
}

fn tell(client: &Client, id: &Value, version: i32, more: Value) -> Value {
    let mut input = json!({ "investigation": id, "version": version, "content": "Borta sedan oktober" });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.data(TELL, json!({ "input": input }))["tellHomeMunicipality"].take()
}

fn lives_in(world: &World, chain: &Chain<'_>, name: &str, code: &str) {
    let id = Set(chain.row(name));
    let home = Set(Some(code.to_owned()));
    change_row(world, chain, youth::ActiveModel { id, home_municipality: home, ..Default::default() });
}

fn protect(world: &World, chain: &Chain<'_>, name: &str) {
    let id = Set(chain.row(name));
    let protection = Set(entity::vocabulary::Protection::SecrecyMarked);
    change_row(world, chain, youth::ActiveModel { id, protection, ..Default::default() });
}

fn change_row<A>(world: &World, chain: &Chain<'_>, change: A)
where
    A: sea_orm::ActiveModelTrait + sea_orm::ActiveModelBehavior + Send,
    <A::Entity as EntityTrait>::Model: sea_orm::IntoActiveModel<A>,
{
    world.wait(async {
        let grant = chain.grant().await;
        let tx = grant.begin().await.unwrap();
        grant.update(&tx, change).await.unwrap();
        tx.commit().await.unwrap();
    });
}

fn stored(world: &World, chain: &Chain<'_>) -> u64 {
    world.wait(async {
        let grant = chain.grant().await;
        grant.count(absence_report::Entity::within(grant.reach())).await.unwrap()
    })
}

/// The row that a global id names.
fn row_id(id: &Value) -> uuid::Uuid {
    api::support::page::GlobalId::read(&id.as_str().unwrap().into()).unwrap().id
}
