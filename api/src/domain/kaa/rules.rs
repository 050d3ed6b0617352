//! Whom the duty covers (skollagen 29:9) and when it ends: worked out from what is known, never guessed.

use chrono::{Datelike, Days, Months, NaiveDate};
use entity::municipality::{enrolment, kaa_entry};

use super::rules_codes as codes;

/// School forms in which somebody studies at upper secondary level: as long as it lasts, introductory programmes too
/// (since 1 July 2018), the duty does not cover.
pub const UPPER_SECONDARY: [&str; 2] = ["GY", "GYS"];
/// Compulsory school forms.
pub const COMPULSORY: [&str; 6] = ["FKLASS", "GR", "GRS", "SP", "SAM", "TR"];
/// Forms that do not take anybody out of the duty: adult education, folk high school, and the like.
pub const BESIDE: [&str; 21] = [
    "KOMVUX", "SARVUX", "SARVUXGR", "SARVUXGY", "VUX", "VUXSFI", "VUXGR", "VUXGY", "VUXSARGR", "VUXSARTR",
    "VUXSARGY", "SFI", "KU", "KKU", "FHS", "STF", "YH", "HS", "ABU", "AU", "FTH",
];
/// Within so many days of registration a youth should have been reached.
const FIRST_CONTACT: u64 = 14;
/// So many months before the 20th birthday the hand-over is prepared.
const HAND_OVER: u32 = 3;

/// What is known of a youth.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// Code of the municipality of registration.
    pub home: Option<&'a str>,
    /// Whether the school register has removed the person.
    pub removed: bool,
    /// All enrolments that are known.
    pub enrolments: &'a [enrolment::Model],
    /// Whether the youth has an upper-secondary diploma; none when no register tells.
    pub diploma: Option<bool>,
}

/// Whether the duty covers a youth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// It does, as far as is known; what should be verified.
    Covered(Vec<Doubt>),
    /// It cannot be worked out.
    Unclear(Missing),
    /// It does not.
    Not(Because),
}

/// What should be verified of somebody who is covered as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Has left upper secondary school; no register tells whether with a diploma.
    Diploma,
    /// No upper-secondary enrolment is known; there may be one under an authority whose register is not read here.
    StudiesElsewhere,
}

/// What is missing to work out coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The date of birth.
    BirthDate,
    /// The municipality of registration.
    HomeMunicipality,
    /// Whether somebody goes to the school that the register names: its form is not known here, or is left at 18.
    SchoolForm,
    /// Whether a person whom the school register has removed still lives here.
    Removed,
    /// Whether somebody who had moved has come back.
    MovedBack,
}

/// Why the duty does not cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Is 20 or more.
    TwentyOrMore,
    /// Has not left compulsory school.
    Compulsory,
    /// Is registered in another municipality.
    Elsewhere,
    /// Studies at upper secondary level, an introductory programme too.
    Studies,
    /// Has a diploma.
    Diploma,
    /// An officer has ended the entry, and nothing is known to have happened since.
    EndedBefore,
}

/// Whether the duty of the municipality `own` covers a youth on a day.
pub fn covers(facts: &Facts<'_>, own: &str, today: NaiveDate) -> Coverage {
    let goes_to = |forms: &[&str]| facts.current(today).any(|row| forms.contains(&form(row).as_str()));
    if goes_to(&COMPULSORY) {
        // At 18 compulsory schooling is over for everybody: the register may have forgotten to end the enrolment.
        let is_grown = facts.birth_date.is_some() && !is_minor(facts.birth_date, today);
        return if is_grown { grown_up(facts, own, today) } else { Coverage::Not(Because::Compulsory) };
    }
    if goes_to(&UPPER_SECONDARY) {
        return Coverage::Not(Because::Studies);
    }
    if facts.home.is_some_and(|home| home != own) {
        return Coverage::Not(Because::Elsewhere);
    }
    if facts.diploma == Some(true) {
        return Coverage::Not(Because::Diploma);
    }
    let Some(born) = facts.birth_date else { return Coverage::Unclear(Missing::BirthDate) };
    if today >= twentieth_birthday(born) {
        return Coverage::Not(Because::TwentyOrMore);
    }
    if !is_past_compulsory(facts, born, today) {
        return Coverage::Not(Because::Compulsory);
    }
    let is_known = |form: &str| BESIDE.contains(&form);
    if facts.current(today).any(|row| !is_known(&form(row))) {
        return Coverage::Unclear(Missing::SchoolForm);
    }
    if facts.removed {
        return Coverage::Unclear(Missing::Removed);
    }
    if facts.home.is_none() {
        return Coverage::Unclear(Missing::HomeMunicipality);
    }
    Coverage::Covered(facts.doubts())
}

/// Somebody of 18 or more whom the register still has in compulsory school.
fn grown_up(facts: &Facts<'_>, own: &str, today: NaiveDate) -> Coverage {
    if facts.birth_date.is_some_and(|born| today >= twentieth_birthday(born)) {
        Coverage::Not(Because::TwentyOrMore)
    } else if facts.home.is_some_and(|home| home != own) {
        Coverage::Not(Because::Elsewhere)
    } else {
        Coverage::Unclear(Missing::SchoolForm)
    }
}

/// The same for somebody who has been in the register: what an officer decided stands until something new is known.
pub fn covers_again(
    facts: &Facts<'_>,
    last: Option<&kaa_entry::Model>,
    own: &str,
    today: NaiveDate,
) -> Coverage {
    let coverage = covers(facts, own, today);
    let (Coverage::Covered(_), Some((last, ended))) =
        (&coverage, last.and_then(|row| Some((row, row.ended_on?))))
    else {
        return coverage;
    };
    let began_after_all = last.end_reason.as_deref() == Some(codes::BEGAN_EDUCATION);
    let has_studied = facts
        .upper_secondary()
        .any(|row| row.starts_on > ended || (began_after_all && row.ends_on.is_some_and(|day| day >= ended)));
    match last.end_reason.as_deref() {
        _ if has_studied => coverage,
        Some(codes::MOVED) => Coverage::Unclear(Missing::MovedBack),
        _ => Coverage::Not(Because::EndedBefore),
    }
}

