//! Sums over several municipalities: over shown figures they tell nothing new; over hidden ones they would.

use std::collections::BTreeMap;

use super::reading::{File, Group, State, Unit};
use super::unit::interval_of;
use super::{AuditFault, Kind, OwnFigures, Report, Violation};

/// Every sum is over figures that are shown, and is their sum at some time.
pub(super) fn audit(file: &File, report: &mut Report) -> Result<(), AuditFault> {
    let units = by_name(file);
    for group in &file.groups {
        let (mut least, mut most, mut hidden) = (0, 0, false);
        for municipality in &group.included {
            let values =
                units.get(&unit_of(group, municipality)).map(|unit| shown(unit, group)).unwrap_or_default();
            least += values.iter().min().unwrap_or(&0);
            most += values.iter().max().unwrap_or(&0);
            hidden |= values.is_empty();
        }
        if hidden || group.value < least || most < group.value {
            report.violations.push(violation(Kind::Group, group, "all"));
        }
    }
    Ok(())
}

/// What a sum tells a municipality about others, beside its own figures and what each unit tells by itself.
pub(super) fn insider(
    file: &File,
    municipality: &str,
    own: &OwnFigures,
    report: &mut Report,
) -> Result<(), AuditFault> {
    let units = by_name(file);
    for group in &file.groups {
        let mut rest = group.value;
        let mut unknown = Vec::new();
        for member in &group.included {
            let key =
                (group.period.clone(), group.basis.clone(), group.measure.clone(), group.coordinates.clone());
            let unit = units.get(&unit_of(group, member)).ok_or(AuditFault::Unreadable)?;
            match (shown(unit, group).last(), own.get(&key)) {
                (Some(value), _) => rest -= value,
                (None, Some(value)) if member == municipality => rest -= value,
                (None, _) => {
                    let interval = interval_of(&file.dimensions, unit, &group.measure, &group.coordinates)?;
                    unknown.push((member, interval.ok_or(AuditFault::Unreadable)?));
                }
            }
        }
        for (at, (member, (interval, k))) in unknown.iter().enumerate() {
            report.asked += 1;
            let others =
                || unknown.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, of)| &of.1.0);
            let most = (rest - others().map(|other| other.least).sum::<i64>())
                .min(interval.most.unwrap_or(i64::MAX));
            let least = others()
                .map(|other| other.most)
                .sum::<Option<i64>>()
                .map_or(interval.least, |others| (rest - others).max(interval.least));
            if most < *k || most <= least {
                report.violations.push(violation(Kind::Insider, group, member));
            }
        }
    }
    Ok(())
}

fn by_name(file: &File) -> BTreeMap<(&str, &str, &str), &Unit> {
    file.units
        .iter()
        .map(|unit| ((unit.municipality.as_str(), unit.period.as_str(), unit.basis.as_str()), unit))
        .collect()
}

fn unit_of<'a>(group: &'a Group, municipality: &'a str) -> (&'a str, &'a str, &'a str) {
    (municipality, &group.period, &group.basis)
}

/// The values that a unit has shown at a group's place, oldest first.
fn shown(unit: &Unit, group: &Group) -> Vec<i64> {
    unit.publications
        .iter()
        .flat_map(|publication| &publication.cells)
        .filter(|cell| {
            cell.state == State::Value
                && cell.measure == group.measure
                && cell.coordinates == group.coordinates
        })
        .filter_map(|cell| cell.value)
        .collect()
}

fn violation(kind: Kind, group: &Group, who: &str) -> Violation {
    let at: Vec<String> =
        group.coordinates.iter().map(|(dimension, category)| format!("{dimension}={category}")).collect();
    let place = format!("{who} {} {} {} {}", group.period, group.basis, group.measure, at.join(" "));
    Violation { kind, place, complement: false }
}
