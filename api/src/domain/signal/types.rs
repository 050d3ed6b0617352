//! Signals in GraphQL, and what they rest on.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::municipality::{signal, signal_rule};
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::loaders::Unattended;
use super::rules::Reading;
use super::store;
use super::types_event::{SignalEvent, history};
use super::types_rule::SignalRule;
use crate::access::loading::{RowsById, RowsOfYouths};
use crate::access::{Action, Authorize, Grant};
use crate::domain::attendance::types::AttendanceWeek;
use crate::domain::case::types::Case;
use crate::domain::staff::types::Staff;
use crate::domain::vocabulary::Role;
use crate::domain::vocabulary_signal::{SignalKind, SignalMeasure, SignalSource, SignalState};
use crate::domain::youth::types::Youth;
use crate::support::fault::{Code, Fault};
use crate::support::minutes::{Minutes, share};
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;

/// Most signals of one youth that are listed.
const MOST: usize = 100;

/// What a rule looked at, as it is kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Inputs {
    /// Minutes of the weeks of the window.
    #[serde(default)]
    pub weeks: Vec<WeekLookedAt>,
    /// Codes of the subjects failed or warned of.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// How many observations there were.
    #[serde(default)]
    pub observations: usize,
}

/// Minutes of a week, as they are kept.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WeekLookedAt {
    week: NaiveDate,
    valid: i64,
    invalid: i64,
    other: i64,
    reported: i64,
    offered: i64,
}

impl From<(NaiveDate, Minutes)> for WeekLookedAt {
    fn from((week, minutes): (NaiveDate, Minutes)) -> Self {
        let Minutes { valid, invalid, other, reported, offered } = minutes;
        Self { week, valid, invalid, other, reported, offered }
    }
}

impl WeekLookedAt {
    fn minutes(self) -> Minutes {
        let Self { valid, invalid, other, reported, offered, .. } = self;
        Minutes { valid, invalid, other, reported, offered }
    }
}

impl Inputs {
    /// The minutes of all weeks.
    pub fn sum(&self) -> Minutes {
        self.weeks.iter().fold(Minutes::default(), |sum, week| sum.plus(week.minutes()))
    }
}

/// What was over which threshold of which rule, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trigger {
    rule: String,
    version: i32,
    measure: String,
    threshold: i32,
    known: i64,
    at_most: i64,
    whole: Option<i64>,
}

impl Trigger {
    /// That a rule was met by a reading.
    pub fn of(rule: &signal_rule::Model, reading: Reading) -> Self {
        let (known, at_most, whole) = match reading {
            Reading::Share { known, at_most, offered } => (known, at_most, Some(offered)),
            Reading::Count(count) => (count, count, None),
        };
        let measure = rule.measure.to_value();
        let (rule, version, threshold) = (rule.name.clone(), rule.version, rule.threshold);
        Self { rule, version, measure, threshold, known, at_most, whole }
    }
}

/// A signal (signal): that somebody should look at how a youth is doing. It opens work for a person, and decides nothing.
///
/// A rule raises one signal an episode: from when its threshold is met until the figure is surely below it again. Of a
/// person with protected data (skyddade personuppgifter) what it rests on, its words and its history are null or empty
/// until a reason is given, as with `Youth`.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Signal {
    /// Global id; carries nothing about the person.
    pub id: ID,
    /// What it is about.
    pub kind: SignalKind,
    /// Where it comes from.
    pub source: SignalSource,
    /// Where it stands.
    pub state: SignalState,
    /// Step of the municipality's staircase (åtgärdstrappa), from 1; null for an observation.
    pub step: Option<i32>,
    /// The role that is to attend to it.
    pub owner_role: Role,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// The school day (skoldag) by which somebody should have attended to it.
    pub due_on: Date,
    /// When the figure was found surely below the threshold again; null while it stands, and for an observation.
    pub cleared_at: Option<DateTime<Utc>>,
    /// Counts its changes, from 1: send it with the next change.
    pub version: i32,
    #[graphql(skip)]
    row: signal::Model,
    #[graphql(skip)]
    municipality: String,
}

