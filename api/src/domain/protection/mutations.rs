//! Root fields: appointForProtected, endAppointment.

use async_graphql::{Context, ID, Object};
use entity::municipality::protected_appointment;
use uuid::Uuid;

use super::rules::AppointmentFault;
use super::types::{AppointForProtectedInput, AppointmentPayload, EndAppointmentInput, ProtectedAppointment};
use super::{rules, store};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::UserError;

/// Mutations of appointments for protected persons.
#[derive(Debug, Default)]
pub struct ProtectionMutations;

#[Object]
impl ProtectionMutations {
    /// Appoints a member of staff for a protected person (utser personal), from today: what their assignments give of
    /// the youth is open to them, for a reason at each reading.
    async fn appoint_for_protected(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is appointed for whom.")] input: AppointForProtectedInput,
    ) -> Option<Result<AppointmentPayload, Fault>> {
        Some(appoint(ctx, input).await)
    }

    /// Ends a member of staff's appointment for a protected person, at once.
    async fn end_appointment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose appointment for whom.")] input: EndAppointmentInput,
    ) -> Option<Result<AppointmentPayload, Fault>> {
        Some(end(ctx, input).await)
    }
}

async fn appoint(ctx: &Context<'_>, input: AppointForProtectedInput) -> Result<AppointmentPayload, Fault> {
    let grant = ctx.authorize(Action::AppointForProtected)?;
    let by = grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    let (youth, staff) = read(&grant, &input.youth, &input.staff)?;
    let person = store::youth(&grant, youth).await?;
    let (today, ends_on) = (grant.reach().today, input.ends_on.map(|day| day.0));
    if let Err(fault) = rules::check(Some(by), staff, person.protection, today, ends_on) {
        return Ok(AppointmentPayload::refused(fault));
    }
    if !grant.knows_staff(staff).await? {
        return Ok(AppointmentPayload::refused(UserError::not_found("input.staff")));
    }
    if !store::in_force(&grant, youth, staff).await?.is_empty() {
        return Ok(AppointmentPayload::refused(AppointmentFault::Taken));
    }
    let row = protected_appointment::Model {
        id: ids::new_id(grant.clock().now()),
        youth_id: youth,
        staff_id: staff,
        appointed_by: by,
        starts_on: today,
        ends_on,
    };
    store::add(&grant, row).await?;
    answer(&grant, youth).await
}

async fn end(ctx: &Context<'_>, input: EndAppointmentInput) -> Result<AppointmentPayload, Fault> {
    let grant = ctx.authorize(Action::AppointForProtected)?;
    let (youth, staff) = read(&grant, &input.youth, &input.staff)?;
    store::youth(&grant, youth).await?;
    let rows = store::in_force(&grant, youth, staff).await?;
    if rows.is_empty() {
        return Ok(AppointmentPayload::refused(AppointmentFault::None));
    }
    store::end(&grant, rows).await?;
    answer(&grant, youth).await
}

fn read(grant: &Grant, youth: &ID, staff: &ID) -> Result<(Uuid, Uuid), Fault> {
    let code = grant.municipality_code();
    Ok((GlobalId::local(youth, Kind::Youth, code)?, GlobalId::local(staff, Kind::Staff, code)?))
}

async fn answer(grant: &Grant, youth: Uuid) -> Result<AppointmentPayload, Fault> {
    let rows = store::of_youth(grant, youth).await?;
    Ok(AppointmentPayload::done(ProtectedAppointment::of(grant, rows).await?))
}
