//! What everybody reads of published statistics: through HTTP, without a sign-in.

use entity::vocabulary::Role;
use serde_json::{Value, json};
use tests::command::Installation;
use tests::statistics::Says::{Hidden, Missing, NotApplicable, Share};
use tests::statistics::{publish, withdraw};
use tests::{Client, on_both_engines, skr};

const CELL: &str = "__typename ... on CellValue { coordinate n total value notRevised } ... on CellHidden { coordinate } \
                    ... on CellMissing { coordinate } ... on CellNotApplicable { coordinate }";
const BENCHMARK: &str = "query A($indicator: String!, $period: String!, $municipality: String!) {
    benchmark(indicator: $indicator, period: $period, municipality: $municipality) {
        rank band bandLabel distanceToMedian distanceToSimilar
        cell { __typename ... on CellValue { value } }
        group { included of leftOut n total value unweightedMean median }
        similar { year source municipalities { code } group { included of median } }
        trend { period change cell { ... on CellValue { value } } } } }";

/// A question for figures with these arguments.
fn statistics(arguments: &str) -> String {
    format!(
        "{{ statistics({arguments}) {{ municipality {{ code name }} period published breakdown cells {{ {CELL} }}
            publication {{ definitionVersion asOf publishedAt coverage rung floor edition inputHash }} }} }}"
    )
}

fn figures(client: &Client, arguments: &str) -> Vec<Value> {
    client.data(&statistics(arguments), json!({}))["statistics"].as_array().expect("figures").clone()
}

fn refusal(client: &Client, query: &str) -> (String, String) {
    let answer = client.graphql(query, json!({}));
    let error = &answer["errors"][0];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&error["extensions"]["code"]), text(&error["message"]))
}

fn benchmark(client: &Client, period: &str, municipality: &str) -> Value {
    let asked = json!({ "indicator": "UP10120", "period": period, "municipality": municipality });
    client.data(BENCHMARK, asked)["benchmark"].clone()
}

