//! Destroying a municipality: its key first, so that what is encrypted under it can be read nowhere any more, in no
//! database, backup or export; then its database.

use super::owner::Owner;
use super::{postgres, provision};
use crate::support::config::{Config, Engine};
use crate::support::fault::Fault;

/// Destroys the key and the database of a municipality; `NOT_FOUND` when it does not take part. Cut off, it is run again.
/// A server that has the municipality open holds its key in memory until it is restarted.
pub async fn destroy(config: &Config, code: &str) -> Result<(), Fault> {
    let registry = provision::open_registry(config).await?;
    let place = registry.municipality(code).await?.database_url;
    registry.forget_key(code).await?;
    // The file of the registry must not hold the key on a free page either.
    Owner::of(registry.0.clone()).write_anew(&["municipality"]).await?;
    match &config.engine {
        Engine::Sqlite(folder) => {
            for ending in ["db", "db-wal", "db-shm"] {
                match std::fs::remove_file(folder.join(format!("{code}.{ending}"))) {
                    Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                        return Err(Fault::unavailable(&cause));
                    }
                    _ => {}
                }
            }
        }
        Engine::Postgres { .. } => {
            let (schema, role) = (postgres::schema(code), postgres::role(code));
            let owner = provision::owner_at(config, place.as_deref(), postgres::REGISTRY)?;
            let dropped = postgres::drop_municipality(owner.write(), &schema, &role).await;
            owner.close().await;
            dropped?;
        }
    }
    registry.remove(code).await?;
    registry.close().await;
    Ok(())
}
