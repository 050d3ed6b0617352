//! A young person (ung, elev).

use crate::vocabulary::{Protection, Sex};
use sea_orm::entity::prelude::*;

/// A young person (ung, elev).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "youth")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Given name.
    #[sea_orm(column_type = "Text")]
    pub given_name: String,
    /// Family name.
    #[sea_orm(column_type = "Text")]
    pub family_name: String,
    /// Family and given name, folded for search and order.
    #[sea_orm(column_type = "Text")]
    pub sort_name: String,
    /// Date of birth; null when unknown.
    pub birth_date: Option<Date>,
    /// Legal sex; null when unknown.
    pub sex: Option<Sex>,
    /// Civic number (personnummer), encrypted; null when unknown or when its check digit is wrong.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub civic_number: Option<Vec<u8>>,
    /// Keyed hash of the civic number, for search.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub civic_hash: Option<Vec<u8>>,
    /// Code of the municipality of registration (hemkommun); null when unknown, never guessed.
    #[sea_orm(column_type = "Text", nullable)]
    pub home_municipality: Option<String>,
    /// Protective marking (skyddade personuppgifter).
    pub protection: Protection,
    /// The youth's own e-mail, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub email: Option<Vec<u8>>,
    /// The youth's own phone, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub phone: Option<Vec<u8>>,
    /// The school register that this row came from; null when entered by hand.
    pub source_id: Option<Uuid>,
    /// The id that the register uses for it.
    #[sea_orm(column_type = "Text", nullable)]
    pub source_ref: Option<String>,
    /// When the register removed the person; null otherwise.
    pub removed_at: Option<DateTimeUtc>,
    /// When first seen.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
