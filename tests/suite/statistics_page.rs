//! `/statistics`: the page, its charts and its tables, by HTTP and in a browser.

use std::path::Path;
use std::process::Command;

use tests::published::{Cell, publish};
use tests::world::from_tests_run;
use tests::{Client, Reply, World, on_both_engines};

const TEN: &str = "UP10110";

/// Three municipalities over two years, one of which hides its total in the second.
fn published(world: &World) {
    let year = |n: i64, total: i64| -> Vec<Cell<'static>> {
        vec![
            ("", "", Some((n, total))),
            ("sex", "sex=K", Some((n / 2, total / 2))),
            ("sex", "sex=M", Some((n - n / 2, total - total / 2))),
            ("sex,year", "sex=K,year=1-6", None),
        ]
    };
    publish(world, ("0483", TEN, "2023/24"), 1, &year(40, 400));
    publish(world, ("0483", TEN, "2024/25"), 1, &year(60, 400));
    publish(world, ("0513", TEN, "2023/24"), 1, &year(20, 100));
    publish(
        world,
        ("0513", TEN, "2024/25"),
        1,
        &[("", "", None), ("sex", "sex=K", None), ("sex", "sex=M", None)],
    );
    publish(world, ("1481", TEN, "2024/25"), 1, &year(90, 300));
}

#[track_caller]
fn got(client: &Client, path: &str) -> Reply {
    let reply = client.get(path);
    assert_eq!(reply.status, 200, "{path}: {reply:?}");
    reply
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part} in:\n{text}");
    }
}

