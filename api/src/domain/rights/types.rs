//! Erasures and legal holds in GraphQL.

use std::collections::{BTreeSet, HashMap};

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::{Enum, ID, InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::{erasure, legal_hold, staff};
use entity::vocabulary;
use uuid::Uuid;

use super::deletion::Counts;
use super::rules::RightsFault;
use super::{store, tables};
use crate::access::Grant;
use crate::domain::staff::types::Staff;
use crate::support::fault::Fault;
use crate::support::language::Language;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// What an erasure takes.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::ErasureKind")]
pub enum ErasureKind {
    /// Everything about one person (radering).
    Person,
    /// What is older than the rules of retention (gallring).
    Retention,
}

/// Where an erasure stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::ErasureState")]
pub enum ErasureState {
    /// Waits for a second person.
    Proposed,
    /// Approved; an operator carries it out.
    Approved,
    /// Refused by the second person.
    Refused,
    /// Done: nothing is left but counts and days.
    CarriedOut,
}

impl ErasureState {
    fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Proposed => ("Föreslagen", "Proposed"),
            Self::Approved => ("Godkänd", "Approved"),
            Self::Refused => ("Avslagen", "Refused"),
            Self::CarriedOut => ("Genomförd", "Carried out"),
        };
        Language::current().pick(swedish, english)
    }
}

/// How many rows of one table.
#[derive(SimpleObject, Clone, Debug)]
pub struct RecordCount {
    /// The type of record.
    pub record_type: String,
    /// What it is called, in the reader's language.
    pub title: String,
    /// How many rows.
    pub rows: i64,
}

impl RecordCount {
    /// Counts by table, in the order of the list.
    pub fn list(counts: &Counts) -> Vec<Self> {
        let one = |table: tables::Table| {
            let (swedish, english) = table.title;
            let rows = i64::try_from(*counts.get(table.name)?).unwrap_or(i64::MAX);
            let title = Language::current().pick(swedish, english).to_owned();
            Some(Self { record_type: table.name.to_owned(), title, rows })
        };
        tables::all().into_iter().filter_map(one).collect()
    }
}

/// What an erasure of one person would take.
#[derive(SimpleObject, Clone, Debug)]
pub struct ErasureDryRun {
    /// Rows by table.
    pub records: Vec<RecordCount>,
    /// Whether the person is under a legal hold, so that nothing is erased.
    pub is_held: bool,
    /// Whether a school register still has the person: its next import would bring them back.
    pub comes_back: bool,
}

/// An erasure (radering, gallring): proposed by one person, decided by another, carried out by an operator.
#[derive(SimpleObject, Clone, Debug)]
pub struct Erasure {
    /// Global id.
    pub id: ID,
    /// What it takes.
    pub kind: ErasureKind,
    /// Where it stands.
    pub state: ErasureState,
    /// The same in words, in the reader's language.
    pub state_label: String,
    /// Global id of the youth; null for retention, and once it is carried out.
    pub youth: Option<ID>,
    /// Why; null for retention, and once it is carried out.
    pub reason: Option<String>,
    /// Rows by table: as counted when it was proposed; as deleted once it is carried out.
    pub records: Vec<RecordCount>,
    /// Who proposed it; null when the person has left.
    pub proposed_by: Option<Staff>,
    /// When it was proposed.
    pub proposed_at: DateTime<Utc>,
    /// Who approved or refused it; null while it waits.
    pub decided_by: Option<Staff>,
    /// When it was approved or refused; null while it waits.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it was carried out; null until then.
    pub carried_out_at: Option<DateTime<Utc>>,
    /// When free pages and files were made clean of it; null until then.
    pub cleaned_at: Option<DateTime<Utc>>,
    #[graphql(skip)]
    pub(super) row_id: Uuid,
}

/// A page of erasures.
pub type ErasurePage = Connection<OpaqueCursor<String>, Erasure, EmptyFields, EmptyFields>;