on_both_engines! {
    fn the_catalogue_is_read_without_a_sign_in_in_the_readers_language(world: &World) {
        let query = "{ indicators(codes: [\"UP10120\"]) { code origin title version numerator denominator basis periodKind
            shape better dimensions { code categories { code name } } breakdowns floor groupOnly partOf source } }";
        let indicator = |language| world.client().speaking(language).data(query, json!({}))["indicators"][0].clone();
        let (swedish, english) = (indicator("sv"), indicator("en"));
        assert_eq!(english["breakdowns"], json!(["", "sex", "year", "sex,year"]));
        assert_eq!((&english["better"], &english["periodKind"]), (&json!("LOWER"), &json!("SCHOOL_YEAR")));
        assert_eq!((&english["basis"], &english["partOf"]), (&json!("AUTHORITY"), &json!("UP10115")));
        assert!(swedish["title"].as_str().expect("a title").starts_with("Elever med minst 20 procents"));
        assert_ne!(swedish["numerator"], english["numerator"]);
        let codes = "{ indicators { code } }";
        let all = world.client().data(codes, json!({}))["indicators"].as_array().expect("a list").len();
        assert!(all >= 5);
        assert_eq!(refusal(&world.client(), "{ indicators(codes: [\"UP99999\"]) { code } }").0, "BAD_USER_INPUT");
    }

    fn a_cell_is_a_value_or_says_why_it_is_none_and_each_figure_says_what_it_is(world: &World) {
        let period = "2001/02";
        let cells = [("", Share(12, 110)), ("sex=K", Share(6, 54)), ("sex=M", Hidden), ("sex=X", Hidden),
            ("year=7", Missing), ("year=8", NotApplicable)];
        publish(world, ("0513", "UP10120", period, 1), &cells);
        let one = |breakdown: &str| {
            let asked = format!("indicator: \"UP10120\", periods: [\"{period}\"], municipalities: [\"0513\"], {breakdown}");
            figures(&world.client(), &asked).remove(0)
        };
        let total = one("breakdown: \"\"");
        assert_eq!(total["cells"], json!([
            { "__typename": "CellValue", "coordinate": "", "n": 12, "total": 110, "value": 11.0, "notRevised": false }
        ]));
        assert_eq!(total["municipality"], json!({ "code": "0513", "name": "Kinda" }));
        let publication = &total["publication"];
        assert_eq!((&publication["coverage"], &publication["rung"]), (&json!(97), &json!("FULL")));
        assert_eq!((&publication["asOf"], &publication["inputHash"]), (&json!("2025-11-01"), &json!("5a5a")));
        assert_eq!(one("breakdown: \"sex\"")["cells"], json!([
            { "__typename": "CellValue", "coordinate": "sex=K", "n": 6, "total": 54, "value": 11.0, "notRevised": false },
            { "__typename": "CellHidden", "coordinate": "sex=M" }, { "__typename": "CellHidden", "coordinate": "sex=X" },
        ]));
        assert_eq!(one("breakdown: \"year\"")["cells"], json!([
            { "__typename": "CellMissing", "coordinate": "year=7" }, { "__typename": "CellNotApplicable", "coordinate": "year=8" },
        ]));
    }

    fn the_latest_publication_that_stands_is_read(world: &World) {
        let asked = "indicator: \"UP10120\", periods: [\"2002/03\"], municipalities: [\"0513\"]";
        publish(world, ("0513", "UP10120", "2002/03", 1), &[("", Share(12, 110))]);
        publish(world, ("0513", "UP10120", "2002/03", 2), &[("", Share(20, 110))]);
        let figure = figures(&world.client(), asked).remove(0);
        assert_eq!((&figure["cells"][0]["n"], &figure["publication"]["edition"]), (&json!(20), &json!(2)));
        withdraw(world, "0513", "2002/03");
        assert_eq!(refusal(&world.client(), &statistics(asked)).0, "NOT_FOUND");
    }

    fn a_municipality_that_has_not_published_says_so_in_a_list_and_is_refused_alone(world: &World) {
        publish(world, ("0513", "UP10120", "2003/04", 1), &[("", Share(12, 110))]);
        let asked = |codes: &str, periods: &str| {
            format!("indicator: \"UP10120\", periods: [{periods}], municipalities: [{codes}]")
        };
        let seen = figures(&world.client(), &asked("\"0513\", \"0483\"", "\"2003/04\", \"1990/91\""));
        let seen: Vec<_> = seen.iter().map(|figure| {
            (figure["municipality"]["code"].as_str().unwrap(), figure["period"].as_str().unwrap(), figure["published"] == true)
        }).collect();
        assert_eq!(seen, [
            ("0483", "1990/91", false), ("0483", "2003/04", false), ("0513", "1990/91", false), ("0513", "2003/04", true),
        ]);
        let alone = refusal(&world.client().speaking("en"), &statistics(&asked("\"0483\"", "\"2003/04\"")));
        assert_eq!((&*alone.0, alone.1.contains("has not published")), ("NOT_FOUND", true));
        let nobody = refusal(&world.client().speaking("en"), &statistics("indicator: \"UP10120\", periods: [\"1990/91\"]"));
        assert_eq!((&*nobody.0, nobody.1.contains("No municipality")), ("NOT_FOUND", true));
    }

    fn what_cannot_be_asked_is_refused_with_its_code(world: &World) {
        let many = (1995..2017).map(|year| format!("\"{year}/{:02}\"", (year + 1) % 100)).collect::<Vec<_>>().join(",");
        for (asked, code) in [
            ("indicator: \"UP99999\"", "BAD_USER_INPUT"),
            ("indicator: \"UP10120\", breakdown: \"school\"", "BAD_USER_INPUT"),
            ("indicator: \"UP10120\", breakdown: \"year,sex\"", "BAD_USER_INPUT"),
            ("indicator: \"UP10120\", periods: [\"2025H1\"]", "BAD_USER_INPUT"),
            ("indicator: \"UP10120\", periods: [\"2024/26\"]", "BAD_USER_INPUT"),
            ("indicator: \"UP10120\", municipalities: [\"9999\"]", "BAD_USER_INPUT"),
            (&format!("indicator: \"UP10120\", periods: [{many}]"), "LIMIT_EXCEEDED"),
        ] {
            assert_eq!(refusal(&world.client(), &statistics(asked)).0, code, "{asked}");
        }
        let undeclared = refusal(&world.client().speaking("en"), &statistics("indicator: \"UP10120\", breakdown: \"school\""));
        assert!(undeclared.1.contains("\"sex,year\""), "{undeclared:?}");
        let effects = |period: &str| format!("{{ methodEffects(periods: [\"{period}\"]) {{ hidden }} }}");
        assert_eq!(refusal(&world.client(), &effects("now")).0, "BAD_USER_INPUT");
        assert_eq!(world.client().data(&effects("1990/91"), json!({}))["methodEffects"], json!([]));
    }

    fn figures_take_the_same_statements_however_many_they_are(world: &World) {
        let world = &world.another();
        for code in ["0114", "0115", "0117", "0120", "0123", "0125"] {
            for period in ["2020/21", "2021/22", "2022/23"] {
                publish(world, (code, "UP10120", period, 1), &[("", Share(20, 100)), ("sex=K", Share(10, 50))]);
            }
        }
        let client = world.client();
        let count = |asked: &str| world.fewest_statements(|| { figures(&client, asked); });
        let one = count("indicator: \"UP10120\", periods: [\"2020/21\"], municipalities: [\"0114\"]");
        let all = count("indicator: \"UP10120\", breakdown: \"sex\", municipalities: [\"0114\",\"0115\",\"0117\",\"0120\",\"0123\",\"0125\"]");
        assert_eq!(one, all);
    }

    /// In a system of its own: everybody who takes part counts.
    fn a_benchmark_is_worked_out_from_shown_totals_and_says_how_many_were_left_out(world: &World) {
        let world = &world.another();
        for (code, n) in [("0114", 5), ("0115", 10), ("0117", 20), ("0120", 30), ("0123", 40)] {
            publish(world, (code, "UP10120", "2024/25", 1), &[("", Share(n, 100))]);
        }
        publish(world, ("0125", "UP10120", "2024/25", 1), &[("", Hidden)]);
        publish(world, ("0115", "UP10120", "2022/23", 1), &[("", Share(30, 200))]);
        publish(world, ("0115", "UP10120", "2023/24", 1), &[("", Share(10, 50))]);
        publish(world, ("0115", "UP10120", "2021/22–2023/24", 1), &[("", Share(50, 400))]);
        let similar = ["0120", "0123", "0125"].map(|code| entity::registry::similar_municipality::Model {
            service: "GR".to_owned(),
            year: 2024,
            municipality_code: "0115".to_owned(),
            similar_code: code.to_owned(),
            source: "Källa: Kolada".to_owned(),
        });
        world.wait(api::access::tenants::import_similar(&world.operator, similar.to_vec())).expect("they are stored");
        let client = world.client().speaking("en");
        let second = benchmark(&client, "2024/25", "0115");
        assert_eq!((&second["rank"], &second["band"]), (&json!(2), &json!("MIDDLE")));
        assert_eq!(second["distanceToMedian"], json!(-10.0));
        assert_eq!(second["distanceToSimilar"], json!(-25.0));
        assert_eq!(second["group"], json!({
            "included": 5, "of": 6, "leftOut": 1, "n": 105, "total": 500, "value": 21.0, "unweightedMean": 21.0, "median": 20.0,
        }));
        assert_eq!(second["similar"], json!({
            "year": 2024, "source": "Källa: Kolada", "municipalities": [{ "code": "0120" }, { "code": "0123" }, { "code": "0125" }],
            "group": { "included": 2, "of": 3, "median": 35.0 },
        }));
        assert_eq!(second["trend"], json!([
            { "period": "2022/23", "change": null, "cell": { "value": 15.0 } },
            { "period": "2023/24", "change": 5.0, "cell": { "value": 20.0 } },
        ]));
        let first = benchmark(&client, "2024/25", "0114");
        assert_eq!((&first["rank"], &first["bandLabel"]), (&json!(1), &json!("Best 25 %")));
        assert_eq!(benchmark(&client, "2024/25", "0123")["band"], "WORST");
        let hidden = benchmark(&client, "2024/25", "0125");
        assert_eq!((&hidden["cell"]["__typename"], &hidden["rank"]), (&json!("CellHidden"), &json!(null)));
        assert_eq!(hidden["distanceToMedian"], json!(null));
        let asked = |municipality: &str| json!({ "indicator": "UP10120", "period": "2024/25", "municipality": municipality });
        assert_eq!(client.codes(BENCHMARK, asked("0126")), ["NOT_FOUND"]);
        assert_eq!(client.codes(BENCHMARK, asked("9999")), ["BAD_USER_INPUT"]);
    }

    fn where_statistics_are_not_public_whoever_has_signed_in_reads_them(world: &World) {
        publish(world, ("0513", "UP10120", "2004/05", 1), &[("", Share(12, 110))]);
        let closed = world.instance_for_the_signed_in();
        let asked = "indicator: \"UP10120\", periods: [\"2004/05\"], municipalities: [\"0513\"]";
        let fields = ["indicators { code }", "methodEffects { hidden }", &statistics(asked)[1..statistics(asked).len() - 1],
            "benchmark(indicator: \"UP10120\", period: \"2004/05\", municipality: \"0513\") { rank }"];
        for field in fields {
            assert_eq!(refusal(&closed.client(), &format!("{{ {field} }}")).0, "UNAUTHENTICATED", "{field}");
        }
        let chain = world.municipality();
        for client in [skr::signed_in(world, Role::SkrAnalyst), chain.signed_in("TEACHER")] {
            for field in fields {
                let answer = client.at(&closed.url).graphql(&format!("{{ {field} }}"), json!({}));
                assert!(answer["errors"].is_null(), "{field}: {answer:#}");
            }
        }
        assert_eq!(figures(&world.client(), asked).len(), 1, "and everybody where they are");
    }
}

