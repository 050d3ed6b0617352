//! Books of accounts: that of a municipality's staff, in its own database, and that of SKR's, in the registry. Their tables
//! have the same columns, so that one desk serves both by the same rules.

use entity::municipality::{account, refresh_token, session};
use entity::registry::{skr_account, skr_refresh_token, skr_session};
use sea_orm::EntityName;

use super::TOTP_PLACE;
use crate::access::skr;
use crate::access::tenants::{MunicipalityDb, RegistryDb};
use crate::support::crypto::Key;
use crate::support::db::Db;
use crate::support::fault::Fault;

/// One book, as the desk needs it.
pub(super) struct Book {
    pub(super) db: Db,
    /// Municipality code, or `SKR`.
    pub(super) code: String,
    pub(super) accounts: &'static str,
    pub(super) sessions: &'static str,
    pub(super) refresh_tokens: &'static str,
    key: Key,
    totp_place: &'static str,
}

impl Book {
    /// That of a municipality's staff.
    pub(super) fn of(municipality: &MunicipalityDb) -> Self {
        Self {
            db: municipality.db().clone(),
            code: municipality.code().to_owned(),
            accounts: account::Entity.table_name(),
            sessions: session::Entity.table_name(),
            refresh_tokens: refresh_token::Entity.table_name(),
            key: municipality.keys().columns.clone(),
            totp_place: TOTP_PLACE,
        }
    }

    /// That of SKR's staff, whose secrets the master key keeps.
    pub(super) fn of_skr(registry: &RegistryDb, master_key: &Key) -> Self {
        Self {
            db: registry.db().clone(),
            code: skr::CODE.to_owned(),
            accounts: skr_account::Entity.table_name(),
            sessions: skr_session::Entity.table_name(),
            refresh_tokens: skr_refresh_token::Entity.table_name(),
            key: master_key.clone(),
            totp_place: skr::TOTP_PLACE,
        }
    }

    /// The secret of a second factor.
    pub(super) fn secret(&self, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        self.key.open(self.totp_place, sealed)
    }
}
