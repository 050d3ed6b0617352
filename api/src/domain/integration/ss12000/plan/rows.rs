//! Planned rows that hold what is encrypted before it is stored: comparable, and closed to any log.

use chrono::NaiveDate;
use entity::vocabulary::{GuardianRelation, Protection, Sex};
use uuid::Uuid;

/// A personal text that is encrypted before it is stored; it shows itself to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Closes a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for encryption.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A youth before encryption.
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the columns of the table youth, by their names")]
pub struct PlannedYouth {
    pub id: Uuid,
    pub protection: Protection,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: Option<NaiveDate>,
    pub sex: Option<Sex>,
    pub home_municipality: Option<String>,
    pub civic_number: Option<Secret>,
    pub email: Option<Secret>,
    pub phone: Option<Secret>,
    pub source_ref: String,
}

impl std::fmt::Debug for PlannedYouth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlannedYouth").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A guardian before encryption.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the columns of the table guardian, by their names")]
pub struct PlannedGuardian {
    pub id: Uuid,
    pub youth_id: Uuid,
    pub name: Secret,
    pub phone: Option<Secret>,
    pub email: Option<Secret>,
    pub relation: GuardianRelation,
    pub source_ref: String,
}
