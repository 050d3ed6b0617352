//! Taking over: the receiver's own rows about the youth, all or none.

use entity::municipality::{guardian, hand_over_in, protected_appointment, youth};
use entity::reach::{ProtectedSeen, Way, Within};
use entity::text::sort_name;
use entity::vocabulary::{HandOverState, Protection, Track};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveEnum, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::store::{answered, write};
use super::types_clock::{self, Duties};
use super::types_payload::Move;
use super::types_register::enter;
use crate::access::Grant;
use crate::support::fault::Fault;
use crate::support::ids;

/// Accepts: finds the youth by the civic number or registers them, and enters them in the register of the activity duty
/// where they are handed over to it. Whether nobody answered before, or registered the same youth at this moment.
pub async fn accept(
    grant: &Grant,
    row: hand_over_in::Model,
    carried: &Move,
    answer: Option<&str>,
    appointed: Option<Uuid>,
) -> Result<bool, Fault> {
    let (hash, protection, to_track) = (row.civic_hash.clone(), row.protection, row.to_track);
    let known = match &hash {
        Some(hash) => grant.one(those_with(grant, hash)).await?,
        None => None,
    };
    let youth = known.as_ref().map_or_else(|| ids::new_id(grant.clock().now()), |youth| youth.id);
    let (duties, unit) = (Duties::load(grant).await?, types_clock::unit(grant).await?);
    // The log is written before the transaction; what it was written about is looked up in it again.
    grant.touch([row.id, youth])?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    if !is_still(grant, &tx, hash.as_deref(), known.as_ref()).await? {
        return Ok(false);
    }
    let accepted = hand_over_in::Model {
        state: HandOverState::Accepted,
        youth_id: Some(youth),
        ..answered(grant, row, answer)
    };
    match known {
        None => insert(&tx, new_youth(grant, youth, protection, carried)).await?,
        Some(known) if known.protection < protection => protect(&tx, youth, protection).await?,
        Some(_) => {}
    }
    if !write(&tx, accepted).await? {
        // Dropped, the transaction takes everything back.
        return Ok(false);
    }
    if to_track == Track::Kaa {
        enter(grant, &tx, youth, &duties, unit).await?;
    }
    if let (Some(staff_id), Some(appointed_by)) = (appointed, grant.staff_id()) {
        let row = appointment(grant, youth, staff_id, appointed_by);
        protected_appointment::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// The youth with this hash, whoever may see them: only the id is kept, so that nobody is registered twice.
fn those_with(grant: &Grant, hash: &[u8]) -> Select<youth::Entity> {
    let everybody = grant.reach().of_youths(vec![Way::WholeMunicipality], ProtectedSeen::All);
    youth::Entity::within(&everybody)
        .filter(youth::Column::CivicHash.eq(hash.to_vec()))
        .filter(youth::Column::RemovedAt.is_null())
        .order_by_asc(youth::Column::Id)
        .limit(1)
}

/// Whether the youth with this hash is the one that was looked up, until the transaction ends: of two hand-overs of one
/// person, the second waits here.
#[allow(
    clippy::disallowed_methods,
    reason = "locks the hand-overs of one person, and leaves them as they are"
)]
async fn is_still(
    grant: &Grant,
    tx: &DatabaseTransaction,
    hash: Option<&[u8]>,
    before: Option<&youth::Model>,
) -> Result<bool, Fault> {
    let Some(hash) = hash else { return Ok(true) };
    hand_over_in::Entity::update_many()
        .col_expr(hand_over_in::Column::Version, Expr::col(hand_over_in::Column::Version))
        .filter(hand_over_in::Column::CivicHash.eq(hash.to_vec()))
        .exec(tx)
        .await?;
    Ok(those_with(grant, hash).one(tx).await?.as_ref() == before)
}

fn new_youth(grant: &Grant, id: Uuid, protection: Protection, carried: &Move) -> youth::Model {
    let (keys, person) = (grant.keys(), &carried.person);
    let seal = |place: &str, text: &str| keys.columns.seal(place, text.as_bytes());
    let contact = carried.contact.as_ref().filter(|_| protection == Protection::None);
    youth::Model {
        id,
        given_name: person.given_name.clone(),
        family_name: person.family_name.clone(),
        sort_name: sort_name(&person.given_name, &person.family_name),
        birth_date: person.birth_date,
        sex: person.sex(),
        civic_number: person.civic_number.as_ref().map(|number| seal("youth.civic_number", number)),
        civic_hash: person.civic_hash(grant),
        home_municipality: person.home_municipality.clone(),
        protection,
        email: contact.and_then(|contact| contact.email.as_ref()).map(|email| seal("youth.email", email)),
        phone: contact.and_then(|contact| contact.phone.as_ref()).map(|phone| seal("youth.phone", phone)),
        source_id: None,
        source_ref: None,
        removed_at: None,
        created_at: grant.clock().now(),
    }
}

fn appointment(
    grant: &Grant,
    youth_id: Uuid,
    staff_id: Uuid,
    appointed_by: Uuid,
) -> protected_appointment::Model {
    protected_appointment::Model {
        id: ids::new_id(grant.clock().now()),
        youth_id,
        staff_id,
        appointed_by,
        starts_on: grant.reach().today,
        ends_on: None,
    }
}

async fn insert(tx: &DatabaseTransaction, row: youth::Model) -> Result<(), Fault> {
    youth::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// A marking that arrives deletes contact details for good, as `setProtection` does.
#[allow(clippy::disallowed_methods, reason = "one youth whom the hand-over is about, and their guardians")]
async fn protect(tx: &DatabaseTransaction, youth: Uuid, protection: Protection) -> Result<(), Fault> {
    guardian::Entity::update_many()
        .col_expr(guardian::Column::Email, Expr::value(None::<Vec<u8>>))
        .col_expr(guardian::Column::Phone, Expr::value(None::<Vec<u8>>))
        .filter(guardian::Column::YouthId.eq(youth))
        .exec(tx)
        .await?;
    youth::Entity::update_many()
        .col_expr(youth::Column::Protection, Expr::value(protection.to_value()))
        .col_expr(youth::Column::Email, Expr::value(None::<Vec<u8>>))
        .col_expr(youth::Column::Phone, Expr::value(None::<Vec<u8>>))
        .filter(youth::Column::Id.eq(youth))
        .exec(tx)
        .await?;
    Ok(())
}
