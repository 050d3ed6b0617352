//! Classes of about 25 with a mentor and a teacher of mathematics each, and the youths in them.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::municipality::{enrolment, group_membership, student_group};
use entity::vocabulary::{GroupKind, Protection, Role};
use uuid::Uuid;

use super::tree::{Form, School, Tree};
use super::{Draft, attendance, people, results};
use crate::demo::chance::Chance;
use crate::demo::places;

/// Pupils of a class.
const CLASS: usize = 25;
/// Classes that one teacher of mathematics has.
const CLASSES_OF_A_TEACHER: usize = 4;
/// Of a hundred, how many go to an upper secondary school of another authority.
const ELSEWHERE: usize = 8;
/// Of a hundred, how many came from another school of the municipality.
const MOVED: usize = 3;
const PROGRAMMES: [&str; 10] = ["NA", "SA", "EK", "TE", "ES", "EE", "BA", "VO", "FT", "IM"];

/// One class, while it is filled.
struct Class<'a> {
    form: Form,
    /// 0 to 2: which of the form's three years.
    step: i32,
    /// Its number among the classes of the year.
    number: usize,
    school: School,
    /// Where its pupils may have been before.
    other_school: Option<&'a School>,
    group: Uuid,
    maths: Uuid,
}

/// Fills all schools.
pub(super) fn fill(draft: &mut Draft, tree: &Tree) {
    let mut teachers = HashMap::new();
    for form in [Form::Compulsory, Form::Upper] {
        for step in 0..3 {
            fill_year(draft, tree, form, step, &mut teachers);
        }
    }
}

fn fill_year(draft: &mut Draft, tree: &Tree, form: Form, step: i32, teachers: &mut HashMap<String, Uuid>) {
    let schools: Vec<_> = tree.schools.iter().filter(|school| school.form == form).collect();
    let born = draft.calendar.year - form.first_age() - step;
    let mut chance = Chance::of(draft.place.code, usize::try_from(born).unwrap_or_default());
    let all = draft.place.cohort * usize::try_from(chance.between(96, 104)).unwrap_or(100) / 100;
    let elsewhere = if form == Form::Upper { all * ELSEWHERE / 100 } else { 0 };
    let pupils = all - elsewhere;
    let classes = pupils.div_ceil(CLASS);
    for number in 0..classes {
        let (at, later) = (number % schools.len(), (number + 1) % schools.len());
        let other_school = schools.get(later).filter(|_| later != at).copied();
        let class = open(draft, (form, step, number), *schools[at], other_school, schools.len(), teachers);
        for seat in pupils * number / classes..pupils * (number + 1) / classes {
            seat_pupil(draft, &class, seat - pupils * number / classes, born);
        }
    }
    for _ in 0..elsewhere {
        send_elsewhere(draft, tree.elsewhere, step, born);
    }
}

fn open<'a>(
    draft: &mut Draft,
    (form, step, number): (Form, i32, usize),
    school: School,
    other_school: Option<&'a School>,
    schools: usize,
    teachers: &mut HashMap<String, Uuid>,
) -> Class<'a> {
    let name = name_of(draft, form, step, number, number / schools);
    let key = format!("{}/{step}/{number}", form.code());
    let group = draft.group(&format!("class/{key}"), school, GroupKind::Class, name.clone(), None);
    let mentor = draft.hire();
    draft.assign(mentor, Role::Mentor, school.unit, Some(group));
    let maths =
        draft.group(&format!("maths/{key}"), school, GroupKind::Teaching, format!("MA {name}"), Some("MAT"));
    let desk = format!("{}/{step}/{}", school.unit, number / schools / CLASSES_OF_A_TEACHER);
    let teacher = *teachers.entry(desk).or_insert_with(|| draft.hire());
    draft.assign(teacher, Role::Teacher, school.unit, Some(maths));
    Class { form, step, number, school, other_school, group, maths }
}

/// 7A, 7B, … in compulsory school; programme, year of start and letter in upper secondary school.
fn name_of(draft: &Draft, form: Form, step: i32, number: usize, in_school: usize) -> String {
    let letter = |number: usize| char::from(b'A' + u8::try_from(number % 26).unwrap_or_default());
    match form {
        Form::Compulsory => format!("{}{}", form.first_year() + step, letter(in_school)),
        Form::Upper => {
            let year = (draft.calendar.year - step).rem_euclid(100);
            format!("{}{year:02}{}", programme(number), letter(number / PROGRAMMES.len()))
        }
    }
}

