//! What is sent to questionnaires and mappings, and what is answered.

use async_graphql::{ID, InputObject, SimpleObject};

use super::rules::{self, Choice, QuestionnaireFault};
use super::rules_answer::AnswerFault;
use super::types::Mapping;
use super::types_questionnaire::Questionnaire;
use crate::domain::vocabulary_mapping::{AnswerKind, LifeDomain, QuestionnaireOrigin};
use crate::domain::vocabulary_process::Secrecy;
use crate::support::user_error::{UserError, UserErrorCode};

/// A questionnaire to be published.
#[derive(InputObject, Debug)]
pub struct PublishQuestionnaireInput {
    /// The questionnaire in use that it replaces; null to stand beside the others.
    pub replaces: Option<ID>,
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// Who made it: the municipality or SKR.
    pub origin: QuestionnaireOrigin,
    /// Its questions, in their order, 1 to 100.
    pub items: Vec<QuestionnaireItemInput>,
}

/// A question of a questionnaire.
#[derive(InputObject, Clone, Debug)]
pub struct QuestionnaireItemInput {
    /// Its code, of its own in the questionnaire: 1 to 40 of A–Z, 0–9 and _.
    pub code: String,
    /// Which domain of life it is about.
    pub domain: LifeDomain,
    /// The question in Swedish, 1 to 500 characters.
    pub swedish: String,
    /// The question in English, 1 to 500 characters.
    pub english: String,
    /// The mildest secrecy class that an answer may have.
    pub secrecy: Secrecy,
    /// How it is answered.
    pub answer_kind: AnswerKind,
    /// What is chosen from, 2 to 20 for a question of choice; none for another.
    #[graphql(default)]
    pub choices: Vec<QuestionnaireChoiceInput>,
}

/// A choice of a question.
#[derive(InputObject, Clone, Debug)]
pub struct QuestionnaireChoiceInput {
    /// Its code, of its own in the question: 1 to 40 of A–Z, 0–9 and _.
    pub code: String,
    /// In Swedish, 1 to 200 characters.
    pub swedish: String,
    /// In English, 1 to 200 characters.
    pub english: String,
}

impl QuestionnaireItemInput {
    /// As the rules read it.
    pub fn read(self) -> rules::Item {
        let choice = |choice: QuestionnaireChoiceInput| Choice {
            code: choice.code,
            sv: choice.swedish.trim().to_owned(),
            en: choice.english.trim().to_owned(),
        };
        rules::Item {
            code: self.code,
            domain: self.domain.into(),
            sv: self.swedish.trim().to_owned(),
            en: self.english.trim().to_owned(),
            secrecy: self.secrecy.into(),
            kind: self.answer_kind.into(),
            choices: self.choices.into_iter().map(choice).collect(),
        }
    }
}

