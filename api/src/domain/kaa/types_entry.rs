//! Where the register meets hand-overs: whoever is handed over to the activity duty is entered in it, once.

use entity::municipality::kaa_entry;
use entity::reach::{ProtectedSeen, Way, Within};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    TryInsertResult,
};
use uuid::Uuid;

use super::types_clock::{self, Duties};
use crate::access::Grant;
use crate::support::fault::Fault;
use crate::support::ids;

/// Why the register has somebody who was handed over to it.
const HANDED_OVER: &str = "HANDED_OVER";

/// Enters a youth who is taken over, unless an entry is in force: that one goes on. Two who take over at once leave one
/// entry, whoever was first. The caller has found the youth, and logs before. The
/// clock of a new entry starts with it.
#[allow(clippy::disallowed_methods, reason = "counts in the transaction that may add one, and reads nothing")]
pub async fn enter(
    grant: &Grant,
    tx: &DatabaseTransaction,
    youth_id: Uuid,
    duties: &Duties,
    unit: Option<Uuid>,
) -> Result<(), Fault> {
    let (now, today) = (grant.clock().now(), grant.reach().today);
    let everybody = grant.reach().of_youths(vec![Way::WholeMunicipality], ProtectedSeen::All);
    let in_force =
        kaa_entry::Entity::within(&everybody).filter(kaa_entry::Column::YouthId.eq(youth_id)).filter(
            Condition::any()
                .add(kaa_entry::Column::EndedOn.is_null())
                .add(kaa_entry::Column::EndedOn.gte(today)),
        );
    if in_force.count(tx).await? > 0 {
        return Ok(());
    }
    let row = kaa_entry::Model {
        id: ids::new_id(now),
        youth_id,
        registered_on: today,
        reason: HANDED_OVER.to_owned(),
        ended_on: None,
        end_reason: None,
        version: 1,
        created_at: now,
    };
    let entered = kaa_entry::Entity::insert(row.clone().into_active_model())
        .on_conflict_do_nothing()
        .exec_without_returning(tx)
        .await?;
    match entered {
        TryInsertResult::Inserted(1) => types_clock::start(grant, tx, duties, &[row], unit).await,
        _ => Ok(()),
    }
}
