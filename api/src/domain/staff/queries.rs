//! Root fields: viewer, staff, staffs.

use async_graphql::connection::EmptyFields;
use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, Object};
use entity::municipality::{assignment, staff};

use super::store;
use super::types::{Assignment, Staff, StaffPage, Viewer};
use crate::access::loading::RowsById;
use crate::access::{Action, Asker, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries about staff.
#[derive(Debug, Default)]
pub struct StaffQueries;

#[Object]
impl StaffQueries {
    /// The one who asks; null without a sign-in.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>, Fault> {
        Ok((!matches!(ctx.visit()?.asker(), Asker::Nobody)).then_some(Viewer))
    }

    /// One member of staff within reach.
    async fn staff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their global id.")] id: ID,
    ) -> Option<Result<Staff, Fault>> {
        Some(staff(ctx, &id).await)
    }

    /// The staff within reach, by name.
    async fn staff_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<StaffPage, Fault>> {
        Some(staff_members(ctx, Page::of(first, after, last, before)).await)
    }
}

async fn staff_members(ctx: &Context<'_>, page: Result<Page, Fault>) -> Result<StaffPage, Fault> {
    let (page, grant) = (page?, ctx.authorize(Action::ReadStaff)?);
    let rows = store::page(&grant, page).await?;
    Ok(page.connect(rows, EmptyFields, |row| row.id, |row| Staff::of(row, grant.municipality_code())))
}

/// The member of staff with this global id.
pub async fn staff(ctx: &Context<'_>, id: &ID) -> Result<Staff, Fault> {
    let grant = ctx.authorize(Action::ReadStaff)?;
    let id = GlobalId::local(id, Kind::Staff, grant.municipality_code())?;
    let found = ctx.data_unchecked::<DataLoader<RowsById<staff::Entity>>>().load_one(id).await?;
    found.map(|row| Staff::of(row, grant.municipality_code())).ok_or_else(|| Fault::of(Code::NotFound))
}

/// The assignment with this global id.
pub async fn assignment(ctx: &Context<'_>, id: &ID) -> Result<Assignment, Fault> {
    let grant = ctx.authorize(Action::ReadStaff)?;
    let id = GlobalId::local(id, Kind::Assignment, grant.municipality_code())?;
    let found = ctx.data_unchecked::<DataLoader<RowsById<assignment::Entity>>>().load_one(id).await?;
    found.map(|row| Assignment::of(row, grant.municipality_code())).ok_or_else(|| Fault::of(Code::NotFound))
}
