//! Rows of accounts, sessions and refresh tokens. Each condition that must hold only once is part of an UPDATE, so
//! that of two callers at the same moment one is refused, on either engine and between instances.

use chrono::{DateTime, Utc};
use entity::municipality::{account, refresh_token, session};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::access::refresh::RefreshToken;
use crate::access::tenants::MunicipalityDb;
use crate::support::fault::Fault;
use crate::support::ids;

/// A session and its next refresh token.
pub(super) struct Opened {
    pub(super) session: session::Model,
    pub(super) refresh: RefreshToken,
}

/// The open account of this user name.
#[allow(clippy::disallowed_methods, reason = "nobody can have a grant before signing in")]
pub(super) async fn account_of(db: &MunicipalityDb, user: &str) -> Result<Option<account::Model>, Fault> {
    Ok(account::Entity::find()
        .filter(account::Column::UserName.eq(user))
        .filter(account::Column::DisabledAt.is_null())
        .one(db.db().read())
        .await?)
}

/// Opens a session, with a second factor when the step of its code is given. Nothing if that code was used meanwhile.
pub(super) async fn open(
    db: &MunicipalityDb,
    account_id: Uuid,
    step: Option<i64>,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<Option<Opened>, Fault> {
    let transaction = db.db().begin().await?;
    if let Some(step) = step
        && !use_step(&transaction, account_id, step).await?
    {
        return Ok(None);
    }
    let second_factor = step.is_some();
    let id = ids::new_id(now);
    let session =
        session::Model { id, account_id, second_factor, created_at: now, expires_at, revoked_at: None };
    session::Entity::insert(session.clone().into_active_model()).exec_without_returning(&transaction).await?;
    let refresh = hand_out(&transaction, db.code(), id, now).await?;
    transaction.commit().await?;
    Ok(Some(Opened { session, refresh }))
}

/// Exchanges a refresh token. One that was used before closes its session, and that is kept although it is refused.
pub(super) async fn exchange(
    db: &MunicipalityDb,
    token: &RefreshToken,
    now: DateTime<Utc>,
) -> Result<Option<Opened>, Fault> {
    let transaction = db.db().begin().await?;
    let fresh = use_token(&transaction, token, now).await?;
    let opened = match session_of(&transaction, token).await? {
        Some(session) if !fresh => {
            revoke(&transaction, session.id, now).await?;
            None
        }
        Some(session) if session.revoked_at.is_none() && now < session.expires_at => {
            let refresh = hand_out(&transaction, db.code(), session.id, now).await?;
            Some(Opened { session, refresh })
        }
        _ => None,
    };
    transaction.commit().await?;
    Ok(opened)
}

/// Closes a session.
pub(super) async fn close(db: &MunicipalityDb, session_id: Uuid, now: DateTime<Utc>) -> Result<(), Fault> {
    revoke(db.db().write(), session_id, now).await
}

#[allow(clippy::disallowed_methods, reason = "one account by its id, only if no later code was used")]
async fn use_step(on: &impl ConnectionTrait, account_id: Uuid, step: i64) -> Result<bool, Fault> {
    let later = Condition::any()
        .add(account::Column::TotpLastStep.is_null())
        .add(account::Column::TotpLastStep.lt(step));
    let used = account::Entity::update_many()
        .col_expr(account::Column::TotpLastStep, Expr::value(step))
        .filter(account::Column::Id.eq(account_id))
        .filter(later)
        .exec(on)
        .await?;
    Ok(used.rows_affected == 1)
}

#[allow(clippy::disallowed_methods, reason = "one token by its hash, only if it is fresh")]
async fn use_token(
    on: &impl ConnectionTrait,
    token: &RefreshToken,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let used = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::UsedAt, Expr::value(now))
        .filter(refresh_token::Column::TokenHash.eq(token.hash()))
        .filter(refresh_token::Column::UsedAt.is_null())
        .exec(on)
        .await?;
    Ok(used.rows_affected == 1)
}

/// The session that a token belongs to, unless its account is closed.
#[allow(clippy::disallowed_methods, reason = "who holds a refresh token has no grant yet")]
async fn session_of(
    on: &impl ConnectionTrait,
    token: &RefreshToken,
) -> Result<Option<session::Model>, Fault> {
    let row = refresh_token::Entity::find()
        .filter(refresh_token::Column::TokenHash.eq(token.hash()))
        .one(on)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(session) = session::Entity::find_by_id(row.session_id).one(on).await? else { return Ok(None) };
    let account = account::Entity::find_by_id(session.account_id).one(on).await?;
    Ok(account.filter(|account| account.disabled_at.is_none()).map(|_| session))
}

#[allow(clippy::disallowed_methods, reason = "one session by its id")]
async fn revoke(on: &impl ConnectionTrait, session_id: Uuid, now: DateTime<Utc>) -> Result<(), Fault> {
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::Id.eq(session_id))
        .filter(session::Column::RevokedAt.is_null())
        .exec(on)
        .await?;
    Ok(())
}

async fn hand_out(
    on: &impl ConnectionTrait,
    municipality: &str,
    session_id: Uuid,
    now: DateTime<Utc>,
) -> Result<RefreshToken, Fault> {
    let token = RefreshToken::random(municipality);
    let row = refresh_token::Model {
        id: ids::new_id(now),
        session_id,
        token_hash: token.hash(),
        issued_at: now,
        used_at: None,
    };
    refresh_token::Entity::insert(row.into_active_model()).exec_without_returning(on).await?;
    Ok(token)
}
