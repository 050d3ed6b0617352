//! The register of the municipal activity duty (KAA): occupations, contacts and measures beside the entries, and the
//! code lists that they use.
//!
//! The columns are the closed list of förordning (2006:39) 4 §, and no others: a test of the suite compares them with it.
//! The official codes (SCB) are not known; `scb_code` is null until a municipality has entered them.

use sea_orm_migration::prelude::*;

use crate::table::table;

pub(super) struct Kaa;

impl MigrationName for Kaa {
    fn name(&self) -> &str {
        "m0008_kaa"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Kaa {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        codes(manager).await?;
        occupations(manager).await?;
        contacts(manager).await?;
        measures(manager).await?;
        let of_open_entries = Index::create()
            .name("kaa_entry_ended_on")
            .table("kaa_entry")
            .col("ended_on")
            .col("registered_on")
            .to_owned();
        manager.create_index(of_open_entries).await
    }
}

async fn occupations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("kaa_occupation")
        .id()
        .uuid("youth_id")
        .uuid("entry_id")
        .text("code")
        .period()
        .at("created_at")
        .refers("youth_id", "youth")
        .refers("entry_id", "kaa_entry")
        .index(&["youth_id"])
        .index(&["entry_id"])
        .create(manager)
        .await
}

async fn contacts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("kaa_contact")
        .id()
        .uuid("youth_id")
        .uuid("entry_id")
        .date("contacted_on")
        .text("way")
        .boolean("reached")
        .text_or_null("occupation")
        .uuid("author_id")
        .at("created_at")
        .refers("youth_id", "youth")
        .refers("entry_id", "kaa_entry")
        .index(&["youth_id"])
        .index(&["entry_id", "contacted_on"])
        .create(manager)
        .await
}

async fn measures(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("kaa_measure")
        .id()
        .uuid("youth_id")
        .uuid("entry_id")
        .text("kind")
        .small_or_null("hours_per_week")
        .date("offered_on")
        .one_of_or_null("answer", &["ACCEPTED", "DECLINED"])
        .date_or_null("answered_on")
        .date_or_null("starts_on")
        .date_or_null("ends_on")
        .text_or_null("end_reason")
        .text_or_null("occupation_after")
        .at("created_at")
        .refers("youth_id", "youth")
        .refers("entry_id", "kaa_entry")
        .index(&["youth_id"])
        .index(&["entry_id"])
        .create(manager)
        .await
}

