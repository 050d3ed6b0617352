//! Reads of questionnaires, mappings and answers.

use std::collections::HashMap;

use entity::municipality::{mapping, mapping_answer, questionnaire, questionnaire_item};
use entity::reach::Within;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::rules::Choice;
use crate::access::loading::MOST_ROWS;
use crate::access::{Action, Grant, Visit};
use crate::support::fault::{Code, Fault};

/// A questionnaire with its questions, in their order.
#[derive(Clone, Debug)]
pub struct Published {
    /// The questionnaire.
    pub row: questionnaire::Model,
    /// Its questions.
    pub items: Vec<questionnaire_item::Model>,
}

impl Published {
    /// The question with this code.
    pub fn item(&self, code: &str) -> Option<&questionnaire_item::Model> {
        self.items.iter().find(|item| item.code == code)
    }
}

/// The choices of a question; empty unless one is to be chosen.
pub fn choices(item: &questionnaire_item::Model) -> Result<Vec<Choice>, Fault> {
    let Some(text) = &item.choices else { return Ok(Vec::new()) };
    serde_json::from_str(text).map_err(|cause| Fault::internal(&cause))
}

/// Which questionnaires are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// Those that new mappings may use.
    Active,
    /// All of them.
    All,
    /// Those with these ids.
    These(&'a [Uuid]),
}

/// Most questionnaires that a list tells.
const MOST: u64 = 100;

/// Whoever reads mappings reads questionnaires, and so does whoever publishes them.
pub fn reader(visit: &Visit) -> Result<Grant, Fault> {
    match visit.authorize(Action::ReadMappings) {
        Err(fault) if fault.code() == Code::Forbidden => visit.authorize(Action::ManageQuestionnaires),
        answer => answer,
    }
}

/// Questionnaires with their questions, the latest first.
pub async fn published(grant: &Grant, which: Which<'_>) -> Result<Vec<Published>, Fault> {
    let rows = questionnaire::Entity::within(grant.reach())
        .order_by_asc(questionnaire::Column::Name)
        .order_by_desc(questionnaire::Column::Version)
        .limit(MOST);
    let rows = grant
        .all(match which {
            Which::Active => rows.filter(questionnaire::Column::Active.eq(true)),
            Which::All => rows,
            Which::These(ids) => rows.filter(questionnaire::Column::Id.is_in(ids.iter().copied())),
        })
        .await?;
    let items = questionnaire_item::Entity::within(grant.reach())
        .filter(questionnaire_item::Column::QuestionnaireId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(questionnaire_item::Column::Position)
        .limit(MOST_ROWS);
    let mut by_questionnaire: HashMap<Uuid, Vec<questionnaire_item::Model>> = HashMap::new();
    for item in grant.all(items).await? {
        by_questionnaire.entry(item.questionnaire_id).or_default().push(item);
    }
    let with_items = |row: questionnaire::Model| Published {
        items: by_questionnaire.remove(&row.id).unwrap_or_default(),
        row,
    };
    Ok(rows.into_iter().map(with_items).collect())
}

/// One questionnaire; none when there is no such.
pub async fn one(grant: &Grant, id: Uuid) -> Result<Option<Published>, Fault> {
    Ok(published(grant, Which::These(&[id])).await?.pop())
}

/// The latest version of the questionnaires of a name; 0 when there is none, and whether one of them is in use beside
/// the one that is to be replaced.
pub async fn versions(grant: &Grant, name: &str, replaced: Option<Uuid>) -> Result<(i32, bool), Fault> {
    let named = questionnaire::Entity::within(grant.reach())
        .filter(questionnaire::Column::Name.eq(name))
        .order_by_desc(questionnaire::Column::Version)
        .limit(MOST_ROWS);
    let rows = grant.all(named).await?;
    let latest = rows.first().map_or(0, |row| row.version);
    Ok((latest, rows.iter().any(|row| row.active && Some(row.id) != replaced)))
}

/// One mapping; `NOT_FOUND` when it is not there or out of reach.
pub async fn find(grant: &Grant, id: Uuid) -> Result<mapping::Model, Fault> {
    let found = grant.one(mapping::Entity::within(grant.reach()).filter(mapping::Column::Id.eq(id))).await?;
    found.ok_or_else(|| Fault::of(Code::NotFound))
}

/// The writer's own answers of a mapping, by the code of the question.
pub async fn own_answers(
    grant: &Grant,
    mapping: Uuid,
    author: Uuid,
) -> Result<HashMap<String, mapping_answer::Model>, Fault> {
    let own = mapping_answer::Entity::within(grant.reach())
        .filter(mapping_answer::Column::MappingId.eq(mapping))
        .filter(mapping_answer::Column::AuthorId.eq(author))
        .limit(MOST_ROWS);
    Ok(grant.all(own).await?.into_iter().map(|row| (row.item_code.clone(), row)).collect())
}
