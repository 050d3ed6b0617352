//! The resources of SS 12000 that are read, with the fields that are read and no others.
//!
//! What has no field here is never kept: streets, absence reasons, photos. Words of closed lists stay raw text; the
//! plan says what it does not know.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::lenient::{day, whole};

/// A resource: one document in a folder, one path of a server.
pub trait Resource: DeserializeOwned {
    /// Name of the document and of the path.
    const NAME: &'static str;

    /// The id that the register gives it, where it gives one.
    fn id(&self) -> Option<&str>;

    /// When its own attributes were last changed, as written.
    fn modified(&self) -> Option<&str>;

    /// Drops what must not be kept of this row, as soon as it is read.
    fn shed(&mut self) {}
}

macro_rules! resource {
    ($type:ident, $name:literal) => {
        impl Resource for $type {
            const NAME: &'static str = $name;
            fn id(&self) -> Option<&str> {
                Some(&self.id)
            }
            fn modified(&self) -> Option<&str> {
                self.meta.as_ref()?.modified.as_deref()
            }
        }
    };
}

/// A pointer to another object.
#[derive(Clone, Debug, Deserialize)]
pub struct Reference {
    /// Its id.
    pub id: String,
}

/// When an object was changed.
#[derive(Clone, Debug, Deserialize)]
pub struct Meta {
    /// Last change of its own attributes.
    pub modified: Option<String>,
}

/// Organisation.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct Organisation {
    pub id: String,
    pub meta: Option<Meta>,
    pub display_name: String,
    pub organisation_type: Option<String>,
    pub organisation_number: Option<String>,
    pub parent_organisation: Option<Reference>,
    pub school_unit_code: Option<String>,
    pub municipality_code: Option<String>,
}
resource!(Organisation, "organisations");

/// Person: pupil, guardian or staff.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct Person {
    pub id: String,
    pub meta: Option<Meta>,
    pub security_marking: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub civic_no: Option<CivicNo>,
    #[serde(default, deserialize_with = "day")]
    pub birth_date: Option<chrono::NaiveDate>,
    pub sex: Option<String>,
    pub person_status: Option<String>,
    pub emails: Option<Vec<Contact>>,
    pub phone_numbers: Option<Vec<Contact>>,
    pub addresses: Option<Vec<Address>>,
    pub enrolments: Option<Vec<Enrolment>>,
    pub responsibles: Option<Vec<Responsible>>,
}

impl Resource for Person {
    const NAME: &'static str = "persons";

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn modified(&self) -> Option<&str> {
        self.meta.as_ref()?.modified.as_deref()
    }

    /// A marked person loses every way to be reached; who is no pupil loses civic number and addresses.
    fn shed(&mut self) {
        let marking = self.security_marking.as_deref().map(str::trim).unwrap_or_default();
        if !marking.is_empty() && !marking.eq_ignore_ascii_case("Ingen") {
            (self.emails, self.phone_numbers) = (None, None);
        }
        if self.enrolments.as_ref().is_none_or(Vec::is_empty) {
            (self.civic_no, self.addresses) = (None, None);
        }
    }
}

/// Civic number as written.
#[derive(Clone, Deserialize)]
pub struct CivicNo {
    /// The number.
    pub value: Option<String>,
}

/// E-mail or phone.
#[derive(Clone, Deserialize)]
pub struct Contact {
    /// The address or number.
    pub value: Option<String>,
    /// The same under the name that the specification requires by mistake.
    pub number: Option<String>,
    /// Kind.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Whether the phone is a mobile.
    pub mobile: Option<bool>,
}

/// An address: its kind and municipality, nothing that leads to a door.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// Kind.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Code of the municipality.
    pub municipality_code: Option<String>,
}

/// Enrolment inside a person; it has no id of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct Enrolment {
    /// The standard's own spelling.
    pub enroled_at: Option<Reference>,
    /// The spelling that some registers use instead.
    pub enrolled_at: Option<Reference>,
    pub school_type: Option<String>,
    #[serde(default, deserialize_with = "whole")]
    pub school_year: Option<i64>,
    pub education_code: Option<String>,
    pub cancelled: Option<bool>,
    #[serde(default, deserialize_with = "day")]
    pub start_date: Option<chrono::NaiveDate>,
    #[serde(default, deserialize_with = "day")]
    pub end_date: Option<chrono::NaiveDate>,
}

