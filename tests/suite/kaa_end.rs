//! The end of the activity duty (KAA): the 20th birthday, studies, a move, an officer's decision; and the hand-over.

use entity::municipality::{consent, kaa_measure, transfer};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;
use tests::kaa::{
    arrange, code, consents, entries, home, leaver, measured, night, registered, step, studies,
};
use tests::on_both_engines;

const REGISTER: &str = "query Register($filter: KaaRegisterFilter) {
    kaaRegister(first: 10, filter: $filter) { totalCount nodes { youth { givenName } } }
}";
const ENTRY: &str = "query Entry($id: ID!) { node(id: $id) { ... on KaaEntry { version } } }";

on_both_engines! {
    fn the_duty_ends_the_day_before_the_20th_birthday_with_its_measures(world: &World) {
        let chain = world.municipality();
        leaver(world, &chain, "Alma", "2005-11-24");
        studies(world, &chain, "Bo", "2008-03-01", "GY", None);
        leaver(world, &chain, "Cleo", "2008-03-01");
        home(world, &chain, "Cleo", Some("0513"));
        for name in ["Alma", "Bo", "Cleo"] {
            registered(world, &chain, name, "2023-01-09");
        }
        measured(world, &chain, "Alma", "2025-09-01");
        let officer = chain.signed_in("KAA_OFFICER");
        night(world, &chain);
        let ended = entries(world, &chain);
        night(world, &chain);
        assert_eq!(entries(world, &chain), ended);
        let mut ends: Vec<_> = ended
            .into_iter()
            .map(|row| (row.ended_on.map(|day| day.to_string()), row.end_reason))
            .collect();
        ends.sort();
        let end = |on: &str, why: &str| (Some(on.to_owned()), Some(why.to_owned()));
        let expected = [
            end("2023-08-14", "BEGAN_EDUCATION"), end("2025-11-23", "TURNED_20"), end("2025-11-24", "MOVED"),
        ];
        assert_eq!(ends, expected);
        let one = "query One($id: ID!) { youth(id: $id) { givenName } }";
        assert_eq!(officer.codes(one, json!({ "id": chain.youth("Alma") })), ["NOT_FOUND"]);
        let measures = world.wait(async {
            let tx = chain.grant().await.begin().await.expect("a transaction");
            kaa_measure::Entity::find().all(&tx).await.expect("measures")
        });
        assert_eq!(measures[0].ends_on.map(|day| day.to_string()).as_deref(), Some("2025-11-23"));
        assert_eq!(measures[0].end_reason.as_deref(), Some("DUTY_ENDED"));
    }

    fn what_an_officer_has_ended_the_night_does_not_begin_again(world: &World) {
        let chain = world.municipality();
        leaver(world, &chain, "Alma", "2008-03-01");
        let entry = registered(world, &chain, "Alma", "2025-09-01");
        let officer = chain.signed_in("KAA_OFFICER");
        let end = |on: &str, reason: &str| {
            let input = json!({ "entry": entry, "version": 1, "on": on, "reason": reason });
            step(&officer, "endKaaEntry", "EndKaaEntryInput", input)
        };
        assert_eq!(code(&end("2025-08-31", "NOT_COVERED")), "OUT_OF_RANGE");
        assert_eq!(code(&end("2025-11-20", "BORED")), "INVALID");
        assert_eq!(end("2025-11-20", "NOT_COVERED")["entry"]["endedOn"], "2025-11-20");
        assert_eq!(officer.codes(ENTRY, json!({ "id": entry })), ["NOT_FOUND"]);
        night(world, &chain);
        assert_eq!(entries(world, &chain).len(), 1);
    }

    fn at_20_a_youth_is_handed_over_by_their_own_consent(world: &World) {
        let chain = world.municipality();
        leaver(world, &chain, "Alma", "2005-12-24");
        leaver(world, &chain, "Bo", "2008-03-01");
        let (alma, bo) = (registered(world, &chain, "Alma", "2024-09-01"), registered(world, &chain, "Bo", "2025-09-01"));
        let officer = chain.signed_in("KAA_OFFICER");
        let soon = officer.data(REGISTER, json!({ "filter": { "turnsTwentySoon": true } }))["kaaRegister"].take();
        assert_eq!((&soon["totalCount"], &soon["nodes"][0]["youth"]["givenName"]), (&json!(1), &json!("Alma")));
        let offer = |entry: &str, version: i32| {
            let input = json!({ "entry": entry, "version": version, "toUnit": chain.unit("verksamhet") });
            code(&step(&officer, "offerYoungAdultSupport", "OfferYoungAdultSupportInput", input))
        };
        assert_eq!(offer(&bo, 1), "CONDITION_NOT_MET");
        assert_eq!(offer(&alma, 1), "GROUND_NEEDED");
        let given = consents(world, &chain, "Alma");
        let withdraw = |at: Option<chrono::DateTime<chrono::Utc>>| {
            arrange(world, &chain, |_, tx| async move {
                let change = consent::ActiveModel { withdrawn_at: Set(at), ..Default::default() };
                consent::Entity::update_many().set(change).filter(consent::Column::Id.eq(given)).exec(&tx).await?;
                Ok(tx)
            });
        };
        withdraw(Some(world.clock.now()));
        assert_eq!(offer(&alma, 1), "GROUND_NEEDED");
        withdraw(None);
        assert_eq!(offer(&alma, 1), "done");
        assert_eq!(offer(&alma, 2), "TAKEN");
        let moves = world.wait(async {
            let tx = chain.grant().await.begin().await.expect("a transaction");
            transfer::Entity::find().all(&tx).await.expect("transfers")
        });
        assert_eq!((moves.len(), moves[0].consent_id), (1, Some(given)));
        assert_eq!(moves[0].from_unit_id, chain.row("förvaltning"));
    }
}
