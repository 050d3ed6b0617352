//! Rows of investigations, reports, transfers and hand-overs, arranged without a client.

use api::access::Grant;
use api::domain::hand_over::types_payload::{Move, Payload, Person};
use api::support::ids;
use api::support::page::{GlobalId, Kind};
use chrono::Days;
use entity::municipality::{
    absence_report, consent, hand_over_in, hand_over_out, investigation, transfer, youth,
};
use entity::reach::Within;
use entity::vocabulary::{
    ConsentGiver, ConsentPurpose, Ground, HandOverState, InvestigationState, Protection, ReportArrival,
    ReportState, Track, TransferKind, TransferState,
};
use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use crate::chain::derived;
use crate::{Chain, World};

/// A consent of a youth, recorded on a track; its global id.
pub fn consent(
    world: &World,
    chain: &Chain<'_>,
    youth: &str,
    purpose: ConsentPurpose,
    track: Track,
) -> String {
    let id = world.wait(async {
        let grant = chain.grant().await;
        let seal = |place: &str| grant.keys().columns.seal(place, b"ord");
        let row = consent::Model {
            id: ids::new_id(world.clock.now()),
            youth_id: chain.row(youth),
            purpose,
            given_by: ConsentGiver::Youth,
            track,
            scope: seal("consent.scope"),
            receiver: seal("consent.receiver"),
            starts_on: chain.today() - Days::new(1),
            ends_on: None,
            withdrawn_at: None,
            author_id: chain.row("PRINCIPAL"),
            created_at: world.clock.now(),
        };
        let id = row.id;
        insert::<consent::Entity>(&grant, row).await;
        id
    });
    GlobalId::write(Kind::Consent, &chain.code, id).to_string()
}

/// Withdraws a consent.
pub fn withdraw(world: &World, chain: &Chain<'_>, consent: &str) {
    let id = GlobalId::local(&consent.into(), Kind::Consent, &chain.code).expect("a consent");
    let change = consent::ActiveModel {
        id: Set(id),
        withdrawn_at: Set(Some(world.clock.now())),
        ..Default::default()
    };
    world.wait(async {
        let grant = chain.grant().await;
        let tx = grant.begin().await.expect("a transaction");
        grant.update(&tx, change).await.expect("a change");
        tx.commit().await.expect("a commit");
    });
}

/// A move of a youth to another municipality's activity duty that waits to be delivered, as the mutation writes it; its
/// id.
pub fn waiting(world: &World, chain: &Chain<'_>, youth: &str, to: &str) -> Uuid {
    world.wait(async {
        let grant = chain.grant().await;
        let reason = grant.keys().columns.seal("transfer.reason", "29 kap. 9 § skollagen".as_bytes());
        let row = transfer_row(world, chain, chain.row(youth), ids::random_id(), Some(to));
        let row = transfer::Model { reason, ..row };
        outgoing(&grant, &row, to).await;
        row.id
    })
}

async fn outgoing(grant: &Grant, row: &transfer::Model, to: &str) {
    let those = youth::Entity::within(grant.reach()).filter(youth::Column::Id.eq(row.youth_id));
    let youth = grant.one(those).await.expect("no fault").expect("a youth");
    let payload = payload(grant, &youth).outgoing(grant, row.id, row.youth_id, to).expect("a payload");
    let tx = grant.begin().await.expect("a transaction");
    transfer::Entity::insert(row.clone().into_active_model())
        .exec_without_returning(&tx)
        .await
        .expect("a transfer");
    hand_over_out::Entity::insert(payload.into_active_model())
        .exec_without_returning(&tx)
        .await
        .expect("an outbox row");
    tx.commit().await.expect("a commit");
}

fn payload(grant: &Grant, youth: &youth::Model) -> Payload {
    Payload::Transfer(Box::new(Move {
        to_track: Track::Kaa.to_value(),
        ground: Ground::Law.to_value(),
        provision: Some("29 kap. 9 § skollagen".to_owned()),
        message: Some("Har hoppat av".to_owned()),
        plan: None,
        person: Person::of(grant, youth).expect("a person"),
        contact: None,
        enrolments: Vec::new(),
        notes: Vec::new(),
    }))
}

