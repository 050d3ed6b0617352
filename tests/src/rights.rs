//! For tests of the youth's rights: the real schema of a municipality, a row of one person in every table that may hold
//! one, and a search for what is left of them in every file of the database and in Redis.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use api::access::Grant;
use api::domain::rights::deletion;
use api::domain::rights::tables::{self, Table};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult, Statement, Value,
};
use uuid::Uuid;

use crate::chain::Chain;
use crate::psql::{psql, with_database};
use crate::redis::Redis;
use crate::world::{Engine, World, from_tests_run};

/// A municipality's database, as its owner.
#[derive(Debug)]
pub struct Owned {
    /// The connection.
    pub database: DatabaseConnection,
    code: String,
}

/// A column of the real schema.
#[derive(Clone, Debug)]
struct Column {
    name: String,
    kind: String,
    nullable: bool,
    /// The first word of a closed vocabulary.
    word: Option<String>,
}

/// Whom rows are made about.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The youth's id.
    pub id: Uuid,
    /// The hash of the civic number.
    pub civic_hash: Vec<u8>,
    /// A colleague, who stands in every column for one.
    pub colleague: Uuid,
    /// A word that stands in every text about the person, and nowhere else.
    pub word: &'a str,
    /// A grant, to seal texts by.
    pub grant: Grant,
}

impl Owned {
    /// Opens the database of a chain's municipality.
    pub async fn open(world: &World, chain: &Chain<'_>) -> Self {
        let database = match &world.engine {
            Engine::SqliteAndMemory => {
                let file = world.folder.join(format!("{}.db", chain.code));
                Database::connect(format!("sqlite://{}", file.display())).await
            }
            Engine::PostgresAndRedis { owner_url, .. } => {
                let mut options = ConnectOptions::new(owner_url.clone());
                options.set_schema_search_path(format!("m{}", chain.code)).max_connections(1);
                Database::connect(options).await
            }
        };
        Self { database: database.expect("the database opens"), code: chain.code.clone() }
    }

    fn statement(&self, sql: &str, values: Vec<Value>) -> Statement {
        let mut sql = sql.to_owned();
        if self.database.get_database_backend() == DbBackend::Sqlite {
            for n in (1..=values.len()).rev() {
                sql = sql.replace(&format!("${n}"), &format!("?{n}"));
            }
        }
        Statement::from_sql_and_values(self.database.get_database_backend(), sql, values)
    }

    /// Rows of a statement whose values are `$1`, `$2`, ….
    pub async fn rows(&self, sql: &str, values: Vec<Value>) -> Vec<QueryResult> {
        self.database
            .query_all_raw(self.statement(sql, values))
            .await
            .unwrap_or_else(|cause| panic!("{sql}: {cause}"))
    }

    /// Runs a statement.
    pub async fn run(&self, sql: &str, values: Vec<Value>) {
        self.try_run(sql, values).await.unwrap_or_else(|cause| panic!("{sql}: {cause}"));
    }

    async fn try_run(&self, sql: &str, values: Vec<Value>) -> Result<(), sea_orm::DbErr> {
        self.database.execute_raw(self.statement(sql, values)).await.map(|_| ())
    }

    fn is_sqlite(&self) -> bool {
        self.database.get_database_backend() == DbBackend::Sqlite
    }

    /// All tables with their columns.
    pub async fn columns(&self) -> BTreeMap<String, BTreeSet<String>> {
        let sql = if self.is_sqlite() {
            "SELECT m.name AS t, c.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        } else {
            "SELECT table_name::text AS t, column_name::text AS c FROM information_schema.columns \
             WHERE table_schema = current_schema()"
        };
        let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in self.rows(sql, Vec::new()).await {
            let (table, column) =
                (row.try_get("", "t").expect("a name"), row.try_get("", "c").expect("a name"));
            columns.entry(table).or_default().insert(column);
        }
        columns
    }

    async fn columns_of(&self, table: &str) -> Vec<Column> {
        let sql = if self.is_sqlite() {
            format!(
                "SELECT name AS c, lower(type) AS k, CASE WHEN \"notnull\" = 0 THEN 'YES' ELSE 'NO' END AS n \
                 FROM pragma_table_info('{table}')"
            )
        } else {
            format!(
                "SELECT column_name::text AS c, data_type::text AS k, is_nullable::text AS n \
                 FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position"
            )
        };
        let checks = self.checks(table).await;
        let text = |row: &QueryResult, name: &str| row.try_get::<String>("", name).expect("a text");
        let column = |row: &QueryResult| {
            let name = text(row, "c");
            let word = first_word(&checks, &name);
            Column { kind: text(row, "k"), nullable: text(row, "n") == "YES", name, word }
        };
        self.rows(&sql, Vec::new()).await.iter().map(column).collect()
    }

    async fn checks(&self, table: &str) -> Vec<String> {
        let sql = if self.is_sqlite() {
            format!("SELECT sql AS d FROM sqlite_master WHERE type = 'table' AND name = '{table}'")
        } else {
            format!(
                "SELECT pg_get_constraintdef(oid)::text AS d FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype = 'c'"
            )
        };
        self.rows(&sql, Vec::new()).await.iter().map(|row| row.try_get("", "d").expect("a text")).collect()
    }

