//! What else of the registry everybody may read: who takes part, who is similar to whom, which periods there are, what was
//! withdrawn.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::registry::{municipality, publication, published_figure, similar_municipality, withdrawal};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect};

use super::registry::RegistryDb;
use crate::support::fault::Fault;

#[allow(
    clippy::disallowed_methods,
    reason = "the registry has no persons, and no key or login is among what is selected here"
)]
impl RegistryDb {
    /// Names of the municipalities that take part, by code.
    pub async fn names(&self) -> Result<BTreeMap<String, String>, Fault> {
        let rows: Vec<(String, String)> = municipality::Entity::find()
            .select_only()
            .columns([municipality::Column::Code, municipality::Column::Name])
            .into_tuple()
            .all(self.0.read())
            .await?;
        Ok(rows.into_iter().collect())
    }

    /// Which indicators have standing figures of which periods, and when the latest of them was published.
    pub async fn periods(&self) -> Result<Vec<(String, String, DateTime<Utc>)>, Fault> {
        use published_figure::Column;
        let stands = Query::select()
            .expr(Expr::val(1))
            .from(withdrawal::Entity)
            .and_where(
                Expr::col((withdrawal::Entity, withdrawal::Column::PublicationId))
                    .equals((publication::Entity, publication::Column::Id)),
            )
            .take();
        let select = Query::select()
            .columns([
                (published_figure::Entity, Column::Indicator),
                (published_figure::Entity, Column::Period),
            ])
            .expr(Func::max(Expr::col((publication::Entity, publication::Column::PublishedAt))))
            .from(published_figure::Entity)
            .inner_join(
                publication::Entity,
                Expr::col((publication::Entity, publication::Column::Id))
                    .equals((published_figure::Entity, Column::PublicationId)),
            )
            .and_where(Expr::exists(stands).not())
            .group_by_columns([
                (published_figure::Entity, Column::Indicator),
                (published_figure::Entity, Column::Period),
            ])
            .take();
        let rows = self.0.read().query_all(&select).await?;
        Ok(rows.iter().map(QueryResult::try_get_many_by_index).collect::<Result<_, _>>()?)
    }

    /// Who is similar to whom (liknande kommuner), by service, year and municipality.
    pub async fn similar(&self) -> Result<Vec<similar_municipality::Model>, Fault> {
        use similar_municipality::Column;
        let select = similar_municipality::Entity::find()
            .order_by_asc(Column::Service)
            .order_by_asc(Column::Year)
            .order_by_asc(Column::MunicipalityCode)
            .order_by_asc(Column::SimilarCode);
        Ok(select.all(self.0.read()).await?)
    }

    /// Which figures of which publications were withdrawn since a time.
    pub async fn withdrawn_since(
        &self,
        since: DateTime<Utc>,
    ) -> Result<Vec<(publication::Model, published_figure::Model)>, Fault> {
        let withdrawn =
            withdrawal::Entity::find().filter(withdrawal::Column::At.gte(since)).all(self.0.read()).await?;
        let ids: Vec<_> = withdrawn.into_iter().map(|row| row.publication_id).collect();
        let publications = publication::Entity::find()
            .filter(publication::Column::Id.is_in(ids.clone()))
            .all(self.0.read())
            .await?;
        let publications: BTreeMap<_, _> = publications.into_iter().map(|row| (row.id, row)).collect();
        let figures = published_figure::Entity::find()
            .filter(published_figure::Column::PublicationId.is_in(ids))
            .all(self.0.read())
            .await?;
        let known = |figure: published_figure::Model| {
            let publication = publications.get(&figure.publication_id)?;
            Some((publication.clone(), figure))
        };
        Ok(figures.into_iter().filter_map(known).collect())
    }
}
