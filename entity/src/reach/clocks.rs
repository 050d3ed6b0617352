//! Duty clocks as SQL: a clock tells that the row is there for which it waits, and is seen no further than that row.

use sea_orm::sea_query::{ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Iterable, QueryFilter, QueryTrait};

use super::sight::or_nothing;
use super::{Reach, SelectIds, Sight, Within, below};
use crate::municipality::{duty_clock, follow_up, transfer};
use crate::vocabulary::{DutyKind, Track};

impl Reach {
    /// Clocks on the tracks that a role works on, among the youths whom it reaches. Those of a case are seen as the case
    /// is. One that waits for another row is seen by whoever owes it and by the lead of the track; that of a follow-up
    /// by whoever reads the follow-up; that of a transfer to a school by the head it was sent to alone, who need not
    /// reach the youth yet. A job sees all.
    pub(super) fn clocks(&self) -> Condition {
        use duty_clock::Column::{Track as OnTrack, YouthId};
        let seen = self.sights.iter().fold(Condition::any(), |any, sight| {
            any.add(
                Condition::all()
                    .add(OnTrack.is_in(sight.tracks.iter().copied()))
                    .add(YouthId.in_subquery(self.ids_by(&sight.ways)))
                    .add(self.clocks_of(sight)),
            )
        });
        let answers = Condition::all()
            .add(answers_of_schools())
            .add(duty_clock::Column::ObjectId.in_subquery(self.ids_of_transfers_sent_to()));
        or_nothing(if self.headed_units().is_empty() { seen } else { seen.add(answers) })
    }

    fn clocks_of(&self, sight: &Sight) -> Condition {
        use duty_clock::Column::{Kind, ObjectId, OwnerId, OwnerRole, Track as OnTrack};
        if self.reader.is_none() && sight.role.is_none() {
            return Condition::all();
        }
        let of_the_case = Condition::any().add(ObjectId.is_null());
        let Some(role) = sight.role else { return of_the_case };
        let led = Track::iter().filter(|track| track.lead() == role);
        let owed = Condition::any()
            .add(OwnerRole.eq(role))
            .add_option(self.reader.map(|reader| OwnerId.eq(reader)))
            .add(OnTrack.is_in(led));
        let follow_ups = follow_up::Entity::within(self).select_ids(follow_up::Column::Id).into_query();
        of_the_case.add(Kind.is_in(DutyKind::OF_FOLLOW_UPS).and(ObjectId.in_subquery(follow_ups))).add(
            Condition::all()
                .add(Kind.is_not_in(DutyKind::OF_FOLLOW_UPS))
                .add(answers_of_schools().not())
                .add(owed),
        )
    }

    /// Condition on transfers: sent to a unit that a role of this reach heads, and about nobody protected whom it does
    /// not see.
    pub(super) fn transfers_sent_to(&self) -> Condition {
        Condition::all()
            .add(transfer::Column::ToUnitId.in_subquery(below(&self.headed_units())))
            .add(transfer::Column::YouthId.in_subquery(self.visible_ids()))
            .add(transfer::Column::ToTrack.is_in(self.tracks_headed()))
    }

    fn ids_of_transfers_sent_to(&self) -> SelectStatement {
        transfer::Entity::find()
            .select_ids(transfer::Column::Id)
            .filter(self.transfers_sent_to())
            .into_query()
    }
}

fn answers_of_schools() -> Condition {
    let of_school = Track::iter().filter(|track| track.is_of_school());
    Condition::all()
        .add(duty_clock::Column::Kind.eq(DutyKind::AnswerTransfer))
        .add(duty_clock::Column::Track.is_in(of_school))
}
