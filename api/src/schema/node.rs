//! Things by their global id (Relay).
#![allow(missing_docs, reason = "the derive of an interface writes a method without a comment")]

use async_graphql::{Context, ID, Interface, Object};

use crate::access::{Action, Authorize};
use crate::domain::enrolment::types::Enrolment;
use crate::domain::group::types::Group;
use crate::domain::municipality::types::{Municipality, Unit};
use crate::domain::oversight::types::BreakGlass;
use crate::domain::rights::types::{Erasure, LegalHold};
use crate::domain::staff::types::{Assignment, Staff};
use crate::domain::youth::types::Youth;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// Something with a global id.
#[derive(Interface, Clone, Debug)]
#[graphql(field(name = "id", ty = "&ID", desc = "Global id."))]
#[allow(clippy::large_enum_variant, reason = "lives for one answer")]
pub(crate) enum Node {
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
    /// An erasure.
    Erasure(Erasure),
    /// A legal hold.
    LegalHold(LegalHold),
}

/// Queries by global id.
#[derive(Debug, Default)]
pub(crate) struct NodeQueries;

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
        // A protected person in a list is a bare row, not a question for a reason.
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
        Kind::Erasure => Node::Erasure(domain::rights::queries::erasure(ctx, id).await?),
        Kind::LegalHold => Node::LegalHold(domain::rights::queries::legal_hold(ctx, id).await?),
    })
}
