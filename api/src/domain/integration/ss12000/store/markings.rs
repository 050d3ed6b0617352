//! Protective markings that have arrived: what is here of ways to reach goes before anything else is written.
//!
//! Also what a hand entered goes: a marking is never weaker than a correction.

use entity::municipality::{guardian, youth};
use entity::vocabulary::Protection;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::desk::{CHUNK, Desk};
use crate::domain::integration::ss12000::plan::Plan;
use crate::support::fault::Fault;

/// Takes away what must not be here of the marked persons of a plan.
pub(super) async fn purge(desk: &mut Desk<'_>, plan: &Plan) -> Result<(), Fault> {
    for level in [Protection::SecrecyMarked, Protection::ProtectedRegistration] {
        let marked: Vec<Uuid> =
            plan.youths.iter().filter(|youth| youth.protection == level).map(|youth| youth.id).collect();
        for ids in marked.chunks(CHUNK) {
            mark(desk, level, ids).await?;
            desk.step("youth", 0)?;
        }
    }
    let marked: Vec<Uuid> = plan.protected_youths().collect();
    for ids in marked.chunks(CHUNK) {
        silence(desk, guardian::Column::YouthId.is_in(ids.iter().copied())).await?;
        desk.step("guardian", 0)?;
    }
    // Guardians who are themselves marked, or whose ways to reach the source has taken back.
    let silent = plan.guardians.iter().filter(|row| row.phone.is_none() && row.email.is_none());
    let silent: Vec<Uuid> = silent.map(|row| row.id).collect();
    for ids in silent.chunks(CHUNK) {
        silence(desk, guardian::Column::Id.is_in(ids.iter().copied())).await?;
        desk.step("guardian", 0)?;
    }
    Ok(())
}

/// Marks youths and takes their own ways to reach; of one with protected registration also where they are registered.
#[allow(clippy::disallowed_methods, reason = "youths of the plan; takes away and tells nothing")]
async fn mark(desk: &Desk<'_>, level: Protection, ids: &[Uuid]) -> Result<(), Fault> {
    let mut marked = youth::ActiveModel {
        protection: Set(level),
        email: Set(None),
        phone: Set(None),
        ..Default::default()
    };
    let mut differs = Condition::any()
        .add(youth::Column::Protection.ne(level))
        .add(youth::Column::Email.is_not_null())
        .add(youth::Column::Phone.is_not_null());
    if level == Protection::ProtectedRegistration {
        marked.home_municipality = Set(None);
        differs = differs.add(youth::Column::HomeMunicipality.is_not_null());
    }
    let tx = desk.grant.begin().await?;
    youth::Entity::update_many()
        .set(marked)
        .filter(youth::Column::Id.is_in(ids.iter().copied()))
        .filter(differs)
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Takes the ways to reach of guardians.
#[allow(clippy::disallowed_methods, reason = "guardians of the plan; takes away and tells nothing")]
async fn silence(desk: &Desk<'_>, whom: sea_orm::sea_query::SimpleExpr) -> Result<(), Fault> {
    let silent = guardian::ActiveModel { phone: Set(None), email: Set(None), ..Default::default() };
    let speaks = Condition::any()
        .add(guardian::Column::Phone.is_not_null())
        .add(guardian::Column::Email.is_not_null());
    let tx = desk.grant.begin().await?;
    guardian::Entity::update_many().set(silent).filter(whom).filter(speaks).exec(&tx).await?;
    Ok(tx.commit().await?)
}
