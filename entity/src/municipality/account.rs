//! What a staff member signs in with.

use sea_orm::entity::prelude::*;

/// What a staff member signs in with.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub staff_id: Uuid,
    /// User name, folded to lower case; unique.
    #[sea_orm(column_type = "Text")]
    pub user_name: String,
    /// Argon2id, in PHC form.
    #[sea_orm(column_type = "Text")]
    pub password_hash: String,
    /// Secret of the second factor, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub totp_secret: Vec<u8>,
    /// Last time step used, so that no code works twice.
    pub totp_last_step: Option<i64>,
    /// When it was closed; null while open.
    pub disabled_at: Option<DateTimeUtc>,
    /// The colleague who invited; null for an operator on the command line.
    pub invited_by: Option<Uuid>,
    /// The second person, who handed over the second factor; null until then.
    pub confirmed_by: Option<Uuid>,
    /// When made.
    pub created_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
