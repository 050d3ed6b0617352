//! How far a reader reaches, as a condition that every select of a person's rows begins with.
//!
//! A [`Reach`] is made by `access` from the policy table and today's assignments; here it becomes SQL. Reach
//! follows *today's* enrolments and memberships: when a youth changes class, the old mentor loses them.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait, Select};
use uuid::Uuid;

use crate::municipality::{
    assignment, attendance, break_glass, duty_mapping, enrolment, group_membership, guardian, import_run,
    protected_appointment, school_result, source, staff, student_group, unit, unit_closure, youth,
};
use crate::vocabulary::Protection;

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
            Way::Youths(ids) => Some(
                youth::Entity::find()
                    .select_ids(youth::Column::Id)
                    .filter(youth::Column::Id.is_in(ids.iter().copied()))
                    .into_query(),
            ),
        }
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

    /// The youths within reach, as a condition on the youth table.
    fn youths(&self) -> Condition {
        let id = Expr::col((youth::Entity, youth::Column::Id));
        Condition::all().add(self.youth_is_reached(id)).add(self.protection_allows())
    }

    /// The ids of the youths within reach.
    fn youth_ids(&self) -> SelectStatement {
        youth::Entity::find().select_ids(youth::Column::Id).filter(self.youths()).into_query()
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

impl Within for youth::Entity {
    fn within(reach: &Reach) -> Select<Self> {
        Self::find().filter(reach.youths())
    }
}

macro_rules! of_a_youth {
    ($($table:ident),+) => {$(
        impl Within for $table::Entity {
            fn within(reach: &Reach) -> Select<Self> {
                Self::find().filter($table::Column::YouthId.in_subquery(reach.youth_ids()))
            }
        }
    )+};
}

of_a_youth!(guardian, enrolment);

macro_rules! of_a_youth_in_a_group {
    ($($table:ident),+) => {$(
        impl Within for $table::Entity {
            fn within(reach: &Reach) -> Select<Self> {
                let youth = Expr::col((Self, $table::Column::YouthId)).into();
                let group = Expr::col((Self, $table::Column::GroupId)).into();
                Self::find().filter(reach.rows(youth, group))
            }
        }
    )+};
}

of_a_youth_in_a_group!(attendance, school_result, group_membership);

impl Within for student_group::Entity {
    fn within(reach: &Reach) -> Select<Self> {
        let groups = reach.ways.iter().fold(Condition::any(), |any, way| match way {
            Way::WholeMunicipality => any.add(Expr::val(1).eq(1)),
            Way::Units(units) => any.add(student_group::Column::UnitId.in_subquery(below(units))),
            Way::Groups(ids) | Way::RowsOfGroups(ids) => {
                any.add(student_group::Column::Id.is_in(ids.iter().copied()))
            }
            Way::HomeMunicipality { .. } | Way::Youths(_) => any,
        });
        Self::find().filter(if groups.is_empty() { groups.add(Expr::val(1).eq(0)) } else { groups })
    }
}

impl Within for staff::Entity {
    fn within(reach: &Reach) -> Select<Self> {
        let colleagues = reach.ways.iter().fold(Condition::any(), |any, way| match way {
            Way::WholeMunicipality => any.add(Expr::val(1).eq(1)),
            Way::Units(units) => any.add(staff::Column::Id.in_subquery(assigned_below(units, reach.today))),
            _ => any,
        });
        Self::find().filter(if colleagues.is_empty() {
            colleagues.add(Expr::val(1).eq(0))
        } else {
            colleagues
        })
    }
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

/// A row that may be about a youth; who reads it is logged.
pub trait AboutYouth {
    /// The youth that the row is about; none for rows about no youth.
    fn youth_id(&self) -> Option<Uuid>;
}

macro_rules! about_a_youth {
    ($($table:ident: $column:ident),+) => {$(
        impl AboutYouth for $table::Model {
            fn youth_id(&self) -> Option<Uuid> {
                Some(self.$column)
            }
        }
    )+};
}

about_a_youth!(
    youth: id,
    guardian: youth_id,
    enrolment: youth_id,
    group_membership: youth_id,
    attendance: youth_id,
    school_result: youth_id,
    protected_appointment: youth_id,
    break_glass: youth_id
);

macro_rules! about_no_youth {
    ($($table:ident),+) => {$(
        impl AboutYouth for $table::Model {
            fn youth_id(&self) -> Option<Uuid> {
                None
            }
        }
    )+};
}

about_no_youth!(unit, unit_closure, staff, assignment, student_group, source, duty_mapping, import_run);

/// Tables about no youth, of which a municipality's own staff may see every row that their action opens.
macro_rules! of_the_municipality {
    ($($table:ident),+) => {$(
        impl Within for $table::Entity {
            fn within(reach: &Reach) -> Select<Self> {
                let nothing = Condition::all().add(Expr::val(1).eq(0));
                Self::find().filter(if reach.is_nothing() { nothing } else { Condition::all() })
            }
        }
    )+};
}

of_the_municipality!(unit, unit_closure, source, duty_mapping, import_run);

impl Within for assignment::Entity {
    fn within(reach: &Reach) -> Select<Self> {
        let seen = reach.ways.iter().fold(Condition::any(), |any, way| match way {
            Way::WholeMunicipality => any.add(Expr::val(1).eq(1)),
            Way::Units(units) => any.add(assignment::Column::UnitId.in_subquery(below(units))),
            _ => any,
        });
        Self::find().filter(if seen.is_empty() { seen.add(Expr::val(1).eq(0)) } else { seen })
    }
}

of_a_youth!(protected_appointment, break_glass);
