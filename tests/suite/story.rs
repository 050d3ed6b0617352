//! The story of one young person, from the first signal until nothing of them is left but counts.
//!
//! Eight people help or decide, each in their own role; at each step it is told what the others see, and what they do
//! not. All that is done about the person goes through HTTP, except what an operator does: that is the program itself,
//! run while the server serves. Rows that no client wrote are the mentor of another class, and the others in the figures.
//!
//! Long because it is one story, and each chapter is told beside the next.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use serde_json::{Value, json};
use tests::command::Operator;
use tests::on_both_engines;
use tests::redis::Redis;
use tests::rights::Owned;
use tests::story::{CROWD, FAMILY, GIVEN, Story};
use tests::world::from_tests_run;

const WHY: &str = "Mentorn har sett hög frånvaro och en elev som drar sig undan";
const OWN_VOICE: &str = "Jag vill börja senare på morgonen och ha någon att äta med";
const MEDICAL: &str = "Sover fyra timmar per natt och har fått remiss till vårdcentralen";
const LAW: &str = "29 kap. 9 § skollagen";
/// Those whom the person is no concern of while the school works.
const STRANGERS: [(&str, &str); 3] =
    [("MENTOR_8B", "NOT_FOUND"), ("OTHER_PRINCIPAL", "NOT_FOUND"), ("KAA_OFFICER", "NOT_FOUND")];
/// Every table that the story writes the person into, beside those of the register.
const WRITTEN: [&str; 22] = [
    "attendance",
    "case_event",
    "consent",
    "duty_clock",
    "follow_up",
    "goal",
    "investigation",
    "kaa_contact",
    "kaa_entry",
    "kaa_measure",
    "kaa_occupation",
    "mapping",
    "mapping_answer",
    "measure",
    "measure_event",
    "note",
    "secrecy_share",
    "signal",
    "signal_event",
    "transfer",
    "youth",
    "youth_case",
];

on_both_engines! {
    fn one_young_person_from_the_first_signal_until_nothing_is_left(world: &World) {
        let world = &world.another();
        let story = Story::begin(world);
        the_school_notices(&story);
        a_case_is_opened_and_assigned(&story);
        the_school_maps_together(&story);
        the_young_person_says_yes_to_a_measure(&story);
        the_nurse_shares_a_note_until_the_consent_is_withdrawn(&story);
        the_absence_is_investigated(&story);
        it_is_followed_up_and_the_case_is_closed(&story);
        the_activity_duty_takes_over(&story);
        everything_is_given_out(&story);
        and_everything_is_erased(&story);
    }
}

