//! Root fields: questionnaires, mapping.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, Object};
use entity::municipality::mapping;

use super::store::{self, Which};
use super::types::{Mapping, open_youth};
use super::types_questionnaire::Questionnaire;
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// Queries about mappings.
#[derive(Debug, Default)]
pub struct MappingQueries;

#[Object]
impl MappingQueries {
    /// The questionnaires (frågeformulär) for mappings, by name, the latest version first, at most 100.
    async fn questionnaires(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Those that were replaced too.", default)] replaced: bool,
    ) -> Option<Result<Vec<Questionnaire>, Fault>> {
        Some(questionnaires(ctx, replaced).await)
    }

    /// One mapping (kartläggning) within reach; `NOT_FOUND` when there is none. Of a person with protected data a reason
    /// is asked for: the header `Up2-Reason`.
    async fn mapping(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mapping's global id.")] id: ID,
    ) -> Option<Result<Mapping, Fault>> {
        Some(mapping(ctx, &id).await)
    }
}

async fn questionnaires(ctx: &Context<'_>, replaced: bool) -> Result<Vec<Questionnaire>, Fault> {
    let grant = store::reader(ctx.visit()?)?;
    let which = if replaced { Which::All } else { Which::Active };
    let found = store::published(&grant, which).await?;
    found.iter().map(|one| Questionnaire::of(one, grant.municipality_code())).collect()
}

/// The questionnaire with this global id.
pub async fn questionnaire(ctx: &Context<'_>, id: &ID) -> Result<Questionnaire, Fault> {
    let grant = store::reader(ctx.visit()?)?;
    Questionnaire::load(ctx, GlobalId::local(id, Kind::Questionnaire, grant.municipality_code())?).await
}

/// The mapping with this global id.
pub async fn mapping(ctx: &Context<'_>, id: &ID) -> Result<Mapping, Fault> {
    let grant = ctx.authorize(Action::ReadMappings)?;
    let id = GlobalId::local(id, Kind::Mapping, grant.municipality_code())?;
    let row = ctx.data_unchecked::<DataLoader<RowsById<mapping::Entity>>>().load_one(id).await?;
    let row = row.ok_or_else(|| Fault::of(Code::NotFound))?;
    open_youth(ctx, Action::ReadMappings, row.youth_id).await?;
    Ok(Mapping::of(row, grant.municipality_code()))
}
