//! A youth's term in one row: minutes, and eligibility where it was judged. What is kept of terms whose weeks are gone.

use sea_orm::entity::prelude::*;

/// A youth's term in one row: minutes, and eligibility where it was judged. What is kept of terms whose weeks are gone.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "term_record")]
pub struct Model {
    /// Id, made from youth and term.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who.
    pub youth_id: Uuid,
    /// Term, such as 2025HT or 2026VT.
    #[sea_orm(column_type = "Text")]
    pub term: String,
    /// At which school unit.
    pub unit_id: Uuid,
    /// School form (skolform) as SS 12000 names it.
    #[sea_orm(column_type = "Text")]
    pub school_type: String,
    /// School year 0 to 10; null when it has none.
    pub school_year: Option<i16>,
    /// Valid absence (giltig frånvaro).
    pub valid_minutes: i32,
    /// Invalid absence (ogiltig frånvaro).
    pub invalid_minutes: i32,
    /// Minutes for which attendance was reported.
    pub reported_minutes: i32,
    /// Minutes of lessons offered.
    pub offered_minutes: i32,
    /// Whether eligible for a vocational programme (behörig till yrkesprogram) at its end; null when not judged.
    pub eligible: Option<bool>,
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
