//! Hand-overs from other municipalities in GraphQL.

use std::collections::HashMap;

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::hand_over_in;
use entity::vocabulary;
use uuid::Uuid;

use super::types_payload::{self, IN, Move, Payload};
use super::{deliver, store};
use crate::access::{Action, Authorize, Grant};
use crate::domain::vocabulary::{Protection, Sex};
use crate::domain::vocabulary_moves::HandOverState;
use crate::domain::vocabulary_process::{Ground, Track};
use crate::domain::youth::types::Youth;
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// A hand-over from another municipality (överlämning): a copy of one's own, as the sender sealed it.
///
/// Of a person with protected data only that there is one is told; whoever accepts appoints a colleague, to whom the
/// youth is then open.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct HandOver {
    /// Global id.
    pub id: ID,
    /// Code of the sending municipality.
    pub from_municipality: String,
    /// The track on which it is received.
    pub to_track: Track,
    /// Protective marking, as the sender or this municipality knows it.
    pub protection: Protection,
    /// Where it stands.
    pub state: HandOverState,
    /// When it came.
    pub arrived_at: DateTime<Utc>,
    /// When it was answered; null until then.
    pub answered_at: Option<DateTime<Utc>>,
    /// The answer in words; null when none was given.
    pub answer: Option<String>,
    /// When the sender had the answer; null until then.
    pub returned_at: Option<DateTime<Utc>>,
    /// What was handed over; null when it was declined, and of a protected person unless seen with a reason.
    pub content: Option<HandOverContent>,
    /// Version, to be sent back with a change.
    pub version: i32,
    #[graphql(skip)]
    youth_id: Option<Uuid>,
}

#[ComplexObject]
impl HandOver {
    /// Label of the track, in the reader's language.
    async fn to_track_label(&self) -> &'static str {
        self.to_track.label()
    }

    /// Label of the state, in the reader's language.
    async fn state_label(&self) -> &'static str {
        self.state.label()
    }

    /// The youth here, once accepted; null before, and when out of reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::load(ctx, self.youth_id?).await.transpose()
    }
}

impl HandOver {
    /// From rows, with what the reader may see of each; one statement.
    pub async fn of(
        ctx: &Context<'_>,
        grant: &Grant,
        rows: Vec<hand_over_in::Model>,
    ) -> Result<HashMap<Uuid, Self>, Fault> {
        let open =
            Youth::open_among(ctx, Action::ReceiveHandOvers, rows.iter().filter_map(|row| row.youth_id))
                .await?;
        let is_open = |row: &hand_over_in::Model| match row.youth_id {
            None => row.protection == vocabulary::Protection::None,
            Some(youth) => open.get(&youth).is_some_and(|open| open.shows_words()),
        };
        rows.into_iter().map(|row| Ok((row.id, Self::one(grant, is_open(&row), row)?))).collect()
    }

    fn one(grant: &Grant, is_open: bool, row: hand_over_in::Model) -> Result<Self, Fault> {
        let carried = row.payload.as_ref().filter(|_| is_open);
        let carried = carried.map(|bytes| Payload::open(grant, IN, bytes)).transpose()?;
        let content = match carried {
            Some(Payload::Transfer(carried)) => Some(HandOverContent::of(*carried, reads_words(grant))),
            _ => None,
        };
        let answer = row.answer.as_ref().filter(|_| is_open);
        Ok(Self {
            id: GlobalId::write(Kind::HandOver, grant.municipality_code(), row.id),
            from_municipality: row.from_municipality,
            to_track: row.to_track.into(),
            protection: row.protection.into(),
            state: row.state.into(),
            arrived_at: row.arrived_at,
            answered_at: row.answered_at,
            answer: answer.map(|text| grant.keys().columns.open_text(store::ANSWER, text)).transpose()?,
            returned_at: row.returned_at,
            content,
            version: row.version,
            youth_id: row.youth_id,
        })
    }
}

