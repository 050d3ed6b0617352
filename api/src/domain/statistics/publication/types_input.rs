//! Inputs and payloads of publications.

use async_graphql::{Enum, ID, InputObject, SimpleObject};
use entity::municipality::statistics_draft;

use super::rules::{self, LeftOut, StatisticsFault};
use super::types::StatisticsDraft;
use crate::access::Grant;
use crate::domain::statistics::disclosure::refusal::Refusal;
use crate::domain::vocabulary_statistics::UnitBasis;
use crate::support::fault::Fault;
use crate::support::language::Language;
use crate::support::user_error::{UserError, UserErrorCode};

/// What to prepare.
#[derive(InputObject, Debug)]
pub struct PrepareStatisticsInput {
    /// The period, which has ended: `2024/25`, `2025VT`, `2025H1` or `2025-10`.
    pub period: String,
    /// Which youths are counted.
    pub basis: UnitBasis,
    /// Codes of indicators; all of this basis and kind of period when left out. What the unit has published before comes
    /// along in any case, since it is one system.
    pub indicators: Option<Vec<String>>,
    /// The k to use: fewer than so many are never shown. Each indicator's own floor (5 or 10) when left out; it may be
    /// raised, never lowered.
    pub k: Option<i32>,
}

/// Which draft is decided.
#[derive(InputObject, Debug)]
pub struct DecideStatisticsInput {
    /// The draft.
    pub draft: ID,
    /// The version that was read.
    pub version: i32,
}

/// Which draft is refused, and why.
#[derive(InputObject, Debug)]
pub struct RefuseStatisticsInput {
    /// The draft, by another person.
    pub draft: ID,
    /// The version that was read.
    pub version: i32,
    /// Why, 10 to 500 characters; names nobody.
    pub reason: String,
}

/// What is withdrawn, and why.
#[derive(InputObject, Debug)]
pub struct WithdrawStatisticsInput {
    /// The draft that was published.
    pub draft: ID,
    /// Why, 10 to 500 characters; names nobody.
    pub reason: String,
}

/// Why an indicator is not in a draft.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "rules::Why")]
pub enum LeftOutBecause {
    /// No youth has data in the period (inga uppgifter).
    NoData,
    /// Fewer than 90 % of the population have data (för låg täckning).
    Coverage,
    /// The legal ground of its purpose is not recorded (rättslig grund saknas).
    NoGround,
    /// Too little could be shown, even of three years together (för små grupper).
    TooLittle,
    /// Its cohort has not been followed long enough (för tidigt).
    NotMature,
    /// It is published for three years together, and this year is not the last of three (nästa treårsperiod).
    PoolNotDue,
}

/// An indicator that is not in a draft.
#[derive(SimpleObject, Clone, Debug)]
pub struct LeftOutIndicator {
    /// Its code.
    pub indicator: String,
    /// Why.
    pub because: LeftOutBecause,
    /// The same in words, in the reader's language.
    pub label: String,
}

impl From<LeftOut> for LeftOutIndicator {
    fn from(left_out: LeftOut) -> Self {
        let because = left_out.why.into();
        Self { indicator: left_out.indicator, because, label: label(because).to_owned() }
    }
}

