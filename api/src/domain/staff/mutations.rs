//! Changes of staff: addStaff, grantAssignment, answerAssignment, endAssignment.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::municipality::{assignment, staff};
use entity::text::sort_name;
use entity::vocabulary::{AssignmentState, Role};
use uuid::Uuid;

use super::payloads::{
    AddStaffInput, AnswerAssignmentInput, AssignmentPayload, ConfirmInvitationInput,
    ConfirmInvitationPayload, EndAssignmentInput, GrantAssignmentInput, InvitationPayload, InviteStaffInput,
    StaffPayload,
};
use super::rules::{self, GrantFault};
use super::store;
use super::types::{Assignment, Staff};
use crate::access::accounts;
use crate::access::sign_in::Desk;
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::{UserError, UserErrorCode};

/// Mutations of staff.
#[derive(Debug, Default)]
pub struct StaffMutations;

#[Object]
impl StaffMutations {
    /// Adds a person to the staff.
    async fn add_staff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] input: AddStaffInput,
    ) -> Option<Result<StaffPayload, Fault>> {
        Some(add_staff(ctx, input).await)
    }

    /// Gives a member of staff an account (inbjudan). The password is shown this once, to be handed over in person. The
    /// second factor, without which no person is reached, comes from `confirmInvitation`, by a second person.
    async fn invite_staff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and the user name.")] input: InviteStaffInput,
    ) -> Option<Result<InvitationPayload, Fault>> {
        Some(invite_staff(ctx, input).await)
    }

    /// Confirms a colleague's invitation and shows, this once, the second factor, to be handed over in person: by the
    /// unit's head teacher or the director, and neither who invited nor who is invited. So nobody but the person
    /// invited holds both the password and the second factor.
    async fn confirm_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose invitation.")] input: ConfirmInvitationInput,
    ) -> Option<Result<ConfirmInvitationPayload, Fault>> {
        Some(confirm_invitation(ctx, input).await)
    }

    /// Grants a role at a unit. Roles that reach people, granted by an administrator, wait for a second person.
    async fn grant_assignment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The assignment.")] input: GrantAssignmentInput,
    ) -> Option<Result<AssignmentPayload, Fault>> {
        Some(grant_assignment(ctx, input).await)
    }

    /// Answers an assignment that waits: the second person is the unit's head teacher or the director, and neither
    /// who granted it nor who receives it.
    async fn answer_assignment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: AnswerAssignmentInput,
    ) -> Option<Result<AssignmentPayload, Fault>> {
        Some(answer_assignment(ctx, input).await)
    }

    /// Ends an assignment; what it gave is out of reach at once, on every instance.
    async fn end_assignment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end.")] input: EndAssignmentInput,
    ) -> Option<Result<AssignmentPayload, Fault>> {
        Some(end_assignment(ctx, input).await)
    }
}

async fn add_staff(ctx: &Context<'_>, input: AddStaffInput) -> Result<StaffPayload, Fault> {
    let grant = ctx.authorize(Action::ManageStaff)?;
    for (field, name) in [("input.givenName", &input.given_name), ("input.familyName", &input.family_name)] {
        if !(1..=100).contains(&name.trim().chars().count()) {
            let error = UserError::new(
                field,
                UserErrorCode::OutOfRange,
                "Ange ett namn på 1 till 100 tecken.",
                "Give a name of 1 to 100 characters.",
            );
            return Ok(StaffPayload { staff: None, user_errors: vec![error] });
        }
    }
    let (given, family) = (input.given_name.trim(), input.family_name.trim());
    let row = staff::Model {
        id: ids::new_id(grant.clock().now()),
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        sort_name: sort_name(given, family),
        source_id: None,
        source_ref: None,
        removed_at: None,
        created_at: grant.clock().now(),
    };
    store::add(&grant, row.clone()).await?;
    Ok(StaffPayload { staff: Some(Staff::of(row, grant.municipality_code())), user_errors: Vec::new() })
}

async fn confirm_invitation(
    ctx: &Context<'_>,
    input: ConfirmInvitationInput,
) -> Result<ConfirmInvitationPayload, Fault> {
    let grant = ctx.authorize(Action::ApproveAssignments)?;
    let staff_id = GlobalId::local(&input.staff, Kind::Staff, grant.municipality_code())?;
    let person = store::find(&grant, staff_id).await?;
    ConfirmInvitationPayload::of(accounts::confirm(&grant, person.id).await?, grant.municipality_code())
}

async fn invite_staff(ctx: &Context<'_>, input: InviteStaffInput) -> Result<InvitationPayload, Fault> {
    let grant = ctx.authorize(Action::ManageStaff)?;
    let staff_id = GlobalId::local(&input.staff, Kind::Staff, grant.municipality_code())?;
    if !grant.knows_staff(staff_id).await? {
        return Err(Fault::of(Code::NotFound));
    }
    let desk = ctx.data::<Arc<Desk>>().map_err(|_| Fault::internal(&"request without a desk"))?;
    grant.log_about_nobody().await?;
    let invited = accounts::invite(&grant, desk.passwords(), staff_id, &input.user_name).await?;
    Ok(InvitationPayload::of(invited))
}

