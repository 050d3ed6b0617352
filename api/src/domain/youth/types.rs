//! Youths in GraphQL.

use std::collections::HashMap;

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Object, SimpleObject};
use entity::municipality::{guardian, youth};
use uuid::Uuid;

use super::{loaders, rules, store};
use crate::access::loading::{RowsById, RowsOfYouths, RowsUnder};
use crate::access::{Action, Authorize, Grant, Visit};
use crate::domain::attendance::types::{Attendance, attendance_of};
use crate::domain::case::types::{Case, cases_of};
use crate::domain::consent::types::{Consent, consents_of};
use crate::domain::enrolment::types::{Enrolment, enrolments_of};
use crate::domain::group::types::{Group, groups_of};
use crate::domain::investigation::types::{Investigation, investigations_of};
use crate::domain::kaa::types::{KaaEntry, kaa_of};
use crate::domain::mapping::types::{Mapping, mappings_of};
use crate::domain::note::types::{Note, notes_of};
use crate::domain::plan::types::{Measure, measures_of};
use crate::domain::plan::types_follow_up::{FollowUp, follow_ups_of};
use crate::domain::plan::types_goal::{Goal, goals_of};
use crate::domain::result::types::{SchoolResult, results_of};
use crate::domain::signal::types::{Signal, signals_of};
use crate::domain::transfer::types::{Transfer, transfers_of};
use crate::domain::vocabulary::{GuardianRelation, Protection, Sex};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// A young person (ung, elev).
///
/// Of a person with protected data (skyddade personuppgifter) only `id` and `protection` are given until a reason
/// is: by the argument `reason`, or by the header `Up2-Reason` for the whole request. Every other field is then null
/// or empty.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Youth {
    /// Global id; carries nothing about the person.
    pub id: ID,
    /// Protective marking.
    pub protection: Protection,
    /// Given name; null for a protected person without a reason.
    pub given_name: Option<String>,
    /// Family name; null for a protected person without a reason.
    pub family_name: Option<String>,
    #[graphql(skip)]
    pub(crate) row_id: Uuid,
    #[graphql(skip)]
    sealed: bool,
}

impl Youth {
    /// From its row, as far as the reason opens it; the reason goes into the access log.
    pub fn of(row: youth::Model, grant: &Grant, reason: Option<&str>) -> Self {
        let sealed = rules::is_sealed(row.protection, reason);
        if let (false, true, Some(reason)) = (sealed, row.protection != Protection::None.into(), reason) {
            grant.explain(row.id, reason.trim());
        }
        Self {
            id: GlobalId::write(Kind::Youth, grant.municipality_code(), row.id),
            protection: row.protection.into(),
            given_name: (!sealed).then_some(row.given_name),
            family_name: (!sealed).then_some(row.family_name),
            row_id: row.id,
            sealed,
        }
    }

    /// The youth with this id, batched over the page; null when out of reach.
    pub async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>, Fault> {
        let visit = ctx.visit()?;
        let row = ctx.data_unchecked::<DataLoader<RowsById<youth::Entity>>>().load_one(id).await?;
        let grant = visit.authorize(Action::ReadYouth)?;
        Ok(row.map(|row| Self::of(row, &grant, visit.reason())))
    }

    /// The youth with this id within the reach of a grant about youths; of a person with protected data a reason is
    /// asked for.
    pub async fn opened(ctx: &Context<'_>, grant: &Grant, id: Uuid) -> Result<Self, Fault> {
        let youth = Self::of(store::find(grant, id).await?, grant, ctx.visit()?.reason());
        if youth.sealed { Err(Fault::of(Code::ReasonRequired)) } else { Ok(youth) }
    }

    /// Whom a row read under `action` is about, batched over the page; null when out of reach.
    pub async fn under(ctx: &Context<'_>, action: Action, id: Uuid) -> Result<Option<Self>, Fault> {
        let visit = ctx.visit()?;
        let grant = visit.authorize(action)?;
        let row = ctx.data_unchecked::<DataLoader<RowsUnder<youth::Entity>>>().load_one((action, id)).await?;
        Ok(row.map(|row| Self::of(row, &grant, visit.reason())))
    }

    /// Of these youths, those whom the viewer reaches with an action; each with how far it is open. Batched.
    pub async fn open_among(
        ctx: &Context<'_>,
        action: Action,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, Openness>, Fault> {
        let keys: Vec<_> = ids.into_iter().map(|id| (action, id)).collect();
        if keys.is_empty() {
            return Ok(HashMap::new());
        }
        let open = ctx.data_unchecked::<DataLoader<loaders::OpenUnder>>().load_many(keys).await?;
        Ok(open.into_iter().map(|((_, id), open)| (id, open)).collect())
    }

    /// How far it is open.
    pub fn openness(&self) -> Openness {
        match (self.sealed, self.protection) {
            (true, _) => Openness::Bare,
            (false, Protection::None) => Openness::Open,
            (false, _) => Openness::ForAReason,
        }
    }

    /// Whether it is a bare row: a person with protected data, read without a reason.
    pub fn is_sealed(&self) -> bool {
        self.sealed
    }

    async fn identity(&self, ctx: &Context<'_>) -> Result<Option<store::Identity>, Fault> {
        if self.sealed {
            return Ok(None);
        }
        ctx.data_unchecked::<DataLoader<loaders::Identity>>().load_one(self.row_id).await
    }
}

/// How far a youth within reach is open to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openness {
    /// A person with protected data, of whom only that there is one is told.
    Bare,
    /// A person with protected data, opened for a reason: without address and school.
    ForAReason,
    /// Anybody else.
    Open,
}

