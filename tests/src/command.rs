//! The built program `up2`, run as an operator runs it: over SQLite files in a folder of the test's own, or beside the
//! instance of a running system.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use api::support::config::{Config, Engine};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};

use crate::world::World;

/// An installation in a folder, with its key beside the data.
#[derive(Debug)]
pub struct Installation {
    folder: tempfile::TempDir,
}

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Said {
    /// Whether it succeeded.
    pub ok: bool,
    /// Its exit code.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// A server that runs; killed when dropped.
#[derive(Debug)]
pub struct Served {
    /// Its address, such as `http://127.0.0.1:34567`.
    pub url: String,
    child: Child,
}

impl Default for Installation {
    fn default() -> Self {
        Self::new()
    }
}

impl Installation {
    /// An empty one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("data")).expect("a folder of data");
        std::fs::write(folder.path().join("key"), "5a".repeat(32)).expect("a key");
        Self { folder }
    }

    /// A copy of this one: the same municipalities, the same key, the same ids.
    pub fn copy(&self) -> Self {
        let copy = Self::new();
        for entry in std::fs::read_dir(self.data()).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name");
            std::fs::copy(&path, copy.data().join(name)).expect("a copy");
        }
        copy
    }

    /// The folder of the data and of the key.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the databases.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The program with these arguments, nothing of the environment in it.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = in_folder(self.folder(), arguments);
        command.env("UP2_DATA", self.data());
        command
    }

    /// Runs it to its end.
    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().expect("up2 starts"))
    }

    /// Runs it; it must succeed. What it printed.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert!(said.ok, "{arguments:?}: {said:?}");
        said.out
    }

    /// Serves on a free port.
    pub fn serve(&self) -> Served {
        let mut child = self
            .command(&["serve", "--listen", "127.0.0.1:0"])
            .stderr(Stdio::null())
            .spawn()
            .expect("up2 starts");
        let mut line = String::new();
        let out = child.stdout.as_mut().expect("standard output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let url = line.trim().strip_prefix("serving ").and_then(|url| url.strip_suffix("/graphql"));
        Served { url: url.unwrap_or_else(|| panic!("serve says {line:?}")).to_owned(), child }
    }

    /// A connection of the test's own to the file of a municipality.
    pub async fn database(&self, code: &str) -> DatabaseConnection {
        let url = format!("sqlite://{}", self.data().join(format!("{code}.db")).display());
        Database::connect(url).await.expect("the file opens")
    }
}

/// The operator of a running system, at the command line beside its instance: the same data, the owner's address, the
/// key in a file.
#[derive(Debug)]
pub struct Operator<'w> {
    config: &'w Config,
    folder: tempfile::TempDir,
}

impl<'w> Operator<'w> {
    /// That of a system.
    pub fn of(world: &'w World) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key = data_encoding::HEXLOWER.encode(world.operator.master_key.bytes());
        std::fs::write(folder.path().join("key"), key).expect("a key");
        Self { config: &world.operator, folder }
    }

    /// The program with these arguments, and of the environment the settings alone.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = in_folder(self.folder.path(), arguments);
        match &self.config.engine {
            Engine::Sqlite(data) => command.env("UP2_DATA", data),
            Engine::Postgres { url, owner_url } => {
                command.envs(owner_url.iter().map(|url| ("UP2_OWNER_DATABASE_URL", url)));
                command.env("UP2_DATABASE_URL", url)
            }
        };
        command.envs(self.config.redis_url.iter().map(|url| ("UP2_REDIS_URL", url)));
        command
    }

    /// Runs it; it must succeed. What it printed.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let said = Said::of(self.command(arguments).output().expect("up2 starts"));
        assert!(said.ok, "{arguments:?}: {said:?}");
        said.out
    }
}

/// The program in a folder that has the key, nothing of the environment in it.
fn in_folder(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments).env_clear().current_dir(folder);
    command.env("UP2_MASTER_KEY_FILE", folder.join("key"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Said {
    fn of(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            ok: output.status.success(),
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }
}

impl Served {
    /// Asks it to stop by SIGTERM and waits; its exit code.
    pub fn terminate(mut self) -> Option<i32> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.expect("kill runs").success());
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `up2` beside the tests: `tests/run` builds it.
fn program() -> PathBuf {
    let tests = std::env::current_exe().expect("the path of the tests");
    let program = tests.parent().and_then(Path::parent).map(|folder| folder.join("up2"));
    program
        .filter(|program| program.exists())
        .expect("up2 is not built: run tests/run, or cargo build --workspace before the tests")
}

/// The first column of each row of a statement.
pub async fn texts(database: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = database
        .query_all_raw(Statement::from_string(database.get_database_backend(), sql))
        .await
        .expect("rows");
    rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
}

/// All rows that an import writes. Of what is encrypted only the length counts, of instants only whether there is one.
pub async fn contents(database: &DatabaseConnection) -> Vec<String> {
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' \
                  AND name NOT LIKE 'access_%' AND name NOT IN ('import_run', 'seaql_migrations', 'source')";
    let mut rows = Vec::new();
    for table in texts(database, tables).await {
        let columns = format!(
            "SELECT CASE WHEN lower(type) = 'blob' THEN 'coalesce(length(' || name || '), -1)' \
             WHEN name LIKE '%\\_at' ESCAPE '\\' THEN '(' || name || ' IS NULL)' ELSE 'quote(' || name || ')' END \
             FROM pragma_table_info('{table}')"
        );
        let columns = texts(database, &columns).await.join(" || ',' || ");
        rows.extend(texts(database, &format!("SELECT '{table} ' || {columns} FROM {table}")).await);
    }
    rows.sort();
    rows
}
