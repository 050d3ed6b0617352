//! Breaking the glass in GraphQL.

use std::collections::HashMap;

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::{ID, InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::{break_glass, staff};
use uuid::Uuid;

use super::rules::OversightFault;
use super::store;
use crate::access::Grant;
use crate::access::glass::{NotOpened, Opened, REASON};
use crate::domain::staff::types::Staff;
use crate::domain::youth::types::Youth;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::{UserError, UserErrorCode};

/// An opening of one youth by breaking the glass (nödöppning).
#[derive(SimpleObject, Clone, Debug)]
pub struct BreakGlass {
    /// Global id.
    pub id: ID,
    /// Who opened.
    pub opened_by: Option<Staff>,
    /// Global id of the youth who was opened.
    pub youth: ID,
    /// Why, as it was written before anything was shown.
    pub reason: String,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// Until when the youth is open: three hours later.
    pub expires_at: DateTime<Utc>,
    /// Whether the youth is open now.
    pub is_open: bool,
    /// Who reviewed it; null until then.
    pub reviewed_by: Option<Staff>,
    /// When it was reviewed; null until then.
    pub reviewed_at: Option<DateTime<Utc>>,
    /// What the reviewer found; null until then.
    pub review: Option<String>,
}

/// A page of openings.
pub type BreakGlassPage = Connection<OpaqueCursor<String>, BreakGlass, EmptyFields, EmptyFields>;

impl BreakGlass {
    /// From rows, with the names of the colleagues: one statement.
    pub async fn of(grant: &Grant, rows: &[break_glass::Model]) -> Result<HashMap<Uuid, Self>, Fault> {
        let people: Vec<_> =
            rows.iter().flat_map(|row| [Some(row.staff_id), row.reviewed_by]).flatten().collect();
        let names = grant.colleagues(people).await?;
        rows.iter().map(|row| Ok((row.id, Self::one(grant, row, &names)?))).collect()
    }

    fn one(
        grant: &Grant,
        row: &break_glass::Model,
        names: &HashMap<Uuid, staff::Model>,
    ) -> Result<Self, Fault> {
        let (code, keys) = (grant.municipality_code(), &grant.keys().columns);
        let named = |id: Uuid| names.get(&id).map(|row| Staff::of(row.clone(), code));
        Ok(Self {
            id: GlobalId::write(Kind::BreakGlass, code, row.id),
            opened_by: named(row.staff_id),
            youth: GlobalId::write(Kind::Youth, code, row.youth_id),
            reason: keys.open_text(REASON, &row.reason)?,
            opened_at: row.opened_at,
            expires_at: row.expires_at,
            is_open: super::rules::is_open(row, grant.clock().now()),
            reviewed_by: row.reviewed_by.and_then(named),
            reviewed_at: row.reviewed_at,
            review: row.review.as_ref().map(|text| keys.open_text(store::REVIEW, text)).transpose()?,
        })
    }
}

/// Whom to open, and why.
#[derive(InputObject)]
pub struct BreakGlassInput {
    /// The person's exact civic number (personnummer, samordningsnummer) in twelve digits.
    #[graphql(secret)]
    pub civic_number: String,
    /// Why, 10 to 500 characters; kept encrypted, read by those who review.
    #[graphql(secret)]
    pub reason: String,
}

/// Answer to `breakGlass`.
#[derive(SimpleObject, Debug)]
pub struct BreakGlassPayload {
    /// The youth, open to general data; null when not opened.
    pub youth: Option<Youth>,
    /// Until when the youth is open; null when not opened.
    pub expires_at: Option<DateTime<Utc>>,
    /// What to mend; empty when it was done. Nobody with the number, and a person with protected data, are one answer.
    pub user_errors: Vec<UserError>,
}

impl BreakGlassPayload {
    /// The youth who was opened.
    pub fn done(grant: &Grant, opened: Opened) -> Self {
        Self {
            youth: Some(Youth::of(opened.youth, grant, None)),
            expires_at: Some(opened.opening.expires_at),
            user_errors: Vec::new(),
        }
    }

    /// What to mend.
    pub fn refused(fault: OversightFault) -> Self {
        Self { youth: None, expires_at: None, user_errors: vec![fault.into()] }
    }
}

/// A review of an opening.
#[derive(InputObject)]
pub struct ReviewBreakGlassInput {
    /// The opening, another's than the viewer's.
    #[graphql(name = "use")]
    pub opening: ID,
    /// What the review found, 10 to 500 characters; kept encrypted.
    #[graphql(secret)]
    pub text: String,
}

/// Answer to `reviewBreakGlass`.
#[derive(SimpleObject, Debug)]
pub struct ReviewBreakGlassPayload {
    /// The opening as it is now; null when not reviewed.
    #[graphql(name = "use")]
    pub opening: Option<BreakGlass>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl ReviewBreakGlassPayload {
    /// What to mend.
    pub fn refused(fault: OversightFault) -> Self {
        Self { opening: None, user_errors: vec![fault.into()] }
    }
}

impl From<NotOpened> for OversightFault {
    fn from(cause: NotOpened) -> Self {
        match cause {
            NotOpened::NotFound => Self::NotFound,
            NotOpened::TooMany => Self::TooMany,
        }
    }
}

impl From<OversightFault> for UserError {
    fn from(fault: OversightFault) -> Self {
        let (field, code, swedish, english) = match fault {
            OversightFault::Reason => (
                "input.reason",
                UserErrorCode::OutOfRange,
                "Ange ett skäl på 10 till 500 tecken.",
                "Give a reason of 10 to 500 characters.",
            ),
            OversightFault::Civic => (
                "input.civicNumber",
                UserErrorCode::Invalid,
                "Skriv personnumret eller samordningsnumret med tolv siffror.",
                "Write the civic number or coordination number in twelve digits.",
            ),
            OversightFault::CheckDigit => (
                "input.civicNumber",
                UserErrorCode::WrongCheckDigit,
                "Kontrollsiffran är fel: läs numret igen.",
                "The check digit is wrong: read the number again.",
            ),
            OversightFault::NotFound => (
                "input.civicNumber",
                UserErrorCode::NotFound,
                "Ingen med det numret kan öppnas.",
                "Nobody with this number can be opened.",
            ),
            OversightFault::TooMany => (
                "",
                UserErrorCode::TooMany,
                "Du har öppnat så många som får öppnas på ett dygn: vänta, eller be en kollega.",
                "You have opened as many as may be opened in a day: wait, or ask a colleague.",
            ),
            OversightFault::Review => (
                "input.text",
                UserErrorCode::OutOfRange,
                "Skriv 10 till 500 tecken om vad granskningen visade.",
                "Write 10 to 500 characters on what the review found.",
            ),
            OversightFault::OwnDeed => (
                "input.use",
                UserErrorCode::OwnDeed,
                "Ingen granskar sin egen öppning: be en kollega.",
                "Nobody reviews their own opening: ask a colleague.",
            ),
            OversightFault::Reviewed => (
                "input.use",
                UserErrorCode::Taken,
                "Öppningen är redan granskad.",
                "The opening has been reviewed already.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
