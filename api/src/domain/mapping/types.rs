//! Mappings in GraphQL.

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::{mapping, mapping_answer};
use uuid::Uuid;

use super::loaders::Questionnaires;
use super::store::Published;
use super::store_changes::{OWN_VOICE, VALUE};
use super::types_questionnaire::Questionnaire;
use crate::access::loading::{RowsById, RowsOfParents, RowsOfYouths};
use crate::access::{Action, Authorize, Grant};
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary_mapping::{LifeDomain, MappingState};
use crate::domain::vocabulary_process::{Secrecy, Track};
use crate::domain::youth::types::Youth;
pub use crate::domain::youth::types_opened::open_youth;
use crate::support::fault::{Code, Fault};
use crate::support::language::Language;
use crate::support::page::{GlobalId, Kind};

/// A mapping (kartläggning) of one youth in a case. That a draft is there is seen by everyone who reads mappings of the
/// youth; its answers are seen by whoever wrote them alone until it is completed, and by their class from then on.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Mapping {
    /// Global id.
    pub id: ID,
    /// Global id of the case that it belongs to.
    pub case_id: ID,
    /// The track of the case.
    pub track: Track,
    /// Label of the track, in the reader's language.
    pub track_label: String,
    /// Where it stands.
    pub state: MappingState,
    /// Label of the state, in the reader's language.
    pub state_label: String,
    /// When it was begun.
    pub started_at: DateTime<Utc>,
    /// When it was completed; null while a draft.
    pub completed_at: Option<DateTime<Utc>>,
    /// Counts its changes; to be sent with the next one.
    pub version: i32,
    #[graphql(skip)]
    row: mapping::Model,
}

impl Mapping {
    /// From its row.
    pub fn of(row: mapping::Model, municipality: &str) -> Self {
        let (track, state) = (Track::from(row.track), MappingState::from(row.state));
        Self {
            id: GlobalId::write(Kind::Mapping, municipality, row.id),
            case_id: GlobalId::write(Kind::Case, municipality, row.case_id),
            track,
            track_label: track.label().to_owned(),
            state,
            state_label: state.label().to_owned(),
            started_at: row.started_at,
            completed_at: row.completed_at,
            version: row.version,
            row,
        }
    }

    async fn told(&self, ctx: &Context<'_>) -> Result<Vec<MappingAnswer>, Fault> {
        let rows = ctx.data_unchecked::<DataLoader<RowsOfParents<mapping_answer::Entity>>>();
        let rows = rows.load_one(self.row.id).await?.unwrap_or_default();
        let published = published(ctx, self.row.questionnaire_id).await?;
        let grant = ctx.authorize(Action::ReadMappings)?;
        let mut answers = rows
            .into_iter()
            .map(|row| MappingAnswer::of(&grant, row, &published))
            .collect::<Result<Vec<_>, _>>()?;
        answers.sort_by_key(|answer| answer.position);
        Ok(answers)
    }
}

#[ComplexObject]
impl Mapping {
    /// Whom it is about; null when out of reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::load(ctx, self.row.youth_id).await.transpose()
    }

    /// By which version of which questionnaire.
    async fn questionnaire(&self, ctx: &Context<'_>) -> Option<Result<Questionnaire, Fault>> {
        Some(Questionnaire::load(ctx, self.row.questionnaire_id).await)
    }

    /// Who began it; null when the person has left.
    async fn started_by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadMappings, self.row.started_by).await.transpose()
    }

    /// The answers that the reader reads, in the order of the questions: of a draft their own, otherwise by class. Several
    /// members of staff may have answered the same question, each for themselves.
    async fn answers(&self, ctx: &Context<'_>) -> Option<Result<Vec<MappingAnswer>, Fault>> {
        Some(self.told(ctx).await)
    }

    /// Strengths and risks (styrkor, risker) by domain of life, among the answers that the reader reads; domains without
    /// an answer are left out.
    async fn summary(&self, ctx: &Context<'_>) -> Option<Result<Vec<DomainSummary>, Fault>> {
        Some(self.told(ctx).await.map(|answers| DomainSummary::of(&answers)))
    }
}

/// What one member of staff answered to one question (svar).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct MappingAnswer {
    /// Global id.
    pub id: ID,
    /// Code of the question.
    pub item_code: String,
    /// The question, in the reader's language.
    pub question: String,
    /// Which domain of life it is about.
    pub domain: LifeDomain,
    /// Label of the domain, in the reader's language.
    pub domain_label: String,
    /// Its secrecy class.
    pub secrecy: Secrecy,
    /// Label of the class, in the reader's language.
    pub secrecy_label: String,
    /// What was answered: words, `1` to `5`, `YES` or `NO`, or the code of a choice; null when only the youth has said
    /// something.
    pub value: Option<String>,
    /// What the youth says in their own words (den unges egen röst); null when nothing.
    pub own_voice: Option<String>,
    /// Whether it is a strength (styrka).
    pub is_strength: bool,
    /// Whether it is a risk.
    pub is_risk: bool,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// Counts its changes, from 1; to be sent with the next one.
    pub version: i32,
    #[graphql(skip)]
    author_id: Uuid,
    #[graphql(skip)]
    position: i32,
}

