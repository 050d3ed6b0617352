//! Reads and writes of upper secondary studies.

use std::collections::{BTreeSet, HashMap};

use entity::municipality::{completion, enrolment};
use entity::reach::Within;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::rules_completion::UPPER_SECONDARY;
use super::store_roll_up::at_own_schools;
use crate::access::Grant;
use crate::support::batch::ROWS_A_STATEMENT;
use crate::support::fault::Fault;

/// Enrolments at upper secondary school.
pub type Enrolments = HashMap<Uuid, Vec<enrolment::Model>>;

/// The enrolments of youths at upper secondary school, in one statement.
pub async fn enrolments(grant: &Grant, youths: &BTreeSet<Uuid>) -> Result<Enrolments, Fault> {
    let rows = enrolment::Entity::within(grant.reach())
        .filter(enrolment::Column::Cancelled.eq(false))
        .filter(enrolment::Column::SchoolType.eq(UPPER_SECONDARY))
        .filter(enrolment::Column::YouthId.is_in(youths.iter().copied()));
    let mut found = Enrolments::new();
    for row in grant.all(rows).await? {
        found.entry(row.youth_id).or_default().push(row);
    }
    Ok(found)
}

/// Those of these rows that are stored, in one statement.
pub async fn stored(
    grant: &Grant,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, completion::Model>, Fault> {
    let rows = completion::Entity::within(grant.reach()).filter(completion::Column::Id.is_in(ids));
    Ok(grant.all(rows).await?.into_iter().map(|row| (row.id, row)).collect())
}

/// Youths at the municipality's own upper secondary schools of whom nothing is stored, after an id.
pub async fn unknown(grant: &Grant, after: Uuid, most: u64) -> Result<BTreeSet<Uuid>, Fault> {
    use enrolment::Column::{SchoolType, YouthId};
    let mut known = completion::Entity::within(grant.reach()).into_query();
    known.clear_selects().column((completion::Entity, completion::Column::YouthId));
    let youths = at_own_schools(grant)
        .select_only()
        .column(YouthId)
        .distinct()
        .filter(SchoolType.eq(UPPER_SECONDARY))
        .filter(YouthId.not_in_subquery(known))
        .filter(YouthId.gt(after))
        .order_by_asc(YouthId)
        .limit(most);
    let rows = grant.figures::<(Uuid,)>(&youths.into_query()).await?;
    Ok(rows.into_iter().map(|(youth,)| youth).collect())
}

/// Stores rows whose youths were found within reach; all of them or none.
pub async fn record(grant: &Grant, rows: Vec<completion::Model>) -> Result<(), Fault> {
    use completion::Column::{BeganOn, EndedOn, Id, Outcome, ProgrammeCode, SourceId, SourceRef, UnitId};
    if rows.is_empty() {
        return Ok(());
    }
    grant.touch(rows.iter().map(|row| row.youth_id))?;
    grant.log_now().await?;
    let the_last_stands = OnConflict::column(Id)
        .update_columns([UnitId, ProgrammeCode, BeganOn, Outcome, EndedOn, SourceId, SourceRef])
        .to_owned();
    let tx = grant.begin().await?;
    for some in rows.chunks(ROWS_A_STATEMENT) {
        let some = some.iter().cloned().map(IntoActiveModel::into_active_model);
        completion::Entity::insert_many(some)
            .on_conflict(the_last_stands.clone())
            .exec_without_returning(&tx)
            .await?;
    }
    Ok(tx.commit().await?)
}
