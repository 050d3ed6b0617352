//! The lists: which tables hang on a youth and how each is selected.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select};
use uuid::Uuid;

use super::{Reach, Way, Within, assigned_below, below};
use crate::municipality::{
    assignment, attendance, break_glass, closed_day, consent, duty_mapping, enrolment, erasure,
    group_membership, guardian, import_run, kaa_entry, legal_hold, note, protected_appointment,
    retention_rule, school_result, secrecy_share, source, staff, student_group, transfer, unit, unit_closure,
    youth, youth_case,
};

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
of_a_youth!(protected_appointment, break_glass);
of_a_youth!(secrecy_share, kaa_entry);

/// Rows of a track: seen by whoever works on it, where their role reaches the youth.
macro_rules! of_a_track {
    ($($table:ident),+) => {$(
        impl Within for $table::Entity {
            fn within(reach: &Reach) -> Select<Self> {
                Self::find().filter(reach.on_tracks($table::Column::YouthId, $table::Column::Track))
            }
        }
    )+};
}

of_a_track!(youth_case, consent);

/// Rows of a secrecy class.
macro_rules! of_a_class {
    ($($table:ident),+) => {$(
        impl Within for $table::Entity {
            fn within(reach: &Reach) -> Select<Self> {
                use $table::Column::{AuthorId, Id, Secrecy, Track, YouthId};
                Self::find().filter(reach.classified([Id, YouthId, Track, Secrecy, AuthorId]))
            }
        }
    )+};
}

of_a_class!(note);

/// What a role that reaches the youth reads; what came from elsewhere is asked for by its receiver.
impl Within for transfer::Entity {
    fn within(reach: &Reach) -> Select<Self> {
        Self::find().filter(transfer::Column::YouthId.in_subquery(reach.youth_ids()))
    }
}

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
            Way::HomeMunicipality { .. } | Way::Youths(_) | Way::KaaRegister | Way::YoungAdults => any,
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
about_a_youth!(youth_case: youth_id, consent: youth_id, secrecy_share: youth_id);
about_a_youth!(legal_hold: youth_id);
about_a_youth!(kaa_entry: youth_id, transfer: youth_id, note: youth_id);

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
about_no_youth!(closed_day);
about_no_youth!(retention_rule);

/// An erasure is about a youth until it is carried out; of retention it never is.
impl AboutYouth for erasure::Model {
    fn youth_id(&self) -> Option<Uuid> {
        self.youth_id
    }
}

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
of_the_municipality!(closed_day);
of_the_municipality!(retention_rule);
// Decided about the municipality as a whole, by two people who read ids and reasons, and no person.
of_the_municipality!(erasure, legal_hold);

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
