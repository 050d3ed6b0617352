//! `/kolada/v3` answers as Kolada's API v3 does: field by field, page by page, and refusal by refusal.

use api::server::settings::{Limits, Settings};
use serde_json::{Value, json};
use tests::published::{publish, publish_at, withdraw};
use tests::world::usual_settings;
use tests::{Client, World, on_both_engines};

const TEN: &str = "UP10110";
const FIFTEEN: &str = "UP10115";

/// The names of an object's fields, in their order.
#[track_caller]
fn fields(reply: &str, after: &str) -> Vec<String> {
    let object = reply.split_once(after).unwrap_or_else(|| panic!("no {after} in {reply}")).1;
    let (mut names, mut depth, mut rest) = (Vec::new(), 0, object);
    // Only names of the first level, read from the text: `Value` forgets the order.
    while let Some(at) = rest.find(['{', '}', '[', ']', '"']) {
        let (sign, tail) = rest.split_at(at).1.split_at(1);
        rest = tail;
        match sign {
            "{" | "[" => depth += 1,
            "}" | "]" if depth == 1 => break,
            "}" | "]" => depth -= 1,
            _ => {
                let end = rest.find('"').expect("a text ends");
                let (text, tail) = rest.split_at(end);
                rest = &tail[1..];
                if depth == 1 && rest.starts_with(':') {
                    names.push(text.to_owned());
                }
            }
        }
    }
    names
}

#[track_caller]
fn values(client: &Client, path: &str) -> Value {
    let reply = client.get(&format!("/kolada/v3{path}"));
    assert_eq!(reply.status, 200, "{path}: {reply:?}");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(fields(&reply.body, ""), ["values", "next_url", "previous_url", "count"], "{reply:?}");
    let answer = reply.json();
    assert_eq!(answer["count"], json!(answer["values"].as_array().unwrap().len()), "{reply:?}");
    answer["values"].clone()
}

#[track_caller]
fn refused(client: &Client, path: &str, status: u16, code: &str) {
    let reply = client.get(&format!("/kolada/v3{path}"));
    let answer = reply.json();
    assert_eq!((reply.status, &answer["code"]), (status, &json!(code)), "{path}: {reply:?}");
    assert!(answer["detail"].as_str().is_some_and(|said| said.ends_with('.')), "{reply:?}");
}

fn shown(gender: &str, value: f64) -> Value {
    json!({ "gender": gender, "count": 1, "status": "", "value": value, "isdeleted": false })
}

fn hidden(gender: &str) -> Value {
    json!({ "gender": gender, "count": 1, "status": "", "value": null, "isdeleted": false })
}

/// Two municipalities over two years; the second hides what the first shows.
fn published(world: &World) -> (&'static str, &'static str) {
    let (one, other) = ("0483", "0513");
    for (period, n) in [("2023/24", 20), ("2024/25", 30)] {
        let cells = [
            ("", "", Some((n, 200))),
            ("sex", "sex=K", Some((n / 2, 100))),
            ("sex", "sex=M", Some((n / 2, 100))),
            ("sex,year", "sex=K,year=9", Some((5, 50))),
        ];
        publish(world, (one, TEN, period), 1, &cells);
    }
    publish(
        world,
        (other, TEN, "2024/25"),
        1,
        &[("", "", Some((11, 100))), ("sex", "sex=K", None), ("sex", "sex=M", None)],
    );
    publish(world, (other, FIFTEEN, "2024/25"), 1, &[("", "", None)]);
    (one, other)
}