impl Signal {
    /// From its row.
    pub fn of(row: signal::Model, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::Signal, municipality, row.id),
            kind: row.kind.into(),
            source: row.source.into(),
            state: row.state.into(),
            step: (row.step > 0).then_some(row.step),
            owner_role: row.owner_role.into(),
            raised_at: row.raised_at,
            due_on: Date(row.due_on),
            cleared_at: row.cleared_at,
            version: row.version,
            municipality: municipality.to_owned(),
            row,
        }
    }

    /// The signal with this id; null when out of reach.
    pub async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>, Fault> {
        let grant = ctx.authorize(Action::ReadSignals)?;
        match store::find(&grant, id).await {
            Ok(row) => Ok(Some(Self::of(row, grant.municipality_code()))),
            Err(fault) if fault.code() == Code::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Whether what it says is open: not that of a protected person without a reason.
    async fn is_open(&self, ctx: &Context<'_>) -> Result<bool, Fault> {
        Ok(Youth::load(ctx, self.row.youth_id).await?.is_some_and(|youth| !youth.is_sealed()))
    }
}

#[ComplexObject]
impl Signal {
    /// Label of the kind, in the reader's language.
    async fn kind_label(&self) -> &'static str {
        self.kind.label()
    }

    /// Label of the source, in the reader's language.
    async fn source_label(&self) -> &'static str {
        self.source.label()
    }

    /// Label of the state, in the reader's language.
    async fn state_label(&self) -> &'static str {
        self.state.label()
    }

    /// Label of the role, in the reader's language.
    async fn owner_role_label(&self) -> &'static str {
        self.owner_role.label()
    }

    /// Whom it is about; null when out of reach.
    async fn youth(&self, ctx: &Context<'_>) -> Option<Result<Youth, Fault>> {
        Youth::load(ctx, self.row.youth_id).await.transpose()
    }

    /// The case (ärende) that it led to; null while there is none, and when that is out of reach.
    async fn case(&self, ctx: &Context<'_>) -> Option<Result<Case, Fault>> {
        Case::load(ctx, self.row.case_id?).await.transpose()
    }

    /// Whether nobody has entered anything since it was raised, as far as the reader may see: it was not handled, no
    /// note was written, nothing was done about a case and no measure. These are to be looked at first.
    async fn unattended(&self, ctx: &Context<'_>) -> Option<Result<bool, Fault>> {
        let loaded = ctx.data_unchecked::<DataLoader<Unattended>>().load_one(self.row.id).await;
        Some(loaded.map(|unattended| unattended.is_some()))
    }

    /// The rule that raised it, as it is now; null for an observation.
    async fn rule(&self, ctx: &Context<'_>) -> Option<Result<SignalRule, Fault>> {
        let loader = ctx.data_unchecked::<DataLoader<RowsById<signal_rule::Entity>>>();
        let row = loader.load_one(self.row.rule_id?).await;
        row.map(|row| row.map(|row| SignalRule::of(row, &self.municipality))).transpose()
    }

    /// What it rests on, as it was when it was raised; null for an observation, and for a protected person without a
    /// reason.
    async fn explanation(&self, ctx: &Context<'_>) -> Option<Result<SignalExplanation, Fault>> {
        match self.is_open(ctx).await {
            Ok(true) => explanation(ctx, &self.row).transpose(),
            Ok(false) => None,
            Err(fault) => Some(Err(fault)),
        }
    }

    /// The words of an observation; null for a rule's signal, and for a protected person without a reason.
    async fn text(&self, ctx: &Context<'_>) -> Option<Result<String, Fault>> {
        let sealed = self.row.text.as_deref()?;
        let opened = async {
            if !self.is_open(ctx).await? {
                return Ok(None);
            }
            let grant = ctx.authorize(Action::ReadSignals)?;
            grant.keys().columns.open_text("signal.text", sealed).map(Some)
        };
        opened.await.transpose()
    }

    /// Who raised an observation; null for a rule's signal, and for a protected person without a reason.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        match self.is_open(ctx).await {
            Ok(true) => Staff::named(ctx, Action::ReadSignals, self.row.author_id?).await.transpose(),
            Ok(false) => None,
            Err(fault) => Some(Err(fault)),
        }
    }

    /// What happened to it, the earliest first; empty for a protected person without a reason.
    async fn history(&self, ctx: &Context<'_>) -> Option<Result<Vec<SignalEvent>, Fault>> {
        match self.is_open(ctx).await {
            Ok(true) => Some(history(ctx, self.row.id).await),
            Ok(false) => Some(Ok(Vec::new())),
            Err(fault) => Some(Err(fault)),
        }
    }
}

