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

/// The root fields of queries.
pub(super) const QUERIES: &[Ask] = &[
    ask("viewer", "{ municipalityCode }"),
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
    ask("reviewBreakGlass", r#"(input: { use: <opening>, text: "kort" }) { userErrors { code } }"#),
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
            ("<minutes>", minutes.to_string()),
            ("<erasure>", quoted(&row(Kind::Erasure, "erasure"))),
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
