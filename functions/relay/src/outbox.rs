//! From a commit in the stream to a message on the topic.

use contract::message::{EventMessage, VERSION};
use domain::route::route;
use lambda::Fault;
use lambda::stream::Record;
use store::Key;

use crate::App;

/// Publishes a commit that somebody listens to. Everything else in the stream is passed over.
pub(crate) async fn relay(app: &App, record: &Record) -> Result<(), Fault> {
    let key = Key::parse(&record.pk, &record.sk);
    if !record.is_insert || !matches!(key, Some(Key::Commit { .. })) {
        return Ok(());
    }
    let commit = record.commit()?;
    let kinds = commit.kinds()?;
    if kinds.iter().all(|kind| route(*kind).is_empty()) {
        return Ok(());
    }
    let message = EventMessage {
        version: VERSION,
        aggregate: commit.kind,
        id: commit.id,
        sequence: commit.sequence,
        kinds,
        correlation_id: commit.correlation_id,
        hops: commit.hops,
    };
    app.events.publish(&message).await
}
