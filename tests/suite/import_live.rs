//! An import from a live school register, by the binary `up2`, on the embedded engine.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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
}

fn sample() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ss12000").display().to_string()
}

fn counts(report: &str, table: &str) -> Value {
    let report: Value = serde_json::from_str(report).unwrap_or_else(|_| panic!("no JSON: {report}"));
    let counts = &report["counts"][table];
    json!([counts["new"], counts["changed"], counts["unchanged"], counts["removed"]])
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
