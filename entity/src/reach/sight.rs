//! Secrecy as SQL: what one role sees of cases and classified rows, among the youths whom it reaches.
//!
//! Rights add up over a reader's roles, but never across them: who is a counsellor at one school and head of another
//! reads psychosocial notes at the first alone.

use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait};

use uuid::Uuid;

use super::{Reach, SelectIds, Way, same};
use crate::municipality::{consent, secrecy_share};
use crate::vocabulary::{ConsentPurpose, Ground, Role, Secrecy, Track};

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

    /// Consents: those of the tracks worked on; and where young adults are worked with, those to that work, wherever
    /// they were recorded.
    pub(super) fn consents(&self) -> Condition {
        use consent::Column::{Purpose, Track as OnTrack, YouthId};
        let to_support = self.sights.iter().filter(|sight| sight.tracks.contains(&Track::YoungAdult));
        to_support.fold(Condition::any().add(self.on_tracks(YouthId, OnTrack)), |any, sight| {
            any.add(
                Condition::all()
                    .add(Purpose.eq(ConsentPurpose::YoungAdultSupport))
                    .add(YouthId.in_subquery(self.ids_by(&sight.ways))),
            )
        })
    }

    /// Classified rows, among the youths whom a role reaches: where it works on the track and reads the class; the
    /// reader's own, while it still writes the class there; and what was shared with the reader or the role. Sharing
    /// opens a row, never a youth. What was opened by breaking the glass is no role, and gives its class alone.
    pub(super) fn classified<C: ColumnTrait>(
        &self,
        [id, youth_id, track, secrecy, author_id]: [C; 5],
    ) -> Condition {
        let seen = self.sights.iter().fold(Condition::any(), |any, sight| {
            let on_track = || Condition::all().add(track.is_in(sight.tracks.iter().copied()));
            let mut open = Condition::any().add(on_track().add(secrecy.is_in(sight.reads.iter().copied())));
            if let Some((role, reader)) = sight.role.zip(self.reader) {
                let own = author_id.eq(reader).and(secrecy.is_in(sight.writes.iter().copied()));
                open = open.add(on_track().add(own)).add(Expr::exists(self.shared_with(
                    reader,
                    role,
                    [id, youth_id, secrecy],
                )));
            }
            any.add(Condition::all().add(youth_id.in_subquery(self.ids_by(&sight.ways))).add(open))
        });
        or_nothing(seen)
    }

    /// What is shared of one classified row with the reader, or with the reader's role, on a ground that stands today.
    /// Social services' readers are named one by one: a role opens none of theirs.
    fn shared_with<C: ColumnTrait>(
        &self,
        reader: Uuid,
        role: Role,
        [id, youth_id, secrecy]: [C; 3],
    ) -> SelectStatement {
        use secrecy_share::Column;
        let to_role = Column::ToRole.eq(role).and(secrecy.ne(Secrecy::SocialServices));
        secrecy_share::Entity::find()
            .select_ids(Column::Id)
            .filter(same(Column::ObjectId, id))
            .filter(same(Column::YouthId, youth_id))
            .filter(Condition::any().add(Column::ToStaffId.eq(reader)).add(to_role))
            .filter(self.share_is_in_force())
            .into_query()
    }

    /// Condition on the table of shares: not taken back, and its ground stands today.
    pub fn share_is_in_force(&self) -> Condition {
        use secrecy_share::Column;
        let by_consent = Column::Ground.eq(Ground::Consent).and(Expr::exists(self.consent_of_a_share()));
        let by_law = Column::Ground.eq(Ground::Law).and(Column::ConsentId.is_null());
        Condition::all().add(Column::EndedAt.is_null()).add(Condition::any().add(by_consent).add(by_law))
    }

    /// The consent that a share rests on: the same youth's, to sharing, and in force.
    fn consent_of_a_share(&self) -> SelectStatement {
        consent::Entity::find()
            .select_ids(consent::Column::Id)
            .filter(same(consent::Column::Id, secrecy_share::Column::ConsentId))
            .filter(same(consent::Column::YouthId, secrecy_share::Column::YouthId))
            .filter(consent::Column::Purpose.eq(ConsentPurpose::ShareInformation))
            .filter(self.consent_is_in_force())
            .into_query()
    }

    /// Shares: what the reader has shared, and what was shared with the reader by name; a job sees all.
    pub(super) fn shares(&self) -> Condition {
        let of_youths = secrecy_share::Column::YouthId.in_subquery(self.youth_ids());
        let all = Condition::all().add(of_youths);
        match self.reader {
            None => all,
            Some(reader) => all.add(
                Condition::any()
                    .add(secrecy_share::Column::AuthorId.eq(reader))
                    .add(secrecy_share::Column::ToStaffId.eq(reader)),
            ),
        }
    }

    /// What the heads of units (rektor) of this reach see.
    fn heads(&self) -> impl Iterator<Item = &Sight> {
        self.sights.iter().filter(|sight| sight.role == Some(Role::Principal))
    }

    /// The tracks that the heads of units work on.
    pub(super) fn tracks_headed(&self) -> Vec<Track> {
        self.heads().flat_map(|sight| sight.tracks.iter().copied()).collect()
    }

    /// The units at whose head a role of this reach stands (rektor).
    pub(super) fn headed_units(&self) -> Vec<Uuid> {
        let units = self.heads().flat_map(|sight| &sight.ways).filter_map(|way| match way {
            Way::Units(units) => Some(units.clone()),
            _ => None,
        });
        units.flatten().collect()
    }
}

/// Nothing is seen where there is no condition.
pub(super) fn or_nothing(seen: Condition) -> Condition {
    if seen.is_empty() { seen.add(Expr::val(1).eq(0)) } else { seen }
}
