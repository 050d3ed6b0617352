//! Entries of the register in GraphQL, with what hangs on them.

use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, Enum, ID, SimpleObject};
use entity::municipality::{kaa_contact, kaa_entry, kaa_measure, kaa_occupation, youth};
use entity::vocabulary::{self, KaaList};
use uuid::Uuid;

use super::loaders::KnownOfYouths;
use super::rules::{self, Coverage};
use super::types_codes::{KaaCode, code_of, code_or_null};
use super::types_register::KaaToVerify;
use crate::access::loading::RowsOfYouths;
use crate::access::{Action, Authorize, Grant};
use crate::domain::staff::types::Staff;
use crate::domain::youth::types::Youth;
use crate::support::fault::{Code, Fault};
use crate::support::language::Language;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// That a youth is in the register of the municipal activity duty (KAA-registret; skollagen 29:9), from a day to a day.
///
/// The register holds the closed list of förordning (2006:39) 4 § and no other personal data: name, number and contact
/// details stand with the youth.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct KaaEntry {
    /// Global id.
    pub id: ID,
    /// The youth.
    pub youth: Youth,
    /// First day of the duty.
    pub registered_on: Date,
    /// Last day of the duty; null while it goes on. At the 20th birthday it is the day before.
    pub ended_on: Option<Date>,
    /// Counts every step, also contacts and measures; send it with the next step.
    pub version: i32,
    #[graphql(skip)]
    row: kaa_entry::Model,
    #[graphql(skip)]
    municipality: String,
}

impl KaaEntry {
    /// From its row and its youth.
    pub fn of(row: kaa_entry::Model, youth: Youth, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::KaaEntry, municipality, row.id),
            youth,
            registered_on: Date(row.registered_on),
            ended_on: row.ended_on.map(Date),
            version: row.version,
            row,
            municipality: municipality.to_owned(),
        }
    }

    /// A new one, from its row and its youth's.
    pub fn new(row: kaa_entry::Model, person: youth::Model, grant: &Grant) -> Self {
        Self::of(row, Youth::of(person, grant, None), grant.municipality_code())
    }

    /// The same entry after a step.
    pub fn now(self, row: kaa_entry::Model) -> Self {
        Self::of(row, self.youth, &self.municipality)
    }

    /// From its row, as a list shows it; none when its youth stays a bare row.
    pub async fn listed(
        ctx: &Context<'_>,
        row: kaa_entry::Model,
        municipality: &str,
    ) -> Result<Option<Self>, Fault> {
        let youth = Youth::load(ctx, row.youth_id).await?.filter(|youth| !youth.is_sealed());
        Ok(youth.map(|youth| Self::of(row, youth, municipality)))
    }

    /// The id of its row.
    pub fn row_id(&self) -> Uuid {
        self.row.id
    }

    /// From its row, unless its youth is out of reach, or has protected data and no reason was given.
    pub async fn opened(ctx: &Context<'_>, row: kaa_entry::Model, municipality: &str) -> Result<Self, Fault> {
        let youth = opened(ctx, row.youth_id).await?;
        Ok(Self::of(row, youth, municipality))
    }
}

/// A youth, unless out of reach, or with protected data and no reason was given.
async fn opened(ctx: &Context<'_>, youth: Uuid) -> Result<Youth, Fault> {
    match Youth::load(ctx, youth).await? {
        Some(youth) if youth.is_sealed() => Err(Fault::of(Code::ReasonRequired)),
        Some(youth) => Ok(youth),
        None => Err(Fault::of(Code::NotFound)),
    }
}

#[ComplexObject]
impl KaaEntry {
    /// Why the youth was registered.
    async fn reason(&self, ctx: &Context<'_>) -> Option<Result<KaaCode, Fault>> {
        Some(code_of(ctx, KaaList::Reason, &self.row.reason).await)
    }

    /// Why the duty ended; null while it goes on.
    async fn end_reason(&self, ctx: &Context<'_>) -> Option<Result<KaaCode, Fault>> {
        code_or_null(ctx, KaaList::EndReason, self.row.end_reason.as_deref()).await
    }

    /// Contacts (kontakter), the latest first, at most 100.
    async fn contacts(&self, ctx: &Context<'_>) -> Option<Result<Vec<KaaContact>, Fault>> {
        let own = self.contact_rows(ctx).await;
        Some(own.map(|rows| rows.into_iter().take(100).map(Self::contact).collect()))
    }

    /// By when a new youth should have been reached: 14 days after the registration, which is a goal and no provision of
    /// law. Null once the youth has been reached, and when the duty has ended.
    async fn contact_due(&self, ctx: &Context<'_>) -> Option<Result<Date, Fault>> {
        if self.row.ended_on.is_some() {
            return None;
        }
        let due = Date(rules::first_contact_due(self.row.registered_on));
        let reached = |rows: Vec<kaa_contact::Model>| rows.iter().any(|row| row.reached);
        self.contact_rows(ctx).await.map(|rows| (!reached(rows)).then_some(due)).transpose()
    }

