//! Rules as sentences: declarations, what is known anyway, means, authorities, pools, what cannot exist, the ladder, and
//! that the same input is the same bytes.

use super::synthetic::{Chance, Scope, cohort, dimensions, place, unit};
use crate::domain::statistics::disclosure::audit::{self, Kind};
use crate::domain::statistics::disclosure::checked;
use crate::domain::statistics::disclosure::cube::{
    Authorities, Axis, Category, Counts, Dimension, Entry, Figure, Measure, Table, Unit,
};
use crate::domain::statistics::disclosure::export;
use crate::domain::statistics::disclosure::history::History;
use crate::domain::statistics::disclosure::ladder::{self, Rung};
use crate::domain::statistics::disclosure::primary::{Floor, Reason, Threshold};
use crate::domain::statistics::disclosure::protect::{Printed, Publication, protect};
use crate::domain::statistics::disclosure::refusal::Refusal;
use crate::domain::statistics::disclosure::solver::MicroLp;

const FIRST: &[(Publication, bool)] = &[];

fn prepare(unit: &Unit) -> Result<Publication, Refusal> {
    checked::prepare(unit, FIRST, &MicroLp::default())
}

/// One measure of N over one dimension.
fn line(values: &[u32]) -> Unit {
    let leaves = (0..values.len()).map(|at| Category::leaf(&format!("c{at}"))).collect();
    let mut unit = Unit {
        municipality: "m".into(),
        period: "2025".into(),
        basis: "HOME".into(),
        dimensions: vec![Dimension { code: "d".into(), root: Category::of("all", leaves) }],
        measures: vec![Measure {
            code: "N".into(),
            counts: Counts::Whole,
            threshold: Threshold::at(Floor::General),
            harmless: false,
        }],
        tables: vec![Table {
            code: "t".into(),
            measures: vec!["N".into()],
            axes: vec![Axis::all("d")],
            published: true,
        }],
        ..Unit::default()
    };
    unit.entries.insert(place("N", &[]), Entry::count(values.iter().sum()));
    for (at, value) in values.iter().enumerate() {
        unit.entries.insert(place("N", &[("d", &format!("c{at}"))]), Entry::count(*value));
    }
    unit
}

fn hidden(publication: &Publication) -> Vec<String> {
    let suppressed = publication.cells.iter().filter(|(_, cell)| cell.printed == Printed::Suppressed);
    suppressed.map(|(place, _)| place.to_string()).collect()
}

#[test]
fn one_small_cell_takes_a_second_with_it() {
    let publication = prepare(&line(&[3, 20, 9, 40])).unwrap();
    assert_eq!(hidden(&publication).len(), 2);
    assert_eq!(publication.reasons.len(), 1);
}

#[test]
fn nothing_small_hides_nothing() {
    assert_eq!(hidden(&prepare(&line(&[5, 20, 9, 0])).unwrap()), Vec::<String>::new());
}

#[test]
fn the_same_input_is_the_same_bytes() {
    for seed in 0..6 {
        let people = cohort(&mut Chance(seed), 150);
        let bytes = || {
            let unit = unit("m", "2025", &people, Scope::USUAL);
            let publication = prepare(&unit).unwrap();
            let file =
                export::export(&dimensions(), vec![export::unit(&unit, &[(publication, false)])], vec![]);
            serde_json::to_string(&file).unwrap()
        };
        assert_eq!(bytes(), bytes());
    }
}

#[test]
fn what_is_not_declared_is_refused() {
    let mut unit = line(&[3, 20]);
    unit.tables[0].axes.push(Axis::all("school"));
    assert_eq!(prepare(&unit).unwrap_err().code(), "BREAKDOWN_NOT_DECLARED");
    let mut unit = line(&[3, 20]);
    unit.tables[0].axes.extend([Axis::all("d"), Axis::all("d"), Axis::all("d")]);
    assert_eq!(prepare(&unit).unwrap_err().code(), "BREAKDOWN_NOT_DECLARED");
}

#[test]
fn figures_that_contradict_themselves_are_refused() {
    let mut unit = line(&[3, 20]);
    unit.entries.insert(place("N", &[]), Entry::count(24));
    assert_eq!(prepare(&unit).unwrap_err().code(), "FIGURES_CONTRADICT");
    let mut unit = line(&[3, 20]);
    unit.entries.remove(&place("N", &[]));
    assert_eq!(prepare(&unit).unwrap_err().code(), "ENTRY_MISSING");
}

#[test]
fn what_outsiders_know_is_never_hidden_behind() {
    let mut unit = line(&[3, 20, 9, 40]);
    let first = prepare(&unit).unwrap();
    let partner = first.secondary.first().unwrap().clone();
    unit.official.insert(partner.clone(), unit.entries[&partner].amount() as u32);
    let second = prepare(&unit).unwrap();
    assert!(second.secondary.iter().any(|place| *place != partner), "{:?}", second.secondary);
    assert_ne!(second.cells[&partner].printed, Printed::Suppressed);
}

