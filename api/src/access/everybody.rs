//! Counts over everybody: figures include those whom no list shows, since a sum without them would point at them.

use entity::reach::{ProtectedSeen, Reach, Way};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ConnectionTrait, TryGetableMany};

use super::action::Action;
use super::grant::{Grant, MOST_ROWS};
use super::secrecy;
use crate::support::fault::{Code, Fault};

impl Grant {
    /// The organisation number of the municipality as a school authority (huvudman); none when it is not recorded.
    pub fn own_authority(&self) -> Option<&str> {
        self.municipality().organisation_number()
    }

    /// Sends one statement that counts, built on the reach that it is given, in which everybody is. That reach lives no
    /// longer than the building: no row about a person can be selected by it. What comes back is exact, and is shown to
    /// nobody before the control of disclosure.
    #[allow(clippy::disallowed_methods, reason = "counts, which no entity has the shape of")]
    pub async fn counted<T: TryGetableMany>(
        &self,
        build: impl FnOnce(&Reach) -> SelectStatement,
    ) -> Result<Vec<T>, Fault> {
        if !matches!(self.action(), None | Some(Action::ReadFigures | Action::PrepareStatistics)) {
            return Err(Fault::of(Code::Forbidden));
        }
        let everybody = Reach {
            today: self.reach().today,
            ways: vec![Way::WholeMunicipality],
            protected: ProtectedSeen::All,
            sights: vec![secrecy::of_a_job()],
            reader: None,
        };
        let rows = self.municipality().db().read().query_all(&build(&everybody)).await?;
        if rows.len() as u64 >= MOST_ROWS {
            return Err(Fault::of(Code::LimitExceeded));
        }
        Ok(rows.iter().map(|row| row.try_get_many_by_index()).collect::<Result<_, _>>()?)
    }
}
