//! Root fields: publishQuestionnaire, startMapping, answerMapping, completeMapping.

use async_graphql::{Context, Object};
use entity::municipality::{mapping, questionnaire, questionnaire_item};
use entity::vocabulary::{MappingState, Secrecy};

use super::answering::{self, Answered};
use super::rules;
use super::store::{self, Published};
use super::store_changes::{self, Kept, NotPublished};
use super::types::{Mapping, open_youth};
use super::types_input::{
    AnswerMappingInput, CompleteMappingInput, MappingPayload, PublishQuestionnaireInput,
    QuestionnairePayload, StartMappingInput, case_closed, closed, conflict, not_permitted, unanswered,
};
use super::types_questionnaire::Questionnaire;
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::{UserError, UserErrorCode};

/// Mutations of mappings.
#[derive(Debug, Default)]
pub struct MappingMutations;

#[Object]
impl MappingMutations {
    /// Publishes a questionnaire (frågeformulär), of its own or in place of another. What was answered by an earlier one
    /// stays as it was.
    async fn publish_questionnaire(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The questionnaire.")] input: PublishQuestionnaireInput,
    ) -> Option<Result<QuestionnairePayload, Fault>> {
        Some(publish(ctx, input).await)
    }

    /// Starts a mapping (kartläggning) in an open case. Whoever reads mappings of the youth sees that it is there; answers
    /// are seen by whoever wrote them alone until it is completed.
    async fn start_mapping(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which case, by which questionnaire.")] input: StartMappingInput,
    ) -> Option<Result<MappingPayload, Fault>> {
        Some(start(ctx, input).await)
    }

    /// Answers questions of a draft, each in a secrecy class that the writer writes, and changes the writer's own answers.
    async fn answer_mapping(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answers.")] input: AnswerMappingInput,
    ) -> Option<Result<MappingPayload, Fault>> {
        Some(answer(ctx, input).await)
    }

    /// Completes a mapping: from then on its answers are seen by their class, and it changes no more.
    async fn complete_mapping(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which mapping, as it was read.")] input: CompleteMappingInput,
    ) -> Option<Result<MappingPayload, Fault>> {
        Some(complete(ctx, input).await)
    }
}

async fn publish(ctx: &Context<'_>, input: PublishQuestionnaireInput) -> Result<QuestionnairePayload, Fault> {
    let grant = ctx.authorize(Action::ManageQuestionnaires)?;
    let code = grant.municipality_code();
    let refused = |error: UserError, now: Option<Questionnaire>| {
        Ok(QuestionnairePayload { questionnaire: now, user_errors: vec![error] })
    };
    let (name, origin) = (input.name.trim().to_owned(), input.origin.into());
    let items: Vec<_> = input.items.into_iter().map(|item| item.read()).collect();
    if let Err((place, fault)) = rules::check(&name, origin, &items) {
        let error = UserError::from(fault);
        return refused(place.map_or(error.clone(), |place| error.at(place)), None);
    }
    let replaced = match input.replaces {
        None => None,
        Some(id) => {
            let id = GlobalId::local(&id, Kind::Questionnaire, code)?;
            Some(store::one(&grant, id).await?.ok_or_else(|| Fault::of(Code::NotFound))?)
        }
    };
    if let Some(one) = replaced.as_ref().filter(|one| !one.row.active) {
        return refused(conflict("input.replaces"), Some(Questionnaire::of(one, code)?));
    }
    let id = replaced.as_ref().map(|one| one.row.id);
    let (latest, taken) = store::versions(&grant, &name, id).await?;
    if taken {
        return refused(name_taken(), None);
    }
    let by = grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    let now = grant.clock().now();
    let row = questionnaire::Model {
        id: ids::new_id(now),
        name,
        version: latest + 1,
        origin,
        active: true,
        created_by: Some(by),
        created_at: Some(now),
    };
    let items = (1..).zip(items).map(|(position, item)| item_row(&row, position, item));
    let new = Published { items: items.collect::<Result<_, _>>()?, row: row.clone() };
    if let Err(why) = store_changes::publish(&grant, new, replaced.map(|one| one.row)).await? {
        let error = match why {
            NotPublished::Replaced => conflict("input.replaces"),
            NotPublished::Taken => name_taken(),
        };
        let now = match id {
            Some(id) => store::one(&grant, id).await?,
            None => None,
        };
        return refused(error, now.map(|one| Questionnaire::of(&one, code)).transpose()?);
    }
    let stored = store::one(&grant, row.id).await?.ok_or_else(|| Fault::of(Code::NotFound))?;
    let questionnaire = Some(Questionnaire::of(&stored, code)?);
    Ok(QuestionnairePayload { questionnaire, user_errors: Vec::new() })
}

