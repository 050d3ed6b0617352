//! What people send about signals and rules, and what they get back.

use async_graphql::{ID, InputObject, SimpleObject};

use super::rules_change::SignalFault;
use super::types::Signal;
use super::types_rule::SignalRule;
use crate::domain::vocabulary::Role;
use crate::domain::vocabulary_signal::{SignalKind, SignalMeasure};
use crate::support::user_error::{UserError, UserErrorCode};

/// Whose observation it is.
#[derive(async_graphql::Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ObservationSource {
    /// What a member of staff has seen (iakttagelse).
    #[default]
    Staff,
    /// What the youth has said (den unges egna ord).
    Youth,
}

/// An observation (iakttagelse, oro) about a youth.
#[derive(InputObject, Debug)]
pub struct RaiseObservationInput {
    /// The youth.
    pub youth: ID,
    /// What it is about; REPORTING_INCOMPLETE is for rules alone.
    pub kind: SignalKind,
    /// Whose observation it is.
    #[graphql(default)]
    pub source: ObservationSource,
    /// What was seen or said, 10 to 4,000 characters. The mentor, the head teacher and student health read it: what
    /// belongs to a narrower secrecy class (sekretessklass) is written as a note instead.
    pub text: String,
}

/// Answer to `raiseObservation`.
#[derive(SimpleObject, Debug)]
pub struct RaiseObservationPayload {
    /// Whether it was received.
    pub received: bool,
    /// The signal that it became; null for those who do not read signals, and when it was not received.
    pub signal: Option<Signal>,
    /// What to mend; empty when it was received.
    pub user_errors: Vec<UserError>,
}

/// A signal that somebody takes on.
#[derive(InputObject, Debug)]
pub struct AttendSignalInput {
    /// The signal.
    pub signal: ID,
    /// The version that was read.
    pub version: i32,
    /// A comment, at most 2,000 characters.
    pub comment: Option<String>,
}

/// A signal that somebody dismisses.
#[derive(InputObject, Debug)]
pub struct DismissSignalInput {
    /// The signal.
    pub signal: ID,
    /// The version that was read.
    pub version: i32,
    /// Why there is nothing to do, 10 to 2,000 characters.
    pub reason: String,
}

/// A signal that somebody hands to the head teacher (rektor).
#[derive(InputObject, Debug)]
pub struct EscalateSignalInput {
    /// The signal.
    pub signal: ID,
    /// The version that was read.
    pub version: i32,
    /// Why, at most 2,000 characters.
    pub reason: Option<String>,
}

