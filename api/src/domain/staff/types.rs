//! Staff, assignments and the viewer in GraphQL.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use entity::municipality::{assignment, staff};
use uuid::Uuid;

use super::loaders::AssignmentsOfStaff;
use super::store;
use crate::access::loading::{Colleagues, RowsById};
use crate::access::{Action, Asker, Authorize, skr};
use crate::domain::case::types_work::{WorkList, work_list};
use crate::domain::group::types::Group;
use crate::domain::municipality::types::Unit;
use crate::domain::vocabulary::{AssignmentState, Role};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind, Page};
use crate::support::scalars::Date;

/// A person who works for the municipality (personal).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Staff {
    /// Global id.
    pub id: ID,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    #[graphql(skip)]
    row_id: Uuid,
}

impl Staff {
    /// From its row.
    pub fn of(row: staff::Model, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::Staff, municipality, row.id),
            given_name: row.given_name,
            family_name: row.family_name,
            row_id: row.id,
        }
    }

    /// A colleague whom a row read under `action` names, batched over the page; null when the person has left.
    pub async fn named(ctx: &Context<'_>, action: Action, id: Uuid) -> Result<Option<Self>, Fault> {
        let grant = ctx.authorize(action)?;
        let row = ctx.data_unchecked::<DataLoader<Colleagues>>().load_one((action, id)).await?;
        Ok(row.map(|row| Self::of(row, grant.municipality_code())))
    }
}

#[ComplexObject]
impl Staff {
    /// The person's assignments (uppdrag) at units that the viewer may read staff of, the latest first, at most 100.
    async fn assignments(&self, ctx: &Context<'_>) -> Option<Result<Vec<Assignment>, Fault>> {
        Some(assignments(ctx, self.row_id).await)
    }
}

async fn assignments(ctx: &Context<'_>, staff: Uuid) -> Result<Vec<Assignment>, Fault> {
    let grant = ctx.authorize(Action::ReadStaff)?;
    let rows = ctx.data_unchecked::<DataLoader<AssignmentsOfStaff>>().load_one(staff).await?;
    Ok(rows
        .unwrap_or_default()
        .into_iter()
        .take(100)
        .map(|row| Assignment::of(row, grant.municipality_code()))
        .collect())
}

/// A page of staff.
pub type StaffPage =
    Connection<OpaqueCursor<String>, Staff, EmptyFields, EmptyFields, StaffConnectionName, StaffEdgeName>;

/// Name of the connection of staff.
#[derive(Debug)]
pub struct StaffConnectionName;

impl async_graphql::connection::ConnectionNameType for StaffConnectionName {
    fn type_name<T: async_graphql::OutputType>() -> String {
        "StaffConnection".to_owned()
    }
}

/// Name of its edges.
#[derive(Debug)]
pub struct StaffEdgeName;

impl async_graphql::connection::EdgeNameType for StaffEdgeName {
    fn type_name<T: async_graphql::OutputType>() -> String {
        "StaffEdge".to_owned()
    }
}

/// A role at a unit, from a day to a day (uppdrag).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Assignment {
    /// Global id.
    pub id: ID,
    /// The role.
    pub role: Role,
    /// Whether it is in force or waits for a second person.
    pub state: AssignmentState,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when open.
    pub ends_on: Option<Date>,
    #[graphql(skip)]
    staff_id: Uuid,
    #[graphql(skip)]
    unit_id: Uuid,
    #[graphql(skip)]
    group_id: Option<Uuid>,
    #[graphql(skip)]
    municipality: String,
}

impl Assignment {
    /// From its row.
    pub fn of(row: assignment::Model, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::Assignment, municipality, row.id),
            role: row.role.into(),
            state: row.state.into(),
            starts_on: Date(row.starts_on),
            ends_on: row.ends_on.map(Date),
            staff_id: row.staff_id,
            unit_id: row.unit_id,
            group_id: row.group_id,
            municipality: municipality.to_owned(),
        }
    }
}

#[ComplexObject]
impl Assignment {
    /// Label of the role, in the reader's language.
    async fn role_label(&self) -> &'static str {
        self.role.label()
    }

    /// Who holds it; null when the viewer may not read staff of the unit.
    async fn staff(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        let loaded =
            ctx.data_unchecked::<DataLoader<RowsById<staff::Entity>>>().load_one(self.staff_id).await;
        loaded.map(|row| row.map(|row| Staff::of(row, &self.municipality))).transpose()
    }

    /// At which unit; it reaches everything below.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit, Fault>> {
        Unit::load(ctx, self.unit_id, &self.municipality).await.transpose()
    }

    /// The group of a mentor or teacher; null for other roles.
    async fn group(&self, ctx: &Context<'_>) -> Option<Result<Group, Fault>> {
        Group::load(ctx, self.group_id?, &self.municipality).await.transpose()
    }
}

