//! Work that belongs to a case: the case within reach, and changes that two people do not make at once.

use entity::municipality::{measure, youth, youth_case};
use entity::reach::Within;
use entity::vocabulary::MeasureState;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
};
use uuid::Uuid;

use super::grant::Grant;
use crate::support::fault::{Code, Fault};

impl Grant {
    /// The case with this id, on a track that it works on; `NOT_FOUND` otherwise.
    pub async fn case(&self, id: Uuid) -> Result<youth_case::Model, Fault> {
        let found = youth_case::Entity::within(self.reach()).filter(youth_case::Column::Id.eq(id));
        self.one(found).await?.ok_or_else(|| Fault::of(Code::NotFound))
    }

    /// How many measures of a case go on, of whatever class: a number alone, so that nobody closes a case over one.
    #[allow(
        clippy::disallowed_methods,
        reason = "counts the measures of a case found within reach, and reads none"
    )]
    pub async fn running_measures(&self, case: Uuid) -> Result<u64, Fault> {
        let running = measure::Entity::find()
            .filter(measure::Column::CaseId.eq(case))
            .filter(measure::Column::State.eq(MeasureState::Active));
        self.count(running).await
    }

    /// Holds a case open until the transaction ends, so that nothing is added to one that closes meanwhile; false when
    /// it is closed already.
    #[allow(clippy::disallowed_methods, reason = "changes nothing: one case, found within reach, is locked")]
    pub async fn hold_open(&self, tx: &DatabaseTransaction, case: Uuid) -> Result<bool, Fault> {
        let held = youth_case::Entity::update_many()
            .col_expr(youth_case::Column::Version, Expr::col(youth_case::Column::Version).add(0))
            .filter(youth_case::Column::Id.eq(case))
            .filter(youth_case::Column::ClosedAt.is_null())
            .exec(tx)
            .await?;
        Ok(held.rows_affected > 0)
    }

    /// Holds a youth's row until the transaction ends, and leaves it as it is: of two who do at once what is done once,
    /// the second waits here, and then sees what the first has done.
    #[allow(clippy::disallowed_methods, reason = "changes nothing: one youth, found within reach, is locked")]
    pub async fn hold_youth(&self, tx: &DatabaseTransaction, youth: Uuid) -> Result<(), Fault> {
        youth::Entity::update_many()
            .col_expr(youth::Column::RemovedAt, Expr::col(youth::Column::RemovedAt))
            .filter(youth::Column::Id.eq(youth))
            .exec(tx)
            .await?;
        Ok(())
    }

    /// Writes a row that was read within reach, where it still is as it was read; false when somebody else has changed
    /// it since. The error is the database's own, for a caller who knows what a unique index of the table keeps single.
    #[allow(clippy::disallowed_methods, reason = "one row, found within reach by the same grant")]
    pub async fn change<M, A>(
        &self,
        tx: &DatabaseTransaction,
        row: M,
        as_it_was: impl IntoIterator<Item = sea_orm::sea_query::SimpleExpr>,
    ) -> Result<bool, DbErr>
    where
        M: IntoActiveModel<A>,
        A: ActiveModelTrait + Send,
    {
        let change = row.into_active_model().reset_all();
        let update = as_it_was
            .into_iter()
            .fold(<A::Entity as EntityTrait>::update_many().set(change), QueryFilter::filter);
        Ok(update.exec(tx).await?.rows_affected > 0)
    }
}
