//! What a hand-over carries: a closed schema with a version. What is not in it cannot be handed over.
//!
//! Of a person with protected data (skyddade personuppgifter) it holds no contact details and no name of a school.

use chrono::NaiveDate;
use entity::municipality::{enrolment, hand_over_out, youth};
use entity::vocabulary::{Ground, HandOverKind, Protection, Sex, Track};
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::fault::Fault;

/// Where a payload waits, and where it arrives; bound to its encryption.
pub const OUT: &str = "hand_over_out.payload";
/// Where a received payload is kept.
pub const IN: &str = "hand_over_in.payload";

/// What is handed over. Its schema is named in it; another version is another name.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "schema", content = "body", deny_unknown_fields)]
pub enum Payload {
    /// A referral or transfer.
    #[serde(rename = "up2/transfer/1")]
    Transfer(Box<Move>),
    /// An absence report.
    #[serde(rename = "up2/absence-report/1")]
    AbsenceReport(Box<Report>),
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Payload(…)")
    }
}

/// A youth who moves to another municipality.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The track on which the youth is received.
    pub to_track: String,
    /// On what ground.
    pub ground: String,
    /// The provision of law, in words; none on a consent.
    pub provision: Option<String>,
    /// What the receiver should know.
    pub message: Option<String>,
    /// What has been planned, in short.
    pub plan: Option<String>,
    /// Who.
    pub person: Person,
    /// Contact details, where they are permitted.
    pub contact: Option<Contact>,
    /// Enrolments.
    pub enrolments: Vec<Enrolment>,
    /// Notes of the class GENERAL, the earliest first.
    pub notes: Vec<Note>,
}

/// Absence that the home municipality is told of.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Who.
    pub person: Person,
    /// The school; none for a protected person.
    pub sender: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// What is told.
    pub content: String,
}

/// Who a youth is.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// Legal sex.
    pub sex: Option<String>,
    /// Civic number.
    pub civic_number: Option<String>,
    /// Home municipality.
    pub home_municipality: Option<String>,
    /// Protective marking.
    pub protection: String,
}

/// A youth's own contact details.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// E-mail.
    pub email: Option<String>,
    /// Phone.
    pub phone: Option<String>,
}

/// A place at a school.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// The school; none for a protected person.
    pub school: Option<String>,
    /// School form.
    pub school_type: String,
    /// School year.
    pub school_year: Option<i16>,
    /// Code of the programme.
    pub programme_code: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

/// A note.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// When it was written.
    pub written_on: NaiveDate,
    /// What it says.
    pub text: String,
}

impl Person {
    /// From a youth's row.
    pub fn of(grant: &Grant, row: &youth::Model) -> Result<Self, Fault> {
        let opened = |sealed: &Option<Vec<u8>>| {
            sealed
                .as_ref()
                .map(|bytes| grant.keys().columns.open_text("youth.civic_number", bytes))
                .transpose()
        };
        Ok(Self {
            given_name: row.given_name.clone(),
            family_name: row.family_name.clone(),
            birth_date: row.birth_date,
            sex: row.sex.map(|sex| sex.to_value()),
            civic_number: opened(&row.civic_number)?,
            home_municipality: row.home_municipality.clone(),
            protection: row.protection.to_value(),
        })
    }

    /// The marking; one that is not known here counts as the strictest.
    pub fn protection(&self) -> Protection {
        Protection::try_from_value(&self.protection).unwrap_or(Protection::ProtectedRegistration)
    }

    /// The sex, where it is known.
    pub fn sex(&self) -> Option<Sex> {
        self.sex.as_ref().and_then(|sex| Sex::try_from_value(sex).ok())
    }

    /// Keyed hash of the civic number under a municipality's own key.
    pub fn civic_hash(&self, grant: &Grant) -> Option<Vec<u8>> {
        self.civic_number.as_ref().map(|number| grant.keys().civic.mac(&[number.as_bytes()]))
    }

    /// Given and family name.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

impl Move {
    /// The track, where this version knows it.
    pub fn to_track(&self) -> Result<Track, Fault> {
        Track::try_from_value(&self.to_track).map_err(|_| Fault::internal(&"unknown track handed over"))
    }

