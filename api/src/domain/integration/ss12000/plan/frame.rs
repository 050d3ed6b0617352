//! What the stages share: the documents, what is accepted so far, the plan that grows.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::{Context, Plan, Scope};
use crate::domain::integration::ss12000::documents::Resource;
use crate::domain::integration::ss12000::report::{Report, Why};
use crate::domain::integration::ss12000::sheets::{Documents, Extent, Sheet};
use crate::support::ids;

const DUPLICATE: Why = Why(
    "DUPLICATE_ID",
    "Källan ger samma id två gånger; den sista raden gäller",
    "The source gives the same id twice; the last row counts",
);

const EMPTY: Why = Why(
    "EMPTY_RESOURCE",
    "Källan ger inga rader; det som finns här lämnas som det är",
    "The source gives no rows; what is here is left as it is",
);

/// The workbench of one plan.
pub(super) struct Frame<'a> {
    pub(super) documents: &'a Documents,
    pub(super) context: &'a Context,
    pub(super) plan: Plan,
    /// Units that rows may hang on, with the number of the school authority.
    pub(super) units: HashMap<Uuid, Option<String>>,
    /// Organisations that the register may not speak for.
    pub(super) outside: HashSet<String>,
    pub(super) youths: HashSet<Uuid>,
    pub(super) staff: HashSet<Uuid>,
    pub(super) groups: HashMap<Uuid, Uuid>,
    pub(super) members: HashSet<(Uuid, Uuid)>,
}

impl<'a> Frame<'a> {
    /// Begins with what is here already of the resources that the source did not give whole.
    pub(super) fn new(documents: &'a Documents, context: &'a Context) -> Self {
        let known = &context.known;
        let whole = |extent| extent == Extent::Whole;
        let (units, persons, groups) = (
            whole(documents.organisations.extent),
            whole(documents.persons.extent),
            whole(documents.groups.extent),
        );
        Self {
            documents,
            context,
            plan: Plan { scope: Scope::of(documents), ..Plan::default() },
            units: if units { HashMap::new() } else { known.units.clone() },
            outside: HashSet::new(),
            youths: if persons { HashSet::new() } else { known.youths.keys().copied().collect() },
            staff: if persons { HashSet::new() } else { known.staff.clone() },
            groups: if groups { HashMap::new() } else { known.groups.clone() },
            members: if groups { HashSet::new() } else { known.members.clone() },
        }
    }

    /// The id here of a row of the source.
    pub(super) fn id(&self, kind: &str, reference: &str) -> Uuid {
        ids::of_source(self.context.source_id, kind, reference)
    }

    pub(super) fn report(&mut self) -> &mut Report {
        &mut self.plan.report
    }

    /// The rows of a sheet, one an id: the last one that the source gives.
    pub(super) fn latest<T: Resource>(&mut self, sheet: &'a Sheet<T>) -> Vec<&'a T> {
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(sheet.rows.len());
        let mut rows: Vec<&T> = Vec::with_capacity(sheet.rows.len());
        for row in &sheet.rows {
            let Some(id) = row.id() else { continue };
            match places.get(id) {
                Some(place) => {
                    self.plan.report.warn(T::NAME, id, DUPLICATE);
                    if let Some(older) = rows.get_mut(*place) {
                        *older = row;
                    }
                }
                None => {
                    places.insert(id, rows.len());
                    rows.push(row);
                }
            }
        }
        rows
    }

    /// The unit of a reference, or why there is none. The second answer says whether the source has it at all.
    pub(super) fn unit(&self, reference: Option<&str>) -> Result<Uuid, Why> {
        let reference = reference.ok_or(NO_UNIT)?;
        let id = self.id("unit", reference);
        if self.units.contains_key(&id) {
            Ok(id)
        } else if self.outside.contains(reference) {
            Err(OUTSIDE)
        } else {
            Err(UNKNOWN_UNIT)
        }
    }

    /// Rejects a row that the source has: what is here of it stays as it is.
    pub(super) fn reject_and_spare(&mut self, resource: &'static str, reference: &str, why: Why) {
        self.plan.scope.spare(reference);
        self.plan.report.reject(resource, reference, why);
    }

    /// Rejects a row for its organisation. What has moved to another municipality is ended here; otherwise the fault may
    /// lie with the organisation's row, and what is here stays.
    pub(super) fn reject_outside_or_spare(&mut self, resource: &'static str, reference: &str, why: Why) {
        if why == OUTSIDE {
            self.plan.report.reject(resource, reference, why);
        } else {
            self.reject_and_spare(resource, reference, why);
        }
    }

    /// Reports the rows that could not be read, and spares what is here of them.
    pub(super) fn note_spoiled(&mut self) {
        let documents = self.documents;
        self.spoiled(&documents.organisations);
        self.spoiled(&documents.persons);
        self.spoiled(&documents.groups);
        self.spoiled(&documents.duties);
        self.spoiled(&documents.activities);
        self.spoiled(&documents.attendance);
        self.spoiled(&documents.grades);
        self.spoiled(&documents.syllabuses);
    }

    fn spoiled<T: Resource>(&mut self, sheet: &Sheet<T>) {
        if sheet.extent == Extent::Whole && sheet.rows.is_empty() && sheet.spoiled.is_empty() {
            self.plan.report.warn(T::NAME, "", EMPTY);
        }
        for row in &sheet.spoiled {
            if let Some(id) = &row.id {
                self.plan.scope.spare(id);
            }
            self.plan.report.spoiled(T::NAME, row);
        }
    }

    /// The plan, with the removals that the documents do not take back.
    pub(super) fn finish(mut self) -> Plan {
        let documents = self.documents;
        let given: HashSet<&str> = ids_of(&documents.organisations)
            .chain(ids_of(&documents.persons))
            .chain(ids_of(&documents.groups))
            .chain(ids_of(&documents.duties))
            .collect();
        self.plan.removed =
            documents.deleted.iter().filter(|gone| !given.contains(gone.id.as_str())).cloned().collect();
        let scope = &self.plan.scope;
        let of_changes =
            [scope.organisations, scope.persons, scope.groups, scope.duties].contains(&Extent::Changes);
        let unknown = ["UNKNOWN_UNIT", "UNKNOWN_STAFF", "UNKNOWN_GUARDIAN", "UNKNOWN_GROUP"];
        self.plan.wants_whole =
            of_changes && self.plan.report.reasons.iter().any(|reason| unknown.contains(&reason.code));
        self.plan
    }
}

fn ids_of<T: Resource>(sheet: &Sheet<T>) -> impl Iterator<Item = &str> {
    sheet.rows.iter().filter_map(Resource::id)
}

/// At an organisation of another municipality.
pub(super) const OUTSIDE: Why = Why(
    "OUTSIDE_MUNICIPALITY",
    "Hör till en organisation i en kommun som källan inte får tala för",
    "Belongs to an organisation in a municipality that the source may not speak for",
);
const NO_UNIT: Why = Why("NO_UNIT", "Anger ingen organisation", "Names no organisation");
const UNKNOWN_UNIT: Why = Why(
    "UNKNOWN_UNIT",
    "Anger en organisation som inte finns i källan",
    "Names an organisation that the source does not have",
);
/// A period that ends before it starts.
pub(super) const ENDS_BEFORE_START: Why =
    Why("ENDS_BEFORE_START", "Slutar innan den börjar", "Ends before it starts");
/// A row without its first day.
pub(super) const NO_START: Why = Why("NO_START_DATE", "Saknar startdatum", "Has no start date");