fn item_row(
    of: &questionnaire::Model,
    position: i32,
    item: rules::Item,
) -> Result<questionnaire_item::Model, Fault> {
    let choices = (!item.choices.is_empty()).then(|| serde_json::to_string(&item.choices)).transpose();
    Ok(questionnaire_item::Model {
        id: ids::of_source(of.id, "question", &item.code),
        questionnaire_id: of.id,
        position,
        code: item.code,
        domain: item.domain,
        text_sv: item.sv,
        text_en: item.en,
        secrecy: item.secrecy,
        answer_kind: item.kind,
        choices: choices.map_err(|cause| Fault::internal(&cause))?,
    })
}

fn name_taken() -> UserError {
    UserError::new(
        "input.name",
        UserErrorCode::Taken,
        "Ett frågeformulär med det namnet används: ange att det ersätts.",
        "A questionnaire of that name is in use: say that it is replaced.",
    )
}

async fn start(ctx: &Context<'_>, input: StartMappingInput) -> Result<MappingPayload, Fault> {
    let grant = ctx.authorize(Action::EditMappings)?;
    let (code, by) = (grant.municipality_code(), writer(&grant)?);
    let case = grant.case(GlobalId::local(&input.case, Kind::Case, code)?).await?;
    open_youth(ctx, Action::EditMappings, case.youth_id).await?;
    if !grant.writes(case.youth_id, Secrecy::General, case.track).await? {
        return Ok(MappingPayload::of(None, [not_permitted("input.case")]));
    }
    let unknown = || UserError::not_found("input.questionnaire");
    let id = GlobalId::of_row(&input.questionnaire, Kind::Questionnaire, code, "input.questionnaire");
    let used = match id {
        Ok(id) => store::one(&grant, id).await?.filter(|one| one.row.active).ok_or_else(unknown),
        Err(error) => Err(error),
    };
    let used = match used {
        Ok(used) => used,
        Err(error) => return Ok(MappingPayload::of(None, [error])),
    };
    let now = grant.clock().now();
    let row = mapping::Model {
        id: ids::new_id(now),
        youth_id: case.youth_id,
        case_id: case.id,
        track: case.track,
        questionnaire_id: used.row.id,
        state: MappingState::Draft,
        started_by: by,
        started_at: now,
        completed_at: None,
        version: 1,
    };
    if !store_changes::start(&grant, row.clone()).await? {
        return Ok(MappingPayload::of(None, [case_closed()]));
    }
    Ok(MappingPayload::of(Some(Mapping::of(row, code)), []))
}

async fn answer(ctx: &Context<'_>, input: AnswerMappingInput) -> Result<MappingPayload, Fault> {
    let grant = ctx.authorize(Action::EditMappings)?;
    let id = GlobalId::local(&input.mapping, Kind::Mapping, grant.municipality_code())?;
    let Answered { row, errors } = answering::answer(ctx, &grant, id, &input.answers).await?;
    Ok(MappingPayload::of(Some(Mapping::of(row, grant.municipality_code())), errors))
}

async fn complete(ctx: &Context<'_>, input: CompleteMappingInput) -> Result<MappingPayload, Fault> {
    let grant = ctx.authorize(Action::EditMappings)?;
    let code = grant.municipality_code();
    let id = GlobalId::local(&input.mapping, Kind::Mapping, code)?;
    let row = store::find(&grant, id).await?;
    open_youth(ctx, Action::EditMappings, row.youth_id).await?;
    let refusal = if !grant.writes(row.youth_id, Secrecy::General, row.track).await? {
        Some(not_permitted("input.mapping"))
    } else if row.state == MappingState::Completed {
        Some(closed())
    } else if row.version != input.version {
        Some(conflict("input.version"))
    } else if row.version == 1 {
        Some(unanswered())
    } else {
        match store_changes::complete(&grant, &row).await? {
            Kept::Done => None,
            Kept::Changed => Some(conflict("input.version")),
            Kept::CaseClosed => Some(closed()),
        }
    };
    let row = store::find(&grant, id).await?;
    Ok(MappingPayload::of(Some(Mapping::of(row, code)), refusal))
}

fn writer(grant: &Grant) -> Result<uuid::Uuid, Fault> {
    grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))
}
