//! What is sent to open and change a case, and the answers, in GraphQL.

use async_graphql::{Context, ID, InputObject, SimpleObject};
use entity::municipality::youth_case;

use super::rules::{CaseFault, Condition};
use super::types::Case;
use crate::domain::vocabulary_case::{CaseState, ClosingReason, Track};
use crate::support::fault::Fault;
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// A case to be opened.
#[derive(InputObject)]
pub struct OpenCaseInput {
    /// Whom it is about.
    pub youth: ID,
    /// The track. A school track follows from today's enrolment; KAA asks for an entry in the register, and YOUNG_ADULT
    /// for an age of 20 to 24 and a consent in force.
    pub track: Track,
    /// The unit that is to own it: a school of the enrolment, or one at or below the viewer's own on the other tracks.
    /// Left out: that of the enrolment, or the viewer's own.
    pub unit: Option<ID>,
    /// Whether the viewer becomes responsible; otherwise it waits for whoever leads the track to assign it.
    #[graphql(default)]
    pub take_on: bool,
    /// The signals that it comes from, at most 20: about the same youth, within the viewer's reach and of no other case.
    /// They are attended to by this, and stand in the history of the case.
    pub signals: Option<Vec<ID>>,
    /// Why, 10 to 500 characters; kept encrypted in the history, and read by all who read the case.
    #[graphql(secret)]
    pub reason: String,
}

/// A young adult who has consented, and the case to be opened.
#[derive(InputObject)]
pub struct OpenYoungAdultCaseInput {
    /// The person's exact civic number (personnummer, samordningsnummer) in twelve digits.
    #[graphql(secret)]
    pub civic_number: String,
    /// What the young adult consents to, 10 to 500 characters; kept encrypted.
    #[graphql(secret)]
    pub scope: String,
    /// Who may take part of it, 2 to 500 characters; kept encrypted.
    #[graphql(secret)]
    pub receiver: String,
    /// Last day of the consent, today or later; open when left out. The first is today.
    pub ends_on: Option<Date>,
    /// Why the case is opened, 10 to 500 characters; kept encrypted in the history.
    #[graphql(secret)]
    pub reason: String,
}

/// Who is to be responsible for a case.
#[derive(InputObject)]
pub struct AssignCaseInput {
    /// The case.
    pub case: ID,
    /// The version that was read.
    pub version: i32,
    /// The member of staff, who must reach the youth on the track by an assignment of today.
    pub responsible: ID,
    /// Why, 10 to 500 characters; kept encrypted in the history, and read by all who read the case.
    #[graphql(secret)]
    pub reason: Option<String>,
}

/// Where an open case is to go.
#[derive(InputObject)]
pub struct MoveCaseInput {
    /// The case.
    pub case: ID,
    /// The version that was read.
    pub version: i32,
    /// The state that it is to be in. Onwards: MAPPING, PLANNING (a finished mapping, or a reason why there is none),
    /// INTERVENTION (a goal or measure, or a reason why there is none), FOLLOW_UP. Back again with a reason.
    pub to: CaseState,
    /// Why, 10 to 500 characters; kept encrypted in the history, and read by all who read the case.
    #[graphql(secret)]
    pub reason: Option<String>,
}

/// A case to be closed.
#[derive(InputObject)]
pub struct CloseCaseInput {
    /// The case.
    pub case: ID,
    /// The version that was read.
    pub version: i32,
    /// Why it is closed; OTHER must be said in words.
    pub closing_reason: ClosingReason,
    /// In words, 10 to 500 characters; kept encrypted in the history, where everybody who reads the youth's cases of the
    /// track reads it: at school mentors and career counsellors too. What is classified belongs in a note.
    #[graphql(secret)]
    pub reason: Option<String>,
}

/// A case to be opened again.
#[derive(InputObject)]
pub struct ReopenCaseInput {
    /// The case, which is closed.
    pub case: ID,
    /// The version that was read.
    pub version: i32,
    /// Why, 10 to 500 characters; kept encrypted in the history, and read by all who read the case.
    #[graphql(secret)]
    pub reason: String,
}

