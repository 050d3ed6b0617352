//! What instances share for a short while: counters with an expiry. In memory on an embedded node, in Redis
//! between several. The only room that knows Redis.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Mutex;

use super::clock::Clock;
use super::fault::Fault;

/// How many counters an embedded node keeps at most; the oldest go first.
const MOST_COUNTERS: usize = 100_000;

/// Counters shared by all instances of one installation.
#[derive(Clone)]
pub struct Cache(Store);

#[derive(Clone)]
enum Store {
    Memory { counters: Arc<Mutex<HashMap<String, Counter>>>, clock: Clock },
    Redis(redis::aio::ConnectionManager),
}

struct Counter {
    level: f64,
    at: DateTime<Utc>,
    lives: Duration,
}

/// State of a leaky bucket after a drop was offered to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// Whether the drop fitted.
    pub accepted: bool,
    /// How full it is now.
    pub level: f64,
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Store::Memory { .. } => "Cache(memory)",
            Store::Redis(_) => "Cache(redis)",
        })
    }
}

impl Cache {
    /// A cache in memory.
    pub fn memory(clock: Clock) -> Self {
        Self(Store::Memory { counters: Arc::default(), clock })
    }

    /// A cache in Redis at `url`; fails when it does not answer.
    pub async fn redis(url: &str) -> Result<Self, Fault> {
        let client = redis::Client::open(url).map_err(|cause| Fault::unavailable(&cause))?;
        let connection =
            redis::aio::ConnectionManager::new(client).await.map_err(|cause| Fault::unavailable(&cause))?;
        Ok(Self(Store::Redis(connection)))
    }

    /// Whether it answers.
    pub async fn ping(&self) -> Result<(), Fault> {
        match &self.0 {
            Store::Memory { .. } => Ok(()),
            Store::Redis(connection) => redis::cmd("PING")
                .query_async::<()>(&mut connection.clone())
                .await
                .map_err(|cause| Fault::unavailable(&cause)),
        }
    }

    /// Offers a drop of `amount` to the leaky bucket `key`, which holds `size` and leaks `per_second`.
    ///
    /// A drop that does not fit is not added. `key` must not hold personal data: callers hash it.
    pub async fn pour(&self, key: &str, amount: f64, size: f64, per_second: f64) -> Result<Bucket, Fault> {
        match &self.0 {
            Store::Memory { counters, clock } => {
                let mut counters = counters.lock().await;
                Ok(pour_in_memory(&mut counters, clock.now(), key, amount, size, per_second))
            }
            Store::Redis(connection) => {
                pour_in_redis(connection.clone(), key, amount, size, per_second).await
            }
        }
    }

    /// Empties the bucket `key`.
    pub async fn empty(&self, key: &str) -> Result<(), Fault> {
        match &self.0 {
            Store::Memory { counters, .. } => {
                counters.lock().await.remove(key);
                Ok(())
            }
            Store::Redis(connection) => redis::cmd("DEL")
                .arg(key)
                .query_async::<()>(&mut connection.clone())
                .await
                .map_err(|cause| Fault::unavailable(&cause)),
        }
    }
}

fn pour_in_memory(
    counters: &mut HashMap<String, Counter>,
    now: DateTime<Utc>,
    key: &str,
    amount: f64,
    size: f64,
    per_second: f64,
) -> Bucket {
    if counters.len() >= MOST_COUNTERS {
        counters.retain(|_, counter| {
            now - counter.at < chrono::TimeDelta::from_std(counter.lives).unwrap_or_default()
        });
        if counters.len() >= MOST_COUNTERS {
            counters.clear();
        }
    }
    let lives = Duration::from_secs_f64((size / per_second).clamp(1.0, 86_400.0));
    let counter = counters.entry(key.to_owned()).or_insert(Counter { level: 0.0, at: now, lives });
    let passed = (now - counter.at).as_seconds_f64().max(0.0);
    counter.level = (counter.level - passed * per_second).max(0.0);
    counter.at = now;
    let accepted = counter.level + amount <= size;
    if accepted {
        counter.level += amount;
    }
    Bucket { accepted, level: counter.level }
}

/// The same steps as in memory, in one go on the server and by its clock.
const POUR: &str = r"
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local amount, size, rate = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'level', 'at')
local level = math.max(0, (tonumber(kept[1]) or 0) - (now - (tonumber(kept[2]) or now)) * rate)
local accepted = 0
if level + amount <= size then level = level + amount accepted = 1 end
redis.call('HSET', KEYS[1], 'level', tostring(level), 'at', string.format('%.6f', now))
redis.call('EXPIRE', KEYS[1], math.ceil(math.min(86400, math.max(1, size / rate))) + 1)
return {accepted, tostring(level)}
";

async fn pour_in_redis(
    mut connection: redis::aio::ConnectionManager,
    key: &str,
    amount: f64,
    size: f64,
    per_second: f64,
) -> Result<Bucket, Fault> {
    let (accepted, level): (i64, String) = redis::Script::new(POUR)
        .key(key)
        .arg(amount)
        .arg(size)
        .arg(per_second)
        .invoke_async(&mut connection)
        .await
        .map_err(|cause| Fault::unavailable(&cause))?;
    Ok(Bucket { accepted: accepted == 1, level: level.parse().unwrap_or(0.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_bucket_refuses_and_keeps_its_level() {
        let cache = Cache::memory(Clock::system());
        for _ in 0..3 {
            assert!(cache.pour("a", 1.0, 3.0, 0.001).await.is_ok_and(|bucket| bucket.accepted));
        }
        assert!(
            cache.pour("a", 1.0, 3.0, 0.001).await.is_ok_and(|bucket| !bucket.accepted && bucket.level > 2.9)
        );
        assert!(cache.pour("b", 1.0, 3.0, 0.001).await.is_ok_and(|bucket| bucket.accepted));
    }
}
