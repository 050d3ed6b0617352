//! The one list of slices: what can be asked and changed.

mod node;

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{Data, EmptySubscription, MergedObject, SchemaBuilder};
use chrono::{DateTime, Utc};
use entity::municipality::{
    assignment, enrolment, guardian, school_result, staff, student_group, unit, youth,
};

use crate::access::Visit;
use crate::access::loading::{RowsById, RowsOfYouths};
use crate::domain::account::AccountMutation;
use crate::domain::attendance::loaders::AttendanceOfYouths;
use crate::domain::attendance::mutations::AttendanceMutations;
use crate::domain::enrolment::mutations::EnrolmentMutations;
use crate::domain::group::loaders::GroupsOfYouths;
use crate::domain::group::queries::GroupQueries;
use crate::domain::municipality::mutations::MunicipalityMutations;
use crate::domain::municipality::queries::MunicipalityQueries;
use crate::domain::municipality::types::Units;
use crate::domain::oversight::loaders::Openings;
use crate::domain::oversight::mutations::OversightMutations;
use crate::domain::oversight::queries::OversightQueries;
use crate::domain::oversight::types::BreakGlassPage;
use crate::domain::oversight::types_log::AccessLogPage;
use crate::domain::protection::mutations::ProtectionMutations;
use crate::domain::protection::queries::ProtectionQueries;
use crate::domain::result::mutations::ResultMutations;
use crate::domain::rights::mutations::{RetentionMutations, RightsMutations};
use crate::domain::rights::queries::RightsQueries;
use crate::domain::rights::types::ErasurePage;
use crate::domain::staff::loaders::AssignmentsOfStaff;
use crate::domain::staff::mutations::StaffMutations;
use crate::domain::staff::queries::StaffQueries;
use crate::domain::staff::types::StaffPage;
use crate::domain::youth::loaders::{Contact, Identity, Opened};
use crate::domain::youth::mutations::YouthMutations;
use crate::domain::youth::queries::YouthQueries;
use crate::domain::youth::types::Youths;
use node::NodeQueries;

/// What can be asked.
#[derive(MergedObject, Debug, Default)]
pub struct Query(
    NodeQueries,
    StaffQueries,
    MunicipalityQueries,
    YouthQueries,
    GroupQueries,
    ProtectionQueries,
    OversightQueries,
    RightsQueries,
);

/// What can be changed.
#[derive(MergedObject, Debug, Default)]
pub struct Mutation(
    AccountMutation,
    StaffMutations,
    MunicipalityMutations,
    AttendanceMutations,
    ResultMutations,
    EnrolmentMutations,
    YouthMutations,
    ProtectionMutations,
    OversightMutations,
    RightsMutations,
    RetentionMutations,
);

/// The schema, ready to be given its guards.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Begins the schema. What the library makes types of says here what it is.
pub fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .override_output_type_description::<DateTime<Utc>>(
            "An instant in UTC, written `2025-11-24T11:00:00Z` (ISO 8601, RFC 3339).",
        )
        .override_output_type_description::<Units>("A page of units (enheter).")
        .override_output_type_description::<StaffPage>("A page of staff (personal).")
        .override_output_type_description::<Youths>("A page of youths (unga).")
        .override_output_type_description::<BreakGlassPage>(
            "A page of openings by breaking the glass (nödöppningar).",
        )
        .override_output_type_description::<AccessLogPage>("A page of the access log (åtkomstlogg).")
        .override_output_type_description::<ErasurePage>("A page of erasures (raderingar, gallringar).")
}

/// What a request brings: the visit, and loaders that belong to it alone.
pub fn request_data(visit: &Arc<Visit>) -> Data {
    let mut data = Data::default();
    data.insert(visit.clone());
    data.insert(DataLoader::new(RowsById::<unit::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<staff::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<student_group::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<assignment::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<enrolment::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(Openings(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<youth::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<guardian::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<enrolment::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<school_result::Entity>::new(visit), tokio::spawn));
    data.insert::<DataLoader<Identity>>(DataLoader::new(Opened::identity(visit), tokio::spawn));
    data.insert::<DataLoader<Contact>>(DataLoader::new(Opened::contact(visit), tokio::spawn));
    data.insert(DataLoader::new(AssignmentsOfStaff(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(GroupsOfYouths(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(AttendanceOfYouths(visit.clone()), tokio::spawn));
    data
}

/// The schema in SDL: the published contract.
pub fn sdl() -> String {
    builder().finish().sdl()
}
