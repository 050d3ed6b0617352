//! How many statements a list costs does not depend on how long it is.

use serde_json::json;
use tests::on_both_engines;

on_both_engines! {
    fn a_list_of_youths_costs_the_same_however_long_it_is(world: &World) {
        let own = world.another();
        let chain = own.municipality();
        let principal = chain.signed_in("PRINCIPAL");
        let document = "query List($first: Int!) { youths(first: $first) { nodes {
            givenName enrolments { unit { name } } groups { name } attendance { validMinutes } results { subjectCode } } } }";
        let cost = |first: u32| {
            let before = own.statements();
            principal.data(document, json!({ "first": first }));
            own.statements() - before
        };
        cost(1);
        let costs = [2, 3, 5].map(cost);
        assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
    }
}
