//! What municipalities have published, in the registry: append-only, and readable by everybody.

use std::collections::{BTreeMap, BTreeSet};

use entity::registry::{publication, published_cell, published_figure, withdrawal};
use entity::vocabulary::UnitBasis;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, SqlErr,
};
use uuid::Uuid;

use super::registry::RegistryDb;
use crate::support::fault::{Code, Fault};

/// Rows of one INSERT: on SQLite a statement takes at most 32,766 values.
const AT_A_TIME: usize = 1_000;
/// Most cells that one question is answered with.
const MOST_CELLS: u64 = 200_001;

/// One publication with all that is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    /// Its row.
    pub publication: publication::Model,
    /// Its figures.
    pub figures: Vec<published_figure::Model>,
    /// Their cells.
    pub cells: Vec<published_cell::Model>,
    /// That it was withdrawn; null while it stands.
    pub withdrawal: Option<withdrawal::Model>,
}

/// Which figures are asked for; an empty list asks for all.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Codes of indicators.
    pub indicators: Vec<String>,
    /// Codes of municipalities.
    pub municipalities: Vec<String>,
    /// Periods, as they are written.
    pub periods: Vec<String>,
    /// Only this breakdown; none asks for all.
    pub breakdown: Option<String>,
}

/// A published figure as readers see it now.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Of which publication.
    pub publication: publication::Model,
    /// The figure.
    pub figure: published_figure::Model,
    /// Its cells, by breakdown and coordinate.
    pub cells: Vec<published_cell::Model>,
}

