//! What PostgreSQL needs for a municipality: a schema, a login role of its own, and rights on nothing else.
//!
//! Isolation rests on the missing USAGE: a role has it on its own schema alone. The owner role that does all this
//! has CREATEROLE and CREATE, is no superuser, and is not held by the serving process.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, RuntimeErr};
use sqlx::postgres::PgConnectOptions;

use crate::support::fault::Fault;

/// How often a statement about roles is said again when another installation changes roles at the same moment.
const TRIES: usize = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// The registry's schema.
pub(super) const REGISTRY: &str = "registry";

/// Tables of a municipality that its serving login does not change freely, with what it may do.
const LIMITED: &[(&str, &str)] = &[
    ("identity", "SELECT"),
    ("seaql_migrations", ""),
    ("access_log", "SELECT, INSERT"),
    ("access_log_head", "SELECT, UPDATE"),
    ("access_subject", "SELECT, INSERT"),
    ("access_reason", "SELECT, INSERT"),
    ("erasure", "SELECT, INSERT, UPDATE"),
    ("counted_past", "SELECT"),
];

/// Tables of the registry, with what the serving login may do.
const OF_REGISTRY: &[(&str, &str)] = &[
    ("municipality", "SELECT"),
    ("signing_key", "SELECT"),
    ("signed_head", "SELECT, INSERT"),
    // Append-only: what was published once is known outside for ever.
    ("publication", "SELECT, INSERT"),
    ("published_figure", "SELECT, INSERT"),
    ("published_cell", "SELECT, INSERT"),
    ("withdrawal", "SELECT, INSERT"),
    // SKR's staff sign in and out; nobody is added or changed by what serves.
    ("skr_account", "SELECT, UPDATE (totp_last_step)"),
    ("skr_session", "SELECT, INSERT, UPDATE (revoked_at)"),
    ("skr_refresh_token", "SELECT, INSERT, UPDATE (used_at)"),
    ("seaql_migrations", ""),
];

/// Refuses more connections than the server gives: requests would wait for ever and fail as time-outs.
pub(super) async fn check_room(serving: &DatabaseConnection, most: usize) -> Result<(), Fault> {
    let room = "SELECT 1 WHERE current_setting('max_connections')::int \
                - current_setting('superuser_reserved_connections')::int >= ";
    if exists_row(serving, &format!("{room}{most}")).await? {
        return Ok(());
    }
    Err(Fault::bad_input(
        format!(
            "PostgreSQL ger färre än {most} anslutningar: höj max_connections eller sänk UP2_MOST_CONNECTIONS."
        ),
        format!(
            "PostgreSQL gives fewer than {most} connections: raise max_connections or lower UP2_MOST_CONNECTIONS."
        ),
    ))
}

/// Reads an address.
pub(super) fn options(url: &str) -> Result<PgConnectOptions, Fault> {
    url.parse::<PgConnectOptions>().map_err(|_| {
        Fault::bad_input(
            "Databasadressen går inte att läsa: skriv postgres://användare:lösenord@värd/databas.",
            "The database address cannot be read: write postgres://user:password@host/database.",
        )
    })
}

/// Login role of a municipality.
pub(super) fn role(code: &str) -> String {
    format!("up2_m{code}")
}

/// Schema of a municipality.
pub(super) fn schema(code: &str) -> String {
    format!("m{code}")
}

/// Makes a login role, or sets its password and settings anew; repeatable.
pub(super) async fn ensure_role(
    owner: &DatabaseConnection,
    role: &str,
    password: &str,
    schema: &str,
) -> Result<(), Fault> {
    let (role_name, password) = (quoted(role), literal(password));
    check_ours(owner, role).await?;
    let exists = format!("SELECT 1 FROM pg_roles WHERE rolname = {}", literal(role));
    let verb = if exists_row(owner, &exists).await? { "ALTER" } else { "CREATE" };
    let limits = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";
    // Only a superuser may name SUPERUSER, REPLICATION or BYPASSRLS in ALTER ROLE, even to deny them.
    let limits = if verb == "ALTER" { "LOGIN NOCREATEDB NOCREATEROLE" } else { limits };
    run(owner, &format!("{verb} ROLE {role_name} {limits} PASSWORD {password}")).await?;
    for setting in [
        format!("search_path = {}", quoted(schema)),
        "statement_timeout = '30s'".to_owned(),
        "idle_in_transaction_session_timeout = '30s'".to_owned(),
    ] {
        run(owner, &format!("ALTER ROLE {role_name} SET {setting}")).await?;
    }
    let mark = literal(&mark(&current_database(owner).await?));
    run(owner, &format!("COMMENT ON ROLE {role_name} IS {mark}")).await
}

