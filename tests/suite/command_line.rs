//! What an operator does on the command line, with the built program.

use api::support::clock::Clock;
use sea_orm::ConnectionTrait;
use serde_json::json;
use tests::command::{Installation, Served};
use tests::{Account, Client};

const CODE: &str = "0180";

fn with_municipality() -> Installation {
    let installation = Installation::new();
    installation.done(&["municipality", "add", CODE, "--organisation-number", "5500000001"]);
    installation
}

/// What `staff invite` printed, as an account.
fn invited(installation: &Installation, role: &str) -> Account {
    let user = role.to_lowercase();
    let printed = installation.done(&[
        "staff",
        "invite",
        "--municipality",
        CODE,
        "--given-name",
        "Ada",
        "--family-name",
        "Prov",
        "--user",
        &user,
        "--role",
        role,
    ]);
    let after = |mark: &str, end: char| {
        let (_, rest) = printed.split_once(mark).unwrap_or_else(|| panic!("no {mark} in {printed}"));
        rest.split(end).next().unwrap().trim().to_owned()
    };
    Account {
        municipality: CODE.to_owned(),
        role: role.to_owned(),
        user: after("user: ", '\n'),
        password: after("password: ", '\n'),
        totp_secret: after("secret=", '&'),
    }
}

fn signed_in(served: &Served, account: &Account) -> Client {
    Client::new(&served.url).sign_in(account, Clock::system().now())
}

#[test]
fn a_municipality_is_added_listed_and_migrated() {
    let installation = with_municipality();
    let again = installation.done(&["municipality", "add", CODE]);
    assert!(again.contains("0180: ready at m"), "{again}");
    for arguments in [vec!["municipality", "list"], vec!["migrate", "--status"]] {
        let listed = installation.done(&arguments);
        assert!(listed.starts_with("0180 Stockholm") && listed.lines().count() == 1, "{listed}");
    }
    assert_eq!(installation.done(&["migrate"]).trim(), "migrated: 1 of 1");
    let refused = installation.run(&["municipality", "add", "9999"]);
    assert!(refused.code == Some(1) && refused.err.contains("0483"), "{refused:?}");
    assert!(installation.done(&["doctor"]).contains("all parts answer"));
}

#[test]
fn who_is_invited_signs_in_and_the_server_stops_when_told() {
    let installation = with_municipality();
    let account = invited(&installation, "ADMINISTRATOR");
    let served = installation.serve();
    let client = signed_in(&served, &account);
    let seen = client.data("{ viewer { assignments { role } } }", json!({}));
    assert_eq!(seen["viewer"]["assignments"][0]["role"], "ADMINISTRATOR", "{seen:#}");
    assert_eq!(served.terminate(), Some(0));
}

#[test]
fn serve_refuses_a_key_among_the_data_and_the_owner_of_the_database() {
    let installation = with_municipality();
    let inside = installation.data().join("key");
    std::fs::copy(installation.folder().join("key"), &inside).unwrap();
    let listen = ["serve", "--listen", "127.0.0.1:0"];
    let refused = installation.command(&listen).env("UP2_MASTER_KEY_FILE", &inside).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("lies in the data folder"));
    let owner = "postgres://owner:secret@127.0.0.1:1/up2";
    let refused = installation.command(&listen).env("UP2_OWNER_DATABASE_URL", owner).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1));
    assert!(said.contains("UP2_OWNER_DATABASE_URL") && !said.contains("secret@"), "{said}");
}

#[test]
fn a_closed_pipe_ends_the_output_and_not_the_program() {
    let installation = Installation::new();
    let schema = installation.done(&["schema"]);
    async_graphql_parser::parse_schema(&schema).unwrap();
    let mut child = installation.command(&["schema"]).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.code() != Some(101) && !said.contains("panicked"), "{:?} {said}", ended.status);
}

#[test]
fn a_changed_access_log_is_found() {
    let installation = with_municipality();
    let account = invited(&installation, "PRINCIPAL");
    let served = installation.serve();
    let principal = signed_in(&served, &account);
    principal.data("{ youths(first: 5) { totalCount } }", json!({}));
    assert_eq!(served.terminate(), Some(0));
    let whole = installation.run(&["audit", "verify"]);
    assert!(whole.ok && whole.out.starts_with("0180: whole"), "{whole:?}");
    assert!(!whole.out.contains(" 0 entries"), "something is in the log: {whole:?}");
    let changed = "DROP TRIGGER access_log_refuses_UPDATE; UPDATE access_log SET actor = 'nobody'";
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let database = installation.database(CODE).await;
        database.execute_unprepared(changed).await.unwrap();
        database.close().await.unwrap();
    });
    let found = installation.run(&["audit", "verify"]);
    assert!(found.code == Some(1) && found.out.contains("CHANGED"), "{found:?}");
}
