//! What the data protection officer (dataskyddsombud) reaches beyond anybody's reach: one person whole, on that person's
//! request, protected persons with a reason; and counts of a municipality that name nobody.
//!
//! What always holds: a person is found here before anything of them is read, and is in the trail from then on.

use entity::municipality::youth;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::action::Action;
use super::grant::Grant;
use super::log::{self, Asked, Read};
use crate::support::fault::{Code, Fault};
use entity::vocabulary::Protection;

/// Most rows of one table, and most entries of the log, of one person.
const MOST_OF_ONE: u64 = 20_000;

impl Grant {
    /// The person whose right it is, also one whom the register no longer knows; `NOT_FOUND` when there is none. Of a
    /// protected person a reason is asked for.
    #[allow(
        clippy::disallowed_methods,
        reason = "a right of the person's own, for whoever is granted its action"
    )]
    pub async fn subject(&self, youth: Uuid, reason: Option<&str>) -> Result<youth::Model, Fault> {
        if !self.is_of_rights() {
            return Err(Fault::of(Code::Forbidden));
        }
        let found = self.one(youth::Entity::find_by_id(youth)).await?;
        let found = found.ok_or_else(|| Fault::of(Code::NotFound))?;
        match reason {
            Some(reason) => self.explain(youth, reason),
            None if found.protection != Protection::None => return Err(Fault::of(Code::ReasonRequired)),
            None => {}
        }
        Ok(found)
    }

    /// The rows of one table about a subject, whatever their track and secrecy class.
    #[allow(
        clippy::disallowed_methods,
        reason = "a right of the person's own, for whoever is granted its action"
    )]
    pub async fn rows_of_subject<E: EntityTrait>(&self, rows: Condition) -> Result<Vec<E::Model>, Fault> {
        self.require(Action::ExtractSubject)?;
        let rows = E::find().filter(rows).limit(MOST_OF_ONE);
        let rows = rows.all(self.municipality().db().read()).await?;
        if rows.len() as u64 == MOST_OF_ONE { Err(too_much()) } else { Ok(rows) }
    }

    /// How many rows of one table are about a subject.
    #[allow(clippy::disallowed_methods, reason = "counts before an erasure; no row is read")]
    pub async fn count_of_subject<E>(&self, rows: Condition) -> Result<u64, Fault>
    where
        E: EntityTrait,
        E::Model: Send + Sync,
    {
        if !self.is_of_rights() {
            return Err(Fault::of(Code::Forbidden));
        }
        Ok(E::find().filter(rows).count(self.municipality().db().read()).await?)
    }

    /// Who has read a subject, the oldest first.
    pub async fn log_of_subject(&self, youth: Uuid) -> Result<Vec<Read>, Fault> {
        self.require(Action::ExtractSubject)?;
        let mut read: Vec<Read> = Vec::new();
        loop {
            let before = read.last().map(|entry| entry.seq);
            let page =
                log::page(self.municipality(), Asked { youth: Some(youth), before, most: 500 }).await?;
            if page.is_empty() {
                read.reverse();
                return Ok(read);
            }
            read.extend(page);
            if read.len() as u64 > MOST_OF_ONE {
                return Err(too_much());
            }
        }
    }

    /// Labels and counts of the whole municipality, protected persons among them: a statement whose columns are `label`
    /// and `n`.
    #[allow(clippy::disallowed_methods, reason = "counts of the municipality; no row is read")]
    pub async fn tally(&self, counts: &SelectStatement) -> Result<Vec<(String, i64)>, Fault> {
        self.require(Action::ReadProcessFigures)?;
        let rows = self.municipality().db().read().query_all(counts).await?;
        let read = |row: &sea_orm::QueryResult| {
            let label: Option<String> = row.try_get("", "label")?;
            Ok((label.unwrap_or_default(), row.try_get("", "n")?))
        };
        rows.iter().map(read).collect::<Result<_, sea_orm::DbErr>>().map_err(Fault::from)
    }

    fn is_of_rights(&self) -> bool {
        [Action::ExtractSubject, Action::ProposeErasure]
            .into_iter()
            .any(|action| self.require(action).is_ok())
    }
}

fn too_much() -> Fault {
    Fault::of(Code::LimitExceeded).saying(
        "Registerutdraget är större än vad som kan ges i ett svar: be driften om en export.",
        "The extract is larger than one answer can hold: ask the operator for an export.",
    )
}
