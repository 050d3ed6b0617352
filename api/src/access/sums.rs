//! Sums: what a select within reach adds up, and the rows of daily jobs.

use chrono::NaiveDate;
use entity::municipality::job_run;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    TryGetableMany, TryInsertResult,
};

use super::action::Action;
use super::grant::{Grant, MOST_ROWS};
use crate::support::fault::{Code, Fault};

impl Grant {
    /// Reads figures by a statement that was built from rows within reach. For jobs, which are logged as a whole, and for
    /// actions that reach no person: nobody is noted in the trail.
    #[allow(clippy::disallowed_methods, reason = "sums, which no entity has the shape of")]
    pub async fn figures<T: TryGetableMany>(&self, statement: &SelectStatement) -> Result<Vec<T>, Fault> {
        if self.action().is_some_and(Action::is_personal) {
            return Err(Fault::of(Code::Forbidden));
        }
        let rows = self.municipality().db().read().query_all(statement).await?;
        if rows.len() as u64 >= MOST_ROWS {
            return Err(Fault::of(Code::LimitExceeded));
        }
        Ok(rows.iter().map(|row| row.try_get_many_by_index()).collect::<Result<_, _>>()?)
    }

    /// Takes a daily job for itself: true for the one that comes first on a day.
    pub async fn takes_job(&self, job: &str, day: NaiveDate) -> Result<bool, Fault> {
        let row =
            job_run::Model { job: job.to_owned(), day, started_at: self.clock().now(), finished_at: None };
        let tx = self.begin().await?;
        let taken = job_run::Entity::insert(row.into_active_model())
            .on_conflict_do_nothing()
            .exec_without_returning(&tx)
            .await?;
        tx.commit().await?;
        Ok(matches!(taken, TryInsertResult::Inserted(1)))
    }

    /// Notes that a daily job which it took has ended.
    #[allow(clippy::disallowed_methods, reason = "the row of the job itself")]
    pub async fn ends_job(&self, job: &str, day: NaiveDate) -> Result<(), Fault> {
        let ended = job_run::ActiveModel { finished_at: Set(Some(self.clock().now())), ..Default::default() };
        let tx = self.begin().await?;
        job_run::Entity::update_many()
            .set(ended)
            .filter(job_run::Column::Job.eq(job))
            .filter(job_run::Column::Day.eq(day))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
}
