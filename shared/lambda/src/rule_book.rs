//! The rules in force, read rarely: policy and working calendar.

use std::sync::Arc;
use std::time::Duration;

use domain::calendar::WorkingCalendar;
use domain::order::Facts;
use domain::policy::{POLICY_ID, Policy};
use jiff::Timestamp;
use store::{Store, StoreError};
use tokio::sync::Mutex;
use tokio::time::Instant;

/// How long a read policy is used before it is read again. A change of the policy reaches
/// every instance within this time.
const FRESH: Duration = Duration::from_secs(5);

/// Reads the policy at most once in five seconds and keeps it.
pub struct RuleBook {
    store: Store,
    kept: Mutex<Option<(Instant, Arc<Policy>)>>,
}

/// Policy and calendar as they were at one moment.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The policy.
    pub policy: Arc<Policy>,
    calendar: WorkingCalendar,
}

impl RuleBook {
    /// A book over the store, not read yet.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self {
            store,
            kept: Mutex::new(None),
        }
    }

    /// The rules in force; the usual ones when nobody has set any.
    ///
    /// # Errors
    /// [`StoreError`] when the policy cannot be read.
    pub async fn open(&self) -> Result<Rules, StoreError> {
        let mut kept = self.kept.lock().await;
        let policy = match &*kept {
            Some((read_at, policy)) if read_at.elapsed() < FRESH => Arc::clone(policy),
            _ => {
                let loaded = self.store.load::<Policy>(POLICY_ID).await?;
                let policy = Arc::new(loaded.map_or_else(Policy::default, |loaded| loaded.state));
                *kept = Some((Instant::now(), Arc::clone(&policy)));
                policy
            }
        };
        Ok(Rules {
            policy,
            calendar: WorkingCalendar::built_in(),
        })
    }
}

impl Rules {
    /// What decisions on orders look at, at `now`.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Facts<'_> {
        Facts {
            now,
            policy: &self.policy,
            calendar: &self.calendar,
        }
    }
}