fn programme(class: usize) -> &'static str {
    PROGRAMMES[class % PROGRAMMES.len()]
}

fn seat_pupil(draft: &mut Draft, class: &Class<'_>, seat: usize, born: i32) {
    // Two protected persons a municipality, always at the same places: in the first class of year 7 and of GY 1.
    let protection = match (class.form, class.step, class.number, seat) {
        (Form::Compulsory, 0, 0, 2) => Protection::SecrecyMarked,
        (Form::Upper, 0, 0, 4) => Protection::ProtectedRegistration,
        _ => Protection::None,
    };
    let mut chance = Chance::of(draft.place.code, draft.plan.youths.len() + 10_000);
    let stays = if class.form == Form::Upper { 92 } else { 98 };
    let home = people::home(&mut chance, draft.place.code, protection, stays);
    let youth = people::invent(draft, &mut chance, born, protection, home);
    enrol(draft, &mut chance, class, youth);
    let since = draft.calendar.school_year_start(0);
    for group in [class.group, class.maths] {
        draft.join(group, youth, since);
    }
    attendance::record(draft, &mut chance, youth, class.form);
    results::record(draft, &mut chance, youth, class.maths);
}

fn enrol(draft: &mut Draft, chance: &mut Chance, class: &Class<'_>, youth: Uuid) {
    let began = draft.calendar.school_year_start(class.step);
    let present = draft.calendar.school_year_start(0);
    let year = class.form.first_year() + class.step;
    let programme = (class.form == Form::Upper).then(|| programme(class.number));
    match class.other_school.filter(|_| class.step > 0 && chance.percent(MOVED)) {
        None => draft.enrol(youth, class.school.unit, class.form, year, programme, (began, None)),
        Some(before) => {
            draft.enrol(youth, before.unit, class.form, year - 1, programme, (began, present.pred_opt()));
            draft.enrol(youth, class.school.unit, class.form, year, programme, (present, None));
        }
    }
}

fn send_elsewhere(draft: &mut Draft, unit: Uuid, step: i32, born: i32) {
    let mut chance = Chance::of(draft.place.code, draft.plan.youths.len() + 10_000);
    let home = Some(draft.place.code.to_owned());
    let youth = people::invent(draft, &mut chance, born, Protection::None, home);
    let began = draft.calendar.school_year_start(step);
    let programme = Some(programme(chance.below(PROGRAMMES.len())));
    draft.enrol(youth, unit, Form::Upper, 1 + step, programme, (began, None));
    if let Some(row) = draft.plan.enrolments.last_mut() {
        row.school_authority = Some(places::other_authority_number(draft.place.code));
    }
}

impl Draft {
    fn group(
        &mut self,
        key: &str,
        school: School,
        kind: GroupKind,
        name: String,
        subject: Option<&str>,
    ) -> Uuid {
        let id = self.id("group", key);
        self.plan.groups.push(student_group::Model {
            id,
            unit_id: school.unit,
            kind,
            name,
            school_type: Some(school.form.code().to_owned()),
            subject_code: subject.map(str::to_owned),
            starts_on: self.calendar.school_year_start(0),
            ends_on: None,
            source_id: None,
            source_ref: None,
        });
        id
    }

    fn join(&mut self, group_id: Uuid, youth_id: Uuid, starts_on: NaiveDate) {
        let id = self.id("membership", &self.plan.memberships.len().to_string());
        self.plan.memberships.push(group_membership::Model {
            id,
            group_id,
            youth_id,
            starts_on,
            ends_on: None,
            source_id: None,
            source_ref: None,
        });
    }

    fn enrol(
        &mut self,
        youth_id: Uuid,
        unit_id: Uuid,
        form: Form,
        year: i32,
        programme: Option<&str>,
        (starts_on, ends_on): (NaiveDate, Option<NaiveDate>),
    ) {
        let id = self.id("enrolment", &self.plan.enrolments.len().to_string());
        self.plan.enrolments.push(enrolment::Model {
            id,
            youth_id,
            unit_id,
            school_type: form.code().to_owned(),
            school_year: i16::try_from(year).ok(),
            programme_code: programme.map(str::to_owned),
            school_authority: Some(self.authority.clone()),
            starts_on,
            ends_on,
            cancelled: false,
            source_id: None,
            source_ref: None,
        });
    }
}
