//! The lists: which tables hang on a youth and how each is selected.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait, Select};
use uuid::Uuid;

use super::{Reach, SelectIds, Way, Within, assigned_below, below};
use crate::municipality::{
    absence_report, assignment, attendance, break_glass, case_event, closed_day, completion, consent,
    duty_clock, duty_mapping, duty_rule, enrolment, erasure, figure_snapshot, follow_up, goal,
    group_membership, guardian, hand_over_in, hand_over_out, import_run, investigation, job_run, kaa_code,
    kaa_contact, kaa_entry, kaa_measure, kaa_occupation, legal_hold, mapping, mapping_answer, measure,
    measure_event, measure_type, note, note_remark, note_revision, protected_appointment, questionnaire,
    questionnaire_item, retention_rule, school_result, secrecy_share, signal, signal_event, signal_rule,
    source, staff, statistics_draft, statistics_ground, student_group, term_record, transfer, unit,
    unit_closure, youth, youth_case,
};
use crate::vocabulary::MappingState;

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
of_a_youth!(kaa_entry);
of_a_youth!(kaa_contact, kaa_measure, kaa_occupation);
of_a_youth!(investigation, hand_over_out);
of_a_youth!(signal, signal_event);
of_a_youth!(completion, term_record);

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

of_a_track!(youth_case);

impl Within for consent::Entity {
    fn within(reach: &Reach) -> Select<Self> {
        Self::find().filter(reach.consents())
    }
}

impl Within for secrecy_share::Entity {
    fn within(reach: &Reach) -> Select<Self> {
        Self::find().filter(reach.shares())
    }
}
of_a_track!(mapping, goal);
of_a_track!(case_event);

impl Within for duty_clock::Entity {
    fn within(reach: &Reach) -> Select<Self> {
        Self::find().filter(reach.clocks())
    }
}

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
of_a_class!(measure, follow_up);

/// Answers by their class; those of a draft are seen by whoever wrote them, and by jobs.
impl Within for mapping_answer::Entity {
    fn within(reach: &Reach) -> Select<Self> {
        use mapping_answer::Column::{AuthorId, Id, MappingId, Secrecy, Track, YouthId};
        let answers = Self::find().filter(reach.classified([Id, YouthId, Track, Secrecy, AuthorId]));
        let Some(reader) = reach.reader else { return answers };
        let completed = mapping::Entity::find()
            .select_ids(mapping::Column::Id)
            .filter(mapping::Column::State.eq(MappingState::Completed))
            .into_query();
        answers.filter(Condition::any().add(AuthorId.eq(reader)).add(MappingId.in_subquery(completed)))
    }
}

/// The history of the measures that are seen.
impl Within for measure_event::Entity {
    fn within(reach: &Reach) -> Select<Self> {
        let seen = measure::Entity::within(reach).select_ids(measure::Column::Id).into_query();
        Self::find().filter(measure_event::Column::MeasureId.in_subquery(seen))
    }
}

/// What hangs on a note: seen with it, and with it alone.
macro_rules! of_a_note {
    ($($table:ident),+) => {$(
        impl Within for $table::Entity {
            fn within(reach: &Reach) -> Select<Self> {
                let notes = note::Entity::within(reach).select_ids(note::Column::Id).into_query();
                Self::find().filter($table::Column::NoteId.in_subquery(notes))
            }
        }
    )+};
}

of_a_note!(note_revision, note_remark);

/// What a role that reaches the youth reads of the tracks that it works on, at either end; and the head of the unit that
/// it is sent to: the row alone, which opens nothing else of the youth, and none about a protected person whom the head
/// does not see.
impl Within for transfer::Entity {
    fn within(reach: &Reach) -> Select<Self> {
        use transfer::Column::{FromTrack, ToTrack, YouthId};
        let on_own_tracks =
            Condition::any().add(reach.on_tracks(YouthId, FromTrack)).add(reach.on_tracks(YouthId, ToTrack));
        Self::find().filter(on_own_tracks.add(reach.transfers_sent_to()))
    }
}

/// Rows that came from outside about somebody who may not be known here. Whoever is known is seen by the rule of the
/// youth; the others by those who receive for the whole municipality.
macro_rules! of_a_youth_perhaps {
    ($($table:ident),+) => {$(
        impl Within for $table::Entity {
            fn within(reach: &Reach) -> Select<Self> {
                let known = $table::Column::YouthId.in_subquery(reach.youth_ids());
                let mut seen = Condition::any().add(known);
                if reach.ways.contains(&Way::WholeMunicipality) {
                    seen = seen.add($table::Column::YouthId.is_null());
                }
                Self::find().filter(seen)
            }
        }

        /// Of a person not known here the row's own id stands in the log.
        impl AboutYouth for $table::Model {
            fn youth_id(&self) -> Option<Uuid> {
                Some(self.youth_id.unwrap_or(self.id))
            }
        }
    )+};
}

of_a_youth_perhaps!(absence_report, hand_over_in);

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
about_a_youth!(note_revision: youth_id, note_remark: youth_id);
about_a_youth!(kaa_contact: youth_id, kaa_measure: youth_id, kaa_occupation: youth_id);
about_a_youth!(mapping: youth_id, mapping_answer: youth_id, goal: youth_id);
about_a_youth!(measure: youth_id, measure_event: youth_id, follow_up: youth_id);
about_a_youth!(case_event: youth_id, duty_clock: youth_id);
about_a_youth!(investigation: youth_id, hand_over_out: youth_id);
about_a_youth!(signal: youth_id, signal_event: youth_id);
about_a_youth!(completion: youth_id, term_record: youth_id);

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
about_no_youth!(kaa_code);
about_no_youth!(questionnaire, questionnaire_item, measure_type);
about_no_youth!(duty_rule);
about_no_youth!(signal_rule, job_run);
about_no_youth!(retention_rule);
about_no_youth!(statistics_draft, statistics_ground, figure_snapshot);

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
of_the_municipality!(kaa_code);
of_the_municipality!(questionnaire, questionnaire_item, measure_type);
of_the_municipality!(duty_rule);
of_the_municipality!(signal_rule, job_run);
of_the_municipality!(retention_rule);
of_the_municipality!(statistics_draft, statistics_ground, figure_snapshot);
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
