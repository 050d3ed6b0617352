//! The one list of slices: what can be asked and changed.

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, Data, EmptySubscription, ID, Interface, MergedObject, Object, SchemaBuilder};
use entity::municipality::{enrolment, guardian, school_result, staff, student_group, unit, youth};

use crate::access::loading::{RowsById, RowsOfYouths};
use crate::access::{Action, Authorize, Visit};
use crate::domain::attendance::loaders::AttendanceOfYouths;
use crate::domain::attendance::mutations::AttendanceMutations;
use crate::domain::enrolment::mutations::EnrolmentMutations;
use crate::domain::enrolment::types::Enrolment;
use crate::domain::group::loaders::GroupsOfYouths;
use crate::domain::group::queries::GroupQueries;
use crate::domain::group::types::Group;
use crate::domain::municipality::mutations::MunicipalityMutations;
use crate::domain::municipality::queries::MunicipalityQueries;
use crate::domain::municipality::types::{Municipality, Unit};
use crate::domain::oversight::mutations::OversightMutations;
use crate::domain::oversight::queries::OversightQueries;
use crate::domain::oversight::types::BreakGlass;
use crate::domain::protection::mutations::ProtectionMutations;
use crate::domain::protection::queries::ProtectionQueries;
use crate::domain::result::mutations::ResultMutations;
use crate::domain::staff::mutations::StaffMutations;
use crate::domain::staff::queries::StaffQueries;
use crate::domain::staff::types::{Assignment, Staff};
use crate::domain::youth::loaders::{Contact, Identity, Opened};
use crate::domain::youth::mutations::YouthMutations;
use crate::domain::youth::queries::YouthQueries;
use crate::domain::youth::types::Youth;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

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
);

/// What can be changed.
#[derive(MergedObject, Debug, Default)]
pub struct Mutation(
    StaffMutations,
    MunicipalityMutations,
    AttendanceMutations,
    ResultMutations,
    EnrolmentMutations,
    YouthMutations,
    ProtectionMutations,
    OversightMutations,
);

/// The schema, ready to be given its guards.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Begins the schema.
pub fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
}

/// What a request brings: the visit, and loaders that belong to it alone.
pub fn request_data(visit: &Arc<Visit>) -> Data {
    let mut data = Data::default();
    data.insert(visit.clone());
    data.insert(DataLoader::new(RowsById::<unit::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<staff::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<student_group::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<youth::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<guardian::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<enrolment::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<school_result::Entity>::new(visit), tokio::spawn));
    data.insert::<DataLoader<Identity>>(DataLoader::new(Opened::identity(visit), tokio::spawn));
    data.insert::<DataLoader<Contact>>(DataLoader::new(Opened::contact(visit), tokio::spawn));
    data.insert(DataLoader::new(GroupsOfYouths(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(AttendanceOfYouths(visit.clone()), tokio::spawn));
    data
}

/// Something with a global id.
#[derive(Interface, Clone, Debug)]
#[graphql(field(name = "id", ty = "&ID", desc = "Global id."))]
#[allow(clippy::large_enum_variant, reason = "lives for one answer")]
pub enum Node {
    /// A municipality.
    Municipality(Municipality),
    /// A unit.
    Unit(Unit),
    /// A member of staff.
    Staff(Staff),
    /// An assignment.
    Assignment(Assignment),
    /// A youth.
    Youth(Youth),
    /// An enrolment.
    Enrolment(Enrolment),
    /// A group.
    Group(Group),
    /// An opening of a youth by breaking the glass.
    BreakGlass(BreakGlass),
}

/// Queries by global id.
#[derive(Debug, Default)]
pub struct NodeQueries;

#[Object]
impl NodeQueries {
    /// The thing with this global id; `NOT_FOUND` when it is not there or out of reach. Of a person with protected
    /// data a reason is asked for: the header `Up2-Reason`.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: ID,
    ) -> Option<Result<Node, Fault>> {
        Some(node(ctx, &id).await)
    }

    /// The things with these global ids, in their order; null where one is not there or out of reach.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their global ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>, Fault> {
        if ids.len() > 100 {
            return Err(Fault::bad_input(
                "Fråga efter högst 100 id åt gången.",
                "Ask for at most 100 ids at a time.",
            ));
        }
        futures::future::try_join_all(ids.iter().map(|id| node_or_null(ctx, id))).await
    }
}

async fn node_or_null(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, Fault> {
    let found = match GlobalId::read(id)?.kind {
        // Youths and units of a list are loaded together.
        Kind::Youth => youth_in_list(ctx, id).await,
        _ => node(ctx, id).await.map(Some),
    };
    match found {
        Err(fault) if fault.code() == Code::NotFound => Ok(None),
        found => found,
    }
}

async fn youth_in_list(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, Fault> {
    let grant = ctx.authorize(Action::ReadYouth)?;
    let id = GlobalId::local(id, Kind::Youth, grant.municipality_code())?;
    Ok(Youth::load(ctx, id).await?.map(Node::Youth))
}

async fn node(ctx: &Context<'_>, id: &ID) -> Result<Node, Fault> {
    use crate::domain;
    Ok(match GlobalId::read(id)?.kind {
        Kind::Municipality => {
            Node::Municipality(domain::municipality::queries::municipality(ctx, Some(id)).await?)
        }
        Kind::Unit => Node::Unit(domain::municipality::queries::unit(ctx, id).await?),
        Kind::Staff => Node::Staff(domain::staff::queries::staff(ctx, id).await?),
        Kind::Assignment => Node::Assignment(domain::staff::queries::assignment(ctx, id).await?),
        Kind::Youth => Node::Youth(domain::youth::queries::youth(ctx, id, None).await?),
        Kind::Enrolment => Node::Enrolment(domain::enrolment::queries::enrolment(ctx, id).await?),
        Kind::Group => Node::Group(domain::group::queries::group(ctx, id).await?),
        Kind::BreakGlass => Node::BreakGlass(domain::oversight::queries::opening(ctx, id).await?),
    })
}

/// The schema in SDL: the published contract.
pub fn sdl() -> String {
    builder().finish().sdl()
}
