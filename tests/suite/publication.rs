//! Publishing statistics: prepared by one person, published by another, never more than may be told.

use api::access::tenants::published::Publication;
use api::domain::statistics::disclosure::audit::audit;
use api::domain::statistics::disclosure::export::CellExport;
use api::domain::statistics::publication::export::everything;
use serde_json::{Value, json};
use tests::pupils::with_a_school_year;
use tests::{Chain, World, on_both_engines};

const PREPARE: &str = "mutation Prepare($input: PrepareStatisticsInput!) { prepareStatistics(input: $input) {
    draft { id version state cellsShown cellsHiddenPrimary cellsHiddenSecondary
        figures { indicator period coverage cells { breakdown coordinate state value exactN exactTotal
            hiddenBecause notRevised } } }
    leftOut { indicator because } userErrors { field code message } } }";
const PUBLISH: &str = "mutation Publish($draft: ID!, $version: Int!) {
    publishStatistics(input: { draft: $draft, version: $version }) {
        draft { state version refusal } userErrors { code } } }";
const REFUSE: &str = "mutation Refuse($draft: ID!, $version: Int!, $reason: String!) {
    refuseStatistics(input: { draft: $draft, version: $version, reason: $reason }) {
        draft { state refusal } userErrors { code } } }";
const DISCARD: &str = "mutation Discard($draft: ID!, $version: Int!) {
    discardStatistics(input: { draft: $draft, version: $version }) { draft { state } userErrors { code } } }";
const WITHDRAW: &str = "mutation Withdraw($draft: ID!, $reason: String!) {
    withdrawStatistics(input: { draft: $draft, reason: $reason }) { draft { state } userErrors { code } } }";
const REASON: &str = "Fel underlag från skolorna";

