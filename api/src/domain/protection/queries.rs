//! Root field: protectedAppointments.

use async_graphql::{Context, ID, Object};

use super::store;
use super::types::ProtectedAppointment;
use crate::access::{Action, Authorize};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};

/// Queries about appointments for protected persons.
#[derive(Debug, Default)]
pub struct ProtectionQueries;

#[Object]
impl ProtectionQueries {
    /// Who is or was appointed to see a protected person (utsedda), the latest first, at most 100.
    async fn protected_appointments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The youth's global id.")] youth: ID,
    ) -> Option<Result<Vec<ProtectedAppointment>, Fault>> {
        Some(appointments(ctx, &youth).await)
    }
}

async fn appointments(ctx: &Context<'_>, youth: &ID) -> Result<Vec<ProtectedAppointment>, Fault> {
    let grant = ctx.authorize(Action::AppointForProtected)?;
    let youth = GlobalId::local(youth, Kind::Youth, grant.municipality_code())?;
    store::youth(&grant, youth).await?;
    ProtectedAppointment::of(&grant, store::of_youth(&grant, youth).await?).await
}
