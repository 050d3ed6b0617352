//! Applies the active rules to youths: when something was recorded of them, and each night to all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_graphql::Context;
use chrono::{Days, NaiveDate};
use entity::municipality::signal_rule;
use entity::vocabulary::{SignalKind, SignalMeasure};
use uuid::Uuid;

use super::rules::{self, Reading, Standing};
use super::store_raise::Findings;
use super::types::{Inputs, Trigger};
use super::{store_figures as figures, store_rules};
use crate::access::{Authorize, Grant, Job};
use crate::support::fault::Fault;
use crate::support::scalars::Week;
use crate::support::school_days::SchoolDays;

/// Youths of one round: their weeks fit into one statement, and what is raised into one transaction.
pub const ROUND: usize = 500;

/// The active rules with what every round needs.
#[derive(Debug)]
pub struct Evaluation<'a> {
    grant: &'a Grant,
    rules: Vec<signal_rule::Model>,
    calendar: SchoolDays,
    monday: NaiveDate,
}

/// After the commit of what was recorded: applies the rules to those youths. What was recorded stands whatever happens
/// here; where it fails, the night makes up for it.
pub async fn after_recording(ctx: &Context<'_>, youths: BTreeSet<Uuid>) {
    if youths.is_empty() {
        return;
    }
    if let Err(fault) = at_once(ctx, &youths).await {
        tracing::warn!(?fault, "signals wait for the night");
    }
}

async fn at_once(ctx: &Context<'_>, youths: &BTreeSet<Uuid>) -> Result<(), Fault> {
    let visit = ctx.visit()?;
    let municipality = visit.signed_in()?.municipality_code();
    // A teacher reaches the rows of a group; a rule looks at all of them. So the job looks, and its use is logged.
    let grant = visit.access().job(Job::Signals, municipality).await?;
    of_youths(&grant, youths).await
}

/// Applies the rules to some youths, in rounds. For jobs.
pub async fn of_youths(grant: &Grant, youths: &BTreeSet<Uuid>) -> Result<(), Fault> {
    if youths.is_empty() {
        return Ok(());
    }
    let evaluation = Evaluation::begin(grant).await?;
    let youths: Vec<Uuid> = youths.iter().copied().collect();
    for some in youths.chunks(ROUND) {
        evaluation.round(&figures::present(grant, some).await?).await?;
    }
    Ok(())
}

/// What a youth is like in this round.
#[derive(Debug, Default)]
struct Facts {
    weeks: figures::Weeks,
    subjects: HashMap<Uuid, BTreeSet<String>>,
    observations: HashMap<(Uuid, SignalKind), Vec<chrono::DateTime<chrono::Utc>>>,
    /// By unit of a rule, the youths enrolled there.
    of_units: BTreeMap<Uuid, BTreeSet<Uuid>>,
}

impl<'a> Evaluation<'a> {
    /// Reads the active rules and the calendar.
    pub async fn begin(grant: &'a Grant) -> Result<Self, Fault> {
        let rules = store_rules::active(grant).await?;
        let calendar = grant.school_days().await?;
        Ok(Self { grant, rules, calendar, monday: Week::of(grant.reach().today).0 })
    }

    /// Applies the rules to some hundred youths; how many signals were raised.
    pub async fn round(&self, youths: &[Uuid]) -> Result<usize, Fault> {
        if youths.is_empty() || self.rules.is_empty() {
            return Ok(0);
        }
        let facts = self.facts(youths).await?;
        let last = figures::last_signals(self.grant, youths).await?;
        let mut findings = Findings::default();
        for youth in youths {
            for rule in &self.rules {
                self.apply(rule, *youth, &facts, &last, &mut findings)?;
            }
        }
        findings.write(self.grant).await
    }

