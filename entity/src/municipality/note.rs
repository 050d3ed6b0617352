//! A note (anteckning) about a youth, in a secrecy class; changed only by revisions.

use crate::vocabulary::{Secrecy, Track};
use sea_orm::entity::prelude::*;

/// A note (anteckning) about a youth, in a secrecy class; changed only by revisions.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "note")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whom it is about.
    pub youth_id: Uuid,
    /// The case that it belongs to; null without one.
    pub case_id: Option<Uuid>,
    /// The track that it was written on.
    pub track: Track,
    /// Its class.
    pub secrecy: Secrecy,
    /// Who wrote it.
    pub author_id: Uuid,
    /// What it says now, encrypted.
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub body: Vec<u8>,
    /// Counts its revisions, from 1.
    pub version: i32,
    /// When it was written.
    pub created_at: DateTimeUtc,
    /// When it was revised last.
    pub changed_at: DateTimeUtc,
}

/// Rows are joined by the conditions of `reach`, never by navigation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
