//! One sign-in of somebody at SKR, until it is signed out or expires.

use sea_orm::entity::prelude::*;

/// One sign-in of somebody at SKR, until it is signed out or expires.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "skr_session")]
pub struct Model {
    /// Id; stands in the token as `sid`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// Whether a second factor was shown.
    pub second_factor: bool,
    /// When signed in.
    pub created_at: DateTimeUtc,
    /// When no refresh is given any more.
    pub expires_at: DateTimeUtc,
    /// When signed out; null while valid.
    pub revoked_at: Option<DateTimeUtc>,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
