//! Changes of a municipality's database.

use sea_orm_migration::prelude::*;

mod m0001_foundation;
mod m0002_access_log;
mod m0003_process;
mod m0004_signals;
mod m0005_cases;
mod m0006_investigations_and_moves;
mod m0007_mapping_and_plan;
mod m0007_shipped;
mod m0008_kaa;
mod m0009_notes;
mod m0010_rights;
mod m0011_statistics;

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
            Box::new(m0004_signals::Signals),
            Box::new(m0005_cases::Cases),
            Box::new(m0006_investigations_and_moves::InvestigationsAndMoves),
            Box::new(m0007_mapping_and_plan::MappingAndPlan),
            Box::new(m0008_kaa::Kaa),
            Box::new(m0009_notes::Notes),
            Box::new(m0010_rights::Rights),
            Box::new(m0011_statistics::Statistics),
        ]
    }
}