/// What a municipality has handed over about a youth.
#[derive(SimpleObject, Clone, Debug)]
pub struct HandOverContent {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth; null when unknown.
    pub birth_date: Option<Date>,
    /// Legal sex; null when unknown.
    pub sex: Option<Sex>,
    /// Civic number (personnummer), twelve characters; null when unknown.
    pub civic_number: Option<String>,
    /// Code of the home municipality (hemkommun); null when unknown.
    pub home_municipality: Option<String>,
    /// E-mail; null when unknown or not handed over.
    pub email: Option<String>,
    /// Phone; null when unknown or not handed over.
    pub phone: Option<String>,
    /// On what ground it was handed over.
    pub ground: Ground,
    /// The provision of law, in words; null on a consent.
    pub provision: Option<String>,
    /// What the sender wants to be known; null when nothing.
    pub message: Option<String>,
    /// What has been planned, in short; null when nothing, and for those who read no class of notes (the home
    /// municipality's officer).
    pub plan_summary: Option<String>,
    /// Enrolments (inskrivningar), the latest first.
    pub enrolments: Vec<HandOverEnrolment>,
    /// Notes of the class GENERAL, the earliest first; none for those who read no class of notes.
    pub notes: Vec<HandOverNote>,
}

/// An enrolment (inskrivning) as it was handed over.
#[derive(SimpleObject, Clone, Debug)]
pub struct HandOverEnrolment {
    /// Name of the school; null for a protected person.
    pub school: Option<String>,
    /// School form (skolform) as SS 12000 names it.
    pub school_type: String,
    /// School year (årskurs) 0 to 13; null when there is none.
    pub school_year: Option<i32>,
    /// Code of the programme (studievägskod); null when there is none.
    pub programme_code: Option<String>,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when it went on.
    pub ends_on: Option<Date>,
}

/// A note (anteckning) as it was handed over.
#[derive(SimpleObject, Clone, Debug)]
pub struct HandOverNote {
    /// When it was written.
    pub written_on: Date,
    /// What it says.
    pub text: String,
}

/// Whether the reader reads any class of words: who receives for the home municipality alone does not read what the other
/// school wrote.
fn reads_words(grant: &Grant) -> bool {
    grant.reach().sights.iter().any(|sight| !sight.reads.is_empty())
}

impl HandOverContent {
    fn of(carried: Move, reads_words: bool) -> Self {
        let ground = carried.ground().into();
        let sex = carried.person.sex().map(Sex::from);
        let (person, contact) = (carried.person, carried.contact);
        let (email, phone) = contact.map_or((None, None), |contact| (contact.email, contact.phone));
        Self {
            given_name: person.given_name,
            family_name: person.family_name,
            birth_date: person.birth_date.map(Date),
            sex,
            civic_number: person.civic_number,
            home_municipality: person.home_municipality,
            email,
            phone,
            ground,
            provision: carried.provision,
            message: carried.message,
            plan_summary: carried.plan.filter(|_| reads_words),
            enrolments: carried.enrolments.into_iter().map(HandOverEnrolment::from).collect(),
            notes: carried.notes.into_iter().filter(|_| reads_words).map(HandOverNote::from).collect(),
        }
    }
}

impl From<types_payload::Enrolment> for HandOverEnrolment {
    fn from(row: types_payload::Enrolment) -> Self {
        Self {
            school: row.school,
            school_type: row.school_type,
            school_year: row.school_year.map(i32::from),
            programme_code: row.programme_code,
            starts_on: Date(row.starts_on),
            ends_on: row.ends_on.map(Date),
        }
    }
}

impl From<types_payload::Note> for HandOverNote {
    fn from(note: types_payload::Note) -> Self {
        Self { written_on: Date(note.written_on), text: note.text }
    }
}

/// What a list of hand-overs says besides its page.
#[derive(Clone, Debug)]
pub struct HandOverTotals {
    pub(super) grant: Grant,
    pub(super) state: Option<vocabulary::HandOverState>,
}

#[Object]
impl HandOverTotals {
    /// How many hand-overs the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(store::count(&self.grant, self.state).await)
    }
}

/// A page of hand-overs.
pub type HandOverPage = Connection<OpaqueCursor<String>, HandOver, HandOverTotals, EmptyFields>;

/// Delivers what waits here to be handed over or answered, at once. What cannot be delivered now is delivered later, so
/// a fault does no harm.
pub async fn deliver_now(ctx: &Context<'_>, municipality: &str) {
    let Ok(visit) = ctx.visit() else { return };
    if let Err(fault) = deliver::deliver(visit.access(), municipality, &deliver::unwatched).await {
        tracing::warn!(?fault, "hand-overs wait on");
    }
}