/// Answer to `publishQuestionnaire`.
#[derive(SimpleObject, Debug)]
pub struct QuestionnairePayload {
    /// The questionnaire as it was published; with CONFLICT the one that was to be replaced, as it is now; otherwise
    /// null.
    pub questionnaire: Option<Questionnaire>,
    /// What to mend, with the index of the question where one is wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// A mapping to be started.
#[derive(InputObject, Debug)]
pub struct StartMappingInput {
    /// The open case that it belongs to.
    pub case: ID,
    /// By which questionnaire; one in use.
    pub questionnaire: ID,
}

/// Answers of a draft.
#[derive(InputObject)]
pub struct AnswerMappingInput {
    /// The mapping, a draft.
    pub mapping: ID,
    /// The writer's own answers, 1 to 100. Those that cannot be used are refused with their index, the others are kept.
    pub answers: Vec<MappingAnswerInput>,
}

/// The writer's own answer to a question.
#[derive(InputObject, Clone)]
pub struct MappingAnswerInput {
    /// Code of the question.
    pub item_code: String,
    /// Words of 1 to 4,000 characters, `1` to `5`, `YES` or `NO`, or the code of a choice, as the question asks; null when
    /// only the youth says something. Kept encrypted.
    #[graphql(secret)]
    pub value: Option<String>,
    /// What the youth says in their own words, 1 to 4,000 characters; null when nothing. Kept encrypted.
    #[graphql(secret)]
    pub own_voice: Option<String>,
    /// Its secrecy class: that of the question, or a stricter one that the writer writes; null for that of the question.
    pub secrecy: Option<Secrecy>,
    /// Whether it is a strength (styrka).
    #[graphql(default)]
    pub is_strength: bool,
    /// Whether it is a risk.
    #[graphql(default)]
    pub is_risk: bool,
    /// The version of the writer's answer that this changes; null for a first answer.
    pub version: Option<i32>,
}

/// A draft to be completed.
#[derive(InputObject, Debug)]
pub struct CompleteMappingInput {
    /// The mapping, a draft with at least one answer.
    pub mapping: ID,
    /// The version that was read.
    pub version: i32,
}

/// Answer to a change of a mapping.
#[derive(SimpleObject, Debug)]
pub struct MappingPayload {
    /// The mapping as it is now; null when it was not started.
    pub mapping: Option<Mapping>,
    /// What to mend, of answers with the index of each that was refused; empty when all was done.
    pub user_errors: Vec<UserError>,
}

impl MappingPayload {
    /// The mapping as it is now, with what to mend.
    pub fn of(mapping: Option<Mapping>, errors: impl IntoIterator<Item = UserError>) -> Self {
        Self { mapping, user_errors: errors.into_iter().collect() }
    }
}

/// That the mapping, or its case, is closed.
pub fn closed() -> UserError {
    UserError::new(
        "input.mapping",
        UserErrorCode::Closed,
        "Kartläggningen är klar, eller ärendet avslutat: starta en ny kartläggning i ett öppet ärende.",
        "The mapping is completed, or the case closed: start a new mapping in an open case.",
    )
}

/// That the case is closed.
pub fn case_closed() -> UserError {
    UserError::new(
        "input.case",
        UserErrorCode::Closed,
        "Ärendet är avslutat: öppna det igen först.",
        "The case is closed: reopen it first.",
    )
}

/// That somebody else changed it meanwhile.
pub fn conflict(field: &str) -> UserError {
    UserError::new(
        field,
        UserErrorCode::Conflict,
        "Någon har ändrat under tiden: se hur det är nu, och skicka igen med den versionen.",
        "Somebody changed it meanwhile: look at how it is now, and send again with its version.",
    )
}

/// That nothing has been answered yet.
pub fn unanswered() -> UserError {
    UserError::new(
        "input.mapping",
        UserErrorCode::ConditionNotMet,
        "Ingen fråga är besvarad än.",
        "No question has been answered yet.",
    )
}

/// That none of the writer's roles works with the youth on the track.
pub fn not_permitted(field: &str) -> UserError {
    UserError::new(
        field,
        UserErrorCode::NotPermitted,
        "Din roll skriver inte i den sekretessklassen.",
        "Your role does not write in that secrecy class.",
    )
}

impl From<QuestionnaireFault> for UserError {
    fn from(fault: QuestionnaireFault) -> Self {
        let range = UserErrorCode::OutOfRange;
        let (field, code, swedish, english) = match fault {
            QuestionnaireFault::Name => {
                ("input.name", range, "Ett namn är 1 till 100 tecken.", "A name is 1 to 100 characters.")
            }
            QuestionnaireFault::Origin => (
                "input.origin",
                UserErrorCode::Invalid,
                "Ange kommunen eller SKR.",
                "Give the municipality or SKR.",
            ),
            QuestionnaireFault::Count => (
                "input.items",
                range,
                "Ett frågeformulär har 1 till 100 frågor.",
                "A questionnaire has 1 to 100 questions.",
            ),
            QuestionnaireFault::Code => (
                "input.items.code",
                UserErrorCode::Invalid,
                "En kod är 1 till 40 av A–Z, 0–9 och _.",
                "A code is 1 to 40 of A–Z, 0–9 and _.",
            ),
            QuestionnaireFault::Twice => (
                "input.items.code",
                UserErrorCode::Taken,
                "En tidigare fråga har samma kod.",
                "An earlier question has the same code.",
            ),
            QuestionnaireFault::Text => (
                "input.items",
                range,
                "En fråga är 1 till 500 tecken, på svenska och engelska.",
                "A question is 1 to 500 characters, in Swedish and English.",
            ),
            QuestionnaireFault::Choices => (
                "input.items.choices",
                UserErrorCode::Invalid,
                "En fråga med val har 2 till 20 val med var sin kod och text; andra frågor har inga.",
                "A question of choice has 2 to 20 choices, each with its code and text; another has none.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}

impl From<AnswerFault> for UserError {
    fn from(fault: AnswerFault) -> Self {
        let (range, invalid) = (UserErrorCode::OutOfRange, UserErrorCode::Invalid);
        let value = "input.answers.value";
        let (field, code, swedish, english) = match fault {
            AnswerFault::Empty => (
                value,
                invalid,
                "Ange ett svar, eller vad den unge säger.",
                "Give an answer, or what the youth says.",
            ),
            AnswerFault::Text => {
                (value, range, "Ord är 1 till 4 000 tecken.", "Words are 1 to 4,000 characters.")
            }
            AnswerFault::Scale => (value, range, "Svara 1 till 5.", "Answer 1 to 5."),
            AnswerFault::YesNo => (value, invalid, "Svara YES eller NO.", "Answer YES or NO."),
            AnswerFault::Choice => {
                (value, invalid, "Välj en av frågans koder.", "Choose one of the codes of the question.")
            }
            AnswerFault::Milder => (
                "input.answers.secrecy",
                UserErrorCode::NotPermitted,
                "Ett svar har frågans sekretessklass eller en strängare.",
                "An answer has the secrecy class of its question, or a stricter one.",
            ),
            AnswerFault::NotPermitted => return not_permitted("input.answers.secrecy"),
            AnswerFault::Twice => (
                "input.answers.itemCode",
                UserErrorCode::Taken,
                "Frågan besvaras två gånger: skicka ett av svaren.",
                "The question is answered twice: send one of the answers.",
            ),
            AnswerFault::Conflict => return conflict("input.answers.version"),
        };
        Self::new(field, code, swedish, english)
    }
}
