//! The stories as `stories.json` tells them. Days are counted back from the first start, so that a negative number is a
//! day to come; people of the staff are named by their user names.

use entity::vocabulary::{
    CaseState, ConsentGiver, ConsentPurpose, GoalState, GradedChange, Ground, InvestigationState, KaaAnswer,
    LifeDomain, MeasureLevel, MeasureState, Secrecy, Sex, Track,
};
use sea_orm::{ActiveEnum, DbErr};
use serde::Deserialize;

use crate::support::fault::Fault;

/// How many days before the first start.
pub(super) type Ago = i64;

/// A value of a closed vocabulary, as the database spells it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String", bound = "")]
pub(super) struct Word<E: ActiveEnum<Value = String>>(pub(super) E);

impl<E: ActiveEnum<Value = String>> TryFrom<String> for Word<E> {
    type Error = DbErr;

    fn try_from(text: String) -> Result<Self, DbErr> {
        E::try_from_value(&text).map(Self)
    }
}

/// Reads all of them.
pub(super) fn all() -> Result<Told, Fault> {
    serde_json::from_str(include_str!("stories.json")).map_err(|cause| Fault::internal(&cause))
}

/// Everything that is told.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Told {
    #[serde(default)]
    pub(super) measure_types: Vec<(String, String)>,
    #[serde(default)]
    pub(super) stories: Vec<Story>,
    #[serde(default)]
    pub(super) reports: Vec<Report>,
}

/// What happened round one young person.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Story {
    pub(super) youth: String,
    pub(super) invent: Option<Invented>,
    pub(super) case: Option<Case>,
    pub(super) mapping: Option<Mapping>,
    pub(super) investigation: Option<Investigation>,
    #[serde(default)]
    pub(super) consents: Vec<Consent>,
    #[serde(default)]
    pub(super) notes: Vec<Note>,
    #[serde(default)]
    pub(super) goals: Vec<Goal>,
    #[serde(default)]
    pub(super) measures: Vec<Measure>,
    #[serde(default)]
    pub(super) follow_ups: Vec<FollowUp>,
    pub(super) kaa: Option<Kaa>,
    pub(super) transfer: Option<Transfer>,
}

/// Somebody whom no register names: age, and whether they go to the school.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Invented {
    pub(super) years: u32,
    pub(super) days: u64,
    pub(super) sex: Word<Sex>,
    #[serde(default)]
    pub(super) enrolled: bool,
}

/// A case and the steps that it took.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Case {
    pub(super) track: Word<Track>,
    pub(super) responsible: Option<String>,
    pub(super) closing: Option<String>,
    pub(super) consent: Option<String>,
    #[serde(default)]
    pub(super) steps: Vec<Step>,
}

/// A step of a case.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Step {
    pub(super) ago: Ago,
    pub(super) by: String,
    pub(super) to: Word<CaseState>,
    pub(super) reason: Option<String>,
}

/// A mapping, a draft until completed.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Mapping {
    pub(super) started: Ago,
    pub(super) completed: Option<Ago>,
    pub(super) by: String,
    #[serde(default)]
    pub(super) answers: Vec<Answer>,
}

/// An answer, with what the youth says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Answer {
    pub(super) item: String,
    pub(super) secrecy: Word<Secrecy>,
    pub(super) by: String,
    pub(super) value: Option<String>,
    pub(super) voice: Option<String>,
    #[serde(default)]
    pub(super) strength: bool,
    #[serde(default)]
    pub(super) risk: bool,
}

/// An investigation of absence and its reports.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Investigation {
    pub(super) ago: Ago,
    pub(super) by: String,
    pub(super) state: Word<InvestigationState>,
    pub(super) reason: String,
    pub(super) reported: Option<Ago>,
    pub(super) conclusion: Option<String>,
    pub(super) closed: Option<Ago>,
}

