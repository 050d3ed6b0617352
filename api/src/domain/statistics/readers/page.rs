//! Stub.
use crate::access::tenants::RegistryDb;
use crate::support::document::{Asked, Document};
use crate::support::fault::{Code, Fault};
pub(super) async fn read(_registry: &RegistryDb, _asked: &Asked) -> Result<Document, Fault> {
    Err(Fault::of(Code::NotFound))
}
