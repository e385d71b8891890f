//! Forgets stream records that every consumer is done with, so that the file does not grow for ever.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::Progress;
use crate::engine::stream::StreamReader;

const PAUSE: Duration = Duration::from_secs(2);

/// Trims a table's stream until the host ends.
pub async fn forget_what_is_done(
    reader: StreamReader,
    consumers: Vec<Arc<Progress>>,
    mut ending: watch::Receiver<bool>,
) {
    let mut reader = reader;
    loop {
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = ending.changed() => return,
        }
        // A consumer that has not begun holds everything back.
        let done: Option<Vec<String>> = consumers
            .iter()
            .map(|consumer| consumer.sequence())
            .collect();
        let Some(sequence) = done.and_then(|done| done.into_iter().min()) else {
            continue;
        };
        let trimmed = tokio::task::spawn_blocking(move || {
            let result = reader.prune(&sequence);
            (reader, result)
        })
        .await;
        match trimmed {
            Ok((returned, result)) => {
                reader = returned;
                if let Err(error) = result {
                    tracing::warn!(%error, "stream records could not be forgotten; trying again");
                }
            }
            Err(_ended) => return,
        }
    }
}
