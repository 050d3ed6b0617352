//! Root fields of sign-in.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::types::{RefreshSessionInput, SessionPayload, SignInInput, SignOutPayload};
use crate::access::Authorize;
use crate::access::sign_in::Desk;
use crate::support::fault::Fault;
use crate::support::user_error::UserErrorCode;

/// Signing in and out.
#[derive(Debug, Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Signs a member of a municipality's or of SKR's staff in (logga in). An unknown user, a wrong password and a wrong code are one answer.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in, and how.")] input: SignInInput,
    ) -> Option<Result<SessionPayload, Fault>> {
        Some(sign_in(ctx, input).await)
    }

    /// Exchanges a refresh token for new tokens (förnya inloggningen).
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refresh token.")] input: RefreshSessionInput,
    ) -> Option<Result<SessionPayload, Fault>> {
        Some(refresh(ctx, input).await)
    }

    /// Signs out (logga ut): at once, on every instance, with all tokens of this sign-in.
    async fn sign_out(&self, ctx: &Context<'_>) -> Option<Result<SignOutPayload, Fault>> {
        Some(sign_out(ctx).await)
    }
}

async fn sign_in(ctx: &Context<'_>, input: SignInInput) -> Result<SessionPayload, Fault> {
    let tokens = desk(ctx)?.sign_in(input.into(), ctx.visit()?.address()).await?;
    Ok(SessionPayload::of(tokens, UserErrorCode::SignInRefused))
}

async fn refresh(ctx: &Context<'_>, input: RefreshSessionInput) -> Result<SessionPayload, Fault> {
    let tokens = desk(ctx)?.refresh(&input.refresh_token).await?;
    Ok(SessionPayload::of(tokens, UserErrorCode::SessionOver))
}

async fn sign_out(ctx: &Context<'_>) -> Result<SignOutPayload, Fault> {
    desk(ctx)?.sign_out(ctx.visit()?.asker()).await?;
    Ok(SignOutPayload { user_errors: Vec::new() })
}

fn desk<'a>(ctx: &Context<'a>) -> Result<&'a Arc<Desk>, Fault> {
    ctx.data::<Arc<Desk>>().map_err(|_| Fault::internal(&"schema without a desk"))
}

#[cfg(test)]
mod tests {
    use async_graphql::{EmptySubscription, Schema};

    use super::*;

    #[derive(Default)]
    struct Query;

    #[Object]
    impl Query {
        async fn nothing(&self) -> bool {
            true
        }
    }

    #[test]
    fn clients_find_the_names_they_rely_on() {
        let sdl = Schema::new(Query, AccountMutation, EmptySubscription).sdl();
        for name in [
            "signIn(",
            "refreshSession(",
            "signOut: ",
            "accessToken: String",
            "expiresAt: DateTime",
            "totp: String",
        ] {
            assert!(sdl.contains(name), "{name} in {sdl}");
        }
    }

    #[tokio::test]
    async fn a_failure_of_ours_nulls_the_field_alone_and_tells_no_cause() {
        let schema = Schema::new(Query, AccountMutation, EmptySubscription);
        let answer = schema.execute("mutation { signOut { userErrors { code } } }").await;
        assert_eq!(answer.data.to_string(), "{signOut: null}");
        assert!(answer.errors.len() == 1 && !answer.errors[0].message.contains("desk"));
    }
}