fn explanation(ctx: &Context<'_>, row: &signal::Model) -> Result<Option<SignalExplanation>, Fault> {
    let (Some(inputs), Some(triggers)) = (&row.inputs, &row.triggers) else { return Ok(None) };
    let grant = ctx.authorize(Action::ReadSignals)?;
    let columns = &grant.keys().columns;
    let unreadable = |cause: serde_json::Error| Fault::internal(&cause);
    let inputs: Inputs =
        serde_json::from_slice(&columns.open("signal.inputs", inputs)?).map_err(unreadable)?;
    let triggers: Vec<Trigger> =
        serde_json::from_slice(&columns.open("signal.triggers", triggers)?).map_err(unreadable)?;
    triggers.into_iter().next().map(|trigger| SignalExplanation::of(trigger, inputs)).transpose()
}

/// What a signal rests on (underlag): the rule as it was, and what it looked at.
#[derive(SimpleObject, Clone, Debug)]
pub struct SignalExplanation {
    /// Name of the rule when it raised the signal.
    pub rule_name: String,
    /// Version of the rule when it raised the signal.
    pub rule_version: i32,
    /// What it measured.
    pub measure: SignalMeasure,
    /// Label of the measure, in the reader's language.
    pub measure_label: &'static str,
    /// From where it raised: basis points of a share (1500 is 15 %), otherwise a count.
    pub threshold: i32,
    /// The share that is known, 0 to 1, four decimals; null where it counted.
    pub share: Option<f64>,
    /// The share if all that is unreported was absence, 0 to 1, four decimals; null where it counted.
    pub share_at_most: Option<f64>,
    /// What it counted; null where it measured a share.
    pub count: Option<i64>,
    /// The weeks with lessons that it looked at, the earliest first; empty where it counted.
    pub weeks: Vec<AttendanceWeek>,
    /// Codes of the subjects failed or warned of; empty for other measures.
    pub subjects: Vec<String>,
}

impl SignalExplanation {
    fn of(trigger: Trigger, inputs: Inputs) -> Result<Self, Fault> {
        let measure = entity::vocabulary::SignalMeasure::try_from_value(&trigger.measure)?;
        let of_whole = |part| trigger.whole.and_then(|whole| share(part, whole));
        let measure = SignalMeasure::from(measure);
        Ok(Self {
            share: of_whole(trigger.known),
            share_at_most: of_whole(trigger.at_most),
            count: trigger.whole.is_none().then_some(trigger.known),
            rule_name: trigger.rule,
            rule_version: trigger.version,
            measure,
            measure_label: measure.label(),
            threshold: trigger.threshold,
            weeks: inputs.weeks.iter().map(|week| AttendanceWeek::of(week.week, week.minutes())).collect(),
            subjects: inputs.subjects,
        })
    }
}

/// The signals of a youth, batched over the page.
pub async fn signals_of(ctx: &Context<'_>, youth: Uuid) -> Result<Vec<Signal>, Fault> {
    let grant = ctx.authorize(Action::ReadSignals)?;
    let rows = ctx.data_unchecked::<DataLoader<RowsOfYouths<signal::Entity>>>().load_one(youth).await?;
    let rows = rows.unwrap_or_default().into_iter().take(MOST);
    Ok(rows.map(|row| Signal::of(row, grant.municipality_code())).collect())
}

/// What a list of signals is narrowed to; what is left out does not limit.
#[derive(InputObject, Clone, Debug, Default)]
pub struct SignalFilter {
    /// Where they stand.
    pub state: Option<SignalState>,
    /// What they are about. Items that ask for missing reports (REPORTING_INCOMPLETE) are listed only when they are asked
    /// for here.
    pub kind: Option<SignalKind>,
    /// Whether nobody has entered anything since they were raised.
    pub unattended: Option<bool>,
    /// Of youths enrolled today at this unit or below it.
    pub unit: Option<ID>,
}

/// What a list of signals says besides its page.
#[derive(Clone, Debug)]
pub struct SignalTotals {
    pub(super) grant: Grant,
    pub(super) filter: store::Filter,
}

#[Object]
impl SignalTotals {
    /// How many signals the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(store::count(&self.grant, &self.filter).await)
    }
}

/// A page of signals.
pub type Signals = Connection<OpaqueCursor<String>, Signal, SignalTotals, EmptyFields>;
