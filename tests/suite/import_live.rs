//! `up2 import ss12000` from a live register: everything, then changes, in each dialect, and through its faults.

use std::path::Path;

use api::support::clock::Clock;
use serde_json::{Value, json};
use tests::command::{Installation, Said, texts};
use tests::register::{CLIENT_ID, CLIENT_SECRET, Dialect, Fault, Register};

const CODE: &str = "0180";
const CHARLIE: &str = "02631a69-7809-5dd2-8db1-1fea87e9f7f0";

/// A register with the sample, and a municipality that has it as its source.
struct School {
    register: Register,
    installation: Installation,
}

impl School {
    fn new(dialect: Dialect) -> Self {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ss12000");
        let (register, installation) = (Register::serve(&sample, dialect), Installation::new());
        installation.done(&["municipality", "add", CODE, "--organisation-number", "5500000001"]);
        let secret = installation.folder().join("secret");
        std::fs::write(&secret, CLIENT_SECRET).unwrap();
        let (secret, token_url) = (secret.display().to_string(), format!("{}/token", register.url));
        let letter = format!("{dialect:?}").to_lowercase();
        installation.done(&[
            "source",
            "add",
            "--municipality",
            CODE,
            "--name",
            "live",
            "--dialect",
            &letter,
            "--codes",
            CODE,
            "--base-url",
            &register.url,
            "--token-url",
            &token_url,
            "--client-id",
            CLIENT_ID,
            "--client-secret-file",
            &secret,
        ]);
        Self { register, installation }
    }

    /// How many enrolments of a pupil have not ended.
    fn open_enrolments(&self, id: &str) -> usize {
        let sql = format!(
            "SELECT e.source_ref FROM enrolment e JOIN youth y ON y.id = e.youth_id \
             WHERE y.source_ref = '{id}' AND e.ends_on IS NULL AND NOT e.cancelled"
        );
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let database = self.installation.database(CODE).await;
            texts(&database, &sql).await.len()
        })
    }

    fn try_import(&self, more: &[&str]) -> Said {
        let usual = ["import", "ss12000", "--municipality", CODE, "--source", "live", "--json"];
        self.installation.run(&[&usual[..], more].concat())
    }

    /// Imports; the counts of the report.
    #[track_caller]
    fn import(&self, more: &[&str]) -> Value {
        let said = self.try_import(more);
        assert!(said.ok, "{said:?}");
        serde_json::from_str::<Value>(&said.out).unwrap()["counts"].take()
    }
}

fn charlie() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ss12000/persons.json");
    let persons: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    persons["data"].as_array().unwrap().iter().find(|person| person["id"] == CHARLIE).unwrap().clone()
}

#[test]
fn everything_is_asked_for_once_and_then_what_has_changed_in_every_dialect() {
    for dialect in [Dialect::A, Dialect::B, Dialect::C] {
        let school = School::new(dialect);
        let first = school.import(&[]);
        assert_eq!((&first["youth"]["new"], &first["staff"]["new"]), (&json!(45), &json!(8)), "{dialect:?}");
        assert_eq!(school.open_enrolments(CHARLIE), 1, "{dialect:?}");
        let asked = school.register.requests().len();
        let (mut changed, now) = (charlie(), Clock::system().now());
        changed["givenName"] = json!("Charlotte");
        changed["meta"]["modified"] = json!(now.to_rfc3339());
        school.register.put("persons", changed);
        let delta = school.import(&[]);
        assert_eq!(delta["youth"]["changed"], 1, "{dialect:?}: {delta:#}");
        assert_eq!(delta["youth"]["removed"], 0, "{dialect:?}: {delta:#}");
        let requests = school.register.requests();
        assert!(requests[asked..].iter().any(|request| request.contains("meta.modified")), "{requests:#?}");
        school.register.remove("persons", CHARLIE, Clock::system().now());
        let delta = school.import(&[]);
        assert_eq!(delta["youth"]["removed"], 1, "{dialect:?}: {delta:#}");
        assert_eq!(school.open_enrolments(CHARLIE), 0, "{dialect:?}");
        let whole = school.import(&["--since-beginning"]);
        let touched = ["new", "changed", "removed"].map(|name| whole["youth"][name].as_u64().unwrap());
        assert_eq!(touched, [0, 0, 0], "{dialect:?}: {whole:#}");
    }
}

#[test]
fn a_token_that_ends_a_full_register_and_a_cut_line_are_got_over() {
    let school = School::new(Dialect::C);
    school.register.fail(2, Fault::Unauthorized);
    school.register.fail(4, Fault::TooMany { retry_after: 1 });
    school.register.fail(6, Fault::Cut);
    let counts = school.import(&[]);
    assert_eq!(counts["youth"]["new"], 45, "{counts:#}");
}

#[test]
fn a_register_that_goes_in_a_circle_is_refused_and_nothing_is_removed() {
    let school = School::new(Dialect::C);
    school.import(&[]);
    for nth in 1..=3 {
        school.register.fail(nth, Fault::PageLoop);
    }
    let refused = school.try_import(&["--since-beginning"]);
    assert!(refused.code == Some(1) && !refused.err.contains(CLIENT_SECRET), "{refused:?}");
    let after = school.import(&["--since-beginning"]);
    assert_eq!(after["youth"]["unchanged"], 45, "{after:#}");
}

#[test]
fn a_wrong_secret_is_told_without_telling_it() {
    let school = School::new(Dialect::A);
    let secret = school.installation.folder().join("secret");
    std::fs::write(&secret, "not-the-secret").unwrap();
    let (secret, token_url) = (secret.display().to_string(), format!("{}/token", school.register.url));
    school.installation.done(&[
        "source",
        "add",
        "--municipality",
        CODE,
        "--name",
        "wrong",
        "--dialect",
        "a",
        "--codes",
        CODE,
        "--base-url",
        &school.register.url,
        "--token-url",
        &token_url,
        "--client-id",
        CLIENT_ID,
        "--client-secret-file",
        &secret,
    ]);
    let refused =
        school.installation.run(&["import", "ss12000", "--municipality", CODE, "--source", "wrong"]);
    assert_eq!(refused.code, Some(1));
    assert!(!format!("{refused:?}").contains("not-the-secret"), "{refused:?}");
}
