//! Writes of questionnaires, mappings and answers. Each is logged before it is made.

use entity::municipality::{mapping, mapping_answer, questionnaire, questionnaire_item};
use entity::vocabulary::MappingState;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel};

use super::store::Published;
use crate::access::Grant;
use crate::support::db::is_taken;
use crate::support::events::Topic;
use crate::support::fault::Fault;

/// Place of an answer in the encryption.
pub const VALUE: &str = "mapping_answer.value";
/// Place of the youth's own words in the encryption.
pub const OWN_VOICE: &str = "mapping_answer.own_voice";

/// Why a questionnaire was not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPublished {
    /// What it replaces was replaced already.
    Replaced,
    /// Another has its name and version, published at the same time.
    Taken,
}

/// Publishes a questionnaire, and takes the one that it replaces out of use.
pub async fn publish(
    grant: &Grant,
    new: Published,
    replaced: Option<questionnaire::Model>,
) -> Result<Result<(), NotPublished>, Fault> {
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    if let Some(row) = replaced {
        let still = [questionnaire::Column::Id.eq(row.id), questionnaire::Column::Active.eq(true)];
        if !grant.change(&tx, questionnaire::Model { active: false, ..row }, still).await? {
            return Ok(Err(NotPublished::Replaced));
        }
    }
    let inserted =
        questionnaire::Entity::insert(new.row.into_active_model()).exec_without_returning(&tx).await;
    match inserted {
        Err(cause) if is_taken(&cause) => return Ok(Err(NotPublished::Taken)),
        inserted => inserted?,
    };
    let items = new.items.into_iter().map(IntoActiveModel::into_active_model);
    questionnaire_item::Entity::insert_many::<questionnaire_item::ActiveModel, _>(items)
        .exec_without_returning(&tx)
        .await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Starts a mapping in a case; false when the case is closed.
pub async fn start(grant: &Grant, row: mapping::Model) -> Result<bool, Fault> {
    let (youth, case) = (row.youth_id, row.case_id);
    grant.touch([youth])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    if !grant.hold_open(&tx, case).await? {
        return Ok(false);
    }
    mapping::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    grant.announce(Topic::CaseChanged, youth, case);
    Ok(true)
}

/// What became of a change of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It was done.
    Done,
    /// The mapping has changed since it was read.
    Changed,
    /// The case is closed.
    CaseClosed,
}

/// Stores answers of a draft, new and changed ones, unless the draft has changed since it was read: what the answers
/// were checked against still holds then.
pub async fn answer(
    grant: &Grant,
    draft: &mapping::Model,
    new: Vec<mapping_answer::Model>,
    changed: Vec<mapping_answer::Model>,
) -> Result<Kept, Fault> {
    if new.is_empty() && changed.is_empty() {
        return Ok(Kept::Done);
    }
    grant.touch([draft.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    match next_version(grant, &tx, draft, draft.clone()).await? {
        Kept::Done => {}
        refused => return Ok(refused),
    }
    for row in new {
        mapping_answer::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    }
    for row in changed {
        let same = [mapping_answer::Column::Id.eq(row.id)];
        grant.change(&tx, row, same).await?;
    }
    tx.commit().await?;
    Ok(Kept::Done)
}

/// Completes a draft, unless it has changed since it was read.
pub async fn complete(grant: &Grant, draft: &mapping::Model) -> Result<Kept, Fault> {
    grant.touch([draft.youth_id])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    let done = mapping::Model {
        state: MappingState::Completed,
        completed_at: Some(grant.clock().now()),
        ..draft.clone()
    };
    match next_version(grant, &tx, draft, done).await? {
        Kept::Done => {}
        refused => return Ok(refused),
    }
    tx.commit().await?;
    grant.announce(Topic::CaseChanged, draft.youth_id, draft.case_id);
    Ok(Kept::Done)
}

async fn next_version(
    grant: &Grant,
    tx: &sea_orm::DatabaseTransaction,
    before: &mapping::Model,
    after: mapping::Model,
) -> Result<Kept, Fault> {
    if !grant.hold_open(tx, before.case_id).await? {
        return Ok(Kept::CaseClosed);
    }
    let as_it_was = [
        mapping::Column::Id.eq(before.id),
        mapping::Column::Version.eq(before.version),
        mapping::Column::State.eq(MappingState::Draft),
    ];
    let after = mapping::Model { version: before.version + 1, ..after };
    Ok(if grant.change(tx, after, as_it_was).await? { Kept::Done } else { Kept::Changed })
}
