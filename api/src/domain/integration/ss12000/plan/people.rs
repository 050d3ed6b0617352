//! Persons become youths and staff. The marking is read first: it decides what else of a person is looked at.

use std::collections::HashSet;

use entity::municipality::{enrolment, staff};
use entity::text::sort_name;
use entity::vocabulary::{Protection, Sex};

use super::frame::{ENDS_BEFORE_START, Frame, NO_START, OUTSIDE};
use super::rows::{PlannedYouth, Secret};
use super::words;
use crate::domain::integration::ss12000::documents::{Contact, Enrolment, Person, Resource};
use crate::domain::integration::ss12000::report::Why;
use crate::support::civic::{self, CivicNumber};

/// Enrolments stand inside persons; in reports they are a resource of their own.
const ENROLMENTS: &str = "enrolments";
const UNKNOWN_MARKING: Why = Why(
    "UNKNOWN_MARKING",
    "Okänd securityMarking; personen behandlas som sekretessmarkerad",
    "Unknown securityMarking; the person is treated as secrecy-marked",
);
const STATUS: Why =
    Why("PERSON_STATUS", "Personen är inte aktiv i källan", "The person is not active in the source");
const UNKNOWN_SEX: Why = Why("UNKNOWN_WORD", "Okänt värde för sex", "Unknown value of sex");
const UNKNOWN_SCHOOL_TYPE: Why = Why("UNKNOWN_WORD", "Okänd schoolType", "Unknown schoolType");
const NO_SCHOOL_TYPE: Why =
    Why("NO_SCHOOL_TYPE", "Inskrivningen saknar schoolType", "The enrolment has no schoolType");
const BAD_SCHOOL_YEAR: Why = Why(
    "BAD_SCHOOL_YEAR",
    "Årskursen är inte 0 till 10 och utelämnas",
    "The school year is not 0 to 10 and is left out",
);
const BAD_CIVIC: Why = Why(
    "CIVIC_NUMBER_LEFT_OUT",
    "Personnumret har fel kontrollsiffra eller form och utelämnas; personen behålls",
    "The civic number has a wrong check digit or form and is left out; the person is kept",
);
const BAD_HOME: Why = Why(
    "BAD_MUNICIPALITY_CODE",
    "Kommunkoden i folkbokföringsadressen är inte fyra siffror och utelämnas",
    "The municipality code of the registered address is not four digits and is left out",
);
const STAFF_MARKED: Why = Why(
    "STAFF_MARKED",
    "Personalen har skyddade personuppgifter; se över vilka som ser namnet",
    "The staff member has protected data; review who sees the name",
);

/// Plans youths with their enrolments, and staff.
pub(super) fn plan(frame: &mut Frame<'_>) {
    let with_duty: HashSet<&str> = people_with_duties(frame);
    for person in frame.latest(&frame.documents.persons) {
        let protection = protection_of(frame, person);
        let enrolments = person.enrolments.as_deref().unwrap_or_default();
        if !enrolments.is_empty() || frame.youths.contains(&frame.id("youth", &person.id)) {
            plan_youth(frame, person, enrolments, protection);
        }
        let is_known = frame.staff.contains(&frame.id("staff", &person.id));
        if is_known || with_duty.contains(person.id.as_str()) {
            plan_staff(frame, person, protection);
        }
        frame.plan.scope.has_read(&person.id);
    }
}

fn people_with_duties<'a>(frame: &Frame<'a>) -> HashSet<&'a str> {
    let duties = frame.documents.duties.rows.iter();
    let here = duties.filter(|duty| frame.unit(duty.duty_at.as_ref().map(|unit| unit.id.as_str())).is_ok());
    here.filter_map(|duty| duty.person.as_ref()).map(|person| person.id.as_str()).collect()
}

