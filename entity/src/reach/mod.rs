//! How far a reader reaches, as a condition that every select of a person's rows begins with.
//!
//! A [`Reach`] is made by `access` from the policy table and today's assignments; here it becomes SQL. Reach
//! follows *today's* enrolments and memberships: when a youth changes class, the old mentor loses them.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait, Select};
use uuid::Uuid;

mod clocks;
mod holders;
mod sight;
mod tables;

pub use holders::{Holding, HoldsBy};
pub use sight::Sight;
pub use tables::AboutYouth;

use crate::age::latest_birth_of_adults;
use crate::municipality::{
    assignment, consent, enrolment, group_membership, kaa_entry, protected_appointment, student_group,
    transfer, unit_closure, youth, youth_case,
};
use crate::vocabulary::{ConsentGiver, ConsentPurpose, Protection, Track, TransferState};

/// One way in which youths are reached; a reader has the sum of their ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Every youth of the municipality.
    WholeMunicipality,
    /// Youths enrolled today at these units or below them.
    Units(Vec<Uuid>),
    /// Youths who are today in these groups, with all of their rows.
    Groups(Vec<Uuid>),
    /// Youths who are today in these groups, and of their rows only those of the group.
    RowsOfGroups(Vec<Uuid>),
    /// Youths registered in this municipality who are enrolled today under another authority.
    HomeMunicipality {
        /// Code of the municipality.
        code: String,
        /// Its own organisation number.
        own_authority: String,
    },
    /// These youths, opened by breaking the glass.
    Youths(Vec<Uuid>),
    /// Youths in the register of the municipal activity duty today, and those being handed over to it.
    KaaRegister,
    /// Young adults with an open case of that track, or being handed over to it, whose consent is in force.
    YoungAdults,
}

/// Which protected persons a reader may see at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProtectedSeen {
    /// All of them: jobs that keep the rows, and nobody who answers a person.
    All,
    /// Those whom the reader is appointed for, and those enrolled at units that the reader heads.
    ByAppointment {
        /// The reader.
        staff_id: Uuid,
        /// Units that the reader heads (rektor); everything below is included.
        headed_units: Vec<Uuid>,
    },
}

/// How far one grant reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The day that counts as today.
    pub today: NaiveDate,
    /// The ways; none reaches nobody.
    pub ways: Vec<Way>,
    /// Which protected persons are seen.
    pub protected: ProtectedSeen,
    /// What is seen of cases and classified rows, role by role.
    pub sights: Vec<Sight>,
    /// The reader, whose own classified rows and shares are seen; none for a job.
    pub reader: Option<Uuid>,
}

/// A table whose rows are selected only within a reach.
pub trait Within: EntityTrait {
    /// Starts a select of the rows within `reach`; out of reach is no row.
    fn within(reach: &Reach) -> Select<Self>;
}

impl Reach {
    /// Whether nobody can be reached, so that no statement need be sent.
    pub fn is_nothing(&self) -> bool {
        self.ways.is_empty()
    }

    /// Condition on a column that holds a youth's id.
    fn youth_is_reached(&self, youth_id: SimpleExpr) -> Condition {
        let ways = self.ways.iter().fold(Condition::any(), |any, way| match self.youths_by(way) {
            None => any.add(Expr::val(1).eq(1)),
            Some(ids) => any.add(youth_id.clone().in_subquery(ids)),
        });
        if self.ways.is_empty() { Condition::all().add(Expr::val(1).eq(0)) } else { ways }
    }

    /// Ids of the youths that one way reaches; `None` is everybody.
    fn youths_by(&self, way: &Way) -> Option<SelectStatement> {
        match way {
            Way::WholeMunicipality => None,
            Way::Units(units) => Some(self.enrolled_below(units)),
            Way::Groups(groups) | Way::RowsOfGroups(groups) => Some(self.members_of(groups)),
            Way::HomeMunicipality { code, own_authority } => {
                Some(self.studying_elsewhere(code, own_authority))
            }
            Way::Youths(ids) => Some(those(youth::Column::Id.is_in(ids.iter().copied()))),
            Way::KaaRegister => Some(those(
                Condition::any()
                    .add(youth::Column::Id.in_subquery(self.in_kaa_register()))
                    .add(youth::Column::Id.in_subquery(self.handed_over_to(Track::Kaa))),
            )),
            Way::YoungAdults => Some(those(
                Condition::all().add(youth::Column::Id.in_subquery(self.consenting_young_adults())).add(
                    Condition::any()
                        .add(youth::Column::Id.in_subquery(open_cases_of(Track::YoungAdult)))
                        .add(youth::Column::Id.in_subquery(self.handed_over_to(Track::YoungAdult))),
                ),
            )),
        }
    }

    fn in_kaa_register(&self) -> SelectStatement {
        kaa_entry::Entity::find()
            .select_ids(kaa_entry::Column::YouthId)
            .filter(kaa_entry::Column::RegisteredOn.lte(self.today))
            .filter(
                Condition::any()
                    .add(kaa_entry::Column::EndedOn.is_null())
                    .add(kaa_entry::Column::EndedOn.gte(self.today)),
            )
            .into_query()
    }