#[allow(
    clippy::disallowed_methods,
    reason = "published figures are about nobody, and this is the one place that selects them"
)]
impl RegistryDb {
    /// Stores a publication, all of it or nothing; false when another of the same unit came first.
    pub async fn publish(&self, whole: &Publication) -> Result<bool, Fault> {
        let tx = self.0.begin().await?;
        let row = whole.publication.clone().into_active_model();
        match publication::Entity::insert(row).exec_without_returning(&tx).await {
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                return Ok(false);
            }
            stored => stored?,
        };
        for figures in whole.figures.chunks(AT_A_TIME) {
            let rows = figures.iter().cloned().map(IntoActiveModel::into_active_model);
            published_figure::Entity::insert_many(rows).exec_without_returning(&tx).await?;
        }
        for cells in whole.cells.chunks(AT_A_TIME) {
            let rows = cells.iter().cloned().map(IntoActiveModel::into_active_model);
            published_cell::Entity::insert_many(rows).exec_without_returning(&tx).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Hides a publication from readers; false when it is hidden already.
    pub async fn withdraw(&self, row: withdrawal::Model) -> Result<bool, Fault> {
        let stored =
            withdrawal::Entity::insert(row.into_active_model()).exec_without_returning(self.0.write()).await;
        match stored {
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(false),
            stored => Ok(stored.map(|_| true)?),
        }
    }

    /// Everything that a municipality ever published by one basis, the oldest first, what was withdrawn too: what the
    /// next publication is checked against.
    pub async fn ever_published(
        &self,
        municipality: &str,
        basis: Option<UnitBasis>,
    ) -> Result<Vec<Publication>, Fault> {
        let mut select =
            publication::Entity::find().filter(publication::Column::MunicipalityCode.eq(municipality));
        if let Some(basis) = basis {
            select = select.filter(publication::Column::Basis.eq(basis));
        }
        let rows =
            select.order_by_asc(publication::Column::PublishedAt).order_by_asc(publication::Column::Id);
        let rows = rows.limit(MOST_CELLS).all(self.0.read()).await?;
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let mut withdrawn: BTreeMap<_, _> = withdrawal::Entity::find()
            .filter(withdrawal::Column::PublicationId.is_in(ids.clone()))
            .all(self.0.read())
            .await?
            .into_iter()
            .map(|row| (row.publication_id, row))
            .collect();
        let mut figures = grouped(
            published_figure::Entity::find()
                .filter(published_figure::Column::PublicationId.is_in(ids.clone()))
                .order_by_asc(published_figure::Column::Indicator)
                .order_by_asc(published_figure::Column::Period)
                .all(self.0.read())
                .await?,
            |row| row.publication_id,
        );
        let mut cells = grouped(
            self.cells(Condition::all().add(published_cell::Column::PublicationId.is_in(ids))).await?,
            |row| row.publication_id,
        );
        Ok(rows
            .into_iter()
            .map(|row| Publication {
                figures: figures.remove(&row.id).unwrap_or_default(),
                cells: cells.remove(&row.id).unwrap_or_default(),
                withdrawal: withdrawn.remove(&row.id),
                publication: row,
            })
            .collect())
    }

    /// The publication of an id, withdrawn or not; `NOT_FOUND` when there is none.
    pub async fn publication(&self, id: Uuid) -> Result<publication::Model, Fault> {
        publication::Entity::find_by_id(id).one(self.0.read()).await?.ok_or_else(|| Fault::of(Code::NotFound))
    }

    /// The figures that readers see now, with their cells: of each municipality, indicator and period that of the latest
    /// publication which stands. In the order of municipality, indicator and period.
    pub async fn published(&self, wanted: &Wanted) -> Result<Vec<Figure>, Fault> {
        use published_cell::Column as Cell;
        let mut figures = self.figures(wanted).await?;
        let ids: BTreeSet<_> = figures.iter().map(|figure| figure.publication.id).collect();
        let mut condition = Condition::all().add(Cell::PublicationId.is_in(ids));
        if !wanted.indicators.is_empty() {
            condition = condition.add(Cell::Indicator.is_in(wanted.indicators.clone()));
        }
        if !wanted.periods.is_empty() {
            condition = condition.add(Cell::Period.is_in(wanted.periods.clone()));
        }
        if let Some(breakdown) = &wanted.breakdown {
            condition = condition.add(Cell::Breakdown.eq(breakdown.as_str()));
        }
        let mut cells = grouped(self.cells(condition).await?, |cell| {
            (cell.publication_id, cell.indicator.clone(), cell.period.clone())
        });
        for figure in &mut figures {
            let key = (figure.publication.id, figure.figure.indicator.clone(), figure.figure.period.clone());
            figure.cells = cells.remove(&key).unwrap_or_default();
        }
        Ok(figures)
    }

    /// The same without their cells: which figures there are.
    pub async fn figures(&self, wanted: &Wanted) -> Result<Vec<Figure>, Fault> {
        use published_figure::Column;
        let mut select = published_figure::Entity::find();
        if !wanted.indicators.is_empty() {
            select = select.filter(Column::Indicator.is_in(wanted.indicators.clone()));
        }
        if !wanted.periods.is_empty() {
            select = select.filter(Column::Period.is_in(wanted.periods.clone()));
        }
        let figures = select.limit(MOST_CELLS).all(self.0.read()).await?;
        let of: BTreeSet<_> = figures.iter().map(|figure| figure.publication_id).collect();
        let standing = self.standing(of, &wanted.municipalities).await?;
        let mut latest: BTreeMap<(String, String, String), Figure> = BTreeMap::new();
        for figure in figures {
            let Some(publication) = standing.get(&figure.publication_id) else { continue };
            let key =
                (publication.municipality_code.clone(), figure.indicator.clone(), figure.period.clone());
            let newer = latest.get(&key).is_none_or(|other| other.publication.edition < publication.edition);
            if newer {
                latest.insert(key, Figure { publication: publication.clone(), figure, cells: Vec::new() });
            }
        }
        Ok(latest.into_values().collect())
    }

    /// Those of these publications that stand, of these municipalities.
    async fn standing(
        &self,
        ids: BTreeSet<Uuid>,
        municipalities: &[String],
    ) -> Result<BTreeMap<Uuid, publication::Model>, Fault> {
        let withdrawn = withdrawal::Entity::find().limit(MOST_CELLS).all(self.0.read()).await?;
        let withdrawn: BTreeSet<_> = withdrawn.into_iter().map(|row| row.publication_id).collect();
        let mut select = publication::Entity::find().filter(publication::Column::Id.is_in(ids));
        if !municipalities.is_empty() {
            select = select.filter(publication::Column::MunicipalityCode.is_in(municipalities.to_vec()));
        }
        let rows = select.all(self.0.read()).await?.into_iter().filter(|row| !withdrawn.contains(&row.id));
        Ok(rows.map(|row| (row.id, row)).collect())
    }

    async fn cells(&self, condition: Condition) -> Result<Vec<published_cell::Model>, Fault> {
        let select = published_cell::Entity::find()
            .filter(condition)
            .order_by_asc(published_cell::Column::Indicator)
            .order_by_asc(published_cell::Column::Period)
            .order_by_asc(published_cell::Column::Breakdown)
            .order_by_asc(published_cell::Column::Coordinate)
            .limit(MOST_CELLS);
        let cells = select.all(self.0.read()).await?;
        if cells.len() as u64 >= MOST_CELLS {
            return Err(Fault::of(Code::LimitExceeded));
        }
        Ok(cells)
    }
}

fn grouped<K: Ord, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> BTreeMap<K, Vec<T>> {
    let mut grouped = BTreeMap::<K, Vec<T>>::new();
    for row in rows {
        grouped.entry(key(&row)).or_default().push(row);
    }
    grouped
}