/// The marking of a person. A source that is silent does not take back a marking that is here.
pub(super) fn protection_of(frame: &mut Frame<'_>, person: &Person) -> Protection {
    let Some(word) = person.security_marking.as_deref().filter(|word| !word.trim().is_empty()) else {
        let known = frame.context.known.youths.get(&frame.id("youth", &person.id));
        return known.copied().unwrap_or(Protection::None);
    };
    let meaning = words::protection(word);
    if !meaning.known {
        frame.report().warn_word(Person::NAME, &person.id, UNKNOWN_MARKING, word);
    }
    meaning.value
}

fn plan_staff(frame: &mut Frame<'_>, person: &Person, protection: Protection) {
    if protection != Protection::None {
        frame.report().warn(Person::NAME, &person.id, STAFF_MARKED);
    }
    let (given_name, family_name) = (words::clean(&person.given_name), words::clean(&person.family_name));
    let row = staff::Model {
        id: frame.id("staff", &person.id),
        sort_name: sort_name(&given_name, &family_name),
        given_name,
        family_name,
        source_id: Some(frame.context.source_id),
        source_ref: Some(person.id.clone()),
        removed_at: None,
        created_at: frame.context.now,
    };
    frame.staff.insert(row.id);
    frame.plan.staff.push(row);
}

/// A youth whose enrolments all lie at organisations that the register may not speak for is not taken.
fn plan_youth(frame: &mut Frame<'_>, person: &Person, enrolments: &[Enrolment], protection: Protection) {
    let is_here = |frame: &Frame<'_>, row: &Enrolment| frame.unit(unit_of(row)).is_ok();
    if !enrolments.is_empty() && !enrolments.iter().any(|row| is_here(frame, row)) {
        let why = enrolments.iter().find_map(|row| frame.unit(unit_of(row)).err()).unwrap_or(OUTSIDE);
        return frame.reject_outside_or_spare(Person::NAME, &person.id, why);
    }
    let youth = youth(frame, person, protection);
    frame.youths.insert(youth.id);
    let mut planned: Vec<enrolment::Model> = Vec::new();
    for row in enrolments {
        if let Some(enrolment) = plan_enrolment(frame, person, &youth, row) {
            // The same key twice inside one person: the last one counts, as for ids.
            planned.retain(|other| other.id != enrolment.id);
            planned.push(enrolment);
        }
    }
    frame.plan.enrolments.append(&mut planned);
    frame.plan.youths.push(youth);
}

fn youth(frame: &mut Frame<'_>, person: &Person, protection: Protection) -> PlannedYouth {
    if let Some(status) = person.person_status.as_deref().filter(|status| status.trim() != "Aktiv") {
        frame.report().warn_word(Person::NAME, &person.id, STATUS, status);
    }
    let civic = civic_number(frame, person);
    let may_reach = protection == Protection::None;
    PlannedYouth {
        id: frame.id("youth", &person.id),
        protection,
        given_name: words::clean(&person.given_name),
        family_name: words::clean(&person.family_name),
        birth_date: person.birth_date.or_else(|| civic.as_ref().and_then(CivicNumber::birth_date)),
        sex: sex(frame, person),
        home_municipality: home_municipality(frame, person, protection),
        civic_number: civic.map(|number| Secret::new(number.canonical())),
        email: may_reach.then(|| email(person, "Skola elev")).flatten(),
        phone: may_reach.then(|| phone(person)).flatten(),
        source_ref: person.id.clone(),
    }
}

/// The checked number. A wrong one is left out and never mended: the right one may be another child's.
fn civic_number(frame: &mut Frame<'_>, person: &Person) -> Option<CivicNumber> {
    let written = person.civic_no.as_ref()?.value.as_deref().filter(|value| !value.trim().is_empty())?;
    let read = civic::parse(written, person.birth_date);
    if read.is_err() {
        frame.report().warn(Person::NAME, &person.id, BAD_CIVIC);
    }
    read.ok()
}

fn sex(frame: &mut Frame<'_>, person: &Person) -> Option<Sex> {
    let word = person.sex.as_deref()?;
    let meaning = words::sex(word);
    if !meaning.known {
        frame.report().warn_word(Person::NAME, &person.id, UNKNOWN_SEX, word);
    }
    meaning.value
}

