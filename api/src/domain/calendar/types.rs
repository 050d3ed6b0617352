//! Closed days in GraphQL.

use async_graphql::{InputObject, SimpleObject};
use entity::municipality::closed_day;

use super::rules::CalendarFault;
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// A day on which the municipality's schools are closed (lovdag, studiedag), besides weekends and public holidays, which
/// need not be said.
#[derive(SimpleObject, Clone, Debug)]
pub struct ClosedDay {
    /// The day.
    pub day: Date,
    /// What it is called, such as "Höstlov".
    pub name: String,
}

impl From<closed_day::Model> for ClosedDay {
    fn from(row: closed_day::Model) -> Self {
        Self { day: Date(row.day), name: row.name }
    }
}

/// A day on which schools are closed.
#[derive(InputObject, Clone, Debug)]
pub struct ClosedDayInput {
    /// The day, within the school year.
    pub day: Date,
    /// What it is called, 1 to 100 characters.
    pub name: String,
}

/// The closed days of a school year, in place of those that were there.
#[derive(InputObject, Clone, Debug)]
pub struct SetClosedDaysInput {
    /// The year in which the school year (läsår) begins: 2025 is from 1 July 2025 to 30 June 2026.
    pub school_year: i32,
    /// All of its closed days, each once.
    pub days: Vec<ClosedDayInput>,
}

/// Answer to `setClosedDays`.
#[derive(SimpleObject, Clone, Debug)]
pub struct SetClosedDaysPayload {
    /// The closed days of the school year as they are now, in their order; null when not set.
    pub closed_days: Option<Vec<ClosedDay>>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl From<CalendarFault> for UserError {
    fn from(fault: CalendarFault) -> Self {
        let (field, swedish, english) = match fault {
            CalendarFault::SchoolYear => (
                "input.schoolYear",
                "Ange året då läsåret börjar, 2000 till 2100.",
                "Give the year in which the school year begins, 2000 to 2100.",
            ),
            CalendarFault::Day => (
                "input.days.day",
                "En dag ligger utanför läsåret, som går från 1 juli till 30 juni.",
                "A day lies outside the school year, which is from 1 July to 30 June.",
            ),
            CalendarFault::Twice => {
                ("input.days.day", "En dag står två gånger.", "A day stands there twice.")
            }
            CalendarFault::Name => (
                "input.days.name",
                "Ange ett namn på 1 till 100 tecken.",
                "Give a name of 1 to 100 characters.",
            ),
        };
        Self::new(field, UserErrorCode::Invalid, swedish, english)
    }
}
