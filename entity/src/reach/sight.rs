//! Secrecy as SQL: what one role sees of cases and classified rows, among the youths whom it reaches.
//!
//! Rights add up over a reader's roles, but never across them: who is a counsellor at one school and head of another
//! reads psychosocial notes at the first alone.

use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait};

use super::{Reach, SelectIds, Way};
use crate::municipality::{consent, secrecy_share};
use crate::vocabulary::{Role, Secrecy, Track};

/// What one role sees where it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// The role; none for a job, and for what was opened by breaking the glass.
    pub role: Option<Role>,
    /// How it reaches youths.
    pub ways: Vec<Way>,
    /// The classes that it reads.
    pub reads: Vec<Secrecy>,
    /// The classes that it writes.
    pub writes: Vec<Secrecy>,
    /// The tracks that it works on.
    pub tracks: Vec<Track>,
}

impl Reach {
    /// Rows of tracks: where a role reaches the youth and works on the track.
    pub(super) fn on_tracks<C: ColumnTrait>(&self, youth_id: C, track: C) -> Condition {
        let seen = self.sights.iter().fold(Condition::any(), |any, sight| {
            any.add(
                Condition::all()
                    .add(track.is_in(sight.tracks.iter().copied()))
                    .add(youth_id.in_subquery(self.ids_by(&sight.ways))),
            )
        });
        or_nothing(seen)
    }

    /// Classified rows: where a role reaches the youth, works on the track and reads the class; or the reader wrote
    /// them, or they were shared with the reader. Sharing opens a row, never a youth.
    pub(super) fn classified<C: ColumnTrait>(
        &self,
        [id, youth_id, track, secrecy, author_id]: [C; 5],
    ) -> Condition {
        let seen = self.sights.iter().fold(Condition::any(), |any, sight| {
            let of_class = Condition::all()
                .add(track.is_in(sight.tracks.iter().copied()))
                .add(secrecy.is_in(sight.reads.iter().copied()));
            let mut open = Condition::any().add(of_class).add(id.in_subquery(self.shared_with(sight.role)));
            if let Some(reader) = self.reader {
                open = open.add(author_id.eq(reader));
            }
            any.add(Condition::all().add(youth_id.in_subquery(self.ids_by(&sight.ways))).add(open))
        });
        or_nothing(seen)
    }

    /// Ids of what is shared with the reader, or with this role, on a ground that stands today.
    fn shared_with(&self, role: Option<Role>) -> SelectStatement {
        let mut receiver = Condition::any().add(Expr::val(1).eq(0));
        if let Some(reader) = self.reader {
            receiver = receiver.add(secrecy_share::Column::ToStaffId.eq(reader));
        }
        if let Some(role) = role {
            receiver = receiver.add(secrecy_share::Column::ToRole.eq(role));
        }
        let consents = consent::Entity::find()
            .select_ids(consent::Column::Id)
            .filter(self.consent_is_in_force())
            .into_query();
        secrecy_share::Entity::find()
            .select_ids(secrecy_share::Column::ObjectId)
            .filter(secrecy_share::Column::EndedAt.is_null())
            .filter(receiver)
            .filter(
                Condition::any()
                    .add(secrecy_share::Column::ConsentId.is_null())
                    .add(secrecy_share::Column::ConsentId.in_subquery(consents)),
            )
            .into_query()
    }
}

fn or_nothing(seen: Condition) -> Condition {
    if seen.is_empty() { seen.add(Expr::val(1).eq(0)) } else { seen }
}
