//! The half-year file and the counts in GraphQL.

use std::collections::HashMap;

use async_graphql::{Enum, ID, SimpleObject};
use chrono::NaiveDate;
use entity::municipality::youth;
use entity::vocabulary::KaaList;
use uuid::Uuid;

use super::rules_codes::Codes;
use super::rules_file::{Flaw, HalfYear, Problem, share};
use super::store_file::Counts;
use super::types_codes::KaaCode;
use crate::access::Grant;
use crate::domain::youth::types::Youth;
use crate::support::language::Language;
use crate::support::page::{GlobalId, Kind};

/// The goal for the share who were reached, in per cent.
const GOAL: f64 = 90.0;

/// What is wrong with a row of the half-year file.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "Flaw")]
pub enum KaaFlaw {
    /// No civic number: the person is left out of the file.
    NoCivicNumber,
    /// Nobody has found out why the youth was registered.
    ReasonUnknown,
    /// Days are not in order.
    OutOfOrder,
    /// A day before the registration.
    BeforeRegistration,
    /// A day after today.
    Future,
    /// A measure has ended that never started.
    EndedWithoutStart,
    /// Ended without a reason.
    EndedWithoutReason,
    /// A measure has started that was not accepted.
    NotAccepted,
    /// A measure goes on after the duty has ended.
    OpenAfterEnd,
    /// The duty goes on at the 20th birthday.
    OpenAtTwenty,
    /// A code that its list does not have, or not on that day.
    Code,
    /// The youth was reached, and no occupation is told.
    NoOccupation,
}

