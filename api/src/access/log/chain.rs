//! The link between entries: a keyed hash over an entry and the hash before it. Pure.

use entity::municipality::access_log::Model;

use crate::support::crypto::Key;

/// Says which fields are hashed and in which order; another layout gets another name.
const LAYOUT: &[u8] = b"up2 access log 1";

/// The hash of an entry: over every field but the hash itself, each with its length before it.
pub(super) fn hash(key: &Key, entry: &Model) -> Vec<u8> {
    // Taken apart by name, so that a new field cannot be forgotten here.
    let Model {
        seq,
        at,
        request_id,
        actor,
        assignments,
        action,
        subject_key,
        reason_hash,
        previous,
        hash: _,
    } = entry;
    key.mac(&[
        LAYOUT,
        previous,
        &seq.to_be_bytes(),
        &at.timestamp_micros().to_be_bytes(),
        request_id.as_bytes(),
        actor.as_bytes(),
        assignments.as_bytes(),
        action.as_bytes(),
        &optional(subject_key.as_ref().map(|key| key.as_bytes().as_slice())),
        &optional(reason_hash.as_deref()),
    ])
}

/// Nothing and something empty are different.
fn optional(bytes: Option<&[u8]>) -> Vec<u8> {
    bytes.map_or_else(Vec::new, |bytes| [&[1], bytes].concat())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn entries() -> impl Strategy<Value = Model> {
        let who = (any::<u32>(), any::<u32>(), any::<u128>(), ".{0,12}", ".{0,12}", ".{0,12}");
        let rest = (any::<Option<u128>>(), any::<Option<Vec<u8>>>(), any::<Vec<u8>>());
        (who, rest).prop_map(
            |((seq, at, request, actor, assignments, action), (subject, reason, previous))| Model {
                seq: seq.into(),
                at: DateTime::from_timestamp_micros(at.into()).unwrap_or_default(),
                request_id: Uuid::from_u128(request),
                actor,
                assignments,
                action,
                subject_key: subject.map(Uuid::from_u128),
                reason_hash: reason,
                previous,
                hash: Vec::new(),
            },
        )
    }

    /// `entry` with field number `field` of `other`.
    fn with_field(entry: &Model, other: &Model, field: usize) -> Model {
        let (mut changed, other) = (entry.clone(), other.clone());
        match field {
            0 => changed.seq = other.seq,
            1 => changed.at = other.at,
            2 => changed.request_id = other.request_id,
            3 => changed.actor = other.actor,
            4 => changed.assignments = other.assignments,
            5 => changed.action = other.action,
            6 => changed.subject_key = other.subject_key,
            7 => changed.reason_hash = other.reason_hash,
            _ => changed.previous = other.previous,
        }
        changed
    }

    proptest! {
        #[test]
        fn any_changed_field_changes_the_hash(a in entries(), b in entries(), field in 0_usize..9) {
            let key = Key::random();
            let changed = with_field(&a, &b, field);
            prop_assert_eq!(hash(&key, &a) == hash(&key, &changed), a == changed);
        }

        #[test]
        fn text_moved_from_one_field_to_the_next_changes_the_hash(entry in entries()) {
            let key = Key::random();
            let mut moved = entry.clone();
            moved.action = std::mem::take(&mut moved.assignments) + &moved.action;
            prop_assert_eq!(hash(&key, &entry) == hash(&key, &moved), entry == moved);
        }

        #[test]
        fn another_key_gives_another_hash(entry in entries()) {
            prop_assert_ne!(hash(&Key::random(), &entry), hash(&Key::random(), &entry));
        }
    }
}