#[test]
fn what_outsiders_know_of_a_small_group_is_not_our_leak() {
    let mut unit = line(&[3, 20, 9, 40]);
    let small = place("N", &[("d", "c0")]);
    unit.official.insert(small.clone(), 3);
    let publication = prepare(&unit).unwrap();
    assert_eq!(hidden(&publication), vec![small.to_string()]);
}

#[test]
fn what_was_not_reported_hides_nothing_and_counts_nothing() {
    let mut unit = line(&[3, 20, 0, 40]);
    unit.entries.insert(place("N", &[("d", "c2")]), Entry::Missing);
    let publication = prepare(&unit).unwrap();
    assert_eq!(publication.cells[&place("N", &[("d", "c2")])].printed, Printed::Missing);
    assert_eq!(hidden(&publication).len(), 2);
}

fn with_mean(counts: &[u32], sums: &[(u32, u32)]) -> Unit {
    let mut unit = line(counts);
    unit.measures.push(Measure {
        code: "minutes".into(),
        counts: Counts::Sum { over: "N".into() },
        threshold: Threshold::at(Floor::General),
        harmless: false,
    });
    unit.tables[0].measures = vec!["minutes".into()];
    let entry = |(value, largest)| Entry::Value(Figure { value, largest, authorities: None });
    unit.entries.insert(place("minutes", &[]), entry((sums.iter().map(|s| s.0).sum(), 90)));
    for (at, sum) in sums.iter().enumerate() {
        unit.entries.insert(place("minutes", &[("d", &format!("c{at}"))]), entry(*sum));
    }
    unit
}

#[test]
fn a_mean_of_which_one_person_is_more_than_half_is_hidden_with_room_for_that_person() {
    let unit = with_mean(&[20, 20, 20], &[(100, 60), (400, 30), (900, 90)]);
    let publication = prepare(&unit).unwrap();
    let first = place("minutes", &[("d", "c0")]);
    assert_eq!(publication.reasons[&first], Reason::MeanDominated);
    assert_eq!(hidden(&publication).len(), 2);
    let file = export::export(&unit.dimensions, vec![export::unit(&unit, &[(publication, false)])], vec![]);
    let intervals = audit::intervals(&serde_json::to_string(&file).unwrap()).unwrap();
    let (_, _, interval) = intervals.iter().find(|(name, _, _)| name.contains("minutes d=c0")).unwrap();
    assert!(interval.least <= 40 && interval.most.is_none_or(|most| most >= 160), "{interval:?}");
}

#[test]
fn a_figure_of_two_authorities_is_hidden() {
    let mut unit = line(&[30, 20, 90]);
    let few = Some(Authorities { with: 2, without: None });
    let entry = Entry::Value(Figure { value: 30, largest: 0, authorities: few });
    unit.entries.insert(place("N", &[("d", "c0")]), entry);
    let publication = prepare(&unit).unwrap();
    assert_eq!(publication.reasons[&place("N", &[("d", "c0")])], Reason::FewAuthorities);
    assert_eq!(hidden(&publication).len(), 2);
}

#[test]
fn a_pool_shows_its_total_and_no_year() {
    let mut unit = line(&[3, 4, 6]);
    unit.tables[0].axes = vec![Axis { top_only: true, ..Axis::all("d") }];
    unit.tables.push(Table {
        code: "years".into(),
        measures: vec!["N".into()],
        axes: vec![Axis::all("d")],
        published: false,
    });
    let publication = prepare(&unit).unwrap();
    assert_eq!(publication.cells.len(), 1);
    assert_eq!(publication.cells[&place("N", &[])].printed, Printed::Value(13));
    // Once outsiders know two of the years, the pool would give the third away.
    unit.official = [(place("N", &[("d", "c1")]), 4), (place("N", &[("d", "c2")]), 6)].into();
    let publication = prepare(&unit).unwrap();
    assert_eq!(publication.cells[&place("N", &[])].printed, Printed::Suppressed);
}

#[test]
fn a_second_publication_of_the_same_is_the_same() {
    let unit = unit("m", "2025", &cohort(&mut Chance(11), 140), Scope::USUAL);
    let first = prepare(&unit).unwrap();
    let second = checked::prepare(&unit, &[(first.clone(), false)], &MicroLp::default()).unwrap();
    assert_eq!(first.cells, second.cells);
}