impl KaaFlaw {
    fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::NoCivicNumber => {
                ("Personnummer saknas: inte med i filen", "No civic number: left out of the file")
            }
            Self::ReasonUnknown => ("Orsaken är inte utredd", "The reason is not found out"),
            Self::OutOfOrder => ("Datumen är inte i ordning", "The days are not in order"),
            Self::BeforeRegistration => ("Före registreringen", "Before the registration"),
            Self::Future => ("Efter i dag", "After today"),
            Self::EndedWithoutStart => ("Avslutad men aldrig påbörjad", "Ended, and never started"),
            Self::EndedWithoutReason => ("Avslutad utan orsak", "Ended without a reason"),
            Self::NotAccepted => ("Påbörjad men inte accepterad", "Started, and not accepted"),
            Self::OpenAfterEnd => ("Pågår efter avslutet", "Goes on after the end"),
            Self::OpenAtTwenty => ("Inte avslutad vid 20-årsdagen", "Not ended at the 20th birthday"),
            Self::Code => ("Koden finns inte, eller gällde inte", "The code is not there, or was not valid"),
            Self::NoOccupation => ("Nådd, men sysselsättning saknas", "Reached, and no occupation told"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Something to mend before the half-year file is sent.
#[derive(SimpleObject, Clone, Debug)]
pub struct KaaFileProblem {
    /// Global id of the entry.
    pub entry: ID,
    /// The youth.
    pub youth: Youth,
    /// The block of the file: 1 mandatory data, 2 contact, 3 measure started, 4 measure ended, 5 duty ended.
    pub block: i32,
    /// What is wrong.
    pub flaw: KaaFlaw,
    /// The same, in the reader's language.
    pub flaw_label: &'static str,
}

/// The half-year file for SCB (halvårsfil), made when asked for; no copy is kept. A second file of the same half-year
/// replaces the earlier one.
///
/// SCB's layout and code lists are not known to the system. The file has a layout of our own, which its first lines
/// describe: UTF-8, one record a line, fields divided by semicolons, the number of the block first.
#[derive(SimpleObject, Clone, Debug)]
pub struct KaaHalfYearFile {
    /// A name for the file; holds no personal data.
    pub file_name: String,
    /// The text of the file.
    pub text: String,
    /// How many persons are in it.
    pub people: i32,
    /// How many persons with protected data are not in it, and are to be reported by hand by somebody who is appointed.
    pub to_report_by_hand: u64,
    /// What to mend.
    pub problems: Vec<KaaFileProblem>,
    /// Codes of the file that have no code of SCB's yet: they stand in it as our own.
    pub codes_without_scb: Vec<KaaCode>,
    /// What else is missing, in words.
    pub missing: Vec<String>,
}

impl KaaHalfYearFile {
    /// Of a file.
    pub fn of(
        grant: &Grant,
        file: HalfYear,
        people: &HashMap<Uuid, youth::Model>,
        codes: &Codes,
        (year, half): (i32, i32),
        to_report_by_hand: u64,
    ) -> Self {
        let (municipality, today) = (grant.municipality_code(), grant.reach().today);
        let problem = |problem: Problem| {
            let flaw = KaaFlaw::from(problem.flaw);
            Some(KaaFileProblem {
                entry: GlobalId::write(Kind::KaaEntry, municipality, problem.entry),
                youth: Youth::of(people.get(&problem.youth)?.clone(), grant, None),
                block: problem.block.into(),
                flaw,
                flaw_label: flaw.label(),
            })
        };
        let mut missing = vec![
            Language::current()
                .pick(
                    "SCB:s filformat är inte känt: filen har ett eget format.",
                    "SCB's layout is not known: the file has one of our own.",
                )
                .to_owned(),
        ];
        if file.problems.iter().any(|problem| problem.flaw == Flaw::NoCivicNumber) {
            let text =
                ("Personer utan personnummer är inte med.", "Persons without a civic number are left out.");
            missing.push(Language::current().pick(text.0, text.1).to_owned());
        }
        let unknown = |(list, code): (KaaList, String)| known(codes, list, &code, today);
        Self {
            file_name: format!("kaa-{municipality}-{year}-{half}.csv"),
            people: i32::try_from(file.people).unwrap_or(i32::MAX),
            text: file.text,
            to_report_by_hand,
            problems: file.problems.into_iter().filter_map(problem).collect(),
            codes_without_scb: file.without_official.into_iter().map(unknown).collect(),
            missing,
        }
    }
}

fn known(codes: &Codes, list: KaaList, code: &str, today: NaiveDate) -> KaaCode {
    codes.get(list, code).map_or_else(|| KaaCode::stranger(list, code), |row| KaaCode::of(row, today))
}

/// How many entries ended for one reason.
#[derive(SimpleObject, Clone, Debug)]
pub struct KaaEndCount {
    /// The reason.
    pub reason: KaaCode,
    /// How many.
    pub count: u64,
}

/// Counts of a half-year for those who work with the duty: no names. Persons with protected data are counted only for
/// those who are appointed for them.
#[derive(SimpleObject, Clone, Debug)]
pub struct KaaCounts {
    /// Persons who were covered at some time of the half-year.
    pub covered: u64,
    /// Of them reached in the half-year.
    pub contacted: u64,
    /// Of them in a measure at some time of the half-year.
    pub in_measure: u64,
    /// Reached of covered, in per cent with one decimal; null when nobody was covered.
    pub contact_share: Option<f64>,
    /// The goal for that share, in per cent.
    pub contact_goal: f64,
    /// Whether the goal is reached; null when nobody was covered.
    pub reaches_goal: Option<bool>,
    /// Entries that ended in the half-year, by reason.
    pub ended: Vec<KaaEndCount>,
}

impl KaaCounts {
    /// Of counts.
    pub fn of(counts: Counts, codes: &Codes, today: NaiveDate) -> Self {
        let contact_share = share(counts.contacted, counts.covered);
        let ended = counts.ended.into_iter().map(|(code, count)| {
            let reason = known(codes, KaaList::EndReason, &code, today);
            KaaEndCount { reason, count }
        });
        Self {
            covered: counts.covered,
            contacted: counts.contacted,
            in_measure: counts.in_measure,
            contact_share,
            contact_goal: GOAL,
            reaches_goal: (counts.covered > 0).then_some(counts.contacted * 10 >= counts.covered * 9),
            ended: ended.collect(),
        }
    }
}