    /// The last day on which the youth was reached; null when never.
    async fn last_reached_on(&self, ctx: &Context<'_>) -> Option<Result<Date, Fault>> {
        let last = |rows: Vec<kaa_contact::Model>| {
            rows.iter().filter(|row| row.reached).map(|row| Date(row.contacted_on)).max()
        };
        self.contact_rows(ctx).await.map(last).transpose()
    }

    /// Measures (åtgärder) and offers of them, the latest offer first, at most 100.
    async fn measures(&self, ctx: &Context<'_>) -> Option<Result<Vec<KaaMeasure>, Fault>> {
        let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<kaa_measure::Entity>>>();
        let own = rows.load_one(self.row.youth_id).await.map(|rows| {
            let own = rows.unwrap_or_default().into_iter().filter(|row| row.entry_id == self.row.id);
            own.take(100).map(|row| KaaMeasure::of(row, &self.municipality)).collect()
        });
        Some(own)
    }

    /// Earlier, present and coming occupations (sysselsättningar), the latest first, at most 100.
    async fn occupations(&self, ctx: &Context<'_>) -> Option<Result<Vec<KaaOccupation>, Fault>> {
        let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<kaa_occupation::Entity>>>();
        let own = rows.load_one(self.row.youth_id).await.map(|rows| {
            let own = rows.unwrap_or_default().into_iter().filter(|row| row.entry_id == self.row.id);
            own.take(100).map(KaaOccupation::of).collect()
        });
        Some(own)
    }

    /// The 20th birthday: the duty's last day is the day before. Null when the date of birth is unknown.
    async fn turns_twenty_on(&self, ctx: &Context<'_>) -> Option<Result<Date, Fault>> {
        let known = ctx.data_unchecked::<DataLoader<KnownOfYouths>>().load_one(self.row.youth_id).await;
        let birthday = known.map(|known| Some(Date(rules::twentieth_birthday(known?.youth.birth_date?))));
        birthday.transpose()
    }

    /// What should be verified, since no register tells it; empty when nothing, and when the duty has ended.
    async fn to_verify(&self, ctx: &Context<'_>) -> Option<Result<Vec<KaaToVerify>, Fault>> {
        if self.row.ended_on.is_some() {
            return Some(Ok(Vec::new()));
        }
        Some(self.verify(ctx).await)
    }
}

impl KaaEntry {
    async fn contact_rows(&self, ctx: &Context<'_>) -> Result<Vec<kaa_contact::Model>, Fault> {
        let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<kaa_contact::Entity>>>();
        let rows = rows.load_one(self.row.youth_id).await?.unwrap_or_default();
        Ok(rows.into_iter().filter(|row| row.entry_id == self.row.id).collect())
    }

    fn contact(row: kaa_contact::Model) -> KaaContact {
        KaaContact { on: Date(row.contacted_on), reached: row.reached, row }
    }

    async fn verify(&self, ctx: &Context<'_>) -> Result<Vec<KaaToVerify>, Fault> {
        let today = ctx.authorize(Action::ReadKaa)?.reach().today;
        let known = ctx.data_unchecked::<DataLoader<KnownOfYouths>>().load_one(self.row.youth_id).await?;
        let coverage = known.map(|known| rules::covers(&known.facts(), &self.municipality, today));
        Ok(match coverage {
            Some(Coverage::Covered(doubts)) => doubts.into_iter().map(KaaToVerify::of).collect(),
            _ => Vec::new(),
        })
    }
}

/// That contact was sought with a youth (kontakt).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct KaaContact {
    /// On which day.
    pub on: Date,
    /// Whether the youth, or a guardian, was reached.
    pub reached: bool,
    #[graphql(skip)]
    row: kaa_contact::Model,
}

#[ComplexObject]
impl KaaContact {
    /// By which way.
    async fn way(&self, ctx: &Context<'_>) -> Option<Result<KaaCode, Fault>> {
        Some(code_of(ctx, KaaList::ContactWay, &self.row.way).await)
    }

    /// Occupation at the contact; null when not told.
    async fn occupation(&self, ctx: &Context<'_>) -> Option<Result<KaaCode, Fault>> {
        code_or_null(ctx, KaaList::Occupation, self.row.occupation.as_deref()).await
    }

    /// Who sought contact; null when the person has left.
    async fn by(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        Staff::named(ctx, Action::ReadKaa, self.row.author_id).await.transpose()
    }
}

