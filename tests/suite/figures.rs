//! Figures inside the municipality, as those see them who may see no person; what statistics rest on.

use api::support::ids;
use chrono::Days;
use entity::municipality::{attendance, figure_snapshot, term_record};
use entity::vocabulary::Sex;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use tests::figures::Pupils;
use tests::kaa::arrange;
use tests::signal::night;
use tests::{Chain, Client, World, on_both_engines};

const FIGURES: &str =
    "query Figures($indicator: String!, $period: String!, $unit: ID!, $breakdown: [String!]! = []) {
    figures(indicator: $indicator, period: $period, unit: $unit, breakdown: $breakdown) {
        indicator title valueUnit asOf breakdown
        cells { place { dimension category label } state n total value coverage } } }";
const COMPLETIONS: &str =
    "mutation Record($rows: [CompletionRowInput!]!) { recordCompletions(input: { rows: $rows }) {
    recorded unchanged refused userErrors { code field index } } }";
const GROUNDS: &str = "{ statisticsGrounds { purpose text endedAt recordedBy { givenName } } }";
const RECORD_GROUND: &str = "mutation Record($text: String!) {
    recordStatisticsGround(input: { purpose: KAA, text: $text }) {
        grounds { text endedAt recordedBy { givenName } } userErrors { code } } }";
const END_GROUND: &str =
    "mutation { endStatisticsGround(input: { purpose: KAA }) { grounds { endedAt } userErrors { code } } }";
const GROUND: &str = "Förordning (2006:39) 4 a §, beslut i nämnden";

/// Women of year 7 in the first unit, few of whom are much absent; men in the second.
const PUPILS: [Pupils<'static>; 3] = [
    pupils("few", "enhet 1", 6, Sex::Female, 30),
    pupils("most", "enhet 1", 30, Sex::Female, 4),
    pupils("many", "enhet 2", 40, Sex::Male, 25),
];

const fn pupils(name: &'static str, unit: &'static str, many: u64, sex: Sex, valid: i32) -> Pupils<'static> {
    Pupils { name, unit, many, sex, form: "GR", year: 7, valid }
}

