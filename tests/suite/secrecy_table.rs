//! Which secrecy classes a role reads and writes, tried: every role on notes of every class, on every track, at its own
//! school and at another. Drawn as a table, which is kept in `tests/secrecy_table.md`: the access table with secrecy
//! classes.

use std::collections::BTreeMap;

use entity::municipality::{note, secrecy_share};
use entity::vocabulary::{ClassifiedKind, Ground, Role, Secrecy, Track};
use sea_orm::{ActiveEnum, EntityTrait, IntoActiveModel, Iterable};
use serde_json::{Value, json};
use tests::chain::{ROLE_NAMES, derived};
use tests::{Chain, Client, World, notes, on_both_engines};

use super::access_table::{HEADS, accept};

const ROLES: [Role; 22] = api::access::policy::ROLES;
/// Alma is at the roles' own school, in the register of the activity duty and in work with young adults; Frej is at
/// another school alone.
const PLACES: [(&str, &str); 2] = [("own", "Alma"), ("outside", "Frej")];
const TRACKS: [Track; 4] = [Track::Compulsory, Track::UpperSecondary, Track::Kaa, Track::YoungAdult];

const LEGEND: &str = "\
| sign | the role |
| --- | --- |
| `r` | reads notes of the class on the track that others have written |
| `w` | writes them |
| `s` | reads one that was shared with the person by name |
| `.` | neither |
| `x` | belongs to no municipality: there is nobody to write about |

`own` is a youth at the school where the roles of a school are held, who is in the register of the activity duty and in
work with young adults as well; `outside` a youth at another school and in neither.
";

/// Of a class and a track: the note that nobody shared, and the one shared with everybody by name.
type Seeded = BTreeMap<(Secrecy, Track, usize), (note::Model, note::Model)>;

on_both_engines! {
    fn every_role_reads_and_writes_the_classes_that_the_drawing_says(world: &World) {
        let chain = world.municipality();
        notes::into_kaa_register(world, &chain, "Alma");
        notes::into_young_adult_work(world, &chain, "Alma");
        let seeded = seed(world, &chain);
        let columns: Vec<_> = ROLES.into_iter().map(|role| signs(&chain, role, &seeded)).collect();
        let rows = seeded.keys().enumerate().map(|(at, (secrecy, track, place))| {
            let cells: Vec<_> = columns.iter().map(|column| column[at].clone()).collect();
            let (secrecy, track, (place, _)) = (secrecy.to_value(), track.to_value(), PLACES[*place]);
            format!("| `{secrecy}` | {track} | {place} | {} |\n", cells.join(" | "))
        });
        let head = format!("| class | track | where | {} |\n|{}\n", HEADS.join(" | "), " --- |".repeat(HEADS.len() + 3));
        accept("secrecy_table", &format!(
            "# Who reads and writes which secrecy class\n\nDrawn by `tests/suite/secrecy_table.rs` from real answers, the same \
             on both engines; not written by hand.\n\n{LEGEND}\n{head}{}",
            rows.collect::<String>()
        ));
    }
}

fn seed(world: &World, chain: &Chain<'_>) -> Seeded {
    let mut seeded = Seeded::new();
    world.wait(async {
        let grant = chain.grant().await;
        for secrecy in Secrecy::iter() {
            for track in TRACKS {
                for (place, (_, youth)) in PLACES.into_iter().enumerate() {
                    let row = || notes::note_row(chain, &grant, youth, secrecy, track);
                    seeded.insert((secrecy, track, place), (row(), row()));
                }
            }
        }
    });
    let rows = seeded.values().flat_map(|(alone, shared)| [alone.clone(), shared.clone()]).collect();
    notes::put_notes(world, chain, rows);
    notes::arrange(world, chain, async |grant| {
        let shares = seeded.values().flat_map(|(_, shared)| {
            ROLE_NAMES.map(|name| secrecy_share::Model {
                id: derived(shared.id, name),
                youth_id: shared.youth_id,
                object_kind: ClassifiedKind::Note,
                object_id: shared.id,
                to_staff_id: Some(chain.row(name)),
                to_role: None,
                ground: Ground::Law,
                consent_id: None,
                reason: grant.keys().columns.seal("secrecy_share.reason", b"OSL 10:27"),
                author_id: shared.author_id,
                created_at: grant.clock().now(),
                ended_at: None,
            })
        });
        let shares: Vec<_> = shares.map(IntoActiveModel::into_active_model).collect();
        let tx = grant.begin().await.expect("a transaction");
        for some in shares.chunks(100) {
            secrecy_share::Entity::insert_many(some.to_vec()).exec_without_returning(&tx).await?;
        }
        tx.commit().await
    });
    seeded
}