    async fn facts(&self, youths: &[Uuid]) -> Result<Facts, Fault> {
        let (grant, today) = (self.grant, self.grant.reach().today);
        let longest = |measures: &[SignalMeasure]| {
            let those = self.rules.iter().filter(|rule| measures.contains(&rule.measure));
            those.filter_map(|rule| rule.weeks).max()
        };
        let mut facts = Facts::default();
        if let Some(weeks) = longest(&[SignalMeasure::TotalAbsence, SignalMeasure::InvalidAbsence]) {
            let from = rules::looks_back_to(weeks, self.monday);
            facts.weeks = figures::weeks(grant, youths, (from, self.monday), weeks).await?;
        }
        if self.rules.iter().any(|rule| rule.measure == SignalMeasure::FailedOrWarned) {
            facts.subjects = figures::failed_or_warned(grant, youths, &rules::terms(today)).await?;
        }
        if let Some(weeks) = longest(&[SignalMeasure::Observations]) {
            facts.observations = figures::observations(grant, youths, today, weeks).await?;
        }
        for unit in self.rules.iter().filter_map(|rule| rule.unit_id) {
            if let std::collections::btree_map::Entry::Vacant(place) = facts.of_units.entry(unit) {
                place.insert(figures::enrolled_below(grant, youths, unit).await?);
            }
        }
        Ok(facts)
    }

    fn apply(
        &self,
        rule: &signal_rule::Model,
        youth: Uuid,
        facts: &Facts,
        last: &figures::LastSignals,
        findings: &mut Findings,
    ) -> Result<(), Fault> {
        let elsewhere = rule
            .unit_id
            .is_some_and(|unit| facts.of_units.get(&unit).is_none_or(|enrolled| !enrolled.contains(&youth)));
        if elsewhere {
            return Ok(());
        }
        let last_of = |rule, kind| last.get(&(youth, rule, kind)).copied();
        let signal = last_of(rule.id, rule.kind);
        let item = last_of(rule.id, SignalKind::ReportingIncomplete);
        let (reading, inputs) = self.read(rule, youth, facts);
        let mut standing = reading.stands(rule.threshold);
        let due = match rule.after_id {
            None => true,
            Some(before) => {
                if standing == Standing::Perhaps {
                    // The first step asks for the reports.
                    standing = Standing::Unknown;
                }
                let before = last_of(before, rule.kind).map(|(_, last)| last);
                let today = self.grant.reach().today;
                rules::is_due(before, rule.after_days, |raised| self.calendar.between(raised, today))
            }
        };
        let verdict = rules::judge(standing, due, signal.map(|(_, last)| last), item.map(|(_, last)| last));
        let raises = [(verdict.raise, rule.kind), (verdict.ask, SignalKind::ReportingIncomplete)];
        for (episode, kind) in raises {
            if let Some(episode) = episode {
                let told = (&inputs, Trigger::of(rule, reading));
                findings.raise(self.grant, &self.calendar, rule, youth, kind, episode, told)?;
            }
        }
        if let (true, Some((id, _))) = (verdict.clear, signal) {
            findings.end(id, youth);
        }
        if let (true, Some((id, _))) = (verdict.settle, item) {
            findings.settle(id, youth);
        }
        Ok(())
    }

    fn read(&self, rule: &signal_rule::Model, youth: Uuid, facts: &Facts) -> (Reading, Inputs) {
        let mut inputs = Inputs::default();
        let count = |number: usize| Reading::Count(i64::try_from(number).unwrap_or(i64::MAX));
        let weeks = rule.weeks.unwrap_or_default();
        let reading = match rule.measure {
            SignalMeasure::TotalAbsence | SignalMeasure::InvalidAbsence => {
                let known = facts.weeks.get(&youth).map(Vec::as_slice).unwrap_or_default();
                inputs.weeks = rules::window(known, weeks, self.monday).into_iter().map(Into::into).collect();
                Reading::of_absence(rule.measure, inputs.sum())
            }
            SignalMeasure::FailedOrWarned => {
                inputs.subjects = facts.subjects.get(&youth).into_iter().flatten().cloned().collect();
                count(inputs.subjects.len())
            }
            SignalMeasure::Observations => {
                let back = Days::new(7 * u64::try_from(weeks).unwrap_or_default());
                let since = self.grant.reach().today - back;
                let all = facts.observations.get(&(youth, rule.kind)).into_iter().flatten();
                inputs.observations = all.filter(|at| at.date_naive() >= since).count();
                count(inputs.observations)
            }
        };
        (reading, inputs)
    }
}
