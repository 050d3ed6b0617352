//! Guardians: name, phone, e-mail and relation, nothing more; for a protected youth the name and relation alone.

use std::collections::{HashMap, HashSet};

use entity::vocabulary::{GuardianRelation, Protection};

use super::frame::Frame;
use super::people::{email, phone, protection_of};
use super::rows::{PlannedGuardian, Secret};
use super::words;
use crate::domain::integration::ss12000::documents::{Person, Responsible};
use crate::domain::integration::ss12000::report::Why;
use crate::domain::integration::ss12000::sheets::Extent;

/// Guardians stand inside persons; in reports they are a resource of their own.
const GUARDIANS: &str = "responsibles";
const UNKNOWN_PERSON: Why = Why(
    "UNKNOWN_GUARDIAN",
    "Den ansvariga personen finns inte i källan",
    "The responsible person is not in the source",
);
const UNKNOWN_RELATION: Why = Why("UNKNOWN_WORD", "Okänd relationType", "Unknown relationType");

/// Plans the guardians of the planned youths, and those known here whose own row was changed.
pub(super) fn plan(frame: &mut Frame<'_>) {
    let documents = frame.documents;
    let by_ref: HashMap<&str, &Person> =
        documents.persons.rows.iter().map(|row| (row.id.as_str(), row)).collect();
    let youths: HashMap<String, Protection> =
        frame.plan.youths.iter().map(|youth| (youth.source_ref.clone(), youth.protection)).collect();
    for person in by_ref_in_order(frame, &by_ref) {
        let Some(protection) = youths.get(&person.id) else { continue };
        let mut named = HashSet::new();
        for responsible in person.responsibles.iter().flatten() {
            if named.insert(responsible.person.id.as_str()) {
                plan_one(frame, &by_ref, &person.id, *protection, responsible);
            }
        }
    }
    if documents.persons.extent == Extent::Changes {
        plan_changed(frame, &by_ref, &youths);
    }
}

/// The persons as they stand in the document, each once, as its last row says.
fn by_ref_in_order<'a>(frame: &Frame<'a>, by_ref: &HashMap<&str, &'a Person>) -> Vec<&'a Person> {
    let mut seen = HashSet::new();
    let rows = frame.documents.persons.rows.iter().filter(|row| seen.insert(row.id.as_str()));
    rows.filter_map(|row| by_ref.get(row.id.as_str()).copied()).collect()
}

fn plan_one(
    frame: &mut Frame<'_>,
    by_ref: &HashMap<&str, &Person>,
    youth: &str,
    protection: Protection,
    responsible: &Responsible,
) {
    let key = format!("{youth}/{}", responsible.person.id);
    let relation = relation(frame, &key, responsible.relation_type.as_deref());
    match by_ref.get(responsible.person.id.as_str()) {
        Some(person) => push(frame, youth, protection, person, relation),
        // The person is unchanged since the last import: what is here of them stays.
        None if is_known(frame, youth, &responsible.person.id) => frame.plan.scope.spare(&key),
        None => frame.report().reject(GUARDIANS, &key, UNKNOWN_PERSON),
    }
}

fn is_known(frame: &Frame<'_>, youth: &str, guardian: &str) -> bool {
    let links = frame.context.known.guardians.get(guardian);
    frame.documents.persons.extent != Extent::Whole
        && links.is_some_and(|links| links.iter().any(|(known, _)| known == youth))
}

/// Guardians whose own row was changed while the youth's was not.
fn plan_changed(
    frame: &mut Frame<'_>,
    by_ref: &HashMap<&str, &Person>,
    planned: &HashMap<String, Protection>,
) {
    for person in by_ref_in_order(frame, by_ref) {
        let links = frame.context.known.guardians.get(&person.id).cloned().unwrap_or_default();
        for (youth, relation) in links.iter().filter(|(youth, _)| !planned.contains_key(youth)) {
            let known = frame.context.known.youths.get(&frame.id("youth", youth)).copied();
            // A youth whose marking is not known counts as marked.
            push(frame, youth, known.unwrap_or(Protection::SecrecyMarked), person, *relation);
        }
    }
}

fn push(
    frame: &mut Frame<'_>,
    youth: &str,
    protection: Protection,
    person: &Person,
    relation: GuardianRelation,
) {
    let own = protection_of(frame, person);
    let may_reach = protection == Protection::None && own == Protection::None;
    let key = format!("{youth}/{}", person.id);
    let name = format!("{} {}", words::clean(&person.given_name), words::clean(&person.family_name));
    let guardian = PlannedGuardian {
        id: frame.id("guardian", &key),
        youth_id: frame.id("youth", youth),
        name: Secret::new(name.trim()),
        phone: may_reach.then(|| phone(person)).flatten(),
        email: may_reach.then(|| email(person, "Privat")).flatten(),
        relation,
        source_ref: key,
    };
    frame.plan.guardians.push(guardian);
}

fn relation(frame: &mut Frame<'_>, key: &str, word: Option<&str>) -> GuardianRelation {
    let Some(word) = word else { return GuardianRelation::Unknown };
    let meaning = words::relation(word);
    if !meaning.known {
        frame.report().warn_word(GUARDIANS, key, UNKNOWN_RELATION, word);
    }
    meaning.value
}
