//! SKR's own staff. They belong to no municipality: their accounts are in the registry, and what they sign in to holds no
//! handle of any municipality's database, so that there is nothing to reach a person by.

use chrono::{DateTime, Utc};
use entity::registry::skr_account;
use entity::vocabulary::Role;
use uuid::Uuid;

use super::accounts::{AccountFault, Invitation, user_name};
use super::password::{self, Passwords};
use super::tenants::{self, RegistryDb};
use super::totp::TotpSecret;
use crate::support::config::Config;
use crate::support::fault::{Code, Fault};
use crate::support::ids;

/// What SKR's staff give as municipality when they sign in.
pub const CODE: &str = "SKR";
/// Where the secret of a second factor is sealed for.
pub(super) const TOTP_PLACE: &str = "skr_account.totp_secret";

/// The roles that SKR's staff have.
pub const ROLES: [Role; 2] = [Role::SkrProcessSupport, Role::SkrAnalyst];

/// A signed-in member of SKR's staff.
#[derive(Clone, Debug)]
pub struct SkrViewer {
    /// The account signed in with.
    pub account: skr_account::Model,
    /// The session.
    pub session_id: Uuid,
    /// Whether a second factor was shown.
    pub second_factor: bool,
}

/// Loads the viewer of a session; `UNAUTHENTICATED` when it is closed, expired or its account is.
pub(super) async fn load(
    registry: &RegistryDb,
    session_id: Uuid,
    now: DateTime<Utc>,
) -> Result<SkrViewer, Fault> {
    let found = registry.skr_session(session_id).await?;
    let open = found.filter(|(session, account)| {
        session.revoked_at.is_none() && now < session.expires_at && account.disabled_at.is_none()
    });
    let (session, account) = open.ok_or_else(|| Fault::of(Code::Unauthenticated))?;
    Ok(SkrViewer { account, session_id, second_factor: session.second_factor })
}

/// Whom an account is opened for.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// Given name.
    pub given_name: &'a str,
    /// Family name.
    pub family_name: &'a str,
    /// User name.
    pub user_name: &'a str,
    /// One of [`ROLES`].
    pub role: Role,
}

/// Opens an account with a new password and second factor. Belongs to setting up: on PostgreSQL it takes the owner, since
/// what serves cannot make accounts.
pub async fn invite(
    config: &Config,
    passwords: &Passwords,
    person: Person<'_>,
    now: DateTime<Utc>,
) -> Result<Result<Invitation, AccountFault>, Fault> {
    let Some(user_name) = user_name(person.user_name) else { return Ok(Err(AccountFault::UserName)) };
    let invitation = Invitation { user_name, password: password::generate(), totp: TotpSecret::random() };
    let opened = open(config, passwords, person, &invitation, now).await?;
    Ok(if opened { Ok(invitation) } else { Err(AccountFault::Taken) })
}

/// Opens an account with what is given to sign in with; false when somebody has the user name.
pub async fn open(
    config: &Config,
    passwords: &Passwords,
    person: Person<'_>,
    with: &Invitation,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let row = skr_account::Model {
        id: ids::new_id(now),
        given_name: person.given_name.to_owned(),
        family_name: person.family_name.to_owned(),
        role: person.role,
        user_name: with.user_name.clone(),
        password_hash: passwords.hash(with.password.clone()).await?,
        totp_secret: config.master_key.seal(TOTP_PLACE, with.totp.bytes()),
        totp_last_step: None,
        disabled_at: None,
        created_at: now,
    };
    tenants::add_skr_account(config, row).await
}
