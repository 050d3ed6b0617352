//! Grades become results: one a youth, subject and term; the latest registered counts.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use entity::municipality::school_result::Model;
use uuid::Uuid;

use super::frame::Frame;
use super::groups::subject_codes;
use super::words;
use crate::domain::integration::ss12000::documents::{Grade, Resource};
use crate::domain::integration::ss12000::report::Why;
use crate::support::ids;

const UNKNOWN_YOUTH: Why = Why(
    "UNKNOWN_YOUTH",
    "Personen är ingen elev som har tagits emot",
    "The person is no pupil that has been taken",
);
const NO_SUBJECT: Why = Why(
    "UNKNOWN_SYLLABUS",
    "Betygets kursplan finns inte i källan",
    "The syllabus of the grade is not in the source",
);
const NO_TERM: Why =
    Why("NO_TERM", "Betyget anger varken termin eller datum", "The grade states neither term nor date");
const UNKNOWN_VALUE: Why = Why("UNKNOWN_WORD", "Okänt gradeValue", "Unknown gradeValue");

/// Plans the results.
pub(super) fn plan(frame: &mut Frame<'_>) {
    let mut latest: BTreeMap<Uuid, (Option<NaiveDate>, Model)> = BTreeMap::new();
    let codes = subject_codes(frame);
    for grade in frame.latest(&frame.documents.grades) {
        match result(frame, &codes, grade) {
            Ok(model) => {
                let newer = latest.get(&model.id).is_none_or(|(day, _)| *day <= grade.registered_date);
                if newer {
                    latest.insert(model.id, (grade.registered_date, model));
                }
            }
            Err(UNKNOWN_VALUE) => {
                let raw = grade.grade_value.as_deref().unwrap_or_default();
                frame.report().reject_word(Grade::NAME, &grade.id, UNKNOWN_VALUE, raw);
            }
            Err(why) => frame.report().reject(Grade::NAME, &grade.id, why),
        }
    }
    frame.plan.results = latest.into_values().map(|(_, model)| model).collect();
}

fn result(frame: &Frame<'_>, codes: &HashMap<&str, &str>, grade: &Grade) -> Result<Model, Why> {
    let youth_id = frame.id("youth", &grade.student.id);
    if !frame.youths.contains(&youth_id) {
        return Err(UNKNOWN_YOUTH);
    }
    let syllabus = grade.syllabus.as_ref().and_then(|syllabus| codes.get(syllabus.id.as_str()));
    let subject_code =
        syllabus.map(|code| words::clean(code)).filter(|code| !code.is_empty()).ok_or(NO_SUBJECT)?;
    let term = term(grade).ok_or(NO_TERM)?;
    let group_id = grade.group.as_ref().map(|group| frame.id("group", &group.id));
    Ok(Model {
        id: ids::of_result(youth_id, &subject_code, &term),
        youth_id,
        subject_code,
        term,
        grade: Some(value(grade).ok_or(UNKNOWN_VALUE)?),
        warning: false,
        group_id: group_id.filter(|id| frame.groups.contains_key(id)),
        source_id: Some(frame.context.source_id),
        source_ref: Some(grade.id.clone()),
    })
}

/// The term stated, or that of the day of registration: autumn from July.
fn term(grade: &Grade) -> Option<String> {
    let semester = grade.semester.as_deref().map(|word| word.trim().to_uppercase());
    let semester = semester.filter(|word| word == "HT" || word == "VT");
    match (semester, grade.year, grade.registered_date) {
        (Some(semester), Some(year), _) if (1990..=2100).contains(&year) => Some(format!("{year}{semester}")),
        (_, _, Some(day)) => Some(format!("{}{}", day.year(), if day.month() >= 7 { "HT" } else { "VT" })),
        _ => None,
    }
}

fn value(grade: &Grade) -> Option<String> {
    let value = grade.grade_value.as_deref()?.trim().to_uppercase();
    match value.as_str() {
        "A" | "B" | "C" | "D" | "E" | "F" | "-" => Some(value),
        "–" | "STRECK" => Some("-".to_owned()),
        _ => None,
    }
}
