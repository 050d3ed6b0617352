//! A youth's place at a school unit from a day to a day (inskrivning).

use sea_orm::entity::prelude::*;

/// A youth's place at a school unit from a day to a day (inskrivning).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who.
    pub youth_id: Uuid,
    /// At which school unit.
    pub unit_id: Uuid,
    /// School form (skolform) as SS 12000 names it: GR, GY, …
    #[sea_orm(column_type = "Text")]
    pub school_type: String,
    /// School year 0 to 10; null when it has none.
    pub school_year: Option<i16>,
    /// Code of the programme (studievägskod).
    #[sea_orm(column_type = "Text", nullable)]
    pub programme_code: Option<String>,
    /// Organisation number of the authority (huvudman); null when unknown, never guessed.
    #[sea_orm(column_type = "Text", nullable)]
    pub school_authority: Option<String>,
    /// First day.
    pub starts_on: Date,
    /// Last day; null while it goes on.
    pub ends_on: Option<Date>,
    /// Whether it never came to be.
    pub cancelled: bool,
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
