//! Root fields: referYouth, transferYouth, acceptTransfer, rejectTransfer, revokeTransfer, completeTransfer.

use async_graphql::{Context, Object};
use entity::vocabulary::TransferKind;

use super::rules::Step;
use super::types_input::{
    AnswerTransferInput, ChangeTransferInput, MoveYouthInput, RejectTransferInput, TransferPayload,
};
use super::{changes, making};
use crate::support::fault::Fault;
use crate::support::words;

/// Mutations of transfers.
#[derive(Debug, Default)]
pub struct TransferMutations;

#[Object]
impl TransferMutations {
    /// Refers a youth (remitterar): another takes part, and the sender keeps the case. A ground is needed.
    async fn refer_youth(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, to whom, on what ground.")] input: MoveYouthInput,
    ) -> Option<Result<TransferPayload, Fault>> {
        Some(making::make(ctx, TransferKind::Referral, input).await)
    }

    /// Transfers a youth (lämnar över): another takes over. A ground is needed. What goes to another municipality is
    /// sealed and delivered as a copy.
    async fn transfer_youth(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, to whom, on what ground.")] input: MoveYouthInput,
    ) -> Option<Result<TransferPayload, Fault>> {
        Some(making::make(ctx, TransferKind::Transfer, input).await)
    }

    /// Accepts a transfer (tar emot). To the activity duty (KAA) the youth is entered in its register; of a young adult a
    /// case is opened for the coach, on the youth's consent.
    async fn accept_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The transfer.")] input: AnswerTransferInput,
    ) -> Option<Result<TransferPayload, Fault>> {
        let answer = words::optional("input.answer", input.answer.as_deref());
        Some(changes::change(ctx, Step::Accept, &input.transfer, input.version, answer).await)
    }

    /// Declines a transfer (avböjer), and says why.
    async fn reject_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The transfer.")] input: RejectTransferInput,
    ) -> Option<Result<TransferPayload, Fault>> {
        let answer = words::required("input.answer", &input.answer).map(Some);
        Some(changes::change(ctx, Step::Reject, &input.transfer, input.version, answer).await)
    }

    /// Takes a transfer back (återkallar) that waits for an answer; one to another municipality only until it has left.
    async fn revoke_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The transfer.")] input: ChangeTransferInput,
    ) -> Option<Result<TransferPayload, Fault>> {
        Some(changes::change(ctx, Step::Revoke, &input.transfer, input.version, Ok(None)).await)
    }

    /// Says that what was accepted has been done (genomförd); either side may.
    async fn complete_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The transfer.")] input: ChangeTransferInput,
    ) -> Option<Result<TransferPayload, Fault>> {
        Some(changes::change(ctx, Step::Complete, &input.transfer, input.version, Ok(None)).await)
    }
}