on_both_engines! {
    fn leaders_read_shares_of_their_units_and_the_board_those_of_the_whole_alone(world: &World) {
        let chain = school(world);
        let director = chain.signed_in("DIRECTOR");
        let whole = figures(&director, &chain, "UP10120", "2025/26", "förvaltning", &[]);
        // Six and forty of the pupils; of the chain's own seven, Cleo, Dag and the two of school two have 20 %.
        assert_eq!(whole["cells"], json!([{
            "place": [], "state": "VALUE", "n": 50, "total": 83, "value": 60.0, "coverage": 100,
        }]));
        assert_eq!((&whole["valueUnit"], &whole["asOf"]), (&json!("%"), &json!("2025-11-24")));
        let of_school = figures(&chain.signed_in("PRINCIPAL"), &chain, "UP10120", "2025/26", "skola 1", &["sex"]);
        let women = cell(&of_school, "K");
        assert_eq!((&women["state"], &women["n"], &women["total"]), (&json!("VALUE"), &json!(6), &json!(36)));
        for role in ["BOARD_MEMBER", "PROCESS_LEADER", "PROCESS_OWNER"] {
            let client = chain.signed_in(role);
            let whole = figures(&client, &chain, "UP10120", "2025/26", "huvudman", &[]);
            assert_eq!(whole["cells"][0]["n"], 50, "{role}");
            assert_eq!(codes(&client, &chain, "UP10120", "2025/26", "skola 1", &[]), ["NOT_FOUND"], "{role}");
        }
        let principal = chain.signed_in("PRINCIPAL");
        for unit in ["skola 2", "enhet 2", "verksamhet", "huvudman"] {
            assert_eq!(codes(&principal, &chain, "UP10120", "2025/26", unit, &[]), ["NOT_FOUND"], "{unit}");
        }
        for role in ["MENTOR", "TEACHER", "STUDENT_HEALTH", "ADMINISTRATOR", "STEERING_GROUP"] {
            let codes = codes(&chain.signed_in(role), &chain, "UP10120", "2025/26", "skola 1", &[]);
            assert_eq!(codes, ["FORBIDDEN"], "{role}");
        }
    }

    fn what_could_single_somebody_out_is_hidden_and_the_next_smallest_with_it(world: &World) {
        let chain = world.municipality();
        let few = Pupils { year: 8, ..pupils("eighth", "enhet 2", 3, Sex::Male, 25) };
        few.arrive(world, &chain);
        arrive(world, &chain);
        let director = chain.signed_in("DIRECTOR");
        let by_sex = figures(&director, &chain, "UP10120", "2025/26", "verksamhet", &["sex"]);
        // Of the seven whose sex is not known four have 20 %; all of the men have, which is told of nobody.
        let states: Vec<_> = ["K", "M", "X"].map(|sex| cell(&by_sex, sex)["state"].clone()).into();
        assert_eq!(states, ["VALUE", "SUPPRESSED", "SUPPRESSED"]);
        let hidden = cell(&by_sex, "M");
        for field in ["n", "total", "value", "coverage"] {
            assert_eq!(hidden[field], Value::Null, "{field}");
        }
        // Three are in year 8: hidden, and year 7 with it, from which they would follow.
        let by_year = figures(&director, &chain, "UP10120", "2025/26", "verksamhet", &["year"]);
        let states: Vec<_> = ["7", "8"].map(|year| cell(&by_year, year)["state"].clone()).into();
        assert_eq!(states, ["SUPPRESSED", "SUPPRESSED"]);
        // School two is hidden, since all of it have the property, and school one with it.
        for unit in ["skola 1", "skola 2"] {
            let of_school = figures(&director, &chain, "UP10120", "2025/26", unit, &[]);
            assert_eq!(of_school["cells"][0]["state"], "SUPPRESSED", "{unit}");
        }
        let mean = figures(&director, &chain, "UP10101", "2025/26", "verksamhet", &[]);
        let total = &mean["cells"][0];
        assert_eq!((&total["n"], &total["total"], &total["value"]), (&json!(86), &Value::Null, &json!(17.5)));
        // Two at school two are too few for a mean. Of two schools the other's follow with them, and what is right beside.
        let by_sex = figures(&director, &chain, "UP10101", "2025/26", "verksamhet", &["sex"]);
        assert_eq!(cell(&by_sex, "K")["state"], "SUPPRESSED");
        assert_eq!(cell(&by_sex, "K")["place"][0]["label"], "kvinnor");
    }

    fn undeclared_breakdowns_and_empty_periods_are_refused_with_their_codes(world: &World) {
        let chain = school(world);
        let director = chain.signed_in("DIRECTOR");
        let refused = |indicator, period, breakdown: &[&str]| {
            codes(&director, &chain, indicator, period, "förvaltning", breakdown)
        };
        for breakdown in [&["unit"][..], &["sex", "sex"], &["method"], &["sex", "year", "age"], &[""]] {
            assert_eq!(refused("UP10120", "2025/26", breakdown), ["NOT_DECLARED"], "{breakdown:?}");
        }
        assert_eq!(refused("UP10120", "2019/20", &[]), ["NO_DATA"]);
        assert_eq!(refused("UP10120", "2025HT", &[]), ["BAD_USER_INPUT"]);
        assert_eq!(refused("UP10120", "i år", &[]), ["BAD_USER_INPUT"]);
        assert_eq!(refused("UP10121", "2025/26", &[]), ["BAD_USER_INPUT"]);
        assert_eq!(refused("UP70103", "2025/26", &[]), ["NOT_DECLARED"]);
        // The order in which dimensions are named says nothing.
        let both = figures(&director, &chain, "UP10120", "2025/26", "förvaltning", &["year", "sex"]);
        assert_eq!(both["breakdown"], json!(["sex", "year"]));
    }

    fn a_snapshot_stands_for_its_week_whatever_comes_in(world: &World) {
        let chain = school(world);
        let director = chain.signed_in("DIRECTOR");
        let before = figures(&director, &chain, "UP10120", "2025/26", "förvaltning", &["sex"]);
        pupils("late", "enhet 1", 20, Sex::Female, 50).arrive(world, &chain);
        night(world, &chain);
        assert_eq!(figures(&director, &chain, "UP10120", "2025/26", "förvaltning", &["sex"]), before);
        // The week after, it is taken anew, and the one before is gone.
        arrange(world, &chain, |grant, tx| async move {
            let earlier = figure_snapshot::ActiveModel {
                taken_on: sea_orm::Set(grant.reach().today - Days::new(7)),
                ..Default::default()
            };
            let all = figure_snapshot::Column::Indicator.is_not_null();
            figure_snapshot::Entity::update_many().set(earlier).filter(all).exec(&tx).await?;
            Ok(tx)
        });
        night(world, &chain);
        let after = figures(&director, &chain, "UP10120", "2025/26", "förvaltning", &[]);
        assert_eq!((&after["cells"][0]["n"], &after["asOf"]), (&json!(70), &json!("2025-11-24")));
    }

    fn a_figure_takes_one_statement(world: &World) {
        let world = world.another();
        let chain = school(&world);
        let director = chain.signed_in("DIRECTOR");
        let variables = json!({ "indicator": "UP10120", "period": "2025/26", "unit": chain.unit("förvaltning"),
            "breakdown": ["sex", "year"] });
        let figure = world.fewest_statements(|| drop(director.data(FIGURES, variables.clone())));
        let nothing = world.fewest_statements(|| drop(director.data("{ viewer { municipalityCode } }", json!({}))));
        assert_eq!(figure, nothing + 1);
    }

    fn a_row_of_a_term_follows_the_rule_of_weeks_and_older_terms_stand(world: &World) {
        let chain = world.municipality();
        let alma = chain.row("Alma");
        let older = term_record::Model {
            id: ids::of_term_record(alma, "2024VT"),
            youth_id: alma,
            term: "2024VT".to_owned(),
            unit_id: chain.row("enhet 1"),
            school_type: "GR".to_owned(),
            school_year: Some(5),
            valid_minutes: 7,
            invalid_minutes: 0,
            reported_minutes: 70,
            offered_minutes: 70,
            eligible: None,
            source_id: None,
            source_ref: None,
        };
        // Alma has ten weeks of three groups with 300 minutes and 50 of absence; in one of them a total says otherwise.
        let total = attendance::Model {
            id: ids::of_attendance(alma, chain.today() - Days::new(7), None),
            youth_id: alma,
            week: chain.today() - Days::new(7),
            group_id: None,
            valid_minutes: 0,
            invalid_minutes: 100,
            other_minutes: 0,
            reported_minutes: 200,
            offered_minutes: 200,
            source_id: None,
            source_ref: None,
        };
        let kept = older.clone();
        arrange(world, &chain, |_, tx| async move {
            term_record::Entity::insert(older.into_active_model()).exec_without_returning(&tx).await?;
            attendance::Entity::insert(total.into_active_model()).exec_without_returning(&tx).await?;
            Ok(tx)
        });
        night(world, &chain);
        let rows = records(world, &chain, alma);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0], kept);
        let now = &rows[1];
        assert_eq!((now.term.as_str(), now.unit_id, now.school_year), ("2025HT", chain.row("enhet 1"), Some(7)));
        assert_eq!((now.valid_minutes, now.invalid_minutes), (9 * 50, 100));
        assert_eq!((now.offered_minutes, now.reported_minutes), (9 * 300 + 200, 9 * 300 + 200));
        // Hugo studies under another authority.
        assert_eq!(records(world, &chain, chain.row("Hugo")), []);
        night(world, &chain);
        assert_eq!(records(world, &chain, alma), rows);
    }

    fn the_principal_records_completions_each_row_for_itself(world: &World) {
        let chain = world.municipality();
        let upper = Pupils { form: "GY", year: 1, ..pupils("upper", "enhet 1", 2, Sex::Female, 0) };
        upper.arrive(world, &chain);
        let youth = |number| {
            api::support::page::GlobalId::write(
                api::support::page::Kind::Youth,
                &chain.code,
                upper.id(&chain, number),
            )
            .to_string()
        };
        let rows = json!([
            { "youth": youth(0), "beganOn": "2022-08-17", "programmeCode": "NA25", "outcome": "DIPLOMA",
              "endedOn": "2025-06-10" },
            { "youth": youth(1), "beganOn": "2022-08-17", "outcome": "DIPLOMA" },
            { "youth": youth(1), "beganOn": "2099-08-17" },
            { "youth": chain.youth("Frej"), "beganOn": "2022-08-17" },
            { "youth": chain.youth("Alma"), "beganOn": "2022-08-17" },
        ]);
        let principal = chain.signed_in("PRINCIPAL");
        let record = || principal.data(COMPLETIONS, json!({ "rows": rows }))["recordCompletions"].take();
        let payload = record();
        assert_eq!((&payload["recorded"], &payload["refused"]), (&json!(1), &json!(4)));
        assert_eq!(payload["userErrors"], json!([
            { "code": "INVALID", "field": "input.rows.outcome", "index": 1 },
            { "code": "OUT_OF_RANGE", "field": "input.rows.beganOn", "index": 2 },
            { "code": "NOT_FOUND", "field": "input.rows.youth", "index": 3 },
            { "code": "CONDITION_NOT_MET", "field": "input.rows.youth", "index": 4 },
        ]));
        let again = record();
        assert_eq!((&again["recorded"], &again["unchanged"]), (&json!(0), &json!(1)));
        // The night knows the other one by the enrolment, and leaves what was recorded.
        night(world, &chain);
        let begun = tests::figures::leaves(world, &chain, "UP20203", "2022/23");
        assert_eq!(begun.iter().map(|leaf| (leaf.n, leaf.total)).collect::<Vec<_>>(), [(1, 1)]);
        let running = tests::figures::leaves(world, &chain, "UP20203", "2025/26");
        assert_eq!(running.iter().map(|leaf| (leaf.total, leaf.without_data)).collect::<Vec<_>>(), [(0, 1)]);
        for role in ["MENTOR", "DIRECTOR", "ADMINISTRATOR"] {
            let codes = chain.signed_in(role).codes(COMPLETIONS, json!({ "rows": rows }));
            assert_eq!(codes, ["FORBIDDEN"], "{role}");
        }
    }

    fn figures_of_the_activity_duty_need_a_ground_that_stands(world: &World) {
        let chain = world.municipality();
        let director = chain.signed_in("DIRECTOR");
        let asked = || codes(&director, &chain, "UP40100", "2025H2", "förvaltning", &[]);
        night(world, &chain);
        assert_eq!(asked(), ["GROUND_NEEDED"]);
        let record = |text: &str| {
            director.data(RECORD_GROUND, json!({ "text": text }))["recordStatisticsGround"].take()
        };
        assert_eq!(record("kort")["userErrors"][0]["code"], "OUT_OF_RANGE");
        let payload = record(GROUND);
        assert_eq!((&payload["userErrors"], &payload["grounds"][0]["text"]), (&json!([]), &json!(GROUND)));
        assert_eq!(payload["grounds"][0]["recordedBy"]["givenName"], "DIRECTOR");
        assert_eq!(record(GROUND)["userErrors"][0]["code"], "TAKEN");
        assert_eq!(asked(), ["NO_DATA"]);
        night(world, &chain);
        let board = chain.signed_in("BOARD_MEMBER");
        let whole = figures(&board, &chain, "UP40100", "2025H2", "huvudman", &[]);
        assert_eq!(whole["cells"][0]["state"], "MISSING");
        let read = chain.signed_in("PROCESS_LEADER").data(GROUNDS, json!({}));
        assert_eq!(read["statisticsGrounds"][0]["recordedBy"]["givenName"], "DIRECTOR");
        for role in ["PRINCIPAL", "BOARD_MEMBER", "KAA_OFFICER"] {
            assert_eq!(chain.signed_in(role).codes(GROUNDS, json!({})), ["FORBIDDEN"], "{role}");
        }
        for role in ["PRINCIPAL", "PROCESS_LEADER", "KAA_OFFICER"] {
            let codes = chain.signed_in(role).codes(RECORD_GROUND, json!({ "text": GROUND }));
            assert_eq!(codes, ["FORBIDDEN"], "{role}");
        }
        let ended = director.data(END_GROUND, json!({}))["endStatisticsGround"].take();
        assert!(ended["grounds"][0]["endedAt"].is_string() && ended["userErrors"] == json!([]), "{ended}");
        assert_eq!(codes(&board, &chain, "UP40100", "2025H2", "huvudman", &[]), ["GROUND_NEEDED"]);
        assert_eq!(director.data(END_GROUND, json!({}))["endStatisticsGround"]["userErrors"][0]["code"], "CLOSED");
        // A new ground brings no old figures back: the ended one took them with it.
        assert_eq!(record(GROUND)["userErrors"], json!([]));
        assert_eq!(codes(&board, &chain, "UP40100", "2025H2", "huvudman", &[]), ["NO_DATA"]);
    }
}

