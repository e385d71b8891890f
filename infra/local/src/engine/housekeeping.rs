//! What DynamoDB does by itself and the engine only when asked: expiring items.

use std::time::{Duration, Instant};

use dynoxide::Database;
use tokio::sync::watch;

const SHORTEST_PAUSE: Duration = Duration::from_secs(60);
/// A sweep reads every item of a table with expiry. Resting this many times as long as the last
/// one took keeps it below a few percent of one core however large the table grows.
const REST_FACTOR: u32 = 50;

/// Expires items until the host ends.
pub async fn sweep_expired_items(database: Database, mut ending: watch::Receiver<bool>) {
    let mut pause = SHORTEST_PAUSE;
    loop {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = ending.changed() => return,
        }
        let database = database.clone();
        let started = Instant::now();
        match tokio::task::spawn_blocking(move || database.sweep_ttl()).await {
            Ok(Ok(0)) => {}
            Ok(Ok(expired)) => tracing::debug!(expired, "expired items"),
            Ok(Err(error)) => tracing::warn!(%error, "expiring items failed; trying again later"),
            Err(_ended) => return,
        }
        pause = SHORTEST_PAUSE.max(started.elapsed() * REST_FACTOR);
    }
}