on_both_engines! {
    fn a_table_opens_right_in_a_swedish_spreadsheet(world: &World) {
        let world = &world.another();
        published(world);
        let client = world.client();
        let reply = got(&client, "/statistics/data.csv?indicator=UP10110&municipality=0483&period=2024/25");
        assert_eq!(reply.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(reply.header("content-disposition"), Some("attachment; filename=\"up2-statistik.csv\""));
        let lines: Vec<_> = reply.body.split("\r\n").collect();
        assert_eq!(
            lines[0],
            "\u{feff}Nyckeltal;Titel;Kommun;Period;Indelning;Värde;Enhet;Läge;Täljare;Nämnare;Täckning (%);Ej reviderad;\
             Definition;Avser läget;Publicerad;Koordinat"
        );
        let title = "Elever med minst 10 procents frånvaro under läsåret, kommunens skolor, andel (%)";
        let row = |place: &str, value: &str, state: &str, counts: &str, coordinate: &str| {
            format!(
                "UP10110;{title};0483 Katrineholm;2024/25;{place};{value};%;{state};{counts};97;;1;2025-08-01;2025-11-24;{coordinate}"
            )
        };
        assert_eq!(
            lines[1..],
            [
                row("alla", "15", "värde", "60;400", ""),
                row("kvinnor", "15", "värde", "30;200", "sex=K"),
                row("män", "15", "värde", "30;200", "sex=M"),
                row("kvinnor, årskurs 1–6", "", "dold", ";", "sex=K,year=1-6"),
                String::new(),
            ]
        );
    }

    fn a_table_is_written_with_commas_and_in_english_too(world: &World) {
        let world = &world.another();
        published(world);
        let reply = got(&world.client(), "/statistics/data.csv?indicator=UP10110&municipality=0513,1481&format=comma&lang=en");
        assert_eq!(reply.header("content-language"), Some("en"));
        has(&reply.body, &[
            "\u{feff}Indicator,Title,Municipality,",
            "\"Pupils absent from at least 10 per cent of the school year, municipal schools, share (%)\",0513 Kinda,2024/25,all,,%,hidden,,,",
            ",1481 Mölndal,2024/25,men,",
        ]);
        assert!(!reply.body.contains("0483"), "{}", reply.body);
    }

    fn what_is_not_there_is_refused_with_its_code(world: &World) {
        let world = &world.another();
        published(world);
        let client = world.client();
        for (query, status, code) in [
            ("", 400, "BAD_USER_INPUT"),
            ("indicator=UP99999", 400, "BAD_USER_INPUT"),
            ("indicator=UP10110&municipality=0180", 404, "NOT_FOUND"),
            ("indicator=UP10110&period=1999/00", 404, "NOT_FOUND"),
            ("indicator=UP10150", 404, "NOT_FOUND"),
        ] {
            for document in ["data.csv", "chart.svg"] {
                let reply = client.get(&format!("/statistics/{document}?{query}"));
                assert_eq!(reply.status, status, "{document} {query}: {reply:?}");
                has(&reply.body, &[code]);
                assert_eq!(reply.header("content-type"), Some("text/plain; charset=utf-8"));
            }
        }
        for wrong in ["data.csv?indicator=UP10110&format=pdf", "chart.svg?indicator=UP10110&over=space"] {
            assert_eq!(client.get(&format!("/statistics/{wrong}")).status, 400, "{wrong}");
        }
    }

    fn a_chart_says_what_it_shows_and_draws_what_is_hidden_as_hidden(world: &World) {
        let world = &world.another();
        published(world);
        let client = world.client();
        let swedish = got(&client, "/statistics/chart.svg?indicator=UP10110");
        assert_eq!(swedish.header("content-type"), Some("image/svg+xml"));
        has(&swedish.body, &[
            "role=\"img\" lang=\"sv\" aria-labelledby=\"over-time-title over-time-desc\"",
            "Över tid: 2023/24 – 2024/25",
            "Katrineholm: 2023/24 10\u{a0}%, 2024/25 15\u{a0}%.",
            "Kinda: 2023/24 20\u{a0}%, 2024/25 dold.",
            "Mölndal: 2023/24 inte publicerat, 2024/25 30\u{a0}%.",
            "\ndold\n",
        ]);
        let across = got(&client, "/statistics/chart.svg?indicator=UP10110&over=municipalities&lang=en");
        has(&across.body, &[
            "lang=\"en\"",
            "2 of 3 municipalities show a value. Highest: Mölndal 30\u{a0}%. Lowest: Katrineholm 15\u{a0}%.",
            "\nhidden\n",
        ]);
        let at = |name: &str| across.body.find(&format!("\n{name}\n")).unwrap();
        assert!(at("Mölndal") < at("Katrineholm") && at("Katrineholm") < at("Kinda"), "from the highest, the hidden last");
        for code in ["0180", "0181", "0182", "0183", "0184", "0186"] {
            publish(world, (code, TEN, "2024/25"), 1, &[("", "", Some((10, 100)))]);
        }
        assert_eq!(client.get("/statistics/chart.svg?indicator=UP10110").status, 400);
        got(&client, "/statistics/chart.svg?indicator=UP10110&over=municipalities");
    }

    fn the_page_needs_no_script_and_can_be_read_without_seeing_it(world: &World) {
        let world = &world.another();
        published(world);
        let client = world.client();
        let page = got(&client, "/statistics?indicator=UP10110&period=2024/25&municipality=0513&municipality=0483&by=sex");
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'self';") && !policy.contains("unsafe"), "{policy}");
        for forbidden in ["<script", " style=", "onclick", "http://", "https://"] {
            let text = page.body.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
            assert!(!text.contains(forbidden), "{forbidden} in {text}");
        }
        has(&page.body, &[
            "<!DOCTYPE html><html lang=\"sv\">",
            "<a class=\"skip\" href=\"#content\">",
            "<label for=\"indicator\">", "<select id=\"indicator\" name=\"indicator\">",
            "<label for=\"period\">", "<option value=\"2024/25\" selected>",
            "<legend>", "value=\"0483\" checked>Katrineholm",
            "<caption>", "<th scope=\"col\">Kommun</th>", "<th scope=\"row\">Katrineholm</th>",
            "<svg role=\"img\"", "<desc id=\"across-desc\">",
            "<th class=\"figure\" scope=\"col\">kvinnor</th>",
            "<td class=\"figure without hidden\">dold</td>",
            "statistics/data.csv?indicator=UP10110&amp;lang=sv&amp;format=semicolon&amp;municipality=0513&amp;municipality=0483",
            "statistics(indicator: &quot;UP10110&quot;, periods: [&quot;2024/25&quot;], municipalities: [&quot;0513&quot;, &quot;0483&quot;]",
            "href=\"graphiql?query=",
        ]);
        assert!(page.body.matches("<h1>").count() == 1 && page.body.matches("<table>").count() == 2);
        let style = got(&client, "/statistics/page.css");
        assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
        let english = got(&client.speaking("en"), "/statistics");
        has(&english.body, &["<html lang=\"en\">", "Across municipalities", ">hidden<"]);
        assert!(!english.body.contains(" by=") && english.body.contains("Mölndal"));
    }

    fn the_page_shows_what_it_has_when_the_wish_cannot_be_met_and_repeats_nothing(world: &World) {
        let world = &world.another();
        let client = world.client();
        has(&got(&client, "/statistics").body, &["Inget är publicerat än."]);
        published(world);
        let evil = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
        for name in ["indicator", "period", "municipality", "by", "lang"] {
            let page = got(&client, &format!("/statistics?{name}={evil}"));
            assert!(!page.body.contains("<script"), "{name}: {}", page.body);
            has(&page.body, &["Katrineholm"]);
        }
        let page = got(&client, "/statistics?indicator=UP10110&period=1999/00&municipality=0180");
        has(&page.body, &["här visas 2024/25", "Stockholm har inte publicerat nyckeltalet."]);
        has(&got(&client, "/statistics?indicator=UP99999").body, &["Nyckeltalet finns inte"]);
    }
}

/// What the browser says when it looks at an address.
fn browser(profile: &Path, arguments: &[&str], url: &str) -> std::process::Output {
    let output = Command::new(from_tests_run("UP2_TEST_CHROMIUM"))
        // Without its own sandbox, which needs more rights than a test should have: it reads our page alone.
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"])
        .args(["--enable-logging=stderr", "--virtual-time-budget=5000", "--window-size=1100,2600"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(arguments)
        .arg(url)
        .output()
        .expect("the browser starts");
    assert!(output.status.success(), "{output:?}");
    output
}

/// In Debian's Chromium: the style sheet is applied, the charts are drawn, and the policy refuses nothing of ours.
#[test]
fn the_page_is_whole_in_a_browser() {
    let world = &World::sqlite().another();
    published(world);
    let url = format!(
        "{}/statistics?indicator={TEN}&municipality=0483&municipality=0513&by=sex&lang=sv",
        world.url
    );
    let folder = tempfile::tempdir().unwrap();
    let looked = browser(&folder.path().join("profile"), &["--dump-dom"], &url);
    let (dom, said) = (String::from_utf8_lossy(&looked.stdout), String::from_utf8_lossy(&looked.stderr));
    has(&dom, &["<svg role=\"img\"", "Katrineholm", "<caption>", "dold"]);
    assert!(dom.matches("</svg>").count() == 2 && dom.trim_end().ends_with("</html>"), "{dom}");
    assert!(!said.contains("Content Security Policy") && !said.contains("Refused"), "{said}");
    let picture = folder.path().join("page.png");
    browser(&folder.path().join("profile"), &[&format!("--screenshot={}", picture.display())], &url);
    let picture = std::fs::read(picture).unwrap();
    assert!(picture.starts_with(b"\x89PNG") && picture.len() > 50_000, "a page of {} bytes", picture.len());
    if let Ok(kept) = std::env::var("UP2_TEST_SCREENSHOT") {
        std::fs::write(kept, picture).unwrap();
    }
}
