//! Where one import writes: the grant, the source, the report that grows, and who watches.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use entity::reach::AboutYouth;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, IdenStatic, Iterable, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::tables::{FromSource, Imported};
use crate::access::Grant;
use crate::domain::integration::ss12000::report::Report;
use crate::support::fault::Fault;

/// Rows of one statement and of one transaction, at most.
pub(super) const CHUNK: usize = 500;

/// How far an import has come, told after every transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The table being written.
    pub table: &'static str,
    /// Planned rows that are done.
    pub done: usize,
    /// Planned rows in all.
    pub total: usize,
}

/// On which terms an import runs.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// Whether it may remove more than half of the youths.
    pub allow_mass_removal: bool,
    /// Told of the progress; a fault stops the import there.
    pub watch: &'a (dyn Fn(Progress) -> Result<(), Fault> + Send + Sync),
}

impl Default for Terms<'_> {
    fn default() -> Self {
        Self { allow_mass_removal: false, watch: &|_| Ok(()) }
    }
}

/// The desk of one import.
pub(super) struct Desk<'a> {
    pub(super) grant: &'a Grant,
    pub(super) source_id: Uuid,
    pub(super) now: DateTime<Utc>,
    pub(super) today: NaiveDate,
    pub(super) terms: Terms<'a>,
    pub(super) report: Report,
    pub(super) done: usize,
    pub(super) total: usize,
    /// Youths of whom attendance or results have changed.
    pub(super) touched: BTreeSet<Uuid>,
}

impl Desk<'_> {
    /// Notes whose attendance or results change.
    pub(super) fn touch<'r, E: Imported>(&mut self, rows: impl IntoIterator<Item = &'r E::Model>) {
        if E::IS_FACT {
            self.touched.extend(rows.into_iter().filter_map(AboutYouth::youth_id));
        }
    }

    /// Tells that some rows are done.
    pub(super) fn step(&mut self, table: &'static str, rows: usize) -> Result<(), Fault> {
        self.done += rows;
        (self.terms.watch)(Progress { table, done: self.done, total: self.total })
    }

    /// The next rows here of this source, after an id.
    pub(super) async fn page<E: Imported>(&self, after: Uuid) -> Result<Vec<E::Model>, Fault> {
        let rows = E::within(self.grant.reach())
            .filter(E::source_column().eq(self.source_id))
            .filter(E::id_column().gt(after))
            .order_by_asc(E::id_column())
            .limit(CHUNK as u64);
        self.grant.all(rows).await
    }

    /// Hands every row here of this source to `each`.
    pub(super) async fn each<E: Imported>(&self, mut each: impl FnMut(E::Model) + Send) -> Result<(), Fault> {
        let mut after = Uuid::nil();
        loop {
            let rows = self.page::<E>(after).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.id();
            rows.into_iter().for_each(&mut each);
        }
    }

    /// Writes rows in one transaction. The statement itself passes over a row that a hand has taken since it was read.
    pub(super) async fn write<E: Imported>(&self, rows: Vec<E::Model>) -> Result<(), Fault> {
        if rows.is_empty() {
            return Ok(());
        }
        let own = Expr::col((E::default(), E::source_column())).eq(self.source_id);
        let replace = OnConflict::column(E::id_column())
            .update_columns(E::Column::iter().filter(|column| column.as_str() != "id"))
            .action_and_where(own)
            .to_owned();
        let tx = self.grant.begin().await?;
        E::insert_many(rows.into_iter().map(E::active))
            .on_conflict(replace)
            .exec_without_returning(&tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Deletes rows of this source in one transaction.
    #[allow(clippy::disallowed_methods, reason = "rows of this source alone, read within reach before")]
    pub(super) async fn delete<E: Imported>(&self, ids: Vec<Uuid>) -> Result<(), Fault> {
        if ids.is_empty() {
            return Ok(());
        }
        let own =
            E::delete_many().filter(E::id_column().is_in(ids)).filter(E::source_column().eq(self.source_id));
        let tx = self.grant.begin().await?;
        own.exec(&tx).await?;
        Ok(tx.commit().await?)
    }
}
