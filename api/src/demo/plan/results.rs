//! Grades of the last term, and warnings of the present one.

use entity::municipality::school_result;
use uuid::Uuid;

use super::Draft;
use crate::demo::chance::Chance;
use crate::support::ids;

const SUBJECTS: [&str; 3] = ["MAT", "SVE", "ENG"];

/// Records the results of one youth; those in mathematics belong to its group.
pub(super) fn record(draft: &mut Draft, chance: &mut Chance, youth_id: Uuid, maths: Uuid) {
    let (last, present) = (draft.calendar.last_term(), draft.calendar.term());
    // One of twenty has it hard in school, and fails more than one subject.
    let hard = chance.percent(5);
    for subject in SUBJECTS {
        let group_id = (subject == "MAT").then_some(maths);
        let grade = grade(chance, hard);
        let warned = if grade == "F" { 70 } else { 1 };
        draft.plan.results.push(row(youth_id, subject, &last, Some(grade), group_id));
        if chance.percent(warned) {
            draft.plan.results.push(row(youth_id, subject, &present, None, group_id));
        }
    }
}

fn grade(chance: &mut Chance, hard: bool) -> &'static str {
    match (hard, chance.below(100)) {
        (true, 0..8) => "-",
        (true, 8..55) => "F",
        (true, _) => "E",
        (false, 0..3) => "F",
        (false, 3..25) => "E",
        (false, 25..45) => "D",
        (false, 45..70) => "C",
        (false, 70..88) => "B",
        (false, _) => "A",
    }
}

/// A grade, or without one a warning.
fn row(
    youth_id: Uuid,
    subject: &str,
    term: &str,
    grade: Option<&str>,
    group_id: Option<Uuid>,
) -> school_result::Model {
    school_result::Model {
        id: ids::of_result(youth_id, subject, term),
        youth_id,
        subject_code: subject.to_owned(),
        term: term.to_owned(),
        grade: grade.map(str::to_owned),
        warning: grade.is_none(),
        group_id,
        source_id: None,
        source_ref: None,
    }
}
