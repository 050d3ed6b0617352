//! Rows of accounts, sessions and refresh tokens of a [`Book`]. Each condition that must hold only once is part of an
//! UPDATE, so that of two callers at the same moment one is refused, on either engine and between instances.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Cond, Expr, ExprTrait, InsertStatement, Query, UpdateStatement};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::book::Book;
use crate::access::refresh::RefreshToken;
use crate::support::fault::Fault;
use crate::support::ids;

/// An open account, as far as the desk needs it.
#[derive(FromQueryResult)]
pub(super) struct Account {
    pub(super) id: Uuid,
    pub(super) password_hash: String,
    pub(super) totp_secret: Vec<u8>,
    pub(super) totp_last_step: Option<i64>,
}

/// A session, as far as the desk needs it.
#[derive(FromQueryResult)]
pub(super) struct Session {
    pub(super) id: Uuid,
    pub(super) account_id: Uuid,
    pub(super) second_factor: bool,
    pub(super) expires_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
}

/// A session and its next refresh token.
pub(super) struct Opened {
    pub(super) session: Session,
    pub(super) refresh: RefreshToken,
}

/// The open account of this user name.
#[allow(clippy::disallowed_methods, reason = "nobody can have a grant before signing in")]
pub(super) async fn account_of(book: &Book, user: &str) -> Result<Option<Account>, Fault> {
    let select = Query::select()
        .columns(["id", "password_hash", "totp_secret", "totp_last_step"])
        .from(book.accounts)
        .and_where(Expr::col("user_name").eq(user))
        .and_where(Expr::col("disabled_at").is_null())
        .take();
    let row = book.db.read().query_one(&select).await?;
    Ok(row.map(|row| Account::from_query_result(&row, "")).transpose()?)
}

/// Opens a session, with a second factor when the step of its code is given. Nothing if that code was used meanwhile.
pub(super) async fn open(
    book: &Book,
    account_id: Uuid,
    step: Option<i64>,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<Option<Opened>, Fault> {
    let transaction = book.db.begin().await?;
    if let Some(step) = step
        && !use_step(book, &transaction, account_id, step).await?
    {
        return Ok(None);
    }
    let (id, second_factor) = (ids::new_id(now), step.is_some());
    let session = Session { id, account_id, second_factor, expires_at, revoked_at: None };
    let row = Query::insert()
        .into_table(book.sessions)
        .columns(["id", "account_id", "second_factor", "created_at", "expires_at"])
        .values([id.into(), account_id.into(), second_factor.into(), now.into(), expires_at.into()])
        .map_err(|cause| Fault::internal(&cause))?
        .take();
    insert(&transaction, &row).await?;
    let refresh = hand_out(book, &transaction, id, now).await?;
    transaction.commit().await?;
    Ok(Some(Opened { session, refresh }))
}

/// Exchanges a refresh token. One that was used before closes its session, and that is kept although it is refused.
pub(super) async fn exchange(
    book: &Book,
    token: &RefreshToken,
    now: DateTime<Utc>,
) -> Result<Option<Opened>, Fault> {
    let transaction = book.db.begin().await?;
    let fresh = use_token(book, &transaction, token, now).await?;
    let opened = match session_of(book, &transaction, token).await? {
        Some(session) if !fresh => {
            revoke(book, &transaction, session.id, now).await?;
            None
        }
        Some(session) if session.revoked_at.is_none() && now < session.expires_at => {
            let refresh = hand_out(book, &transaction, session.id, now).await?;
            Some(Opened { session, refresh })
        }
        _ => None,
    };
    transaction.commit().await?;
    Ok(opened)
}

/// Closes a session.
pub(super) async fn close(book: &Book, session_id: Uuid, now: DateTime<Utc>) -> Result<(), Fault> {
    revoke(book, book.db.write(), session_id, now).await
}

/// One account by its id, only if no later code was used.
async fn use_step(
    book: &Book,
    on: &impl ConnectionTrait,
    account_id: Uuid,
    step: i64,
) -> Result<bool, Fault> {
    let last = || Expr::col("totp_last_step");
    let change = Query::update()
        .table(book.accounts)
        .value("totp_last_step", step)
        .and_where(Expr::col("id").eq(account_id))
        .cond_where(Cond::any().add(last().is_null()).add(last().lt(step)))
        .take();
    Ok(changed(on, &change).await? == 1)
}

/// One token by its hash, only if it is fresh.
async fn use_token(
    book: &Book,
    on: &impl ConnectionTrait,
    token: &RefreshToken,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let change = Query::update()
        .table(book.refresh_tokens)
        .value("used_at", now)
        .and_where(Expr::col("token_hash").eq(token.hash()))
        .and_where(Expr::col("used_at").is_null())
        .take();
    Ok(changed(on, &change).await? == 1)
}

/// The session that a token belongs to, unless its account is closed.
#[allow(clippy::disallowed_methods, reason = "who holds a refresh token has no grant yet")]
async fn session_of(
    book: &Book,
    on: &impl ConnectionTrait,
    token: &RefreshToken,
) -> Result<Option<Session>, Fault> {
    let of_token = Query::select()
        .column("session_id")
        .from(book.refresh_tokens)
        .and_where(Expr::col("token_hash").eq(token.hash()))
        .take();
    let open =
        Query::select().column("id").from(book.accounts).and_where(Expr::col("disabled_at").is_null()).take();
    let select = Query::select()
        .columns(["id", "account_id", "second_factor", "expires_at", "revoked_at"])
        .from(book.sessions)
        .and_where(Expr::col("id").in_subquery(of_token))
        .and_where(Expr::col("account_id").in_subquery(open))
        .take();
    let row = on.query_one(&select).await?;
    Ok(row.map(|row| Session::from_query_result(&row, "")).transpose()?)
}

/// One session by its id.
async fn revoke(
    book: &Book,
    on: &impl ConnectionTrait,
    session_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let change = Query::update()
        .table(book.sessions)
        .value("revoked_at", now)
        .and_where(Expr::col("id").eq(session_id))
        .and_where(Expr::col("revoked_at").is_null())
        .take();
    changed(on, &change).await.map(|_| ())
}

async fn hand_out(
    book: &Book,
    on: &impl ConnectionTrait,
    session_id: Uuid,
    now: DateTime<Utc>,
) -> Result<RefreshToken, Fault> {
    let token = RefreshToken::random(&book.code);
    let row = Query::insert()
        .into_table(book.refresh_tokens)
        .columns(["id", "session_id", "token_hash", "issued_at"])
        .values([ids::new_id(now).into(), session_id.into(), token.hash().into(), now.into()])
        .map_err(|cause| Fault::internal(&cause))?
        .take();
    insert(on, &row).await?;
    Ok(token)
}

#[allow(clippy::disallowed_methods, reason = "a row of one's own sign-in, in whichever book it is")]
async fn insert(on: &impl ConnectionTrait, row: &InsertStatement) -> Result<(), Fault> {
    on.execute(row).await?;
    Ok(())
}

/// How many rows a change met.
#[allow(clippy::disallowed_methods, reason = "one row by its key, in whichever book it is")]
async fn changed(on: &impl ConnectionTrait, change: &UpdateStatement) -> Result<u64, Fault> {
    Ok(on.execute(change).await?.rows_affected())
}
