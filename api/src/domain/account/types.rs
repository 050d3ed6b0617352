//! Inputs and payloads of sign-in.

use async_graphql::{InputObject, SimpleObject};
use chrono::{DateTime, Utc};

use crate::access::sign_in::{Credentials, Tokens};
use crate::support::user_error::{UserError, UserErrorCode};

/// What a staff member types to sign in (inloggning).
#[derive(InputObject)]
pub struct SignInInput {
    /// The municipality's official code of four digits (kommunkod), such as `0483`; `SKR` for SKR's own staff.
    municipality: String,
    /// User name; case does not matter.
    user: String,
    /// Password.
    #[graphql(secret)]
    password: String,
    /// The six digits that the authenticator app shows now (tvåfaktor). Null signs in weakly: without it no data about
    /// a person is reached.
    #[graphql(secret)]
    totp: Option<String>,
}

impl From<SignInInput> for Credentials {
    fn from(input: SignInInput) -> Self {
        let SignInInput { municipality, user, password, totp } = input;
        Self { municipality: municipality.trim().to_owned(), user, password, totp }
    }
}

/// What renews a sign-in.
#[derive(InputObject)]
pub struct RefreshSessionInput {
    /// The refresh token of the latest answer. It works once: a second use closes the session.
    #[graphql(secret)]
    pub(super) refresh_token: String,
}

/// A sign-in, new or renewed, or why there is none.
#[derive(SimpleObject)]
pub struct SessionPayload {
    /// For the header `Authorization: Bearer …`; null when refused.
    access_token: Option<String>,
    /// To be exchanged once, by `refreshSession`; null when refused.
    refresh_token: Option<String>,
    /// When the access token ends; null when refused.
    expires_at: Option<DateTime<Utc>>,
    /// What to mend; empty when signed in.
    user_errors: Vec<UserError>,
}

impl SessionPayload {
    /// The tokens, or one refusal that does not say what was wrong.
    pub(super) fn of(tokens: Option<Tokens>, refusal: UserErrorCode) -> Self {
        match tokens {
            Some(Tokens { access_token, refresh_token, expires_at }) => Self {
                access_token: Some(access_token),
                refresh_token: Some(refresh_token),
                expires_at: Some(expires_at),
                user_errors: Vec::new(),
            },
            None => Self {
                access_token: None,
                refresh_token: None,
                expires_at: None,
                user_errors: vec![UserError::of(refusal)],
            },
        }
    }
}

/// A sign-out.
#[derive(SimpleObject)]
pub struct SignOutPayload {
    /// What to mend; always empty so far.
    pub(super) user_errors: Vec<UserError>,
}
