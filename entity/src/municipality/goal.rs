//! A goal (mål) of the plan in a case.

use crate::vocabulary::{GoalState, LifeDomain, Track};
use sea_orm::entity::prelude::*;

/// A goal (mål) of the plan in a case.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "goal")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose goal.
    pub youth_id: Uuid,
    /// The case that it belongs to.
    pub case_id: Uuid,
    /// The track of the case.
    pub track: Track,
    /// Which domain of life it is about.
    pub domain: LifeDomain,
    /// Where it stands.
    pub state: GoalState,
    /// What is to be reached, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub text: Vec<u8>,
    /// What the youth answers for, encrypted; null when nothing.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub youth_part: Option<Vec<u8>>,
    /// What the municipality answers for, encrypted; null when nothing.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub municipality_part: Option<Vec<u8>>,
    /// What others answer for, encrypted; null when nothing.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub others_part: Option<Vec<u8>>,
    /// Who is responsible.
    pub responsible_id: Uuid,
    /// Who wrote it first.
    pub author_id: Uuid,
    /// When it is to be reached; null without a day.
    pub due_on: Option<Date>,
    /// When it was written.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub changed_at: DateTimeUtc,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i32,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