/// The teacher reports lessons and says a worried word; the mentor attends to both.
fn the_school_notices(story: &Story<'_>) {
    let week = |back: u64| (story.chain.today() - Days::new(7 * back)).format("%G-W%V").to_string();
    let absent = |back: u64| {
        json!({
            "youth": story.youth, "week": week(back), "group": story.chain.group("MA7"), "validMinutes": 0,
            "invalidMinutes": 90, "otherMinutes": 0, "reportedMinutes": 100, "offeredMinutes": 100,
        })
    };
    let weeks: Vec<_> = (1..=4).map(absent).collect();
    assert_eq!(story.does("TEACHER", "recordAttendance", json!({ "rows": weeks })), 4);
    let worry = json!({ "youth": story.youth, "kind": "WELLBEING", "text": "Sitter ensam och svarar inte på tilltal" });
    story.does("TEACHER", "raiseObservation", worry);

    let signals = "signals { id version kind state explanation { share } }";
    story.sees_nothing(signals, &[("TEACHER", "FORBIDDEN")]);
    story.sees_nothing(signals, &STRANGERS);
    let seen = story.sees("MENTOR", signals)["signals"].take();
    let kinds: BTreeSet<_> = list(&seen).iter().map(|signal| signal["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, BTreeSet::from(["ATTENDANCE", "WELLBEING"]), "{seen:#}");
    for signal in list(&seen) {
        let attend = json!({ "signal": signal["id"], "version": signal["version"], "comment": "Har pratat med hemmet" });
        assert_eq!(story.does("MENTOR", "attendSignal", attend)["state"], "ATTENDED");
    }
}

/// The mentor opens a case; the head of the school says who is responsible.
fn a_case_is_opened_and_assigned(story: &Story<'_>) {
    let open = json!({ "youth": story.youth, "track": "COMPULSORY", "reason": WHY });
    assert_eq!(story.is_refused("TEACHER", "openCase", open.clone()), "FORBIDDEN");
    assert_eq!(story.is_refused("MENTOR_8B", "openCase", open.clone()), "NOT_FOUND");
    let case = story.does("MENTOR", "openCase", open);
    assert_eq!(case["state"], "DETECTED");
    let assign =
        json!({ "case": case["id"], "version": case["version"], "responsible": story.chain.staff("MENTOR") });
    assert_eq!(story.is_refused("MENTOR", "assignCase", assign.clone()), "FORBIDDEN");
    assert_eq!(story.does("PRINCIPAL", "assignCase", assign)["responsible"]["givenName"], "MENTOR");
    assert_eq!(story.moves_case("MENTOR", "MAPPING"), "MAPPING");

    let reason = "cases { history { reason } }";
    for role in ["PRINCIPAL", "STUDENT_HEALTH", "SCHOOL_NURSE", "MENTOR"] {
        assert!(story.sees(role, reason).to_string().contains(WHY), "{role}");
    }
    story.sees_nothing(reason, &[("TEACHER", "FORBIDDEN")]);
    story.sees_nothing(reason, &STRANGERS);
}

/// Each answers what they know; each reads what their class opens.
fn the_school_maps_together(story: &Story<'_>) {
    let known = story.who("MENTOR").data("{ questionnaires { id } }", json!({}))["questionnaires"].take();
    let start = json!({ "case": story.case("MENTOR")["id"], "questionnaire": known[0]["id"] });
    let mapping = story.does("MENTOR", "startMapping", start);
    let answers = [
        ("MENTOR", json!({ "itemCode": "LEISURE_LIKES", "value": "Simning och serier", "isStrength": true })),
        (
            "STUDENT_HEALTH",
            json!({ "itemCode": "WELLBEING_NOW", "value": "2", "ownVoice": OWN_VOICE, "isRisk": true }),
        ),
        ("SCHOOL_NURSE", json!({ "itemCode": "HEALTH_SHARED", "value": "Sover dåligt", "isRisk": true })),
        ("PRINCIPAL", json!({ "itemCode": "LEARNING_SUPPORT", "value": "Mindre grupp i matematik" })),
    ];
    for (role, answer) in answers {
        story.does(role, "answerMapping", json!({ "mapping": mapping["id"], "answers": [answer] }));
    }
    let version = story.sees("MENTOR", "mappings { version }")["mappings"][0]["version"].take();
    let complete = json!({ "mapping": mapping["id"], "version": version });
    assert_eq!(story.does("MENTOR", "completeMapping", complete)["state"], "COMPLETED");

    let fields = "mappings { answers { itemCode ownVoice } }";
    let read = |role: &str| -> BTreeSet<String> {
        let answers = story.sees(role, fields)["mappings"][0]["answers"].take();
        list(&answers).iter().map(|answer| answer["itemCode"].as_str().unwrap().to_owned()).collect()
    };
    let of = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(read("MENTOR"), of(&["LEISURE_LIKES"]));
    assert_eq!(read("PRINCIPAL"), of(&["LEISURE_LIKES", "LEARNING_SUPPORT"]));
    assert_eq!(read("SCHOOL_NURSE"), of(&["LEISURE_LIKES", "LEARNING_SUPPORT", "HEALTH_SHARED"]));
    assert_eq!(read("STUDENT_HEALTH"), of(&["LEISURE_LIKES", "LEARNING_SUPPORT", "WELLBEING_NOW"]));
    assert!(story.sees("STUDENT_HEALTH", fields).to_string().contains(OWN_VOICE));
    assert!(!story.sees("PRINCIPAL", fields).to_string().contains(OWN_VOICE));
    story.sees_nothing(fields, &[("TEACHER", "FORBIDDEN"), ("CAREER_COUNSELLOR", "FORBIDDEN")]);
    story.sees_nothing(fields, &STRANGERS);
    assert_eq!(story.moves_case("MENTOR", "PLANNING"), "PLANNING");
}

/// A goal with the young person's own part, and a measure that is offered, accepted and begun.
fn the_young_person_says_yes_to_a_measure(story: &Story<'_>) {
    let case = story.case("MENTOR")["id"].take();
    let goal = json!({
        "case": case, "domain": "ATTENDANCE", "text": "På plats varje förmiddag", "youthPart": "Säger till när det är tungt",
        "municipalityPart": "En vuxen möter vid dörren", "responsible": story.chain.staff("MENTOR"),
    });
    let goal = story.does("MENTOR", "setGoal", goal);
    let types = story.who("MENTOR").data("{ measureTypes { id name } }", json!({}))["measureTypes"].take();
    let guidance =
        list(&types).iter().find(|known| known["name"] == "Studie- och yrkesvägledning").expect("a type");
    let offer = json!({
        "case": case, "goal": goal["id"], "type": guidance["id"], "level": "PREVENT",
        "content": "Senare skolstart och lunchsällskap", "offeredOn": story.today(),
    });
    assert_eq!(story.is_refused("CAREER_COUNSELLOR", "offerMeasure", offer.clone()), "FORBIDDEN");
    let offered = story.does("MENTOR", "offerMeasure", offer);
    let accepted = story.does("MENTOR", "answerMeasure", step(&offered, json!({ "accepted": true })));
    let started = story.does("MENTOR", "startMeasure", step(&accepted, json!({})));
    assert_eq!(
        [&offered, &accepted, &started].map(|measure| &measure["state"]),
        ["OFFERED", "ACCEPTED", "ACTIVE"]
    );
    assert_eq!(story.moves_case("MENTOR", "INTERVENTION"), "INTERVENTION");

    let plan = "goals { text } measures { content }";
    let seen = json!({
        "goals": [{ "text": "På plats varje förmiddag" }], "measures": [{ "content": "Senare skolstart och lunchsällskap" }],
    });
    for role in ["PRINCIPAL", "STUDENT_HEALTH", "SCHOOL_NURSE", "MENTOR", "CAREER_COUNSELLOR"] {
        assert_eq!(story.sees(role, plan), seen, "{role}");
    }
    story.sees_nothing(plan, &[("TEACHER", "FORBIDDEN")]);
    story.sees_nothing(plan, &STRANGERS);
}

/// Being higher up opens no note: a consent does, as long as it stands.
fn the_nurse_shares_a_note_until_the_consent_is_withdrawn(story: &Story<'_>) {
    let write = json!({ "youth": story.youth, "secrecy": "STUDENT_HEALTH_MEDICAL", "body": MEDICAL });
    assert_eq!(story.is_refused("MENTOR", "writeNote", write.clone()), "NOT_PERMITTED");
    let note = story.does("SCHOOL_NURSE", "writeNote", write);
    let reads = |role: &str| story.sees(role, "notes { body }").to_string().contains(MEDICAL);
    let readers = || ["SCHOOL_NURSE", "PRINCIPAL", "STUDENT_HEALTH", "MENTOR"].map(reads);
    assert_eq!(readers(), [true, false, false, false]);

    let consent = json!({
        "youth": story.youth, "purpose": "SHARE_INFORMATION", "givenBy": "YOUTH", "scope": "Anteckningen om sömnen",
        "receiver": "Rektor", "startsOn": story.today(), "track": "COMPULSORY",
    });
    let consent = story.does("SCHOOL_NURSE", "recordConsent", consent);
    let share = json!({
        "object": note["id"], "toRole": "PRINCIPAL", "ground": "CONSENT", "consent": consent["id"],
        "reason": "För att anpassa schemat efter sömnen",
    });
    assert_eq!(story.does("SCHOOL_NURSE", "shareClassified", share)["isInForce"], true);
    assert_eq!(readers(), [true, true, false, false]);
    let withdrawn = story.does("SCHOOL_NURSE", "withdrawConsent", json!({ "consent": consent["id"] }));
    assert_eq!(withdrawn["isInForce"], false);
    assert_eq!(readers(), [true, false, false, false], "at once");
    story.sees_nothing("notes { body }", &[("TEACHER", "FORBIDDEN")]);
    story.sees_nothing("notes { body }", &STRANGERS);
}

/// Opened, reported and concluded by the head of the school; the teacher and other classes do not know of it.
fn the_absence_is_investigated(story: &Story<'_>) {
    let open = json!({ "youth": story.youth, "reason": "Upprepad frånvaro i fyra veckor" });
    assert_eq!(story.is_refused("MENTOR", "openInvestigation", open.clone()), "FORBIDDEN");
    let opened = story.does("PRINCIPAL", "openInvestigation", open);
    let report = json!({ "investigation": opened["id"], "version": opened["version"] });
    let reported = story.does("PRINCIPAL", "reportInvestigationStart", report);
    let fields = "investigations { reason reportedToAuthorityAt }";
    assert!(story.sees("MENTOR", fields)["investigations"][0]["reportedToAuthorityAt"].is_string());
    story.sees_nothing(fields, &[("TEACHER", "FORBIDDEN")]);
    story.sees_nothing(fields, &STRANGERS);
    let close = json!({
        "investigation": opened["id"], "version": reported["version"], "conclusion": "Sömnen är orsaken; schemat ändras",
    });
    assert_eq!(story.does("PRINCIPAL", "closeInvestigation", close)["state"], "CLOSED");
}

/// How it went is written down, the measure ends, and then the head of the school may close.
fn it_is_followed_up_and_the_case_is_closed(story: &Story<'_>) {
    let case = story.case("MENTOR")["id"].take();
    let plan = json!({ "case": case, "plannedOn": story.today() });
    let planned = story.does("MENTOR", "planFollowUp", plan);
    let told = json!({
        "followUp": planned["id"], "version": planned["version"], "outcome": "BETTER", "result": "Kommer fyra dagar av fem",
    });
    assert!(story.does("MENTOR", "recordFollowUp", told)["doneOn"].is_string());
    assert_eq!(story.moves_case("MENTOR", "FOLLOW_UP"), "FOLLOW_UP");

    let close = || {
        let case = story.case("PRINCIPAL");
        json!({ "case": case["id"], "version": case["version"], "closingReason": "HANDED_OVER" })
    };
    assert_eq!(story.is_refused("PRINCIPAL", "closeCase", close()), "CONDITION_NOT_MET", "a measure goes on");
    let measure = story.sees("MENTOR", "measures { id version }")["measures"][0].take();
    let end = step(&measure, json!({ "ending": "COMPLETED", "outcome": "BETTER" }));
    assert_eq!(story.does("MENTOR", "endMeasure", end)["state"], "COMPLETED");
    assert_eq!(story.is_refused("STUDENT_HEALTH", "closeCase", close()), "NOT_PERMITTED");
    assert_eq!(story.does("PRINCIPAL", "closeCase", close())["state"], "CLOSED");
}

/// On a ground of law the activity duty (KAA) takes over. What the school wrote stays with the school.
fn the_activity_duty_takes_over(story: &Story<'_>) {
    story.sees_nothing("givenName", &[("KAA_OFFICER", "NOT_FOUND")]);
    let move_on = |more: Value| merged(json!({ "youth": story.youth, "toTrack": "KAA" }), more);
    assert_eq!(story.is_refused("PRINCIPAL", "transferYouth", move_on(json!({}))), "GROUND_NEEDED");
    let with_ground = move_on(json!({ "provision": LAW, "message": "Vill ha praktik i vår" }));
    assert_eq!(story.is_refused("MENTOR", "transferYouth", with_ground.clone()), "FORBIDDEN");
    let made = story.does("PRINCIPAL", "transferYouth", with_ground);
    let answer = |transfer: &Value| json!({ "transfer": transfer["id"], "version": transfer["version"] });
    let accepted = story.does("KAA_OFFICER", "acceptTransfer", answer(&made));
    assert_eq!(story.does("KAA_OFFICER", "completeTransfer", answer(&accepted))["state"], "DONE");

    let officer =
        |deed: &str, of: &Value, more: Value| story.does("KAA_OFFICER", deed, merged(of.clone(), more));
    let entry = || {
        let entry = story.sees("KAA_OFFICER", "kaa { id version }")["kaa"][0].take();
        json!({ "entry": entry["id"], "version": entry["version"] })
    };
    let today = story.today();
    officer("recordKaaContact", &entry(), json!({ "on": today, "way": "PHONE", "reached": true }));
    officer("recordKaaOccupation", &entry(), json!({ "occupation": "WORK", "startsOn": today }));
    let offer = json!({ "kind": "INTERNSHIP", "on": today, "hoursPerWeek": 20 });
    let measure = officer("offerKaaMeasure", &entry(), offer)["measures"][0]["id"].take();
    let steps = [
        ("answerKaaMeasure", json!({ "accepted": true })),
        ("startKaaMeasure", json!({})),
        ("endKaaMeasure", json!({ "reason": "TO_WORK", "occupationAfter": "WORK" })),
    ];
    for (deed, more) in steps {
        officer(deed, &json!({ "measure": measure, "version": entry()["version"], "on": today }), more);
    }

    assert_eq!(
        story.sees("KAA_OFFICER", "givenName familyName"),
        json!({ "givenName": GIVEN, "familyName": FAMILY })
    );
    let school =
        story.sees("KAA_OFFICER", "cases { id } mappings { id } goals { id } measures { id } notes { id }");
    assert_eq!(school, json!({ "cases": [], "mappings": [], "goals": [], "measures": [], "notes": [] }));
    for fields in
        ["attendance { offeredMinutes }", "signals { id }", "investigations { id }", "results { grade }"]
    {
        story.sees_nothing(fields, &[("KAA_OFFICER", "FORBIDDEN")]);
    }
    story.sees_nothing("kaa { registeredOn }", &[("PRINCIPAL", "FORBIDDEN"), ("MENTOR", "FORBIDDEN")]);
    story.sees_nothing("givenName", &STRANGERS[..2]);
}

/// The extract (registerutdrag) holds every table with the person, and everybody who has read or written.
fn everything_is_given_out(story: &Story<'_>) {
    let query = "query Extract($youth: ID!) { subjectExtract(youth: $youth) { needsReview json html sections { recordType rows } } }";
    let youth = json!({ "youth": story.youth });
    for role in ["PRINCIPAL", "MENTOR", "KAA_OFFICER", "DIRECTOR", "ADMINISTRATOR"] {
        assert_eq!(story.who(role).codes(query, youth.clone()), ["FORBIDDEN"], "{role}");
    }
    let extract = story.who("DATA_PROTECTION_OFFICER").data(query, youth)["subjectExtract"].take();
    let told: BTreeMap<_, _> = list(&extract["sections"])
        .iter()
        .map(|section| (section["recordType"].as_str().unwrap(), section["rows"].as_u64().unwrap()))
        .collect();
    let kept = story
        .world
        .wait(async { Owned::open(story.world, &story.chain).await.rows_of(story.chain.row("Alma")).await });
    assert_eq!(told, kept.iter().map(|(table, rows)| (*table, *rows as u64)).collect());
    for table in WRITTEN {
        assert!(told.contains_key(table), "the story wrote no {table}");
    }
    let (data, page) = (extract["json"].as_str().unwrap(), extract["html"].as_str().unwrap());
    for said in [
        GIVEN,
        FAMILY,
        WHY,
        OWN_VOICE,
        MEDICAL,
        LAW,
        "Sitter ensam",
        "lunchsällskap",
        "Kommer fyra dagar av fem",
    ] {
        assert!(data.contains(said) && page.contains(said), "{said}");
    }
    assert!(!data.contains("unreadable") && extract["needsReview"] == true);
    let data: Value = serde_json::from_str(data).unwrap();
    let readers: BTreeSet<_> = list(&data["readers"])
        .iter()
        .flat_map(|reader| list(&reader["roles"]))
        .map(|role| role.as_str().unwrap())
        .collect();
    for role in [
        "TEACHER",
        "MENTOR",
        "PRINCIPAL",
        "STUDENT_HEALTH",
        "SCHOOL_NURSE",
        "CAREER_COUNSELLOR",
        "KAA_OFFICER",
    ] {
        assert!(readers.contains(role), "{role} is not among {readers:?}");
    }
    assert!(!readers.contains("OTHER_PRINCIPAL") && !data["readers"].to_string().contains("MENTOR_8B"));
}

/// Two people decide, an operator carries it out, and nothing is left but the counts.
fn and_everything_is_erased(story: &Story<'_>) {
    let (world, chain) = (story.world, &story.chain);
    let officer = "DATA_PROTECTION_OFFICER";
    let needles = world.wait(needles(story));
    let before = world.wait(Owned::open(world, chain)).found(world, &needles);
    for (what, _) in &needles {
        assert!(
            before.iter().any(|found| found.starts_with(what)),
            "the search would not find {what}: {before:?}"
        );
    }
    assert_eq!(world.wait(Owned::open(world, chain)).found(world, &in_clear()), BTreeSet::new());
    let counted = figures(story);
    for figure in [
        "CASES_OPENED COMPULSORY",
        "CASES_CLOSED COMPULSORY",
        "MEASURES_ENDED COMPLETED",
        "KAA_ENTRIES ",
        "SIGNALS_RAISED ATTENDANCE",
        "SIGNALS_RAISED WELLBEING",
    ] {
        assert_eq!(counted.get(figure), Some(&json!(CROWD + 1)), "{figure}: {counted:?}");
    }

    let reason = json!({ "youth": story.youth, "reason": "Begäran av den registrerade" });
    assert_eq!(story.is_refused("DIRECTOR", "proposeErasure", reason.clone()), "FORBIDDEN");
    let erasure = story.does(officer, "proposeErasure", reason);
    let decide = json!({ "erasure": erasure["id"] });
    assert_eq!(story.is_refused(officer, "approveErasure", decide.clone()), "OWN_DEED");
    let said = operator_erases(story);
    assert_eq!(said, format!("{}: 0 carried out, 0 rows", chain.code), "one person does not decide alone");
    assert_eq!(story.does("DIRECTOR", "approveErasure", decide)["state"], "APPROVED");
    let said = operator_erases(story);
    let rows = said
        .strip_prefix(&format!("{}: 1 carried out, ", chain.code))
        .and_then(|rest| rest.strip_suffix(" rows, files made clean"));
    assert!(rows.and_then(|rows| rows.parse::<u64>().ok()) > Some(40), "{said}");

    let id = chain.row("Alma");
    let ids = [
        ("id as text", id.to_string()),
        ("id as digits", id.simple().to_string()),
        ("global id", story.youth.clone()),
    ];
    let ids = ids.into_iter().map(|(what, text)| (what, text.into_bytes()));
    let sought: Vec<_> = needles.into_iter().chain(in_clear()).chain(ids).collect();
    let left = world.wait(Owned::open(world, chain)).found(world, &sought);
    assert!(left.is_empty(), "left after the erasure: {left:#?}");
    let log = world.wait(world.parts.access.verify_log(&chain.code, &world.parts.seal())).unwrap();
    assert!(log.is_whole(), "{log:?}");
    assert_eq!(figures(story), counted, "counts live on, people do not");
    for role in ["PRINCIPAL", "MENTOR", "TEACHER", "STUDENT_HEALTH", "SCHOOL_NURSE", "KAA_OFFICER"] {
        story.sees_nothing("givenName", &[(role, "NOT_FOUND")]);
    }
}

/// `up2 erasures run`, as an operator runs it each night while the server serves; what it says.
fn operator_erases(story: &Story<'_>) -> String {
    let operator = Operator::of(story.world);
    operator.done(&["erasures", "run", "--municipality", &story.chain.code]).trim_end().to_owned()
}

/// What must be nowhere after the erasure: names, id, key, and every sealed or hashed value of every table.
async fn needles(story: &Story<'_>) -> Vec<(&'static str, Vec<u8>)> {
    let owned = Owned::open(story.world, &story.chain).await;
    let id = story.chain.row("Alma");
    let key = "SELECT data_key FROM access_subject WHERE youth_id = $1";
    let mut needles = vec![
        ("given name", GIVEN.as_bytes().to_vec()),
        ("family name", FAMILY.as_bytes().to_vec()),
        ("sorted name", entity::text::fold(FAMILY).into_bytes()),
        ("id", id.as_bytes().to_vec()),
        ("key of the reasons", owned.bytes(key, vec![id.into()]).await),
    ];
    needles.extend(owned.sealed_of(id).await);
    assert!(needles.len() > 30, "the story has sealed {} values", needles.len());
    needles
}

/// Words about the person that stand nowhere as they are, neither before nor after.
fn in_clear() -> Vec<(&'static str, Vec<u8>)> {
    let told = [
        WHY,
        OWN_VOICE,
        MEDICAL,
        "Sitter ensam",
        "lunchsällskap",
        "Kommer fyra dagar av fem",
        "praktik i vår",
    ];
    told.map(|words| (words, words.as_bytes().to_vec())).into()
}

fn figures(story: &Story<'_>) -> BTreeMap<String, Value> {
    let query = "{ processFigures(schoolYear: \"2025/26\") { kind label n } }";
    let told = story.who("DIRECTOR").data(query, json!({}))["processFigures"].take();
    let one = |figure: &Value| {
        let (kind, label) = (figure["kind"].as_str().unwrap(), figure["label"].as_str().unwrap_or_default());
        (format!("{kind} {label}"), figure["n"].clone())
    };
    list(&told).iter().map(one).collect()
}

/// A step of a measure.
fn step(measure: &Value, more: Value) -> Value {
    merged(json!({ "measure": measure["id"], "version": measure["version"] }), more)
}

fn merged(mut input: Value, more: Value) -> Value {
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

fn list(values: &Value) -> &Vec<Value> {
    values.as_array().unwrap()
}

/// The search that says that nothing is left finds what is there.
#[test]
fn what_stands_in_redis_is_found_in_keys_and_values_of_every_kind_on_postgres_and_redis() {
    let mut redis = Redis::open(&from_tests_run("UP2_TEST_REDIS_URL"));
    let needles = [("word", b"Ut\0terbacken".to_vec())];
    assert_eq!(redis.found(&needles), BTreeSet::new());
    let (plain, telling): (&[u8], &[u8]) = (b"up2:test:story", b"up2:test:Ut\0terbacken");
    let word: &[u8] = b"hos Ut\0terbacken.";
    let ways: [&[&[u8]]; 6] = [
        &[b"SET", plain, word],
        &[b"HSET", plain, b"field", word],
        &[b"RPUSH", plain, b"first", word],
        &[b"SADD", plain, word],
        &[b"ZADD", plain, b"1", word],
        &[b"XADD", plain, b"*", b"field", word],
    ];
    for way in ways {
        redis.ask(way);
        assert_eq!(redis.found(&needles), BTreeSet::from(["word in a value of Redis".to_owned()]));
        redis.ask(&[b"DEL", plain]);
    }
    redis.ask(&[b"SET", telling, b"1"]);
    assert_eq!(redis.found(&needles), BTreeSet::from(["word in a key of Redis".to_owned()]));
    redis.ask(&[b"DEL", telling]);
    assert_eq!(redis.found(&needles), BTreeSet::new());
}
