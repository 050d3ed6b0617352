//! What PostgreSQL itself refuses a municipality's login, tried by `psql` as anybody could who got hold of its
//! password; and what the catalogs show all the same.

use api::support::config::Engine as Database;
use tests::World;
use tests::psql::{psql, with_login};
use tests::world::Engine;

/// What of another municipality's names is seen in which catalog; see ARCHITECTURE.md.
const CATALOGS: &str = include_str!("catalogs.txt");

/// The address of the database with a municipality's own login.
fn login(world: &World, code: &str) -> String {
    let row = world.wait(world.parts.access.tenants().registry().municipality(code)).unwrap();
    let sealed = row.database_password.unwrap();
    let password = world.operator.master_key.open_text("registry.database_password", &sealed).unwrap();
    with_login(&owner(world), &format!("up2_m{code}"), &password)
}

fn owner(world: &World) -> String {
    let Engine::PostgresAndRedis { owner_url, .. } = &world.engine else { panic!("PostgreSQL only") };
    owner_url.clone()
}

fn serving(world: &World) -> String {
    let Database::Postgres { url, .. } = &world.operator.engine else { panic!("PostgreSQL only") };
    url.clone()
}

fn tables(world: &World, schema: &str) -> Vec<String> {
    let sql = format!("SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' ORDER BY 1");
    let tables: Vec<String> = psql(&owner(world), &sql).unwrap().lines().map(str::to_owned).collect();
    assert!(tables.len() > 3, "{schema} has tables");
    tables
}

/// Runs each statement for itself; all must be refused for want of a right, and for no other reason.
#[track_caller]
fn assert_refused(url: &str, statements: &[String]) {
    let list: Vec<String> = statements.iter().map(|sql| format!("$q${sql}$q$")).collect();
    let block = format!(
        "DO $all$ DECLARE statement text; allowed text := ''; BEGIN
           FOREACH statement IN ARRAY ARRAY[{}] LOOP
             BEGIN EXECUTE statement; allowed := allowed || statement || '; ';
             EXCEPTION WHEN insufficient_privilege THEN NULL; END;
           END LOOP;
           IF allowed <> '' THEN RAISE EXCEPTION 'not refused: %', allowed; END IF;
         END $all$",
        list.join(", ")
    );
    let ended = psql(url, &block);
    assert!(ended.is_ok(), "{ended:?}");
}

fn every_statement(schema: &str, table: &str) -> Vec<String> {
    let name = format!("{schema}.{table}");
    vec![
        format!("SELECT 1 FROM {name}"),
        format!("SELECT 1 FROM {name} FOR UPDATE"),
        format!("INSERT INTO {name} DEFAULT VALUES"),
        format!("UPDATE {name} SET id = id"),
        format!("DELETE FROM {name}"),
        format!("TRUNCATE {name}"),
        format!("LOCK TABLE {name}"),
        format!("COPY {name} TO PROGRAM 'true'"),
        format!("CREATE VIEW {name}_seen AS SELECT 1 FROM {name}"),
        format!("ALTER TABLE {name} ADD COLUMN more text"),
        format!("DROP TABLE {name}"),
    ]
}

#[test]
fn a_municipalitys_login_does_nothing_with_any_table_of_another_or_of_the_registry() {
    let world = World::postgres();
    let (own, other) = (world.new_municipality(), world.new_municipality());
    for schema in [format!("m{other}"), "registry".to_owned()] {
        let statements: Vec<String> =
            tables(world, &schema).iter().flat_map(|table| every_statement(&schema, table)).collect();
        assert_refused(&login(world, &own), &statements);
    }
}