impl MappingAnswer {
    fn of(grant: &Grant, row: mapping_answer::Model, published: &Published) -> Result<Self, Fault> {
        let item = published.item(&row.item_code);
        let item = item.ok_or_else(|| Fault::internal(&"an answer to a question that is not there"))?;
        let keys = &grant.keys().columns;
        let opened = |place, text: &Option<Vec<u8>>| text.as_ref().map(|text| keys.open_text(place, text));
        let (domain, secrecy) = (LifeDomain::from(item.domain), Secrecy::from(row.secrecy));
        Ok(Self {
            id: GlobalId::write(Kind::MappingAnswer, grant.municipality_code(), row.id),
            value: opened(VALUE, &row.value).transpose()?,
            own_voice: opened(OWN_VOICE, &row.own_voice).transpose()?,
            item_code: row.item_code,
            question: Language::current().pick(&item.text_sv, &item.text_en).clone(),
            domain,
            domain_label: domain.label().to_owned(),
            secrecy,
            secrecy_label: secrecy.label().to_owned(),
            is_strength: row.is_strength,
            is_risk: row.is_risk,
            changed_at: row.changed_at,
            version: row.version,
            author_id: row.author_id,
            position: item.position,
        })
    }

    /// The answer with this global id.
    pub async fn load(ctx: &Context<'_>, id: &ID) -> Result<Self, Fault> {
        let grant = ctx.authorize(Action::ReadMappings)?;
        let id = GlobalId::local(id, Kind::MappingAnswer, grant.municipality_code())?;
        let gone = || Fault::of(Code::NotFound);
        let row = ctx.data_unchecked::<DataLoader<RowsById<mapping_answer::Entity>>>().load_one(id).await?;
        let row = row.ok_or_else(gone)?;
        let of =
            ctx.data_unchecked::<DataLoader<RowsById<mapping::Entity>>>().load_one(row.mapping_id).await?;
        open_youth(ctx, Action::ReadMappings, row.youth_id).await?;
        Self::of(&grant, row, &*published(ctx, of.ok_or_else(gone)?.questionnaire_id).await?)
    }
}

#[ComplexObject]
impl MappingAnswer {
    /// Who wrote it; null when the person has left.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadMappings, self.author_id).await.transpose()
    }
}

/// Strengths and risks in one domain of life.
#[derive(SimpleObject, Clone, Debug)]
pub struct DomainSummary {
    /// The domain.
    pub domain: LifeDomain,
    /// Label of the domain, in the reader's language.
    pub domain_label: String,
    /// How many answers the reader reads.
    pub answers: i32,
    /// How many of them are strengths (styrkor).
    pub strengths: i32,
    /// How many of them are risks.
    pub risks: i32,
}

impl DomainSummary {
    /// In the order in which the domains are first asked about.
    fn of(answers: &[MappingAnswer]) -> Vec<Self> {
        let mut domains: Vec<Self> = Vec::new();
        for answer in answers {
            let at = domains.iter().position(|known| known.domain == answer.domain).unwrap_or_else(|| {
                let domain_label = answer.domain_label.clone();
                domains.push(Self {
                    domain: answer.domain,
                    domain_label,
                    answers: 0,
                    strengths: 0,
                    risks: 0,
                });
                domains.len() - 1
            });
            if let Some(domain) = domains.get_mut(at) {
                domain.answers += 1;
                domain.strengths += i32::from(answer.is_strength);
                domain.risks += i32::from(answer.is_risk);
            }
        }
        domains
    }
}

async fn published(ctx: &Context<'_>, id: Uuid) -> Result<Arc<Published>, Fault> {
    let found = ctx.data_unchecked::<DataLoader<Questionnaires>>().load_one(id).await?;
    found.ok_or_else(|| Fault::internal(&"a mapping by a questionnaire that is not there"))
}

/// The mappings of a youth, the latest first, batched over the page.
pub async fn mappings_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Mapping>, Fault> {
    let grant = ctx.authorize(Action::ReadMappings)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<mapping::Entity>>>().load_one(youth).await?;
    let code = grant.municipality_code();
    Ok(rows.unwrap_or_default().into_iter().take(100).map(|row| Mapping::of(row, code)).collect())
}