    fn consenting_young_adults(&self) -> SelectStatement {
        consent::Entity::find()
            .select_ids(consent::Column::YouthId)
            .filter(consent::Column::Purpose.eq(ConsentPurpose::YoungAdultSupport))
            .filter(consent::Column::GivenBy.eq(ConsentGiver::Youth))
            .filter(self.consent_is_in_force())
            .into_query()
    }

    /// Youths whom the sender has handed over and the receiver has not answered, or has taken; where it rests on a
    /// consent, only while that stands.
    fn handed_over_to(&self, track: Track) -> SelectStatement {
        let consents = consent::Entity::find()
            .select_ids(consent::Column::Id)
            .filter(self.consent_is_in_force())
            .into_query();
        transfer::Entity::find()
            .select_ids(transfer::Column::YouthId)
            .filter(transfer::Column::ToTrack.eq(track))
            .filter(transfer::Column::ToMunicipality.is_null())
            .filter(transfer::Column::State.is_in([TransferState::InProgress, TransferState::Accepted]))
            .filter(
                Condition::any()
                    .add(transfer::Column::ConsentId.is_null())
                    .add(transfer::Column::ConsentId.in_subquery(consents)),
            )
            .into_query()
    }

    /// Condition on the consent table. What a withdrawn consent closes, closes at once: nothing is kept of it but this
    /// condition. A guardian's stops being in force on the youth's 18th birthday, whatever was written as its last
    /// day; where the day of birth is not known, it never was.
    pub fn consent_is_in_force(&self) -> Condition {
        let minor = youth::Entity::find()
            .select_ids(youth::Column::Id)
            .filter(same(youth::Column::Id, consent::Column::YouthId))
            .filter(youth::Column::BirthDate.gt(latest_birth_of_adults(self.today)))
            .into_query();
        Condition::all()
            .add(consent::Column::WithdrawnAt.is_null())
            .add(consent::Column::StartsOn.lte(self.today))
            .add(
                Condition::any()
                    .add(consent::Column::EndsOn.is_null())
                    .add(consent::Column::EndsOn.gte(self.today)),
            )
            .add(
                Condition::any()
                    .add(consent::Column::GivenBy.eq(ConsentGiver::Youth))
                    .add(Expr::exists(minor)),
            )
    }

    fn enrolled_below(&self, units: &[Uuid]) -> SelectStatement {
        enrolment::Entity::find()
            .select_ids(enrolment::Column::YouthId)
            .filter(self.enrolment_is_current())
            .filter(enrolment::Column::UnitId.in_subquery(below(units)))
            .into_query()
    }

    fn members_of(&self, groups: &[Uuid]) -> SelectStatement {
        group_membership::Entity::find()
            .select_ids(group_membership::Column::YouthId)
            .filter(group_membership::Column::GroupId.in_subquery(self.going_on(groups)))
            .filter(group_membership::Column::StartsOn.lte(self.today))
            .filter(
                Condition::any()
                    .add(group_membership::Column::EndsOn.is_null())
                    .add(group_membership::Column::EndsOn.gte(self.today)),
            )
            .into_query()
    }

    /// Those of the groups that have not ended: a membership without an end does not outlive its group.
    fn going_on(&self, groups: &[Uuid]) -> SelectStatement {
        student_group::Entity::find()
            .select_ids(student_group::Column::Id)
            .filter(student_group::Column::Id.is_in(groups.iter().copied()))
            .filter(
                Condition::any()
                    .add(student_group::Column::EndsOn.is_null())
                    .add(student_group::Column::EndsOn.gte(self.today)),
            )
            .into_query()
    }

    fn studying_elsewhere(&self, code: &str, own_authority: &str) -> SelectStatement {
        let elsewhere = enrolment::Entity::find()
            .select_ids(enrolment::Column::YouthId)
            .filter(self.enrolment_is_current())
            .filter(enrolment::Column::SchoolAuthority.is_not_null())
            .filter(enrolment::Column::SchoolAuthority.ne(own_authority))
            .into_query();
        youth::Entity::find()
            .select_ids(youth::Column::Id)
            .filter(youth::Column::HomeMunicipality.eq(code))
            .filter(youth::Column::Id.in_subquery(elsewhere))
            .into_query()
    }

    fn enrolment_is_current(&self) -> Condition {
        Condition::all()
            .add(enrolment::Column::Cancelled.eq(false))
            .add(enrolment::Column::StartsOn.lte(self.today))
            .add(
                Condition::any()
                    .add(enrolment::Column::EndsOn.is_null())
                    .add(enrolment::Column::EndsOn.gte(self.today)),
            )
    }

