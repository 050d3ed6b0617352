//! Planted leaks are found every time: a secondary cell dropped, a share shown, a revision by one, a sibling shown in a
//! later table. And over ten publications with late corrections nothing is found.

use super::synthetic::{Chance, Scope, cohort, correct, dimensions, sizes, unit};
use crate::domain::statistics::disclosure::audit::{self, Kind, Violation};
use crate::domain::statistics::disclosure::cube::{Place, Unit};
use crate::domain::statistics::disclosure::export::{self, UnitExport};
use crate::domain::statistics::disclosure::history::History;
use crate::domain::statistics::disclosure::protect::{Printed, Publication, protect};
use crate::domain::statistics::disclosure::solver::MicroLp;

fn violations(units: Vec<UnitExport>) -> Vec<Violation> {
    let file = export::export(&dimensions(), units, Vec::new());
    audit::audit(&serde_json::to_string(&file).unwrap()).unwrap().violations
}

fn before_storing(unit: &Unit, publication: &Publication) -> Vec<Violation> {
    let exact = unit
        .entries
        .iter()
        .map(|(place, entry)| ((place.measure.clone(), place.coordinates.clone()), entry.amount()));
    let file =
        export::export(&dimensions(), vec![export::unit(unit, &[(publication.clone(), false)])], Vec::new());
    let json = serde_json::to_string(&file).unwrap();
    audit::audit_before_storing(&json, &exact.collect()).unwrap().violations
}

fn publish(unit: &Unit, history: &mut History) -> Publication {
    let publication = protect(unit, history, &MicroLp::default())
        .unwrap_or_else(|refusal| panic!("{} {}: {refusal}", unit.municipality, unit.period));
    history.issues.push(publication.marks());
    publication
}

fn one(unit: &Unit) -> Publication {
    publish(unit, &mut History::default())
}

#[test]
fn a_dropped_secondary_cell_is_found_every_time() {
    let (mut planted, mut outsiders, mut found) = (0, 0, 0);
    for seed in 0..4 {
        let mut chance = Chance(seed);
        let size = 60 + chance.below(400);
        let unit = unit("m", "2025", &cohort(&mut chance, size), Scope::USUAL);
        let publication = one(&unit);
        assert_eq!(before_storing(&unit, &publication), vec![]);
        for place in &publication.secondary {
            let mut leaky = publication.clone();
            let value = unit.entries[place].amount() as u32;
            leaky.cells.get_mut(place).unwrap().printed = Printed::Value(value);
            planted += 1;
            let outside = violations(vec![export::unit(&unit, &[(leaky.clone(), false)])]);
            outsiders += u32::from(!outside.is_empty());
            let caught = !before_storing(&unit, &leaky).is_empty();
            found += u32::from(caught);
        }
    }
    assert!(planted > 40 && outsiders > 0);
    assert_eq!(found, planted);
}

#[test]
fn a_share_of_a_hidden_figure_is_found_every_time() {
    let mut planted = 0;
    for seed in 0..10 {
        let mut chance = Chance(seed);
        let unit = unit("m", "2025", &cohort(&mut chance, 150), Scope::SMALL);
        let publication = one(&unit);
        let file = export::unit(&unit, &[(publication, false)]);
        for at in 0..file.publications[0].cells.len() {
            let mut leaky = file.clone();
            let cell = &mut leaky.publications[0].cells[at];
            if cell.state == "SUPPRESSED" && cell.measure.starts_with("completed") {
                cell.share = Some(50);
                planted += 1;
                assert!(
                    violations(vec![leaky]).iter().any(|violation| violation.kind == Kind::ShareOfHidden)
                );
            }
        }
    }
    assert!(planted > 5, "{planted}");
}

#[test]
fn a_revision_by_one_is_found_every_time() {
    let mut chance = Chance(3);
    let unit = unit("m", "2025", &cohort(&mut chance, 300), Scope::USUAL);
    let publication = one(&unit);
    let places: Vec<&Place> = publication.cells.keys().collect();
    let mut planted = 0;
    for place in places {
        for by in [-1_i64, 1] {
            let mut again = publication.clone();
            if let Printed::Value(value) = publication.cells[place].printed {
                again.cells.get_mut(place).unwrap().printed =
                    Printed::Value((i64::from(value) + by).max(0) as u32);
                let file = export::unit(&unit, &[(publication.clone(), false), (again, false)]);
                planted += 1;
                assert!(
                    violations(vec![file]).iter().any(|violation| violation.kind == Kind::SmallRevision),
                    "{place} {by}"
                );
            }
        }
    }
    assert!(planted > 50);
}

#[test]
fn a_sibling_shown_in_a_later_table_is_found_every_time() {
    let (mut planted, mut found) = (0, 0);
    for seed in 0..4 {
        let mut chance = Chance(seed);
        let size = 60 + chance.below(300);
        let people = cohort(&mut chance, size);
        let before = unit("m", "2025", &people, Scope { by_band: false, ..Scope::USUAL });
        let first = one(&before);
        let both = unit("m", "2025", &people, Scope::USUAL);
        // The later table, protected with no thought of the earlier one, and with what the earlier one hides shown.
        for place in &first.secondary {
            let mut later = first.clone();
            let value = both.entries[place].amount() as u32;
            later.cells.get_mut(place).unwrap().printed = Printed::Value(value);
            planted += 1;
            let file = export::unit(&both, &[(first.clone(), false), (later, true)]);
            found += u32::from(!violations(vec![file]).is_empty());
        }
    }
    assert!(planted > 50);
    assert_eq!(found, planted);
}

#[test]
fn ten_publications_with_late_corrections_leak_nothing() {
    let mut revised = 0;
    let mut stood = 0;
    for seed in 0..1 {
        let mut chance = Chance(1_000 + seed);
        for (at, size) in sizes(&mut chance, 25).into_iter().enumerate().filter(|(at, _)| at % 8 == 0) {
            let mut people = cohort(&mut chance, size);
            let mut history = History::default();
            let mut publications = Vec::new();
            let mut last = None;
            for number in 0..10 {
                if number > 0 {
                    correct(&mut chance, &mut people);
                }
                let scope =
                    Scope { measures: 1 + number.min(2), by_sex: true, by_band: number >= 5, cube: false };
                let unit = unit(&format!("m{at}"), "2025", &people, scope);
                let publication = publish(&unit, &mut history);
                stood += publication.cells.values().filter(|cell| cell.not_revised).count();
                publications.push((publication, number % 4 == 3));
                last = Some(unit);
            }
            for pair in publications.windows(2) {
                revised += pair[1]
                    .0
                    .cells
                    .iter()
                    .filter(|(place, cell)| {
                        matches!((cell.printed, pair[0].0.cells.get(*place).map(|cell| cell.printed)),
                        (Printed::Value(new), Some(Printed::Value(old))) if new != old)
                    })
                    .count();
            }
            let file = export::unit(&last.unwrap(), &publications);
            assert_eq!(violations(vec![file]), vec![], "seed {seed} size {size}");
        }
    }
    assert!(revised > 0 && stood > 0);
}
