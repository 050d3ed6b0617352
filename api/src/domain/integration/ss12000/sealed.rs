//! Between planned rows and stored ones: personal columns are encrypted on the way in and opened to be compared.
//!
//! Every encryption of a text differs, so rows are compared as plans and never as stored.

use chrono::{DateTime, Utc};
use entity::municipality::{guardian, youth};
use entity::text::sort_name;
use uuid::Uuid;

use super::plan::{PlannedGuardian, PlannedYouth, Secret};
use crate::support::crypto::{Key, Keys};
use crate::support::fault::Fault;

/// A planned youth as a row.
pub fn seal_youth(
    row: &PlannedYouth,
    keys: &Keys,
    source_id: Uuid,
    first_seen: DateTime<Utc>,
) -> youth::Model {
    let key = &keys.columns;
    youth::Model {
        id: row.id,
        given_name: row.given_name.clone(),
        family_name: row.family_name.clone(),
        sort_name: sort_name(&row.given_name, &row.family_name),
        birth_date: row.birth_date,
        sex: row.sex,
        civic_number: seal(key, "youth.civic_number", row.civic_number.as_ref()),
        civic_hash: row.civic_number.as_ref().map(|number| keys.civic.mac(&[number.reveal().as_bytes()])),
        home_municipality: row.home_municipality.clone(),
        protection: row.protection,
        email: seal(key, "youth.email", row.email.as_ref()),
        phone: seal(key, "youth.phone", row.phone.as_ref()),
        source_id: Some(source_id),
        source_ref: Some(row.source_ref.clone()),
        removed_at: None,
        created_at: first_seen,
    }
}

/// A stored youth as it would be planned.
pub fn open_youth(row: &youth::Model, keys: &Keys) -> Result<PlannedYouth, Fault> {
    let key = &keys.columns;
    Ok(PlannedYouth {
        id: row.id,
        protection: row.protection,
        given_name: row.given_name.clone(),
        family_name: row.family_name.clone(),
        birth_date: row.birth_date,
        sex: row.sex,
        home_municipality: row.home_municipality.clone(),
        civic_number: open(key, "youth.civic_number", row.civic_number.as_deref())?,
        email: open(key, "youth.email", row.email.as_deref())?,
        phone: open(key, "youth.phone", row.phone.as_deref())?,
        source_ref: row.source_ref.clone().unwrap_or_default(),
    })
}

/// A planned guardian as a row.
pub fn seal_guardian(row: &PlannedGuardian, keys: &Keys, source_id: Uuid) -> guardian::Model {
    let key = &keys.columns;
    guardian::Model {
        id: row.id,
        youth_id: row.youth_id,
        name: key.seal("guardian.name", row.name.reveal().as_bytes()),
        phone: seal(key, "guardian.phone", row.phone.as_ref()),
        email: seal(key, "guardian.email", row.email.as_ref()),
        relation: row.relation,
        source_id: Some(source_id),
        source_ref: Some(row.source_ref.clone()),
    }
}

/// A stored guardian as it would be planned.
pub fn open_guardian(row: &guardian::Model, keys: &Keys) -> Result<PlannedGuardian, Fault> {
    let key = &keys.columns;
    Ok(PlannedGuardian {
        id: row.id,
        youth_id: row.youth_id,
        name: Secret::new(key.open_text("guardian.name", &row.name)?),
        phone: open(key, "guardian.phone", row.phone.as_deref())?,
        email: open(key, "guardian.email", row.email.as_deref())?,
        relation: row.relation,
        source_ref: row.source_ref.clone().unwrap_or_default(),
    })
}

fn seal(key: &Key, place: &str, text: Option<&Secret>) -> Option<Vec<u8>> {
    text.map(|text| key.seal(place, text.reveal().as_bytes()))
}

fn open(key: &Key, place: &str, sealed: Option<&[u8]>) -> Result<Option<Secret>, Fault> {
    sealed.map(|sealed| key.open_text(place, sealed).map(Secret::new)).transpose()
}

#[cfg(test)]
mod tests {
    use entity::vocabulary::{GuardianRelation, Protection};

    use super::*;

    fn youth() -> PlannedYouth {
        PlannedYouth {
            id: Uuid::from_u128(1),
            protection: Protection::None,
            given_name: "Ett".to_owned(),
            family_name: "Namn".to_owned(),
            birth_date: None,
            sex: None,
            home_municipality: Some("0180".to_owned()),
            civic_number: Some(Secret::new("189001019802")),
            email: Some(Secret::new("ett@example.se")),
            phone: None,
            source_ref: "p1".to_owned(),
        }
    }

    #[test]
    fn a_stored_row_opens_to_the_plan_it_was_made_from() {
        let keys = Keys::of(&Key::random());
        let stored = seal_youth(&youth(), &keys, Uuid::nil(), DateTime::UNIX_EPOCH);
        assert_eq!(open_youth(&stored, &keys).ok(), Some(youth()));
        assert!(open_youth(&stored, &Keys::of(&Key::random())).is_err());
        let guardian = PlannedGuardian {
            id: Uuid::from_u128(2),
            youth_id: Uuid::from_u128(1),
            name: Secret::new("Två Namn"),
            phone: None,
            email: None,
            relation: GuardianRelation::Parent,
            source_ref: "p1/v1".to_owned(),
        };
        let stored = seal_guardian(&guardian, &keys, Uuid::nil());
        assert_eq!(open_guardian(&stored, &keys).ok(), Some(guardian));
    }
}
