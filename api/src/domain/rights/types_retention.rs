//! Rules of retention in GraphQL.

use async_graphql::{InputObject, SimpleObject};
use entity::municipality::retention_rule;

use super::rules::RightsFault;
use super::tables::Table;
use crate::support::language::Language;
use crate::support::user_error::UserError;

/// How long one type of record is kept (gallringsfrist). None is active until the municipality sets it: what the law says
/// of these periods is not settled, and the municipality's own plan (dokumenthanteringsplan) decides.
#[derive(SimpleObject, Clone, Debug)]
pub struct RetentionRule {
    /// The type of record.
    pub record_type: String,
    /// What it is called, in the reader's language.
    pub title: String,
    /// The day that is counted from, by the name of its column, such as closed_at; a record without that day is kept.
    pub counted_from: String,
    /// Months to keep; null when never set.
    pub months: Option<i32>,
    /// Whether it is followed.
    pub active: bool,
    /// Counts its changes; 0 when never set.
    pub version: i32,
}

impl RetentionRule {
    /// The rule of a table; none for a table without a day to count from.
    pub fn of(table: &Table, row: Option<&retention_rule::Model>) -> Option<Self> {
        let (swedish, english) = table.title;
        Some(Self {
            record_type: table.name.to_owned(),
            title: Language::current().pick(swedish, english).to_owned(),
            counted_from: table.kept_from?.0.to_owned(),
            months: row.map(|row| row.months),
            active: row.is_some_and(|row| row.active),
            version: row.map_or(0, |row| row.version),
        })
    }
}

/// A rule to set.
#[derive(InputObject, Debug)]
pub struct SetRetentionRuleInput {
    /// The type of record, as `retentionRules` names it.
    pub record_type: String,
    /// Months to keep, 1 to 1200.
    pub months: i32,
    /// Whether it is followed.
    pub active: bool,
    /// The version that was read; 0 when it was never set.
    pub version: i32,
}

/// What a run of retention takes.
#[derive(InputObject, Debug)]
pub struct ProposeRetentionRunInput {
    /// Only these types of record; all with an active rule when left out.
    pub record_types: Option<Vec<String>>,
}

/// Answer to a change of a rule.
#[derive(SimpleObject, Debug)]
pub struct RetentionRulePayload {
    /// The rule as it is now; null when there is no such type of record.
    pub rule: Option<RetentionRule>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl RetentionRulePayload {
    /// The rule as it is now, and what to mend.
    pub fn of(rule: Option<RetentionRule>, fault: Option<RightsFault>) -> Self {
        Self { rule, user_errors: fault.into_iter().map(UserError::from).collect() }
    }
}
