//! Minutes of one youth in one ISO week, in one group or (group null) in all lessons.

use sea_orm::entity::prelude::*;

/// Minutes of one youth in one ISO week, in one group or (group null) in all lessons.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    /// Id, made from youth, week and group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who.
    pub youth_id: Uuid,
    /// Monday of the ISO week.
    pub week: Date,
    /// Which group; null is the total of all lessons. The two are never summed together.
    pub group_id: Option<Uuid>,
    /// Valid absence (giltig frånvaro).
    pub valid_minutes: i32,
    /// Invalid absence (ogiltig frånvaro).
    pub invalid_minutes: i32,
    /// Other activity than the lesson, not absence (annan närvaro).
    pub other_minutes: i32,
    /// Minutes for which attendance was reported.
    pub reported_minutes: i32,
    /// Minutes of lessons offered.
    pub offered_minutes: i32,
    /// The school register that this row came from; null when entered by hand.
    pub source_id: Option<Uuid>,
    /// The id that the register uses for it.
    #[sea_orm(column_type = "Text", nullable)]
    pub source_ref: Option<String>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