    /// Gives the subject a row in every listed table in which they have none; every text in it holds their word.
    pub async fn fill(&self, subject: &Subject<'_>) {
        for table in tables::all() {
            let own = format!("SELECT 1 AS one FROM \"{}\" WHERE \"{}\" = $1", table.name, table.youth);
            if self.rows(&own, vec![subject.id.into()]).await.is_empty() {
                self.make_row(table.name, subject).await;
            }
        }
    }

    /// A row with all its columns; when a rule of the table forbids that, one with those it must have.
    async fn make_row(&self, table: &str, subject: &Subject<'_>) {
        if let Err(first) = self.try_make_row(table, subject, true).await {
            let second = self.try_make_row(table, subject, false).await;
            second.unwrap_or_else(|cause| panic!("no row for {table}: {first}; {cause}"));
        }
    }

    async fn try_make_row(
        &self,
        table: &str,
        subject: &Subject<'_>,
        with_nullable: bool,
    ) -> Result<(), sea_orm::DbErr> {
        let references = deletion::references(&self.database).await.expect("references");
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for column in self.columns_of(table).await {
            let parent = references.iter().find(|(child, name, _)| child == table && *name == column.name);
            if column.nullable && !with_nullable && column.name != "youth_id" {
                continue;
            }
            values.push(match parent {
                Some((_, _, parent)) => Box::pin(self.id_in(parent, subject)).await.into(),
                None => value(table, &column, subject),
            });
            names.push(format!("\"{}\"", column.name));
        }
        let places: Vec<_> = (1..=names.len()).map(|n| format!("${n}")).collect();
        let sql = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), places.join(", "));
        self.try_run(&sql, values).await
    }

    /// A row that another may refer to: the subject's own where the table is about people.
    async fn id_in(&self, table: &str, subject: &Subject<'_>) -> Uuid {
        let listed: Option<Table> = tables::all().into_iter().find(|listed| listed.name == table);
        let (sql, values) = match listed {
            Some(listed) => (
                format!("SELECT id FROM \"{table}\" WHERE \"{}\" = $1", listed.youth),
                vec![subject.id.into()],
            ),
            None => (format!("SELECT id FROM \"{table}\" LIMIT 1"), Vec::new()),
        };
        if let Some(row) = self.rows(&sql, values.clone()).await.first() {
            return row.try_get("", "id").expect("an id");
        }
        Box::pin(self.make_row(table, subject)).await;
        self.rows(&sql, values).await[0].try_get("", "id").expect("an id")
    }

    /// The first column of the first row.
    pub async fn bytes(&self, sql: &str, values: Vec<Value>) -> Vec<u8> {
        self.rows(sql, values).await[0].try_get_by_index(0).expect("bytes")
    }

    /// How many rows each listed table has of a youth; those without any are left out.
    pub async fn rows_of(&self, youth: Uuid) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for table in tables::all() {
            let sql = format!("SELECT 1 AS one FROM \"{}\" WHERE \"{}\" = $1", table.name, table.youth);
            counts.insert(table.name, self.rows(&sql, vec![youth.into()]).await.len());
        }
        counts.retain(|_, rows| *rows > 0);
        counts
    }

    /// Every value that a listed table holds of a youth as bytes, sealed or hashed, by the table's name.
    pub async fn sealed_of(&self, youth: Uuid) -> Vec<(&'static str, Vec<u8>)> {
        let mut sealed = Vec::new();
        for table in tables::all() {
            let columns = self.columns_of(table.name).await;
            // Of SQLite, ids are bytes too; those of colleagues stay.
            let is_id = |column: &Column| column.name == "id" || column.name.ends_with("_id");
            let of_bytes = |column: &&Column| matches!(&*column.kind, "blob" | "bytea") && !is_id(column);
            for column in columns.iter().filter(of_bytes) {
                let sql = format!(
                    "SELECT \"{0}\" AS b FROM \"{1}\" WHERE \"{2}\" = $1 AND \"{0}\" IS NOT NULL",
                    column.name, table.name, table.youth
                );
                let rows = self.rows(&sql, vec![youth.into()]).await;
                sealed.extend(rows.iter().map(|row| (table.name, row.try_get("", "b").expect("bytes"))));
            }
        }
        sealed
    }

    /// Gives a youth so many rows more of a table, like one that they have.
    pub async fn multiply(&self, table: &str, youth: Uuid, more: usize) {
        let mut columns = self.columns().await.remove(table).expect("a table");
        columns.remove("id");
        let columns: Vec<_> = columns.iter().map(|column| format!("\"{column}\"")).collect();
        let columns = columns.join(", ");
        let sql = format!(
            "INSERT INTO \"{table}\" (id, {columns}) \
             SELECT $1, {columns} FROM \"{table}\" WHERE youth_id = $2 LIMIT 1"
        );
        for _ in 0..more {
            self.run(&sql, vec![api::support::ids::random_id().into(), youth.into()]).await;
        }
    }

    /// Where any of these still stands: names of files, or of tables and indexes, with what was found.
    pub fn found(&self, world: &World, needles: &[(&'static str, Vec<u8>)]) -> BTreeSet<String> {
        found_in(world, &format!("m{}", self.code), needles)
    }
}

/// Where any of these still stands in the files of an installation, as text in one schema, or in Redis.
pub fn found_in(world: &World, schema: &str, needles: &[(&'static str, Vec<u8>)]) -> BTreeSet<String> {
    match &world.engine {
        Engine::SqliteAndMemory => {
            let files = std::fs::read_dir(&world.folder).expect("a folder");
            files.flat_map(|file| in_file(&file.expect("a file").path(), needles)).collect()
        }
        Engine::PostgresAndRedis { owner_url, redis_url } => {
            let mut found = in_server(owner_url, schema, needles);
            found.append(&mut Redis::open(redis_url).found(needles));
            found
        }
    }
}

fn first_word(checks: &[String], column: &str) -> Option<String> {
    checks.iter().find_map(|check| {
        let starts = [format!("\"{column}\" IN ("), format!("({column} = ANY (ARRAY[")];
        let (_, rest) = starts.iter().find_map(|start| check.split_once(start.as_str()))?;
        rest.split('\'').nth(1).map(str::to_owned)
    })
}

fn value(table: &str, column: &Column, subject: &Subject<'_>) -> Value {
    let text = format!("{} {table}.{}", subject.word, column.name);
    let day = subject.grant.reach().today;
    match (column.name.as_str(), column.kind.as_str()) {
        ("id", _) => api::support::ids::random_id().into(),
        ("youth_id", _) => subject.id.into(),
        ("civic_hash", _) => subject.civic_hash.clone().into(),
        (_, kind) if kind.contains("uuid") => subject.colleague.into(),
        (_, kind) if kind.contains("timestamp") => subject.grant.clock().now().into(),
        (_, kind) if kind.contains("date") => day.into(),
        (_, kind) if kind.contains("bool") => false.into(),
        (_, kind) if kind.contains("int") => 1_i32.into(),
        (name, "blob" | "bytea") => {
            subject.grant.keys().columns.seal(&format!("{table}.{name}"), text.as_bytes()).into()
        }
        _ => column.word.clone().unwrap_or(text).into(),
    }
}

/// Read by another process: one that opens and closes a database's file of its own loses its SQLite's locks on it, and
/// programs beside it then do not see what it writes.
fn in_file(path: &Path, needles: &[(&'static str, Vec<u8>)]) -> Vec<String> {
    let bytes = Command::new("cat").arg(path).output().expect("cat starts").stdout;
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let is_in = |needle: &[u8]| {
        let places = bytes.iter().enumerate().filter(|(_, byte)| **byte == needle[0]).map(|(at, _)| at);
        places.into_iter().any(|at| bytes[at..].starts_with(needle))
    };
    needles.iter().filter(|(_, needle)| is_in(needle)).map(|(what, _)| format!("{what} in {name}")).collect()
}

/// Files of every table, index and catalog of the database, as they are on disk; and every row of the schema as text.
fn in_server(owner_url: &str, schema: &str, needles: &[(&'static str, Vec<u8>)]) -> BTreeSet<String> {
    let (_, database) = owner_url.rsplit_once('/').expect("an address with a database");
    let superuser = with_database(&from_tests_run("UP2_TEST_SUPERUSER_DATABASE_URL"), database);
    let sought: Vec<_> = needles
        .iter()
        .map(|(what, needle)| {
            format!("('{what}', decode('{}', 'hex'))", data_encoding::HEXLOWER.encode(needle))
        })
        .collect();
    let files = format!(
        "CHECKPOINT; SELECT n.what || ' in ' || c.oid::regclass FROM pg_class c, (VALUES {}) AS n(what, bytes) \
         WHERE pg_relation_filepath(c.oid) IS NOT NULL AND position(n.bytes in \
         pg_read_binary_file(pg_relation_filepath(c.oid), 0, 1000000000, true)) > 0",
        sought.join(", ")
    );
    let mut found = BTreeSet::new();
    for sql in files.split("; ") {
        found.extend(psql(&superuser, sql).expect("the superuser reads files").lines().map(str::to_owned));
    }
    let texts = needles
        .iter()
        .filter_map(|(what, needle)| Some(format!("('{what}', '%{}%')", std::str::from_utf8(needle).ok()?)));
    let texts: Vec<_> = texts.collect();
    let tables = format!("SELECT tablename FROM pg_tables WHERE schemaname = '{schema}'");
    let tables = if texts.is_empty() { String::new() } else { psql(&superuser, &tables).expect("tables") };
    for table in tables.lines() {
        let sql = format!(
            "SELECT n.what || ' as text in {table}' FROM (VALUES {}) AS n(what, text) \
             WHERE EXISTS (SELECT 1 FROM {schema}.\"{table}\" AS t WHERE t::text LIKE n.text)",
            texts.join(", ")
        );
        found.extend(psql(&superuser, &sql).expect("the rows as text").lines().map(str::to_owned));
    }
    found
}