/// Prepares the absence of 2024/25.
fn prepare(chain: &Chain<'_>, more: Value) -> Value {
    let mut input =
        json!({ "period": "2024/25", "basis": "AUTHORITY", "indicators": ["UP10110", "UP10120"] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    chain.signed_in("PROCESS_LEADER").data(PREPARE, json!({ "input": input }))["prepareStatistics"].take()
}

fn publish(chain: &Chain<'_>, draft: &Value) -> Value {
    let which = json!({ "draft": draft["id"], "version": draft["version"] });
    chain.signed_in("PROCESS_OWNER").data(PUBLISH, which)["publishStatistics"].take()
}

fn code(payload: &Value) -> &Value {
    &payload["userErrors"][0]["code"]
}

fn ever(world: &World, chain: &Chain<'_>) -> Vec<Publication> {
    world.wait(world.parts.access.tenants().registry().ever_published(&chain.code, None)).unwrap()
}

on_both_engines! {
    fn a_publication_is_prepared_by_one_person_and_published_by_another(world: &World) {
        let chain = world.municipality();
        world.wait(with_a_school_year(&chain, 240, 2024, 0));
        let prepared = prepare(&chain, json!({}));
        assert_eq!(prepared["userErrors"], json!([]), "{prepared:#}");
        let draft = &prepared["draft"];
        assert_eq!(draft["figures"].as_array().unwrap().len(), 2, "{draft:#}");
        let cells = draft["figures"][0]["cells"].as_array().unwrap();
        let total = cells.iter().find(|cell| cell["coordinate"] == "").unwrap();
        assert_eq!(total["exactTotal"], 240, "everybody counts: {total}");
        assert_eq!(total["value"], (f64::round(total["exactN"].as_f64().unwrap() / 2.4)), "{total}");
        let small = cells.iter().filter(|cell| (1..5).contains(&cell["exactN"].as_i64().unwrap()));
        for cell in small {
            assert_eq!((&cell["state"], &cell["value"]), (&json!("SUPPRESSED"), &Value::Null), "{cell}");
        }

        let own = json!({ "draft": draft["id"], "version": draft["version"] });
        assert_eq!(chain.signed_in("PROCESS_LEADER").codes(PUBLISH, own), ["FORBIDDEN"]);
        let drafts = "{ statisticsDrafts(first: 1) { nodes { id } } }";
        assert_eq!(chain.signed_in("BOARD_MEMBER").codes(drafts, json!({})), ["FORBIDDEN"]);
        let published = publish(&chain, draft);
        assert_eq!((&published["userErrors"], &published["draft"]["state"]), (&json!([]), &json!("PUBLISHED")), "{published:#}");
        assert_eq!(code(&publish(&chain, draft)), "CLOSED");

        let stored = ever(world, &chain);
        assert_eq!(stored.len(), 1);
        let shown = stored[0].cells.iter().filter(|cell| cell.n.is_some()).count();
        assert_eq!(Some(shown as i64), draft["cellsShown"].as_i64());
        assert!(stored[0].cells.iter().all(|cell| cell.n.is_none_or(|n| n == 0 || n >= 5)), "{stored:#?}");
    }

    fn an_outside_auditor_finds_nothing_in_what_is_exported_and_every_planted_leak(world: &World) {
        let in_a_municipality_of = |youths| {
            let chain = world.municipality();
            world.wait(with_a_school_year(&chain, youths, 2024, 0));
            let draft = prepare(&chain, json!({ "indicators": ["UP10110", "UP10150"] }))["draft"].take();
            (draft["cellsHiddenPrimary"].as_i64() > Some(0)).then_some((chain, draft))
        };
        let hides = [400, 320, 250, 200, 160, 120, 100, 80, 60].into_iter().find_map(in_a_municipality_of);
        let (chain, draft) = hides.expect("a municipality in which something is hidden");
        assert_eq!(publish(&chain, &draft)["userErrors"], json!([]));
        let mut file = world.wait(everything(world.parts.access.tenants().registry())).unwrap();
        file.units.retain(|unit| unit.municipality == chain.code);
        let audited = |file: &_| audit(&serde_json::to_string(file).unwrap()).unwrap();
        let report = audited(&file);
        assert!(report.asked > 0 && report.violations.is_empty(), "{report:#?}");
        let hidden = |cell: &&mut CellExport| cell.state == "SUPPRESSED" && cell.measure == "UP10150";
        file.units[0].publications[0].cells.iter_mut().find(hidden).expect("a hidden cell").share = Some(50);
        assert!(!audited(&file).violations.is_empty());
    }

    fn what_cannot_be_published_is_refused_with_its_code(world: &World) {
        let chain = world.municipality();
        world.wait(with_a_school_year(&chain, 60, 2024, 0));
        for (more, expected) in [
            (json!({ "period": "2024/26" }), "INVALID"),
            (json!({ "period": "2025/26" }), "OUT_OF_RANGE"),
            (json!({ "indicators": ["UP99999"] }), "INVALID"),
            (json!({ "basis": "HOME_MUNICIPALITY" }), "INVALID"),
            (json!({ "k": 4 }), "BELOW_FLOOR"),
            (json!({ "k": -7 }), "BELOW_FLOOR"),
            (json!({ "period": "2019/20" }), "CONDITION_NOT_MET"),
        ] {
            let refused = prepare(&chain, more.clone());
            assert_eq!(code(&refused), expected, "{more}: {refused:#}");
            assert_eq!(refused["draft"], Value::Null);
        }
        let empty = prepare(&chain, json!({ "period": "2019/20" }));
        assert_eq!(empty["leftOut"][0], json!({ "indicator": "UP10110", "because": "NO_DATA" }));
        assert!(ever(world, &chain).is_empty());
    }

    fn a_draft_prepared_before_another_was_published_is_void(world: &World) {
        let chain = world.municipality();
        world.wait(with_a_school_year(&chain, 200, 2024, 0));
        let (one, two) = (prepare(&chain, json!({})), prepare(&chain, json!({ "k": 7 })));
        assert_eq!(publish(&chain, &one["draft"])["userErrors"], json!([]));
        let late = publish(&chain, &two["draft"]);
        assert_eq!((code(&late), &late["draft"]["state"]), (&json!("CONFLICT"), &json!("DRAFT")), "{late:#}");
        assert_eq!(ever(world, &chain).len(), 1);
    }

    fn a_publication_cut_off_after_it_was_stored_is_finished_and_made_once(world: &World) {
        let chain = world.municipality();
        world.wait(with_a_school_year(&chain, 200, 2024, 0));
        let draft = prepare(&chain, json!({}))["draft"].take();
        assert_eq!(publish(&chain, &draft)["userErrors"], json!([]));
        world.wait(undecided(&chain));
        let again = publish(&chain, &draft);
        assert_eq!((&again["userErrors"], &again["draft"]["state"]), (&json!([]), &json!("PUBLISHED")), "{again:#}");
        assert_eq!(ever(world, &chain).len(), 1);
    }

    fn a_draft_is_refused_by_another_and_taken_back_by_its_own_preparer(world: &World) {
        let chain = world.municipality();
        world.wait(with_a_school_year(&chain, 120, 2024, 0));
        let (owner, leader) = (chain.signed_in("PROCESS_OWNER"), chain.signed_in("PROCESS_LEADER"));
        let draft = prepare(&chain, json!({}))["draft"].take();
        let which = json!({ "draft": draft["id"], "version": draft["version"], "reason": REASON });
        let stale = json!({ "draft": draft["id"], "version": 7, "reason": REASON });
        assert_eq!(code(&owner.data(REFUSE, stale)["refuseStatistics"]), "CONFLICT");
        let refused = owner.data(REFUSE, which.clone())["refuseStatistics"].take();
        assert_eq!(refused["draft"], json!({ "state": "REFUSED", "refusal": REASON }), "{refused:#}");
        assert_eq!(code(&publish(&chain, &draft)), "CLOSED");
        let other = prepare(&chain, json!({}))["draft"].take();
        let which = json!({ "draft": other["id"], "version": other["version"] });
        let discarded = leader.data(DISCARD, which)["discardStatistics"].take();
        assert_eq!(discarded, json!({ "draft": { "state": "DISCARDED" }, "userErrors": [] }));
        let listed = leader.data("{ statisticsDrafts(first: 10) { nodes { state } } }", json!({}));
        assert_eq!(listed["statisticsDrafts"]["nodes"], json!([{ "state": "DISCARDED" }, { "state": "REFUSED" }]));
    }

    /// Ten publications of one unit: each is audited together with all before it, or it would not be there.
    fn corrections_that_come_late_are_told_only_where_they_are_large_enough(world: &World) {
        let chain = world.municipality();
        for round in 0..4 {
            world.wait(with_a_school_year(&chain, 150, 2024, round * 3));
            let prepared = prepare(&chain, json!({}));
            assert_eq!(prepared["userErrors"], json!([]), "round {round}: {prepared:#}");
            let published = publish(&chain, &prepared["draft"]);
            assert_eq!(published["userErrors"], json!([]), "round {round}: {published:#}");
        }
        let stored = ever(world, &chain);
        assert_eq!(stored.iter().map(|one| one.publication.edition).collect::<Vec<_>>(), [1, 2, 3, 4]);
        for cell in &stored[0].cells {
            let later = stored.iter().flat_map(|one| &one.cells);
            let same = later.filter(|other| {
                (&other.indicator, &other.coordinate) == (&cell.indicator, &cell.coordinate) && other.n.is_some()
            });
            for other in same {
                let changed = cell.n.map_or(0, |n| (n - other.n.unwrap_or_default()).abs());
                assert!(changed == 0 || changed >= 5, "{cell:?} became {other:?}");
            }
        }
    }

    fn what_is_withdrawn_is_hidden_from_readers_and_not_forgotten(world: &World) {
        let chain = world.municipality();
        world.wait(with_a_school_year(&chain, 150, 2024, 0));
        let draft = prepare(&chain, json!({}))["draft"].take();
        assert_eq!(publish(&chain, &draft)["userErrors"], json!([]));
        let withdraw = || {
            let which = json!({ "draft": draft["id"], "reason": REASON });
            chain.signed_in("PROCESS_OWNER").data(WITHDRAW, which)["withdrawStatistics"].take()
        };
        assert_eq!(withdraw()["userErrors"], json!([]));
        assert_eq!(code(&withdraw()), "CLOSED");
        let stored = ever(world, &chain);
        assert_eq!(stored.len(), 1);
        assert!(stored[0].withdrawal.is_some());
        let wanted = api::access::tenants::published::Wanted {
            municipalities: vec![chain.code.clone()],
            ..Default::default()
        };
        let read = world.wait(world.parts.access.tenants().registry().published(&wanted)).unwrap();
        assert!(read.is_empty());
    }
}

/// As if the process had died between the registry and the municipality.
async fn undecided(chain: &Chain<'_>) {
    use entity::municipality::statistics_draft;
    use entity::vocabulary::DraftState;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
    let grant = chain.grant().await;
    let tx = grant.begin().await.unwrap();
    let as_before = statistics_draft::ActiveModel {
        state: Set(DraftState::Draft),
        version: Set(1),
        publication_id: Set(None),
        ..Default::default()
    };
    let all = statistics_draft::Entity::update_many().set(as_before);
    all.filter(statistics_draft::Column::Version.gt(0)).exec(&tx).await.unwrap();
    tx.commit().await.unwrap();
}