/// Roles belong to all databases of a server. One of another installation is left alone: it would get this one's
/// password, and with it this one would reach the other's rows.
async fn check_ours(owner: &DatabaseConnection, role: &str) -> Result<(), Fault> {
    let ours = literal(&mark(&current_database(owner).await?));
    let others = format!(
        "SELECT 1 FROM pg_roles WHERE rolname = {} AND shobj_description(oid, 'pg_authid') LIKE 'up2 in %' \
         AND shobj_description(oid, 'pg_authid') <> {ours}",
        literal(role)
    );
    if exists_row(owner, &others).await? {
        return Err(Fault::bad_input(
            format!(
                "Rollen {role} hör till en annan installation på samma PostgreSQL-server: använd en egen server."
            ),
            format!(
                "The role {role} belongs to another installation on the same PostgreSQL server: use a server of its own."
            ),
        ));
    }
    let strong = format!(
        "SELECT 1 FROM pg_roles WHERE rolname = {0} AND (rolsuper OR rolbypassrls OR rolreplication OR EXISTS \
         (SELECT 1 FROM pg_auth_members WHERE member = pg_roles.oid))",
        literal(role)
    );
    if exists_row(owner, &strong).await? {
        return Err(Fault::bad_input(
            format!("Rollen {role} har fler rättigheter än den ska ha: ta bort dem, eller rollen."),
            format!("The role {role} holds more rights than it should: take them away, or the role."),
        ));
    }
    Ok(())
}

/// What marks a role as one of the installation in a database.
fn mark(database: &str) -> String {
    format!("up2 in {database}")
}

/// Makes a schema that nobody but its owner reaches yet; repeatable.
pub(super) async fn ensure_schema(owner: &DatabaseConnection, schema: &str) -> Result<(), Fault> {
    run(owner, &format!("CREATE SCHEMA IF NOT EXISTS {}", quoted(schema))).await
}

/// Gives a municipality's role what it needs on its own schema: granted after each migration, repeatable.
pub(super) async fn grant_municipality(
    owner: &DatabaseConnection,
    schema: &str,
    role: &str,
) -> Result<(), Fault> {
    grant(owner, schema, role, "SELECT, INSERT, UPDATE, DELETE", LIMITED).await
}

/// Drops a municipality's schema with all that is in it, and its login; repeatable.
pub(super) async fn drop_municipality(
    owner: &DatabaseConnection,
    schema: &str,
    role: &str,
) -> Result<(), Fault> {
    check_ours(owner, role).await?;
    run(owner, &format!("DROP SCHEMA IF EXISTS {} CASCADE", quoted(schema))).await?;
    let exists = format!("SELECT 1 FROM pg_roles WHERE rolname = {}", literal(role));
    if exists_row(owner, &exists).await? {
        let database = quoted(&current_database(owner).await?);
        run(owner, &format!("REVOKE ALL ON DATABASE {database} FROM {}", quoted(role))).await?;
        run(owner, &format!("DROP ROLE {}", quoted(role))).await?;
    }
    Ok(())
}

/// Gives the registry's serving login what it needs.
pub(super) async fn grant_registry(owner: &DatabaseConnection, role: &str) -> Result<(), Fault> {
    grant(owner, REGISTRY, role, "SELECT", OF_REGISTRY).await
}

