//! How the databases change: one migrator for a municipality, one for the registry.
//!
//! Every migration runs in a transaction on both engines. This crate never imports `entity`: a migration
//! describes the past, an entity the present.

pub use sea_orm_migration::prelude::MigratorTrait;

mod municipality;
mod registry;
mod table;
mod words;

pub use municipality::MunicipalityMigrator;
pub use registry::RegistryMigrator;
