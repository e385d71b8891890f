//! The rules in force, read rarely: policy and working calendar.

use std::sync::Arc;
use std::time::Duration;

use domain::calendar::WorkingCalendar;
use domain::dated::{Dated, InForce};
use domain::order::Facts;
use domain::policy::{POLICY_ID, Policy};
use domain::published_calendar::{CALENDAR_ID, PublishedCalendar};
use jiff::Timestamp;
use store::{Store, StoreError};
use tokio::sync::Mutex;
use tokio::time::Instant;

/// How long what was read is used before it is read again. A change of the rules reaches
/// every instance within this time.
const FRESH: Duration = Duration::from_secs(5);

/// Reads policy and calendar at most once in five seconds and keeps them.
pub struct RuleBook {
    store: Store,
    kept: Mutex<Option<(Instant, Rules)>>,
}

/// The versions of the policy as they were read.
#[derive(Debug)]
struct Versions {
    /// Those that somebody set.
    set: Option<Dated<Policy>>,
    /// The rules for want of one.
    usual: Policy,
}

/// Policy and calendar as they were at one moment.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The versions of the policy; the usual rules for want of one.
    policy: Arc<Versions>,
    calendar: Arc<WorkingCalendar>,
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
    /// [`StoreError`] when the policy or the calendar cannot be read.
    pub async fn open(&self) -> Result<Rules, StoreError> {
        let mut kept = self.kept.lock().await;
        if let Some((read_at, rules)) = &*kept
            && read_at.elapsed() < FRESH
        {
            return Ok(rules.clone());
        }
        let policy = self.store.load::<Dated<Policy>>(POLICY_ID).await?;
        let calendar = self.store.load::<PublishedCalendar>(CALENDAR_ID).await?;
        let rules = Rules {
            policy: Arc::new(Versions {
                set: policy.map(|loaded| loaded.state),
                usual: Policy::default(),
            }),
            calendar: Arc::new(calendar.map_or_else(WorkingCalendar::built_in, |loaded| {
                loaded.state.working_calendar()
            })),
        };
        *kept = Some((Instant::now(), rules.clone()));
        Ok(rules)
    }
}

impl Rules {
    /// The version of the policy that is in force at `now`; number 0 for the usual rules.
    #[must_use]
    pub fn policy_at(&self, now: Timestamp) -> InForce<&Policy> {
        let set = self.policy.set.as_ref();
        set.and_then(|dated| dated.at(now)).unwrap_or(InForce {
            version: 0,
            value: &self.policy.usual,
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
