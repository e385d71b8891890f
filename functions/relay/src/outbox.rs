//! From a commit in the stream to a message on the topic.

use contract::message::{EventMessage, VERSION};
use domain::route::route;
use lambda::Fault;
use lambda::stream::Record;
use store::Key;

/// What is to be published of a record: a commit that somebody listens to. Everything else in the
/// stream is passed over.
///
/// # Errors
/// [`Fault::Poison`] when the commit does not read.
pub(crate) fn message(record: &Record) -> Result<Option<EventMessage>, Fault> {
    let key = Key::parse(&record.pk, &record.sk);
    if !record.is_insert || !matches!(key, Some(Key::Commit { .. })) {
        return Ok(None);
    }
    let commit = record.commit()?;
    let kinds = commit.kinds()?;
    if kinds.iter().all(|kind| route(*kind).is_empty()) {
        return Ok(None);
    }
    Ok(Some(EventMessage {
        version: VERSION,
        aggregate: commit.kind,
        id: commit.id,
        sequence: commit.sequence,
        kinds,
        correlation_id: commit.correlation_id,
        hops: commit.hops,
    }))
}