fn school(world: &World) -> Chain<'_> {
    let chain = world.municipality();
    arrive(world, &chain);
    chain
}

fn arrive(world: &World, chain: &Chain<'_>) {
    for group in PUPILS {
        group.arrive(world, chain);
    }
    night(world, chain);
}

fn asked(chain: &Chain<'_>, indicator: &str, period: &str, unit: &str, breakdown: &[&str]) -> Value {
    json!({ "indicator": indicator, "period": period, "unit": chain.unit(unit), "breakdown": breakdown })
}

fn figures(
    client: &Client,
    chain: &Chain<'_>,
    indicator: &str,
    period: &str,
    unit: &str,
    breakdown: &[&str],
) -> Value {
    client.data(FIGURES, asked(chain, indicator, period, unit, breakdown))["figures"].take()
}

fn codes(
    client: &Client,
    chain: &Chain<'_>,
    indicator: &str,
    period: &str,
    unit: &str,
    breakdown: &[&str],
) -> Vec<String> {
    client.codes(FIGURES, asked(chain, indicator, period, unit, breakdown))
}

/// The cell of a category.
fn cell(figures: &Value, category: &str) -> Value {
    let cells = figures["cells"].as_array().expect("cells");
    let found = cells.iter().find(|cell| cell["place"][0]["category"] == category);
    found.unwrap_or_else(|| panic!("no {category} in {figures:#}")).clone()
}

fn records(world: &World, chain: &Chain<'_>, youth: uuid::Uuid) -> Vec<term_record::Model> {
    let rows = world.wait(async {
        let grant = chain.grant().await;
        let tx = grant.begin().await.expect("a transaction");
        term_record::Entity::find()
            .filter(term_record::Column::YouthId.eq(youth))
            .order_by_asc(term_record::Column::Term)
            .all(&tx)
            .await
    });
    rows.expect("the rows are read")
}
