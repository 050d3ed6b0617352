//! The register as a list, and whom nobody can tell whether it covers, in GraphQL.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::{Enum, InputObject, Object, SimpleObject};
use entity::municipality::youth;

use super::rules::{Doubt, Missing};
use super::store;
use super::types::KaaEntry;
use crate::access::Grant;
use crate::domain::youth::types::Youth;
use crate::support::fault::Fault;
use crate::support::language::Language;
use crate::support::scalars::Date;

/// What should be verified of somebody who is covered as far as is known.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "Doubt")]
pub enum KaaDoubt {
    /// Has left upper secondary school; no register tells whether with a diploma (examen). A study certificate
    /// (studiebevis) is not enough.
    Diploma,
    /// No upper-secondary enrolment is known; there may be one under an authority whose register is not read here.
    StudiesElsewhere,
}

/// Something to be verified.
#[derive(SimpleObject, Clone, Debug)]
pub struct KaaToVerify {
    /// What.
    pub what: KaaDoubt,
    /// The same, in the reader's language.
    pub label: String,
}

impl KaaToVerify {
    /// Of a doubt.
    pub fn of(doubt: Doubt) -> Self {
        let (swedish, english) = match doubt {
            Doubt::Diploma => ("Har ungdomen en examen?", "Does the youth have a diploma?"),
            Doubt::StudiesElsewhere => (
                "Går ungdomen i gymnasieskolan hos en annan huvudman?",
                "Does the youth study at upper secondary level under another authority?",
            ),
        };
        Self { what: doubt.into(), label: Language::current().pick(swedish, english).to_owned() }
    }
}

/// What is missing to work out whether the duty covers a youth.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "Missing")]
pub enum KaaMissing {
    /// The date of birth.
    BirthDate,
    /// The municipality of registration (hemkommun).
    HomeMunicipality,
    /// Whether somebody goes to the school that the register names: its form is not known here, or is left at 18.
    SchoolForm,
    /// Whether a person whom the school register has removed still lives here.
    Removed,
    /// Whether somebody who had moved has come back.
    MovedBack,
}

impl KaaMissing {
    fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::BirthDate => ("Födelsedatum saknas", "The date of birth is unknown"),
            Self::HomeMunicipality => ("Hemkommun saknas", "The home municipality is unknown"),
            Self::SchoolForm => {
                ("Oklart om personen går i skolan", "Unclear whether the person is at school")
            }
            Self::Removed => (
                "Borttagen ur skolans register: bor personen kvar?",
                "Removed from the school register: does the person still live here?",
            ),
            Self::MovedBack => ("Har personen flyttat tillbaka?", "Has the person moved back?"),
        };
        Language::current().pick(swedish, english)
    }
}

/// A youth of whom nobody can tell whether the duty covers: to be clarified, never guessed.
#[derive(SimpleObject, Clone, Debug)]
pub struct KaaToClarify {
    /// The youth.
    pub youth: Youth,
    /// What is missing.
    pub missing: KaaMissing,
    /// The same, in the reader's language.
    pub missing_label: &'static str,
}

impl KaaToClarify {
    /// Of a youth; one with protected data is a bare row without a reason.
    pub fn of(person: youth::Model, grant: &Grant, reason: Option<&str>, missing: Missing) -> Self {
        let (youth, missing) = (Youth::of(person, grant, reason), KaaMissing::from(missing));
        Self { youth, missing, missing_label: missing.label() }
    }
}

/// What the register is narrowed to; what is left out does not limit.
#[derive(InputObject, Clone, Debug, Default)]
pub struct KaaRegisterFilter {
    /// Only entries that have ended, or only those that go on. Ended ones are seen as long as the youth is reached: until
    /// the last day.
    pub ended: Option<bool>,
    /// Only those not reached on this day or later.
    pub uncontacted_since: Option<Date>,
    /// Only those without a measure that goes on.
    #[graphql(default)]
    pub without_measure: bool,
    /// Only those registered for this reason: a code.
    pub reason: Option<String>,
    /// Only those who turn 20 within three months, so that the hand-over can be offered.
    #[graphql(default)]
    pub turns_twenty_soon: bool,
}

impl KaaRegisterFilter {
    /// As the store takes it.
    pub fn read(self, with_reason: bool) -> store::Filter {
        store::Filter {
            ended: self.ended,
            not_reached_since: self.uncontacted_since.map(|day| day.0),
            without_measure: self.without_measure,
            reason: self.reason,
            twenty_soon: self.turns_twenty_soon,
            with_reason,
        }
    }
}

/// What the register says besides its page.
#[derive(Clone, Debug)]
pub struct KaaRegisterTotals {
    pub(super) grant: Grant,
    pub(super) filter: store::Filter,
}

#[Object]
impl KaaRegisterTotals {
    /// How many entries the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(store::count(&self.grant, &self.filter).await)
    }
}

/// A page of the register.
pub type KaaRegister = Connection<OpaqueCursor<String>, KaaEntry, KaaRegisterTotals, EmptyFields>;