/// Answer to a change of drafts.
#[derive(SimpleObject, Debug, Default)]
pub struct StatisticsDraftPayload {
    /// The draft as it is now; null when there is none.
    pub draft: Option<StatisticsDraft>,
    /// Indicators that are not in it, with the reason.
    pub left_out: Vec<LeftOutIndicator>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl StatisticsDraftPayload {
    /// What was done, or the draft as it is now and what to mend.
    pub async fn of(
        grant: &Grant,
        row: Option<statistics_draft::Model>,
        fault: Option<StatisticsFault>,
    ) -> Result<Self, Fault> {
        let draft = StatisticsDraft::of(grant, row.into_iter().collect()).await?.pop();
        let left_out = match &fault {
            Some(StatisticsFault::NothingToPublish(left_out)) => left_out.clone(),
            _ => Vec::new(),
        };
        let left_out = left_out.into_iter().map(LeftOutIndicator::from).collect();
        Ok(Self { draft, left_out, user_errors: fault.into_iter().map(UserError::from).collect() })
    }
}

impl From<StatisticsFault> for UserError {
    fn from(fault: StatisticsFault) -> Self {
        use UserErrorCode as Code;
        let said = |field: &str, code, swedish: &str, english: &str| Self::new(field, code, swedish, english);
        match fault {
            StatisticsFault::Period => said(
                "input.period",
                Code::Invalid,
                "Skriv perioden som 2024/25, 2025VT, 2025H1 eller 2025-10.",
                "Write the period as 2024/25, 2025VT, 2025H1 or 2025-10.",
            ),
            StatisticsFault::NotEnded => said(
                "input.period",
                Code::OutOfRange,
                "Perioden pågår ännu: publicera den när den är slut.",
                "The period still runs: publish it when it has ended.",
            ),
            StatisticsFault::Indicator(code) => said(
                "input.indicators",
                Code::Invalid,
                &format!("Nyckeltalet {code} finns inte för den perioden och indelningen; se indicators."),
                &format!("There is no indicator {code} for this period and basis; see indicators."),
            ),
            StatisticsFault::Reason => said(
                "input.reason",
                Code::OutOfRange,
                "Ange ett skäl på 10 till 500 tecken.",
                "Give a reason of 10 to 500 characters.",
            ),
            StatisticsFault::NothingToPublish(_) => said(
                "input.period",
                Code::ConditionNotMet,
                "Det finns inget att publicera; leftOut säger varför.",
                "There is nothing to publish; leftOut says why.",
            ),
            StatisticsFault::Refused(refusal) => of_refusal(&refusal),
            StatisticsFault::OwnDeed => said(
                "input.draft",
                Code::OwnDeed,
                "En annan än den som förberett publiceringen ska avgöra den.",
                "Another person than the one who prepared the publication decides it.",
            ),
            StatisticsFault::NotOwn => said(
                "input.draft",
                Code::NotPermitted,
                "Bara den som förberett utkastet kan ta tillbaka det.",
                "Only whoever prepared the draft can take it back.",
            ),
            StatisticsFault::Decided | StatisticsFault::Withdrawn => {
                said("input.draft", Code::Closed, "Det är redan avgjort.", "It has been decided already.")
            }
            StatisticsFault::Conflict => said(
                "input.version",
                Code::Conflict,
                "En annan publicering av samma period hann före, eller utkastet har ändrats: förbered på nytt.",
                "Another publication of the same period came first, or the draft has changed: prepare again.",
            ),
        }
    }
}

/// What the control of disclosure refuses; its own code stands in the message.
fn of_refusal(refusal: &Refusal) -> UserError {
    match refusal {
        Refusal::ThresholdBelowFloor { floor, .. } => UserError::new(
            "input.k",
            UserErrorCode::BelowFloor,
            &format!("k får höjas men aldrig sänkas under {floor}."),
            &format!("k may be raised, never lowered below {floor}."),
        ),
        other => {
            let code = other.code();
            UserError::new(
                "",
                UserErrorCode::DisclosureRefused,
                &format!("Röjandekontrollen släpper inte igenom publiceringen ({code})."),
                &format!("The control of disclosure does not let this be published ({code})."),
            )
        }
    }
}

/// A label of why an indicator is left out, in the reader's language.
fn label(because: LeftOutBecause) -> &'static str {
    let (swedish, english) = match because {
        LeftOutBecause::NoData => ("Inga uppgifter i perioden", "No data in the period"),
        LeftOutBecause::Coverage => ("För låg täckning", "Too little coverage"),
        LeftOutBecause::NoGround => ("Rättslig grund saknas", "No legal ground recorded"),
        LeftOutBecause::TooLittle => ("För små grupper", "Groups too small"),
        LeftOutBecause::NotMature => ("För tidigt för kullen", "Too early for the cohort"),
        LeftOutBecause::PoolNotDue => ("Nästa treårsperiod", "The next three years"),
    };
    Language::current().pick(swedish, english)
}
