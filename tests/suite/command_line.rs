//! The binary `up2`, as an operator runs it, on the embedded engine.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use serde_json::{Value, json};
use tests::register::{CLIENT_ID, CLIENT_SECRET, Dialect, Register};

/// An installation with one municipality and one source, in a folder of its own.
struct Installation {
    folder: tempfile::TempDir,
}

impl Installation {
    fn new(source: &[&str]) -> Self {
        let here = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(here.path("master.key"), "ab".repeat(32)).unwrap();
        std::fs::write(here.path("client-secret"), CLIENT_SECRET).unwrap();
        here.must(&["municipality", "add", "0483"]);
        let add = ["source", "add", "--municipality", "0483", "--name", "register", "--codes", "0180"];
        here.must(&[&add, source].concat());
        here
    }

    fn from_folder() -> Self {
        Self::new(&["--dialect", "c"])
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let binary = std::env::current_exe().unwrap().parent().unwrap().with_file_name("up2");
        assert!(binary.exists(), "{} is not built: run tests/run, which builds it", binary.display());
        let mut command = Command::new(binary);
        command
            .args(args)
            .env("UP2_DATA", self.path("data"))
            .env("UP2_MASTER_KEY_FILE", self.path("master.key"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    #[track_caller]
    fn must(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a query finds, a line a row.
    fn rows(&self, sql: &str) -> Vec<String> {
        let url = format!("sqlite://{}?mode=ro", self.path("data/0483.db").display());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let db = Database::connect(url).await.unwrap();
            let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.unwrap();
            rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
        })
    }

    /// All that an import writes, but for ids and what is encrypted, which differ from one installation to another.
    fn imported(&self) -> Vec<String> {
        let columns = [
            "SELECT 'unit ' || source_ref || kind || name FROM unit WHERE source_ref IS NOT NULL",
            "SELECT 'tree ' || count(*) FROM unit_closure",
            "SELECT 'staff ' || source_ref || sort_name FROM staff",
            "SELECT 'youth ' || source_ref || sort_name || protection || ifnull(removed_at, '') FROM youth",
            "SELECT 'guardian ' || source_ref || relation || (phone IS NULL) || (email IS NULL) FROM guardian",
            "SELECT 'enrolment ' || source_ref || starts_on || ifnull(ends_on, '') || cancelled FROM enrolment",
            "SELECT 'group ' || source_ref || name || kind FROM student_group",
            "SELECT 'membership ' || source_ref || starts_on || ifnull(ends_on, '') FROM group_membership",
            "SELECT 'assignment ' || source_ref || role || state || ifnull(ends_on, '') FROM assignment",
            "SELECT 'attendance ' || y.source_ref || g.source_ref || week || valid_minutes || ',' || invalid_minutes
             || ',' || other_minutes || ',' || reported_minutes || ',' || offered_minutes FROM attendance a
             JOIN youth y ON y.id = a.youth_id JOIN student_group g ON g.id = a.group_id",
        ];
        let mut all: Vec<String> = columns.iter().flat_map(|sql| self.rows(sql)).collect();
        all.sort();
        all
    }
}

const IMPORT: [&str; 6] = ["import", "ss12000", "--municipality", "0483", "--source", "register"];

fn sample() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ss12000").display().to_string()
}

fn import_of_sample(folder: &str) -> Vec<&str> {
    [&IMPORT[..], &["--json", "--folder", folder]].concat()
}

fn counts(report: &str, table: &str) -> Value {
    let report: Value = serde_json::from_str(report).unwrap_or_else(|_| panic!("no JSON: {report}"));
    let counts = &report["counts"][table];
    json!([counts["new"], counts["changed"], counts["unchanged"], counts["removed"]])
}

#[test]
fn the_sample_is_imported_and_a_second_import_changes_nothing() {
    let here = Installation::from_folder();
    let first = here.must(&import_of_sample(&sample()));
    assert_eq!(counts(&first, "youth"), json!([45, 0, 0, 0]));
    assert_eq!(counts(&first, "staff"), json!([8, 0, 0, 0]));
    let before = here.imported();
    let second = here.must(&import_of_sample(&sample()));
    assert_eq!(counts(&second, "youth"), json!([0, 0, 45, 0]));
    assert_eq!(counts(&second, "attendance"), json!([0, 0, 1980, 0]));
    assert_eq!(here.imported(), before);
}

#[test]
fn an_import_killed_at_any_point_and_run_again_gives_the_same_rows() {
    let straight = Installation::from_folder();
    straight.must(&import_of_sample(&sample()));
    let expected = straight.imported();
    let mut cut_off = 0;
    for delay in (1..=40).map(|step| step * 15) {
        let here = Installation::from_folder();
        let mut import = here.command(&import_of_sample(&sample())).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        import.kill().unwrap();
        import.wait().unwrap();
        let unfinished = here.rows("SELECT 'run' FROM import_run WHERE finished_at IS NULL").len();
        cut_off += unfinished;
        here.must(&import_of_sample(&sample()));
        assert_eq!(here.imported(), expected, "killed after {delay} ms");
        let finished = here.rows("SELECT 'run' FROM import_run WHERE finished_at IS NOT NULL").len();
        if cut_off >= 5 || (cut_off >= 3 && finished > 1) {
            break;
        }
    }
    assert!(cut_off >= 3, "only {cut_off} imports were cut off in the middle");
}

#[test]
fn no_street_of_a_guardian_is_found_in_any_file_or_report() {
    let here = Installation::from_folder();
    let output = here.run(&import_of_sample(&sample()));
    let persons: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{}/persons.json", sample())).unwrap())
            .unwrap();
    let addresses = persons["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|person| person["addresses"].as_array())
        .flatten();
    let streets: Vec<&str> = addresses.filter_map(|address| address["streetAddress"].as_str()).collect();
    assert!(streets.len() > 50);
    let files = std::fs::read_dir(here.path("data"))
        .unwrap()
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    for bytes in files.chain([output.stdout, output.stderr]) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(streets.iter().all(|street| !text.contains(street)));
    }
}

#[test]
fn a_live_register_is_imported_and_what_it_removes_is_ended() {
    for (letter, dialect) in [("a", Dialect::A), ("c", Dialect::C)] {
        let register = Register::serve(Path::new(&sample()), dialect);
        // The register here does not narrow attendance to the weeks asked for.
        register.put("aggregatedAttendance", json!({ "data": [] }));
        let here = Installation::new(&["--dialect", letter]);
        let (base, token) = (register.url.clone(), format!("{}/token", register.url));
        let secret = here.path("client-secret").display().to_string();
        here.must(&[
            "source",
            "add",
            "--municipality",
            "0483",
            "--name",
            "live",
            "--codes",
            "0180",
            "--dialect",
            letter,
            "--base-url",
            &base,
            "--token-url",
            &token,
            "--client-id",
            CLIENT_ID,
            "--client-secret-file",
            &secret,
        ]);
        let import = ["import", "ss12000", "--municipality", "0483", "--source", "live", "--json"];
        assert_eq!(counts(&here.must(&import), "youth"), json!([45, 0, 0, 0]), "dialect {letter}");
        register.fail(1, tests::register::Fault::Unauthorized);
        let gone = "02631a69-7809-5dd2-8db1-1fea87e9f7f0";
        register.remove("persons", gone, "2026-11-24T12:00:00Z".parse().unwrap());
        here.must(&import);
        let removed = here.rows(&format!(
            "SELECT source_ref FROM youth WHERE removed_at IS NOT NULL AND source_ref = '{gone}'"
        ));
        assert_eq!(removed, [gone], "dialect {letter}");
        let open = here.rows(&format!("SELECT source_ref FROM enrolment WHERE ends_on IS NULL AND NOT cancelled AND source_ref LIKE '{gone}%'"));
        assert_eq!(open, Vec::<String>::new(), "dialect {letter}");
    }
}

#[test]
fn serve_takes_no_key_from_the_data_folder_and_never_the_owner() {
    let here = Installation::from_folder();
    std::fs::copy(here.path("master.key"), here.path("data/master.key")).unwrap();
    let mut inside = here.command(&["serve", "--listen", "127.0.0.1:0"]);
    let refused = inside.env("UP2_MASTER_KEY_FILE", here.path("data/master.key")).output().unwrap();
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("data folder"));
    let mut owner = here.command(&["serve", "--listen", "127.0.0.1:0"]);
    let refused = owner.env("UP2_OWNER_DATABASE_URL", "postgres://owner:x@127.0.0.1:1/up2").output().unwrap();
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("owner"));
}

#[test]
fn an_access_log_that_was_changed_makes_audit_verify_fail() {
    let here = Installation::from_folder();
    here.must(&import_of_sample(&sample()));
    assert!(here.must(&["audit", "verify"]).contains("0483: whole"));
    let url = format!("sqlite://{}", here.path("data/0483.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Database::connect(url).await.unwrap();
        assert!(
            db.execute_unprepared("UPDATE access_log SET actor = 'x'").await.is_err(),
            "the trigger refuses"
        );
        for sql in
            ["DROP TRIGGER access_log_refuses_UPDATE", "UPDATE access_log SET actor = 'x' WHERE seq = 1"]
        {
            db.execute_unprepared(sql).await.unwrap();
        }
        db.close().await.unwrap();
    });
    let verified = here.run(&["audit", "verify"]);
    assert!(!verified.status.success() && String::from_utf8_lossy(&verified.stdout).contains("CHANGED"));
}
