//! How long calls took: a histogram with high dynamic range, three digits exact.

use std::time::Duration;

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

use super::super::Failure;
use super::figure::milliseconds;

/// What takes longer counts as this.
const LONGEST: Duration = Duration::from_secs(600);
const DIGITS: u8 = 3;

/// What most calls did not exceed, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Latency {
    /// Calls measured.
    pub(super) count: u64,
    /// Half of them.
    pub(super) p50_us: u64,
    /// Nine of ten.
    pub(super) p90_us: u64,
    /// 99 of a hundred.
    pub(super) p99_us: u64,
    /// 999 of a thousand.
    pub(super) p999_us: u64,
    /// The longest.
    pub(super) max_us: u64,
}

impl Latency {
    /// Of these calls, in any order.
    pub(super) fn of(times: &[Duration]) -> Result<Self, Failure> {
        let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let mut histogram = Histogram::<u64>::new_with_bounds(1, micros(LONGEST), DIGITS)?;
        for time in times {
            histogram.saturating_record(micros(*time).max(1));
        }
        Ok(Self {
            count: histogram.len(),
            p50_us: histogram.value_at_quantile(0.5),
            p90_us: histogram.value_at_quantile(0.9),
            p99_us: histogram.value_at_quantile(0.99),
            p999_us: histogram.value_at_quantile(0.999),
            max_us: histogram.max(),
        })
    }

    /// Names of the columns.
    pub(super) const COLUMNS: [&'static str; 5] = ["p50", "p90", "p99", "p99.9", "max"];

    /// The columns in microseconds.
    pub(super) const fn micros(self) -> [u64; 5] {
        [
            self.p50_us,
            self.p90_us,
            self.p99_us,
            self.p999_us,
            self.max_us,
        ]
    }

    /// The columns in milliseconds with one decimal.
    pub(super) fn columns(self) -> [String; 5] {
        self.micros().map(milliseconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(milliseconds: impl IntoIterator<Item = u64>) -> Latency {
        let times: Vec<_> = milliseconds
            .into_iter()
            .map(Duration::from_millis)
            .collect();
        Latency::of(&times).unwrap()
    }

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let table = [
            (of([]), 0, ["0.0", "0.0", "0.0", "0.0", "0.0"]),
            (of([7]), 1, ["7.0", "7.0", "7.0", "7.0", "7.0"]),
            (of([9, 1]), 2, ["1.0", "9.0", "9.0", "9.0", "9.0"]),
            (
                of((1..=1000).rev()),
                1000,
                ["500.", "900.", "990.", "999.", "1000"],
            ),
        ];
        for (latency, count, expected) in table {
            assert_eq!(latency.count, count);
            for (found, expected) in latency.columns().iter().zip(expected) {
                assert!(found.starts_with(expected), "{latency:?}: {expected}");
            }
        }
    }

    #[test]
    fn what_takes_for_ever_is_counted_all_the_same() {
        let latency = Latency::of(&[Duration::ZERO, Duration::MAX]).unwrap();
        assert_eq!(latency.count, 2);
        assert!(latency.max_us >= 600_000_000);
    }
}
