//! Changes of a municipality's database.

use sea_orm_migration::prelude::*;

mod m0001_foundation;
mod m0002_access_log;
mod m0003_process;
mod m0010_rights;

/// Brings a municipality's database to its present shape.
#[derive(Debug)]
pub struct MunicipalityMigrator;

#[async_trait::async_trait]
impl MigratorTrait for MunicipalityMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_foundation::Foundation),
            Box::new(m0002_access_log::AccessLog),
            Box::new(m0003_process::Process),
            Box::new(m0010_rights::Rights),
        ]
    }
}