async fn grant_assignment(
    ctx: &Context<'_>,
    input: GrantAssignmentInput,
) -> Result<AssignmentPayload, Fault> {
    let grant = ctx.authorize(Action::GrantAssignments)?;
    let row = match read(ctx, &grant, input).await? {
        Ok(row) => row,
        Err(fault) => return Ok(AssignmentPayload::refused(fault)),
    };
    store::add_assignment(&grant, row.clone()).await?;
    Ok(AssignmentPayload::done(Assignment::of(row, grant.municipality_code())))
}

async fn answer_assignment(
    ctx: &Context<'_>,
    input: AnswerAssignmentInput,
) -> Result<AssignmentPayload, Fault> {
    let grant = ctx.authorize(Action::ApproveAssignments)?;
    let id = GlobalId::local(&input.assignment, Kind::Assignment, grant.municipality_code())?;
    let row = store::assignment(&grant, id).await?;
    let me = grant.staff_id();
    if row.state != AssignmentState::Pending {
        return Ok(AssignmentPayload::refused(GrantFault::NotWaiting));
    }
    if me == Some(row.staff_id) || me == row.granted_by {
        return Ok(AssignmentPayload::refused(GrantFault::ByOwnHand));
    }
    let state = if input.approve { AssignmentState::Active } else { AssignmentState::Refused };
    let row = store::answer(&grant, id, AssignmentState::Pending, state, me).await?;
    Ok(AssignmentPayload::done(Assignment::of(row, grant.municipality_code())))
}

async fn end_assignment(ctx: &Context<'_>, input: EndAssignmentInput) -> Result<AssignmentPayload, Fault> {
    let grant = ctx.authorize(Action::GrantAssignments)?;
    let id = GlobalId::local(&input.assignment, Kind::Assignment, grant.municipality_code())?;
    let row = store::assignment(&grant, id).await?;
    let line = grant.line_of(row.unit_id).await?;
    if let Err(fault) =
        rules::state_of_grant(&store::roles_over(&ctx.visit()?.signed_in()?.assignments, &line), row.role)
    {
        return Ok(AssignmentPayload::refused(fault));
    }
    let asked = input.ends_on.map(|day| day.0);
    let row = match rules::end_of(row.starts_on, row.ends_on, asked, grant.reach().today) {
        Ok(Some(last)) => store::end(&grant, id, last).await?,
        // A period of days cannot end before it starts: one that began today is ended by refusing it.
        Ok(None) => store::answer(&grant, id, row.state, AssignmentState::Refused, grant.staff_id()).await?,
        Err(fault) => return Ok(AssignmentPayload::refused(fault)),
    };
    Ok(AssignmentPayload::done(Assignment::of(row, grant.municipality_code())))
}

/// Reads and checks what is to be granted.
async fn read(
    ctx: &Context<'_>,
    grant: &Grant,
    input: GrantAssignmentInput,
) -> Result<Result<assignment::Model, GrantFault>, Fault> {
    let local = |id: &ID, kind| GlobalId::local(id, kind, grant.municipality_code());
    let (staff_id, unit_id) = (local(&input.staff, Kind::Staff)?, local(&input.unit, Kind::Unit)?);
    let group_id = input.group.as_ref().map(|id| local(id, Kind::Group)).transpose()?;
    let role = Role::from(input.role);
    let line = grant.line_of(unit_id).await?;
    let held = &ctx.visit()?.signed_in()?.assignments;
    let starts_on = input.starts_on.map_or(grant.reach().today, |day| day.0);
    let ends_on = input.ends_on.map(|day| day.0);
    let to_self = if grant.staff_id() == Some(staff_id) { Err(GrantFault::ToSelf) } else { Ok(()) };
    let state = to_self
        .and_then(|()| rules::check_group(role, group_id.is_some()))
        .and_then(|()| rules::check_period(starts_on, ends_on))
        .and_then(|()| rules::state_of_grant(&store::roles_over(held, &line), role));
    let state = match state {
        Ok(state) => state,
        Err(fault) => return Ok(Err(fault)),
    };
    exists(grant, staff_id, unit_id, group_id).await?;
    let now = grant.clock().now();
    Ok(Ok(assignment::Model {
        id: ids::new_id(now),
        staff_id,
        role,
        unit_id,
        group_id,
        starts_on,
        ends_on,
        state,
        granted_by: grant.staff_id(),
        approved_by: None,
        source_id: None,
        source_ref: None,
        created_at: now,
    }))
}

async fn exists(grant: &Grant, staff: Uuid, unit: Uuid, group: Option<Uuid>) -> Result<(), Fault> {
    if !grant.knows_staff(staff).await? {
        return Err(Fault::of(Code::NotFound));
    }
    match group {
        Some(group) if !store::group_is_at(grant, group, unit).await? => Err(Fault::of(Code::NotFound)),
        _ => Ok(()),
    }
}
