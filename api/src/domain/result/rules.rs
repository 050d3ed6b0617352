//! Which results can be recorded.

use chrono::NaiveDate;
use entity::municipality::school_result;

/// Grades (betyg), and `-` when there is no basis for one.
const GRADES: [&str; 7] = ["A", "B", "C", "D", "E", "F", "-"];

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// No code of a subject.
    Subject,
    /// No term.
    Term,
    /// The term has not begun.
    Future,
    /// No grade.
    Grade,
    /// The sender's own id is empty or too long.
    Source,
    /// A result of another group stands there.
    OfAnotherGroup,
}

/// First and last day of a term: 2025VT is January to June, 2025HT is July to December.
pub fn term(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (year, half) = text.split_at_checked(4)?;
    if !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = year.parse().ok().filter(|year| (1990..=2100).contains(year))?;
    let (from, to) = match half {
        "VT" => ((1, 1), (6, 30)),
        "HT" => ((7, 1), (12, 31)),
        _ => return None,
    };
    Some((NaiveDate::from_ymd_opt(year, from.0, from.1)?, NaiveDate::from_ymd_opt(year, to.0, to.1)?))
}

/// Checks a row against itself and the calendar, and gives the days of its term.
pub fn check(row: &school_result::Model, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), RowFault> {
    if !is_subject(&row.subject_code) {
        return Err(RowFault::Subject);
    }
    let days = term(&row.term).ok_or(RowFault::Term)?;
    if days.0 > today {
        return Err(RowFault::Future);
    }
    if row.grade.as_ref().is_some_and(|grade| !GRADES.contains(&grade.as_str())) {
        return Err(RowFault::Grade);
    }
    match &row.source_ref {
        Some(reference) if !(1..=200).contains(&reference.chars().count()) => Err(RowFault::Source),
        _ => Ok(days),
    }
}

fn is_subject(code: &str) -> bool {
    (1..=20).contains(&code.chars().count())
        && code.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.'))
}

/// A correction keeps the reference that the row came under, unless it says so itself. What differs belongs to the hand
/// that corrected it from then on: no import overwrites it.
pub fn keep_source(row: &mut school_result::Model, before: Option<&school_result::Model>) {
    if let Some(before) = before {
        row.source_ref = row.source_ref.take().or_else(|| before.source_ref.clone());
        row.source_id = before.source_id;
        row.source_id = before.source_id.filter(|_| row == before);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn row(subject: &str, term: &str, grade: Option<&str>) -> school_result::Model {
        school_result::Model {
            id: Uuid::nil(),
            youth_id: Uuid::nil(),
            subject_code: subject.to_owned(),
            term: term.to_owned(),
            grade: grade.map(str::to_owned),
            warning: false,
            group_id: None,
            source_id: None,
            source_ref: None,
        }
    }

    fn checked(subject: &str, term: &str, grade: Option<&str>) -> Result<(), RowFault> {
        check(&row(subject, term, grade), NaiveDate::from_ymd_opt(2025, 11, 24).unwrap_or_default())
            .map(|_| ())
    }

    #[test]
    fn grades_terms_and_subjects_are_those_of_the_school() {
        for grade in GRADES {
            assert_eq!(checked("MAT", "2025HT", Some(grade)), Ok(()));
        }
        assert_eq!(checked("MAT", "2025HT", None), Ok(()));
        assert_eq!(checked("MAT", "2025HT", Some("G")), Err(RowFault::Grade));
        assert_eq!(checked("MAT", "2025HT", Some("a")), Err(RowFault::Grade));
        assert_eq!(checked("", "2025HT", None), Err(RowFault::Subject));
        assert_eq!(checked("MAT 1", "2025HT", None), Err(RowFault::Subject));
        assert_eq!(checked("MAT", "HT2025", None), Err(RowFault::Term));
        assert_eq!(checked("MAT", "2026VT", None), Err(RowFault::Future));
    }

    proptest! {
        #[test]
        fn every_day_of_a_year_is_in_one_of_its_terms(year in 1990_i32..=2100, day in 1_u32..=365) {
            let date = NaiveDate::from_yo_opt(year, day).unwrap_or_default();
            let holds = |half: &str| {
                term(&format!("{year}{half}")).is_some_and(|(from, to)| (from..=to).contains(&date))
            };
            prop_assert!(holds("VT") != holds("HT"));
        }

        #[test]
        fn any_text_is_a_term_or_refused(text in "\\PC{0,8}") {
            let _ = term(&text);
        }
    }
}
