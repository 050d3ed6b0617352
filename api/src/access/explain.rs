//! Why a member of staff reaches a youth: each assignment asked with the same table and the same conditions that
//! answer requests, one at a time.

use chrono::{DateTime, NaiveDate, Utc};
use entity::municipality::{assignment, break_glass, protected_appointment, youth};
use entity::reach::{ProtectedSeen, Reach, Way, Within};
use entity::vocabulary::Protection;
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::action::Action;
use super::grant::Grant;
use super::policy::Extent;
use super::viewer::{held_by, is_open_behind_glass, protected_seen, way};
use crate::support::fault::{Code, Fault};

/// The actions that reach a youth.
fn about_a_youth() -> impl Iterator<Item = Action> {
    Action::ALL.into_iter().filter(|action| action.is_about_a_youth())
}

/// One ground on which a youth is reached.
#[derive(Clone, Debug)]
pub enum Ground {
    /// An assignment gives the action, this far by the table.
    Assignment {
        /// The action.
        action: Action,
        /// The assignment.
        held: assignment::Model,
        /// How far.
        extent: Extent,
    },
    /// The glass was broken: the action is open until then.
    Glass {
        /// The action.
        action: Action,
        /// The opening.
        opening: Uuid,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// An appointment for a protected person, which opens what the assignments give.
    Appointment {
        /// Last day; none when open.
        ends_on: Option<NaiveDate>,
    },
}

/// The grounds on which `subject` reaches `object` today; none when there is no ground. `NOT_FOUND` to those who may
/// not read the object themselves, unless they watch over the whole municipality.
pub async fn explain(grant: &Grant, subject: Uuid, object: Uuid) -> Result<Vec<Ground>, Fault> {
    grant.require(Action::ExplainAccess)?;
    let person = object_of(grant, object).await?;
    if !grant.knows_staff(subject).await? {
        return Err(Fault::of(Code::NotFound));
    }
    let held = held_by(grant.municipality(), subject, grant.reach().today).await?;
    let asked = Asked { grant, subject, object, protected: protected_seen(subject, &held) };
    let mut grounds = asked.assignments(&held).await?;
    grounds.extend(asked.glass(&held).await?);
    if person.protection != Protection::None {
        grounds.extend(asked.appointments().await?);
    }
    Ok(grounds)
}

/// The youth, as far as the asker reads; whoever watches over the whole municipality may ask about anybody, and is
/// told nothing of them.
async fn object_of(grant: &Grant, object: Uuid) -> Result<youth::Model, Fault> {
    let mut reach = grant.reach().clone();
    if reach.ways.contains(&Way::WholeMunicipality) {
        reach.protected = ProtectedSeen::All;
    }
    let known = youth::Entity::within(&reach)
        .filter(youth::Column::Id.eq(object))
        .filter(youth::Column::RemovedAt.is_null());
    grant.one(known).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// What is asked about one member of staff and one youth.
struct Asked<'a> {
    grant: &'a Grant,
    subject: Uuid,
    object: Uuid,
    protected: ProtectedSeen,
}

impl Asked<'_> {
    /// What each assignment gives; each way of an assignment is looked up once.
    async fn assignments(&self, held: &[assignment::Model]) -> Result<Vec<Ground>, Fault> {
        let mut grounds = Vec::new();
        for held in held {
            let mut looked_up: Vec<(Way, bool)> = Vec::new();
            for action in about_a_youth() {
                let Some((extent, way)) = way(self.grant.municipality(), held, action) else { continue };
                let known = looked_up.iter().find(|(other, _)| *other == way).map(|(_, reached)| *reached);
                let reached = match known {
                    Some(reached) => reached,
                    None => self.reached_by(way.clone()).await?,
                };
                looked_up.push((way, reached));
                if reached {
                    grounds.push(Ground::Assignment { action, held: held.clone(), extent });
                }
            }
        }
        Ok(grounds)
    }

    async fn reached_by(&self, way: Way) -> Result<bool, Fault> {
        let reach = self.grant.reach().of_youths(vec![way], self.protected.clone());
        let them = youth::Entity::within(&reach).filter(youth::Column::Id.eq(self.object));
        Ok(self.grant.count(them).await? > 0)
    }

    /// What stands open after breaking the glass, to those who still hold these assignments.
    async fn glass(&self, held: &[assignment::Model]) -> Result<Vec<Ground>, Fault> {
        let openings = break_glass::Entity::within(&self.of_the_object())
            .filter(break_glass::Column::YouthId.eq(self.object))
            .filter(break_glass::Column::StaffId.eq(self.subject))
            .filter(break_glass::Column::ExpiresAt.gt(self.grant.clock().now()));
        let openings = self.grant.all(openings).await?;
        let Some(last) = openings.into_iter().max_by_key(|row| row.expires_at) else { return Ok(Vec::new()) };
        if !self.reached_by(Way::Youths(vec![self.object])).await? {
            return Ok(Vec::new());
        }
        let open =
            about_a_youth().filter(|action| held.iter().any(|held| is_open_behind_glass(*action, held.role)));
        Ok(open.map(|action| Ground::Glass { action, opening: last.id, until: last.expires_at }).collect())
    }

    async fn appointments(&self) -> Result<Vec<Ground>, Fault> {
        let today = self.grant.reach().today;
        let current = Condition::any()
            .add(protected_appointment::Column::EndsOn.is_null())
            .add(protected_appointment::Column::EndsOn.gte(today));
        let rows = protected_appointment::Entity::within(&self.of_the_object())
            .filter(protected_appointment::Column::YouthId.eq(self.object))
            .filter(protected_appointment::Column::StaffId.eq(self.subject))
            .filter(protected_appointment::Column::StartsOn.lte(today))
            .filter(current);
        let rows = self.grant.all(rows).await?;
        Ok(rows.into_iter().map(|row| Ground::Appointment { ends_on: row.ends_on }).collect())
    }

    /// Rows of the one youth whom the asker was found to reach.
    fn of_the_object(&self) -> Reach {
        self.grant.reach().of_youths(vec![Way::Youths(vec![self.object])], ProtectedSeen::All)
    }
}