const KPI: &str = r#"{ "values": [{ "id": "N15428", "title": "Behöriga till yrkesprogram, hemkommun, andel (%)",
    "description": "Så säger källan.", "is_divided_by_gender": 1 }], "count": 1, "next_url": null }"#;

fn of_kolada(values: &[(&str, f64)]) -> String {
    let rows = values.iter().map(|(municipality, value)| json!({ "kpi": "N15428", "municipality": municipality,
        "period": 2024, "values": [{ "gender": "T", "count": 1, "status": "", "value": value, "isdeleted": false },
            { "gender": "K", "count": 1, "status": "", "value": null, "isdeleted": false }] }));
    json!({ "values": rows.collect::<Vec<_>>(), "count": 1, "next_url": null }).to_string()
}

#[test]
fn official_series_and_similar_municipalities_are_imported_from_files_and_quoted_by_their_source() {
    let installation = Installation::new();
    installation.done(&["migrate"]);
    let file = |name: &str, text: &str| {
        let path = installation.folder().join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("a path").to_owned()
    };
    let data = file("data.json", &of_kolada(&[("0483", 80.0), ("0513", 90.0), ("0000", 85.0)]));
    let refused = installation.run(&["statistics", "import-official", &data]);
    assert!(!refused.ok && refused.err.contains("/kpi/N15428"), "{refused:?}");
    installation.done(&["statistics", "import-official", &file("kpi.json", KPI)]);
    for _ in 0..2 {
        let done = installation.done(&["statistics", "import-official", &data]);
        assert_eq!(done.trim(), "imported: 0 series, 4 values; passed over: 2");
    }
    let similar = "service;year;municipality;similar;source\nGR;2024;0483;0513;Källa: Kolada\n";
    let done = installation.done(&["statistics", "import-similar", &file("similar.csv", similar)]);
    assert_eq!(done.trim(), "imported: 1 pairs of similar municipalities");

    let served = installation.serve();
    let client = Client::new(&served.url);
    let query = "{ indicators(codes: [\"N15428\"]) { code origin title definition version source breakdowns periodKind } }";
    assert_eq!(
        client.data(query, json!({}))["indicators"][0],
        json!({
            "code": "N15428", "origin": "OFFICIAL", "title": "Behöriga till yrkesprogram, hemkommun, andel (%)",
            "definition": "Så säger källan.", "version": null, "source": "Källa: Kolada", "breakdowns": ["", "sex"], "periodKind": "YEAR",
        })
    );
    let seen = figures(&client, "indicator: \"N15428\", breakdown: \"sex\"");
    assert_eq!(
        (seen.len(), &seen[0]["cells"]),
        (2, &json!([{ "__typename": "CellMissing", "coordinate": "sex=K" }]))
    );
    let asked = json!({ "indicator": "N15428", "period": "2024", "municipality": "0483" });
    let compared = client.data(BENCHMARK, asked)["benchmark"].clone();
    assert_eq!((&compared["rank"], &compared["distanceToSimilar"]), (&json!(2), &json!(-10.0)));
    assert_eq!(
        (&compared["group"]["unweightedMean"], &compared["group"]["value"]),
        (&json!(85.0), &json!(null))
    );
}
