//! The time and the fresh identifiers that the edge hands to the rules; the only place that
//! reads the system's clock.
//!
//! A test can run a piece of work [`under`] a [`SetClock`]: the work then sees that time, and
//! the same identifiers whenever it is run from the same seed. Everything else sees the system's.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;
use uuid::{Builder, Uuid};

tokio::task_local! {
    static SET: SetClock;
}

/// The instant of now.
#[must_use]
pub fn now() -> Timestamp {
    SET.try_with(SetClock::now)
        .unwrap_or_else(|_| Timestamp::now())
}

/// An identifier that nothing else has, of version 7: those made later sort later.
#[must_use]
pub fn fresh_id() -> Uuid {
    SET.try_with(SetClock::fresh_id)
        .unwrap_or_else(|_| Uuid::now_v7())
}

/// Runs `work` with a clock of its own.
pub async fn under<F: Future>(clock: SetClock, work: F) -> F::Output {
    SET.scope(clock, work).await
}

/// A clock that starts where it is told, and runs as fast as the time of tokio, which a test can
/// pause and move on. Clones share one sequence of identifiers.
#[derive(Clone, Debug)]
pub struct SetClock {
    started: Instant,
    at: Timestamp,
    drawn: Arc<AtomicU64>,
}

impl SetClock {
    /// A clock that shows `at` now; `seed` determines its identifiers.
    #[must_use]
    pub fn new(at: Timestamp, seed: u64) -> Self {
        Self {
            started: Instant::now(),
            at,
            drawn: Arc::new(AtomicU64::new(seed)),
        }
    }

    /// The same clock, wrong by so much.
    #[must_use]
    pub fn off_by(&self, by: SignedDuration) -> Self {
        Self {
            at: self.at.saturating_add(by).unwrap_or(self.at),
            ..self.clone()
        }
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.started.elapsed());
        passed
            .and_then(|passed| self.at.saturating_add(passed))
            .unwrap_or(self.at)
    }

    /// The next of its identifiers.
    #[must_use]
    pub fn fresh_id(&self) -> Uuid {
        let millis = u64::try_from(self.now().as_millisecond()).unwrap_or_default();
        let mut random = [0_u8; 10];
        let (first, last) = random.split_at_mut(8);
        first.copy_from_slice(&self.draw().to_be_bytes());
        last.copy_from_slice(&self.draw().to_be_bytes()[..2]);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// The next number of the sequence SplitMix64.
    fn draw(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let drawn = self.drawn.fetch_add(STEP, Ordering::Relaxed);
        let mut mixed = drawn.wrapping_add(STEP);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> SetClock {
        SetClock::new("2026-03-02T01:00:00Z".parse().unwrap(), 7)
    }

    #[tokio::test]
    async fn work_under_a_clock_sees_its_time_and_other_work_the_systems() {
        let set = clock().off_by(SignedDuration::from_hours(-1));
        let seen = under(set, async { now() }).await;
        assert_eq!(seen.strftime("%F %H").to_string(), "2026-03-02 00");
        assert!(now().duration_since(Timestamp::now()).as_secs().abs() < 60);
    }

    #[test]
    fn a_seed_determines_the_identifiers_and_none_comes_twice() {
        let (one, same, other) = (clock(), clock(), SetClock::new(clock().at, 8));
        let ids: Vec<Uuid> = (0..100).map(|_| one.fresh_id()).collect();
        let random = |id: &Uuid| id.as_u128() & ((1 << 62) - 1);
        for id in &ids {
            assert_eq!(id.get_version_num(), 7);
            assert_eq!(random(id), random(&same.fresh_id()));
            assert_ne!(random(id), random(&other.fresh_id()));
        }
        let mut distinct = ids.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), ids.len());
    }
}