    /// The ground; what is not a consent rests on law.
    pub fn ground(&self) -> Ground {
        Ground::try_from_value(&self.ground).unwrap_or(Ground::Law)
    }
}

impl Enrolment {
    /// From its row and the name of its unit; a protected person's school has no name here.
    pub fn of(row: enrolment::Model, school: Option<String>, protection: Protection) -> Self {
        Self {
            school: school.filter(|_| protection == Protection::None),
            school_type: row.school_type,
            school_year: row.school_year,
            programme_code: row.programme_code,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
        }
    }
}

impl Payload {
    /// The row of the outbox. Its id is that of the transfer or investigation, so that there is one of each.
    pub fn outgoing(
        &self,
        grant: &Grant,
        id: Uuid,
        youth: Uuid,
        to: &str,
    ) -> Result<hand_over_out::Model, Fault> {
        let bytes = serde_json::to_vec(self).map_err(|cause| Fault::internal(&cause))?;
        let kind = match self {
            Self::Transfer(_) => HandOverKind::Transfer,
            Self::AbsenceReport(_) => HandOverKind::AbsenceReport,
        };
        Ok(hand_over_out::Model {
            id,
            youth_id: youth,
            kind,
            to_municipality: to.to_owned(),
            payload: Some(grant.keys().columns.seal(OUT, &bytes)),
            created_at: grant.clock().now(),
            sent_at: None,
            delivered_at: None,
        })
    }

    /// Opens what was sealed at `place`.
    pub fn open(grant: &Grant, place: &str, sealed: &[u8]) -> Result<Self, Fault> {
        let bytes = grant.keys().columns.open(place, sealed)?;
        // The cause may quote what it stumbled over.
        serde_json::from_slice(&bytes).map_err(|_| Fault::internal(&"a hand-over is not of a known schema"))
    }

    /// Seals it anew for the inbox of the receiver, under the receiver's key.
    pub fn incoming(&self, grant: &Grant) -> Result<Vec<u8>, Fault> {
        let bytes = serde_json::to_vec(self).map_err(|cause| Fault::internal(&cause))?;
        Ok(grant.keys().columns.seal(IN, &bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &str = r#"{"schema":"up2/absence-report/1","body":{"person":{"given_name":"A","family_name":"B",
        "birth_date":null,"sex":null,"civic_number":null,"home_municipality":null,"protection":"NONE"},
        "sender":null,"starts_on":"2025-11-24","content":"c"}}"#;

    #[test]
    fn what_is_not_of_the_schema_is_refused() {
        assert!(serde_json::from_str::<Payload>(KNOWN).is_ok());
        let next = KNOWN.replace("report/1", "report/2");
        assert!(serde_json::from_str::<Payload>(&next).is_err());
        let more = KNOWN.replace("\"sender\":null", "\"sender\":null,\"address\":\"x\"");
        assert!(serde_json::from_str::<Payload>(&more).is_err());
    }

    #[test]
    fn a_marking_that_is_not_known_is_the_strictest() {
        let read = serde_json::from_str::<Payload>(&KNOWN.replace("NONE", "NEW_KIND"));
        let Ok(Payload::AbsenceReport(report)) = read else { panic!("a report") };
        assert_eq!(report.person.protection(), Protection::ProtectedRegistration);
    }

    #[test]
    fn a_protected_persons_school_is_not_named() {
        let row = enrolment::Model {
            id: Uuid::nil(),
            youth_id: Uuid::nil(),
            unit_id: Uuid::nil(),
            school_type: "GR".to_owned(),
            school_year: None,
            programme_code: None,
            school_authority: None,
            starts_on: NaiveDate::default(),
            ends_on: None,
            cancelled: false,
            source_id: None,
            source_ref: None,
        };
        let school = Some("Skolan".to_owned());
        let named = |protection| Enrolment::of(row.clone(), school.clone(), protection).school;
        assert_eq!(named(Protection::None), school);
        assert_eq!(named(Protection::SecrecyMarked), None);
    }
}