#[test]
fn a_change_of_fewer_than_k_is_marked_not_revised() {
    let first = prepare(&line(&[12, 20, 9, 40])).unwrap();
    let second = checked::prepare(&line(&[12, 20, 9, 43]), &[(first, false)], &MicroLp::default()).unwrap();
    let cell = second.cells[&place("N", &[("d", "c3")])];
    assert_eq!((cell.printed, cell.not_revised), (Printed::Value(40), true));
    assert!(second.cells[&place("N", &[])].not_revised);
    assert!(!second.cells[&place("N", &[("d", "c0")])].not_revised);
}

#[test]
fn a_change_of_at_least_k_is_told() {
    let first = prepare(&line(&[12, 20, 9, 40])).unwrap();
    let second = checked::prepare(&line(&[12, 20, 9, 46]), &[(first, false)], &MicroLp::default()).unwrap();
    assert_eq!(second.cells[&place("N", &[("d", "c3")])].printed, Printed::Value(46));
    assert_eq!(second.cells[&place("N", &[])].printed, Printed::Value(87));
}

#[test]
fn shown_stays_shown_though_it_has_become_small() {
    let first = prepare(&line(&[12, 20, 9, 40])).unwrap();
    let second = checked::prepare(&line(&[12, 20, 2, 40]), &[(first, false)], &MicroLp::default()).unwrap();
    let cell = second.cells[&place("N", &[("d", "c2")])];
    assert_eq!((cell.printed, cell.not_revised), (Printed::Value(9), true));
}

#[test]
fn what_was_published_must_stay_declared() {
    let first = prepare(&line(&[12, 20, 9, 40])).unwrap();
    let refused = checked::prepare(&line(&[12, 20, 9]), &[(first, false)], &MicroLp::default()).unwrap_err();
    assert_eq!(refused.code(), "BREAKDOWN_NOT_DECLARED");
}

#[test]
fn the_finest_rung_with_enough_to_see_is_chosen_on_the_first_three_periods() {
    let counts = |full: &[(usize, usize)], one: &[(usize, usize)]| {
        ladder::choose(&[
            (Rung::Full, full.to_vec()),
            (Rung::OneDimension, one.to_vec()),
            (Rung::Total, vec![(1, 1); 3]),
            (Rung::ThreeYears, vec![(1, 1)]),
        ])
    };
    assert_eq!(counts(&[(10, 4), (10, 4), (10, 4)], &[(3, 0); 3]), Rung::Full);
    assert_eq!(counts(&[(10, 4), (10, 5), (10, 4)], &[(3, 0); 3]), Rung::OneDimension);
    assert_eq!(counts(&[(10, 9), (10, 9), (10, 9), (10, 0)], &[(3, 2); 3]), Rung::ThreeYears);
}

#[test]
fn leaf_cells_are_counted_where_nothing_finer_is_printed() {
    let unit = unit("m", "2025", &cohort(&mut Chance(5), 110), Scope::SMALL);
    let publication = protect(&unit, &History::default(), &MicroLp::default()).unwrap();
    let (all, hidden) = ladder::leaves(&unit, &publication);
    assert_eq!(all, 4, "two sexes, two national programmes; the rest cannot exist");
    assert!(hidden <= all);
}

#[test]
fn a_sum_over_municipalities_that_includes_a_hidden_figure_is_found() {
    let units: Vec<Unit> =
        (0..3).map(|at| Unit { municipality: format!("m{at}"), ..line(&[3 + 20 * at, 20, 9, 40]) }).collect();
    let publications: Vec<Publication> = units.iter().map(|unit| prepare(unit).unwrap()).collect();
    let members: Vec<_> =
        units.iter().zip(&publications).map(|(unit, p)| (unit.municipality.clone(), p.clone())).collect();
    let groups = export::groups("all", "2025", "HOME", &members);
    let exported = || {
        units.iter().zip(&publications).map(|(unit, p)| export::unit(unit, &[(p.clone(), false)])).collect()
    };
    let json =
        |groups| serde_json::to_string(&export::export(&units[0].dimensions, exported(), groups)).unwrap();
    assert_eq!(audit::audit(&json(groups.clone())).unwrap().violations, vec![]);
    let mut leaky = groups;
    let figure =
        leaky.iter_mut().find(|group| group.coordinates.get("d").is_some_and(|d| d == "c0")).unwrap();
    figure.included = vec!["m0".into(), "m1".into(), "m2".into()];
    figure.value = 3 + 23 + 43;
    let report = audit::audit(&json(leaky.clone())).unwrap();
    assert!(report.violations.iter().any(|violation| violation.kind == Kind::Group));
    let own = [(("2025".into(), "HOME".into(), "N".into(), [("d".into(), "c0".into())].into()), 43)].into();
    let report = audit::audit_as(&json(leaky), "m2", &own).unwrap();
    assert!(report.violations.iter().any(|violation| violation.kind == Kind::Insider));
}
