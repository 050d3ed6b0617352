//! Questionnaires in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::questionnaire_item;
use uuid::Uuid;

use super::loaders::Questionnaires;
use super::rules::Choice;
use super::store::{self, Published};
use crate::access::{Action, Authorize};
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_mapping::{AnswerKind, LifeDomain, QuestionnaireOrigin};
use crate::domain::vocabulary_process::Secrecy;
use crate::support::fault::{Code, Fault};
use crate::support::language::Language;
use crate::support::page::{GlobalId, Kind};

/// A published version of a questionnaire (frågeformulär) for mappings. It never changes; a later version replaces it.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Questionnaire {
    /// Global id.
    pub id: ID,
    /// Its name.
    pub name: String,
    /// Counts the versions of that name, from 1.
    pub version: i32,
    /// Who made it.
    pub origin: QuestionnaireOrigin,
    /// Label of who made it, in the reader's language.
    pub origin_label: String,
    /// Whether new mappings may use it; false once it was replaced.
    pub is_active: bool,
    /// When it was published; null for what came with the system.
    pub published_at: Option<DateTime<Utc>>,
    /// Its questions, in their order, at most 100.
    pub items: Vec<QuestionnaireItem>,
    #[graphql(skip)]
    created_by: Option<Uuid>,
}

/// A question (fråga) of a questionnaire.
#[derive(SimpleObject, Clone, Debug)]
pub struct QuestionnaireItem {
    /// Its code, of its own in the questionnaire.
    pub code: String,
    /// Which domain of life it is about.
    pub domain: LifeDomain,
    /// Label of the domain, in the reader's language.
    pub domain_label: String,
    /// The question, in the reader's language.
    pub text: String,
    /// The question in Swedish.
    pub swedish: String,
    /// The question in English.
    pub english: String,
    /// The mildest secrecy class that an answer may have.
    pub secrecy: Secrecy,
    /// Label of the class, in the reader's language.
    pub secrecy_label: String,
    /// How it is answered.
    pub answer_kind: AnswerKind,
    /// Label of how it is answered, in the reader's language.
    pub answer_kind_label: String,
    /// What is chosen from; empty unless one is to be chosen.
    pub choices: Vec<QuestionnaireChoice>,
}

/// A choice (svarsalternativ) of a question.
#[derive(SimpleObject, Clone, Debug)]
pub struct QuestionnaireChoice {
    /// Its code: what is answered.
    pub code: String,
    /// Label in the reader's language.
    pub label: String,
    /// In Swedish.
    pub swedish: String,
    /// In English.
    pub english: String,
}

impl Questionnaire {
    /// From its rows.
    pub fn of(published: &Published, municipality: &str) -> Result<Self, Fault> {
        let row = &published.row;
        let origin = QuestionnaireOrigin::from(row.origin);
        Ok(Self {
            id: GlobalId::write(Kind::Questionnaire, municipality, row.id),
            name: row.name.clone(),
            version: row.version,
            origin,
            origin_label: origin.label().to_owned(),
            is_active: row.active,
            published_at: row.created_at,
            items: published.items.iter().map(QuestionnaireItem::of).collect::<Result<_, _>>()?,
            created_by: row.created_by,
        })
    }

    /// The questionnaire with this id, batched over the page; `NOT_FOUND` when there is none.
    pub async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Self, Fault> {
        let found = ctx.data_unchecked::<DataLoader<Questionnaires>>().load_one(id).await?;
        let found = found.ok_or_else(|| Fault::of(Code::NotFound))?;
        Self::of(&found, ctx.visit()?.signed_in()?.municipality_code())
    }
}

#[ComplexObject]
impl Questionnaire {
    /// Who published it, for those who read mappings; null for what came with the system.
    async fn published_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadMappings, self.created_by?).await.transpose()
    }
}

impl QuestionnaireItem {
    fn of(row: &questionnaire_item::Model) -> Result<Self, Fault> {
        let (domain, kind) = (LifeDomain::from(row.domain), AnswerKind::from(row.answer_kind));
        let secrecy = Secrecy::from(row.secrecy);
        Ok(Self {
            code: row.code.clone(),
            domain,
            domain_label: domain.label().to_owned(),
            text: Language::current().pick(&row.text_sv, &row.text_en).clone(),
            swedish: row.text_sv.clone(),
            english: row.text_en.clone(),
            secrecy,
            secrecy_label: secrecy.label().to_owned(),
            answer_kind: kind,
            answer_kind_label: kind.label().to_owned(),
            choices: store::choices(row)?.into_iter().map(QuestionnaireChoice::of).collect(),
        })
    }
}

impl QuestionnaireChoice {
    fn of(choice: Choice) -> Self {
        let label = Language::current().pick(&choice.sv, &choice.en).clone();
        Self { code: choice.code, label, swedish: choice.sv, english: choice.en }
    }
}
