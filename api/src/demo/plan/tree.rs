//! The tree of units: authority, board, administration, areas, schools, and the school of another authority where
//! some of the municipality's youths study.

use entity::municipality::{unit, unit_closure};
use entity::vocabulary::UnitKind;
use uuid::Uuid;

use super::{Draft, LANDMARK};
use crate::demo::places;

const SCHOOLS: [&str; 12] = [
    "Björkskolan",
    "Ekskolan",
    "Lindskolan",
    "Rönnskolan",
    "Almskolan",
    "Tallskolan",
    "Granskolan",
    "Aspskolan",
    "Hasselskolan",
    "Bokskolan",
    "Lärkskolan",
    "Sälgskolan",
];
const UPPER: [&str; 4] = ["Norra gymnasiet", "Södra gymnasiet", "Östra gymnasiet", "Västra gymnasiet"];

/// Youths of one school year in one school, at most.
const MOST_IN_COMPULSORY: usize = 130;
const MOST_IN_UPPER: usize = 400;

/// Form of school (skolform).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Compulsory school (grundskola), years 7 to 9.
    Compulsory,
    /// Upper secondary school (gymnasieskola), years 1 to 3.
    Upper,
}

impl Form {
    /// As SS 12000 names it.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Compulsory => "GR",
            Self::Upper => "GY",
        }
    }

    /// The first of its three years.
    pub(super) fn first_year(self) -> i32 {
        match self {
            Self::Compulsory => 7,
            Self::Upper => 1,
        }
    }

    /// How old a youth turns in the calendar year in which the first of the three begins.
    pub(super) fn first_age(self) -> i32 {
        match self {
            Self::Compulsory => 13,
            Self::Upper => 16,
        }
    }
}

/// Units that people of the chain sit at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offices {
    pub(super) authority: Uuid,
    pub(super) board: Uuid,
    pub(super) administration: Uuid,
    /// Of compulsory and of upper secondary school.
    pub(super) areas: [Uuid; 2],
    pub(super) kaa: Uuid,
}

/// A school unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct School {
    pub(super) unit: Uuid,
    pub(super) form: Form,
}

/// The whole tree.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) offices: Offices,
    pub(super) schools: Vec<School>,
    /// The school unit of another authority.
    pub(super) elsewhere: Uuid,
}

/// Plants the tree of a municipality.
pub(super) fn plant(draft: &mut Draft, name: &str) -> Tree {
    let offices = offices(draft, name);
    let [compulsory, upper] = offices.areas;
    let mut schools = schools(draft, compulsory, Form::Compulsory, &SCHOOLS, MOST_IN_COMPULSORY);
    schools.extend(self::schools(draft, upper, Form::Upper, &UPPER, MOST_IN_UPPER));
    let elsewhere = elsewhere(draft, offices.authority);
    Tree { offices, schools, elsewhere }
}

/// Plants what stands above the schools.
pub(super) fn offices(draft: &mut Draft, name: &str) -> Offices {
    let authority = draft.unit(None, UnitKind::Authority, "authority", &format!("{name} kommun"));
    let board = draft.unit(Some(authority), UnitKind::Board, "board", "Barn- och utbildningsnämnden");
    let administration = draft.unit(
        Some(board),
        UnitKind::Administration,
        "administration",
        "Barn- och utbildningsförvaltningen",
    );
    let mut area = |key, name| draft.unit(Some(administration), UnitKind::Area, key, name);
    let areas = [area("compulsory", "Verksamhet grundskola"), area("upper", "Verksamhet gymnasieskola")];
    let kaa = draft.unit(Some(administration), UnitKind::KaaUnit, LANDMARK, "KAA-enheten");
    Offices { authority, board, administration, areas, kaa }
}

fn schools(draft: &mut Draft, area: Uuid, form: Form, names: &[&str], most: usize) -> Vec<School> {
    let many = draft.place.cohort.div_ceil(most).clamp(1, names.len());
    let named: Vec<_> = names.iter().take(many).enumerate().collect();
    named.into_iter().map(|(number, name)| school(draft, area, form, number, name)).collect()
}

fn school(draft: &mut Draft, area: Uuid, form: Form, number: usize, name: &str) -> School {
    let key = format!("{}{number}", form.code());
    let school = draft.unit(Some(area), UnitKind::School, &format!("school/{key}"), name);
    let kind = if form == Form::Upper { "gymnasieskola" } else { "7–9" };
    let unit =
        draft.unit(Some(school), UnitKind::SchoolUnit, &format!("unit/{key}"), &format!("{name} {kind}"));
    let level = usize::from(form == Form::Upper);
    let code = format!("9{}{level}{number:02}", draft.place.code);
    if let Some(row) = draft.plan.units.last_mut() {
        row.school_unit_code = Some(code);
    }
    School { unit, form }
}

/// Another authority's school; nobody who reaches people by their unit sits above it.
fn elsewhere(draft: &mut Draft, authority: Uuid) -> Uuid {
    let own = std::mem::replace(&mut draft.authority, places::other_authority_number(draft.place.code));
    let other = draft.unit(Some(authority), UnitKind::Other, "other", "Annan huvudman");
    let name = "Gymnasieskola hos annan huvudman";
    let unit = draft.unit(Some(other), UnitKind::SchoolUnit, "other/unit", name);
    draft.authority = own;
    unit
}

impl Draft {
    pub(super) fn unit(&mut self, parent: Option<Uuid>, kind: UnitKind, key: &str, name: &str) -> Uuid {
        let id = self.id("unit", key);
        self.plan.units.push(unit::Model {
            id,
            parent_id: parent,
            kind,
            name: name.to_owned(),
            school_unit_code: None,
            authority_number: Some(self.authority.clone()),
            source_id: None,
            source_ref: None,
            created_at: self.now,
        });
        self.close(id, parent);
        id
    }

    /// The unit below itself, and below all that its parent is below.
    fn close(&mut self, id: Uuid, parent: Option<Uuid>) {
        let above: Vec<_> = self
            .plan
            .closure
            .iter()
            .filter(|row| Some(row.unit_id) == parent)
            .map(|row| (row.ancestor_id, row.depth + 1))
            .chain([(id, 0)])
            .collect();
        let rows = above.into_iter().map(|(ancestor_id, depth)| unit_closure::Model {
            ancestor_id,
            unit_id: id,
            depth,
        });
        self.plan.closure.extend(rows);
    }
}
