//! The front desk: from a bearer token to a visit, and from a visit to its log entries.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::DateTime;

use super::settings::Parts;
use crate::access::Visit;
use crate::access::token::Claims;
use crate::server::reception::{self, Caller, Received, Reception, SignIn};
use crate::support::fault::{Code, Fault};

/// Receives callers of one installation.
#[derive(Clone, Debug)]
pub(super) struct Front {
    parts: Parts,
}

impl Front {
    pub(super) fn new(parts: Parts) -> Self {
        Self { parts }
    }
}

#[async_trait]
impl Reception for Front {
    async fn receive(&self, caller: Caller) -> Result<Received, Fault> {
        let claims = caller.token.as_deref().map(|token| self.parts.desk.verify(token)).transpose()?;
        let session = claims.as_ref().map(|claims| (claims.mun.as_str(), claims.sid));
        let address = caller.address.map(|address| address.to_string()).unwrap_or_default();
        // A bucket a municipality and client: an account signed in, or an address that is not.
        let bucket = match &claims {
            Some(claims) => format!("{}/{}", claims.mun, claims.sub),
            None => format!("address/{address}"),
        };
        let sign_in = claims.as_ref().map(sign_in).transpose()?;
        let visit = self.parts.access.visit(session, caller.reason, address, caller.request).await?;
        let visit = Arc::new(visit);
        let mut data = crate::schema::request_data(&visit);
        data.insert(self.parts.desk.clone());
        Ok(Received { data, bucket, visit: Box::new(Written(visit)), sign_in })
    }
}

fn sign_in(claims: &Claims) -> Result<SignIn, Fault> {
    let expires_at = DateTime::from_timestamp(claims.exp, 0);
    Ok(SignIn {
        session: format!("{}/{}", claims.mun, claims.sid),
        expires_at: expires_at.ok_or_else(|| Fault::of(Code::Unauthenticated))?,
    })
}

/// A visit that ends in the access log.
struct Written(Arc<Visit>);

#[async_trait]
impl reception::Visit for Written {
    async fn finish(self: Box<Self>) -> Result<(), Fault> {
        self.0.finish().await
    }
}
