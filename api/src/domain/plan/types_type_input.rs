//! What is sent to the types of measures, and what is answered.

use async_graphql::{ID, InputObject, SimpleObject};

use super::types_type::MeasureType;
use crate::support::user_error::UserError;

/// A type of measures as it is to be.
#[derive(InputObject, Debug)]
pub struct DefineMeasureTypeInput {
    /// The type that is changed; null for a new one.
    #[graphql(name = "type")]
    pub type_of: Option<ID>,
    /// The version that was read; null for a new one.
    pub version: Option<i32>,
    /// Name in Swedish, 1 to 100 characters, of its own.
    pub swedish: String,
    /// Name in English, 1 to 100 characters.
    pub english: String,
    /// The national category that it maps onto; null when it is one itself.
    pub national: Option<ID>,
    /// Whether new measures may have it.
    #[graphql(default = true)]
    pub is_active: bool,
}

/// Answer to `defineMeasureType`.
#[derive(SimpleObject, Debug)]
pub struct MeasureTypePayload {
    /// The type as it is now; null when a new one was refused.
    #[graphql(name = "type")]
    pub type_of: Option<MeasureType>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl MeasureTypePayload {
    /// A change that is refused.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { type_of: None, user_errors: vec![error.into()] }
    }
}
