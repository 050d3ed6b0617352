//! What is told could have happened: each step is one that the product allows, in the order of the days.

use std::collections::BTreeSet;

use entity::vocabulary::{CaseState, MeasureState};
use sea_orm::Iterable;

use super::told::{self, Told};
use crate::domain::case::rules;
use crate::support::fault::Fault;

fn told() -> Result<Told, Fault> {
    told::all()
}

#[test]
fn every_step_of_a_case_is_one_that_the_product_allows_and_later_than_the_one_before() -> Result<(), Fault> {
    for case in told()?.stories.into_iter().filter_map(|story| story.case) {
        assert_eq!(case.steps.first().map(|step| step.to.0), Some(CaseState::Detected));
        for pair in case.steps.windows(2) {
            let [before, after] = pair else { continue };
            assert!(rules::conditions(before.to.0, after.to.0).is_some(), "{before:?} {after:?}");
            // Three days, since a weekend moves a day by two.
            assert!(before.ago >= after.ago + 3, "{before:?} {after:?}");
        }
        let is_closed = case.steps.last().is_some_and(|step| step.to.0 == CaseState::Closed);
        assert_eq!(case.closing.is_some(), is_closed);
    }
    Ok(())
}

#[test]
fn every_state_of_cases_and_measures_is_told_and_one_case_was_reopened() -> Result<(), Fault> {
    let stories = told()?.stories;
    let ways = || stories.iter().filter_map(|story| story.case.as_ref()).map(|case| &case.steps);
    let stands: BTreeSet<_> = ways().filter_map(|steps| Some(steps.last()?.to.0)).collect();
    assert_eq!(stands, CaseState::iter().collect());
    let reopened = |steps: &&Vec<told::Step>| {
        steps.windows(2).any(|pair| matches!(pair, [before, _] if before.to.0 == CaseState::Closed))
    };
    assert_eq!(ways().filter(reopened).count(), 1);
    let measures = stories.iter().flat_map(|story| &story.measures).map(|measure| measure.state.0);
    let found: Vec<_> = measures.collect();
    assert!(MeasureState::iter().all(|state| found.contains(&state)), "{found:?}");
    Ok(())
}

#[test]
fn no_measure_runs_in_a_closed_case_and_none_ends_before_it_starts() -> Result<(), Fault> {
    for story in told()?.stories {
        let closed = story.case.as_ref().is_some_and(|case| case.closing.is_some());
        for measure in &story.measures {
            assert!(!(closed && measure.state.0 == MeasureState::Active), "{}", measure.key);
            let days = [Some(measure.offered), measure.accepted, measure.starts, measure.ended];
            let days: Vec<_> = days.into_iter().flatten().collect();
            assert!(days.is_sorted_by(|before, after| before >= after), "{}: {days:?}", measure.key);
        }
    }
    Ok(())
}