/// The one who asks.
#[derive(Debug)]
pub struct Viewer;

/// The one who asks.
#[Object]
impl Viewer {
    /// The viewer as a member of a municipality's staff; null for SKR's.
    async fn staff(&self, ctx: &Context<'_>) -> Result<Option<ViewerStaff>, Fault> {
        let Asker::Staff(viewer) = ctx.visit()?.asker() else { return Ok(None) };
        Ok(Some(ViewerStaff {
            id: GlobalId::write(Kind::Staff, viewer.municipality_code(), viewer.staff.id),
            given_name: viewer.staff.given_name.clone(),
            family_name: viewer.staff.family_name.clone(),
        }))
    }

    /// The viewer as a member of SKR's staff; null for a municipality's.
    async fn skr(&self, ctx: &Context<'_>) -> Result<Option<ViewerAtSkr>, Fault> {
        let Asker::Skr(viewer) = ctx.visit()?.asker() else { return Ok(None) };
        let account = &viewer.account;
        Ok(Some(ViewerAtSkr {
            given_name: account.given_name.clone(),
            family_name: account.family_name.clone(),
            role: account.role.into(),
        }))
    }

    /// Official code of the viewer's municipality; `SKR` for SKR's staff, who have none.
    async fn municipality_code(&self, ctx: &Context<'_>) -> Result<String, Fault> {
        Ok(match ctx.visit()?.asker() {
            Asker::Skr(_) => skr::CODE.to_owned(),
            _ => ctx.visit()?.signed_in()?.municipality_code().to_owned(),
        })
    }

    /// The viewer's assignments (uppdrag) in force today; SKR's staff have none in any municipality.
    async fn assignments(&self, ctx: &Context<'_>) -> Result<Vec<Assignment>, Fault> {
        let Asker::Staff(viewer) = ctx.visit()?.asker() else { return Ok(Vec::new()) };
        let code = viewer.municipality_code();
        Ok(viewer.assignments.iter().cloned().map(|row| Assignment::of(row, code)).collect())
    }

    /// Whether the sign-in showed a second factor; what reaches persons demands one.
    async fn second_factor(&self, ctx: &Context<'_>) -> Result<bool, Fault> {
        Ok(match ctx.visit()?.asker() {
            Asker::Skr(viewer) => viewer.second_factor,
            _ => ctx.visit()?.signed_in()?.second_factor,
        })
    }

    /// The viewer's work (arbetslista), what is due first at the start: the duty clocks of their cases and of their role,
    /// and where they lead a track, late ones and those of cases that nobody responsible has in hand. Clocks run for: each
    /// open case, by its state; signals that wait for somebody, for the role that answers for them (not items that ask for
    /// missing reports, nor signals of youths who go to no school); investigations of absence and their two reports, for
    /// the head teacher (rektor); follow-ups that are planned, and those after closing from their day on; transfers within
    /// the municipality, for the receiver; and youths in the register of the activity duty (KAA) who have not been
    /// reached, for its officers. Absence reports, hand-overs from other municipalities and what an investigation is to
    /// be looked at again stand in their own lists alone.
    async fn work_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<WorkList, Fault>> {
        Some(work_list(ctx, Page::of(first, after, last, before)).await)
    }

    /// Whether the viewer may do something, by the policy table and today's assignments. With `on`, whether that
    /// reaches this youth, unit or group; a thing out of reach answers false, as one that is not there.
    async fn can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be done.")] action: Action,
        #[graphql(desc = "A youth, unit or group; without it, whether there is anything at all.")] on: Option<
            ID,
        >,
    ) -> Result<bool, Fault> {
        store::can(ctx.visit()?, action, on.as_ref()).await
    }
}

/// The viewer's own name and id.
#[derive(SimpleObject, Debug)]
pub struct ViewerStaff {
    /// Global id.
    pub id: ID,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
}

/// The viewer's own name and role at SKR. It gives what is published, and nothing of any municipality.
#[derive(SimpleObject, Debug)]
#[graphql(complex)]
pub struct ViewerAtSkr {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The role, one of SKR's two.
    pub role: Role,
}

#[ComplexObject]
impl ViewerAtSkr {
    /// Label of the role, in the reader's language.
    async fn role_label(&self) -> &'static str {
        self.role.label()
    }
}
