//! Panics caught where they happen, so that one bad record never kills its batch.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

/// The code panicked; where, is in the log.
#[derive(Debug, thiserror::Error)]
#[error("the handler panicked, see the log line before this one for the place")]
pub(crate) struct Panicked;

/// The output of `work`, or [`Panicked`].
///
/// The state that handlers share is read-only or behind the store, so nothing half-changed is
/// seen after a panic.
pub(crate) async fn caught<F: Future>(work: F) -> Result<F::Output, Panicked> {
    AssertUnwindSafe(work)
        .catch_unwind()
        .await
        .map_err(|_| Panicked)
}
