//! Cases as a test needs them: put beside a youth of the chain, and closed and opened again, without the case room.

use api::access::Grant;
use api::support::ids;
use api::support::page::{GlobalId, Kind};
use chrono::{DateTime, Utc};
use entity::municipality::{follow_up, goal, mapping, measure, measure_type, questionnaire, youth_case};
use entity::vocabulary::{
    CaseState, FollowUpKind, GoalState, LifeDomain, MappingState, MeasureLevel, MeasureState, Secrecy, Track,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Client;
use crate::chain::{Chain, derived};
use crate::world::World;

/// A case of a youth of the chain.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its row.
    pub row: Uuid,
    /// Its global id.
    pub id: String,
}

impl Case {
    /// Opens a case at school for a youth, owned by school one.
    pub fn open(world: &World, chain: &Chain<'_>, youth: &str) -> Self {
        Self::open_on(world, chain, youth, Track::Compulsory)
    }

    /// The same on another track.
    pub fn open_on(world: &World, chain: &Chain<'_>, youth: &str, track: Track) -> Self {
        let id = ids::random_id();
        let row = case_row(world, chain, youth, id, track);
        let done = world.wait(async {
            let tx = chain.grant().await.begin().await.expect("a transaction");
            youth_case::Entity::insert(youth_case::ActiveModel::from(row))
                .exec_without_returning(&tx)
                .await?;
            tx.commit().await
        });
        done.expect("the case is opened");
        Self { row: id, id: GlobalId::write(Kind::Case, &chain.code, id).to_string() }
    }

    /// Closes it at a moment, or opens it again.
    pub fn set_closed(&self, world: &World, chain: &Chain<'_>, closed_at: Option<DateTime<Utc>>) {
        let change = youth_case::ActiveModel {
            id: Set(self.row),
            state: Set(if closed_at.is_some() { CaseState::Closed } else { CaseState::Planning }),
            closed_at: Set(closed_at),
            ..Default::default()
        };
        let done = world.wait(async {
            let tx = chain.grant().await.begin().await.expect("a transaction");
            change.update(&tx).await?;
            tx.commit().await
        });
        done.expect("the case is changed");
    }
}

fn case_row(world: &World, chain: &Chain<'_>, youth: &str, id: Uuid, track: Track) -> youth_case::Model {
    youth_case::Model {
        id,
        youth_id: chain.row(youth),
        track,
        state: CaseState::Planning,
        owner_unit_id: chain.row("enhet 1"),
        responsible_id: None,
        consent_id: None,
        opened_by: None,
        opened_at: world.clock.now(),
        closed_at: None,
        closing_reason: None,
        version: 1,
    }
}

/// Puts beside each youth a case at school with a mapping, a goal, a measure and a follow-up of class GENERAL, with ids
/// derived from the youth: `plan case`, `plan mapping`, `plan goal`, `plan measure`, `plan follow-up`.
pub fn fill(world: &World, chain: &Chain<'_>, youths: &[&str]) {
    let filled = world.wait(async {
        let grant = chain.grant().await;
        let tx = grant.begin().await.expect("a transaction");
        for youth in youths {
            fill_one(world, chain, youth, &grant, &tx).await?;
        }
        tx.commit().await
    });
    filled.expect("the plans are written");
}

async fn fill_one(
    world: &World,
    chain: &Chain<'_>,
    youth: &str,
    grant: &Grant,
    tx: &DatabaseTransaction,
) -> Result<(), DbErr> {
    let sealed = |place: &str| grant.keys().columns.seal(place, "Prov".as_bytes());
    let (youth_id, now, today) = (chain.row(youth), world.clock.now(), chain.today());
    let (track, author_id) = (Track::Compulsory, chain.row("MENTOR"));
    let id = |what: &str| derived(youth_id, what);
    let case_id = id("plan case");
    let case = case_row(world, chain, youth, case_id, track);
    youth_case::Entity::insert(case.into_active_model()).exec_without_returning(tx).await?;
    let questionnaire = questionnaire::Entity::find().one(tx).await?.expect("the shipped one");
    let mapping = mapping::Model {
        id: id("plan mapping"),
        youth_id,
        case_id,
        track,
        questionnaire_id: questionnaire.id,
        state: MappingState::Draft,
        started_by: author_id,
        started_at: now,
        completed_at: None,
        version: 1,
    };
    mapping::Entity::insert(mapping.into_active_model()).exec_without_returning(tx).await?;
    let goal = goal::Model {
        id: id("plan goal"),
        youth_id,
        case_id,
        track,
        domain: LifeDomain::Learning,
        state: GoalState::Open,
        text: sealed("goal.text"),
        youth_part: None,
        municipality_part: None,
        others_part: None,
        responsible_id: author_id,
        author_id,
        due_on: None,
        created_at: now,
        changed_at: now,
        version: 1,
    };
    goal::Entity::insert(goal.into_active_model()).exec_without_returning(tx).await?;
    let type_of = measure_type::Entity::find().one(tx).await?.expect("a shipped one");
    let measure = measure::Model {
        id: id("plan measure"),
        youth_id,
        case_id,
        goal_id: None,
        track,
        secrecy: Secrecy::General,
        author_id,
        type_id: type_of.id,
        words: None,
        level: MeasureLevel::Prevent,
        content: sealed("measure.content"),
        method: None,
        method_ref: None,
        responsible_id: author_id,
        state: MeasureState::Offered,
        offered_on: today,
        accepted_on: None,
        declined_on: None,
        declined_reason: None,
        planned_start: None,
        planned_end: None,
        starts_on: None,
        ended_on: None,
        ended_reason: None,
        outcome: None,
        created_at: now,
        changed_at: now,
        version: 1,
    };
    measure::Entity::insert(measure.into_active_model()).exec_without_returning(tx).await?;
    let follow_up = follow_up::Model {
        id: id("plan follow-up"),
        youth_id,
        case_id,
        measure_id: None,
        track,
        secrecy: Secrecy::General,
        author_id: Some(author_id),
        kind: FollowUpKind::Planned,
        planned_on: today,
        done_on: None,
        done_by: None,
        result: None,
        outcome: None,
        status: None,
        version: 1,
    };
    follow_up::Entity::insert(follow_up.into_active_model()).exec_without_returning(tx).await.map(drop)
}

const OFFER: &str = "mutation Offer($input: OfferMeasureInput!) { offerMeasure(input: $input) {
    measure { id version } userErrors { field code } } }";

/// Offers a measure of a class in a case, by guidance; gives it.
#[track_caller]
pub fn offered(client: &Client, case: &Case, secrecy: &str) -> Value {
    let types = client.data("{ measureTypes { id name } }", json!({}))["measureTypes"].take();
    let guidance = types.as_array().expect("types").iter().find(|known| known["name"] == GUIDANCE);
    let input = json!({
        "case": case.id, "type": guidance.expect("guidance")["id"], "level": "PREVENT", "secrecy": secrecy,
        "content": "Samtal varje vecka",
    });
    let mut payload = client.data(OFFER, json!({ "input": input }))["offerMeasure"].take();
    assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    payload["measure"].take()
}

const GUIDANCE: &str = "Studie- och yrkesvägledning";
