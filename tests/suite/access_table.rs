//! Who may do what, tried: every role on every root field and on every field of a youth, drawn as a table.
//!
//! The drawing is kept in `tests/access_table.md`, where a change of it is read before it is accepted. The fields come
//! from the schema: one that is not tried here fails.

mod asked;
mod drawing;

use std::collections::BTreeSet;

use asked::{Ask, MUTATIONS, OF_YOUTH, QUERIES};
use async_graphql_parser::parse_schema;
use async_graphql_parser::types::{TypeKind, TypeSystemDefinition};
use drawing::Table;
pub(crate) use drawing::{HEADS, accept};
use entity::vocabulary::{Role, Sex};
use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::{Value, json};
use tests::chain::derived;
use tests::{Chain, Client, notes, on_both_engines};

/// Where what is asked for lies, as seen from the roles of the first school.
const PLACES: [&str; 3] = ["own", "outside", "other municipality"];

on_both_engines! {
    fn every_role_reaches_what_the_drawing_says(world: &World) {
        let (here, there) = (world.municipality(), world.municipality());
        for chain in [&here, &there] {
            fill(world, chain);
        }
        tests::statistics::publish(world, asked::PUBLISHED, &[("", tests::statistics::Says::Share(12, 110))]);
        let mut tables = [Table::new("Query"), Table::new("Mutation"), Table::new("Youth")];
        for role in api::access::policy::ROLES {
            let client = if api::access::skr::ROLES.contains(&role) {
                tests::skr::signed_in(world, role)
            } else {
                here.signed_in(&role.to_value())
            };
            for (index, place) in PLACES.into_iter().enumerate() {
                let target = asked::Target::of(role, index, &here, &there);
                let asks = |asks: &'static [Ask]| {
                    asks.iter().filter(move |ask| index == 0 || ask.has_target()).collect::<Vec<_>>()
                };
                for (table, kind, list) in [(0, "query", QUERIES), (1, "mutation", MUTATIONS)] {
                    for (field, sign) in asked::signs(&client, kind, &asks(list), &target) {
                        tables[table].set(&field, place, role, sign);
                    }
                }
                for (field, sign) in asked::signs_of_youth(&client, &target) {
                    tables[2].set(&field, place, role, sign);
                }
            }
            sign_out(&client, &mut tables[1], role);
        }
        drawing::compare(&tables);
    }
}

/// Comes last: nothing is asked with the session after it.
fn sign_out(client: &Client, table: &mut Table, role: Role) {
    let data = client.data("mutation { signOut { userErrors { code } } }", json!({}));
    assert_eq!(data["signOut"]["userErrors"], json!([]));
    assert_eq!(client.codes("{ viewer { secondFactor } }", json!({})), ["UNAUTHENTICATED"]);
    table.set("signOut", PLACES[0], role, "yes".to_owned());
}

#[test]
fn every_root_field_and_every_field_of_a_youth_is_tried() {
    let tried = |asks: &[Ask]| asks.iter().map(|ask| ask.field.to_owned()).collect::<BTreeSet<_>>();
    let mut mutations = tried(MUTATIONS);
    mutations.insert("signOut".to_owned());
    assert_eq!(tried(QUERIES), fields_of("Query"));
    assert_eq!(mutations, fields_of("Mutation"));
    let mut of_youth = tried(OF_YOUTH);
    of_youth.extend(["id", "protection", "protectionLabel"].map(str::to_owned));
    assert_eq!(of_youth, fields_of("Youth"));
}

fn fields_of(wanted: &str) -> BTreeSet<String> {
    let document = parse_schema(api::schema::sdl()).expect("the schema is read");
    let fields = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(ty) if ty.node.name.node == wanted => match ty.node.kind {
            TypeKind::Object(object) => Some(object.fields),
            _ => None,
        },
        _ => None,
    });
    fields.flatten().map(|field| field.node.name.node.to_string()).collect()
}