/// A consent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Consent {
    pub(super) key: String,
    pub(super) ago: Ago,
    pub(super) by: String,
    pub(super) track: Option<Word<Track>>,
    pub(super) purpose: Word<ConsentPurpose>,
    pub(super) given_by: Word<ConsentGiver>,
    pub(super) scope: String,
    pub(super) receiver: String,
    pub(super) withdrawn: Option<Ago>,
}

/// A note.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Note {
    pub(super) ago: Ago,
    pub(super) by: String,
    pub(super) secrecy: Word<Secrecy>,
    pub(super) body: String,
    pub(super) share: Option<Share>,
}

/// Whom a note is shared with, on a consent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Share {
    pub(super) ago: Ago,
    pub(super) with: String,
    pub(super) consent: String,
    pub(super) reason: String,
}

/// A goal.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Goal {
    pub(super) key: String,
    pub(super) ago: Ago,
    pub(super) by: String,
    pub(super) domain: Word<LifeDomain>,
    pub(super) state: Option<Word<GoalState>>,
    pub(super) text: String,
    pub(super) youth_part: Option<String>,
    pub(super) municipality_part: Option<String>,
    pub(super) others_part: Option<String>,
    pub(super) due: Option<Ago>,
}

/// A measure and its days.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Measure {
    pub(super) key: String,
    pub(super) goal: Option<String>,
    pub(super) by: String,
    pub(super) secrecy: Word<Secrecy>,
    #[serde(rename = "type")]
    pub(super) kind: usize,
    pub(super) level: Word<MeasureLevel>,
    pub(super) state: Word<MeasureState>,
    pub(super) content: String,
    pub(super) method: Option<String>,
    pub(super) offered: Ago,
    pub(super) accepted: Option<Ago>,
    pub(super) declined: Option<Ago>,
    pub(super) planned_start: Option<Ago>,
    pub(super) planned_end: Option<Ago>,
    pub(super) starts: Option<Ago>,
    pub(super) ended: Option<Ago>,
    pub(super) reason: Option<String>,
    pub(super) outcome: Option<Word<GradedChange>>,
}

/// A follow-up, done or not.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FollowUp {
    pub(super) measure: String,
    pub(super) by: String,
    pub(super) secrecy: Word<Secrecy>,
    pub(super) planned: Ago,
    pub(super) done: Option<Ago>,
    pub(super) outcome: Option<Word<GradedChange>>,
    pub(super) result: Option<String>,
}

/// An entry of the register of the activity duty.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Kaa {
    pub(super) ago: Ago,
    pub(super) reason: String,
    #[serde(default)]
    pub(super) contacts: Vec<KaaContact>,
    #[serde(default)]
    pub(super) measures: Vec<KaaMeasure>,
}

/// A contact that was tried.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct KaaContact {
    pub(super) ago: Ago,
    pub(super) way: String,
    #[serde(default)]
    pub(super) reached: bool,
    pub(super) occupation: Option<String>,
}

/// A measure of the register.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct KaaMeasure {
    pub(super) kind: String,
    pub(super) offered: Ago,
    pub(super) answer: Option<Word<KaaAnswer>>,
    pub(super) answered: Option<Ago>,
    pub(super) starts: Option<Ago>,
    pub(super) ends: Option<Ago>,
    pub(super) hours: Option<i16>,
    pub(super) end: Option<String>,
    pub(super) after: Option<String>,
}

/// A move to another track that waits for its answer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Transfer {
    pub(super) ago: Ago,
    pub(super) by: String,
    pub(super) from: String,
    pub(super) to_track: Word<Track>,
    pub(super) ground: Word<Ground>,
    pub(super) consent: Option<String>,
    pub(super) provision: Option<String>,
    pub(super) message: String,
}

/// A report of absence from outside; `name` where nobody known here is meant.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Report {
    pub(super) youth: Option<String>,
    pub(super) name: Option<String>,
    pub(super) ago: Ago,
    pub(super) handled: Option<Ago>,
    pub(super) from: String,
    pub(super) content: String,
    pub(super) handling: Option<String>,
}
