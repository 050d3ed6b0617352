//! Enrolments in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, InputObject, MaybeUndefined, SimpleObject};
use entity::municipality::enrolment;
use uuid::Uuid;

use super::rules::{self, EnrolmentFault};
use super::store;
use crate::access::loading::RowsOfYouths;
use crate::access::{Action, Authorize, Grant};
use crate::domain::municipality::types::Unit;
use crate::domain::youth::types::Youth;
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// A youth's place at a school unit (inskrivning).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Enrolment {
    /// Global id.
    pub id: ID,
    /// School form (skolform) as SS 12000 names it: GR, GY, …
    pub school_type: String,
    /// School year (årskurs) 0 to 13; null when the register gives none.
    pub school_year: Option<i32>,
    /// Code of the programme (studievägskod); null when the register gives none.
    pub programme_code: Option<String>,
    /// Organisation number of the school authority (huvudman); null when unknown, never guessed.
    pub school_authority: Option<String>,
    /// First day.
    pub starts_on: Date,
    /// Last day; null while it goes on.
    pub ends_on: Option<Date>,
    /// Whether it never came to be.
    pub cancelled: bool,
    #[graphql(skip)]
    unit_id: Uuid,
    #[graphql(skip)]
    municipality: String,
}

#[ComplexObject]
impl Enrolment {
    /// The school unit.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit, Fault>> {
        Unit::load(ctx, self.unit_id, &self.municipality).await.transpose()
    }
}

impl Enrolment {
    /// From its row, unless its youth is out of reach, or has protected data and no reason was given.
    pub async fn opened(ctx: &Context<'_>, row: enrolment::Model, municipality: &str) -> Result<Self, Fault> {
        match Youth::load(ctx, row.youth_id).await? {
            Some(youth) if youth.is_sealed() => Err(Fault::of(Code::ReasonRequired)),
            Some(_) => Ok(Self::of(row, municipality)),
            None => Err(Fault::of(Code::NotFound)),
        }
    }

    /// From its row.
    pub fn of(row: enrolment::Model, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::Enrolment, municipality, row.id),
            school_type: row.school_type,
            school_year: row.school_year.map(i32::from),
            programme_code: row.programme_code,
            school_authority: row.school_authority,
            starts_on: Date(row.starts_on),
            ends_on: row.ends_on.map(Date),
            cancelled: row.cancelled,
            unit_id: row.unit_id,
            municipality: municipality.to_owned(),
        }
    }
}

/// The enrolments of a youth, batched over the page.
pub async fn enrolments_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Enrolment>, Fault> {
    let grant = ctx.authorize(Action::ReadEnrolments)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<enrolment::Entity>>>().load_one(youth).await?;
    let code = grant.municipality_code();
    Ok(rows.unwrap_or_default().into_iter().take(100).map(|row| Enrolment::of(row, code)).collect())
}

/// A place at a school unit, from a day to a day (inskrivning).
#[derive(InputObject, Clone, Debug)]
pub struct EnrolmentInput {
    /// The school or school unit, one of the viewer's own.
    pub unit: ID,
    /// School form (skolform) as SS 12000 names it: GR, GY, …; 1 to 20 letters and digits.
    pub school_type: String,
    /// School year (årskurs) 0 to 13; null when there is none.
    pub school_year: Option<i32>,
    /// Code of the programme (studievägskod), 1 to 20 characters; null when there is none.
    pub programme_code: Option<String>,
    /// First day.
    pub starts_on: Date,
    /// Last day; null while it goes on.
    pub ends_on: Option<Date>,
}

impl EnrolmentInput {
    /// The enrolment of a youth, checked; `path` is where the input stands.
    pub async fn read(
        self,
        grant: &Grant,
        youth: Uuid,
        path: &str,
    ) -> Result<Result<enrolment::Model, UserError>, Fault> {
        let field = format!("{path}.unit");
        let unit_id = match GlobalId::of_row(&self.unit, Kind::Unit, grant.municipality_code(), &field) {
            Ok(id) => id,
            Err(error) => return Ok(Err(error)),
        };
        let Some(unit) = store::own_unit(grant, unit_id).await? else {
            return Ok(Err(UserError::not_found(&field)));
        };
        let row = enrolment::Model {
            id: ids::new_id(grant.clock().now()),
            youth_id: youth,
            unit_id,
            school_type: self.school_type.trim().to_owned(),
            school_year: self.school_year.map(|year| i16::try_from(year).unwrap_or(-1)),
            programme_code: self.programme_code.map(|code| code.trim().to_owned()),
            school_authority: unit.authority_number,
            starts_on: self.starts_on.0,
            ends_on: self.ends_on.map(|day| day.0),
            cancelled: false,
            source_id: None,
            source_ref: None,
        };
        let checked = rules::check_unit(unit.kind).and_then(|()| rules::check(&row));
        Ok(checked.map(|()| row).map_err(|fault| fault.at(path)))
    }
}