impl Erasure {
    /// From rows, with the names of the colleagues: one statement.
    pub async fn of(grant: &Grant, rows: Vec<erasure::Model>) -> Result<Vec<Self>, Fault> {
        let people: BTreeSet<Uuid> =
            rows.iter().flat_map(|row| [Some(row.proposed_by), row.decided_by]).flatten().collect();
        let names = grant.colleagues(people).await?;
        rows.into_iter().map(|row| Self::one(grant, row, &names)).collect()
    }

    fn one(grant: &Grant, row: erasure::Model, names: &HashMap<Uuid, staff::Model>) -> Result<Self, Fault> {
        let code = grant.municipality_code();
        let named = |id: &Uuid| names.get(id).map(|row| Staff::of(row.clone(), code));
        let counts: Counts = serde_json::from_str(&row.counts).map_err(|cause| Fault::internal(&cause))?;
        let reason = row.reason.as_ref();
        let reason =
            reason.map(|sealed| grant.keys().columns.open_text(store::REASON, sealed)).transpose()?;
        let state = ErasureState::from(row.state);
        Ok(Self {
            id: GlobalId::write(Kind::Erasure, code, row.id),
            kind: row.kind.into(),
            state,
            state_label: state.label().to_owned(),
            youth: row.youth_id.map(|id| GlobalId::write(Kind::Youth, code, id)),
            reason,
            records: RecordCount::list(&counts),
            proposed_by: named(&row.proposed_by),
            proposed_at: row.proposed_at,
            decided_by: row.decided_by.as_ref().and_then(named),
            decided_at: row.decided_at,
            carried_out_at: row.carried_out_at,
            cleaned_at: row.cleaned_at,
            row_id: row.id,
        })
    }
}

/// A legal hold (spärr mot radering): as long as it stands, nothing about the person is erased.
#[derive(SimpleObject, Clone, Debug)]
pub struct LegalHold {
    /// Global id.
    pub id: ID,
    /// Global id of the youth.
    pub youth: ID,
    /// Why.
    pub reason: String,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when open.
    pub ends_on: Option<Date>,
    /// Who placed it; null when the person has left.
    pub placed_by: Option<Staff>,
    /// When it was lifted; null while it stands.
    pub lifted_at: Option<DateTime<Utc>>,
}

impl LegalHold {
    /// From rows, with the names of the colleagues: one statement.
    pub async fn of(grant: &Grant, rows: Vec<legal_hold::Model>) -> Result<Vec<Self>, Fault> {
        let names = grant.colleagues(rows.iter().map(|row| row.placed_by)).await?;
        let code = grant.municipality_code();
        let one = |row: legal_hold::Model| {
            Ok(Self {
                id: GlobalId::write(Kind::LegalHold, code, row.id),
                youth: GlobalId::write(Kind::Youth, code, row.youth_id),
                reason: grant.keys().columns.open_text(store::HOLD_REASON, &row.reason)?,
                starts_on: Date(row.starts_on),
                ends_on: row.ends_on.map(Date),
                placed_by: names.get(&row.placed_by).map(|row| Staff::of(row.clone(), code)),
                lifted_at: row.lifted_at,
            })
        };
        rows.into_iter().map(one).collect()
    }
}

/// Whom to erase, and why.
#[derive(InputObject, Debug)]
pub struct ProposeErasureInput {
    /// The youth.
    pub youth: ID,
    /// Why, 10 to 500 characters; kept encrypted until it is carried out.
    pub reason: String,
}

/// Which proposal is decided.
#[derive(InputObject, Debug)]
pub struct DecideErasureInput {
    /// The proposal, by another person.
    pub erasure: ID,
}

