//! Types of measures in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use entity::municipality::measure_type;
use uuid::Uuid;

use crate::access::Authorize;
use crate::access::loading::RowsById;
use crate::support::fault::Fault;
use crate::support::language::Language;
use crate::support::page::{GlobalId, Kind};

/// A type of measures (insatstyp): a national category, or a local type of the municipality that maps onto one. Many local
/// types may map onto the same category.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct MeasureType {
    /// Global id.
    pub id: ID,
    /// Name in the reader's language.
    pub name: String,
    /// Name in Swedish.
    pub swedish: String,
    /// Name in English.
    pub english: String,
    /// Whether it is a national category.
    pub is_national: bool,
    /// Whether it says nothing by itself (annan åtgärd), so that a measure must say in words what it is.
    pub is_other: bool,
    /// Whether new measures may have it.
    pub is_active: bool,
    /// Counts its changes; to be sent with the next one.
    pub version: i32,
    #[graphql(skip)]
    national_id: Option<Uuid>,
}

impl MeasureType {
    /// From its row.
    pub fn of(row: measure_type::Model, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::MeasureType, municipality, row.id),
            name: Language::current().pick(&row.name_sv, &row.name_en).clone(),
            swedish: row.name_sv,
            english: row.name_en,
            is_national: row.national_id.is_none(),
            is_other: row.is_other,
            is_active: row.active,
            version: row.version,
            national_id: row.national_id,
        }
    }

    /// The type with this id, batched over the page.
    pub async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>, Fault> {
        let row = ctx.data_unchecked::<DataLoader<RowsById<measure_type::Entity>>>().load_one(id).await?;
        let code = ctx.visit()?.signed_in()?.municipality_code();
        Ok(row.map(|row| Self::of(row, code)))
    }
}

#[ComplexObject]
impl MeasureType {
    /// The national category that a local type maps onto, for those who read plans; null for a national one.
    async fn national(&self, ctx: &Context<'_>) -> Option<Result<MeasureType, Fault>> {
        Self::load(ctx, self.national_id?).await.transpose()
    }
}
