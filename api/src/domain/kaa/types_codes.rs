//! The code lists of the register in GraphQL.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, Enum, InputObject, SimpleObject};
use chrono::NaiveDate;
use entity::municipality::kaa_code;
use entity::vocabulary;

use super::loaders::AllCodes;
use super::rules_codes::{ListFault, is_valid};
use crate::access::Authorize;
use crate::support::fault::Fault;
use crate::support::language::Language;
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// A code list (kodlista) of the KAA register.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::KaaList")]
pub enum KaaList {
    /// Why a youth was registered (orsak till registrering).
    Reason,
    /// Occupation (sysselsättning): education, work, other service or activity.
    Occupation,
    /// The way of a contact (kontaktsätt).
    ContactWay,
    /// Kind of a measure (åtgärd).
    Measure,
    /// Why a measure ended.
    MeasureEnd,
    /// Why the duty ended (orsak till avregistrering).
    EndReason,
}

/// A code of a list of the KAA register (kod). The lists are data: a municipality replaces them by `setKaaCodes`.
#[derive(SimpleObject, Clone, Debug)]
pub struct KaaCode {
    /// Its list.
    pub list: KaaList,
    /// The code: capitals, digits and underscores.
    pub code: String,
    /// What it is called, in the reader's language.
    pub label: String,
    /// The code that SCB uses for it; null while nobody has entered it.
    pub scb_code: Option<String>,
    /// First day on which it can be used; null for a code that its list no longer has.
    pub valid_from: Option<Date>,
    /// Last day on which it can be used; null while there is none.
    pub valid_to: Option<Date>,
    /// Whether it can be used today.
    pub active: bool,
}

impl KaaCode {
    /// From its row.
    pub fn of(row: &kaa_code::Model, today: NaiveDate) -> Self {
        Self {
            list: row.list.into(),
            code: row.code.clone(),
            label: Language::current().pick(&row.label_sv, &row.label_en).clone(),
            scb_code: row.scb_code.clone(),
            valid_from: Some(Date(row.valid_from)),
            valid_to: row.valid_to.map(Date),
            active: is_valid(row, today),
        }
    }

    /// A code that its list does not have.
    pub fn stranger(list: vocabulary::KaaList, code: &str) -> Self {
        Self {
            list: list.into(),
            code: code.to_owned(),
            label: code.to_owned(),
            scb_code: None,
            valid_from: None,
            valid_to: None,
            active: false,
        }
    }
}

/// A code by its list, batched over the request.
pub async fn code_of(ctx: &Context<'_>, list: vocabulary::KaaList, code: &str) -> Result<KaaCode, Fault> {
    let today = ctx.visit()?.clock().today();
    let codes = ctx.data_unchecked::<DataLoader<AllCodes>>().load_one(()).await?;
    let row = codes.as_ref().and_then(|codes| codes.get(list, code));
    Ok(row.map_or_else(|| KaaCode::stranger(list, code), |row| KaaCode::of(row, today)))
}

/// A code that may be null.
pub async fn code_or_null(
    ctx: &Context<'_>,
    list: vocabulary::KaaList,
    code: Option<&str>,
) -> Option<Result<KaaCode, Fault>> {
    Some(code_of(ctx, list, code?).await)
}

/// A code of a list that replaces another.
#[derive(InputObject, Clone, Debug)]
pub struct KaaCodeInput {
    /// The code: 1 to 40 capitals, digits and underscores.
    pub code: String,
    /// What it is called in Swedish, 1 to 100 characters; never anything about health.
    pub label_sv: String,
    /// What it is called in English, 1 to 100 characters.
    pub label_en: String,
    /// The code that SCB uses for it, 1 to 20 letters and digits; null when not known.
    pub scb_code: Option<String>,
    /// First day on which it can be used.
    pub valid_from: Date,
    /// Last day on which it can be used; null while there is none.
    pub valid_to: Option<Date>,
}

/// A list that replaces another as a whole.
#[derive(InputObject, Clone, Debug)]
pub struct SetKaaCodesInput {
    /// Which list.
    pub list: KaaList,
    /// Its codes in their order, 1 to 100. A code in use, and one that the system itself writes, must be among them; one
    /// in use may be given a last day.
    pub codes: Vec<KaaCodeInput>,
}

impl SetKaaCodesInput {
    /// As rows.
    pub fn rows(&self) -> Vec<kaa_code::Model> {
        let row = |(position, input): (i32, &KaaCodeInput)| kaa_code::Model {
            list: self.list.into(),
            code: input.code.trim().to_owned(),
            label_sv: input.label_sv.trim().to_owned(),
            label_en: input.label_en.trim().to_owned(),
            scb_code: input.scb_code.as_deref().map(|code| code.trim().to_owned()),
            valid_from: input.valid_from.0,
            valid_to: input.valid_to.map(|day| day.0),
            position,
        };
        (0..).zip(&self.codes).map(row).collect()
    }
}

/// Answer to `setKaaCodes`.
#[derive(SimpleObject, Debug)]
pub struct SetKaaCodesPayload {
    /// The list as it is now; null when not changed.
    pub codes: Option<Vec<KaaCode>>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl SetKaaCodesPayload {
    /// The list as it is now.
    pub fn done(codes: Vec<KaaCode>) -> Self {
        Self { codes: Some(codes), user_errors: Vec::new() }
    }

    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { codes: None, user_errors: vec![error.into()] }
    }
}

impl From<ListFault> for UserError {
    fn from(fault: ListFault) -> Self {
        let new = |code, swedish: &str, english: &str| Self::new("input.codes", code, swedish, english);
        match fault {
            ListFault::Size => {
                new(UserErrorCode::OutOfRange, "Skicka 1 till 100 koder.", "Send 1 to 100 codes.")
            }
            ListFault::Code(index) => new(
                UserErrorCode::Invalid,
                "En kod är 1 till 40 versaler, siffror och understreck.",
                "A code is 1 to 40 capitals, digits and underscores.",
            )
            .at(index),
            ListFault::Twice(index) => {
                new(UserErrorCode::Taken, "Koden finns redan i listan.", "The code is in the list already.")
                    .at(index)
            }
            ListFault::Label(index) => new(
                UserErrorCode::OutOfRange,
                "En benämning är 1 till 100 tecken.",
                "A label is 1 to 100 characters.",
            )
            .at(index),
            ListFault::Official(index) => new(
                UserErrorCode::Invalid,
                "SCB:s kod är 1 till 20 bokstäver och siffror.",
                "The code of SCB is 1 to 20 letters and digits.",
            )
            .at(index),
            ListFault::Period(index) => new(
                UserErrorCode::EndsBeforeStart,
                "Sista dagen ligger före den första.",
                "The last day is before the first.",
            )
            .at(index),
            ListFault::Gone(code) => new(
                UserErrorCode::ConditionNotMet,
                &format!(
                    "Koden {code} används: den kan få en sista dag men inte tas bort, \
                     och en kod som systemet självt skriver avslutas inte."
                ),
                &format!(
                    "The code {code} is in use: it may be given a last day, and is not taken out; \
                     one that the system itself writes is not ended."
                ),
            ),
        }
    }
}
