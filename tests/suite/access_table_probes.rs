//! What the access table tries: each root field once, changes with inputs that are refused after the right was seen.

use api::support::ids;
use api::support::page::{GlobalId, Kind};
use serde_json::{Value, json};
use tests::Chain;

/// Root fields that anybody may send: what they answer is the subject of `sign_in.rs`.
pub(crate) const NOT_PROBED: [&str; 3] = ["signIn", "refreshSession", "signOut"];

/// Fields of a youth, as they are asked for.
pub(crate) const PERSONAL_FIELDS: [&str; 10] = [
    "givenName",
    "birthDate",
    "civicNumber",
    "homeMunicipality",
    "contact { email }",
    "guardians { name }",
    "enrolments { id }",
    "groups { id }",
    "attendance { validMinutes }",
    "results { subjectCode }",
];

/// Where something is tried.
pub(crate) struct Place {
    pub youth: String,
    unit: String,
    group: String,
    staff: String,
    assignment: String,
    enrolment: String,
    opening: String,
}

/// One root field tried.
pub(crate) struct Probe {
    pub field: &'static str,
    pub document: String,
    pub variables: Value,
}

impl Place {
    /// What lies in the reach of a role of this chain, or outside it.
    pub(crate) fn of(chain: &Chain<'_>, role: &str, own: bool) -> Self {
        let (youth, unit, group, staff) = match (own, role) {
            (false, _) => ("Frej", "skola 2", "8B", "OTHER_PRINCIPAL"),
            (_, "HOME_MUNICIPALITY_OFFICER") => ("Hugo", "förvaltning", "MA7", "MENTOR"),
            (_, "MENTOR") => ("Alma", "skola 1", "7A", "MENTOR"),
            _ => ("Alma", "skola 1", "MA7", "MENTOR"),
        };
        let made_up = |kind| {
            GlobalId::write(kind, &chain.code, ids::of_source(chain.row(youth), "no", "one")).to_string()
        };
        Self {
            youth: chain.youth(youth),
            unit: chain.unit(unit),
            group: chain.group(group),
            staff: chain.staff(staff),
            assignment: chain.assignment(staff),
            enrolment: chain.enrolment(youth),
            opening: made_up(Kind::BreakGlass),
        }
    }
}

/// Every root field tried at a place, in the order of the rows.
pub(crate) fn probes(place: &Place) -> Vec<Probe> {
    let mut probes = reads(place);
    probes.extend(changes_of_persons(place));
    probes.extend(changes_of_the_house(place));
    probes
}

fn reads(at: &Place) -> Vec<Probe> {
    vec![
        query("viewer", "viewer { __typename }".into()),
        query("municipality", "municipality { code }".into()),
        query("unit", format!("unit(id: {:?}) {{ name }}", at.unit)),
        query("group", format!("group(id: {:?}) {{ name }}", at.group)),
        query("staff", format!("staff(id: {:?}) {{ familyName }}", at.staff)),
        query("staffMembers", "staffMembers(first: 5) { nodes { familyName } }".into()),
        query("youth", format!("youth(id: {:?}) {{ id }}", at.youth)),
        query("youths", "youths(first: 5) { nodes { id } }".into()),
        query("node", format!("node(id: {:?}) {{ id }}", at.youth)),
        query("nodes", format!("nodes(ids: [{:?}]) {{ id }}", at.youth)),
        query(
            "protectedAppointments",
            format!("protectedAppointments(youth: {:?}) {{ startsOn }}", at.youth),
        ),
        query("breakGlassUses", "breakGlassUses(first: 5) { nodes { isOpen } }".into()),
        query(
            "explainAccess",
            format!("explainAccess(subject: {:?}, object: {:?}) {{ __typename }}", at.staff, at.youth),
        ),
        query("accessLog", format!("accessLog(youth: {:?}, first: 5) {{ __typename }}", at.youth)),
    ]
}

/// Numbers below nought, names of nothing, ends before beginnings: each is refused, but only after the right is seen.
fn changes_of_persons(at: &Place) -> Vec<Probe> {
    let enrolment =
        json!({ "unit": at.unit, "schoolType": "GR", "startsOn": "2025-08-18", "endsOn": "2020-01-01" });
    let minutes = json!({ "youth": at.youth, "week": "2025-W40", "validMinutes": -1, "invalidMinutes": 0, "otherMinutes": 0,
        "reportedMinutes": 0, "offeredMinutes": 0, "group": at.group });
    let result =
        json!({ "youth": at.youth, "subjectCode": "MAT", "term": "2025HT", "grade": "Q", "group": at.group });
    vec![
        change("recordAttendance", json!({ "rows": [minutes] })),
        change("recordResults", json!({ "rows": [result] })),
        change(
            "registerYouth",
            json!({ "givenName": "", "familyName": "", "civicNumber": "201202012380", "enrolment": enrolment }),
        ),
        change("correctYouth", json!({ "youth": at.youth, "givenName": "" })),
        change("setProtection", json!({ "youth": at.youth, "protection": "NONE" })),
        change(
            "startEnrolment",
            json!({ "youth": at.youth, "unit": at.unit, "schoolType": "GR", "startsOn": "2025-08-18", "endsOn": "2020-01-01" }),
        ),
        change("endEnrolment", json!({ "enrolment": at.enrolment, "endsOn": "2000-01-01" })),
        change("correctEnrolment", json!({ "enrolment": at.enrolment, "endsOn": "2000-01-01" })),
        change(
            "appointForProtected",
            json!({ "youth": at.youth, "staff": at.staff, "endsOn": "2000-01-01" }),
        ),
        change("endAppointment", json!({ "youth": at.youth, "staff": at.staff })),
        change("breakGlass", json!({ "civicNumber": "201202012380", "reason": "prov" })),
        change("reviewBreakGlass", json!({ "opening": at.opening, "text": "prov" })),
    ]
}

fn changes_of_the_house(at: &Place) -> Vec<Probe> {
    vec![
        change("createUnit", json!({ "parent": at.unit, "kind": "SCHOOL_UNIT", "name": "" })),
        change("renameUnit", json!({ "unit": at.unit, "name": "" })),
        change("moveUnit", json!({ "unit": at.unit, "parent": at.unit })),
        change("addStaff", json!({ "givenName": "", "familyName": "" })),
        change("inviteStaff", json!({ "staff": at.staff, "userName": "" })),
        change(
            "grantAssignment",
            json!({ "staff": at.staff, "role": "STUDENT_HEALTH", "unit": at.unit, "startsOn": "2025-12-01", "endsOn": "2020-01-01" }),
        ),
        change("answerAssignment", json!({ "assignment": at.assignment, "approve": true })),
        change("endAssignment", json!({ "assignment": at.assignment, "endsOn": "2000-01-01" })),
    ]
}

fn query(field: &'static str, selection: String) -> Probe {
    Probe { field, document: format!("{{ {selection} }}"), variables: json!({}) }
}

fn change(field: &'static str, input: Value) -> Probe {
    let (first, rest) = field.split_at(1);
    let name = format!("{}{rest}Input", first.to_uppercase());
    let document =
        format!("mutation Try($input: {name}!) {{ {field}(input: $input) {{ userErrors {{ code }} }} }}");
    Probe { field, document, variables: json!({ "input": input }) }
}
