//! The time the queues go by.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

/// The wall clock, or one that is moved by hand.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The time of the machine.
    #[default]
    Wall,
    /// Stands still until it is moved.
    Manual(ManualClock),
}

/// A clock for tests and simulations: time passes only by [`ManualClock::advance`].
#[derive(Debug, Clone)]
pub struct ManualClock {
    now_ms: watch::Sender<i64>,
}

impl ManualClock {
    /// Stands at `start_ms` milliseconds since the Unix epoch.
    pub fn new(start_ms: i64) -> Self {
        Self {
            now_ms: watch::Sender::new(start_ms),
        }
    }

    /// Moves on; receives waiting for this time wake up.
    pub fn advance(&self, by: Duration) {
        let by_ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.now_ms
            .send_modify(|now| *now = now.saturating_add(by_ms));
    }
}

impl Clock {
    /// Milliseconds since the Unix epoch.
    pub fn now_ms(&self) -> i64 {
        match self {
            Self::Wall => {
                let since = SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
            }
            Self::Manual(clock) => *clock.now_ms.borrow(),
        }
    }

    /// Comes back when the time is `due_ms` or later.
    pub(super) async fn sleep_until(&self, due_ms: i64) {
        match self {
            Self::Wall => {
                let wait_ms = due_ms.saturating_sub(self.now_ms());
                let wait = Duration::from_millis(u64::try_from(wait_ms).unwrap_or(0));
                // At least one tick, so that a caller that looks again right away never spins.
                tokio::time::sleep(wait.max(Duration::from_millis(1))).await;
            }
            Self::Manual(clock) => {
                let mut moves = clock.now_ms.subscribe();
                // Fails only without a sender, and `clock` is one.
                let _ = moves.wait_for(|now| *now >= due_ms).await;
            }
        }
    }
}
