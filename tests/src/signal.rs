//! Nights, and rows about signals that no client can make.

use api::commands::nightly;
use api::support::ids;
use chrono::{DateTime, Utc};
use entity::municipality::{note, signal};
use entity::vocabulary::{Role, Secrecy, SignalKind, SignalSource, SignalState, Track};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::chain::Chain;
use crate::world::World;

/// Does the work of a night.
pub fn night(world: &World, chain: &Chain<'_>) {
    world.wait(nightly::run(&world.parts.access, &chain.code)).unwrap();
}

/// Writes a note of a class about a youth.
pub async fn write_note(chain: &Chain<'_>, youth: &str, secrecy: Secrecy) {
    let grant = chain.grant().await;
    let now = grant.clock().now();
    let written = note::ActiveModel {
        id: Set(ids::new_id(now)),
        youth_id: Set(chain.row(youth)),
        case_id: Set(None),
        track: Set(Track::Compulsory),
        secrecy: Set(secrecy),
        author_id: Set(chain.row("SCHOOL_NURSE")),
        body: Set(grant.keys().columns.seal("note.body", b"Samtal")),
        version: Set(1),
        created_at: Set(now),
        changed_at: Set(now),
    };
    let tx = grant.begin().await.unwrap();
    note::Entity::insert(written).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// An open observation of a youth.
pub fn observed(id: Uuid, youth_id: Uuid, now: DateTime<Utc>) -> signal::ActiveModel {
    signal::ActiveModel {
        id: Set(id),
        youth_id: Set(youth_id),
        kind: Set(SignalKind::Wellbeing),
        source: Set(SignalSource::Staff),
        episode: Set(0),
        state: Set(SignalState::Open),
        step: Set(0),
        owner_role: Set(Role::Mentor),
        raised_at: Set(now),
        due_on: Set(now.date_naive()),
        version: Set(1),
        changed_at: Set(now),
        ..Default::default()
    }
}

/// Makes signals of a municipality older by some days.
pub async fn age(chain: &Chain<'_>, days: i64) {
    let grant = chain.grant().await;
    let at = grant.clock().now() - chrono::TimeDelta::days(days);
    let tx = grant.begin().await.unwrap();
    let older = signal::ActiveModel { raised_at: Set(at), ..Default::default() };
    let all = signal::Entity::update_many().set(older).filter(signal::Column::Version.gt(0));
    all.exec(&tx).await.unwrap();
    tx.commit().await.unwrap();
}
