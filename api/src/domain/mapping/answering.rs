//! Answers of a draft: each checked for itself, and stored together.

use std::collections::{BTreeSet, HashMap};

use async_graphql::Context;
use entity::municipality::{mapping, mapping_answer};
use entity::vocabulary::{MappingState, Secrecy};
use uuid::Uuid;

use super::rules_answer::{self, AnswerFault};
use super::store::{self, Published};
use super::store_changes::{self, Kept, OWN_VOICE, VALUE};
use super::types::open_youth;
use super::types_input::{MappingAnswerInput, closed};
use crate::access::{Action, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::user_error::{UserError, UserErrorCode};

/// How often answers are checked again when another writer was faster.
const TRIES: usize = 5;

/// Most answers of one request.
const MOST: usize = 100;

/// The mapping as it is now, and which answers were refused.
pub struct Answered {
    /// The mapping.
    pub row: mapping::Model,
    /// Why answers were refused, each with its index.
    pub errors: Vec<UserError>,
}

/// Checks and stores the writer's own answers.
pub async fn answer(
    ctx: &Context<'_>,
    grant: &Grant,
    id: Uuid,
    inputs: &[MappingAnswerInput],
) -> Result<Answered, Fault> {
    let author = grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    for _ in 0..TRIES {
        let row = store::find(grant, id).await?;
        open_youth(ctx, Action::EditMappings, row.youth_id).await?;
        if row.state == MappingState::Completed {
            return Ok(Answered { row, errors: vec![closed()] });
        }
        if !(1..=MOST).contains(&inputs.len()) {
            return Ok(Answered { row, errors: vec![too_many()] });
        }
        let questionnaire = store::one(grant, row.questionnaire_id).await?;
        let questionnaire = questionnaire.ok_or_else(|| Fault::internal(&"a mapping without questions"))?;
        let own = store::own_answers(grant, id, author).await?;
        let writes = written(grant, &row, &questionnaire, inputs).await?;
        let desk =
            Desk { grant, row: &row, author, questionnaire: &questionnaire, own: &own, writes: &writes };
        let (mut new, mut changed, mut errors) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = BTreeSet::new();
        for (index, input) in inputs.iter().enumerate() {
            match desk.read(input, &mut seen) {
                Err(error) => errors.push(error.at(index)),
                Ok(answer) if answer.version == 1 => new.push(answer),
                Ok(answer) => changed.push(answer),
            }
        }
        match store_changes::answer(grant, &row, new, changed).await? {
            Kept::Done => return Ok(Answered { row: store::find(grant, id).await?, errors }),
            Kept::CaseClosed => return Ok(Answered { row, errors: vec![closed()] }),
            Kept::Changed => {}
        }
    }
    Err(Fault::of(Code::Conflict))
}

/// Those of the classes that are asked for which the writer writes about the youth.
async fn written(
    grant: &Grant,
    row: &mapping::Model,
    questionnaire: &Published,
    inputs: &[MappingAnswerInput],
) -> Result<BTreeSet<Secrecy>, Fault> {
    let class = |input: &MappingAnswerInput| {
        let of_question = || Some(questionnaire.item(&input.item_code)?.secrecy);
        input.secrecy.map(Secrecy::from).or_else(of_question)
    };
    let asked: BTreeSet<_> = inputs.iter().filter_map(class).collect();
    let mut written = BTreeSet::new();
    for class in asked {
        if grant.writes(row.youth_id, class, row.track).await? {
            written.insert(class);
        }
    }
    Ok(written)
}

/// What answers are checked against.
struct Desk<'a> {
    grant: &'a Grant,
    row: &'a mapping::Model,
    author: Uuid,
    questionnaire: &'a Published,
    own: &'a HashMap<String, mapping_answer::Model>,
    writes: &'a BTreeSet<Secrecy>,
}

impl Desk<'_> {
    /// The answer as it is to be stored.
    fn read(
        &self,
        input: &MappingAnswerInput,
        seen: &mut BTreeSet<String>,
    ) -> Result<mapping_answer::Model, UserError> {
        let item = self.questionnaire.item(&input.item_code).ok_or_else(unknown_question)?;
        if !seen.insert(input.item_code.clone()) {
            return Err(AnswerFault::Twice.into());
        }
        let before = self.own.get(&item.code);
        if before.map(|row| row.version) != input.version {
            return Err(AnswerFault::Conflict.into());
        }
        let choices = store::choices(item).unwrap_or_default();
        let (value, own_voice) = (input.value.as_deref(), input.own_voice.as_deref());
        rules_answer::check(item.answer_kind, &choices, value, own_voice)?;
        let secrecy = input.secrecy.map_or(item.secrecy, Secrecy::from);
        if !rules_answer::may_have_class(item.secrecy, secrecy) {
            return Err(AnswerFault::Milder.into());
        }
        if !self.writes.contains(&secrecy) {
            return Err(AnswerFault::NotPermitted.into());
        }
        let keys = &self.grant.keys().columns;
        let sealed = |place, text: Option<&str>| text.map(|text| keys.seal(place, text.trim().as_bytes()));
        Ok(mapping_answer::Model {
            id: ids::of_source(self.row.id, "answer", &format!("{}/{}", item.code, self.author)),
            youth_id: self.row.youth_id,
            mapping_id: self.row.id,
            item_code: item.code.clone(),
            track: self.row.track,
            secrecy,
            author_id: self.author,
            value: sealed(VALUE, value),
            own_voice: sealed(OWN_VOICE, own_voice),
            is_strength: input.is_strength,
            is_risk: input.is_risk,
            changed_at: self.grant.clock().now(),
            version: before.map_or(0, |row| row.version) + 1,
        })
    }
}

fn unknown_question() -> UserError {
    UserError::new(
        "input.answers.itemCode",
        UserErrorCode::NotFound,
        "Den här versionen av frågeformuläret har ingen sådan fråga.",
        "This version of the questionnaire has no such question.",
    )
}

fn too_many() -> UserError {
    UserError::new(
        "input.answers",
        UserErrorCode::OutOfRange,
        "Skicka 1 till 100 svar åt gången.",
        "Send 1 to 100 answers at a time.",
    )
}
