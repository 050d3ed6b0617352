//! Statements sent by `psql`, as any login that knows a password can send them.

use std::process::Command;

use crate::world::{World, from_tests_run};

/// What `psql` prints for `sql` as the login in `url`, one line a row, columns by `|`; or what it complains of.
pub fn psql(url: &str, sql: &str) -> Result<String, String> {
    let output = Command::new(from_tests_run("UP2_TEST_PSQL"))
        .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql])
        .arg(url)
        .output()
        .expect("psql starts");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).trim_end().to_owned();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

/// The same as the superuser of this run's server.
pub fn as_superuser(sql: &str) -> Result<String, String> {
    psql(&from_tests_run("UP2_TEST_SUPERUSER_DATABASE_URL"), sql)
}

/// The address `url` with another login.
pub fn with_login(url: &str, user: &str, password: &str) -> String {
    let (scheme, rest) = url.split_once("://").expect("an address");
    let (_, place) = rest.rsplit_once('@').expect("an address with a login");
    format!("{scheme}://{user}:{password}@{place}")
}

/// The address `url` with the login of a municipality's own role, as the registry keeps it.
pub fn login_of(world: &World, code: &str, url: &str) -> String {
    let row = world.wait(world.parts.access.tenants().registry().municipality(code)).expect("a municipality");
    let sealed = row.database_password.expect("a password");
    let password = world.operator.master_key.open_text("registry.database_password", &sealed);
    with_login(url, &format!("up2_m{code}"), &password.expect("it opens"))
}

/// The address `url` with another database.
pub fn with_database(url: &str, database: &str) -> String {
    let (place, _) = url.rsplit_once('/').expect("an address with a database");
    format!("{place}/{database}")
}
