//! The registry: the database that municipalities share. It says which municipalities there are and how to reach
//! them, and keeps signing keys and signed ends of access logs. It holds no personal data but the names of SKR's own staff.

use entity::registry::{municipality, signed_head, signing_key};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::support::db::Db;
use crate::support::fault::{Code, Fault};

/// A handle to the registry; another type than a municipality's, so that they cannot be mixed up.
#[derive(Clone, Debug)]
pub struct RegistryDb(pub(super) Db);

#[allow(
    clippy::disallowed_methods,
    reason = "the registry has no persons, and this is the one place that selects from it"
)]
impl RegistryDb {
    /// All municipalities, by code.
    pub async fn municipalities(&self) -> Result<Vec<municipality::Model>, Fault> {
        Ok(municipality::Entity::find().order_by_asc(municipality::Column::Code).all(self.0.read()).await?)
    }

    /// One municipality; `NOT_FOUND` when it does not take part.
    pub async fn municipality(&self, code: &str) -> Result<municipality::Model, Fault> {
        municipality::Entity::find_by_id(code)
            .one(self.0.read())
            .await?
            .ok_or_else(|| Fault::of(Code::NotFound))
    }

    /// Adds a municipality unless it is there.
    pub(super) async fn add(&self, row: municipality::Model) -> Result<(), Fault> {
        let unless_there = OnConflict::column(municipality::Column::Code).do_nothing().to_owned();
        municipality::Entity::insert(municipality::ActiveModel::from(row))
            .on_conflict(unless_there)
            .exec_without_returning(self.0.write())
            .await?;
        Ok(())
    }

    /// Notes how the migration of a municipality ended.
    pub(super) async fn note_migration(
        &self,
        code: &str,
        version: Option<String>,
        failure: Option<String>,
    ) -> Result<(), Fault> {
        let mut row = municipality::ActiveModel {
            code: Set(code.to_owned()),
            failure: Set(failure),
            ..Default::default()
        };
        if version.is_some() {
            row.version = Set(version);
        }
        municipality::Entity::update(row).exec(self.0.write()).await?;
        Ok(())
    }

    /// Takes the wrapped key and the login of a municipality away.
    pub(super) async fn forget_key(&self, code: &str) -> Result<(), Fault> {
        let row = municipality::ActiveModel {
            code: Set(code.to_owned()),
            data_key: Set(Vec::new()),
            database_password: Set(None),
            ..Default::default()
        };
        municipality::Entity::update(row).exec(self.0.write()).await?;
        Ok(())
    }

    /// Takes a municipality out, with the signed ends of its log: they prove nothing without it, and one that is added
    /// again later begins a log of its own.
    pub(super) async fn remove(&self, code: &str) -> Result<(), Fault> {
        signed_head::Entity::delete_many()
            .filter(signed_head::Column::MunicipalityCode.eq(code))
            .exec(self.0.write())
            .await?;
        municipality::Entity::delete_by_id(code).exec(self.0.write()).await?;
        Ok(())
    }

    /// Closes its connections.
    pub(super) async fn close(self) {
        self.0.close().await;
    }

    /// All signing keys, the newest first.
    pub async fn signing_keys(&self) -> Result<Vec<signing_key::Model>, Fault> {
        Ok(signing_key::Entity::find()
            .order_by_desc(signing_key::Column::SignsFrom)
            .all(self.0.read())
            .await?)
    }

    /// Stores a new signing key.
    pub async fn add_signing_key(&self, row: signing_key::Model) -> Result<(), Fault> {
        signing_key::Entity::insert(signing_key::ActiveModel::from(row))
            .exec_without_returning(self.0.write())
            .await?;
        Ok(())
    }

    /// Sets until when a signing key is accepted.
    pub async fn retire_signing_key(
        &self,
        kid: &str,
        at: chrono::DateTime<chrono::Utc>,
    ) -> Result<(), Fault> {
        let row = signing_key::ActiveModel {
            kid: Set(kid.to_owned()),
            retired_at: Set(Some(at)),
            ..Default::default()
        };
        signing_key::Entity::update(row).exec(self.0.write()).await?;
        Ok(())
    }

    /// Stores the signed end of an access log.
    pub async fn add_signed_head(&self, row: signed_head::Model) -> Result<(), Fault> {
        signed_head::Entity::insert(signed_head::ActiveModel::from(row))
            .exec_without_returning(self.0.write())
            .await?;
        Ok(())
    }

    /// The latest signed end of a municipality's access log.
    pub async fn latest_signed_head(&self, code: &str) -> Result<Option<signed_head::Model>, Fault> {
        Ok(signed_head::Entity::find()
            .filter(signed_head::Column::MunicipalityCode.eq(code))
            .order_by_desc(signed_head::Column::Seq)
            .one(self.0.read())
            .await?)
    }

    /// The signed ends of a municipality's access log after `seq`, in order, at most `most`.
    pub async fn signed_heads(
        &self,
        code: &str,
        after: i64,
        most: u64,
    ) -> Result<Vec<signed_head::Model>, Fault> {
        Ok(signed_head::Entity::find()
            .filter(signed_head::Column::MunicipalityCode.eq(code))
            .filter(signed_head::Column::Seq.gt(after))
            .order_by_asc(signed_head::Column::Seq)
            .limit(most)
            .all(self.0.read())
            .await?)
    }

    /// Whether it answers.
    pub async fn ping(&self) -> Result<(), Fault> {
        Ok(self.0.read().ping().await?)
    }
}
