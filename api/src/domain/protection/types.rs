//! Appointments for protected persons in GraphQL.

use async_graphql::{ID, InputObject, SimpleObject};
use entity::municipality::{protected_appointment, staff};

use super::rules::AppointmentFault;
use crate::access::Grant;
use crate::domain::staff::types::Staff;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// That a member of staff may see a protected person (utsedd för en person med skyddade personuppgifter).
#[derive(SimpleObject, Clone, Debug)]
pub struct ProtectedAppointment {
    /// Global id of the youth.
    pub youth: ID,
    /// Who may see the youth; null when the person has left.
    pub staff: Option<Staff>,
    /// Who appointed them; null when the person has left.
    pub appointed_by: Option<Staff>,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when open.
    pub ends_on: Option<Date>,
}

impl ProtectedAppointment {
    /// From rows, with the names of the colleagues: one statement.
    pub async fn of(grant: &Grant, rows: Vec<protected_appointment::Model>) -> Result<Vec<Self>, Fault> {
        let names = grant.colleagues(rows.iter().flat_map(|row| [row.staff_id, row.appointed_by])).await?;
        let code = grant.municipality_code();
        let named = |row: Option<&staff::Model>| row.map(|row| Staff::of(row.clone(), code));
        let one = |row: protected_appointment::Model| Self {
            youth: GlobalId::write(Kind::Youth, code, row.youth_id),
            staff: named(names.get(&row.staff_id)),
            appointed_by: named(names.get(&row.appointed_by)),
            starts_on: Date(row.starts_on),
            ends_on: row.ends_on.map(Date),
        };
        Ok(rows.into_iter().map(one).collect())
    }
}

/// Whom to appoint for which protected person.
#[derive(InputObject, Debug)]
pub struct AppointForProtectedInput {
    /// The protected youth, at a school that the viewer heads.
    pub youth: ID,
    /// The member of staff, another than the viewer.
    pub staff: ID,
    /// Last day; open when left out. The first is today.
    pub ends_on: Option<Date>,
}

/// Whose appointment for which protected person ends.
#[derive(InputObject, Debug)]
pub struct EndAppointmentInput {
    /// The protected youth.
    pub youth: ID,
    /// The member of staff.
    pub staff: ID,
}

/// Answer to a change of appointments.
#[derive(SimpleObject, Debug)]
pub struct AppointmentPayload {
    /// All appointments for the youth as they are now, the latest first, at most 100; null when not changed.
    pub appointments: Option<Vec<ProtectedAppointment>>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl AppointmentPayload {
    /// The appointments as they are now.
    pub fn done(appointments: Vec<ProtectedAppointment>) -> Self {
        Self { appointments: Some(appointments), user_errors: Vec::new() }
    }

    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { appointments: None, user_errors: vec![error.into()] }
    }
}

impl From<AppointmentFault> for UserError {
    fn from(fault: AppointmentFault) -> Self {
        let (field, code, swedish, english) = match fault {
            AppointmentFault::ToSelf => (
                "input.staff",
                UserErrorCode::GrantedToSelf,
                "Ingen utser sig själv: be en kollega.",
                "Nobody appoints themselves: ask a colleague.",
            ),
            AppointmentFault::NotProtected => (
                "input.youth",
                UserErrorCode::Invalid,
                "Personen har inga skyddade personuppgifter: ingen behöver utses.",
                "The person has no protected data: nobody needs to be appointed.",
            ),
            AppointmentFault::EndsBeforeStart => (
                "input.endsOn",
                UserErrorCode::EndsBeforeStart,
                "Sista dagen har passerat: ange i dag eller senare.",
                "The last day has passed: give today or later.",
            ),
            AppointmentFault::Taken => (
                "input.staff",
                UserErrorCode::Taken,
                "Personen är redan utsedd: avsluta det först om dagen ska ändras.",
                "The person is appointed already: end that first to change the day.",
            ),
            AppointmentFault::None => (
                "input.staff",
                UserErrorCode::NotFound,
                "Personen är inte utsedd.",
                "The person is not appointed.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