/// Whom to hold, and why.
#[derive(InputObject, Debug)]
pub struct PlaceHoldInput {
    /// The youth.
    pub youth: ID,
    /// Why, 10 to 500 characters; kept encrypted.
    pub reason: String,
    /// First day; today when left out.
    pub starts_on: Option<Date>,
    /// Last day; open when left out.
    pub ends_on: Option<Date>,
}

/// Which hold is lifted.
#[derive(InputObject, Debug)]
pub struct LiftHoldInput {
    /// The hold.
    pub hold: ID,
}

/// Answer to a change of erasures.
#[derive(SimpleObject, Debug)]
pub struct ErasurePayload {
    /// The erasure as it is now; null when there is none.
    pub erasure: Option<Erasure>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl ErasurePayload {
    /// What was done, or the erasure as it is now and what to mend.
    pub async fn of(
        grant: &Grant,
        row: Option<erasure::Model>,
        fault: Option<RightsFault>,
    ) -> Result<Self, Fault> {
        let erasure = Erasure::of(grant, row.into_iter().collect()).await?.pop();
        Ok(Self { erasure, user_errors: fault.into_iter().map(UserError::from).collect() })
    }
}

/// Answer to a change of legal holds.
#[derive(SimpleObject, Debug)]
pub struct LegalHoldPayload {
    /// The hold as it is now; null when there is none.
    pub hold: Option<LegalHold>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl LegalHoldPayload {
    /// What was done, or the hold as it is now and what to mend.
    pub async fn of(
        grant: &Grant,
        row: Option<legal_hold::Model>,
        fault: Option<RightsFault>,
    ) -> Result<Self, Fault> {
        let hold = LegalHold::of(grant, row.into_iter().collect()).await?.pop();
        Ok(Self { hold, user_errors: fault.into_iter().map(UserError::from).collect() })
    }
}

impl From<RightsFault> for UserError {
    fn from(fault: RightsFault) -> Self {
        use UserErrorCode as C;
        let (field, code, swedish, english) = match fault {
            RightsFault::Reason => (
                "input.reason",
                C::OutOfRange,
                "Ange ett skäl på 10 till 500 tecken.",
                "Give a reason of 10 to 500 characters.",
            ),
            RightsFault::Held => (
                "",
                C::ConditionNotMet,
                "Personen har en spärr mot radering: häv den först.",
                "The person is under a legal hold: lift it first.",
            ),
            RightsFault::Proposed => (
                "input.youth",
                C::Taken,
                "Ett förslag om radering väntar redan.",
                "A proposal to erase waits already.",
            ),
            RightsFault::OwnDeed => (
                "input.erasure",
                C::OwnDeed,
                "En annan person än den som föreslog ska besluta.",
                "Another person than the one who proposed it must decide.",
            ),
            RightsFault::Decided => (
                "input.erasure",
                C::ImpossibleTransition,
                "Förslaget är redan avgjort, eller av ett annat slag.",
                "The proposal has been decided, or is of another kind.",
            ),
            RightsFault::Conflict => (
                "",
                C::Conflict,
                "Någon annan hann före: se hur det är nu.",
                "Somebody else was first: look at how it is now.",
            ),
            RightsFault::EndsBeforeStart => (
                "input.endsOn",
                C::EndsBeforeStart,
                "Sista dagen är före den första.",
                "The last day is before the first.",
            ),
            RightsFault::NotInForce => (
                "input.hold",
                C::ImpossibleTransition,
                "Spärren är redan hävd.",
                "The hold was lifted before.",
            ),
            RightsFault::RecordType => (
                "input.recordType",
                C::NotFound,
                "Det finns ingen sådan handlingstyp med en dag att räkna från.",
                "There is no such type of record with a day to count from.",
            ),
            RightsFault::Months => {
                ("input.months", C::OutOfRange, "Ange 1 till 1200 månader.", "Give 1 to 1200 months.")
            }
            RightsFault::NothingDue => (
                "",
                C::ConditionNotMet,
                "Ingen aktiv regel träffar något.",
                "No active rule has anything due.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
