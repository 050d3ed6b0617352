//! Who reaches whom.

use serde_json::json;
use tests::on_both_engines;

const YOUTHS: &str = "{ youths(first: 100) { totalCount nodes { givenName protection } } }";
const ONE: &str = "query One($id: ID!, $reason: String) { youth(id: $id, reason: $reason) { givenName } }";

on_both_engines! {
    fn a_mentor_does_not_see_youth_of_another_school(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        assert_eq!(mentor.codes(ONE, json!({ "id": chain.youth("Frej") })), ["NOT_FOUND"]);
        assert_eq!(mentor.data(ONE, json!({ "id": chain.youth("Alma") }))["youth"]["givenName"], "Alma");
        assert_eq!(mentor.data(YOUTHS, json!({}))["youths"]["totalCount"], 4);
    }

    fn what_is_not_yours_and_what_is_not_there_are_one_answer(world: &World) {
        let chain = world.municipality();
        let mentor = chain.signed_in("MENTOR");
        let nobody = api::support::page::GlobalId::write(
            api::support::page::Kind::Youth,
            &chain.code,
            api::support::ids::random_id(),
        );
        let answers = [chain.youth("Frej"), nobody.to_string()].map(|id| mentor.graphql(ONE, json!({ "id": id })));
        assert_eq!(answers[0]["errors"], answers[1]["errors"]);
    }
}
