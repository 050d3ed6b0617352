//! Groups in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use entity::municipality::student_group;
use uuid::Uuid;

use super::loaders::GroupsOfYouths;
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize};
use crate::domain::municipality::types::Unit;
use crate::domain::vocabulary::GroupKind;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// A class (klass), mentor group (mentorsgrupp) or teaching group (undervisningsgrupp).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Group {
    /// Global id.
    pub id: ID,
    /// What kind of group.
    pub kind: GroupKind,
    /// Name.
    pub name: String,
    /// School form (skolform) as SS 12000 names it; null when the register gives none.
    pub school_type: Option<String>,
    /// Code of the subject of a teaching group; null when not known.
    pub subject_code: Option<String>,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when open.
    pub ends_on: Option<Date>,
    #[graphql(skip)]
    unit_id: Uuid,
    #[graphql(skip)]
    municipality: String,
}

impl Group {
    /// From its row.
    pub fn of(row: student_group::Model, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::Group, municipality, row.id),
            kind: row.kind.into(),
            name: row.name,
            school_type: row.school_type,
            subject_code: row.subject_code,
            starts_on: Date(row.starts_on),
            ends_on: row.ends_on.map(Date),
            unit_id: row.unit_id,
            municipality: municipality.to_owned(),
        }
    }

    /// The group with this id, batched over the page; null when out of reach.
    pub async fn load(ctx: &Context<'_>, id: Uuid, municipality: &str) -> Result<Option<Self>, Fault> {
        let loader = ctx.data_unchecked::<DataLoader<RowsById<student_group::Entity>>>();
        Ok(loader.load_one(id).await?.map(|row| Self::of(row, municipality)))
    }
}

#[ComplexObject]
impl Group {
    /// Label of the kind, in the reader's language.
    async fn kind_label(&self) -> &'static str {
        self.kind.label()
    }

    /// The unit that the group belongs to.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit, Fault>> {
        Unit::load(ctx, self.unit_id, &self.municipality).await.transpose()
    }
}

/// The groups that a youth is in today, batched over the page.
pub async fn groups_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Group>, Fault> {
    let grant = ctx.authorize(Action::ReadGroups)?;
    let rows = ctx.data_unchecked::<DataLoader<GroupsOfYouths>>().load_one(youth).await?;
    Ok(rows
        .unwrap_or_default()
        .into_iter()
        .take(100)
        .map(|row| Group::of(row, grant.municipality_code()))
        .collect())
}