on_both_engines! {
    fn a_key_figure_has_koladas_fields(world: &World) {
        let world = &world.another();
        published(world);
        let client = world.client();
        let reply = client.get(&format!("/kolada/v3/kpi/{TEN}"));
        let known = [
            "id", "title", "description", "is_divided_by_gender", "municipality_type", "auspice", "operating_area",
            "perspective", "prel_publication_date", "publication_date", "publ_period", "has_ou_data",
        ];
        assert_eq!(fields(&reply.body, r#""values":["#), known, "{reply:?}");
        let kpi = &reply.json()["values"][0];
        assert_eq!(kpi["id"], TEN);
        assert_eq!((&kpi["is_divided_by_gender"], &kpi["has_ou_data"]), (&json!(true), &json!(false)));
        assert_eq!((&kpi["municipality_type"], &kpi["prel_publication_date"]), (&json!("K"), &Value::Null));
        assert_eq!((&kpi["publication_date"], &kpi["publ_period"]), (&json!("2025-11-24"), &json!("2025")));
        let described = kpi["description"].as_str().unwrap();
        assert!(described.contains("det kalenderår då det slutar") && described.contains("Färre än 5"), "{described}");
        let all = values(&client, "/kpi");
        assert!(all.as_array().unwrap().iter().any(|kpi| kpi["id"] == TEN));
        let never = all.as_array().unwrap().iter().find(|kpi| kpi["id"] == "UP10150").unwrap();
        assert_eq!((&never["publication_date"], &never["publ_period"]), (&Value::Null, &Value::Null));
    }

    fn key_figures_are_found_by_title_and_by_ids(world: &World) {
        let client = world.client();
        let ids = |path: &str| -> Vec<String> {
            let values = values(&client, path);
            values.as_array().unwrap().iter().map(|kpi| kpi["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids("/kpi?title=MINST%2010%20procents%20fr%C3%A5nvaro"), [TEN]);
        assert_eq!(ids("/kpi?title=inget+s%C3%A5dant"), [""; 0]);
        assert_eq!(ids(&format!("/kpi/{FIFTEEN},{TEN}")), [TEN, FIFTEEN]);
        assert_eq!(ids(&format!("/kpi/{TEN}%2C{FIFTEEN}")), [TEN, FIFTEEN]);
        assert_eq!(ids("/kpi/N15428"), [""; 0]);
        let groups = values(&client, "/kpi_groups");
        let members = groups[0]["members"].as_array().unwrap();
        assert!(members.iter().any(|member| member["member_id"] == TEN && member["member_title"].is_string()));
        assert_eq!(values(&client, "/kpi_groups/GUP2"), groups);
        for none in ["/municipality_groups", "/ou", "/ou/V15E144001301", "/oudata/kpi/UP10110/year/2025"] {
            assert_eq!(values(&client, none), json!([]), "{none}");
        }
    }

    fn municipalities_are_those_that_take_part(world: &World) {
        let world = &world.another();
        let code = world.new_municipality();
        let client = world.client();
        let all = client.get("/kolada/v3/municipality");
        assert_eq!(fields(&all.body, r#""values":["#), ["id", "title", "type"]);
        let row = all.json()["values"][0].clone();
        assert_eq!((&row["id"], &row["type"]), (&json!(code), &json!("K")));
        let title = row["title"].as_str().unwrap().to_uppercase();
        let title: String = title.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for path in [
            format!("/municipality/{code}"),
            format!("/municipality?title={title}"),
            "/municipality?region_type=K".to_owned(),
            "/municipality?type=K&page=1&per_page=5000".to_owned(),
        ] {
            assert_eq!(values(&client, &path), json!([row]), "{path}");
        }
        for path in ["/municipality/0000", "/municipality?region_type=L", "/municipality?title=zzz"] {
            assert_eq!(values(&client, path), json!([]), "{path}");
        }
    }

    fn values_are_by_gender_and_null_where_hidden_and_no_row_where_nothing_is_published(world: &World) {
        let world = &world.another();
        let (one, other) = published(world);
        let client = world.client();
        let row = |kpi: &str, municipality: &str, period: i32, values: Value| {
            json!({ "kpi": kpi, "period": period, "municipality": municipality, "values": values })
        };
        let of_one = [
            row(TEN, one, 2024, json!([shown("T", 10.0), shown("K", 10.0), shown("M", 10.0)])),
            row(TEN, one, 2025, json!([shown("T", 15.0), shown("K", 15.0), shown("M", 15.0)])),
        ];
        let of_other = row(TEN, other, 2025, json!([shown("T", 11.0), hidden("K"), hidden("M")]));
        let wholly_hidden = row(FIFTEEN, other, 2025, json!([hidden("T")]));
        let reply = client.get(&format!("/kolada/v3/data/kpi/{TEN}/municipality/{one}/year/2025"));
        assert_eq!(fields(&reply.body, r#""values":["#), ["kpi", "period", "municipality", "values"]);
        let inner = fields(&reply.body, r#","values":["#);
        assert_eq!(inner, ["gender", "count", "status", "value", "isdeleted"]);
        for (path, rows) in [
            (format!("/data/kpi/{TEN}/municipality/{one},{other}/year/2024,2025"), json!([of_one[0], of_one[1], of_other])),
            (format!("/data/kpi/{TEN}/municipality/{one}"), json!(of_one)),
            (format!("/data/municipality/{one}/kpi/{TEN}"), json!(of_one)),
            (format!("/data/kpi/{TEN}/year/2025"), json!([of_one[1], of_other])),
            (format!("/data/municipality/{other}/year/2025"), json!([of_other, wholly_hidden])),
            (format!("/data/kpi/{TEN}/municipality/{other}/year/2024"), json!([])),
            (format!("/data/kpi/{TEN}/municipality/0180"), json!([])),
            (format!("/data/kpi/N15428/municipality/{one}"), json!([])),
            (format!("/data/?kpi_id={TEN}&kpi_id={FIFTEEN}&municipality_id={other}"), json!([of_other, wholly_hidden])),
            (format!("/data?kpi_id={TEN}&year=2024,2025&municipality_id={one}"), json!(of_one)),
        ] {
            assert_eq!(values(&client, &path), rows, "{path}");
        }
    }

    fn three_years_together_stand_in_the_last_and_say_so(world: &World) {
        let world = &world.another();
        publish(world, ("0513", TEN, "2022/23–2024/25"), 1, &[("", "", Some((30, 300)))]);
        let client = world.client();
        let pooled = json!([{ "gender": "T", "count": 1, "status": "POOL", "value": 10.0, "isdeleted": false }]);
        for path in ["/data/kpi/UP10110/year/2025", "/data/kpi/UP10110/municipality/0513"] {
            let values = values(&client, path);
            assert_eq!((&values[0]["period"], &values[0]["values"]), (&json!(2025), &pooled));
        }
        publish(world, ("0513", TEN, "2024/25"), 1, &[("", "", Some((20, 100)))]);
        let own = values(&client, "/data/kpi/UP10110/year/2025");
        assert_eq!((&own[0]["values"], own.as_array().unwrap().len()), (&json!([shown("T", 20.0)]), 1));
    }

    fn pages_are_followed_by_next_url_to_the_end_and_back(world: &World) {
        let world = &world.another();
        let codes = ["0180", "0483", "0513", "1480", "1481"];
        for (code, n) in codes.into_iter().zip(10..) {
            publish(world, (code, TEN, "2024/25"), 1, &[("", "", Some((n, 100)))]);
        }
        let client = world.client();
        let whole = values(&client, "/data/kpi/UP10110/year/2025");
        let mut path = "/kolada/v3/data/kpi/UP10110/year/2025?per_page=2".to_owned();
        let (mut met, mut pages, mut before) = (Vec::new(), 0, Value::Null);
        loop {
            let answer = client.get(&path).json();
            assert_eq!(answer["previous_url"], before, "{answer}");
            met.extend(answer["values"].as_array().unwrap().clone());
            pages += 1;
            let here = format!("{}/kolada/v3/data/kpi/UP10110/year/2025?page={pages}&per_page=2", world.url);
            let Some(next) = answer["next_url"].as_str() else { break };
            before = json!(here);
            assert!(next.starts_with(&world.url), "{next}");
            next[world.url.len()..].clone_into(&mut path);
        }
        assert_eq!((json!(met), pages), (whole, 3));
        assert_eq!(values(&client, "/data/kpi/UP10110/year/2025?page=9&per_page=2"), json!([]));
        let kpis = client.get("/kolada/v3/kpi?per_page=1&title=fr%C3%A5nvaro").json();
        let next = kpis["next_url"].as_str().unwrap();
        assert!(next.contains("title=fr%C3%A5nvaro") && next.contains("page=2"), "{next}");
    }

    fn what_changed_since_a_day_is_told_and_what_was_withdrawn_is_deleted(world: &World) {
        let world = &world.another();
        let early = "2025-11-01T10:00:00Z".parse().unwrap();
        let old = publish_at(world, ("0483", TEN, "2024/25"), 1, early, &[("", "", Some((10, 100)))]);
        publish_at(world, ("0513", TEN, "2024/25"), 1, early, &[("", "", Some((20, 100)))]);
        let client = world.client();
        let since = "/data/kpi/UP10110/year/2025?from_date=2025-11-24";
        assert_eq!(values(&client, since), json!([]));
        assert_eq!(values(&client, "/data/kpi/UP10110/year/2025?from_date=2025-11-01").as_array().unwrap().len(), 2);
        let revised = publish(world, ("0483", TEN, "2024/25"), 2, &[("", "", Some((30, 100)))]);
        assert_eq!(values(&client, since)[0]["values"], json!([shown("T", 30.0)]));
        withdraw(world, revised);
        assert_eq!(values(&client, since)[0]["values"], json!([shown("T", 10.0)]), "the earlier one stands again");
        withdraw(world, old);
        let gone = |gender: &str| json!({ "gender": gender, "count": 1, "status": "", "value": null, "isdeleted": true });
        let told = values(&client, since);
        assert_eq!(told.as_array().unwrap().len(), 1);
        assert_eq!((&told[0]["municipality"], &told[0]["values"]), (&json!("0483"), &json!([gone("T"), gone("K"), gone("M")])));
        assert_eq!(values(&client, "/data/kpi/UP10110/municipality/0483"), json!([]));
    }

    fn what_cannot_be_asked_is_refused_as_kolada_refuses_it(world: &World) {
        let client = world.client();
        let many = |n: usize| (0..n).map(|n| format!("{n:04}")).collect::<Vec<_>>().join(",");
        assert_eq!(values(&client, &format!("/data/kpi/{TEN}/municipality/{}", many(25))), json!([]));
        for path in [
            format!("/data/kpi/{TEN}/municipality/{}", many(26)),
            format!("/kpi/{}", many(26)),
            format!("/municipality/{}", many(26)),
            format!("/data?kpi_id={TEN}&municipality_id={}", many(26)),
            format!("/data/kpi/{TEN}"),
            "/data".to_owned(),
            format!("/data/kpi/{TEN}/year/20x5"),
            format!("/data/kpi/{TEN}/year/2025?from_date=igår"),
            "/kpi?page=0".to_owned(),
            "/kpi?page=två".to_owned(),
            "/kpi?per_page=5001".to_owned(),
            format!("/kpi?title={}", "a".repeat(9_000)),
        ] {
            refused(&client, &path.replace('å', "%C3%A5"), 400, "BAD_USER_INPUT");
        }
        for path in ["/nothing", "/data/kpi/UP10110/year", "/data/kpi/UP10110/kpi/UP10115", "/kpi/a/b", ""] {
            refused(&client, path, 404, "NOT_FOUND");
        }
        for method in ["POST", "PUT", "DELETE"] {
            assert!(matches!(client.raw(method, "/kolada/v3/kpi", &[], "").status, 404 | 405));
        }
        let head = client.raw("HEAD", "/kolada/v3/kpi", &[], "");
        assert_eq!((head.status, head.body.as_str()), (200, ""));
    }

    fn anybody_reads_it_from_any_page_and_nobody_twice(world: &World) {
        let client = world.client();
        let first = client.get("/kolada/v3/kpi");
        assert_eq!(first.header("access-control-allow-origin"), Some("*"));
        assert_eq!(first.header("cache-control"), Some("public, max-age=300"));
        let tag = first.header("etag").unwrap();
        let again = client.raw("GET", "/kolada/v3/kpi", &[("if-none-match", tag)], "");
        assert_eq!((again.status, again.body.as_str()), (304, ""));
    }

    fn where_statistics_are_not_public_a_token_is_needed(world: &World) {
        let closed = world.instance_with(Settings { public_statistics: false, ..usual_settings() });
        for path in ["/kolada/v3/kpi", "/statistics", "/statistics/data.csv?indicator=UP10110"] {
            let reply = closed.client().get(path);
            assert_eq!((reply.status, reply.header("www-authenticate")), (401, Some("Bearer")), "{reply:?}");
            assert!(reply.body.contains("Statistiken är inte öppen här"), "{reply:?}");
            assert_eq!(closed.client().with_token("garbage").get(path).status, 401);
        }
        let chain = world.municipality();
        let reader = chain.signed_in("MENTOR").at(&closed.url);
        let reply = reader.get("/kolada/v3/kpi");
        assert_eq!((reply.status, reply.header("cache-control")), (200, Some("private, max-age=300")));
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }

    fn an_address_that_asks_too_much_waits(world: &World) {
        let limits = Limits { bucket: 250.0, restore_rate: 0.01, ..Limits::default() };
        let another = world.another();
        let small = another.instance_with(Settings { limits, ..usual_settings() });
        let replies: Vec<_> = (0..4).map(|_| small.client().get("/kolada/v3/kpi")).collect();
        let full = replies.last().unwrap();
        assert_eq!((full.status, &full.json()["code"]), (429, &json!("THROTTLED")), "{full:?}");
        assert!(full.header("retry-after").is_some());
    }
}
