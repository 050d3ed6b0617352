//! Accounts and sessions of SKR's own staff, in the registry. What serves opens and closes sessions, at the desk; accounts
//! are made by the owner.

use entity::registry::{skr_account, skr_session};
use sea_orm::{EntityTrait, IntoActiveModel, SqlErr};
use uuid::Uuid;

use super::provision::open_registry;
use super::registry::RegistryDb;
use crate::support::config::Config;
use crate::support::db::Db;
use crate::support::fault::Fault;

impl RegistryDb {
    /// Its connections; inside `access` only.
    pub(in crate::access) fn db(&self) -> &Db {
        &self.0
    }

    /// A session of SKR's staff with its account.
    #[allow(clippy::disallowed_methods, reason = "the rows that say who asks, of no municipality")]
    pub(in crate::access) async fn skr_session(
        &self,
        id: Uuid,
    ) -> Result<Option<(skr_session::Model, skr_account::Model)>, Fault> {
        let db = self.0.read();
        let Some(session) = skr_session::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
        let account = skr_account::Entity::find_by_id(session.account_id).one(db).await?;
        Ok(account.map(|account| (session, account)))
    }
}

/// Adds an account for SKR's staff, as the owner; false when somebody has the user name.
pub(in crate::access) async fn add_skr_account(
    config: &Config,
    row: skr_account::Model,
) -> Result<bool, Fault> {
    let registry = open_registry(config).await?;
    let row = row.into_active_model();
    let stored = skr_account::Entity::insert(row).exec_without_returning(registry.0.write()).await;
    registry.0.close().await;
    match stored {
        Err(cause) if matches!(cause.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(false),
        stored => Ok(stored.map(|_| true)?),
    }
}