/// Where a measure stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum KaaMeasureState {
    /// Offered, and not answered (erbjuden).
    Offered,
    /// Accepted, and not started (accepterad).
    Accepted,
    /// Declined (avböjd); kept, and told apart.
    Declined,
    /// Goes on (pågår).
    Active,
    /// Has ended (avslutad).
    Ended,
}

impl KaaMeasureState {
    fn of(row: &kaa_measure::Model) -> Self {
        match (row.answer, row.starts_on, row.ends_on) {
            (_, _, Some(_)) => Self::Ended,
            (_, Some(_), None) => Self::Active,
            (Some(vocabulary::KaaAnswer::Declined), ..) => Self::Declined,
            (Some(vocabulary::KaaAnswer::Accepted), ..) => Self::Accepted,
            (None, ..) => Self::Offered,
        }
    }

    fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Offered => ("Erbjuden", "Offered"),
            Self::Accepted => ("Accepterad", "Accepted"),
            Self::Declined => ("Avböjd", "Declined"),
            Self::Active => ("Pågår", "Goes on"),
            Self::Ended => ("Avslutad", "Ended"),
        };
        Language::current().pick(swedish, english)
    }
}

/// A measure (åtgärd) of the activity duty: offer, answer, content by a code, and time.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct KaaMeasure {
    /// Global id.
    pub id: ID,
    /// Hours a week; null when not agreed.
    pub hours_per_week: Option<i32>,
    /// When it was offered.
    pub offered_on: Date,
    /// When it was answered; null while it waits.
    pub answered_on: Option<Date>,
    /// First day; null until it starts.
    pub starts_on: Option<Date>,
    /// Last day; null until it ends.
    pub ends_on: Option<Date>,
    /// Where it stands.
    pub state: KaaMeasureState,
    #[graphql(skip)]
    row: kaa_measure::Model,
}

impl KaaMeasure {
    /// From its row, unless its youth is out of reach, or has protected data and no reason was given.
    pub async fn opened(
        ctx: &Context<'_>,
        row: kaa_measure::Model,
        municipality: &str,
    ) -> Result<Self, Fault> {
        opened(ctx, row.youth_id).await?;
        Ok(Self::of(row, municipality))
    }

    /// From its row.
    pub fn of(row: kaa_measure::Model, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::KaaMeasure, municipality, row.id),
            hours_per_week: row.hours_per_week.map(i32::from),
            offered_on: Date(row.offered_on),
            answered_on: row.answered_on.map(Date),
            starts_on: row.starts_on.map(Date),
            ends_on: row.ends_on.map(Date),
            state: KaaMeasureState::of(&row),
            row,
        }
    }
}

#[ComplexObject]
impl KaaMeasure {
    /// What it is.
    async fn kind(&self, ctx: &Context<'_>) -> Option<Result<KaaCode, Fault>> {
        Some(code_of(ctx, KaaList::Measure, &self.row.kind).await)
    }

    /// Label of its state, in the reader's language.
    async fn state_label(&self) -> &'static str {
        self.state.label()
    }

    /// Why it ended; null until then.
    async fn end_reason(&self, ctx: &Context<'_>) -> Option<Result<KaaCode, Fault>> {
        code_or_null(ctx, KaaList::MeasureEnd, self.row.end_reason.as_deref()).await
    }

    /// Occupation after it; null when not told.
    async fn occupation_after(&self, ctx: &Context<'_>) -> Option<Result<KaaCode, Fault>> {
        code_or_null(ctx, KaaList::Occupation, self.row.occupation_after.as_deref()).await
    }
}

/// What a youth did, does or will do (sysselsättning).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct KaaOccupation {
    /// First day; in the future for what is coming.
    pub starts_on: Date,
    /// Last day; null while it goes on.
    pub ends_on: Option<Date>,
    #[graphql(skip)]
    code: String,
}

impl KaaOccupation {
    fn of(row: kaa_occupation::Model) -> Self {
        Self { starts_on: Date(row.starts_on), ends_on: row.ends_on.map(Date), code: row.code }
    }
}

#[ComplexObject]
impl KaaOccupation {
    /// What.
    async fn occupation(&self, ctx: &Context<'_>) -> Option<Result<KaaCode, Fault>> {
        Some(code_of(ctx, KaaList::Occupation, &self.code).await)
    }
}

/// The entries of a youth, the latest first, batched over the page.
pub async fn kaa_of(ctx: &Context<'_>, youth: &Youth) -> Result<Vec<KaaEntry>, Fault> {
    let grant = ctx.authorize(Action::ReadKaa)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<kaa_entry::Entity>>>();
    let rows = rows.load_one(youth.row_id).await?.unwrap_or_default();
    let code = grant.municipality_code();
    Ok(rows.into_iter().take(100).map(|row| KaaEntry::of(row, youth.clone(), code)).collect())
}
