//! What is sent to the plan, and what is answered.

use async_graphql::{Enum, ID, InputObject, SimpleObject};

use super::types::Measure;
use super::types_follow_up::FollowUp;
use super::types_goal::Goal;
use crate::domain::vocabulary_mapping::LifeDomain;
use crate::domain::vocabulary_plan::{GoalState, GradedChange, MeasureLevel, YouthStatus};
use crate::domain::vocabulary_process::Secrecy;
use crate::support::scalars::Date;
use crate::support::user_error::UserError;

/// A goal (mål) as it is to be.
#[derive(InputObject)]
pub struct SetGoalInput {
    /// The goal that is changed; null for a new one.
    pub goal: Option<ID>,
    /// The version that was read; null for a new one.
    pub version: Option<i32>,
    /// The open case of a new goal; a goal that is changed keeps its own.
    pub case: Option<ID>,
    /// Which domain of life it is about.
    pub domain: LifeDomain,
    /// Where it stands.
    #[graphql(default_with = "GoalState::Open")]
    pub state: GoalState,
    /// What is to be reached, 1 to 4,000 characters; kept encrypted.
    #[graphql(secret)]
    pub text: String,
    /// What the youth answers for, 1 to 4,000 characters; null when nothing. Kept encrypted.
    #[graphql(secret)]
    pub youth_part: Option<String>,
    /// What the municipality answers for, 1 to 4,000 characters; null when nothing. Kept encrypted.
    #[graphql(secret)]
    pub municipality_part: Option<String>,
    /// What others answer for, 1 to 4,000 characters; null when nothing. Kept encrypted.
    #[graphql(secret)]
    pub others_part: Option<String>,
    /// Who is responsible; null is the writer for a new goal, and otherwise who it was.
    pub responsible: Option<ID>,
    /// When it is to be reached, within ten years; null without a day.
    pub due_on: Option<Date>,
}

/// A measure (insats) that is offered.
#[derive(InputObject)]
pub struct OfferMeasureInput {
    /// The open case that it belongs to.
    pub case: ID,
    /// The goal of the same case that it serves; null without one.
    pub goal: Option<ID>,
    /// Its secrecy class, one that the writer writes.
    #[graphql(default_with = "Secrecy::General")]
    pub secrecy: Secrecy,
    /// Its type, one in use.
    #[graphql(name = "type")]
    pub type_of: ID,
    /// What it is, in words of 1 to 500 characters: required when the type says nothing, and otherwise left out. Kept
    /// encrypted.
    #[graphql(secret)]
    pub words: Option<String>,
    /// Promoting, preventing or remedying.
    pub level: MeasureLevel,
    /// What is to be done, 1 to 4,000 characters; kept encrypted.
    #[graphql(secret)]
    pub content: String,
    /// By which method, in words of 1 to 500 characters; null when not said. Kept encrypted.
    #[graphql(secret)]
    pub method: Option<String>,
    /// The method in the shared catalogue, 1 to 100 characters; null when not from there.
    pub method_ref: Option<String>,
    /// Who is responsible; null is the writer.
    pub responsible: Option<ID>,
    /// When it was offered, today at the latest; null is today.
    pub offered_on: Option<Date>,
    /// When it is to begin; null when not said.
    pub planned_start: Option<Date>,
    /// When it is to end, not before it begins; null when not said.
    pub planned_end: Option<Date>,
}

/// What the youth answered to an offer.
#[derive(InputObject)]
pub struct AnswerMeasureInput {
    /// The measure, offered and not answered.
    pub measure: ID,
    /// The version that was read.
    pub version: i32,
    /// Whether it was accepted.
    pub accepted: bool,
    /// On which day, not before the offer and today at the latest; null is today.
    pub on: Option<Date>,
    /// Why it was declined, 1 to 2,000 characters; nobody need say why. Kept encrypted.
    #[graphql(secret)]
    pub reason: Option<String>,
}

/// That a measure begins.
#[derive(InputObject, Debug)]
pub struct StartMeasureInput {
    /// The measure, accepted and not begun.
    pub measure: ID,
    /// The version that was read.
    pub version: i32,
    /// On which day, not before it was accepted and today at the latest; null is today.
    pub on: Option<Date>,
    /// When it is to end, not before it begins; null is as it was planned.
    pub planned_end: Option<Date>,
}

/// How a measure ends.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureEnding {
    /// Carried through (genomförd).
    Completed,
    /// Broken off, or never begun (avbruten).
    Discontinued,
}

/// That a measure ends.
#[derive(InputObject)]
pub struct EndMeasureInput {
    /// The measure: begun, or accepted and never begun.
    pub measure: ID,
    /// The version that was read.
    pub version: i32,
    /// How it ends.
    pub ending: MeasureEnding,
    /// On which day, not before it began and today at the latest; null is today.
    pub on: Option<Date>,
    /// Why it ended, 1 to 2,000 characters: required when it was broken off. Kept encrypted.
    #[graphql(secret)]
    pub reason: Option<String>,
    /// What it gave, graded; null when not said.
    pub outcome: Option<GradedChange>,
}

/// What a measure turned out to be of a type.
#[derive(InputObject)]
pub struct SetMeasureTypeInput {
    /// The measure.
    pub measure: ID,
    /// The version that was read.
    pub version: i32,
    /// Its type, one in use.
    #[graphql(name = "type")]
    pub type_of: ID,
    /// What it is, in words of 1 to 500 characters: required when the type says nothing; null keeps what was said.
    #[graphql(secret)]
    pub words: Option<String>,
}

/// A follow-up (uppföljning) that is planned.
#[derive(InputObject, Debug)]
pub struct PlanFollowUpInput {
    /// The open case that it belongs to.
    pub case: ID,
    /// The measure of the same case that it follows up, whose secrecy class it takes; null for the whole plan.
    pub measure: Option<ID>,
    /// When it is due, today or later, within ten years.
    pub planned_on: Date,
}

/// What was found at a follow-up.
#[derive(InputObject)]
pub struct RecordFollowUpInput {
    /// The follow-up, not done before.
    pub follow_up: ID,
    /// The version that was read.
    pub version: i32,
    /// When it was done, today at the latest, and one after closing not more than a month before it is due; null is today.
    pub on: Option<Date>,
    /// What was found, 1 to 4,000 characters; null when only graded. Kept encrypted.
    #[graphql(secret)]
    pub result: Option<String>,
    /// What was found, graded; null when only said in words.
    pub outcome: Option<GradedChange>,
    /// What the youth does: required after closing, and otherwise left out.
    pub status: Option<YouthStatus>,
}

/// Answer to `setGoal`.
#[derive(SimpleObject, Debug)]
pub struct GoalPayload {
    /// The goal as it is now; null when a new one was refused.
    pub goal: Option<Goal>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Answer to a change of a measure.
#[derive(SimpleObject, Debug)]
pub struct MeasurePayload {
    /// The measure as it is now; null when an offer was refused.
    pub measure: Option<Measure>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl MeasurePayload {
    /// An offer that is refused.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { measure: None, user_errors: vec![error.into()] }
    }
}

/// Answer to a change of follow-ups.
#[derive(SimpleObject, Debug)]
pub struct FollowUpPayload {
    /// The follow-up as it is now; null when a new one was refused.
    pub follow_up: Option<FollowUp>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl FollowUpPayload {
    /// A plan that is refused.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { follow_up: None, user_errors: vec![error.into()] }
    }
}
