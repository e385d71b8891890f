//! The rules in force, read rarely: policy and working calendar.

use std::sync::Arc;
use std::time::Duration;

use domain::calendar::WorkingCalendar;
use domain::dated::{Dated, InForce};
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
    kept: Mutex<Option<(Instant, Arc<Known>)>>,
}

/// The versions of the policy as they were read, and the usual rules for want of one.
#[derive(Debug, Default)]
struct Known {
    versions: Option<Dated<Policy>>,
    usual: Policy,
}

/// Policy and calendar as they were at one moment.
#[derive(Clone, Debug)]
pub struct Rules {
    known: Arc<Known>,
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
        let known = match &*kept {
            Some((read_at, known)) if read_at.elapsed() < FRESH => Arc::clone(known),
            _ => {
                let loaded = self.store.load::<Dated<Policy>>(POLICY_ID).await?;
                let known = Arc::new(Known {
                    versions: loaded.map(|loaded| loaded.state),
                    usual: Policy::default(),
                });
                *kept = Some((Instant::now(), Arc::clone(&known)));
                known
            }
        };
        Ok(Rules {
            known,
            calendar: WorkingCalendar::built_in(),
        })
    }
}

impl Rules {
    /// The version of the policy that is in force at `now`; number 0 for the usual rules.
    #[must_use]
    pub fn policy_at(&self, now: Timestamp) -> InForce<&Policy> {
        let versions = self.known.versions.as_ref();
        versions.and_then(|dated| dated.at(now)).unwrap_or(InForce {
            version: 0,
            value: &self.known.usual,
        })
    }

    /// What decisions on orders look at, at `now`.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Facts<'_> {
        Facts {
            now,
            policy: self.policy_at(now).value,
            calendar: &self.calendar,
        }
    }
}
