//! The desk where staff of municipalities and of SKR sign in, renew their sign-in and sign out.
//!
//! This is the only place that takes a municipality from the caller, and it reaches accounts and nothing else. What
//! always holds: an unknown municipality, an unknown user, a wrong password and a wrong code are one answer after the
//! same work; no code and no refresh token works twice; a refresh token that comes a second time closes its session,
//! for then somebody has copied it.

mod book;
mod limits;
mod store;

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};

use super::password::Passwords;
use super::refresh::RefreshToken;
use super::signing::KeyRing;
use super::skr;
use super::tenants::Tenants;
use super::token::{Claims, SignedIn};
use super::totp::TotpSecret;
use super::visit::Asker;
use crate::support::cache::Cache;
use crate::support::fault::{Code, Fault};
use book::Book;
use limits::Limits;
use store::{Account, Opened};

/// How long an access token is valid.
pub const TOKEN_LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// How long a sign-in can be renewed: a working day.
pub const SESSION_LIFETIME: TimeDelta = TimeDelta::hours(12);
/// Where the secret of a second factor is sealed for.
pub const TOTP_PLACE: &str = "account.totp_secret";

/// What a person types to sign in; never printed.
pub struct Credentials {
    /// Municipality code, or `SKR`.
    pub municipality: String,
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
    /// Code of the second factor; without one the sign-in is a weak one.
    pub totp: Option<String>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credentials({})", self.municipality)
    }
}

/// What a client gets; never printed.
pub struct Tokens {
    /// For the header `Authorization`.
    pub access_token: String,
    /// To be exchanged once.
    pub refresh_token: String,
    /// When the access token ends.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tokens(until {})", self.expires_at)
    }
}

/// The desk of one instance.
#[derive(Debug)]
pub struct Desk {
    tenants: Arc<Tenants>,
    ring: RwLock<Arc<KeyRing>>,
    passwords: Passwords,
    limits: Limits,
}

impl Desk {
    /// Opens the desk.
    pub fn new(tenants: Arc<Tenants>, cache: Cache, ring: KeyRing, passwords: Passwords) -> Self {
        let limits = Limits::new(cache, tenants.config().master_key.derive("sign-in limits"));
        Self { tenants, ring: RwLock::new(Arc::new(ring)), passwords, limits }
    }

    /// The keys that sign.
    pub fn ring(&self) -> Arc<KeyRing> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes the keys that the registry has now.
    pub fn replace_ring(&self, ring: KeyRing) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }

    /// Hashes passwords for new accounts.
    pub fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// What an access token says, if it is valid now. Whether its session still is, the viewer's rows say.
    pub fn verify(&self, token: &str) -> Result<Claims, Fault> {
        self.ring().verify(token, self.tenants.clock().now())
    }

    /// Signs in; nothing when refused, whatever the reason.
    pub async fn sign_in(&self, typed: Credentials, address: &str) -> Result<Option<Tokens>, Fault> {
        let user = typed.user.trim().to_lowercase();
        let limited = self.limits.of(&typed.municipality, &user);
        limited.attempt(address).await?;
        let book = self.book(&typed.municipality).await?;
        let account = match &book {
            Some(book) => store::account_of(book, &user).await?,
            None => None,
        };
        let hash = account.as_ref().map(|account| account.password_hash.clone());
        let matches = self.passwords.verify(typed.password, hash).await?;
        let (Some(book), Some(account), true) = (book, account, matches) else { return Ok(None) };
        let step = match typed.totp {
            None => None,
            Some(_) if !limited.code().await? => return Ok(None),
            Some(code) => match self.step_of(&book, &account, &code)? {
                None => return Ok(None),
                step => step,
            },
        };
        let now = self.tenants.clock().now();
        let opened = store::open(&book, account.id, step, now, now + SESSION_LIFETIME).await?;
        if opened.is_some() {
            limited.forget(step.is_some()).await?;
        }
        opened.map(|opened| self.tokens(&book, opened, now)).transpose()
    }

    /// Exchanges a refresh token for new tokens; nothing when it is unknown, used, or its session is over.
    pub async fn refresh(&self, text: &str) -> Result<Option<Tokens>, Fault> {
        let Some(token) = RefreshToken::parse(text) else { return Ok(None) };
        let Some(book) = self.book(token.municipality()).await? else { return Ok(None) };
        let now = self.tenants.clock().now();
        let opened = store::exchange(&book, &token, now).await?;
        opened.map(|opened| self.tokens(&book, opened, now)).transpose()
    }

    /// Closes the asker's session: from now on no instance accepts its tokens.
    pub async fn sign_out(&self, asker: &Asker) -> Result<(), Fault> {
        let (book, session) = match asker {
            Asker::Nobody => return Err(Fault::of(Code::Unauthenticated)),
            Asker::Staff(viewer) => (Book::of(&viewer.municipality), viewer.session_id),
            Asker::Skr(viewer) => (self.book_of_skr(), viewer.session_id),
        };
        store::close(&book, session, self.tenants.clock().now()).await
    }

    /// The book of accounts of a municipality or of SKR; none of what takes no part.
    async fn book(&self, code: &str) -> Result<Option<Book>, Fault> {
        if code == skr::CODE {
            return Ok(Some(self.book_of_skr()));
        }
        match self.tenants.handle(code).await {
            Ok(db) => Ok(Some(Book::of(&db))),
            Err(fault) if fault.code() == Code::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn book_of_skr(&self) -> Book {
        Book::of_skr(self.tenants.registry(), &self.tenants.config().master_key)
    }

    fn step_of(&self, book: &Book, account: &Account, code: &str) -> Result<Option<i64>, Fault> {
        let secret = book.secret(&account.totp_secret)?;
        let now = self.tenants.clock().now();
        Ok(TotpSecret::from_bytes(&secret)?.verify(code, now, account.totp_last_step))
    }

    fn tokens(&self, book: &Book, opened: Opened, now: DateTime<Utc>) -> Result<Tokens, Fault> {
        let who = SignedIn {
            account: opened.session.account_id,
            session: opened.session.id,
            municipality: book.code.clone(),
            second_factor: opened.session.second_factor,
        };
        let ring = self.ring();
        let lifetime = TOKEN_LIFETIME.min(opened.session.expires_at - now);
        let access_token = ring.issue(&ring.claims(&who, now, lifetime))?;
        Ok(Tokens {
            access_token,
            refresh_token: opened.refresh.text().to_owned(),
            expires_at: now + lifetime,
        })
    }
}

#[cfg(test)]
mod tests;