#[test]
fn it_becomes_nobody_else_and_makes_nothing() {
    let world = World::postgres();
    let (own, other) = (world.new_municipality(), world.new_municipality());
    let statements = [
        format!("SET ROLE up2_m{other}"),
        "SET ROLE up2_owner".to_owned(),
        "SET ROLE postgres".to_owned(),
        "SET SESSION AUTHORIZATION postgres".to_owned(),
        format!("ALTER ROLE up2_m{other} PASSWORD 'known'"),
        format!("ALTER ROLE up2_m{own} SUPERUSER"),
        format!("GRANT up2_m{other} TO up2_m{own}"),
        format!("CREATE TABLE m{own}.more (id int)"),
        format!("CREATE TABLE m{other}.more (id int)"),
        "CREATE TABLE public.more (id int)".to_owned(),
        "CREATE TEMP TABLE more (id int)".to_owned(),
        "CREATE SCHEMA more".to_owned(),
        format!("CREATE FUNCTION m{own}.more() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
        "CREATE EXTENSION dblink".to_owned(),
        "CREATE ROLE more".to_owned(),
        "COPY (SELECT 1) TO PROGRAM 'true'".to_owned(),
        "COPY (SELECT 1) TO '/tmp/more'".to_owned(),
        "SELECT pg_read_file('/etc/passwd')".to_owned(),
        "SELECT pg_ls_dir('.')".to_owned(),
        "SELECT lo_import('/etc/passwd')".to_owned(),
        "SELECT 1 FROM pg_authid".to_owned(),
        "SELECT 1 FROM pg_statistic".to_owned(),
    ];
    assert_refused(&login(world, &own), &statements);
}

#[test]
fn in_its_own_schema_it_changes_no_log_no_identity_and_no_table() {
    let world = World::postgres();
    let own = world.municipality();
    let statements = [
        "UPDATE access_log SET actor = 'nobody'",
        "DELETE FROM access_log",
        "TRUNCATE access_log",
        "DELETE FROM access_log_head",
        "INSERT INTO access_log_head (id, seq, hash) VALUES (2, 0, '')",
        "UPDATE access_subject SET data_key = ''",
        "UPDATE access_reason SET reason = ''",
        "UPDATE identity SET municipality_code = '0000'",
        "INSERT INTO identity (id, municipality_code, time_zone) VALUES (2, '0000', 'UTC')",
        "DELETE FROM identity",
        "SELECT 1 FROM seaql_migrations",
        "DELETE FROM seaql_migrations",
        "TRUNCATE youth CASCADE",
        "ALTER TABLE youth ADD COLUMN more text",
        "ALTER TABLE youth DISABLE TRIGGER ALL",
        "DROP TABLE guardian",
        "CREATE INDEX ON youth (given_name)",
        "GRANT SELECT ON youth TO PUBLIC",
    ];
    let url = login(world, &own.code);
    let (able, unable): (Vec<&str>, Vec<&str>) =
        statements.into_iter().partition(|sql| sql.starts_with("GRANT"));
    assert_refused(&url, &unable.into_iter().map(str::to_owned).collect::<Vec<_>>());
    // PostgreSQL answers a GRANT of what one may not grant with a warning, and gives nothing.
    for sql in able {
        let _ = psql(&url, sql);
        let granted = "SELECT count(*) FROM information_schema.role_table_grants WHERE grantee = 'PUBLIC' \
                       AND table_name = 'youth'";
        assert_eq!(psql(&url, granted).unwrap(), "0");
    }
    let dml = "UPDATE youth SET given_name = given_name; DELETE FROM guardian; SELECT count(*) FROM youth";
    assert_eq!(psql(&url, dml).unwrap(), "8");
}

#[test]
fn another_search_path_gains_nothing() {
    let world = World::postgres();
    let (own, other) = (world.municipality(), world.municipality());
    let url = login(world, &own.code);
    let sql = |path: &str| format!("SET search_path = {path}; SELECT count(*) FROM youth");
    let alone = psql(&url, &sql(&format!("m{}", other.code))).unwrap_err();
    assert!(alone.contains("does not exist"), "{alone}");
    let changed = "UPDATE youth SET given_name = 'Own'";
    psql(&url, changed).unwrap();
    let first =
        format!("SET search_path = m{}, m{}; SELECT DISTINCT given_name FROM youth", other.code, own.code);
    assert_eq!(psql(&url, &first).unwrap(), "Own");
}

#[test]
fn the_registrys_login_reads_no_municipality_and_changes_no_registry() {
    let world = World::postgres();
    let own = world.new_municipality();
    let schema = format!("m{own}");
    let statements: Vec<String> =
        tables(world, &schema).iter().flat_map(|table| every_statement(&schema, table)).collect();
    assert_refused(&serving(world), &statements);
    let of_registry = [
        format!("SET ROLE up2_m{own}"),
        "SET ROLE up2_owner".to_owned(),
        "UPDATE registry.municipality SET name = 'x'".to_owned(),
        "DELETE FROM registry.municipality".to_owned(),
        "UPDATE registry.signing_key SET retired_at = NULL".to_owned(),
        "DELETE FROM registry.signed_head".to_owned(),
        "UPDATE registry.signed_head SET seq = 0".to_owned(),
        "TRUNCATE registry.signed_head".to_owned(),
        "SELECT 1 FROM registry.seaql_migrations".to_owned(),
        "UPDATE registry.publication SET floor = 1".to_owned(),
        "DELETE FROM registry.published_cell".to_owned(),
        "DELETE FROM registry.withdrawal".to_owned(),
        "DELETE FROM registry.similar_municipality".to_owned(),
        "UPDATE registry.official_series SET title = 'x'".to_owned(),
        "UPDATE registry.skr_account SET password_hash = 'x'".to_owned(),
        "UPDATE registry.skr_account SET disabled_at = NULL".to_owned(),
        "INSERT INTO registry.skr_account SELECT * FROM registry.skr_account".to_owned(),
        "DELETE FROM registry.skr_account".to_owned(),
        "UPDATE registry.skr_session SET expires_at = now()".to_owned(),
        "DELETE FROM registry.skr_session".to_owned(),
        "UPDATE registry.skr_refresh_token SET session_id = id".to_owned(),
        "DELETE FROM registry.skr_refresh_token".to_owned(),
        "CREATE TABLE registry.more (id int)".to_owned(),
    ];
    assert_refused(&serving(world), &of_registry);
}

/// Names, row estimates and sizes are seen; values are not. What is seen is on a list, so that it cannot grow unseen.
#[test]
fn catalogs_show_of_another_municipality_what_is_on_the_list_and_no_value() {
    // A database of its own: looking everywhere takes long beside the municipalities of all other tests.
    let world = &World::postgres().another();
    let (own, other) = (world.new_municipality(), world.new_municipality());
    mark(world, &other);
    let url = login(world, &own);
    let seen = psql(&url, &look_everywhere(&other)).unwrap();
    assert!(!seen.contains("value"), "a value is seen: {seen}");
    // What autovacuum happens to have sampled of the catalogs themselves: the same names again, now and then.
    let seen =
        seen.lines().filter(|line| !line.starts_with("pg_catalog.pg_stats:")).collect::<Vec<_>>().join("\n");
    assert_eq!(seen.trim(), CATALOGS.trim(), "write to suite/catalogs.txt and ARCHITECTURE.md:\n{seen}");
    let estimate =
        "SELECT reltuples, pg_total_relation_size(oid) > 0 FROM pg_class WHERE relname = 'marked_table'";
    assert_eq!(psql(&url, estimate).unwrap(), "3|t");
    assert_eq!(psql(&url, "SELECT count(*) FROM pg_stats WHERE schemaname ~ '^m[0-9]{4}$'").unwrap(), "0");
}

/// A table whose name, column and value are found nowhere else.
fn mark(world: &World, code: &str) {
    let table = format!("m{code}.marked_table");
    let sql = format!(
        "CREATE TABLE {table} (marked_column text);
         INSERT INTO {table} VALUES ('marked_value'), ('marked_value'), ('marked_value'); ANALYZE {table}"
    );
    psql(&owner(world), &sql).unwrap();
}

/// Lists the catalogs, with what of the other municipality their rows show. Those of sessions are left to a test of
/// their own: who is connected changes from moment to moment.
fn look_everywhere(other: &str) -> String {
    format!(
        r"SET statement_timeout = '5min'; DO $all$ DECLARE
           catalog text; mark text[]; hit boolean; list text := '';
           marks text[] := ARRAY[['role', '\yup2_m{other}\y'], ['schema', '\ym{other}\y'],
             ['table', 'marked_table'], ['column', 'marked_column'], ['value', 'marked_value']];
         BEGIN
           FOR catalog IN SELECT n.nspname || '.' || c.relname FROM pg_class c
             JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname IN ('pg_catalog', 'information_schema') AND c.relkind IN ('r', 'v')
             AND c.relname NOT IN ('pg_stat_activity', 'pg_locks', 'pg_stat_database')
             ORDER BY 1
           LOOP
             FOREACH mark SLICE 1 IN ARRAY marks LOOP
               BEGIN
                 EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s AS found WHERE found::text ~ %L)',
                   catalog, mark[2]) INTO hit;
                 IF hit THEN list := list || catalog || ': ' || mark[1] || chr(10); END IF;
               EXCEPTION WHEN insufficient_privilege THEN NULL; END;
             END LOOP;
           END LOOP;
           PERFORM set_config('up2.seen', list, false);
         END $all$; SELECT current_setting('up2.seen')"
    )
}

#[test]
fn who_is_connected_is_seen_but_not_what_they_ask() {
    let world = World::postgres();
    let (own, other) = (world.new_municipality(), world.new_municipality());
    let asking = login(world, &other);
    let asks = std::thread::spawn(move || psql(&asking, "SELECT 'marked_value', pg_sleep(2)"));
    let sql = format!("SELECT DISTINCT query FROM pg_stat_activity WHERE usename = 'up2_m{other}'");
    let url = login(world, &own);
    let seen = (0..100).map(|_| psql(&url, &sql).unwrap()).find(|seen| !seen.is_empty());
    assert_eq!(seen.as_deref(), Some("<insufficient privilege>"));
    asks.join().unwrap().unwrap();
}