    /// Condition on the youth table: not protected, or seen by appointment.
    fn protection_allows(&self) -> Condition {
        let ProtectedSeen::ByAppointment { staff_id, headed_units } = &self.protected else {
            return Condition::all();
        };
        let appointed = protected_appointment::Entity::find()
            .select_ids(protected_appointment::Column::YouthId)
            .filter(protected_appointment::Column::StaffId.eq(*staff_id))
            .filter(protected_appointment::Column::StartsOn.lte(self.today))
            .filter(
                Condition::any()
                    .add(protected_appointment::Column::EndsOn.is_null())
                    .add(protected_appointment::Column::EndsOn.gte(self.today)),
            )
            .into_query();
        let mut seen = Condition::any()
            .add(youth::Column::Protection.eq(Protection::None))
            .add(youth::Column::Id.in_subquery(appointed));
        if !headed_units.is_empty() {
            seen = seen.add(youth::Column::Id.in_subquery(self.enrolled_below(headed_units)));
        }
        seen
    }

    /// The same reach with what one role sees, among the youths whom that role reaches.
    pub fn of_role(&self, sight: &Sight) -> Reach {
        Reach { ways: sight.ways.clone(), sights: vec![sight.clone()], ..self.clone() }
    }

    /// A reach of the same day and reader in these ways, which sees no classified row.
    pub fn of_youths(&self, ways: Vec<Way>, protected: ProtectedSeen) -> Reach {
        Reach { today: self.today, ways, protected, sights: Vec::new(), reader: self.reader }
    }

    /// The ids of the youths that some of the ways reach, protected ones only where they are seen.
    fn ids_by(&self, ways: &[Way]) -> SelectStatement {
        self.of_youths(ways.to_vec(), self.protected.clone()).youth_ids()
    }

    /// The youths within reach, as a condition on the youth table.
    fn youths(&self) -> Condition {
        let id = Expr::col((youth::Entity, youth::Column::Id));
        Condition::all().add(self.youth_is_reached(id)).add(self.protection_allows())
    }

    /// The ids of the youths within reach.
    fn youth_ids(&self) -> SelectStatement {
        youth::Entity::find().select_ids(youth::Column::Id).filter(self.youths()).into_query()
    }

    /// The ids of all youths who are not protected, or are seen by appointment; reached or not.
    fn visible_ids(&self) -> SelectStatement {
        those(self.protection_allows())
    }

    /// The groups whose rows alone are seen, if that is how this reach sees any.
    fn groups_seen_alone(&self) -> Vec<Uuid> {
        self.ways
            .iter()
            .filter_map(|way| if let Way::RowsOfGroups(g) = way { Some(g.clone()) } else { None })
            .flatten()
            .collect()
    }

    /// The same reach without the ways that see only a group's own rows: whose every row is seen.
    pub fn with_all_rows(&self) -> Reach {
        let ways = self.ways.iter().filter(|way| !matches!(way, Way::RowsOfGroups(_))).cloned().collect();
        Reach { ways, ..self.clone() }
    }

    /// Rows of a table that hang on a youth and perhaps on a group.
    fn rows(&self, youth_id: SimpleExpr, group_id: SimpleExpr) -> Condition {
        let groups = self.groups_seen_alone();
        let whole = self.with_all_rows();
        let mut rows = Condition::any();
        if !whole.is_nothing() {
            rows = rows.add(youth_id.clone().in_subquery(whole.youth_ids()));
        }
        if !groups.is_empty() {
            rows = rows.add(group_id.is_in(groups).and(youth_id.in_subquery(self.youth_ids())));
        }
        if rows.is_empty() { rows.add(Expr::val(1).eq(0)) } else { rows }
    }
}

/// A select of one column only, as a start for sub-selects.
trait SelectIds: Sized {
    type Column;
    fn select_ids(self, column: Self::Column) -> Self;
}

impl<E: EntityTrait> SelectIds for Select<E> {
    type Column = E::Column;
    fn select_ids(mut self, column: E::Column) -> Self {
        QueryTrait::query(&mut self).clear_selects().expr(Expr::col((E::default(), column)));
        self
    }
}

/// That a column of an inner select holds what a column of the outer one holds.
fn same(inner: impl ColumnTrait, outer: impl ColumnTrait) -> SimpleExpr {
    Expr::col(inner.as_column_ref()).eq(Expr::col(outer.as_column_ref()))
}

fn those(condition: impl sea_orm::sea_query::IntoCondition) -> SelectStatement {
    youth::Entity::find().select_ids(youth::Column::Id).filter(condition).into_query()
}

fn open_cases_of(track: Track) -> SelectStatement {
    youth_case::Entity::find()
        .select_ids(youth_case::Column::YouthId)
        .filter(youth_case::Column::Track.eq(track))
        .filter(youth_case::Column::ClosedAt.is_null())
        .into_query()
}

fn below(units: &[Uuid]) -> SelectStatement {
    unit_closure::Entity::find()
        .select_ids(unit_closure::Column::UnitId)
        .filter(unit_closure::Column::AncestorId.is_in(units.iter().copied()))
        .into_query()
}

fn assigned_below(units: &[Uuid], today: NaiveDate) -> SelectStatement {
    assignment::Entity::find()
        .select_ids(assignment::Column::StaffId)
        .filter(assignment::Column::UnitId.in_subquery(below(units)))
        .filter(
            Condition::any()
                .add(assignment::Column::EndsOn.is_null())
                .add(assignment::Column::EndsOn.gte(today)),
        )
        .into_query()
}
