//! Which open cases are in somebody's hands: their responsible person reaches the youth today, by an assignment that
//! works on the track. Worked out when it is asked for, so that an assignment that ended, a youth who moved or a
//! consent that was withdrawn shows at once, with no job in between.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait};

use super::{Reach, SelectIds};
use crate::municipality::{
    assignment, enrolment, group_membership, protected_appointment, staff, student_group, unit_closure,
    youth, youth_case,
};
use crate::vocabulary::{AssignmentState, Protection, Role, Track};

/// What some roles can be responsible for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The roles.
    pub roles: Vec<Role>,
    /// How they reach youths.
    pub by: HoldsBy,
    /// The tracks that they work on.
    pub tracks: Vec<Track>,
}

/// How a role reaches the youths whose cases it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldsBy {
    /// Enrolled today at the assignment's unit or below it.
    Unit,
    /// In the assignment's group today.
    Group,
    /// In the register of the municipal activity duty.
    KaaRegister,
    /// By a consent in force.
    Consent,
}

impl Reach {
    /// Condition on cases: open, and nobody responsible who reaches the youth on the track today.
    pub fn lacks_responsible(&self, holdings: &[Holding]) -> Condition {
        let held = holdings.iter().fold(Condition::any(), |any, holding| {
            any.add(youth_case::Column::Id.in_subquery(self.held(holding)))
        });
        let lacking = Condition::any().add(youth_case::Column::ResponsibleId.is_null());
        Condition::all().add(youth_case::Column::ClosedAt.is_null()).add(if held.is_empty() {
            Condition::all()
        } else {
            lacking.add(held.not())
        })
    }

    /// Ids of the cases that one kind of holders has in hand.
    fn held(&self, holding: &Holding) -> SelectStatement {
        let mut cases = self.with_their_holders();
        match holding.by {
            HoldsBy::Unit => self.at_a_unit_below(&mut cases),
            HoldsBy::Group => self.in_the_group(&mut cases),
            HoldsBy::KaaRegister => {
                cases.cond_where(
                    Condition::any()
                        .add(youth_case::Column::YouthId.in_subquery(self.in_kaa_register()))
                        .add(youth_case::Column::YouthId.in_subquery(self.handed_over_to(Track::Kaa))),
                );
            }
            HoldsBy::Consent => {
                cases.and_where(youth_case::Column::YouthId.in_subquery(self.consenting_young_adults()));
            }
        }
        cases
            .and_where(youth_case::Column::Track.is_in(holding.tracks.iter().copied()))
            .and_where(assignment::Column::Role.is_in(holding.roles.iter().copied()))
            .to_owned()
    }

    /// Cases, each with the assignments in force of the one responsible who may see the youth.
    fn with_their_holders(&self) -> SelectStatement {
        let col = |column: youth_case::Column| Expr::col((youth_case::Entity, column));
        let in_force = Condition::all()
            .add(assignment::Column::State.eq(AssignmentState::Active))
            .add(assignment::Column::StartsOn.lte(self.today))
            .add(
                Condition::any()
                    .add(assignment::Column::EndsOn.is_null())
                    .add(assignment::Column::EndsOn.gte(self.today)),
            );
        Query::select()
            .expr(col(youth_case::Column::Id))
            .from(youth_case::Entity)
            .inner_join(
                assignment::Entity,
                col(youth_case::Column::ResponsibleId)
                    .eq(Expr::col((assignment::Entity, assignment::Column::StaffId))),
            )
            .inner_join(
                staff::Entity,
                Expr::col((staff::Entity, staff::Column::Id))
                    .eq(Expr::col((assignment::Entity, assignment::Column::StaffId))),
            )
            .inner_join(
                youth::Entity,
                Expr::col((youth::Entity, youth::Column::Id)).eq(col(youth_case::Column::YouthId)),
            )
            .and_where(staff::Column::RemovedAt.is_null())
            .cond_where(in_force)
            .cond_where(self.may_see_the_youth())
            .to_owned()
    }

    /// Not protected, or appointed; or at a school that the holder heads, where the unit is joined too.
    fn may_see_the_youth(&self) -> Condition {
        let appointed = Query::select()
            .expr(Expr::val(1))
            .from(protected_appointment::Entity)
            .and_where(
                Expr::col((protected_appointment::Entity, protected_appointment::Column::StaffId))
                    .eq(Expr::col((assignment::Entity, assignment::Column::StaffId))),
            )
            .and_where(
                Expr::col((protected_appointment::Entity, protected_appointment::Column::YouthId))
                    .eq(Expr::col((youth::Entity, youth::Column::Id))),
            )
            .and_where(protected_appointment::Column::StartsOn.lte(self.today))
            .cond_where(
                Condition::any()
                    .add(protected_appointment::Column::EndsOn.is_null())
                    .add(protected_appointment::Column::EndsOn.gte(self.today)),
            )
            .to_owned();
        Condition::any()
            .add(youth::Column::Protection.eq(Protection::None))
            .add(assignment::Column::Role.eq(Role::Principal))
            .add(Expr::exists(appointed))
    }

    fn at_a_unit_below(&self, cases: &mut SelectStatement) {
        cases
            .inner_join(
                enrolment::Entity,
                Expr::col((enrolment::Entity, enrolment::Column::YouthId))
                    .eq(Expr::col((youth_case::Entity, youth_case::Column::YouthId))),
            )
            .inner_join(
                unit_closure::Entity,
                Expr::col((unit_closure::Entity, unit_closure::Column::UnitId))
                    .eq(Expr::col((enrolment::Entity, enrolment::Column::UnitId))),
            )
            .and_where(
                Expr::col((unit_closure::Entity, unit_closure::Column::AncestorId))
                    .eq(Expr::col((assignment::Entity, assignment::Column::UnitId))),
            )
            .cond_where(self.enrolment_is_current());
    }

    fn in_the_group(&self, cases: &mut SelectStatement) {
        let going_on = student_group::Entity::find()
            .select_ids(student_group::Column::Id)
            .filter(
                Condition::any()
                    .add(student_group::Column::EndsOn.is_null())
                    .add(student_group::Column::EndsOn.gte(self.today)),
            )
            .into_query();
        cases
            .inner_join(
                group_membership::Entity,
                Expr::col((group_membership::Entity, group_membership::Column::YouthId))
                    .eq(Expr::col((youth_case::Entity, youth_case::Column::YouthId))),
            )
            .and_where(
                Expr::col((group_membership::Entity, group_membership::Column::GroupId))
                    .eq(Expr::col((assignment::Entity, assignment::Column::GroupId))),
            )
            .and_where(group_membership::Column::StartsOn.lte(self.today))
            .cond_where(
                Condition::any()
                    .add(group_membership::Column::EndsOn.is_null())
                    .add(group_membership::Column::EndsOn.gte(self.today)),
            )
            .and_where(group_membership::Column::GroupId.in_subquery(going_on));
    }
}
