//! A question (fråga) of a questionnaire.

use crate::vocabulary::{AnswerKind, LifeDomain, Secrecy};
use sea_orm::entity::prelude::*;

/// A question (fråga) of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "questionnaire_item")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose question.
    pub questionnaire_id: Uuid,
    /// Its place, from 1.
    pub position: i32,
    /// Its code, of its own in the questionnaire.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// Which domain of life it is about.
    pub domain: LifeDomain,
    /// The question in Swedish.
    #[sea_orm(column_type = "Text")]
    pub text_sv: String,
    /// The question in English.
    #[sea_orm(column_type = "Text")]
    pub text_en: String,
    /// The mildest class that an answer may have.
    pub secrecy: Secrecy,
    /// How it is answered.
    pub answer_kind: AnswerKind,
    /// The choices as JSON: a list of `code`, `sv` and `en`; null unless one is to be chosen.
    #[sea_orm(column_type = "Text", nullable)]
    pub choices: Option<String>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