impl Openness {
    /// Whether words about the youth are shown.
    pub fn shows_words(self) -> bool {
        self != Self::Bare
    }
}

#[ComplexObject]
impl Youth {
    /// Label of the protective marking, in the reader's language.
    async fn protection_label(&self) -> &'static str {
        self.protection.label()
    }

    /// Date of birth; null when unknown.
    async fn birth_date(&self, ctx: &Context<'_>) -> Option<Result<Date, Fault>> {
        self.identity(ctx).await.map(|known| known?.birth_date.map(Date)).transpose()
    }

    /// Legal sex; null when unknown.
    async fn sex(&self, ctx: &Context<'_>) -> Option<Result<Sex, Fault>> {
        self.identity(ctx).await.map(|known| known?.sex.map(Sex::from)).transpose()
    }

    /// Civic number (personnummer, samordningsnummer), twelve characters; null when unknown or when the register's
    /// has a wrong check digit.
    async fn civic_number(&self, ctx: &Context<'_>) -> Option<Result<String, Fault>> {
        self.identity(ctx).await.map(|known| known?.civic_number).transpose()
    }

    /// Code of the municipality of registration (hemkommun); null when unknown, never guessed. It may differ from
    /// the school authority of the enrolments.
    async fn home_municipality(&self, ctx: &Context<'_>) -> Option<Result<String, Fault>> {
        self.identity(ctx).await.map(|known| known?.home_municipality).transpose()
    }

    /// The youth's own e-mail and phone; null for a protected person without a reason.
    async fn contact(&self, ctx: &Context<'_>) -> Option<Result<Contact, Fault>> {
        if self.sealed {
            return None;
        }
        let loaded = ctx.data_unchecked::<DataLoader<loaders::Contact>>().load_one(self.row_id).await;
        loaded
            .map(|contact| contact.map(|contact| Contact { email: contact.email, phone: contact.phone }))
            .transpose()
    }

    /// Guardians (vårdnadshavare), at most 20. Their contact details are null for a protected youth, and from the
    /// youth's 18th birthday.
    async fn guardians(&self, ctx: &Context<'_>) -> Option<Result<Vec<Guardian>, Fault>> {
        if self.sealed {
            return Some(Ok(Vec::new()));
        }
        Some(guardians(ctx, self.row_id).await)
    }

    /// Enrolments (inskrivningar), the latest first, at most 100; those that have ended too.
    async fn enrolments(&self, ctx: &Context<'_>) -> Option<Result<Vec<Enrolment>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(enrolments_of(ctx, self.row_id).await) }
    }

    /// Groups (grupper) that the youth is in today, at most 100.
    async fn groups(&self, ctx: &Context<'_>) -> Option<Result<Vec<Group>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(groups_of(ctx, self.row_id).await) }
    }

    /// Attendance (närvaro) of the last weeks that have ended or begun.
    async fn attendance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many ISO weeks back, the present one included: 1 to 60.", default = 10)] weeks: i32,
        #[graphql(desc = "Only of this group; otherwise of all lessons.")] group: Option<ID>,
    ) -> Option<Result<Attendance, Fault>> {
        if self.sealed {
            return None;
        }
        Some(attendance_of(ctx, self.row_id, weeks, group.as_ref()).await)
    }

    /// Investigations of absence (utredningar av frånvaro), the latest first, at most 100.
    async fn investigations(&self, ctx: &Context<'_>) -> Option<Result<Vec<Investigation>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(investigations_of(ctx, self.row_id).await) }
    }

    /// Referrals and transfers (remitteringar, överlämningar), the latest first, at most 100.
    async fn transfers(&self, ctx: &Context<'_>) -> Option<Result<Vec<Transfer>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(transfers_of(ctx, self.row_id).await) }
    }

    /// Grades and warnings (betyg, F-varningar), the latest term first, at most 500.
    async fn results(&self, ctx: &Context<'_>) -> Option<Result<Vec<SchoolResult>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(results_of(ctx, self.row_id).await) }
    }

    /// Notes (anteckningar) that the viewer may read, the newest first, at most 100; `notes` gives pages of them.
    async fn notes(&self, ctx: &Context<'_>) -> Option<Result<Vec<Note>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(notes_of(ctx, self.row_id).await) }
    }

    /// Consents (medgivanden) that the viewer may read, the newest first, at most 100; those that have ended too.
    async fn consents(&self, ctx: &Context<'_>) -> Option<Result<Vec<Consent>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(consents_of(ctx, self.row_id).await) }
    }

    /// Entries in the register of the municipal activity duty (KAA-registret), the latest first; null for those who do
    /// not work with it.
    async fn kaa(&self, ctx: &Context<'_>) -> Option<Result<Vec<KaaEntry>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(kaa_of(ctx, self).await) }
    }

    /// Mappings (kartläggningar), the latest first, at most 100.
    async fn mappings(&self, ctx: &Context<'_>) -> Option<Result<Vec<Mapping>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(mappings_of(ctx, self.row_id).await) }
    }

    /// Goals (mål) of all cases that the reader reads, the latest first, at most 100.
    async fn goals(&self, ctx: &Context<'_>) -> Option<Result<Vec<Goal>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(goals_of(ctx, self.row_id).await) }
    }

    /// Measures (insatser) of all cases that the reader reads, the latest first, at most 100.
    async fn measures(&self, ctx: &Context<'_>) -> Option<Result<Vec<Measure>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(measures_of(ctx, self.row_id).await) }
    }

    /// Follow-ups (uppföljningar) of all cases that the reader reads, the first that is due first, at most 100.
    async fn follow_ups(&self, ctx: &Context<'_>) -> Option<Result<Vec<FollowUp>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(follow_ups_of(ctx, self.row_id).await) }
    }

    /// Cases (ärenden) on the tracks that the viewer works on, the latest opened first, at most 100; closed ones too.
    async fn cases(&self, ctx: &Context<'_>) -> Option<Result<Vec<Case>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(cases_of(ctx, self.row_id).await) }
    }

    /// Signals (signaler), the latest first, at most 100; without items that ask for missing reports.
    async fn signals(&self, ctx: &Context<'_>) -> Option<Result<Vec<Signal>, Fault>> {
        if self.sealed { Some(Ok(Vec::new())) } else { Some(signals_of(ctx, self.row_id).await) }
    }
}

