//! What comes with the system: a questionnaire, and the national categories of measures.
//!
//! No official list of contents of a mapping exists, so the questionnaire is this system's own proposal, in modest words:
//! a municipality or SKR replaces it. Of the national categories those are here that published statistics name; the
//! code list itself is not public, so they are rows that can be added to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::prelude::Uuid;

/// Ids of what is shipped are the same in every municipality.
const FIRST: u128 = 0x7570_3200_0000_8000_8000_0000_0000_0000;

/// Code, domain, class, kind of answer, Swedish, English.
type Question = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const QUESTIONS: &[Question] = &[
    (
        "ATTENDANCE_NOW",
        "ATTENDANCE",
        "GENERAL",
        "TEXT",
        "Hur ser närvaron ut, och när är det lättast att komma?",
        "How is attendance, and when is it easiest to come?",
    ),
    (
        "ATTENDANCE_REASONS",
        "ATTENDANCE",
        "STUDENT_SUPPORT",
        "TEXT",
        "Vad tror ni ligger bakom frånvaron?",
        "What do you think lies behind the absence?",
    ),
    (
        "LEARNING_WORKS",
        "LEARNING",
        "GENERAL",
        "TEXT",
        "Vad fungerar i skolarbetet, och i vilka ämnen?",
        "What works at school, and in which subjects?",
    ),
    (
        "LEARNING_SUPPORT",
        "LEARNING",
        "STUDENT_SUPPORT",
        "TEXT",
        "Vilket stöd har prövats, och vad gav det?",
        "Which support has been tried, and what did it give?",
    ),
    (
        "WELLBEING_NOW",
        "WELLBEING",
        "STUDENT_HEALTH_PSYCHOSOCIAL",
        "SCALE_1_5",
        "Hur mår du för det mesta? 1 är dåligt, 5 är bra.",
        "How are you most of the time? 1 is bad, 5 is good.",
    ),
    (
        "WELLBEING_HELPS",
        "WELLBEING",
        "STUDENT_HEALTH_PSYCHOSOCIAL",
        "TEXT",
        "Vad får dig att må bättre, och vad tar på krafterna?",
        "What makes you feel better, and what wears you out?",
    ),
    (
        "HEALTH_SHARED",
        "WELLBEING",
        "STUDENT_HEALTH_MEDICAL",
        "TEXT",
        "Vad har elevhälsans medicinska insats valt att dela för planens skull?",
        "What has medical student health chosen to share for the sake of the plan?",
    ),
    (
        "RELATIONS_ADULT",
        "RELATIONS_AND_SAFETY",
        "GENERAL",
        "YES_NO",
        "Finns det en vuxen i skolan eller verksamheten som du litar på?",
        "Is there an adult at school or here whom you trust?",
    ),
    (
        "RELATIONS_SAFE",
        "RELATIONS_AND_SAFETY",
        "STUDENT_SUPPORT",
        "SCALE_1_5",
        "Hur trygg känner du dig bland andra? 1 är inte alls, 5 är helt.",
        "How safe do you feel among others? 1 is not at all, 5 is wholly.",
    ),
    (
        "HOME_SUPPORT",
        "HOME",
        "STUDENT_HEALTH_PSYCHOSOCIAL",
        "TEXT",
        "Vem hemma eller i närheten kan hjälpa till, och med vad?",
        "Who at home or close to you can help, and with what?",
    ),
    (
        "LEISURE_LIKES",
        "LEISURE",
        "GENERAL",
        "TEXT",
        "Vad gör du gärna när du är ledig?",
        "What do you like to do in your free time?",
    ),
    (
        "FUTURE_HOPES",
        "FUTURE",
        "GENERAL",
        "TEXT",
        "Vad vill du göra om ett år, och vad vore ett bra första steg?",
        "What do you want to do in a year, and what would be a good first step?",
    ),
    (
        "FUTURE_DIRECTION",
        "FUTURE",
        "GENERAL",
        "CHOICE",
        "Vad lockar mest just nu?",
        "What attracts you most right now?",
    ),
    (
        "OWN_VOICE",
        "OWN_VOICE",
        "GENERAL",
        "TEXT",
        "Vad är viktigast för dig, och vad vill du att vi ska förstå? Säg bara det som alla som arbetar med dig får läsa.",
        "What matters most to you, and what do you want us to understand? Say only what all who work with you may read.",
    ),
];

const DIRECTIONS: &str = r#"[{"code":"STUDY","sv":"Studera","en":"Study"},{"code":"WORK","sv":"Arbeta","en":"Work"},{"code":"PRACTICE","sv":"Praktik","en":"Practice"},{"code":"NOT_SURE","sv":"Vet inte än","en":"Not sure yet"}]"#;

/// Swedish, English, whether it says nothing by itself.
const NATIONAL: &[(&str, &str, bool)] = &[
    ("Studier på introduktionsprogram", "Studies on an introductory programme", false),
    ("Studie- och yrkesvägledning", "Study and career guidance", false),
    ("Annan åtgärd", "Other measure", true),
];

pub(super) async fn insert(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let questionnaire = Uuid::from_u128(FIRST);
    let mut row = Query::insert();
    row.into_table("questionnaire").columns(["id", "name", "version", "origin", "active"]);
    row.values_panic([questionnaire.into(), "Kartläggning".into(), 1.into(), "SHIPPED".into(), true.into()]);
    manager.execute(row).await?;
    let mut items = Query::insert();
    items.into_table("questionnaire_item").columns([
        "id",
        "questionnaire_id",
        "position",
        "code",
        "domain",
        "secrecy",
        "answer_kind",
        "text_sv",
        "text_en",
        "choices",
    ]);
    for (position, (code, domain, secrecy, kind, swedish, english)) in (1_i32..).zip(QUESTIONS) {
        let choices = (*kind == "CHOICE").then(|| DIRECTIONS.to_owned());
        items.values_panic([
            shipped(0x100, position).into(),
            questionnaire.into(),
            position.into(),
            (*code).into(),
            (*domain).into(),
            (*secrecy).into(),
            (*kind).into(),
            (*swedish).into(),
            (*english).into(),
            choices.into(),
        ]);
    }
    manager.execute(items).await?;
    let mut types = Query::insert();
    types.into_table("measure_type").columns(["id", "name_sv", "name_en", "is_other", "active", "version"]);
    for (position, (swedish, english, is_other)) in (1_i32..).zip(NATIONAL) {
        types.values_panic([
            shipped(0x200, position).into(),
            (*swedish).into(),
            (*english).into(),
            (*is_other).into(),
            true.into(),
            1.into(),
        ]);
    }
    manager.execute(types).await
}

fn shipped(list: u128, position: i32) -> Uuid {
    Uuid::from_u128(FIRST + list + u128::from(position.unsigned_abs()))
}
