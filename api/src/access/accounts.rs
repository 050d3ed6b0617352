//! Opening an account for a member of staff: a user name, a password and a second factor, shown once.

use entity::municipality::account;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::Grant;
use super::password::{self, Passwords};
use super::sign_in::TOTP_PLACE;
use super::totp::TotpSecret;
use crate::support::fault::Fault;
use crate::support::ids;

/// What a person needs to sign in; shown once, never printed by the log.
pub struct Invitation {
    /// User name.
    pub user_name: String,
    /// Password.
    pub password: String,
    /// Second factor.
    pub totp: TotpSecret,
}

impl std::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Invitation(…)")
    }
}

/// Why no account was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountFault {
    /// User name: 3 to 100 letters, digits and . _ - @.
    UserName,
    /// Somebody has the user name, or the person has an account.
    Taken,
}

/// Opens an account with a new password and second factor.
pub async fn invite(
    grant: &Grant,
    passwords: &Passwords,
    staff_id: Uuid,
    user_name: &str,
) -> Result<Result<Invitation, AccountFault>, Fault> {
    let Some(user_name) = self::user_name(user_name) else { return Ok(Err(AccountFault::UserName)) };
    let invitation = Invitation { user_name, password: password::generate(), totp: TotpSecret::random() };
    let row = account::Model {
        id: ids::new_id(grant.clock().now()),
        staff_id,
        user_name: invitation.user_name.clone(),
        password_hash: passwords.hash(invitation.password.clone()).await?,
        totp_secret: grant.keys().columns.seal(TOTP_PLACE, invitation.totp.bytes()),
        totp_last_step: None,
        disabled_at: None,
        invited_by: grant.staff_id(),
        confirmed_by: None,
        created_at: grant.clock().now(),
    };
    let opened = open(grant, row).await?;
    Ok(if opened { Ok(invitation) } else { Err(AccountFault::Taken) })
}

/// A user name as it is stored; nothing when it cannot be one.
pub(super) fn user_name(typed: &str) -> Option<String> {
    let user_name = typed.trim().to_lowercase();
    let fits = |letter: char| letter.is_alphanumeric() || "._-@".contains(letter);
    ((3..=100).contains(&user_name.chars().count()) && user_name.chars().all(fits)).then_some(user_name)
}

/// Why no invitation was confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmFault {
    /// No invitation waits: there is no account, or its second factor has been handed over.
    NotWaiting,
    /// Neither who invited nor who is invited confirms.
    OwnDeed,
}

/// Confirms a colleague's invitation: makes the second factor anew and gives it to the one who confirms, for the
/// person invited. Who invited knows the password alone, which reaches no person; nobody knows both but the owner.
#[allow(clippy::disallowed_methods, reason = "accounts are reached only here and at the desk")]
pub async fn confirm(
    grant: &Grant,
    staff_id: Uuid,
) -> Result<Result<(String, TotpSecret), ConfirmFault>, Fault> {
    let me = grant.staff_id();
    grant.log_about_nobody().await?;
    let tx = grant.begin().await?;
    let found = account::Entity::find()
        .filter(account::Column::StaffId.eq(staff_id))
        .lock_exclusive()
        .one(&tx)
        .await?;
    let Some(row) = found.filter(|row| row.invited_by.is_some() && row.confirmed_by.is_none()) else {
        return Ok(Err(ConfirmFault::NotWaiting));
    };
    if me.is_none() || me == row.invited_by || me == Some(staff_id) {
        return Ok(Err(ConfirmFault::OwnDeed));
    }
    let totp = TotpSecret::random();
    let change = account::ActiveModel {
        id: Set(row.id),
        totp_secret: Set(grant.keys().columns.seal(TOTP_PLACE, totp.bytes())),
        totp_last_step: Set(None),
        confirmed_by: Set(me),
        ..Default::default()
    };
    grant.update(&tx, change).await?;
    tx.commit().await?;
    Ok(Ok((row.user_name, totp)))
}

#[allow(clippy::disallowed_methods, reason = "accounts are reached only here and at the desk")]
async fn open(grant: &Grant, row: account::Model) -> Result<bool, Fault> {
    let id = row.id;
    let tx = grant.begin().await?;
    account::Entity::insert(account::ActiveModel::from(row))
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    let opened = account::Entity::find().filter(account::Column::Id.eq(id)).count(&tx).await? > 0;
    tx.commit().await?;
    Ok(opened)
}
