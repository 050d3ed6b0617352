//! Youths and their guardians, invented one by one.

use chrono::NaiveDate;
use entity::vocabulary::{GuardianRelation, Protection, Sex};
use uuid::Uuid;

use super::{Draft, Guardian, Youth};
use crate::demo::chance::Chance;
use crate::demo::names::{self, Name, folded};
use crate::demo::places::PLACES;

/// Of a hundred, how many have an e-mail, a phone and a second guardian here.
const WITH_EMAIL: usize = 50;
const WITH_PHONE: usize = 25;
const WITH_SECOND_GUARDIAN: usize = 60;

/// Where somebody is registered: most in the municipality, some in another, of some it is unknown.
pub(super) fn home(chance: &mut Chance, code: &str, protection: Protection, stays: usize) -> Option<String> {
    if protection == Protection::ProtectedRegistration || chance.percent(1) {
        return None;
    }
    if chance.percent(stays) {
        return Some(code.to_owned());
    }
    PLACES.get(chance.below(PLACES.len())).map(|place| place.code.to_owned())
}

/// Adds a youth, with guardians while under age.
pub(super) fn invent(
    draft: &mut Draft,
    chance: &mut Chance,
    year: i32,
    protection: Protection,
    home_municipality: Option<String>,
) -> Uuid {
    let number = draft.plan.youths.len();
    let id = draft.id("youth", &number.to_string());
    let sex = if chance.percent(49) { Sex::Female } else { Sex::Male };
    let name = names::invent(chance, sex);
    let born = day_of(chance, year);
    let reachable = protection == Protection::None;
    let email =
        (reachable && chance.percent(WITH_EMAIL)).then(|| address(&name, &format!("{number}@elev"), draft));
    let phone = (reachable && chance.percent(WITH_PHONE)).then(|| names::phone(chance));
    let civic_number = draft.civic.take(born, sex);
    if draft.calendar.today.years_since(born).is_none_or(|years| years < 18) {
        add_guardians(draft, chance, id, &name, reachable);
    }
    let youth = Youth { id, name, born, sex, civic_number, home_municipality, protection, email, phone };
    draft.plan.youths.push(youth);
    id
}

fn day_of(chance: &mut Chance, year: i32) -> NaiveDate {
    let day = u32::try_from(chance.between(1, 365)).unwrap_or(1);
    NaiveDate::from_yo_opt(year, day).unwrap_or_default()
}

fn address(name: &Name, at: &str, draft: &Draft) -> String {
    format!("{}.{}{at}.{}.example", folded(name.given), folded(name.family), draft.place.code)
}

fn add_guardians(draft: &mut Draft, chance: &mut Chance, youth_id: Uuid, child: &Name, reachable: bool) {
    let many = if chance.percent(WITH_SECOND_GUARDIAN) { 2 } else { 1 };
    for number in 0..many {
        let mut name = names::of_anybody(chance);
        if number == 0 {
            name.family = child.family;
        }
        let id = draft.id("guardian", &draft.plan.guardians.len().to_string());
        let email = (reachable && chance.percent(WITH_EMAIL)).then(|| address(&name, "@post", draft));
        let phone = reachable.then(|| names::phone(chance));
        let name = format!("{} {}", name.given, name.family);
        let relation = GuardianRelation::Guardian;
        draft.plan.guardians.push(Guardian { id, youth_id, name, relation, email, phone });
    }
}
