//! Forgets stream records that every consumer is done with, so that the file does not grow for ever.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::Progress;
use crate::engine::stream::StreamReader;
use crate::records::Records;

const PAUSE: Duration = Duration::from_secs(2);

/// A reader of the stream.
pub struct Consumer {
    /// Name under which its progress is kept.
    pub checkpoint: String,
    /// How far it has come.
    pub progress: Arc<Progress>,
}

/// Trims a table's stream until the host ends.
pub async fn forget_what_is_done(
    reader: StreamReader,
    records: Arc<Records>,
    consumers: Vec<Consumer>,
    mut ending: watch::Receiver<bool>,
) {
    let mut reader = reader;
    let mut forgotten = None;
    loop {
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = ending.changed() => return,
        }
        // A consumer that has not begun holds everything back.
        let done: Option<Vec<String>> = consumers
            .iter()
            .map(|consumer| consumer.progress.sequence())
            .collect();
        let Some(done) = done else { continue };
        // Progress past records that nobody wants is not kept by itself. It must be before they
        // are gone: what is neither kept nor done would look lost.
        if forgotten.as_ref() != Some(&done) {
            let kept = consumers
                .iter()
                .zip(&done)
                .try_for_each(|(consumer, done)| {
                    records.save_checkpoint_durably(&consumer.checkpoint, done)
                });
            if let Err(error) = kept {
                tracing::warn!(%error, "a stream's progress could not be saved; trying again");
                continue;
            }
        }
        let Some(sequence) = done.iter().min().cloned() else {
            continue;
        };
        forgotten = Some(done);
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