/// Answer to a change of a case.
#[derive(SimpleObject, Debug)]
pub struct CasePayload {
    /// The case as it is now: also when it was not changed, as far as the viewer may read it.
    pub case: Option<Case>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl CasePayload {
    /// The case as it is now.
    pub(super) async fn done(ctx: &Context<'_>, row: youth_case::Model) -> Result<Self, Fault> {
        Ok(Self { case: Some(Case::of(ctx, row).await?), user_errors: Vec::new() })
    }

    /// What to mend, with the case that it is about, if there is one.
    pub(super) async fn refused(
        ctx: &Context<'_>,
        error: impl Into<UserError>,
        row: Option<youth_case::Model>,
    ) -> Result<Self, Fault> {
        let case = match row {
            Some(row) => Some(Case::of(ctx, row).await?),
            None => None,
        };
        Ok(Self { case, user_errors: vec![error.into()] })
    }
}

impl From<CaseFault> for UserError {
    fn from(fault: CaseFault) -> Self {
        let (field, code, swedish, english) = match fault {
            CaseFault::Missing(condition) => return missing(condition),
            CaseFault::Impossible => (
                "input.to",
                UserErrorCode::ImpossibleTransition,
                "Ärendet kan inte gå dit från där det är: gå ett steg i taget.",
                "The case cannot go there from where it is: take one step at a time.",
            ),
            CaseFault::Closed => (
                "input.case",
                UserErrorCode::Closed,
                "Ärendet är avslutat: öppna det igen först, med reopenCase.",
                "The case is closed: open it again first, by reopenCase.",
            ),
            CaseFault::CloseByClosing => (
                "input.to",
                UserErrorCode::ImpossibleTransition,
                "Avsluta ärendet med closeCase, som frågar efter orsaken.",
                "Close the case by closeCase, which asks for the reason.",
            ),
            CaseFault::ReopenByReopening => (
                "input.case",
                UserErrorCode::ImpossibleTransition,
                "Ärendet är öppet: det finns inget att öppna igen.",
                "The case is open: there is nothing to open again.",
            ),
            CaseFault::NotPermitted => (
                "",
                UserErrorCode::NotPermitted,
                "Din roll tar inte det steget: be den som är ansvarig, eller den som leder arbetet.",
                "Your role does not take this step: ask whoever is responsible, or leads the work.",
            ),
            CaseFault::ReasonLength => (
                "input.reason",
                UserErrorCode::OutOfRange,
                "Ange ett skäl på 10 till 500 tecken.",
                "Give a reason of 10 to 500 characters.",
            ),
            CaseFault::Taken => (
                "input.track",
                UserErrorCode::Taken,
                "Personen har redan ett öppet ärende på det spåret.",
                "The person has an open case on this track already.",
            ),
            CaseFault::TrackDoesNotFit => (
                "input.track",
                UserErrorCode::Invalid,
                "Spåret stämmer inte med personens skolform eller ålder i dag.",
                "The track does not fit the person's school form or age today.",
            ),
            CaseFault::Unit => (
                "input.unit",
                UserErrorCode::NotFound,
                "Ange en enhet som personen går på, eller som du arbetar vid.",
                "Give a unit that the person is enrolled at, or that you work at.",
            ),
            CaseFault::SignalChanged => (
                "input.signals",
                UserErrorCode::Conflict,
                "Någon annan hann ändra en av signalerna: se hur de är nu. Inget ärende öppnades.",
                "Somebody else changed one of the signals meanwhile: look at how they are now. No case was opened.",
            ),
            CaseFault::CannotBeResponsible => (
                "input.responsible",
                UserErrorCode::NotFound,
                "Välj en medarbetare som når personen på det spåret genom ett uppdrag i dag.",
                "Choose a colleague who reaches the person on this track by an assignment of today.",
            ),
            CaseFault::Conflict => (
                "input.version",
                UserErrorCode::Conflict,
                "Någon annan hann ändra ärendet: se hur det är nu, och skicka igen med den versionen.",
                "Somebody else changed the case meanwhile: look at how it is now, and send again with its version.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}

/// What to do about a condition that is not met.
fn missing(condition: Condition) -> UserError {
    let (field, code, swedish, english) = match condition {
        Condition::Responsible => (
            "input.case",
            UserErrorCode::ConditionNotMet,
            "Ingen är ansvarig: tilldela ärendet först, med assignCase.",
            "Nobody is responsible: assign the case first, by assignCase.",
        ),
        Condition::MappingOrReason => (
            "input.reason",
            UserErrorCode::ConditionNotMet,
            "Avsluta en kartläggning, eller skriv varför det inte behövs någon.",
            "Finish a mapping, or write down why none is needed.",
        ),
        Condition::PlanOrReason => (
            "input.reason",
            UserErrorCode::ConditionNotMet,
            "Enas om ett mål eller en insats, eller skriv varför det inte behövs.",
            "Agree on a goal or a measure, or write down why none is needed.",
        ),
        Condition::Reason => (
            "input.reason",
            UserErrorCode::ConditionNotMet,
            "Skriv varför, med 10 till 500 tecken.",
            "Write down why, in 10 to 500 characters.",
        ),
        Condition::ClosingReason => (
            "input.reason",
            UserErrorCode::ConditionNotMet,
            "Välj en orsak; skriv den i ord om den är en annan än listans.",
            "Choose a reason; say it in words when it is another than those of the list.",
        ),
        Condition::NoRunningMeasure => (
            "input.case",
            UserErrorCode::ConditionNotMet,
            "En insats pågår: avsluta den först.",
            "A measure goes on: end it first.",
        ),
        Condition::Ground => (
            "input.case",
            UserErrorCode::GroundNeeded,
            "Det som spåret vilar på saknas i dag: inskrivning, post i KAA-registret eller medgivande.",
            "What the track rests on is missing today: an enrolment, an entry in the KAA register or a consent.",
        ),
    };
    UserError::new(field, code, swedish, english)
}