/// The reason of registration that fits what is known.
pub fn fitting_reason(facts: &Facts<'_>) -> &'static str {
    let Some(last) = facts.upper_secondary().max_by_key(|row| row.starts_on) else {
        return if facts.enrolments.is_empty() { codes::UNKNOWN } else { codes::NEVER_BEGAN };
    };
    let introductory = last.programme_code.as_deref().is_some_and(|code| code.starts_with("IM"));
    match last.ends_on {
        _ if introductory => codes::INTRODUCTORY,
        // At the end of a school year it may as well be a study certificate.
        Some(day) if !is_end_of_school_year(day) => codes::BROKE_OFF,
        _ => codes::UNKNOWN,
    }
}

/// The last day and the reason, when what is known ends an entry.
pub fn ends(
    entry: &kaa_entry::Model,
    facts: &Facts<'_>,
    own: &str,
    today: NaiveDate,
) -> Option<(NaiveDate, &'static str)> {
    let birthday = facts.birth_date.map(twentieth_birthday).filter(|birthday| today >= *birthday);
    let studies = facts.current(today).filter(|row| UPPER_SECONDARY.contains(&form(row).as_str()));
    let began = studies.map(|row| row.starts_on).min();
    let end = match (birthday, began) {
        (Some(birthday), began) if began.is_none_or(|began| began >= birthday) => {
            (birthday - Days::new(1), codes::TURNED_20)
        }
        (_, Some(began)) => (began - Days::new(1), codes::BEGAN_EDUCATION),
        // The day of the move is not known: it ends on the day on which the move was seen.
        _ if facts.home.is_some_and(|home| home != own) => (today, codes::MOVED),
        _ => return None,
    };
    Some((end.0.max(entry.registered_on), end.1))
}

impl Facts<'_> {
    fn current(&self, today: NaiveDate) -> impl Iterator<Item = &enrolment::Model> {
        self.enrolments
            .iter()
            .filter(|row| !row.cancelled)
            .filter(move |row| row.starts_on <= today && row.ends_on.is_none_or(|day| day >= today))
    }

    fn upper_secondary(&self) -> impl Iterator<Item = &enrolment::Model> {
        self.enrolments.iter().filter(|row| !row.cancelled && UPPER_SECONDARY.contains(&form(row).as_str()))
    }

    fn doubts(&self) -> Vec<Doubt> {
        match self.diploma {
            Some(_) => Vec::new(),
            None if self.upper_secondary().next().is_some() => vec![Doubt::Diploma],
            None => vec![Doubt::StudiesElsewhere],
        }
    }
}

fn form(row: &enrolment::Model) -> String {
    row.school_type.to_ascii_uppercase()
}

/// Year nine was finished, or the summer of the year in which the youth turns 16 has come.
fn is_past_compulsory(facts: &Facts<'_>, born: NaiveDate, today: NaiveDate) -> bool {
    let of_age = NaiveDate::from_ymd_opt(born.year() + 16, 7, 1).is_some_and(|day| today >= day);
    let has_finished = facts.enrolments.iter().any(|row| {
        !row.cancelled
            && COMPULSORY.contains(&form(row).as_str())
            && row.school_year.is_some_and(|year| year >= 9)
            && row.ends_on.is_some_and(|day| day < today && is_end_of_school_year(day))
    });
    of_age || has_finished
}

fn is_end_of_school_year(day: NaiveDate) -> bool {
    (6..=8).contains(&day.month())
}

/// The 20th birthday; the duty's last day is the day before.
pub fn twentieth_birthday(born: NaiveDate) -> NaiveDate {
    born.checked_add_months(Months::new(240)).unwrap_or(NaiveDate::MAX)
}

/// Born after this day, somebody is under 20 today.
pub fn under_twenty_from(today: NaiveDate) -> NaiveDate {
    today.checked_sub_months(Months::new(240)).unwrap_or(NaiveDate::MIN)
}

/// Born after this day, somebody is under 18 today.
pub fn minor_from(today: NaiveDate) -> NaiveDate {
    today.checked_sub_months(Months::new(216)).unwrap_or(NaiveDate::MIN)
}

/// Born on this day or before, somebody may have left compulsory school: the year in which they turn 15.
pub fn out_of_school_until(today: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(today.year() - 15, 12, 31).unwrap_or(today)
}

/// Born on this day or before, somebody turns 20 within three months.
pub fn twenty_soon_until(today: NaiveDate) -> NaiveDate {
    under_twenty_from(today).checked_add_months(Months::new(HAND_OVER)).unwrap_or(today)
}

/// Whether the hand-over at the 20th birthday can be prepared.
pub fn is_twenty_soon(born: Option<NaiveDate>, today: NaiveDate) -> bool {
    born.is_some_and(|born| born <= twenty_soon_until(today))
}

/// By when a new youth should have been reached.
pub fn first_contact_due(registered_on: NaiveDate) -> NaiveDate {
    registered_on + Days::new(FIRST_CONTACT)
}

/// Whether somebody is under 18, so that a guardian may be contacted; not when the birth date is unknown.
pub fn is_minor(born: Option<NaiveDate>, on: NaiveDate) -> bool {
    born.and_then(|born| on.years_since(born)).is_some_and(|years| years < 18)
}

#[cfg(test)]
mod tests;
