//! What is wrong with a change of the plan, said in Swedish and English.

use super::rules::CourseFault;
use super::rules_follow_up::FollowUpFault;
use crate::support::user_error::{UserError, UserErrorCode};

/// Why a change of the plan is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanFault {
    /// A text is too long, or says nothing; with its field and the most characters.
    Text(&'static str, usize),
    /// The case is closed.
    Closed,
    /// The case is open, and the follow-up comes after its closing.
    StillOpen,
    /// The writer's roles do not write the class.
    NotPermitted,
    /// Somebody changed it meanwhile.
    Conflict,
    /// What it refers to is not there, out of reach or out of use.
    NotFound(&'static str),
    /// The type says nothing, and no words say what it is.
    WordsNeeded,
    /// The type says what it is.
    WordsNotNeeded,
    /// Why it was broken off is not said.
    ReasonNeeded,
    /// A reason for what was accepted.
    ReasonNotNeeded,
    /// The day is more than ten years away.
    Far,
    /// The name is taken.
    Taken,
    /// A type maps onto a national category, and none onto itself; one that others map onto is national.
    NotNational,
    /// A step of a measure.
    Course(CourseFault),
    /// A follow-up.
    FollowUp(FollowUpFault),
}

impl From<CourseFault> for PlanFault {
    fn from(fault: CourseFault) -> Self {
        Self::Course(fault)
    }
}

impl From<FollowUpFault> for PlanFault {
    fn from(fault: FollowUpFault) -> Self {
        Self::FollowUp(fault)
    }
}

impl From<PlanFault> for UserError {
    fn from(fault: PlanFault) -> Self {
        use UserErrorCode::{Closed, ConditionNotMet, Conflict, Invalid, NotPermitted, OutOfRange, Taken};
        let (field, code, swedish, english) = match fault {
            PlanFault::Text(field, most) => {
                let swedish = format!("Skriv 1 till {most} tecken.");
                return Self::new(field, OutOfRange, &swedish, &format!("Write 1 to {most} characters."));
            }
            PlanFault::NotFound(field) => return Self::not_found(field),
            PlanFault::Course(fault) => return course(fault),
            PlanFault::FollowUp(fault) => return follow_up(fault),
            PlanFault::Closed => (
                "",
                Closed,
                "Ärendet är avslutat: öppna det igen först.",
                "The case is closed: reopen it first.",
            ),
            PlanFault::StillOpen => (
                "",
                ConditionNotMet,
                "Ärendet är öppet igen: den här uppföljningen görs efter att det avslutats.",
                "The case is open again: this follow-up comes after its closing.",
            ),
            PlanFault::NotPermitted => (
                "",
                NotPermitted,
                "Din roll skriver inte i den sekretessklassen.",
                "Your role does not write in that secrecy class.",
            ),
            PlanFault::Conflict => (
                "input.version",
                Conflict,
                "Någon har ändrat under tiden: se hur det är nu, och skicka igen med den versionen.",
                "Somebody changed it meanwhile: look at how it is now, and send again with its version.",
            ),
            PlanFault::WordsNeeded => (
                "input.words",
                ConditionNotMet,
                "Typen säger inte vad det är: skriv det med ord.",
                "The type does not say what it is: say it in words.",
            ),
            PlanFault::WordsNotNeeded => (
                "input.words",
                Invalid,
                "Typen säger vad det är: skriv resten i innehållet.",
                "The type says what it is: write the rest as its content.",
            ),
            PlanFault::ReasonNeeded => (
                "input.reason",
                ConditionNotMet,
                "Skriv varför insatsen avbröts.",
                "Write why the measure was broken off.",
            ),
            PlanFault::ReasonNotNeeded => {
                ("input.reason", Invalid, "Ett skäl hör till ett nej.", "A reason belongs to a no.")
            }
            PlanFault::Far => {
                ("", OutOfRange, "Dagen är mer än tio år bort.", "The day is more than ten years away.")
            }
            PlanFault::Taken => ("input.swedish", Taken, "Namnet finns redan.", "The name is taken."),
            PlanFault::NotNational => (
                "input.national",
                Invalid,
                "En lokal typ svarar mot en nationell; en som andra svarar mot är själv nationell.",
                "A local type maps onto a national one; one that others map onto is national itself.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}

fn course(fault: CourseFault) -> UserError {
    let (field, code, swedish, english) = match fault {
        CourseFault::Impossible => (
            "input.measure",
            UserErrorCode::ImpossibleTransition,
            "Det går inte från där insatsen står: en avböjd eller avslutad insats erbjuds på nytt.",
            "It cannot be done from where the measure stands: one that was declined or has ended is offered anew.",
        ),
        CourseFault::Future => (
            "input.on",
            UserErrorCode::OutOfRange,
            "Dagen har inte kommit: ange i dag eller tidigare.",
            "The day has not come: give today or earlier.",
        ),
        CourseFault::TooEarly => (
            "input.on",
            UserErrorCode::OutOfRange,
            "Dagen är före steget innan.",
            "The day is before the step before it.",
        ),
        CourseFault::EndsBeforeStart => (
            "input.on",
            UserErrorCode::EndsBeforeStart,
            "Insatsen skulle sluta innan den börjar.",
            "The measure would end before it starts.",
        ),
        CourseFault::Far => return PlanFault::Far.into(),
    };
    UserError::new(field, code, swedish, english)
}

fn follow_up(fault: FollowUpFault) -> UserError {
    let (field, code, swedish, english) = match fault {
        FollowUpFault::Past => (
            "input.plannedOn",
            UserErrorCode::OutOfRange,
            "Dagen har passerat: ange i dag eller senare.",
            "The day has passed: give today or later.",
        ),
        FollowUpFault::Far => return PlanFault::Far.into(),
        FollowUpFault::Done => (
            "input.followUp",
            UserErrorCode::Closed,
            "Uppföljningen är gjord: planera en ny.",
            "The follow-up has been done: plan another.",
        ),
        FollowUpFault::Future => (
            "input.on",
            UserErrorCode::OutOfRange,
            "Dagen har inte kommit: ange i dag eller tidigare.",
            "The day has not come: give today or earlier.",
        ),
        FollowUpFault::TooEarly => (
            "input.on",
            UserErrorCode::OutOfRange,
            "Dagen är mer än en månad före den planerade.",
            "The day is more than a month before the planned one.",
        ),
        FollowUpFault::Empty => (
            "input.result",
            UserErrorCode::ConditionNotMet,
            "Skriv vad uppföljningen visade, eller ange en grad.",
            "Write what the follow-up showed, or give a grade.",
        ),
        FollowUpFault::Status => (
            "input.status",
            UserErrorCode::ConditionNotMet,
            "Ange vad den unge gör nu.",
            "Give what the youth does now.",
        ),
        FollowUpFault::NoStatus => (
            "input.status",
            UserErrorCode::Invalid,
            "Vad den unge gör anges i uppföljningarna efter att ärendet avslutats.",
            "What the youth does is told by the follow-ups after the case was closed.",
        ),
    };
    UserError::new(field, code, swedish, english)
}
