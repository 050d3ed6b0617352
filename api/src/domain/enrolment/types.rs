//! Enrolments in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use entity::municipality::enrolment;
use uuid::Uuid;

use crate::access::loading::RowsOfYouths;
use crate::access::{Action, Authorize};
use crate::domain::municipality::types::Unit;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

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
