//! Organisations become units of the governance chain's tree.

use std::collections::HashMap;

use entity::municipality::unit::Model;
use entity::vocabulary::UnitKind;

use super::frame::{Frame, OUTSIDE};
use super::words;
use crate::domain::integration::ss12000::documents::{Organisation, Resource};
use crate::domain::integration::ss12000::report::Why;

/// A chain of organisations longer than this is taken for a circle.
const DEEPEST: usize = 50;

const CIRCLE: Why = Why("CIRCLE", "Ligger under sig själv", "Lies under itself");
const NO_CODE: Why = Why("NO_MUNICIPALITY_CODE", "Anger ingen kommunkod", "States no municipality code");
const UNKNOWN_PARENT: Why = Why(
    "UNKNOWN_PARENT",
    "Överordnad organisation finns inte i källan; enheten står överst",
    "The organisation above is not in the source; the unit stands at the top",
);
const UNKNOWN_TYPE: Why = Why("UNKNOWN_WORD", "Okänd organisationType", "Unknown organisationType");
const BAD_CODE: Why = Why(
    "BAD_SCHOOL_UNIT_CODE",
    "Skolenhetskoden är inte åtta siffror och utelämnas",
    "The school unit code is not eight digits and is left out",
);

/// Plans the units, those above before those below.
pub(super) fn plan(frame: &mut Frame<'_>) {
    let rows = frame.latest(&frame.documents.organisations);
    let by_ref: HashMap<&str, &Organisation> = rows.iter().map(|row| (row.id.as_str(), *row)).collect();
    let mut accepted = Vec::new();
    for row in rows {
        match chain(row, &by_ref) {
            None => frame.reject_and_spare(Organisation::NAME, &row.id, CIRCLE),
            Some(chain) if may_speak_for(frame, &chain) => accepted.push(chain),
            Some(_) => {
                frame.outside.insert(row.id.clone());
                frame.report().reject(Organisation::NAME, &row.id, OUTSIDE);
            }
        }
    }
    accepted.sort_by_key(Vec::len);
    for chain in accepted {
        let Some(unit) = unit(frame, &chain) else { continue };
        frame.units.insert(unit.id, unit.authority_number.clone());
        frame.plan.units.push(unit);
    }
}

/// The organisation and those above it, or none when it lies under itself.
fn chain<'a>(
    row: &'a Organisation,
    by_ref: &HashMap<&str, &'a Organisation>,
) -> Option<Vec<&'a Organisation>> {
    let mut chain = vec![row];
    let mut above = row.parent_organisation.as_ref().and_then(|parent| by_ref.get(parent.id.as_str()));
    while let Some(next) = above {
        chain.push(next);
        if chain.len() > DEEPEST {
            return None;
        }
        above = next.parent_organisation.as_ref().and_then(|parent| by_ref.get(parent.id.as_str()));
    }
    Some(chain)
}

/// The nearest code upwards decides; where the source states none at all, its registration does.
fn may_speak_for(frame: &mut Frame<'_>, chain: &[&Organisation]) -> bool {
    let code = chain
        .iter()
        .find_map(|row| row.municipality_code.as_deref().map(str::trim).filter(|c| !c.is_empty()));
    if let (None, Some(row)) = (code, chain.first()) {
        frame.report().warn(Organisation::NAME, &row.id, NO_CODE);
    }
    code.is_none_or(|code| frame.context.codes.contains(code))
}

fn unit(frame: &mut Frame<'_>, chain: &[&Organisation]) -> Option<Model> {
    let row = *chain.first()?;
    let parent_id = row.parent_organisation.as_ref().map(|parent| frame.id("unit", &parent.id));
    let parent_id = parent_id.filter(|id| frame.units.contains_key(id));
    if let (Some(parent), None) = (&row.parent_organisation, parent_id)
        && !frame.outside.contains(&parent.id)
    {
        frame.report().warn(Organisation::NAME, &row.id, UNKNOWN_PARENT);
    }
    let above = parent_id.and_then(|id| frame.units.get(&id).cloned()).flatten();
    Some(Model {
        id: frame.id("unit", &row.id),
        parent_id,
        kind: kind(frame, row),
        name: words::clean(&row.display_name),
        school_unit_code: school_unit_code(frame, row),
        authority_number: authority_number(chain).or(above),
        source_id: Some(frame.context.source_id),
        source_ref: Some(row.id.clone()),
        created_at: frame.context.now,
    })
}

fn kind(frame: &mut Frame<'_>, row: &Organisation) -> UnitKind {
    match &row.organisation_type {
        // The smallest dialect has no types; a code of a school unit says enough.
        None if row.school_unit_code.is_some() => UnitKind::SchoolUnit,
        None => UnitKind::Other,
        Some(word) => {
            let meaning = words::unit_kind(word);
            if !meaning.known {
                frame.report().warn_word(Organisation::NAME, &row.id, UNKNOWN_TYPE, word);
            }
            meaning.value
        }
    }
}

fn school_unit_code(frame: &mut Frame<'_>, row: &Organisation) -> Option<String> {
    let code = row.school_unit_code.as_deref().map(str::trim).filter(|code| !code.is_empty())?;
    if code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(code.to_owned());
    }
    frame.report().warn(Organisation::NAME, &row.id, BAD_CODE);
    None
}

/// The number of the topmost authority (huvudman) of the chain.
fn authority_number(chain: &[&Organisation]) -> Option<String> {
    let is_authority = |row: &&&Organisation| {
        row.organisation_type
            .as_deref()
            .is_some_and(|word| words::unit_kind(word).value == UnitKind::Authority)
    };
    let top = chain.iter().rev().find(is_authority)?;
    let number: String =
        top.organisation_number.as_deref()?.chars().filter(|c| *c != '-' && !c.is_whitespace()).collect();
    (!number.is_empty()).then_some(number)
}