/// Somebody responsible for a pupil.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct Responsible {
    pub person: Reference,
    pub relation_type: Option<String>,
}

/// Group.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct Group {
    pub id: String,
    pub meta: Option<Meta>,
    pub display_name: String,
    pub group_type: Option<String>,
    pub school_type: Option<String>,
    pub organisation: Option<Reference>,
    #[serde(default, deserialize_with = "day")]
    pub start_date: Option<chrono::NaiveDate>,
    #[serde(default, deserialize_with = "day")]
    pub end_date: Option<chrono::NaiveDate>,
    pub group_memberships: Option<Vec<Membership>>,
}
resource!(Group, "groups");

/// A person in a group.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct Membership {
    pub person: Reference,
    #[serde(default, deserialize_with = "day")]
    pub start_date: Option<chrono::NaiveDate>,
    #[serde(default, deserialize_with = "day")]
    pub end_date: Option<chrono::NaiveDate>,
}

/// Duty of a staff member.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct Duty {
    pub id: String,
    pub meta: Option<Meta>,
    pub person: Option<Reference>,
    pub duty_at: Option<Reference>,
    pub duty_role: Option<String>,
    pub description: Option<String>,
    #[serde(default, deserialize_with = "day")]
    pub start_date: Option<chrono::NaiveDate>,
    #[serde(default, deserialize_with = "day")]
    pub end_date: Option<chrono::NaiveDate>,
    pub assignment_role: Option<Vec<AssignmentRole>>,
}
resource!(Duty, "duties");

/// What a duty does in one group.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct AssignmentRole {
    pub group: Reference,
    pub assignment_role_type: Option<String>,
    #[serde(default, deserialize_with = "day")]
    pub start_date: Option<chrono::NaiveDate>,
    #[serde(default, deserialize_with = "day")]
    pub end_date: Option<chrono::NaiveDate>,
}

/// Activity: what lessons are given in.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct Activity {
    pub id: String,
    pub meta: Option<Meta>,
    pub activity_type: Option<String>,
    pub groups: Option<Vec<Reference>>,
    pub subject: Option<Subject>,
    pub syllabus: Option<Reference>,
}
resource!(Activity, "activities");

/// Subject, as version 2.1 gives it inside an activity.
#[derive(Clone, Debug, Deserialize)]
pub struct Subject {
    /// Code such as MAT.
    pub code: Option<String>,
}

/// Sums of attendance of one pupil in one activity; the reasons of absence are not read.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct AggregatedAttendance {
    pub activity: Reference,
    pub student: Reference,
    #[serde(default, deserialize_with = "day")]
    pub start_date: Option<chrono::NaiveDate>,
    #[serde(default, deserialize_with = "day")]
    pub end_date: Option<chrono::NaiveDate>,
    #[serde(default, deserialize_with = "whole")]
    pub attendance_sum: Option<i64>,
    #[serde(default, deserialize_with = "whole")]
    pub valid_absence_sum: Option<i64>,
    #[serde(default, deserialize_with = "whole")]
    pub invalid_absence_sum: Option<i64>,
    #[serde(default, deserialize_with = "whole")]
    pub other_attendance_sum: Option<i64>,
    #[serde(default, deserialize_with = "whole")]
    pub reported_sum: Option<i64>,
    #[serde(default, deserialize_with = "whole")]
    pub offered_sum: Option<i64>,
}

impl Resource for AggregatedAttendance {
    const NAME: &'static str = "aggregatedAttendance";
    fn id(&self) -> Option<&str> {
        None
    }
    fn modified(&self) -> Option<&str> {
        None
    }
}

/// Grade.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct Grade {
    pub id: String,
    pub meta: Option<Meta>,
    pub student: Reference,
    pub group: Option<Reference>,
    #[serde(default, deserialize_with = "day")]
    pub registered_date: Option<chrono::NaiveDate>,
    pub grade_value: Option<String>,
    pub semester: Option<String>,
    #[serde(default, deserialize_with = "whole")]
    pub year: Option<i64>,
    pub syllabus: Option<Reference>,
}
resource!(Grade, "grades");

/// Syllabus: which subject a grade is in.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub struct Syllabus {
    pub id: String,
    pub meta: Option<Meta>,
    pub subject_code: Option<String>,
}
resource!(Syllabus, "syllabuses");
