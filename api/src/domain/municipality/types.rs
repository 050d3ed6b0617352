//! Municipality and units in GraphQL.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, InputObject, SimpleObject};
use entity::municipality::unit;
use uuid::Uuid;

use super::rules::UnitFault;
use super::store;
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize};
use crate::domain::vocabulary::UnitKind;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind, Page};
use crate::support::user_error::{UserError, UserErrorCode};

/// A municipality (kommun) that takes part.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Municipality {
    /// Global id.
    pub id: ID,
    /// Official code of four digits (kommunkod).
    pub code: String,
    /// Official name.
    pub name: String,
    /// Official name of the county (län).
    pub county: String,
}

/// A page of units.
pub type Units = Connection<OpaqueCursor<String>, Unit, EmptyFields, EmptyFields>;

#[ComplexObject]
impl Municipality {
    /// Its units (enheter), by name.
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<Units, Fault>> {
        Some(units(ctx, None, Page::of(first, after, last, before)).await)
    }
}

async fn units(ctx: &Context<'_>, parent: Option<Uuid>, page: Result<Page, Fault>) -> Result<Units, Fault> {
    let page = page?;
    let grant = ctx.authorize(Action::ReadUnits)?;
    let rows = store::page(&grant, parent, page).await?;
    Ok(page.connect(rows, EmptyFields, |row| row.id, |row| Unit::of(row, grant.municipality_code())))
}

/// A unit (enhet) of the governance chain.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Unit {
    /// Global id.
    pub id: ID,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// Name.
    pub name: String,
    /// Official code of a school unit (skolenhetskod), eight digits; null for other units.
    pub school_unit_code: Option<String>,
    /// Organisation number of the school authority (huvudman); null when unknown, never guessed.
    pub school_authority: Option<String>,
    #[graphql(skip)]
    row_id: Uuid,
    #[graphql(skip)]
    parent_id: Option<Uuid>,
    #[graphql(skip)]
    municipality: String,
}

impl Unit {
    /// From its row.
    pub fn of(row: unit::Model, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::Unit, municipality, row.id),
            kind: row.kind.into(),
            name: row.name,
            school_unit_code: row.school_unit_code,
            school_authority: row.authority_number,
            row_id: row.id,
            parent_id: row.parent_id,
            municipality: municipality.to_owned(),
        }
    }

    /// The unit with this id, batched over the page; null when it is not there.
    pub async fn load(ctx: &Context<'_>, id: Uuid, municipality: &str) -> Result<Option<Self>, Fault> {
        let loader = ctx.data_unchecked::<DataLoader<RowsById<unit::Entity>>>();
        Ok(loader.load_one(id).await?.map(|row| Self::of(row, municipality)))
    }
}

#[ComplexObject]
impl Unit {
    /// Label of the kind, in the reader's language.
    async fn kind_label(&self) -> &'static str {
        self.kind.label()
    }

    /// The unit above; null at the top.
    async fn parent(&self, ctx: &Context<'_>) -> Option<Result<Self, Fault>> {
        Self::load(ctx, self.parent_id?, &self.municipality).await.transpose()
    }

    /// The units right below, by name.
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<Units, Fault>> {
        Some(units(ctx, Some(self.row_id), Page::of(first, after, last, before)).await)
    }
}

impl From<UnitFault> for UserError {
    fn from(fault: UnitFault) -> Self {
        match fault {
            UnitFault::UnderItself => Self::new(
                "input.parent",
                UserErrorCode::UnderItself,
                "En enhet kan inte läggas under sig själv: välj en annan överordnad enhet.",
                "A unit cannot be put under itself: choose another parent.",
            ),
            UnitFault::WidensReach => Self::new(
                "input.parent",
                UserErrorCode::NotGrantable,
                "Någon med uppdrag över den nya platsen skulle nå enhetens ungdomar: avsluta de uppdragen först, och ge dem på nytt efteråt.",
                "Somebody with an assignment above the new place would reach the youths of the unit: end those assignments first, and grant them anew afterwards.",
            ),
            UnitFault::Name => Self::new(
                "input.name",
                UserErrorCode::OutOfRange,
                "Ange ett namn på 1 till 200 tecken.",
                "Give a name of 1 to 200 characters.",
            ),
            UnitFault::SchoolUnitCode => Self::new(
                "input.schoolUnitCode",
                UserErrorCode::Invalid,
                "En skolenhetskod är åtta siffror.",
                "A school unit code is eight digits.",
            ),
            UnitFault::AuthorityUnderSomething => Self::new(
                "input.parent",
                UserErrorCode::Invalid,
                "En huvudman ligger överst: lämna parent tomt.",
                "A school authority stands at the top: leave parent empty.",
            ),
        }
    }
}

/// A unit to be made.
#[derive(InputObject, Debug)]
pub struct CreateUnitInput {
    /// The unit above.
    pub parent: ID,
    /// What kind of unit.
    pub kind: UnitKind,
    /// Name, 1 to 200 characters.
    pub name: String,
    /// Official code of a school unit, eight digits.
    pub school_unit_code: Option<String>,
}

/// A new name of a unit.
#[derive(InputObject, Debug)]
pub struct RenameUnitInput {
    /// The unit.
    pub unit: ID,
    /// Name, 1 to 200 characters.
    pub name: String,
}

/// A new place of a unit in the tree.
#[derive(InputObject, Debug)]
pub struct MoveUnitInput {
    /// The unit, which everything below it follows.
    pub unit: ID,
    /// The unit that it is to be under.
    pub parent: ID,
}

/// Answer to a change of a unit.
#[derive(SimpleObject, Debug)]
pub struct UnitPayload {
    /// The unit; null when it was not changed.
    pub unit: Option<Unit>,
    /// What to mend; empty when it was changed.
    pub user_errors: Vec<UserError>,
}

impl UnitPayload {
    /// The unit as it is now.
    pub fn done(unit: Unit) -> Self {
        Self { unit: Some(unit), user_errors: Vec::new() }
    }

    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { unit: None, user_errors: vec![error.into()] }
    }
}
