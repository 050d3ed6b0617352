//! `up2 import ss12000` from a folder: the whole sample, once, twice, and killed on the way.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;
use tests::command::{Installation, contents, texts};
use tokio::runtime::Runtime;

const CODE: &str = "0180";

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ss12000")
}

/// The municipality of the sample, with the school's register.
fn with_source() -> Installation {
    let installation = Installation::new();
    installation.done(&["municipality", "add", CODE, "--organisation-number", "5500000001"]);
    let source = ["--municipality", CODE, "--name", "demo-sis", "--dialect", "c", "--codes", CODE];
    installation.done(&[&["source", "add"][..], &source].concat());
    installation
}

fn import<'a>(folder: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let usual = ["import", "ss12000", "--municipality", CODE, "--source", "demo-sis", "--folder", folder];
    [&usual[..], more].concat()
}

fn all_rows(runtime: &Runtime, installation: &Installation) -> Vec<String> {
    runtime.block_on(async {
        let database = installation.database(CODE).await;
        let rows = contents(&database).await;
        database.close().await.unwrap();
        rows
    })
}

fn written(report: &Value) -> u64 {
    let counts = report["counts"].as_object().unwrap().values();
    let of = |count: &Value| ["new", "changed", "removed"].map(|name| count[name].as_u64().unwrap());
    counts.flat_map(of).sum()
}

#[test]
fn the_sample_is_taken_once_and_a_second_time_changes_nothing() {
    let installation = with_source();
    let folder = sample().display().to_string();
    let first: Value = serde_json::from_str(&installation.done(&import(&folder, &["--json"]))).unwrap();
    assert_eq!((&first["counts"]["youth"]["new"], &first["counts"]["staff"]["new"]), (&45.into(), &8.into()));
    let runtime = Runtime::new().unwrap();
    let before = all_rows(&runtime, &installation);
    let second: Value = serde_json::from_str(&installation.done(&import(&folder, &["--json"]))).unwrap();
    assert_eq!(written(&second), 0, "{second:#}");
    assert_eq!(all_rows(&runtime, &installation), before);
}

#[test]
fn no_street_is_in_any_file_or_output() {
    let installation = with_source();
    let folder = sample().display().to_string();
    let said = installation.run(&import(&folder, &[]));
    assert!(said.ok, "{said:?}");
    std::fs::write(installation.folder().join("said"), said.out + &said.err).unwrap();
    let persons = std::fs::read_to_string(sample().join("persons.json")).unwrap();
    let persons: Value = serde_json::from_str(&persons).unwrap();
    let addresses =
        persons["data"].as_array().unwrap().iter().filter_map(|person| person["addresses"].as_array());
    let streets: Vec<&str> =
        addresses.flatten().filter_map(|address| address["streetAddress"].as_str()).collect();
    assert!(streets.len() > 50);
    for file in files(installation.folder()) {
        let bytes = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for street in &streets {
            assert!(!text.contains(street), "{street} is in {}", file.display());
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Killed when the first rows of a table are seen, so at points that do not depend on how fast the machine is.
#[test]
fn an_import_killed_anywhere_and_run_again_gives_the_rows_of_a_straight_one() {
    let prepared = with_source();
    let folder = sample().display().to_string();
    let straight = prepared.copy();
    straight.done(&import(&folder, &[]));
    let runtime = Runtime::new().unwrap();
    let wanted = all_rows(&runtime, &straight);
    assert!(wanted.len() > 2_000);
    let points = ["import_run", "staff", "guardian", "group_membership", "attendance"];
    let mut hits = Vec::new();
    for point in points {
        let killed = prepared.copy();
        if runtime.block_on(kill_at(&killed, &folder, point)) {
            hits.push(point);
        }
        killed.done(&import(&folder, &[]));
        assert!(all_rows(&runtime, &killed) == wanted, "killed at {point}: other rows");
        assert_eq!(killed.run(&["audit", "verify"]).code, Some(0), "killed at {point}");
    }
    assert!(hits.len() >= 3, "only killed on the way at {hits:?}");
}

/// Kills an import by SIGKILL once a table has rows; whether it was on its way.
async fn kill_at(installation: &Installation, folder: &str, table: &str) -> bool {
    let database = installation.database(CODE).await;
    let mut child = installation.command(&import(folder, &[])).spawn().unwrap();
    let (begun, rows) = (Instant::now(), format!("SELECT 'some' FROM {table} LIMIT 1"));
    while texts(&database, &rows).await.is_empty() && child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(60), "no row in {table}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let unfinished = texts(&database, "SELECT 'one' FROM import_run WHERE finished_at IS NULL").await.len();
    database.close().await.unwrap();
    unfinished == 1
}