async fn guardians(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Guardian>, Fault> {
    let visit: &Visit = ctx.visit()?;
    let grant = visit.authorize(Action::ReadContact)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<guardian::Entity>>>().load_one(youth).await?;
    let identity = ctx.data_unchecked::<DataLoader<loaders::Identity>>().load_one(youth).await?;
    let adult = identity
        .and_then(|known| known.birth_date)
        .is_some_and(|born| grant.reach().today.years_since(born).is_some_and(|years| years >= 18));
    rows.unwrap_or_default().into_iter().take(20).map(|row| Guardian::of(row, &grant, adult)).collect()
}

/// A youth's own contact details (kontaktuppgifter).
#[derive(SimpleObject, Clone, Debug)]
pub struct Contact {
    /// E-mail; null when unknown or protected.
    pub email: Option<String>,
    /// Phone; null when unknown or protected.
    pub phone: Option<String>,
}

/// A guardian (vårdnadshavare) of a youth.
#[derive(SimpleObject, Clone, Debug)]
pub struct Guardian {
    /// Full name.
    pub name: String,
    /// Relation to the youth.
    pub relation: GuardianRelation,
    /// Label of the relation, in the reader's language.
    pub relation_label: String,
    /// E-mail; null when unknown, when the youth is protected, or from the youth's 18th birthday.
    pub email: Option<String>,
    /// Phone; null when unknown, when the youth is protected, or from the youth's 18th birthday.
    pub phone: Option<String>,
}

impl Guardian {
    fn of(row: guardian::Model, grant: &Grant, hidden: bool) -> Result<Self, Fault> {
        let keys = grant.keys();
        let shown = |place, sealed: Option<Vec<u8>>| {
            store::opened(keys, place, sealed.as_deref().filter(|_| !hidden))
        };
        let relation = GuardianRelation::from(row.relation);
        Ok(Self {
            name: keys.columns.open_text("guardian.name", &row.name)?,
            relation,
            relation_label: relation.label().to_owned(),
            email: shown("guardian.email", row.email)?,
            phone: shown("guardian.phone", row.phone)?,
        })
    }
}

/// What a list of youths is narrowed to; what is left out does not limit.
#[derive(InputObject, Clone, Debug, Default)]
pub struct YouthFilter {
    /// Enrolled today at this unit or below it; only for those who read enrolments, as with the school year.
    pub unit: Option<ID>,
    /// In this group today.
    pub group: Option<ID>,
    /// Enrolled today in this school year, 0 to 13.
    pub school_year: Option<i32>,
    /// Part of the name, 1 to 100 characters; case and accents do not matter. Without a reason no person with
    /// protected data is found so.
    pub name: Option<String>,
}

/// Order of a list of youths.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum YouthOrder {
    /// By family name and given name, å ä ö last.
    #[default]
    Name,
    /// The same, from the end.
    NameDescending,
}

/// What a list of youths says besides its page.
#[derive(Clone, Debug)]
pub struct YouthTotals {
    pub(super) grant: Grant,
    pub(super) filter: store::Filter,
}

#[Object]
impl YouthTotals {
    /// How many youths the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(store::count(&self.grant, &self.filter).await)
    }
}

/// A page of youths.
pub type Youths = Connection<OpaqueCursor<String>, Youth, YouthTotals, EmptyFields>;
