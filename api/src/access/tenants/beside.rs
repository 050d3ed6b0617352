//! What stands beside the municipalities' own figures in the registry: official series with the metadata that they came
//! with, and who is similar to whom. What serves reads it; the owner imports it.

use entity::registry::{official_series, official_value, similar_municipality};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::provision::open_registry;
use super::registry::RegistryDb;
use crate::support::config::Config;
use crate::support::fault::{Code, Fault};

/// Rows of one INSERT: on SQLite a statement takes at most 32,766 values.
const AT_A_TIME: usize = 1_000;
/// Most values of one answer.
const MOST_VALUES: u64 = 200_001;

#[allow(
    clippy::disallowed_methods,
    reason = "official figures are about nobody, and this is the one place that selects them"
)]
impl RegistryDb {
    /// All official series, by id.
    pub async fn official_series(&self) -> Result<Vec<official_series::Model>, Fault> {
        let select = official_series::Entity::find().order_by_asc(official_series::Column::Id);
        Ok(select.limit(MOST_VALUES).all(self.0.read()).await?)
    }

    /// The official series of an id.
    pub async fn official_series_of(&self, id: &str) -> Result<Option<official_series::Model>, Fault> {
        Ok(official_series::Entity::find_by_id(id).one(self.0.read()).await?)
    }

    /// Values of a series that its source stands by, by municipality, year and sex; an empty list asks for all.
    pub async fn official_values(
        &self,
        series: &str,
        municipalities: &[String],
        years: &[i32],
    ) -> Result<Vec<official_value::Model>, Fault> {
        use official_value::Column;
        let mut select = official_value::Entity::find()
            .filter(Column::SeriesId.eq(series))
            .filter(Column::Deleted.eq(false));
        if !municipalities.is_empty() {
            select = select.filter(Column::MunicipalityCode.is_in(municipalities));
        }
        if !years.is_empty() {
            select = select.filter(Column::Year.is_in(years.to_vec()));
        }
        let select = select
            .order_by_asc(Column::MunicipalityCode)
            .order_by_asc(Column::Year)
            .order_by_asc(Column::Gender);
        let rows = select.limit(MOST_VALUES).all(self.0.read()).await?;
        if rows.len() as u64 >= MOST_VALUES { Err(Fault::of(Code::LimitExceeded)) } else { Ok(rows) }
    }

    /// Who is similar to a municipality, in each service and year, the latest year first.
    pub async fn similar_to(&self, municipality: &str) -> Result<Vec<similar_municipality::Model>, Fault> {
        use similar_municipality::Column;
        let select = similar_municipality::Entity::find()
            .filter(Column::MunicipalityCode.eq(municipality))
            .order_by_asc(Column::Service)
            .order_by_desc(Column::Year)
            .order_by_asc(Column::SimilarCode);
        Ok(select.limit(10_000).all(self.0.read()).await?)
    }
}

/// Stores official series and their values, as the owner; what is there of the same key is replaced.
pub async fn import_official(
    config: &Config,
    series: Vec<official_series::Model>,
    values: Vec<official_value::Model>,
) -> Result<(), Fault> {
    use official_series::Column as Series;
    use official_value::Column as Value;
    let registry = open_registry(config).await?;
    let tx = registry.0.begin().await?;
    for some in series.chunks(AT_A_TIME) {
        let replaced = OnConflict::column(Series::Id)
            .update_columns([
                Series::Title,
                Series::Description,
                Series::DividedByGender,
                Series::Source,
                Series::ImportedAt,
            ])
            .to_owned();
        let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
        official_series::Entity::insert_many(rows).on_conflict(replaced).exec_without_returning(&tx).await?;
    }
    for some in values.chunks(AT_A_TIME) {
        let key = [Value::SeriesId, Value::MunicipalityCode, Value::Year, Value::Gender];
        let replaced = OnConflict::columns(key).update_columns([Value::Value, Value::Deleted]).to_owned();
        let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
        official_value::Entity::insert_many(rows).on_conflict(replaced).exec_without_returning(&tx).await?;
    }
    tx.commit().await?;
    registry.0.close().await;
    Ok(())
}

/// Stores who is similar to whom, as the owner: all of a service and year that is in `rows` is replaced by them.
#[allow(clippy::disallowed_methods, reason = "rows about municipalities, of a service and year as a whole")]
pub async fn import_similar(config: &Config, rows: Vec<similar_municipality::Model>) -> Result<(), Fault> {
    use similar_municipality::Column;
    let registry = open_registry(config).await?;
    let tx = registry.0.begin().await?;
    let mut wholes: Vec<_> = rows.iter().map(|row| (row.service.clone(), row.year)).collect();
    wholes.sort();
    wholes.dedup();
    for (service, year) in wholes {
        similar_municipality::Entity::delete_many()
            .filter(Column::Service.eq(service))
            .filter(Column::Year.eq(year))
            .exec(&tx)
            .await?;
    }
    for some in rows.chunks(AT_A_TIME) {
        let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
        similar_municipality::Entity::insert_many(rows).exec_without_returning(&tx).await?;
    }
    tx.commit().await?;
    registry.0.close().await;
    Ok(())
}