async fn grant(
    owner: &DatabaseConnection,
    schema: &str,
    role: &str,
    usual: &str,
    limited: &[(&str, &str)],
) -> Result<(), Fault> {
    let (schema, role) = (quoted(schema), quoted(role));
    let mut statements = vec![
        format!("GRANT USAGE ON SCHEMA {schema} TO {role}"),
        format!("GRANT {usual} ON ALL TABLES IN SCHEMA {schema} TO {role}"),
    ];
    for (table, rights) in limited {
        statements.push(format!("REVOKE ALL ON {schema}.{} FROM {role}", quoted(table)));
        if !rights.is_empty() {
            statements.push(format!("GRANT {rights} ON {schema}.{} TO {role}", quoted(table)));
        }
    }
    // Sent as one, they are one transaction: at no moment does a server that is running hold more than it may.
    run(owner, &statements.join("; ")).await
}

/// Closes what PostgreSQL opens to everybody: connecting, temporary tables, the public schema.
pub(super) async fn close_to_public(owner: &DatabaseConnection, serving: &str) -> Result<(), Fault> {
    close_database(owner).await?;
    let database = quoted(&current_database(owner).await?);
    run(owner, &format!("GRANT CONNECT ON DATABASE {database} TO {}", quoted(serving))).await
}

/// The same of a municipality's own database, to which nobody else connects.
pub(super) async fn close_database(owner: &DatabaseConnection) -> Result<(), Fault> {
    let database = quoted(&current_database(owner).await?);
    run(owner, &format!("REVOKE ALL ON DATABASE {database} FROM PUBLIC")).await?;
    run(owner, "REVOKE ALL ON SCHEMA public FROM PUBLIC").await
}

/// Lets a role connect to this database.
pub(super) async fn allow_connect(owner: &DatabaseConnection, role: &str) -> Result<(), Fault> {
    let database = quoted(&current_database(owner).await?);
    run(owner, &format!("GRANT CONNECT ON DATABASE {database} TO {}", quoted(role))).await
}

/// Waits for, and holds until the connection closes, the lock of one name.
pub(super) async fn lock(owner: &DatabaseConnection, name: &str) -> Result<(), Fault> {
    exists_row(
        owner,
        &format!("SELECT 1 FROM (SELECT pg_advisory_lock(hashtext({}))) AS held", literal(name)),
    )
    .await?;
    Ok(())
}

/// Gives the lock of one name back.
pub(super) async fn unlock(owner: &DatabaseConnection, name: &str) -> Result<(), Fault> {
    exists_row(
        owner,
        &format!("SELECT 1 FROM (SELECT pg_advisory_unlock(hashtext({}))) AS freed", literal(name)),
    )
    .await?;
    Ok(())
}

#[allow(
    clippy::disallowed_methods,
    reason = "the owner's statements about roles and schemas, none about persons"
)]
async fn current_database(owner: &DatabaseConnection) -> Result<String, Fault> {
    let statement = sea_orm::Statement::from_string(
        sea_orm::DbBackend::Postgres,
        "SELECT current_database()::text AS name",
    );
    let row = owner.query_one_raw(statement).await?.ok_or_else(|| Fault::internal(&"no database name"))?;
    Ok(row.try_get("", "name")?)
}

#[allow(
    clippy::disallowed_methods,
    reason = "the owner's statements about roles and schemas, none about persons"
)]
async fn run(owner: &DatabaseConnection, statement: &str) -> Result<(), Fault> {
    // Roles belong to the whole server, and an advisory lock to one database only: an installation in another database
    // may change the same catalog at the same moment. PostgreSQL then refuses one of the two ("tuple concurrently
    // updated"), which only has to be said again.
    for _ in 0..TRIES {
        match owner.execute_unprepared(statement).await {
            Err(cause) if is_collision(&cause) => tokio::time::sleep(BETWEEN_TRIES).await,
            ended => return Ok(ended.map(|_| ())?),
        }
    }
    owner.execute_unprepared(statement).await?;
    Ok(())
}

fn is_collision(cause: &DbErr) -> bool {
    let DbErr::Exec(RuntimeErr::SqlxError(cause)) = cause else { return false };
    cause.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "XX000")
}

#[allow(
    clippy::disallowed_methods,
    reason = "the owner's statements about roles and schemas, none about persons"
)]
async fn exists_row(owner: &DatabaseConnection, statement: &str) -> Result<bool, Fault> {
    let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, statement);
    Ok(owner.query_one_raw(statement).await?.is_some())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
