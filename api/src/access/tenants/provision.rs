//! Adding and migrating municipalities: repeatable, a few at a time, one failure does not stop the others.
//!
//! Two runs at once wait for each other, municipality by municipality: on PostgreSQL by an advisory lock of the
//! owner's connection, on SQLite by a lock file, which the system frees when a process dies.

use std::fs::File;
use std::path::Path;

use chrono::{DateTime, Utc};
use entity::municipality::{access_log_head, identity};
use entity::registry::municipality;
use futures::{StreamExt, stream};
use migration::{MigratorTrait, MunicipalityMigrator, RegistryMigrator};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, DatabaseConnection, EntityTrait};

use super::registry::RegistryDb;
use super::{official, postgres};
use crate::access::keys;
use crate::support::config::{Config, Engine};
use crate::support::crypto::{Key, random_bytes};
use crate::support::db::{Db, Statements};
use crate::support::fault::{Code, Fault};

/// Schemas migrated at a time.
const AT_A_TIME: usize = 4;

/// How the migration of one municipality ended.
#[derive(Debug)]
pub struct Migrated {
    /// Which municipality.
    pub code: String,
    /// Its version now, or why it failed.
    pub outcome: Result<String, String>,
}

/// Adds a municipality of the official list and migrates it; doing it again changes nothing.
pub async fn add(
    config: &Config,
    code: &str,
    organisation_number: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Migrated, Fault> {
    add_in(config, code, None, organisation_number, now).await
}

/// The same in a database of its own on PostgreSQL, which is there and belongs to the owner: `postgres://host/database`.
/// Where a municipality is, is said when it is first added; later it is moved, not added.
pub async fn add_in(
    config: &Config,
    code: &str,
    database_url: Option<&str>,
    organisation_number: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Migrated, Fault> {
    let official = official::find(code)?;
    if let Some(url) = database_url {
        postgres::options(url)?;
    }
    let registry = open_registry(config).await?;
    keys::ensure_first(&registry, &config.master_key, now).await?;
    let data_key = Key::random();
    let password = data_encoding::HEXLOWER.encode(&random_bytes::<24>());
    registry
        .add(municipality::Model {
            code: official.code.clone(),
            name: official.name,
            county_code: official.county_code,
            county_name: official.county_name,
            database_url: database_url.map(str::to_owned),
            database_password: Some(
                config.master_key.seal("registry.database_password", password.as_bytes()),
            ),
            data_key: config
                .master_key
                .seal(&format!("registry.data_key.{}", official.code), data_key.bytes()),
            version: None,
            failure: None,
            added_at: now,
        })
        .await?;
    let row = registry.municipality(code).await?;
    let migrated = migrate_one(config, &registry, row, organisation_number.map(str::to_owned)).await;
    registry.0.close().await;
    Ok(migrated)
}

/// Makes a new signing key; see [`keys::rotate`]. Needs the owner, as adding and migrating do.
pub async fn rotate_keys(config: &Config, now: DateTime<Utc>) -> Result<String, Fault> {
    let registry = open_registry(config).await?;
    let kid = keys::rotate(&registry, &config.master_key, now).await?;
    registry.0.close().await;
    Ok(kid)
}

/// Migrates the registry and every municipality; `progress` is told each one that ended.
pub async fn migrate(
    config: &Config,
    now: DateTime<Utc>,
    mut progress: impl FnMut(&Migrated, usize),
) -> Result<Vec<Migrated>, Fault> {
    let registry = open_registry(config).await?;
    keys::ensure_first(&registry, &config.master_key, now).await?;
    let rows = registry.municipalities().await?;
    let total = rows.len();
    let mut ended = Vec::with_capacity(total);
    let mut running = stream::iter(rows.into_iter().map(|row| migrate_one(config, &registry, row, None)))
        .buffer_unordered(AT_A_TIME);
    while let Some(migrated) = running.next().await {
        progress(&migrated, total);
        ended.push(migrated);
    }
    drop(running);
    registry.0.close().await;
    ended.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(ended)
}

/// Opens the registry as its owner, made and migrated if needed.
pub(super) async fn open_registry(config: &Config) -> Result<RegistryDb, Fault> {
    let statements = Statements::default();
    match &config.engine {
        Engine::Sqlite(folder) => {
            make_private_folder(folder).map_err(|cause| Fault::unavailable(&cause))?;
            let _lock = FileLock::wait(&folder.join("registry.lock")).await?;
            let db = Db::sqlite(&folder.join("registry.db"), true, &statements).await?;
            RegistryMigrator::up(db.write(), None).await?;
            Ok(RegistryDb(db))
        }
        Engine::Postgres { url, .. } => {
            let owner = owner(config, postgres::REGISTRY)?;
            let serving = postgres::options(url)?;
            let login = serving.get_username().to_owned();
            if owner_name(config)? == login {
                return Err(Fault::bad_input(
                    "UP2_DATABASE_URL och UP2_OWNER_DATABASE_URL ska ha olika inloggningar.",
                    "UP2_DATABASE_URL and UP2_OWNER_DATABASE_URL must be different logins.",
                ));
            }
            postgres::lock(owner.write(), "registry").await?;
            postgres::ensure_role(owner.write(), &login, &password_of(url)?, postgres::REGISTRY).await?;
            postgres::close_to_public(owner.write(), &login).await?;
            postgres::ensure_schema(owner.write(), postgres::REGISTRY).await?;
            RegistryMigrator::up(owner.write(), None).await?;
            postgres::grant_registry(owner.write(), &login).await?;
            postgres::unlock(owner.write(), "registry").await?;
            Ok(RegistryDb(owner))
        }
    }
}

fn password_of(url: &str) -> Result<String, Fault> {
    let missing = || {
        Fault::bad_input(
            "UP2_DATABASE_URL saknar ett lösenord utan procenttecken: skriv postgres://användare:lösenord@värd/databas.",
            "UP2_DATABASE_URL lacks a password without percent signs: write postgres://user:password@host/database.",
        )
    };
    let (login, _) = url.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@')).ok_or_else(missing)?;
    // A percent sign would have to be decoded, and the role would get another password than the one connected with.
    let password =
        login.split_once(':').map(|(_, password)| password).filter(|password| !password.contains('%'));
    password.map(str::to_owned).ok_or_else(missing)
}

/// Makes the data folder, open to its owner alone; one that is there keeps its rights.
fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut maker = std::fs::DirBuilder::new();
    maker.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.create(folder)
}

/// The owner's login.
fn owner_name(config: &Config) -> Result<String, Fault> {
    match &config.engine {
        Engine::Postgres { owner_url: Some(url), .. } => {
            Ok(postgres::options(url)?.get_username().to_owned())
        }
        _ => Ok(String::new()),
    }
}

/// The owner's single connection to a municipality's database, wherever the registry says that it is.
pub(super) async fn owner_of(config: &Config, code: &str) -> Result<Db, Fault> {
    let registry = RegistryDb(owner(config, postgres::REGISTRY)?);
    let row = registry.municipality(code).await;
    registry.0.close().await;
    owner_at(config, row?.database_url.as_deref(), &postgres::schema(code))
}

/// The owner's single connection, working in `schema`.
fn owner(config: &Config, schema: &str) -> Result<Db, Fault> {
    owner_at(config, None, schema)
}

/// The same at the place of another address; the login is the owner's.
pub(super) fn owner_at(config: &Config, place: Option<&str>, schema: &str) -> Result<Db, Fault> {
    let Engine::Postgres { owner_url: Some(owner_url), .. } = &config.engine else {
        return Err(Fault::bad_input(
            "Ange UP2_OWNER_DATABASE_URL: bara ägarrollen lägger till och migrerar.",
            "Set UP2_OWNER_DATABASE_URL: only the owner role adds and migrates.",
        ));
    };
    let mut options = postgres::options(owner_url)?;
    if let Some(place) = place {
        let place = postgres::options(place)?;
        let database = place.get_database().unwrap_or_default();
        options = options.host(place.get_host()).port(place.get_port()).database(database);
    }
    let options = options.options([("search_path", schema)]);
    Ok(Db::postgres(options, 1, &Statements::default()))
}

async fn migrate_one(
    config: &Config,
    registry: &RegistryDb,
    row: municipality::Model,
    number: Option<String>,
) -> Migrated {
    let code = row.code.clone();
    let outcome = migrate_database(config, &row, number).await;
    let (version, failure) = match &outcome {
        Ok(version) => (Some(version.clone()), None),
        Err(failure) => (None, Some(failure.clone())),
    };
    if let Err(fault) = registry.note_migration(&code, version, failure).await {
        tracing::warn!(%code, ?fault, "outcome of migration not noted");
    }
    Migrated { code, outcome }
}

async fn migrate_database(
    config: &Config,
    row: &municipality::Model,
    number: Option<String>,
) -> Result<String, String> {
    let said = |fault: Fault| format!("{} ({})", fault.message(), fault.code().name());
    match &config.engine {
        Engine::Sqlite(folder) => {
            let _lock = FileLock::wait(&folder.join(format!("{}.lock", row.code))).await.map_err(said)?;
            let path = folder.join(format!("{}.db", row.code));
            let db = Db::sqlite(&path, true, &Statements::default()).await.map_err(said)?;
            let version = fill(db.write(), row, number).await;
            db.close().await;
            version
        }
        Engine::Postgres { .. } => {
            let (schema, role) = (postgres::schema(&row.code), postgres::role(&row.code));
            let owner = owner_at(config, row.database_url.as_deref(), &schema).map_err(said)?;
            let version = migrate_schema(config, row, number, &owner, &schema, &role).await;
            owner.close().await;
            version
        }
    }
}

async fn migrate_schema(
    config: &Config,
    row: &municipality::Model,
    number: Option<String>,
    owner: &Db,
    schema: &str,
    role: &str,
) -> Result<String, String> {
    let said = |fault: Fault| format!("{} ({})", fault.message(), fault.code().name());
    let sealed = row.database_password.as_deref().unwrap_or_default();
    let password = config.master_key.open_text("registry.database_password", sealed).map_err(said)?;
    let connection = owner.write();
    // Roles are rows that all databases of a server share: two changes at once make one of them fail.
    postgres::lock(connection, "roles").await.map_err(said)?;
    if row.database_url.is_some() {
        postgres::close_database(connection).await.map_err(said)?;
    }
    postgres::ensure_role(connection, role, &password, schema).await.map_err(said)?;
    postgres::allow_connect(connection, role).await.map_err(said)?;
    postgres::ensure_schema(connection, schema).await.map_err(said)?;
    postgres::unlock(connection, "roles").await.map_err(said)?;
    postgres::lock(connection, schema).await.map_err(said)?;
    let version = fill(connection, row, number).await?;
    postgres::grant_municipality(connection, schema, role).await.map_err(said)?;
    postgres::unlock(connection, schema).await.map_err(said)?;
    Ok(version)
}

/// Migrates, and writes the row that says whose database it is and the empty end of the access log.
async fn fill(
    connection: &DatabaseConnection,
    row: &municipality::Model,
    number: Option<String>,
) -> Result<String, String> {
    MunicipalityMigrator::up(connection, None).await.map_err(|cause| cause.to_string())?;
    first_rows(connection, &row.code, number).await.map_err(|fault| fault.message())?;
    Ok(MunicipalityMigrator::migrations().last().map(|last| last.name().to_owned()).unwrap_or_default())
}

async fn first_rows(
    connection: &DatabaseConnection,
    code: &str,
    number: Option<String>,
) -> Result<(), Fault> {
    let identity = identity::ActiveModel {
        id: Set(1),
        municipality_code: Set(code.to_owned()),
        organisation_number: Set(number),
        time_zone: Set("Europe/Stockholm".to_owned()),
    };
    identity::Entity::insert(identity)
        .on_conflict(OnConflict::column(identity::Column::Id).do_nothing().to_owned())
        .exec_without_returning(connection)
        .await?;
    let head = access_log_head::ActiveModel { id: Set(1), seq: Set(0), hash: Set(Vec::new()) };
    access_log_head::Entity::insert(head)
        .on_conflict(OnConflict::column(access_log_head::Column::Id).do_nothing().to_owned())
        .exec_without_returning(connection)
        .await?;
    Ok(())
}

/// A lock that the operating system frees when its holder dies.
struct FileLock(#[allow(dead_code, reason = "held, not read")] File);

impl FileLock {
    async fn wait(path: &Path) -> Result<Self, Fault> {
        let path = path.to_owned();
        let locked = tokio::task::spawn_blocking(move || {
            let file = File::options().create(true).append(true).open(path)?;
            file.lock()?;
            Ok::<_, std::io::Error>(file)
        });
        match locked.await {
            Ok(Ok(file)) => Ok(Self(file)),
            Ok(Err(cause)) => Err(Fault::unavailable(&cause)),
            Err(cause) => Err(Fault::of(Code::Internal).saying(
                format!("Låset gick inte att ta: {cause}"),
                format!("The lock was not taken: {cause}"),
            )),
        }
    }
}
