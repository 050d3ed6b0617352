//! Root fields: shareClassified, endShare.

use async_graphql::{Context, Object};
use entity::municipality::secrecy_share;
use entity::vocabulary::{ClassifiedKind, Role};
use uuid::Uuid;

use super::rules::{self, Receiver, Shared, SharingFault};
use super::store;
use super::types::{SecrecyShare, check_youth};
use super::types_input::{EndShareInput, ShareClassifiedInput, SharePayload};
use crate::access::policy::{Extent, extent};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::UserError;

/// Mutations of sharing.
#[derive(Debug, Default)]
pub struct SharingMutations;

#[Object]
impl SharingMutations {
    /// Shares a classified thing that the viewer has written beyond its secrecy class (delar), with one member of staff
    /// or one role, by a consent or a provision of law.
    async fn share_classified(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, with whom, and on what ground.")] input: ShareClassifiedInput,
    ) -> Option<Result<SharePayload, Fault>> {
        Some(share(ctx, input).await)
    }

    /// Takes a share back (avslutar delning), at once. Taking it back again changes nothing.
    async fn end_share(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which share.")] input: EndShareInput,
    ) -> Option<Result<SharePayload, Fault>> {
        Some(end(ctx, input).await)
    }
}

async fn share(ctx: &Context<'_>, input: ShareClassifiedInput) -> Result<SharePayload, Fault> {
    let grant = ctx.authorize(Action::ShareClassified)?;
    let by = grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    let id = GlobalId::local(&input.object, Kind::Note, grant.municipality_code())?;
    let object = store::classified(&grant, ClassifiedKind::Note, id).await?;
    check_youth(ctx, &grant, object.youth_id).await?;
    let row = match checked(&grant, by, object, &input).await? {
        Ok(row) => row,
        Err(error) => return Ok(SharePayload::refused(error)),
    };
    if store::is_shared(&grant, &row).await? {
        return Ok(SharePayload::refused(SharingFault::Taken));
    }
    store::add(&grant, row.clone()).await?;
    answer(&grant, row).await
}

/// The row to add, or what to mend.
async fn checked(
    grant: &Grant,
    by: Uuid,
    object: store::Classified,
    input: &ShareClassifiedInput,
) -> Result<Result<secrecy_share::Model, UserError>, Fault> {
    let code = grant.municipality_code();
    let local = |id: &Option<async_graphql::ID>, kind, field| {
        id.as_ref().map(|id| GlobalId::of_row(id, kind, code, field)).transpose()
    };
    let named = local(&input.to_staff, Kind::Staff, "input.toStaff")
        .and_then(|staff| Ok((staff, local(&input.consent, Kind::Consent, "input.consent")?)));
    let (staff, consent_id) = match named {
        Ok(named) => named,
        Err(error) => return Ok(Err(error)),
    };
    let shared = Shared { secrecy: object.secrecy, author: object.author_id, by };
    let reads = |role| extent(Action::ReadNotes, role) != Extent::Nothing;
    let receiver = rules::receiver(staff, input.to_role.map(Role::from))
        .and_then(|to| rules::check(shared, to, &input.reason, reads).map(|()| to));
    let receiver = match receiver {
        Ok(receiver) => receiver,
        Err(fault) => return Ok(Err(fault.into())),
    };
    if let Receiver::Staff(staff) = receiver
        && !grant.knows_staff(staff).await?
    {
        return Ok(Err(UserError::not_found("input.toStaff")));
    }
    let consent = match consent_id {
        None => None,
        Some(id) => match store::consent(grant, object.youth_id, id).await? {
            None => return Ok(Err(UserError::not_found("input.consent"))),
            found => found,
        },
    };
    if let Err(fault) = rules::check_ground(input.ground.into(), consent) {
        return Ok(Err(fault.into()));
    }
    let now = grant.clock().now();
    Ok(Ok(secrecy_share::Model {
        id: ids::new_id(now),
        youth_id: object.youth_id,
        object_kind: object.kind,
        object_id: object.id,
        to_staff_id: if let Receiver::Staff(staff) = receiver { Some(staff) } else { None },
        to_role: if let Receiver::Role(role) = receiver { Some(role) } else { None },
        ground: input.ground.into(),
        consent_id,
        reason: grant.keys().columns.seal(store::REASON, input.reason.trim().as_bytes()),
        author_id: by,
        created_at: now,
        ended_at: None,
    }))
}

async fn end(ctx: &Context<'_>, input: EndShareInput) -> Result<SharePayload, Fault> {
    let grant = ctx.authorize(Action::ShareClassified)?;
    let id = GlobalId::local(&input.share, Kind::SecrecyShare, grant.municipality_code())?;
    let row = store::find(&grant, id).await?;
    check_youth(ctx, &grant, row.youth_id).await?;
    if Some(row.author_id) != grant.staff_id() {
        return Ok(SharePayload::refused(SharingFault::NotSharer));
    }
    let row = store::end(&grant, row).await?;
    answer(&grant, row).await
}

async fn answer(grant: &Grant, row: secrecy_share::Model) -> Result<SharePayload, Fault> {
    let is_in_force = store::in_force(grant, [row.id]).await?.contains(&row.id);
    Ok(SharePayload::done(SecrecyShare::of(row, is_in_force, grant)?))
}