/// An enrolment to be started.
#[derive(InputObject, Clone, Debug)]
pub struct StartEnrolmentInput {
    /// The youth.
    pub youth: ID,
    /// The school or school unit, one of the viewer's own.
    pub unit: ID,
    /// School form (skolform) as SS 12000 names it: GR, GY, …; 1 to 20 letters and digits.
    pub school_type: String,
    /// School year (årskurs) 0 to 13; null when there is none.
    pub school_year: Option<i32>,
    /// Code of the programme (studievägskod), 1 to 20 characters; null when there is none.
    pub programme_code: Option<String>,
    /// First day.
    pub starts_on: Date,
    /// Last day; null while it goes on.
    pub ends_on: Option<Date>,
}

impl StartEnrolmentInput {
    /// The place, without the youth.
    pub fn place(self) -> EnrolmentInput {
        EnrolmentInput {
            unit: self.unit,
            school_type: self.school_type,
            school_year: self.school_year,
            programme_code: self.programme_code,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
        }
    }
}

/// The end of an enrolment.
#[derive(InputObject, Clone, Debug)]
pub struct EndEnrolmentInput {
    /// The enrolment.
    pub enrolment: ID,
    /// Last day, not before the first.
    pub ends_on: Date,
}

/// What was recorded wrongly; what is left out stays.
#[derive(InputObject, Clone, Debug)]
pub struct CorrectEnrolmentInput {
    /// The enrolment.
    pub enrolment: ID,
    /// School form (skolform), 1 to 20 letters and digits.
    pub school_type: Option<String>,
    /// School year (årskurs) 0 to 13; null takes it away.
    pub school_year: MaybeUndefined<i32>,
    /// Code of the programme (studievägskod), 1 to 20 characters; null takes it away.
    pub programme_code: MaybeUndefined<String>,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day; null takes it away, so that it goes on.
    pub ends_on: MaybeUndefined<Date>,
    /// Whether it never came to be.
    pub cancelled: Option<bool>,
}

/// Answer to a change of an enrolment.
#[derive(SimpleObject, Debug)]
pub struct EnrolmentPayload {
    /// The enrolment; null when not changed.
    pub enrolment: Option<Enrolment>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl EnrolmentPayload {
    /// The enrolment as it is now.
    pub fn done(enrolment: Enrolment) -> Self {
        Self { enrolment: Some(enrolment), user_errors: Vec::new() }
    }

    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { enrolment: None, user_errors: vec![error.into()] }
    }
}

impl From<EnrolmentFault> for UserError {
    fn from(fault: EnrolmentFault) -> Self {
        fault.at("input")
    }
}

impl EnrolmentFault {
    /// The error at an input that stands at `path`.
    fn at(self, path: &str) -> UserError {
        let (field, code, swedish, english) = match self {
            Self::EndsBeforeStart => (
                "endsOn",
                UserErrorCode::EndsBeforeStart,
                "Sista dagen ligger före den första: ändra en av dem.",
                "The last day is before the first: change one of them.",
            ),
            Self::SchoolType => (
                "schoolType",
                UserErrorCode::Invalid,
                "Ange skolformen med 1 till 20 bokstäver och siffror, till exempel GR.",
                "Give the school form in 1 to 20 letters and digits, such as GR.",
            ),
            Self::SchoolYear => (
                "schoolYear",
                UserErrorCode::OutOfRange,
                "Årskurs är 0 till 13.",
                "A school year is 0 to 13.",
            ),
            Self::Programme => (
                "programmeCode",
                UserErrorCode::OutOfRange,
                "Studievägskoden är 1 till 20 tecken.",
                "The code of the programme is 1 to 20 characters.",
            ),
            Self::NotASchool => (
                "unit",
                UserErrorCode::Invalid,
                "Ange en skola eller skolenhet.",
                "Give a school or a school unit.",
            ),
            Self::Ended => (
                "enrolment",
                UserErrorCode::Invalid,
                "Inskrivningen är redan avslutad: rätta den om dagen är fel.",
                "The enrolment has ended already: correct it if the day is wrong.",
            ),
        };
        UserError::new(&format!("{path}.{field}"), code, swedish, english)
    }
}
