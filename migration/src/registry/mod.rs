//! Changes of the registry.

use sea_orm_migration::prelude::*;

mod m0001_foundation;
mod m0002_statistics;
mod m0003_skr;

/// Brings the registry to its present shape.
#[derive(Debug)]
pub struct RegistryMigrator;

#[async_trait::async_trait]
impl MigratorTrait for RegistryMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_foundation::Foundation),
            Box::new(m0002_statistics::Statistics),
            Box::new(m0003_skr::Skr),
        ]
    }
}
