//! What is asked: each field with arguments that change nothing, and the row that they are about.
//!
//! Long because every root field of the schema has its line here.

use api::support::page::{GlobalId, Kind};
use entity::vocabulary::Role;
use sea_orm::ActiveEnum;
use serde_json::json;
use tests::chain::derived;
use tests::{Chain, Client};

use super::sign;

/// A field with its arguments and what is read of it; `<youth>` and the like stand for a [`Target`].
#[derive(Debug)]
pub(super) struct Ask {
    /// Name of the field.
    pub(super) field: &'static str,
    text: &'static str,
}

impl Ask {
    /// Whether it is about somebody or something, and so differs with the place.
    pub(super) fn has_target(&self) -> bool {
        self.text.contains('<')
    }
}

const fn ask(field: &'static str, text: &'static str) -> Ask {
    Ask { field, text }
}

/// What is published of what is asked for: municipality, indicator, period, edition.
pub(super) const PUBLISHED: (&str, &str, &str, i32) = ("0114", "UP10150", "1991/92", 1);

/// The root fields of queries.
pub(super) const QUERIES: &[Ask] = &[
    ask("viewer", "{ municipalityCode }"),
    ask("indicators", "{ code }"),
    ask(
        "statistics",
        r#"(indicator: "UP10150", periods: ["1991/92"], municipalities: ["0114"]) { published }"#,
    ),
    ask("benchmark", r#"(indicator: "UP10150", period: "1991/92", municipality: "0114") { rank }"#),
    ask("methodEffects", r#"(periods: ["1990/91"]) { hidden }"#),
    ask("municipality", "{ code }"),
    ask("unit", "(id: <unit>) { name }"),
    ask("staffMembers", "(first: 1) { nodes { id } }"),
    ask("staff", "(id: <staff>) { id }"),
    ask("group", "(id: <group>) { name }"),
    ask("youths", "(first: 1, filter: { unit: <unit> }) { nodes { id } }"),
    ask("youth", "(id: <youth>) { id }"),
    ask("node", "(id: <youth>) { id }"),
    ask("protectedAppointments", "(youth: <youth>) { startsOn }"),
    ask("breakGlassUses", "(first: 1) { nodes { id } }"),
    ask("explainAccess", "(subject: <mentor>, object: <youth>) { kind }"),
    ask("accessLog", "(first: 1, youth: <youth>) { pageInfo { hasPreviousPage } }"),
    ask("subjectExtract", "(youth: <youth>) { needsReview }"),
    ask("erasures", "(first: 1) { nodes { id } }"),
    ask("erasureDryRun", "(youth: <youth>) { isHeld }"),
    ask("legalHolds", "(youth: <youth>) { id }"),
    ask("retentionRules", "{ recordType }"),
    ask("retentionDryRun", "{ rows }"),
    ask("processFigures", r#"(schoolYear: "2025/26") { kind }"#),
    ask("nodes", "(ids: [<youth>]) { id }"),
    ask("notes", "(youth: <youth>, first: 1) { nodes { id } }"),
    ask("consents", "(youth: <youth>, first: 1) { nodes { id } }"),
    ask("kaaRegister", "(first: 1) { nodes { version } }"),
    ask("kaaToClarify", "{ missing }"),
    ask("kaaCodes", "(list: MEASURE) { code }"),
    ask("kaaHalfYearFile", "(year: 2025, half: 2) { fileName }"),
    ask("kaaCounts", "(year: 2025, half: 2) { covered }"),
    ask("questionnaires", "{ name }"),
    ask("mapping", "(id: <planMapping>) { id }"),
    ask("plan", "(case: <planCase>) { caseId }"),
    ask("measureTypes", "{ name }"),
    ask("case", "(id: <case>) { id }"),
    ask("cases", "(first: 1, filter: { unit: <unit> }) { nodes { id } }"),
    ask("caseload", "{ open }"),
    ask("dutyCounts", "{ overdue }"),
    ask("dutyRules", "{ kind }"),
    ask("closedDays", "(schoolYear: 2025) { day }"),
    ask("investigations", "(first: 1) { nodes { version } }"),
    ask("absenceReports", "(first: 1) { nodes { version } }"),
    ask("transfers", "(first: 1) { nodes { version } }"),
    ask("handOvers", "(first: 1) { nodes { version } }"),
    ask("signals", "(first: 1, filter: { unit: <unit> }) { nodes { id } }"),
    ask("signalRules", "{ id }"),
    ask("signalRulePreview", "(measure: TOTAL_ABSENCE, unit: <area>) { weeks }"),
    ask("figures", r#"(indicator: "UP10120", period: "2025/26", unit: <unit>) { asOf }"#),
    ask("statisticsGrounds", "{ text }"),
    ask("statisticsDrafts", "(first: 1) { nodes { id } }"),
];

/// The root fields of mutations but for `signOut`. Each repeats what is so, adds what nobody here asks for, or is refused
/// after the question of who may.
pub(super) const MUTATIONS: &[Ask] = &[
    ask(
        "signIn",
        r#"(input: { municipality: "0000", user: "ROLE", password: "wrong" }) { userErrors { code } }"#,
    ),
    ask("refreshSession", r#"(input: { refreshToken: "none" }) { userErrors { code } }"#),
    ask("createUnit", r#"(input: { parent: <unit>, kind: OTHER, name: "Ny" }) { userErrors { code } }"#),
    ask("renameUnit", r#"(input: { unit: <unit>, name: <unitName> }) { userErrors { code } }"#),
    ask("moveUnit", "(input: { unit: <unit>, parent: <unit> }) { userErrors { code } }"),
    ask("addStaff", r#"(input: { givenName: "", familyName: "" }) { userErrors { code } }"#),
    ask("confirmInvitation", r#"(input: { staff: <staff> }) { userErrors { code } }"#),
    ask("inviteStaff", r#"(input: { staff: <staff>, userName: "" }) { userErrors { code } }"#),
    ask(
        "grantAssignment",
        "(input: { staff: <staff>, role: MENTOR, unit: <groupUnit>, group: <group>, \
         startsOn: \"2099-01-01\" }) { userErrors { code } }",
    ),
    ask("answerAssignment", "(input: { assignment: <assignment>, approve: false }) { userErrors { code } }"),
    ask(
        "endAssignment",
        r#"(input: { assignment: <assignment>, endsOn: "2000-01-01" }) { userErrors { code } }"#,
    ),
    ask(
        "recordAttendance",
        "(input: { rows: [{ youth: <youth>, week: \"2025-W47\", group: <group>, validMinutes: <minutes>, \
         invalidMinutes: 0, otherMinutes: 0, reportedMinutes: 100, offeredMinutes: 100 }] }) { userErrors { code } }",
    ),
    ask(
        "recordResults",
        "(input: { rows: [{ youth: <youth>, subjectCode: \"MAT\", term: \"2025HT\", warning: true, \
         group: <taught> }] }) { userErrors { code } }",
    ),
    ask(
        "registerYouth",
        "(input: { givenName: \"Ny\", familyName: \"Prov\", enrolment: { unit: <unit>, schoolType: \"GR\", \
         startsOn: \"2025-11-24\", endsOn: \"2025-11-23\" } }) { userErrors { code } }",
    ),
    ask("correctYouth", "(input: { youth: <youth>, givenName: null }) { userErrors { code } }"),
    ask("setProtection", "(input: { youth: <youth>, protection: NONE }) { userErrors { code } }"),
    ask(
        "startEnrolment",
        "(input: { youth: <youth>, unit: <unit>, schoolType: \"GR\", startsOn: \"2025-11-24\", \
         endsOn: \"2025-11-23\" }) { userErrors { code } }",
    ),
    ask(
        "endEnrolment",
        r#"(input: { enrolment: <enrolment>, endsOn: "2000-01-01" }) { userErrors { code } }"#,
    ),
    ask("correctEnrolment", "(input: { enrolment: <enrolment>, schoolYear: 99 }) { userErrors { code } }"),
    ask("appointForProtected", "(input: { youth: <youth>, staff: <staff> }) { userErrors { code } }"),
    ask("endAppointment", "(input: { youth: <youth>, staff: <staff> }) { userErrors { code } }"),
    ask("breakGlass", r#"(input: { civicNumber: "201202012389", reason: "kort" }) { userErrors { code } }"#),
    ask("writeNote", r#"(input: { youth: <youth>, secrecy: GENERAL, body: "" }) { userErrors { code } }"#),
    ask("reviseNote", r#"(input: { note: <note>, version: 0, body: "" }) { userErrors { code } }"#),
    ask("annotateNote", r#"(input: { note: <note>, body: "" }) { userErrors { code } }"#),
    ask(
        "recordConsent",
        r#"(input: { youth: <youth>, purpose: TRANSFER, givenBy: YOUTH, scope: "", receiver: "",
        startsOn: "2025-11-24", track: COMPULSORY }) { userErrors { code } }"#,
    ),
    ask("withdrawConsent", "(input: { consent: <consent> }) { userErrors { code } }"),
    ask("shareClassified", r#"(input: { object: <note>, ground: LAW, reason: "" }) { userErrors { code } }"#),
    ask("endShare", "(input: { share: <share> }) { userErrors { code } }"),
    ask("reviewBreakGlass", r#"(input: { use: <opening>, text: "kort" }) { userErrors { code } }"#),
    ask(
        "recordCompletions",
        "(input: { rows: [{ youth: <youth>, beganOn: \"2099-01-01\" }] }) { userErrors { code } }",
    ),
    ask("recordStatisticsGround", r#"(input: { purpose: KAA, text: "" }) { userErrors { code } }"#),
    ask("endStatisticsGround", "(input: { purpose: KAA }) { userErrors { code } }"),
    ask("prepareStatistics", r#"(input: { period: "i år", basis: AUTHORITY }) { userErrors { code } }"#),
    ask("publishStatistics", "(input: { draft: <draft>, version: 1 }) { userErrors { code } }"),
    ask("refuseStatistics", r#"(input: { draft: <draft>, version: 1, reason: "" }) { userErrors { code } }"#),
    ask("discardStatistics", "(input: { draft: <draft>, version: 1 }) { userErrors { code } }"),
    ask("withdrawStatistics", r#"(input: { draft: <draft>, reason: "" }) { userErrors { code } }"#),
    ask("registerKaa", "(input: { youth: <youth> }) { userErrors { code } }"),
    ask(
        "recordKaaContact",
        "(input: { entry: <kaaEntry>, version: 1, on: \"2099-01-01\", way: \"SMS\", reached: true }) \
         { userErrors { code } }",
    ),
    ask(
        "offerKaaMeasure",
        "(input: { entry: <kaaEntry>, version: 1, kind: \"OTHER\", on: \"2099-01-01\" }) { userErrors { code } }",
    ),
    ask(
        "answerKaaMeasure",
        "(input: { measure: <kaaMeasure>, version: 1, accepted: true, on: \"2099-01-01\" }) { userErrors { code } }",
    ),
    ask(
        "startKaaMeasure",
        "(input: { measure: <kaaMeasure>, version: 1, on: \"2099-01-01\" }) { userErrors { code } }",
    ),
    ask(
        "endKaaMeasure",
        "(input: { measure: <kaaMeasure>, version: 1, on: \"2099-01-01\", reason: \"COMPLETED\" }) \
         { userErrors { code } }",
    ),
    ask(
        "recordKaaOccupation",
        "(input: { entry: <kaaEntry>, version: 1, occupation: \"NO\", startsOn: \"2025-11-24\" }) \
         { userErrors { code } }",
    ),
    ask(
        "setKaaReason",
        r#"(input: { entry: <kaaEntry>, version: 1, reason: "NO" }) { userErrors { code } }"#,
    ),
    ask(
        "endKaaEntry",
        "(input: { entry: <kaaEntry>, version: 1, on: \"2099-01-01\", reason: \"MOVED\" }) { userErrors { code } }",
    ),
    ask(
        "offerYoungAdultSupport",
        "(input: { entry: <kaaEntry>, version: 1, toUnit: <unit> }) { userErrors { code } }",
    ),
    ask("setKaaCodes", "(input: { list: MEASURE, codes: [] }) { userErrors { code } }"),
    ask(
        "publishQuestionnaire",
        r#"(input: { name: "", origin: MUNICIPALITY, items: [] }) { userErrors { code } }"#,
    ),
    ask("startMapping", "(input: { case: <planCase>, questionnaire: <planCase> }) { userErrors { code } }"),
    ask("answerMapping", "(input: { mapping: <planMapping>, answers: [] }) { userErrors { code } }"),
    ask("completeMapping", "(input: { mapping: <planMapping>, version: 0 }) { userErrors { code } }"),
    ask("setGoal", r#"(input: { case: <planCase>, domain: HOME, text: "" }) { userErrors { code } }"#),
    ask(
        "offerMeasure",
        r#"(input: { case: <planCase>, type: <planCase>, level: REMEDY, content: "" }) { userErrors { code } }"#,
    ),
    ask(
        "answerMeasure",
        "(input: { measure: <planMeasure>, version: 0, accepted: true }) { userErrors { code } }",
    ),
    ask("startMeasure", "(input: { measure: <planMeasure>, version: 0 }) { userErrors { code } }"),
    ask(
        "endMeasure",
        "(input: { measure: <planMeasure>, version: 0, ending: COMPLETED }) { userErrors { code } }",
    ),
    ask(
        "setMeasureType",
        "(input: { measure: <planMeasure>, version: 0, type: <planCase> }) { userErrors { code } }",
    ),
    ask("defineMeasureType", r#"(input: { swedish: "", english: "" }) { userErrors { code } }"#),
    ask("planFollowUp", r#"(input: { case: <planCase>, plannedOn: "2000-01-01" }) { userErrors { code } }"#),
    ask("recordFollowUp", "(input: { followUp: <planFollowUp>, version: 0 }) { userErrors { code } }"),
    ask(
        "openCase",
        r#"(input: { youth: <youth>, track: COMPULSORY, reason: "kort" }) { userErrors { code } }"#,
    ),
    ask(
        "openYoungAdultCase",
        r#"(input: { civicNumber: "0", scope: "", receiver: "", reason: "" }) { userErrors { code } }"#,
    ),
    ask("assignCase", "(input: { case: <case>, version: 0, responsible: <staff> }) { userErrors { code } }"),
    ask("moveCase", "(input: { case: <case>, version: 0, to: MAPPING }) { userErrors { code } }"),
    ask(
        "closeCase",
        "(input: { case: <case>, version: 0, closingReason: NOT_NEEDED }) { userErrors { code } }",
    ),
    ask("reopenCase", r#"(input: { case: <case>, version: 0, reason: "kort" }) { userErrors { code } }"#),
    ask(
        "setDutyRule",
        "(input: { kind: FOLLOW_UP, version: 0, schoolDays: -1, leadAfter: 0, areaManagerAfter: 0 }) \
         { userErrors { code } }",
    ),
    ask("setClosedDays", "(input: { schoolYear: 0, days: [] }) { userErrors { code } }"),
    ask("openInvestigation", r#"(input: { youth: <youth>, reason: "" }) { userErrors { code } }"#),
    ask(
        "reportInvestigationStart",
        "(input: { investigation: <investigation>, version: 0 }) { userErrors { code } }",
    ),
    ask(
        "tellHomeMunicipality",
        r#"(input: { investigation: <investigation>, version: 0, content: "x" }) { userErrors { code } }"#,
    ),
    ask(
        "closeInvestigation",
        r#"(input: { investigation: <investigation>, version: 0, conclusion: "x" }) { userErrors { code } }"#,
    ),
    ask(
        "recordAbsenceReport",
        r#"(input: { name: "", startsOn: "2025-11-24", content: "x" }) { userErrors { code } }"#,
    ),
    ask("importAbsenceReports", r#"(input: { csv: "" }) { userErrors { code } }"#),
    ask(
        "handleAbsenceReport",
        r#"(input: { report: <report>, version: 0, handling: "x" }) { userErrors { code } }"#,
    ),
    ask("referYouth", "(input: { youth: <youth>, toTrack: KAA }) { userErrors { code } }"),
    ask("transferYouth", "(input: { youth: <youth>, toTrack: KAA }) { userErrors { code } }"),
    ask("acceptTransfer", "(input: { transfer: <transfer>, version: 0 }) { userErrors { code } }"),
    ask(
        "rejectTransfer",
        r#"(input: { transfer: <transfer>, version: 0, answer: "x" }) { userErrors { code } }"#,
    ),
    ask("revokeTransfer", "(input: { transfer: <transfer>, version: 0 }) { userErrors { code } }"),
    ask("completeTransfer", "(input: { transfer: <transfer>, version: 0 }) { userErrors { code } }"),
    ask("acceptHandOver", "(input: { handOver: <handOver>, version: 0 }) { userErrors { code } }"),
    ask(
        "rejectHandOver",
        r#"(input: { handOver: <handOver>, version: 0, answer: "x" }) { userErrors { code } }"#,
    ),
    ask(
        "raiseObservation",
        r#"(input: { youth: <youth>, kind: WELLBEING, text: "kort" }) { userErrors { code } }"#,
    ),
    ask("attendSignal", "(input: { signal: <signal>, version: 9 }) { userErrors { code } }"),
    ask("dismissSignal", r#"(input: { signal: <signal>, version: 9, reason: "" }) { userErrors { code } }"#),
    ask("escalateSignal", "(input: { signal: <signal>, version: 9 }) { userErrors { code } }"),
    ask(
        "setSignalRule",
        "(input: { name: \"\", kind: ATTENDANCE, measure: TOTAL_ABSENCE, weeks: 4, threshold: 1500, \
         ownerRole: MENTOR, deadlineDays: 5, active: false }) { userErrors { code } }",
    ),
    ask("proposeErasure", r#"(input: { youth: <youth>, reason: "kort" }) { userErrors { code } }"#),
    ask("approveErasure", "(input: { erasure: <erasure> }) { userErrors { code } }"),
    ask("refuseErasure", "(input: { erasure: <erasure> }) { userErrors { code } }"),
    ask("placeHold", r#"(input: { youth: <youth>, reason: "kort" }) { userErrors { code } }"#),
    ask("liftHold", "(input: { hold: <hold> }) { userErrors { code } }"),
    ask(
        "setRetentionRule",
        r#"(input: { recordType: "note", months: 0, active: false, version: 0 }) { userErrors { code } }"#,
    ),
    ask("proposeRetentionRun", "(input: {}) { userErrors { code } }"),
    ask("approveRetentionRun", "(input: { erasure: <erasure> }) { userErrors { code } }"),
];

/// The fields of a youth.
pub(super) const OF_YOUTH: &[Ask] = &[
    ask("givenName", ""),
    ask("familyName", ""),
    ask("birthDate", ""),
    ask("sex", ""),
    ask("civicNumber", ""),
    ask("homeMunicipality", ""),
    ask("contact", "{ email }"),
    ask("guardians", "{ phone }"),
    ask("enrolments", "{ schoolType }"),
    ask("groups", "{ name }"),
    ask("attendance", "{ offeredMinutes }"),
    ask("results", "{ subjectCode }"),
    ask("notes", "{ id }"),
    ask("consents", "{ id }"),
    ask("kaa", "{ version }"),
    ask("mappings", "{ id }"),
    ask("goals", "{ id }"),
    ask("measures", "{ id }"),
    ask("followUps", "{ id }"),
    ask("cases", "{ state }"),
    ask("investigations", "{ version }"),
    ask("transfers", "{ version }"),
    ask("signals", "{ id }"),
];

/// The rows that a question is about.
#[derive(Debug)]
pub(super) struct Target(Vec<(&'static str, String)>);

impl Target {
    /// In the first school, in the second, or in another municipality; the officer of the home municipality has their
    /// own youth at another authority, and the teacher's group is MA7.
    pub(super) fn of(role: Role, place: usize, here: &Chain<'_>, there: &Chain<'_>) -> Self {
        let chain = if place == 2 { there } else { here };
        let outside = place == 1;
        let youth = match role {
            Role::KaaOfficer if !outside => "Bo",
            Role::HomeMunicipalityOfficer if !outside => "Hugo",
            _ if outside => "Frej",
            _ => "Alma",
        };
        let (unit, class, taught, staff) = if outside {
            ("skola 2", "8B", "8B", "OTHER_PRINCIPAL")
        } else {
            ("skola 1", "7A", "MA7", "MENTOR")
        };
        let group = if role == Role::Teacher { taught } else { class };
        let row =
            |kind, what| GlobalId::write(kind, &chain.code, derived(chain.row(youth), what)).to_string();
        let minutes = if group == "MA7" { 10 } else { 20 };
        let unit =
            if role == Role::HomeMunicipalityOfficer && !outside { "annan huvudmans enhet" } else { unit };
        Self(vec![
            ("<youth>", quoted(&chain.youth(youth))),
            ("<unitName>", quoted(unit)),
            ("<unit>", quoted(&chain.unit(unit))),
            ("<groupUnit>", quoted(&chain.unit(if outside { "enhet 2" } else { "enhet 1" }))),
            ("ROLE", role.to_value()),
            ("<group>", quoted(&chain.group(group))),
            ("<taught>", quoted(&chain.group(taught))),
            ("<staff>", quoted(&chain.staff(staff))),
            ("<mentor>", quoted(&here.staff("MENTOR"))),
            ("<assignment>", quoted(&chain.assignment(staff))),
            ("<enrolment>", quoted(&row(Kind::Enrolment, "enrolment"))),
            ("<opening>", quoted(&row(Kind::BreakGlass, "opening"))),
            ("<note>", quoted(&row(Kind::Note, "note"))),
            ("<consent>", quoted(&row(Kind::Consent, "consent"))),
            ("<share>", quoted(&row(Kind::SecrecyShare, "share"))),
            ("<case>", quoted(&row(Kind::Case, if youth == "Bo" { "case" } else { "plan case" }))),
            ("<investigation>", quoted(&row(Kind::Investigation, "investigation"))),
            ("<transfer>", quoted(&row(Kind::Transfer, "transfer"))),
            ("<report>", quoted(&row(Kind::AbsenceReport, "report"))),
            ("<handOver>", quoted(&row(Kind::HandOver, "hand-over"))),
            ("<minutes>", minutes.to_string()),
            ("<kaaEntry>", quoted(&row(Kind::KaaEntry, "kaa entry"))),
            ("<kaaMeasure>", quoted(&row(Kind::KaaMeasure, "kaa measure"))),
            ("<planCase>", quoted(&row(Kind::Case, "plan case"))),
            ("<planMapping>", quoted(&row(Kind::Mapping, "plan mapping"))),
            ("<planMeasure>", quoted(&row(Kind::Measure, "plan measure"))),
            ("<planFollowUp>", quoted(&row(Kind::FollowUp, "plan follow-up"))),
            ("<signal>", quoted(&row(Kind::Signal, "signal"))),
            ("<area>", quoted(&chain.unit("verksamhet"))),
            ("<erasure>", quoted(&row(Kind::Erasure, "erasure"))),
            ("<draft>", quoted(&row(Kind::StatisticsDraft, "draft"))),
            ("<hold>", quoted(&row(Kind::LegalHold, "hold"))),
        ])
    }

    fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}

fn quoted(id: &str) -> String {
    format!("\"{id}\"")
}

/// Most root fields of one request.
const FIELDS_A_REQUEST: usize = 25;

/// Field and sign of each question, asked in a few requests. `nodes` is asked alone: it is never null, so that its error
/// takes the whole answer with it.
pub(super) fn signs(client: &Client, kind: &str, asks: &[&Ask], target: &Target) -> Vec<(String, String)> {
    let (alone, together): (Vec<&Ask>, Vec<&Ask>) = asks.iter().partition(|ask| ask.field == "nodes");
    let requests = together.chunks(FIELDS_A_REQUEST).chain(alone.chunks(1));
    requests
        .flat_map(|asks| {
            let fields: Vec<_> =
                asks.iter().map(|ask| format!("{}{}", ask.field, target.fill(ask.text))).collect();
            let answer = client.graphql(&format!("{kind} {{ {} }}", fields.join(" ")), json!({}));
            assert!(answer["data"].is_object() || asks.len() == 1, "{answer:#}");
            asks.iter().map(|ask| (ask.field.to_owned(), sign(&answer, &[ask.field]))).collect::<Vec<_>>()
        })
        .collect()
}

/// Field and sign of each field of the target's youth.
pub(super) fn signs_of_youth(client: &Client, target: &Target) -> Vec<(String, String)> {
    let fields: Vec<_> = OF_YOUTH.iter().map(|ask| format!("{}{}", ask.field, ask.text)).collect();
    let query = format!("{{ youth(id: <youth>) {{ {} }} }}", fields.join(" "));
    let answer = client.graphql(&target.fill(&query), json!({}));
    OF_YOUTH.iter().map(|ask| (ask.field.to_owned(), sign(&answer, &["youth", ask.field]))).collect()
}