/// Answer to a change of a signal.
#[derive(SimpleObject, Debug)]
pub struct SignalPayload {
    /// The signal as it is now; also when it was not changed, since another was first.
    pub signal: Option<Signal>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// A rule as it is to be: all of it, what is left out is null or its default.
#[derive(InputObject, Debug)]
pub struct SetSignalRuleInput {
    /// The rule to be changed; left out for a new one.
    pub rule: Option<ID>,
    /// The version that was read; needed when a rule is changed.
    pub version: Option<i32>,
    /// What it is called, 1 to 100 characters.
    pub name: String,
    /// What it is for, and what its threshold rests on, at most 2,000 characters.
    #[graphql(default)]
    pub description: String,
    /// What its signals are about; REPORTING_INCOMPLETE comes from rules of absence by itself.
    pub kind: SignalKind,
    /// What it measures: absence for ATTENDANCE, FAILED_OR_WARNED for RESULTS, OBSERVATIONS for the others.
    pub measure: SignalMeasure,
    /// How many weeks it looks at, 1 to 52; left out for results.
    pub weeks: Option<i32>,
    /// From where it raises: 1 to 10,000 basis points of a share (1500 is 15 %), otherwise a count of 1 to 50.
    pub threshold: i32,
    /// Step of the staircase (åtgärdstrappa), 1 to 9.
    #[graphql(default = 1)]
    pub step: i32,
    /// The rule of the step before, with the same measure; left out on the first step.
    pub after: Option<ID>,
    /// School days (skoldagar) that the signal of the step before must have stood, 0 to 200.
    #[graphql(default)]
    pub after_days: i32,
    /// The role that is to attend to its signals: one that reads signals.
    pub owner_role: Role,
    /// School days (skoldagar) to attend to a signal, 1 to 60.
    pub deadline_days: i32,
    /// The unit it holds for; left out for the whole municipality.
    pub unit: Option<ID>,
    /// Whether it raises signals.
    pub active: bool,
}

/// Answer to `setSignalRule`.
#[derive(SimpleObject, Debug)]
pub struct SignalRulePayload {
    /// The rule as it is now; also when it was not changed, since another was first.
    pub rule: Option<SignalRule>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl RaiseObservationPayload {
    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { received: false, signal: None, user_errors: vec![error.into()] }
    }
}

impl SignalPayload {
    /// What to mend, with the signal as it is where it was found.
    pub fn refused(error: impl Into<UserError>, signal: Option<Signal>) -> Self {
        Self { signal, user_errors: vec![error.into()] }
    }
}

impl SignalRulePayload {
    /// What to mend, with the rule as it is where it was found.
    pub fn refused(error: impl Into<UserError>, rule: Option<SignalRule>) -> Self {
        Self { rule, user_errors: vec![error.into()] }
    }
}

/// Somebody else was first.
pub fn conflict() -> UserError {
    UserError::new(
        "input.version",
        UserErrorCode::Conflict,
        "Någon annan hann före: se hur det är nu och skicka igen med den versionen.",
        "Somebody else was first: look at how it is now, and send again with that version.",
    )
}

/// There are as many rules as there may be.
pub fn too_many() -> UserError {
    UserError::new(
        "input",
        UserErrorCode::TooMany,
        "En kommun har högst 100 regler: ändra en av dem.",
        "A municipality has at most 100 rules: change one of them.",
    )
}

impl From<SignalFault> for UserError {
    fn from(fault: SignalFault) -> Self {
        use UserErrorCode::{ImpossibleTransition, Invalid, NotPermitted, OutOfRange};
        let (field, code, swedish, english) = match fault {
            SignalFault::Impossible(_) => (
                "input.signal",
                ImpossibleTransition,
                "Signalen kan inte gå dit från där den är: se hur den är nu.",
                "The signal cannot go there from where it is: look at how it is now.",
            ),
            SignalFault::OfThePrincipal => (
                "input.signal",
                NotPermitted,
                "Signalen är lämnad till rektor, som svarar för den.",
                "The signal was handed to the head teacher, who answers for it.",
            ),
            SignalFault::Reason => (
                "input.reason",
                OutOfRange,
                "Skriv varför: 10 till 2 000 tecken när en signal avfärdas, annars högst 2 000.",
                "Write why: 10 to 2,000 characters when a signal is dismissed, otherwise at most 2,000.",
            ),
            SignalFault::Text => (
                "input.text",
                OutOfRange,
                "Beskriv iakttagelsen med 10 till 4 000 tecken.",
                "Describe the observation in 10 to 4,000 characters.",
            ),
            SignalFault::KindOfRules => (
                "input.kind",
                Invalid,
                "Att rapporter saknas finner regler själva: ange en annan sort.",
                "Rules find by themselves that reports are missing: give another kind.",
            ),
            SignalFault::Words => (
                "input.name",
                OutOfRange,
                "Namnet har 1 till 100 tecken och beskrivningen högst 2 000.",
                "The name has 1 to 100 characters, the description at most 2,000.",
            ),
            SignalFault::Measure => (
                "input.measure",
                Invalid,
                "Måttet hör inte till sorten: frånvaro till ATTENDANCE, FAILED_OR_WARNED till RESULTS, OBSERVATIONS \
                 till BEHAVIOUR och WELLBEING.",
                "The measure does not belong to the kind: absence to ATTENDANCE, FAILED_OR_WARNED to RESULTS, \
                 OBSERVATIONS to BEHAVIOUR and WELLBEING.",
            ),
            SignalFault::Weeks => (
                "input.weeks",
                OutOfRange,
                "Ange 1 till 52 veckor; för resultat inga.",
                "Give 1 to 52 weeks; for results none.",
            ),
            SignalFault::Threshold => (
                "input.threshold",
                OutOfRange,
                "Gränsen är 1 till 10 000 hundradels procent, eller ett antal från 1 till 50.",
                "The threshold is 1 to 10,000 basis points, or a count from 1 to 50.",
            ),
            SignalFault::Step => (
                "input.step",
                Invalid,
                "Första steget följer ingen regel; varje annat följer regeln för steget före, med samma mått.",
                "The first step follows no rule; each other follows the rule of the step before, of the same measure.",
            ),
            SignalFault::Days => (
                "input.deadlineDays",
                OutOfRange,
                "Ange 1 till 60 skoldagar för att ta hand om signalen, och 0 till 200 efter steget före.",
                "Give 1 to 60 school days to attend to the signal, and 0 to 200 after the step before.",
            ),
            SignalFault::Owner => (
                "input.ownerRole",
                Invalid,
                "Rollen läser inga signaler: ange mentor, rektor, elevhälsa eller skolsköterska.",
                "The role reads no signals: give mentor, head teacher, student health or school nurse.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
