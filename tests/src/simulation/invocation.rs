//! One run of a function for one event, and where it may end before its time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::Notify;

tokio::task_local! {
    static CURRENT: Arc<Invocation>;
}

/// Where an invocation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Death {
    /// Before the call of this number is carried out.
    Before(u32),
    /// After it, and before its reply is read.
    After(u32),
}

/// One run of a function for one event.
pub(super) struct Invocation {
    /// What it is called in the log.
    pub(super) name: String,
    death: Option<Death>,
    calls: AtomicU32,
    died: Notify,
}

impl Invocation {
    pub(super) fn new(name: String, death: Option<Death>) -> Arc<Self> {
        Arc::new(Self {
            name,
            death,
            calls: AtomicU32::new(0),
            died: Notify::new(),
        })
    }

    /// The one that the code which calls this runs for.
    pub(super) fn current() -> Arc<Self> {
        CURRENT.with(Arc::clone)
    }

    /// Runs `work` for this invocation; `None` when it ends before its time.
    pub(super) async fn run<F: Future>(self: &Arc<Self>, work: F) -> Option<F::Output> {
        tokio::select! {
            biased;
            () = self.died.notified() => None,
            output = CURRENT.scope(Arc::clone(self), work) => Some(output),
        }
    }

    /// The number of the call that begins now, from 1.
    pub(super) fn begin_call(&self) -> u32 {
        self.calls.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Ends here, if this is the moment; then nothing after it happens.
    pub(super) async fn pass(&self, moment: Death) {
        if self.death == Some(moment) {
            self.died.notify_one();
            std::future::pending::<()>().await;
        }
    }
}