/// What the chain leaves open: nothing of a youth is null because it is unknown, there is an opening to review, and an
/// erasure and a hold that nobody can change any more.
fn fill(world: &tests::World, chain: &Chain<'_>) {
    use entity::municipality::{break_glass, erasure, legal_hold, signal, youth, youth_case};
    use entity::vocabulary::{CaseState, ErasureKind, ErasureState, Track};
    tests::kaa::in_access_table(world, chain, "Bo");
    let youths = ["Alma", "Bo", "Frej", "Hugo"].map(|name| chain.row(name));
    let filled = world.wait(async {
        let grant = chain.grant().await;
        let number = grant.keys().columns.seal("youth.civic_number", tests::chain::CIVIC_NUMBER.as_bytes());
        let reason = grant.keys().columns.seal(api::access::glass::REASON, "Orosanmälan".as_bytes());
        let now = world.clock.now();
        let tx = grant.begin().await.expect("a transaction");
        let known = youth::ActiveModel {
            sex: Set(Some(Sex::Female)),
            civic_number: Set(Some(number)),
            home_municipality: Set(Some(chain.code.clone())),
            ..Default::default()
        };
        youth::Entity::update_many().set(known).filter(youth::Column::Id.is_in(youths)).exec(&tx).await?;
        let past = youths.map(|youth_id| break_glass::ActiveModel {
            id: Set(derived(youth_id, "opening")),
            staff_id: Set(chain.row("SCHOOL_NURSE")),
            youth_id: Set(youth_id),
            reason: Set(reason.clone()),
            opened_at: Set(now - chrono::TimeDelta::days(2)),
            expires_at: Set(now - chrono::TimeDelta::days(2) + api::access::glass::OPEN),
            ..Default::default()
        });
        break_glass::Entity::insert_many(past).exec_without_returning(&tx).await?;
        let case = youth_case::ActiveModel {
            id: Set(derived(chain.row("Bo"), "case")),
            youth_id: Set(chain.row("Bo")),
            track: Set(Track::Compulsory),
            state: Set(CaseState::Detected),
            owner_unit_id: Set(chain.row("enhet 1")),
            opened_at: Set(now),
            version: Set(1),
            ..Default::default()
        };
        youth_case::Entity::insert(case).exec_without_returning(&tx).await?;
        let signals =
            youths.map(|youth_id| tests::signal::observed(derived(youth_id, "signal"), youth_id, now));
        signal::Entity::insert_many(signals).exec_without_returning(&tx).await?;
        let refused = youths.map(|youth_id| erasure::ActiveModel {
            id: Set(derived(youth_id, "erasure")),
            kind: Set(ErasureKind::Person),
            state: Set(ErasureState::Refused),
            youth_id: Set(Some(youth_id)),
            scope: Set("[]".to_owned()),
            counts: Set("{}".to_owned()),
            proposed_by: Set(chain.row("SCHOOL_NURSE")),
            proposed_at: Set(now),
            ..Default::default()
        });
        erasure::Entity::insert_many(refused).exec_without_returning(&tx).await?;
        let lifted = youths.map(|youth_id| legal_hold::ActiveModel {
            id: Set(derived(youth_id, "hold")),
            youth_id: Set(youth_id),
            reason: Set(grant.keys().columns.seal("legal_hold.reason", b"Tvist")),
            starts_on: Set(chain.today()),
            placed_by: Set(chain.row("SCHOOL_NURSE")),
            placed_at: Set(now),
            lifted_at: Set(Some(now)),
            ..Default::default()
        });
        legal_hold::Entity::insert_many(lifted).exec_without_returning(&tx).await?;
        tx.commit().await
    });
    filled.expect("the chain is filled");
    fill_with_notes(world, chain);
    tests::plan::fill(world, chain, &["Alma", "Frej", "Hugo"]);
    tests::moves::fill(world, chain, &youths);
}

/// A general note of each, a consent that was withdrawn already, and a share that was taken back.
fn fill_with_notes(world: &tests::World, chain: &Chain<'_>) {
    use entity::municipality::{consent, note, secrecy_share};
    use entity::vocabulary::{ClassifiedKind, ConsentGiver, ConsentPurpose, Ground, Secrecy, Track};
    for name in ["Alma", "Frej", "Hugo"] {
        let youth_id = chain.row(name);
        notes::arrange(world, chain, async |grant| {
            let (now, author_id) = (grant.clock().now(), chain.row("SCHOOL_NURSE"));
            let sealed = |place| grant.keys().columns.seal(place, b"Prov");
            let note = notes::note_row(chain, &grant, name, Secrecy::General, Track::Compulsory);
            let note = note::Model { id: derived(youth_id, "note"), author_id, ..note };
            let consent = consent::Model {
                id: derived(youth_id, "consent"),
                youth_id,
                purpose: ConsentPurpose::ShareInformation,
                given_by: ConsentGiver::Youth,
                track: Track::Compulsory,
                scope: sealed("consent.scope"),
                receiver: sealed("consent.receiver"),
                starts_on: chain.today(),
                ends_on: None,
                withdrawn_at: Some(now),
                author_id,
                created_at: now,
            };
            let share = secrecy_share::Model {
                id: derived(youth_id, "share"),
                youth_id,
                object_kind: ClassifiedKind::Note,
                object_id: note.id,
                to_staff_id: Some(chain.row("MENTOR")),
                to_role: None,
                ground: Ground::Law,
                consent_id: None,
                reason: sealed("secrecy_share.reason"),
                author_id,
                created_at: now,
                ended_at: Some(now),
            };
            let tx = grant.begin().await.expect("a transaction");
            note::Entity::insert(note.into_active_model()).exec_without_returning(&tx).await?;
            consent::Entity::insert(consent.into_active_model()).exec_without_returning(&tx).await?;
            secrecy_share::Entity::insert(share.into_active_model()).exec_without_returning(&tx).await?;
            tx.commit().await
        });
    }
}

/// The sign of a field of an answer: its error's code, or what its value is.
fn sign(answer: &Value, path: &[&str]) -> String {
    let errors = answer["errors"].as_array().into_iter().flatten();
    let codes = errors
        .filter(|error| error["path"].as_array().is_some_and(|at| is_at(at, path)))
        .map(|error| error["extensions"]["code"].as_str().unwrap_or("?"));
    if let Some(code) = codes.into_iter().next() {
        return drawing::short(code);
    }
    let value = path.iter().fold(&answer["data"], |value, name| &value[*name]);
    drawing::of_value(value)
}

/// Whether an error hides the field at `path`: it stands there, above it or below it.
fn is_at(error: &[Value], path: &[&str]) -> bool {
    error.iter().zip(path).all(|(part, name)| part == name)
}