/// The signs of one role, row by row.
fn signs(chain: &Chain<'_>, role: Role, seeded: &Seeded) -> Vec<String> {
    let name = role.to_value();
    if !ROLE_NAMES.contains(&name.as_str()) {
        return vec!["x".to_owned(); seeded.len()];
    }
    let client = chain.signed_in(&name);
    let seen = PLACES.map(|(_, youth)| seen(&client, &chain.youth(youth)));
    let written = PLACES.map(|(_, youth)| written(&client, &chain.youth(youth)));
    let rows = seeded.iter().map(|((secrecy, track, place), (alone, shared))| {
        let global = |row: &note::Model| {
            let kind = api::support::page::Kind::Note;
            api::support::page::GlobalId::write(kind, &chain.code, row.id).to_string()
        };
        let (reads, reads_shared) =
            (seen[*place].contains(&global(alone)), seen[*place].contains(&global(shared)));
        assert!(reads_shared || !reads, "{name} reads {secrecy:?} and not what is shared of it");
        let writes = written[*place][&(*secrecy, *track)];
        let sign = match (reads, reads_shared) {
            (true, _) => "r",
            (false, true) => "s",
            _ => ".",
        };
        format!("{sign}{}", if writes { "w" } else { "." })
    });
    rows.collect()
}

/// The ids of all notes that a list of a youth's shows.
fn seen(client: &Client, youth: &str) -> Vec<String> {
    let query = "query Seen($youth: ID!) { notes(youth: $youth, first: 100) { nodes { id } } }";
    let answer = client.graphql(query, json!({ "youth": youth }));
    let nodes = answer["data"]["notes"]["nodes"].as_array().cloned().unwrap_or_default();
    nodes.iter().map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
}

/// Whether a note of each class and track is written.
fn written(client: &Client, youth: &str) -> BTreeMap<(Secrecy, Track), bool> {
    let pairs: Vec<_> = Secrecy::iter().flat_map(|secrecy| TRACKS.map(|track| (secrecy, track))).collect();
    let fields: Vec<_> = pairs
        .iter()
        .map(|(secrecy, track)| {
            let (secrecy, track) = (secrecy.to_value(), track.to_value());
            format!(
                "{secrecy}_{track}: writeNote(input: {{ youth: \"{youth}\", secrecy: {secrecy}, track: {track}, \
                 body: \"Ny\" }}) {{ note {{ id }} userErrors {{ code }} }}"
            )
        })
        .collect();
    let asked =
        |fields: &[String]| client.graphql(&format!("mutation {{ {} }}", fields.join(" ")), json!({}));
    let answers: Vec<Value> = fields.chunks(9).map(asked).collect();
    pairs
        .into_iter()
        .enumerate()
        .map(|(at, (secrecy, track))| {
            let name = format!("{}_{}", secrecy.to_value(), track.to_value());
            let payload = &answers[at / 9]["data"][name];
            let is_refused = payload.is_null() || payload["userErrors"][0]["code"] == "NOT_PERMITTED";
            assert!(is_refused || payload["note"]["id"].is_string(), "{payload:#}");
            ((secrecy, track), !is_refused)
        })
        .collect()
}