fn transfer_row(
    world: &World,
    chain: &Chain<'_>,
    youth_id: Uuid,
    id: Uuid,
    to_municipality: Option<&str>,
) -> transfer::Model {
    transfer::Model {
        id,
        youth_id,
        case_id: None,
        kind: TransferKind::Transfer,
        state: TransferState::InProgress,
        from_unit_id: chain.row("enhet 1"),
        to_unit_id: None,
        to_municipality: to_municipality.map(str::to_owned),
        from_track: Track::Compulsory,
        to_track: Track::Kaa,
        ground: Ground::Law,
        consent_id: None,
        reason: Vec::new(),
        message: None,
        author_id: chain.row("PRINCIPAL"),
        created_at: world.clock.now(),
        decided_by: None,
        decided_at: None,
        answer: None,
        version: 1,
    }
}

/// One of each about these youths, so that a role that reaches them finds something.
pub fn fill(world: &World, chain: &Chain<'_>, youths: &[Uuid]) {
    world.wait(async {
        let grant = chain.grant().await;
        for youth in youths {
            insert::<investigation::Entity>(&grant, investigation_row(world, chain, &grant, *youth)).await;
            let reason = grant.keys().columns.seal("transfer.reason", "29 kap. 9 § skollagen".as_bytes());
            let state = TransferState::Done;
            let row = transfer_row(world, chain, *youth, derived(*youth, "transfer"), None);
            insert::<transfer::Entity>(&grant, transfer::Model { reason, state, ..row }).await;
            insert::<absence_report::Entity>(&grant, report_row(chain, &grant, *youth)).await;
            insert::<hand_over_in::Entity>(&grant, hand_over_row(world, *youth)).await;
        }
    });
}

fn investigation_row(world: &World, chain: &Chain<'_>, grant: &Grant, youth: Uuid) -> investigation::Model {
    investigation::Model {
        id: derived(youth, "investigation"),
        youth_id: youth,
        case_id: None,
        unit_id: chain.row("enhet 1"),
        state: InvestigationState::Closed,
        opened_by: chain.row("PRINCIPAL"),
        opened_on: chain.today(),
        opened_at: world.clock.now(),
        reason: grant.keys().columns.seal("investigation.reason", b"ord"),
        reported_at: Some(world.clock.now()),
        home_municipality: None,
        told_at: None,
        conclusion: None,
        closed_at: Some(world.clock.now()),
        follow_up_on: None,
        version: 1,
    }
}

fn report_row(chain: &Chain<'_>, grant: &Grant, youth: Uuid) -> absence_report::Model {
    absence_report::Model {
        id: derived(youth, "report"),
        youth_id: Some(youth),
        civic_hash: None,
        civic_number: None,
        name: grant.keys().columns.seal("absence_report.name", b"Ada Berg"),
        content: grant.keys().columns.seal("absence_report.content", b"ord"),
        sender: None,
        from_municipality: None,
        protection: Protection::None,
        starts_on: chain.today(),
        ends_on: None,
        arrived_how: ReportArrival::Letter,
        arrived_on: chain.today(),
        state: ReportState::New,
        recorded_by: None,
        handled_by: None,
        handled_at: None,
        handling: None,
        version: 1,
    }
}

fn hand_over_row(world: &World, youth: Uuid) -> hand_over_in::Model {
    hand_over_in::Model {
        id: derived(youth, "hand-over"),
        youth_id: None,
        civic_hash: None,
        from_municipality: "0180".to_owned(),
        to_track: Track::Kaa,
        protection: Protection::None,
        payload: None,
        state: HandOverState::Rejected,
        arrived_at: world.clock.now(),
        answered_by: None,
        answered_at: Some(world.clock.now()),
        answer: None,
        returned_at: Some(world.clock.now()),
        version: 1,
    }
}

/// Writes one row.
pub async fn insert<E: EntityTrait>(grant: &Grant, row: E::Model)
where
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
{
    let tx = grant.begin().await.expect("a transaction");
    E::insert(row.into_active_model()).exec_without_returning(&tx).await.expect("a row");
    tx.commit().await.expect("a commit");
}