/// Only the code of the registered address, and none for a person whose registration is protected.
fn home_municipality(frame: &mut Frame<'_>, person: &Person, protection: Protection) -> Option<String> {
    if protection == Protection::ProtectedRegistration {
        return None;
    }
    let registered =
        |kind: Option<&str>| kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("Folkbokföring"));
    let mut addresses =
        person.addresses.iter().flatten().filter(|address| registered(address.kind.as_deref()));
    let code = addresses.find_map(|address| address.municipality_code.as_deref())?.trim();
    if code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(code.to_owned());
    }
    frame.report().warn(Person::NAME, &person.id, BAD_HOME);
    None
}

/// The e-mail of the wished kind, or the first.
pub(super) fn email(person: &Person, wished: &str) -> Option<Secret> {
    best(person.emails.as_deref()?, |contact| contact.kind.as_deref() == Some(wished))
}

/// The mobile phone, or the first.
pub(super) fn phone(person: &Person) -> Option<Secret> {
    best(person.phone_numbers.as_deref()?, |contact| contact.mobile == Some(true))
}

fn best(contacts: &[Contact], wished: impl Fn(&Contact) -> bool) -> Option<Secret> {
    let text = |contact: &Contact| {
        let text = contact.value.as_deref().or(contact.number.as_deref()).map(words::clean)?;
        (!text.is_empty()).then_some(text)
    };
    let chosen = contacts.iter().filter(|contact| wished(contact)).find_map(text);
    chosen.or_else(|| contacts.iter().find_map(text)).map(Secret::new)
}

fn unit_of(row: &Enrolment) -> Option<&str> {
    row.enroled_at.as_ref().or(row.enrolled_at.as_ref()).map(|unit| unit.id.as_str())
}

/// An enrolment has no id: person, school unit, school form and first day are its key.
fn plan_enrolment(
    frame: &mut Frame<'_>,
    person: &Person,
    youth: &PlannedYouth,
    row: &Enrolment,
) -> Option<enrolment::Model> {
    let school_type = row.school_type.as_deref().map(|word| word.trim().to_uppercase()).unwrap_or_default();
    let start = row.start_date.map(|day| day.to_string()).unwrap_or_default();
    let key = format!("{}/{}/{school_type}/{start}", person.id, unit_of(row).unwrap_or_default());
    let unit_id = match frame.unit(unit_of(row)) {
        Ok(id) => id,
        Err(why) => {
            frame.reject_outside_or_spare(ENROLMENTS, &key, why);
            return None;
        }
    };
    if let Some(why) = fault_of(row, &school_type) {
        frame.reject_and_spare(ENROLMENTS, &key, why);
        return None;
    }
    if !words::is_known_school_type(&school_type) {
        frame.report().warn_word(ENROLMENTS, &key, UNKNOWN_SCHOOL_TYPE, &school_type);
    }
    Some(enrolment::Model {
        id: frame.id("enrolment", &key),
        youth_id: youth.id,
        unit_id,
        school_type,
        school_year: school_year(frame, &key, row),
        programme_code: row.education_code.as_deref().map(words::clean).filter(|code| !code.is_empty()),
        school_authority: frame.units.get(&unit_id).cloned().flatten(),
        starts_on: row.start_date?,
        ends_on: row.end_date,
        cancelled: row.cancelled.unwrap_or(false),
        source_id: Some(frame.context.source_id),
        source_ref: Some(key),
    })
}

fn fault_of(row: &Enrolment, school_type: &str) -> Option<Why> {
    let Some(start) = row.start_date else { return Some(NO_START) };
    if row.end_date.is_some_and(|end| end < start) {
        return Some(ENDS_BEFORE_START);
    }
    school_type.is_empty().then_some(NO_SCHOOL_TYPE)
}

fn school_year(frame: &mut Frame<'_>, key: &str, row: &Enrolment) -> Option<i16> {
    let year = row.school_year?;
    let fits = i16::try_from(year).ok().filter(|year| (0..=10).contains(year));
    if fits.is_none() {
        frame.report().warn(ENROLMENTS, key, BAD_SCHOOL_YEAR);
    }
    fits
}