/// List, code, Swedish, English: the categories that published statistics show, and what local practice names.
const CODES: &[(&str, &str, &str, &str)] = &[
    ("REASON", "BROKE_OFF", "Avbrott från nationellt program", "Broke off a national programme"),
    ("REASON", "STUDY_CERTIFICATE", "Avslutat med studiebevis", "Finished with a study certificate"),
    ("REASON", "NEVER_BEGAN", "Aldrig påbörjat gymnasieskolan", "Never began upper secondary school"),
    ("REASON", "INTRODUCTORY", "Lämnat introduktionsprogram", "Left an introductory programme"),
    ("REASON", "UNKNOWN", "Inte utrett", "Not found out"),
    ("OCCUPATION", "NATIONAL_PROGRAMME", "Nationellt program", "National programme"),
    ("OCCUPATION", "INTRODUCTORY_PROGRAMME", "Introduktionsprogram", "Introductory programme"),
    ("OCCUPATION", "ADULT_EDUCATION", "Komvux", "Municipal adult education"),
    ("OCCUPATION", "OTHER_EDUCATION", "Annan utbildning", "Other education"),
    ("OCCUPATION", "WORK", "Arbete", "Work"),
    ("OCCUPATION", "OTHER_ACTIVITY", "Annan tjänstgöring eller verksamhet", "Other service or activity"),
    ("OCCUPATION", "NONE", "Ingen sysselsättning", "No occupation"),
    ("OCCUPATION", "UNKNOWN", "Okänd", "Unknown"),
    ("CONTACT_WAY", "PHONE", "Telefon", "Phone"),
    ("CONTACT_WAY", "GUARDIAN", "Vårdnadshavare", "Guardian"),
    ("CONTACT_WAY", "SMS", "Sms", "Text message"),
    ("CONTACT_WAY", "EMAIL", "E-post", "E-mail"),
    ("CONTACT_WAY", "LETTER", "Brev", "Letter"),
    ("CONTACT_WAY", "SOCIAL_MEDIA", "Sociala medier", "Social media"),
    ("CONTACT_WAY", "FORMER_SCHOOL", "Tidigare skola", "Former school"),
    ("CONTACT_WAY", "HOME_VISIT", "Hembesök", "Home visit"),
    ("CONTACT_WAY", "MEETING", "Möte", "Meeting"),
    (
        "MEASURE",
        "INTRODUCTORY_STUDIES",
        "Studier på introduktionsprogram",
        "Studies on an introductory programme",
    ),
    ("MEASURE", "CAREER_GUIDANCE", "Studie- och yrkesvägledning", "Study and career guidance"),
    ("MEASURE", "MOTIVATION", "Motiverande och coachande insats", "Motivating and coaching measure"),
    ("MEASURE", "INTERNSHIP", "Praktik", "Internship"),
    ("MEASURE", "STUDY_TRIAL", "Prova på-studier", "Trying out studies"),
    ("MEASURE", "WORK_PREPARATION", "Arbetsförberedande insats", "Preparation for work"),
    ("MEASURE", "OTHER", "Annan åtgärd", "Other measure"),
    ("MEASURE_END", "COMPLETED", "Genomförd", "Carried through"),
    ("MEASURE_END", "TO_EDUCATION", "Övergått till utbildning", "Went on to education"),
    ("MEASURE_END", "TO_WORK", "Övergått till arbete", "Went on to work"),
    ("MEASURE_END", "BROKEN_OFF", "Avbruten", "Broken off"),
    ("MEASURE_END", "DUTY_ENDED", "Aktivitetsansvaret upphörde", "The activity duty ended"),
    ("END_REASON", "BEGAN_EDUCATION", "Påbörjat utbildning", "Began education"),
    ("END_REASON", "COMPLETED_EDUCATION", "Fullföljt utbildning", "Completed education"),
    ("END_REASON", "TURNED_20", "Fyllt 20 år", "Turned 20"),
    ("END_REASON", "MOVED", "Flyttat från kommunen", "Moved from the municipality"),
    ("END_REASON", "DECEASED", "Avliden", "Deceased"),
    ("END_REASON", "NOT_COVERED", "Omfattades inte", "Was not covered"),
];

/// The day from which they can be used, as a literal that both engines read as a day: since then introductory programmes
/// are outside the duty.
const SINCE: &str = "'2018-07-01'";

async fn codes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("kaa_code")
        .one_of("list", &["REASON", "OCCUPATION", "CONTACT_WAY", "MEASURE", "MEASURE_END", "END_REASON"])
        .text("code")
        .text("label_sv")
        .text("label_en")
        .text_or_null("scb_code")
        .date("valid_from")
        .date_or_null("valid_to")
        .int("position")
        .keys(&["list", "code"])
        .create(manager)
        .await?;
    let columns = ["list", "code", "label_sv", "label_en", "valid_from", "position"];
    let mut insert = Query::insert().into_table("kaa_code").columns(columns).to_owned();
    for (position, (list, code, swedish, english)) in (0_i32..).zip(CODES) {
        let row = [*list, *code, *swedish, *english].map(Expr::value);
        let rest = [Expr::cust(SINCE), Expr::value(position)];
        insert.values(row.into_iter().chain(rest)).map_err(|cause| DbErr::Custom(cause.to_string()))?;
    }
    manager.execute(insert).await
}
