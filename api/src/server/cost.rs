//! What a request costs its client: a leaky bucket for each municipality and client.
//!
//! The cost found by the guard is held back before execution; what was not used is given back after it, and what lists of
//! unknown length gave beyond it is poured after it. The actual cost is the number of objects in the answer.

use async_graphql::{Value, value};

use super::settings::Limits;
use crate::support::cache::Cache;
use crate::support::crypto;
use crate::support::fault::{Code, Fault};

/// Each root field of a mutation costs this much: it writes.
const WRITE: u64 = 10;

/// A cost that was held back.
#[derive(Debug)]
pub(super) struct Hold {
    key: String,
    requested: u64,
    writes: u64,
    level: f64,
}

/// Cost of an operation of `objects`, with `writes` root fields that write.
pub(super) fn requested(objects: u64, writes: u64) -> u64 {
    objects.saturating_add(writes.saturating_mul(WRITE))
}

/// Holds `requested` back from the bucket of `client`; refuses when it is too dear or does not fit.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers"
)]
pub(super) async fn hold(
    cache: &Cache,
    client: &str,
    requested: u64,
    writes: u64,
    limits: &Limits,
) -> Result<Hold, Fault> {
    if requested > limits.cost {
        return Err(Fault::of(Code::LimitExceeded).saying(
            format!(
                "Frågan kostar {requested}, gränsen är {}: dela upp den eller begär kortare sidor.",
                limits.cost
            ),
            format!(
                "The query costs {requested}, the limit is {}: divide it or ask for shorter pages.",
                limits.cost
            ),
        ));
    }
    let key = format!("cost:{}", data_encoding::HEXLOWER.encode(&crypto::sha256(client.as_bytes())));
    let bucket = cache.pour(&key, requested as f64, limits.bucket, limits.restore_rate).await?;
    if !bucket.accepted {
        let over = bucket.level + requested as f64 - limits.bucket;
        return Err(Fault::throttled((over / limits.restore_rate).ceil().max(1.0) as u64));
    }
    Ok(Hold { key, requested, writes, level: bucket.level })
}

impl Hold {
    /// Gives back what `data` did not use; says what it came to, for `extensions.cost`.
    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
    pub(super) async fn settle(self, cache: &Cache, data: &Value, limits: &Limits) -> Value {
        let objects = objects(data).saturating_sub(1).max(1);
        let actual = objects.saturating_add(self.writes.saturating_mul(WRITE));
        let unused = self.requested as f64 - actual as f64;
        if unused != 0.0 {
            // A cache that fails now has logged it; the client only waits a little longer.
            let _ = cache.pour(&self.key, -unused, limits.bucket, limits.restore_rate).await;
        }
        let available = (limits.bucket - (self.level - unused).max(0.0)).max(0.0).floor();
        value!({
            "requestedQueryCost": self.requested,
            "actualQueryCost": actual,
            "throttleStatus": {
                "maximumAvailable": limits.bucket,
                "currentlyAvailable": available,
                "restoreRate": limits.restore_rate,
            },
        })
    }
}

fn objects(value: &Value) -> u64 {
    match value {
        Value::Object(fields) => 1 + fields.values().map(objects).sum::<u64>(),
        Value::List(items) => items.iter().map(objects).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::clock::Clock;

    #[tokio::test]
    async fn what_was_not_used_is_given_back_and_a_full_bucket_says_how_long_to_wait() {
        let cache = Cache::memory(Clock::system());
        let limits = Limits { cost: 100, bucket: 100.0, restore_rate: 1.0, ..Limits::default() };
        let Ok(held) = hold(&cache, "a", 90, 0, &limits).await else { unreachable!() };
        let full = hold(&cache, "a", 90, 0, &limits).await;
        assert!(full.is_err_and(
            |fault| fault.code() == Code::Throttled && fault.retry_after().is_some_and(|s| s > 70)
        ));
        let told = held.settle(&cache, &value!({ "a": [{ "b": 1 }, { "b": 2 }] }), &limits).await.to_string();
        assert!(told.contains("actualQueryCost: 2"), "{told}");
        let Ok(held) = hold(&cache, "a", 2, 0, &limits).await else { unreachable!() };
        let long = value!({ "a": [{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}] });
        let told = held.settle(&cache, &long, &limits).await.to_string();
        assert!(told.contains("actualQueryCost: 12"), "{told}");
        assert!(hold(&cache, "a", 90, 0, &limits).await.is_err(), "twelve and two were poured, not four");
        assert!(hold(&cache, "a", 80, 0, &limits).await.is_ok());
        assert!(
            hold(&cache, "a", 101, 0, &limits).await.is_err_and(|fault| fault.code() == Code::LimitExceeded)
        );
    }
}
